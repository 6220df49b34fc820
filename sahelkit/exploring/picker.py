"""A picker: a button that says which values are chosen, and a list of checkboxes to choose any number of them.

ipywidgets has no such control: its SelectMultiple needs Ctrl, takes ten lines of room and loses its arrow keys to
the notebook. The list is drawn as far as it is seen, so that ten thousand options open at once; every text is set
as text, never as markup.
"""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from sahelkit.exploring.assets import script, style


class Picker(anywidget.AnyWidget):
    """A control for a field that takes several values.

    Parameters
    ----------
    label : str
        What is chosen, such as "Actor".
    options : list of [value, text] or [value, text, aside]
        What can be chosen, in this order; `aside` (a count) stands beside the text and is not part of it.
    value : list of str
        What is chosen, in the order of the options. A value that is no option is kept, and shown as it is.
    nothing : bool
        Without a value: nothing is wanted, rather than anything.
    blank, hint : str
        What the button says without a value; what the popup says above its list.

    Examples
    --------
    >>> Picker(label="Actor", options=[["mali", "Mali"], ["un", "UN"]], value=["mali"]).said()
    'Actor: Mali'
    """

    _esm = script("dom", "picker")
    _css = style("picker")

    label = traitlets.Unicode().tag(sync=True)
    options: traitlets.List[Any] = traitlets.List().tag(sync=True)
    value = traitlets.List(traitlets.Unicode()).tag(sync=True)
    nothing = traitlets.Bool(False).tag(sync=True)
    blank = traitlets.Unicode("any").tag(sync=True)
    hint = traitlets.Unicode("").tag(sync=True)

    def said(self) -> str:
        """Return what the button says; the page says the same."""
        texts = {option[0]: option[1] for option in self.options}
        if len(self.value) > 2:
            return f"{self.label}: {len(self.value):,} chosen"
        if not self.value:
            return f"{self.label}: {'none' if self.nothing else self.blank}"
        return f"{self.label}: {', '.join(texts.get(value, value) for value in self.value)}"

    def choose(self, values: tuple[str, ...] | None) -> None:
        """Choose these values, in the order of the options; None is no condition, an empty tuple wants nothing."""
        wanted = set(values or ())
        ordered = [option[0] for option in self.options if option[0] in wanted]
        unknown = sorted(wanted.difference(ordered))
        with self.hold_sync():
            self.nothing = values is not None and not wanted
            self.value = [*unknown, *ordered]

    def chosen(self) -> tuple[str, ...] | None:
        """Return the values as a field of a Selection takes them."""
        values = tuple(self.value)
        return values if values or self.nothing else None

    def offer(self, options: list[Any]) -> None:
        """Renew the options; what was chosen stays chosen."""
        self.options = options
