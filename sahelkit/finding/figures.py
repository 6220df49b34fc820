"""Numbers of people: how many, what happened to them, which kind of people, whose, where, when, and who says so.

`quantities` reads the number, `counts` decides that it counts people and what befell them, `parts` ties parts to
wholes, `whose` finds whose they are; here each becomes a row, with the event, date, place and quotation it stands in.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence

import numpy as np

from sahelkit.finding.counts import Count, find_counts
from sahelkit.finding.nouns import REACH, Ground, lay_ground
from sahelkit.finding.parts import settle
from sahelkit.finding.rows import Date, Event, Figure, Mention, Quantity, Quote
from sahelkit.finding.scan import Ints, Scan
from sahelkit.finding.spots import codes_of, spots
from sahelkit.finding.tape import Tape
from sahelkit.finding.whose import Owner, Sayings, sayings_of, whose

_EVENTS = {
    "killed": ("ASSAULT",), "wounded": ("ASSAULT",), "abducted": ("ASSAULT",), "captured": ("COERCE", "ASSAULT"),
    "arrested": ("COERCE",), "released": ("RETREAT",), "surrendered": ("RETREAT",),
    "troops": ("RETREAT", "MOBILIZE", "AID", "CONCEDE", "THREATEN"),
}  # fmt: skip


_FAR = 1 << 40
_When = tuple[str | None, datetime.date | None, datetime.date | None, str | None]


def find_figures(
    scan: Scan, quantities: Sequence[Quantity], mentions: Sequence[Mention], dates: Sequence[Date],
    quotes: Sequence[Quote], events: Sequence[Event],
) -> list[Figure]:  # fmt: skip
    """Find the numbers of people in a batch.

    Returns
    -------
    list of Figure
        In text order; one a quantity that counts people. `value` is in persons; a part has the `start` of its whole in
        `part_of`. Empty for text without numbers. Known failures: tests/cases/figures.jsonl, rows that expect "fail".
    """
    ground = lay_ground(scan, quantities, mentions, dates)
    counts = settle(ground.tape.letters, find_counts(ground))
    if not counts:
        return []
    numbers = [quantities[ground.tape.ref[count.at]] for count in counts]
    sayings = sayings_of(quotes)
    said = sayings.around([number.start for number in numbers])
    owners = _owners(ground, counts, said, sayings)
    here = _here(ground, [number.first for number in numbers], events)
    near = [_event(ground, count, some) if some else None for count, some in zip(counts, here, strict=True)]
    spots = _spots(ground.tape.letters, np.array([count.at for count in counts]))
    return [*map(_figure, itertools.repeat(ground), counts, owners, said, near, spots)]


def _owners(ground: Ground, counts: Sequence[Count], said: Sequence[Quote | None], sayings: Sayings) -> list[Owner]:
    """Return whose people each number counts; a part may be its whole's."""
    found: dict[int, Owner] = {}
    for count, quote in zip(counts, said, strict=True):
        found[count.at] = whose(ground, count, quote, sayings, found)
    return list(found.values())


def _here(ground: Ground, tokens: Sequence[int], events: Sequence[Event]) -> list[list[Event]]:
    """Return the events of the sentence of each token."""
    numbers = ground.scan.sentence[tokens].tolist()
    found: dict[int, list[Event]] = {n: [] for n in numbers}
    told = ground.scan.sentence[[event.first for event in events]].tolist() if events else []
    for event, n in zip(events, told, strict=True):
        if n in found:
            found[n].append(event)
    return [found[n] for n in numbers]


def _figure(
    ground: Ground, count: Count, owner: Owner, said: Quote | None, event: Event | None,
    spots: tuple[int, int],
) -> Figure:  # fmt: skip
    quantity = ground.quantities[ground.tape.ref[count.at]]
    claimant = _claimant(said, event)
    date, place = spots
    edtf, date_from, date_to, basis = _when(ground, event, date)
    return Figure(
        quantity.first, quantity.last, quantity.start, quantity.end, quantity.value, quantity.value_low,
        quantity.value_high, quantity.hedge, count.kind or "other",
        (count.entry.data.get("sector") or None) if count.entry else None,
        *owner, *claimant, _status(ground, count, event, claimant[1]),
        ground.mentions[ground.tape.ref[place]].actor_id if place >= 0 else None,
        ground.quantities[ground.tape.ref[count.whole]].start if count.whole is not None else None,
        (event.key, event.is_content) if event else None, edtf, date_from, date_to, basis, count.rule,
    )  # fmt: skip


def _claimant(said: Quote | None, event: Event | None) -> tuple[str | None, str | None]:
    """Who vouches for the number: the speaker of the quotation around it, else who vouches for its event."""
    if said is not None and said.speaker_text:
        return said.speaker_id, said.speaker_text
    return (event.claimant_id, event.claimant_text) if event else (None, None)


def _status(ground: Ground, count: Count, event: Event | None, claimant: str | None) -> str:
    """The event's status where it says more than "reported"; a number known only from a party's words is claimed."""
    if count.at and ground.tape.letters[count.at - 1] == "N":
        return "negated"
    if event is not None and event.status != "reported":
        return event.status
    return "claimed" if claimant else "reported"


def _event(ground: Ground, count: Count, here: Sequence[Event]) -> Event | None:
    """The nearest event of the sentence that can have that outcome; of an announcement, the thing announced."""
    types = _EVENTS.get(count.kind or "", ())
    start = ground.quantities[ground.tape.ref[count.at]].start
    able = [event for event in here if event.event_type in types and not _is_apart(ground.tape, event, count.at)]
    return min(able, key=lambda event: (abs(event.start - start), not event.is_content)) if able else None


def _is_apart(tape: Tape, event: Event, at: int) -> bool:
    """Does a colon or semicolon stand between: "has not left: a dozen still work there"?"""
    other = tape.place(event.first)
    between = tape.letters[other:at] if other < at else tape.letters[at:other]
    return ";" in between or ":" in between


def _when(ground: Ground, event: Event | None, spot: int) -> _When:
    """The event's date, known or not; without an event the one at `spot`."""
    if event is not None:
        return event.date_edtf, event.date_from, event.date_to, event.date_basis
    if spot < 0:
        return None, None, None, None
    date = ground.dates[ground.tape.ref[spot]]
    return date.edtf, date.date_from, date.date_to, "stated" if date.anchor == "absolute" else "relative"


def _spots(letters: str, at: Ints) -> Iterable[tuple[int, int]]:
    """Return where the nearest date and the nearest place of each number's sentence stand on the tape, -1 for none."""
    codes = codes_of(letters)
    breaks = spots(codes, "\n")
    n = np.searchsorted(breaks, at)
    low = np.maximum(np.append(-1, breaks)[n] + 1, at - REACH)
    high = np.minimum(np.append(breaks, len(codes))[n], at + REACH)
    date, _ = _nearest(spots(codes, "D"), at, low, high)
    place, far = _nearest(spots(codes, "P"), at, low, high)
    state, near = _nearest(spots(codes, "S"), at, low, high)
    return zip(date.tolist(), np.where(near < far, state, place).tolist(), strict=True)


def _nearest(spots: Ints, at: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Return the spot nearest to each place inside its bounds, and how far off it is; -1 and _FAR for none."""
    spots = np.concatenate([[-_FAR], spots, [_FAR]])
    n = np.searchsorted(spots, at)
    before, behind = spots[n - 1], spots[n]
    left = np.where(before >= low, at - before, _FAR)
    right = np.where(behind < high, behind - at, _FAR)
    near = np.minimum(left, right)
    return np.where(near == _FAR, -1, np.where(left <= right, before, behind)), near
