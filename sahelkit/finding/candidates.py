"""Names that the registry does not know: people, organisations and places by shape, title, head noun and repetition.

A name is a run of capitals that had a choice (see nametape), with its particles, hyphens and initials (see nameruns).
What it names is told by itself, by its neighbours, by the list it stands in, or by the same name elsewhere in the
article; else it is unknown. A word at a sentence's start is a name only where the article or a verb says so. A mention
is never also a candidate.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from sahelkit.finding.nameruns import Run, find_runs
from sahelkit.finding.nametape import name_tape
from sahelkit.finding.rows import Candidate, Date, Mention
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape
from sahelkit.lexicons.tables import section

_LISTED = frozenset([",", "&", ",&"])
_AUXILIARY = re.compile(r"r|,[aw]?t|,r")
_NUMERAL = re.compile("[IVX]+$")
_LONE_HEADS = "GDOMLNESHAI"


# A run with its first and last token, its article, its start and end in the text, and its words.
_Found = tuple[Run, int, int, int, int, int, str]


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
    runs = _defined(tape.letters, _listed(tape.letters, page.without_openers(find_runs(tape, scan.lexicon.language))))
    found = page.found(runs if over_mentions else [run for run in runs if not run.holds])
    known = _known(page, found)
    return list(_decided(page, found, known))


class _Page:
    """A batch with its name tape: what a run's words are, and whose article they stand in."""

    def __init__(self, scan: Scan, tape: Tape) -> None:
        self.scan, self.tape, self.language = scan, tape, scan.lexicon.language
        self.article = np.array([s.article for s in scan.stretches], dtype=np.int64)
        self.spans: dict[int, tuple[int, int]] = {}  # of articles, as they are asked for

    def found(self, runs: Sequence[Run]) -> list[_Found]:
        """Place runs in their articles and in the text."""
        scan, text, tape = self.scan, self.scan.text, self.tape
        firsts, lasts = [tape.first[run[0]] for run in runs], [tape.last[run[1]] for run in runs]
        first, last = np.array(firsts, dtype=np.int64), np.array(lasts, dtype=np.int64)
        articles = self.article[scan.sentence[first]].tolist()
        starts, ends = scan.start[first].tolist(), (scan.end[last] - scan.clip[last]).tolist()
        texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        return list(zip(runs, firsts, lasts, articles, starts, ends, texts, strict=True))

    def without_openers(self, runs: Iterable[Run]) -> Iterator[Run]:
        """Leave off a common word that a sentence's start alone capitalises: "Pengacara Budi Santoso"."""
        letters = self.tape.letters
        for run in runs:
            if not run.last > run.first or letters[run.first] != "B" or letters[run.first + 1] in "jpc":
                yield run
                continue
            if letters[run.first + 1] != "Z" and not self.is_common(*self.opener(run)):
                yield run
            elif run.last > run.first + 1 or letters[run.last] not in _LONE_HEADS:
                yield run._replace(first=run.first + 1)

    def opener(self, run: Run) -> tuple[str, int]:
        """Return a run's first word and its article."""
        scan, first = self.scan, self.tape.first[run.first]
        end = int(scan.end[last := self.tape.last[run.first]]) - int(scan.clip[last])
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

    def by_verb(self, found: _Found) -> bool:
        """Judge a single word at a sentence's start, that the article has nowhere else, by what stands behind it."""
        run, _, last, article, _, _, text = found
        if run.cue == "line":
            return False
        if run.cue not in ("verb", "apposition"):
            shape, after = _verb_shape(self.language), last + 1
            if shape is None or after >= len(self.scan.start):
                return False
            if not (_AUXILIARY.match(self.tape.letters, run.last + 1) or shape.match(self.scan.word(after))):
                return False
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


def _listed(letters: str, runs: Iterable[Run]) -> Iterator[Run]:
    """Give a name of unknown kind the kind of the name before it in a list: "di Hombori, Boni dan Kona"."""
    before: Run | None = None
    for run in runs:
        if before and before.kind in ("place", "person") and run.kind == "unknown" and not run.weak:
            is_listed = letters[before.last + 1 : run.first] in _LISTED
            run = run._replace(kind=before.kind, cue="list") if is_listed else run
        before = run
        yield run


def _defined(letters: str, runs: Iterable[Run]) -> list[Run]:
    """Let a name and the capitals in brackets behind it define each other: "Gerakan Pembebasan Azawad (GPA)"."""
    made: list[Run] = []
    for run in runs:
        is_acronym = run.cue == "acronym" and made and made[-1].last == run.first - 2
        if is_acronym and letters[run.first - 1] == "(" and letters[run.last + 1] == ")":
            name = made[-1]
            is_plain = not letters[name.first : name.last + 1].strip("CBIj.")  # Ibrahim Boubacar Keïta (IBK)
            kind = "organisation" if name.kind == "unknown" and not is_plain else name.kind
            made[-1] = name if name.kind == kind else name._replace(kind=kind, cue="definition")
            run = run._replace(kind=kind, cue="definition")
        made.append(run)
    return made


def _known(page: _Page, found: Iterable[_Found]) -> dict[tuple[int, str], str]:
    """Names that an article holds where a capital says something, and the kind that the best cue gave them.

    A full name gives its first and last word to the rest of the article.
    """
    known: dict[tuple[int, str], str] = {}
    for item in found:
        (first, last, kind, cue, weak, _), _, _, article, _, _, text = item
        if weak and not (cue == "verb" and page.by_verb(item)):
            continue
        if known.get((article, text), "unknown") == "unknown":
            known[article, text] = kind
        if last > first and kind in ("person", "unknown") and not weak:
            parts = text.split()
            for word in (parts[0], parts[-1]):
                if len(word) > 2 and known.get((article, word), "unknown") == "unknown":
                    known[article, word] = kind
    return known


def _decided(page: _Page, found: Iterable[_Found], known: Mapping[tuple[int, str], str]) -> Iterator[Candidate]:
    """Ask the article about names that their places leave open, and leave out what is no name."""
    for item in found:
        (first, last, kind, cue, weak, _), token, last_token, article, start, end, text = item
        rule = cue
        if weak:
            other = known.get((article, text))
            if (other is None or cue == "verb") and not page.by_verb(item):
                continue
            kind, rule = other if other and kind == "unknown" else kind, "start"
        elif (cue == "acronym" and _NUMERAL.match(text)) or (
            first == last and cue in ("shape", "title") and _is_noun(text, page.language)
        ):
            continue
        elif kind == "unknown":
            kind = known.get((article, text), "unknown")
            if kind == "unknown" and last > first:
                kind = known.get((article, text.split()[-1]), "unknown")
            if kind != "unknown":
                cue = rule = "repetition"
        yield tuple.__new__(Candidate, (token, last_token, start, end, kind, cue, f"candidates.{rule}"))
