"""What happened: triggers with their sides, date, place, status and claimant, by the PLOVER scheme.

A trigger of the lexicon is an event unless it names nobody, no place and no date. A speech act (accuse, threaten,
request, refuse, promise) is a row of its own and hands the act it speaks of down as a content row with the status that
the speech act gives it. What a party says of itself or others inside its quotation is claimed, not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from sahelkit.finding.acts import ANNOUNCED, MUTUAL, content_status, governs, helps, kind_of
from sahelkit.finding.clauses import Clause, event_tape
from sahelkit.finding.people import NOBODY, Ground, crowd, side_at
from sahelkit.finding.rows import Date, Event, Mention, Quote, Side
from sahelkit.finding.scan import Scan
from sahelkit.finding.sides import after, antecedent_whom, behind, between, genitive, names_behind, subject
from sahelkit.finding.triggers import Trigger, find_triggers, is_future, is_supposed, status_of
from sahelkit.finding.whens import date_of, place_of
from sahelkit.lexicons.affixes import sides

Sides = tuple[list[Side], list[Side]]

_NOUN_ENDS = re.compile("[,v]")
# Acts of words whose target may stand behind any preposition: "menolak kerja sama dengan Prancis".
_TOWARDS = ("REJECT", "SUPPORT", "AGREE", "CONSULT", "COOPERATE", "THREATEN")
# Acts that a noun names behind a light verb with its doer as subject: "menggelar latihan bersama".
_LIGHT = ("COOPERATE", "CONSULT", "PROTEST", "SUPPORT", "AID", "AGREE", "MOBILIZE")
# Words and meetings need somebody; a blast or an attack may be known by its place alone.
_PERSONAL = ("CONSULT", "SUPPORT", "AGREE", "COOPERATE", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "CONCEDE")
_HEIRLESS = ("ACCUSE", "REQUEST")  # what they speak of is done by those they turn to
_INVERTED = re.compile(r"[>\"],?[hwe]{0,2}$")
_SHARED = re.compile(r",[&]?[gtrkGyw]{0,3}([AHG])")


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
        above = (rows[0], trigger) if rows and governed and not above else None
        found += rows
    return sorted(found, key=lambda e: (e.start, e.end, e.is_content))


def _main(ground: Ground, trigger: Trigger, governed: Trigger | None, dates: Sequence[Date]) -> list[Event]:
    """Return the rows of a trigger that no speech act governs."""
    sources, targets = _speech_sides(ground, trigger, governed) if governed else _both_sides(ground, trigger)
    rows = _rows(ground, trigger, (sources, targets), dates)
    return _with_status(ground, trigger, rows) if _stands(ground, trigger, rows) else []


def _help(ground: Ground, trigger: Trigger, below: Trigger, dates: Sequence[Date]) -> list[Event]:
    """Troops sent to help a named host are AID, one act at its first verb."""
    sources, own = _both_sides(ground, trigger)
    targets = _fill(ground, below, ("obj", "to")) or own
    rows = _rows(ground, trigger, (sources, [t for t in targets if t not in sources]), dates)
    aid = [r._replace(event_type="AID", mode=None) for r in rows] if targets else rows
    later, basis = date_of(ground, below, dates)
    if later and not aid[0].date_edtf:
        begin, end = later.date_from, later.date_to
        aid = [r._replace(date_edtf=later.edtf, date_from=begin, date_to=end, date_basis=basis) for r in aid]
    return _with_status(ground, trigger, aid) if _stands(ground, trigger, aid) else []


def _with_status(ground: Ground, trigger: Trigger, rows: list[Event]) -> list[Event]:
    status, claimant_id, claimant_text = status_of(ground, trigger)
    if is_future(ground, trigger) and status in ("reported", "claimed") and not is_supposed(ground, trigger):
        return _announced(trigger, rows)
    return [r._replace(status=status, claimant_id=claimant_id, claimant_text=claimant_text) for r in rows]


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
        return any(r.source.actor_id or r.target.actor_id for r in rows)
    return any(r.source.actor_id or r.target.actor_id or r.date_edtf or r.place_id for r in rows)


def _takes(ground: Ground, trigger: Trigger, source: Side) -> bool:
    """Soldiers leave or take a place that no list has: "tentara Mali meninggalkan Boni"."""
    actor = ground.scan.lexicon.actors.get(source.actor_id or "")
    armed = source.sector == "MIL" or (actor is not None and actor.actor_type in ("armed_group", "force", "operation"))
    is_place = ground.tape.letters[trigger.at + 1 : trigger.at + 2] == "C"
    return armed and is_place and trigger.entry.key in ("RETREAT", "ASSAULT", "COERCE")


def _announced(trigger: Trigger, rows: list[Event]) -> list[Event]:
    """An act still to come is promised or threatened by who says so, else merely planned."""
    kind = ANNOUNCED.get(rows[0].event_type)
    passive = trigger.quote is None and trigger.voice == "passive"
    if kind is None or not rows[0].source.actor_id or passive or trigger.voice == "noun":
        return [r._replace(status="planned") for r in rows]
    below = "threatened" if kind == "THREATEN" else "planned"
    content = [r._replace(status=below, is_content=True, about=r.start, relation="content") for r in rows]
    return [r._replace(event_type=kind, mode=None, status="reported") for r in rows] + content


def _announcement(ground: Ground, trigger: Trigger, governed: Trigger | None, dates: Sequence[Date]) -> list[Event]:
    """Return the rows of "announce", typed by what is announced; none where that is no act."""
    if governed is None or governed.entry.key not in ANNOUNCED:
        return []
    sources, _ = _both_sides(ground, trigger)
    _, targets = _both_sides(ground, governed)
    rows = _rows(ground, trigger, (sources, _others(targets, sources)), dates) if sources else []
    return [r._replace(event_type=ANNOUNCED[governed.entry.key], mode=None) for r in rows]


def _speech_sides(ground: Ground, trigger: Trigger, governed: Trigger) -> Sides:
    """The sides of a speech act that governs another: its own part of the clause; a threat or promise is made to those
    whom its act is aimed at."""
    hi = trigger.clause.hi if governed.voice == "noun" else min(trigger.clause.hi, governed.at)
    own = trigger._replace(clause=trigger.clause._replace(hi=hi))
    sources, targets = _both_sides(ground, own)
    refused = trigger.entry.key == "REJECT" and trigger.act != "denial"
    if not targets and (trigger.entry.key in ("THREATEN", "AGREE") or refused):
        targets = _others(_both_sides(ground, governed)[1], sources)
    return sources, targets


def _content(ground: Ground, trigger: Trigger, above: tuple[Event, Trigger], dates: Sequence[Date]) -> list[Event]:
    """Return the rows of an act that a speech act speaks of."""
    speech, spoken = above
    sources, targets = _both_sides(ground, trigger)
    named = trigger.voice != "noun" and sources and sources[0].start is not None and sources[0].start > speech.end
    if trigger.voice == "passive" and "subj" not in sides(trigger.entry.data, "passive")[0]:
        pass
    elif not named or spoken.act == "denial":
        others = speech.event_type in _HEIRLESS
        heir = speech.target if others else speech.source
        sources = [heir] if heir.actor_id else _others(sources, [speech.source])
    targets = _others(targets, [*sources, speech.source] if speech.event_type == "REQUEST" and not named else sources)
    if not targets and speech.event_type in ("THREATEN", "AGREE", "CONCEDE"):
        targets = [speech.target] if speech.target.actor_id else []
    rows = _rows(ground, trigger, (sources, targets), dates)
    status = content_status(speech, spoken)
    return [r._replace(status=status, is_content=True, about=speech.start, relation="content") for r in rows]


def _others(some: Iterable[Side], than: Iterable[Side]) -> list[Side]:
    known = {s.actor_id for s in than}
    return [s for s in some if s.actor_id not in known]


def _both_sides(ground: Ground, trigger: Trigger) -> Sides:
    of_source, of_target = sides(trigger.entry.data, trigger.voice)
    if trigger.voice == "noun":
        one, two = between(ground, trigger.at, trigger.clause.hi)
        if one and two:
            return one, two
    whom = antecedent_whom(ground, trigger.at - 1, trigger.clause.first) if trigger.voice == "active" else None
    sources, targets = _fill(ground, trigger, of_source), _fill(ground, trigger, of_target)
    if whom is not None and ground.tape.letters[trigger.at - 1] == "I":
        targets = side_at(ground, whom)
    if not sources and _INVERTED.search(ground.tape.letters, max(0, trigger.at - 4), trigger.at):
        sources, targets = behind(ground, trigger.at, trigger.clause.hi), []  # “…”, a promis le président russe
    if not sources and trigger.quote is not None and "subj" in of_source:
        sources = _speaker(ground, trigger)
    if trigger.entry.key == "PROTEST" and trigger.voice != "passive":
        sources = [s for s in sources if s.actor_id != "civilians"] or crowd(ground, trigger.at, trigger.clause.lo)
    if not sources and trigger.voice == "noun":
        sources = _fill(ground, trigger, ("by",)) or _light(ground, trigger)
        if not sources and trigger.entry.key == "ASSAULT" and "with" in of_target:  # combats ont opposé A à B
            sources = behind(ground, trigger.at, trigger.clause.hi)
            targets = targets or _fill(ground, trigger, ("to",))
    if not sources and "subj" in of_source and trigger.voice == "active":
        sources = _elsewhere(ground, trigger)
    if not targets and "subj" in of_target and trigger.voice == "passive":
        targets = _elsewhere(ground, trigger)
    if not targets and trigger.entry.key in _TOWARDS and trigger.voice == "active":
        targets = _fill(ground, trigger, ("with", "against", "to"))
    if not targets and trigger.voice == "active":
        targets = _object(ground, trigger)
    if trigger.entry.key != "PROTEST":  # a doctor who helps is no side, nor a teacher who meets a minister
        sources = [s for s in sources if s.actor_id != "civilians" or s.sector == "CVL"]
    return sources, _others(targets, sources)


def _object(ground: Ground, trigger: Trigger) -> list[Side]:
    """Whose thing the object is: "menolak tawaran Prancis", "praised the efforts of Niger"; or a name right behind."""
    n, hi = trigger.at, trigger.clause.hi
    if trigger.entry.key in ("REJECT", "AGREE", "SUPPORT", "ACCUSE") and trigger.act != "denial":
        return behind(ground, n, hi) or after(ground, n, hi, "of")
    adjacent = n + 1 < hi and ground.tape.letters[n + 1] in "AH" and trigger.entry.data.get("mode") == "disarm"
    return side_at(ground, n + 1) if adjacent else []


def _speaker(ground: Ground, trigger: Trigger) -> list[Side]:
    """Inside a quotation "I" and "we" are its speaker."""
    quote = trigger.quote
    if quote is None or quote.speaker_id is None or "M" not in ground.tape.letters[trigger.clause.lo : trigger.at]:
        return []
    return [Side(quote.speaker_id, quote.speaker_text, None, None, quote.speaker_start)]


def _light(ground: Ground, trigger: Trigger) -> list[Side]:
    if trigger.entry.key not in _LIGHT or re.search("[vbqju]", ground.tape.letters[trigger.clause.lo : trigger.at]):
        return []
    return subject(ground, trigger.at, trigger.clause)


def _fill(ground: Ground, trigger: Trigger, roles: Sequence[str]) -> list[Side]:
    """Return the first of the roles' sides that names anybody."""
    n, clause = trigger.at, trigger.clause
    for role in roles:
        if role == "subj":
            found = subject(ground, n, clause, near=trigger.voice == "passive")
        elif role == "gen" and trigger.voice == "noun":
            found = genitive(ground, n, clause.hi)
        elif role in ("obj", "gen"):
            found = behind(ground, n, clause.hi)
        else:
            found = after(ground, n, _reach(ground, trigger, role), role)
        if found:
            return found
    return []


def _reach(ground: Ground, trigger: Trigger, role: str) -> int:
    """How far a trigger's sides may stand behind it: a noun's to the next comma or active verb, its author's further.

    "dukungan Rusia, telah terbukti memalukan bagi Prancis" names no target; "tuduhan yang digaungkan oleh PBB" has an
    author.
    """
    if trigger.voice != "noun" or role == "by":
        return trigger.clause.hi
    stop = _NOUN_ENDS.search(ground.tape.letters, trigger.at + 1, trigger.clause.hi)
    return stop.start() if stop else trigger.clause.hi


def _elsewhere(ground: Ground, trigger: Trigger) -> list[Side]:
    """A verb without a subject in its clause shares one: of the clause before it, else of the one behind a comma."""
    clause = trigger.clause
    earlier = (
        subject(ground, clause.lo - 1, Clause(clause.first, clause.lo, clause.first, clause.last))
        if clause.lo > clause.first and ground.tape.letters[clause.lo - 1] not in '<"'
        else []
    )
    if earlier:
        return earlier
    later = _SHARED.search(ground.tape.letters, trigger.at, clause.last)
    if later and trigger.at - clause.first < 4:
        return subject(ground, later.end(), Clause(later.start(), later.end(), clause.first, clause.last))
    return []


def _rows(ground: Ground, trigger: Trigger, both: Sides, dates: Sequence[Date]) -> list[Event]:
    tape, scan, n = ground.tape, ground.scan, trigger.at
    sources, targets = both
    when, basis = date_of(ground, trigger, dates)
    place = place_of(ground, trigger, {t.start for t in targets})
    first, last = tape.first[n], tape.last[n]
    kind, mode = kind_of(ground, trigger, targets)
    blank = Event(
        first, last, int(scan.start[first]), int(scan.end[last] - scan.clip[last]), kind, mode, NOBODY, NOBODY,
        when.edtf if when else None, when.date_from if when else None, when.date_to if when else None, basis,
        "reported", None, None, place.actor_id if place else None,
        scan.text[place.start : place.end] if place else None, None, False, None, trigger.entry.rule,
    )  # fmt: skip
    mutual = kind in MUTUAL and "with" in (trigger.entry.data.get("target") or "")
    if mutual and len(sources) > 1 and not targets:
        return [blank._replace(source=s, target=t) for s, t in combinations(sources, 2)]
    return [blank._replace(source=s, target=t) for s in sources or [NOBODY] for t in targets or [NOBODY]]
