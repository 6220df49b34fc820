"""Records in, the rows of every table out.

Articles are read one by one (repair, zones, sentences), joined into batches of one language, scanned once, and the
finders' rows are mapped back: batch -> repaired article -> source. Coding looks at no article but its own: the rows of
two articles coded together are the rows of each alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from sahelkit import columns
from sahelkit.coding.placing import Reading, Row, View, article_rows, finding_row
from sahelkit.coding.publication import date_readings
from sahelkit.finding.candidates import find_candidates
from sahelkit.finding.dates import find_dates
from sahelkit.finding.events import find_events
from sahelkit.finding.figures import find_figures
from sahelkit.finding.mentions import find_mentions
from sahelkit.finding.quantities import find_quantities
from sahelkit.finding.quotes import find_quotes
from sahelkit.finding.relations import relate
from sahelkit.finding.scan import Scan, Stretch, scan
from sahelkit.lexicons.build import build
from sahelkit.reading.languages import is_read
from sahelkit.reading.records import Record
from sahelkit.reading.repair import Repaired, repair
from sahelkit.reading.sentences import find_sentences
from sahelkit.reading.zones import Zone, find_zones

BATCH_CHARS = 500_000  # what the scan takes at one go at full speed
_CODED = ("body", "headline", "dateline")
_SEPARATOR = "\n"

Rows = dict[str, list[Row]]


def read(record: Record) -> Reading:
    """Read one article: repair it, zone it, split it into sentences; one in another language is left as it is."""
    if not is_read(record.language):
        return Reading(record, Repaired(record.text, record.text), [Zone(0, len(record.text), "body", "unread")], [])
    repaired = repair(record.text, language=record.language)
    zones = find_zones(repaired.text, language=record.language)
    return Reading(record, repaired, zones, find_sentences(repaired.text, zones, language=record.language))


def code_records(records: Iterable[Record], *, lexicons: Path | None = None) -> dict[str, pd.DataFrame]:
    """Code articles into all tables.

    Parameters
    ----------
    records : iterable of Record
        In article order.
    lexicons : Path, optional
        A folder whose lexicon files replace and add to the kit's.

    Returns
    -------
    dict of DataFrame
        One for each name in `columns.TABLES`, sorted by article order, start, end. No records give empty tables.

    Raises
    ------
    LexiconError
        For a bad row in `lexicons`.

    Examples
    --------
    >>> from sahelkit.reading.records import check_records
    >>> article = {"article_id": "a", "text": "Prancis menarik 400 tentara dari Niger.", "language": "id"}
    >>> code_records(check_records([article]))["figures"].value.to_list()
    [400]
    """
    rows: Rows = {name: [] for name in columns.TABLES}
    meta: list[dict[str, str]] = []
    for batch in _batches(records):
        meta += [{f"meta_{k}": v for k, v in reading.record.meta.items()} for reading in batch]
        for name, made in _by_language(batch, lexicons).items():
            rows[name] += made
    tables = {name: columns.frame_of(made, name) for name, made in rows.items()}
    for name in sorted({k for m in meta for k in m}):
        tables["articles"][name] = pd.Series([m.get(name) for m in meta], dtype=columns.TEXT)
    return tables


def _batches(records: Iterable[Record]) -> Iterator[list[Reading]]:
    batch: list[Reading] = []
    size = 0
    for record in records:
        if batch and size + len(record.text) > BATCH_CHARS:
            yield batch
            batch, size = [], 0
        batch.append(read(record))
        size += len(record.text)
    if batch:
        yield batch


def _by_language(batch: Sequence[Reading], lexicons: Path | None) -> Rows:
    """Code a batch language by language, since a scan knows one, and give the rows back in article order."""
    languages = dict.fromkeys(reading.record.language for reading in batch)
    coded = [_code_batch([r for r in batch if r.record.language == one], lexicons) for one in languages]
    if len(coded) == 1:
        return coded[0]
    order = {reading.record.article_id: n for n, reading in enumerate(batch)}
    merged: Rows = {name: [row for rows in coded for row in rows[name]] for name in columns.TABLES}
    return {name: sorted(rows, key=lambda row: order[row[0]]) for name, rows in merged.items()}


def _code_batch(batch: Sequence[Reading], lexicons: Path | None) -> Rows:
    rows: Rows = {name: [] for name in columns.TABLES}
    language = batch[0].record.language
    batch = date_readings(batch, lexicons=lexicons) if is_read(language) else batch
    for reading in batch:
        for name, made in article_rows(reading).items():
            rows[name] += made
    if not is_read(language):
        return rows
    text, views, stretches = _join(batch)
    hits = scan(text, stretches, build(language, lexicons))
    for name, records in find_all(hits, batch).items():
        placed: list[tuple[int, Row]] = []
        for record in records:
            first, last = (stretches[int(hits.sentence[token])] for token in (record.first, record.last))
            # A dateline is read for its date alone: its town is where the writer sat.
            if first.zone != "dateline" or name == "dates":
                placed.append((first.article, finding_row(name, record, views[first.article], first, last)))
        rows[name] += _in_order(placed)
    return rows


def _in_order(placed: list[tuple[int, Row]]) -> Iterator[Row]:
    """Sort by article, start and end; only rows that share all three are compared column by column."""
    placed.sort(key=_span)
    for _, tied in groupby(placed, key=_span):
        rows = [row for _, row in tied]
        yield from rows if len(rows) == 1 else sorted(rows, key=lambda r: ["" if v is None else str(v) for v in r])


def _span(placed: tuple[int, Row]) -> tuple[int, int, int]:
    return placed[0], placed[1][2], placed[1][3]


def _join(batch: Sequence[Reading]) -> tuple[str, list[View], list[Stretch]]:
    """Join the repaired texts; starts come from the lengths, never from a search for the separator."""
    views: list[View] = []
    stretches: list[Stretch] = []
    at = 0
    for number, reading in enumerate(batch):
        views.append(View(reading, at))
        stretches += [Stretch(s.start + at, s.end + at, s.zone, number) for s in reading.sentences if s.zone in _CODED]
        at += len(reading.repaired.text) + len(_SEPARATOR)
    return _SEPARATOR.join(r.repaired.text for r in batch), views, stretches


def find_all(hits: Scan, batch: Sequence[Reading]) -> dict[str, Sequence[Any]]:
    """Run every finder over one scan, each on what those before it found."""
    dates = find_dates(hits, [r.record.published for r in batch])
    mentions = find_mentions(hits)
    candidates = find_candidates(hits, mentions, dates)
    quotes = find_quotes(hits, mentions)
    events = relate(hits, find_events(hits, mentions, dates, quotes), dates)
    quantities = find_quantities(hits, dates)
    figures = find_figures(hits, quantities, mentions, dates, quotes, events)
    return {
        "mentions": mentions, "candidates": candidates, "dates": dates, "quotes": quotes, "events": events,
        "figures": figures,
    }  # fmt: skip
