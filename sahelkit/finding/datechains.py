"""Calendar dates and chains of them: "27 dan 31 Maret 2022", "mid-March to late April 2023", "2013, 2015 et 2018".

A match of the grammar is cut into items (weekday, part, day, month, year, relative words); what an item lacks comes
from its neighbour, a missing year from the day of publication. Joined by a word of range, or after a word of between,
two items are one range; otherwise each is a date of its own.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from sahelkit.finding.dategrammar import PARTS
from sahelkit.finding.dateplaces import Place, Row
from sahelkit.finding.periods import Period, day_of, month_of, range_of, year_of

_KNOWN = 8192  # articles name the same days again and again


Values = tuple[int, ...]
Dropped = tuple[int, ...]


class When(NamedTuple):
    """From where a date without a year counts: the day of publication, and whether it is to come.

    `is_between` says that a word of between stands before the chain.
    """

    today: datetime.date | None
    is_future: bool
    is_between: bool


@dataclasses.dataclass(slots=True)
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


class Cut(NamedTuple):
    """An item as the letters show it, in places of the match; `parts` are the fields to be read and where."""

    first: int
    last: int
    joint: str
    relative: str
    parts: Mapping[str, int]


@functools.lru_cache(maxsize=4096)
def cuts_of(letters: str) -> tuple[Cut, ...]:
    """Cut a match's letters into those items that have a day, a month or a year."""
    cuts: list[Cut] = []
    joint: str | None = ""
    for piece in _PIECE.finditer(letters):
        kind = str(piece.lastgroup)
        if kind == "joint":
            joint = piece[0][-1]
        elif kind != "other":
            if joint is not None or (kind == "year" and "year" in cuts[-1].parts):
                cuts.append(Cut(piece.start(), 0, joint or ",", "", {}))
            joint = None
            cuts[-1] = _add(cuts[-1], kind, piece)
    return tuple(cut for cut in cuts if not cut.parts.keys().isdisjoint(("day", "month", "year")))


def _add(cut: Cut, kind: str, piece: re.Match[str]) -> Cut:
    cut = cut._replace(last=piece.end() - 1)
    if kind == "relative":
        return cut._replace(relative=cut.relative + piece[0])
    at = piece.end() - 1
    if kind in ("part", "weekday"):
        at = piece.start() + piece[0].index("P" if kind == "part" else "W")
    elif kind == "month":
        at = piece.end() - len(piece[0].lstrip("oz']"))
    return cut._replace(parts={**cut.parts, kind: at})


def read_chain(place: Place, dropped: Dropped = ()) -> list[Row]:
    """Read a match as a chain of calendar dates, without the items whose numbers are `dropped`."""
    letters = place.letters
    today = place.published
    is_future = today is not None and not _is_dated(letters) and place.is_future
    return _read(letters, place.values, (today, is_future, "&" in letters and place.is_between), dropped)


@functools.lru_cache(maxsize=4096)
def _is_dated(letters: str) -> bool:
    """Tell whether every item of a chain has its year."""
    return all("year" in cut.parts for cut in cuts_of(letters))


@functools.lru_cache(maxsize=_KNOWN)
def _read(letters: str, values: Values, when: tuple[datetime.date | None, bool, bool], dropped: Dropped) -> list[Row]:
    items = [_item(cut, values) for n, cut in enumerate(cuts_of(letters)) if n not in dropped]
    return read_items(items, When(*when), is_month_first=_MONTH_FIRST.match(letters) is not None)


def _item(cut: Cut, values: Values) -> Item:
    item = Item(cut.first, cut.last, cut.joint, relative=cut.relative)
    for kind, n in cut.parts.items():
        setattr(item, kind, PARTS[values[n]] if kind == "part" else values[n])
    return item


def read_items(items: list[Item], when: When, *, is_month_first: bool = False) -> list[Row]:
    """Read a chain's items as dates."""
    if len(items) == 1:
        return _row(items[0], when, *_resolve(items[0], when, None))
    _share(items, is_month_first=is_month_first)
    periods: list[tuple[Period | None, str]] = []
    for item in reversed(items):
        ceiling = periods[-1][0] if periods else None
        periods.append(_resolve(item, when, ceiling))
    periods.reverse()
    return _rows(items, when, periods)


_MONTH_FIRST = re.compile(r"(?:d?Wp?,?[ji]?\(?)?[Mm7]\.?[DO]")


def _share(items: list[Item], *, is_month_first: bool) -> None:
    """Give each item the month, year and relative words that its neighbour has and it lacks."""
    for before, item in zip(items, items[1:], strict=False):
        if item.month is None and item.day is not None and item.year is None and before.year is not None:
            item.year, item.day = before.year // 100 * 100 + item.day, None  # 2012-13
        if is_month_first and item.month is None and item.day is not None:
            item.month = before.month
    for item, after in zip(items[-2::-1], items[:0:-1], strict=True):
        if item.month is None and item.day is not None:
            item.month, item.is_bound = after.month, True
        item.is_bound |= after.joint in ("v", "-", "=")
        if item.year is None and not item.relative and item.month is not None:
            item.year, item.relative, item.is_borrowed = after.year, after.relative, True


def _resolve(item: Item, when: When, ceiling: Period | None) -> tuple[Period | None, str]:
    """Return an item's period and anchor; `ceiling` is the period of the item behind it."""
    if item.year is not None:
        found = _in_year(item, item.year)
        if item.is_borrowed and found and ceiling and found.low > ceiling.low:
            found = _in_year(item, item.year - 1)  # "dari Desember hingga Februari 2022"
        return found, "absolute"
    if when.today is None:
        return None, "published"
    year = when.today.year
    if "y" in item.relative:
        shift = {"L": -1, "l": -1, "J": -1, "F": 1, "f": 1}.get(item.relative.strip("y,zia']")[-1:], 0)
        return _in_year(item, year + shift), "published"
    if ceiling is not None and item.is_bound:
        return _latest(item, ceiling.low, ceiling.low.year), "published"
    return _nearest(item, when), "published"


def _in_year(item: Item, year: int) -> Period | None:
    if item.month is None:
        return year_of(year, item.part)
    if item.day is None:
        return month_of(year, item.month, item.part)
    return day_of(year, item.month, item.day)


def _latest(item: Item, limit: datetime.date, year: int) -> Period | None:
    """Return the latest such period that begins by `limit`; eight years find every 29 February."""
    for back in range(9):
        found = _in_year(item, year - back)
        if found is not None and found.low <= limit:
            return found
    return None


def _earliest(item: Item, limit: datetime.date) -> Period | None:
    for on in range(9):
        found = _in_year(item, limit.year + on)
        if found is not None and found.high >= limit:
            return found
    return None


def _nearest(item: Item, when: When) -> Period | None:
    """Return the period without a year that the publication day and the words around mean."""
    assert when.today is not None
    today, mark = when.today, item.relative[-1:]
    past = _latest(item, today, today.year)
    if mark and mark in "Tt":
        return _in_year(item, today.year)
    if mark and mark in "Ll" and past is not None and past.high >= today:
        return _latest(item, today, today.year - 1)
    if mark and mark in "Ff":
        return _earliest(item, today + datetime.timedelta(days=1))
    if mark or not when.is_future:
        return past
    coming = _earliest(item, today)
    fits = [p is not None and p.low.weekday() == item.weekday for p in (past, coming)]
    return past if item.weekday is not None and fits == [True, False] else coming


def _rows(items: list[Item], when: When, periods: list[tuple[Period | None, str]]) -> list[Row]:
    rows: list[Row] = []
    n = 0
    while n < len(items):
        item, (period, anchor) = items[n], periods[n]
        if n + 1 < len(items) and _is_range(items, when, n):
            last, (end, end_anchor) = items[n + 1], periods[n + 1]
            whole = range_of(period, end) if period and end else None
            if whole is not None or (when.today is None and item.year is None and last.year is None):
                rows.append(Row(item.first, last.last, whole, whole.precision if whole else "range", end_anchor))
                n += 2
                continue
        rows += _row(item, when, period, anchor)
        n += 1
    return rows


def _row(item: Item, when: When, period: Period | None, anchor: str) -> list[Row]:
    if period is None and (when.today is not None or anchor != "published" or not _may_be(item)):
        return []
    return [Row(item.first, item.last, period, item.precision, anchor, _check(item, period))]


def _may_be(item: Item) -> bool:
    """Tell whether some year has such a day."""
    return item.month is None or _in_year(item, 2000) is not None


def _is_range(items: list[Item], when: When, n: int) -> bool:
    joint = items[n + 1].joint
    if joint == "&":
        return len(items) == 2 and when.is_between
    return joint in "v-=/" and joint != ""


def _check(item: Item, period: Period | None) -> str | None:
    if item.weekday is None or period is None or period.precision != "day":
        return None
    return "agrees" if period.low.weekday() == item.weekday else "conflicts"
