"""Axes for charts drawn line by line: where a value stands between left and right, and the ticks to read it by.

An axis is either of persons, linear from zero or logarithmic where the numbers span too much for that, or of days.
Values become shares of its width, 0 to 1, so that a page needs no arithmetic; ranges stay ranges, and an open bound
reaches the end of the axis. Pure: nothing is drawn here.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, NamedTuple

import pandas as pd

from sahelkit.showing.palette import Style

WIDE = 20.0  # a span of more than this factor is logarithmic, as in showing/ranges.py
_MOST = 6  # spaces between ticks; one fewer where they are months, which are longer to write
_FEW_DAYS = 45  # an axis shorter than this has days for ticks
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)  # between two ticks
_DAYS = (1, 2, 3, 5, 7, 14, 21, 28)


class Tick(NamedTuple):
    """One place to read an axis by: a value on it and how it is written."""

    value: float
    label: str


class Axis(NamedTuple):
    """An axis from `first` to `last`, in persons or in days (proleptic Gregorian ordinals)."""

    first: float
    last: float
    is_log: bool
    ticks: tuple[Tick, ...]

    def share(self, value: float) -> float:
        """Return where a value stands, from 0 at the left to 1 at the right; beyond the axis, at its end.

        Examples
        --------
        >>> Axis(0, 200, False, ()).share(50), Axis(1, 100, True, ()).share(10), Axis(1, 100, True, ()).share(0)
        (0.25, 0.5, 0.0)
        """
        first, last = self.first, self.last
        if self.is_log:
            first, last, value = math.log(first), math.log(last), math.log(value) if value > 0 else -math.inf
        return round(min(1.0, max(0.0, (value - first) / (last - first))), 5)

    def shown(self) -> list[dict[str, Any]]:
        """Return the ticks as the page draws them."""
        return [{"at": self.share(tick.value), "label": tick.label} for tick in self.ticks]


def persons_axis(low: pd.Series, high: pd.Series) -> Axis:
    """Return the axis on which all these numbers of persons have room; missing bounds are open.

    Parameters
    ----------
    low, high : Series
        Least and most of each figure, in persons. No numbers at all give an axis to 1.

    Examples
    --------
    >>> axis = persons_axis(pd.Series([200, 1700], dtype="Int64"), pd.Series([999, 1700], dtype="Int64"))
    >>> axis.is_log, [tick.label for tick in axis.ticks]
    (False, ['0', '500', '1,000', '1,500'])
    >>> persons_axis(pd.Series([3]), pd.Series([9000])).is_log
    True
    """
    both = pd.concat([low, high]).dropna()
    above = both[both > 0]
    most, least = (float(above.max()), float(above.min())) if len(above) else (1.0, 1.0)
    if most / least > WIDE:
        first, last = 10 ** (math.floor(math.log10(least)) - 0.1), most * 1.8
        return Axis(first, last, True, _decades(first, last))
    last = most * 1.12
    step = _round_step(last / _MOST)
    return Axis(0.0, last, False, tuple(Tick(n * step, told(n * step)) for n in range(int(last / step) + 1)))


def time_axis(first: dt.date | None, last: dt.date | None) -> Axis:
    """Return the axis of all days from first to last, both inclusive, with some room; without dates, no ticks.

    Examples
    --------
    >>> [tick.label for tick in time_axis(dt.date(2021, 5, 25), dt.date(2023, 2, 7)).ticks]
    ['2021-07', '2022-01', '2022-07', '2023-01']
    >>> [tick.label for tick in time_axis(dt.date(2022, 3, 1), dt.date(2022, 3, 9)).ticks]
    ['2022-03-03', '2022-03-08']
    >>> time_axis(None, None).ticks
    ()
    """
    if first is None or last is None:
        return Axis(0, 1, False, ())
    room = max((last - first).days * 0.02, 2.0)
    start, end = max(1.0, first.toordinal() - room), min(dt.date.max.toordinal(), last.toordinal() + 1 + room)
    ticks = _day_ticks(start, end) if end - start < _FEW_DAYS else _month_ticks(start, end)
    return Axis(start, end, False, tuple(ticks))


def told(value: float) -> str:
    """Return a number of persons as it is written at a tick or beside a mark.

    Examples
    --------
    >>> told(1500), told(2_000_000), told(1_250_000)
    ('1,500', '2 million', '1,250,000')
    """
    if value >= 1_000_000 and value % 1_000_000 == 0:
        return f"{value / 1_000_000:,.0f} million"
    return f"{value:,.0f}"


def mark_on(
    axis: Axis, low: float | None, high: float | None, *, style: Style, hollow: bool, label: str
) -> dict[str, Any]:
    """Return a mark as the page draws it: a point, or a bar from low to high, where None is an open end.

    Parameters
    ----------
    axis : Axis
        What it stands on.
    low, high : float or None
        Where it begins and ends, on the axis; equal for a point. Both None: no mark, only its label.
    style : Style
        Colour and marker.
    hollow : bool
        Whether the marker is hollow.
    label : str
        Written at the mark.

    Examples
    --------
    >>> mark = mark_on(Axis(0, 100, False, ()), 40, None, style=Style("#0072B2", "o"), hollow=True, label="40 or more")
    >>> mark["from"], mark["to"], mark["openRight"], mark["point"]
    (0.4, 1.0, True, False)
    """
    if low is None and high is None:
        return {"none": label}
    return {
        "from": 0.0 if low is None else axis.share(low), "to": 1.0 if high is None else axis.share(high),
        "openLeft": low is None, "openRight": high is None, "point": low is not None and low == high,
        "hollow": hollow, "colour": style.colour, "marker": style.marker, "label": label,
    }  # fmt: skip


def day_bounds(first: Any, last: Any) -> tuple[float | None, float | None]:
    """Return where an interval of days begins and ends on a time axis; a single day is the point at its noon.

    Examples
    --------
    >>> day_bounds(dt.date(1, 1, 2), dt.date(1, 1, 2)), day_bounds(dt.date(1, 1, 1), dt.date(1, 1, 31))
    ((2.5, 2.5), (1, 32))
    >>> day_bounds(None, dt.date(1, 1, 1))
    (None, 2)
    """
    start = None if pd.isna(first) else first.toordinal()
    end = None if pd.isna(last) else last.toordinal() + 1  # the last day belongs to the interval
    if start is not None and end is not None and end - start <= 1:
        return start + 0.5, start + 0.5
    return start, end


def _round_step(least: float) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50 ... that is no smaller than `least`."""
    power = 10 ** max(0, math.floor(math.log10(least)))
    return int(next(power * n for n in (1, 2, 5, 10) if power * n >= least))


def _decades(first: float, last: float) -> tuple[Tick, ...]:
    lo, hi = math.ceil(math.log10(first)), math.floor(math.log10(last))
    step = -(-(hi - lo + 1) // _MOST)
    return tuple(Tick(10.0**n, told(10.0**n)) for n in range(lo, hi + 1, step))


def _day_ticks(start: float, end: float) -> list[Tick]:
    step = next((n for n in _DAYS if (end - start) / n <= 4), _DAYS[-1])
    days = range(math.ceil(start) + step - 1, math.floor(end) + 1, step)
    return [Tick(day, dt.date.fromordinal(day).isoformat()) for day in days]


def _month_ticks(start: float, end: float) -> list[Tick]:
    first, last = (dt.date.fromordinal(int(day)) for day in (start, end))
    lo, hi = first.year * 12 + first.month, last.year * 12 + last.month - 1  # months from year 0, lo after the first
    step = next((n for n in _MONTHS if (hi - lo) / n <= _MOST - (n < 12)), _MONTHS[-1])
    months = [n for n in range(lo + -lo % step, hi + 1, step) if n >= 12]
    return [Tick(dt.date(n // 12, n % 12 + 1, 1).toordinal(), month_name(n, whole_years=step >= 12)) for n in months]


def month_name(month: int, *, whole_years: bool = False) -> str:
    """Return a month, counted from January of year 0, as ISO 8601 has it; or its year alone.

    Examples
    --------
    >>> month_name(2022 * 12 + 2), month_name(2022 * 12, whole_years=True)
    ('2022-03', '2022')
    """
    year = f"{month // 12:04d}"
    return year if whole_years else f"{year}-{month % 12 + 1:02d}"
