"""What the rules overlook: sentences with an actor and a verb of action that gave no event.

A researcher sees how much of the text the events rest on, and which words the lexicon lacks. A sentence counts as
read as soon as it has one event, whatever else it tells; what is a verb of action is guessed by its shape
(`studying.verbs`), so the list holds verbs that are no act as well, and misses verbs without such a shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.evidence import changes_within, find_pages, source_span, tuples_of
from sahelkit.lexicons.tables import LANGUAGES
from sahelkit.selection import Selection
from sahelkit.studying.summaries import By
from sahelkit.studying.verbs import Shapes, Word, base_of, decoyed, is_verb, shapes_of, words_in

DTYPES = {
    "article_id": "string", "sentence_id": "string", "start": "int64", "end": "int64", "text": "string",
    "word": "string", "is_listed": "boolean", "actors": "Int64", "zone": "string", "language": "string",
}  # fmt: skip
_READ = ("body", "headline")
_COLUMNS = ["article_id", "sentence_id", "start", "end", "text", "zone", "language"]


class _Unread(NamedTuple):
    row: int  # of the sentences
    start: int  # in the sentence, repairs applied
    end: int
    text: str
    word: str
    is_listed: bool


class _Around(NamedTuple):
    named: set[str]  # words of the names in the sentence
    acting: set[str]  # the last words of those that act
    is_headline: bool  # which may write every word with a capital
    shapes: Shapes


def coverage(corpus: Corpus) -> pd.DataFrame:
    """List the verbs of action in sentences that name an actor and gave no event.

    Looked at are sentences of body and headline with a mention used as actor, or a common noun for people. A verb is
    known by its shape; left out are words of saying, function words, dates, words that say what something is or
    becomes, and phrases known to be no act ("menarik perhatian"). Known failures: nouns and adjectives of a verb's
    shape that nobody listed; verbs without one (Indonesian "tiba", English "hit" where it is no listed verb).

    Returns
    -------
    DataFrame
        One row a word, in the order of the text: article_id, sentence_id, start, end, text (code points into the
        source), word (in lower case, without a joined -nya), is_listed (a trigger of events.csv, that the rules
        passed over here), actors (mentions used as actor in the sentence), zone, language. ``corpus.evidence`` takes
        its rows. A text where everything was read gives an empty table.

    Examples
    --------
    >>> import sahelkit as sk
    >>> text = "Tentara Mali memperbaiki jembatan. Prancis menarik pasukannya."
    >>> corpus = sk.code([{"article_id": "a", "language": "id", "text": text}])
    >>> coverage(corpus)[["text", "is_listed", "actors"]].to_numpy().tolist()
    [['memperbaiki', False, 1]]
    """
    sentences = _sentences(corpus)
    sentences = sentences[sentences["has_actor"] & ~sentences["has_event"]].reset_index(drop=True)
    found = _unread(corpus, sentences)
    rows = sentences.take([one.row for one in found])
    own = {name: [getattr(one, name) for one in found] for name in ("text", "word", "is_listed")}
    spans = _spans(corpus, rows, found)
    rows = rows.assign(start=[start for start, _ in spans], end=[end for _, end in spans], **own)
    return rows[list(DTYPES)].astype(DTYPES).reset_index(drop=True)


def count_coverage(corpus: Corpus, *, by: By = "language") -> pd.DataFrame:
    """Count how many sentences name an actor, how many of these gave an event, and how many hold an unread verb.

    Parameters
    ----------
    corpus : Corpus
        Counted under its selection.
    by : str or iterable of str
        Of language, zone, article_id.

    Returns
    -------
    DataFrame
        The columns of `by`; sentences (of body and headline); with_actor; with_event and unread, both of those with
        an actor: unread hold a verb of action and no event. The rest have neither. In the order of `by`.

    Raises
    ------
    BadValue
        For another column.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> count_coverage(Corpus(Tables({}))).columns.to_list()
    ['language', 'sentences', 'with_actor', 'with_event', 'unread']
    """
    keys = _keys(by, ("language", "zone", "article_id"))
    sentences = _sentences(corpus)
    acting = sentences["has_actor"]
    unread = sentences["sentence_id"].isin(coverage(corpus)["sentence_id"])
    counted = sentences[keys].assign(
        sentences=1, with_actor=acting, with_event=acting & sentences["has_event"], unread=unread
    )
    sums: pd.DataFrame = counted.groupby(keys, sort=True).sum().astype("Int64")
    return sums.reset_index()


def count_unread(corpus: Corpus, *, by: By = ("language", "word")) -> pd.DataFrame:
    """Count the words that `coverage` lists: what the lexicon lacks, most frequent first.

    Parameters
    ----------
    corpus : Corpus
        Counted under its selection.
    by : str or iterable of str
        Columns of `coverage`.

    Returns
    -------
    DataFrame
        The columns of `by`, times, articles; most times first, then by key.

    Raises
    ------
    BadValue
        For a column that `coverage` does not have.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> count_unread(Corpus(Tables({}))).columns.to_list()
    ['language', 'word', 'times', 'articles']
    """
    keys = _keys(by, tuple(DTYPES))
    unread = coverage(corpus)
    work = unread[keys].assign(times=1, articles=unread["article_id"])
    counted = work.groupby(keys, sort=True).agg({"times": "sum", "articles": "nunique"}).reset_index()
    counted = counted.astype({"times": "Int64", "articles": "Int64"})
    return counted.sort_values("times", ascending=False, kind="stable", ignore_index=True)


def _keys(by: By, allowed: tuple[str, ...]) -> list[str]:
    keys = [by] if isinstance(by, str) else list(by)
    if not keys or len(set(keys)) < len(keys) or not set(keys) <= set(allowed):
        raise BadValue(f"by takes one or more different columns of {', '.join(allowed)}, not {by!r}", value=by)
    return keys


def _sentences(corpus: Corpus) -> pd.DataFrame:
    """Return the sentences that events are read from, and whether each has an actor and an event."""
    frame = corpus.query("sentences", columns=_COLUMNS)
    frame = frame[frame["zone"].isin(_READ) & frame["language"].isin(LANGUAGES)].reset_index(drop=True)
    whole = _whole(corpus, frame)  # an actor chosen by the selection is not the only one who acts in its sentences
    named = whole.query("mentions", columns=["sentence_id", "use"])
    times = named.loc[named["use"] == "actor", "sentence_id"].value_counts()
    told = whole.query("events", columns=["sentence_id", "sentence_id_last"])
    actors = frame["sentence_id"].map(times).fillna(0).astype("Int64")
    read = frame["sentence_id"].isin(pd.concat([told["sentence_id"], told["sentence_id_last"]]).dropna())
    people = [
        actor > 0 or any(word.low in shapes_of(language).people for word in words_in(text))
        for actor, text, language in zip(actors, frame["text"], frame["language"], strict=True)
    ]
    return frame.assign(actors=actors, has_actor=pd.array(people, dtype=bool), has_event=read.to_numpy(bool))


def _whole(corpus: Corpus, rows: pd.DataFrame) -> Corpus:
    return Corpus(corpus.source, Selection(article=tuple(rows["article_id"].unique())))


def _unread(corpus: Corpus, sentences: pd.DataFrame) -> list[_Unread]:
    whole = _whole(corpus, sentences)
    mentions = whole.query("mentions", columns=["sentence_id", "text", "use"])
    named = _words_of(pd.concat([mentions, whole.query("candidates", columns=["sentence_id", "text"])]))
    acting = _words_of(mentions[mentions["use"] == "actor"], last=True)
    found: list[_Unread] = []
    for row, (key, text, zone, language) in enumerate(tuples_of(sentences, "sentence_id", "text", "zone", "language")):
        around = _Around(named.get(key, set()), acting.get(key, set()), zone == "headline", shapes_of(language))
        found += [
            _Unread(row, word.start, word.end, text[word.start : word.end], base, base in around.shapes.triggers)
            for word, base in _verbs(text, around)
        ]
    return found


def _words_of(rows: pd.DataFrame, *, last: bool = False) -> dict[str, set[str]]:
    """Return the words of the names in each sentence, or only the last word of each name."""
    held: dict[str, set[str]] = {}
    for key, text in tuples_of(rows, "sentence_id", "text"):
        words = [word.low for word in words_in(text)]
        held.setdefault(key, set()).update(words[-1:] if last else words)
    return held


def _verbs(text: str, around: _Around) -> Iterator[tuple[Word, str]]:
    """Give the words of a sentence that look like a verb of action, each with its base."""
    words = words_in(text)
    for n, word in enumerate(words):
        is_name = text[word.start].isupper() and n > 0 and not around.is_headline  # "Badan Pemeriksa"
        if is_name or word.low in around.named:
            continue
        behind = n > 0 and words[n - 1].low in around.acting
        if is_verb(words, n, around.shapes, behind_actor=behind):
            base = base_of(word.low, around.shapes)
            if not decoyed(text, base, around.shapes):
                yield word, base


def _spans(corpus: Corpus, rows: pd.DataFrame, found: list[_Unread]) -> list[tuple[int, int]]:
    """Return where each word stands in the source."""
    pages = find_pages(corpus.source, rows)
    spans = []
    for one, (article, start, end) in zip(found, tuples_of(rows, "article_id", "start", "end"), strict=True):
        inside = changes_within(pages[article].changes, start, end)
        spans.append(source_span(inside, start, one.start, one.end))
    return spans
