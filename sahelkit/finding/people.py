"""Whom a position of the events' tape means: names, nouns for people, pronouns, and whose people they are.

A noun for people is its owner's (tentara Mali, its troops), or a generic side where nobody is named (civilians,
gunmen). The army and the government without a name are those of the state named last; the police those of the place.
Pronouns and -nya lead to the subject named last. Where nothing fits, nobody is meant.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from sahelkit.finding.clauses import REACH
from sahelkit.finding.rows import Mention, Side
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape
from sahelkit.finding.ways import Ways, ways_of
from sahelkit.lexicons.build import Entry, Lexicon
from sahelkit.lexicons.tables import section

NOBODY = Side(None, None, None, None, None)
_GENERIC = dict.fromkeys(("CVL", "REF", "EDU", "MED", "AGR", "LAB", "REL"), "civilians") | {
    "UAF": "unidentified_armed_group", "REB": "unidentified_armed_group", "JRN": "journalists",
}  # fmt: skip
_OF_STATE = ("GOV", "MIL")  # "the army", "pemerintah": the army and government of the state last named
_KEPT = ("CVL", "REF", "JRN", "EDU", "MED", "AGR", "LAB", "REL")  # Malian civilians are civilians, not Mali
_OF_NOBODY = ("REB", "UAF", "PRM")
_CROWD = ("protester", "demonstrator")
_PLACE = re.compile("[PQ]")
_TITLED = re.compile(r"[AP]t{0,2}(H)")
_ONWARD = re.compile(
    r"[Ggtrkw]?(?:[-/&]|,&|,(?=[gtrkGyOim]{0,3}[AHP],?[gtrkGyOim]{0,3}[AHP]?,?&))[gtrkGyOim]{0,3}([AHP])"
)
_OWNER_BEHIND = re.compile(r"[gGtrkw]{0,2}[Oim]?y?g?([AP])")
_PEOPLE, _FREE, _NAMED = re.compile("[Gg]"), re.compile("s"), re.compile("[AP]")


class Ground(NamedTuple):
    """What the search for sides looks at; `meant` keeps whom a position was found to mean, since many ask for it."""

    scan: Scan
    tape: Tape
    mentions: Sequence[Mention]
    letters: str
    language: str
    ways: Ways
    meant: dict[int, list[Side]]


def ground_of(scan: Scan, tape: Tape, mentions: Sequence[Mention]) -> Ground:
    """Return the ground of a batch whose positions nobody has asked about."""
    language = scan.lexicon.language

    def is_kept(n: int) -> bool:
        return scan.entries(tape.ref[n])[0].data.get("sector") in _KEPT

    ways = ways_of(tape.letters, is_kept, is_before=language == "en")
    return Ground(scan, tape, mentions, tape.letters, language, ways, {})


def side_at(ground: Ground, n: int, basis: str | None = None) -> list[Side]:
    """Return whom tape position n means; empty where it names nobody. A pronoun for several gives them all.

    `basis` notes how it was found, unless a pronoun or an owner led on from there.
    """
    if ground.letters[n] in "AHP":
        mention = ground.mentions[ground.tape.ref[n]]
        text = ground.scan.text[mention.start : mention.end]
        return [Side(mention.actor_id, text, mention.country, mention.sector, mention.start, basis)]
    known = ground.meant.get(n)
    if known is None:
        known = ground.meant[n] = _meant(ground, n)
    return [s if s.basis else on_basis(s, basis) for s in known] if known and basis else known


def means_anybody(ground: Ground, n: int) -> bool:
    """Does tape position n name anybody?"""
    return ground.letters[n] in "AHP" or bool(side_at(ground, n))


def _meant(ground: Ground, n: int) -> list[Side]:
    """Return whom a position without a name means: a pronoun, or a noun for people."""
    letter = ground.letters[n]
    if letter == "I":
        several = any(e.kind == "group_pronoun" for e in ground.scan.entries(ground.tape.ref[n]))
        found = [on_basis(s, "pronoun") for s in _antecedent(ground, n)]
        return found if several else found[:1]
    if letter in "YL":
        last = _last_named(ground, n, ("state",) if letter == "Y" else ("igo", "bloc"))
        return [on_basis(s, "pronoun") for s in last]
    return _generic(ground, n) if letter in "Gg" else []


def on_basis(side: Side, basis: str) -> Side:
    """Return a side with another note of how it was found."""
    return Side(side.actor_id, side.text, side.country, side.sector, side.start, basis)


def _generic(ground: Ground, n: int) -> list[Side]:
    """A noun for people: whose they are (pasukannya), or who they are where nobody is named (civilians)."""
    scan, tape = ground.scan, ground.tape
    entry: Entry = scan.entries(tape.ref[n])[0]
    sector = entry.data.get("sector") or None
    owner = owner_of(ground, n)
    if owner is not None and ground.letters[owner] == "P":
        nobodys = sector in _OF_NOBODY or (entry.kind == "people" and not sector)
        owner = None if nobodys else owner  # "cette milice au Mali", "12 people in Mali" are not Mali's
    if owner is not None and sector not in _KEPT:
        return sides_at(ground, onward(ground.letters, owner, owner + 12))
    if scan.clip[tape.last[n]] or (ground.letters[n - 1] == "y" and _is_owned(ground, n)):
        return [on_basis(s, "owner") for s in _antecedent(ground, n)]
    actor_id = "protesters" if entry.key in _CROWD else _GENERIC.get("UAF" if entry.key == "militia" else sector or "")
    if actor_id is None and sector not in _OF_STATE and sector != "COP":
        return []
    start, end = int(scan.start[tape.first[n]]), int(scan.end[tape.last[n]])
    if sector in _OF_STATE:
        state = _with_people(ground, n) or _last_named(ground, n, ("state",))
        if not state and (here := _state_of_place(ground, n)):
            state = [Side(here, None, None, None, None, "place")]  # "gunmen killed 11 soldiers in Niger"
        state = state or ([] if _qualifies(ground, entry) else [NOBODY])
        text = scan.text[start:end]
        return [Side(s.actor_id, text, s.country, sector, start, s.basis or "owner") for s in state]
    if sector == "COP":
        here = _state_of_place(ground, n)
        return [Side(here, scan.text[start:end], None, sector, start)] if here else []
    country = ground.mentions[tape.ref[owner]].country if owner is not None else None
    return [Side(actor_id, scan.text[start:end], country, sector, start)] if actor_id else []


def _qualifies(ground: Ground, entry: Entry) -> bool:
    """Is it a word that also only qualifies: pangkalan militer, a military base?"""
    return entry.form in section(ground.language, "words")["qualifier"]


def _is_owned(ground: Ground, n: int) -> bool:
    """Is the article before the noun at n "its", "leur"?"""
    return n > 0 and any(e.kind == "owned" for e in ground.scan.entries(ground.tape.ref[n - 1]))


def _state_of_place(ground: Ground, n: int) -> str | None:
    """Return the state of the place named nearest around n: whose police "the police" are."""
    letters, reach = ground.letters, (max(0, n - REACH), n + REACH)
    before = max(letters.rfind("P", reach[0], n), letters.rfind("Q", reach[0], n))
    behind = _PLACE.search(letters, n, reach[1])
    near = [before] if before >= 0 else []
    near += [behind.start()] if behind else []
    for p in sorted(near, key=lambda p: abs(p - n)):
        if "\n\n" not in letters[min(p, n) : max(p, n)]:  # of this article
            mention = ground.mentions[ground.tape.ref[p]]
            is_state = mention.actor_type == "state"
            return mention.actor_id if is_state else states(ground.scan.lexicon).get(mention.country)
    return None


@functools.lru_cache(maxsize=12)
def states(lexicon: Lexicon) -> Mapping[str | None, str]:
    """Return the id of the state that a country code stands for."""
    pairs = [(a.country, a.actor_id) for a in lexicon.actors.values() if a.actor_type == "state"]
    return MappingProxyType(dict(reversed(pairs)))  # the first of several


def crowd(ground: Ground, n: int, lo: int) -> list[Side]:
    """Return the people before n as protesters: "ribuan orang turun ke jalan"."""
    scan, tape = ground.scan, ground.tape
    for p in range(n - 1, max(lo, n - 12) - 1, -1):
        if ground.letters[p] == "G" and scan.entries(tape.ref[p])[0].kind == "people":
            start, end = int(scan.start[tape.first[p]]), int(scan.end[tape.last[p]])
            return [Side("protesters", scan.text[start:end], None, "CVL", start)]
    return []


def owner_of(ground: Ground, n: int) -> int | None:
    """Return the name whose people the noun at n is: tentara Mali, Malian soldiers, the junta in Niger."""
    letters = ground.letters
    if letters[n] not in "Gg":
        return None
    behind = _OWNER_BEHIND.match(letters, n + 1)
    if behind and (letters[behind.start(1)] == "A" or "i" in behind.group()):
        return behind.start(1)
    return n - 1 if letters[n - 1 : n] == "A" and ground.language == "en" else None


def _antecedent(ground: Ground, n: int) -> list[Side]:
    """Return the subject that a pronoun at n takes up: of its own sentence, else of the one before."""
    letters = ground.letters
    opening = letters.rfind("\n", max(0, n - REACH), n) + 1 or max(0, n - REACH)
    before = letters.rfind("\n", max(0, opening - REACH), max(0, opening - 1)) + 1 or max(0, opening - REACH)
    for lo, hi in ((opening, n), (before, max(before, opening - 1))):
        for match in _FREE.finditer(ground.ways.doers, lo, hi):
            found = named_at(ground, match.start(), hi) if letters[match.start()] in "AHG" else []
            if found:
                return found
    return []


def _with_people(ground: Ground, n: int) -> list[Side]:
    """Return the state last named with an army or government of its own: "the army" after "the Malian junta"."""
    for p in _back(_PEOPLE, ground.letters, _sentence_before(ground.letters, n), n):
        owner = owner_of(ground, p)
        if owner is not None and owner < n and ground.mentions[ground.tape.ref[owner]].actor_type == "state":
            sector = ground.scan.entries(ground.tape.ref[p])[0].data.get("sector")
            if sector in _OF_STATE:
                return side_at(ground, owner)
    return []


def _last_named(ground: Ground, n: int, types: Sequence[str]) -> list[Side]:
    """Return the last state (that country, the army) or organisation (the bloc) named before n, a sentence back."""
    for p in _back(_NAMED, ground.letters, _sentence_before(ground.letters, n), n):
        if ground.mentions[ground.tape.ref[p]].actor_type in types:
            return side_at(ground, p)
    return []


def _sentence_before(letters: str, n: int) -> int:
    """Return where the sentence before that of n begins, or how far one looks back."""
    opening = letters.rfind("\n", max(0, n - REACH), n)
    floor = letters.rfind("\n", max(0, opening - REACH), max(0, opening)) if opening >= 0 else n - REACH
    return max(floor, n - 2 * REACH, -1) + 1


def _back(letter: re.Pattern[str], letters: str, lo: int, n: int) -> list[int]:
    """Return the positions of a letter, from n back."""
    return [match.start() for match in letter.finditer(letters, lo, n)][::-1]


def sides_at(ground: Ground, positions: Sequence[int], basis: str | None = None) -> list[Side]:
    """Return whom these positions mean, nobody twice."""
    if len(positions) == 1:
        return side_at(ground, positions[0], basis)
    found = [s for p in positions for s in side_at(ground, p, basis)]
    return [s for k, s in enumerate(found) if s.actor_id not in {t.actor_id for t in found[:k]}]


def named_at(ground: Ground, n: int, hi: int, basis: str | None = None) -> list[Side]:
    """Return whom tape position n means, with the names joined behind it, or the person whom it only qualifies."""
    letters = ground.letters
    if letters[n + 1] not in "HGgtrkw-/&,":
        return side_at(ground, n, basis)
    return sides_at(ground, onward(letters, headed(letters, n), hi), basis)


def onward(letters: str, n: int, hi: int) -> list[int]:
    """Return n and the names joined behind it."""
    found = [n]
    while letters[found[-1]] in "AHP" and letters[found[-1] + 1] in "Ggtrkw-/&,":
        match = _ONWARD.match(letters, found[-1] + 1, hi)
        if not match:
            break
        found.append(match.start(1))
    return found


def headed(letters: str, n: int) -> int:
    """Return the person that a state only qualifies: "Menteri Luar Negeri Rusia Sergey Lavrov" is Lavrov."""
    titled = _TITLED.match(letters, n) if letters[n + 1 : n + 2] in ("t", "H") else None
    return titled.start(1) if titled else n
