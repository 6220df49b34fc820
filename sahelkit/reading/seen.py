"""Which ids have come already, in eight bytes each, so that millions of them stay in memory."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

FRESH = 100_000  # ids in a set, about 100 bytes each, before they are packed


class Seen:
    """A growing set of ids, kept as 64-bit digests.

    Two different ids of a million share a digest once in 30 million corpora, of a hundred million once in 3,000; the
    second is then listed as a duplicate.

    Examples
    --------
    >>> seen = Seen()
    >>> seen.add("a"), seen.add("b"), seen.add("a")
    (True, True, False)
    """

    def __init__(self) -> None:
        self._fresh: set[int] = set()
        self._packed: list[NDArray[np.uint64]] = []  # sorted, each at least twice as long as the next

    def add(self, article_id: str) -> bool:
        """Add an id; False where it has come before."""
        digest = int.from_bytes(blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        if digest in self._fresh or any(_holds(packed, digest) for packed in self._packed):
            return False
        self._fresh.add(digest)
        if len(self._fresh) == FRESH:
            self._pack()
        return True

    def _pack(self) -> None:
        self._packed.append(np.sort(np.fromiter(self._fresh, np.uint64, len(self._fresh))))
        self._fresh = set()
        while len(self._packed) > 1 and len(self._packed[-2]) < 2 * len(self._packed[-1]):
            last = self._packed.pop()
            self._packed[-1] = np.sort(np.concatenate([self._packed[-1], last]))


def _holds(packed: NDArray[np.uint64], digest: int) -> bool:
    wanted = np.uint64(digest)
    place = int(np.searchsorted(packed, wanted))
    return place < len(packed) and bool(packed[place] == wanted)
