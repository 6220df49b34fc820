"""How precise a date is: read back from its EDTF, and as the codes of ACLED and UCDP.

Events and figures carry a date as EDTF (ISO 8601-2, level 1) and not its precision; it is found by asking which
period of `finding.periods` would be written so. Two wordings may share one EDTF: "1 to 10 March" is written like
"early March" and then counts as the part of the month, the less precise of the two. What is no date has no precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sahelkit.finding import periods
from sahelkit.finding.periods import Period

ACLED = {"day": 1, "days": 2, "week": 2, "part_month": 2, "month": 3}
UCDP = {"day": 1, "days": 2, "week": 3, "part_month": 4, "month": 4, "season": 5, "year": 5, "decade": 5, "century": 5}
_EDGE = re.compile(r"(\d\d)(?:(XX)|(\d)X|(\d\d)(?:-(\d\d)(?:-(\d\d))?)?)")
_PARTS = ("early", "mid", "late")
_MONTHS = ((1, 4), (5, 8), (9, 12), (1, 6), (7, 12), (1, 3), (4, 6), (7, 9), (10, 12))  # thirds, halves, quarters
_WIDTHS = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))  # UCDP's own: 2 is two to six days, 3 a week


def precision_of(edtf: str | None) -> str | None:
    """Return the precision of a date, one of `columns.PRECISIONS`.

    Parameters
    ----------
    edtf : str or None
        As in dates.edtf and events.date_edtf. An open end ("2022-03/..") says no more than the end that is named.

    Returns
    -------
    str or None
        None for None and for what is no date.

    Examples
    --------
    >>> [precision_of(e) for e in ("2022-03-08", "2022-03-21/2022-03-31", "2022-05/2022-08", "2013/2015", "199X")]
    ['day', 'part_month', 'season', 'range', 'decade']
    >>> precision_of("2022-02-31") is None
    True
    """
    period = _read(edtf)
    return period.precision if period else None


def date_codes(edtf: str | None) -> tuple[int | None, int | None]:
    """Return ACLED's time_precision (1 to 3) and UCDP's date_prec (1 to 5) of a date.

    A `range` counts by its length in days, both ends included. ACLED has no code for more than a month.

    Examples
    --------
    >>> date_codes("2022-03-08"), date_codes("2022-03"), date_codes("2022"), date_codes(None)
    ((1, 1), (3, 4), (None, 5), (None, None))
    >>> date_codes("2022-03-30/2022-04-02")  # four days
    (2, 2)
    """
    period = _read(edtf)
    if period is None:
        return None, None
    precision = period.precision
    if precision == "range":
        days = (period.high - period.low).days + 1
        precision = next((name for most, name in _WIDTHS if days <= most), "season")
    return ACLED.get(precision), UCDP[precision]


def _read(edtf: str | None) -> Period | None:
    """Return the period that an EDTF string means, None where it means none."""
    if not isinstance(edtf, str):
        return None
    plain = edtf.translate({ord(mark): None for mark in "~?%"})
    edges = [edge for edge in plain.split("/") if edge not in ("", "..")]
    named = [period for edge in edges[:2] if (period := _edge(edge))]
    if len(named) < len(edges) or not named:
        return None
    first, last = named[0], named[-1]
    if first == last:
        return first
    return next((part for part in _parts(first) if part.edtf == plain), None) or periods.range_of(first, last)


def _edge(text: str) -> Period | None:
    found = _EDGE.fullmatch(text)
    if found is None:
        return None
    hundreds, century, decade, rest, month, day = found.groups()
    if century:
        return periods.century_of(int(hundreds) + 1)
    if decade:
        return periods.decade_of(int(hundreds + decade + "0"))
    year = int(hundreds + rest)
    if month is None:
        return periods.year_of(year)
    if day is None:
        number = int(month)
        return periods.season_of(year, number) if 21 <= number <= 24 else periods.month_of(year, number)
    return periods.day_of(year, int(month), int(day))


def _parts(first: Period) -> Iterator[Period]:
    """Yield the periods written as an interval that may begin where `first` does."""
    year, month = first.low.year, first.low.month
    made = [periods.week_of(first.low)]
    made += [periods.month_of(year, month, part) for part in _PARTS]
    made += [periods.months_of(year, low, high) for low, high in _MONTHS]
    made += [periods.decade_of(year, part) for part in _PARTS]
    made += [periods.century_of(year // 100 + 1, part) for part in _PARTS]
    yield from filter(None, made)
