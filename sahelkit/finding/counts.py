"""Which numbers count people, by which noun, and what befell them.

A number counts people when a noun for people stands by it, a word for what befell people, a force that is so strong,
or when it goes on from a count before it ("30 others", "2,400 of them", "15 were children"). Distances, money, ages,
villages, households and battalions never do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sahelkit.finding.nouns import Ground, Noun, countable_at, find_noun, kind_at, kind_of
from sahelkit.lexicons.build import Entry

_ACTED = re.compile(r"([VX])[yOhD'\]ZNw]{0,3}$")
_BEFELL = re.compile(r"K[yOhD:'\]Zws]{0,3}$")
_TOLL = re.compile(r"(?<!Q)L([^\n;:,&Q<>\"]{0,10})$")
_BEHIND = re.compile(r"(?:,?a[^\n;:]{1,20},)?[AweHhsyGOPSD'\]NRCIitfFTlZUmng<>\"-]{0,8}?([KXV])")
_BARE = re.compile(r"(?:[eHsFNTh]w?){0,3}([KX])(?:[eHs]{1,2}w?([KX]))?")
_ACTIVE = {"en": re.compile(r"[ywCAQGZSPKmhlUI<\"]"), "fr": re.compile(r"(?!)"), "id": re.compile(r"(?!)")}
_ENDED = re.compile(r"[.,;\n&iD)>\"\]KXWbBTRftx=eHds]")
_MEMBERS = re.compile(r"J[wh]{0,2}$")
_UNIT = re.compile(r"[GUIA][^\n;:K]{0,9}$")
_ELLIPTIC = re.compile(r"[\n,;:&b.(<\"=]h?$")
_PREDICATE = re.compile(r"(?:e|s)[wyO]{0,2}?(G)")
_CONTRAST = re.compile(r"(?:c[hyOD'\]]{0,3}|ih)$")
_MILITARY = ("MIL", "PRM", "COP", "REB", "UAF", "SPY", "")


class Count(NamedTuple):
    """A number of people: tape position, end of its noun phrase, noun and its entry, what befell them.

    `source` says where the kind comes from: "before" or "behind" (a verb), "noun", or None; `like` is the position of
    the count that this one goes on from, `whole` that of the count it is a part of.
    """

    at: int
    end: int
    noun: int | None
    entry: Entry | None
    kind: str | None
    source: str | None
    like: int | None
    whole: int | None
    rule: str


def find_counts(ground: Ground) -> list[Count]:
    """Find the numbers that count people, in order."""
    counts: list[Count] = []
    refused = -1
    for match in re.finditer("Q", ground.tape.letters):
        n = match.start()
        count = _count(ground, n, _previous(ground.tape.letters, n, counts), refused)
        if count is None:
            refused = n
        else:
            counts.append(count)
    return counts


def _previous(letters: str, n: int, counts: Sequence[Count]) -> Count | None:
    """The last count of the sentence or the one before it, in the same article."""
    return counts[-1] if counts and letters.count("\n", counts[-1].at, n) <= 1 else None


def _count(ground: Ground, n: int, previous: Count | None, refused: int) -> Count | None:
    letters = ground.tape.letters
    start = n + 4 if letters[n + 1 : n + 4] == "(Q)" else n + 1  # "douze (12) soldats"
    next_ = letters[start : start + 1]
    if next_ in ("m", "%", "U") or letters[max(0, n - 1) : n] in ("n", "$", "?", "#") or letters[n - 2 : n] == "Q(":
        return None
    if next_ == "-" and letters[start + 1 : start + 2] != "J":
        return None
    noun = find_noun(ground, n, start)
    if noun is not None:
        kind, source = _fate(ground, n, noun)
        if kind is None and _is_of_unit(letters, n):
            kind, source = "troops", "noun"
        like = previous.at if previous and letters[noun.end : noun.end + 1] == "o" else None
        form = noun.entry.form if noun.entry else "name"
        return Count(n, noun.end, noun.at, noun.entry, kind, source, like, None, f"figures.noun:{form}")
    if _is_of_unit(letters, n):
        return Count(n, start, None, None, "troops", "noun", None, None, "figures.members")
    return _without_noun(ground, n, start, previous, refused)


def _without_noun(ground: Ground, n: int, start: int, previous: Count | None, refused: int) -> Count | None:
    """"30 others", "2,400 of them", "12 tewas", "killed at least 12", "15 were children", "une douzaine y sont"."""
    letters = ground.tape.letters
    others = re.compile(r"(?:O['\]]?)?(?:[oa]|l(?![wmGACUl]))").match(letters, start)
    if others and previous:
        kind, source = _fate(ground, n, Noun(n, others.end(), None, None))
        return Count(n, others.end(), None, None, kind, source, previous.at, None, "figures.others")
    bare = _BARE.match(letters, start)
    if bare and not _is_active(ground, bare.start(1)):
        kind = kind_at(ground, bare.start(2) if bare[2] else bare.start(1))
        like = previous.at if previous and letters.count("\n", previous.at, n) == 0 else None
        return Count(n, bare.end(), None, None, kind, "behind", like, None, "figures.befell")
    if _ENDED.match(letters, start):
        kind, source = _before(ground, n, None)
        if kind and kind != "troops":
            return Count(n, start, None, None, kind, source, None, None, "figures.befell")
    elliptic = _ELLIPTIC.search(letters, max(0, n - 2), n) and letters[start : start + 1] in tuple("eHsF")
    if previous is None:
        return _going_on(ground, n, start, refused) if elliptic else None
    people = _PREDICATE.match(letters, start)
    entry = countable_at(ground, people.start(1)) if people else None
    if people and entry:
        return Count(n, people.end(), people.start(1), entry, None, None, previous.at, None, "figures.predicate")
    contrast = _CONTRAST.search(letters, max(0, n - 5), n)
    if contrast and previous.at > letters.rfind("\n", 0, n) and re.compile(r"[.,;\nDi)]").match(letters, start):
        return Count(n, start, None, None, None, None, previous.at, None, "figures.compared")
    if refused < previous.at and elliptic:
        return Count(n, start, None, None, None, None, previous.at, None, "figures.elliptic")
    return None


def _going_on(ground: Ground, n: int, start: int, refused: int) -> Count | None:
    """"ses instructeurs ... : une douzaine y travaillent encore": the noun was the clause's before."""
    for p in _before_it(ground.tape.letters, n):
        entry = countable_at(ground, p)
        if entry and p > refused and entry.form.endswith("s"):
            kind = entry.data.get("figure_kind") or None
            return Count(n, start, p, entry, kind, "noun" if kind else None, None, None, "figures.elliptic")
    return None


def _is_of_unit(letters: str, n: int) -> bool:
    """Is this the strength of a force, a mission or "they" ("yang beranggotakan 200 orang", "a 1,700-strong force")?"""
    if letters[n + 1 : n + 2] == "J" or letters[n + 1 : n + 3] == "-J":
        return True
    members = _MEMBERS.search(letters, max(0, n - 3), n)
    return bool(members and _UNIT.search(letters, max(0, members.start() - 12), members.start()))


def _fate(ground: Ground, n: int, noun: Noun) -> tuple[str | None, str | None]:
    """What befell the people counted at n: the verb before, the verb behind, a toll, or the noun itself."""
    letters, entry = ground.tape.letters, noun.entry
    acted = _ACTED.search(letters, max(0, n - 4), n)
    if acted and _suits(kind := kind_at(ground, acted.start()), entry):
        return kind, "before"
    behind = _BEHIND.match(letters, noun.end)
    verb = behind.start(1) if behind else -1
    if behind and letters[verb] != "V" and not _is_active(ground, verb) and _suits(kind_at(ground, verb), entry):
        return kind_at(ground, verb), "behind"
    kind_before, source = _before(ground, n, entry)
    if kind_before:
        return kind_before, source
    own = noun.kind or (entry.data.get("figure_kind") if entry else None)
    if not own and (letters[noun.at] == "A" or _are_men(ground, n, noun)):
        own = "troops"
    return (own or None), "noun" if own else None


def _are_men(ground: Ground, n: int, noun: Noun) -> bool:
    """"12 members of JNIM" are fighters; "5 000 hommes" are soldiers where a force was named before."""
    hits, letters = ground.scan.hits["figures"], ground.tape.letters
    at = int(np.searchsorted(hits.first, ground.tape.first[noun.at]))
    if at == len(hits.first) or hits.first[at] != ground.tape.first[noun.at]:
        return False
    kinds = {e.kind for e in ground.scan.entries(int(hits.reading[at]))}
    beside = re.compile(r"[OyG'\]]{0,4}A").match(letters, noun.at + 1)
    if beside and "members" in kinds:
        return ground.mentions[ground.tape.ref[beside.end() - 1]].actor_type in ("armed_group", "force")
    return "men" in kinds and any(_noun_kind(ground, p) == "troops" for p in _before_it(letters, n))


def _before_it(letters: str, n: int) -> list[int]:
    """The nouns for people of this sentence and the one before it, the nearest first."""
    floor = letters.rfind("\n", 0, max(0, letters.rfind("\n", 0, n)))
    return [p for p in range(n - 1, floor, -1) if letters[p] == "G"]


def _before(ground: Ground, n: int, entry: Entry | None) -> tuple[str | None, str | None]:
    letters = ground.tape.letters
    for rule in (_ACTED, _BEFELL):
        match = rule.search(letters, max(0, n - 4), n)
        if match and _suits(act := kind_at(ground, match.start()), entry):
            return act, "before"
    toll = _TOLL.search(letters, max(0, n - 11), n)
    kind = kind_of(ground, toll.start()) if toll else None
    if toll and kind is None:
        within = [p for p in range(toll.start(1), toll.end(1)) if letters[p] in "GKX"]
        kind = next((k for p in within if (k := _noun_kind(ground, p))), None)
    return (kind, "before") if kind else (None, None)


def _noun_kind(ground: Ground, p: int) -> str | None:
    if ground.tape.letters[p] in "KX":
        return kind_of(ground, p)
    entry = countable_at(ground, p)
    return entry.data.get("figure_kind") or None if entry else None


def _suits(kind: str, entry: Entry | None) -> bool:
    """Aid workers who are sent are no troops."""
    return kind != "troops" or entry is None or (entry.data.get("sector") or "") in _MILITARY


def _is_active(ground: Ground, p: int) -> bool:
    """Does this verb act on what follows ("soldiers captured the town") and tell nothing of these?"""
    letters, language = ground.tape.letters, ground.scan.lexicon.language
    if letters[p] != "X" or "e" in letters[max(0, p - 2) : p]:
        return False
    if "H" in letters[max(0, p - 2) : p]:
        return True
    return bool(_ACTIVE[language].match(letters, p + 1))
