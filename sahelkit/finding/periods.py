"""Spans of the calendar: what a date expression may mean, as days, EDTF and precision.

Pure arithmetic, no text: years, months, days, their parts (the contract's thirds), seasons, decades, centuries, weeks
and ranges; what does not exist (31 February, the year 0) is None. Bounds are inclusive days.
"""

from __future__ import annotations

import datetime
import functools
from typing import NamedTuple

Day = datetime.date
_KNOWN = 4096  # news names the same few days, months and years again and again
_DAY = datetime.timedelta(days=1)
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_CENTURY_PARTS = {"early": (0, 33), "mid": (34, 66), "late": (67, 99)}
_SEASON_STARTS = {21: 3, 22: 6, 23: 9, 24: 12}  # EDTF level 1: spring, summer, autumn, winter


class Period(NamedTuple):
    """A span of days (inclusive), its EDTF and its precision."""

    edtf: str
    low: Day
    high: Day
    precision: str


def month_end(year: int, month: int) -> Day:
    """Return the last day of a month.

    Examples
    --------
    >>> month_end(2024, 2)
    datetime.date(2024, 2, 29)
    """
    return Day(year + month // 12, month % 12 + 1, 1) - _DAY


@functools.lru_cache(maxsize=_KNOWN)
def day_of(year: int, month: int, day: int) -> Period | None:
    """Return one day, None where the calendar has none such.

    Examples
    --------
    >>> day_of(2022, 3, 8).edtf, day_of(2022, 2, 31)
    ('2022-03-08', None)
    """
    try:
        return one_day(Day(year, month, day))
    except ValueError:
        return None


def one_day(day: Day) -> Period:
    """Return a day as a period."""
    return Period(day.isoformat(), day, day, "day")


@functools.lru_cache(maxsize=_KNOWN)
def month_of(year: int, month: int, part: str | None = None) -> Period | None:
    """Return a month, or its first ten days (early), the next ten (mid) or the rest (late).

    Examples
    --------
    >>> month_of(2024, 7).edtf, month_of(2024, 7, "late").edtf
    ('2024-07', '2024-07-21/2024-07-31')
    """
    if not (1 <= month <= 12 and 1 <= year < 9999):
        return None
    low, high = Day(year, month, 1), month_end(year, month)
    if part is None:
        return Period(f"{year:04d}-{month:02d}", low, high, "month")
    first, last = _MONTH_PARTS[part]
    low, high = low.replace(day=first), min(high, low.replace(day=min(last, high.day)))
    return Period(f"{low}/{high}", low, high, "part_month")


@functools.lru_cache(maxsize=_KNOWN)
def year_of(year: int, part: str | None = None) -> Period | None:
    """Return a year, or its first, second or last four months.

    Examples
    --------
    >>> year_of(2013).edtf, year_of(2022, "mid").edtf
    ('2013', '2022-05/2022-08')
    """
    if not 1 <= year < 9999:
        return None
    if part is None:
        return Period(f"{year:04d}", Day(year, 1, 1), Day(year, 12, 31), "year")
    return months_of(year, *_YEAR_PARTS[part])


@functools.lru_cache(maxsize=_KNOWN)
def months_of(year: int, first: int, last: int) -> Period | None:
    """Return some months of a year (a third, a half, a quarter), called a season.

    Examples
    --------
    >>> months_of(2008, 1, 3).edtf
    '2008-01/2008-03'
    """
    if not (1 <= year < 9998 and 1 <= first <= last <= 12):
        return None
    return Period(f"{year:04d}-{first:02d}/{year:04d}-{last:02d}", Day(year, first, 1), month_end(year, last), "season")


def season_of(year: int, season: int) -> Period | None:
    """Return a northern season by its EDTF number; winter runs into the next year.

    Examples
    --------
    >>> season_of(2020, 24).high
    datetime.date(2021, 2, 28)
    """
    if not 1 <= year < 9998:
        return None
    first = _SEASON_STARTS[season]
    over = (first + 2) // 13
    return Period(f"{year:04d}-{season}", Day(year, first, 1), month_end(year + over, (first + 1) % 12 + 1), "season")


def decade_of(year: int, part: str | None = None) -> Period | None:
    """Return the decade that holds a year, or its years 0-3, 4-6 or 7-9.

    Examples
    --------
    >>> decade_of(1990).edtf, decade_of(1990, "early").edtf
    ('199X', '1990/1993')
    """
    start = year // 10 * 10
    if not 1 <= start < 9990:
        return None
    if part is None:
        return Period(f"{start // 10:03d}X", Day(start, 1, 1), Day(start + 9, 12, 31), "decade")
    first, last = (start + n for n in _DECADE_PARTS[part])
    return Period(f"{first:04d}/{last:04d}", Day(first, 1, 1), Day(last, 12, 31), "decade")


def century_of(number: int, part: str | None = None) -> Period | None:
    """Return a century by its number (19 is 1800-1899), or roughly a third of it.

    Examples
    --------
    >>> century_of(19).edtf
    '18XX'
    """
    if not 2 <= number <= 30:
        return None
    start = (number - 1) * 100
    first, last = (start + n for n in _CENTURY_PARTS.get(part or "", (0, 99)))
    edtf = f"{number - 1:02d}XX" if part is None else f"{first:04d}/{last:04d}"
    return Period(edtf, Day(first, 1, 1), Day(last, 12, 31), "century")


def week_of(day: Day, shift: int = 0) -> Period | None:
    """Return the week from Monday to Sunday that lies `shift` weeks from a day's own.

    Examples
    --------
    >>> week_of(datetime.date(2022, 3, 8), -1).edtf
    '2022-02-28/2022-03-06'
    """
    try:
        low = day + datetime.timedelta(days=7 * shift - day.weekday())
        high = low + 6 * _DAY
    except OverflowError:
        return None
    return Period(f"{low}/{high}", low, high, "week")


def range_of(first: Period, last: Period) -> Period | None:
    """Return the span from one period to another, None where it runs backwards.

    Named days inside one calendar month are `days`, any other span is a `range`.

    Examples
    --------
    >>> range_of(day_of(2022, 3, 27), day_of(2022, 3, 31)).precision, range_of(year_of(2013), year_of(2015)).edtf
    ('days', '2013/2015')
    """
    if first.low > last.low or first.high > last.high or first == last:
        return None
    same = first.precision == last.precision == "day" and first.edtf[:7] == last.edtf[:7]
    edtf = f"{_edge(first, first.low, 0)}/{_edge(last, last.high, -1)}"
    return Period(edtf, first.low, last.high, "days" if same else "range")


def _edge(period: Period, day: Day, side: int) -> str:
    """Return the EDTF of one end of a period; level 1 has no interval of decades or seasons."""
    edge = period.edtf.split("/")[side]
    plain = "X" not in edge and not (period.precision == "season" and "/" not in period.edtf)
    return edge if plain else f"{day.year:04d}" if "X" in edge else f"{day.year:04d}-{day.month:02d}"


def moved(day: Day, unit: str, shift: int) -> Period | None:
    """Return the day, week, month, year, decade or weekend that lies `shift` units from that of `day`.

    Examples
    --------
    >>> moved(datetime.date(2022, 3, 31), "month", -1).edtf, moved(datetime.date(2022, 3, 8), "year", -2).edtf
    ('2022-02', '2020')
    """
    if abs(shift) > 3000:
        return None
    if unit == "day":
        return one_day(Day.fromordinal(day.toordinal() + shift)) if day.toordinal() + shift > 0 else None
    if unit in ("week", "weekend"):
        week = week_of(day, shift)
        return week if week is None or unit == "week" else _weekend(week)
    months = day.year * 12 + day.month - 1 + shift
    if unit == "month":
        return month_of(months // 12, months % 12 + 1)
    return {
        "year": lambda: year_of(day.year + shift),
        "decade": lambda: decade_of(day.year + 10 * shift),
        "century": lambda: century_of(day.year // 100 + 1 + shift),
    }.get(unit, lambda: None)()


def _weekend(week: Period) -> Period:
    saturday = week.high - _DAY
    return Period(f"{saturday}/{week.high}", saturday, week.high, "days")


def trailing(day: Day, unit: str, count: int) -> Period | None:
    """Return the `count` days, weeks, months or years that end with `day`.

    Examples
    --------
    >>> trailing(datetime.date(2022, 3, 20), "day", 10).edtf
    '2022-03-11/2022-03-20'
    """
    months = {"month": 1, "year": 12, "decade": 120}.get(unit)
    days = {"day": 1, "week": 7}.get(unit)
    if not 1 <= count <= 1000 or (months is None and days is None):
        return None
    if days:
        low = Day.fromordinal(max(1, day.toordinal() - days * count + 1))
    else:
        number = day.year * 12 + day.month - 1 - count * (months or 0)
        if number < 12:
            return None
        low = min(day, month_end(number // 12, number % 12 + 1).replace(day=1))
        low = low.replace(day=min(day.day, month_end(low.year, low.month).day)) + _DAY
    same = (low.year, low.month) == (day.year, day.month)
    return Period(f"{low}/{day}", low, day, "days" if same else "range") if low < day else one_day(day)
