"""Repair: what went wrong between the newsroom and the file, put right with every change recorded.

Mojibake through ftfy (only on lines that hold its traces, never straightening quotation marks), a `†` that was a
closing quotation mark, a sentence glued to the next, a line broken inside a sentence. Nothing else is touched: no
spelling, no normalisation. A repair is as small as it can be, and spans map back to the source.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sahelkit.reading.glued import find_breaks, find_glued
from sahelkit.reading.mojibake import find_lone_marks, find_mojibake


class Repair(NamedTuple):
    """One change: the source between start and end, read as `after`; an insertion has start = end."""

    start: int
    end: int
    before: str
    after: str
    rule: str


@dataclasses.dataclass(frozen=True)
class Repaired:
    """A text as it came, as it is read, and the repairs between the two."""

    source: str
    text: str
    repairs: tuple[Repair, ...] = ()

    @functools.cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        """Start and end of every repair in the repaired text."""
        starts, ends, shift = [], [], 0
        for r in self.repairs:
            starts.append(r.start + shift)
            ends.append(starts[-1] + len(r.after))
            shift += len(r.after) - (r.end - r.start)
        return starts, ends

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source for a span of the repaired text.

        A span that cuts into a repair takes the whole of it; inserted characters at either end are left out.

        Examples
        --------
        >>> r = repair("Dikutip TASS.Ia pergi.", language="id")
        >>> r.text, r.to_source(14, 22), r.source[13:21]
        ('Dikutip TASS. Ia pergi.', (13, 21), 'Ia pergi')
        """
        if not self.repairs:
            return start, end
        first = self._side(start, left=True)
        return first, max(first, self._side(end, left=False))

    def _side(self, at: int, *, left: bool) -> int:
        starts, ends = self._places
        n = bisect.bisect_right(ends, at) if left else bisect.bisect_left(ends, at)
        if n < len(ends) and starts[n] < at:
            return self.repairs[n].start if left else self.repairs[n].end
        if n == 0:
            return at
        return self.repairs[n - 1].end + at - ends[n - 1]

    def read(self, start: int, end: int) -> str:
        """Return the source between start and end with the repairs inside it applied.

        Examples
        --------
        >>> repair("Dikutip TASS.Ia pergi.", language="id").read(8, 15)
        'TASS. Ia'
        """
        text = self.source[start:end]
        first = bisect.bisect_left(self.repairs, (start,))
        last = bisect.bisect_left(self.repairs, (end,))
        for r in reversed(self.repairs[first:last]):
            if (start < r.start < end) if r.start == r.end else r.end <= end:
                text = text[: r.start - start] + r.after + text[r.end - start :]
        return text


def repair(text: str, *, language: str) -> Repaired:
    """Put right what is plainly broken in a text, and record every change.

    Known failures: mojibake whose bytes were lost; glued sentences after an abbreviation or in lower case; a broken
    line whose halves both look finished.

    Parameters
    ----------
    text : str
        The source text of one article.
    language : {"id", "en", "fr"}
        Whose wording decides which line cannot end there.

    Returns
    -------
    Repaired
        The very same text and no repairs where nothing is wrong. Offsets are code points into the source.

    Examples
    --------
    >>> repair("“Kami pergi,†ujar Diop, dikutip dari\\nTASS.Ia diam.", language="id").text
    '“Kami pergi,”ujar Diop, dikutip dari TASS. Ia diam.'
    >>> repair("L'armÃ©e malienne", language="fr").repairs
    (Repair(start=5, end=7, before='Ã©', after='é', rule='mojibake'),)
    >>> repair("Pukul 13.00 di rmol.id", language="id").repairs
    ()
    """
    read = Repaired(text, text)
    if not text.isascii():
        read = _apply(read, find_mojibake(text))
        read = _apply(read, find_lone_marks(read.text))
    return _apply(read, [*find_glued(read.text, language=language), *find_breaks(read.text, language=language)])


def _apply(read: Repaired, edits: Iterable[tuple[int, int, str, str]]) -> Repaired:
    """Add edits of the repaired text (start, end, after, rule) to the repairs of its source."""
    edits = sorted(edits)
    if not edits:
        return read
    if not read.repairs:
        first = tuple(
            Repair(start, end, read.source[start:end], after, rule) for start, end, after, rule in _apart(edits)
        )
        return Repaired(read.source, "".join(_parts(read.source, first)), first)
    added: list[Repair] = []
    replaced: set[Repair] = set()
    for start, end, after, rule in _apart(edits):
        lo, hi = read.to_source(start, end) if start < end else (read._side(start, left=False),) * 2
        inside = [r for r in read.repairs if lo <= r.start < r.end <= hi] if start < end else []
        if hi - lo != end - start and not (len(inside) == 1 and inside[0].after == read.text[start:end]):
            continue  # it would cut into an earlier repair
        replaced.update(inside)
        added.append(Repair(lo, hi, read.source[lo:hi], after, rule))
    repairs = tuple(sorted({*read.repairs, *added} - replaced, key=lambda r: (r.start, r.end)))
    return Repaired(read.source, "".join(_parts(read.source, repairs)), repairs)


def _apart(edits: Iterable[tuple[int, int, str, str]]) -> Iterator[tuple[int, int, str, str]]:
    """Leave out each edit that would cut into the one before it."""
    at = 0
    for edit in edits:
        if edit[0] >= at:
            yield edit
            at = edit[1]


def _parts(source: str, repairs: Iterable[Repair]) -> Iterator[str]:
    at = 0
    for r in repairs:
        yield source[at : r.start]
        yield r.after
        at = r.end
    yield source[at:]
