"""Which ids have come already, in eight bytes each, so that millions of them stay in memory."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

FRESH = 100_000  # ids in a dict, about 100 bytes each, before they are packed
SORTS = 16  # in the last four bits


class Seen:
    """A growing set of ids, kept as digests of 60 bits, each with what sort of thing bears it, a number below 16.

    Two different ids of a million share a digest once in two million corpora, of a hundred million once in 200; the
    second is then listed as a duplicate.

    Examples
    --------
    >>> seen = Seen()
    >>> seen.add("a"), seen.add("b"), seen.add("a")
    (True, True, False)
    >>> seen.add("c", 3), seen.sort_of("c")
    (True, 3)
    """

    def __init__(self) -> None:
        self._fresh: dict[int, int] = {}
        self._packed: list[NDArray[np.uint64]] = []  # sorted, each at least twice as long as the next

    def add(self, article_id: str, sort: int = 0) -> bool:
        """Add an id; False where it has come before."""
        digest = _digest(article_id)
        if digest in self._fresh or any(_sort(packed, digest) is not None for packed in self._packed):
            return False
        self._fresh[digest] = sort
        if len(self._fresh) == FRESH:
            self._pack()
        return True

    def sort_of(self, article_id: str) -> int | None:
        """Return the sort that an id was added with; None where it has not come."""
        digest = _digest(article_id)
        found = (self._fresh.get(digest), *(_sort(packed, digest) for packed in self._packed))
        return next((sort for sort in found if sort is not None), None)

    def _pack(self) -> None:
        both = (digest + sort for digest, sort in self._fresh.items())
        self._packed.append(np.sort(np.fromiter(both, np.uint64, len(self._fresh))))
        self._fresh = {}
        while len(self._packed) > 1 and len(self._packed[-2]) < 2 * len(self._packed[-1]):
            last = self._packed.pop()
            self._packed[-1] = np.sort(np.concatenate([self._packed[-1], last]))


def _digest(article_id: str) -> int:
    """Return 60 bits of an id's digest, with the last four of 64 left to its sort."""
    whole = blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(whole, "big") // SORTS * SORTS


def _sort(packed: NDArray[np.uint64], digest: int) -> int | None:
    place = int(np.searchsorted(packed, np.uint64(digest)))
    above = int(packed[place]) - digest if place < len(packed) else SORTS
    return above if above < SORTS else None
