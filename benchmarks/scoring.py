"""How the accuracy table counts: what was marked, what was found, and which of the two are the same.

A mark is a span with a key: the key holds what must agree besides the place (a date's bounds, an actor, an event's
type and sides). One found mark answers one gold mark at most. Precision is the share of what was found that is right,
recall the share of what is there that was found, F1 their harmonic mean.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

EXACT = 0.999
_DAY = datetime.timedelta(days=1)
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # EDTF level 1: spring, summer, autumn, winter


class Mark(NamedTuple):
    """A span in code points, half-open, and what must agree besides it; gold keys may say `a|b` and `a|` (or none)."""

    start: int
    end: int
    key: tuple[str, ...] = ()


class Item(NamedTuple):
    """A text to read, and everything that a system should find in it."""

    text: str
    language: str
    gold: tuple[Mark, ...]
    published: str = "2022-06-15"


class Score(NamedTuple):
    """How many were right, how many there are, how many were found."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def plus(self, other: Score) -> Score:
        return Score(*(a + b for a, b in zip(self, other)))

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.gold + self.found
        return 2 * self.right / both if both else 0.0


def overlap(a: Mark, b: Mark) -> float:
    """The share of the longer of two spans that both cover."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(0, shared) / max(a.end - a.start, b.end - b.start, 1)


def fits(gold: Sequence[str], found: Sequence[str]) -> bool:
    """Does a found key say what the gold key allows? A gold `*` allows anything."""
    return len(gold) == len(found) and all(
        want in ("*", got) or got in want.split("|") for want, got in zip(gold, found)
    )


def pair(gold: Sequence[Mark], found: Sequence[Mark], least: float) -> list[tuple[int, int]]:
    """Match marks whose keys agree and that overlap by more than `least`, each at most once, the best overlap first."""
    close = sorted(
        (-share, i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if (share := overlap(g, f)) > least and fits(g.key, f.key)
    )
    left, right, pairs = set(range(len(gold))), set(range(len(found))), []
    for _, i, j in close:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((i, j))
    return pairs


def score(items: Iterable[Item], found: Iterable[Sequence[Mark]], least: float) -> Score:
    """Count over texts. A mark given twice, in the gold or by a system, counts once."""
    total = Score()
    for item, marks in zip(items, found, strict=True):
        gold, there = list(dict.fromkeys(item.gold)), list(dict.fromkeys(marks))
        total = total.plus(Score(len(pair(gold, there, least)), len(gold), len(there)))
    return total


def bounds(edtf: str) -> tuple[str, str]:
    """First and last day of an EDTF date; an open or unknown end takes the other end's period.

    Examples
    --------
    >>> bounds("2022-02"), bounds("2022-05/2022-08")
    (('2022-02-01', '2022-02-28'), ('2022-05-01', '2022-08-31'))
    """
    ends = [_period(part.rstrip("~?%")) for part in edtf.split("/") if part.strip(".")]
    return ends[0][0], ends[-1][1]


def _period(text: str) -> tuple[str, str]:
    if "X" in text:
        return f"{text.replace('X', '0')}-01-01", f"{text.replace('X', '9')}-12-31"
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return text, text
    if len(parts) == 1:
        return f"{text}-01-01", f"{text}-12-31"
    year, month = parts
    first, months = (_SEASONS[month], 3) if month in _SEASONS else (month, 1)
    after = year * 12 + first - 1 + months
    last = datetime.date(after // 12, after % 12 + 1, 1) - _DAY
    return f"{year:04d}-{first:02d}-01", last.isoformat()
