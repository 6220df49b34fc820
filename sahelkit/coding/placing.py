"""Finders' records -> rows of the tables: from batch offsets back to the source, from tokens to sentence ids.

Every span passes through the article's repairs, so that the offsets count in the text as it came while `text` is
what the finders read. Nothing is found or decided here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sahelkit import columns
from sahelkit.finding.rows import Event, Figure, Quote
from sahelkit.finding.scan import Stretch, count_words
from sahelkit.reading.records import Record
from sahelkit.reading.repair import Repaired
from sahelkit.reading.sentences import Sentence
from sahelkit.reading.zones import Zone

Row = tuple[Any, ...]
_NAMES = {table: columns.names_of(table) for table in columns.TABLES}


class Reading(NamedTuple):
    """One article read: its repaired text, zones and sentences, all in offsets of the repaired text."""

    record: Record
    repaired: Repaired
    zones: Sequence[Zone]
    sentences: Sequence[Sentence]


class View(NamedTuple):
    """One article's place in a batch: `offset` is where its repaired text begins."""

    reading: Reading
    offset: int

    @property
    def article_id(self) -> str:
        return self.reading.record.article_id

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a batch span."""
        return self.reading.repaired.to_source(start - self.offset, end - self.offset)

    def point(self, start: int | None) -> int | None:
        """Return the source offset of a batch offset."""
        return None if start is None else self.span(start, start + 1)[0]

    def text(self, start: int, end: int) -> str:
        """Return the repaired text of a batch span."""
        return self.reading.repaired.text[start - self.offset : end - self.offset]

    def sentence_id(self, stretch: Stretch) -> str:
        """Return the id of a sentence of this article."""
        return f"{self.article_id}:{self.span(stretch.start, stretch.end)[0]}"

    def event_id(self, start: int | None, is_content: bool) -> str | None:
        """Return the id of the event whose trigger starts at a batch offset."""
        return None if start is None else f"{self.article_id}:{self.point(start)}" + ":content" * is_content


def finding_row(table: str, record: Any, view: View, first: Stretch, last: Stretch) -> Row:
    """Return a finder's record as a row of `table`; `first` and `last` are the sentences it begins and ends in."""
    start, end = view.span(record.start, record.end)
    values: dict[str, Any] = record._asdict()
    values |= {
        "article_id": view.article_id, "sentence_id": view.sentence_id(first), "start": start, "end": end,
        "text": view.text(record.start, record.end), "zone": first.zone, "unit": "person",
        "sentence_id_last": view.sentence_id(last) if last is not first else None,
    }  # fmt: skip
    if isinstance(record, Event):
        values |= _event_values(record, view)
    elif isinstance(record, Figure):
        values |= {
            "part_of": view.point(record.part_of),
            "event_id": view.event_id(*record.event) if record.event is not None else None,
        }
    elif isinstance(record, Quote) and record.speaker_start is not None and record.speaker_end is not None:
        speaker = view.span(record.speaker_start, record.speaker_end)
        values |= {"speaker_start": speaker[0], "speaker_end": speaker[1]}
    return tuple(map(values.get, _NAMES[table]))


def _event_values(record: Event, view: View) -> dict[str, Any]:
    values: dict[str, Any] = {
        "event_id": view.event_id(record.key, record.is_content),
        "about_event_id": view.event_id(record.about, False),
    }
    for name, side in (("source", record.source), ("target", record.target)):
        values |= {
            f"{name}_id": side.actor_id, f"{name}_text": side.text, f"{name}_country": side.country,
            f"{name}_sector": side.sector, f"{name}_start": view.point(side.start), f"{name}_basis": side.basis,
        }  # fmt: skip
    return values


def article_rows(reading: Reading) -> Mapping[str, list[Row]]:
    """Return the rows of one article in the tables that no finder fills."""
    view = View(reading, 0)
    record, source, name = reading.record, reading.repaired.source, reading.record.article_id
    zones = _tiled([(view.span(z.start, z.end), z) for z in reading.zones], len(source))
    sentences = []
    for s in reading.sentences:
        start, end = view.span(s.start, s.end)
        sentences.append((name, f"{name}:{start}", start, end, s.zone, view.text(s.start, s.end)))
    repairs = [(name, r.start, r.end, r.before, r.after, r.rule) for r in reading.repaired.repairs]
    values = {
        **{f: getattr(record, f) for f in columns.names_of("articles") if hasattr(record, f)},
        "text_sha256": hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(),
        "n_chars": len(source), "n_words": count_words(source), "n_repairs": len(repairs),
    }  # fmt: skip
    article = tuple(values.get(c) for c in columns.names_of("articles"))
    return {
        "articles": [article], "sources": [(name, source)], "zones": [(name, *z) for z in zones],
        "repairs": repairs, "sentences": sentences,
    }  # fmt: skip


def _tiled(placed: list[tuple[tuple[int, int], Zone]], length: int) -> list[tuple[int, int, str, str]]:
    """Let each zone end where the next begins: an inserted character at a border belongs to no source offset."""
    starts = [0] + [span[0] for span, _ in placed[1:]] + [length]
    return [(starts[n], starts[n + 1], zone.zone, zone.rule) for n, (_, zone) in enumerate(placed)]
