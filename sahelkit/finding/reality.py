"""How real the acts of triggers are: negated, still to come, only imagined, alleged.

Most acts are told as done. Letters on the tape that can say otherwise are looked for in all clauses at once, and only
the triggers that have one are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from sahelkit.finding.spots import Bools, Ints, among, codes_of, count, spots
from sahelkit.finding.triggers import Trigger

_NEGATED = re.compile(r"N[wFehDyIG']{0,3}$")
_FUTURE = re.compile(r"F[wNeyhD]{0,2}$")
_SCHEDULED = re.compile(r"[^vbq\n;,]{0,8}?F")  # "KTT itu akan digelar", "the summit will be held"
_TO_COME = re.compile(r"F[wyeD]{1,4}[A']{0,2}$")  # "will hold a summit"
_JOINED = re.compile(r"&w?$")
_POSSIBLE = re.compile(r"l[weh]{0,2}$")
_INVERTED = re.compile(r"h[yw]?[AHGP]")  # "Had the rebels attacked Gao"
_UNSURE = re.compile(r"[EJ][weN]{0,2}$")


def realities(
    letters: str, triggers: Sequence[Trigger], at: Ints, clauses: Ints
) -> tuple[Mapping[int, str], AbstractSet[int]]:
    """Say which acts are not told as done.

    Parameters
    ----------
    letters : str
        The events' tape.
    triggers : sequence of Trigger
    at, clauses : arrays
        The triggers' positions, and their clauses as rows.

    Returns
    -------
    (dict, set)
        By the trigger's tape position: negated, hypothetical or alleged; and the triggers whose act is to come.
    """
    codes = codes_of(letters)
    low, high, first, _ = clauses.T
    tense = np.array([trigger.tense for trigger in triggers], dtype=object)
    conditional = tense == "conditional"
    asked = conditional | (tense == "future") | (count(spots(codes, "F"), low, high) > 0)
    to_come = {t.at for t in _those(triggers, asked) if _is_to_come(letters, t)}
    asked = conditional | (count(spots(codes, "NEJl"), np.maximum(low, at - 4), at) > 0)
    asked |= among(codes[low - 1], "Z") | among(codes[first], "Zh")
    status = {t.at: _status(letters, t, t.at in to_come) for t in _those(triggers, asked)}
    return {n: told for n, told in status.items() if told}, to_come


def _those(triggers: Sequence[Trigger], asked: Bools) -> Iterable[Trigger]:
    return [triggers[n] for n in np.flatnonzero(asked).tolist()]


def _is_to_come(letters: str, trigger: Trigger) -> bool:
    """Is the act still to come: by its ending (retirera), or by a word before it (akan, will)?"""
    n, lo, hi = trigger.at, trigger.clause.lo, trigger.clause.hi
    if trigger.tense == "future" or (trigger.tense == "conditional" and trigger.quote is not None):
        return True
    if trigger.voice == "noun":
        coming = _TO_COME.search(letters, max(lo, n - 8), n)
        return bool(coming or _SCHEDULED.match(letters, n + 1, hi))
    if letters[n] == "j" and _JOINED.search(letters, max(lo, n - 3), n):
        return "F" in letters[lo:n]  # "will keep its soldiers in Gao and then leave"
    return bool(_FUTURE.search(letters, max(lo, n - 4), n))


def _status(letters: str, trigger: Trigger, is_to_come: bool) -> str | None:
    """Return the status of an act that no quotation claims, None where it is told as done."""
    n, lo = trigger.at, max(trigger.clause.lo, trigger.at - 4)
    if _NEGATED.search(letters, lo, n):
        return "negated"
    if _is_supposed(letters, trigger, is_to_come):
        return "hypothetical"
    # the press's conditional: "auraient attaqué"
    return "alleged" if trigger.tense == "conditional" or _UNSURE.search(letters, lo, n) else None


def _is_supposed(letters: str, trigger: Trigger, is_to_come: bool) -> bool:
    """Is the act only imagined: in or after an "if" that opens the sentence, or with "could"?"""
    n, clause = trigger.at, trigger.clause
    if clause.lo > clause.first and letters[clause.lo - 1] == "Z":
        return True
    if _POSSIBLE.search(letters, max(clause.lo, n - 3), n):
        return True
    opening = letters[clause.first]
    return (opening == "Z" and is_to_come) or (opening == "h" and bool(_INVERTED.match(letters, clause.first)))
