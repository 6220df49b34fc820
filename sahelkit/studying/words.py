"""The words of a corpus, each with its place, for what counts words: collocates and keyness.

A word is what the scan takes for one, and what an article's n_words counts: letters or digits in a row ("l'armée" is
two, "1.700" is one, "Mali-Wagner" two). Words are told apart by their letters alone, case folded, accents kept; no
lemmas, no stop words. Read are the sentences of the zones that the finders read, under the corpus's selection.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sahelkit.corpus import Corpus
from sahelkit.finding.scan import find_tokens
from sahelkit.lexicons.fold import IS_DIGIT, IS_LETTER, fold

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

ZONES = ("headline", "body")  # the zones that the finders read
_COLUMNS = ("article_id", "sentence_id", "zone", "language", "text")
_BATCH_CHARS = 4_000_000  # the scan's arrays take some twenty bytes a character


class Words(NamedTuple):
    """Every word of some sentences, in the order of the text.

    `article` : number of each sentence's article; `begin` : where each sentence begins, had all one line each, and
    where the last ends; `forms` : the different words; and one a word: `form` (number in `forms`), `sentence`
    (number), `start`, `end` (counted like `begin`). Of some sentences of a longer text the lines keep their place.
    """

    article: Ints
    begin: Ints
    forms: list[str]
    form: Ints
    sentence: Ints
    start: Ints
    end: Ints


class Reading(NamedTuple):
    """Sentences and the words in them, read once: ``words.sentence`` counts the rows of `sentences`."""

    sentences: pd.DataFrame
    words: Words


def read_corpus(corpus: Corpus) -> Reading:
    """Read the words of a corpus, under its selection; `narrow` then takes parts without reading again.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> read_corpus(Corpus(Tables({}))).words.forms
    []
    """
    sentences = coded_sentences(corpus)
    return Reading(sentences, read_words(sentences))


def narrow(reading: Reading, corpus: Corpus) -> Reading:
    """Return the part of a reading that stands under a corpus's selection; `corpus` is of the same source.

    Parameters
    ----------
    reading : Reading
        As `read_corpus` gives it, of the whole corpus or of a part that holds this one.
    corpus : Corpus
        Its selection chooses the sentences.

    Examples
    --------
    >>> import sahelkit as sk
    >>> corpus = sk.code([{"article_id": key, "language": "id", "text": f"{key} maju."} for key in ("Mali", "Niger")])
    >>> part = narrow(read_corpus(corpus), corpus.filter(article="Niger"))
    >>> [part.words.forms[form] for form in part.words.form]
    ['niger', 'maju']
    """
    chosen = pd.Index(corpus.query("sentences", columns="sentence_id")["sentence_id"])
    return take_sentences(reading, chosen.get_indexer(pd.Index(reading.sentences["sentence_id"])) >= 0)


def take_sentences(reading: Reading, keep: Mask) -> Reading:
    """Return the part of a reading in some sentences; `keep` is a mask of its sentences."""
    words, number = reading.words, np.cumsum(keep) - 1
    held = keep[words.sentence]
    part = Words(
        article=words.article[keep],
        begin=np.append(words.begin[:-1][keep], words.begin[-1]),
        forms=words.forms,
        form=words.form[held],
        sentence=number[words.sentence[held]],
        start=words.start[held],
        end=words.end[held],
    )
    return Reading(reading.sentences[keep].reset_index(drop=True), part)


def coded_sentences(corpus: Corpus) -> pd.DataFrame:
    """Return the sentences that the finders read, under the corpus's selection.

    Returns
    -------
    DataFrame
        One row a sentence: article_id, sentence_id, zone, language (of the article), text (repairs applied).

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> coded_sentences(Corpus(Tables({}))).columns.to_list()
    ['article_id', 'sentence_id', 'zone', 'language', 'text']
    """
    sentences = corpus.query("sentences", columns=_COLUMNS)
    return sentences[sentences["zone"].isin(ZONES)].reset_index(drop=True)


def read_words(sentences: pd.DataFrame) -> Words:
    """Read the words of sentences.

    Parameters
    ----------
    sentences : DataFrame
        With article_id and text.

    Returns
    -------
    Words
        Empty for sentences without a word.

    Examples
    --------
    >>> words = read_words(pd.DataFrame({"article_id": ["a", "b"], "text": ["Mali, MALI: 1.700.", "L'armée"]}))
    >>> [words.forms[form] for form in words.form], words.sentence.tolist()
    (['mali', 'mali', '1.700', 'l', 'armée'], [0, 0, 0, 1, 1])
    """
    texts = sentences["text"].to_list()
    begin = np.cumsum(np.array([0, *(len(text) + 1 for text in texts)], dtype=np.int64))
    seen: defaultdict[str, int] = defaultdict()
    seen.default_factory = seen.__len__  # a new word takes the next number
    found = [np.zeros((3, 0), dtype=np.int64)]
    for first, last in _batches(begin):
        joined = "\n".join(texts[first:last])
        start, end = _spans(joined)
        number = np.array([seen[joined[a:b]] for a, b in zip(start.tolist(), end.tolist())], dtype=np.int64)
        found.append(np.stack([number, start + begin[first], end + begin[first]]))
    number, start, end = np.concatenate(found, axis=1)
    forms: dict[str, int] = {}
    same = np.array([forms.setdefault(_folded(word), len(forms)) for word in seen], dtype=np.int64)
    article = np.asarray(pd.factorize(sentences["article_id"])[0], dtype=np.int64)
    sentence = np.searchsorted(begin, start, side="right") - 1
    return Words(article, begin, list(forms), same[number], sentence, start, end)


def count_forms(words: Words, where: Mask | None = None) -> Ints:
    """Return how often each form occurs; with `where`, a mask of the words, among these.

    Examples
    --------
    >>> words = read_words(pd.DataFrame({"article_id": ["a", "a"], "text": ["Mali, Mali", "mali maju"]}))
    >>> count_forms(words).tolist(), count_forms(words, words.sentence == 0).tolist()
    ([3, 1], [2, 0])
    """
    form = words.form if where is None else words.form[where]
    return np.bincount(form, minlength=len(words.forms)).astype(np.int64)


def count_articles(words: Words, where: Mask | None = None) -> Ints:
    """Return in how many articles each form occurs; with `where`, a mask of the words, among these.

    Examples
    --------
    >>> words = read_words(pd.DataFrame({"article_id": ["a", "a", "b"], "text": ["Mali, Mali", "mali", "mali"]}))
    >>> count_articles(words).tolist()
    [2]
    """
    form, sentence = (words.form, words.sentence) if where is None else (words.form[where], words.sentence[where])
    many = int(words.article.max(initial=0)) + 1
    pairs = np.sort(form * many + words.article[sentence])  # sorted first: np.unique hashes, ten times as slow
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return np.bincount(pairs // many, minlength=len(words.forms)).astype(np.int64)


def _batches(begin: Ints) -> Iterator[tuple[int, int]]:
    """Cut the sentences into ranges of some four million characters; a longer sentence is one of its own."""
    first, count = 0, len(begin) - 1
    while first < count:
        last = int(np.searchsorted(begin, begin[first] + _BATCH_CHARS, side="right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = last


def _spans(text: str) -> tuple[Ints, Ints]:
    codes = fold(text)
    start, end = find_tokens(codes)
    word = IS_LETTER[codes[start]] | IS_DIGIT[codes[start]]
    return start[word], end[word]


def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word.casefold())
