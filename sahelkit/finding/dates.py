"""Find dates: absolute, partial, relative and ranges, as the contract defines them.

The grammar (dategrammar) finds the words; what they mean is for the readers: what the calendar names (datecalendar,
with its chains in datechains), and what counts from the publication day or from the date before (daterelative). Without
a publication day a relative date keeps its text and has no bounds.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.datecalendar import CALENDAR
from sahelkit.finding.dategrammar import date_tape, find_matches, meanings
from sahelkit.finding.dateplaces import Place, Row
from sahelkit.finding.daterelative import RELATIVE
from sahelkit.finding.rows import Date
from sahelkit.finding.scan import Scan
from sahelkit.finding.spots import codes_of, spots
from sahelkit.finding.tape import Tape
from sahelkit.lexicons.build import Lexicon

_READERS = {**CALENDAR, **RELATIVE}
_PRESS = range(1600, 9000)  # years a publication day is taken from; beyond them there is none to count from
_LOOK_BACK = 25  # tape positions in which a future cue governs a date
_EDGES = '\n,;:<>"()'  # where a clause starts


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
    found: list[_Found] = []
    last, before = -1, None
    for rule, article, place in _places(scan, tape, published):
        if article != last:
            last, before = article, None
        for row in _READERS[rule](place, before):
            before = row
            found.append(_found(place, row, rule))
    return _dates(scan, tape, found)


# First and last tape position of a span, and the fields of its date from edtf on.
_Found = tuple[int, int, str | None, datetime.date | None, datetime.date | None, str, str, str | None, str]


def _places(scan: Scan, tape: Tape, published: Sequence[datetime.date | None]) -> Iterator[tuple[str, int, Place]]:
    """Return the rule, the article's number and the place of each match that has a reader."""
    matches = find_matches(tape.letters, scan.lexicon.language)
    found = [(str(m.lastgroup), m[0], *m.span()) for m in matches if m.lastgroup in _READERS]
    rules, words, firsts, ends = zip(*found, strict=True) if found else ((), (), (), ())
    at = np.array(firsts, dtype=np.int64)
    sentences = scan.sentence[np.asarray(tape.first)[at]].tolist()
    articles = [scan.stretches[n].article for n in sentences]
    days = [day if day and day.year in _PRESS else None for day in published]
    said = [days[n] for n in articles]
    columns = firsts, ends, words, said, repeat(meanings(scan, tape)), *_surroundings(scan, tape, at)
    return zip(rules, articles, map(Place, repeat(scan), repeat(tape), *columns), strict=True)


def _surroundings(scan: Scan, tape: Tape, at: NDArray[np.int64]) -> tuple[list[bool], list[int], list[bool]]:
    """Return of each match whether a word for about stands before it, where its clause starts, and if that has a cue.

    A cue is a word of the future.
    """
    codes = codes_of(tape.letters)
    starts = np.maximum(_last_before(spots(codes, _EDGES), at) + 1, at - _LOOK_BACK)
    is_cued = _last_before(_future_cues(scan, tape), at) >= np.maximum(starts, 0)
    return ((codes[at - 1] == ord("u")) & (at > 0)).tolist(), starts.tolist(), is_cued.tolist()


def _last_before(places: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the last of some places before each of the matches, -1 for none."""
    last: NDArray[np.int64] = np.append(-1, places)[places.searchsorted(firsts)]
    return last


def _future_cues(scan: Scan, tape: Tape) -> NDArray[np.int64]:
    """Return the tape positions where words of the future begin, in order."""
    future = _futures(scan.lexicon)
    found = (scan.hits["words"], scan.hits["dates"])
    tokens = np.sort(np.concatenate([hits.first[future[hits.reading]] for hits in found]))
    firsts = np.asarray(tape.first)
    at: NDArray[np.int64] = firsts.searchsorted(tokens, side="right") - 1
    return at.compress(firsts[at] == tokens)


@functools.lru_cache(maxsize=12)
def _futures(lexicon: Lexicon) -> NDArray[np.bool_]:
    """Tell of each of a lexicon's readings whether it speaks of the future."""
    return np.array([any(e.kind == "future" for e in entries) for entries in lexicon.readings], dtype=bool)


_BARE = {"year": ",iz&jy", "decade": ",iz&jy", "weekday": ",iz&jd"}


@functools.lru_cache(maxsize=4096)
def _core(letters: str, rule: str, first: int, last: int) -> tuple[int, int]:
    """Return the first and the last place of a match's letters that belong to the span of its row first..last.

    "tahun 2013", "hari Jumat": the bare noun is no more part of the date than "pada"; "Sabtu malam" is one word more,
    and a bracket that a rule asks for is closed.
    """
    row = letters[first : last + 1]
    kept = row[:-1].lstrip(_BARE.get(rule, ",iz&j")) + row[-1]
    first += len(row) - len(kept)
    kept = kept[0] + kept[1:].rstrip(",.ijz" if rule == "weekday" else ",.ijpz")
    last = first + len(kept) - 1
    return first, last + (rule.startswith("bracketed") and letters[last + 1 : last + 2] == ")")


def _found(place: Place, row: Row, rule: str) -> _Found:
    first, last = _core(place.letters, rule, row.first, row.last)
    edtf, low, high = row.period[:3] if row.period else (None, None, None)
    if place.is_about and edtf and not row.first and "/" not in edtf:
        edtf += "~"
    return place.first + first, place.first + last, edtf, low, high, row.precision, row.anchor, row.check, rule


def _dates(scan: Scan, tape: Tape, found: Sequence[_Found]) -> list[Date]:
    if not found:
        return []
    firsts, lasts, *fields, rules = zip(*found, strict=True)
    first, last = np.asarray(tape.first)[list(firsts)], np.asarray(tape.last)[list(lasts)]
    sides = first, last, scan.start[first], scan.end[last] - scan.clip[last]
    named = [f"dates.{rule}" for rule in rules]
    return list(map(Date, *[side.tolist() for side in sides], *fields, named))
