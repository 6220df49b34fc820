"""Sentences: where one ends, inside one zone.

A sentence ends at a line break and at `.`, `?`, `!`, `…` followed by white space, its closing marks included; not
after an abbreviation or an initial, not before a lower-case word, not inside a short quotation. Whether `dll.` or
`U.S.` ends a sentence is decided by the word that follows. The lists stand in the lexicons.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
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
_MARKS = frozenset('"“”«')
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
    lost = [match.start() for match in words.only.finditer(text)]
    found: list[Sentence] = []
    for zone in zones:
        start = zone.start
        for line in text[zone.start : zone.end].splitlines(keepends=True):
            at, start = start, start + len(line)
            if line.isspace():
                continue
            ends = _stops(text, at, start, words)
            if lost:
                ends = sorted({*ends, *(match.start() for match in words.only.finditer(text, at, start))})
            if _may_quote(line):
                ends = _quoted(text, at, start, ends, words)
            for end in (*ends, start):
                piece = text[at:end]
                kept = piece.strip()
                if kept:
                    left = at + piece.index(kept[0])
                    found.append(Sentence(left, left + len(kept), zone.zone))
                at = end
    return found


def _may_quote(line: str) -> bool:
    """Does the line hold a mark that can open a quotation?"""
    return "“" in line or '"' in line or "'" in line or "«" in line or "‘" in line or "”" in line


def _stops(text: str, start: int, limit: int, words: Words) -> list[int]:
    """Return where stops end sentences inside one line, but for its own end."""
    ends: list[int] = []
    at = start
    filled = start + len(text[start:limit].rstrip())
    for match in _END.finditer(text, start, limit):
        stop, end = match.span()
        if end >= filled:
            break
        is_end = False
        if end - stop == 1 and text[stop] == "." and _is_capital(text, end + 1):
            last = text[text.rfind(" ", at, stop) + 1 or at : stop]
            is_end = not last or (last not in words.stops and _is_plain(last))  # by far the most end so
        if is_end or _is_end(text, at, match, limit, words):
            at = end
            ends.append(end)
    return ends


def _is_capital(text: str, at: int) -> bool:
    """Does a capital stand here, or behind a quotation mark that stands here?"""
    return text[at : at + 1].isupper() or (text[at : at + 1] in _MARKS and text[at + 1 : at + 2].isupper())


def _is_plain(word: str) -> bool:
    """Is the word one that a full stop ends a sentence after: letters, the last in lower case, or a long number?"""
    return (word.isalpha() and word[-1].islower()) or (len(word) > 2 and word.isdecimal())


def _quoted(text: str, start: int, limit: int, ends: list[int], words: Words) -> list[int]:
    """Return the ends inside one line without those in short quotations, with those where one opens a sentence."""
    quoted = [match.span() for match in _QUOTED.finditer(text, start, limit)]
    before = [start, *(b for _, b in quoted)]
    opened = [a for (a, b), c in zip(quoted, before) if a > start and _opens_sentence(text, a, b, c, words)]
    ends = sorted({*ends, *opened}) if opened else ends
    for a, b in quoted:
        if b - a <= SHORT_QUOTATION:
            del ends[bisect_right(ends, a) : bisect_left(ends, b)]
    return ends


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


@functools.cache
def _words(language: str) -> Words:
    own = section(language, "reading")
    only = any_of(own["sentence_only"])
    capital = "".join(sorted({word[0] for word in own["sentence_only"]}))
    never, maybe = frozenset(own["abbreviations"]), frozenset(wording(language, "abbreviations_final"))
    return Words(
        never=never,
        maybe=maybe,
        stops=never | maybe,
        starts=frozenset(own["sentence_starts"]),
        only=re.compile(rf" (?=[{capital}])(?<=[a-zà-ÿ\d%)] )(?={only}[,\s]\s?[a-zà-ÿ])"),
        leading=frozenset(own["leading_cues"]),
        cues=re.compile(rf"\s{any_of(own['trailing_cues'])}\b"),
    )
