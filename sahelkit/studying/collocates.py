"""Collocates: the words that stand near a node more often than elsewhere.

The node is found as in a concordance; near it are the words within a window on either side, inside the sentence. The
text is then two parts, what stands near a node and what does not, and each word is compared between them
(`studying.association`). An occurrence near two nodes counts once; the node's own words belong to neither part.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, UnknownName
from sahelkit.studying.association import Parts, expected, log_likelihood, log_ratio, pmi
from sahelkit.studying.concordance import Hits, compile_pattern, find_hits, longest_part
from sahelkit.studying.places import find_places
from sahelkit.studying.words import Ints, Mask, Reading, Words, count_articles, count_forms, read_corpus

STATISTICS = ("log_likelihood", "log_ratio", "pmi")
DTYPES = {
    "word": "string", "left": "Int64", "right": "Int64", "both": "Int64", "in_corpus": "Int64", "articles": "Int64",
    "expected": "Float64", "log_likelihood": "Float64", "log_ratio": "Float64", "pmi": "Float64",
}  # fmt: skip


class Near(NamedTuple):
    """Which words stand left and right of a node, and which are in one."""

    left: Mask
    right: Mask
    node: Mask


def collocates(
    corpus: Corpus,
    node: str,
    *,
    window: int = 5,
    statistic: str = "log_likelihood",
    regex: bool = False,
    min_count: int = 3,
) -> pd.DataFrame:
    """List the words that stand near a word or phrase, and how much more often than elsewhere.

    With O occurrences near the node and B away from it, n words near it and m away, N = n + m:

    - expected ``E = n (O + B) / N``;
    - log_likelihood ``G2 = 2 sum O ln(O / E)`` over the four cells of the table word / other words by near / away
      (Dunning 1993): how much evidence; negative where the word is rarer near the node than away from it;
    - log_ratio ``log2((O / n) / (B / m))`` (Hardie 2014): 1 is twice as frequent near the node, 2 four times; a word
      that never stands away from it counts there as 0.5;
    - pmi ``log2(O / E)`` (Church and Hanks 1990; where they divide by how often the node occurs, this divides by the
      words in its windows, so that the window's size does not raise it): high by chance for rare words.

    Known limits: a name of several words is several words; forms of one lemma are apart; function words stand high.
    Narrow a corpus of several languages to one, since words of the others make all of its words look attracted.

    Parameters
    ----------
    corpus : Corpus
        Its sentences in headline and body, under its selection, are all the text there is.
    node : str
        Whole words, in any case; ``*`` is any letters; with ``regex=True`` a regular expression, within one sentence.
    window : int
        Words on either side, at most; never beyond the sentence.
    statistic : {"log_likelihood", "log_ratio", "pmi"}
        What the rows are sorted by, highest first, then by word.
    regex : bool
        How the node is read.
    min_count : int
        Occurrences near the node that a word needs.

    Returns
    -------
    DataFrame
        One row a word, case folded: word; left, right, both (occurrences near the node; one between two nodes is
        left and right and once in both); in_corpus (O + B); articles (where it stands near the node); expected,
        log_likelihood, log_ratio, pmi. A node that is not found gives an empty table.

    Raises
    ------
    BadValue, UnknownName
        For an empty node, a regular expression that cannot be read, a window or min_count under 1; for a statistic
        that does not exist.

    Examples
    --------
    >>> import sahelkit as sk
    >>> texts = {"id": "Tentara Mali maju. Tentara Prancis mundur.", "fr": "L'armée malienne avance. La France recule."}
    >>> corpus = sk.code([{"article_id": key, "language": key, "text": text} for key, text in texts.items()])
    >>> collocates(corpus.filter(language="id"), "tentara", window=1, min_count=1)[["word", "right"]].values.tolist()
    [['mali', 1], ['prancis', 1]]
    >>> collocates(corpus.filter(language="fr"), "armée", min_count=1)["word"].to_list()
    ['avance', 'l', 'malienne']
    """
    _check(window, statistic, min_count)
    compile_pattern(node, regex=regex, view="collocates")  # a bad one is refused before anything is read
    reading = read_corpus(corpus)
    return collocates_in(reading, node, window=window, statistic=statistic, regex=regex, min_count=min_count)


def collocates_in(
    reading: Reading,
    node: str,
    *,
    window: int = 5,
    statistic: str = "log_likelihood",
    regex: bool = False,
    min_count: int = 3,
) -> pd.DataFrame:
    """List what `collocates` lists, in text that was read before (`studying.words.read_corpus`, `narrow`).

    Examples
    --------
    >>> import sahelkit as sk
    >>> corpus = sk.code([{"article_id": "a", "language": "id", "text": "Tentara Mali maju. Tentara Prancis mundur."}])
    >>> collocates_in(read_corpus(corpus), "tentara", window=1, min_count=1)["word"].to_list()
    ['mali', 'prancis']
    """
    _check(window, statistic, min_count)
    table = _table(reading.words, near_words(reading, node, window=window, regex=regex), min_count)
    return table.sort_values([statistic, "word"], ascending=[False, True], ignore_index=True)


def _hits(reading: Reading, node: str, search: re.Pattern[str], regex: bool) -> Hits:
    """Return where the node stands; of a plain one only the sentences that hold its longest part are searched."""
    texts = reading.sentences["text"]
    if regex:
        return find_hits(texts.to_numpy(object), search)
    held = texts.str.contains(longest_part(node), case=False, regex=False).to_numpy(bool)
    rows = np.flatnonzero(held)
    hits = find_hits(texts[held].to_numpy(object), search)
    return hits._replace(row=rows[hits.row])


def near_words(reading: Reading, node: str, *, window: int = 5, regex: bool = False) -> Near:
    """Return which words of a text stand near a node; parameters and errors are those of `collocates`."""
    search = compile_pattern(node, regex=regex, view="collocates")
    return _near(reading.words, _hits(reading, node, search, regex), window)


def near_places(corpus: Corpus, reading: Reading, near: Near, *, word: str, count: str = "both") -> pd.DataFrame:
    """Return where a word stands near a node: what the numbers of `collocates` rest on.

    Parameters
    ----------
    corpus : Corpus
        Where the text comes from; its selection does not matter.
    reading : Reading
        The text (`studying.words.read_corpus`, `narrow`).
    near : Near
        What is near, of the same text.
    word : str
        A word of the table.
    count : str
        The column of the table that is asked about: left, right, both, in_corpus or articles.

    Returns
    -------
    DataFrame
        One row an occurrence, in the order of the text: article_id, sentence_id, start, end, zone; as many as the
        word's row says in that column (for articles, in so many articles). A word that is not there gives none.

    Examples
    --------
    >>> import sahelkit as sk
    >>> corpus = sk.code([{"article_id": "a", "language": "id", "text": "Tentara Mali maju. Mali menang."}])
    >>> reading = read_corpus(corpus)
    >>> near = near_words(reading, "tentara")
    >>> [len(near_places(corpus, reading, near, word="mali", count=count)) for count in ("right", "in_corpus")]
    [1, 2]
    """
    sentences, words = reading
    counted = {"left": near.left, "right": near.right, "in_corpus": ~near.node}.get(count, near.left | near.right)
    asked = words.form == (words.forms.index(word) if word in words.forms else -1)
    return find_places(corpus, sentences, words, counted & asked)


def _check(window: int, statistic: str, min_count: int) -> None:
    for name, value, unit in (("window", window, "words"), ("min_count", min_count, "occurrences")):
        if not isinstance(value, int) or value < 1:
            raise BadValue(f"{name} takes a number of {unit} from 1, not {value!r}", value=value)
    if statistic not in STATISTICS:
        raise UnknownName("statistic", statistic, STATISTICS)


def _near(words: Words, hits: Hits, window: int) -> Near:
    row, start, end = hits
    line = words.begin[row]
    first = np.searchsorted(words.end, line + start, side="right")
    stop = np.searchsorted(words.start, line + end, side="left")
    low, high = np.searchsorted(words.sentence, row), np.searchsorted(words.sentence, row, side="right")
    node = _covered(first, stop, len(words.form))
    left = _covered(np.maximum(first - window, low), first, len(words.form)) & ~node
    right = _covered(stop, np.minimum(stop + window, high), len(words.form)) & ~node
    return Near(left, right, node)


def _covered(low: Ints, high: Ints, length: int) -> Mask:
    """Return which of so many words lie in one of the ranges; in time that does not grow with their width."""
    opened, closed = (np.bincount(edge, minlength=length + 1) for edge in (low, high))
    return np.asarray(np.cumsum(opened - closed)[:length] > 0)


def _table(words: Words, near: Near, min_count: int) -> pd.DataFrame:
    """Return the words that stand near the node often enough, each measured."""
    either = near.left | near.right
    both, total = count_forms(words, either), count_forms(words, ~near.node)
    kept = np.flatnonzero(both >= min_count)
    both, total, n_near = both[kept], total[kept], int(either.sum())
    parts = Parts(both, total - both, n_near, int((~near.node).sum()) - n_near)
    table = pd.DataFrame(
        {
            "word": pd.array([words.forms[form] for form in kept], dtype="string"),
            "left": count_forms(words, near.left)[kept],
            "right": count_forms(words, near.right)[kept],
            "both": both,
            "in_corpus": total,
            "articles": count_articles(words, either)[kept],
            "expected": expected(parts),
            "log_likelihood": log_likelihood(parts),
            "log_ratio": log_ratio(parts),
            "pmi": pmi(parts),
        }
    )
    return table.astype(DTYPES)
