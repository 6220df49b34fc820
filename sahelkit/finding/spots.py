"""Where letters stand on a tape, asked about many stretches of it at once.

Spots are ascending positions. A question about thousands of stretches is one binary search over them, where a search in
each stretch would be a call each.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.uint8]


def codes_of(letters: str, *, behind: str = "") -> Codes:
    """Return the letters of a tape as numbers, with those of `behind` after them for who looks on past the end."""
    return np.frombuffer((letters + behind).encode("latin-1"), dtype=np.uint8)


def looked_up(codes: Codes, table: bytes) -> Bools:
    """Return the truth that a table of 256 bytes has for each code; bytes look it up several times as fast as numpy."""
    return np.frombuffer(bytearray(codes.tobytes()).translate(table), dtype=bool).reshape(codes.shape)


def among(codes: Codes, letters: str) -> Bools:
    """Say for each code whether it is one of these letters.

    Examples
    --------
    >>> among(codes_of("AvP"), "AP").tolist()
    [True, False, True]
    """
    if len(letters) == 1:
        only: Bools = codes == ord(letters)
        return only
    return looked_up(codes, _table(letters))


@functools.lru_cache(maxsize=256)
def _table(letters: str) -> bytes:
    return bytes(chr(n) in letters for n in range(256))


def spots(codes: Codes, letters: str) -> Ints:
    """Return the positions of these letters."""
    return np.flatnonzero(among(codes, letters))


def count(at: Ints, low: Ints, high: Ints) -> Ints:
    """Count the spots of each stretch, half-open; 0 where it is empty or runs backwards."""
    found: Ints = np.searchsorted(at, high) - np.searchsorted(at, low)
    return np.maximum(found, 0)


def last(at: Ints, high: Ints) -> Ints:
    """Return the last spot before each position, -1 where there is none."""
    return np.concatenate([[-1], at])[np.searchsorted(at, high)]


def following(at: Ints, low: Ints) -> Ints:
    """Return the first spot at or behind each position, a number beyond all tapes where there is none."""
    return np.concatenate([at, [np.iinfo(np.int64).max]])[np.searchsorted(at, low)]


def inside(at: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Return all spots of all stretches, as the stretch's number and the spot, in that order.

    Examples
    --------
    >>> [side.tolist() for side in inside(np.array([2, 5, 7]), np.array([0, 5]), np.array([6, 8]))]
    [[0, 0, 1, 1], [2, 5, 5, 7]]
    """
    begin, sizes = np.searchsorted(at, low), count(at, low, high)
    number = np.repeat(np.arange(len(low)), sizes)
    step = np.arange(len(number)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return number, at[begin[number] + step]


def matching(
    search: Callable[[str, int, int], re.Match[str] | None], letters: str, low: Ints, high: Ints, *, where: Bools
) -> Bools:
    """Say which stretches of the letters an expression fits, looked at only `where` it is asked."""
    found = np.zeros(len(where), dtype=bool)
    asked = np.flatnonzero(where)
    bounds = zip(low[asked].tolist(), high[asked].tolist(), strict=True)
    found[asked] = [search(letters, start, end) is not None for start, end in bounds]
    return found
