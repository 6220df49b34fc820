"""Records in, the rows of every table out.

Articles of one language are read (repair, zones), joined into a batch, split into sentences and scanned
once, and the finders' rows are mapped back: batch -> repaired article -> source. Coding looks at no article but its
own: the rows of two articles coded together are the rows of each alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from sahelkit import columns
from sahelkit.arrays import TEXT, array_of, arrow_of
from sahelkit.coding.joined import Reading, join
from sahelkit.coding.placing import Columns, article_columns, finding_columns
from sahelkit.coding.publication import date_readings
from sahelkit.collector import collector_held
from sahelkit.finding.candidates import find_candidates
from sahelkit.finding.dates import find_dates
from sahelkit.finding.events import find_events
from sahelkit.finding.figures import find_figures
from sahelkit.finding.mentions import find_mentions
from sahelkit.finding.quantities import find_quantities
from sahelkit.finding.quotes import find_quotes
from sahelkit.finding.relations import relate
from sahelkit.finding.scan import Scan, scan
from sahelkit.lexicons.build import build
from sahelkit.reading.languages import is_read
from sahelkit.reading.records import Record
from sahelkit.reading.repair import Repaired, repair
from sahelkit.reading.zones import Zone, zone_all

BATCH_CHARS = 250_000  # more leave the processor's cache, fewer pay for the beginning of a scan


def read(records: Sequence[Record]) -> list[Reading]:
    """Read articles of one language: repair and zone them; those in another language are left as they are."""
    language = records[0].language if records else ""
    if not is_read(language):
        return [Reading(r, Repaired(r.text, r.text), [Zone(0, len(r.text), "body", "unread")]) for r in records]
    repaired = [repair(record.text, language=language) for record in records]
    zones = zone_all([article.text for article in repaired], language=language)
    return [*map(Reading, records, repaired, zones)]


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
    parts: dict[str, list[Columns]] = {table: [] for table in columns.TABLES}
    meta: list[dict[str, str]] = []
    for batch in _batches(records):
        meta += [{f"meta_{k}": v for k, v in record.meta.items()} for record in batch]
        with collector_held():
            for table, found in _by_language(batch, lexicons).items():
                parts[table].append(found)
    tables = {table: columns.frame_from(_together(found, table), table) for table, found in parts.items()}
    for name in sorted({k for m in meta for k in m}):
        tables["articles"][name] = array_of([m.get(name) for m in meta], TEXT)
    return tables


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    size = 0
    for record in records:
        if batch and size + len(record.text) > BATCH_CHARS:
            yield batch
            batch, size = [], 0
        batch.append(record)
        size += len(record.text)
    if batch:
        yield batch


def _by_language(batch: Sequence[Record], lexicons: Path | None) -> dict[str, Columns]:
    """Code a batch language by language, since a scan knows one, and give the rows back in article order."""
    languages = dict.fromkeys(record.language for record in batch)
    coded = [_code_batch(read([r for r in batch if r.language == one]), lexicons) for one in languages]
    if len(coded) == 1:
        return coded[0]
    place = {record.article_id: n for n, record in enumerate(batch)}
    return {table: _merged([made[table] for made in coded if table in made], table, place) for table in columns.TABLES}


def _together(parts: Sequence[Columns], table: str) -> Columns:
    """Put the rows of several batches under one another."""
    if len(parts) == 1:
        return parts[0]
    return {
        c.name: pa.concat_arrays([part[c.name] for part in parts] or [arrow_of([], c.dtype)])
        for c in columns.columns_of(table)
    }


def _merged(parts: Sequence[Columns], table: str, place: dict[str, int]) -> Columns:
    """Join the rows of several languages in the order of their articles."""
    cells = _together(parts, table)
    articles = [place[article] for article in cells["article_id"].to_pylist()]
    order = pa.array(sorted(range(len(articles)), key=articles.__getitem__), pa.int64())
    return {name: values.take(order) for name, values in cells.items()}


def _code_batch(batch: Sequence[Reading], lexicons: Path | None) -> dict[str, Columns]:
    language = batch[0].record.language
    if not is_read(language):
        return article_columns(join(batch))
    joined = join(date_readings(batch, lexicons=lexicons))
    hits = scan(joined.text, joined.stretches, build(language, lexicons))
    found = find_all(hits, joined.readings)
    return article_columns(joined) | {
        table: finding_columns(table, records, joined, hits.sentence) for table, records in found.items()
    }


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
