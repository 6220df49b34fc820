"""Keyness: the words that one corpus uses more often than another.

Every word is counted in the corpus and in a reference, and the two are compared (`studying.association`). Only texts
in one language compare: across two, every word is key. What is key in one article may be key for it alone, so the
number of articles stands beside each count.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.studying.association import Parts, log_likelihood, log_ratio
from sahelkit.studying.places import find_places
from sahelkit.studying.words import Reading, count_articles, count_forms, read_corpus, take_sentences

DTYPES = {
    "word": "string", "frequency": "Int64", "reference_frequency": "Int64", "per_million": "Float64",
    "reference_per_million": "Float64", "articles": "Int64", "reference_articles": "Int64",
    "log_likelihood": "Float64", "log_ratio": "Float64",
}  # fmt: skip


def keyness(corpus: Corpus, reference: Corpus, *, min_count: int = 3, limit: int | None = None) -> pd.DataFrame:
    """List the words that a corpus uses more, and less, often than a reference.

    With a and b occurrences of a word among the c and d words of corpus and reference:

    - per_million ``1,000,000 a / c``, reference_per_million ``1,000,000 b / d``;
    - log_likelihood ``G2 = 2 (a ln(a / E1) + b ln(b / E2))`` with ``E1 = c (a + b) / (c + d)`` and
      ``E2 = d (a + b) / (c + d)`` (Rayson and Garside 2000, after Dunning 1993): how much evidence; negative where
      the corpus uses the word less often. Over 15.13 is p < 0.0001 for one word; among thousands some pass by chance;
    - log_ratio ``log2((a / c) / (b / d))`` (Hardie 2014): how large the difference is; 1 is twice as often, -1 half; a
      word that one side lacks counts there as 0.5.

    The two must be in one language. Sentences that are in both (the reference is the whole that the corpus was taken
    from) are left out of the reference, since the formulas compare two parts that share nothing.

    Parameters
    ----------
    corpus, reference : Corpus
        Their sentences in headline and body, each under its selection.
    min_count : int
        Occurrences in both together that a word needs.
    limit : int, optional
        At most so many rows.

    Returns
    -------
    DataFrame
        One row a word, case folded, highest log_likelihood first, then by word: word, frequency,
        reference_frequency, per_million, reference_per_million, articles, reference_articles (that hold it),
        log_likelihood, log_ratio. What a side without any word makes unknown is missing.

    Raises
    ------
    BadValue
        For texts in several languages; for a reference that is no corpus; for a min_count under 1 or a bad limit.

    Examples
    --------
    >>> import sahelkit as sk
    >>> texts = ["Mali maju. Mali menang.", "Niger maju. Niger diam.", "Prancis pergi."]
    >>> corpus = sk.code([{"article_id": text[:2], "language": "id", "text": text} for text in texts])
    >>> found = keyness(corpus.filter(article="Ma"), corpus, min_count=2)
    >>> found[["word", "frequency", "reference_frequency", "log_ratio"]].values.tolist()
    [['mali', 2, 0, 2.5849...], ['maju', 1, 1, 0.5849...], ['niger', 0, 2, -1.4150...]]
    """
    _check(reference, min_count, limit)
    ours, theirs = read_corpus(corpus), read_corpus(reference)
    if reference.source is corpus.source:
        theirs = leave_out(theirs, ours)
    return keyness_in(ours, theirs, min_count=min_count, limit=limit)


def leave_out(reading: Reading, other: Reading) -> Reading:
    """Return a reading without the sentences that `other`, of the same source, has too."""
    return take_sentences(reading, ~reading.sentences["sentence_id"].isin(other.sentences["sentence_id"]).to_numpy())


def keyness_in(ours: Reading, theirs: Reading, *, min_count: int = 3, limit: int | None = None) -> pd.DataFrame:
    """List what `keyness` lists, in text that was read before (`studying.words.read_corpus`, `narrow`).

    The two must share no sentence: see `leave_out`.

    Examples
    --------
    >>> import sahelkit as sk
    >>> texts = ["Mali maju. Mali menang.", "Niger maju. Niger diam."]
    >>> one, other = (read_corpus(sk.code([{"article_id": "a", "language": "id", "text": text}])) for text in texts)
    >>> keyness_in(one, other, min_count=2)["word"].to_list()
    ['mali', 'maju', 'niger']
    """
    _check_numbers(min_count, limit)
    _check_languages(ours.sentences, theirs.sentences)
    table = _counts(ours, "").join(_counts(theirs, "reference_"), how="outer").fillna(0).astype("int64")
    sizes = int(table["frequency"].sum()), int(table["reference_frequency"].sum())
    table = table[table["frequency"] + table["reference_frequency"] >= min_count]
    table = _measured(table, *sizes).reset_index(names="word")[list(DTYPES)].astype(DTYPES)
    table = table.sort_values(["log_likelihood", "word"], ascending=[False, True], ignore_index=True)
    return table if limit is None else table.head(limit)


def key_places(corpus: Corpus, word: str, *, reading: Reading | None = None) -> pd.DataFrame:
    """Return where a word of `keyness`' table stands in a corpus: what its frequency rests on.

    Parameters
    ----------
    corpus, word : Corpus, str
        A word of the table.
    reading : Reading, optional
        The corpus's text, if it was read before (`studying.words.read_corpus`, `narrow`).

    Returns
    -------
    DataFrame
        One row an occurrence, in the order of the text: article_id, sentence_id, start, end, zone. A word that does
        not occur gives an empty table.

    Examples
    --------
    >>> import sahelkit as sk
    >>> corpus = sk.code([{"article_id": "a", "language": "id", "text": "Tentara Mali maju. Mali menang."}])
    >>> key_places(corpus, "mali")["start"].to_list()
    [8, 19]
    """
    sentences, words = reading or read_corpus(corpus)
    asked = words.form == (words.forms.index(word) if word in words.forms else -1)
    return find_places(corpus, sentences, words, asked)


def _check(reference: Corpus, min_count: int, limit: int | None) -> None:
    if not isinstance(reference, Corpus):
        raise BadValue(f"keyness compares with a second corpus, not {reference!r}", value=reference)
    _check_numbers(min_count, limit)


def _check_numbers(min_count: int, limit: int | None) -> None:
    if not isinstance(min_count, int) or min_count < 1:
        raise BadValue(f"min_count takes a number of occurrences from 1, not {min_count!r}", value=min_count)
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise BadValue(f"limit takes a number of rows from 0, not {limit!r}", value=limit)


def _check_languages(*sides: pd.DataFrame) -> None:
    found = sorted({language for side in sides for language in side["language"].dropna().unique()})
    if len(found) > 1:
        raise BadValue(
            f"keyness compares texts in one language, and these are in {', '.join(found)}; narrow both corpora to "
            f'one, for example with .filter(language="{found[0]}")',
            value=found,
        )


def _counts(reading: Reading, side: str) -> pd.DataFrame:
    """Return frequency and articles of each word, by word."""
    words = reading.words
    counted = {f"{side}frequency": count_forms(words), f"{side}articles": count_articles(words)}
    return pd.DataFrame(counted, index=pd.Index(words.forms, dtype="string"))


def _measured(table: pd.DataFrame, size: int, reference_size: int) -> pd.DataFrame:
    one, other = table["frequency"].to_numpy(np.int64), table["reference_frequency"].to_numpy(np.int64)
    parts = Parts(one, other, size, reference_size)
    return table.assign(
        per_million=one * 1e6 / size if size else np.nan,
        reference_per_million=other * 1e6 / reference_size if reference_size else np.nan,
        log_likelihood=log_likelihood(parts, cells=2),
        log_ratio=log_ratio(parts),
    )
