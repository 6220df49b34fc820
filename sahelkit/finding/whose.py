"""Whose people a number counts, and how that was found (`actor_basis`).

noun: the name by the noun ("tentara Mali", "12 VDP"); possessive: -nya, its, ses and the clause's subject; unit: the
force that is so strong; clause: for troops, the one the clause is about; speaker: "we have sent 200 men"; whole: what
the number is a part of or goes on from. Several names joined ("Senegal and Mauritania") are nobody's in particular:
missing. A person's troops are the state's.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sahelkit.finding.counts import Count
from sahelkit.finding.nouns import Ground, sentence_at
from sahelkit.finding.rows import Mention, Quote
from sahelkit.lexicons.build import Lexicon

_BESIDE = re.compile(r"[OyGm'\]U]{0,4}(?:(f)|g)?[y'\]]?([AS])")
_OWN = re.compile(r"Z[hwl]{0,2}$")
_NAME = re.compile("A")
_OPENS = re.compile(r"[\n;:Tb<]")
_ALONG = re.compile(r"(?:,&?|&)[wytGOZ'\]l]{0,4}[AS]")
_HAS = re.compile(r"AHh?$")
_STRENGTH = re.compile(r"J[wh]{0,2}$")
_MARKS = ("“", '"', "«", "‘")
_NESTED = 4  # a quotation inside a reported clause: how many to look back through
_BEFORE = re.compile(r"[AS][wytGOZ'\]l]{0,4}(?:,&?|&)[wytGOZ'\]l]{0,4}$")


class Sayings(NamedTuple):
    """Quotations in order of where they begin."""

    starts: Sequence[int]
    quotes: Sequence[Quote]

    def at(self, offset: int) -> Quote | None:
        """Return the innermost quotation around `offset`."""
        last = bisect.bisect_right(self.starts, offset) - 1
        for n in range(last, max(-1, last - _NESTED), -1):
            if offset < self.quotes[n].end:
                return self.quotes[n]
        return None


@functools.lru_cache(maxsize=12)
def states_of(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the state's actor id for each ISO 3166-1 alpha-3 code."""
    return {a.country: a.actor_id for a in lexicon.actors.values() if a.actor_type == "state" and a.country}


def whose(
    ground: Ground, count: Count, sayings: Sayings, states: Mapping[str, str], earlier: Mapping[int, str | None]
) -> tuple[str | None, str | None]:
    """Return (actor_id, basis) of one count; `earlier` holds the answers for the counts before it, by position."""
    named = _named(ground, count)
    if named is not None:
        return _people_of(ground, named, states), "noun"
    giver = earlier.get(count.whole if count.whole is not None else count.like if count.like is not None else -1)
    if giver and (count.noun is None or count.whole is not None):
        return giver, "whole"
    letters, n = ground.tape.letters, count.at
    owned = "Z" in letters[n + 1 : count.noun or n + 1] or (
        "Z" in letters[max(0, n - 4) : n] and _OWN.search(letters, max(0, n - 4), n)
    )
    clipped = count.noun is not None and count.noun > n and ground.scan.clip[ground.tape.last[count.noun]]
    if count.kind != "troops" and not owned and not clipped:
        return None, None
    subject, basis = _subject(ground, count, sayings, states)
    if subject is None:
        return None, None
    return subject, "possessive" if owned or clipped else basis


def _named(ground: Ground, count: Count) -> Mention | None:
    """The name that belongs to the noun: on it, between number and noun, or behind it."""
    letters, refs = ground.tape.letters, ground.tape.ref
    if count.noun is None:
        compared = count.rule == "figures.compared"
        has = _HAS.search(letters, max(0, count.at - 3), count.at) if compared else None
        return ground.mentions[refs[has.start()]] if has else None
    for p in range(count.at + 1, count.noun + 1):
        if letters[p] in "AS":
            return ground.mentions[refs[p]]
    behind = max(count.noun + 1, count.end - 1) if count.noun > count.at else count.noun + 1
    beside = _BESIDE.match(letters, behind) or _BESIDE.match(letters, count.noun + 1)
    if beside is None:
        return None
    at = beside.start(2)
    between = letters[count.noun + 1 : at]
    # "menarik 300 tentara dari Mali" leaves Mali; "soldiers from Chad were killed" names their state.
    if letters[at] == "S" and (("f" in between and count.kind == "troops") or "O" in between):
        return None
    return ground.mentions[refs[at]]


def _people_of(ground: Ground, mention: Mention, states: Mapping[str, str]) -> str | None:
    if mention.actor_type == "person":
        return states.get(mention.country or "")
    return mention.actor_id


def _subject(
    ground: Ground, count: Count, sayings: Sayings, states: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """The force just named for a strength, else the one the clause is about, else the sentence before's."""
    letters, n = ground.tape.letters, count.at
    sentence, _ = sentence_at(letters, n)
    clause = max((m.end() for m in _OPENS.finditer(letters, sentence, n)), default=sentence)
    before, _ = sentence_at(letters, max(0, sentence - 1))
    is_unit = bool(_STRENGTH.search(letters, max(0, n - 4), n))
    said = sayings.at(ground.quantities[ground.tape.ref[n]].start)
    if said is not None and not is_unit and "M" in letters[clause:n] and said.speaker_id:
        speaker = ground.scan.lexicon.actors.get(said.speaker_id)
        is_person = speaker is not None and speaker.actor_type == "person"
        return (states.get(speaker.country or "") if speaker and is_person else said.speaker_id), "speaker"
    regions = [(sentence, n, -1)] if is_unit else [(clause, n, 1), (sentence, clause, -1)]
    regions.append((before, max(before, sentence - 1), -1 if is_unit else 1))
    spots = [p for low, high, step in regions for p in _names(letters, low, high)[::step]]
    if said is not None and said.kind == "direct":
        # "Wagner is here," … "They number …": they are whom the speaker named, never the speaker's own house.
        inside = [p for p in spots if _is_said(ground, p, said, sayings)]
        spots = inside or [p for p in spots if ground.mentions[ground.tape.ref[p]].actor_id != said.speaker_id]
    if not spots or _is_joined(letters, spots[0]):
        return None, None
    owner = _people_of(ground, ground.mentions[ground.tape.ref[spots[0]]], states)
    return owner, "unit" if is_unit else "clause"


def _names(letters: str, low: int, high: int) -> list[int]:
    return [match.start() for match in _NAME.finditer(letters, low, high)] if low < high else []


def _is_joined(letters: str, p: int) -> bool:
    return bool(_ALONG.match(letters, p + 1) or _BEFORE.search(letters, max(0, p - 12), p))


def _is_said(ground: Ground, p: int, said: Quote, sayings: Sayings) -> bool:
    """Is the name at p inside words of the same speaker?"""
    start = ground.mentions[ground.tape.ref[p]].start
    other = sayings.at(start)
    return (other is not None and other.speaker_id == said.speaker_id) or ground.scan.text[start - 1 : start] in _MARKS
