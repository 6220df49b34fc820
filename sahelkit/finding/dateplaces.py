"""What the readers of dates look at and what they return: the place of a match, and a row of days.

A place knows its letters, what its words and numbers mean, the day of publication, and what stands in the clause before
it. Nothing is read here.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from typing import NamedTuple

from sahelkit.finding.dategrammar import KIND_OF
from sahelkit.finding.periods import Period
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape
from sahelkit.lexicons.tables import section


class Place(NamedTuple):
    """Where a match stands: tape positions first..end (half-open), its letters, the day of publication.

    `means` : what each tape position means as a number; `is_about` : whether a word for about stands before the match;
    `clause` : where the clause before it starts, some positions away at most; `is_cued` : whether a word of the future
    stands there.
    """

    scan: Scan
    tape: Tape
    first: int
    end: int
    letters: str
    published: datetime.date | None
    means: Sequence[int]
    is_about: bool
    clause: int
    is_cued: bool

    def value(self, at: int, kind: str | None = None) -> str:
        """Return what a tape position means: a number's value or a date word's key."""
        if self.tape.layer[at] == 1:
            return str(self.tape.ref[at])
        wanted = kind or KIND_OF[self.tape.letters[at]]
        for entry in self.scan.lexicon.readings[self.tape.ref[at]]:
            if entry.kind == wanted:
                return entry.key
        raise LookupError(wanted)

    def number(self, at: int, kind: str | None = None) -> int:
        """Return a tape position's meaning as a number."""
        return self.tape.ref[at] if self.tape.layer[at] == 1 else int(self.value(at, kind))

    @property
    def values(self) -> tuple[int, ...]:
        """Return what each tape position of the match means, as a calendar date needs it."""
        return tuple(self.means[self.first : self.end])

    @property
    def is_between(self) -> bool:
        """Tell whether a word of between stands before: "antara 3 dan 5 Maret"."""
        return self.tape.letters[max(0, self.first - 4) : self.first].rstrip("ajyzd']").endswith("b")

    @property
    def is_future(self) -> bool:
        """Tell whether a cue in the clause before says that the date is to come."""
        if self.is_cued:
            return True
        endings, span = _endings(self.scan.lexicon.language), slice(self.clause, self.first)
        if not endings:
            return False
        word, letters, tokens = self.scan.word, self.tape.letters[span], self.tape.first[span]
        return any(c == "w" and word(n).endswith(endings) for c, n in zip(letters, tokens, strict=True))


@functools.cache
def _endings(language: str) -> tuple[str, ...]:
    return tuple(section(language, "dates").get("future_ending", ()))


class Row(NamedTuple):
    """A reading of a match: its places there (inclusive), period (None: unknown), precision, anchor, weekday check."""

    first: int
    last: int
    period: Period | None
    precision: str
    anchor: str
    check: str | None = None
