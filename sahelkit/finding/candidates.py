"""Names that the registry does not know: people, organisations and places by shape, title, head noun and repetition.

A name is a run of capitals that had a choice (see nametape), with its particles, hyphens and initials (see nameruns).
What it names is told by itself, by its neighbours, by the list it stands in, or by the same name elsewhere in the
article; else it is unknown. A word at a sentence's start is a name only where the article or a verb says so. A mention
is never also a candidate.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from sahelkit.finding.nameruns import Runs, find_runs
from sahelkit.finding.nametape import name_tape
from sahelkit.finding.rows import Candidate, Date, Mention
from sahelkit.finding.scan import Scan
from sahelkit.finding.spots import among, codes_of
from sahelkit.finding.tape import Tape
from sahelkit.lexicons.tables import section

_LISTED = frozenset([",", "&", ",&"])
_AUXILIARY = re.compile(r"r|,[aw]?t|,r")
_NUMERAL = re.compile("[IVX]+$")
_LONE_HEADS = "GDOMLNESHAI"
_JOINED = "jpc"


def find_candidates(
    scan: Scan, mentions: Sequence[Mention], dates: Sequence[Date], *, over_mentions: bool = False
) -> list[Candidate]:
    """Find names that the registry does not know.

    Parameters
    ----------
    scan : Scan
        A batch in one language.
    mentions, dates : sequences of Mention and Date
        What was found in it before; neither is a candidate.
    over_mentions : bool
        Also give longer names that hold a mention: "Universitas Bamako".

    Returns
    -------
    list of Candidate
        In text order, none inside another: `kind` person, organisation, place or unknown, and the cue that decided.
        No names give an empty list.

    Notes
    -----
    Known failures stand in docs/how-it-reads.md: an unknown word at a sentence's start counts only where the article
    has it elsewhere or a verb follows, and an organisation's name in lower case is cut short.
    """
    tape = name_tape(scan, mentions, dates)
    page = _Page(scan, tape)
    runs = page.without_openers(find_runs(tape, scan.lexicon.language))
    _list(tape.letters, runs)
    _define(tape.letters, runs)
    found = page.found(runs if over_mentions else runs.only(~runs.holds))
    return _decided(page, found, _known(page, found))


class _Found(NamedTuple):
    """Runs as columns, with their first and last token, their start and end in the text, their article and words."""

    runs: Runs
    token: list[int]
    last_token: list[int]
    start: list[int]
    end: list[int]
    key: list[tuple[int, str]]


class _Page:
    """A batch with its name tape: what a run's words are, and whose article they stand in."""

    def __init__(self, scan: Scan, tape: Tape) -> None:
        self.scan, self.tape, self.language = scan, tape, scan.lexicon.language
        self.codes = codes_of(tape.letters)
        self.article = np.array([s.article for s in scan.stretches], dtype=np.int64)
        self.spans: dict[int, tuple[int, int]] = {}  # of articles, as they are asked for

    def found(self, runs: Runs) -> _Found:
        """Place runs in their articles and in the text."""
        scan, text = self.scan, self.scan.text
        first, last = np.asarray(self.tape.first)[runs.first], np.asarray(self.tape.last)[runs.last]
        start, end = scan.start[first].tolist(), (scan.end[last] - scan.clip[last]).tolist()
        article = self.article[scan.sentence[first]].tolist()
        words = map(text.__getitem__, map(slice, start, end))
        return _Found(runs, first.tolist(), last.tolist(), start, end, [*zip(article, words, strict=True)])

    def without_openers(self, runs: Runs) -> Runs:
        """Leave off a common word that a sentence's start alone capitalises: "Pengacara Budi Santoso"."""
        behind = self.codes[runs.first + 1]
        opens = (self.codes[runs.first] == ord("B")) & (runs.last > runs.first) & ~among(behind, _JOINED)
        keep = np.ones(len(runs.first), dtype=bool)
        for n in np.flatnonzero(opens).tolist():
            first, last = int(runs.first[n]), int(runs.last[n])
            if behind[n] == ord("Z") or self.is_common(*self.opener(first)):
                runs.first[n] = first + 1
                keep[n] = last > first + 1 or self.tape.letters[last] not in _LONE_HEADS
        return runs.only(keep)

    def opener(self, at: int) -> tuple[str, int]:
        """Return the word at a tape position and its article."""
        scan, first, last = self.scan, self.tape.first[at], self.tape.last[at]
        end = int(scan.end[last]) - int(scan.clip[last])
        return scan.text[int(scan.start[first]) : end], scan.stretches[int(scan.sentence[first])].article

    def is_common(self, text: str, article: int) -> bool:
        """Is the word at a sentence's start a common one, by its shape or by the article's own lower case?"""
        word = text.lower()
        if _is_common(word, self.language):
            return True
        if article not in self.spans:
            low, high = np.searchsorted(self.article, (article, article + 1)).tolist()
            self.spans[article] = self.scan.stretches[low].start, self.scan.stretches[high - 1].end
        return self.scan.text.find(f" {word} ", *self.spans[article]) >= 0

    def by_verb(self, found: _Found, n: int) -> bool:
        """Judge a single word at a sentence's start, that the article has nowhere else, by what stands behind it."""
        cue = found.runs.cue[n]
        if cue == "line":
            return False
        if cue not in ("verb", "apposition"):
            shape, after = _verb_shape(self.language), found.last_token[n] + 1
            if shape is None or after >= len(self.scan.start):
                return False
            is_auxiliary = _AUXILIARY.match(self.tape.letters, int(found.runs.last[n]) + 1)
            if not (is_auxiliary or shape.match(self.scan.word(after))):
                return False
        article, text = found.key[n]
        return not self.is_common(text, article)


@functools.cache
def _noun_shape(language: str) -> re.Pattern[str]:
    """Shapes of nouns that make no name alone, whatever their capital: "Kebijakan"."""
    pairs = (pair.partition("-") for pair in section(language, "candidates")["common_around"])
    return re.compile("(?:" + "|".join([rf"{a}\w{{3,20}}(?<!m){b}" for a, _, b in pairs] + ["(?!)"]) + ")$")


@functools.cache
def _common_shape(language: str) -> re.Pattern[str]:
    """Shapes that common words have and names do not: "Kesepakatan", "Fighting"."""
    data = section(language, "candidates")
    around = [_noun_shape(language).pattern.removesuffix("$")]
    shapes = [rf"{p}\w{{4,20}}" for p in data["common_prefix"]] + [rf"\w{{3,20}}{s}" for s in data["common_suffix"]]
    return re.compile(rf"(?:{'|'.join(around + shapes)})$")


@functools.lru_cache(maxsize=1 << 14)
def _is_noun(word: str, language: str) -> bool:
    return _noun_shape(language).match(word.lower()) is not None


@functools.lru_cache(maxsize=1 << 14)
def _is_common(word: str, language: str) -> bool:
    return _common_shape(language).match(word) is not None


@functools.cache
def _verb_shape(language: str) -> re.Pattern[str] | None:
    prefixes = section(language, "candidates")["verb_prefix"]
    return re.compile(rf"(?:{'|'.join(prefixes)})[a-z]{{3}}") if prefixes else None


def _list(letters: str, runs: Runs) -> None:
    """Give a name of unknown kind the kind of the name before it in a list: "di Hombori, Boni dan Kona"."""
    first, last, kind, cue, weak, _ = runs
    near = (first[1:] - last[:-1] <= 3) & ~weak[1:]
    for n in (np.flatnonzero(near) + 1).tolist():
        before = kind[n - 1]
        if kind[n] == "unknown" and before in ("place", "person") and letters[last[n - 1] + 1 : first[n]] in _LISTED:
            kind[n], cue[n] = before, "list"


def _define(letters: str, runs: Runs) -> None:
    """Let a name and the capitals in brackets behind it define each other: "Gerakan Pembebasan Azawad (GPA)"."""
    first, last, kind, cue, _, _ = runs
    for n in (np.flatnonzero(first[1:] - last[:-1] == 2) + 1).tolist():
        if cue[n] == "acronym" and letters[first[n] - 1] == "(" and letters[last[n] + 1] == ")":
            is_plain = not letters[first[n - 1] : last[n - 1] + 1].strip("CBIj.")  # Ibrahim Boubacar Keïta (IBK)
            if kind[n - 1] == "unknown" and not is_plain:
                kind[n - 1], cue[n - 1] = "organisation", "definition"
            kind[n], cue[n] = kind[n - 1], "definition"


def _known(page: _Page, found: _Found) -> dict[tuple[int, str], str]:
    """Names that an article holds where a capital says something, and the kind that the best cue gave them.

    A full name gives its first and last word to the rest of the article.
    """
    runs = found.runs
    is_sure = ~runs.weak
    for n in np.flatnonzero(runs.weak).tolist():
        is_sure[n] = runs.cue[n] == "verb" and page.by_verb(found, n)
    sure, is_full = is_sure.tolist(), ((runs.last > runs.first) & ~runs.weak).tolist()
    known = dict.fromkeys(compress(found.key, sure), "unknown")
    for key, kind, full in compress(zip(found.key, runs.kind, is_full, strict=True), sure):
        if kind != "unknown" and known[key] == "unknown":
            known[key] = kind
        if full and kind in ("person", "unknown"):
            article, text = key
            parts = text.split()
            for word in (parts[0], parts[-1]):
                if len(word) > 2 and known.get((article, word), "unknown") == "unknown":
                    known[article, word] = kind
    return known


def _decided(page: _Page, found: _Found, known: Mapping[tuple[int, str], str]) -> list[Candidate]:
    """Ask the article about names that their places leave open, and leave out what is no name."""
    runs = found.runs
    kept, rules = [True] * len(runs.kind), list(runs.cue)
    others = [*map(known.get, found.key)]
    for n in np.flatnonzero(runs.weak).tolist():
        other = others[n]
        kept[n] = (other is not None and runs.cue[n] != "verb") or page.by_verb(found, n)
        runs.kind[n] = other if other and runs.kind[n] == "unknown" else runs.kind[n]
        rules[n] = "start"
    is_lone, language = (runs.first == runs.last).tolist(), page.language
    for n in np.flatnonzero(~runs.weak).tolist():
        cue, (article, text) = runs.cue[n], found.key[n]
        if (cue == "acronym" and _NUMERAL.match(text)) or (
            is_lone[n] and cue in ("shape", "title") and _is_noun(text, language)
        ):
            kept[n] = False
        elif runs.kind[n] == "unknown":
            kind = others[n] or "unknown"
            if kind == "unknown" and not is_lone[n]:
                kind = known.get((article, text.split()[-1]), "unknown")
            if kind != "unknown":
                runs.kind[n], runs.cue[n], rules[n] = kind, "repetition", "repetition"
    columns = found.token, found.last_token, found.start, found.end, runs.kind, runs.cue
    rows = compress(zip(*columns, map("candidates.".__add__, rules), strict=True), kept)
    return [tuple.__new__(Candidate, row) for row in rows]
