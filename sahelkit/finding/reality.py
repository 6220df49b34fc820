"""How real the acts of triggers are: negated, still to come, only imagined, alleged.

Most acts are told as done. Letters on the tape that can say otherwise are looked for in all clauses at once, and only
the triggers that have one are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter

import numpy as np

from sahelkit.finding.spots import Ints, among, codes_of, count, spots
from sahelkit.finding.triggers import Trigger

_NEGATED = re.compile(r"N[wFehDyIG']{0,3}$")
_FUTURE = re.compile(r"F[wNeyhD]{0,2}$")
_SCHEDULED = re.compile(r"[^vbq\n;,]{0,8}?F")  # "KTT itu akan digelar", "the summit will be held"
_TO_COME = re.compile(r"F[wyeD]{1,4}[A']{0,2}$")  # "will hold a summit"
_JOINED = re.compile(r"&w?$")
_POSSIBLE = re.compile(r"l[weh]{0,2}$")
_INVERTED = re.compile(r"h[yw]?[AHGP]")  # "Had the rebels attacked Gao"
_UNSURE = re.compile(r"[EJ][weN]{0,2}$")

Status = tuple[str, str | None, str | None]  # cells of an event: status, claimant_id, claimant_text
REPORTED: Status = ("reported", None, None)


def realities(
    letters: str, triggers: Sequence[Trigger], at: Ints, clauses: Ints
) -> tuple[AbstractSet[int], AbstractSet[int]]:
    """Say which acts may not be told as done, or are told by somebody who is quoted.

    Parameters
    ----------
    letters : str
        The events' tape.
    triggers : sequence of Trigger
    at, clauses : arrays
        The triggers' positions, and their clauses as rows.

    Returns
    -------
    (set, set)
        Tape positions of the triggers for which `status_of` has to be asked, and of those whose act is to come.
    """
    codes = codes_of(letters)
    low, high, first, _ = clauses.T
    tense = np.array([*map(attrgetter("tense"), triggers)], dtype=object)
    conditional = tense == "conditional"
    asked = conditional | (tense == "future") | (count(spots(codes, "F"), low, high) > 0)
    to_come = {int(at[n]) for n in np.flatnonzero(asked).tolist() if _is_to_come(letters, triggers[n])}
    asked = conditional | (count(spots(codes, "NEJl"), np.maximum(low, at - 4), at) > 0)
    asked |= among(codes[low - 1], "Z") | among(codes[first], "Zh")
    asked |= np.array([*map(bool, map(attrgetter("quote"), triggers))], dtype=bool)
    return set(at[asked].tolist()), to_come


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


def status_of(letters: str, trigger: Trigger, is_to_come: bool) -> Status:
    """Return the status of an act that no speech act governs: what a party says inside its quotation is claimed."""
    n, lo, said = trigger.at, max(trigger.clause.lo, trigger.at - 4), trigger.quote
    claimant = (said.speaker_id, said.speaker_text) if said and said.speaker_text else (None, None)
    if _NEGATED.search(letters, lo, n):
        return "denied" if said else "negated", *claimant
    if _is_supposed(letters, trigger, is_to_come):
        return "hypothetical", *claimant
    if claimant[1]:
        return "claimed", *claimant
    # the press's conditional: "auraient attaqué"
    is_unsure = trigger.tense == "conditional" or _UNSURE.search(letters, lo, n)
    return ("alleged", None, None) if is_unsure else REPORTED


def _is_supposed(letters: str, trigger: Trigger, is_to_come: bool) -> bool:
    """Is the act only imagined: in or after an "if" that opens the sentence, or with "could"?"""
    n, clause = trigger.at, trigger.clause
    if clause.lo > clause.first and letters[clause.lo - 1] == "Z":
        return True
    if _POSSIBLE.search(letters, max(clause.lo, n - 3), n):
        return True
    opening = letters[clause.first]
    return (opening == "Z" and is_to_come) or (opening == "h" and bool(_INVERTED.match(letters, clause.first)))
