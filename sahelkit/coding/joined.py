"""A batch of articles as one text, its sentences, and the way back: batch offset -> repaired article -> source.

The repaired texts are joined by two line breaks; where each begins comes from the lengths, never from a search. The way
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
import pyarrow.compute as pc
from numpy.typing import NDArray

from sahelkit.arrays import OFFSET, arrow_of
from sahelkit.finding.scan import Stretch
from sahelkit.reading.kinds import SEPARATOR
from sahelkit.reading.languages import is_read
from sahelkit.reading.records import Record
from sahelkit.reading.repair import Repaired
from sahelkit.reading.sentences import split
from sahelkit.reading.zones import Zone

Ints = NDArray[np.int64]
CODED = ("body", "headline", "dateline")  # the zones that are scanned


class Reading(NamedTuple):
    """One article read: its repaired text and its zones, in offsets of the repaired text."""

    record: Record
    repaired: Repaired
    zones: Sequence[Zone]


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

    `zone_start`, `zone_article` : of every zone, in the joined text; `start`, `end`, `zone` : of every sentence, in the
    joined text, with the number of its zone.
    """

    readings: Sequence[Reading]
    text: str
    borders: Borders
    zone_start: Ints
    zone_article: Ints
    start: Ints
    end: Ints
    zone: Ints

    @functools.cached_property
    def names(self) -> pa.Array:
        """The articles' ids."""
        return pa.array([reading.record.article_id for reading in self.readings], pa.large_string())

    @functools.cached_property
    def zone_names(self) -> list[str]:
        """What every zone is."""
        return [zone.zone for reading in self.readings for zone in reading.zones]

    @functools.cached_property
    def sentences(self) -> dict[str, pa.Array]:
        """The columns of all sentences but their text."""
        article = self.names.take(pa.array(self.zone_article[self.zone]))
        start, end = self.to_source(self.start, self.end)
        zone = pa.array(self.zone_names, pa.large_string()).take(pa.array(self.zone))
        return {"article_id": article, "sentence_id": ids_of(article, start), "start": start, "end": end, "zone": zone}

    @functools.cached_property
    def coded(self) -> Ints:
        """The numbers of the sentences that are scanned."""
        is_coded = np.array([name in CODED for name in self.zone_names], dtype=bool)
        return np.flatnonzero(is_coded[self.zone])

    @functools.cached_property
    def stretches(self) -> list[Stretch]:
        """The sentences that are scanned."""
        sides = (self.start, self.end, self.zone, self.zone_article[self.zone])
        starts, ends, zones, articles = (values[self.coded].tolist() for values in sides)
        return [*map(Stretch, starts, ends, map(self.zone_names.__getitem__, zones), articles)]

    @functools.cached_property
    def stretch_ids(self) -> pa.Array:
        """The ids of the sentences that are scanned."""
        return self.sentences["sentence_id"].take(pa.array(self.coded))

    @functools.cached_property
    def stretch_zones(self) -> pa.Array:
        """The zones of the sentences that are scanned."""
        return self.sentences["zone"].take(pa.array(self.coded))

    @functools.cached_property
    def stretch_articles(self) -> Ints:
        """The article of each sentence that is scanned."""
        return self.zone_article[self.zone[self.coded]]

    @functools.cached_property
    def in_dateline(self) -> NDArray[np.bool_]:
        """Say of each sentence that is scanned whether it is a dateline."""
        is_dateline = np.array([name == "dateline" for name in self.zone_names], dtype=bool)
        return is_dateline[self.zone[self.coded]]

    def to_source(self, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Return the source spans of spans of the joined text."""
        first = self.borders.left(start)
        return first, np.maximum(first, self.borders.right(end))

    def points(self, starts: Sequence[int | None]) -> pa.Array:
        """Return the source offsets of single offsets of the joined text; None stays missing."""
        at = pa.array(starts, pa.int64())
        return pa.array(self.borders.left(at.fill_null(0).to_numpy()), mask=at.is_null().to_numpy(zero_copy_only=False))


def ids_of(articles: pa.Array, at: Ints | pa.Array, *more: str) -> pa.Array:
    """Return the ids of what starts at these source offsets of these articles; missing where the offset is."""
    *parts, colon = (pa.scalar(part, pa.large_string()) for part in (*more, ":"))
    return pc.binary_join_element_wise(articles, arrow_of(at, OFFSET).cast(pa.large_string()), *parts, colon)


def join(batch: Sequence[Reading]) -> Joined:
    """Join the repaired texts of a batch of one language, and split them into sentences."""
    text = SEPARATOR.join([reading.repaired.text for reading in batch])
    sizes = [len(reading.repaired.text) + len(SEPARATOR) for reading in batch]
    offset = np.array([0, *accumulate(sizes)][:-1], dtype=np.int64)
    article = np.repeat(np.arange(len(batch)), [len(reading.zones) for reading in batch])
    starts = np.array([zone.start for reading in batch for zone in reading.zones], dtype=np.int64) + offset[article]
    language = batch[0].record.language
    nothing = np.zeros(0, dtype=np.int64)
    sentences = split(text, starts, language=language) if is_read(language) else (nothing,) * 3
    return Joined(batch, text, _borders(batch, offset), starts, article, *sentences)


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
