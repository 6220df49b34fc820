"""Who does it and to whom: the sides of a trigger, from voice, order and prepositions.

Active verbs have their source before them and their target behind; passives the other way round, with "by". Nouns
take what follows them. Pronouns and -nya lead to the last fitting actor. Where nobody is named, people and armed
groups stand as generic sides; where nothing fits, the side is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sahelkit.finding.clauses import Clause
from sahelkit.finding.rows import Mention, Side
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape
from sahelkit.lexicons.build import Entry

NOBODY = Side(None, None, None, None, None)
_GENERIC = {
    "UAF": "unidentified_armed_group", "REB": "unidentified_armed_group", "CVL": "civilians", "REF": "civilians",
    "JRN": "journalists",
}  # fmt: skip
_OF_STATE = ("GOV", "MIL", "COP")  # "the army", "pemerintah": the army and government of the state last named
# A preposition before the name; "of" only where no agent word stands before it (les hommes de Wagner).
_GOVERNED = re.compile(r"(?:[Bcadomi]|(?<![Ggtrk])O)[gtrkGyw'#]{0,3}$")
_APPOSED = re.compile(r"([AH]),[^,\n]{1,12},[wFNeh]{0,3}$")
_RELATIVE = re.compile(r"[AHPG][wD#]{0,2},?R[wNFehD]{0,4}$")
_TITLED = re.compile(r"[AP]t{0,2}(H)")
_JOINED = re.compile(r"[AH][GgtrkywO']{0,3}(?:[-/&]|,&?)[gtrkGyO]{0,3}$")
_PREPOSITIONS = {"to": "od", "from": "m", "with": "c", "against": "ac", "in": "io", "by": "B", "of": "O"}


class Ground(NamedTuple):
    """What the search for sides looks at."""

    scan: Scan
    tape: Tape
    mentions: Sequence[Mention]


def side_at(ground: Ground, n: int, before: int | None = None) -> Side | None:
    """Return the side that stands at tape position n; None where it names nobody.

    `before` is the position to count back from when the words lead back to somebody (pasukannya, dia).
    """
    letter = ground.tape.letters[n]
    if letter in "AHPQ":
        mention = ground.mentions[ground.tape.ref[n]]
        if letter == "Q":
            return None
        return Side(mention.actor_id, _words(ground, n), mention.country, mention.sector, mention.start)
    if letter == "I":
        return last_actor(ground, n)
    if letter == "Y":
        return _last_state(ground, n)
    return _generic(ground, n) if letter in "Gg" else None


def _words(ground: Ground, n: int) -> str:
    mention = ground.mentions[ground.tape.ref[n]]
    return ground.scan.text[mention.start : mention.end]


def _generic(ground: Ground, n: int) -> Side | None:
    """A noun for people: whose they are (pasukannya), or who they are where nobody is named (civilians)."""
    scan, tape = ground.scan, ground.tape
    entry: Entry = scan.entries(tape.ref[n])[0]
    if scan.clip[tape.last[n]]:
        return last_actor(ground, n)
    sector = entry.data.get("sector") or None
    start, end = int(scan.start[tape.first[n]]), int(scan.end[tape.last[n]])
    if sector in _OF_STATE:
        state = _last_state(ground, n)
        return state and state._replace(text=scan.text[start:end], sector=sector, start=start)
    actor_id = "protesters" if entry.key in ("protester", "demonstrator") else _GENERIC.get(sector or "")
    if actor_id is None:
        return None
    beside = [m for m in (n + 1, n - 1) if tape.letters[m : m + 1] == "A"]
    country = ground.mentions[tape.ref[beside[0]]].country if beside else None
    return Side(actor_id, scan.text[start:end], country, sector, start)


def last_actor(ground: Ground, n: int) -> Side | None:
    """Return the last actor named before position n in its sentence, else in the sentence before."""
    letters = ground.tape.letters
    floor = letters.rfind("\n", 0, max(0, letters.rfind("\n", 0, n)))
    for p in range(n - 1, floor, -1):
        if letters[p] in "AH" and not _GOVERNED.search(letters, max(0, p - 4), p):
            return side_at(ground, p)
    return None


def _last_state(ground: Ground, n: int) -> Side | None:
    """Return the state that "negara itu" means: the last one named that is not the first of this sentence."""
    letters = ground.tape.letters
    opening = letters.rfind("\n", 0, n)
    floor = letters.rfind("\n", 0, max(0, opening))
    states = [
        p
        for p in range(floor + 1, n)
        if letters[p] in "AP" and ground.mentions[ground.tape.ref[p]].actor_type == "state"
    ]
    return side_at(ground, states[-1]) if states else None


def _belongs(letters: str, n: int) -> bool:
    """Is the noun at n only the agent word of the name beside it (tentara Mali, Malian soldiers)?"""
    return letters[n] in "Gg" and (letters[n + 1 : n + 2] in ("A", "H") or letters[n - 1 : n] == "A")


def subject(ground: Ground, n: int, clause: Clause, *, near: bool = False) -> list[Side]:
    """Return who stands before the trigger as its subject, joined names as several; `near`: not beyond a comma."""
    letters = ground.tape.letters
    if near:
        clause = clause._replace(lo=max(clause.lo, letters.rfind(",", clause.lo, n) + 1))
    apposed = _APPOSED.search(letters, clause.lo, n)
    if apposed:
        return _sides(ground, [apposed.start(1)])
    relative = _RELATIVE.search(letters, clause.lo, n)
    if relative:
        return _sides(ground, _joined(letters, relative.start(), clause.lo))
    for p in range(n - 1, clause.lo - 1, -1):
        if (
            letters[p] in "AHGIMg"
            and not _GOVERNED.search(letters, max(clause.lo, p - 4), p)
            and not _belongs_people(ground, p)
        ):
            found = _sides(ground, _joined(letters, p, clause.lo))
            if found:
                return found
    return []


def _belongs_people(ground: Ground, n: int) -> bool:
    if not _belongs(ground.tape.letters, n):
        return False
    return ground.scan.entries(ground.tape.ref[n])[0].data.get("sector") not in ("CVL", "REF", "JRN")


def _joined(letters: str, n: int, lo: int) -> list[int]:
    """Return n and the names joined to it: "Mali dan Niger", "AS/NATO-Rusia", "Prancis, Jerman, dan Italia"."""
    found = [n]
    while letters[found[-1]] in "AH":
        match = _JOINED.search(letters, lo, found[-1])
        if not match:
            break
        found.append(match.start())
    return found[::-1]


def _sides(ground: Ground, positions: Sequence[int]) -> list[Side]:
    found = [side_at(ground, p) for p in positions]
    return [s for s in found if s is not None]


def behind(ground: Ground, n: int, hi: int) -> list[Side]:
    """Return whom the trigger's object names: the first name or people behind it with no preposition before them."""
    letters = ground.tape.letters
    for p in range(n + 1, min(hi, n + 14)):
        if letters[p] in "vbRZ":
            break
        if (
            letters[p] in "AHPGY"
            and not _GOVERNED.search(letters, max(n + 1, p - 4), p)
            and not _belongs_people(ground, p)
        ):
            return _sides(ground, _onward(letters, _headed(letters, p), hi))
    return []


def _onward(letters: str, n: int, hi: int) -> list[int]:
    """Return n and the names joined behind it."""
    found = [n]
    while letters[found[-1]] in "AH":
        match = re.compile(r"[Ggtrkw]?(?:[-/&]|,&?)[gtrkGyO]{0,3}([AH])").match(letters, found[-1] + 1, hi)
        if not match:
            break
        found.append(match.start(1))
    return found


def after(ground: Ground, n: int, hi: int, role: str) -> list[Side]:
    """Return who stands behind a preposition of `role` (to, from, with, against, in, by) after the trigger."""
    letters = ground.tape.letters
    for match in re.compile(rf"[{_PREPOSITIONS[role]}][gtrkGyw']{{0,4}}?([AHPGY])").finditer(letters, n + 1, hi):
        p = match.start(1)
        if not _belongs_people(ground, p):
            return _sides(ground, _onward(letters, _headed(letters, p), hi))
    return []


def _headed(letters: str, n: int) -> int:
    """Return the person that a state only qualifies: "Menteri Luar Negeri Rusia Sergey Lavrov" is Lavrov."""
    titled = _TITLED.match(letters, n)
    return titled.start(1) if titled else n


def names_behind(ground: Ground, n: int, hi: int) -> bool:
    """Is anybody, any people or any place named behind the trigger?"""
    return any(letter in "AHPQGY" for letter in ground.tape.letters[n + 1 : hi])
