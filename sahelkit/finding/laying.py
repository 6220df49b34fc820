"""Tapes laid item by item: what a layer costs grows with what it holds, not with the batch.

Layers are laid in order of weight, as in `tape`. Which letter an entry has is worked out once for a lexicon.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import _SHAPE, Layer, Tape
from sahelkit.lexicons.build import Lexicon

Ints = NDArray[np.int64]


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
    """Return the letter of every reading of a lexicon, 0 where no kind of it has one."""
    ranks = {kind: n for n, (kind, _) in enumerate(letters)}
    codes = [ord(letter) for _, letter in letters] + [0]
    none = len(letters)
    return np.array(
        [codes[min((ranks.get(e.kind, none) for e in entries), default=none)] for entries in lexicon.readings],
        dtype=np.uint8,
    )


def lay(scan: Scan, layers: Sequence[Layer]) -> Tape:
    """Make a tape; earlier layers win where two cover the same token."""
    count = len(scan.start)
    letter, last = _SHAPE[scan.code], np.arange(count)
    layer, ref = np.full(count, -1, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    taken, hidden = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for number, item in enumerate(layers):
        thing, token = _inner(item)
        free = ~taken[item.first]
        free[thing[taken[token]]] = False
        first, inner = item.first[free], token[free[thing]]
        letter[first], ref[first], layer[first] = item.letter[free], item.ref[free], number
        last[first] = item.last[free]
        taken[inner] = hidden[inner] = taken[first] = True
        hidden[first] = False
    keep = np.flatnonzero(~hidden)
    return Tape(letter[keep].tobytes().decode("latin-1"), keep.data, last[keep].data, layer[keep].data, ref[keep].data)


def _inner(layer: Layer) -> tuple[Ints, Ints]:
    """Return the tokens behind the first one of each thing of a layer, as the thing's number and the token's."""
    things = np.flatnonzero(layer.last > layer.first)
    sizes = (layer.last - layer.first)[things]
    thing = np.repeat(things, sizes)
    step = np.arange(1, len(thing) + 1) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return thing, layer.first[thing] + step
