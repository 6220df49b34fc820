"""What the finders return: plain records over one batch, in batch offsets and token numbers.

`first` and `last` are tokens (inclusive), `start` and `end` code points of the joined text; `coding` turns them into
the rows of the tables. Field names are the tables' column names wherever they mean the same.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

Row = TypeVar("Row", bound=tuple[Any, ...])


def from_columns(kind: type[Row], *columns: Iterable[Any]) -> list[Row]:
    """Return the records that these columns show, one for each field and all of one length.

    Examples
    --------
    >>> from_columns(Candidate, [0], [1], [0], [9], ["person"], ["title"], ["r1"])[0].kind
    'person'
    """
    return list(map(functools.partial(tuple.__new__, kind), zip(*columns, strict=True)))


class Mention(NamedTuple):
    """A name the registry knows."""

    first: int
    last: int
    start: int
    end: int
    actor_id: str
    name: str
    actor_type: str
    country: str | None
    sector: str | None
    use: str
    rule: str


class Candidate(NamedTuple):
    """A name the registry does not know."""

    first: int
    last: int
    start: int
    end: int
    kind: str
    cue: str
    rule: str


class Date(NamedTuple):
    """A date, partial date, relative date or range."""

    first: int
    last: int
    start: int
    end: int
    edtf: str | None
    date_from: datetime.date | None
    date_to: datetime.date | None
    precision: str
    anchor: str
    check: str | None
    rule: str


class Quantity(NamedTuple):
    """A number that may count something: the number words alone, hedges and nouns outside the span.

    `hedge_first`..`hedge_last` are the tokens of the hedge, -1 where there is none.
    """

    first: int
    last: int
    start: int
    end: int
    value: int | None
    value_low: int | None
    value_high: int | None
    hedge: str
    hedge_first: int
    hedge_last: int
    rule: str


class Quote(NamedTuple):
    """Words said: in marks (direct) or reported (indirect)."""

    first: int
    last: int
    start: int
    end: int
    kind: str
    speaker_id: str | None
    speaker_text: str | None
    speaker_start: int | None
    speaker_end: int | None
    cue: str | None
    rule: str


class Side(NamedTuple):
    """One side of an event, and how it was found (columns.SIDE_BASES)."""

    actor_id: str | None
    text: str | None
    country: str | None
    sector: str | None
    start: int | None
    basis: str | None = None


class Event(NamedTuple):
    """An act: its trigger, its sides (one record a pair), its date, status, claimant and place.

    `key` is the trigger start of the event's first passage, `about` the key of the event this one speaks of, answers
    or is ordered by; `is_content` marks a content row.
    """

    first: int
    last: int
    start: int
    end: int
    event_type: str
    mode: str | None
    source: Side
    target: Side
    date_edtf: str | None
    date_from: datetime.date | None
    date_to: datetime.date | None
    date_basis: str | None
    status: str
    claimant_id: str | None
    claimant_text: str | None
    place_id: str | None
    place_text: str | None
    key: int
    about: int | None
    is_content: bool
    relation: str | None
    rule: str


class Figure(NamedTuple):
    """A number of people. `part_of` is the start of the whole, `event` the event's (key, is_content)."""

    first: int
    last: int
    start: int
    end: int
    value: int | None
    value_low: int | None
    value_high: int | None
    hedge: str
    kind: str
    group: str | None
    actor_id: str | None
    actor_basis: str | None
    claimant_id: str | None
    claimant_text: str | None
    status: str
    place_id: str | None
    part_of: int | None
    event: tuple[int, bool] | None
    date_edtf: str | None
    date_from: datetime.date | None
    date_to: datetime.date | None
    date_basis: str | None
    rule: str
