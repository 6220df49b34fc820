"""The sequence of events: one row for each incident, and which incident is told as before which.

Both need a linked corpus. An incident is what its reports agree on: the days that all of them allow, the closest place
that one of them gives, the most real status. Nothing is added up, and an undated incident gets no date: all that is
known of its time may be an order word in the text, which `orders` gives as pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from sahelkit.arrays import DATE, OFFSET, TEXT
from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.linking import NO_INCIDENT
from sahelkit.linking.reports import GENERIC, Place, closer, is_within, places_by_id, unreality

COLUMNS = {
    "incident_id": TEXT, "event_type": TEXT, "mode": TEXT, "source_id": TEXT, "target_id": TEXT, "place_id": TEXT,
    "date_from": DATE, "date_to": DATE, "date_edtf": TEXT, "status": TEXT, "reports": "Int64", "articles": "Int64",
    "publishers": "Int64", "article_id": TEXT, "start": OFFSET, "end": OFFSET, "text": TEXT, "sentence_id": TEXT,
}  # fmt: skip
ORDERS = {"earlier_id": TEXT, "later_id": TEXT, "relation": TEXT, "article_id": TEXT, "start": OFFSET, "end": OFFSET,
          "text": TEXT}  # fmt: skip
_ASKED = (
    "incident_id", "event_id", "event_type", "mode", "source_id", "target_id", "place_id", "date_from", "date_to",
    "date_edtf", "status", "relation", "article_id", "start", "end", "text", "sentence_id", "publisher",
)  # fmt: skip

Row = dict[str, Any]


def incidents(corpus: Corpus) -> pd.DataFrame:
    """Return one row for each incident: what its reports agree on, and how many there are.

    Parameters
    ----------
    corpus : Corpus
        Linked. Reports under its selection are taken together; filtered by one publisher, the table holds what that
        one tells, and the counts are its own.

    Returns
    -------
    DataFrame
        One row for each incident, in the order of its first report in the corpus. The columns:

        - incident_id, event_type, mode (the first given), place_id (the closest given);
        - source_id and target_id: of the report that names most, each one actor; further ones stand in events;
        - date_from and date_to: the days that all dated reports allow, inclusive; date_edtf as the report with the
          fewest days has it. Missing where no report is dated;
        - status: the most real of the reports (reported, claimed, alleged, denied, planned ...);
        - reports (different event_id), articles and publishers (different ones; an unknown publisher is none);
        - article_id, start, end (code points into the source), text and sentence_id of the first report, so that
          `corpus.evidence` takes the rows.

        Events without an incident (what is only demanded, threatened or ruled out) are left out. No events give an
        empty table.

    Raises
    ------
    BadValue
        When the corpus is not linked.

    Examples
    --------
    >>> from sahelkit.corpus import code
    >>> from sahelkit.linking import link
    >>> texts = {"id": "Pada 7 Februari 2023 Lavrov bertemu Goita di Bamako.", "fr": "Lavrov a rencontré Goita.",
    ...          "en": "Goita met Lavrov in Mali on 7 February 2023."}
    >>> corpus = link(code({"article_id": lang, "language": lang, "text": text} for lang, text in texts.items()))
    >>> incidents(corpus)[["incident_id", "place_id", "date_edtf", "articles"]].to_numpy(object).tolist()
    [['id:28', 'bamako', '2023-02-07', 2], ['fr:9', <NA>, <NA>, 1]]
    """
    events = _linked(corpus)
    events = events[events["incident_id"].notna()]
    places = places_by_id()
    groups: dict[str, list[Row]] = {}
    for row in _rows(events):
        groups.setdefault(row["incident_id"], []).append(row)
    return pd.DataFrame([_incident(rows, places) for rows in groups.values()], columns=list(COLUMNS)).astype(COLUMNS)


def orders(corpus: Corpus) -> pd.DataFrame:
    """Return which incident an article tells as before which other, by its order words (then, after, before, since).

    Parameters
    ----------
    corpus : Corpus
        Linked. The event that carries the order word is under its selection; the other may be any.

    Returns
    -------
    DataFrame
        One row for each order told, in text order: earlier_id and later_id (incident_id), relation (before or after,
        as the text has it), and article_id, start, end, text of the event that carries it, for `corpus.evidence`. Two
        articles may tell two orders: both stand here. No orders give an empty table.

    Raises
    ------
    BadValue
        When the corpus is not linked.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> orders(Corpus(Tables({}))).columns.to_list()[:3]
    ['earlier_id', 'later_id', 'relation']
    """
    told = _linked(corpus, "about_event_id")
    told = told[told["relation"].isin(("before", "after"))].drop_duplicates(["event_id", "about_event_id", "relation"])
    everything = corpus.without().query("events", columns=["event_id", "incident_id"]).drop_duplicates("event_id")
    other = told["about_event_id"].map(everything.set_index("event_id")["incident_id"])
    is_before = told["relation"].eq("before")
    pairs = told.assign(
        earlier_id=told["incident_id"].where(is_before, other), later_id=other.where(is_before, told["incident_id"])
    )
    pairs = pairs.dropna(subset=["earlier_id", "later_id"])[list(ORDERS)]
    return pairs[pairs["earlier_id"] != pairs["later_id"]].reset_index(drop=True).astype(ORDERS)


def _linked(corpus: Corpus, *more: str) -> pd.DataFrame:
    """Return the events under the selection; refuses a corpus whose events have not been linked."""
    events = corpus.query("events", columns=[*_ASKED, *more])
    is_none = events["relation"].eq("content").fillna(False) & events["status"].isin(NO_INCIDENT)
    if not is_none.all() and events["incident_id"].isna().all():
        raise BadValue("no event has an incident_id: link the corpus first, corpus = sk.link(corpus)", value=corpus)
    return events


def _rows(events: pd.DataFrame) -> Iterable[Row]:
    columns = [events[name].astype(object).where(events[name].notna(), None).to_list() for name in _ASKED]
    return (dict(zip(_ASKED, cells, strict=True)) for cells in zip(*columns, strict=True))


def _incident(rows: list[Row], places: dict[str, Place]) -> tuple[Any, ...]:
    first = rows[0]
    source, target = _sides(rows)
    counts = (len({row[name] for row in rows} - {None}) for name in ("event_id", "article_id", "publisher"))
    return (
        first["incident_id"], first["event_type"], next((row["mode"] for row in rows if row["mode"]), None),
        source, target, _place(rows, places), *_dates(rows),
        min((row["status"] for row in rows), key=unreality), *counts,
        *(first[name] for name in ("article_id", "start", "end", "text", "sentence_id")),
    )  # fmt: skip


def _sides(rows: list[Row]) -> tuple[Any, Any]:
    """Return source and target of the row that names most; a side it leaves open is filled from the others."""
    ranked = sorted(rows, key=lambda row: -_named(row["source_id"]) - _named(row["target_id"]))
    source, target = ranked[0]["source_id"], ranked[0]["target_id"]
    for row in ranked[1:]:
        one, two = row["source_id"], row["target_id"]
        source = one if one != target and _named(one) > _named(source) else source
        target = two if two != source and _named(two) > _named(target) else target
    return source, target


def _named(side: str | None) -> int:
    """Rank a side: 2 for a name, 1 for a generic one, 0 for none."""
    return 0 if side is None else 1 if side in GENERIC else 2


def _place(rows: list[Row], places: dict[str, Place]) -> str | None:
    best: str | None = None
    for place in (row["place_id"] for row in rows if row["place_id"]):
        one, two = (places.get(key or "", ("", "", key or "")) for key in (best, place))
        if best is None or (is_within(one, two) and closer(one, two) != one):
            best = place
    return best


def _dates(rows: list[Row]) -> tuple[Any, Any, Any]:
    """Return the days that all dated reports allow, and the narrowest of their dates in EDTF."""
    dated = [row for row in rows if row["date_from"] or row["date_to"]]
    if not dated:
        return None, None, None
    first = max((row["date_from"] for row in dated if row["date_from"]), default=None)
    last = min((row["date_to"] for row in dated if row["date_to"]), default=None)
    closest = min(dated, key=_width)
    if first is not None and last is not None and first > last:  # one event told twice, with two dates
        first, last = closest["date_from"], closest["date_to"]
    return first, last, closest["date_edtf"]


def _width(row: Row) -> float:
    if row["date_from"] is None or row["date_to"] is None:
        return float("inf")
    return float((row["date_to"] - row["date_from"]).days)
