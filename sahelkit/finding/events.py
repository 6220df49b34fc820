"""What happened: triggers with their sides, date, place, status and claimant, by the PLOVER scheme.

A trigger of the lexicon is an event unless it names nobody, no place and no date. A speech act (accuse, threaten,
request, refuse, promise) is a row of its own and hands the act it speaks of down as a content row with the status that
the speech act gives it. What a party says of itself or others inside its quotation is claimed, not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sahelkit.finding.clauses import Clause, event_tape
from sahelkit.finding.rows import Date, Event, Mention, Quote, Side
from sahelkit.finding.scan import Scan
from sahelkit.finding.sides import NOBODY, Ground, after, behind, names_behind, subject
from sahelkit.finding.triggers import Trigger, find_triggers, is_future, status_of
from sahelkit.lexicons.affixes import sides

_VERB = re.compile("[vbqj]")
_CONTENT_STATUS = {"ACCUSE": "alleged", "THREATEN": "threatened", "REQUEST": "hypothetical", "AGREE": "planned",
                   "CONCEDE": "planned"}  # fmt: skip
# Acts of words whose target may stand behind any preposition: "menolak kerja sama dengan Prancis".
_TOWARDS = ("REJECT", "SUPPORT", "AGREE", "CONSULT", "COOPERATE")
# What an announced act is as a speech act: the contract's "Which type".
_ANNOUNCED = {"AID": "AGREE", "COOPERATE": "AGREE", "RETREAT": "CONCEDE"} | dict.fromkeys(
    ("SANCTION", "COERCE", "ASSAULT"), "THREATEN"
)


def find_events(scan: Scan, mentions: Sequence[Mention], dates: Sequence[Date], quotes: Sequence[Quote]) -> list[Event]:
    """Find the events of a batch.

    Returns
    -------
    list of Event
        One a pair of source and target; rows of one event share `start` and `is_content`. In text order.
    """
    ground = Ground(scan, event_tape(scan, mentions, dates), mentions)
    triggers = find_triggers(ground, quotes)
    found: list[Event] = []
    above: Event | None = None  # the speech act that governs the next trigger
    for n, trigger in enumerate(triggers):
        below = (
            triggers[n + 1]
            if n + 1 < len(triggers) and _governs(ground.tape.letters, trigger, triggers[n + 1])
            else None
        )
        if trigger.act == "announce":
            above = _announcement(ground, trigger, below, dates)
            rows = [above] if above else []
        else:
            rows = _content(ground, trigger, above, dates) if above else _main(ground, trigger, dates)
            above = rows[0] if rows and below and not above else None
        found += rows
    return sorted(found, key=lambda e: (e.start, e.end, e.is_content))


def _main(ground: Ground, trigger: Trigger, dates: Sequence[Date]) -> list[Event]:
    """Return the rows of a trigger that no speech act governs."""
    sources, targets = _both_sides(ground, trigger)
    rows = _rows(ground, trigger, sources, targets, dates)
    if not _stands(ground, trigger, rows):
        return []
    status, claimant_id, claimant_text = status_of(ground, trigger)
    if is_future(ground, trigger) and status in ("reported", "claimed"):
        return _announced(trigger, rows)
    return [r._replace(status=status, claimant_id=claimant_id, claimant_text=claimant_text) for r in rows]


def _stands(ground: Ground, trigger: Trigger, rows: Iterable[Event]) -> bool:
    """Does anything tie the trigger to the world: a side, a date or a place; where the lexicon asks for sides, both?

    "Uni Eropa menarik Gugus Tugas Takuba": what the verb moves or whom it meets may also be a force or a place.
    """
    if trigger.entry.data.get("act") == "sided":
        named = names_behind(ground, trigger.at, trigger.clause.hi)
        return any(r.source.actor_id and (r.target.actor_id or named) for r in rows)
    return any(r.source.actor_id or r.target.actor_id or r.date_edtf or r.place_id for r in rows)


def _announced(trigger: Trigger, rows: list[Event]) -> list[Event]:
    """An act still to come is promised or threatened by who says so, else merely planned."""
    kind = _ANNOUNCED.get(rows[0].event_type)
    if kind is None or not rows[0].source.actor_id or (trigger.quote is None and trigger.voice == "passive"):
        return [r._replace(status="planned") for r in rows]
    below = "threatened" if kind == "THREATEN" else "planned"
    content = [r._replace(status=below, is_content=True, about=r.start, relation="content") for r in rows]
    return [r._replace(event_type=kind, mode=None, status="reported") for r in rows] + content


def _announcement(ground: Ground, trigger: Trigger, below: Trigger | None, dates: Sequence[Date]) -> Event | None:
    """Return the row of "announce", typed by what is announced; none where that is no act."""
    if below is None or below.entry.key not in _ANNOUNCED:
        return None
    sources, _ = _both_sides(ground, trigger)
    _, targets = _both_sides(ground, below)
    row = _rows(ground, trigger, sources, targets, dates)[0]
    return row._replace(event_type=_ANNOUNCED[below.entry.key], mode=None) if sources else None


def _content(ground: Ground, trigger: Trigger, above: Event, dates: Sequence[Date]) -> list[Event]:
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


def _governs(letters: str, speech: Trigger, below: Trigger) -> bool:
    """Does a speech act speak of the next trigger: a verb behind it in its clause, before any comma?"""
    if speech.act not in ("speech", "announce") or speech.voice == "noun":
        return False
    if below.voice == "noun" and speech.act == "speech":
        return False
    return below.at < speech.clause.hi and "," not in letters[speech.at : below.at]


def _both_sides(ground: Ground, trigger: Trigger) -> tuple[list[Side], list[Side]]:
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


def _fill(ground: Ground, trigger: Trigger, roles: Sequence[str]) -> list[Side]:
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


def _elsewhere(ground: Ground, trigger: Trigger) -> list[Side]:
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


def _rows(
    ground: Ground, trigger: Trigger, sources: list[Side], targets: list[Side], dates: Sequence[Date]
) -> list[Event]:
    tape, scan, n = ground.tape, ground.scan, trigger.at
    when, basis = _date(ground, trigger, dates)
    place = _place(ground, trigger, {t.start for t in targets})
    first, last = tape.first[n], tape.last[n]
    kind, mode = _kind(ground, trigger, targets)
    blank = Event(
        first, last, int(scan.start[first]), int(scan.end[last] - scan.clip[last]), kind, mode, NOBODY, NOBODY,
        when.edtf if when else None, when.date_from if when else None, when.date_to if when else None, basis, "reported", None, None,
        place.actor_id if place else None, _text(scan, place), None, False, None, trigger.entry.rule,
    )  # fmt: skip
    return [blank._replace(source=s, target=t) for s in sources or [NOBODY] for t in targets or [NOBODY]]


def _kind(ground: Ground, trigger: Trigger, targets: Sequence[Side]) -> tuple[str, str | None]:
    """Return type and mode; whom the act is done to may change them.

    Leaving an organisation is SANCTION, leaving a place RETREAT; suspending a broadcaster is COERCE.
    """
    kind, mode = trigger.entry.key, trigger.entry.data.get("mode") or None
    actor = ground.scan.lexicon.actors.get(targets[0].actor_id or "") if targets else None
    if actor is not None:
        if kind == "RETREAT" and mode == "withdraw" and actor.actor_type in ("igo", "bloc"):
            return "SANCTION", "withdraw"
        if kind == "SANCTION" and actor.actor_type == "media":
            return "COERCE", "censor"
    return kind, mode


def _text(scan: Scan, mention: Mention | None) -> str | None:
    return scan.text[mention.start : mention.end] if mention else None


def _date(ground: Ground, trigger: Trigger, dates: Sequence[Date]) -> tuple[Date | None, str | None]:
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


def _place(ground: Ground, trigger: Trigger, taken: set[int | None]) -> Mention | None:
    """The nearest place of the clause that is no side."""
    letters, clause, n = ground.tape.letters, trigger.clause, trigger.at
    spots = [p for p in range(clause.lo, clause.hi) if letters[p] in "PQ"]
    found = [ground.mentions[ground.tape.ref[p]] for p in sorted(spots, key=lambda p: (abs(p - n), p))]
    return next((m for m in found if m.start not in taken), None)
