"""Hits that overlap: of those of one domain the longest stays.

Most clashes are between two hits and are settled for the whole batch at once; longer runs of hits, each of which
touches one before it, are settled one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sahelkit.lexicons.trie import Hits, Ints


def keep_longest(exact: Hits, loose: Hits) -> Hits:
    """Merge two tries' hits, as `walk` gives them: sorted by domain and first token.

    Of overlapping hits of a domain the longer stays, then the exact, then the earlier.

    Examples
    --------
    >>> exact = Hits(np.array([0, 4]), np.array([1, 4]), np.array([7, 8], dtype=np.int32))
    >>> loose = Hits(np.array([1, 4]), np.array([3, 4]), np.array([2, 3], dtype=np.int32))
    >>> [side.tolist() for side in keep_longest(exact, loose)]
    [[1, 4], [3, 4], [2, 8]]
    """
    first, last = np.concatenate([exact.first, loose.first]), np.concatenate([exact.last, loose.last])
    reading = np.concatenate([exact.reading, loose.reading])
    most = int((last - first).max(initial=0))
    order = np.argsort(first * (most + 1) + (most - (last - first)), kind="stable")
    first, last, reading = first[order], last[order], reading[order]
    keep = np.ones(len(first), dtype=bool)
    keep[1:] = (first[1:] != first[:-1]) | (last[1:] != last[:-1])  # both tries have this very span
    first, last, reading = first[keep], last[keep], reading[keep]
    keep = _apart(first, last)
    return Hits(first[keep], last[keep], reading[keep])


def _apart(first: Ints, last: Ints) -> NDArray[np.bool_]:
    """Say of each hit whether it stays where hits overlap."""
    keep = np.ones(len(first), dtype=bool)
    clash = np.flatnonzero(first[1:] <= np.maximum.accumulate(last)[:-1]) + 1
    low, high = _runs(clash)
    two = high - low == 2
    shorter = last[low[two]] - first[low[two]] < last[low[two] + 1] - first[low[two] + 1]
    keep[np.where(shorter, low[two], low[two] + 1)] = False
    for a, b in zip(low[~two].tolist(), high[~two].tolist(), strict=True):
        keep[a:b] = _longest_first(list(zip(first[a:b].tolist(), last[a:b].tolist(), strict=True)))
    return keep


def _longest_first(spans: Sequence[tuple[int, int]]) -> list[bool]:
    keep = [False] * len(spans)
    taken: set[int] = set()
    for n, (first, last) in sorted(enumerate(spans), key=lambda span: span[1][0] - span[1][1]):
        tokens = range(first, last + 1)
        keep[n] = taken.isdisjoint(tokens)
        if keep[n]:
            taken.update(tokens)
    return keep


def _runs(clash: Ints) -> tuple[Ints, Ints]:
    """Group the numbers of clashing hits, each run with the hit before it, into ranges."""
    gaps = np.flatnonzero(np.diff(clash) > 1)
    return np.append(clash[:1], clash[gaps + 1]) - 1, np.append(clash[gaps], clash[-1:]) + 1
