"""Who does it and to whom: the people and names that stand around a trigger.

A subject stands before its verb, an object behind it, everybody else behind a preposition. A name that a preposition
governs is no subject; what stands inside a relative clause belongs to that clause; verbs that are joined share the
subject of the first. Pronouns and -nya lead to the subject named last. Where nobody is named, people and armed groups
stand as generic sides; where nothing fits, the side is missing.
"""

from __future__ import annotations

import re

from sahelkit.finding.clauses import Clause
from sahelkit.finding.people import Ground, headed, is_agent, is_governed, onward, side_at, sides_at
from sahelkit.finding.rows import Side

_SOMEBODY, _NAMED = re.compile("[AHGIMgYL]"), re.compile("[AH]")
_GOVERNED_BUT_OF = re.compile(r"[Bcadomipf][gtrkGywV'#]{0,3}$|V[OyV]?$")
_APPOSED = re.compile(r"([AH]),[^,\n]{1,20},[wFNeh]{0,3}$")
_RELATIVE = re.compile(r"[AHPG][wD#]{0,2},?R[wNFehD]{0,4}$")
_WITH = re.compile(r"(?<=c)[AH][NFhe]{0,2}$")  # "dengan Kremlin menjanjikan bantuan"
# "broke off relations with Benin, and France withdrew": no list, since a verb stands on either side
_AND_NEW = re.compile(r"[vbq][^\n;:]{0,40}&[gtrky#]{0,3}([AH])[GhewNFD]{0,3}$")
_UNKNOWN_HEAD = re.compile(r"(?<![AHPG-])(?<![AHPG].)[Cwzn]D?,?R[wNFehD]{0,4}$")  # "intervensi yang menargetkan Niger"
_INSIDE = re.compile(r"([AHPG])[wD#]{0,2},?R[^R\n;]*[vbqju][^&\n]*$")
_WHOM = re.compile(r"([AHPG])[wD#]{0,2},?[RT][y']{0,2}$")
# "Tentara Mali dan kelompok Wagner", "Malian soldiers and five civilians"
_FIRST_LINK = re.compile(r"([AH])[GgtrkywO']{0,3}(?:[-/]|,?&|N)[gtrkGyO#]{0,3}w?$")
_NEXT_LINK = re.compile(r"([AH])[GgtrkywO']{0,3}[,/-][gtrkGyO]{0,3}$")
# "attacked Gao and France killed ...", "menyerang Diffa, kata Bazoum", "attacked Gao, Mali said"
_NEW_SUBJECT = re.compile(r"[&,][ygtrkGw]{0,3}[AHGP][hewNyD]{0,3}[vbqsS]|I[Fhle]|,(?:[hewyN]{0,3}[sS]|[he][wyN]{0,2}q)")
_TAIL = re.compile("[UWZ]|d(?=[vj])")  # "sanctions on Mali because of its ties to Wagner"
_CONTROL = re.compile(r"[^,&\n]{0,3}[do][wyN]{0,3}[vj]")  # "mendorong Mali untuk mengurangi …, melarang …"
_PREPOSITIONS = {"to": "od", "from": "m", "with": "c", "against": "ac", "in": "io", "by": "B", "of": "O"}
# à, au and aux stand for to and in, de and du for of and from
_FRENCH = _PREPOSITIONS | {"to": "odi", "from": "mO"}
_NAMED_AFTER = "[{}][gtrkyw'#]{{0,5}}?([AHPGYLgI])"
_GEN = {"id": re.compile(r"[gtrkw]{0,2}([AHGg])"), "en": re.compile(r"O[ygtrkw#]{0,3}([AHGg])"),
        "fr": re.compile(r"w?O[ygtrkw#']{0,3}(?:tO[y']{0,2})?([AHGg])|([A])")}  # fmt: skip
_BEFORE_NOUN = re.compile(r"([AHG])(?:['\]]w?)?[wk]?$")
_BETWEEN = re.compile(r"f[gtrkyw']{0,3}([AHPG])[^\n,;]{0,8}?&[gtrkyw']{0,3}([AHPG])")
_DE = re.compile(r"[mO]y?'?g?([AP])")
_AGENT_RIGHT_BEHIND = re.compile(r"[gtrk]{0,2}([AHG])")


def subject(ground: Ground, n: int, clause: Clause, *, near: bool = False) -> list[Side]:
    """Return who stands before the trigger as its subject, joined names as several; `near`: not beyond a comma."""
    letters = ground.tape.letters
    apposed = None if near else _APPOSED.search(letters, clause.lo, n)
    if apposed:
        return side_at(ground, apposed.start(1))
    relative = _RELATIVE.search(letters, clause.lo, n) or _WITH.search(letters, max(clause.lo, n - 6), n)
    if relative:
        return sides_at(ground, _joined(letters, relative.start(), clause.lo))
    if _UNKNOWN_HEAD.search(letters, clause.lo, n):
        return []
    new = _AND_NEW.search(letters, clause.lo, n)
    if new and is_governed(ground, _joined(letters, new.start(1), clause.lo)[0], clause.lo):
        return side_at(ground, new.start(1))
    verb_at = p = n
    for _ in range(3):  # past a relative clause, past the verbs that share a subject
        named = _before(ground, n, clause.lo)
        named = _owner_of_things(ground, n, clause.lo) if named is None else named
        if named is None:
            return []
        p = named
        inside = _INSIDE.search(letters, clause.lo, p)
        if inside:
            return sides_at(ground, _joined(letters, inside.start(1), clause.lo))
        verb = _finite_before(letters, clause.lo, p)
        finite = ground.language == "en" and letters[verb_at] in "vq"
        controlled = not finite and _CONTROL.match(letters, p + 1, n)
        if verb < 0 or not re.search("[&,]", letters[p + 1 : n]) or controlled:
            break
        n = verb
    if near and "," in letters[p:verb_at]:
        return []
    return sides_at(ground, _joined(letters, p, clause.lo))


def _before(ground: Ground, n: int, lo: int) -> int | None:
    """Return the nearest name or people before n that no preposition governs, themselves or the list they end."""
    letters = ground.tape.letters
    for p in [match.start() for match in _SOMEBODY.finditer(letters, lo, n)][::-1]:
        if is_governed(ground, p, lo) or is_agent(ground, p):
            continue
        first = _joined(letters, p, lo)[0]
        if not (first != p and is_governed(ground, first, lo)) and side_at(ground, p):
            return p
    return None


def _owner_of_things(ground: Ground, n: int, lo: int) -> int | None:
    """Return the name whose things do it where nobody else could: helicopters of the WFP."""
    letters = ground.tape.letters
    for p in [match.start() for match in _NAMED.finditer(letters, lo, n)][::-1]:
        if not _GOVERNED_BUT_OF.search(letters, max(lo, p - 4), p):
            return p
    return None


def _finite_before(letters: str, lo: int, n: int) -> int:
    """Return the last verb before n that a preposition does not make an infinitive ("accused … of arming")."""
    for p in range(n - 1, lo - 1, -1):
        if letters[p] in "vbq" and not (p and letters[p - 1] in "Oodi"):
            return p
    return -1


def _joined(letters: str, n: int, lo: int) -> list[int]:
    """Return n and the names joined to it: "Mali dan Niger", "AS/NATO-Rusia", "Prancis, Jerman, dan Italia"."""
    found = [n]
    link = _FIRST_LINK
    while letters[found[-1]] in "AHG":
        match = link.search(letters, lo, found[-1])
        if not match:
            break
        found.append(match.start(1))
        link = _NEXT_LINK
    return found[::-1]


def behind(ground: Ground, n: int, hi: int) -> list[Side]:
    """Return whom the trigger's object names: the first name or people behind it with no preposition before them."""
    letters = ground.tape.letters
    for p in range(n + 1, min(hi, n + 14)):
        if letters[p] in "vbjRTZUW" or _NEW_SUBJECT.match(letters, p):
            break
        if letters[p] in "AHPGgYLI" and not is_governed(ground, p, n + 1) and not is_agent(ground, p):
            found = sides_at(ground, onward(letters, headed(letters, p), hi))
            if found:
                return found
    return []


def after(ground: Ground, n: int, hi: int, role: str) -> list[Side]:
    """Return who stands behind a preposition of `role` (to, from, with, against, in, by) after the trigger."""
    letters = ground.tape.letters
    known = _FRENCH if ground.language == "fr" else _PREPOSITIONS
    tail = _TAIL.search(letters, n + 1, hi)
    hi = tail.start() if tail else hi
    if role == "from" and ground.language == "fr":
        return _out_of(ground, n, hi)
    if role == "by" and ground.language == "id" and letters[n] == "b":  # "diserang JNIM": the agent right behind
        agent = _AGENT_RIGHT_BEHIND.match(letters, n + 1, hi)
        if agent and (found := side_at(ground, agent.start(1))):
            return found
    for match in re.compile(_NAMED_AFTER.format(known[role])).finditer(letters, n + 1, hi):
        p = match.start(1)
        p = p + 1 if is_agent(ground, p) and letters[p + 1] in "AH" else p
        found = sides_at(ground, onward(letters, headed(letters, p), hi))
        if found:
            return found
    return []


def _out_of(ground: Ground, n: int, hi: int) -> list[Side]:
    """French "de" is from where a place follows, or behind those who leave: le retrait de ses troupes du Niger."""
    found = [(m.start(1), m.group()[0]) for m in _DE.finditer(ground.tape.letters, n + 1, hi)]
    places = [p for p, de in found if ground.tape.letters[p] == "P" or de == "m"]
    later = [p for p, _ in found if p > n + 3]
    return side_at(ground, (places or later or [p for p, _ in found])[-1]) if found else []


def genitive(ground: Ground, n: int, hi: int) -> list[Side]:
    """Return whose act the noun at n names: serangan JNIM, the withdrawal of French troops, Niger's expulsion."""
    letters = ground.tape.letters
    match = _GEN[ground.language].match(letters, n + 1, hi)
    found = sides_at(ground, onward(letters, match.start(match.lastindex or 0), hi)) if match else []
    if found or ground.language == "id":
        return found
    before = _BEFORE_NOUN.search(letters, max(0, n - 4), n)
    return side_at(ground, before.start(1)) if before else []


def between(ground: Ground, n: int, hi: int) -> tuple[list[Side], list[Side]]:
    """Return the two sides of an act "between" them."""
    match = _BETWEEN.search(ground.tape.letters, n + 1, min(hi, n + 14))
    one, two = (side_at(ground, match.start(k)) for k in (1, 2)) if match else ([], [])
    return one, two


def antecedent_whom(ground: Ground, n: int, lo: int) -> int | None:
    """Return who is meant by "whom" before a pronoun at n: "l'Ukraine, qu'il accuse"."""
    match = _WHOM.search(ground.tape.letters, lo, n)
    return match.start(1) if match else None


def names_behind(ground: Ground, n: int, hi: int) -> bool:
    """Is anybody, any people or any place named behind the trigger?"""
    return any(letter in "AHPQGYL" for letter in ground.tape.letters[n + 1 : hi])
