"""What is told again: one happening told twice is one event with two passages, which share a key.

It needs evidence in the text: a named side and the days, a headline and its text, or a word that points back ("the
attack", "serangan itu"), and nothing against it; two attacks by the same people are two until something says otherwise.
"""

from __future__ import annotations

import bisect
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from sahelkit.columns import EVENT_GROUPS
from sahelkit.finding.rows import Event, from_columns
from sahelkit.finding.scan import Scan

_SAID = (*EVENT_GROUPS["verbal cooperation"], *EVENT_GROUPS["verbal conflict"])
_REAL = ("reported", "claimed", "alleged")
_GENERIC = frozenset(("civilians", "unidentified_armed_group", "protesters", "journalists"))
_WIDEST = 31  # days; "2020" and "2020" are no evidence that two attacks are one
BACK = 60  # events looked back on; what was told longer ago needs its own words


class Told(NamedTuple):
    """One event as one passage tells it: its rows (a pair of sides each), the first of them (all share everything but
    the sides), and where it stands."""

    rows: Sequence[Event]
    head: Event
    article: int
    sentence: int
    zone: str

    @property
    def sides(self) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of its sources and targets, of which some are generic."""
        sources = frozenset([r.source.actor_id for r in self.rows if r.source.actor_id])
        return sources, frozenset([r.target.actor_id for r in self.rows if r.target.actor_id])

    def replace(self, **values: Any) -> Told:
        """Return it with these values in all rows."""
        rows = [r._replace(**values) for r in self.rows]
        return self._replace(rows=rows, head=rows[0])


def passages(scan: Scan, events: Sequence[Event]) -> list[Told]:
    """Return events in text order as passages, the rows of an event together."""
    rows = [list(group) for _, group in groupby(events, key=attrgetter("start", "is_content"))]
    heads = [some[0] for some in rows]
    sentences = scan.sentence[np.array([*map(attrgetter("first"), heads)], dtype=np.int64)].tolist()
    stretches = [scan.stretches[n] for n in sentences]
    articles, zones = (map(attrgetter(name), stretches) for name in ("article", "zone"))
    return from_columns(Told, rows, heads, articles, sentences, zones)


def retold(words: Mapping[str, list[int]], told: Sequence[Told]) -> list[Told]:
    """Give a passage that tells an earlier event again that event's key."""
    found = list(told)
    by_type: defaultdict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(told):
        if not one.head.is_content:
            by_type[one.head.event_type].append(n)
    keys: dict[int | None, int] = {}
    for alike in by_type.values():
        if len(alike) > 1:
            keys |= _retold_of_type(words, found, alike)
    if not keys:
        return found
    return [t.replace(about=keys[t.head.about]) if t.head.about in keys else t for t in found]


def _retold_of_type(words: Mapping[str, list[int]], found: list[Told], places: Sequence[int]) -> dict[int | None, int]:
    """Give retold passages of one type, which stand at these places, their keys in `found`; return what they had."""
    alike: deque[Told] = deque(maxlen=BACK)
    in_headline = False  # a headline tells an act of this type
    keys: dict[int | None, int] = {}
    for n in places:
        one, head = found[n], found[n].head
        is_alone = head.event_type in _SAID or head.date_from is None
        is_alone = is_alone and (one.zone == "headline" or not in_headline)
        same = None if is_alone else next((t for t in alike if _is_evident(t, one)), None)
        if same is None and alike and _points_back(words, one, alike[0]):
            same = alike[0]
        if same:
            found[n] = _again(same, one)
            keys[head.start] = same.head.key
        alike.appendleft(found[n])
        in_headline = in_headline or one.zone == "headline"
    return keys


def _again(old: Told, new: Told) -> Told:
    """Return a second passage with the first's key, and what only the first says of sides, day and place."""
    values: dict[str, Any] = {"key": old.head.key}
    if new.head.date_edtf is None and old.head.date_edtf is not None:
        first = old.head
        values |= {"date_edtf": first.date_edtf, "date_from": first.date_from, "date_to": first.date_to}
        values |= {"date_basis": "inherited"}
    if new.head.place_id is None:
        values |= {"place_id": old.head.place_id, "place_text": old.head.place_text}
    for name, known, told in zip(("source", "target"), old.sides, new.sides, strict=True):
        if known and not told and getattr(new.head, name).text is None:
            values[name] = getattr(old.head, name)._replace(basis="retold")
    return new.replace(**values)


def _is_evident(old: Told, new: Told) -> bool:
    """Do a named side and the days, or a headline and its text, show that both tell one act?"""
    if len(old.rows) == len(new.rows) == 1 and _are_others(old.head, new.head):
        return False
    headed = old.zone == "headline" and new.zone != "headline"
    if not headed and (new.head.event_type in _SAID or not _same_days(old.head, new.head)):
        return False  # who accuses twice accuses twice
    (sources, targets), (by, to) = old.sides, new.sides
    shared = not (sources.isdisjoint(by) and targets.isdisjoint(to)) and ((sources & by) | (targets & to)) - _GENERIC
    return bool(shared) and _may_be_one(old, new)


def _are_others(one: Event, two: Event) -> bool:
    return one.source.actor_id != two.source.actor_id and one.target.actor_id != two.target.actor_id


def _may_be_one(old: Told, new: Told) -> bool:
    """Does nothing speak against it: mode, status, sides, days, place?"""
    one, two = old.head, new.head
    if (one.mode and two.mode and one.mode != two.mode) or (one.place_id and two.place_id not in (None, one.place_id)):
        return False
    if one.status != two.status and not (one.status in _REAL and two.status in _REAL):
        return False
    named = [(a - _GENERIC, b - _GENERIC) for a, b in zip(old.sides, new.sides, strict=True)]
    if any(a and b and not a & b for a, b in named):
        return False
    return one.date_from is None or two.date_from is None or _overlap(one, two)


def _overlap(one: Event, two: Event) -> bool:
    a, b, c, d = one.date_from, one.date_to, two.date_from, two.date_to
    return None in (a, b, c, d) or bool(a and b and c and d and a <= d and c <= b)


def _same_days(one: Event, two: Event) -> bool:
    """Are both dated, one inside the other, and the wider no wider than a month?"""
    a, b, c, d = one.date_from, one.date_to, two.date_from, two.date_to
    if a is None or b is None or c is None or d is None:
        return False
    inside = (a <= c and d <= b) or (c <= a and b <= d)
    return inside and max((b - a).days, (d - c).days) < _WIDEST


def _points_back(words: Mapping[str, list[int]], event: Told, last: Told) -> bool:
    """Does "itu", "tersebut" stand behind the trigger, "the", "this", "cette" before it, and nothing against it?"""
    behind, before = words["definite_after"], words["definite_before"]
    one = event.head
    if last.sentence == event.sentence or one.event_type in _SAID:
        return False
    points = _has(behind, one.last + 1, one.last + 2) or _has(before, one.first - 2, one.first - 1)
    return points and _may_be_one(last, event)


def _has(tokens: Sequence[int], low: int, high: int) -> bool:
    at = bisect.bisect_left(tokens, low)
    return at < len(tokens) and tokens[at] <= high
