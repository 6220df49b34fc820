"""Names that the registry does not know: people, organisations and places by shape, title, head noun and repetition.

A name is a run of capitals that had a choice (see nametape), with its particles, hyphens and initials (see nameruns).
What it names is told by itself, by its neighbours, by the list it stands in, or by the same name elsewhere in the
article; else it is unknown. A word at a sentence's start is a name only where the article or a verb says so. A mention
is never also a candidate.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sahelkit.finding.nameruns import Run, find_runs
from sahelkit.finding.nametape import name_tape
from sahelkit.finding.rows import Candidate, Date, Mention
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape
from sahelkit.lexicons.tables import section

_LISTED = frozenset([",", "&", ",&"])
_AUXILIARY = re.compile(r"r|,[aw]?t")
_NUMERAL = re.compile("[IVX]+$")
_Known = Mapping[tuple[int, str], str]


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
    page = _page(scan, name_tape(scan, mentions, dates))
    runs = _listed(page, _without_openers(page, find_runs(page.tape, scan.lexicon.language)))
    known = _known(page, runs)
    taken = frozenset("SHA" if not over_mentions else "")
    free = (run for run in runs if taken.isdisjoint(page.tape.letters[run.first : run.last + 1]))
    return [c for c in (_candidate(page, run, known) for run in free) if c is not None]


@dataclasses.dataclass(frozen=True, eq=False)
class _Page:
    """A batch with its name tape; `article[token]` is its article's number, `bounds[article]` its code points."""

    scan: Scan
    tape: Tape
    article: Sequence[int]
    bounds: Mapping[int, tuple[int, int]]
    start: Sequence[int]
    end: Sequence[int]
    clip: Sequence[int]

    def span(self, run: Run) -> tuple[int, int]:
        """Return a run's first and last token."""
        return self.tape.first[run.first], self.tape.last[run.last]

    def text(self, run: Run) -> str:
        """Return a run's characters."""
        first, last = self.span(run)
        return self.scan.text[self.start[first] : self.end[last] - self.clip[last]]

    def owner(self, run: Run) -> int:
        """Return the number of a run's article."""
        return self.article[self.tape.first[run.first]]


def _page(scan: Scan, tape: Tape) -> _Page:
    bounds: dict[int, tuple[int, int]] = {}
    for s in scan.stretches:
        bounds[s.article] = (bounds.get(s.article, (s.start, 0))[0], s.end)
    articles = np.array([s.article for s in scan.stretches], dtype=np.int64)
    article = articles[scan.sentence].tolist() if len(articles) else []
    return _Page(scan, tape, article, bounds, scan.start.tolist(), scan.end.tolist(), scan.clip.tolist())


def _without_openers(page: _Page, runs: Iterator[Run]) -> Iterator[Run]:
    """Leave off a common word that a sentence's start alone capitalises: "Pengacara Budi Santoso"."""
    letters = page.tape.letters
    for run in runs:
        if letters[run.first] == "B" and run.last > run.first and letters[run.first + 1] not in "jpc":
            opener = run._replace(last=run.first)
            if letters[run.first + 1] == "Z" or _is_common(page, opener):
                rest = run._replace(first=run.first + 1)
                if letters[rest.first : rest.last + 1] not in ("G", "D", "O", "M", "L", "N", "S", "H", "A", "I"):
                    yield rest
                continue
        yield run


def _is_common(page: _Page, run: Run) -> bool:
    """Is the word at a sentence's start a common one, by its shape or by the article's own lower case?"""
    word = page.text(run)
    if _common_shape(page.scan.lexicon.language).match(word.lower()):
        return True
    return page.scan.text.find(f" {word.lower()} ", *page.bounds[page.owner(run)]) >= 0


@functools.cache
def _common_shape(language: str) -> re.Pattern[str]:
    """Shapes that common words have and names do not: "Kesepakatan", "Fighting"."""
    data = section(language, "candidates")
    around = [rf"{a}\w{{3,20}}{b}" for a, _, b in (pair.partition("-") for pair in data["common_around"])]
    shapes = [rf"{p}\w{{4,20}}" for p in data["common_prefix"]] + [rf"\w{{3,20}}{s}" for s in data["common_suffix"]]
    return re.compile(rf"(?:{'|'.join(around + shapes)})$")


@functools.cache
def _verb_shape(language: str) -> re.Pattern[str] | None:
    prefixes = section(language, "candidates")["verb_prefix"]
    return re.compile(rf"(?:{'|'.join(prefixes)})[a-z]{{3}}") if prefixes else None


def _listed(page: _Page, runs: Iterator[Run]) -> list[Run]:
    """Give a name of unknown kind the kind of the name before it in a list: "di Hombori, Boni dan Kona"."""
    letters = page.tape.letters
    made: list[Run] = []
    for run in runs:
        before = made[-1] if made else None
        if before and run.kind == "unknown" and not run.weak and before.kind in ("place", "person"):
            if letters[before.last + 1 : run.first] in _LISTED:
                run = run._replace(kind=before.kind, cue="list")
        made.append(run)
    return made


def _known(page: _Page, runs: Sequence[Run]) -> dict[tuple[int, str], str]:
    """Names that an article holds where a capital says something, and the kind that the best cue gave them."""
    known: dict[tuple[int, str], str] = {}
    for run in runs:
        if run.weak:
            continue
        article, text = page.owner(run), page.text(run)
        if known.get((article, text), "unknown") == "unknown":
            known[article, text] = run.kind
        words = text.split() if run.kind == "person" and run.last > run.first else ()
        for word in words[:1] + words[-1:] if words else ():
            if len(word) > 2 and known.get((article, word), "unknown") == "unknown":
                known[article, word] = "person"
    return known


def _candidate(page: _Page, run: Run, known: _Known) -> Candidate | None:
    key = (page.owner(run), page.text(run))
    rule = run.cue
    if run.cue == "acronym" and _NUMERAL.match(key[1]):
        return None
    if run.weak:
        kind = known.get(key) or _by_verb(page, run)
        if kind is None:
            return None
        run = run._replace(kind=kind if run.kind == "unknown" else run.kind)
        rule = "start"
    elif run.kind == "unknown" and known[key] != "unknown":
        run, rule = run._replace(kind=known[key], cue="repetition"), "repetition"
    first, last = page.span(run)
    start, end = page.start[first], page.end[last] - page.clip[last]
    return Candidate(first, last, start, end, run.kind, run.cue, f"candidates.{rule}")


def _by_verb(page: _Page, run: Run) -> str | None:
    """Judge a single word at a sentence's start, that the article has nowhere else, by the verb behind it."""
    if run.cue == "line" or _is_common(page, run):
        return None
    if run.cue in ("verb", "apposition"):
        return run.kind
    after = page.tape.first[run.last] + 1
    shape = _verb_shape(page.scan.lexicon.language)
    if shape and after < len(page.start) and (
        _AUXILIARY.match(page.tape.letters, run.last + 1) or shape.match(page.scan.word(after))
    ):
        return run.kind
    return None
