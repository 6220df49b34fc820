"""One act, one trigger: an attack and the words for whom it killed are told together and counted once.

"The attack killed 20 soldiers", "20 soldiers died in an attack", "attacked a base, killing 20 soldiers": the word that
names the act is the trigger, and the word of its outcome only says whom it hit. Two acts stay two where the second
verb has a subject of its own, or is no killing or wounding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from sahelkit.finding.people import Ground
from sahelkit.finding.triggers import Trigger

_OUTCOMES = ("casualty", "killing")
_CUTTING, _CUT = frozenset(("SANCTION", "CONSULT")), ("AID", "SUPPORT", "COOPERATE", "AGREE")
_WHAT = re.compile(r"[yw#'CgG]{0,4}(?:n?&[yw#']{0,3})?")
_GOVERNED = re.compile(r"[icBpT][gtrkyw'#]{0,3}$")  # in an attack, par une frappe
# What may stand between a noun and the verb whose subject it is: whose attack, where, when; "that", "yang".
_OF_NOUN = re.compile(r"[gtrkGwC#yOimaDPQAHBXhe'\"&]{0,24}(?:,?R[whe]{0,3})?[he]?")
_OWN_SUBJECT = re.compile(r"[,DR][gtrkwy]{0,2}[AHGI][hewNy]{0,3}$")
# ", killing", "and killed", ", menewaskan": no subject of its own behind the comma
_JOINED = re.compile(r"[^\n;:TKZ\"<>]*[,&][hewyND]{0,3}")


def join_outcomes(ground: Ground, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Return the triggers without words of outcome that belong to an act of their sentence, which then carries them."""
    found: list[Trigger] = []
    for _, group in groupby(triggers, key=attrgetter("clause.first")):
        sentence = list(group)
        found += _joined(ground, sentence) if len(sentence) > 1 and _may_join(sentence) else sentence
    return found


def _may_join(sentence: Sequence[Trigger]) -> bool:
    """Does it tell two attacks, or a thing that can be cut off?"""
    kinds = [trigger.entry.key for trigger in sentence]
    return kinds.count("ASSAULT") > 1 or not _CUTTING.isdisjoint(kinds)


def _joined(ground: Ground, sentence: Sequence[Trigger]) -> list[Trigger]:
    kept: list[Trigger] = []
    for trigger in sentence:
        if kept and _is_cut(ground, kept[-1], trigger):
            continue
        attacks = [k for k, t in enumerate(kept) if t.entry.key == "ASSAULT"] if trigger.entry.key == "ASSAULT" else []
        one = _as_one(ground, kept[attacks[-1]], trigger) if attacks else None
        if one:
            kept[attacks[-1]] = one
        else:
            kept.append(trigger)
    return _without_casualties(kept)


def _as_one(ground: Ground, first: Trigger, second: Trigger) -> Trigger | None:
    """Return the trigger of the act that both words tell, None where they tell two."""
    letters = ground.letters
    between = letters[first.at + 1 : second.at]
    if second.voice == "noun":
        means = first.act in _OUTCOMES and _is_governed(letters, second.at) and "," not in between
        if not means:
            return None
        # "20 tewas dalam serangan": the noun names the act; "killed 20 in an attack": the verb came first
        return second._replace(outcome=first) if first.act == "casualty" else first._replace(means=second)
    if first.voice == "noun":
        if second.voice == "active" and not _is_governed(letters, first.at) and _OF_NOUN.fullmatch(between):
            return None if _OWN_SUBJECT.search(between) else first._replace(outcome=second)
        in_it = second.act in _OUTCOMES and _is_governed(letters, first.at) and "&" not in between
        return second._replace(means=first) if in_it and second.act != "casualty" else None
    joined = second.act in _OUTCOMES and first.act != "casualty" and first.outcome is None
    return first._replace(outcome=second) if joined and _JOINED.fullmatch(between) else None


def _is_cut(ground: Ground, verb: Trigger, noun: Trigger) -> bool:
    """ "Suspended all aid and support": what is suspended, ended or only talked about is not done."""
    ends = verb.entry.key in _CUTTING and verb.voice == "active" and noun.voice == "noun"
    if not ends or noun.entry.key not in _CUT or noun.act in ("speech", "denial"):
        return False
    return bool(_WHAT.fullmatch(ground.letters, verb.at + 1, noun.at))


def _is_governed(letters: str, n: int) -> bool:
    return bool(_GOVERNED.search(letters, max(0, n - 4), n))


def _without_casualties(sentence: Sequence[Trigger]) -> list[Trigger]:
    """Leave out words of casualty where another word of the sentence names what killed or wounded them."""
    acts = [t for t in sentence if t.entry.key == "ASSAULT" and t.act != "casualty"]
    if not acts:
        return list(sentence)
    hurt = {min(acts, key=lambda a: abs(a.at - t.at)).at: t for t in reversed(sentence) if t.act == "casualty"}
    return [
        t._replace(outcome=t.outcome or hurt.get(t.at)) if t in acts else t for t in sentence if t.act != "casualty"
    ]
