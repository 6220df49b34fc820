"""A batch of articles as one text, and the way back: batch offset -> repaired article -> source.

The repaired texts are joined by a line break; where each begins comes from the lengths, never from a search. The way
back is one sorted list of borders for the whole batch: before every article one that takes its place off, and one for
every repair, so that a column of offsets is mapped at once.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sahelkit.finding.scan import Stretch
from sahelkit.reading.records import Record
from sahelkit.reading.repair import Repaired
from sahelkit.reading.sentences import Sentence
from sahelkit.reading.zones import Zone

Ints = NDArray[np.int64]
SEPARATOR = "\n"
CODED = ("body", "headline", "dateline")  # the zones that are scanned


class Reading(NamedTuple):
    """One article read: its repaired text, zones and sentences, all in offsets of the repaired text."""

    record: Record
    repaired: Repaired
    zones: Sequence[Zone]
    sentences: Sequence[Sentence]


class Borders(NamedTuple):
    """The repairs of a batch, start and end in the joined text and in the source, and one border before each article.

    That border lies one place before the article and stands for the place -1 of its source.
    """

    start: Ints
    end: Ints
    source_start: Ints
    source_end: Ints

    def left(self, at: Ints) -> Ints:
        """Return the source offsets of starts; what cuts into a repair takes the whole of it."""
        n = np.searchsorted(self.end, at, side="right")
        return np.where(self.start[n] < at, self.source_start[n], self.source_end[n - 1] + at - self.end[n - 1])

    def right(self, at: Ints) -> Ints:
        """Return the source offsets of ends."""
        n = np.searchsorted(self.end, at, side="left")
        return np.where(self.start[n] < at, self.source_end[n], self.source_end[n - 1] + at - self.end[n - 1])


@dataclasses.dataclass(frozen=True, eq=False)
class Joined:
    """A batch as one text.

    `start`, `end`, `article`, `zone` : of every sentence, in the joined text; `source_start`, `source_end` : its span
    in the source; `sentence_id` : its id. `stretches` are the sentences that are scanned, `coded` their numbers.
    """

    readings: Sequence[Reading]
    text: str
    borders: Borders
    start: list[int]
    end: list[int]
    article: list[int]
    zone: Sequence[str]
    source_start: list[int]
    source_end: list[int]
    sentence_id: list[str]
    coded: list[int]

    @functools.cached_property
    def names(self) -> list[str]:
        """The articles' ids."""
        return [reading.record.article_id for reading in self.readings]

    @functools.cached_property
    def stretches(self) -> list[Stretch]:
        """The sentences that are scanned."""
        sides = (self.start, self.end, self.zone, self.article)
        return [*map(Stretch, *([values[n] for n in self.coded] for values in sides))]

    @functools.cached_property
    def stretch_ids(self) -> pa.Array:
        """The ids of the sentences that are scanned."""
        return pa.array([self.sentence_id[n] for n in self.coded], pa.large_string())

    @functools.cached_property
    def stretch_zones(self) -> pa.Array:
        """The zones of the sentences that are scanned."""
        return pa.array([self.zone[n] for n in self.coded], pa.large_string())

    @functools.cached_property
    def stretch_articles(self) -> Ints:
        """The article of each sentence that is scanned."""
        return np.array([self.article[n] for n in self.coded], dtype=np.int64)

    def to_source(self, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Return the source spans of spans of the joined text."""
        first = self.borders.left(start)
        return first, np.maximum(first, self.borders.right(end))

    def points(self, starts: Sequence[int | None]) -> list[int | None]:
        """Return the source offsets of single offsets of the joined text; None stays None."""
        known = [at for at in starts if at is not None]
        to_source = dict(zip(known, self.borders.left(np.array(known, dtype=np.int64)).tolist(), strict=True))
        return [None if at is None else to_source[at] for at in starts]


def join(batch: Sequence[Reading]) -> Joined:
    """Join the repaired texts of a batch."""
    sizes = [len(reading.repaired.text) + len(SEPARATOR) for reading in batch]
    offset = np.array([0, *accumulate(sizes)][:-1], dtype=np.int64)
    counts = [len(reading.sentences) for reading in batch]
    article = np.repeat(np.arange(len(batch)), counts)
    starts, ends, zones = zip(*(s for reading in batch for s in reading.sentences)) if any(counts) else ((), (), ())
    start, end = np.array(starts, dtype=np.int64) + offset[article], np.array(ends, dtype=np.int64) + offset[article]
    borders = _borders(batch, offset)
    first = borders.left(start)
    numbers, span = article.tolist(), (first.tolist(), np.maximum(first, borders.right(end)).tolist())
    names = [reading.record.article_id for reading in batch]
    ids = [f"{names[n]}:{at}" for n, at in zip(numbers, span[0], strict=True)]
    coded = [n for n, zone in enumerate(zones) if zone in CODED]
    text = SEPARATOR.join(reading.repaired.text for reading in batch)
    return Joined(batch, text, borders, start.tolist(), end.tolist(), numbers, zones, *span, ids, coded)


def _borders(batch: Sequence[Reading], offset: Ints) -> Borders:
    rows: list[tuple[int, int, int, int]] = []
    for reading, place in zip(batch, offset.tolist(), strict=True):
        rows.append((place - 1, place - 1, -1, -1))
        shift = place
        for repair in reading.repaired.repairs:
            start = repair.start + shift
            rows.append((start, start + len(repair.after), repair.start, repair.end))
            shift += len(repair.after) - (repair.end - repair.start)
    rows.append((_BEYOND, _BEYOND, 0, 0))
    return Borders(*np.array(rows, dtype=np.int64).T.copy())


_BEYOND = np.iinfo(np.int64).max  # no offset lies behind it
