"""An act on its way to the table: its type, pairs of sides, date and place, and whether it stands at all.

A trigger that nothing ties to the world is no act: a side, a date or a place must be named, and where the lexicon asks
for sides, sides. How real an act is (status, claimant) is for `events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from sahelkit.finding.acts import CHANGING, MUTUAL, denies, kind_of
from sahelkit.finding.parties import Sides
from sahelkit.finding.people import NOBODY, Ground
from sahelkit.finding.reality import REPORTED, Status
from sahelkit.finding.rows import Event, Side
from sahelkit.finding.sides import names_behind
from sahelkit.finding.triggers import Trigger
from sahelkit.finding.whens import NOWHERE, UNDATED, Setting, When, Where, date_of, place_of

# Words and meetings need somebody; a blast or an attack may be known by its place alone.
_PERSONAL = ("CONSULT", "SUPPORT", "AGREE", "COOPERATE", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "CONCEDE")


class Act(NamedTuple):
    """An act with a pair of sides each row, its date and place; how real it is stands in its rows."""

    trigger: Trigger
    kind: str
    mode: str | None
    pairs: list[tuple[Side, Side]]
    when: When
    where: Where


def act_of(ground: Ground, setting: Setting, trigger: Trigger, both: Sides) -> Act:
    """Return a trigger's act with its sources and targets, date and place."""
    sources, targets = both
    kind, mode = trigger.entry.key, trigger.mode
    if kind in CHANGING:
        kind, mode = kind_of(ground, trigger, sources, targets)
    when = date_of(ground, setting, trigger) if trigger.at in setting.days else UNDATED
    where = place_of(ground, setting, trigger, targets) if trigger.at in setting.places else NOWHERE
    if kind == "SANCTION" and mode == "withdraw" and not targets:
        sources, targets = [], sources  # what is left is no leaver
    act = Act(trigger, kind, mode, _paired(trigger, kind, sources, targets), when, where)
    return _told_by_more(ground, setting, act, both[1]) if trigger.outcome or trigger.means else act


def _told_by_more(ground: Ground, setting: Setting, act: Act, targets: Sequence[Side]) -> Act:
    """Return an act with what the other words that tell it know of its date, place and mode."""
    mode, when, where = act.mode, act.when, act.where
    for told in (act.trigger.outcome, act.trigger.means):
        if told is not None:
            when = date_of(ground, setting, told) if when is UNDATED else when
            where = place_of(ground, setting, told, targets) if where is NOWHERE else where
            mode = mode or told.mode
    return act._replace(mode=mode, when=when, where=where)


def _paired(trigger: Trigger, kind: str, sources: Sequence[Side], targets: Sequence[Side]) -> list[tuple[Side, Side]]:
    """Return each source with each target; those who do something with each other in pairs."""
    if len(sources) < 2 and len(targets) < 2:
        return [(sources[0] if sources else NOBODY, targets[0] if targets else NOBODY)]
    if not targets and kind in MUTUAL and "with" in (trigger.entry.data.get("target") or ""):
        return list(combinations(sources, 2))
    return [(s, t) for s in sources or [NOBODY] for t in targets or [NOBODY]]


def rows_of(ground: Ground, act: Act, status: Status = REPORTED, *, about: int | None = None) -> list[Event]:
    """Return one row a pair of sides; `status` with who claims it; `about`: the key of the speech act that speaks of it
    where it is only spoken of."""
    trigger, is_content = act.trigger, about is not None
    relation = "content" if is_content else "denies" if act.kind == "REJECT" and denies(ground, trigger) else None
    head = trigger.first, trigger.last, trigger.start, trigger.end, act.kind, act.mode
    tail = *act.when, *status, *act.where, trigger.start, about, is_content, relation, trigger.entry.rule
    return [tuple.__new__(Event, (*head, source, target, *tail)) for source, target in act.pairs]


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
    if act.when[0] or act.where[0]:
        return True
    return any(source.actor_id or target.actor_id for source, target in pairs)


def _takes(ground: Ground, trigger: Trigger, source: Side) -> bool:
    """Soldiers leave or take a place that no list has: "tentara Mali meninggalkan Boni"."""
    actor = ground.scan.lexicon.actors.get(source.actor_id or "")
    armed = source.sector == "MIL" or (actor is not None and actor.actor_type in ("armed_group", "force", "operation"))
    is_place = ground.letters[trigger.at + 1 : trigger.at + 2] == "C"
    return armed and is_place and trigger.entry.key in ("RETREAT", "ASSAULT", "COERCE")
