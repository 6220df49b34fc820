"""The lines of a batch of articles, and which of them can be nothing but running text.

A line may be more where it begins as a marker does, ends in a bracket, or holds a year, a slash, a colon or a dash as
a date line, a credit, a link or a dateline does. That is asked of all lines at once; only the others are looked at
one by one.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.reading.kinds import (
    BREAK,
    COLON,
    DASH,
    DIGIT,
    SEPARATOR,
    SIGN,
    SPACE,
    Ints,
    Letters,
    letters,
    merged,
    places,
)
from sahelkit.reading.lines import LONGEST, SHORT, line_rules

Bools = NDArray[np.bool_]
_BEYOND = 0x3000  # code points behind it have no kind
_WIDE_COLON = ord("：")
_FINAL = np.array([ord("."), ord("…")])
_BRACKETS = np.array([ord(")"), ord("]")])


class Line(NamedTuple):
    """A line with its break: offsets, its words without white space around them, whether it is surely running text."""

    start: int
    end: int
    text: str
    is_plain: bool


def find_lines(texts: Sequence[str], *, language: str) -> list[list[Line]]:
    """Return the lines of each text that hold anything.

    Examples
    --------
    >>> lines = find_lines(["Baca: Emas\\n\\nMereka pergi."], language="id")[0]
    >>> [(line.text, line.is_plain) for line in lines]
    [('Baca: Emas', False), ('Mereka pergi.', True)]
    """
    text = SEPARATOR.join(texts)
    found = letters(text)
    breaks = places(found.kinds, BREAK)
    is_half = (found.points[breaks] == ord("\r")) & (found.points[breaks + 1] == ord("\n"))
    starts = merged([0], breaks[~is_half] + 1)
    words = np.searchsorted(found.starts, np.append(starts, len(text)))
    held = np.flatnonzero(words[1:] > words[:-1])
    first, last = found.starts[words[held]], found.ends[words[held + 1] - 1]
    bounds = [*accumulate((len(text) + len(SEPARATOR) for text in texts), initial=0)]
    article = np.searchsorted(bounds, first, side="right") - 1
    begin = np.array(bounds)[article]
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    ends = np.minimum(np.append(starts, len(text))[held + 1] - begin, sizes[article])
    inner = [text[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    plain = _are_plain(found, first, last, language)
    lines = [*map(Line, (starts[held] - begin).tolist(), ends.tolist(), inner, plain.tolist())]
    borders = np.searchsorted(article, np.arange(len(texts) + 1)).tolist()
    return [lines[a:b] for a, b in pairwise(borders)]


def _are_plain(found: Letters, first: Ints, last: Ints, language: str) -> Bools:
    """Say of each line, from its first word to its last, whether it can be nothing but running text."""
    points, kinds = found.points, found.kinds
    size, end = last - first, points[last - 1]
    dashes = places(kinds, DASH)
    dashes = dashes[kinds[dashes + 1] & SPACE != 0]
    colons = merged(places(kinds, COLON), np.flatnonzero(points == _WIDE_COLON))
    stopped = np.isin(end, _FINAL)
    special = _may_open(points, first, language) | _holds(dashes, first, last)
    special |= np.isin(np.where(end == ord("."), points[last - 2], end), _BRACKETS)
    special |= _holds(colons, first, last) & ~stopped
    special |= _holds(places(kinds, SIGN), first, last) & (size <= LONGEST)
    special |= _holds(_years(found), first, last) & (size <= SHORT)
    return ~special


def _holds(at: Ints, first: Ints, last: Ints) -> Bools:
    """Does any of these places lie between first and last?"""
    found: Bools = np.searchsorted(at, last) > np.searchsorted(at, first)
    return found


def _years(found: Letters) -> Ints:
    """Return where a year can stand: four digits, the first 1 or 2."""
    at = places(found.kinds, DIGIT)
    at = at[np.isin(found.points[at], [ord("1"), ord("2")])]
    for n in (1, 2, 3):
        at = at[(found.kinds[at + n] & DIGIT != 0) | (found.points[at + n] > _BEYOND)]
    return at


def _may_open(points: NDArray[np.uint32], first: Ints, language: str) -> Bools:
    """Does a line begin with the three letters of a marker, or with anything but three letters or digits?"""
    key = np.zeros(len(first), dtype=np.int64)
    is_word = np.ones(len(first), dtype=bool)
    for n in range(3):
        point = points[first + n]
        low = point | 0x20  # a capital becomes small, a digit stays
        is_word &= ((low >= ord("a")) & (low <= ord("z"))) | ((point >= ord("0")) & (point <= ord("9")))
        key = key << 8 | low
    return ~is_word | np.isin(key, _openings(language))


@functools.cache
def _openings(language: str) -> Ints:
    """The first three letters of the words that markers begin with; shorter words are always tried."""
    words = [word[:3].encode() for word in line_rules(language).first if len(word) > 2 and word[:3].isascii()]
    return np.array([int.from_bytes(word) for word in words], dtype=np.int64)
