"""Which articles repeat one text: wire stories that several houses print, pages kept twice, a text read two ways.

MinHash proposes, and only what two texts share word by word decides. Texts -> runs of words -> signatures -> bands;
texts that agree in a band are compared; each joins the earlier text that it is nearest to, and never a copy of a
copy, so that a chain of small changes does not run on. The same articles in another order give the same copies.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sahelkit.linking.shingles import Hashes, Ints, Longs, Shingles, Text, joined, mixed, shingle_texts
from sahelkit.progress import progress

BANDS, ROWS = 24, 3  # texts alike to 0.6 meet in a band in 997 cases of 1,000, texts alike to 0.1 in 24
SEED = 1
FEW_WORDS = 20  # a body as short as a notice to subscribers says too little: only the whole text can tell
SHORT = 100  # words: under it one changed word already weighs much, and what two notices share is their form
NEAR, NEAR_SHORT = 0.6, 0.8  # of the runs of both; 0.6 is three quarters of each of two texts of one length
NEAR_LEAD = 0.5  # of the runs of one text's lead: what two stories over one background do not share
ABOUT = ("article_id", "published", "text_sha256", "n_words")  # what is asked of an article beside its body
_MOST = 64  # texts that one is compared with, and that one band keeps: a form filled in daily has no end of them

Bools = NDArray[np.bool_]


class Library(Protocol):
    """Where the articles are: in memory or on disk. An article's place is its number in the order of the corpus."""

    def __len__(self) -> int: ...

    def bodies(self, places: Ints | None = None) -> Iterator[str]:
        """Yield the words of articles that are their own: without headline, byline, captions, adverts."""

    def about(self, places: Ints) -> pd.DataFrame:
        """Return article_id, published, text_sha256 and n_words of articles."""


class Meeting(NamedTuple):
    """Texts that agree in a band: the text and the number of what it agrees in, as two arrays of one length."""

    text: Ints
    band: Ints


def find_copies(
    library: Library,
    *,
    room: Callable[[tuple[int, int]], Longs] = lambda shape: np.zeros(shape, dtype=np.uint64),
    gather: Callable[[Iterable[Shingles]], Shingles] = joined,
) -> tuple[Ints, Ints]:
    """Return the places of the articles that are copies, and of those that they are copies of.

    Parameters
    ----------
    library : Library
        All articles of the corpus; each is read once, and those that may be copies twice.
    room : callable
        Makes an array of zeros of a shape: 192 bytes an article, which need not lie in memory. What does, is 16 bytes
        an article, and some hundred for each that may be a copy or have one.
    gather : callable
        Joins the runs of words of all articles that may be copies: four bytes a word of theirs.
    """
    keys, n_words, at = room((BANDS, len(library))), np.zeros(len(library), dtype=np.int64), 0
    bodies = progress(library.bodies(), total=len(library), unit="articles", label="looking for copies")
    for read in shingle_texts(bodies):
        past = at + len(read.n_words)
        keys[:, at:past], n_words[at:past] = sign(read), read.n_words
        at = past
    few = n_words < FEW_WORDS
    met = _both(meetings(keys, few), _whole(library, np.flatnonzero(few)))
    places, text = np.unique(met.text, return_inverse=True)
    order = head_order(library.about(places).assign(n_words=n_words[places]))
    texts = gather(shingle_texts(library.bodies(places)))
    head = group_copies(Meeting(text, met.band), order, texts)
    is_copy = head != np.arange(len(head))
    return places[is_copy], places[head[is_copy]]


def _whole(library: Library, places: Ints) -> Meeting:
    """Return which articles of few words are alike to the last character, headline and all."""
    about = library.about(places)
    keys = pd.factorize(about["text_sha256"])[0].astype(np.uint64)
    met = meetings(keys[np.newaxis], about["n_words"].eq(0).to_numpy(bool))
    return Meeting(places[met.text], met.band)


def _both(one: Meeting, two: Meeting) -> Meeting:
    bands = two.band + one.band.max(initial=0) + 1
    return Meeting(np.concatenate((one.text, two.text)), np.concatenate((one.band, bands)))


def sign(shingles: Shingles) -> Longs:
    """Return a number for each band (row) and text (column); texts that are near share some number in its row.

    The permutations are those of datasketch's MinHash with a fixed seed. A text without runs of words gets zeros.

    Examples
    --------
    >>> from sahelkit.linking.shingles import shingle_texts
    >>> [read] = shingle_texts(["One two three four five.", "ONE, two: three four five", "Un deux trois quatre cinq."])
    >>> keys = sign(read)
    >>> keys.shape, bool((keys[:, 0] == keys[:, 1]).all()), bool((keys[:, 0] == keys[:, 2]).any())
    ((24, 3), True, False)
    """
    from datasketch import MinHash  # type: ignore[import-untyped]  # its import takes as long as linking some thousand articles

    held = np.flatnonzero(np.diff(shingles.run_starts))
    keys = np.zeros((BANDS, len(shingles.n_words)), dtype=np.uint64)
    if not len(held):
        return keys
    factor, shift = MinHash(num_perm=BANDS * ROWS, seed=SEED, scheme="affine32").permutations
    starts = shingles.run_starts[held]
    for n in range(BANDS * ROWS):
        least = np.minimum.reduceat(shingles.runs * factor[n] + shift[n], starts)
        keys[n // ROWS, held] = mixed(keys[n // ROWS, held] + least)
    return keys


def meetings(keys: Longs, alone: Bools) -> Meeting:
    """Return which texts agree in a band with another; those marked `alone` take no part.

    Of several bands in which the same texts agree, only the first is given.

    Parameters
    ----------
    keys : array
        As `sign` returns them; may lie on disk: it is read row by row.
    alone : array of bool
        One for each text.
    """
    texts, bands, seen = [], [], np.zeros(0, dtype=np.uint64)
    some = np.flatnonzero(~alone)
    for row in keys:
        text, starts = _together(some, row[some])
        if not len(starts):
            continue
        sizes = np.diff(starts, append=len(text))
        company = np.add.reduceat(mixed(text.astype(np.uint64) + np.uint64(1)), starts)
        is_new = ~np.isin(company, seen)
        number = len(seen) + np.cumsum(is_new) - 1
        texts.append(text[np.repeat(is_new, sizes)])
        bands.append(np.repeat(number[is_new], sizes[is_new]))
        seen = np.append(seen, company[is_new])
    none = np.zeros(0, dtype=np.int64)
    return Meeting(np.concatenate((none, *texts)), np.concatenate((none, *bands)))


def _together(texts: Ints, keys: Longs) -> tuple[Ints, Ints]:
    """Return the texts whose key another has too, those of one key together, and where each key's begin."""
    order = np.argsort(keys, kind="stable")
    is_new = np.diff(keys[order], prepend=~keys[order][:1]) != 0
    is_alone = is_new & np.append(is_new[1:], True)[: len(is_new)]
    return texts[order[~is_alone]], np.flatnonzero(is_new[~is_alone])


def head_order(articles: pd.DataFrame) -> Ints:
    """Return the places of articles in the order in which the first of several copies is chosen.

    First published, those without a date last; of one day the longest body, since what was cut is nearer to the whole
    than to another cut; then by article_id.

    Parameters
    ----------
    articles : DataFrame
        With article_id, published and n_words, the words of the body.
    """
    keys, longest_first = ["published", "n_words", "article_id"], [True, False, True]
    sorted_ = articles.reset_index(drop=True).sort_values(keys, ascending=longest_first, kind="stable")
    return sorted_.index.to_numpy()


def group_copies(met: Meeting, order: Ints, texts: Shingles) -> Ints:
    """Return for each text the place of the text that it repeats; its own place where it repeats none.

    Parameters
    ----------
    met : Meeting
        Which of the texts agree in a band.
    order : array of int
        The places of the texts, first the one that others are copies of.
    texts : Shingles
        The texts themselves.
    """
    head, ranks = np.arange(len(order)), np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    by_rank = np.lexsort((met.band, ranks[met.text]))
    bounds = np.searchsorted(ranks[met.text][by_rank], np.arange(len(order) + 1))
    heads_in: dict[int, list[int]] = defaultdict(list)  # by band: whom the texts seen there repeat
    for rank, text in enumerate(order.tolist()):
        bands = met.band[by_rank[bounds[rank] : bounds[rank + 1]]].tolist()
        shared = Counter(known for band in bands for known in heads_in[band])
        near = sorted(shared, key=lambda known: (-shared[known], ranks[known]))[:_MOST]
        head[text] = one = _nearest(text, sorted(near, key=ranks.__getitem__), texts)
        for band in bands:
            if one not in heads_in[band] and len(heads_in[band]) < _MOST:
                heads_in[band].append(one)
    return head


def _nearest(text: int, known: Iterable[int], texts: Shingles) -> int:
    """Return the text nearest to one, of several as near the first; itself where none is near enough."""
    best, found, own = 0.0, text, texts.of(text)
    for other in known:
        like = likeness(own, texts.of(other))
        if like > best:
            best, found = like, other
    return found


def likeness(one: Text, two: Text) -> float:
    """Return the share of runs of words that two texts have in common, of all that either has; 0 for no copies.

    Texts of under 100 words must share 0.8 of them, longer ones 0.6. The lead of one, or half of it, must stand in the
    other: an agency sets new leads over one background. And for every hundred words of the shorter text one number may
    have been replaced by another (a toll brought up to date), no more: prices or weather in a fixed form differ in all
    their numbers. Of two texts of few words the caller knows already that they are one.
    """
    least = min(one.n_words, two.n_words)
    if least < FEW_WORDS:
        return 1.0
    few, many = sorted((len(one.runs), len(two.runs)))
    enough = NEAR_SHORT if least < SHORT else NEAR
    if few < enough * many:  # most that a band brings together is told apart by this or the next line
        return 0.0
    shared = _shared(one.runs, two.runs)
    like = shared / (few + many - shared)
    leads = ((one.lead, two.runs), (two.lead, one.runs))
    if like < enough or not any(_shared(lead, runs) >= NEAR_LEAD * len(lead) for lead, runs in leads):
        return 0.0
    replaced = min(len(one.numbers), len(two.numbers)) - _shared(one.numbers, two.numbers)
    return like if replaced <= least // 100 else 0.0


def _shared(one: Hashes, two: Hashes) -> int:
    """Return how many numbers two sets share."""
    both = np.concatenate((one, two))
    both.sort()
    return int(np.count_nonzero(both[1:] == both[:-1]))
