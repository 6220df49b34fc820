"""What happened: triggers with their sides, date, place, status and claimant, by the PLOVER scheme.

A trigger of the lexicon is an event unless it names nobody, no place and no date. A speech act (accuse, threaten,
request, refuse, promise) is a row of its own and hands the act it speaks of down as a content row with the status that
the speech act gives it. What a party says of itself or others inside its quotation is claimed, not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from sahelkit.finding.acts import ANNOUNCED, MUTUAL, SPEECH, content_status, denies, governs, helps, kind_of
from sahelkit.finding.clauses import event_tape
from sahelkit.finding.joining import join_outcomes
from sahelkit.finding.parties import Sides, blamed, both_sides, claimers, fill, handed, others
from sahelkit.finding.people import NOBODY, Ground
from sahelkit.finding.rows import Date, Event, Mention, Quote, Side
from sahelkit.finding.scan import Scan
from sahelkit.finding.sides import names_behind
from sahelkit.finding.triggers import Trigger, find_triggers, is_future, is_supposed, status_of
from sahelkit.finding.whens import date_of, place_of
from sahelkit.lexicons.affixes import sides

# Words and meetings need somebody; a blast or an attack may be known by its place alone.
_PERSONAL = ("CONSULT", "SUPPORT", "AGREE", "COOPERATE", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "CONCEDE")
_OFFICIAL = ("SANCTION", "COERCE")  # done by decree: relations broken off, borders closed
_OBJECT = re.compile(r"D?[yw#'C]{0,4}")
_HEIRLESS = ("ACCUSE", "REQUEST")  # what they speak of is done by those they turn to


def find_events(scan: Scan, mentions: Sequence[Mention], dates: Sequence[Date], quotes: Sequence[Quote]) -> list[Event]:
    """Find the events of a batch.

    Returns
    -------
    list of Event
        One a pair of source and target; rows of one event share `start` and `is_content`. In text order.
    """
    ground = Ground(scan, event_tape(scan, mentions, dates), mentions)
    triggers = join_outcomes(ground, find_triggers(ground, quotes))
    found: list[Event] = []
    above: tuple[Event, Trigger] | None = None  # the speech act that governs the next trigger
    merged = False
    for n, trigger in enumerate(triggers):
        if merged:
            merged = False
            continue
        below = triggers[n + 1] if n + 1 < len(triggers) else None
        merged = helps(ground, trigger, below)
        governed = below if below and governs(ground, trigger, below) else None
        if above:
            rows = _content(ground, trigger, above, dates)
        elif trigger.act == "announce":
            rows = _announcement(ground, trigger, governed, dates)
        elif merged and below:
            rows = _help(ground, trigger, below, dates)
        else:
            rows = _main(ground, trigger, governed, dates)
            rows = _performed(ground, triggers[n - 1], trigger, rows, dates) if n else rows
        above = (rows[0] if rows else _unsaid(ground, trigger, dates), trigger) if governed and not above else None
        found += rows
    return sorted(found, key=lambda e: (e.start, e.end, e.is_content))


def _performed(
    ground: Ground, before: Trigger, trigger: Trigger, rows: list[Event], dates: Sequence[Date]
) -> list[Event]:
    """An official act that its announcement performs: by who announces it, reported, on the day it is announced."""
    if before.act != "announce" or before.clause.first != trigger.clause.first:
        return rows
    announcers = both_sides(ground, before)[0]
    between = ground.tape.letters[before.at + 1 : trigger.at]
    if trigger.voice == "noun" and announcers and _OBJECT.fullmatch(between):
        sources, targets = both_sides(ground, trigger)
        rows = rows if sources else _rows(ground, trigger, (handed(announcers), others(targets, announcers)), dates)
    if not rows:
        return rows
    same = {s.actor_id for s in announcers} & {r.source.actor_id for r in rows} - {None}
    if rows[0].event_type not in _OFFICIAL or not same or rows[0].status not in ("claimed", "reported"):
        return rows
    rows = [r._replace(status="reported", claimant_id=None, claimant_text=None) for r in rows]
    said, basis = date_of(ground, trigger, dates, of_saying=True) if rows[0].date_edtf is None else (None, None)
    said, basis = (said, basis) if said or rows[0].date_edtf else date_of(ground, before, dates)
    return [_on(r, said, basis) for r in rows] if said else rows


def _on(row: Event, date: Date | None, basis: str | None) -> Event:
    if date is None:
        return row._replace(date_edtf=None, date_from=None, date_to=None, date_basis=None)
    begin, end = date.date_from, date.date_to
    return row._replace(date_edtf=date.edtf, date_from=begin, date_to=end, date_basis=basis)


def _unsaid(ground: Ground, trigger: Trigger, dates: Sequence[Date]) -> Event:
    """A speech act that names nobody makes no row, but what it speaks of is no more done for that."""
    return _rows(ground, trigger, ([], []), dates)[0]._replace(relation="unsaid")


def _main(ground: Ground, trigger: Trigger, governed: Trigger | None, dates: Sequence[Date]) -> list[Event]:
    """Return the rows of a trigger that no speech act governs."""
    sources, targets = _speech_sides(ground, trigger, governed) if governed else both_sides(ground, trigger)
    claim, said = claimers(ground, trigger), blamed(ground, trigger)
    sources, targets = claim or said or sources, others(targets, [*claim, *said])
    rows = _rows(ground, trigger, (sources, targets), dates)
    if governed and governed.voice != "noun" and rows[0].date_edtf:  # "promised to hold elections in 2024"
        when, basis = date_of(ground, trigger, dates, before=governed.at)
        rows = [_on(r, when, basis) for r in rows]
    if claim and claim[0].actor_id:
        who = claim[0]
        return [r._replace(status="claimed", claimant_id=who.actor_id, claimant_text=who.text) for r in rows]
    if said:
        return [r._replace(status="alleged") for r in rows]
    return _with_status(ground, trigger, rows, dates) if _stands(ground, trigger, rows) else []


def _help(ground: Ground, trigger: Trigger, below: Trigger, dates: Sequence[Date]) -> list[Event]:
    """Troops sent to help a named host are AID, one act at its first verb."""
    sources, own = both_sides(ground, trigger)
    helped = fill(ground, below, ("obj", "to"))
    targets = own if own and trigger.entry.key == "AID" else helped or own
    rows = _rows(ground, trigger, (sources, others(targets, sources)), dates)
    aid = [r._replace(event_type="AID", mode=None) for r in rows] if targets else rows
    later, basis = date_of(ground, below, dates)
    if later and not aid[0].date_edtf:
        aid = [_on(r, later, basis) for r in aid]
    return _with_status(ground, trigger, aid, dates) if _stands(ground, trigger, aid) else []


def _with_status(ground: Ground, trigger: Trigger, rows: list[Event], dates: Sequence[Date]) -> list[Event]:
    status, claimant_id, claimant_text = status_of(ground, trigger)
    if is_future(ground, trigger) and status in ("reported", "claimed") and not is_supposed(ground, trigger):
        return _announced(ground, trigger, rows, dates)
    if status == "claimed" and _performs(trigger, rows):
        status, claimant_id, claimant_text = "reported", None, None
        said, basis = date_of(ground, trigger, dates, of_saying=True)
        rows = [_on(r, said, basis) for r in rows] if said and not rows[0].date_edtf else rows
    return [r._replace(status=status, claimant_id=claimant_id, claimant_text=claimant_text) for r in rows]


def _performs(trigger: Trigger, rows: Sequence[Event]) -> bool:
    """ "We reject the sanctions": who says so does so by saying it."""
    speaker = trigger.quote.speaker_id if trigger.quote else None
    own = speaker is not None and all(r.source.actor_id == speaker for r in rows)
    return own and trigger.act in SPEECH and trigger.voice == "active"


def _stands(ground: Ground, trigger: Trigger, rows: Iterable[Event]) -> bool:
    """Does anything tie the trigger to the world: a side, a date or a place; where the lexicon asks for sides, both?

    "Uni Eropa menarik Gugus Tugas Takuba": what the verb moves or whom it meets may also be a force or a place.
    """
    if trigger.act == "sided":
        if trigger.voice == "passive" and any(r.target.actor_id for r in rows):
            return True
        named = names_behind(ground, trigger.at, trigger.clause.hi)
        doers = [r for r in rows if r.source.actor_id]
        return any(r.target.actor_id or named or _takes(ground, trigger, r.source) for r in doers)
    if trigger.entry.key in _PERSONAL:
        return any(r.source.text or r.target.text for r in rows)
    return any(r.source.actor_id or r.target.actor_id or r.date_edtf or r.place_id for r in rows)


def _takes(ground: Ground, trigger: Trigger, source: Side) -> bool:
    """Soldiers leave or take a place that no list has: "tentara Mali meninggalkan Boni"."""
    actor = ground.scan.lexicon.actors.get(source.actor_id or "")
    armed = source.sector == "MIL" or (actor is not None and actor.actor_type in ("armed_group", "force", "operation"))
    is_place = ground.tape.letters[trigger.at + 1 : trigger.at + 2] == "C"
    return armed and is_place and trigger.entry.key in ("RETREAT", "ASSAULT", "COERCE")


def _announced(ground: Ground, trigger: Trigger, rows: list[Event], dates: Sequence[Date]) -> list[Event]:
    """An act still to come is promised or threatened by who says so, else merely planned."""
    kind = ANNOUNCED.get(rows[0].event_type)
    passive = trigger.quote is None and trigger.voice == "passive"
    if kind is None or not rows[0].source.actor_id or passive or trigger.voice == "noun":
        return [r._replace(status="planned") for r in rows]
    below = "threatened" if kind == "THREATEN" else "planned"
    content = [r._replace(status=below, is_content=True, about=r.start, relation="content") for r in rows]
    said, basis = date_of(ground, trigger, dates, of_saying=True)
    if said is not None:  # the promise has the day of speaking
        rows = [_on(r, said, basis) for r in rows]
    return [r._replace(event_type=kind, mode=None, status="reported") for r in rows] + content


def _announcement(ground: Ground, trigger: Trigger, governed: Trigger | None, dates: Sequence[Date]) -> list[Event]:
    """Return the rows of "announce", typed by what is announced; none where that is no act."""
    if governed is None or governed.entry.key not in ANNOUNCED:
        return []
    sources, _ = both_sides(ground, trigger)
    _, targets = both_sides(ground, governed)
    rows = _rows(ground, trigger, (sources, others(targets, sources)), dates) if sources else []
    return [r._replace(event_type=ANNOUNCED[governed.entry.key], mode=None) for r in rows]


def _speech_sides(ground: Ground, trigger: Trigger, governed: Trigger) -> Sides:
    """The sides of a speech act that governs another: its own part of the clause; a threat or promise is made to those
    whom its act is aimed at."""
    freed = governed.entry.data.get("mode") == "release"  # "menyerukan pembebasan Bazoum": not asked of Bazoum
    hi = trigger.clause.hi if governed.voice == "noun" and not freed else min(trigger.clause.hi, governed.at)
    own = trigger._replace(clause=trigger.clause._replace(hi=hi))
    sources, targets = both_sides(ground, own)
    if trigger.entry.key == "REQUEST" and governed.voice == "noun" and not freed:
        doers = others(both_sides(ground, governed)[0], sources)  # "exigent le départ des troupes françaises du Niger"
        targets = doers or targets
    refused = trigger.entry.key == "REJECT" and trigger.act != "denial"
    if not targets and (trigger.entry.key in ("THREATEN", "AGREE") or refused):
        targets = others(both_sides(ground, governed)[1], sources)
    return sources, targets


def _content(ground: Ground, trigger: Trigger, above: tuple[Event, Trigger], dates: Sequence[Date]) -> list[Event]:
    """Return the rows of an act that a speech act speaks of."""
    speech, spoken = above
    sources, targets = both_sides(ground, trigger)
    named = trigger.voice != "noun" and sources and sources[0].start is not None and sources[0].start > speech.end
    if trigger.voice == "passive" and "subj" not in sides(trigger.entry.data, "passive")[0]:
        pass
    elif not named or spoken.act == "denial":
        heir = speech.target if speech.event_type in _HEIRLESS else speech.source
        sources = handed([heir]) if heir.actor_id else others(sources, [speech.source])
    targets = others(targets, [*sources, speech.source] if speech.event_type == "REQUEST" and not named else sources)
    if not targets and speech.event_type in ("THREATEN", "AGREE", "CONCEDE"):
        targets = handed([speech.target]) if speech.target.actor_id else []
    rows = _rows(ground, trigger, (sources, targets), dates)
    status = content_status(speech, spoken)
    if speech.relation == "unsaid":
        stands = _stands(ground, trigger, rows)
        return [r._replace(status=status) for r in rows] if stands else []
    return [r._replace(status=status, is_content=True, about=speech.start, relation="content") for r in rows]


def _rows(ground: Ground, trigger: Trigger, both: Sides, dates: Sequence[Date]) -> list[Event]:
    tape, scan, n = ground.tape, ground.scan, trigger.at
    sources, targets = both
    when, basis = date_of(ground, trigger, dates)
    taken = {t.start for t in targets}
    place = place_of(ground, trigger, taken)
    first, last = tape.first[n], tape.last[n]
    kind, mode = kind_of(ground, trigger, sources, targets)
    if (kind, mode) == ("SANCTION", "withdraw") and not targets:
        sources, targets = [], sources  # what is left is no leaver
    for told in (trigger.outcome, trigger.means):  # the same act told by another word
        if told is not None:
            when, basis = (when, basis) if when else date_of(ground, told, dates)
            place = place or place_of(ground, told, taken)
            mode = mode or told.entry.data.get("mode") or None
    blank = Event(
        first, last, int(scan.start[first]), int(scan.end[last] - scan.clip[last]), kind, mode, NOBODY, NOBODY,
        when.edtf if when else None, when.date_from if when else None, when.date_to if when else None, basis,
        "reported", None, None, place.actor_id if place else None,
        scan.text[place.start : place.end] if place else None, int(scan.start[first]), None, False,
        "denies" if kind == "REJECT" and denies(ground, trigger) else None, trigger.entry.rule,
    )  # fmt: skip
    mutual = kind in MUTUAL and "with" in (trigger.entry.data.get("target") or "")
    if mutual and len(sources) > 1 and not targets:
        return [blank._replace(source=s, target=t) for s, t in combinations(sources, 2)]
    return [blank._replace(source=s, target=t) for s in sources or [NOBODY] for t in targets or [NOBODY]]
