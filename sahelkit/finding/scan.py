"""One pass over a batch of articles for all that any lexicon knows, as columns.

text -> fold -> tokens (words, numbers, punctuation, sentence breaks) -> word symbols -> phrases of every domain.
Matches are whole tokens, so no edge is checked twice; offsets are those of the joined text. Nothing is decided
here: which hit is an actor, a date or a trigger is for the finders, which see tokens and hits, not text.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sahelkit.lexicons.build import DOMAINS, Entry, Lexicon
from sahelkit.lexicons.fold import (
    BREAK,
    CLOSE_SINGLE,
    HARD_SPACE,
    IS_DIGIT,
    IS_LETTER,
    IS_SPACE,
    fold,
)
from sahelkit.lexicons.trie import Hits, walk

Ints = NDArray[np.int64]
_RULED = 4  # "-----" is one token; "..." and ((( are three
_MIN_STEM = 4  # "Malinya" is Mali + nya; "adalah" is not "ada" + lah


class Stretch(NamedTuple):
    """One sentence to be scanned: batch offsets and the number of its article in the batch."""

    start: int
    end: int
    zone: str
    article: int


@dataclasses.dataclass(frozen=True, eq=False)
class Scan:
    """A batch as tokens and hits.

    `start`, `end` : code points in `text`, one a token; `code` : fold of the token's first character, BREAK after
    each sentence, two after an article; `clip` : letters of a joined clitic at the token's end; `sentence` :
    number of its stretch.
    """

    text: str
    lexicon: Lexicon
    stretches: Sequence[Stretch]
    start: Ints
    end: Ints
    code: NDArray[np.uint8]
    clip: Ints
    sentence: Ints
    hits: dict[str, Hits]

    def entries(self, reading: int) -> tuple[Entry, ...]:
        """Return the lexicon entries of a reading."""
        return self.lexicon.readings[reading]

    def word(self, token: int) -> str:
        """Return a token's characters."""
        return self.text[int(self.start[token]) : int(self.end[token])]


def scan(text: str, stretches: Sequence[Stretch], lexicon: Lexicon) -> Scan:
    """Scan a batch.

    Parameters
    ----------
    text : str
        The articles' repaired texts, joined.
    stretches : sequence of Stretch
        The sentences to read, in order, not overlapping. What lies between them is not scanned.
    lexicon : Lexicon

    Returns
    -------
    Scan
        Empty arrays for no stretches or text without a word.
    """
    codes = fold(text)
    start, end = find_tokens(codes)
    start, end, code, sentence = _sentenced(start, end, codes, stretches)
    word, clip = _words(codes, start, end, code, lexicon)
    follow = _follow(start, end, code)
    hits = _hits(lexicon, word, follow)
    for found in hits.values():
        _part_accents(text, start, end - clip, found, lexicon)
    return Scan(text, lexicon, stretches, start, end, code, clip, sentence, hits)


def find_tokens(codes: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Return where the tokens of a folded text start and end: words, numbers, marks.

    Examples
    --------
    >>> start, end = find_tokens(fold("1.700 (Mali)"))
    >>> start.tolist(), end.tolist()
    ([0, 6, 7, 11], [5, 7, 11, 12])
    """
    digit = IS_DIGIT[codes]
    inner = IS_LETTER[codes] | digit
    # "1.700", "1,5", "13.00", "1 700" with a hard space: a separator between digits belongs to the number.
    joins = (codes == ord(".")) | (codes == ord(",")) | (codes == HARD_SPACE)
    if len(codes) > 2:
        inner[1:-1] |= joins[1:-1] & digit[:-2] & digit[2:]
    edge = np.zeros(len(codes) + 2, dtype=bool)
    edge[1:-1] = inner
    starts, ends = _marks(codes, ~inner & ~IS_SPACE[codes])
    return np.flatnonzero((inner & ~edge[:-2]) | starts), np.flatnonzero((inner & ~edge[2:]) | ends) + 1


def _marks(codes: NDArray[np.uint8], alone: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where tokens of marks start and where they end: each mark is one, a ruled line of one mark is one too."""
    again = np.zeros(len(codes) + 1, dtype=bool)
    again[1:-1] = alone[1:] & alone[:-1] & (codes[1:] == codes[:-1])
    if not again.any():
        return alone, alone
    starts, ends = alone & ~again[:-1], alone & ~again[1:]
    first, last = np.flatnonzero(starts), np.flatnonzero(ends)
    for low, high in zip(first[short := last - first < _RULED], last[short], strict=True):
        starts[low : high + 1] = ends[low : high + 1] = True
    return starts, ends


def count_words(text: str) -> int:
    """Return the number of word and number tokens in a text.

    Examples
    --------
    >>> count_words("Sekitar 1.700 tentara, “katanya”.")
    4
    """
    codes = fold(text)
    start, _ = find_tokens(codes)
    return int((IS_LETTER[codes[start]] | IS_DIGIT[codes[start]]).sum())


def _sentenced(
    start: Ints, end: Ints, codes: NDArray[np.uint8], stretches: Sequence[Stretch]
) -> tuple[Ints, Ints, NDArray[np.uint8], Ints]:
    """Keep the tokens inside the stretches; put a BREAK behind each stretch, and two behind an article's last.

    So what looks back one sentence never looks into another article.
    """
    lows = np.array([s.start for s in stretches], dtype=np.int64)
    highs = np.array([s.end for s in stretches], dtype=np.int64)
    owner = np.searchsorted(lows, start, side="right") - 1
    inside = owner >= 0
    inside[inside] = end[inside] <= highs[owner[inside]]
    start, end, owner = start[inside], end[inside], owner[inside]
    articles = np.array([s.article for s in stretches], dtype=np.int64)
    breaks = np.repeat(np.arange(len(highs)), 1 + np.diff(articles, append=-1).astype(bool))
    at = np.searchsorted(start, highs[breaks], side="left")
    code = np.insert(codes[start], at, BREAK)
    sentence = np.insert(owner, at, breaks)
    return np.insert(start, at, highs[breaks]), np.insert(end, at, highs[breaks]), code, sentence


def _lookup(codes: NDArray[np.uint8], start: Ints, end: Ints, lexicon: Lexicon) -> Ints:
    """Return each token's row in the lexicon's word list; the list's length where it is unknown."""
    if not len(start):
        return np.zeros(0, dtype=np.int64)
    bounds = np.empty(2 * len(start), dtype=np.int32)
    bounds[0::2], bounds[1::2] = start, end
    values = pa.Array.from_buffers(
        pa.binary(), len(bounds) - 1, [None, pa.py_buffer(bounds), pa.py_buffer(np.ascontiguousarray(codes))]
    )
    found = pc.fill_null(pc.index_in(values, value_set=lexicon.words), len(lexicon.words))
    return np.asarray(found.to_numpy(zero_copy_only=False)[::2], dtype=np.int64)


def _words(
    codes: NDArray[np.uint8], start: Ints, end: Ints, code: NDArray[np.uint8], lexicon: Lexicon
) -> tuple[Ints, Ints]:
    word = _lookup(codes, start, end, lexicon)
    clip = np.zeros(len(start), dtype=np.int64)
    for clitic in lexicon.clitics:
        size = len(clitic)
        open_ = np.flatnonzero((word == len(lexicon.words)) & (end - start >= _MIN_STEM + size) & IS_LETTER[code])
        for back, char in enumerate(reversed(clitic), 1):
            open_ = open_[codes[end[open_] - back] == ord(char)]
        stem = _lookup(codes, start[open_], end[open_] - size, lexicon)
        known = stem < len(lexicon.words)
        word[open_[known]], clip[open_[known]] = stem[known], size
    return word, clip


_JOINTS = np.isin(np.arange(256), [ord("-"), ord("'"), CLOSE_SINGLE, ord(".")])


def _follow(start: Ints, end: Ints, code: NDArray[np.uint8]) -> Ints:
    """Return the token that may continue a phrase: the next word, also across one tight hyphen, apostrophe or dot."""
    count = len(start)
    word = IS_LETTER[code] | IS_DIGIT[code]
    follow = np.full(count, -1, dtype=np.int64)
    near = np.flatnonzero(word[:-1] & word[1:]) if count > 1 else np.zeros(0, dtype=np.int64)
    follow[near] = near + 1
    if count > 2:
        tight = (end[:-2] == start[1:-1]) & (end[1:-1] == start[2:])
        far = np.flatnonzero(word[:-2] & word[2:] & _JOINTS[code[1:-1]] & tight)
        follow[far] = far + 2
    return follow


def _hits(lexicon: Lexicon, word: Ints, follow: Ints) -> dict[str, Hits]:
    exact = walk(lexicon.exact_trie, lexicon.exact[word], follow)
    loose = walk(lexicon.any_trie, lexicon.any_case[word], follow)
    return {name: _longest(exact[n], loose[n]) for n, name in enumerate(DOMAINS)}


def _part_accents(text: str, start: Ints, end: Ints, hits: Hits, lexicon: Lexicon) -> None:
    """Give a hit the reading of its own spelling where accents part two words: "a" (has) and "à" (at)."""
    shared = np.array(sorted(lexicon.accents), dtype=hits.reading.dtype)
    for n in np.flatnonzero(np.isin(hits.reading, shared)):
        spelt = text[int(start[hits.first[n]]) : int(end[hits.last[n]])].lower().replace("’", "'")
        hits.reading[n] = lexicon.accents[int(hits.reading[n])].get(spelt, hits.reading[n])


def _longest(exact: Hits, loose: Hits) -> Hits:
    """Merge two tries' hits of a domain; of overlapping hits the longer stays, then the exact, then the earlier."""
    first = np.concatenate([exact.first, loose.first])
    last = np.concatenate([exact.last, loose.last])
    reading = np.concatenate([exact.reading, loose.reading])
    order = np.lexsort((np.arange(len(first)), first - last, first))
    first, last, reading = first[order], last[order], reading[order]
    keep = np.ones(len(first), dtype=bool)
    keep[1:] = (first[1:] != first[:-1]) | (last[1:] != last[:-1])  # both tries have this very span
    first, last, reading = first[keep], last[keep], reading[keep]
    keep = keep[keep]
    clash = np.flatnonzero(first[1:] <= np.maximum.accumulate(last)[:-1]) + 1 if len(first) else first
    for low, high in _runs(clash) if len(clash) else ():
        taken: set[int] = set()
        for n in sorted(range(low, high), key=lambda n: (first[n] - last[n], n)):
            tokens = range(int(first[n]), int(last[n]) + 1)
            keep[n] = taken.isdisjoint(tokens)
            if keep[n]:
                taken.update(tokens)
    return Hits(first[keep], last[keep], reading[keep])


def _runs(clash: Ints) -> list[tuple[int, int]]:
    """Group the numbers of clashing hits with the hit before them into ranges."""
    gaps = np.flatnonzero(np.diff(clash) > 1)
    lows = np.concatenate([clash[:1], clash[gaps + 1]]) - 1
    highs = np.concatenate([clash[gaps], clash[-1:]]) + 1
    return [(int(a), int(b)) for a, b in zip(lows, highs, strict=True)]
