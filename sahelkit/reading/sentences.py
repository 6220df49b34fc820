"""Sentences: where one ends, inside one zone.

A sentence ends at a line break and at `.`, `?`, `!`, `…` followed by white space, its closing marks included; not
after an abbreviation or an initial, not before a lower-case word, not inside a short quotation. Whether `dll.` or
`U.S.` ends a sentence is decided by the word that follows. The lists stand in the lexicons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.reading.kinds import (
    BREAK,
    CLOSING,
    DOUBLE,
    LOWER,
    SINGLE,
    SPACE,
    STOP,
    UPPER,
    Ints,
    Letters,
    letters,
    merged,
    places,
)
from sahelkit.reading.stops import HALF, STOPS, Words, ending_words, ends_sentence
from sahelkit.reading.zones import Zone

SHORT_QUOTATION = 240  # code points; longer quotations are split into their sentences
_PAIRED = np.array([ord("“"), ord("«")])  # marks that open wherever they stand
_BRACKETS = np.array([ord("("), ord("[")])
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
    starts, ends, numbers = split(text, [zone.start for zone in zones], language=language)
    return [
        Sentence(start, end, zones[n].zone)
        for start, end, n in zip(starts.tolist(), ends.tolist(), numbers.tolist(), strict=True)
    ]


def split(text: str, zones: Sequence[int] | Ints, *, language: str) -> tuple[Ints, Ints, Ints]:
    """Split a text, or many joined by two line breaks, into sentences; return their starts, ends and zones' numbers.

    `zones` is where the zones start; they cover all that is not white space.
    """
    found = letters(text)
    lines = merged([0], places(found.kinds, BREAK) + 1, zones)
    page = Page(text, found, lines, ending_words(language))
    cuts = merged(lines, _unquoted(page, merged(_stops(page), _unmarked(page))))
    first = np.searchsorted(found.ends, cuts, side="right")
    last = np.searchsorted(found.starts, np.append(cuts[1:], len(text))) - 1
    held = np.flatnonzero(first <= last)
    starts = np.maximum(found.starts[first[held]], cuts[held])
    ends = np.minimum(found.ends[last[held]], np.append(cuts[1:], len(text))[held])
    return starts, ends, np.searchsorted(zones, starts, side="right") - 1


class Page(NamedTuple):
    """What is split: a text, its letters, where its lines and zones start, and the words that decide."""

    text: str
    letters: Letters
    lines: Ints
    words: Words

    def bounds(self, at: Ints) -> tuple[list[int], list[int]]:
        """Return the start and the limit of the line that each place stands in."""
        n = np.searchsorted(self.lines, at, side="right")
        return self.lines[n - 1].tolist(), np.append(self.lines, len(self.text))[n].tolist()


def _stops(page: Page) -> Ints:
    """Return where stops end sentences; what may be said of the end of a line does not matter."""
    kinds = page.letters.kinds
    at = places(kinds, STOP)
    at = at[
        (kinds[at - 1] & STOP == 0) & (kinds[at + 1] & (SPACE | STOP | CLOSING) != 0) & (kinds[at + 1] & BREAK == 0)
    ]
    sure = _are_plain(page, at)
    ends, doubtful = at[sure] + 1, at[~sure]
    before = merged(page.lines, ends)
    floors = before[np.searchsorted(before, doubtful, side="right") - 1].tolist()
    added: list[int] = [0]
    for stop, floor, limit in zip(doubtful.tolist(), floors, page.bounds(doubtful)[1], strict=True):
        match = STOPS.match(page.text, stop, limit)
        if match and ends_sentence(page.text, max(floor, added[-1]), match, limit, page.words):
            added.append(match.end())
    return merged(ends, added[1:])


def _are_plain(page: Page, at: Ints) -> NDArray[np.bool_]:
    """Say of each stop whether it is a full stop after a plain word and before a capital: by far the most are."""
    points, kinds = page.letters.points, page.letters.kinds
    capital = kinds[at + 2] | np.where(kinds[at + 2] & DOUBLE, kinds[at + 3], 0)
    around = (kinds[at - 1] & LOWER != 0) & (kinds[at + 1] & SPACE != 0) & (capital & UPPER != 0)
    plain: NDArray[np.bool_] = around & (points[at] == ord("."))
    likely, text, stops = np.flatnonzero(plain), page.text, page.words.stops
    words = zip(page.letters.word_start(at[likely]).tolist(), at[likely].tolist(), strict=True)
    plain[likely] = [(word := text[start:stop]).isalpha() and word not in stops for start, stop in words]
    return plain


def _unmarked(page: Page) -> list[int]:
    """Return where a sentence starts with a word that only starts sentences, although no stop stands before it."""
    points, kinds, starts, _ = page.letters
    starts = starts[(kinds[starts] & UPPER != 0) & (kinds[starts - 2] & STOP == 0)]
    opening = points[starts].astype(np.int64) << HALF | points[starts + 1]
    at = starts[np.isin(opening, page.words.openings)] - 1
    return [
        p
        for p, limit in zip(at.tolist(), page.bounds(at)[1], strict=True)
        if page.words.only.match(page.text, p, limit)
    ]


def _unquoted(page: Page, ends: Ints) -> Ints:
    """Return the ends without those in short quotations, with those where a quotation opens a sentence."""
    spans = _quotations(page)
    if not spans:
        return ends
    lines = page.bounds(np.array([start for start, _ in spans]))[0]
    before = [0, *(end for _, end in spans)]
    opened = [
        a
        for (a, b), c, line in zip(spans, before, lines)
        if a > line and _opens_sentence(page.text, a, b, max(c, line), page.words)
    ]
    short = np.array([(-1, -1), *((a, b) for a, b in spans if b - a <= SHORT_QUOTATION)])
    ends = merged(ends, opened)
    kept: Ints = ends[ends >= short[np.searchsorted(short[:, 0], ends) - 1, 1]]
    return kept


def _quotations(page: Page) -> list[tuple[int, int]]:
    """Return the spans of the quotations, marks included, each inside one line."""
    points, kinds = page.letters.points, page.letters.kinds
    at = places(kinds, DOUBLE | SINGLE)
    opens = (kinds[at - 1] & SPACE != 0) | np.isin(points[at - 1], _BRACKETS) | (at == 0)
    at = at[np.isin(points[at], _PAIRED) | opens]
    spans: list[tuple[int, int]] = []
    end = 0
    for start, limit in zip(at.tolist(), page.bounds(at)[1], strict=True):
        found = _QUOTED.match(page.text, start, limit) if start >= end else None
        if found:
            end = found.end()
            spans.append((start, end))
    return spans


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
