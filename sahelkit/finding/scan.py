"""One pass over a batch of articles for all that any lexicon knows, as columns.

text -> fold -> tokens (words, numbers, punctuation, sentence breaks) -> word symbols -> phrases of every domain.
Matches are whole tokens, so no edge is checked twice; offsets are those of the joined text. Nothing is decided
here: which hit is an actor, a date or a trigger is for the finders, which see tokens and hits, not text.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import accumulate, repeat
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sahelkit.finding.overlaps import keep_longest
from sahelkit.finding.spots import looked_up, spots
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
    start, end, code, sentence = _sentenced(*find_tokens(codes), codes, stretches)
    word, clip = _words(codes, start, end, code, lexicon)
    hits = _hits(lexicon, word, _follow(start, end, code))
    for some in hits.values():
        _part_accents(text, start, end - clip, some, lexicon)
    return Scan(text, lexicon, stretches, start, end, code, clip, sentence, hits)


def find_tokens(codes: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Return where the tokens of a folded text start and end: words, numbers, marks.

    Examples
    --------
    >>> start, end = find_tokens(fold("1.700 (Mali)"))
    >>> start.tolist(), end.tolist()
    ([0, 6, 7, 11], [5, 7, 11, 12])
    """
    inner = _inner(codes)
    begins, ends = inner.copy(), inner.copy()
    begins[1:] &= ~inner[:-1]
    ends[:-1] &= ~inner[1:]
    marks = np.flatnonzero(~(inner | looked_up(codes, IS_SPACE.tobytes())))
    opening, closing = _marks(marks, codes[marks])
    begins[opening] = ends[closing] = True
    return np.flatnonzero(begins), np.flatnonzero(ends) + 1


_IN_WORDS = IS_LETTER | IS_DIGIT
_JOINS = f".,{chr(HARD_SPACE)}"


def _inner(codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Say of each code whether it stands in a word or a number.

    "1.700", "1,5", "13.00", "1 700" with a hard space: a separator between digits belongs to the number.
    """
    inner = looked_up(codes, _IN_WORDS.tobytes())
    joins = spots(codes[1:-1], _JOINS) + 1
    inner[joins[IS_DIGIT[codes[joins - 1]] & IS_DIGIT[codes[joins + 1]]]] = True
    return inner


def _marks(at: Ints, codes: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Return where tokens of marks start and where they end: each mark is one, a ruled line of one mark is one too."""
    new = np.ones(len(at) + 1, dtype=bool)
    new[1:-1] = (np.diff(at) > 1) | (codes[1:] != codes[:-1])
    borders = np.flatnonzero(new)
    ruled = np.flatnonzero(np.diff(borders) >= _RULED)
    begins, ends = np.ones(len(at), dtype=bool), np.ones(len(at), dtype=bool)
    for low, high in zip(borders[ruled].tolist(), borders[ruled + 1].tolist(), strict=True):
        begins[low + 1 : high] = ends[low : high - 1] = False
    return at[begins], at[ends]


def count_words(text: str) -> int:
    """Return the number of word and number tokens in a text.

    Examples
    --------
    >>> count_words("Sekitar 1.700 tentara, “katanya”.")
    4
    """
    return count_each([text])[0]


def count_each(texts: Sequence[str]) -> list[int]:
    """Return the number of word and number tokens in each of several texts."""
    inner = _inner(fold("\n".join(texts)))
    inner[1:] &= ~inner[:-1]
    bounds = accumulate(len(text) + 1 for text in texts)
    return [int(np.count_nonzero(inner[end - len(text) - 1 : end])) for text, end in zip(texts, bounds, strict=True)]


def _sentenced(
    start: Ints, end: Ints, codes: NDArray[np.uint8], stretches: Sequence[Stretch]
) -> tuple[Ints, Ints, NDArray[np.uint8], Ints]:
    """Keep the tokens inside the stretches; put a BREAK behind each stretch, and two behind an article's last.

    So what looks back one sentence never looks into another article.
    """
    lows, highs, _, articles = zip(*stretches) if stretches else ((), (), (), ())
    high = np.array(highs, dtype=np.int64)
    reach = np.append(np.searchsorted(start, np.array(lows, dtype=np.int64)), len(start))
    owner = np.repeat(np.arange(len(high)), np.diff(reach))
    start, end = start[reach[0] :], end[reach[0] :]
    inside = end <= high[owner]
    start, end, owner = start[inside], end[inside], owner[inside]
    after = np.searchsorted(start, high)
    last = np.diff(np.array(articles, dtype=np.int64), append=-1).astype(bool)
    breaks = np.repeat(np.arange(len(high)), 1 + last)
    is_token = np.ones(len(start) + len(breaks), dtype=bool)
    is_token[after[breaks] + np.arange(len(breaks))] = False
    sides = (start, high[breaks]), (end, high[breaks]), (codes[start], BREAK), (owner, breaks)
    starts, ends, code, sentence = (_woven(is_token, *side) for side in sides)
    return starts, ends, code, sentence


def _woven(is_token: NDArray[np.bool_], tokens: NDArray[Any], breaks: NDArray[Any] | int) -> NDArray[Any]:
    """Return the tokens' values with those of the breaks put in."""
    out = np.empty(len(is_token), dtype=tokens.dtype)
    out[is_token], out[~is_token] = tokens, breaks
    return out


def _words(
    codes: NDArray[np.uint8], start: Ints, end: Ints, code: NDArray[np.uint8], lexicon: Lexicon
) -> tuple[Ints, Ints]:
    """Return each token's number in the lexicon's words and the letters of its clitic.

    Each spelling is looked up once.
    """
    word = np.full(len(start), len(lexicon.words), dtype=np.int64)
    clip = np.zeros(len(start), dtype=np.int64)
    tokens = np.flatnonzero(_IN_WORDS[code])
    if len(tokens):
        bounds = np.stack([start[tokens], end[tokens]], axis=1).astype(np.int32).ravel()
        buffers = [None, pa.py_buffer(bounds), pa.py_buffer(codes)]
        spelt = pa.Array.from_buffers(pa.binary(), len(bounds) - 1, buffers).dictionary_encode()
        form = spelt.indices.to_numpy()[::2]
        numbers, clips = _known(spelt.dictionary.to_pylist(), lexicon)
        word[tokens], clip[tokens] = numbers[form], clips[form]
    return word, clip


def _known(forms: Sequence[bytes], lexicon: Lexicon) -> tuple[Ints, Ints]:
    """Return each form's number in the lexicon's words and the length of the clitic that had to come off it."""
    unknown = len(lexicon.words)
    numbers = np.fromiter(map(lexicon.words.get, forms, repeat(unknown)), np.int64, len(forms))
    clips = np.zeros(len(forms), dtype=np.int64)
    clitics = tuple(clitic.encode() for clitic in lexicon.clitics)
    for n in [n for n in np.flatnonzero(numbers == unknown).tolist() if forms[n].endswith(clitics)]:
        form = forms[n]
        for size in (len(clitic) for clitic in clitics if form.endswith(clitic)):
            stem = lexicon.words.get(form[:-size], unknown)
            if stem != unknown and len(form) >= _MIN_STEM + size and not form[:1].isdigit():
                numbers[n], clips[n] = stem, size
                break
    return numbers, clips


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
    """Return the hits of each domain: phrases, and the single words that begin none and stand in none."""
    count = len(word)
    exact = walk(lexicon.exact_trie, lexicon.exact[word], follow)
    loose = walk(lexicon.any_trie, lexicon.any_case[word], follow)
    long = keep_longest(exact, loose)
    covered = np.zeros(len(DOMAINS) * count, dtype=bool)
    covered[exact.first] = covered[loose.first] = True
    for step in range(1, 1 + int((long.last - long.first).max(initial=0))):
        covered[np.minimum(long.first + step, long.last)] = True
    known, borders = lexicon.domains[word], np.searchsorted(long.first, np.arange(len(DOMAINS) + 1) * count)
    hits = {}
    for n, name in enumerate(DOMAINS):
        phrases = slice(borders[n], borders[n + 1])
        spans = Hits(long.first[phrases] - n * count, long.last[phrases] - n * count, long.reading[phrases])
        single = (known & (1 << n) != 0) & ~covered[n * count : (n + 1) * count]
        hits[name] = _with_phrases(single, spans, lexicon.alone[n], word)
    return hits


def _with_phrases(single: NDArray[np.bool_], phrases: Hits, alone: NDArray[np.int32], word: Ints) -> Hits:
    """Return the hits of one domain, single words and phrases, in text order."""
    single[phrases.first] = True
    first = np.flatnonzero(single)
    last, reading = first.copy(), alone[word[first]]
    at = np.searchsorted(first, phrases.first)
    last[at], reading[at] = phrases.last, phrases.reading
    return Hits(first, last, reading)


def _part_accents(text: str, start: Ints, end: Ints, hits: Hits, lexicon: Lexicon) -> None:
    """Give a hit the reading of its own spelling where accents part two words: "a" (has) and "à" (at)."""
    is_shared = np.zeros(len(lexicon.readings), dtype=bool)
    is_shared[list(lexicon.accents)] = True
    shared = np.flatnonzero(is_shared[hits.reading])
    lows, highs = start[hits.first[shared]], end[hits.last[shared]]
    readings = hits.reading[shared].tolist()
    for n, reading, low, high in zip(shared.tolist(), readings, lows.tolist(), highs.tolist(), strict=True):
        hits.reading[n] = lexicon.accents[reading].get(text[low:high].lower().replace("’", "'"), reading)
