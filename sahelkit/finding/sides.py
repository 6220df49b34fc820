"""Who does it and to whom: the people and names that stand around a trigger.

A subject stands before its verb, an object behind it, everybody else behind a preposition. A name that a preposition
governs is no subject; what stands inside a relative clause belongs to that clause; verbs that are joined share the
subject of the first. Pronouns and -nya lead to the subject named last. Where nobody is named, people and armed groups
stand as generic sides; where nothing fits, the side is missing.
"""

from __future__ import annotations

import re

from sahelkit.finding.clauses import Clause
from sahelkit.finding.people import Ground, means_anybody, named_at, onward, side_at, sides_at
from sahelkit.finding.rows import Side

_NAMED, _ANYBODY, _BREAK = re.compile("[AH]"), re.compile("[AHPQGYL]"), re.compile("[&,]")
_LINKED = 12  # letters that a link to the name before spans at most
_GOVERNED_BUT_OF = re.compile(r"[Bcadomipf][gtrkGywV'#]{0,3}$|V[OyV]?$")
# What right before a verb may tell its subject: an apposition, a relative, "with", a new clause behind "and".
_OPENING = re.compile(r"(?:,[wFNeh]{0,3}|R[wNFehD]{0,4}|c[AH][NFhe]{0,2}|&[gtrky#]{0,3}[AH][GhewNFD]{0,3})$")
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
_CONTROL = re.compile(r"[^,&\n]{0,3}[do][wyN]{0,3}[vj]")  # "mendorong Mali untuk mengurangi …, melarang …"
_PREPOSITIONS = {"to": "od", "from": "m", "with": "c", "against": "ac", "in": "io", "by": "B", "of": "O"}
# à, au and aux stand for to and in, de and du for of and from
_FRENCH = _PREPOSITIONS | {"to": "odi", "from": "mO"}
# On the tape of what leads to somebody: the prepositions of a role, and what ends the search for them.
_LEADS = {
    (language, role, is_noun): re.compile(f"[{words}!{',v' if is_noun else ''}]")
    for language, known in {"id": _PREPOSITIONS, "en": _PREPOSITIONS, "fr": _FRENCH}.items()
    for role, words in known.items()
    for is_noun in (False, True)
}
_NOUN_ENDS, _ENDS, _PARTY = re.compile("[!,v]"), re.compile("!"), re.compile("[AHPGYLgI]")
_GEN = {"id": re.compile(r"[gtrkw]{0,2}([AHGg])"), "en": re.compile(r"O[ygtrkw#]{0,3}([AHGg])"),
        "fr": re.compile(r"w?O[ygtrkw#']{0,3}(?:tO[y']{0,2})?([AHGg])|([A])")}  # fmt: skip
_BEFORE_NOUN = re.compile(r"([AHG])(?:['\]]w?)?[wk]?$")
_BETWEEN = re.compile(r"f[gtrkyw']{0,3}([AHPG])[^\n,;]{0,8}?&[gtrkyw']{0,3}([AHPG])")
_DE = re.compile(r"[mO]y?'?g?([AP])")
_AGENT_RIGHT_BEHIND = re.compile(r"[gtrk]{0,2}([AHG])")


def subject(ground: Ground, n: int, clause: Clause, basis: str = "subject", *, near: bool = False) -> list[Side]:
    """Return who stands before the trigger as its subject, joined names as several; `near`: not beyond a comma."""
    letters, lo = ground.letters, clause.lo
    opening = _OPENING.search(letters, max(0, n - 8), n)
    special = _special_subject(ground, n, lo, letters[opening.start()], near=near) if opening else None
    if special is not None:
        return sides_at(ground, special, basis)
    verb_at = n
    for _ in range(3):  # past a relative clause, past the verbs that share a subject
        named = _before(ground, n, lo)
        if not named:
            return []
        p = named[-1]
        inside = _INSIDE.search(letters, lo, p) if letters.find("R", lo, p) >= 0 else None
        if inside:
            return sides_at(ground, _joined(letters, inside.start(1), lo), basis)
        if not _BREAK.search(letters, p + 1, n):
            break
        verb = _finite_before(letters, lo, p)
        finite = ground.language == "en" and letters[verb_at] in "vq"
        if verb < 0 or (not finite and _CONTROL.match(letters, p + 1, n)):
            break
        n = verb
    return [] if near and letters.find(",", p, verb_at) >= 0 else sides_at(ground, named, basis)


def _special_subject(ground: Ground, n: int, lo: int, opening: str, *, near: bool) -> list[int] | None:
    """Return the subject that an apposition, a relative clause, "with" or a new clause behind "and" tells.

    `opening` is what right before n makes one of them likely; there is never more than one.
    """
    letters = ground.letters
    if opening == ",":
        apposed = None if near else _APPOSED.search(letters, lo, n)
        return [apposed.start(1)] if apposed else None
    if opening == "&":
        new = _AND_NEW.search(letters, lo, n)
        is_new = new and ground.ways.doers[_joined(letters, new.start(1), lo)[0]] == " "
        return [new.start(1)] if new and is_new else None
    head = _RELATIVE.search(letters, lo, n) if opening == "R" else _WITH.search(letters, max(lo, n - 6), n)
    if head:
        return _joined(letters, head.start(), lo)
    return [] if opening == "R" and _UNKNOWN_HEAD.search(letters, lo, n) else None


def _before(ground: Ground, n: int, lo: int) -> list[int]:
    """Return the nearest name or people before n, with those joined to it, that no preposition governs.

    Where there is none, the name whose things do it: helicopters of the WFP.
    """
    doers, letters = ground.ways.doers, ground.letters
    p = doers.rfind("s", lo, n)
    while p >= 0:
        named = _joined(letters, p, lo)
        if doers[named[0]] == "s" and means_anybody(ground, p):
            return named
        p = doers.rfind("s", lo, p)
    names = [match.start() for match in _NAMED.finditer(letters, lo, n)]
    owners = [p for p in names if not _GOVERNED_BUT_OF.search(letters, max(lo, p - 4), p)]
    return _joined(letters, owners[-1], lo) if owners else []


def _finite_before(letters: str, lo: int, n: int) -> int:
    """Return the last verb before n that a preposition does not make an infinitive ("accused … of arming")."""
    for p in range(n - 1, lo - 1, -1):
        if letters[p] in "vbq" and not (p and letters[p - 1] in "Oodi"):
            return p
    return -1


def _joined(letters: str, n: int, lo: int) -> list[int]:
    """Return n and the names joined to it: "Mali dan Niger", "AS/NATO-Rusia", "Prancis, Jerman, dan Italia"."""
    found, link = [n], _FIRST_LINK
    if letters[n] not in "AHG" or n <= lo or letters[n - 1] not in "-/&NgtrkGyO#w":
        return found
    while letters[found[-1]] in "AHG":
        match = link.search(letters, max(lo, found[-1] - _LINKED), found[-1])
        if not match:
            break
        found.append(match.start(1))
        link = _NEXT_LINK
    return found[::-1]


def behind(ground: Ground, n: int, hi: int, basis: str = "object") -> list[Side]:
    """Return whom the trigger's object names: the first name or people behind it with no preposition before them."""
    objects, far = ground.ways.objects, min(hi, n + 14)
    p = objects.find("o", n + 1, far)
    while p >= 0 and objects.find("|", n + 1, p) < 0:
        found = named_at(ground, p, hi, basis)
        if found:
            return found
        p = objects.find("o", p + 1, far)
    return []


def after(
    ground: Ground, n: int, hi: int, role: str, basis: str = "preposition", *, is_noun: bool = False
) -> list[Side]:
    """Return who stands behind a preposition of `role` (to, from, with, against, in, by) after the trigger.

    A noun's sides stand before the next comma or active verb, only its author further: "dukungan Rusia, telah terbukti
    memalukan bagi Prancis" names no target; "tuduhan yang digaungkan oleh PBB" has an author.
    """
    letters, language = ground.letters, ground.language
    is_noun = is_noun and role != "by"
    if role == "from" and language == "fr":
        ends = (_NOUN_ENDS if is_noun else _ENDS).search(ground.ways.led, n + 1, hi)
        return _out_of(ground, n, ends.start() if ends else hi, basis)
    if role == "by" and language == "id" and letters[n] == "b":  # "diserang JNIM": the agent right behind
        agent = _AGENT_RIGHT_BEHIND.match(letters, n + 1, hi)
        if agent and (found := side_at(ground, agent.start(1), basis)):
            return found
    for match in _LEADS[language, role, is_noun].finditer(ground.ways.led, n + 1, hi):
        party = _PARTY.search(letters, match.end(), hi) if match.group() not in "!,v" else None
        if party is None:
            break
        p = party.start()
        is_agent = ground.ways.doers[p] == "a" and letters[p + 1] in "AH"
        found = named_at(ground, p + 1 if is_agent else p, hi, basis)
        if found:
            return found
    return []


def _out_of(ground: Ground, n: int, hi: int, basis: str) -> list[Side]:
    """French "de" is from where a place follows, or behind those who leave: le retrait de ses troupes du Niger."""
    found = [(m.start(1), m.group()[0]) for m in _DE.finditer(ground.letters, n + 1, hi)]
    places = [p for p, de in found if ground.letters[p] == "P" or de == "m"]
    later = [p for p, _ in found if p > n + 3]
    return side_at(ground, (places or later or [p for p, _ in found])[-1], basis) if found else []


def genitive(ground: Ground, n: int, hi: int) -> list[Side]:
    """Return whose act the noun at n names: serangan JNIM, the withdrawal of French troops, Niger's expulsion."""
    letters = ground.letters
    match = _GEN[ground.language].match(letters, n + 1, hi)
    found = sides_at(ground, onward(letters, match.start(match.lastindex or 0), hi), "possessor") if match else []
    if found or ground.language == "id":
        return found
    before = _BEFORE_NOUN.search(letters, max(0, n - 4), n)
    return side_at(ground, before.start(1), "possessor") if before else []


def between(ground: Ground, n: int, hi: int) -> tuple[list[Side], list[Side]]:
    """Return the two sides of an act "between" them."""
    hi = min(hi, n + 14)
    match = _BETWEEN.search(ground.letters, n + 1, hi) if ground.letters.find("f", n + 1, hi) >= 0 else None
    one, two = (side_at(ground, match.start(k), "between") for k in (1, 2)) if match else ([], [])
    return one, two


def antecedent_whom(ground: Ground, n: int, lo: int) -> int | None:
    """Return who is meant by "whom" before a pronoun at n: "l'Ukraine, qu'il accuse"."""
    match = _WHOM.search(ground.letters, lo, n)
    return match.start(1) if match else None


def names_behind(ground: Ground, n: int, hi: int) -> bool:
    """Is anybody, any people or any place named behind the trigger?"""
    return bool(_ANYBODY.search(ground.letters, n + 1, hi))
