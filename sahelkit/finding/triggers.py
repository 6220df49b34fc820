"""Triggers on the events' tape: the words that name an act, the voice they stand in, and how real the act is.

A bare Indonesian root is a verb in headlines alone ("Mali Usir Dubes"). A participle is active or passive by the
auxiliary before it or the "by" behind it. Which words tell one act together is for `joining`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.clauses import REACH, TRIGGERS, Clause, clauses_around
from sahelkit.finding.people import Ground
from sahelkit.finding.rows import Quote
from sahelkit.lexicons.affixes import sides
from sahelkit.lexicons.build import Entry
from sahelkit.lexicons.tables import section

_IS_TRIGGER, _IS_WORLD = (
    np.isin(np.arange(256), [ord(letter) for letter in letters])
    for letters in (TRIGGERS, "AHPQDGgIYLM")  # whoever, wherever and whenever an event can be tied to
)
_KINDS = {"v": "active", "b": "passive", "q": "participle", "j": "infinitive", "u": "bare", "n": "noun", "x": "victim"}
_VOICES = {"v": "active", "j": "active", "b": "passive", "n": "noun", "x": "victim"}
_NEGATED = re.compile(r"N[wFehDyIG']{0,3}$")
_FUTURE = re.compile(r"F[wNeyhD]{0,2}$")
_SCHEDULED = re.compile(r"[^vbq\n;,]{0,8}?F")  # "KTT itu akan digelar", "the summit will be held"
_TO_COME = re.compile(r"F[wyeD]{1,4}[A']{0,2}$")  # "will hold a summit"
_JOINED = re.compile(r"&w?$")
_POSSIBLE = re.compile(r"l[weh]{0,2}$")
_INVERTED = re.compile(r"h[yw]?[AHGP]")  # "Had the rebels attacked Gao"
_PASSIVE = re.compile(r"[eJ][wNe]{0,2}$")
_AUXILIARY = re.compile(r"[heEJ][wNe]{0,3}$|[&,N]w?$")
_MARKED = re.compile("[NEJ]")
_UNSURE = re.compile(r"[EJ][weN]{0,2}$")
# A word that is a noun too ("attack", "attaque", "fighting") is a verb behind its subject or a helping verb alone.
_NOT_NOUN = re.compile(r"[oFlNIMGeR]w?$")
_NOUN_BEFORE = re.compile(r"(?:^|[y'#O\niaBcmd,&\"<D])$")
_NOUN_BEHIND = "iaBmOcf"
_FUTURE_TENSES = ("future", "conditional")


Roles = tuple[tuple[str, ...], tuple[str, ...]]


class Trigger(NamedTuple):
    """A trigger: tape position, clause, lexicon entry, voice (active passive noun victim), quotation, span.

    `act` says how the lexicon restricts it: speech, announce, sided, casualty, killing, or blank; `roles` where source
    and target stand. `outcome` is the word that tells whom the act killed or wounded, `means` the noun of the act it
    was done in.
    """

    at: int
    clause: Clause
    entry: Entry
    act: str
    roles: Roles
    voice: str
    quote: Quote | None
    start: int
    end: int
    outcome: Trigger | None = None
    means: Trigger | None = None


class Word(NamedTuple):
    """What a trigger's word may be: its first entry of each kind; `with_etre`: a French verb of being, not having."""

    entries: Mapping[str, Entry]
    with_etre: bool


def find_triggers(ground: Ground, quotes: Sequence[Quote]) -> list[Trigger]:
    """Return the triggers of a batch, in text order."""
    letters, tape = ground.letters, ground.tape
    ordered = sorted(quotes, key=lambda q: q.start)
    found: list[Trigger] = []
    words: dict[int, Word] = {}
    known: dict[tuple[int, str], tuple[Entry, str, Roles, str]] = {}
    near = _near_somebody(letters)
    at = 0
    for n, start, end, clause in zip(near.tolist(), *_spans(ground, near), clauses_around(letters, near), strict=True):
        while at < len(ordered) and ordered[at].end <= start:
            at += 1
        quote = ordered[at] if at < len(ordered) and ordered[at].start <= start else None
        reading, letter = tape.ref[n], letters[n]
        if reading not in words:
            words[reading] = _word(ground, reading)
        voice = _VOICES[letter] if letter in "bnx" else _voice(ground, n, words[reading])
        if voice:
            if (reading, voice) not in known:
                entry = words[reading].entries["noun" if voice == "noun" else _KINDS[letter]]
                known[reading, voice] = entry, entry.data.get("act") or "", sides(entry.data, voice), voice
            found.append(Trigger(n, clause, *known[reading, voice], quote, start, end))
    return found


def _spans(ground: Ground, at: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """Return where these tape positions start and end in the text, without joined clitics."""
    first, last = ([tokens[n] for n in at.tolist()] for tokens in (ground.tape.first, ground.tape.last))
    if not first:
        return [], []
    return ground.scan.start[first].tolist(), (ground.scan.end[last] - ground.scan.clip[last]).tolist()


def _near_somebody(letters: str) -> NDArray[np.int64]:
    """Return the triggers with anybody, a place or a date in their sentence and in reach; a word of saying reaches on
    by what it governs."""
    codes = np.frombuffer(letters.encode("latin-1"), dtype=np.uint8)
    at, world = np.flatnonzero(_IS_TRIGGER[codes]), np.flatnonzero(_IS_WORLD[codes])
    if not len(at) or not len(world):
        return at[:0]
    sentence = np.cumsum(codes == ord("\n"))
    held = np.zeros(int(sentence[-1]) + 1, dtype=bool)
    held[sentence[world]] = True
    at = at[held[sentence[at]]]
    behind = world[np.minimum(np.searchsorted(world, at), len(world) - 1)]
    before = world[np.maximum(np.searchsorted(world, at) - 1, 0)]
    near: NDArray[np.int64] = at[np.minimum(np.abs(behind - at), np.abs(at - before)) <= 4 * REACH]
    return near


def _word(ground: Ground, reading: int) -> Word:
    entries = ground.scan.entries(reading)
    lemmas = {e.data.get("form", "").split(" ")[0] for e in entries} if ground.language == "fr" else set()
    with_etre = bool(lemmas and lemmas & set(section("fr", "events")["with_etre"]))
    return Word({e.kind: e for e in reversed(entries)}, with_etre)


def _voice(ground: Ground, n: int, word: Word) -> str | None:
    letters = ground.letters
    if letters[n] == "q":
        if word.with_etre:
            return "active"
        is_passive = _PASSIVE.search(letters, max(0, n - 4), n) or letters[n + 1 : n + 2] == "B"
        # French has no participle alone but "les soldats tués", or one that shares its auxiliary
        alone = ground.language == "fr" and not _AUXILIARY.search(letters, max(0, n - 5), n)
        return "passive" if is_passive or alone else "active"
    if letters[n] in "vj" and "noun" in word.entries and _is_noun(ground, n):
        return "noun"
    if letters[n] == "u":
        sentence = ground.scan.stretches[int(ground.scan.sentence[ground.tape.first[n]])]
        return "active" if sentence.zone == "headline" else None
    return _VOICES[letters[n]]


def _is_noun(ground: Ground, n: int) -> bool:
    """Is a word that may be a noun one here?"""
    letters = ground.letters
    if ground.language == "en" and letters[n - 1] == "G" and letters[n - 2 : n - 1] in tuple("y#iBcd"):
        return True  # "in a militant attack"
    if _NOT_NOUN.search(letters, max(0, n - 2), n):
        return False
    if _NOUN_BEFORE.search(letters, max(0, n - 1), n) and (letters[n] == "j" or letters[n - 1] in "y'#"):
        return True
    if ground.language == "en" and letters[n - 1] == "A" and letters[n + 1 : n + 2] in tuple("vqhe"):
        return True  # "a JNIM attack killed ..."
    behind = letters[n + 1 : n + 2] in _NOUN_BEHIND and letters[n + 2 : n + 3] not in ("v", "j", "h", "e")
    return behind if letters[n - 1] in "AH" or letters[n] == "v" else letters[n - 1] in "wC"


def is_future(ground: Ground, trigger: Trigger) -> bool:
    """Is the act still to come: by its ending (retirera), or by a word before it (akan, will)?"""
    tense = trigger.entry.data.get("tense")
    if tense == "future" or (tense == "conditional" and trigger.quote is not None):
        return True
    letters, lo = ground.letters, trigger.clause.lo
    if letters.find("F", lo, trigger.clause.hi) < 0:
        return False
    if trigger.voice == "noun":
        coming = _TO_COME.search(letters, max(lo, trigger.at - 8), trigger.at)
        return bool(coming or _SCHEDULED.match(letters, trigger.at + 1, trigger.clause.hi))
    if letters[trigger.at] == "j" and _JOINED.search(letters, max(lo, trigger.at - 3), trigger.at):
        return "F" in letters[lo : trigger.at]  # "will keep its soldiers in Gao and then leave"
    return bool(_FUTURE.search(letters, max(lo, trigger.at - 4), trigger.at))


def is_supposed(ground: Ground, trigger: Trigger) -> bool:
    """Is the act only imagined: in or after an "if" that opens the sentence, or with "could"?"""
    letters, clause = ground.letters, trigger.clause
    if clause.lo > clause.first and letters[clause.lo - 1] == "Z":
        return True
    if _POSSIBLE.search(letters, max(clause.lo, trigger.at - 3), trigger.at):
        return True
    opening = letters[clause.first]
    return (opening == "Z" and is_future(ground, trigger)) or (
        opening == "h" and bool(_INVERTED.match(letters, clause.first))
    )


def status_of(ground: Ground, trigger: Trigger) -> tuple[str, str | None, str | None]:
    """Return (status, claimant_id, claimant_text) of an act that no speech act governs and that is not to come."""
    letters, clause, said = ground.letters, trigger.clause, trigger.quote
    claimant = (said.speaker_id, said.speaker_text) if said and said.speaker_text else (None, None)
    lo = max(clause.lo, trigger.at - 4)
    is_marked = _MARKED.search(letters, lo, trigger.at) is not None
    if is_marked and _NEGATED.search(letters, lo, trigger.at):
        return ("denied" if said else "negated", *claimant)
    if is_supposed(ground, trigger):
        return ("hypothetical", *claimant)
    if claimant[1]:
        return ("claimed", *claimant)
    if is_marked and _UNSURE.search(letters, lo, trigger.at):
        return ("alleged", None, None)
    if trigger.entry.data.get("tense") == "conditional":
        return ("alleged", None, None)  # the press's conditional: "auraient attaqué"
    return ("reported", None, None)
