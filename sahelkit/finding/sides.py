"""Who does it and to whom: the people and names that stand around a trigger.

A subject stands before its verb, an object behind it, everybody else behind a preposition. A name that a preposition
governs is no subject; what stands inside a relative clause belongs to that clause; verbs that are joined share the
subject of the first. Pronouns and -nya lead to the subject named last. Where nobody is named, people and armed groups
stand as generic sides; where nothing fits, the side is missing.
"""

from __future__ import annotations

import re

from sahelkit.finding.clauses import Clause
from sahelkit.finding.people import Ground, is_agent, is_governed, named_at, onward, side_at, sides_at
from sahelkit.finding.rows import Side

_SOMEBODY, _NAMED = re.compile("[AHGIMgYL]"), re.compile("[AH]")
_SOMEBODY_OR_PLACE, _ANYBODY = re.compile("[AHGIMgYLP]"), re.compile("[AHPQGYL]")
_BREAK, _SPECIAL = re.compile("[&,]"), re.compile("[,Rc&]")
_LINKED = 12  # letters that a link to the name before spans at most
_OBJECT_OR_END = re.compile("[vbjRTZUW&,AHPGgYLI]")
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
_NOUN_ENDS = re.compile("[,v]")
_PREPOSITIONS = {"to": "od", "from": "m", "with": "c", "against": "ac", "in": "io", "by": "B", "of": "O"}
# à, au and aux stand for to and in, de and du for of and from
_FRENCH = _PREPOSITIONS | {"to": "odi", "from": "mO"}
_NAMED_AFTER = {
    language: {role: re.compile(f"[{words}][gtrkyw'#]{{0,5}}?([AHPGYLgI])") for role, words in known.items()}
    for language, known in {"id": _PREPOSITIONS, "en": _PREPOSITIONS, "fr": _FRENCH}.items()
}
_GEN = {"id": re.compile(r"[gtrkw]{0,2}([AHGg])"), "en": re.compile(r"O[ygtrkw#]{0,3}([AHGg])"),
        "fr": re.compile(r"w?O[ygtrkw#']{0,3}(?:tO[y']{0,2})?([AHGg])|([A])")}  # fmt: skip
_BEFORE_NOUN = re.compile(r"([AHG])(?:['\]]w?)?[wk]?$")
_BETWEEN = re.compile(r"f[gtrkyw']{0,3}([AHPG])[^\n,;]{0,8}?&[gtrkyw']{0,3}([AHPG])")
_DE = re.compile(r"[mO]y?'?g?([AP])")
_AGENT_RIGHT_BEHIND = re.compile(r"[gtrk]{0,2}([AHG])")


def subject(ground: Ground, n: int, clause: Clause, *, near: bool = False) -> list[Side]:
    """Return who stands before the trigger as its subject, joined names as several; `near`: not beyond a comma."""
    letters, lo = ground.letters, clause.lo
    if not _SOMEBODY_OR_PLACE.search(letters, lo, n):
        return []
    if _SPECIAL.search(letters, max(0, n - 8), n):
        special = _special_subject(ground, n, lo, near=near)
        if special is not None:
            return special
    verb_at = p = n
    for _ in range(3):  # past a relative clause, past the verbs that share a subject
        named = _before(ground, n, lo)
        named = _owner_of_things(ground, n, lo) if named is None else named
        if named is None:
            return []
        p = named
        inside = _INSIDE.search(letters, lo, p) if letters.find("R", lo, p) >= 0 else None
        if inside:
            return sides_at(ground, _joined(letters, inside.start(1), lo))
        if not _BREAK.search(letters, p + 1, n):
            break
        verb = _finite_before(letters, lo, p)
        finite = ground.language == "en" and letters[verb_at] in "vq"
        if verb < 0 or (not finite and _CONTROL.match(letters, p + 1, n)):
            break
        n = verb
    if near and letters.find(",", p, verb_at) >= 0:
        return []
    return sides_at(ground, _joined(letters, p, lo))


def _special_subject(ground: Ground, n: int, lo: int, *, near: bool) -> list[Side] | None:
    """Return the subject that an apposition, a relative clause, "with" or a new clause behind "and" tells.

    What each of them needs right before n is looked for first: most triggers have none of it.
    """
    letters = ground.letters
    apposed = None if near or letters.find(",", max(lo, n - 4), n) < 0 else _APPOSED.search(letters, lo, n)
    if apposed:
        return side_at(ground, apposed.start(1))
    is_relative = letters.find("R", max(lo, n - 5), n) >= 0
    relative = _RELATIVE.search(letters, lo, n) if is_relative else None
    if relative is None and letters.find("c", max(0, n - 4), n) >= 0:
        relative = _WITH.search(letters, max(lo, n - 6), n)
    if relative:
        return sides_at(ground, _joined(letters, relative.start(), lo))
    if is_relative and _UNKNOWN_HEAD.search(letters, lo, n):
        return []
    new = _AND_NEW.search(letters, lo, n) if letters.find("&", max(lo, n - 8), n) >= 0 else None
    if new and is_governed(ground, _joined(letters, new.start(1), lo)[0], lo):
        return side_at(ground, new.start(1))
    return None


def _before(ground: Ground, n: int, lo: int) -> int | None:
    """Return the nearest name or people before n that no preposition governs, themselves or the list they end."""
    letters = ground.letters
    for match in reversed([*_SOMEBODY.finditer(letters, lo, n)]):
        p = match.start()
        if is_governed(ground, p, lo) or (letters[p] in "Gg" and is_agent(ground, p)):
            continue
        first = _joined(letters, p, lo)[0]
        if (first == p or not is_governed(ground, first, lo)) and side_at(ground, p):
            return p
    return None


def _owner_of_things(ground: Ground, n: int, lo: int) -> int | None:
    """Return the name whose things do it where nobody else could: helicopters of the WFP."""
    letters = ground.letters
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
    if letters[n] not in "AHG" or n <= lo or letters[n - 1] not in "-/&N,gtrkGyO#w":
        return [n]
    found = [n]
    link = _FIRST_LINK
    while letters[found[-1]] in "AHG":
        match = link.search(letters, max(lo, found[-1] - _LINKED), found[-1])
        if not match:
            break
        found.append(match.start(1))
        link = _NEXT_LINK
    return found[::-1]


def behind(ground: Ground, n: int, hi: int) -> list[Side]:
    """Return whom the trigger's object names: the first name or people behind it with no preposition before them."""
    letters = ground.letters
    for match in _OBJECT_OR_END.finditer(letters, n + 1, min(hi, n + 14)):
        p, letter = match.start(), match.group()
        if letter in "vbjRTZUW" or (letter in "&,I" and _NEW_SUBJECT.match(letters, p)):
            break
        if letter in "AHPGgYLI" and not (is_governed(ground, p, n + 1) or (letter in "Gg" and is_agent(ground, p))):
            found = named_at(ground, p, hi)
            if found:
                return found
    return []


def after(ground: Ground, n: int, hi: int, role: str, *, is_noun: bool = False) -> list[Side]:
    """Return who stands behind a preposition of `role` (to, from, with, against, in, by) after the trigger.

    A noun's sides stand before the next comma or active verb, only its author further: "dukungan Rusia, telah terbukti
    memalukan bagi Prancis" names no target; "tuduhan yang digaungkan oleh PBB" has an author.
    """
    letters, named = ground.letters, _NAMED_AFTER[ground.language][role]
    if letters[n] != "b" and not named.search(letters, n + 1, hi):
        return []
    ends = _NOUN_ENDS.search(letters, n + 1, hi) if is_noun and role != "by" else None
    hi = ends.start() if ends else hi
    tail = _TAIL.search(letters, n + 1, hi)
    hi = tail.start() if tail else hi
    if role == "from" and ground.language == "fr":
        return _out_of(ground, n, hi)
    if role == "by" and ground.language == "id" and letters[n] == "b":  # "diserang JNIM": the agent right behind
        agent = _AGENT_RIGHT_BEHIND.match(letters, n + 1, hi)
        if agent and (found := side_at(ground, agent.start(1))):
            return found
    for match in named.finditer(letters, n + 1, hi):
        p = match.start(1)
        p = p + 1 if is_agent(ground, p) and letters[p + 1] in "AH" else p
        found = named_at(ground, p, hi)
        if found:
            return found
    return []


def _out_of(ground: Ground, n: int, hi: int) -> list[Side]:
    """French "de" is from where a place follows, or behind those who leave: le retrait de ses troupes du Niger."""
    found = [(m.start(1), m.group()[0]) for m in _DE.finditer(ground.letters, n + 1, hi)]
    places = [p for p, de in found if ground.letters[p] == "P" or de == "m"]
    later = [p for p, _ in found if p > n + 3]
    return side_at(ground, (places or later or [p for p, _ in found])[-1]) if found else []


def genitive(ground: Ground, n: int, hi: int) -> list[Side]:
    """Return whose act the noun at n names: serangan JNIM, the withdrawal of French troops, Niger's expulsion."""
    letters = ground.letters
    match = _GEN[ground.language].match(letters, n + 1, hi)
    found = sides_at(ground, onward(letters, match.start(match.lastindex or 0), hi)) if match else []
    if found or ground.language == "id":
        return found
    before = _BEFORE_NOUN.search(letters, max(0, n - 4), n)
    return side_at(ground, before.start(1)) if before else []


def between(ground: Ground, n: int, hi: int) -> tuple[list[Side], list[Side]]:
    """Return the two sides of an act "between" them."""
    hi = min(hi, n + 14)
    match = _BETWEEN.search(ground.letters, n + 1, hi) if ground.letters.find("f", n + 1, hi) >= 0 else None
    one, two = (side_at(ground, match.start(k)) for k in (1, 2)) if match else ([], [])
    return one, two


def antecedent_whom(ground: Ground, n: int, lo: int) -> int | None:
    """Return who is meant by "whom" before a pronoun at n: "l'Ukraine, qu'il accuse"."""
    match = _WHOM.search(ground.letters, lo, n)
    return match.start(1) if match else None


def names_behind(ground: Ground, n: int, hi: int) -> bool:
    """Is anybody, any people or any place named behind the trigger?"""
    return bool(_ANYBODY.search(ground.letters, n + 1, hi))
