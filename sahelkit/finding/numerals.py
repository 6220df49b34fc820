"""Numbers on a tape, in digits or in words, read into values; hedges and ranges are for `quantities`.

Digits follow the language's separators (CLDR). Words add up under their scales: a unit stands where zeros stand, a
scale multiplies what is smaller than itself. Where the next word cannot belong to a number, the number ends.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sahelkit.finding.digits import read_digits, read_shortened
from sahelkit.finding.scan import Ints, Scan
from sahelkit.finding.tape import Tape
from sahelkit.lexicons.build import Lexicon
from sahelkit.lexicons.fold import IS_DIGIT

# u unit word, s scale, t teen, f half, a article with a scale (a hundred), n near (une centaine), i indefinite
# (dozens), e one inside a number (vingt et un), j joint (hundred and five), x suffix (200-an); # is a token of digits.
LETTERS = {
    "indefinite": "i", "near": "n", "article": "a", "half": "f", "unit": "u", "scale": "s", "teen": "t", "joint": "j",
    "suffix": "x", "one": "e",
}  # fmt: skip
_RUN = re.compile(r"[#ufasni](?:(?<![ni])(?:[#ustef]|j(?=-?[ue])|-(?=[usefjx])|,(?=u(?:-?u)?s(?!O))|(?<=-)x))*")
_LARGEST = 10**12
_LONG = 27  # no number of people has as many digits or words


class Numeral(NamedTuple):
    """A number at tape positions first..last (inclusive), from `low` to `high`.

    `scale` is the scale that follows a single coefficient, else 1: in "2 to 3 million" the 2 is millions too.
    """

    first: int
    last: int
    low: float
    high: float
    hedge: str
    scale: int


class _Run(NamedTuple):
    """Neighbouring letters of numbers, what their words are, and the two letters before.

    `values` are the digits or the lexicon's key of each letter; `tight` tells where one space parts two tokens.
    """

    letters: str
    before: str
    values: tuple[str, ...]
    tight: tuple[bool, ...]
    language: str


class _Sum(NamedTuple):
    """What has been read of a number: its value, the last position, the scale last multiplied by."""

    total: float
    last: int
    scale: int


def find_numerals(scan: Scan, tape: Tape) -> list[Numeral]:
    """Read the numbers of a tape that carries LETTERS, in order."""
    runs = np.array([match.span() for match in _RUN.finditer(tape.letters)], dtype=np.int64).reshape(-1, 2)
    is_long = runs[:, 1] - runs[:, 0] > 1
    alone, language = runs[~is_long, 0], scan.lexicon.language
    places, letters = alone.tolist(), map(tape.letters.__getitem__, alone.tolist())
    read = map(_alone, letters, _words(scan, tape, alone), itertools.repeat(language))
    found = [Numeral(at, at, *values) for at, values in zip(places, read) if values]
    longer = runs[is_long].tolist()
    words = iter(_words(scan, tape, np.array([p for at, end in longer for p in range(at, end)], dtype=np.int64)))
    for at, end in longer:
        for first, last, low, high, hedge, scale in _longer(scan, tape, at, tuple(itertools.islice(words, end - at))):
            found.append(Numeral(at + first, at + last, low, high, hedge, scale))
    return sorted(found)


def _longer(scan: Scan, tape: Tape, at: int, words: tuple[str, ...]) -> tuple[Numeral, ...]:
    """Read a run of several letters, in places of the run."""
    end = at + len(words)
    letters, before = tape.letters[at:end], tape.letters[max(0, at - 2) : at].rjust(2)
    tight = tuple([_is_tight(scan, tape, p) for p in range(at, end)] if "##" in letters else [])
    read = _known if end - at < _LONG else _numerals
    return read(letters, before, words, tight, scan.lexicon.language)


def _words(scan: Scan, tape: Tape, places: Ints) -> list[str]:
    """Return the characters of each token of digits, of overlong ones none, and the lexicon's key of other letters."""
    tokens = np.asarray(tape.first)[places]
    start, end = scan.start[tokens], scan.end[tokens]
    end = np.where(end - start < _LONG, end, start)
    words = [scan.text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    keys = _keys(scan.lexicon)
    for n in np.flatnonzero(~IS_DIGIT[scan.code[tokens]]).tolist():
        p = places[n]
        words[n] = keys.get((tape.letters[p], tape.ref[p]), "")
    return words


@functools.lru_cache(maxsize=12)
def _keys(lexicon: Lexicon) -> Mapping[tuple[str, int], str]:
    """Return the key of each letter of a number with a reading of the lexicon."""
    found: dict[tuple[str, int], str] = {}
    for reading, entries in enumerate(lexicon.readings):
        for entry in entries:
            if entry.domain == "numbers" and entry.kind in LETTERS:
                found.setdefault((LETTERS[entry.kind], reading), entry.key)
    return found


def _is_tight(scan: Scan, tape: Tape, p: int) -> bool:
    """Tell whether one space parts the token at p from the one before."""
    return p > 0 and bool(scan.start[tape.first[p]] - scan.end[tape.last[p - 1]] == 1)


def _numerals(
    letters: str, before: str, values: tuple[str, ...], tight: tuple[bool, ...], language: str
) -> tuple[Numeral, ...]:
    """Read a run's numbers, in places of its letters."""
    run = _Run(letters, before, values, tight, language)
    found, at = [], 0
    while at < len(run.letters):
        numeral = _read(run, at)
        if numeral is not None:
            found.append(numeral)
        at = at + 1 if numeral is None else numeral.last + 1
    return tuple(found)


_known = functools.lru_cache(maxsize=8192)(_numerals)


@functools.lru_cache(maxsize=8192)
def _alone(letter: str, word: str, language: str) -> tuple[float, float, str, int] | None:
    """Read a run of one letter: its low and high value, its hedge and scale."""
    found = _numerals(letter, "", (word,), (), language)
    return found[0][2:] if found else None


def _read(run: _Run, at: int) -> Numeral | None:
    letters, letter = run.letters, run.letters[at]
    if letter == "i":
        low, high = map(int, run.values[at].split("-"))
        return Numeral(at, at, low, high, "exact" if low == high else "several", 1)
    if letter == "n":
        near = int(run.values[at])
        return Numeral(at, at, near, near, "about", 1)
    if letter in "-,jxte":
        return None
    read = _sum(run, at)
    if read is None or read.total > _LARGEST:
        return None
    total, last = round(read.total, 3), read.last
    tens = _tens(run, last)
    if tens is not None and total >= 10:
        return Numeral(at, tens, total, total + _step(round(total)) - 1, "several", 1)
    simple = last > at and letters[last] == "s" and letters[at + 1 : last].count("s") == 0
    return Numeral(at, last, total, total, "exact", read.scale if simple and read.scale >= 1000 else 1)


def _tens(run: _Run, last: int) -> int | None:
    """The last position of "200-an", "200an" (200 to 299), None for another number."""
    if run.letters[last + 1 : last + 3] == "-x":
        return last + 2
    glued = run.letters[last] == "#" and run.values[last][-1:].isalpha()
    return last if glued and run.language == "id" else None


def _step(value: int) -> int:
    digits = str(value)
    return int("1" + "0" * (len(digits) - len(digits.rstrip("0"))))


def _sum(run: _Run, at: int) -> _Sum | None:
    """Add up the words from `at` on. A join that its scale cannot carry ("two hundred and three hundred") is undone."""
    letters = run.letters
    apart = "b" in run.before[at:]
    read: _Sum | None = None
    before: _Sum | None = None
    for p in range(at, len(letters)):
        if letters[p] in "-x":
            continue
        if letters[p] in "j,":
            if read is None or not _joins(run, p, read, apart):
                break
            before = read
            continue
        step = _add(run, p, read)
        if step is None or step.total > _LARGEST:
            return before if letters[p] == "s" and before else read
        read = step
    return read


def _joins(run: _Run, p: int, read: _Sum, apart: bool) -> bool:
    """ "hundred and five", "vingt et un", "one thousand, two hundred"; not "between two hundred and three hundred"."""
    letters = run.letters
    if letters[p + 1 : p + 3].lstrip("-")[:1] == "e":
        return True
    if run.language != "en" or apart or letters[read.last] not in "sa":
        return False
    return letters[p] == "j" or read.total % 1000 == 0


def _add(run: _Run, p: int, read: _Sum | None) -> _Sum | None:
    """Add the word at p to what was read; None where it begins another number."""
    letter = run.letters[p]
    if letter == "#":
        return _add_digits(run, p, read)
    if letter == "t":
        return _Sum(read.total + 10, p, 1) if read and 0 < read.total % 10 < 10 and read.scale == 1 else None
    key = run.values[p]
    if letter == "f":
        half = float(key)
        return _Sum(half, p, 1) if read is None else _Sum(read.total + half * read.scale, p, read.scale)
    value = int(key)
    if letter == "s":
        return _scaled(p, read, value)
    if read is None:
        return None if letter == "e" else _Sum(value, p, value if letter == "a" else 1)
    room = 10 ** len(str(value))
    fits = read.total >= 10 and read.total % room == 0 and run.letters[read.last] != "#" and letter != "a"
    return _Sum(read.total + value, p, 1) if fits else None


def _scaled(p: int, read: _Sum | None, scale: int) -> _Sum | None:
    if read is None:
        return _Sum(scale, p, scale)
    low = read.total % scale
    rest = read.total - low
    # "mille cent" is 1100; "two thousand | three thousand" and "hundred hundred" are two numbers.
    return None if rest % (scale * 10) else _Sum(rest + (low or 1) * scale, p, scale)


def _add_digits(run: _Run, p: int, read: _Sum | None) -> _Sum | None:
    word = run.values[p]
    if read is None:
        value = read_shortened(word, run.language) or read_digits(word, run.language)
        return None if value is None else _Sum(value, p, 1)
    if run.letters[read.last] == "s":
        # "17 ribu 500 orang"
        value = read_digits(word, run.language)
        return _Sum(read.total + value, p, 1) if value is not None and 0 < value < read.scale >= 1000 else None
    if run.letters[p - 1] != "#" or not run.tight[p]:
        return None
    # 1 700 with plain spaces, as French writes it: groups of three digits after a group of one to three.
    before = run.values[p - 1]
    grouped = len(word) == 3 and word.isdecimal() and before.isdecimal() and 1 <= len(before) <= 3 and before[0] != "0"
    return _Sum(read.total * 1000 + int(word), p, 1) if grouped else None
