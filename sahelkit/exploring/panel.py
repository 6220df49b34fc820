"""What the board shows, as plain values: a pure function of what a view was asked and what it answered.

Made here are the tabs, the conditions as chips, what of them does not apply, and the settings of the view; and the
same in short as HTML that needs no kernel, for pages where widgets do not run. Everything is text until the page or
`markup` makes elements of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sahelkit.exploring.choosing import LABELS, chips
from sahelkit.exploring.views import Asked, Drawn, Option, View, left_out, lines_of
from sahelkit.selection import APPLIES, Selection
from sahelkit.showing.cells import plain, shorten
from sahelkit.showing.markup import counted, page, table

FIRST_LINES = 60  # lines sent with the chart; the rest as they come into sight
_SAID = 300, 800  # characters in a picture of one condition, of all


def shown(
    view: View, asked: Asked, drawn: Drawn, *, views: Sequence[View], stamp: int, can_undo: bool
) -> dict[str, Any]:
    """Return what the board shows of a view, ready for JSON.

    Parameters
    ----------
    view, asked, drawn : View, Asked, Drawn
        The view, its question and its answer.
    views : sequence of View
        All tabs, in order.
    stamp : int
        Tells this answer from others, so that lines asked for later are not drawn into another list.
    can_undo : bool
        Whether an earlier selection can be returned to.
    """
    if drawn.tables:
        view = view._replace(tables=drawn.tables)
    return frame(view, asked, views=views, stamp=stamp, can_undo=can_undo) | {
        "options": [
            setting(o, asked.options[o.name]) | {"hint": drawn.hints.get(o.name, "")}
            for o in view.options
            if in_force(o, asked)
        ],
        "code": drawn.code,
        "title": drawn.title,
        "caption": drawn.caption,
        "notes": [*not_applying(view, asked), *_no_copies(asked), *_own(asked)],
        "chart": {**drawn.chart, "lines": lines_of(drawn, 0, FIRST_LINES), "total": len(drawn.rows)},
        "error": None,
    }


def failed(
    view: View, asked: Asked, message: str, *, views: Sequence[View], stamp: int, can_undo: bool
) -> dict[str, Any]:
    """Return what the board shows where a view could not answer: the reason, and everything to go on with."""
    return frame(view, asked, views=views, stamp=stamp, can_undo=can_undo) | {
        "code": "", "title": "", "caption": "", "notes": [], "chart": None, "error": message,
    }  # fmt: skip


def frame(view: View, asked: Asked, *, views: Sequence[View], stamp: int, can_undo: bool) -> dict[str, Any]:
    """Return what stands around a chart: tabs, chips and settings."""
    return {
        "stamp": stamp,
        "tabs": [{"name": other.name, "label": other.label} for other in views],
        "active": view.name,
        "chips": [
            {**chip._asdict(), "applies": _applies(view, chip.field)} for chip in chips(asked.selection, asked.names)
        ],
        "can_undo": can_undo,
        "options": [setting(o, asked.options[o.name]) for o in view.options if in_force(o, asked)],
    }


def in_force(option: Option, asked: Asked) -> bool:
    """Return whether a setting says anything beside the others."""
    return option.when is None or asked.options[option.when[0]] == option.when[1]


def setting(option: Option, value: Any) -> dict[str, Any]:
    """Return a view's option as the page draws it."""
    return {**option._asdict(), "value": value, "choices": [list(choice) for choice in option.choices]}


def not_applying(view: View, asked: Asked) -> list[str]:
    """Say which conditions leave a view's tables alone."""
    said = []
    for name in view.tables:
        if ignored := asked.selection.not_applying(name):
            said.append(f"does not apply to {name}: {', '.join(LABELS[field] for field in ignored)}")
    return said


def heading(view: View, asked: Asked, drawn: Drawn) -> str:
    """Return the lines above a saved picture: its title, the conditions, which do not apply, what is left out.

    The conditions that the corpus came with are among them, since the picture stands without its notebook.
    """
    held, (one, all_) = replace(asked, selection=asked.corpus.selection), _SAID
    conditions = [shorten(words, one) for words in _conditions(held.selection, asked.names)]
    about = view._replace(tables=drawn.tables) if drawn.tables else view
    lines = [drawn.title, shorten("; ".join(conditions), all_), *not_applying(about, held), left_out(drawn)]
    return "\n".join(line for line in map(plain, lines) if line)


def _conditions(selection: Selection, names: Mapping[str, str]) -> list[str]:
    """Return each condition in words, with "or" between the values of which any will do.

    Examples
    --------
    >>> _conditions(Selection(actor=("mali", "un"), since="2022").narrow(Selection(actor="france")), {})
    ['published from: 2022', 'actor: france', 'actor: mali or un']
    """
    found: dict[str, None] = {}
    for part in (replace(selection, also=()), *selection.also):
        values: dict[str, list[str]] = {}
        for chip in chips(part, names):
            label, colon, value = plain(chip.text).partition(": ")
            values.setdefault(label + colon, []).append(value)
        found |= {f"{label}{' or '.join(told)}": None for label, told in values.items()}
    return list(found)


def _no_copies(asked: Asked) -> list[str]:
    """Say that counting copies once changes nothing where no article is marked as one."""
    if not asked.corpus.selection.distinct or len(asked.whole.without().query("articles", by="copy_of", limit=2)) > 1:
        return []
    return ["no article is marked as a copy, so that counting copies once changes nothing: sk.link(corpus) finds them"]


def _own(asked: Asked) -> list[str]:
    """Say where the articles added in the session are, since a copied line does not know of them."""
    if not asked.own:
        return []
    return [f"{counted(asked.own, 'article')} of your own in explorer.corpus, not in corpus: copied code leaves it out"]


def _applies(view: View, field: str) -> bool:
    return any(name in APPLIES[field] for name in view.tables)


def static(view: View, drawn: Drawn, counts: Mapping[str, int | None], views: Sequence[View]) -> str:
    """Return the explorer's first view as HTML, for where no widget runs; at most ten of its rows."""
    told = ["–" if counts[other.name] is None else f"{counts[other.name]:,}" for other in views]
    rows = drawn.rows.head(10)
    heads = [str(name).replace("_", " ") for name in rows.columns][:8]
    first = table(f"{drawn.title}: {drawn.caption}", heads, rows.iloc[:, :8].itertuples(index=False, name=None))
    tabs = table("Rows in each view", [other.label for other in views], [told])
    return page(
        '<p class="skh-small">The explorer needs a running kernel; this is what it begins with.</p>', tabs, first
    )
