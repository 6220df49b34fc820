"""Finders' records -> columns of the tables: from batch offsets back to the source, from tokens to sentence ids.

Every span passes through the articles' repairs, so that the offsets count in the text as it came while `text` is
what the finders read. Whole columns are made at once, a table of a batch at a time. Nothing is found or decided here.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sahelkit import columns
from sahelkit.arrays import arrow_of
from sahelkit.coding.joined import Ints, Joined, Reading
from sahelkit.finding.scan import count_each

Cells = dict[str, Any]  # plain values by column, or an array
Columns = dict[str, pa.Array]  # in the table's order
_SIDE = ("id", "text", "country", "sector", "start", "basis")  # as finding.rows.Side has them


def article_columns(joined: Joined) -> dict[str, Columns]:
    """Return the rows of a batch's articles in the tables that no finder fills."""
    names = joined.names
    sentences: Cells = {
        "article_id": [names[n] for n in joined.article], "sentence_id": joined.sentence_id,
        "start": joined.source_start, "end": joined.source_end, "zone": joined.zone,
        "text": [joined.text[a:b] for a, b in zip(joined.start, joined.end, strict=True)],
    }  # fmt: skip
    repairs = [
        (name, r.start, r.end, r.before, r.after, r.rule)
        for name, reading in zip(names, joined.readings, strict=True)
        for r in reading.repaired.repairs
    ]
    return {
        "articles": _turned("articles", _articles(joined.readings)),
        "sources": _columns(
            "sources", {"article_id": names, "text": [reading.repaired.source for reading in joined.readings]}
        ),
        "zones": _turned("zones", _zones(joined)), "repairs": _turned("repairs", repairs),
        "sentences": _columns("sentences", sentences),
    }  # fmt: skip


def _columns(table: str, cells: Cells) -> Columns:
    """Make the columns of a table, those that are not given without a value."""
    nothing = [None] * len(cells["article_id"])
    return {c.name: arrow_of(cells.get(c.name, nothing), c.dtype) for c in columns.columns_of(table)}


def _turned(table: str, rows: Sequence[tuple[Any, ...]]) -> Columns:
    """Make the columns of a table from its rows."""
    names = columns.names_of(table)
    return _columns(table, dict(zip(names, zip(*rows) if rows else [()] * len(names))))


def _articles(readings: Sequence[Reading]) -> list[tuple[Any, ...]]:
    words = count_each([reading.repaired.source for reading in readings])
    rows = []
    for reading, n_words in zip(readings, words, strict=True):
        source = reading.repaired.source
        values = vars(reading.record) | {
            "text_sha256": hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(),
            "n_chars": len(source), "n_words": n_words, "n_repairs": len(reading.repaired.repairs),
        }  # fmt: skip
        rows.append(tuple(map(values.get, columns.names_of("articles"))))
    return rows


def _zones(joined: Joined) -> list[tuple[Any, ...]]:
    """Let each zone end where the next begins: an inserted character at a border belongs to no source offset."""
    rows: list[tuple[Any, ...]] = []
    for reading in joined.readings:
        spans = [reading.repaired.to_source(z.start, z.end)[0] for z in reading.zones[1:]]
        bounds = [0, *spans, len(reading.repaired.source)]
        name = reading.record.article_id
        rows += [(name, bounds[n], bounds[n + 1], z.zone, z.rule) for n, z in enumerate(reading.zones)]
    return rows


def finding_columns(table: str, records: Sequence[Any], joined: Joined, sentence: Ints) -> Columns:
    """Return finders' records as columns of `table`, sorted by article, start, end and then column by column.

    Parameters
    ----------
    table : str
    records : sequence of records of one kind, from `finding.rows`
    joined : Joined
    sentence : array of int, one a token
        The number of the stretch that the token stands in.
    """
    if not records:
        return _turned(table, [])
    fields = dict(zip(records[0]._fields, zip(*records), strict=True))
    rows = _rows(fields, joined, sentence)
    kept = _kept(table, rows, joined)
    if kept != list(range(len(records))):
        fields = {name: [values[n] for n in kept] for name, values in fields.items()}
        rows = Rows(*(side[kept] for side in rows))
    own = fields | _MADE.get(table, _nothing_more)(fields, joined, rows)
    own["text"] = [joined.text[a:b] for a, b in zip(fields["start"], fields["end"], strict=True)]
    cells = {name: own[name] for name in columns.names_of(table) if name in own and name not in ("start", "end")}
    moved = _moves(rows, [*cells.values()], joined)
    if moved:
        cells = {name: _moved(values, moved) for name, values in cells.items()}
        order = _moved(range(len(kept)), moved)
        rows = Rows(*(side[order] for side in rows))
    return _columns(table, cells | _common(rows, joined))


class Rows(NamedTuple):
    """Where rows stand: first and last stretch, article, source span, and the order that sorts them."""

    first: Ints
    last: Ints
    article: Ints
    start: Ints
    end: Ints
    order: Ints


def _rows(fields: Cells, joined: Joined, sentence: Ints) -> Rows:
    first, last = (sentence[np.array(fields[name], dtype=np.int64)] for name in ("first", "last"))
    article = joined.stretch_articles[first]
    start, end = joined.to_source(*(np.array(fields[name], dtype=np.int64) for name in ("start", "end")))
    return Rows(first, last, article, start, end, np.lexsort((end, start, article)))


def _kept(table: str, rows: Rows, joined: Joined) -> list[int]:
    """Return the numbers of the rows in order, without those of datelines.

    A dateline is read for its date alone: its town is where the writer sat.
    """
    order: list[int] = rows.order.tolist()
    if table == "dates" or "dateline" not in joined.zone:
        return order
    first = rows.first.tolist()
    return [n for n in order if joined.stretches[first[n]].zone != "dateline"]


def _common(rows: Rows, joined: Joined) -> Cells:
    """Return the columns that every finder's table has, beside the text."""
    ids = joined.stretch_ids
    return {
        "article_id": pa.array(joined.names, pa.large_string()).take(pa.array(rows.article)),
        "sentence_id": ids.take(pa.array(rows.first)), "start": rows.start, "end": rows.end,
        "zone": joined.stretch_zones.take(pa.array(rows.first)), "unit": ["person"] * len(rows.first),
        "sentence_id_last": ids.take(pa.array(rows.last, mask=rows.last == rows.first)),
    }  # fmt: skip


def _nothing_more(fields: Cells, joined: Joined, rows: Rows) -> Cells:
    return {}


def _event_columns(fields: Cells, joined: Joined, rows: Rows) -> Cells:
    found: Cells = {
        "event_id": _event_ids(fields["key"], fields["is_content"], joined, rows),
        "about_event_id": _event_ids(fields["about"], [False] * len(rows.first), joined, rows),
    }
    for name in ("source", "target"):
        found |= zip((f"{name}_{part}" for part in _SIDE), zip(*fields[name]))
        found[f"{name}_start"] = joined.points(found[f"{name}_start"])
    return found


def _figure_columns(fields: Cells, joined: Joined, rows: Rows) -> Cells:
    events = [event or (None, False) for event in fields["event"]]
    keys, contents = zip(*events)
    return {"part_of": joined.points(fields["part_of"]), "event_id": _event_ids(keys, contents, joined, rows)}


def _quote_columns(fields: Cells, joined: Joined, rows: Rows) -> Cells:
    named = [n for n, at in enumerate(fields["speaker_start"]) if at is not None]
    spans = (np.array([fields[side][n] for n in named], dtype=np.int64) for side in ("speaker_start", "speaker_end"))
    found: Cells = {}
    for side, placed in zip(("speaker_start", "speaker_end"), joined.to_source(*spans), strict=True):
        at = dict(zip(named, placed.tolist(), strict=True))
        found[side] = [at.get(n) for n in range(len(rows.first))]
    return found


def _event_ids(keys: Sequence[int | None], contents: Sequence[bool], joined: Joined, rows: Rows) -> list[str | None]:
    """Return the ids of the events whose triggers start at these offsets of the joined text."""
    names = [joined.names[n] for n in rows.article.tolist()]
    return [
        None if at is None else f"{name}:{at}:content" if is_content else f"{name}:{at}"
        for name, at, is_content in zip(names, joined.points(keys), contents, strict=True)
    ]


_MADE = {"events": _event_columns, "figures": _figure_columns, "quotes": _quote_columns}


def _moves(rows: Rows, cells: Sequence[Sequence[Any]], joined: Joined) -> list[tuple[int, int]]:
    """Sort the rows that share article, start and end by what they show; return which row goes where."""
    new = np.ones(len(rows.first) + 1, dtype=bool)
    new[1:-1] = (np.diff(rows.start) != 0) | (np.diff(rows.end) != 0) | (np.diff(rows.article) != 0)
    borders = np.flatnonzero(new)
    many = np.flatnonzero(np.diff(borders) > 1)
    if not len(many):
        return []
    sentences = [joined.sentence_id[joined.coded[n]] for n in rows.first.tolist()]
    shown = functools.cmp_to_key(functools.partial(_compare, [sentences, *cells]))
    moved: list[tuple[int, int]] = []
    for low, high in zip(borders[many].tolist(), borders[many + 1].tolist(), strict=True):
        moved += [(at, n) for at, n in enumerate(sorted(range(low, high), key=shown), low) if at != n]
    return moved


def _moved(values: Sequence[Any], moved: Sequence[tuple[int, int]]) -> Sequence[Any]:
    out = list(values)
    for at, n in moved:
        out[at] = values[n]
    return out


def _compare(cells: Sequence[Sequence[Any]], one: int, other: int) -> int:
    """Compare two rows as text, missing before all."""
    for values in cells:
        a, b = values[one], values[other]
        if a != b:
            shown = ["" if value is None else str(value) for value in (a, b)]
            if shown[0] != shown[1]:
                return -1 if shown[0] < shown[1] else 1
    return 0
