"""What the readers of dates look at and what they return: the place of a match, and a row of days.

A place knows its letters, what its words and numbers mean, the day of publication, and what stands in the clause before
it. Nothing is read here.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Set
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
    cues: Set[int]  # the tokens where words of the future begin

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

    def placed(self, rows: Iterable[Row]) -> list[Row]:
        """Move rows that were read in places of the match to places of the tape."""
        at = self.first
        return [
            Row(at + first, at + last, days, named, anchor, check) for first, last, days, named, anchor, check in rows
        ]

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
        clause = self.tape.letters[low : self.first]
        at = low + max(map(clause.rfind, _CLAUSE_EDGE)) + 1
        tokens = self.tape.first[at : self.first]
        if not self.cues.isdisjoint(tokens):
            return True
        endings, word = _endings(self.scan.lexicon.language), self.scan.word
        letters = self.tape.letters[at : self.first] if endings else ""
        return any(c == "w" and word(n).endswith(endings) for c, n in zip(letters, tokens, strict=False))


@functools.cache
def _endings(language: str) -> tuple[str, ...]:
    return tuple(section(language, "dates").get("future_ending", ()))


class Row(NamedTuple):
    """A reading of a match: tape positions (inclusive), period (None: unknown), precision, anchor, weekday check."""

    first: int
    last: int
    period: Period | None
    precision: str
    anchor: str
    check: str | None = None

    @property
    def named(self) -> str:
        """Return the precision that the table names: that of the days, where there are any."""
        return self.period.precision if self.period and self.precision not in ("part_month", "day") else self.precision
