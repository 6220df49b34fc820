"""Triggers on the events' tape: the words that name an act, the voice they stand in, and how real the act is.

A bare Indonesian root is a verb in headlines alone ("Mali Usir Dubes"). A participle is active or passive by the
auxiliary before it or the "by" behind it. A word of casualty counts only where no other word of its sentence names
the act.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sahelkit.finding.clauses import TRIGGERS, Clause, clause_of
from sahelkit.finding.rows import Quote
from sahelkit.finding.sides import Ground
from sahelkit.lexicons.build import Entry

_TRIGGER = re.compile(f"[{TRIGGERS}]")
_KINDS = {"v": "active", "b": "passive", "q": "participle", "j": "infinitive", "u": "bare", "n": "noun", "x": "victim"}
_VOICES = {"v": "active", "j": "active", "b": "passive", "n": "noun", "x": "victim"}
_NEGATED = re.compile(r"N[wFehDyIG]{0,3}$")
_FUTURE = re.compile(r"F[wNeyh]{0,2}$")
_PASSIVE = re.compile(r"e[wNe]{0,2}$")
_FUTURE_TENSES = ("future", "conditional")


class Trigger(NamedTuple):
    """A trigger: tape position, clause, lexicon entry, voice (active passive noun victim), the quotation round it."""

    at: int
    clause: Clause
    entry: Entry
    voice: str
    quote: Quote | None

    @property
    def act(self) -> str:
        """How the lexicon restricts it: speech, announce, sided, casualty, or blank."""
        return self.entry.data.get("act") or ""


def find_triggers(ground: Ground, quotes: Sequence[Quote]) -> list[Trigger]:
    """Return the triggers of a batch, in text order."""
    letters, scan = ground.tape.letters, ground.scan
    ordered = sorted(quotes, key=lambda q: q.start)
    found: list[Trigger] = []
    at = 0
    for match in _TRIGGER.finditer(letters):
        n = match.start()
        start = int(scan.start[ground.tape.first[n]])
        while at < len(ordered) and ordered[at].end <= start:
            at += 1
        quote = ordered[at] if at < len(ordered) and ordered[at].start <= start else None
        voice = _voice(ground, n)
        if voice:
            kind = _KINDS[match.group()]
            entry = next(e for e in scan.entries(ground.tape.ref[n]) if e.kind == kind)
            found.append(Trigger(n, clause_of(letters, n), entry, voice, quote))
    return [t for t in found if t.act != "casualty" or not _is_named(t, found)]


def _is_named(casualty: Trigger, triggers: Sequence[Trigger]) -> bool:
    """Does another word of the sentence name what killed or wounded them?"""
    same = (t for t in _around(triggers, casualty) if t.clause.first == casualty.clause.first)
    return any(t.entry.key == casualty.entry.key and t.act != "casualty" for t in same)


def _around(triggers: Sequence[Trigger], one: Trigger) -> Sequence[Trigger]:
    low, high = 0, len(triggers)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if triggers[middle].at < one.clause.first else (low, middle)
    end = low
    while end < len(triggers) and triggers[end].at < one.clause.last:
        end += 1
    return triggers[low:end]


def _voice(ground: Ground, n: int) -> str | None:
    letters = ground.tape.letters
    if letters[n] == "q":
        is_passive = _PASSIVE.search(letters, max(0, n - 4), n) or letters[n + 1 : n + 2] == "B"
        return "passive" if is_passive else "active"
    if letters[n] == "u":
        sentence = ground.scan.stretches[int(ground.scan.sentence[ground.tape.first[n]])]
        return "active" if sentence.zone == "headline" else None
    return _VOICES[letters[n]]


def is_future(ground: Ground, trigger: Trigger) -> bool:
    """Is the act still to come: by its ending (retirera), or by a word before it (akan, will)?"""
    tense = trigger.entry.data.get("tense")
    if tense == "future" or (tense == "conditional" and trigger.quote is not None):
        return True
    return bool(_FUTURE.search(ground.tape.letters, max(trigger.clause.lo, trigger.at - 4), trigger.at))


def status_of(ground: Ground, trigger: Trigger) -> tuple[str, str | None, str | None]:
    """Return (status, claimant_id, claimant_text) of an act that no speech act governs and that is not to come."""
    letters, clause, said = ground.tape.letters, trigger.clause, trigger.quote
    claimant = (said.speaker_id, said.speaker_text) if said and said.speaker_text else (None, None)
    if _NEGATED.search(letters, max(clause.lo, trigger.at - 4), trigger.at):
        return ("denied" if said else "negated", *claimant)
    if clause.lo > clause.first and letters[clause.lo - 1] == "Z":
        return ("hypothetical", *claimant)
    if claimant[1]:
        return ("claimed", *claimant)
    if trigger.entry.data.get("tense") == "conditional":
        return ("alleged", None, None)  # the press's conditional: "auraient attaqué"
    return ("reported", None, None)
