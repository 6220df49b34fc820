"""The day of publication that an article itself states, for articles whose catalog is silent.

Only a whole day, year included, in the byline or else in the dateline: `SENIN, 21 MARET 2022 | 15:14 WIB`,
`PARIS, Feb 17, 2022 (AFP) -`. The zones are read by the same date finder as the text, before it, since relative
dates in the text count from this day.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from sahelkit.coding.joined import Reading
from sahelkit.finding.dates import find_dates
from sahelkit.finding.rows import Date
from sahelkit.finding.scan import Stretch, scan
from sahelkit.lexicons.build import build
from sahelkit.reading.zones import Zone

BASES = ("byline", "dateline")  # the first that states a day wins: a dateline may be older than the page
_STAMP = re.compile(r"(?<=\d\d-\d\d)T(?=\d\d:)")  # 2022-03-12T10:00
_NUMERIC = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_OTHERS = ("also_read", "footer")  # a date line under a link belongs to the article that it leads to


class Statement(NamedTuple):
    """A byline or dateline: whose (number in the batch), which run of neighbouring lines, and its words."""

    number: int
    run: int
    zone: str
    text: str


def date_readings(batch: Sequence[Reading], *, lexicons: Path | None = None) -> list[Reading]:
    """Return the articles of a batch, those without a publication day with the one that they state.

    Of several days in neighbouring bylines the earliest counts: the others are updates.

    Examples
    --------
    >>> from sahelkit.coding import read
    >>> from sahelkit.reading.records import Record
    >>> text = "SENIN, 21 MARET 2022 | 15:14 WIB\\nPresiden Mali berbicara kemarin."
    >>> record = date_readings(read([Record("a", text, language="id")]))[0].record
    >>> str(record.published), record.published_basis
    ('2022-03-21', 'byline')
    """
    stated = _days(_statements(batch), batch[0].record.language, lexicons) if batch else {}
    return [_dated(reading, stated.get(n)) for n, reading in enumerate(batch)]


def _dated(reading: Reading, stated: tuple[datetime.date, str] | None) -> Reading:
    if stated is None:
        return reading
    day, basis = stated
    return reading._replace(record=dataclasses.replace(reading.record, published=day, published_basis=basis))


def _statements(batch: Sequence[Reading]) -> list[Statement]:
    return [s for n, reading in enumerate(batch) if reading.record.published is None for s in _stated(n, reading)]


def _stated(number: int, reading: Reading) -> list[Statement]:
    found: list[Statement] = []
    before = ""
    for run, (zone, group) in enumerate(groupby(reading.zones, key=_zone)):
        if zone in BASES and not (zone == "byline" and before in _OTHERS):
            texts = [reading.repaired.text[z.start : z.end].rstrip() for z in group]
            found += [Statement(number, run, zone, _STAMP.sub(" ", text)) for text in texts]
        before = zone
    return found


def _zone(zone: Zone) -> str:
    return zone.zone


def _days(
    statements: Sequence[Statement], language: str, lexicons: Path | None
) -> dict[int, tuple[datetime.date, str]]:
    """Return each article's day and its basis, by the article's number in the batch."""
    found: dict[tuple[int, int, int], datetime.date] = {}
    for statement, date, words in _find(statements, language, lexicons):
        day = _whole_day(date)
        if day is not None and not (language == "en" and _is_either_way(words, day)):
            key = (statement.number, BASES.index(statement.zone), statement.run)
            found[key] = min(day, found.get(key, day))
    chosen: dict[int, tuple[datetime.date, str]] = {}
    for (number, basis, _), day in sorted(found.items()):
        chosen.setdefault(number, (day, BASES[basis]))
    return chosen


def _find(statements: Sequence[Statement], language: str, lexicons: Path | None) -> list[tuple[Statement, Date, str]]:
    """Return the dates in the statements with their own words."""
    if not statements:
        return []
    stretches: list[Stretch] = []
    at = 0
    for n, statement in enumerate(statements):
        stretches.append(Stretch(at, at + len(statement.text), statement.zone, n))
        at += len(statement.text) + 1
    text = "\n".join(s.text for s in statements)
    hits = scan(text, stretches, build(language, lexicons))
    dates = find_dates(hits, [None] * len(statements))
    return [(statements[int(hits.sentence[d.first])], d, text[d.start : d.end]) for d in dates]


def _whole_day(date: Date) -> datetime.date | None:
    """Return the day that a date fixes by its own words."""
    is_day = date.anchor == "absolute" and date.precision == "day" and "~" not in (date.edtf or "")
    return date.date_from if is_day else None


def _is_either_way(words: str, day: datetime.date) -> bool:
    """Is this 3/4/2022, which English writes for the third of April and for the fourth of March?"""
    return _NUMERIC.search(words) is not None and day.day <= 12 and day.day != day.month
