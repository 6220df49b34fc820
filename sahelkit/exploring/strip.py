"""The strip above a list of dated things: how many fall into each month, quarter or longer period of their time.

A thing is counted in a period only where its whole date lies in it; one that is told less exactly than that is put
into no period, and counted by itself. Periods are long enough that there are few of them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sahelkit.exploring.axis import month_name
from sahelkit.selection import Selection

_MOST = 40  # periods
_FEW = 8  # periods that all have room for their name
_SIZES = (1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)  # months in a period
_NAMES = {1: "month", 3: "quarter", 12: "year"}
_EPOCH = 1970 * 12  # NumPy counts months from here


class Months(NamedTuple):
    """First and last month of each thing, counted from January of year 0, and which of the bounds are known."""

    first: np.ndarray
    last: np.ndarray
    has_first: np.ndarray
    has_last: np.ndarray

    @property
    def dated(self) -> np.ndarray:
        """Which have a date at all."""
        return np.asarray(self.has_first | self.has_last)


def months_of(date_from: pd.Series, date_to: pd.Series) -> Months:
    """Return the months in which dates begin and end."""
    first, last = (s.to_numpy(dtype="datetime64[s]").astype("datetime64[M]") for s in (date_from, date_to))
    known = ~np.isnat(first), ~np.isnat(last)
    numbers = [np.where(k, m.astype("int64"), 0) + _EPOCH for m, k in zip((first, last), known)]
    return Months(numbers[0], numbers[1], *known)


def within_one(months: Months, size: int) -> np.ndarray:
    """Return which things have their whole date in one period of so many months."""
    return np.asarray(months.has_first & months.has_last & (months.first // size == months.last // size))


def size_of(months: Months) -> int:
    """Return how many months a period has: the fewest that give few periods, of those that hold half of all dates.

    Where dates are so wide that no period holds half of them, the fewest that give few periods; without dates, 1.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2021-05-25", "2023-02-07", None]))
    >>> size_of(months_of(days, days))
    1
    """
    few = [size for size in _SIZES if _are_few(months, size)]
    half = (size for size in few if 2 * within_one(months, size).sum() >= months.dated.sum())
    return next(half, few[0] if few else 1)


def _are_few(months: Months, size: int) -> bool:
    inside = within_one(months, size)
    if not inside.any():
        return False
    lo, hi = _ends(months, inside)
    return hi // size - lo // size < _MOST


def strip(months: Months, selection: Selection) -> dict[str, Any]:
    """Return the strip as the page draws it: its periods, what stands in none of them, and the period asked for.

    Parameters
    ----------
    months : Months
        Of all things, each once, whatever period is asked for.
    selection : Selection
        Its event_since and event_until say what is highlighted.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2022-03-25", "2022-05-07", None]))
    >>> drawn = strip(months_of(days, days), Selection(event_since="2022-04"))
    >>> [(one["label"], one["n"], one["chosen"]) for one in drawn["bins"]], drawn["undated"]
    ([('2022-03', 1, False), ('2022-04', 0, True), ('2022-05', 1, True)], 1)
    """
    size = size_of(months)
    inside = within_one(months, size)
    period = (selection.event_since, selection.event_until)
    return {
        "bins": _bins(months, size, inside, selection) if inside.any() else [],
        "unit": _NAMES.get(size, f"{size // 12} years"),
        "wide": int((months.dated & ~inside).sum()),
        "undated": int((~months.dated).sum()),
        "period": _period(*period) if any(period) else None,
    }


def _bins(months: Months, size: int, inside: np.ndarray, selection: Selection) -> list[dict[str, Any]]:
    lo, hi = (month // size for month in _ends(months, inside))
    counts = np.bincount(months.first[inside] // size - lo, minlength=hi - lo + 1)
    most, ticks = max(int(counts.max()), 1), _ticks(lo, hi, size)
    chosen = _chosen(selection, lo, hi, size)
    bins = []
    for place, n in zip(range(lo, hi + 1), counts.tolist()):
        since, until = (month_name(m, whole_years=size >= 12) for m in (place * size, (place + 1) * size - 1))
        label = since if since == until else f"{since} to {until}"
        bins.append({"label": label, "n": n, "share": round(n / most, 4), "since": max(since, "0001"), "until": until,
                     "tick": ticks.get(place, ""), "chosen": place in chosen})  # fmt: skip
    return bins


def _ends(months: Months, inside: np.ndarray) -> tuple[int, int]:
    """Return the first and last month of some things."""
    return int(months.first[inside].min()), int(months.last[inside].max())


def _chosen(selection: Selection, lo: int, hi: int, size: int) -> range:
    """Return which periods the one asked for touches; without one, all."""
    since, until = selection.day("event_since"), selection.day("event_until")
    first = lo if since is None else (since.year * 12 + since.month - 1) // size
    last = hi if until is None else (until.year * 12 + until.month - 1) // size
    return range(first, last + 1)


def _ticks(lo: int, hi: int, size: int) -> dict[int, str]:
    """Return the periods to write something under: all of a few, else years, and the first where none is near."""
    if hi - lo < _FEW:
        return {place: month_name(place * size, whole_years=size >= 12) for place in range(lo, hi + 1)}
    if size >= 12:
        step = -(-(hi - lo + 1) // 10)
        return {place: month_name(place * size, whole_years=True) for place in range(lo, hi + 1, step)}
    years = {place: month_name(place * size, whole_years=True) for place in range(lo, hi + 1) if place * size % 12 == 0}
    is_alone = all(place - lo >= 5 for place in years)
    return ({lo: month_name(lo * size)} if is_alone else {}) | years


def _period(since: Any, until: Any) -> str:
    if since and until:
        return str(since) if since == until else f"{since} to {until}"
    return f"from {since}" if since else f"until {until}"
