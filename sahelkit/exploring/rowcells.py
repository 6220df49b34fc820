"""Cells of a line that was asked for: what of its row narrows when chosen, and how to read one row of a big table.

A cell is a text, a text with the fields that it narrows by, several of these side by side (parts) or, as a list, one
under the other. A line is made only when it comes into sight, so its cells are taken one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from sahelkit.exploring.views import Asked, where_of
from sahelkit.showing.cells import name_of, plain
from sahelkit.showing.palette import Style

Cell = Any  # str | dict | list of these


def row_reader(rows: pd.DataFrame, columns: Iterable[str]) -> Callable[[int], dict[str, Any]]:
    """Return a function from the place of a row to its cells; far quicker than `iloc` on a table of many columns.

    Examples
    --------
    >>> row_reader(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), ["b"])(1)
    {'b': 'y'}
    """
    arrays = {name: rows[name].array for name in columns}
    return lambda n: {name: array[n] for name, array in arrays.items()}


def narrowing(asked: Asked, field: str, value: Any, text: str = "") -> Cell:
    """Return a cell that narrows to a value of a field, pressed if it is asked for alone; without value, the text.

    Examples
    --------
    >>> from sahelkit.corpus import Corpus
    >>> from sahelkit.selection import Selection
    >>> from sahelkit.tables import Tables
    >>> asked = Asked(Corpus(Tables({})), Selection(status="denied"), {}, {})
    >>> narrowing(asked, "status", "denied"), narrowing(asked, "status", pd.NA, "not said")
    ({'text': 'denied', 'fields': {'status': 'denied'}, 'pressed': True}, 'not said')
    """
    if pd.isna(value) or not str(value):
        return text
    alone = (str(value),)
    pressed = any(part.values(field) == alone for part in (asked.selection, *asked.selection.also))
    return {"text": text or plain(value), "fields": {field: str(value)}, "pressed": pressed}


def actor_cell(asked: Asked, actor_id: Any, words: Any = None, *, field: str = "actor", default: str = "") -> Cell:
    """Return a cell that narrows to an actor, by name; one without an id is told in the article's words."""
    if pd.isna(actor_id):
        said = plain(words)
        return f"“{said}”" if said else default
    return narrowing(asked, field, actor_id, name_of(actor_id, asked.names))


def where_cell(asked: Asked, article_id: Any) -> list[Cell]:
    """Return a cell that narrows to an article, by its publisher, and its day under it."""
    key = str(article_id)
    name, _, date = where_of(asked).get(key, plain(key)).rpartition(" · ")
    return [narrowing(asked, "article", key, name or date), date if name else ""]


def beside(parts: list[Cell], *, by: str = ", ") -> Cell:
    """Return cells side by side; one alone stays itself. By a space, the first is a word that leads the others."""
    return parts[0] if len(parts) == 1 else {"parts": parts, "by": by}


def with_marker(cell: Cell, style: Style) -> Cell:
    """Return a cell led by a marker."""
    told = cell if isinstance(cell, dict) else {"text": cell}
    return told | style._asdict()


def words_of(cell: Cell) -> str:
    """Return a cell as text, for a sentence that says the row.

    Examples
    --------
    >>> words_of({"parts": ["Mali", {"text": "Niger"}], "by": ", "})
    'Mali, Niger'
    """
    if isinstance(cell, dict) and "parts" in cell:
        return str(cell["by"]).join(words_of(part) for part in cell["parts"])
    return str(cell["text"] if isinstance(cell, dict) else cell)
