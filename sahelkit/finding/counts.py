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

from sahelkit.finding.nouns import REACH, Ground, Noun, countable_at, find_noun, kind_at, kind_of, sentence_at
from sahelkit.finding.spots import Bools, among, codes_of
from sahelkit.lexicons.build import Entry

_ACTED = re.compile(r"([VX])[yOhD'\]ZNw]{0,3}(?:Q[mw]{1,2},?&?[hy]?)?$")
_SHARE = re.compile(r"[Ofr][yZ]{0,2}h?Q")
_UNKNOWN = re.compile(r"[wmGACU]")
_BEFELL = re.compile(r"K[yOhD:'\]Zws]{0,3}$")
_TOLL = re.compile(r"(?<!Q)L([^\n;:,&Q<>\"]{0,10})$")
_BEHIND = re.compile(r"(?:,?a[^\n;:]{1,20},)?[AweHhsyGOPSD'\]NRCIitfFTlZUmng<>\"-]{0,8}?([KXV])")
_BARE = re.compile(r"(?:[eHsFNTh]w?){0,3}([KX])(?:[eHs]{1,2}w?([KX]))?")
_TELLS = "eHsFNThKX"  # letters that may begin what befell those counted
_ACTIVE = {"en": re.compile(r"[ywCAQGZSPKmhlUI<\"]"), "fr": re.compile(r"(?!)"), "id": re.compile(r"(?!)")}
_ENDED = re.compile(r"[.,;\n&iD)>\"\]KXWbBTRftx=eHds]")
_MEMBERS = re.compile(r"J[wh]{0,2}$")
_UNIT = re.compile(r"[GUIA][^\n;:K]{0,9}$")
_ELLIPTIC = re.compile(r"[\n,;:&b.(<\"=]h?$")
_PREDICATE = re.compile(r"(?:e|s)[wyO]{0,2}?(G)")
_CONTRAST = re.compile(r"(?:c[hyOD'\]]{0,3}|ih|AH|Q[ti]h?)$")
_OTHERS = re.compile(r"(?:O['\]]?)?(?:[oa]|l(?![wmGACUl]))")
_BESIDE = re.compile(r"[OyGm'\]]{0,4}A")
_STOPS = ".,;\nDi)"
_GOES_ON = "eHsF"


# A number, with its own in brackets ("douze (12) soldats"), that neither a measure nor a join shows to be no people's.
_NUMBER = re.compile(r"Q(?<![n$?#]Q)(?<!Q\(Q)(?:\(Q\))?+(?![m%U]|-(?!J))")
_BACK = 11  # letters before a number that may tell what befell those counted
_TOLD = "VXKL"
_LIVE = "GKXLAJSPUCwOyZIlioafr<\"[]'&-" + _TELLS  # what may stand behind a number of people
_LINKS = "chyOD']Hti"  # what _CONTRAST may end in
_FIGHTING = ("MIL", "PRM", "REB")
_MILITARY = ("MIL", "PRM", "COP", "REB", "UAF", "SPY", "")
SHARE = "figures.share"  # "12 of the 40 soldiers": counted if the 40 are


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


class _Spot(NamedTuple):
    """A number, the place behind it, and whether a word for what befalls people or for members is by it."""

    at: int
    start: int
    is_told: bool
    has_members: bool


def find_counts(ground: Ground) -> list[Count]:
    """Find the numbers that count people, in order."""
    letters = ground.tape.letters
    counts: list[Count] = []
    refused = -1
    for spot in _spots(letters):
        before = letters.rfind("Q", 0, spot.at)
        if not counts or before != counts[-1].at:
            refused = before
        count = _count(ground, spot, counts, refused)
        if count is not None:
            counts.append(count)
    return counts


def _spots(letters: str) -> list[_Spot]:
    """Return the numbers by which anything stands that the rules below ask for."""
    spans = [match.span() for match in _NUMBER.finditer(letters)]
    at, start = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    codes = codes_of(letters, behind="\n" * _BACK)
    before = codes[at[:, None] - np.arange(1, _BACK + 1)]
    is_told: Bools = np.logical_or.reduce(among(before, _TOLD), axis=1)
    has_members: Bools = np.logical_or.reduce(codes[at[:, None] + np.arange(-3, 3)] == ord("J"), axis=1)
    may: Bools = is_told | has_members | among(codes[start], _LIVE) | among(before[:, 0], _LINKS)
    return [*map(_Spot, *(side[may].tolist() for side in (at, start, is_told, has_members)))]


def _previous(letters: str, n: int, counts: Sequence[Count]) -> Count | None:
    """The last count of the sentence or the one before it, in the same article."""
    near = bool(counts) and n - counts[-1].at <= REACH and letters.count("\n", counts[-1].at, n) <= 1
    return counts[-1] if near else None


def _count(ground: Ground, spot: _Spot, counts: Sequence[Count], refused: int) -> Count | None:
    letters, n, start = ground.tape.letters, spot.at, spot.start
    if letters[n - 1] == "i" and letters[n - 2] == "Q" and ground.quantities[ground.tape.ref[n - 2]].value == 1:
        return None  # "one in five people"
    noun = find_noun(ground, n, start)
    strength = _strength(ground, n) if spot.has_members else None
    if noun is not None:
        kind, source = _fate(ground, spot, noun)
        if strength and kind in (None, "returned"):
            kind, source = strength, "noun"
        previous = _previous(letters, n, counts) if letters[noun.end : noun.end + 1] == "o" else None
        form, like = noun.entry.form if noun.entry else "name", previous.at if previous else None
        return Count(n, noun.end, noun.at, noun.entry, kind, source, like, None, f"figures.noun:{form}")
    if strength:
        return Count(n, start, None, None, strength, "noun", None, None, "figures.members")
    if letters[start] in "Ofr" and _SHARE.match(letters, start):
        return Count(n, start, None, None, None, None, None, None, SHARE)
    toll = _toll(ground, n) if spot.is_told else None
    if toll and not _UNKNOWN.match(letters, start):
        return Count(n, start, toll.noun, toll.entry, toll.kind, "before", None, None, "figures.toll")
    return _without_noun(ground, spot, _previous(letters, n, counts), refused)


def _without_noun(ground: Ground, spot: _Spot, previous: Count | None, refused: int) -> Count | None:
    """ "30 others", "2,400 of them", "12 tewas", "killed at least 12", "15 were children", "une douzaine y sont"."""
    letters, n, start = ground.tape.letters, spot.at, spot.start
    next_ = letters[start]
    others = _OTHERS.match(letters, start) if previous else None
    if others and previous:
        kind, source = _fate(ground, spot, Noun(n, others.end(), None, None))
        return Count(n, others.end(), None, None, kind, source, previous.at, None, "figures.others")
    bare = _BARE.match(letters, start) if next_ in _TELLS else None
    if bare and letters[n - 1 : n] != "i" and not _is_active(ground, bare.start(1)):
        kind = kind_at(ground, bare.start(2) if bare[2] else bare.start(1))
        like = previous.at if previous and letters.count("\n", previous.at, n) == 0 else None
        return Count(n, bare.end(), None, None, kind, "behind", like, None, "figures.befell")
    if spot.is_told and _ENDED.match(letters, start):
        kind = _acted(ground, n, None) or _befell(ground, n, None)
        if kind and kind != "troops":
            return Count(n, start, None, None, kind, "before", None, None, "figures.befell")
    elliptic = next_ in _GOES_ON and _ELLIPTIC.search(letters, max(0, n - 2), n)
    if previous is None:
        return _going_on(ground, n, start, refused) if elliptic else None
    people = _PREDICATE.match(letters, start)
    entry = countable_at(ground, people.start(1)) if people else None
    if people and entry:
        return Count(n, people.end(), people.start(1), entry, None, None, previous.at, None, "figures.predicate")
    contrast = _CONTRAST.search(letters, max(0, n - 5), n) if next_ in _STOPS else None
    if contrast and letters.find("\n", previous.at, n) < 0:
        return Count(n, start, None, None, None, None, previous.at, None, "figures.compared")
    if refused < previous.at and elliptic:
        return Count(n, start, None, None, None, None, previous.at, None, "figures.elliptic")
    return None


def _going_on(ground: Ground, n: int, start: int, refused: int) -> Count | None:
    """ "ses instructeurs ... : une douzaine y travaillent encore": the noun was the clause's before."""
    for p in _before_it(ground.tape.letters, n):
        entry = countable_at(ground, p)
        if entry and p > refused and entry.form.endswith("s"):
            kind = entry.data.get("figure_kind") or None
            return Count(n, start, p, entry, kind, "noun" if kind else None, None, None, "figures.elliptic")
    return None


def _strength(ground: Ground, n: int) -> str | None:
    """The kind of a unit's strength ("misi yang beranggotakan 200 orang", "a 1,700-strong force"), None for no unit."""
    letters = ground.tape.letters
    if letters[n + 1 : n + 2] == "J" or letters[n + 1 : n + 3] == "-J":
        return "troops"
    members = _MEMBERS.search(letters, max(0, n - 3), n)
    unit = _UNIT.search(letters, max(0, members.start() - 12), members.start()) if members else None
    if unit is None:
        return None
    entries = ground.scan.entries(ground.tape.ref[unit.start()]) if letters[unit.start()] == "G" else ()
    if not entries or any(e.kind == "force" for e in entries):
        return "troops"
    return _noun_kind(ground, unit.start())


def _fate(ground: Ground, spot: _Spot, noun: Noun) -> tuple[str | None, str | None]:
    """What befell the people counted at n: the verb before, the verb behind, a toll, or the noun itself."""
    letters, entry, n = ground.tape.letters, noun.entry, spot.at
    if spot.is_told and (kind := _acted(ground, n, entry)):
        return kind, "before"
    behind = _BEHIND.match(letters, noun.end)
    verb = behind.start(1) if behind else -1
    if behind and letters[verb] != "V" and not _is_active(ground, verb) and _suits(kind_at(ground, verb), entry):
        return kind_at(ground, verb), "behind"
    if spot.is_told and (kind := _befell(ground, n, entry)):
        return kind, "before"
    own = noun.kind or (entry.data.get("figure_kind") if entry else None)
    if not own and (letters[noun.at] == "A" or _are_men(ground, n, noun)):
        own = "troops"
    return (own or None), "noun" if own else None


def _acted(ground: Ground, n: int, entry: Entry | None) -> str | None:
    """What the verb before the number does to those counted."""
    verb = _ACTED.search(ground.tape.letters, max(0, n - 9), n)
    kind = kind_at(ground, verb.start()) if verb else None
    return kind if kind and _suits(kind, entry) else None


def _befell(ground: Ground, n: int, entry: Entry | None) -> str | None:
    """What befell those counted, by a word before the number that is no verb with an object, or by a toll."""
    word = _BEFELL.search(ground.tape.letters, max(0, n - 9), n)
    kind = kind_at(ground, word.start()) if word else None
    if kind and _suits(kind, entry):
        return kind
    toll = _toll(ground, n)
    return toll.kind if toll else None


def _are_men(ground: Ground, n: int, noun: Noun) -> bool:
    """ "12 members of JNIM" are fighters; "5 000 hommes" are soldiers where a force was named before."""
    hits, letters = ground.scan.hits["figures"], ground.tape.letters
    at = int(hits.first.searchsorted(ground.tape.first[noun.at]))
    if at == len(hits.first) or hits.first[at] != ground.tape.first[noun.at]:
        return False
    kinds = {e.kind for e in ground.scan.entries(int(hits.reading[at]))}
    beside = _BESIDE.match(letters, noun.at + 1)
    if beside and "members" in kinds:
        mention = ground.mentions[ground.tape.ref[beside.end() - 1]]
        actor = ground.scan.lexicon.actors.get(mention.actor_id)
        return mention.actor_type in ("armed_group", "force") or (actor is not None and actor.sector in _FIGHTING)
    before = _before_it(letters, n)
    return "men" in kinds and any(letters[p] == "U" or _noun_kind(ground, p) == "troops" for p in before)


def _before_it(letters: str, n: int) -> list[int]:
    """The nouns for people of this sentence and the one before it, the nearest first."""
    sentence, _ = sentence_at(letters, n)
    floor, _ = sentence_at(letters, max(0, sentence - 1))
    return [p for p in range(n - 1, floor - 1, -1) if letters[p] in "GU"]


class _Toll(NamedTuple):
    kind: str
    noun: int | None
    entry: Entry | None


def _toll(ground: Ground, n: int) -> _Toll | None:
    """ "The death toll rose to 40", "jumlah tentara Prancis mencapai 5.100"."""
    letters = ground.tape.letters
    toll = _TOLL.search(letters, max(0, n - _BACK), n)
    if toll is None:
        return None
    kind = kind_of(ground, toll.start())
    if kind:
        return _Toll(kind, None, None)
    for p in range(toll.start(1), toll.end(1)):
        kind = _noun_kind(ground, p) if letters[p] in "GKX" else None
        if kind:
            return _Toll(kind, p, countable_at(ground, p))
    return None


def _noun_kind(ground: Ground, p: int) -> str | None:
    if ground.tape.letters[p] in "KX":
        return kind_of(ground, p)
    entry = countable_at(ground, p)
    return entry.data.get("figure_kind") or None if entry else None


def _suits(kind: str, entry: Entry | None) -> bool:
    """Aid workers who are sent are no troops."""
    if kind != "troops" or entry is None:
        return True
    own = entry.data.get("figure_kind") or "troops"
    return own == "troops" and (entry.data.get("sector") or "") in _MILITARY


def _is_active(ground: Ground, p: int) -> bool:
    """Does this verb act on what follows ("soldiers captured the town") and tell nothing of these?"""
    letters, language = ground.tape.letters, ground.scan.lexicon.language
    if letters[p] != "X" or "e" in letters[max(0, p - 2) : p]:
        return False
    if "H" in letters[max(0, p - 2) : p]:
        return True
    return bool(_ACTIVE[language].match(letters, p + 1))
