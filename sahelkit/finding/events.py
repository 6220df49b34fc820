"""What happened: triggers with their sides, date, place, status and claimant, by the PLOVER scheme.

A trigger of the lexicon is an event unless it names nobody, no place and no date. A speech act (accuse, threaten,
request, refuse, promise) is a row of its own and hands the act it speaks of down as a content row with the status that
the speech act gives it. What a party says of itself or others inside its quotation is claimed, not reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter

from sahelkit.finding.acts import ANNOUNCED, SPEECH, content_status, governs, helps
from sahelkit.finding.clauses import event_tape
from sahelkit.finding.joining import join_outcomes
from sahelkit.finding.parties import Sides, blamed, both_sides, claimers, fill, handed, others
from sahelkit.finding.people import Ground, ground_of
from sahelkit.finding.rows import Date, Event, Mention, Quote
from sahelkit.finding.scan import Scan
from sahelkit.finding.standing import REPORTED, Act, act_of, needs_doer, needs_sides, rows_of, stands
from sahelkit.finding.triggers import Trigger, find_triggers, is_future, is_supposed, status_of
from sahelkit.finding.whens import date_of

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
    ground = ground_of(scan, event_tape(scan, mentions, dates), mentions)
    triggers = join_outcomes(ground, find_triggers(ground, quotes))
    found: list[Event] = []
    above: tuple[Event, Trigger] | None = None  # the speech act that governs the next trigger
    merged = False
    for n, trigger in enumerate(triggers):
        if merged:
            merged = False
            continue
        below = triggers[n + 1] if n + 1 < len(triggers) else None
        merged = below is not None and helps(ground, trigger, below)
        governed = below if below and trigger.act in SPEECH and governs(ground, trigger, below) else None
        if above:
            rows = _content(ground, trigger, above, dates)
        elif trigger.act == "announce":
            rows = _announcement(ground, trigger, governed, dates)
        elif merged and below:
            rows = _help(ground, trigger, below, dates)
        else:
            rows = _main(ground, trigger, governed, dates)
            if n and triggers[n - 1].act == "announce":
                rows = _performed(ground, triggers[n - 1], trigger, rows, dates)
        above = (rows[0] if rows else _unsaid(ground, trigger, dates), trigger) if governed and not above else None
        found += rows
    return sorted(found, key=attrgetter("start", "end", "is_content"))


def _performed(
    ground: Ground, before: Trigger, trigger: Trigger, rows: list[Event], dates: Sequence[Date]
) -> list[Event]:
    """An official act that its announcement performs: by who announces it, reported, on the day it is announced."""
    if before.clause.first != trigger.clause.first:
        return rows
    announcers = both_sides(ground, before)[0]
    between = ground.letters[before.at + 1 : trigger.at]
    if trigger.voice == "noun" and announcers and _OBJECT.fullmatch(between):
        sources, targets = both_sides(ground, trigger)
        performed = handed(announcers), others(targets, announcers)
        rows = rows if sources else rows_of(ground, act_of(ground, trigger, performed, dates))
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
    return rows_of(ground, act_of(ground, trigger, ([], []), dates))[0]._replace(relation="unsaid")


def _main(ground: Ground, trigger: Trigger, governed: Trigger | None, dates: Sequence[Date]) -> list[Event]:
    """Return the rows of a trigger that no speech act governs."""
    is_noun = trigger.voice == "noun"
    claim, said = (claimers(ground, trigger), blamed(ground, trigger)) if is_noun else ([], [])
    told = claim or said
    if governed:
        sources, targets = _speech_sides(ground, trigger, governed)
    else:
        sources, targets = both_sides(ground, trigger, doer_asked=not told and needs_doer(trigger))
    both = told or sources, others(targets, [*claim, *said])
    if not any(both) and needs_sides(trigger):
        return []
    act = act_of(ground, trigger, both, dates)
    if governed and governed.voice != "noun" and act.edtf:  # "promised to hold elections in 2024"
        when, basis = date_of(ground, trigger, dates, before=governed.at)
        act = act._replace(when=when, basis=basis)
    if claim and claim[0].actor_id:
        return rows_of(ground, act, ("claimed", claim[0].actor_id, claim[0].text))
    if said:
        return rows_of(ground, act, ("alleged", None, None))
    return _with_status(ground, act, dates) if stands(ground, act) else []


def _help(ground: Ground, trigger: Trigger, below: Trigger, dates: Sequence[Date]) -> list[Event]:
    """Troops sent to help a named host are AID, one act at its first verb."""
    sources, own = both_sides(ground, trigger)
    helped = fill(ground, below, ("obj", "to"))
    targets = own if own and trigger.entry.key == "AID" else helped or own
    act = act_of(ground, trigger, (sources, others(targets, sources)), dates)
    act = act._replace(kind="AID", mode=None) if targets else act
    later, basis = date_of(ground, below, dates) if not act.edtf else (None, None)
    act = act._replace(when=later, basis=basis) if later else act
    return _with_status(ground, act, dates) if stands(ground, act) else []


def _with_status(ground: Ground, act: Act, dates: Sequence[Date]) -> list[Event]:
    trigger, status = act.trigger, status_of(ground, act.trigger)
    is_open = status[0] in ("reported", "claimed")
    if is_open and is_future(ground, trigger) and not is_supposed(ground, trigger):
        return _announced(ground, act, dates)
    if status[0] == "claimed" and _performs(act):
        status = REPORTED
        said, basis = date_of(ground, trigger, dates, of_saying=True)
        act = act._replace(when=said, basis=basis) if said and not act.edtf else act
    return rows_of(ground, act, status)


def _performs(act: Act) -> bool:
    """ "We reject the sanctions": who says so does so by saying it."""
    trigger = act.trigger
    speaker = trigger.quote.speaker_id if trigger.quote else None
    own = speaker is not None and all(source.actor_id == speaker for source, _ in act.pairs)
    return own and trigger.act in SPEECH and trigger.voice == "active"


def _announced(ground: Ground, act: Act, dates: Sequence[Date]) -> list[Event]:
    """An act still to come is promised or threatened by who says so, else merely planned."""
    kind, trigger = ANNOUNCED.get(act.kind), act.trigger
    passive = trigger.quote is None and trigger.voice == "passive"
    if kind is None or not act.pairs[0][0].actor_id or passive or trigger.voice == "noun":
        return rows_of(ground, act, ("planned", None, None))
    content = _content_rows(ground, act, "threatened" if kind == "THREATEN" else "planned", None)
    said, basis = date_of(ground, trigger, dates, of_saying=True)
    if said is not None:  # the promise has the day of speaking
        act = act._replace(when=said, basis=basis)
    return [r._replace(event_type=kind, mode=None) for r in rows_of(ground, act)] + content


def _content_rows(ground: Ground, act: Act, status: str, about: int | None) -> list[Event]:
    """Return the rows of what a speech act speaks of; `about` its key, its own start if None."""
    rows = rows_of(ground, act, (status, None, None))
    return [r._replace(is_content=True, about=r.start if about is None else about, relation="content") for r in rows]


def _announcement(ground: Ground, trigger: Trigger, governed: Trigger | None, dates: Sequence[Date]) -> list[Event]:
    """Return the rows of "announce", typed by what is announced; none where that is no act."""
    if governed is None or governed.entry.key not in ANNOUNCED:
        return []
    sources, _ = both_sides(ground, trigger)
    _, targets = both_sides(ground, governed)
    rows = rows_of(ground, act_of(ground, trigger, (sources, others(targets, sources)), dates)) if sources else []
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
    if trigger.voice == "passive" and "subj" not in trigger.roles[0]:
        pass
    elif not named or spoken.act == "denial":
        heir = speech.target if speech.event_type in _HEIRLESS else speech.source
        sources = handed([heir]) if heir.actor_id else others(sources, [speech.source])
    targets = others(targets, [*sources, speech.source] if speech.event_type == "REQUEST" and not named else sources)
    if not targets and speech.event_type in ("THREATEN", "AGREE", "CONCEDE"):
        targets = handed([speech.target]) if speech.target.actor_id else []
    act = act_of(ground, trigger, (sources, targets), dates)
    status = content_status(speech, spoken)
    if speech.relation == "unsaid":
        return rows_of(ground, act, (status, None, None)) if stands(ground, act) else []
    return _content_rows(ground, act, status, speech.start)
