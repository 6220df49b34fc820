"""What happened: triggers with their sides, date, place, status and claimant, by the PLOVER scheme.

A trigger of the lexicon is an event unless it names nobody, no place and no date. A speech act (accuse, threaten,
request, refuse, promise) is a row of its own and hands the act it speaks of down as a content row with the status that
the speech act gives it. What a party says of itself or others inside its quotation is claimed, not reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter

from sahelkit.finding.acts import ANNOUNCED, SENDING, SPEECH, content_status, governs, helps
from sahelkit.finding.clauses import event_tape
from sahelkit.finding.joining import join_outcomes
from sahelkit.finding.parties import Sides, blamed, both_sides, claimers, fill, handed, others
from sahelkit.finding.people import Ground, ground_of
from sahelkit.finding.reality import REPORTED, status_of
from sahelkit.finding.rows import Date, Event, Mention, Quote, Side
from sahelkit.finding.scan import Scan
from sahelkit.finding.standing import Act, act_of, needs_doer, needs_sides, rows_of, stands
from sahelkit.finding.triggers import Trigger, find_triggers
from sahelkit.finding.whens import UNDATED, Setting, date_of, day_of_saying, setting_of

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
    told = find_triggers(ground, quotes)
    setting, triggers = setting_of(ground, told, dates), join_outcomes(ground, told)
    found: list[Event] = []
    above: tuple[Event, Trigger] | None = None  # the speech act that governs the next trigger
    merged = False
    for last, trigger, below in zip([None, *triggers], triggers, [*triggers[1:], None], strict=False):
        if merged:
            merged = False
            continue
        governed = None
        if below:
            merged = trigger.entry.key in SENDING and helps(ground, trigger, below)
            if trigger.act in SPEECH and governs(ground, setting.to_come, trigger, below):
                governed = below
        if above:
            rows = _content(ground, setting, trigger, above)
        elif trigger.act == "announce":
            rows = _announcement(ground, setting, trigger, governed)
        elif merged and below:
            rows = _help(ground, setting, trigger, below)
        else:
            rows = _main(ground, setting, trigger, governed)
            if last and last.act == "announce":
                rows = _performed(ground, setting, last, trigger, rows)
        above = (rows[0] if rows else _unsaid(ground, setting, trigger), trigger) if governed and not above else None
        found += rows
    return sorted(found, key=attrgetter("start", "end", "is_content"))


def _performed(ground: Ground, setting: Setting, before: Trigger, trigger: Trigger, rows: list[Event]) -> list[Event]:
    """An official act that its announcement performs: by who announces it, reported, on the day it is announced."""
    if before.clause.first != trigger.clause.first:
        return rows
    announcers = both_sides(ground, before)[0]
    between = ground.letters[before.at + 1 : trigger.at]
    if trigger.voice == "noun" and announcers and _OBJECT.fullmatch(between):
        sources, targets = both_sides(ground, trigger)
        performed = handed(announcers), others(targets, announcers)
        rows = rows if sources else rows_of(ground, act_of(ground, setting, trigger, performed))
    if not rows:
        return rows
    same = {s.actor_id for s in announcers} & {r.source.actor_id for r in rows} - {None}
    if rows[0].event_type not in _OFFICIAL or not same or rows[0].status not in ("claimed", "reported"):
        return rows
    rows = [r._replace(status="reported", claimant_id=None, claimant_text=None) for r in rows]
    if rows[0].date_edtf is not None:
        return rows
    said = day_of_saying(ground, setting, trigger)
    edtf, begin, end, basis = date_of(ground, setting, before) if said is UNDATED else said
    return [r._replace(date_edtf=edtf, date_from=begin, date_to=end, date_basis=basis) for r in rows] if basis else rows


def _unsaid(ground: Ground, setting: Setting, trigger: Trigger) -> Event:
    """A speech act that names nobody makes no row, but what it speaks of is no more done for that."""
    return rows_of(ground, act_of(ground, setting, trigger, ([], [])))[0]._replace(relation="unsaid")


def _main(ground: Ground, setting: Setting, trigger: Trigger, governed: Trigger | None) -> list[Event]:
    """Return the rows of a trigger that no speech act governs."""
    if trigger.voice == "noun":
        claim, said = claimers(ground, trigger), blamed(ground, trigger)
        if claim or said:
            return _told_by(ground, setting, trigger, claim, said)
    if governed:
        both = _speech_sides(ground, trigger, governed)
    else:
        both = both_sides(ground, trigger, doer_asked=needs_doer(trigger))
    if not any(both) and needs_sides(trigger):
        return []
    act = act_of(ground, setting, trigger, both)
    if governed and governed.voice != "noun" and act.when[0]:  # "promised to hold elections in 2024"
        act = act._replace(when=date_of(ground, setting, trigger, before=governed.at))
    return _with_status(ground, setting, act) if stands(ground, act) else []


def _told_by(ground: Ground, setting: Setting, trigger: Trigger, claim: list[Side], said: list[Side]) -> list[Event]:
    """Return the rows of a noun's act that somebody claims, or that is said to be somebody's."""
    targets = others(both_sides(ground, trigger)[1], [*claim, *said])
    act = act_of(ground, setting, trigger, (claim or said, targets))
    if claim and claim[0].actor_id:
        return rows_of(ground, act, ("claimed", claim[0].actor_id, claim[0].text))
    if said:
        return rows_of(ground, act, ("alleged", None, None))
    return _with_status(ground, setting, act) if stands(ground, act) else []


def _help(ground: Ground, setting: Setting, trigger: Trigger, below: Trigger) -> list[Event]:
    """Troops sent to help a named host are AID, one act at its first verb."""
    sources, own = both_sides(ground, trigger)
    helped = fill(ground, below, ("obj", "to"))
    targets = own if own and trigger.entry.key == "AID" else helped or own
    act = act_of(ground, setting, trigger, (sources, others(targets, sources)))
    act = act._replace(kind="AID", mode=None) if targets else act
    later = UNDATED if act.when[0] else date_of(ground, setting, below)
    act = act if later is UNDATED else act._replace(when=later)
    return _with_status(ground, setting, act) if stands(ground, act) else []


def _with_status(ground: Ground, setting: Setting, act: Act) -> list[Event]:
    trigger, status = act.trigger, REPORTED
    is_to_come = trigger.at in setting.to_come
    if trigger.at in setting.doubted:
        status = status_of(ground.letters, trigger, is_to_come)
    if is_to_come and status[0] in ("reported", "claimed"):
        return _announced(ground, setting, act)
    if status[0] == "claimed" and _performs(act):
        status = REPORTED
        said = UNDATED if act.when[0] else day_of_saying(ground, setting, trigger)
        act = act if said is UNDATED else act._replace(when=said)
    return rows_of(ground, act, status)


def _performs(act: Act) -> bool:
    """ "We reject the sanctions": who says so does so by saying it."""
    trigger = act.trigger
    speaker = trigger.quote.speaker_id if trigger.quote else None
    own = speaker is not None and all(source.actor_id == speaker for source, _ in act.pairs)
    return own and trigger.act in SPEECH and trigger.voice == "active"


def _announced(ground: Ground, setting: Setting, act: Act) -> list[Event]:
    """An act still to come is promised or threatened by who says so, else merely planned."""
    kind, trigger = ANNOUNCED.get(act.kind), act.trigger
    passive = trigger.quote is None and trigger.voice == "passive"
    if kind is None or not act.pairs[0][0].actor_id or passive or trigger.voice == "noun":
        return rows_of(ground, act, ("planned", None, None))
    status = "threatened" if kind == "THREATEN" else "planned"
    content = rows_of(ground, act, (status, None, None), about=trigger.start)
    said = day_of_saying(ground, setting, trigger)
    when = act.when if said is UNDATED else said  # the promise has the day of speaking
    return rows_of(ground, act._replace(kind=kind, mode=None, when=when)) + content


def _announcement(ground: Ground, setting: Setting, trigger: Trigger, governed: Trigger | None) -> list[Event]:
    """Return the rows of "announce", typed by what is announced; none where that is no act."""
    if governed is None or governed.entry.key not in ANNOUNCED:
        return []
    sources, _ = both_sides(ground, trigger)
    if not sources:
        return []
    _, targets = both_sides(ground, governed)
    act = act_of(ground, setting, trigger, (sources, others(targets, sources)))
    return rows_of(ground, act._replace(kind=ANNOUNCED[governed.entry.key], mode=None))


def _speech_sides(ground: Ground, trigger: Trigger, governed: Trigger) -> Sides:
    """The sides of a speech act that governs another: its own part of the clause; a threat or promise is made to those
    whom its act is aimed at."""
    freed = governed.mode == "release"  # "menyerukan pembebasan Bazoum": not asked of Bazoum
    own = trigger
    if (governed.voice != "noun" or freed) and governed.at < trigger.clause.hi:
        own = trigger._replace(clause=trigger.clause._replace(hi=governed.at))
    sources, targets = both_sides(ground, own)
    if trigger.entry.key == "REQUEST" and governed.voice == "noun" and not freed:
        doers = others(both_sides(ground, governed)[0], sources)  # "exigent le départ des troupes françaises du Niger"
        targets = doers or targets
    refused = trigger.entry.key == "REJECT" and trigger.act != "denial"
    if not targets and (trigger.entry.key in ("THREATEN", "AGREE") or refused):
        targets = others(both_sides(ground, governed)[1], sources)
    return sources, targets


def _content(ground: Ground, setting: Setting, trigger: Trigger, above: tuple[Event, Trigger]) -> list[Event]:
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
    act, status = act_of(ground, setting, trigger, (sources, targets)), content_status(speech, spoken)
    if speech.relation == "unsaid":
        return rows_of(ground, act, (status, None, None)) if stands(ground, act) else []
    return rows_of(ground, act, (status, None, None), about=speech.start)
