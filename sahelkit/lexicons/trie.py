"""A phrase trie in arrays, walked for all word starts of a batch at once.

Symbols are word numbers; node 0 is the root. Every node says, for each domain (names, roles, dates ...), which
reading ends there, 0 for none. Of the phrases of a domain that start at the same word the longest counts. What is
one word needs no trie: `single_words` has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Trie(NamedTuple):
    """`keys` (node * width + symbol, sorted) lead to `nodes`; `ends[domain, node]` is a reading or 0.

    `roots[symbol]` is the node of a first word, 0 for none; `is_inner` says of a symbol whether it is ever a later
    word, `is_end` and `goes_on` of a node whether any reading ends there and whether any phrase goes on.
    """

    width: int
    keys: NDArray[np.int64]
    nodes: NDArray[np.int32]
    ends: NDArray[np.int32]
    roots: NDArray[np.int32]
    is_inner: NDArray[np.bool_]
    is_end: NDArray[np.bool_]
    goes_on: NDArray[np.bool_]


class Phrase(NamedTuple):
    """A lexicon phrase as symbols, the domain (a row number) it belongs to and its reading (from 1)."""

    symbols: tuple[int, ...]
    domain: int
    reading: int


class Hits(NamedTuple):
    """Phrases found: first and last token (inclusive) and reading."""

    first: Ints
    last: Ints
    reading: NDArray[np.int32]


def single_words(phrases: Sequence[Phrase], width: int, domains: int) -> NDArray[np.int32]:
    """Return the reading of each domain and symbol by itself, 0 for none; `width` is one more than the largest."""
    table = np.zeros((domains, width), dtype=np.int32)
    for phrase in phrases:
        if len(phrase.symbols) == 1:
            table[phrase.domain, phrase.symbols[0]] = phrase.reading
    return table


def build_trie(phrases: Sequence[Phrase], width: int, domains: int) -> Trie:
    """Build the trie of the phrases that have several words; `width` is one more than the largest symbol."""
    children: dict[int, int] = {}
    ends: dict[tuple[int, int], int] = {}
    size = 1
    for phrase in phrases:
        node = 0
        for symbol in phrase.symbols if len(phrase.symbols) > 1 else ():
            key = node * width + symbol
            if key not in children:
                children[key] = size
                size += 1
            node = children[key]
        if node:
            ends[phrase.domain, node] = phrase.reading
    table = np.zeros((domains, size), dtype=np.int32)
    for (domain, node), reading in ends.items():
        table[domain, node] = reading
    keys = np.array(sorted(children), dtype=np.int64)
    nodes = np.array([children[int(k)] for k in keys], dtype=np.int32)
    first = keys < width
    roots = np.zeros(width, dtype=np.int32)
    roots[keys[first]] = nodes[first]
    is_inner, is_end, goes_on = (np.zeros(n, dtype=bool) for n in (width, size, size))
    is_inner[keys[~first] % width] = True
    is_end[[node for _, node in ends]] = True
    goes_on[keys // width] = True
    return Trie(width, keys, nodes, table, roots, is_inner, is_end, goes_on)


def walk(trie: Trie, symbols: NDArray[np.int32], follow: Ints) -> Hits:
    """Find, for each domain, the longest phrase of several words at every token.

    Parameters
    ----------
    trie : Trie
    symbols : array of int, one a token
        0 where the token is no word of the lexicon.
    follow : array of int, one a token
        The token that may continue a phrase, -1 for none.

    Returns
    -------
    Hits
        Sorted by domain and first token, the tokens numbered through all domains: those of domain d begin at
        d * len(symbols). Hits of one domain may still overlap.
    """
    node = trie.roots[symbols]
    first = at = np.flatnonzero(node)
    node = node[first]
    rounds: list[Hits] = []
    while len(first) or not rounds:
        onward = follow[at]
        open_ = np.flatnonzero(trie.goes_on[node] & (onward >= 0) & trie.is_inner[symbols[onward]])
        first, at = first[open_], onward[open_]
        key = node[open_].astype(np.int64) * trie.width + symbols[at]
        place = np.minimum(np.searchsorted(trie.keys, key), len(trie.keys) - 1)
        good = np.flatnonzero(trie.keys[place] == key)
        first, at, node = first[good], at[good], trie.nodes[place[good]]
        rounds.append(_ending(trie, first, at, node, len(symbols)))
    return _longest([np.concatenate(side) for side in zip(*rounds, strict=True)])


def _ending(trie: Trie, first: Ints, at: Ints, node: NDArray[np.int32], count: int) -> Hits:
    """Return the hits of every domain that end at these nodes."""
    ending = trie.is_end[node]
    first, at, node = first[ending], at[ending], node[ending]
    readings = np.take(trie.ends, node, axis=1)
    is_hit = readings != 0
    domain = np.repeat(np.arange(len(readings)), is_hit.sum(axis=1))
    hits = np.flatnonzero(is_hit)  # domain by domain
    n = hits - domain * len(node)
    domain *= count
    return Hits(first[n] + domain, at[n] + domain, readings.ravel()[hits])


def _longest(found: Sequence[NDArray[Any]]) -> Hits:
    """Keep, of the hits with one first token, the one found in the last round."""
    order = np.argsort(found[0], kind="stable")
    first, last, reading = (side[order] for side in found)
    kept = np.append(first[1:] != first[:-1], True) if len(first) else np.zeros(0, dtype=bool)
    return Hits(first[kept], last[kept], reading[kept])
