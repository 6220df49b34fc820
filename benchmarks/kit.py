"""sahelkit as the accuracy table asks it: items in, one list of marks a text out.

All but the repair goes through `sahelkit.code`, as a researcher's call would, with the language declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

import sahelkit as sk
from benchmarks.scoring import Item, Mark
from benchmarks.texts import plain, whole
from sahelkit.reading.repair import repair


def rows(items: Sequence[Item], table: str) -> list[list[Any]]:
    """The rows of a table, as named tuples, a list for each text."""
    records = (
        {"article_id": str(n), "text": item.text, "language": item.language, "published": item.published}
        for n, item in enumerate(items)
    )
    found: list[list[Any]] = [[] for _ in items]
    coded: pd.DataFrame = getattr(sk.code(records), table)
    for row in coded.astype(object).where(coded.notna(), None).itertuples():
        found[int(str(row.article_id))].append(row)
    return found


def marks(items: Sequence[Item], table: str, *columns: str, **only: str) -> list[list[Mark]]:
    """Marks from a table: the key is made of `columns`; `only` keeps the rows with that value."""
    return [
        [
            Mark(row.start, row.end, plain(getattr(row, column) for column in columns))
            for row in found
            if all(getattr(row, column) == value for column, value in only.items())
        ]
        for found in rows(items, table)
    ]


def date_bounds(items: Sequence[Item], *, days: bool = False) -> list[list[Mark]]:
    """Dates with first and last day; undated expressions are left out, with `days` all but single days too."""
    return [
        [
            Mark(row.start, row.end, (str(row.date_from)[:10], str(row.date_to)[:10]))
            for row in found
            if row.date_from is not None and (row.precision == "day" or not days)
        ]
        for found in rows(items, "dates")
    ]


def names(items: Sequence[Item]) -> list[list[Mark]]:
    """All names: mentions of the registry's actors and candidates that it does not know."""
    known, new = marks(items, "mentions"), marks(items, "candidates")
    return [sorted(a + b) for a, b in zip(known, new)]


def sectors(items: Sequence[Item]) -> list[list[Mark]]:
    """Sector and use of the names that the gold speaks of; about others it says nothing."""
    found = marks(items, "mentions", "sector", "use")
    return [
        [mark for mark in there if any(mark[:2] == gold[:2] for gold in item.gold)] for item, there in zip(items, found)
    ]


def repaired(items: Iterable[Item]) -> list[tuple[Mark, ...]]:
    """The text as repaired."""
    return [whole(repair(item.text, language=item.language).text) for item in items]
