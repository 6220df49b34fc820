"""Triggers on the events' tape: the words that name an act, the voice they stand in, and how real the act is.

A bare Indonesian root is a verb in headlines alone ("Mali Usir Dubes"). A participle is active or passive by the
auxiliary before it or the "by" behind it. Which words tell one act together is for `joining`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from itertools import compress
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from sahelkit.finding.clauses import REACH, TRIGGERS, Clause, clauses_around
from sahelkit.finding.people import Ground
from sahelkit.finding.rows import Quote, from_columns
from sahelkit.finding.spots import Ints, codes_of, spots
from sahelkit.lexicons.affixes import sides
from sahelkit.lexicons.build import Entry, Lexicon
from sahelkit.lexicons.tables import section

_WORLD = "AHPQDGgIYLM"  # whoever, wherever and whenever an event can be tied to
_KINDS = {"v": "active", "b": "passive", "q": "participle", "j": "infinitive", "u": "bare", "n": "noun", "x": "victim"}
_VOICES = {"v": "active", "j": "active", "u": "active", "b": "passive", "n": "noun", "x": "victim"}
_PASSIVE = re.compile(r"[eJ][wNe]{0,2}$")
_AUXILIARY = re.compile(r"[heEJ][wNe]{0,3}$|[&,N]w?$")
# A word that is a noun too ("attack", "attaque", "fighting") is a verb behind its subject or a helping verb alone.
_NOT_NOUN = re.compile(r"[oFlNIMGeR]w?$")
_NOUN_BEFORE = re.compile(r"(?:^|[y'#O\niaBcmd,&\"<D])$")
_NOUN_BEHIND = "iaBmOcf"


Roles = tuple[tuple[str, ...], tuple[str, ...]]


class Sense(NamedTuple):
    """A word of the lexicon in one voice (active passive noun victim).

    `act` says how the lexicon restricts it: speech, announce, sided, casualty, killing, or blank; `roles` where source
    and target stand.
    """

    entry: Entry
    act: str
    roles: Roles
    voice: str
    mode: str | None
    tense: str


class Trigger(NamedTuple):
    """A trigger: tape position, clause, sense (see `Sense`), quotation, tokens and span.

    `outcome` is the word that tells whom the act killed or wounded, `means` the noun of the act it was done in.
    """

    at: int
    clause: Clause
    entry: Entry
    act: str
    roles: Roles
    voice: str
    mode: str | None
    tense: str
    quote: Quote | None
    first: int
    last: int
    start: int
    end: int
    outcome: Trigger | None
    means: Trigger | None


class Word(NamedTuple):
    """What a word on the tape may be: its senses by voice, and the one it has wherever it stands."""

    senses: Mapping[str, Sense]
    sure: Sense | None


def find_triggers(ground: Ground, quotes: Sequence[Quote]) -> list[Trigger]:
    """Return the triggers of a batch, in text order."""
    letters, scan = ground.letters, ground.scan
    at, senses = _senses(ground, _near_somebody(letters))
    if not senses:
        return []
    first, last = np.asarray(ground.tape.first)[at], np.asarray(ground.tape.last)[at]
    start, end = scan.start[first], scan.end[last] - scan.clip[last]  # without joined clitics
    tokens = (side.tolist() for side in (first, last, start, end))
    nothing = [None] * len(senses)
    return from_columns(
        Trigger, at.tolist(), clauses_around(letters, at), *zip(*senses, strict=True), _around(quotes, start), *tokens,
        nothing, nothing,
    )  # fmt: skip


def _near_somebody(letters: str) -> Ints:
    """Return the triggers with anybody, a place or a date in their sentence and in reach; a word of saying reaches on
    by what it governs."""
    codes = codes_of(letters)
    at, world = spots(codes, TRIGGERS), spots(codes, _WORLD)
    if not len(at) or not len(world):
        return at[:0]
    sentence = np.cumsum(codes == ord("\n"))
    held = np.zeros(int(sentence[-1]) + 1, dtype=bool)
    held[sentence[world]] = True
    at = at[held[sentence[at]]]
    behind = world[np.minimum(np.searchsorted(world, at), len(world) - 1)]
    before = world[np.maximum(np.searchsorted(world, at) - 1, 0)]
    near: Ints = at[np.minimum(np.abs(behind - at), np.abs(at - before)) <= 4 * REACH]
    return near


def _around(quotes: Sequence[Quote], start: Ints) -> list[Quote | None]:
    """Return the quotation around each of these ascending offsets: the first that has not ended, if it has begun."""
    ordered = sorted(quotes, key=attrgetter("start"))
    if not ordered:
        return [None] * len(start)
    begins, ends = np.array([*map(attrgetter("start", "end"), ordered)]).T
    open_ = np.searchsorted(np.maximum.accumulate(ends), start, side="right")
    begun = np.append(begins, np.iinfo(np.int64).max)[open_] <= start
    found: list[Quote | None] = [None] * len(start)
    for n in np.flatnonzero(begun).tolist():
        found[n] = ordered[open_[n]]
    return found


def _senses(ground: Ground, at: Ints) -> tuple[Ints, list[Sense | None]]:
    """Return these tape positions without the bare roots that are no verbs there, and the sense of each word."""
    keys = np.asarray(ground.tape.ref)[at] * 256 + codes_of(ground.letters)[at]
    readings, which = np.unique(keys, return_inverse=True)
    words = [_word(ground.scan.lexicon, reading >> 8, chr(reading & 255)) for reading in readings.tolist()]
    sure = [word.sure for word in words]
    senses = list(map(sure.__getitem__, which.tolist()))
    is_one = np.ones(len(at), dtype=bool)
    for k in np.flatnonzero(np.array([one is None for one in sure], dtype=bool)[which]).tolist():
        word = words[which[k]]
        senses[k] = word.senses.get(_voice(ground, int(at[k]), word))
        is_one[k] = senses[k] is not None
    return at[is_one], list(compress(senses, is_one.tolist()))


@functools.lru_cache(maxsize=8192)
def _word(lexicon: Lexicon, reading: int, letter: str) -> Word:
    """Return what a word may be that the tape shows as this letter: a participle or a noun has to be looked at."""
    entries = {entry.kind: entry for entry in reversed(lexicon.readings[reading])}
    own = entries[_KINDS[letter]]
    if letter == "q" and not _with_etre(lexicon, reading):
        return Word({voice: _sense(own, voice) for voice in ("active", "passive")}, None)
    sense = _sense(own, _VOICES.get(letter, "active"))
    if letter in "vj" and "noun" in entries:
        return Word({"active": sense, "noun": _sense(entries["noun"], "noun")}, None)
    return Word({"active": sense}, None if letter == "u" else sense)


def _sense(entry: Entry, voice: str) -> Sense:
    row = entry.data
    return Sense(entry, row.get("act") or "", sides(row, voice), voice, row.get("mode") or None, row.get("tense") or "")


def _with_etre(lexicon: Lexicon, reading: int) -> bool:
    """Is it a French verb of being, not having?"""
    if lexicon.language != "fr":
        return False
    lemmas = {e.data.get("form", "").split(" ")[0] for e in lexicon.readings[reading]}
    return not lemmas.isdisjoint(section("fr", "events")["with_etre"])


def _voice(ground: Ground, n: int, word: Word) -> str:
    """Return the voice of a word that has to be looked at, blank for none."""
    letters = ground.letters
    if letters[n] == "q":
        is_passive = _PASSIVE.search(letters, max(0, n - 4), n) or letters[n + 1 : n + 2] == "B"
        # French has no participle alone but "les soldats tués", or one that shares its auxiliary
        alone = ground.language == "fr" and not _AUXILIARY.search(letters, max(0, n - 5), n)
        return "passive" if is_passive or alone else "active"
    if letters[n] == "u":
        sentence = ground.scan.stretches[int(ground.scan.sentence[ground.tape.first[n]])]
        return "active" if sentence.zone == "headline" else ""
    return "noun" if _is_noun(ground, n) else "active"


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
