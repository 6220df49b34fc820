"""Quotation marks paired: which words of an article stand in marks.

The space around a mark says more than its shape: papers write ” on both sides, and straight marks have no side. So a
mark opens when it stands free on the left and tight on the right; only what space leaves open is decided by shape or
by what is open already. Pairs stay in one article and near each other: a mark whose partner was lost swallows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.scan import Scan
from sahelkit.lexicons.fold import (
    BREAK,
    CLOSE,
    CLOSE_ANGLE,
    CLOSE_SINGLE,
    ELLIPSIS,
    IS_DIGIT,
    IS_LETTER,
    LONG_DASH,
    OPEN,
    OPEN_ANGLE,
    OPEN_SINGLE,
)

_STRAIGHT, _APOSTROPHE = ord('"'), ord("'")
_FAMILIES = ((OPEN, CLOSE, _STRAIGHT), (OPEN_ANGLE, CLOSE_ANGLE), (OPEN_SINGLE, CLOSE_SINGLE, _APOSTROPHE))
_IN_FAMILY = [np.isin(np.arange(256), family) for family in _FAMILIES]
_MARKS = np.isin(np.arange(256), [code for family in _FAMILIES for code in family])
_FREE = np.isin(np.arange(256), [BREAK, ord("("), ord("["), ord("-"), ord("/"), LONG_DASH])
_INNER = IS_LETTER | IS_DIGIT | _MARKS | np.isin(np.arange(256), [ord("("), ord("["), ord("."), ELLIPSIS])
_STOPS = np.isin(np.arange(256), [ord(c) for c in ".,?!"] + [ELLIPSIS])
_MAX_LINES, _MAX_CHARS = 3, 3000


class Marked(NamedTuple):
    """Words in marks. `open` and `close` are the marks' tokens, -1 where one was lost; `first`..`last` lie inside."""

    open: int
    close: int
    first: int
    last: int


class _Mark(NamedTuple):
    token: int
    side: int  # 1 opens, -1 closes, 0 either
    line: int
    article: int
    stop: bool  # stands behind a comma or a stop
    is_near: bool  # the mark before may open and is near enough to be its partner


def find_marked(scan: Scan) -> list[Marked]:
    """Return what stands in quotation marks, outermost marks only, in text order.

    Returns
    -------
    list of Marked
        A mark without a partner gives a row with -1 for the other; then `first`..`last` are its neighbours alone.
    """
    marks = np.flatnonzero(_MARKS[scan.code])
    marks = marks[~_in_a_row(scan.code, marks)]
    if not len(marks):
        return []
    left, right = _tightness(scan, marks)
    code = scan.code[marks]
    found: list[Marked] = []
    for number, members in enumerate(_IN_FAMILY):
        side = _sides(code, left, right, number)
        keep = members[code]
        if number == 2:
            keep &= side != 0
        row = _row(scan, marks[keep], side[keep])
        found += _single_pairs(scan, scan.code.data, row) if number == 2 else _pairs(scan.code.data, row)
    return _outermost(found)


def _row(scan: Scan, marks: NDArray[np.int64], sides: NDArray[np.int64]) -> list[_Mark]:
    lines = _lines(scan.text, scan.start[marks].tolist())
    articles = [scan.stretches[n].article for n in scan.sentence[marks].tolist()]
    stops = _STOPS[scan.code[marks - 1]].tolist()
    is_near = (np.diff(lines, prepend=0) <= _MAX_LINES) & (np.diff(articles, prepend=-1) == 0)
    is_near = _without_gaps(scan, marks, is_near & np.append(False, sides >= 0)[:-1])
    return list(map(_Mark, marks.tolist(), sides.tolist(), lines, articles, stops, is_near))


def _without_gaps(scan: Scan, marks: NDArray[np.int64], is_near: NDArray[np.bool_]) -> list[bool]:
    """Leave those marks near to the mark before that have only scanned words between, and not too many."""
    sentences = scan.sentence[marks]
    is_near &= np.diff(scan.start[marks], prepend=0) <= _MAX_CHARS
    for n in np.flatnonzero(is_near & (np.diff(sentences, prepend=0) > 0)).tolist():
        between = range(sentences[n - 1], sentences[n])
        is_near[n] = not any(scan.text[scan.stretches[s].end : scan.stretches[s + 1].start].strip() for s in between)
    near: list[bool] = is_near.tolist()
    return near


def _in_a_row(code: NDArray[np.uint8], at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the tokens `at` stand between two of their own kind: a row of marks is decoration."""
    before, after = np.maximum(at - 1, 0), np.minimum(at + 1, len(code) - 1)
    inside: NDArray[np.bool_] = (code[before] == code[at]) & (code[after] == code[at]) & (before < at) & (at < after)
    return inside


def _lines(text: str, starts: Sequence[int]) -> list[int]:
    """Return how many line breaks stand before each of these places in a text."""
    return list(accumulate(map(text.count, repeat("\n"), [0, *starts], starts)))


def _tightness(scan: Scan, marks: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whether each mark is joined to something on its left and to a word on its right."""
    before, after = np.maximum(marks - 1, 0), np.minimum(marks + 1, len(scan.code) - 1)
    left = (marks > 0) & (scan.end[before] == scan.start[marks]) & ~_FREE[scan.code[before]]
    right = (scan.start[after] == scan.end[marks]) & _INNER[scan.code[after]] & (after > marks)
    # a mark inside another: `“‘Kami pergi,’ katanya”`; the outer one is free space to the inner
    nested = _MARKS[scan.code[before]] & left
    left &= ~(nested & (scan.code[before] != scan.code[marks]) & right)
    beyond = np.append(scan.code, 0)[after + 1]
    dots = (scan.code[after] == ord(".")) & (beyond != ord("."))
    return left, right & ~dots


def _sides(
    code: NDArray[np.uint8], left: NDArray[np.bool_], right: NDArray[np.bool_], family: int
) -> NDArray[np.int64]:
    if family == 1:
        return np.where(code == OPEN_ANGLE, 1, -1)
    side = np.where(~left & right, 1, np.where(left & ~right, -1, 0))
    if family == 0:
        side[(code == OPEN) & (side == 0)] = 1
        side[(code == OPEN) & (side == -1)] = 0
    return side


def _pairs(code: Sequence[int], marks: Sequence[_Mark]) -> Iterator[Marked]:
    held: _Mark | None = None
    for mark in marks:
        if held is not None and not mark.is_near:
            yield _lone(held, opens=True)
            held = None
        if held is None:
            if mark.side >= 0:
                held = mark
            else:
                yield _lone(mark, opens=False)
        elif mark.side <= 0:
            yield from _pair(code, held, mark)
            held = None
        else:
            yield _lone(held, opens=True)
            held = mark
    if held is not None:
        yield _lone(held, opens=True)


def _pair(code: Sequence[int], held: _Mark, mark: _Mark) -> list[Marked]:
    first, last = held.token + 1, mark.token - 1
    edges = (BREAK, code[held.token], code[mark.token])
    while first <= last and code[first] in edges:
        first += 1
    while first <= last and code[last] in edges:
        last -= 1
    return [Marked(held.token, mark.token, first, last)] if first <= last else []


def _lone(mark: _Mark, *, opens: bool) -> Marked:
    if opens:
        return Marked(mark.token, -1, mark.token + 1, mark.token + 1)
    return Marked(-1, mark.token, mark.token - 1, mark.token - 1)


def _single_pairs(scan: Scan, code: Sequence[int], marks: Sequence[_Mark]) -> Iterator[Marked]:
    """Single marks pair within a line; "rebels’" is an apostrophe as long as a better partner follows."""
    held: _Mark | None = None
    spare: _Mark | None = None
    for mark in [*marks, _Mark(len(code), 1, -1, -1, False, False)]:
        same = held is not None and mark.article == held.article and mark.line == held.line
        if held is not None and (not same or mark.side > 0):
            if spare is not None:
                yield from _pair(code, held, spare)
            held = spare = None
        if mark.side > 0:
            held = mark
        elif held is not None and (mark.stop or scan.text[int(scan.start[mark.token]) - 1] != "s"):
            yield from _pair(code, held, mark)
            held = spare = None
        elif held is not None:
            spare = spare or mark


def _outermost(found: list[Marked]) -> list[Marked]:
    kept: list[Marked] = []
    edge = -1
    for marked in sorted(found, key=lambda m: (m.first, -m.last)):
        if marked.last > edge or (marked.open >= 0 and marked.close >= 0 and marked.first > edge):
            kept.append(marked)
            if marked.open >= 0 and marked.close >= 0:
                edge = max(edge, marked.last)
    return kept
