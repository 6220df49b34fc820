"""Find dates: absolute, partial, relative and ranges, as the contract defines them.

The grammar (dategrammar) finds the words; what they mean is for the readers: what the calendar names (datecalendar,
with its chains in datechains), and what counts from the publication day or from the date before (daterelative). Without
a publication day a relative date keeps its text and has no bounds.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.datecalendar import CALENDAR
from sahelkit.finding.dategrammar import date_tape, find_matches
from sahelkit.finding.dateplaces import Place, Row
from sahelkit.finding.daterelative import RELATIVE
from sahelkit.finding.rows import Date
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape
from sahelkit.lexicons.build import Lexicon

_READERS = {**CALENDAR, **RELATIVE}
_PRESS = range(1600, 9000)  # years a publication day is taken from; beyond them there is none to count from


def find_dates(scan: Scan, published: Sequence[datetime.date | None]) -> list[Date]:
    """Find the dates of a batch.

    Parameters
    ----------
    scan : Scan
    published : sequence of date or None
        The day of publication of each article of the batch, by the number its stretches carry.

    Returns
    -------
    list of Date
        In text order, not overlapping; bounds are inclusive days, None where no publication day is known.

    Examples
    --------
    >>> from sahelkit.finding.scan import Stretch, scan
    >>> from sahelkit.lexicons.build import build
    >>> for lang, text in ("id", "Selasa (7/2) lalu"), ("en", "in mid-2022"), ("fr", "du 25 au 27 juillet"):
    ...     batch = scan(text, [Stretch(0, len(text), "body", 0)], build(lang))
    ...     print([(d.edtf, d.precision) for d in find_dates(batch, [datetime.date(2023, 3, 1)])])
    [('2023-02-07', 'day')]
    [('2022-05/2022-08', 'season')]
    [('2022-07-25/2022-07-27', 'days')]
    """
    tape = date_tape(scan)
    return _dates(scan, list(_read(scan, tape, published)))


# A row and its rule, the tokens of its span, and whether a word for about stands before it.
_Found = tuple[Row, str, int, int, bool]


def _read(scan: Scan, tape: Tape, published: Sequence[datetime.date | None]) -> Iterator[_Found]:
    days = [day if day and day.year in _PRESS else None for day in published]
    cues, letters, before, last = _future_cues(scan), tape.letters, None, -1
    for rule, first, end, article in _matches(scan, tape):
        if article != last:
            last, before = article, None
        place = Place(scan, tape, first, end, letters[first:end], days[article], cues)
        for row in _READERS[rule](place, before):
            before = row
            yield _found(place, row, rule)


def _matches(scan: Scan, tape: Tape) -> Iterable[tuple[str, int, int, int]]:
    """Return rule, tape positions (half-open) and article of each match that has a reader."""
    found = [(str(m.lastgroup), *m.span()) for m in find_matches(tape.letters, scan.lexicon.language)]
    found = [match for match in found if match[0] in _READERS]
    sentences = scan.sentence[[tape.first[first] for _, first, _ in found]].tolist() if found else []
    return [(*match, scan.stretches[n].article) for match, n in zip(found, sentences, strict=True)]


def _found(place: Place, row: Row, rule: str) -> _Found:
    tape, at = place.tape, place.first
    first, last = _core(place.letters[row.first : row.last + 1], rule)
    first, last = at + row.first + first, at + row.first + last
    is_about = "u" in tape.letters[max(0, at + row.first - 1) : first]
    if rule.startswith("bracketed") and tape.letters[last + 1 : last + 2] == ")":
        last += 1
    return row, rule, tape.first[first], tape.last[last], is_about


_BARE = {"year": ",iz&jy", "decade": ",iz&jy", "weekday": ",iz&jd"}


@functools.lru_cache(maxsize=4096)
def _core(letters: str, rule: str) -> tuple[int, int]:
    """Return the first and the last place of a row's letters that belong to the date's span.

    "tahun 2013", "hari Jumat": the bare noun is no more part of the date than "pada"; "Sabtu malam" is one word more.
    """
    kept = letters[:-1].lstrip(_BARE.get(rule, ",iz&j")) + letters[-1]
    first = len(letters) - len(kept)
    kept = kept[0] + kept[1:].rstrip(",.ijz" if rule == "weekday" else ",.ijpz")
    return first, first + len(kept) - 1


def _dates(scan: Scan, found: Sequence[_Found]) -> list[Date]:
    if not found:
        return []
    lasts = np.array([last for _, _, _, last, _ in found])
    starts = scan.start[[first for _, _, first, _, _ in found]].tolist()
    ends = (scan.end[lasts] - scan.clip[lasts]).tolist()
    return list(map(_date, found, starts, ends))


def _date(found: _Found, start: int, end: int) -> Date:
    (_, _, period, precision, anchor, check), rule, first, last, is_about = found
    edtf, low, high, _ = period or (None, None, None, None)
    if is_about and edtf is not None and "/" not in edtf:
        edtf += "~"
    return Date(first, last, start, end, edtf, low, high, precision, anchor, check, f"dates.{rule}")


@functools.lru_cache(maxsize=12)
def _futures(lexicon: Lexicon) -> NDArray[np.bool_]:
    """Tell of each of a lexicon's readings whether it speaks of the future."""
    return np.array([any(e.kind == "future" for e in entries) for entries in lexicon.readings], dtype=bool)


def _future_cues(scan: Scan) -> list[int]:
    """Return the tokens where words of the future begin, in order."""
    future = _futures(scan.lexicon)
    found = (scan.hits["words"], scan.hits["dates"])
    return sorted({token for hits in found for token in hits.first[future[hits.reading]].tolist()})
