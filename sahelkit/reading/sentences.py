"""Sentences: where one ends, inside one zone.

A sentence ends at a line break and at `.`, `?`, `!`, `…` followed by white space, its closing marks included; not
after an abbreviation or an initial, not before a lower-case word, not inside a short quotation. Whether `dll.` or
`U.S.` ends a sentence is decided by the word that follows. The lists stand in the lexicons.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from sahelkit.lexicons.tables import section
from sahelkit.reading.lines import BREAK, wording
from sahelkit.reading.zones import Zone

SHORT_QUOTATION = 130  # code points; longer quotations are split into their sentences
_END = re.compile(rf"[.!?…]+(?:\s?»|[\"”’'›)\]])*(?=\s)|[{BREAK}]")
_NEXT = re.compile(rf"[^\S{BREAK}]*([\"“”«‘'(\[¿¡–—-]*\s?)(\w*(?:['’]\w*)?)")
_LAST = re.compile(r"(?:[^\W_]+\.)*[^\W_]+$")
_QUOTED = re.compile(
    rf"“[^“”{BREAK}]*”|«[^«»{BREAK}]*»|(?<![^\s(\[])[\"”](?=\S)[^\"”{BREAK}]*[\"”]|(?<![^\s(\[])[‘'](?=\S)[^‘’'{BREAK}]*[’'](?!\w)"
)


class Sentence(NamedTuple):
    """A sentence of the repaired text and the zone it stands in."""

    start: int
    end: int
    zone: str


class Words(NamedTuple):
    """The words of one language that decide whether a full stop ends a sentence; all lower case but the titles."""

    never: frozenset[str]
    maybe: frozenset[str]
    starts: frozenset[str]


def find_sentences(text: str, zones: Sequence[Zone], *, language: str) -> list[Sentence]:
    """Split every zone into sentences.

    Known failures: an abbreviation nobody listed; a sentence that starts in lower case; `…` before a capital inside
    a quotation that was cut.

    Parameters
    ----------
    text : str
        The repaired text of one article.
    zones : sequence of Zone
        From `find_zones`; no sentence crosses one.
    language : {"id", "en", "fr"}
        Whose abbreviations count.

    Returns
    -------
    list of Sentence
        Sorted, without overlap and without white space at either end; offsets in code points into `text`, half-open.
        White space alone gives an empty list.

    Examples
    --------
    >>> text = "Jend. Townsend berbicara. “Mereka ada di sana. Kami tahu,” katanya."
    >>> [text[s.start:s.end] for s in find_sentences(text, [Zone(0, len(text), "body", "rest")], language="id")]
    ['Jend. Townsend berbicara.', '“Mereka ada di sana. Kami tahu,” katanya.']
    >>> text = "M. Diop a parlé. Il est parti à 13.00 h."
    >>> [text[s.start:s.end] for s in find_sentences(text, [Zone(0, len(text), "body", "rest")], language="fr")]
    ['M. Diop a parlé.', 'Il est parti à 13.00 h.']
    """
    words = _words(language)
    found: list[Sentence] = []
    for zone in zones:
        start = zone.start
        for end in _ends(text, zone, words):
            _add(found, text, start, end, zone.zone)
            start = end
        _add(found, text, start, zone.end, zone.zone)
    return found


def _add(found: list[Sentence], text: str, start: int, end: int, zone: str) -> None:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        left = start + len(piece) - len(piece.lstrip())
        found.append(Sentence(left, left + len(kept), zone))


def _ends(text: str, zone: Zone, words: Words) -> list[int]:
    ends: list[int] = []
    start = zone.start
    for match in _END.finditer(text, zone.start, zone.end):
        at = match.start()
        if text[at] in BREAK or _is_end(text, start, match, zone.end, words):
            start = match.end()
            ends.append(start)
    inner = [end for end in ends if text[end - 1] not in BREAK]
    return _outside_quotations(text, zone, ends) if inner else ends


def _is_end(text: str, start: int, match: re.Match[str], limit: int, words: Words) -> bool:
    after = _NEXT.match(text, match.end(), limit)
    marks, word = (after[1], after[2]) if after else ("", "")
    if word and word[0].islower():
        return False
    stop = match[0]
    at = match.start()
    if stop[0] == "…" or stop[:3] == "...":
        return at == start or not text[at - 1].isspace()
    if stop[0] != "." or stop[:2] == "..":
        return True
    before = _LAST.search(text, max(start, at - 24), at)
    if before is None:
        return True
    return _ends_after(before[0], stop, marks + word, words, first=not text[start : before.start()].strip())


def _ends_after(last: str, stop: str, following: str, words: Words, *, first: bool) -> bool:
    """Does a full stop after the word `last` end the sentence, given what follows?"""
    if len(stop) > 1 and stop[1] not in ")]":
        return True  # a closing quotation mark stands after the full stop
    if first and last.isdigit() and len(last) <= 2:
        return False  # the number of a list item
    if last in words.never:
        return False
    single = len(last) == 1 and last.isupper()
    lettered = "." in last and all(len(part) <= 1 or part == part.capitalize() for part in last.split(".")) and not last[-1].isdigit()
    if single or lettered or last in words.maybe:
        return following.lower().lstrip("\"“”«‘'([ ") in words.starts or following[:1] in ("“", "”", '"', "«")
    return True


def _outside_quotations(text: str, zone: Zone, ends: list[int]) -> list[int]:
    """Drop the ends that stand strictly inside a short quotation."""
    short = [m.span() for m in _QUOTED.finditer(text, zone.start, zone.end) if len(m[0]) <= SHORT_QUOTATION]
    kept: list[int] = []
    n = 0
    for end in ends:
        while n < len(short) and short[n][1] <= end:
            n += 1
        if n == len(short) or not short[n][0] < end < short[n][1]:
            kept.append(end)
    return kept


@functools.cache
def _words(language: str) -> Words:
    return Words(
        frozenset(wording(language, "abbreviations") if language != "fr" else section("fr", "reading")["abbreviations"]),
        frozenset(wording(language, "abbreviations_final")),
        frozenset(section(language, "reading")["sentence_starts"]),
    )
