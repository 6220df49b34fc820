"""Why a row is there, in words: the rule or lexicon row that fired, and where each part of the row came from.

Everything said is read off the row; nothing is coded again. What a row does not know is said to be unknown.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sahelkit.columns import TABLES
from sahelkit.errors import BadValue
from sahelkit.evidence import changes_within, check_rows, find_pages
from sahelkit.tables import Source

_SIDE = {
    "subject": "the subject of the trigger", "object": "the object of the trigger", "agent": "behind “by”",
    "possessor": "whose act the noun names", "preposition": "behind a preposition that belongs to the trigger",
    "between": "one of the two that the act is between", "shared": "the subject of a clause beside it, shared",
    "pronoun": "what a pronoun or “that country” takes up", "owner": "whose people they are, named before",
    "speaker": "who speaks in the quotation around it", "speech_act": "handed down by the speech act",
    "place": "the state of the place named", "retold": "named where the article told it first",
}  # fmt: skip
_WHEN = {
    "stated": "a date of the same clause", "relative": "a date of the same clause, counted from the publication day",
    "inherited": "the date of the sentence, or of the passage that tells it first",
}  # fmt: skip
_OWNER = {
    "noun": "named by the noun counted", "possessive": "by a possessive", "unit": "by the unit or force named",
    "clause": "the subject of the clause", "speaker": "who speaks of them", "whole": "those of the whole it is part of",
}  # fmt: skip
_STATUS = {
    "negated": "the article itself says that it did not happen", "denied": "a party says that it did not happen",
    "hypothetical": "only imagined, asked for or refused", "threatened": "threatened, not done",
    "planned": "promised or planned, not done", "alleged": "what somebody is accused of, or what is said unsurely",
    "claimed": "known only from a party's own words", "reported": "told by the article as done",
}  # fmt: skip
_RELATION = {
    "content": "what {} speaks of", "denies": "denies {}", "confirms": "confirms {}", "before": "happened before {}",
    "after": "happened after {}", "part_of": "a part of {}",
}  # fmt: skip
_ANCHOR = {
    "absolute": "as it stands", "published": "counted from the day of publication",
    "weekday": "the latest such weekday up to the day of publication", "context": "counted from the date before it",
}  # fmt: skip


def explain(source: Source, row: pd.Series | pd.DataFrame) -> str:
    """Say in words what a row is, why it is there, and what stands between it and the source.

    Parameters
    ----------
    source : Source
        Where the row's article is kept.
    row : Series, or DataFrame of one row
        A whole row of a table with spans.

    Returns
    -------
    str
        One line a reason: the span, the zone, the rule; for events, figures, quotations, dates and mentions each
        part of the row; the repairs inside the span.

    Raises
    ------
    BadValue, UnknownName
        For several rows, or a row that is no whole one; for an article that the source does not hold.
    """
    if isinstance(row, pd.DataFrame):
        if len(row) != 1:
            raise BadValue(f"explain takes one row, not {len(row)}", value=row)
        row = row.iloc[0]
    table = _table_of(row)
    page = find_pages(source, check_rows(row))[row["article_id"]]
    lines = [f"A row of {table}, article {row['article_id']}: {_shown(row)}"]
    lines += [f"zone: {row['zone']}"] if "zone" in row else []
    lines += [f"because: {_because(row['rule'])}"] if "rule" in row else []
    lines += _PARTS.get(table, _nothing)({name: None if _is_blank(value) else value for name, value in row.items()})
    inside = changes_within(page.changes, int(row["start"]), int(row["end"]))
    was = [
        f"{page.source[change.start : change.end]!r} at {change.start} read as {change.after!r}" for change in inside
    ]
    return "\n".join([*lines, f"repairs inside: {'; '.join(was) if was else 'none'}"])


def _is_blank(value: Any) -> bool:
    return bool(pd.isna(value))


def _table_of(row: pd.Series) -> str:
    """Return the table that a row belongs to, by its columns."""
    fitting = [name for name, columns in TABLES.items() if {column.name for column in columns} <= set(row.index)]
    if not fitting:
        raise BadValue("explain takes one whole row of a table, such as corpus.mentions.iloc[0]", value=row)
    return max(fitting, key=lambda name: len(TABLES[name]))


def _shown(row: pd.Series) -> str:
    span = f"characters {row['start']} to {row['end']} of the source"
    return f"{row['text']!r}, {span}" if "text" in row else span


def _because(rule: str) -> str:
    lexicon, *key = rule.split(":", 2)
    if key and lexicon == "events":
        lemma, _, form = key[-1].partition("+")
        built = f" in the form {form.replace('meN--', 'meN- -')!r}" if form not in ("", "0") else ""
        return f"lexicon events, {key[0]} row {lemma!r}{built} ({rule})"
    if key:
        form = f", form {key[1]!r}" if len(key) > 1 else ""
        return f"lexicon {lexicon}, row {key[0]!r}{form} ({rule})"
    family, _, name = rule.partition(".")
    return f"rule {name!r} of {family} ({rule})" if name else f"rule {rule!r}"


def _nothing(row: dict[Any, Any]) -> list[str]:
    return []


def _named(text: Any, actor_id: Any) -> str:
    return f"{text!r} ({actor_id})" if text and actor_id else repr(text) if text else str(actor_id or "nobody named")


def _event(row: dict[Any, Any]) -> list[str]:
    mode = f" ({row['mode']})" if row["mode"] else ""
    lines = [f"what: {row['event_type']}{mode}", f"who: {_side(row, 'source')}", f"to whom: {_side(row, 'target')}"]
    lines += [f"when: {_dated(row)}", f"status: {_status(row)}"]
    lines += [f"where: {_named(row['place_text'], row['place_id'])}"] if row["place_id"] else []
    if row["about_event_id"]:
        lines.append(f"hangs together: {_RELATION[row['relation']].format('event ' + row['about_event_id'])}")
    if row["event_id"].removesuffix(":content") != f"{row['article_id']}:{row['start']}":
        lines.append(f"told before: another passage of event {row['event_id']}")
    return lines


def _side(row: dict[Any, Any], side: str) -> str:
    who, basis = _named(row[f"{side}_text"], row[f"{side}_id"]), _SIDE.get(row[f"{side}_basis"] or "", "")
    return f"{who}, {basis}" if basis and who != "nobody named" else who


def _dated(row: dict[Any, Any]) -> str:
    if not row["date_edtf"]:
        return "no date in the text"
    days = f"{row['date_from']:%Y-%m-%d} to {row['date_to']:%Y-%m-%d}" if row["date_from"] and row["date_to"] else ""
    basis = _WHEN.get(row["date_basis"] or "", "")
    return ", ".join(part for part in (row["date_edtf"], days, basis) if part)


def _status(row: dict[Any, Any]) -> str:
    words = _named(row["claimant_text"], row["claimant_id"])
    by = {"denied": "denied by", "negated": "said by"}.get(row["status"], "vouched for by")
    vouched = "" if words == "nobody named" else f"; {by} {words}"
    return f"{row['status']}: {_STATUS[row['status']]}{vouched}"


def _figure(row: dict[Any, Any]) -> list[str]:
    low, high = (f"{row[k]:,}" if row[k] is not None else "open" for k in ("value_low", "value_high"))
    count = low if low == high else f"{low} to {high}"
    whose = _OWNER.get(row["actor_basis"] or "", "")
    lines = [f"how many: {count} persons, {row['kind']} (hedge: {row['hedge']})"]
    lines += [f"whose: {row['actor_id']}, {whose}" if row["actor_id"] else "whose: not said"]
    lines += [f"when: {_dated(row)}", f"status: {_status(row)}"]
    lines += [f"part of: the figure at {row['part_of']}"] if row["part_of"] is not None else []
    return lines + ([f"counts for: event {row['event_id']}"] if row["event_id"] else [])


def _quote(row: dict[Any, Any]) -> list[str]:
    cue = f", by the word {row['cue']!r}" if row["cue"] else ""
    return [f"who said it: {_named(row['speaker_text'], row['speaker_id'])}{cue}", f"kind: {row['kind']}"]


def _date(row: dict[Any, Any]) -> list[str]:
    if row["date_from"] is None:
        return ["when: no day to count from is known"]
    days = f"{row['date_from']:%Y-%m-%d} to {row['date_to']:%Y-%m-%d}"
    checked = f"; the weekday named {row['check']}" if row["check"] else ""
    return [f"when: {row['edtf']}, {days}, {row['precision']}; read {_ANCHOR[row['anchor']]}{checked}"]


def _mention(row: dict[Any, Any]) -> list[str]:
    sector = f", sector {row['sector']} by the words around it" if row["sector"] else ""
    return [f"who: {row['name']} ({row['actor_id']}, {row['actor_type']}), used as {row['use']}{sector}"]


_PARTS = {"events": _event, "figures": _figure, "quotes": _quote, "dates": _date, "mentions": _mention}
