"""Calendar dates and chains of them: "27 dan 31 Maret 2022", "mid-March to late April 2023", "2013, 2015 et 2018".

A match of the grammar is cut into items (weekday, part, day, month, year, relative words); what an item lacks comes
from its neighbour, a missing year from the day of publication. Joined by a word of range, or after a word of between,
two items are one range; otherwise each is a date of its own.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable
from typing import NamedTuple

from sahelkit.finding.periods import Period, day_of, month_of, range_of, year_of
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape

_KIND_OF = {
    "M": "month", "m": "month", "7": "month", "W": "weekday", "P": "part", "n": "count", "S": "season", "J": "offset",
    "H": "context", "q": "one_unit", "I": "ordinal",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, eq=False)
class Place:
    """Where a match stands: tape positions first..end (half-open), the day of publication, a cue of what is to come."""

    scan: Scan
    tape: Tape
    first: int
    end: int
    published: datetime.date | None
    is_future: bool

    @property
    def letters(self) -> str:
        """Return the match's letters."""
        return self.tape.letters[self.first : self.end]

    def value(self, at: int, kind: str | None = None) -> str:
        """Return what a tape position means: a number's value or a date word's key."""
        if self.tape.layer[at] == 1:
            return str(self.tape.ref[at])
        wanted = kind or _KIND_OF[self.tape.letters[at]]
        return next(e.key for e in self.scan.entries(self.tape.ref[at]) if e.kind == wanted)

    def number(self, at: int, kind: str | None = None) -> int:
        """Return a tape position's meaning as a number."""
        return int(self.value(at, kind))


class Row(NamedTuple):
    """A reading of a match: tape positions (inclusive), period (None: unknown), precision, anchor, weekday check."""

    first: int
    last: int
    period: Period | None
    precision: str
    anchor: str
    check: str | None = None


@dataclasses.dataclass
class Item:
    """One date of a chain, while it is put together; `joint` is what stands before it."""

    first: int
    last: int
    joint: str = ""
    weekday: int | None = None
    part: str | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    relative: str = ""
    is_borrowed: bool = False  # its year is that of the item behind it
    is_bound: bool = False  # it belongs with the item behind it: "27 dan 28 Maret", "dari Mei hingga Juli"

    @property
    def precision(self) -> str:
        """Return the precision that the item's words name."""
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "part_month" if self.part else "month"
        return "season" if self.part else "year"


_PIECE = re.compile(
    r"(?P<weekday>d?Wp?,?[ji]?)|(?P<part>(?:a['\]]?)?P-?z?(?:a['\]]?)?)|(?P<relative>,?[zi]?(?:a['\]]?)?y[LFTJ]|,?[zi]?[tlf]y|[LFTJtlf])"
    r"|(?P<year>(?:,?j?|z?(?:a['\]]?)?)y?[YX])|(?P<day>[DO9])|(?P<month>(?:oz?['\]]?)?[Mm7]\.?)|(?P<joint>,?&|v|[-=,/])|(?P<other>.)"
)


def items_of(place: Place) -> list[Item]:
    """Cut a match into its items."""
    items: list[Item] = []
    joint: str | None = ""
    for piece in _PIECE.finditer(place.tape.letters, place.first, place.end):
        kind, at = str(piece.lastgroup), piece.end() - 1
        if kind == "joint":
            joint = piece[0][-1]
        elif kind != "other":
            if joint is not None or (kind == "year" and items[-1].year is not None):
                items.append(Item(piece.start(), at, joint or ","))
            joint = None
            _add(place, items[-1], kind, piece)
    return [i for i in items if (i.day, i.month, i.year) != (None, None, None)]


def _add(place: Place, item: Item, kind: str, piece: re.Match[str]) -> None:
    at = piece.end() - 1
    item.last = at
    if kind == "relative":
        item.relative += piece[0]
    elif kind == "part":
        item.part = place.value(piece.start() + piece[0].index("P"))
    elif kind == "weekday":
        item.weekday = place.number(piece.start() + piece[0].index("W"))
    else:
        setattr(item, kind, place.number(piece.end() - len(piece[0].lstrip("oz']")) if kind == "month" else at))


def read_items(place: Place, items: list[Item]) -> list[Row]:
    """Read a chain's items as dates."""
    _share(place, items)
    periods: list[tuple[Period | None, str]] = []
    for item in reversed(items):
        ceiling = periods[-1][0] if periods else None
        periods.append(_resolve(place, item, ceiling))
    periods.reverse()
    return list(_rows(place, items, periods))


def _share(place: Place, items: list[Item]) -> None:
    """Give each item the month, year and relative words that its neighbour has and it lacks."""
    month_first = re.match(r"(?:d?Wp?,?[ji]?\(?)?[Mm7]\.?[DO]", place.letters) is not None
    for before, item in zip(items, items[1:], strict=False):
        if item.month is None and item.day is not None and item.year is None and before.year is not None:
            item.year, item.day = before.year // 100 * 100 + item.day, None  # 2012-13
        if month_first and item.month is None and item.day is not None:
            item.month = before.month
    for item, after in zip(items[-2::-1], items[:0:-1], strict=True):
        if item.month is None and item.day is not None:
            item.month, item.is_bound = after.month, True
        item.is_bound |= after.joint in ("v", "-", "=")
        if item.year is None and not item.relative and item.month is not None:
            item.year, item.relative, item.is_borrowed = after.year, after.relative, True


def _resolve(place: Place, item: Item, ceiling: Period | None) -> tuple[Period | None, str]:
    """Return an item's period and anchor; `ceiling` is the period of the item behind it."""
    if item.year is not None:
        found = _in_year(item, item.year)
        if item.is_borrowed and found and ceiling and found.low > ceiling.low:
            found = _in_year(item, item.year - 1)  # "dari Desember hingga Februari 2022"
        return found, "absolute"
    if place.published is None:
        return None, "published"
    year = place.published.year
    if "y" in item.relative:
        shift = {"L": -1, "l": -1, "J": -1, "F": 1, "f": 1}.get(item.relative.strip("y,zia']")[-1:], 0)
        return _in_year(item, year + shift), "published"
    if ceiling is not None and item.is_bound:
        return _latest(item, ceiling.low, ceiling.low.year), "published"
    return _nearest(place, item), "published"


def _in_year(item: Item, year: int) -> Period | None:
    if item.month is None:
        return year_of(year, item.part)
    if item.day is None:
        return month_of(year, item.month, item.part)
    return day_of(year, item.month, item.day)


def _latest(item: Item, limit: datetime.date, year: int) -> Period | None:
    """Return the latest such period that begins by `limit`; eight years find every 29 February."""
    found = (_in_year(item, year - back) for back in range(9))
    return next((p for p in found if p is not None and p.low <= limit), None)


def _earliest(item: Item, limit: datetime.date) -> Period | None:
    found = (_in_year(item, limit.year + on) for on in range(9))
    return next((p for p in found if p is not None and p.high >= limit), None)


def _nearest(place: Place, item: Item) -> Period | None:
    """Return the period without a year that the publication day and the words around mean."""
    assert place.published is not None
    today, mark = place.published, item.relative[-1:]
    past = _latest(item, today, today.year)
    if mark and mark in "Tt":
        return _in_year(item, today.year)
    if mark and mark in "Ll" and past is not None and past.high >= today:
        return _latest(item, today, today.year - 1)
    if mark and mark in "Ff":
        return _earliest(item, today + datetime.timedelta(days=1))
    if not place.is_future or mark:
        return past
    coming = _earliest(item, today)
    fits = [p is not None and p.low.weekday() == item.weekday for p in (past, coming)]
    return past if item.weekday is not None and fits == [True, False] else coming


def _rows(place: Place, items: list[Item], periods: list[tuple[Period | None, str]]) -> Iterable[Row]:
    n = 0
    while n < len(items):
        item, (period, anchor) = items[n], periods[n]
        if n + 1 < len(items) and _is_range(place, items, n):
            last, (end, end_anchor) = items[n + 1], periods[n + 1]
            whole = range_of(period, end) if period and end else None
            if whole is not None or (place.published is None and item.year is None and last.year is None):
                yield Row(item.first, last.last, whole, whole.precision if whole else "range", end_anchor)
                n += 2
                continue
        if period is not None or (place.published is None and anchor == "published" and _may_be(item)):
            yield Row(item.first, item.last, period, item.precision, anchor, _check(item, period))
        n += 1


def _may_be(item: Item) -> bool:
    """Tell whether some year has such a day."""
    return item.month is None or _in_year(item, 2000) is not None


def _is_range(place: Place, items: list[Item], n: int) -> bool:
    joint = items[n + 1].joint
    if joint == "&":
        before = place.tape.letters[max(0, place.first - 4) : place.first].rstrip("ajyzd']")
        return len(items) == 2 and before.endswith("b")
    return joint in "v-=/" and joint != ""


def _check(item: Item, period: Period | None) -> str | None:
    if item.weekday is None or period is None or period.precision != "day":
        return None
    return "agrees" if period.low.weekday() == item.weekday else "conflicts"
