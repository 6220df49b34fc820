"""Whose people a number counts, and how that was found (`actor_basis`).

noun: the name by the noun ("tentara Mali", "12 VDP"); possessive: -nya, its, ses and the clause's subject; unit: the
force that is so strong; clause: for troops, the one the clause is about; speaker: "we have sent 200 men"; whole: what
the number is a part of or goes on from. Several names joined ("Senegal and Mauritania") are nobody's in particular:
missing. A person's troops are the state's.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from sahelkit.finding.counts import Count
from sahelkit.finding.nouns import Ground, sentence_at
from sahelkit.finding.rows import Mention, Quote
from sahelkit.finding.scan import Ints
from sahelkit.lexicons.build import Lexicon

_BESIDE = re.compile(r"[OyGm'\]U]{0,4}(?:(f)|g)?[y'\]]?([AS])")
_OWN = re.compile(r"Z[hwl]{0,2}$")
_NAME = re.compile("A")
_NAMED = re.compile("[AS]")
_OPENS = re.compile(r"[\n;:Tb<]")
_ALONG = re.compile(r"(?:,&?|&)[wytGOZ'\]l]{0,4}[AS]")
_HAS = re.compile(r"AHh?$")
_STRENGTH = re.compile(r"J[wh]{0,2}$")
_MARKS = ("“", '"', "«", "‘")
_START, _END = attrgetter("start"), attrgetter("end")
_NESTED = 4  # a quotation inside a reported clause: how many to look back through
_BEFORE = re.compile(r"[AS][wytGOZ'\]l]{0,4}(?:,&?|&)[wytGOZ'\]l]{0,4}$")
Owner = tuple[str | None, str | None]  # the actor's id, and how it was found
_NOBODY: Owner = (None, None)


class Sayings(NamedTuple):
    """Quotations in order of where they begin."""

    starts: Ints
    ends: Ints
    quotes: Sequence[Quote]

    def around(self, offsets: Sequence[int]) -> list[Quote | None]:
        """Return the innermost quotation around each offset."""
        last = np.searchsorted(self.starts, offsets, side="right") - 1
        found = np.full(len(last), -1)
        for n in (last - back for back in range(_NESTED if self.quotes else 0)):
            found = np.where((found < 0) & (n >= 0) & (self.ends[np.maximum(n, 0)] > offsets), n, found)
        return [self.quotes[n] if n >= 0 else None for n in found.tolist()]


def sayings_of(quotes: Sequence[Quote]) -> Sayings:
    """Put quotations in order."""
    ordered = sorted(sorted(quotes, key=_END, reverse=True), key=_START)
    starts, ends = (np.fromiter(map(side, ordered), np.int64) for side in (_START, _END))
    return Sayings(starts, ends, ordered)


@functools.lru_cache(maxsize=12)
def states_of(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the state's actor id for each ISO 3166-1 alpha-3 code."""
    return {a.country: a.actor_id for a in lexicon.actors.values() if a.actor_type == "state" and a.country}


def whose(ground: Ground, count: Count, said: Quote | None, sayings: Sayings, earlier: Mapping[int, Owner]) -> Owner:
    """Return whose people one count has.

    `said` is the quotation around it; `earlier` holds the answers for the counts before it, by position.
    """
    noun, letters, n = count.noun, ground.tape.letters, count.at
    named = _compared(ground, count) if noun is None else _named(ground, count, noun)
    if named is not None:
        return _people_of(ground, named), "noun"
    other = count.like if count.whole is None else count.whole
    giver = earlier.get(other, _NOBODY)[0] if other is not None else None
    if giver and (noun is None or count.whole is not None):
        return giver, "whole"
    owned = "Z" in letters[n + 1 : noun or n + 1] or _OWN.search(letters, max(0, n - 4), n) is not None
    if not owned and noun is not None and noun > n:
        owned = ground.scan.clip[ground.tape.last[noun]] > 0
    if count.kind != "troops" and not owned:
        return _NOBODY
    subject, basis = _subject(ground, count, said, sayings)
    if subject is None:
        return _NOBODY
    return subject, "possessive" if owned else basis


def _compared(ground: Ground, count: Count) -> Mention | None:
    """The name before a number that stands against another's: "... while Chad has 300"."""
    if count.rule != "figures.compared":
        return None
    has = _HAS.search(ground.tape.letters, max(0, count.at - 3), count.at)
    return ground.mentions[ground.tape.ref[has.start()]] if has else None


def _named(ground: Ground, count: Count, noun: int) -> Mention | None:
    """The name that belongs to the noun: on it, between number and noun, or behind it."""
    letters, refs = ground.tape.letters, ground.tape.ref
    inside = _NAMED.search(letters, count.at + 1, noun + 1)
    if inside:
        return ground.mentions[refs[inside.start()]]
    beside = _BESIDE.match(letters, count.end - 1) if count.end - 1 > noun > count.at else None
    beside = beside or _BESIDE.match(letters, noun + 1)
    if beside is None:
        return None
    at = beside.start(2)
    between = letters[noun + 1 : at]
    # "menarik 300 tentara dari Mali" leaves Mali; "soldiers from Chad were killed" names their state.
    if letters[at] == "S" and (("f" in between and count.kind == "troops") or "O" in between):
        return None
    return ground.mentions[refs[at]]


def _people_of(ground: Ground, mention: Mention) -> str | None:
    if mention.actor_type == "person":
        return states_of(ground.scan.lexicon).get(mention.country or "")
    return mention.actor_id


def _subject(ground: Ground, count: Count, said: Quote | None, sayings: Sayings) -> Owner:
    """The force just named for a strength, else the one the clause is about, else the sentence before's."""
    letters, n = ground.tape.letters, count.at
    sentence, _ = sentence_at(letters, n)
    clause = max((m.end() for m in _OPENS.finditer(letters, sentence, n)), default=sentence)
    before, _ = sentence_at(letters, max(0, sentence - 1))
    is_unit = bool(_STRENGTH.search(letters, max(0, n - 4), n))
    if said is not None and not is_unit and "M" in letters[clause:n] and said.speaker_id:
        return _speakers(ground.scan.lexicon, said.speaker_id), "speaker"
    regions = [(sentence, n, -1)] if is_unit else [(clause, n, 1), (sentence, clause, -1)]
    regions.append((before, max(before, sentence - 1), -1 if is_unit else 1))
    spots = [p for low, high, step in regions for p in _names(letters, low, high)[::step]]
    if said is not None and said.kind == "direct":
        spots = _spoken_of(ground, spots, said, sayings)
    if not spots or _is_joined(letters, spots[0]):
        return _NOBODY
    return _people_of(ground, ground.mentions[ground.tape.ref[spots[0]]]), "unit" if is_unit else "clause"


def _speakers(lexicon: Lexicon, speaker_id: str) -> str | None:
    """Whom a speaker calls "our men": the speaker's house, of a person the state."""
    speaker = lexicon.actors.get(speaker_id)
    if speaker is None or speaker.actor_type != "person":
        return speaker_id
    return states_of(lexicon).get(speaker.country or "")


def _spoken_of(ground: Ground, spots: Sequence[int], said: Quote, sayings: Sayings) -> list[int]:
    """ "Wagner is here," … "They number …": they are whom the speaker named, never the speaker's own house."""
    names = [ground.mentions[ground.tape.ref[p]] for p in spots]
    around = sayings.around([name.start for name in names])
    inside = [
        p
        for p, name, other in zip(spots, names, around, strict=True)
        if (other is not None and other.speaker_id == said.speaker_id)
        or ground.scan.text[name.start - 1 : name.start] in _MARKS
    ]
    return inside or [p for p, name in zip(spots, names, strict=True) if name.actor_id != said.speaker_id]


def _names(letters: str, low: int, high: int) -> list[int]:
    return [match.start() for match in _NAME.finditer(letters, low, high)] if low < high else []


def _is_joined(letters: str, p: int) -> bool:
    return bool(_ALONG.match(letters, p + 1) or _BEFORE.search(letters, max(0, p - 12), p))
