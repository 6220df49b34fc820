"""Runs of capitals on the name tape, cut into names, and what each names.

A run may hold several names: "Menteri Mali Abdoulaye Ba" a state and a person, "Ketua Umum Partai Hijau Budi Santoso"
an organisation and, behind a title, a person. What a name is, is told by its head or inner words, by what stands before
it, or by the apposition after it. Every expression is linear: bounded repeats over one letter a word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.scan import Ints
from sahelkit.finding.tape import Tape

# A word of a name: capitalised, acronym, initial with its stop, inner word, agent noun, head, a name of the registry.
_W = r"(?:[CZGDENHASOMLB]|I\.?)"
_LINK = r"(?:j|cj|p{1,2}j?)?"
_PLAIN = rf"(?:[cp]j)?{_W}(?:{_LINK}{_W}){{0,14}}(?:(?<=C)[TK](?!j?[A-Zyt]))?"
_HEAD = rf"[OMLQ]\.?(?:{_LINK}(?:{_W}|x|X|T(?=[GX])|T(?!j?[CZIBGSHK]))){{1,10}}"
_MORE = rf"(?:{_W}|[xX]){{1,4}}"
_TAIL = {
    # Kementerian Hukum dan HAM, Partai Keadilan dan Persatuan Indonesia
    "id": rf"M(?:{_W}|[xX]){{1,6}}&[CZGNx]{_W}{{0,3}}|OG{{1,2}}&[GO]G?S?(?!C)|",
    # Ministry of Mines and Energy, Province of Soum
    "en": rf"{_W}{{0,4}}(?:M(?:ya?{_MORE}(?:&[CZG]{{1,3}}(?![OML]))?){{1,3}}|[OL](?:ya?{_MORE}){{1,3}})|",
    # Université des lettres de Bamako, Front de libération du Macina, Ministère des Eaux et Forêts
    "fr": rf"[OML]{_W}{{0,4}}(?:[wn]?(?:yj?(?:aj?)?[wn]?){{1,2}}{_MORE}){{1,3}}"
    rf"(?:(?:(?<=My[CGZ])|(?<=Mya[CGZ]))&[CG])?|",
}
# All that a rule asks of what stands behind a run: a verb of saying, an apposition, a number.
_BEHIND = r"(?=(w?[vV]|,[aw]?[wG]?[tmk]|\(#\)|,#w?,|[,#rd]|))"
_RUN = {lang: re.compile(rf"(?:{tail}{_HEAD}|Q#(?=[^#%])|{_PLAIN}|b+){_BEHIND}") for lang, tail in _TAIL.items()}
_OPENS = "[CZGDENHASOMLBIcpQb]"  # where a run may start: a set of letters, which a search leaps to
_GOES_ON = "[CZGDENHASOMLBIjpc]"
# A lone name of the registry starts no run; plain capitals with nothing joined to them are one as they stand.
_START = re.compile(rf"{_OPENS}(?:(?<![SHA])|(?={_GOES_ON}))(?:(?<=[CZB])[CZ]{{0,14}}(?!{_GOES_ON}|[TK]){_BEHIND})?")
_CLOSING = {"id": "E", "en": "EOM", "fr": "E"}  # a noun that ends a name and holds what stands before it
_SAYS_AFTER = re.compile(r"w?[vV]")
_APPOSED = re.compile(r",[aw]?[wG]?[tmk]|\(#\)|,#w?,")
_TITLED = re.compile(r"[tTmK]\.?$")
_TITLED_BEFORE = re.compile(r"[tTmK][^,\n.]{0,9},$")
_OFFICE_NAME = re.compile(r"(?:[OM]+(?:G[GDNOSx]*|C(?=[CG]C)|ZG*)|Z(?:jZ)?[GSD]*|G[GDS]*|CD+)(?=[CIB])")
_SECOND_HEAD = re.compile(r"Z(?=[OML](?!$))|[GN]+(?=[OM](?!$))")
_MENTIONS = re.compile("[SHA]")
_NO_MENTION = re.compile("[^SHA]+")
_EMPTY = "SHAjI.GDN"  # alone or together, no name


class Runs(NamedTuple):
    """Names in text order, as columns: tape positions (inclusive), kind and cue of each.

    `weak` where its capital had no choice, `holds` where one of the registry's names is in it.
    """

    first: Ints
    last: Ints
    kind: list[str]
    cue: list[str]
    weak: NDArray[np.bool_]
    holds: NDArray[np.bool_]

    def only(self, keep: NDArray[np.bool_]) -> Runs:
        """Return the names that a mask holds."""
        kind, cue = (list(compress(side, keep.tolist())) for side in (self.kind, self.cue))
        return Runs(self.first[keep], self.last[keep], kind, cue, self.weak[keep], self.holds[keep])


class _Name(NamedTuple):
    """A name within a run, as letters of it (inclusive); `lone` names stand only where they are several tokens."""

    first: int
    last: int
    kind: str
    cue: str
    weak: bool
    holds: bool
    lone: bool


def find_runs(tape: Tape, language: str) -> Runs:
    """Find the names on a tape in order; kind is unknown where neither the name nor its neighbours tell."""
    letters, runs = f"\n\n{tape.letters}", _RUN[language]
    starts: list[int] = []
    names: list[tuple[_Name, ...]] = []
    at = 2
    while start := _START.search(letters, at):  # a run is tried only where one may start
        at = start.start()
        match = start if start.lastindex else runs.match(letters, at)
        if match is None:
            at += 1
            continue
        before = _before(letters[at - 2 : at])
        if before == "," and _TITLED_BEFORE.search(letters, max(0, at - 12), at):
            before = "t,"
        names.append(_names(before, match[0], match[1], language))
        starts.append(at - 2)
        at = match.end()
    at_each = np.repeat(np.array(starts, dtype=np.int64), np.array([*map(len, names)], dtype=np.int64))
    return _columns(tape, at_each, [*chain.from_iterable(names)])


def _columns(tape: Tape, at: Ints, names: Sequence[_Name]) -> Runs:
    """Put names where their runs start on the tape; leave out the lone ones of a single token."""
    first, last, kind, cue, *flags = zip(*names, strict=True) if names else [()] * 7
    weak, holds, lone = (np.array(flag, dtype=bool) for flag in flags)
    runs = Runs(at + np.array(first, np.int64), at + np.array(last, np.int64), list(kind), list(cue), weak, holds)
    return runs.only(~lone | (np.asarray(tape.first)[runs.first] < np.asarray(tape.last)[runs.last]))


@functools.lru_cache(maxsize=1 << 12)
def _before(letters: str) -> str:
    """Return what a rule asks of the two letters before a run: a title before a mark, or the one next to it."""
    if letters[0] in "tTmK" and letters[1] in ",.\n":
        return f"t{letters[1]}"
    return letters[1] if letters[1] in "tTmKe&vVukli," else "w"


@functools.lru_cache(maxsize=1 << 15)  # a run's letters are few: a batch has some hundred different ones
def _names(before: str, run: str, behind: str, language: str) -> tuple[_Name, ...]:
    """Cut a run into names and judge each; `before` and `behind` are its neighbours as far as a rule asks."""
    if run[0] == "b":
        return (_Name(0, len(run) - 1, "unknown", "line", True, False, False),)
    if not run.strip("SHA") or before == "e":
        return ()
    titled = _TITLED.search(before) is not None
    parts = _cut(run, titled, _CLOSING[language]) if titled or len(run) > 1 else [(0, 1, False)]
    shift = len(before)
    named = (_named(before + run + behind, shift + a, shift + b, is_person, language) for a, b, is_person in parts)
    return tuple(name._replace(first=name.first - shift, last=name.last - shift) for name in named if name)


def _cut(run: str, titled: bool, closing: str) -> Iterator[tuple[int, int, bool]]:
    """Cut a run at the registry's names and behind an office's name; say which part a title makes a person."""
    at, end = 0, len(run)
    rest = run.lstrip("SHA")
    if rest and rest[0] not in "jpcD" and rest[-1] not in closing:
        at = end - len(rest)
    head = _SECOND_HEAD.match(run, at)
    if head:  # OJK Bidang Edukasi, Mahasiswa Fakultas Kedokteran
        if run[at] == "Z":
            yield at, head.end(), False
        at = head.end()
    office = _OFFICE_NAME.match(run, at) if titled else None
    if office:
        if run[at] != "G":  # Menteri Pertanian Oumou Ba: the office is no name
            yield at, office.end(), False
        at = office.end()
    part = run[at:]
    whole = part[0] in "OML" or "j" in part or part[1:2] == "D" or part[-1] in closing
    if whole or not _MENTIONS.search(part):
        yield at, end, titled and part[0] not in "OMLZQ"
        return
    for piece in _NO_MENTION.finditer(run, at):
        yield *piece.span(), titled and piece.end() == end


def _named(letters: str, first: int, end: int, is_person: bool, language: str) -> _Name | None:
    while end - first > 2 and letters[end - 1] in ("Tpcj.x" if letters[end : end + 1] == "#" else "Tpcj."):
        end -= 1
    run, before = letters[first:end], letters[first - 1]
    if run[0] == "G" and before == "&":
        return None  # Menteri Energi dan Sumber Daya
    if run == "G" and before == "v":
        return _Name(first, first, "person", "verb", False, False, False)
    holds = _MENTIONS.search(run) is not None
    if not run.strip(_EMPTY) and not (len(run) == 1 or holds):
        return None
    lone = len(run) == 1 and run not in "CZB"
    if is_person:
        return _Name(first, end - 1, "person", "title", False, holds, lone)
    kind, cue = _by_itself(run, language) or _by_neighbours(letters, first, end, language)
    return _Name(first, end - 1, kind, cue, run == "B", holds, lone) if kind else None


def _by_itself(run: str, language: str) -> tuple[str, str] | None:
    """Judge by a head, a closing noun, a particle; ("", …) where a head has no name: "Kelompok HAM"."""
    opens, closes = run[0], run[-1]
    if opens in "OMQL" and not run[1:].strip("x.") and len(run) > 1:
        return "", "head"
    if opens in "OMQ" or (len(run) > 1 and (closes == "E" or (language != "id" and closes in "OM"))):
        return "organisation", "head"
    if opens == "L" or (language == "en" and closes == "L"):
        return "place", "head"
    if "p" in run or "c" in run:
        return "person", "particle"
    return None


def _by_neighbours(letters: str, first: int, end: int, language: str) -> tuple[str, str]:
    """Judge by the noun, verb or preposition before, by the apposition after, by inner words and capitals alone."""
    run = letters[first:end]
    before = letters[first - 1]
    is_acronym = run == "Z"
    if before == "u":
        return "organisation", "noun"
    if not is_acronym and before in "kl":
        return ("person" if before == "k" else "place"), "noun"
    if is_acronym or ("G" in run and len(run) > 1):
        return "organisation", "acronym" if is_acronym else "inner"
    if before == "v" or (before == "V" and language != "id") or _SAYS_AFTER.match(letters, end):
        return "person", "verb"
    if _APPOSED.match(letters, end):
        return "person", "apposition"
    is_apposed = before == "," and letters[end : end + 1] in tuple(",vVrd")
    if is_apposed and _TITLED_BEFORE.search(letters, 0, first):
        return "person", "apposition"
    if before == "i":
        return "place", "preposition"
    return "unknown", "shape"
