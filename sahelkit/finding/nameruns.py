"""Runs of capitals on the name tape, cut into names, and what each names.

A run may hold several names: "Menteri Mali Abdoulaye Ba" a state and a person, "Ketua Umum Partai Hijau Budi Santoso" an
organisation and, behind a title, a person. What a name is, is told by its head or inner words, by what stands before
it, or by the apposition after it.
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
_HEAD = rf"[OMLQ]\.?(?:{_LINK}(?:{_W}|x|T(?!j?[CZIBGSHK]))){{1,10}}"
_TAIL = {
    # Kementerian Hukum dan HAM, Partai Keadilan dan Persatuan Indonesia
    "id": rf"M(?:{_W}|x){{1,6}}&[CZGNx]{_W}{{0,3}}|OG{{1,2}}&[GO]G?S?(?!C)|",
    # Ministry of Mines and Energy, Province of Soum
    "en": rf"{_W}{{0,4}}(?:M(?:ya?(?:{_W}|x){{1,4}}(?:&[CZG]{{1,3}}(?![OML]))?){{1,3}}|[OL](?:ya?(?:{_W}|x){{1,4}}){{1,3}})|",
    # Université des lettres de Bamako, Front de libération du Macina
    "fr": rf"[OML]{_W}{{0,4}}(?:[wn]?(?:yj?(?:aj?)?[wn]?){{1,2}}(?:{_W}|x){{1,4}}){{1,3}}"
    rf"(?:(?<=M[yaj][CGZ])&[CG])?|",
}
_RUN = {lang: re.compile(rf"{tail}{_HEAD}|Q#(?=[^#%w])|{_PLAIN}|b+") for lang, tail in _TAIL.items()}
_SAYS_AFTER = re.compile(r"w?[vV]")
_APPOSED = re.compile(r",[aw]?[wG]?[tmk]|\(#\)|,#,")
_TITLED_BEFORE = re.compile(r"[tTmK][^,\n.]{0,9},$")
_TITLE = re.compile(r"[tTmK]\.?$")
_OFFICE_NAME = re.compile(r"(?:[OM]+(?:G[GDNOSx]*|C(?=CC)|ZG*)|Z(?:jZ)?[GSD]*|G[GDS]*|CD+)(?=[CIB])")
_SECOND_HEAD = re.compile(r"Z(?=[OML](?!$))")
_LONE = frozenset("O M L N G D E I I. T x Q S H A".split())


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
        if letters[first] == "b":
            yield Run(first, end - 1, "unknown", "line", True)
            continue
        if letters[first - 1] == "e" if first else False:
            continue
        titled = bool(first and _TITLE.search(letters, max(0, first - 2), first))
        for a, b, person in _cut(letters, first, end, titled, "E" if language == "id" else "EOM" if language == "en" else ""):
            run = _named(tape, a, b, person, language)
            if run is not None:
                yield run


def _cut(letters: str, first: int, end: int, titled: bool, closing: str) -> Iterator[tuple[int, int, bool]]:
    """Cut a run at the registry's names and behind an office's name; say which part a title makes a person."""
    run = letters[first:end]
    rest = run.lstrip("SHA")
    if rest and rest[0] not in "jpcD" and rest[-1] not in closing:
        first, run = end - len(rest), rest
    head = _SECOND_HEAD.match(run)
    if head:  # OJK Bidang Edukasi
        yield first, first + head.end(), False
        first, run = first + head.end(), run[head.end() :]
    office = _OFFICE_NAME.match(run) if titled else None
    if office:
        if run[0] != "G":
            yield first, first + office.end(), False
        first, run = first + office.end(), run[office.end() :]
    if run[:1] in ("O", "M", "L") or "j" in run or run[1:2] == "D" or run[-1:] in tuple(closing) or not any(c in run for c in "SHA"):
        yield first, end, titled and bool(run) and run[0] not in "OMLZQ"
        return
    for part in re.finditer("[^SHA]+", run):
        yield first + part.start(), first + part.end(), titled and part.end() == len(run)


def _named(tape: Tape, first: int, end: int, person: bool, language: str) -> Run | None:
    letters = tape.letters
    while end - first > 2 and letters[end - 1] in "T.":
        end -= 1
    run = letters[first:end]
    if not run.strip("SHAjI.GDN") and run not in _LONE and not any(c in run for c in "SHA"):
        return None
    if not run.strip("SHAjI.") or (run in _LONE and tape.first[first] == tape.last[first]):
        return None
    if person:
        return Run(first, end - 1, "person", "title", False)
    kind, cue = _kind(letters, first, end, language)
    return Run(first, end - 1, kind, cue, run == "B") if kind else None


def _kind(letters: str, first: int, end: int, language: str) -> tuple[str, str]:
    run = letters[first:end]
    if run[0] in "OMQ" and not run[1:].strip("x"):
        return "", "head"
    if run[0] in "OMQ" or (language != "id" and run[-1] in "OM"):
        return "organisation", "head"
    if run[-1] == "E" and len(run) > 1:
        return "organisation", "head"
    if run[0] == "L" or (language == "en" and run[-1] == "L"):
        return "place", "head"
    before = letters[first - 1] if first else "\n"
    if "p" in run or "c" in run:
        return "person", "particle"
    lone_acronym = run == "Z"
    if before == "k" and not lone_acronym:
        return "person", "noun"
    if before == "u":
        return "organisation", "noun"
    if before == "l":
        return ("organisation", "acronym") if lone_acronym else ("place", "noun")
    if "G" in run and len(run) > 1:
        return "organisation", "inner"
    if lone_acronym:
        return "organisation", "acronym"
    if before == "v" or (before == "V" and language != "id") or _SAYS_AFTER.match(letters, end):
        return "person", "verb"
    if _APPOSED.match(letters, end):
        return "person", "apposition"
    if before == "," and letters[end : end + 1] in (",", "v", "V", "r", "d") and _TITLED_BEFORE.search(
        letters, max(0, first - 12), first
    ):
        return "person", "apposition"
    if before == "i":
        return "place", "preposition"
    return "unknown", "shape"
