"""What kind of character stands where: a few bits for each code point, for whole batches at once.

Reading asks the same few things of every character (is it white space, a stop, a capital, a quotation mark); asked
once for all, they become columns, and only the places that are in doubt are looked at one by one. A kind is never
wrong, but it is not known of every character: letters beyond U+024F have none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
SPACE, BREAK, STOP, LOWER, UPPER, DIGIT, DOUBLE, SINGLE, CLOSING, SIGN, DASH, COLON = (1 << n for n in range(12))
SEPARATOR = "\n\n"  # between the texts of a batch: what looks one blank ahead never looks into another text
PAD = 4  # code points that may be looked at behind the end; none is of any kind
_LATIN, _LIMIT = 0x250, 0x3001
_MARKS = {SPACE: "\u3000", BREAK: "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", STOP: ".!?…", DOUBLE: '"“”«',
          SINGLE: "'‘", CLOSING: "»\"”’'›)]", SIGN: "/©", DASH: "-–—", COLON: ":"}  # fmt: skip


def _table() -> NDArray[np.uint16]:
    """Return the kinds of all code points up to U+3000, and the one of all behind it: none."""
    table = np.zeros(_LIMIT + 1, dtype=np.uint16)
    every = "".join(map(chr, range(_LIMIT)))
    for kind, pattern in ((SPACE, r"\s"), (DIGIT, r"\d")):
        table[[match.start() for match in re.finditer(pattern, every)]] = kind
    table[[point for point in range(_LATIN) if chr(point).isupper()]] = UPPER
    table[[point for point in range(_LATIN) if chr(point).islower()]] = LOWER
    for kind, marks in _MARKS.items():
        table[[*map(ord, marks)]] |= kind
    return table


_TABLE = _table()


class Letters(NamedTuple):
    """A text as code points and their kinds, each with `PAD` zeros at the end, and where its words start and end.

    A word is what stands between white space.
    """

    points: NDArray[np.uint32]
    kinds: NDArray[np.uint16]
    starts: Ints
    ends: Ints

    def word_start(self, at: Ints) -> Ints:
        """Return the start of the word that stands at each place."""
        starts: Ints = self.starts[np.searchsorted(self.starts, at, side="right") - 1]
        return starts


@functools.lru_cache(maxsize=1)
def letters(text: str) -> Letters:
    """Look at every character of a text; the last answer is kept, since zones and sentences ask for the same batch.

    Examples
    --------
    >>> found = letters("Mali.  Ia")
    >>> found.starts.tolist(), found.ends.tolist(), [n for n, kind in enumerate(found.kinds) if kind & UPPER]
    ([0, 7], [5, 9], [0, 7])
    """
    points = np.frombuffer((text + "\0" * PAD).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _TABLE.take(points, mode="clip")
    filled = np.zeros(len(text) + 2, dtype=bool)
    filled[1:-1] = kinds[: len(text)] & SPACE == 0
    turns = np.flatnonzero(filled[1:] != filled[:-1])
    return Letters(points, kinds, turns[::2], turns[1::2])


def places(kinds: NDArray[np.uint16], wanted: int) -> Ints:
    """Return where one of the wanted kinds stands."""
    return np.flatnonzero((kinds & wanted) != 0)


def merged(*listed: Sequence[int] | Ints) -> Ints:
    """Return several lists of places as one, sorted, each place once."""
    found: Ints = np.sort(np.concatenate([np.asarray(one, dtype=np.int64) for one in listed]))
    new = np.ones(len(found), dtype=bool)
    new[1:] = found[1:] != found[:-1]
    return found[new]
