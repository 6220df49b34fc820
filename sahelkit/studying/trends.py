"""Counts and rates over time and across publishers and languages.

Raw counts mislead: a month, a publisher or a language with more text has more of everything. So each count stands
beside what was searched for it, all selected articles and their words, and as a rate of both. Time is publication
(when the press wrote, not when it happened); months without a row are zero, undated articles keep a row of their own.
"""

from __future__ import annotations

import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, UnknownName
from sahelkit.studying.summaries import By

PERIODS = {"month": "M", "year": "Y"}  # and pandas' name for each
_COUNTS = ("articles", "all_articles", "words")


def trends(corpus: Corpus, *, table: str = "mentions", by: str = "month", split: By | None = None) -> pd.DataFrame:
    """Count the rows of a table over time, or across publishers or languages, with rates.

    With n rows found, ``per_1000_words = 1000 n / words`` and ``per_article = n / all_articles``: all_articles are
    all selected articles of the period, whether they hold a row or not, and words those of their whole texts. The
    fields of a selection that choose articles (publisher, language, since ...) narrow them; an actor or a status
    narrows n alone. Languages differ in how much a word says: compare the course of their rates, not the height.

    Parameters
    ----------
    corpus : Corpus
        Counted under its selection.
    table : str
        What to count: mentions, events (each once, by event_id), figures, quotes, sentences ..., or articles.
    by : str
        "month" or "year" of publication, or a column of the articles: "publisher", "language", "meta_NAME" ...
    split : str or iterable of str, optional
        Columns of the table, or of the article, whose values are told apart: "actor_id", ("group", "language") ...

    Returns
    -------
    DataFrame
        One row for each value of `by` in each combination that `split` tells apart, sorted by `split`, then `by`,
        missing last: the columns of `split`; `by` (as "2022-03" or "2022", which `filter` takes for since and until;
        missing for undated articles); the count, named as its table; articles (that hold a row); all_articles; words
        (both searched: under a split by publisher or language, of that one); per_1000_words, per_article (missing
        where nothing was searched). All months between the first and the last of the selected articles are there.
        For "articles" only articles and words are given. No articles give an empty table.

    Raises
    ------
    UnknownName
        For a table or column that does not exist.
    BadValue
        For a `split` that repeats a column or is empty.

    Examples
    --------
    >>> import sahelkit as sk
    >>> texts = {"2022-01-30": "Mali maju. Mali menang.", "2022-03-01": "Prancis pergi dari Mali.", "": "Mali tenang."}
    >>> articles = [{"article_id": day or "x", "published": day, "text": text} for day, text in texts.items()]
    >>> corpus = sk.code([{"language": "id", **article} for article in articles]).filter(actor="mali")
    >>> trends(corpus)[["month", "mentions", "words", "per_1000_words"]].values.tolist()
    [['2022-01', 2, 4, 500.0], ['2022-02', 0, 0, <NA>], ['2022-03', 1, 4, 250.0], [<NA>, 1, 2, 500.0]]
    """
    keys = _keys(split, by)
    articles = _articles(corpus, [*keys, by])
    if by in PERIODS:
        articles[by] = _period(articles["published"], by)
    elif by not in articles.columns:
        raise UnknownName("column", by, [*PERIODS, *corpus.query("articles", limit=0).columns])
    counted = _counted(corpus, table, by, keys)
    told = [key for key in keys if key in articles.columns]
    rows = _grid(articles, counted, by, keys).merge(counted, on=[*keys, by], how="left")
    rows = rows.merge(_searched(articles, [*told, by]), on=[*told, by], how="left")
    rows = rows.sort_values([*keys, by], ignore_index=True)
    return _rated(rows, table, [*keys, by])


def _articles(corpus: Corpus, asked: list[str]) -> pd.DataFrame:
    """Return of the articles what the table asks of them, and no more: there may be millions."""
    known = corpus.query("articles", limit=0).columns
    wanted = ["article_id", "n_words", "published", *(name for name in asked if name in known)]
    return corpus.query("articles", columns=list(dict.fromkeys(wanted)))


def _keys(split: By | None, by: str) -> list[str]:
    keys = [split] if isinstance(split, str) else list(split or ())
    if split is not None and (not keys or len({*keys, by}) <= len(keys)):
        raise BadValue(f"split takes one or more different columns besides {by!r}, not {split!r}", value=split)
    return keys


def _period(published: pd.Series, by: str) -> pd.Series:
    """Return the month or year of each day, as ISO 8601 writes it."""
    period: pd.Series = published.dt.to_period(PERIODS[by]).astype("string")
    return period


def _counted(corpus: Corpus, table: str, by: str, keys: list[str]) -> pd.DataFrame:
    """Count rows and articles. An article has one day, and an event one article, so that days add up to months."""
    if by not in PERIODS:
        return corpus.query(table, by=[*keys, by])
    days = corpus.query(table, by=list(dict.fromkeys([*keys, "published"])))
    days[by] = _period(days["published"], by)
    return days.groupby([*keys, by], dropna=False)[["n", "n_articles"]].sum().reset_index()


def _grid(articles: pd.DataFrame, counted: pd.DataFrame, by: str, keys: list[str]) -> pd.DataFrame:
    """Return every combination of `keys` that occurs with every value of `by`."""
    values = pd.concat([articles[by], counted[by]]).drop_duplicates()
    if by in PERIODS and values.notna().any():
        span = pd.period_range(values.min(), values.max(), freq=PERIODS[by])
        values = pd.concat([pd.Series(span.astype(str), dtype="string"), values[values.isna()]])
    axis: pd.DataFrame = values.to_frame(by)
    if not keys:
        return axis
    known = articles if set(keys) <= set(articles.columns) else counted
    return known[keys].drop_duplicates().merge(axis, how="cross")


def _searched(articles: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    grouped = articles.groupby(keys, dropna=False)
    searched: pd.DataFrame = grouped.agg(all_articles=("article_id", "size"), words=("n_words", "sum")).reset_index()
    return searched


def _rated(rows: pd.DataFrame, table: str, keys: list[str]) -> pd.DataFrame:
    rows = rows.rename(columns={"n": table, "n_articles": "articles"} if table != "articles" else {"n": "articles"})
    counts = ["articles", "words"] if table == "articles" else [table, *_COUNTS]
    rows[counts] = rows[counts].fillna(0).astype("Int64")
    if table == "articles":
        return rows[[*keys, *counts]]
    for rate, per, times in (("per_1000_words", "words", 1000), ("per_article", "all_articles", 1)):
        rows[rate] = (rows[table] * times / rows[per].mask(rows[per] == 0)).astype("Float64")
    return rows[[*keys, *counts, "per_1000_words", "per_article"]]
