"""Every table's columns: name, dtype, unit, meaning, and whether a cell may be missing.

The one place to change the contract. `conform` brings any frame to it (order, dtypes, nothing else), so that
tables made in memory and tables read back from disk agree. Offsets are code points into ``sources.text``,
half-open and zero-based. Text columns are pandas ``string`` with ``<NA>``; unknown is missing, never a default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from sahelkit.arrays import COUNT, DATE, OFFSET, TEXT, array_of
from sahelkit.errors import BadValue, UnknownName

TABLES_VERSION = "1"  # of the contract; part of a corpus's fingerprint


class Column(NamedTuple):
    """One column of one table."""

    name: str
    dtype: str
    meaning: str
    nullable: bool = True
    unit: str = ""
    codes: str = ""


def _text(name: str, meaning: str, nullable: bool = True, codes: str = "") -> Column:
    return Column(name, TEXT, meaning, nullable, codes=codes)


def _offset(name: str, meaning: str) -> Column:
    return Column(name, OFFSET, meaning, False, "code points into sources.text")


def _count(name: str, meaning: str, unit: str, nullable: bool = True) -> Column:
    return Column(name, COUNT, meaning, nullable, unit)


def _date(name: str, meaning: str) -> Column:
    return Column(name, DATE, meaning, True, "day, inclusive")


def _codes(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


ARTICLE_ID = _text("article_id", "the article's key", False)
SPAN = (ARTICLE_ID, _offset("start", "first character"), _offset("end", "one past the last character"))
FOUND = (
    ARTICLE_ID,
    _text("sentence_id", "the (first) sentence that holds the row: article_id:start", False),
    *SPAN[1:],
    _text("text", "the source between start and end, with the repairs inside it applied", False),
    _text("zone", "zone the row stands in", False, "zones"),
)
RULE = _text("rule", "the lexicon row or rule that fired", False)

ZONES = ("headline", "byline", "dateline", "caption", "body", "also_read", "credit", "advert", "footer")
STATUS = ("negated", "denied", "hypothetical", "threatened", "planned", "alleged", "claimed", "reported")
ACTOR_TYPES = _codes("state igo bloc armed_group company force operation person media ngo place")
SECTORS = _codes("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC")
HEDGES = ("exact", "about", "at_least", "at_most", "over", "under", "between", "several")
FIGURE_KINDS = ("troops", "killed", "wounded", "captured", "arrested", "abducted", "missing", "displaced", "returned",
                "released", "surrendered", "other")  # fmt: skip
PRECISIONS = ("day", "days", "week", "part_month", "month", "range", "season", "year", "decade", "century")
EVENT_GROUPS = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
EVENT_TYPES = tuple(t for group in EVENT_GROUPS.values() for t in group)
MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial "
    "drone heavy-weapons crowd-control unconventional",
}

_FOUND_BY = "subject object agent possessor preposition between shared pronoun owner speaker speech_act retold place"
SIDE_BASES = _codes(_FOUND_BY)


def _side(name: str, who: str) -> tuple[Column, ...]:
    return (
        _text(f"{name}_id", who),
        _text(f"{name}_text", f"{who}, in the article's words"),
        _text(f"{name}_country", "ISO 3166-1 alpha-3"),
        _text(f"{name}_sector", "PLOVER sector", codes="sector"),
        Column(f"{name}_start", COUNT, f"first character of {name}_text", True, "code points into sources.text"),
        _text(f"{name}_basis", f"how the {name} was found", codes="side basis"),
    )


_DATED = (
    _text("date_edtf", "when, in EDTF (ISO 8601-2 level 1)"),
    _date("date_from", "first day"),
    _date("date_to", "last day"),
    _text("date_basis", "where the date comes from", codes="stated relative inherited"),
)
_CLAIMED = (
    _text("status", "how real the act is", False, "status"),
    _text("claimant_id", "who vouches for it, as an actor"),
    _text("claimant_text", "who vouches for it, in the article's words"),
)

# fmt: off
TABLES: dict[str, tuple[Column, ...]] = {
    "articles": (
        ARTICLE_ID,
        _text("title", "title from the catalog; searched and shown, never coded"),
        _text("publisher", "the news house"),
        _date("published", "day of publication"),
        _text("published_basis", "where that day comes from", codes="catalog metadata byline dateline"),
        _text("language", "ISO 639 code; an article detected in any but these three is kept unread", False, "id en fr"),
        _text("language_basis", "where the language comes from", False, "catalog declared detected"),
        _text("url", "address of the article"),
        _text("path", "file it was read from, relative to what was loaded"),
        _text("extracted_by", "library that returned the text; missing for plain text"),
        _text("file_sha256", "SHA-256 of the file's bytes; missing where there was no file"),
        _text("text_sha256", "SHA-256 of sources.text as UTF-8", False),
        _count("n_chars", "length of sources.text", "code points", False),
        _count("n_words", "word tokens in sources.text", "words", False),
        _count("n_repairs", "rows in repairs", "repairs", False),
        _text("copy_of", "article_id of the article that this one repeats"),
    ),
    "sources": (ARTICLE_ID, _text("text", "the article's text as it came", False)),
    "zones": (*SPAN, _text("zone", "what the stretch is", False, "zones"), RULE),
    "repairs": (
        *SPAN, _text("before", "characters in the source", False), _text("after", "what they are read as", False), RULE,
    ),
    "sentences": (
        ARTICLE_ID, _text("sentence_id", "article_id:start", False), *SPAN[1:],
        _text("zone", "zone of the sentence", False, "zones"), _text("text", "the sentence, repairs applied", False),
    ),
    "mentions": (
        *FOUND,
        _text("actor_id", "who is named", False),
        _text("name", "the registry's name for the actor", False),
        _text("actor_type", "what the actor is", False, "actor_type"),
        _text("country", "ISO 3166-1 alpha-3"),
        _text("sector", "PLOVER sector from the words around this mention", codes="sector"),
        _text("use", "named as one who acts, or as a place", False, "actor place"),
        RULE,
    ),
    "candidates": (
        *FOUND,
        _text("kind", "what the name may be", False, "person organisation place unknown"),
        _text("cue", "the title, head noun or shape that made it a candidate", False),
        RULE,
    ),
    "figures": (
        *FOUND,
        _count("value", "the number, where the text gives a point", "persons"),
        _count("value_low", "least; missing = open", "persons"),
        _count("value_high", "most; missing = open", "persons"),
        _text("hedge", "how the number is qualified", False, "hedge"),
        _text("unit", "what is counted", False, "person"),
        _text("kind", "what is said of these people", False, "figure kind"),
        _text("group", "what kind of people they are: the sector of their noun", codes="sector"),
        _text("actor_id", "whose people"),
        _text("actor_basis", "how whose people was found: noun, possessive, unit, clause, speaker or whole"),
        *_CLAIMED[1:],
        _CLAIMED[0],
        _text("place_id", "where"),
        Column("part_of", COUNT, "start of the figure it is a part of", True, "code points into sources.text"),
        _text("event_id", "the event it counts for"),
        *_DATED,
        _text("sentence_id_last", "last sentence, where the row spans several"),
        RULE,
    ),
    "dates": (
        *FOUND,
        _text("edtf", "ISO 8601-2 level 1"),
        _date("date_from", "first day"),
        _date("date_to", "last day"),
        _text("precision", "how precise the text is", False, "precision"),
        _text("anchor", "what a relative date counts from", False, "absolute published weekday context"),
        _text("check", "does a named weekday fit the day?", codes="agrees conflicts"),
        RULE,
    ),
    "quotes": (
        *FOUND,
        _text("kind", "in marks or reported", False, "direct indirect"),
        _text("speaker_id", "who said it, as an actor"),
        _text("speaker_text", "who said it, in the article's words"),
        Column("speaker_start", COUNT, "first character of speaker_text", True, "code points into sources.text"),
        Column("speaker_end", COUNT, "one past its last character", True, "code points into sources.text"),
        _text("cue", "the word of saying"),
        _text("sentence_id_last", "last sentence, where the row spans several"),
        RULE,
    ),
    "events": (
        *FOUND,
        _text("event_id", "article_id:start of the trigger, :content on a content row", False),
        _text("event_type", "PLOVER event type", False, "event type"),
        _text("mode", "PLOVER mode", codes="mode"),
        *_side("source", "who does it"),
        *_side("target", "to whom"),
        *_DATED,
        *_CLAIMED,
        _text("place_id", "where"),
        _text("place_text", "where, in the article's words"),
        _text("about_event_id", "the event this row speaks of"),
        _text("relation", "how", codes="content denies confirms before after part_of"),
        _text("incident_id", "the incident, across articles"),
        _text("sentence_id_last", "last sentence, where the row spans several"),
        RULE,
    ),
}
# fmt: on
FINDINGS = ("mentions", "candidates", "figures", "dates", "quotes", "events")
PROBLEMS = (
    _text("path", "file", False),
    _text("member", "member of an archive"),
    _count("row", "data row, from 1", "rows"),
    _text("kind", "short kind of problem", False),
    _text("message", "what was found and what to do", False),
)


def columns_of(table: str) -> tuple[Column, ...]:
    """Return a table's columns, in their fixed order.

    Parameters
    ----------
    table : str
        One of `TABLES`, or "problems".

    Raises
    ------
    UnknownName
        For any other table.

    Examples
    --------
    >>> [c.name for c in columns_of("sources")]
    ['article_id', 'text']
    """
    if table not in TABLES and table != "problems":
        raise UnknownName("table", table, TABLES)
    return TABLES.get(table, PROBLEMS)


def names_of(table: str) -> list[str]:
    """Return a table's column names, in their fixed order."""
    return [c.name for c in columns_of(table)]


def conform(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return `frame` with the columns, order and dtypes of `table` and a fresh index; further columns stay last.

    Raises
    ------
    BadValue
        When a column is missing.

    Examples
    --------
    >>> conform(pd.DataFrame({"text": ["x"], "article_id": ["a"]}), "sources").dtypes.astype(str).to_list()
    ['string', 'string']
    """
    wanted = columns_of(table)
    missing = [c.name for c in wanted if c.name not in frame.columns]
    if missing:
        raise BadValue(f"table {table} lacks {', '.join(missing)}", value=missing)
    if [(c.name, c.dtype) for c in wanted] == [(name, str(dtype)) for name, dtype in frame.dtypes.items()]:
        return frame.reset_index(drop=True)
    rest = [name for name in frame.columns if name not in {c.name for c in wanted}]
    out = frame[[c.name for c in wanted] + rest].reset_index(drop=True)
    return out.astype({c.name: c.dtype for c in wanted})


def frame_from(cells: Mapping[str, Sequence[Any]], table: str) -> pd.DataFrame:
    """Build a table from its columns, each of plain values or an Arrow array; None is missing."""
    return pd.DataFrame({c.name: array_of(cells[c.name], c.dtype) for c in columns_of(table)}, copy=False)


def frame_of(rows: Sequence[tuple[Any, ...]], table: str) -> pd.DataFrame:
    """Build a table from plain tuples in column order; no rows give an empty table with the right dtypes."""
    names = names_of(table)
    return frame_from(dict(zip(names, zip(*rows) if rows else [()] * len(names))), table)


def empty(table: str) -> pd.DataFrame:
    """Return the table without rows."""
    return frame_of([], table)
