"""Numbers that may count something, with their hedge and range: how many, before anybody asks of what.

"puluhan", "dozens" and "several hundred" are ranges; a hedge stands before the number or behind what it counts. A
date is no quantity, nor is a percentage, a model's number (F-16), a score or a time. What is counted: `figures`.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.numerals import LETTERS, Numeral, find_numerals
from sahelkit.finding.rows import Date, Quantity
from sahelkit.finding.scan import Ints, Scan
from sahelkit.finding.spots import among, codes_of
from sahelkit.finding.tape import Tape, lay, lexicon_layer, spans_layer
from sahelkit.lexicons.build import Lexicon

# Besides the numerals' own letters: h hedge, b between, g from, A and, T until, o or, O of, p percent, r hedge behind,
# c change of an amount, k filler (at least another 12), y definite article, z no number (salah satu), D date, F
# function word or what befell people.
_NUMBERS = LETTERS | {
    "decoy": "z", "hedge": "h", "percent": "p", "behind": "r", "between": "b", "starting": "g", "until": "T",
    "and": "A", "or": "o", "filler": "k", "of": "O", "definite": "y", "change": "c",
}  # fmt: skip
_FUNCTION = dict.fromkeys(
    ("in", "at", "to", "from", "with", "against", "by", "and", "but", "relative", "pronoun", "be", "have"), "F"
)
_FATES = dict.fromkeys(("killed", "wounded", "displaced", "arrested", "missing", "returned", "troops"), "F")
_LEAD = re.compile(r"(?:[hr](?:['\]]?[kOg]?['\]]?)){1,3}$")
_LEAD_ENDS = "hr']kOg"
_LEAD_LETTERS = _LEAD_ENDS + "\n"  # a line may break between the hedge and its number
_TRAIL = re.compile(r"(?:-?|[wC]{1,3},?)([hr])(?!['\]Og]{0,2}[#uasfnih])|\+")
_JOINTS = "-/:"
_RISE = re.compile(r"c[^\n.,;:]{0,4}$")
_FAR = 5  # between the two numbers of a range stand one to three letters
_FLOORS, _CEILINGS = ("at_least", "over"), ("at_most", "under")
_RANGE = "quantities.range"
_RULES = dict.fromkeys(LETTERS.values(), "quantities.words") | {
    "#": "quantities.digits", "i": "quantities.indefinite", "n": "quantities.near",
}  # fmt: skip
_BETWEEN = re.compile(r"[-=]|h?[To]h?|[TohrAj]")


class _Hedge(NamedTuple):
    """A hedge and its tokens, -1 for none."""

    hedge: str
    first: int
    last: int


_OWN = {hedge: _Hedge(hedge, -1, -1) for hedge in ("exact", "about", "several", "between")}  # the number word's own


def find_quantities(scan: Scan, dates: Sequence[Date]) -> list[Quantity]:
    """Find the numbers of a batch that may count something.

    Returns
    -------
    list of Quantity
        In text order. `value_low` and `value_high` follow the hedge as the contract says; a number that no rule can
        read ("13.00", "1.2.3") is none. Empty for text without numbers.
    """
    function = [lexicon_layer(scan, "words", _FUNCTION), lexicon_layer(scan, "figures", _FATES)]
    tape = lay(scan, [
        spans_layer(dates, "D"), lexicon_layer(scan, "numbers", _NUMBERS), *function,
    ])  # fmt: skip
    return _quantities(scan, tape, _amounts(scan, tape, _ranges(scan, tape, find_numerals(scan, tape))))


def _quantities(scan: Scan, tape: Tape, numerals: Sequence[Numeral]) -> list[Quantity]:
    if not numerals:
        return []
    at, end, lows, highs, own, _ = zip(*numerals, strict=True)
    hedges = [*map(_OWN.__getitem__, own)]
    for n in _hedged(tape.letters, np.array(at), np.array(end)):
        if own[n] != "between":
            hedges[n] = _hedge(scan, tape, numerals[n])
    first, last = np.asarray(tape.first)[list(at)], np.asarray(tape.last)[list(end)]
    tokens = first.tolist(), last.tolist(), scan.start[first].tolist(), (scan.end[last] - scan.clip[last]).tolist()
    rules = map(_RULES.__getitem__, map(tape.letters.__getitem__, at))
    return [
        Quantity(
            a, b, start, end, low if low == high else None, None if hedge in _CEILINGS else low,
            None if hedge in _FLOORS else high, hedge, h_first, h_last, _RANGE if hedge == "between" else rule,
        )
        for a, b, start, end, low, high, (hedge, h_first, h_last), rule in zip(
            *tokens, map(int, lows), map(int, highs), hedges, rules
        )
    ]  # fmt: skip


def _amounts(scan: Scan, tape: Tape, numerals: Sequence[Numeral]) -> Sequence[Numeral]:
    """Leave out shares, models' numbers, parts of scores, fractions and times, halves, "the two" and "one of"."""
    if not numerals:
        return numerals
    first, last, low, high = (np.array(column) for column in list(zip(*numerals, strict=True))[:4])
    codes = codes_of(tape.letters, behind="\n" * _FAR)
    before, behind = codes[first - 1], codes[last + 1]
    joined = among(behind, _JOINTS) & _touches(scan, tape, last) & (codes[last + 2] == ord("#"))
    joined |= among(before, _JOINTS) & _touches(scan, tape, first - 2) & _touches(scan, tape, first - 1)
    keep = ~joined & (low % 1 == 0) & (high % 1 == 0) & ~among(behind, "p%")
    keep &= (low != 1) | (high != 1) | ~among(behind, "Og")
    two = np.flatnonzero((low == 2) & (high == 2) & (first == last) & (before != ord("D")))
    for n in two.tolist():
        keep[n] &= not _is_definite(scan, tape.ref[first[n] - 1])
    return [*itertools.compress(numerals, keep.tolist())]


def _touches(scan: Scan, tape: Tape, places: Ints) -> NDArray[np.bool_]:
    """Do the things at these places touch the ones behind them?"""
    found: NDArray[np.bool_] = scan.end[np.asarray(tape.last)[places]] == scan.start[np.asarray(tape.first)[places + 1]]
    return found


def _is_definite(scan: Scan, reading: int) -> bool:
    return "definite" in scan.lexicon.kinds[scan.lexicon.kinds_of[max(0, reading)]]


def _ranges(scan: Scan, tape: Tape, numerals: Sequence[Numeral]) -> Sequence[Numeral]:
    """Put together the two numbers of each range."""
    if len(numerals) < 2:
        return numerals
    first, last, *_ = zip(*numerals, strict=True)
    gaps = np.array(first[1:]) - np.array(last[:-1])
    found: dict[int, Numeral] = {}
    for n in np.flatnonzero((gaps > 1) & (gaps < _FAR)).tolist():
        two = _range_end(scan, tape, numerals, n) if n - 1 not in found else None
        if two is not None:
            found[n] = _ranged(numerals[n], two)
    together: list[Numeral] = []
    done = 0
    for n, numeral in found.items():
        together += [*numerals[done:n], numeral]
        done = n + 2
    return [*together, *numerals[done:]]


def _range_end(scan: Scan, tape: Tape, numerals: Sequence[Numeral], n: int) -> Numeral | None:
    """Return the numeral that closes a range opened by number n ("antara 400 dan 600", "8-10"), None for no range."""
    one, two = numerals[n], numerals[n + 1]
    between = tape.letters[one.last + 1 : two.first]
    if not _BETWEEN.fullmatch(between) or "about" in (one.hedge, two.hedge):
        return None
    kinds = {e.kind for p in range(one.last + 1, two.first) for e in scan.entries(max(0, tape.ref[p]))}
    opener = tape.letters[max(0, one.first - 2) : one.first].rstrip("hO")[-1:]
    if opener == "g" and _RISE.search(tape.letters, max(0, one.first - 6), one.first - 1):
        return None  # "rose from 200 to 500 troops"
    opens = between[0] in "-=" or bool(kinds & {"until", "or"})
    if kinds & {"and", "joint"}:
        opens = opener == "b"
    several = (one.hedge == "several") + (two.hedge == "several")
    return two if opens and several != 1 and _ranged(one, two).low < two.high else None


def _ranged(one: Numeral, two: Numeral) -> Numeral:
    """ "2 to 3 million": the scale of the second number is the first one's too."""
    shared = two.scale if one.scale == 1 and two.scale > 1 and one.low < two.low / two.scale else 1
    return Numeral(one.first, two.last, round(one.low * shared, 3), two.high, "between", two.scale)


def _hedged(letters: str, first: Ints, last: Ints) -> list[int]:
    """Return which numbers may have a hedge before or behind them."""
    codes = codes_of(letters, behind="\n" * _FAR)
    before = np.where(codes[first - 1] == ord("\n"), codes[first - 2], codes[first - 1])
    tail = codes[last[:, None] + np.arange(1, _FAR + 1)]
    may = among(before, _LEAD_ENDS) | (tail[:, 0] == ord("+")) | among(tail, "hr").any(axis=1)
    return np.flatnonzero(may).tolist()


def _hedge(scan: Scan, tape: Tape, numeral: Numeral) -> _Hedge:
    """The hedge before the number; of several a bound weighs most ("at least some 20"). Else the one behind."""
    letters, first, last = tape.letters, numeral.first, numeral.last
    before, keys = letters[max(0, first - 8) : first], _keys(scan.lexicon, "hedge")
    lead = _leading(before[len(before.rstrip(_LEAD_LETTERS)) :])
    known = [p for p in range(first - lead, first) if tape.ref[p] in keys]
    if known:
        hedges = [keys[tape.ref[p]] for p in reversed(known)]
        bound = next((hedge for hedge in hedges if hedge in _FLOORS + _CEILINGS), None)
        hedge = bound or ("about" if "about" in hedges else numeral.hedge)
        return _Hedge(hedge, tape.first[known[0]], tape.last[first - 1])
    trail = _TRAIL.match(letters, last + 1)
    return _behind(scan, tape, numeral, trail) if trail else _OWN[numeral.hedge]


@functools.lru_cache(maxsize=1024)
def _leading(letters: str) -> int:
    """Return how many of the last letters are hedges before a number."""
    lead = _LEAD.search(letters)
    return len(letters) - lead.start() if lead else 0


def _behind(scan: Scan, tape: Tape, numeral: Numeral, trail: re.Match[str]) -> _Hedge:
    """ "200+", "200 lebih", "200-plus"; "5 000 hommes au plus", whose tokens stay with the noun."""
    p = trail.end() - 1
    key = "over" if trail[1] is None else _keys(scan.lexicon, "behind").get(tape.ref[p], "")
    beside = tape.letters[numeral.last + 1 : p] in ("", "-")
    # "200 orang lebih memilih tinggal" compares; "200 orang lebih." and "200 orang lebih di Gao" do not.
    compares = key == "over" and not beside and tape.letters[p + 1 : p + 2] in ("w", "C")
    if not key or compares:
        return _Hedge(numeral.hedge, -1, -1)
    return _Hedge(key, tape.first[numeral.last + 1], tape.last[p]) if beside else _Hedge(key, -1, -1)


@functools.lru_cache(maxsize=24)
def _keys(lexicon: Lexicon, kind: str) -> Mapping[int, str]:
    """Return the key of each reading of the lexicon that has the kind."""
    readings = enumerate(lexicon.readings)
    return {n: next(e.key for e in some if e.kind == kind) for n, some in readings if any(e.kind == kind for e in some)}
