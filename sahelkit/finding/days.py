"""Which dates of its sentence may belong to a trigger, for all triggers of a batch at once.

Each date of a sentence is paired with each of its triggers, and what stands between the two decides: the date is the
day on which something was said, it belongs to another verb, or it may date the trigger's act. Which of several that may
is the trigger's is for `whens`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.spots import Bools, Ints, among, codes_of, count, following, inside, last, matching, spots

_CUE_DATE = re.compile(r"[sSp][^vbqj\n;:T<>\"]{0,12}?[,iomd]?[wy]{0,2}D")
_TRAILING = re.compile(r",[ygtrkC]{0,3}[AHG][hew]{0,2}[vqsS][aiom]?D$")
_NEW_CLAUSE = re.compile(r"[&,][ygtrkG#]{0,3}[AHGI][GhewNyF]{0,3}[vbq]")
_PARENTHETICAL = re.compile(r",[hew]{0,2}$")
_FAR = 2  # commas
_NEAR = 4  # tape positions: a date that opens the sentence stands nearer to its beginning
_VERBS = "vbqj"


class _Pairs(NamedTuple):
    """Triggers and dates of one sentence: tape positions of trigger, date and where the sentence begins."""

    letters: str
    codes: NDArray[np.uint8]
    n: Ints
    day: Ints
    first: Ints


def days_of(letters: str, at: Ints, clauses: Ints) -> tuple[Mapping[int, list[int]], Mapping[int, int]]:
    """Return the dates that may date the acts of triggers, and the first date on which each was said.

    Parameters
    ----------
    letters : str
        The events' tape.
    at, clauses : arrays of int
        The triggers' positions, and their clauses as rows.

    Returns
    -------
    (dict, dict)
        Tape positions of dates by the trigger's, those of its clause before others and the nearest first; triggers
        without one are left out.
    """
    codes = codes_of(letters)
    low, high, first, end = clauses.T
    number, day = inside(spots(codes, "D"), first, end)
    n = at[number]
    pairs = _Pairs(letters, codes, n, day, first[number])
    saying = _of_saying(pairs)
    may = ~saying & _may_date(pairs)
    is_outside = (day < low[number]) | (day >= high[number])
    order = np.lexsort((day < n, np.abs(day - n), is_outside))
    order = order[may[order]]
    days: dict[int, list[int]] = {}
    for trigger, p in zip(n[order].tolist(), day[order].tolist(), strict=True):
        days.setdefault(trigger, []).append(p)
    said = dict(zip(n[saying].tolist()[::-1], day[saying].tolist()[::-1], strict=True))  # the first stays
    return days, said


def _of_saying(pairs: _Pairs) -> Bools:
    """Is it the day somebody spoke or wrote, not that of the act at n?

    "…, kata Bazoum, Kamis (6/6)", "Pada Kamis, Prancis mengatakan …", "ECOWAS said on Sunday that …",
    "Dikutip dari Reuters, Selasa (11/6), …"; but "Pada Kamis, kata Bazoum, …" dates the act.
    """
    letters, codes, n, day, first = pairs
    before, behind = codes[day - 1], codes[day + 1]
    # "announced on Monday that …", "a annoncé jeudi avoir tué …"
    told = (day < n) & (among(behind, "T") | (among(before, "qsS") & among(behind, "hj")))
    cues = spots(codes, "sSp")
    cue = last(cues, n)
    cue[cue < first] = -1
    behind_cue = ~told & (cue >= 0) & (cue < day) & (day < n)
    quoted = matching(_CUE_DATE.fullmatch, letters, cue, day + 1, where=behind_cue & among(behind, ",)"))
    before_cue = ~told & (day < cue) & among(codes[cue], "sS")
    aside = matching(_PARENTHETICAL.search, letters, np.maximum(first, cue - 3), cue, where=before_cue)
    comma, behind_it = following(spots(codes, ","), n), following(cues, n)
    later = (n < comma) & (comma < day) & ~behind_cue & ~before_cue
    trailing = matching(_TRAILING.search, letters, n, day + 1, where=later & among(before, "vqsSaiom"))
    said = later & (comma < behind_it) & (behind_it < day)
    return told | quoted | (before_cue & ~aside) | trailing | said


def _may_date(pairs: _Pairs) -> Bools:
    """Can the date belong to the trigger at n? Not where another verb stands between them, unless the date opens the
    sentence ("Pada 8 Maret, Mali …") or the verbs are joined before it ("menyerang dan membakar … pada 8 Maret");
    nor where it closes another verb's clause ("Mali, yang mengusir … pada Januari, mengundang …")."""
    letters, codes, n, day, first = pairs
    low, high = np.minimum(n, day) + 1, np.maximum(n, day)
    is_later, opens = day > n, day - first < _NEAR
    verbs, commas = spots(codes, _VERBS), spots(codes, ",")
    others, n_commas = count(verbs, low, high), count(commas, low, high)
    joined = count(spots(codes, "&"), low, high) >= others
    new = matching(_NEW_CLAUSE.search, letters, low, high, where=is_later & (others > 0))
    # "…, mengusir diplomat pada Senin, mengundang …": a verb since the comma before the date
    since = np.maximum(np.maximum(first, day - 20), last(commas, day) + 1)
    is_others = ~opens & (n_commas > 0) & (count(verbs, since, day) > 0)
    free = (others == 0) | np.where(is_later, joined, opens)
    may: Bools = free & ~_of_relative(pairs, n_commas) & np.where(is_later, ~new, ~is_others)
    return may


def _of_relative(pairs: _Pairs, commas: Ints) -> Bools:
    """Does the date belong to a relative clause? `commas`: how many stand between it and the trigger."""
    codes, n, day, first = pairs[1:]
    relatives, verbs = spots(codes, "R"), spots(codes, _VERBS)
    relative = last(relatives, day)
    # "mengakhiri misi yang dimulai pada 2013"; but "Tuduhan yang digaungkan pada 8 Maret"
    own = (relative > n + 2 * among(codes[n], "n")) & (count(spots(codes, ","), relative, day) == 0)
    closes = (relative > n) & (commas > _FAR)  # a relative clause of another noun
    # "yang diculik pada 2016 dibebaskan", "pada Senin mengusir diplomat yang dituduh"
    between = count(relatives, day + 1, n) > 0
    since = np.maximum(first, last(spots(codes, ",;\n"), day) + 1)
    within = count(relatives, since, last(verbs, day)) > 0
    of_relative: Bools = np.where(day > n, own | closes, between | within)
    return of_relative
