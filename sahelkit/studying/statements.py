"""Who said what: quotations, claims and speech acts as one list of statements, each with its kind and its speaker.

A statement is something that the articles let somebody say; whether it is true is not asked here. A quotation may
hold a claim or a promise and then stands under both kinds, so kinds are compared and never added up. Refusing what
is asked is no denial of what is said: both are REJECT, and the lexicon's row tells them apart.
"""

from __future__ import annotations

import functools

import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.lexicons.tables import EVENTS, table_rows
from sahelkit.studying.pieces import pieces, whole_articles
from sahelkit.studying.summaries import By

KINDS = (
    "direct quotation", "indirect quotation", "claim", "accusation", "denial", "refusal", "threat", "request",
    "promise",
)  # fmt: skip
DTYPES = {
    "article_id": "string", "sentence_id": "string", "start": "int64", "end": "int64", "text": "string",
    "zone": "string", "kind": "string", "speaker_id": "string", "against_id": "string", "publisher": "string",
    "language": "string",
}  # fmt: skip
_SPEECH = {"ACCUSE": "accusation", "REJECT": "refusal", "THREATEN": "threat", "REQUEST": "request"}
_PROMISES = ("AGREE", "CONCEDE")
SAID = ("reported", "claimed", "alleged")  # a speech act that is denied, planned or supposed was not made
_WHERE = ["article_id", "sentence_id", "start", "end", "text", "zone", "publisher", "language"]
_EVENT = [*_WHERE, "event_id", "event_type", "status", "source_id", "target_id", "claimant_id", "relation", "rule"]


def statements(corpus: Corpus) -> pd.DataFrame:
    """List what the articles let somebody say: quotations, claims, accusations, denials, threats, requests, promises.

    A claim is an act known only from a party's own words (status claimed); a promise an AGREE or CONCEDE whose content
    is planned; a denial a REJECT that says something did not happen or is not so, any other REJECT a refusal.

    Returns
    -------
    DataFrame
        One row a statement and pair of speaker and addressee: article_id, sentence_id, start, end, text, zone, kind,
        speaker_id (missing where nobody of the registry is named), against_id (whom it is directed at or about;
        missing in quotations), publisher, language. In the order of the text; ``corpus.evidence`` takes its rows.
        A corpus without statements gives an empty table.

    Examples
    --------
    >>> import sahelkit as sk
    >>> text = "Prancis menuduh Rusia. Kremlin membantah tuduhan itu."
    >>> corpus = sk.code([{"article_id": "a", "language": "id", "text": text}])
    >>> statements(corpus)[["kind", "speaker_id", "against_id"]].head(1).to_numpy().tolist()
    [['accusation', 'france', 'russia']]
    """
    found = [_statements(piece) for piece in pieces(corpus, "events")]
    return pd.concat(found).astype(DTYPES).reset_index(drop=True)


def _statements(corpus: Corpus) -> pd.DataFrame:
    order = {key: n for n, key in enumerate(corpus.query("articles", columns="article_id")["article_id"])}
    found = pd.concat([_quotations(corpus), _acts(corpus)])
    found = found.drop_duplicates(["article_id", "start", "kind", "speaker_id", "against_id"])
    found = found.assign(place=found["article_id"].map(order)).sort_values(["place", "start", "end"], kind="stable")
    return found[list(DTYPES)]


def count_statements(corpus: Corpus, *, by: By = ("speaker_id", "kind")) -> pd.DataFrame:
    """Count statements by who makes them and of which kind.

    A statement directed at two is counted once, unless `by` tells them apart; with two speakers it counts for both.

    Parameters
    ----------
    corpus : Corpus
        Counted under its selection.
    by : str or iterable of str
        Columns of `statements`.

    Returns
    -------
    DataFrame
        The columns of `by`, statements, articles; most statements first, then by key; missing is a kind of its own.

    Raises
    ------
    BadValue
        For a column that `statements` does not have.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> count_statements(Corpus(Tables({}))).columns.to_list()
    ['speaker_id', 'kind', 'statements', 'articles']
    """
    keys = [by] if isinstance(by, str) else list(by)
    if not keys or len(set(keys)) < len(keys) or not set(keys) <= set(DTYPES):
        raise BadValue(f"by takes one or more different columns of {', '.join(DTYPES)}, not {by!r}", value=by)
    counted = pd.concat([_counted(piece, keys) for piece in pieces(corpus, "events")])
    summed = counted.groupby(keys, dropna=False, sort=True)[["statements", "articles"]].sum().reset_index()
    summed = summed.astype({"statements": "Int64", "articles": "Int64"})
    return summed.sort_values("statements", ascending=False, kind="stable", ignore_index=True)


def _counted(corpus: Corpus, keys: list[str]) -> pd.DataFrame:
    """Count the statements of some whole articles."""
    rows = _statements(corpus).astype(DTYPES)
    rows = rows.assign(own_article=rows["article_id"], own_start=rows["start"], own_kind=rows["kind"])
    rows = rows.drop_duplicates([*keys, "own_article", "own_start", "own_kind"])
    counted: pd.DataFrame = rows.groupby(keys, dropna=False, sort=True).agg(
        statements=("own_kind", "size"), articles=("own_article", "nunique")
    )
    return counted.reset_index()


def is_denial(events: pd.DataFrame) -> pd.Series:
    """Say of each row of events whether it denies something: by its relation, or by its trigger's lexicon row.

    Examples
    --------
    >>> rows = {"relation": [None, None, "denies"], "rule": ["events:REJECT:tolak+meN", "events:REJECT:deny+s", "x"]}
    >>> is_denial(pd.DataFrame(rows, dtype="string")).to_list()
    [False, True, True]
    """
    trigger = events["rule"].str.rpartition("+")[0] if len(events) else events["rule"]
    return (events["relation"] == "denies").fillna(False) | trigger.isin(_denying())


@functools.cache
def _denying() -> frozenset[str]:
    rows = (row for row in table_rows(EVENTS) if row["act"] == "denial")
    return frozenset(f"events:{row['event_type']}:{row['form']}" for row in rows)


def _quotations(corpus: Corpus) -> pd.DataFrame:
    quotes = corpus.query("quotes", columns=[*_WHERE, "kind", "speaker_id"])
    return quotes.assign(kind=quotes["kind"] + " quotation", against_id=pd.Series(pd.NA, quotes.index, "string"))


def _acts(corpus: Corpus) -> pd.DataFrame:
    events = corpus.query("events", columns=_EVENT)
    events = events[(events["relation"] != "content").fillna(True) & events["status"].isin(SAID)]
    kind = events["event_type"].map(_SPEECH).astype("string")
    kind = kind.mask((events["event_type"] == "REJECT") & is_denial(events), "denial")
    kind = kind.mask(events["event_type"].isin(_PROMISES) & events["event_id"].isin(_promised(corpus)), "promise")
    claimed = kind.isna() & (events["status"] == "claimed") & events["claimant_id"].notna()
    kind = kind.mask(claimed, "claim")
    about = events["source_id"].where(events["source_id"] != events["claimant_id"], events["target_id"])
    rows = events.assign(
        kind=kind,
        speaker_id=events["source_id"].mask(claimed, events["claimant_id"]),
        against_id=events["target_id"].mask(claimed, about),
    )
    return rows[kind.notna()]


def _promised(corpus: Corpus) -> pd.Series:
    """Return the events whose content is planned, whatever the selection says of the content's own row."""
    content = whole_articles(corpus).query("events", columns=["about_event_id", "relation", "status"])
    content = content[(content["relation"] == "content").fillna(False) & (content["status"] == "planned")]
    return content["about_event_id"].dropna()
