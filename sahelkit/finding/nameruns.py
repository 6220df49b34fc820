"""Runs of capitals on the name tape, cut into names, and what each names.

A run may hold several names: "Menteri Mali Abdoulaye Ba" a state and a person, "Ketua Umum Partai Hijau Budi Santoso"
an organisation and, behind a title, a person. What a name is, is told by its head or inner words, by what stands before
it, or by the apposition after it. Every expression is linear: bounded repeats over one letter a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

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
_RUN = {lang: re.compile(rf"{tail}{_HEAD}|Q#(?=[^#%])|{_PLAIN}|b+") for lang, tail in _TAIL.items()}
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


class Run(NamedTuple):
    """A name as tape positions (inclusive); `weak` where its capital had no choice."""

    first: int
    last: int
    kind: str
    cue: str
    weak: bool


def find_runs(tape: Tape, language: str) -> Iterator[Run]:
    """Yield the names on a tape in order; kind is unknown where neither the name nor its neighbours tell."""
    letters = tape.letters
    for match in _RUN[language].finditer(letters):
        first, end = match.span()
        run = match.group()
        if run[0] == "b":
            yield Run(first, end - 1, "unknown", "line", True)
        elif not run.strip("SHA") or (first and letters[first - 1] == "e"):
            continue
        else:
            titled = first > 0 and _TITLED.search(letters, max(0, first - 2), first) is not None
            parts = _cut(run, titled, _CLOSING[language]) if titled or len(run) > 1 else [(0, 1, False)]
            for a, b, is_person in parts:
                named = _named(tape, first + a, first + b, is_person, language)
                if named is not None:
                    yield named


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


def _named(tape: Tape, first: int, end: int, is_person: bool, language: str) -> Run | None:
    letters = tape.letters
    while end - first > 2 and letters[end - 1] in ("Tpcj.x" if letters[end] == "#" else "Tpcj."):
        end -= 1
    run = letters[first:end]
    if run[0] == "G" and first and letters[first - 1] == "&":
        return None  # Menteri Energi dan Sumber Daya
    if run == "G" and first and letters[first - 1] == "v":
        return Run(first, first, "person", "verb", False)
    if len(run) == 1 and run not in "CZB" and tape.first[first] == tape.last[first]:
        return None
    if not run.strip(_EMPTY) and not (len(run) == 1 or _MENTIONS.search(run)):
        return None
    if is_person:
        return Run(first, end - 1, "person", "title", False)
    kind, cue = _by_itself(run, language) or _by_neighbours(letters, first, end, language)
    return Run(first, end - 1, kind, cue, run == "B") if kind else None


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
    before = letters[first - 1] if first else "\n"
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
    if is_apposed and _TITLED_BEFORE.search(letters, max(0, first - 12), first):
        return "person", "apposition"
    if before == "i":
        return "place", "preposition"
    return "unknown", "shape"
