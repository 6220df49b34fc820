"""What happened: triggers with their sides, date, place, status and claimant, by the PLOVER scheme.

A trigger of the lexicon is an event unless it names nobody, no place and no date. A speech act (accuse, threaten,
request, refuse, promise) is a row of its own and hands the act it speaks of down as a content row with the status that
the speech act gives it. What a party says of itself or others inside its quotation is claimed, not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sahelkit.finding.clauses import TRIGGERS, Clause, clause_of, event_tape
from sahelkit.finding.rows import Date, Event, Mention, Quote, Side
from sahelkit.finding.scan import Scan
from sahelkit.finding.sides import NOBODY, Ground, after, behind, names_behind, subject
from sahelkit.lexicons.affixes import sides
from sahelkit.lexicons.build import Entry

_TRIGGER = re.compile(f"[{TRIGGERS}]")
_VERB = re.compile("[vbqj]")
_NEGATED = re.compile(r"N[wFehDyI]{0,3}$")
_FUTURE = re.compile(r"F[wNeyh]{0,2}$")
_PASSIVE = re.compile(r"e[wNe]{0,2}$")
_CONTENT_STATUS = {"ACCUSE": "alleged", "THREATEN": "threatened", "REQUEST": "hypothetical", "AGREE": "planned",
                   "CONCEDE": "planned"}  # fmt: skip
# Acts of words whose target may stand behind any preposition: "menolak kerja sama dengan Prancis".
_TOWARDS = ("REJECT", "SUPPORT", "AGREE", "CONSULT", "COOPERATE")
# What an announced act is as a speech act: the contract's "Which type".
_ANNOUNCED = {"AID": "AGREE", "COOPERATE": "AGREE", "RETREAT": "CONCEDE"} | dict.fromkeys(
    ("SANCTION", "COERCE", "ASSAULT"), "THREATEN"
)


class _Trigger(NamedTuple):
    """A trigger on the tape, with its lexicon entry and the way it is used there."""

    at: int
    clause: Clause
    entry: Entry
    voice: str
    quote: Quote | None


def find_events(scan: Scan, mentions: Sequence[Mention], dates: Sequence[Date], quotes: Sequence[Quote]) -> list[Event]:
    """Find the events of a batch.

    Returns
    -------
    list of Event
        One a pair of source and target; rows of one event share `start` and `is_content`. In text order.
    """
    ground = Ground(scan, event_tape(scan, mentions, dates), mentions)
    triggers = _triggers(ground, quotes)
    found: list[Event] = []
    governed: dict[int, tuple[_Trigger, Event]] = {}
    for trigger in triggers:
        above = governed.get(trigger.at)
        rows = _content(ground, trigger, *above, dates) if above else _main(ground, trigger, dates)
        found += rows
        if rows and not above:
            for below in _below(ground.tape.letters, trigger, triggers):
                governed.setdefault(below.at, (trigger, rows[0]))
    return sorted(found, key=lambda e: (e.start, e.end, e.is_content))


def _triggers(ground: Ground, quotes: Sequence[Quote]) -> list[_Trigger]:
    tape, scan = ground.tape, ground.scan
    found = []
    ordered = sorted(quotes, key=lambda q: q.start)
    at = 0
    for match in _TRIGGER.finditer(tape.letters):
        n = match.start()
        start = int(scan.start[tape.first[n]])
        while at < len(ordered) and ordered[at].end <= start:
            at += 1
        quote = ordered[at] if at < len(ordered) and ordered[at].start <= start else None
        voice = _voice(tape.letters, n)
        if voice:
            entry = _entry(scan.entries(tape.ref[n]), match.group())
            found.append(_Trigger(n, clause_of(tape.letters, n), entry, voice, quote))
    return found


def _entry(entries: Sequence[Entry], letter: str) -> Entry:
    kinds = {
        "v": "active",
        "b": "passive",
        "q": "participle",
        "j": "infinitive",
        "n": "noun",
        "x": "victim",
        "u": "bare",
    }
    return next(e for e in entries if e.kind == kinds[letter])


def _voice(letters: str, n: int) -> str | None:
    """Return active, passive, noun or victim; None for a bare root outside a headline."""
    letter = letters[n]
    if letter == "q":
        if _PASSIVE.search(letters, max(0, n - 4), n) or letters[n + 1 : n + 2] == "B":
            return "passive"
        return "active"
    return {"v": "active", "j": "active", "b": "passive", "n": "noun", "x": "victim"}.get(letter)


def _main(ground: Ground, trigger: _Trigger, dates: Sequence[Date]) -> list[Event]:
    """Return the rows of a trigger that no speech act governs."""
    sources, targets = _both_sides(ground, trigger)
    status, claimant = _status(ground, trigger)
    if _future(ground, trigger) and status in ("reported", "claimed"):
        return _announced(ground, trigger, sources, targets, dates)
    rows = _rows(ground, trigger, sources, targets, dates)
    if not _stands(ground, trigger, rows):
        return []
    return [r._replace(status=status, claimant_id=claimant[0], claimant_text=claimant[1]) for r in rows]


def _stands(ground: Ground, trigger: _Trigger, rows: Iterable[Event]) -> bool:
    """Does anything tie the trigger to the world: a side, a date or a place; where the lexicon asks for sides, both?

    "Uni Eropa menarik Gugus Tugas Takuba": what the verb moves or whom it meets may also be a force or a place.
    """
    if trigger.entry.data.get("act") == "sided":
        named = names_behind(ground, trigger.at, trigger.clause.hi)
        return any(r.source.actor_id and (r.target.actor_id or named) for r in rows)
    return any(r.source.actor_id or r.target.actor_id or r.date_edtf or r.place_id for r in rows)


def _announced(
    ground: Ground, trigger: _Trigger, sources: list[Side], targets: list[Side], dates: Sequence[Date]
) -> list[Event]:
    """An act still to come is promised or threatened by who says so, else merely planned."""
    rows = _rows(ground, trigger, sources, targets, dates)
    if not _stands(ground, trigger, rows):
        return []
    kind = _ANNOUNCED.get(trigger.entry.key)
    if kind is None or not sources or (trigger.quote is None and trigger.voice == "passive"):
        return [r._replace(status="planned") for r in rows]
    below = "threatened" if kind == "THREATEN" else "planned"
    content = [r._replace(status=below, is_content=True, about=r.start, relation="content") for r in rows]
    return [r._replace(event_type=kind, mode=None, status="reported") for r in rows] + content


def _content(ground: Ground, trigger: _Trigger, speech: _Trigger, above: Event, dates: Sequence[Date]) -> list[Event]:
    """Return the rows of an act that a speech act speaks of."""
    sources, targets = _both_sides(ground, trigger)
    named = sources and sources[0].start is not None and sources[0].start > above.end
    if not named:
        others = above.event_type in ("ACCUSE", "REQUEST")
        heir = above.target if others else above.source
        sources = [heir] if heir.actor_id else sources
    targets = [t for t in targets if t.actor_id not in {s.actor_id for s in sources}]
    status = _CONTENT_STATUS.get(above.event_type, "denied" if above.mode is None else "hypothetical")
    rows = _rows(ground, trigger, sources, targets, dates)
    return [r._replace(status=status, is_content=True, about=above.start, relation="content") for r in rows]


def _below(letters: str, speech: _Trigger, triggers: Sequence[_Trigger]) -> list[_Trigger]:
    """Return the triggers that a speech act governs: the first verbs behind it in its clause."""
    if speech.entry.data.get("act") != "speech" or speech.voice == "noun":
        return []
    stop = letters.find(",", speech.at, speech.clause.hi)
    end = speech.clause.hi if stop < 0 else stop
    return [t for t in triggers if speech.at < t.at < end and t.voice != "noun"][:1]


def _both_sides(ground: Ground, trigger: _Trigger) -> tuple[list[Side], list[Side]]:
    of_source, of_target = sides(trigger.entry.data, trigger.voice)
    sources, targets = _fill(ground, trigger, of_source), _fill(ground, trigger, of_target)
    if not sources and trigger.voice == "noun":
        sources = _fill(ground, trigger, ("by",))
    if not sources and "subj" in of_source and trigger.voice == "active":
        sources = _elsewhere(ground, trigger)
    if not targets and trigger.entry.key in _TOWARDS and trigger.voice == "active":
        targets = _fill(ground, trigger, ("with", "against", "to"))
    taken = {s.actor_id for s in sources}
    return sources, [t for t in targets if t.actor_id not in taken]


def _fill(ground: Ground, trigger: _Trigger, roles: Sequence[str]) -> list[Side]:
    """Return the first of the roles' sides that names anybody."""
    n, clause = trigger.at, trigger.clause
    for role in roles:
        if role == "subj":
            found = subject(ground, n, clause, near=trigger.voice == "passive")
        elif role in ("obj", "gen"):
            found = behind(ground, n, clause.hi)
        else:
            found = after(ground, n, clause.hi, role)
        if found:
            return found
    return []


def _elsewhere(ground: Ground, trigger: _Trigger) -> list[Side]:
    """A verb without a subject in its clause shares one: of the clause before it, else of the one behind a comma."""
    clause = trigger.clause
    earlier = (
        subject(ground, clause.lo - 1, Clause(clause.first, clause.lo, clause.first, clause.last))
        if clause.lo > clause.first
        else []
    )
    if earlier:
        return earlier
    later = re.compile(r",[&]?[gtrkGyw]{0,3}([AH])").search(ground.tape.letters, trigger.at, clause.last)
    if later and trigger.at - clause.first < 4:
        return subject(ground, later.end(), Clause(later.start(), later.end(), clause.first, clause.last))
    return []


def _future(ground: Ground, trigger: _Trigger) -> bool:
    if trigger.entry.data.get("tense") == "future":
        return True
    return bool(_FUTURE.search(ground.tape.letters, max(trigger.clause.lo, trigger.at - 4), trigger.at))


def _status(ground: Ground, trigger: _Trigger) -> tuple[str, tuple[str | None, str | None]]:
    said = trigger.quote
    claimant = (said.speaker_id, said.speaker_text) if said else (None, None)
    if _NEGATED.search(ground.tape.letters, max(trigger.clause.lo, trigger.at - 4), trigger.at):
        return ("denied", claimant) if said else ("negated", claimant)
    letters = ground.tape.letters
    if trigger.clause.lo > trigger.clause.first and letters[trigger.clause.lo - 1] == "Z":
        return "hypothetical", claimant
    if said and said.speaker_text:
        return "claimed", claimant
    return "reported", (None, None)


def _rows(
    ground: Ground, trigger: _Trigger, sources: list[Side], targets: list[Side], dates: Sequence[Date]
) -> list[Event]:
    tape, scan, n = ground.tape, ground.scan, trigger.at
    when, basis = _date(ground, trigger, dates)
    place = _place(ground, trigger, {t.start for t in targets})
    first, last = tape.first[n], tape.last[n]
    blank = Event(
        first, last, int(scan.start[first]), int(scan.end[last] - scan.clip[last]), trigger.entry.key,
        trigger.entry.data.get("mode") or None, NOBODY, NOBODY, when.edtf if when else None,
        when.date_from if when else None, when.date_to if when else None, basis, "reported", None, None,
        place.actor_id if place else None, _text(scan, place), None, False, None, trigger.entry.rule,
    )  # fmt: skip
    return [blank._replace(source=s, target=t) for s in sources or [NOBODY] for t in targets or [NOBODY]]


def _text(scan: Scan, mention: Mention | None) -> str | None:
    return scan.text[mention.start : mention.end] if mention else None


def _date(ground: Ground, trigger: _Trigger, dates: Sequence[Date]) -> tuple[Date | None, str | None]:
    """The nearest date of the clause; else the sentence's only one, unless it dates what somebody said."""
    letters, clause, n = ground.tape.letters, trigger.clause, trigger.at
    whole = [p for p in range(clause.first, clause.last) if letters[p] == "D" and _dates(letters, p, n, clause.first)]
    inside = [p for p in whole if clause.lo <= p < clause.hi]
    if inside:
        date = dates[ground.tape.ref[min(inside, key=lambda p: (abs(p - n), p))]]
        return date, "stated" if date.anchor == "absolute" else "relative"
    if len(whole) == 1 and not re.search(r"[T<\">;]", letters[min(whole[0], n) : max(whole[0], n)]):
        return dates[ground.tape.ref[whole[0]]], "inherited"
    return None, None


def _dates(letters: str, date: int, n: int, first: int) -> bool:
    """Can the date belong to the trigger at n? Not where another verb stands between them, unless the date opens the
    sentence ("Pada 8 Maret, Mali …") or the verbs are joined before it ("menyerang dan membakar … pada 8 Maret")."""
    between = letters[min(date, n) + 1 : max(date, n)]
    others = _VERB.findall(between)
    return not others or (date < n and date - first < 4) or (date > n and between.count("&") >= len(others))


def _place(ground: Ground, trigger: _Trigger, taken: set[int | None]) -> Mention | None:
    """The nearest place of the clause that is no side."""
    letters, clause, n = ground.tape.letters, trigger.clause, trigger.at
    spots = [p for p in range(clause.lo, clause.hi) if letters[p] in "PQ"]
    found = [ground.mentions[ground.tape.ref[p]] for p in sorted(spots, key=lambda p: (abs(p - n), p))]
    return next((m for m in found if m.start not in taken), None)
