"""An act on its way to the table: its type, pairs of sides, date and place, and whether it stands at all.

A trigger that nothing ties to the world is no act: a side, a date or a place must be named, and where the lexicon asks
for sides, sides. How real an act is (status, claimant) is for `events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from sahelkit.finding.acts import MUTUAL, denies, kind_of
from sahelkit.finding.parties import Sides
from sahelkit.finding.people import NOBODY, Ground
from sahelkit.finding.rows import Date, Event, Mention, Side
from sahelkit.finding.sides import names_behind
from sahelkit.finding.triggers import Trigger
from sahelkit.finding.whens import date_of, place_of

# Words and meetings need somebody; a blast or an attack may be known by its place alone.
_PERSONAL = ("CONSULT", "SUPPORT", "AGREE", "COOPERATE", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "CONCEDE")
REPORTED = ("reported", None, None)


class Act(NamedTuple):
    """An act with a pair of sides each row, its date and place; how real it is stands in its rows."""

    trigger: Trigger
    kind: str
    mode: str | None
    pairs: list[tuple[Side, Side]]
    when: Date | None
    basis: str | None
    place: Mention | None

    @property
    def edtf(self) -> str | None:
        """Its date as it is written in the table."""
        return self.when.edtf if self.when else None


def act_of(ground: Ground, trigger: Trigger, both: Sides, dates: Sequence[Date]) -> Act:
    """Return a trigger's act with its sources and targets, date and place."""
    sources, targets = both
    when, basis = date_of(ground, trigger, dates)
    place = place_of(ground, trigger, targets)
    kind, mode = kind_of(ground, trigger, sources, targets)
    leaver, left = sources, targets
    if kind == "SANCTION" and mode == "withdraw" and not targets:
        leaver, left = [], sources  # what is left is no leaver
    for told in (trigger.outcome, trigger.means):  # the same act told by another word
        if told is not None:
            when, basis = (when, basis) if when else date_of(ground, told, dates)
            place = place or place_of(ground, told, targets)
            mode = mode or told.entry.data.get("mode") or None
    return Act(trigger, kind, mode, _paired(trigger, kind, leaver, left), when, basis, place)


def _paired(trigger: Trigger, kind: str, sources: Sequence[Side], targets: Sequence[Side]) -> list[tuple[Side, Side]]:
    """Return each source with each target; those who do something with each other in pairs."""
    if len(sources) < 2 and len(targets) < 2:
        return [(sources[0] if sources else NOBODY, targets[0] if targets else NOBODY)]
    if not targets and kind in MUTUAL and "with" in (trigger.entry.data.get("target") or ""):
        return list(combinations(sources, 2))
    return [(s, t) for s in sources or [NOBODY] for t in targets or [NOBODY]]


def rows_of(ground: Ground, act: Act, status: tuple[str, str | None, str | None] = REPORTED) -> list[Event]:
    """Return one row a pair of sides; `status` with who claims it."""
    scan, trigger, when, place = ground.scan, act.trigger, act.when, act.place
    first, last, start = ground.tape.first[trigger.at], ground.tape.last[trigger.at], trigger.start
    text = scan.text[place.start : place.end] if place else None
    relation = "denies" if act.kind == "REJECT" and denies(ground, trigger) else None
    return [
        Event(
            first, last, start, trigger.end, act.kind, act.mode, source, target,
            when.edtf if when else None, when.date_from if when else None, when.date_to if when else None, act.basis,
            status[0], status[1], status[2], place.actor_id if place else None, text,
            start, None, False, relation, trigger.entry.rule,
        )
        for source, target in act.pairs
    ]  # fmt: skip


def needs_sides(trigger: Trigger) -> bool:
    """Is it an act that neither a date nor a place ties to the world?"""
    return trigger.act == "sided" or trigger.entry.key in _PERSONAL


def needs_doer(trigger: Trigger) -> bool:
    """Is it an act that does not stand without its source, and that no other word tells?"""
    return trigger.act == "sided" and trigger.voice != "passive" and not trigger.outcome and not trigger.means


def stands(ground: Ground, act: Act) -> bool:
    """Does anything tie the trigger to the world: a side, a date or a place; where the lexicon asks for sides, both?

    "Uni Eropa menarik Gugus Tugas Takuba": what the verb moves or whom it meets may also be a force or a place.
    """
    trigger, pairs = act.trigger, act.pairs
    if trigger.act == "sided":
        if trigger.voice == "passive" and any(target.actor_id for _, target in pairs):
            return True
        doers = [pair for pair in pairs if pair[0].actor_id]
        if not doers:
            return False
        named = names_behind(ground, trigger.at, trigger.clause.hi)
        return any(target.actor_id or named or _takes(ground, trigger, source) for source, target in doers)
    if trigger.entry.key in _PERSONAL:
        return any(source.text or target.text for source, target in pairs)
    if act.edtf or (act.place and act.place.actor_id):
        return True
    return any(source.actor_id or target.actor_id for source, target in pairs)


def _takes(ground: Ground, trigger: Trigger, source: Side) -> bool:
    """Soldiers leave or take a place that no list has: "tentara Mali meninggalkan Boni"."""
    actor = ground.scan.lexicon.actors.get(source.actor_id or "")
    armed = source.sector == "MIL" or (actor is not None and actor.actor_type in ("armed_group", "force", "operation"))
    is_place = ground.letters[trigger.at + 1 : trigger.at + 2] == "C"
    return armed and is_place and trigger.entry.key in ("RETREAT", "ASSAULT", "COERCE")
