"""Numbers of people: how many, what happened to them, which kind of people, whose, where, when, and who says so.

`quantities` reads the number, `counts` decides that it counts people and what befell them, `parts` ties parts to
wholes, `whose` finds whose they are; here each becomes a row, with the event, date, place and quotation it stands in.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from sahelkit.finding.counts import Count, find_counts
from sahelkit.finding.nouns import Ground, lay_ground, sentence_at
from sahelkit.finding.parts import settle
from sahelkit.finding.rows import Date, Event, Figure, Mention, Quantity, Quote
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape
from sahelkit.finding.whose import Sayings, states_of, whose

_EVENTS = {
    "killed": ("ASSAULT",), "wounded": ("ASSAULT",), "abducted": ("ASSAULT",), "captured": ("COERCE", "ASSAULT"),
    "arrested": ("COERCE",), "released": ("RETREAT",), "surrendered": ("RETREAT",),
    "troops": ("RETREAT", "MOBILIZE", "AID", "CONCEDE", "THREATEN"),
}  # fmt: skip


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
    ordered = sorted(quotes, key=lambda q: (q.start, -q.end))
    sayings = Sayings([q.start for q in ordered], ordered)
    by_sentence = _grouped(scan, events)
    states = states_of(ground)
    owners: dict[int, str | None] = {}
    found = []
    for count in counts:
        said = sayings.at(quantities[ground.tape.ref[count.at]].start)
        owner = whose(ground, count, sayings, states, owners)
        owners[count.at] = owner[0]
        found.append(_figure(ground, count, owner, said, by_sentence))
    return found


def _grouped(scan: Scan, events: Sequence[Event]) -> Mapping[int, list[Event]]:
    found: dict[int, list[Event]] = {}
    for event in events:
        found.setdefault(int(scan.sentence[event.first]), []).append(event)
    return found


def _figure(
    ground: Ground, count: Count, owner: tuple[str | None, str | None], said: Quote | None,
    events: Mapping[int, list[Event]],
) -> Figure:  # fmt: skip
    quantity = ground.quantities[ground.tape.ref[count.at]]
    kind = count.kind or "other"
    event = _event(ground, quantity, kind, events)
    edtf, date_from, date_to, date_basis = _date(ground, count.at, event)
    claimant = _claimant(said, event)
    status = _status(ground, count, event, claimant)
    whole = ground.quantities[ground.tape.ref[count.whole]].start if count.whole is not None else None
    return Figure(
        quantity.first, quantity.last, quantity.start, quantity.end, quantity.value, quantity.value_low,
        quantity.value_high, quantity.hedge, kind, (count.entry.data.get("sector") or None) if count.entry else None,
        *owner, *claimant, status, _place(ground, count.at), whole,
        (event.key, event.is_content) if event else None, edtf, date_from, date_to, date_basis, count.rule,
    )  # fmt: skip


def _claimant(said: Quote | None, event: Event | None) -> tuple[str | None, str | None]:
    """Who vouches for the number: the speaker of the quotation around it, else who vouches for its event."""
    if said is not None and said.speaker_text:
        return said.speaker_id, said.speaker_text
    return (event.claimant_id, event.claimant_text) if event else (None, None)


def _status(ground: Ground, count: Count, event: Event | None, claimant: tuple[str | None, str | None]) -> str:
    """The event's status where it says more than "reported"; a number known only from a party's words is claimed."""
    if ground.tape.letters[max(0, count.at - 1) : count.at] == "N":
        return "negated"
    if event is not None and event.status != "reported":
        return event.status
    return "claimed" if claimant[1] else "reported"


def _event(ground: Ground, quantity: Quantity, kind: str, events: Mapping[int, list[Event]]) -> Event | None:
    """The nearest event of the sentence that can have that outcome; of an announcement, the thing announced."""
    here = events.get(int(ground.scan.sentence[quantity.first]), [])
    tape, at = ground.tape, ground.tape.place(quantity.first)
    fitting = [e for e in here if e.event_type in _EVENTS.get(kind, ()) and not _apart(tape, tape.place(e.first), at)]
    return min(fitting, key=lambda e: (abs(e.start - quantity.start), not e.is_content), default=None)


def _apart(tape: Tape, one: int, two: int) -> bool:
    """Does a colon or semicolon stand between: "has not left: a dozen still work there"?"""
    return any(mark in tape.letters[min(one, two) : max(one, two)] for mark in ";:")


def _date(ground: Ground, n: int, event: Event | None) -> _When:
    """The event's date, known or not; without an event the nearest of the sentence."""
    if event is not None:
        return event.date_edtf, event.date_from, event.date_to, event.date_basis
    spot = _nearest(ground.tape.letters, n, "D")
    if spot is None:
        return None, None, None, None
    date = ground.dates[ground.tape.ref[spot]]
    return date.edtf, date.date_from, date.date_to, "stated" if date.anchor == "absolute" else "relative"


def _place(ground: Ground, n: int) -> str | None:
    spot = _nearest(ground.tape.letters, n, "PS")
    return ground.mentions[ground.tape.ref[spot]].actor_id if spot is not None else None


def _nearest(letters: str, n: int, wanted: str) -> int | None:
    """The nearest such letter of the sentence."""
    low, high = sentence_at(letters, n)
    spots = [p for w in wanted for p in (letters.rfind(w, low, n), letters.find(w, n, high)) if p >= 0]
    return min(spots, key=lambda p: abs(p - n), default=None)
