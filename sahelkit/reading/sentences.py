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
from sahelkit.reading.lines import any_of, wording
from sahelkit.reading.zones import Zone

SHORT_QUOTATION = 240  # code points; longer quotations are split into their sentences
_END = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*(?:\s?»|[\"”’'›)\]])*(?=\s)")
_NEXT = re.compile(r"\s*([\"“”«‘'(\[¿¡–—-]*\s?)(\w*(?:['’]\w*)?)(\s[^\W\d_A-Z])?")
_BACKWARDS = re.compile(r"[^\s(\[\"“”«'’‘/-]+")  # the word that ends here, over reversed text: never tried twice
_ROMAN = re.compile(r"[IVXLC]+")
_NUMBERED = re.compile(r"\s[A-Z]\.\s?\d")
_ATTRIBUTION = 5  # blanks: `," kata menteri itu lagi "`
_QUOTED = re.compile(
    r"[“«\"”‘'](?:(?<=“)[^“”]*”|(?<=«)[^«»]*»|(?<![^\s(\[][\"”])(?<=[\"”])(?=\S)[^\"”]*[\"”]"
    r"|(?<![^\s(\[][‘'])(?<=[‘'])(?=\S)[^‘’']*[’'](?!\w))"
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
    stops: frozenset[str]
    starts: frozenset[str]
    only: re.Pattern[str]
    cues: re.Pattern[str]
    leading: frozenset[str]


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
        for line in text[zone.start : zone.end].splitlines(keepends=True):
            at, start = start, start + len(line)
            if line.isspace():
                continue
            for end in _ends(text, at, start, words):
                _add(found, text, at, end, zone.zone)
                at = end
            _add(found, text, at, start, zone.zone)
    return found


def _add(found: list[Sentence], text: str, start: int, end: int, zone: str) -> None:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        left = start if len(kept) == len(piece) else start + len(piece) - len(piece.lstrip())
        found.append(Sentence(left, left + len(kept), zone))


def _ends(text: str, start: int, limit: int, words: Words) -> list[int]:
    """Return where sentences end inside one line, but for its own end."""
    ends: list[int] = []
    at = start
    for match in _END.finditer(text, start, limit):
        if _is_end(text, at, match, limit, words):
            at = match.end()
            ends.append(at)
    lost = [match.start() for match in words.only.finditer(text, start, limit)]
    quoted = [match.span() for match in _QUOTED.finditer(text, start, limit)]
    if not quoted:
        return sorted({*ends, *lost}) if lost else ends
    short = [(a, b) for a, b in quoted if b - a <= SHORT_QUOTATION]
    before = [start, *(b for _, b in quoted)]
    opened = [a for (a, b), c in zip(quoted, before) if a > start and _opens_sentence(text, a, b, c, words)]
    return _outside(sorted({*ends, *lost, *opened}), short)


def _opens_sentence(text: str, start: int, end: int, before: int, words: Words) -> bool:
    """Does a quotation open a sentence although no stop stands before it: `… parlemen "Kami pergi," kata dia`?

    `before` is where the quotation before it ends: what attributes that one (`," katanya menjelaskan "`) does not
    introduce this one, which has a cue of its own.
    """
    gap = text[max(before, start - 60) : start]
    last = gap.split()[-1:]
    if not last or not last[0][-1].isalnum() or not text[start - 1].isspace():
        return False  # a stop, a comma or a colon stands before it, or another quotation
    attributed = gap.count(" ") <= _ATTRIBUTION and start - before < 60 and words.cues.match(text, before)
    if last[0] in words.leading and not attributed:
        return False
    return text[start + 1].isupper() and text[end - 2] in ",?!" and bool(words.cues.match(text, end))


def _is_end(text: str, start: int, match: re.Match[str], limit: int, words: Words) -> bool:
    at, end = match.span()
    plain = end - at == 1 and text[at] == "." and text[end + 1 : end + 2].isupper()
    if plain and (last := _last_word(text, start, at)).isalpha() and last[-1].islower() and last not in words.stops:
        return True  # by far the most
    after = _NEXT.match(text, end, limit)
    marks, word = (after[1], after[2]) if after else ("", "")
    if word and word[0].islower():
        return False
    stop = match[0]
    if stop[0] == "…" or stop[:3] == "...":
        return at == start or not text[at - 1].isspace()
    if stop[0] != "." or stop[:2] == "..":
        return True
    last = _last_word(text, start, at)
    if not last:
        return True
    if _ROMAN.fullmatch(last) and _NUMBERED.match(text, end, limit):
        return False  # No. XI. B. 02
    opening = at - len(last)
    first = opening - start < 8 and (opening == start or not text[start:opening].strip())
    return _ends_after(last, stop, marks + word, words, first=first, lower=bool(after and after[3]))


def _last_word(text: str, start: int, end: int) -> str:
    found = _BACKWARDS.match(text[max(start, end - 24) : end][::-1])
    return found[0][::-1] if found else ""


def _ends_after(last: str, stop: str, following: str, words: Words, *, first: bool, lower: bool) -> bool:
    """Does a full stop after the word `last` end the sentence, given what follows?"""
    if len(stop) > 1 and stop[1] not in ")]":
        return True  # a closing quotation mark stands after the full stop
    if first and last.isdigit() and len(last) <= 2:
        return False  # the number of a list item
    if last in words.never:
        return False
    if not (_is_lettered(last) or last in words.maybe):
        return True
    if following.lower().lstrip("\"“”«‘'([ ") in words.starts or following[:1] in ("“", "”", '"', "«"):
        return True
    return last in words.maybe and "." not in last and following[:1].isupper() and lower


def _is_lettered(word: str) -> bool:
    """Is the word an initial or letters with stops between: `J`, `U.S`, `M.Si`?"""
    if len(word) == 1:
        return word.isupper()
    return "." in word and not word[-1].isdigit() and all(p == p.capitalize() and len(p) < 4 for p in word.split("."))


def _outside(ends: list[int], quotations: list[tuple[int, int]]) -> list[int]:
    """Drop the ends that stand strictly inside one of these quotations; both lists are sorted."""
    kept: list[int] = []
    n = 0
    for end in ends:
        while n < len(quotations) and quotations[n][1] <= end:
            n += 1
        if n == len(quotations) or not quotations[n][0] < end < quotations[n][1]:
            kept.append(end)
    return kept


@functools.cache
def _words(language: str) -> Words:
    own = section(language, "reading")
    only = any_of(own["sentence_only"])
    never, maybe = frozenset(own["abbreviations"]), frozenset(wording(language, "abbreviations_final"))
    return Words(
        never=never,
        maybe=maybe,
        stops=never | maybe,
        starts=frozenset(own["sentence_starts"]),
        only=re.compile(rf" (?<=[a-zà-ÿ\d%)] )(?={only}[,\s]\s?[a-zà-ÿ])"),
        leading=frozenset(own["leading_cues"]),
        cues=re.compile(rf"\s{any_of(own['trailing_cues'])}\b"),
    )
