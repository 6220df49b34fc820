"""A tape: one letter for every token or found thing of a batch, so that rules are expressions over letters.

Layers are laid in order of weight: what an earlier layer covers, a later one leaves alone; a thing of several
tokens becomes one letter. Tokens that no layer covers keep the letter of their shape. A rule's match on the tape
leads back to tokens, and a letter's `ref` to the layer's own row (a reading, a mention, a date).
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.scan import Scan
from sahelkit.finding.spots import codes_of
from sahelkit.lexicons.build import Lexicon
from sahelkit.lexicons.fold import (
    BREAK,
    CLOSE,
    CLOSE_ANGLE,
    CLOSE_SINGLE,
    ELLIPSIS,
    LONG_DASH,
    OPEN,
    OPEN_ANGLE,
    OPEN_SINGLE,
    OTHER_LETTER,
)

_MARKS = {
    OTHER_LETTER: "w", BREAK: "\n", OPEN: "<", CLOSE: ">", OPEN_ANGLE: "<", CLOSE_ANGLE: ">", OPEN_SINGLE: "[",
    CLOSE_SINGLE: "]", LONG_DASH: "=", ELLIPSIS: "~", ord("["): "(", ord("]"): ")", ord("<"): "?", ord(">"): "?",
    ord("="): "?",
}  # fmt: skip


def _shapes() -> NDArray[np.uint8]:
    """Letters of shapes: w word in lower case, C capitalised, # number; punctuation stands for itself."""
    shapes = np.full(256, ord("?"), dtype=np.uint8)
    for code in range(33, 127):
        char = chr(code)
        shapes[code] = ord("w") if char.islower() else ord("C") if char.isupper() else code
    shapes[48:58] = ord("#")
    for code, letter in _MARKS.items():
        shapes[code] = ord(letter)
    return shapes


_SHAPE = _shapes()


class Layer(NamedTuple):
    """Things laid on a tape: first and last token (inclusive), one letter each, and a number to find them by."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    letter: NDArray[np.uint8]
    ref: NDArray[np.int64]


@dataclasses.dataclass(frozen=True, eq=False)
class Tape:
    """`letters[n]` stands for tokens first[n]..last[n]; `layer[n]` is the number of its layer (-1: a bare token)."""

    letters: str
    first: Sequence[int]
    last: Sequence[int]
    layer: Sequence[int]
    ref: Sequence[int]

    def place(self, token: int) -> int:
        """Return the tape position that covers a token."""
        return bisect.bisect_right(self.first, token) - 1


def lexicon_layer(scan: Scan, domain: str, letters: Mapping[str, str]) -> Layer:
    """Lay a domain's hits; `letters` maps an entry's kind to its letter, and kinds it lacks are left off.

    Where a form has several entries, the first kind in `letters` that fits gives the letter.
    """
    hits = scan.hits[domain]
    codes = _letters(scan.lexicon, tuple(letters.items()))[hits.reading]
    keep = np.flatnonzero(codes)
    return Layer(hits.first[keep], hits.last[keep], codes[keep], hits.reading[keep].astype(np.int64))


@functools.lru_cache(maxsize=256)
def _letters(lexicon: Lexicon, letters: tuple[tuple[str, str], ...]) -> NDArray[np.uint8]:
    """Return the letter for each of a lexicon's readings, 0 for none."""
    found = [next((ord(letter) for kind, letter in letters if kind in some), 0) for some in lexicon.kinds]
    return np.array(found, dtype=np.uint8)[lexicon.kinds_of]


def spans_layer(spans: Sequence[tuple[Any, ...]], letters: str) -> Layer:
    """Lay found things in order: their first two fields are their first and last token; `ref` is their place.

    `letters` is one letter for all of them, or one for each.
    """
    first, last = (np.fromiter(map(itemgetter(side), spans), np.int64, len(spans)) for side in (0, 1))
    return Layer(first, last, np.broadcast_to(codes_of(letters), len(spans)), np.arange(len(spans)))


def lay(scan: Scan, layers: Sequence[Layer]) -> Tape:
    """Make a tape; earlier layers win where two cover the same token.

    Examples
    --------
    A batch without layers shows its shapes::

        Mali menarik 200 tentara.  ->  "Cw#w.\\n"
    """
    count = len(scan.start)
    letter, last = _SHAPE[scan.code], np.arange(count)
    layer, ref = np.full(count, -1, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    taken, hidden = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for number, item in enumerate(layers):
        thing, token = _behind(item)
        free = ~taken[item.first]
        free[thing[taken[token]]] = False
        first, behind = item.first[free], token[free[thing]]
        letter[first], ref[first], layer[first], last[first] = (
            item.letter[free],
            item.ref[free],
            number,
            item.last[free],
        )
        taken[behind] = hidden[behind] = taken[first] = True
        hidden[first] = False
    keep = np.flatnonzero(~hidden)
    return Tape(letter[keep].tobytes().decode("latin-1"), keep.data, last[keep].data, layer[keep].data, ref[keep].data)


def _behind(layer: Layer) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the tokens behind the first one of each thing of a layer, as the thing's number and the token's."""
    things = np.flatnonzero(layer.last > layer.first)
    sizes = (layer.last - layer.first)[things]
    thing = np.repeat(things, sizes)
    step = np.arange(1, len(thing) + 1) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return thing, layer.first[thing] + step
