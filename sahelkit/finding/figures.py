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
    if not counts:
        return []
    ordered = sorted(quotes, key=lambda q: (q.start, -q.end))
    sayings = Sayings([q.start for q in ordered], ordered)
    by_sentence = _grouped(ground, counts, events)
    states = states_of(scan.lexicon)
    owners: dict[int, str | None] = {}
    found = []
    for count in counts:
        said = sayings.at(quantities[ground.tape.ref[count.at]].start)
        owner = whose(ground, count, sayings, states, owners)
        owners[count.at] = owner[0]
        found.append(_figure(ground, count, owner, said, by_sentence))
    return found


def _grouped(ground: Ground, counts: Sequence[Count], events: Sequence[Event]) -> Mapping[int, list[Event]]:
    """The events of the sentences that count people."""
    sentence, tape = ground.scan.sentence, ground.tape
    found: dict[int, list[Event]] = {n: [] for n in sentence[[tape.first[count.at] for count in counts]].tolist()}
    here = sentence[[event.first for event in events]].tolist() if events else []
    for event, n in zip(events, here, strict=True):
        if n in found:
            found[n].append(event)
    return found


def _figure(
    ground: Ground, count: Count, owner: tuple[str | None, str | None], said: Quote | None,
    events: Mapping[int, list[Event]],
) -> Figure:  # fmt: skip
    quantity = ground.quantities[ground.tape.ref[count.at]]
    kind = count.kind or "other"
    event = _event(ground, count.at, kind, events)
    sentence = sentence_at(ground.tape.letters, count.at)
    edtf, date_from, date_to, date_basis = _date(ground, count.at, event, sentence)
    claimant = _claimant(said, event)
    status = _status(ground, count, event, claimant)
    whole = ground.quantities[ground.tape.ref[count.whole]].start if count.whole is not None else None
    return Figure(
        quantity.first, quantity.last, quantity.start, quantity.end, quantity.value, quantity.value_low,
        quantity.value_high, quantity.hedge, kind, (count.entry.data.get("sector") or None) if count.entry else None,
        *owner, *claimant, status, _place(ground, count.at, sentence), whole,
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


def _event(ground: Ground, at: int, kind: str, events: Mapping[int, list[Event]]) -> Event | None:
    """The nearest event of the sentence that can have that outcome; of an announcement, the thing announced."""
    types = _EVENTS.get(kind, ())
    quantity = ground.quantities[ground.tape.ref[at]]
    here = events.get(int(ground.scan.sentence[quantity.first]), ()) if types else ()
    best, nearest = None, (0, False)
    for event in here:
        if event.event_type not in types or _is_apart(ground.tape, event, at):
            continue
        distance = (abs(event.start - quantity.start), not event.is_content)
        if best is None or distance < nearest:
            best, nearest = event, distance
    return best


def _is_apart(tape: Tape, event: Event, at: int) -> bool:
    """Does a colon or semicolon stand between: "has not left: a dozen still work there"?"""
    other = tape.place(event.first)
    between = tape.letters[other:at] if other < at else tape.letters[at:other]
    return ";" in between or ":" in between


def _date(ground: Ground, n: int, event: Event | None, sentence: tuple[int, int]) -> _When:
    """The event's date, known or not; without an event the nearest of the sentence."""
    if event is not None:
        return event.date_edtf, event.date_from, event.date_to, event.date_basis
    spot = _nearest(ground.tape.letters, n, "D", sentence)
    if spot is None:
        return None, None, None, None
    date = ground.dates[ground.tape.ref[spot]]
    return date.edtf, date.date_from, date.date_to, "stated" if date.anchor == "absolute" else "relative"


def _place(ground: Ground, n: int, sentence: tuple[int, int]) -> str | None:
    spot = _nearest(ground.tape.letters, n, "PS", sentence)
    return ground.mentions[ground.tape.ref[spot]].actor_id if spot is not None else None


def _nearest(letters: str, n: int, wanted: str, sentence: tuple[int, int]) -> int | None:
    """The nearest such letter of the sentence."""
    low, high = sentence
    nearest: int | None = None
    for letter in wanted:
        for p in (letters.rfind(letter, low, n), letters.find(letter, n, high)):
            if p >= 0 and (nearest is None or abs(p - n) < abs(nearest - n)):
                nearest = p
    return nearest
