"""Stops: whether a full stop, a question mark or `…` ends a sentence, by the words around it.

Not after an abbreviation or an initial, not before a lower-case word. Whether `dll.` or `U.S.` ends a sentence is
decided by the word that follows. The lists stand in the lexicons.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.lexicons.tables import section
from sahelkit.reading.lines import any_of, wording

STOPS = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*(?:\s?»|[\"”’'›)\]])*(?=\s)")
_NEXT = re.compile(r"\s*([\"“”«‘'(\[¿¡–—-]*\s?)(\w*(?:['’]\w*)?)(\s[^\W\d_A-Z])?")
_BACKWARDS = re.compile(r"[^\s(\[\"“”«'’‘/-]+")  # the word that ends here, over reversed text: never tried twice
_ROMAN = re.compile(r"[IVXLC]+")
_NUMBERED = re.compile(r"\s[A-Z]\.\s?\d")
HALF = 16  # bits: the two first letters of a word as one number


class Words(NamedTuple):
    """The words of one language that decide whether a full stop ends a sentence; all lower case but the titles."""

    never: frozenset[str]
    maybe: frozenset[str]
    stops: frozenset[str]
    starts: frozenset[str]
    only: re.Pattern[str]
    openings: NDArray[np.int64]
    cues: re.Pattern[str]
    leading: frozenset[str]


def ends_sentence(text: str, start: int, match: re.Match[str], limit: int, words: Words) -> bool:
    """Does the match of `STOPS` end a sentence that begins at `start`, in a line that goes to `limit`?"""
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
def ending_words(language: str) -> Words:
    """Return the words of a language that decide."""
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
        openings=np.array([ord(word[0]) << HALF | ord(word[1]) for word in own["sentence_only"]]),
        leading=frozenset(own["leading_cues"]),
        cues=re.compile(rf"\s{any_of(own['trailing_cues'])}\b"),
    )
