"""What kind of act a trigger names once its sides are known, and what a speech act speaks of.

Sending soldiers is MOBILIZE, sending goods AID, sending soldiers to help a named host AID; leaving an organisation is
SANCTION, leaving a place RETREAT. A speech act governs the verb behind it, also behind "that", and the noun of what is
promised, demanded or threatened; never a verb that is only joined to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from sahelkit.finding.clauses import clause_of
from sahelkit.finding.people import Ground
from sahelkit.finding.rows import Event, Side
from sahelkit.finding.triggers import Trigger

# What an announced act is as a speech act: the contract's "Which type".
ANNOUNCED = {"AID": "AGREE", "COOPERATE": "AGREE", "RETREAT": "CONCEDE"} | dict.fromkeys(
    ("SANCTION", "COERCE", "ASSAULT"), "THREATEN"
)
CONTENT_STATUS = {"ACCUSE": "alleged", "THREATEN": "threatened", "REQUEST": "hypothetical", "AGREE": "planned",
                  "CONCEDE": "planned"}  # fmt: skip
SPEECH = ("speech", "denial", "announce")
# Two-sided acts: those joined as subjects do it with each other.
MUTUAL = ("CONSULT", "COOPERATE", "AGREE", "SUPPORT", "ASSAULT", "RETREAT")
# Types whose act may be named by a noun in what is promised, demanded or threatened
_NOUNS = {"AGREE": ("AID", "RETREAT", "COOPERATE", "CONSULT", "SUPPORT"), "REQUEST": ("RETREAT", "AID", "CONSULT"),
          "THREATEN": ("SANCTION", "ASSAULT", "COERCE", "MOBILIZE"),
          "CONCEDE": ("RETREAT",), "REJECT": ("ASSAULT", "MOBILIZE")}  # fmt: skip
CHANGING = ("RETREAT", "SANCTION", "AID", "MOBILIZE")
SENDING = ("MOBILIZE", "AID")
_FORCES = ("MIL", "PRM", "COP", "REB", "UAF")
_HELPING = re.compile(r"[^\n,;RTvbq]{0,8}[odi][wy]?[vj]")
_REFUSED = re.compile(r"[yw'#]{0,3}n")  # rejected the accusations, menolak tuduhan
_JOINED_VERB, _JOINED_OR_DENIED = re.compile("&[NFheyw]{0,2}$"), re.compile("[&N][NFheyw]{0,2}$")
_THAT_BEHIND = re.compile(r"[^\n,;vbqjn]{0,4}T")


def kind_of(
    ground: Ground, trigger: Trigger, sources: Sequence[Side], targets: Sequence[Side]
) -> tuple[str, str | None]:
    """Return type and mode of an act of `CHANGING` type: what is moved, and whom it is done to, may change them."""
    kind, mode = trigger.entry.key, trigger.mode
    actor = ground.scan.lexicon.actors.get(targets[0].actor_id or "") if targets else None
    if actor is not None:
        if kind == "RETREAT" and mode == "withdraw" and actor.actor_type in ("igo", "bloc"):
            return "SANCTION", "withdraw"
        if kind == "SANCTION" and actor.actor_type == "media":
            return "COERCE", "censor"
    if (
        kind == "RETREAT"
        and mode == "withdraw"
        and trigger.voice == "noun"
        and not targets
        and _is_left(ground, trigger, sources)
    ):
        return "SANCTION", "withdraw"  # "le retrait de la Cédéao"
    if kind == "SANCTION" and mode == "expel" and targets and _is_armed(ground, targets[0]):
        return "ASSAULT", None  # "mengusir gerilyawan dari Diffa"
    if kind in SENDING and trigger.act == "sided" and "to" in (trigger.entry.data.get("target") or ""):
        return _sent(ground, trigger, kind, targets)
    return kind, mode


def _is_left(ground: Ground, trigger: Trigger, sides: Sequence[Side]) -> bool:
    """Is the organisation behind "son retrait de" what somebody leaves?"""
    if ground.letters[trigger.at - 1] != "y" or ground.tape.layer[trigger.at - 1] < 0:
        return False
    actors = [ground.scan.lexicon.actors.get(s.actor_id or "") for s in sides]
    bodies = bool(actors) and all(a is not None and a.actor_type in ("igo", "bloc") for a in actors)
    return bodies and ground.scan.entries(ground.tape.ref[trigger.at - 1])[0].kind == "owned"


def _is_armed(ground: Ground, side: Side) -> bool:
    actor = ground.scan.lexicon.actors.get(side.actor_id or "")
    group = actor is not None and actor.actor_type == "armed_group"
    return group or side.actor_id == "unidentified_armed_group"


def _sent(ground: Ground, trigger: Trigger, kind: str, targets: Sequence[Side]) -> tuple[str, str | None]:
    """Soldiers sent are MOBILIZE, goods AID; with neither named the lexicon's word decides."""
    letters, clause = ground.letters, trigger.clause
    span = range(clause.lo, trigger.at) if trigger.voice == "passive" else range(trigger.at + 1, clause.hi)
    for p in span:
        if trigger.voice != "passive" and letters[p] in "odimcaTR":
            break
        if letters[p] == "G":
            entry = ground.scan.entries(ground.tape.ref[p])[0]
            if entry.key in ("instructor", "military_adviser"):
                return "AID", None
            if entry.data.get("sector") in _FORCES:
                return "MOBILIZE", "troops"
    is_thing = trigger.voice == "noun" or (trigger.voice == "active" and letters[trigger.at + 1] in "wyO#C")
    return ("AID", None) if is_thing and targets else (kind, "troops" if kind == "MOBILIZE" else None)


def helps(ground: Ground, trigger: Trigger, below: Trigger) -> bool:
    """Is the trigger below one of `SENDING` only what troops are sent for: "mengirim pasukan untuk membantu Mali"?"""
    if below.entry.key not in ("AID", "SUPPORT"):
        return False
    match = _HELPING.match(ground.letters, trigger.at + 1, trigger.clause.hi)
    return trigger.voice in ("active", "passive") and bool(match) and match is not None and match.end() - 1 == below.at


def governs(ground: Ground, to_come: AbstractSet[int], speech: Trigger, below: Trigger) -> bool:
    """Does a speech act speak of the next trigger: a verb or a noun of an act behind it, before any comma?

    `to_come`: positions of the triggers whose act is still to come.
    """
    letters = ground.letters
    if speech.voice == "noun":
        return False
    hi = speech.clause.hi
    that = _THAT_BEHIND.match(letters, speech.at + 1, speech.clause.last)
    if that:
        hi = clause_of(letters, that.end()).hi
    between = letters[speech.at + 1 : below.at]
    if (
        below.at >= hi
        or below.at >= speech.clause.last
        or "," in between
        or "Z" in between
        or _is_joined(speech, between)
    ):
        return False
    if below.voice == "noun" and speech.act != "announce":
        alleged = speech.mode == "allege" and below.entry.key in ("ASSAULT", "COERCE", "AID")
        return below.act not in SPEECH and (alleged or below.entry.key in _NOUNS.get(speech.entry.key, ()))
    if speech.act == "announce" and ANNOUNCED.get(below.entry.key) == "THREATEN":
        # "a annoncé la mort de 23 soldats dans une embuscade", "announced that it had killed": told, not threatened
        return below.voice != "noun" and (below.at in to_come or letters[below.at] == "j")
    return True


def _is_joined(speech: Trigger, between: str) -> bool:
    """Is the next verb only joined to the word of speech, or denied where it asks for nothing to be left undone?"""
    asks = speech.entry.key in ("REQUEST", "THREATEN")  # "urged Mali not to attack", "agar tidak menyerang"
    return bool((_JOINED_VERB if asks else _JOINED_OR_DENIED).search(between))


def content_status(above: Event, speech: Trigger) -> str:
    """Return the status that a speech act gives to what it speaks of."""
    if above.event_type == "REJECT":
        return "denied" if speech.act == "denial" else "hypothetical"
    return CONTENT_STATUS.get(above.event_type, "hypothetical")


def denies(ground: Ground, trigger: Trigger) -> bool:
    """Does a refusal deny: by its verb (membantah), or since it is an accusation that is refused?"""
    behind = _REFUSED.match(ground.letters, trigger.at + 1)
    if trigger.act == "denial" or behind is None:
        return trigger.act == "denial"
    entries = ground.scan.entries(ground.tape.ref[behind.end() - 1])
    return any(e.key == "ACCUSE" for e in entries)
