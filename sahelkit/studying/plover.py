"""Events as PLOVER records: the names of fields that the manual sets, so that data sets can be merged.

The manual (0.8, "Data Fields") asks for JSON Lines, one record a line. A flat table has the same names, joined by
dots as `pandas.json_normalize` joins them. A record is one event and one pair of parties: `source` and `recipient`
hold one actor each. Left out are what a speech act speaks of and the second telling of one happening in an article.
The article's own words stay behind (`text` is for who owns them): sentence and offsets lead back to them.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from sahelkit.arrays import COUNT, TEXT
from sahelkit.columns import EVENT_GROUPS, Column
from sahelkit.lexicons.build import build
from sahelkit.studying.codes import with_codes

PLOVER_VERSION = "PLOVER 0.8"
SPECIAL = {"planned": "future", "hypothetical": "hypothetical", "negated": "negation"}  # contexts that status tells
ACTOR_CODES = {"igo": "IGO", "ngo": "NGO", "company": "MNC", "armed_group": "IMG"}  # for those of no one country
LISTS = ("source", "recipient", "event", "mode", "context")
QUADS = {event_type: n for n, types in enumerate(EVENT_GROUPS.values(), 1) for event_type in types}


def _actor(name: str, who: str) -> tuple[Column, ...]:
    return (
        Column(f"{name}.code", TEXT, f"{who}: ISO 3166-1 alpha-3, or IGO, NGO, MNC, IMG for those of no one country"),
        Column(f"{name}.sector", TEXT, f"{who}: PLOVER sector", codes="sector"),
        Column(f"{name}.actor_text", TEXT, f"{who}, in the article's words"),
        Column(f"{name}.identifier_id", TEXT, f"{who}: actor_id"),
    )


RECORD = (
    Column("id", TEXT, "event_id; /2, /3 ... behind it for further pairs of parties", False),
    Column("date", TEXT, "first day, YYYY-MM-DD", True, "day, inclusive"),
    Column("enddate", TEXT, "last day, YYYY-MM-DD", True, "day, inclusive"),
    *_actor("source", "who does it"),
    *_actor("recipient", "to whom"),
    Column("event", TEXT, "PLOVER event type", False, codes="event type"),
    Column("mode", TEXT, "PLOVER mode", codes="mode"),
    Column("context", TEXT, "PLOVER contexts, parted by ;, with future, hypothetical and negation", codes="context"),
    Column("quad_code", COUNT, "1 verbal, 2 material cooperation, 3 verbal, 4 material conflict", False),
    Column("event_text", TEXT, "the trigger", False),
    Column("event_loc.name", TEXT, "where, in the article's words"),
    Column("event_loc.place_id", TEXT, "where"),
    Column("link", TEXT, "incident_id: what other records tell of the same happening"),
    Column("text_info.sentence_id", TEXT, "the sentence that is the evidence", False),
    Column("text_info.start", COUNT, "first character of the trigger", False, "code points into sources.text"),
    Column("text_info.end", COUNT, "one past its last character", False, "code points into sources.text"),
    Column("cite_info.citation", TEXT, "article_id", False),
    Column("cite_info.title", TEXT, "title of the article"),
    Column("cite_info.publication", TEXT, "the news house"),
    Column("cite_info.published", TEXT, "day of publication, YYYY-MM-DD"),
    Column("cite_info.url", TEXT, "address of the article"),
    Column("cite_info.language", TEXT, "ISO 639 code", False, codes="id en fr"),
    Column("cite_info.coder", TEXT, "sahelkit and its version", False),
    Column("cite_info.codebook", TEXT, "version of PLOVER", False),
    Column("event_id", TEXT, "the event; several records where it has several pairs of parties", False),
    Column("date_edtf", TEXT, "when, in EDTF (ISO 8601-2 level 1)"),
    Column("date_basis", TEXT, "where the date comes from", codes="stated relative inherited"),
    Column("status", TEXT, "how real the act is", False, codes="status"),
    Column("claimant_id", TEXT, "who vouches for it, as an actor"),
    Column("claimant_text", TEXT, "who vouches for it, in the article's words"),
    Column("relation", TEXT, "how it stands to another event", codes="denies confirms before after part_of"),
    Column("about_event_id", TEXT, "that other event"),
    Column("cameo_root", TEXT, "nearest CAMEO root", codes="CAMEO root"),
    Column("acled_event_type", TEXT, "nearest ACLED event type", codes="ACLED event type"),
    Column("acled_sub_event_type", TEXT, "nearest ACLED sub-event type", codes="ACLED sub-event type"),
    Column("acled_time_precision", COUNT, "ACLED time_precision of the date", codes="acled_time_precision"),
    Column("ucdp_date_prec", COUNT, "UCDP GED date_prec of the date", codes="ucdp_date_prec"),
)
_FROM = {
    "date": "date_from", "enddate": "date_to", "event": "event_type", "event_text": "text",
    "event_loc.name": "place_text", "event_loc.place_id": "place_id", "link": "incident_id",
    "text_info.sentence_id": "sentence_id", "text_info.start": "start", "text_info.end": "end",
    "cite_info.citation": "article_id", "cite_info.title": "title", "cite_info.publication": "publisher",
    "cite_info.published": "published", "cite_info.url": "url", "cite_info.language": "language",
    **{f"{ours}.{field}": f"{side}_{column}" for ours, side in (("source", "source"), ("recipient", "target"))
       for field, column in (("code", "code"), ("sector", "sector"), ("actor_text", "text"), ("identifier_id", "id"))},
}  # fmt: skip


def plover_records(events: pd.DataFrame, articles: pd.DataFrame, *, coder: str) -> pd.DataFrame:
    """Return events as PLOVER records, one row an event and pair of parties, with the columns of `RECORD`.

    Parameters
    ----------
    events, articles : DataFrame
        Rows of these tables.
    coder : str
        For cite_info.coder.

    Examples
    --------
    >>> from sahelkit.columns import empty
    >>> plover_records(empty("events"), empty("articles"), coder="").columns.to_list()[:4]
    ['id', 'date', 'enddate', 'source.code']
    """
    pair = ["event_id", "source_id", "source_sector", "target_id", "target_sector"]
    is_content = events["relation"].eq("content").fillna(False) | events["event_id"].str.endswith(":content")
    rows = (
        with_codes(events[~is_content].drop_duplicates(pair))
        .merge(articles, on="article_id", how="left")
        .reset_index(drop=True)
    )
    number = rows.groupby("event_id").cumcount()
    made = {
        "id": rows["event_id"] + ("/" + (number + 1).astype("string")).where(number > 0, ""),
        "context": _joined(rows["context"], rows["status"].map(SPECIAL)),
        "quad_code": rows["event_type"].map(QUADS),
        "cite_info.coder": pd.Series(coder, index=rows.index),
        "cite_info.codebook": pd.Series(PLOVER_VERSION, index=rows.index),
        **{f"{side}_code": _actor_codes(rows, side) for side in ("source", "target")},
        **{name: rows[name].dt.strftime("%Y-%m-%d") for name in ("date_from", "date_to", "published")},
    }
    rows = rows.assign(**made)
    record = pd.DataFrame({c.name: rows[_FROM.get(c.name, c.name)] for c in RECORD})
    return record.astype({c.name: c.dtype for c in RECORD})


def json_lines(records: pd.DataFrame) -> str:
    """Return records as JSON Lines: nested where a name has a dot, lists where PLOVER has them, nothing missing.

    Examples
    --------
    >>> print(json_lines(pd.DataFrame({"id": ["a:0"], "event": ["AID"], "source.code": ["MLI"], "mode": [None]})))
    {"id": "a:0", "event": ["AID"], "source": [{"code": "MLI"}]}
    <BLANKLINE>
    """
    cells = records.astype(object).where(records.notna(), None).to_dict("records")
    return "".join(json.dumps(_nested(row), ensure_ascii=False) + "\n" for row in cells)


def _nested(row: dict[Any, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in row.items():
        whole, _, part = name.partition(".")
        if value is not None and part:
            made.setdefault(whole, {})[part] = value
        elif value is not None:
            made[whole] = value.split(";") if whole in LISTS else value
    return {name: [value] if name in LISTS and isinstance(value, dict) else value for name, value in made.items()}


def _joined(first: pd.Series, second: pd.Series) -> pd.Series:
    """Join two columns of text by ";"; what is missing on one side leaves the other."""
    other = second.astype("string")
    return (first + ";" + other).fillna(first).fillna(other)


def _actor_codes(rows: pd.DataFrame, side: str) -> pd.Series:
    actors = build("en").actors
    codes = {key: ACTOR_CODES.get(actor.actor_type) for key, actor in actors.items()}
    known = rows[f"{side}_id"].map(codes).astype("string")
    return rows[f"{side}_country"].astype("string").fillna(known)
