"""Texts as sets of short runs of words, so that two texts can be compared without reading them again.

Letters are folded (case, accents, soft hyphens), punctuation and white space only part the words; so another house's
typography, or another extraction of the same page, leaves the set as it is. Texts -> code points -> words as numbers
-> runs of words as numbers. All steps are array operations over a batch of texts.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

WIDTH = 4  # words in a run: one changed word spoils four runs, a cut paragraph three beside its own
LEAD = 30  # words that a story begins with: a sentence or two
_BATCH = 64  # texts: some ten thousand words, whose arrays stay in the processor's cache
_LAST = 0xFFFF
_APART, _LETTER, _DIGIT, _SEVERAL, _NOTHING = range(5)  # what a code point is to a word
_BASE, _INVERSE = 0x9E3779B97F4A7C15, 0xF1DE83E19937733D  # their product is 1 modulo 2**64
_ODD = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)

Hashes = NDArray[np.uint32]
Longs = NDArray[np.uint64]
Ints = NDArray[np.int64]


class Text(NamedTuple):
    """One text: its different runs of words, those of its lead, its numbers, and its length in words."""

    runs: Hashes
    lead: Hashes
    numbers: Hashes
    n_words: int


class Shingles(NamedTuple):
    """The runs of words of some texts, each run once, sorted; those of text n end where those of n + 1 begin.

    In the same form, `leads` are the runs of the first words and `numbers` the words with a digit, one as often as it
    stands there; `n_words` counts all words.
    """

    runs: Hashes
    run_starts: Ints
    leads: Hashes
    lead_starts: Ints
    numbers: Hashes
    number_starts: Ints
    n_words: Ints

    def of(self, text: int) -> Text:
        """Return one text."""
        runs = self.runs[self.run_starts[text] : self.run_starts[text + 1]]
        lead = self.leads[self.lead_starts[text] : self.lead_starts[text + 1]]
        numbers = self.numbers[self.number_starts[text] : self.number_starts[text + 1]]
        return Text(runs, lead, numbers, int(self.n_words[text]))


def shingle_texts(texts: Iterable[str]) -> Iterator[Shingles]:
    """Yield the runs of words of many texts, some at a time.

    Examples
    --------
    >>> [one] = shingle_texts(["L’armée a tué 12 hommes à Gao.", "l'ARMEE  a tue 12 hommes (a Gao)", "Gao", ""])
    >>> one.n_words.tolist(), np.diff(one.run_starts).tolist(), np.diff(one.number_starts).tolist()
    ([8, 8, 1, 0], [5, 5, 0, 0], [1, 1, 0, 0])
    >>> bool((one.of(0).runs == one.of(1).runs).all())
    True
    """
    rest = iter(texts)
    while some := list(islice(rest, _BATCH)):
        yield _shingled(some)


def joined(parts: Iterable[Shingles]) -> Shingles:
    """Return the runs of words of many texts as one.

    Examples
    --------
    >>> joined(shingle_texts(["Gao", "Kidal 12"])).of(1).n_words, len(joined([]).n_words)
    (2, 0)
    """
    given = list(parts)
    sets = [np.concatenate([np.zeros(0, np.uint32), *some]) for some in _columns(given, "runs", "leads", "numbers")]
    starts = [_starts(sizes) for sizes in _columns(given, "run_starts", "lead_starts", "number_starts")]
    n_words = np.concatenate([np.zeros(0, np.int64), *(part.n_words for part in given)])
    return Shingles(sets[0], starts[0], sets[1], starts[1], sets[2], starts[2], n_words)


def _columns(parts: Sequence[Shingles], *names: str) -> Iterator[list[NDArray[Any]]]:
    return ([getattr(part, name) for part in parts] for name in names)


def _starts(starts: Sequence[Ints]) -> Ints:
    sizes = [np.diff(one) for one in starts]
    return np.cumsum(np.concatenate([np.zeros(1, np.int64), *sizes]))


def _shingled(texts: Sequence[str]) -> Shingles:
    word, text_of, has_digit = _words(texts)
    count = len(texts)
    runs = word * np.uint64(_ODD[0])
    for n, odd in enumerate(_ODD[1:WIDTH], 1):
        runs[:-n] += word[n:] * np.uint64(odd)
    begins = np.flatnonzero(text_of[: max(len(word) - WIDTH + 1, 0)] == text_of[WIDTH - 1 :])
    n_words = np.bincount(text_of, minlength=count)
    leading = begins[begins - (np.cumsum(n_words) - n_words)[text_of[begins]] <= LEAD - WIDTH]
    numbers = _nth(text_of[has_digit], word[has_digit])
    return Shingles(
        *_sets(text_of[begins], mixed(runs[begins]), count),
        *_sets(text_of[leading], mixed(runs[leading]), count),
        *_sets(text_of[has_digit], numbers, count),
        n_words,
    )


def _nth(text_of: Ints, words: Longs) -> Longs:
    """Return each word of a text as a number that tells how often it stood there before."""
    order = np.lexsort((words, text_of))
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (np.diff(words[order]) != 0) | (np.diff(text_of[order]) != 0)
    begins = np.flatnonzero(is_new)
    before = np.arange(len(order)) - np.repeat(begins, np.diff(begins, append=len(order)))
    nth = words.copy()
    nth[order] = mixed(words[order] + before.astype(np.uint64))
    return nth


def _words(texts: Sequence[str]) -> tuple[Longs, Ints, NDArray[np.bool_]]:
    """Return each word as a number, the text it stands in, and whether it holds a digit."""
    letter, kind, ends = _letters(texts)
    edges = np.flatnonzero(np.diff(kind != _APART, prepend=False, append=False))
    starts, stops = edges[::2], edges[1::2]
    power, back = _powers(1 << len(letter).bit_length())
    up_to = np.cumsum(np.append(np.uint64(0), letter * power[: len(letter)]), dtype=np.uint64)
    word = mixed((up_to[stops] - up_to[starts]) * back[starts])  # the same number wherever the word stands
    digits = np.cumsum(np.append(False, kind == _DIGIT))
    return word, np.searchsorted(ends, starts, side="right"), digits[stops] > digits[starts]


@functools.lru_cache(maxsize=2)
def _powers(length: int) -> tuple[Longs, Longs]:
    """Return the powers of a base and of its inverse, which depend on nothing and take a third of the time."""
    power, back = (np.full(length, base, dtype=np.uint64).cumprod() for base in (_BASE, _INVERSE))
    return power, back


def _letters(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8], Ints]:
    """Return the folded letters of texts set one after the other, what each is to a word, and where each text ends."""
    bases, kinds = _folds()
    points, ends = _points(texts)
    kind = kinds[points]
    if (kind == _SEVERAL).any():  # "\ufb01" of a page that was set for print: rare, and four times as slow
        points, ends = _points([unicodedata.normalize("NFKD", text.casefold()) for text in texts])
        kind = kinds[points]
    if not (kind == _NOTHING).any():
        return bases[points], kind, ends
    kept = kind != _NOTHING
    return bases[points[kept]], kind[kept], np.cumsum(kept)[ends - 1]


def _points(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Ints]:
    """Return the code points of texts with a line break after each, and where each ends."""
    whole = "\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass")
    points = np.minimum(np.frombuffer(whole, dtype="<u4"), _LAST)
    return points, np.cumsum([len(text) + 1 for text in texts])


@functools.cache
def _folds() -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return the plain small letter of each code point, and what it is to a word; an accent is nothing, parting none.

    Code points beyond the first 65,535 (pictures, scripts of old) part words.
    """
    bases, kinds = np.arange(_LAST + 1, dtype=np.uint32), np.full(_LAST + 1, _APART, dtype=np.uint8)
    for point in range(_LAST):
        char = chr(point)
        if char.isalnum():
            plain = [c for c in unicodedata.normalize("NFKD", char.casefold()) if not unicodedata.combining(c)]
            bases[point] = ord(plain[0]) if len(plain) == 1 else point
            kinds[point] = _SEVERAL if len(plain) != 1 else _DIGIT if char.isdigit() else _LETTER
        elif unicodedata.category(char) in ("Mn", "Me", "Cf"):
            kinds[point] = _NOTHING
    return bases, kinds


def mixed(numbers: Longs) -> Longs:
    """Spread numbers evenly over 64 bits, each number to one of its own (the end of SplitMix64).

    Examples
    --------
    >>> mixed(np.array([0, 1], dtype=np.uint64)).tolist()
    [0, 6238072747940578789]
    """
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(_ODD[0])
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(_ODD[1])
    return numbers ^ (numbers >> np.uint64(31))


def _sets(text_of: Ints, numbers: Longs, count: int) -> tuple[Hashes, Ints]:
    """Return the different numbers of each text, cut to 32 bits and sorted, and where each text's begin."""
    both = np.sort(text_of.astype(np.uint64) << np.uint64(32) | numbers >> np.uint64(32))
    both = both[np.diff(both, prepend=~both[:1]) != 0]
    starts = np.searchsorted(both >> np.uint64(32), np.arange(count + 1, dtype=np.uint64))
    return both.astype(np.uint32), starts
