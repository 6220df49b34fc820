"""The filter bar: one labelled control for each field of a Selection, offering what the corpus holds.

`read` turns what the controls say into a Selection and `write` turns a Selection into what they say; nothing is
filtered here. A field of several values is a picker, a date is a line that also takes a year or a month. `watch`
speaks once for each change by the reader, and is silent while `write` or `refresh` sets the controls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import anywidget
import ipywidgets

from sahelkit.corpus import Corpus
from sahelkit.exploring.assets import script, style
from sahelkit.exploring.choosing import LABELS
from sahelkit.exploring.offers import offers
from sahelkit.exploring.phrases import join_phrases, split_phrases
from sahelkit.exploring.picker import Picker
from sahelkit.selection import DATE_FIELDS, Selection

ANY = "any"
_LABEL = {"description_width": "7.5em"}
_SHORT = {"description_width": "initial"}
BOXES = {"regex": "regular expression", "distinct": LABELS["distinct"].capitalize()}
_DATE_HINT = "2022, 2022-03 or 2022-03-08"
ORDER = (
    "text", "regex", "actor", "actor_type", "country", "claimant", "event_type", "group", "status", "event_since",
    "event_until", "article", "publisher", "language", "since", "until", "distinct",
)  # fmt: skip
HINTS = {
    "actor": "named, acting, acted upon or speaking",
    "country": "of the actor",
    "claimant": "who vouches for a figure or an event",
    "status": "of a figure or an event",
    "distinct": "of articles that repeat one text, the first alone",
}


class KeyGuard(anywidget.AnyWidget):
    """Keeps keys typed in the panel around it from moving or changing notebook cells; shows nothing."""

    _esm = script("keys")
    _css = style("picker")  # a bar without pickers looks the same


@dataclass(eq=False)
class Filters:
    """The controls by field, in the order of the bar; `writing` while the program sets them."""

    controls: Mapping[str, Any]
    writing: bool = False


def make_filters(corpus: Corpus) -> Filters:
    """Return a control for each field of a Selection; the options are what the corpus holds.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> filters = make_filters(Corpus(Tables({})))
    >>> read(filters), filters.controls["actor"].said()
    (corpus.filter(), 'Actor: any')
    """
    offered = offers(corpus)
    return Filters({name: _control(name, offered) for name in ORDER})


def _control(name: str, offered: Mapping[str, list[list[str]]]) -> Any:
    label = BOXES[name] if name in BOXES else LABELS[name].capitalize()
    if name in offered:
        return Picker(label=label, options=offered[name], hint=HINTS.get(name, ""))
    if name in BOXES:
        hint = HINTS.get(name, "")
        return ipywidgets.Checkbox(
            description=label, tooltip=hint, indent=False, style=_SHORT, layout={"width": "auto"}
        )
    is_date = name in DATE_FIELDS
    return ipywidgets.Text(
        description=label, placeholder=label.split()[-1] if is_date else "a word or phrase, then Enter",
        tooltip=f"{label}: {_DATE_HINT}" if is_date else 'in the sentence; several: "Mali" or "Niger"',
        continuous_update=False, style=_SHORT, layout={"width": "auto"},
    )  # fmt: skip


def layout(filters: Filters) -> Any:
    """Lay the filters out in as many columns as there is room for: three at 620 pixels, seven at 1500."""
    controls = dict(filters.controls)
    search = _row([controls.pop("text"), controls.pop("regex")], "skx-filters-text")
    periods = {
        first: _row([ipywidgets.Label(word), controls[first], controls.pop(last)], "skx-filters-period")
        for word, first, last in (("Dated", "event_since", "event_until"), ("Published", "since", "until"))
    }
    box = grid([search, *(controls | periods).values()], column="185px")
    box.add_class("skx-filters")
    return box


def _row(parts: list[Any], name: str) -> Any:
    row = ipywidgets.HBox(parts)
    row.add_class(name)
    return row


def read(filters: Filters) -> Selection:
    """Return the Selection that the controls say; a control left alone is no condition.

    Raises
    ------
    BadValue, UnknownName
        As `Selection` does: for a date that is none, for a pattern that cannot be read.
    """
    return Selection(**{name: _meant(name, control) for name, control in filters.controls.items()})


def named(message: str) -> str:
    """Return a message about a field with the field called as in the bar.

    Examples
    --------
    >>> named("event_since takes a date such as '2022'")
    "Dated from takes a date such as '2022'"
    """
    name, _, rest = message.partition(" ")
    return f"{LABELS[name].capitalize()} {rest}" if name in LABELS else message


def untick(filters: Filters) -> None:
    """Take the tick off "regular expression", which a cleared text would leave standing."""
    with _silent(filters):
        filters.controls["regex"].value = False


def write(filters: Filters, selection: Selection) -> None:
    """Set every control to what a selection says; its `also` parts have no control and are left out."""
    with _silent(filters):
        for name, control in filters.controls.items():
            if isinstance(control, Picker):
                control.choose(selection.values(name))
            elif name == "regex":
                # a tick before a text was typed says nothing yet, and is not to be lost
                control.value = selection.regex or (control.value and selection.text is None)
            elif name == "distinct":
                control.value = selection.distinct
            elif name == "text":
                control.value = join_phrases(selection.values(name))
            else:
                control.value = getattr(selection, name) or ""


def refresh(filters: Filters, corpus: Corpus) -> None:
    """Renew the options, such as after an article was added; what is chosen stays chosen."""
    with _silent(filters):
        for name, options in offers(corpus).items():
            filters.controls[name].offer(options)


def watch(filters: Filters, callback: Callable[[], None]) -> None:
    """Call back once for each change by the reader, and never during `write` or `refresh`.

    A change that says nothing (a tick at "regular expression" without a text) is none. What `read` then raises is
    the callback's to show.
    """
    last = _said(filters)

    def heard(_: Any) -> None:
        nonlocal last
        before, last = last, _said(filters)
        if last != before and not filters.writing:
            callback()

    for control in filters.controls.values():
        control.observe(heard, names=["value", "nothing"] if isinstance(control, Picker) else "value")


def choice(label: str, options: Iterable[str | tuple[str, str]], *, blank: str = ANY) -> Any:
    """Return a labelled list to choose one value from; its first line, `blank`, chooses none (an empty value)."""
    pairs = [(o, o) if isinstance(o, str) else o for o in options]
    return ipywidgets.Dropdown(
        description=label, options=[(blank, ""), *pairs], value="", style=_LABEL, layout={"width": "auto"}
    )


def text_line(label: str, *, hint: str = "") -> Any:
    """Return a labelled line of text that speaks when it is left or Enter is pressed, not at every letter."""
    return ipywidgets.Text(
        description=label, placeholder=hint, continuous_update=False, style=_LABEL, layout={"width": "auto"}
    )


def date_line(label: str) -> Any:
    """Return a labelled date."""
    return ipywidgets.DatePicker(description=label, style=_LABEL, layout={"width": "auto"})


def grid(controls: Iterable[Any], *, column: str = "18rem") -> Any:
    """Lay controls out in as many columns, at least `column` wide, as there is room for."""
    columns = f"repeat(auto-fill, minmax({column}, 1fr))"
    return ipywidgets.GridBox(
        list(controls), layout={"grid_template_columns": columns, "grid_gap": "6px 8px", "width": "100%"}
    )


def _meant(name: str, control: Any) -> Any:
    if isinstance(control, Picker):
        return control.chosen()
    if name == "text":
        return split_phrases(control.value)
    if name in DATE_FIELDS:
        return control.value.strip() or None
    return control.value


def _said(filters: Filters) -> dict[str, Any]:
    said = {name: _meant(name, control) for name, control in filters.controls.items()}
    return said | {"regex": said["regex"] and said["text"] is not None}


@contextmanager
def _silent(filters: Filters) -> Iterator[None]:
    before, filters.writing = filters.writing, True
    try:
        yield
    finally:
        filters.writing = before
