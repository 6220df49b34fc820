"""Finders' records -> columns of the tables: from batch offsets back to the source, from tokens to sentence ids.

Every span passes through the articles' repairs, so that the offsets count in the text as it came while `text` is
what the finders read. Whole columns are made at once, a table of a batch at a time. Nothing is found or decided here.
"""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sahelkit import columns
from sahelkit.arrays import arrow_of
from sahelkit.coding.joined import Ints, Joined, Reading, ids_of
from sahelkit.finding.scan import count_each

Cells = dict[str, Any]  # plain values by column, or an array
Columns = dict[str, pa.Array]  # in the table's order
_PLACE = operator.attrgetter("first", "last", "start", "end")
_SIDE = ("id", "text", "country", "sector", "start", "basis")  # as finding.rows.Side has them


def article_columns(joined: Joined) -> dict[str, Columns]:
    """Return the rows of a batch's articles in the tables that no finder fills."""
    repairs = [
        (reading.record.article_id, r.start, r.end, r.before, r.after, r.rule)
        for reading in joined.readings
        for r in reading.repaired.repairs
    ]
    sources = {"article_id": joined.names, "text": [reading.repaired.source for reading in joined.readings]}
    return {
        "articles": _turned("articles", _articles(joined.readings)), "sources": _columns("sources", sources),
        "zones": _columns("zones", _zones(joined)), "repairs": _turned("repairs", repairs),
        "sentences": _columns("sentences", joined.sentences | {"text": _texts(joined, joined.start, joined.end)}),
    }  # fmt: skip


def _texts(joined: Joined, start: Ints, end: Ints) -> list[str]:
    """Return what stands between these offsets of the joined text."""
    text = joined.text
    return [text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]


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


def _zones(joined: Joined) -> Cells:
    """Let each zone end where the next begins: an inserted character at a border belongs to no source offset."""
    article = joined.zone_article
    is_first = np.diff(article, prepend=-1) != 0
    start = np.where(is_first, 0, joined.borders.left(joined.zone_start))
    sizes = np.array([len(reading.repaired.source) for reading in joined.readings], dtype=np.int64)
    end = np.where(np.append(is_first[1:], True), sizes[article], np.append(start[1:], 0))
    rules = [zone.rule for reading in joined.readings for zone in reading.zones]
    names = joined.names.take(pa.array(article))
    return {"article_id": names, "start": start, "end": end, "zone": joined.zone_names, "rule": rules}


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
    rows = _rows(records, joined, sentence)
    kept = _kept(table, rows, joined)
    if kept is not None:
        records = [records[n] for n in kept.tolist()]
        rows = Rows(*(side[kept] for side in rows))
    if not records:
        return _turned(table, [])
    fields: Cells = dict(zip(records[0]._fields, zip(*records), strict=True))
    own = fields | _MADE.get(table, _nothing_more)(fields, joined, rows)
    own["text"] = _texts(joined, rows.start, rows.end)
    made = _columns(table, own | _common(rows, joined))
    order = _sorted(rows, [made["sentence_id"], *(made[name] for name in columns.names_of(table) if name in own)])
    return made if order is None else dict(zip(made, _taken([*made.values()], order), strict=True))


def _taken(cells: Sequence[pa.Array], rows: pa.Array) -> list[pa.Array]:
    """Return these rows of several columns: one call for all is several times as fast as one for each."""
    batch = pa.RecordBatch.from_arrays(cells, [str(n) for n in range(len(cells))]).take(rows)
    return [batch.column(n) for n in range(len(cells))]


class Rows(NamedTuple):
    """Where rows stand: first and last stretch, article, span in the joined text and in the source."""

    first: Ints
    last: Ints
    article: Ints
    start: Ints
    end: Ints
    source_start: Ints
    source_end: Ints


def _rows(records: Sequence[Any], joined: Joined, sentence: Ints) -> Rows:
    first, last, start, end = np.array([*map(_PLACE, records)], dtype=np.int64).reshape(-1, 4).T
    article = joined.stretch_articles[sentence[first]]
    return Rows(sentence[first], sentence[last], article, start, end, *joined.to_source(start, end))


def _kept(table: str, rows: Rows, joined: Joined) -> Ints | None:
    """Return the numbers of the rows in order, without those of datelines; None for all as they are.

    A dateline is read for its date alone: its town is where the writer sat.
    """
    order = np.lexsort((rows.source_end, rows.source_start, rows.article))
    if table != "dates" and "dateline" in joined.zone_names:
        order = order[~joined.in_dateline[rows.first[order]]]
    return None if np.array_equal(order, np.arange(len(rows.first))) else order


def _common(rows: Rows, joined: Joined) -> Cells:
    """Return the columns that every finder's table has, beside the text."""
    ids, first, last = joined.stretch_ids, pa.array(rows.first), pa.array(rows.last, mask=rows.last == rows.first)
    return {
        "article_id": joined.names.take(pa.array(rows.article)), "sentence_id": ids.take(first),
        "start": rows.source_start, "end": rows.source_end, "zone": joined.stretch_zones.take(first),
        "unit": ["person"] * len(first), "sentence_id_last": ids.take(last),
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
    keys, contents = zip(*[event or (None, False) for event in fields["event"]])
    return {"part_of": joined.points(fields["part_of"]), "event_id": _event_ids(keys, contents, joined, rows)}


def _quote_columns(fields: Cells, joined: Joined, rows: Rows) -> Cells:
    sides = (pa.array(fields[side], pa.int64()) for side in ("speaker_start", "speaker_end"))
    spans = joined.to_source(*(side.fill_null(0).to_numpy() for side in sides))
    missing = np.array([at is None for at in fields["speaker_start"]])
    return {side: pa.array(at, mask=missing) for side, at in zip(("speaker_start", "speaker_end"), spans, strict=True)}


def _event_ids(keys: Sequence[int | None], contents: Sequence[bool], joined: Joined, rows: Rows) -> pa.Array:
    """Return the ids of the events whose triggers start at these offsets of the joined text."""
    names, at = joined.names.take(pa.array(rows.article)), joined.points(keys)
    return pc.if_else(pa.array(contents), ids_of(names, at, "content"), ids_of(names, at))


_MADE = {"events": _event_columns, "figures": _figure_columns, "quotes": _quote_columns}


def _sorted(rows: Rows, cells: Sequence[pa.Array]) -> pa.Array | None:
    """Sort the rows that share article, start and end by what they show; return the order, None where it stands."""
    new = np.ones(len(rows.first) + 1, dtype=bool)
    new[1:-1] = np.any([np.diff(side) for side in (rows.article, rows.source_start, rows.source_end)], axis=0)
    tied = np.flatnonzero(~(new[1:] & new[:-1]))
    if not len(tied):
        return None
    shown = zip(np.cumsum(new)[tied].tolist(), *map(_shown, _taken(cells, pa.array(tied))), strict=True)
    keys = dict(zip(tied.tolist(), shown, strict=True))
    order = np.arange(len(rows.first))
    order[tied] = sorted(keys, key=keys.__getitem__)
    return pa.array(order)


def _shown(values: pa.Array) -> list[str]:
    """Return values as text, missing before all."""
    return ["" if value is None else str(value) for value in values.to_pylist()]
