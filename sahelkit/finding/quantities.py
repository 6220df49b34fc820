"""Numbers, written in digits or words, with their hedge: how many, before anybody asks of what.

Digits are read by the language's own separators (CLDR); words add up under their scales; "puluhan", "dozens" and
"several hundred" are ranges. A date is no quantity, nor is a percentage. What the number counts is for `figures`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from babel import Locale

from sahelkit.finding.rows import Date, Quantity
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape, lay, lexicon_layer, spans_layer
from sahelkit.lexicons.fold import folded

# Letters: # digits, u unit word, s scale, t teen, f half, a article with a scale (a hundred), n near (une centaine),
# i indefinite, h hedge, j joint (hundred and five), b between, A and, T until, O of, p percent, r or more, x suffix, e one (only inside a number).
_NUMBERS = {
    "indefinite": "i", "near": "n", "article": "a", "half": "f", "unit": "u", "scale": "s", "teen": "t", "hedge": "h",
    "percent": "p", "or_more": "r", "between": "b", "until": "T", "joint": "j", "and": "A", "or": "o", "of": "O",
    "suffix": "x", "one": "e",
}  # fmt: skip
_PLAIN = re.compile(r"[u#af](?:[uste#]|j(?=[ue])|-(?=[use]))*(?:-x)?|s[us]*|n|i")
_LARGEST = 10**15


class _Value(NamedTuple):
    """A number on the tape: positions first..last (inclusive), least and most, and whether it is a word's range."""

    first: int
    last: int
    low: int
    high: int
    hedge: str


def find_quantities(scan: Scan, dates: Sequence[Date]) -> list[Quantity]:
    """Find the numbers of a batch that may count something.

    Returns
    -------
    list of Quantity
        In text order. `value_low` and `value_high` follow the hedge as the contract says; a number that no rule can
        read ("13.00", "1.2.3") is none.
    """
    letters = [lexicon_layer(scan, "numbers", _NUMBERS)]
    tape = lay(scan, [spans_layer([(d.first, d.last) for d in dates], "D"), *letters])
    values = list(_values(scan, tape))
    found, skip = [], -1
    for n, value in enumerate(values):
        if n <= skip or tape.letters[value.last + 1 : value.last + 2] in ("p", "%"):
            continue
        after = values[n + 1] if n + 1 < len(values) else None
        if after is not None and _is_range(tape.letters, value, after):
            found.append(_quantity(scan, tape, value, after))
            skip = n + 1
        else:
            found.append(_quantity(scan, tape, value, None))
    return found


def _values(scan: Scan, tape: Tape) -> Iterable[_Value]:
    for match in _PLAIN.finditer(tape.letters):
        at = match.start()
        while at < match.end():
            value = _read(scan, tape, at, match.end())
            if value is None:
                at += 1
            else:
                yield value
                at = value.last + 1


def _read(scan: Scan, tape: Tape, at: int, end: int) -> _Value | None:
    """Read one number from tape position `at` on; it ends where the next word cannot belong to it."""
    letter = tape.letters[at]
    if letter == "i":
        low, high = map(int, _key(scan, tape, at).split("-"))
        return _Value(at, at, low, high, "exact" if low == high else "several")
    if letter == "n":
        near = int(_key(scan, tape, at))
        return _Value(at, at, near, near, "about")
    total, last, p = 0.0, -1, at
    while p < end and tape.letters[p] not in "x":
        letter = tape.letters[p]
        if letter not in "-j":
            step = _add(scan, tape, p, total, last >= 0)
            if step is None:
                break
            total, last = step, p
        p += 1
    if last < 0 or total != round(total) or total > _LARGEST:
        return None
    value = round(total)
    if tape.letters[last + 1 : last + 3] == "-x" and value >= 10:
        # "200-an" is 200 to 299, "1.500-an" 1500 to 1599
        return _Value(at, last + 2, value, value + _step(value) - 1, "several")
    return _Value(at, last, value, value, "exact")


def _step(value: int) -> int:
    digits = str(value)
    return 10 ** (len(digits) - len(digits.rstrip("0")))


def _add(scan: Scan, tape: Tape, p: int, total: float, begun: bool) -> float | None:
    """Add the word at p to what was read before; None where it begins another number."""
    letter = tape.letters[p]
    if letter == "s":
        scale = int(_key(scan, tape, p))
        low = total % scale
        return total - low + (low or (0 if begun and total else 1)) * scale
    if letter == "t":
        return total + 10 if total % 10 else None
    if letter == "f":
        return None if begun else 0.5
    if letter == "#":
        return _digits(scan, tape, p, total, begun)
    value = int(_key(scan, tape, p))
    room = 10 ** len(str(value))
    return total + value if not begun or (total and total % room == 0) else None


def _digits(scan: Scan, tape: Tape, p: int, total: float, begun: bool) -> float | None:
    word = scan.word(tape.first[p])
    if begun:
        # French writes 1 700 with plain spaces: groups of three digits after a group of one to three.
        before = scan.word(tape.first[p - 1])
        grouped = scan.lexicon.language == "fr" and len(word) == 3 and word.isdigit() and before.isdigit()
        tight = int(scan.start[tape.first[p]]) - int(scan.end[tape.last[p - 1]]) == 1
        return total * 1000 + int(word) if grouped and tight and tape.letters[p - 1] == "#" and len(before) <= 3 else None
    return read_digits(word, scan.lexicon.language)


@functools.cache
def _separators(language: str) -> tuple[str, str]:
    symbols = Locale.parse(language).number_symbols["latn"]
    return str(symbols["group"]), str(symbols["decimal"])


def read_digits(word: str, language: str) -> float | None:
    """Read a number in digits by a language's separators; None for what is no number.

    A group separator of the other convention is accepted where it stands before three digits (French press writes
    1.700 beside 1 700, Indonesian sites at times 1,700), since decimals of three digits do not count people.

    Examples
    --------
    >>> read_digits("1.700", "id"), read_digits("1,7", "id"), read_digits("1.7", "en"), read_digits("1 700", "fr")
    (1700.0, 1.7, 1.7, 1700.0)
    >>> read_digits("13.00", "id") is None, read_digits("F16", "id") is None
    (True, True)
    """
    group, decimal = _separators(language)
    if word.isdecimal():
        return float(word)
    if re.fullmatch(r"[0-9]{1,3}(?:([.,\u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*", word):
        return float(re.sub(r"[^0-9]", "", word))
    mixed = re.fullmatch(rf"([0-9]{{1,3}}(?:[{re.escape(group)}\u00a0\u202f.][0-9]{{3}})*|[0-9]+){re.escape(decimal)}([0-9]+)", word)
    if mixed:
        return float(re.sub(r"[^0-9]", "", mixed[1]) + "." + mixed[2])
    return float(word.replace(",", ".")) if re.fullmatch(r"[0-9]+[.,][0-9]", word) else None


def _key(scan: Scan, tape: Tape, p: int) -> str:
    wanted = {v: k for k, v in _NUMBERS.items()}[tape.letters[p]]
    return next(e.key for e in scan.entries(tape.ref[p]) if e.kind == wanted)


def _is_range(letters: str, one: _Value, two: _Value) -> bool:
    between = letters[one.last + 1 : two.first]
    if one.hedge == "several" or two.hedge == "several" or one.high >= two.low:
        return False
    if between in ("A", "j"):
        return letters[one.first - 1 : one.first] == "b"
    return between in ("T", "-", "=", "h", "o") or (between == "o" and two.low - one.high == 1)


def _quantity(scan: Scan, tape: Tape, one: _Value, two: _Value | None) -> Quantity:
    first, last = tape.first[one.first], tape.last[(two or one).last]
    hedge, at = ("between", -1) if two else _hedge(scan, tape, one)
    low, high = one.low, (two or one).high
    value = low if low == high else None
    bounds: tuple[int | None, int | None] = (low, high)
    if hedge in ("at_least", "over"):
        bounds = (low, None)
    elif hedge in ("at_most", "under"):
        bounds = (None, high)
    hedged = (tape.first[at], tape.last[at]) if at >= 0 else (-1, -1)
    return Quantity(
        first, last, int(scan.start[first]), int(scan.end[last] - scan.clip[last]), value, *bounds, hedge, *hedged,
        "quantities.range" if two else f"quantities.{_kind(tape.letters[one.first])}",
    )  # fmt: skip


def _kind(letter: str) -> str:
    return {"#": "digits", "i": "indefinite", "n": "near"}.get(letter, "words")


def _hedge(scan: Scan, tape: Tape, value: _Value) -> tuple[str, int]:
    """Return the hedge and its tape position, -1 for none."""
    letters = tape.letters
    for p in (value.first - 1, value.first - 2):
        if p >= 0 and letters[p] in "hT" and (p == value.first - 1 or letters[p + 1] in "OwA"):
            key = _key(scan, tape, p) if letters[p] == "h" else next(
                (e.key for e in scan.entries(tape.ref[p]) if e.kind == "hedge"), "")
            if key and not (key == "exact" and value.hedge != "exact"):
                return (key if key != "exact" else value.hedge), p
    if letters[value.last + 1 : value.last + 2] == "r":
        return "over", value.last + 1
    return value.hedge, -1
