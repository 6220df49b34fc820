"""What the readers of dates look at and what they return: the place of a match, and a row of days.

A place knows its letters, what its words and numbers mean, the day of publication, and what stands in the clause before
it. Nothing is read here.
"""

from __future__ import annotations

import datetime
import functools
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from sahelkit.finding.dategrammar import KIND_OF, meanings
from sahelkit.finding.periods import Period
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape
from sahelkit.lexicons.tables import section

_LOOK_BACK = 25  # tape positions in which a future cue governs a date
_CLAUSE_EDGE = '\n,;:<>"()'


class Place(NamedTuple):
    """Where a match stands: tape positions first..end (half-open), its letters, the day of publication."""

    scan: Scan
    tape: Tape
    first: int
    end: int
    letters: str
    published: datetime.date | None
    cues: Sequence[int]  # the tokens where words of the future begin, in order

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
    def values(self) -> tuple[str | int, ...]:
        """Return what each tape position of the match means, as a calendar date needs it."""
        words, span = meanings(self.scan.lexicon), slice(self.first, self.end)
        return tuple([
            ref if layer else words[ref] for layer, ref in zip(self.tape.layer[span], self.tape.ref[span], strict=True)
        ])  # fmt: skip

    @property
    def is_between(self) -> bool:
        """Tell whether a word of between stands before: "antara 3 dan 5 Maret"."""
        return self.tape.letters[max(0, self.first - 4) : self.first].rstrip("ajyzd']").endswith("b")

    @property
    def is_future(self) -> bool:
        """Tell whether a cue in the clause before says that the date is to come."""
        low = max(0, self.first - _LOOK_BACK)
        first = self.tape.first
        cues = self.cues[bisect_left(self.cues, first[low]) : bisect_left(self.cues, first[self.first])]
        endings, word = _endings(self.scan.lexicon.language), self.scan.word
        if not cues and not endings:
            return False
        clause = self.tape.letters[low : self.first]
        edge = max(map(clause.rfind, _CLAUSE_EDGE)) + 1
        tokens = first[low + edge : self.first]
        if not set(cues).isdisjoint(tokens):
            return True
        letters = clause[edge:] if endings else ""
        return any(c == "w" and word(n).endswith(endings) for c, n in zip(letters, tokens, strict=False))


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
