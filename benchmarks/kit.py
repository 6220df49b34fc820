"""sahelkit as the accuracy table asks it: items in, one list of marks a text out.

All but numbers and repair goes through `sahelkit.code`, as a researcher's call would, with the language declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

import sahelkit as sk
from benchmarks.scoring import Item, Mark
from benchmarks.texts import plain, whole
from sahelkit.finding.dates import find_dates
from sahelkit.finding.quantities import find_quantities
from sahelkit.finding.rows import Quantity
from sahelkit.finding.scan import Stretch, scan
from sahelkit.lexicons.build import build
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


def marks(items: Sequence[Item], *, table: str, columns: Sequence[str] = (), **only: str) -> list[list[Mark]]:
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
    known, new = marks(items, table="mentions"), marks(items, table="candidates")
    return [sorted(a + b) for a, b in zip(known, new)]


def sectors(items: Sequence[Item]) -> list[list[Mark]]:
    """Sector and use of the names that the gold speaks of; about others it says nothing."""
    found = marks(items, table="mentions", columns=("sector", "use"))
    return [
        [mark for mark in there if any(mark[:2] == gold[:2] for gold in item.gold)] for item, there in zip(items, found)
    ]


def quantities(items: Iterable[Item], *, read: bool = False) -> list[list[Mark]]:
    """Numbers that may count something, as the finder gives them: no table has those that count no people."""
    return [
        [Mark(q.start, q.end, plain((q.value_low, q.value_high)) if read else ()) for q in _quantities(item)]
        for item in items
    ]


def _quantities(item: Item) -> list[Quantity]:
    hits = scan(item.text, [Stretch(0, len(item.text), "body", 0)], build(item.language))
    return find_quantities(hits, find_dates(hits, [None]))


def repaired(items: Iterable[Item]) -> list[tuple[Mark, ...]]:
    """The text as repaired."""
    return [whole(repair(item.text, language=item.language).text) for item in items]
