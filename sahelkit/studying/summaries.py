"""How often: mentions, co-mentions, figures and events, counted under a corpus's selection.

Every count stands in a column named for what it counts, since a mention is not an event and ten mentions may come
from one article: `articles` always stands beside it. Raw counts mislead across publishers and languages that write
more, so mentions come with a rate. Counting is the corpus's work (`Corpus.query`); nothing here reads text.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.selection import WHO_FIELDS

By = str | Iterable[str]


def count_mentions(corpus: Corpus, *, by: By = "actor_id") -> pd.DataFrame:
    """Count how often actors are named.

    Parameters
    ----------
    corpus : Corpus
        Counted under its selection.
    by : str or iterable of str
        Columns of mentions, or of their article: "actor_id", ("actor_id", "article_id"), "publisher", "use" ...

    Returns
    -------
    DataFrame
        One row for each combination that occurs, most mentions first, then by key: the columns of `by`; name and
        actor_type where `by` names the actor; mentions; articles (that hold one); per_1000_words, the mentions for
        each 1,000 words of the selected articles, or of those that `by` tells apart (missing without words).
        No mentions give an empty table.

    Raises
    ------
    UnknownName
        For a column that does not exist.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> count_mentions(Corpus(Tables({}))).columns.to_list()
    ['actor_id', 'name', 'actor_type', 'mentions', 'articles', 'per_1000_words']
    """
    keys = _keys(by)
    counted = _count(corpus, "mentions", keys)
    counted["per_1000_words"] = _rate(corpus, counted, keys)
    if "actor_id" not in keys:
        return counted
    about = [name for name in ("name", "actor_type") if name not in keys]
    known = corpus.query("mentions", by=["actor_id", *about]).drop_duplicates("actor_id").set_index("actor_id")
    for place, name in enumerate(about, len(keys)):
        counted.insert(place, name, counted["actor_id"].map(known[name]).astype("string"))
    return counted


def comentions(corpus: Corpus) -> pd.DataFrame:
    """Count in how many sentences two actors are named together.

    Counted are the sentences under the corpus's selection, with all who are named in them: filtered by one actor,
    the table holds every pair in the sentences that name it.

    Returns
    -------
    DataFrame
        One row for each unordered pair: actor_id, other_id (the later in the alphabet), sentences, articles; most
        sentences first, then by key. No pairs give an empty table.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> comentions(Corpus(Tables({}))).columns.to_list()
    ['actor_id', 'other_id', 'sentences', 'articles']
    """
    sentences = corpus.query("sentences", columns="sentence_id")["sentence_id"]
    columns = ["article_id", "sentence_id", "actor_id"]
    named = corpus.without(*WHO_FIELDS).query("mentions", columns=columns)
    named = named[pd.Index(sentences).get_indexer(named["sentence_id"]) >= 0].drop_duplicates(
        ["sentence_id", "actor_id"]
    )
    pairs = named.merge(named[["sentence_id", "actor_id"]].rename(columns={"actor_id": "other_id"}), on="sentence_id")
    pairs = pairs[pairs["actor_id"] < pairs["other_id"]]
    counted: pd.DataFrame = pairs.groupby(["actor_id", "other_id"]).agg(
        sentences=("sentence_id", "size"), articles=("article_id", "nunique")
    )
    counted = counted.reset_index().astype({"sentences": "Int64", "articles": "Int64"})
    order = ["sentences", "actor_id", "other_id"]
    return counted.sort_values(order, ascending=[False, True, True], ignore_index=True)


def count_figures(corpus: Corpus, *, by: By = "kind") -> pd.DataFrame:
    """Count the numbers of people that the articles give; the numbers themselves are never added up.

    Two articles may give one number twice, and ranges do not add: see the table figures for what each says.

    Returns
    -------
    DataFrame
        The columns of `by`, figures, articles; most figures first, then by key.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> count_figures(Corpus(Tables({})), by=("actor_id", "kind")).columns.to_list()
    ['actor_id', 'kind', 'figures', 'articles']
    """
    return _count(corpus, "figures", _keys(by))


def count_events(corpus: Corpus, *, by: By = "event_type") -> pd.DataFrame:
    """Count events, each once: an event with several sources or targets has several rows and one event_id.

    Counted by a side (``by="source_id"``), an event with two sources stands under both.

    Returns
    -------
    DataFrame
        The columns of `by` ("group" is the PLOVER group of the type), events, articles; most events first, then
        by key.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> count_events(Corpus(Tables({})), by=("group", "status")).columns.to_list()
    ['group', 'status', 'events', 'articles']
    """
    return _count(corpus, "events", _keys(by))


def _count(corpus: Corpus, table: str, keys: list[str]) -> pd.DataFrame:
    return corpus.query(table, by=keys).rename(columns={"n": table, "n_articles": "articles"})


def _keys(by: By) -> list[str]:
    keys = [by] if isinstance(by, str) else list(by)
    if not keys or len(set(keys)) < len(keys):
        raise BadValue(f"by takes one or more different columns, not {by!r}", value=by)
    return keys


def _rate(corpus: Corpus, counted: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Return mentions per 1,000 words of the articles that each row of `counted` is about."""
    shared = [key for key in keys if key in corpus.query("articles", limit=0).columns]
    articles = corpus.query("articles", columns=list(dict.fromkeys(["n_words", *shared])))
    if shared:
        words = articles.groupby(shared, dropna=False)["n_words"].sum().rename("words").reset_index()
        total = counted[shared].merge(words, on=shared, how="left")["words"]
    else:
        total = pd.Series(articles["n_words"].sum(), index=counted.index, dtype="Int64")
    return (counted["mentions"] * 1000 / total.mask(total == 0)).astype("Float64")
