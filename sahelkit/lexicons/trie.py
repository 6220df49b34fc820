"""A phrase trie in three arrays, walked for all word starts of a batch at once.

Symbols are word numbers; node 0 is the root. Every node says, for each domain (names, roles, dates ...), which
reading ends there, 0 for none. Longer phrases of a domain overwrite shorter ones that start at the same word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Trie(NamedTuple):
    """`keys` (node * width + symbol, sorted) lead to `nodes`; `ends[domain, node]` is a reading or 0."""

    width: int
    keys: NDArray[np.int64]
    nodes: NDArray[np.int32]
    ends: NDArray[np.int32]


class Phrase(NamedTuple):
    """A lexicon phrase as symbols, the domain (a row number) it belongs to and its reading (from 1)."""

    symbols: tuple[int, ...]
    domain: int
    reading: int


class Hits(NamedTuple):
    """Phrases found: first and last token (inclusive) and reading."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    reading: NDArray[np.int32]


def build_trie(phrases: Sequence[Phrase], width: int, domains: int) -> Trie:
    """Build the trie; `width` is one more than the largest symbol."""
    children: dict[int, int] = {}
    ends: dict[tuple[int, int], int] = {}
    size = 1
    for phrase in phrases:
        node = 0
        for symbol in phrase.symbols:
            key = node * width + symbol
            if key not in children:
                children[key] = size
                size += 1
            node = children[key]
        ends[phrase.domain, node] = phrase.reading
    table = np.zeros((domains, size), dtype=np.int32)
    for (domain, node), reading in ends.items():
        table[domain, node] = reading
    keys = np.array(sorted(children), dtype=np.int64)
    return Trie(width, keys, np.array([children[int(k)] for k in keys], dtype=np.int32), table)


def walk(trie: Trie, symbols: NDArray[np.int32], follow: NDArray[np.int64]) -> list[Hits]:
    """Find, for each domain, the longest phrase at every token.

    Parameters
    ----------
    trie : Trie
    symbols : array of int, one a token
        0 where the token is no word of the lexicon.
    follow : array of int, one a token
        The token that may continue a phrase, -1 for none.

    Returns
    -------
    list of Hits
        One a domain, in order of `first`; hits of one domain may still overlap.
    """
    domains = trie.ends.shape[0]
    best = np.zeros((domains, len(symbols)), dtype=np.int32)
    last = np.zeros((domains, len(symbols)), dtype=np.int64)
    first = np.flatnonzero(symbols)
    at, node = first, np.zeros(len(first), dtype=np.int32)
    while len(first):
        key = node.astype(np.int64) * trie.width + symbols[at]
        place = np.minimum(np.searchsorted(trie.keys, key), len(trie.keys) - 1)
        good = (trie.keys[place] == key) & (symbols[at] > 0) if len(trie.keys) else np.zeros(len(key), dtype=bool)
        first, at, node = first[good], at[good], trie.nodes[place[good]]
        for domain in range(domains):
            reading = trie.ends[domain, node]
            ends = reading > 0
            best[domain, first[ends]] = reading[ends]
            last[domain, first[ends]] = at[ends]
        step = follow[at]
        good = step >= 0
        first, at, node = first[good], step[good], node[good]
    found = [np.flatnonzero(row) for row in best]
    return [Hits(f, last[d, f], best[d, f]) for d, f in enumerate(found)]
