"""Names that the registry knows: who is meant, in which sector, and whether as an actor or as a place.

The longest name wins. A capitalised head noun next to a state's name belongs to the name (Angkatan Darat Mali, Malian
Armed Forces); lower-case agent words stay outside and give the sector (pasukan Rusia). A state after a preposition of
place is a place, unless a relation stands before it (merapat ke Rusia, aid from France). No name is guessed: what the
registry does not list is a candidate.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import compress, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.rows import Mention
from sahelkit.finding.scan import Ints, Scan
from sahelkit.finding.spots import among, codes_of, spots
from sahelkit.finding.tape import Tape, lay, lexicon_layer
from sahelkit.lexicons.build import Actor, Entry, Lexicon
from sahelkit.lexicons.tables import section

# Letters: S state, P place, A other actor, X decoy; f force, g government, r press, p people, t title, h head noun;
# i in, o to, m from, d direction, k noun of place, R relation with its preposition, Y thing or word of giving, M verb
# of motion with an object, L verb of leaving, & and, c with, D article, O of, z possessive, q other function word.
_NAMES = (
    {"state": "S", "place": "P"}
    | dict.fromkeys(("igo", "bloc", "armed_group", "company", "force", "operation", "person", "media", "ngo"), "A")
    | {"decoy": "X"}
)
_ROLES = {"head": "h", "title": "t", "government": "g", "force": "f", "press": "r", "people": "p"}
_WORDS = {
    "relational": "R", "in": "i", "to": "o", "from": "m", "place_noun": "k", "direction": "d", "and": "&",
    "article": "D", "of": "O", "possessive": "z", "leaving": "L", "motion": "M", "transfer": "Y", "with": "c",
    "by": "q", "against": "q", "that": "q", "but": "q", "negation": "q", "relative": "q", "dative": "q", "at": "q",
}  # fmt: skip
_NUMBERS = dict.fromkeys(("unit", "ten", "hundred", "scale", "count"), "#")
_VERBS = dict.fromkeys(("active", "passive", "participle", "victim"), "V")
_CUES = {"cue": "V"}
_LISTED = re.compile(r"[ik](?:[DO]?d?(?:[SP],)*[SP],?&[SP]|(?<=k)[DO]?[SP]?cD?[SP])")
# The one letter beside a name that the longer expressions need: looked at before they are tried.
_JOINED = "iomkMDOd,\n"
_AGENT_JOINED = "fgrpthDO\n"
_AGENT_BEHIND = "fgrpth']"
_AGENT_BEFORE = re.compile(r"[fgrpth][DO]*$")
_AGENT_AFTER = re.compile(r"(?:'z|\]z)?([fgrpth])")
_AGENT_OF = re.compile(r"[fgrpth]OD?$")
_GIVEN = re.compile(r"Y[wfgrpthCk]{0,4}[iomO]D?$")
_PLACE_BEFORE = re.compile(r"[iomkM][DO]?d?$|[iom][DO]?d[DO]{1,2}$|dO?D?$")


_AGENT_FIRST = {"id": True, "en": False, "fr": True}  # "tentara Mali", "Malian army", "armée malienne"


def find_mentions(scan: Scan) -> list[Mention]:
    """Find the registry's names in a batch.

    Returns
    -------
    list of Mention
        In text order; no name inside a longer one. Nothing found gives an empty list.

    Notes
    -----
    Known failures stand in docs/how-it-reads.md: a state after ``ke`` or ``dari`` is taken for a place unless the words
    before are listed as a relation.
    """
    tape = _tape(scan)
    codes = codes_of(tape.letters)
    at, names = _named(scan, tape, codes)
    if not names:
        return []
    first, last = np.asarray(tape.first)[at], np.asarray(tape.last)[at]
    sectors = _sectors(scan, tape, codes, at, names)
    for n in np.flatnonzero(codes[at + _aside(scan)] == ord("h")).tolist():
        if names[n].entry.kind == "state":
            first[n], last[n], sector = _with_head(scan, tape, int(at[n]), int(at[n]) + _aside(scan))
            sectors[n] = sector if sector and names[n].use == "actor" else sectors[n]
    spans = (first, last, scan.start[first], scan.end[last] - scan.clip[last])
    _, ids, forms, types, countries, _, uses, rules, _ = zip(*names, strict=True)
    told = (ids, forms, types, countries, sectors, uses, rules)
    return [tuple.__new__(Mention, row) for row in zip(*(side.tolist() for side in spans), *told, strict=True)]


class _Name(NamedTuple):
    """What a form of the lexicon means, used as an actor or as a place: all that its place in a text does not change.

    `sector` is the one that the form itself names (Kremlin, FAMa), None of a place: an actor's general sector is the
    registry's. `is_guarded` where the form may be part of another name.
    """

    entry: Entry
    actor_id: str
    name: str
    actor_type: str
    country: str | None
    sector: str | None
    use: str
    rule: str
    is_guarded: bool


@functools.lru_cache(maxsize=1 << 14)
def _name(lexicon: Lexicon, reading: int, use: str) -> _Name:
    entry = _entry(lexicon.readings[reading], use)
    actor = lexicon.actors.get(entry.key)
    if entry.kind != "state":
        use = "place" if entry.kind == "place" else "actor"
    name = actor.name if actor else entry.key.replace("_", " ").title()
    country = actor.country if actor else entry.data.get("country") or None
    is_guarded = entry.kind in ("decoy", "bloc") or entry.data.get("kind") == "short"
    sector = _own_sector(entry, actor) if use == "actor" else None
    return _Name(entry, entry.key, name, entry.kind, country, sector, use, entry.rule, is_guarded)


def _tape(scan: Scan) -> Tape:
    layers = [
        ("names", _NAMES),
        ("roles", _ROLES),
        ("words", _WORDS),
        ("numbers", _NUMBERS),
        ("events", _VERBS),
        ("quotes", _CUES),
    ]
    return lay(scan, [lexicon_layer(scan, domain, letters) for domain, letters in layers])


def _listed_places(letters: str) -> frozenset[int]:
    """Positions of names in a list of places: "di Mali, Burkina Faso, dan Niger"."""
    return frozenset(n for match in _LISTED.finditer(letters) for n in range(*match.span()) if letters[n] in "SP")


def _aside(scan: Scan) -> int:
    """Return on which side of a state's name its agent words stand."""
    return -1 if _AGENT_FIRST[scan.lexicon.language] else 1


def _named(scan: Scan, tape: Tape, codes: NDArray[np.uint8]) -> tuple[Ints, list[_Name]]:
    """Return where on the tape the names stand, and what each means there."""
    at = spots(codes, "SPA")
    at = at[codes[at + 1] != ord("$")]  # "US$"
    readings = np.asarray(tape.ref)[at].tolist()
    names = [*map(_name, repeat(scan.lexicon), readings, _uses(scan, tape, codes, at))]
    other = [n for n, name in enumerate(names) if name.is_guarded and _is_other_name(tape, int(at[n]), name.entry)]
    stays = np.ones(len(at), dtype=bool)
    stays[other] = False
    return at[stays], [*compress(names, stays.tolist())]


def _uses(scan: Scan, tape: Tape, codes: NDArray[np.uint8], at: Ints) -> list[str]:
    """Say of each name whether it is used as an actor or as a place."""
    is_listed = np.zeros(len(codes), dtype=bool)
    is_listed[list(_listed_places(tape.letters))] = True
    letter, before, behind = codes[at], codes[at - 1], codes[at + 1]
    is_open = (letter == ord("P")) | (behind == ord("d")) | ((letter == ord("S")) & among(before, _JOINED))
    uses = ["actor"] * len(at)
    for n in np.flatnonzero(is_open | is_listed[at]).tolist():
        if is_listed[at[n]] or _is_place(scan, tape, int(at[n])):
            uses[n] = "place"
    return uses


def _sectors(scan: Scan, tape: Tape, codes: NDArray[np.uint8], at: Ints, names: Sequence[_Name]) -> list[str | None]:
    """Return the sector of each name: its form's own, or that of an agent word next to it."""
    sectors = [name.sector for name in names]
    beside = among(codes[at - 1], _AGENT_JOINED)
    if not _AGENT_FIRST[scan.lexicon.language]:
        beside |= among(codes[at + 1], _AGENT_BEHIND)
    for n in np.flatnonzero(beside).tolist():
        if sectors[n] is None and names[n].use == "actor":
            sectors[n] = _sector(scan, tape, int(at[n]), names[n].entry)
    return sectors


def _own_sector(entry: Entry, actor: Actor | None) -> str | None:
    """The sector that the form itself names (Kremlin, FAMa); an actor's general sector is the registry's."""
    sector = entry.data.get("sector") or None
    return sector if actor is None or sector != actor.sector else None


def _entry(entries: Sequence[Entry], use: str) -> Entry:
    """Choose among a form's entries: Bamako the town where it is used as a place, else Bamako the government."""
    places = [e for e in entries if e.kind == "place"]
    others = [e for e in entries if e.kind != "place"]
    if others and others[0].kind == "decoy":  # a study's row stands first: it may say that a form is no name of ours
        return (places or others)[0]
    others = [e for e in others if e.kind != "decoy"]
    if use == "place" and places and (not others or others[0].data.get("kind") == "stand_in"):
        return places[0]
    return (others or places or entries)[0]


def _is_other_name(tape: Tape, n: int, entry: Entry) -> bool:
    """A surname or "Barat" that ends an unknown name is not ours: "Moussa Traoré", "Papua Barat"."""
    if entry.kind == "decoy":
        return True
    before, opener = tape.letters[n - 1 : n], tape.letters[n - 2 : n - 1]
    if entry.kind == "bloc":
        return before in ("P", "S") or (before == "C" and opener not in ("", "\n"))
    return entry.kind == "person" and before == "C" and opener not in ("", "\n", "<", '"', "[")


def _with_head(scan: Scan, tape: Tape, n: int, neighbour: int) -> tuple[int, int, str | None]:
    """Return a state's tokens and the head noun's sector, where a capitalised head noun belongs to the name."""
    first, last = tape.first[n], tape.last[n]
    if _is_capitalised(scan, tape, neighbour):
        sector = scan.entries(tape.ref[neighbour])[0].data.get("sector")
        return min(first, tape.first[neighbour]), max(last, tape.last[neighbour]), sector
    return first, last, None


def _is_capitalised(scan: Scan, tape: Tape, n: int) -> bool:
    """Is the head noun written as a name? At a sentence's start one capital says nothing."""
    first, last = tape.first[n], tape.last[n]
    if tape.letters[n - 1 : n] in ("", "\n"):
        return last > first and scan.word(last)[:1].isupper()
    return scan.word(first)[:1].isupper()


def _is_place(scan: Scan, tape: Tape, n: int) -> bool:
    """Is a name of a state or town used as a place?"""
    letters = tape.letters
    if letters[n] == "P" and _is_town(scan.lexicon, tape.ref[n]):
        return True
    if n and letters[n - 1] in _JOINED:
        if _GIVEN.search(letters, max(0, n - 7), n):
            return False
        before = letters[max(0, n - 4) : n].rpartition("\n")[2]
        if _PLACE_BEFORE.search(before) or before.endswith(("P,", "S,") if letters[n] == "P" else ()):
            return True
        if before.endswith("P,") and _is_in(scan, tape, n - 2, n):
            return True
    if letters[n + 1 : n + 2] == "d" and scan.lexicon.language == "id":
        # "Mali utara" is a region; "Mali tengah berjuang" is Mali in the midst of fighting.
        return scan.word(tape.first[n + 1]) != "tengah"
    return letters[n - 1 : n] == "O" and "L" in letters[max(0, n - 6) : n].rpartition("\n")[2]


@functools.lru_cache(maxsize=1 << 14)
def _is_town(lexicon: Lexicon, reading: int) -> bool:
    return all(e.kind == "place" for e in lexicon.readings[reading])


def _is_in(scan: Scan, tape: Tape, town: int, state: int) -> bool:
    """ "Gao, Mali" is a place; in "attacked Gao, France left" a clause begins."""
    towns = {e.data.get("country") for e in scan.entries(tape.ref[town])}
    return bool(towns & {e.data.get("country") for e in scan.entries(tape.ref[state])} - {None, ""})


def _sector(scan: Scan, tape: Tape, n: int, entry: Entry) -> str | None:
    """Return the sector that the agent word beside the name gives, None where it qualifies something else."""
    letters = tape.letters
    if _AGENT_FIRST[scan.lexicon.language]:
        match = _AGENT_BEFORE.search(letters, max(0, n - 3), n) if n and letters[n - 1] in _AGENT_JOINED else None
        if match is None:
            return None
        return _agent_sector(scan, tape, match.start(), letters[match.start() - 1 : match.start()], entry)
    match = _AGENT_AFTER.match(letters, n + 1) if letters[n + 1] in _AGENT_BEHIND else None
    if match:
        return _agent_sector(scan, tape, match.start(1), letters[match.end() : match.end() + 1], entry)
    before = _AGENT_OF.search(letters, max(0, n - 3), n) if n and letters[n - 1] in _AGENT_JOINED else None
    return _agent_sector(scan, tape, before.start(), "", entry) if before else None


def _agent_sector(scan: Scan, tape: Tape, at: int, beyond: str, entry: Entry) -> str | None:
    agent = scan.entries(tape.ref[at])[0]
    # A group needs no sector from its own fighters; a person's office is the registry's, but "pemerintah Goita" is GOV.
    if entry.kind not in ("state", "person") or (entry.kind == "person" and agent.kind != "government"):
        return None
    if beyond in tuple("wCAkYfgrpth") and agent.form in section(scan.lexicon.language, "words")["qualifier"]:
        return None  # "kemajuan militer Mali", "Malian military base"
    return agent.data.get("sector") or None
