"""How much more often a word stands in one part of a text than in another, and how sure that is.

Four numbers are compared: a word's occurrences in two parts, and how many words the parts hold. Near a node and away
from it, these measure collocation; in a corpus and in a reference, keyness. Log-likelihood says how much evidence
there is, never how large the difference is; log ratio and PMI say how large, and are high by chance for rare words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ABSENT = 0.5  # occurrences that stand for none in a log ratio, which has no logarithm of zero


class Parts(NamedTuple):
    """Words counted in two parts of a text that do not overlap.

    `one`, `other` : occurrences of each word in the first and in the second part; `words_one`, `words_other` : how
    many words the parts hold.
    """

    one: Ints
    other: Ints
    words_one: int
    words_other: int


def expected(parts: Parts) -> Floats:
    """Return how often each word would stand in the first part, were it spread evenly over both.

    ``E = n1 (a + b) / (n1 + n2)``, for a and b occurrences among n1 and n2 words. Missing (nan) where neither part
    has words.

    Examples
    --------
    >>> expected(Parts(np.array([9]), np.array([1]), 100, 900)).tolist()
    [1.0]
    """
    return _expected(parts, parts.words_one)


def log_likelihood(parts: Parts, *, cells: int = 4) -> Floats:
    """Return the log-likelihood ratio G2 of each word, with a minus sign where it is rarer in the first part.

    ``G2 = 2 sum O ln(O / E)`` over the cells of the table word / other words by first / second part, a cell without
    occurrences adding nothing. Over 3.84 the difference is significant at p < 0.05 if only one word is tested, over
    15.13 at p < 0.0001. Missing where a part has no words.

    Parameters
    ----------
    parts : Parts
    cells : {4, 2}
        All four cells (Dunning 1993), or the word's own two, a and b (Read and Cressie's form in Rayson and Garside
        2000, which their calculator at Lancaster and most keyword tools give).

    References
    ----------
    Ted Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19(1),
    1993. Paul Rayson and Roger Garside, "Comparing Corpora Using Frequency Profiling", Workshop on Comparing Corpora
    at ACL 2000.

    Examples
    --------
    Dunning's first bigram, "the swiss", and a word found 52 times in 50,000 words and 57 times in 75,000:

    >>> log_likelihood(Parts(np.array([110]), np.array([111]), 2552, 29225)).round(2).tolist()
    [270.72]
    >>> log_likelihood(Parts(np.array([52]), np.array([57]), 50_000, 75_000), cells=2).round(2).tolist()
    [2.65]
    """
    one, other, words_one, words_other = parts
    even_one, even_other = expected(parts), _expected(parts, words_other)
    total = _term(one, even_one) + _term(other, even_other)
    if cells == 4:
        total += _term(words_one - one, words_one - even_one) + _term(words_other - other, words_other - even_other)
    sign = np.where(one * float(words_other) < other * float(words_one), -1.0, 1.0)
    whole = words_one > 0 and words_other > 0
    return sign * 2 * np.maximum(total, 0) if whole else np.full(len(one), np.nan)


def log_ratio(parts: Parts) -> Floats:
    """Return the binary logarithm of how many times as frequent each word is in the first part as in the second.

    ``log2((a / n1) / (b / n2))``: 1 is twice as frequent, 2 four times, -1 half. A word that one part lacks counts
    there as 0.5 occurrences. Missing where a part has no words.

    References
    ----------
    Andrew Hardie, "Log Ratio: An Informal Introduction", CASS, Lancaster University, 2014.

    Examples
    --------
    >>> log_ratio(Parts(np.array([6, 4]), np.array([2, 0]), 10_000, 10_000)).round(3).tolist()
    [1.585, 3.0]
    """
    one, other, words_one, words_other = parts
    if not (words_one and words_other):
        return np.full(len(one), np.nan)
    filled = [np.where(count == 0, ABSENT, count) for count in (one, other)]
    return np.asarray(np.log2(filled[0] / words_one) - np.log2(filled[1] / words_other), dtype=np.float64)


def pmi(parts: Parts) -> Floats:
    """Return the pointwise mutual information of each word and the first part, in bits.

    ``log2(a / E) = log2(a N / (n1 (a + b)))``, with N = n1 + n2; missing where a is 0.

    References
    ----------
    Kenneth Church and Patrick Hanks, "Word Association Norms, Mutual Information, and Lexicography", Computational
    Linguistics 16(1), 1990: ``I(x, y) = log2(P(x, y) / (P(x) P(y)))``.

    Examples
    --------
    "doctor" among their 15 million words (621 times, 12 of them near the 111 "honorary"):

    >>> pmi(Parts(np.array([12]), np.array([609]), 111, 14_999_889)).round(2).tolist()
    [11.35]
    """
    even = expected(parts)
    known = (parts.one > 0) & (even > 0)
    ratio = np.divide(parts.one, even, out=np.ones(len(even)), where=known)
    return np.where(known, np.log2(ratio), np.nan)


def _expected(parts: Parts, words: int) -> Floats:
    total = parts.words_one + parts.words_other
    together = np.asarray(parts.one + parts.other, dtype=np.float64)
    return together * words / total if total else np.full(len(together), np.nan)


def _term(observed: Ints, even: Floats) -> Floats:
    """Return O ln(O / E); its limit, 0, where O is 0."""
    some = (observed > 0) & (even > 0)
    ratio = np.divide(observed, even, out=np.ones(len(even)), where=some)
    return np.asarray(observed * np.log(ratio), dtype=np.float64)
