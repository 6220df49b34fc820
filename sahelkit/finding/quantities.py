"""Numbers that may count something, with their hedge and range: how many, before anybody asks of what.

"puluhan", "dozens" and "several hundred" are ranges; a hedge stands before the number or behind what it counts. A
date is no quantity, nor is a percentage, a model's number (F-16), a score or a time. What is counted: `figures`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sahelkit.finding.numerals import LETTERS, Numeral, find_numerals
from sahelkit.finding.rows import Date, Quantity
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape, lay, lexicon_layer, spans_layer

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
_BOUNDS = ("at_least", "at_most", "over", "under")
_LEAD = re.compile(r"(?:[hr](?:['\]]?[kOg]?['\]]?)){1,3}$")
_LEAD_ENDS = tuple("hr']kOg\n")  # a line may break between the hedge and its number
_TRAIL = re.compile(r"(?:-?|[wC]{1,3},?)([hr])(?!['\]Og]{0,2}[#uasfnih])|\+")
_RISE = re.compile(r"c[^\n.,;:]{0,4}$")
_FAR = 5  # between the two numbers of a range stand one to three letters
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
        spans_layer([(d.first, d.last) for d in dates], "D"), lexicon_layer(scan, "numbers", _NUMBERS), *function,
    ])  # fmt: skip
    numerals = list(find_numerals(scan, tape))
    following = [numeral.first for numeral in numerals[1:]] + [len(tape.letters) + _FAR]  # where the next one begins
    found: list[_Found] = []
    skip = -1
    for n, numeral in enumerate(numerals):
        if n <= skip:
            continue
        last = _range_end(scan, tape, numerals, n) if 1 < following[n] - numeral.last < _FAR else None
        skip = n if last is None else n + 1
        whole = numeral if last is None else _ranged(numeral, last)
        if whole.low % 1 == 0 and whole.high % 1 == 0 and _is_amount(scan, tape, whole):
            found.append(_found(scan, tape, whole, last is not None))
    return _quantities(scan, found)


# A quantity without its offsets: tokens, value, bounds, hedge, rule.
_Found = tuple[int, int, int | None, int | None, int | None, _Hedge, str]


def _quantities(scan: Scan, found: Sequence[_Found]) -> list[Quantity]:
    if not found:
        return []
    lasts = np.array([f[1] for f in found])
    starts = scan.start[[f[0] for f in found]].tolist()
    ends = (scan.end[lasts] - scan.clip[lasts]).tolist()
    return [
        Quantity(first, last, start, end, value, low, high, *hedge, rule)
        for (first, last, value, low, high, hedge, rule), start, end in zip(found, starts, ends, strict=True)
    ]


def _is_amount(scan: Scan, tape: Tape, numeral: Numeral) -> bool:
    """Not a share, a model's number, a part of a score, fraction or time, "the two", "one of"."""
    letters, first, last = tape.letters, numeral.first, numeral.last
    behind, before = letters[last + 1 : last + 2], letters[first - 1] if first else ""
    if behind in ("p", "%"):
        return False
    if behind and behind in "-/:" and _is_tight(scan, tape, last) and letters[last + 2 : last + 3] == "#":
        return False
    if before and before in "-/:" and _is_tight(scan, tape, first - 2) and _is_tight(scan, tape, first - 1):
        return False
    if first == last and numeral.low == numeral.high == 2 and before:
        return not any(e.kind == "definite" for e in scan.entries(max(0, tape.ref[first - 1]))) or before == "D"
    return not (numeral.low == numeral.high == 1 and behind in ("O", "g"))


def _is_tight(scan: Scan, tape: Tape, p: int) -> bool:
    """Does the thing at p touch the one behind it?"""
    return 0 <= p < len(tape.first) - 1 and bool(scan.end[tape.last[p]] == scan.start[tape.first[p + 1]])


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


_RULES = {"#": "quantities.digits", "i": "quantities.indefinite", "n": "quantities.near"}


def _found(scan: Scan, tape: Tape, numeral: Numeral, is_range: bool) -> _Found:
    first, last = tape.first[numeral.first], tape.last[numeral.last]
    low, high = int(numeral.low), int(numeral.high)
    value = low if low == high else None
    if is_range:
        return first, last, value, low, high, _Hedge("between", -1, -1), "quantities.range"
    hedge = _hedge(scan, tape, numeral)
    rule = _RULES.get(tape.letters[numeral.first], "quantities.words")
    is_floor, is_ceiling = hedge.hedge in ("at_least", "over"), hedge.hedge in ("at_most", "under")
    return first, last, value, None if is_ceiling else low, None if is_floor else high, hedge, rule


def _hedge(scan: Scan, tape: Tape, numeral: Numeral) -> _Hedge:
    """The hedge before the number; of several a bound weighs most ("at least some 20"). Else the one behind."""
    letters, first, last = tape.letters, numeral.first, numeral.last
    lead = first and letters[first - 1] in _LEAD_ENDS and _LEAD.search(letters, max(0, first - 8), first)
    if lead:
        spots = [p for p in range(lead.start(), lead.end()) if letters[p] in "hr"]
        keys = [_key(scan, tape, p, ("hedge",)) for p in reversed(spots)]
        known = [k for k in keys if k]
        bounds = [k for k in known if k in _BOUNDS]
        key = bounds[0] if bounds else "about" if "about" in known else numeral.hedge
        if known:
            at = spots[len(spots) - 1 - max(n for n, k in enumerate(keys) if k)]
            return _Hedge(key, tape.first[at], tape.last[first - 1])
    tail = letters[last + 1 : last + 6]
    trail = _TRAIL.match(letters, last + 1) if "h" in tail or "r" in tail or tail[:1] == "+" else None
    return _behind(scan, tape, numeral, trail) if trail else _OWN[numeral.hedge]


def _behind(scan: Scan, tape: Tape, numeral: Numeral, trail: re.Match[str]) -> _Hedge:
    """ "200+", "200 lebih", "200-plus"; "5 000 hommes au plus", whose tokens stay with the noun."""
    p = trail.end() - 1
    key = "over" if trail[1] is None else _key(scan, tape, p, ("behind",))
    beside = tape.letters[numeral.last + 1 : p] in ("", "-")
    # "200 orang lebih memilih tinggal" compares; "200 orang lebih." and "200 orang lebih di Gao" do not.
    compares = key == "over" and not beside and tape.letters[p + 1 : p + 2] in ("w", "C")
    if not key or compares:
        return _Hedge(numeral.hedge, -1, -1)
    return _Hedge(key, tape.first[numeral.last + 1], tape.last[p]) if beside else _Hedge(key, -1, -1)


def _key(scan: Scan, tape: Tape, p: int, kinds: tuple[str, ...]) -> str:
    return next((e.key for e in scan.entries(max(0, tape.ref[p])) if e.kind in kinds), "")
