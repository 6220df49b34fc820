"""When, where and how real: the date, the place and the status that belong to a trigger.

The nearest date of the clause, else the only one of the sentence where it cannot date what somebody said; the
publication date is never one. The place is the nearest that a preposition marks as a place and that is no side.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from sahelkit.finding.days import days_of
from sahelkit.finding.people import Ground
from sahelkit.finding.reality import realities
from sahelkit.finding.rows import Date, Side
from sahelkit.finding.spots import codes_of, inside, spots
from sahelkit.finding.triggers import Trigger

_BLOCK = 4096  # triggers looked at together: each has up to a hundred dates and places, all of them in memory
_FOREIGN = re.compile(r'[T<">;]')
_LOCATED = re.compile(r"[iomacO][ykgGtrwV'#']{0,3}$|[kGgD,][O]?[y]?$")

# Cells of an event: date_edtf, date_from, date_to, date_basis; place_id, place_text
When = tuple[str | None, datetime.date | None, datetime.date | None, str | None]
Where = tuple[str | None, str | None]
UNDATED: When = (None, None, None, None)
NOWHERE: Where = (None, None)


class Setting(NamedTuple):
    """What surrounds the triggers of a batch, by their tape positions.

    `days`: positions of the dates that may date the act, those of its clause before others and the nearest first;
    `said`: the date on which it was said; `places`: positions of places of the clause, nearest first; `doubted`:
    acts that may not be told as done; `to_come`: acts of the future.
    """

    dates: Sequence[Date]
    days: dict[int, list[int]]
    said: dict[int, int]
    places: dict[int, list[int]]
    doubted: set[int]
    to_come: set[int]


def setting_of(ground: Ground, triggers: Sequence[Trigger], dates: Sequence[Date]) -> Setting:
    """Return what surrounds these triggers."""
    setting = Setting(dates, {}, {}, {}, set(), set())
    for low in range(0, len(triggers), _BLOCK):
        _surround(ground, setting, triggers[low : low + _BLOCK])
    return setting


def _surround(ground: Ground, setting: Setting, triggers: Sequence[Trigger]) -> None:
    """Add what surrounds these triggers."""
    letters = ground.letters
    at = np.array([*map(attrgetter("at"), triggers)], dtype=np.int64)
    clauses = np.array([*map(attrgetter("clause"), triggers)], dtype=np.int64)
    days, said = days_of(letters, at, clauses)
    doubted, to_come = realities(letters, triggers, at, clauses)
    setting.days.update(days)
    setting.said.update(said)
    setting.doubted.update(doubted)
    setting.to_come.update(to_come)
    low, high, first, _ = clauses.T
    number, place = inside(spots(codes_of(letters), "PQ"), low, high)
    n = at[number]
    near = np.lexsort((place, np.abs(place - n), number))  # of two as near the first
    for trigger, p, begin in zip(n[near].tolist(), place[near].tolist(), first[number[near]].tolist(), strict=True):
        if p > trigger or _LOCATED.search(letters, max(begin, p - 4), p):
            setting.places.setdefault(trigger, []).append(p)


def date_of(ground: Ground, setting: Setting, trigger: Trigger, *, before: int | None = None) -> When:
    """Return the date of a trigger and its basis (stated, relative, inherited); `before`: only dates before that tape
    position."""
    days, clause, n = setting.days.get(trigger.at, []), trigger.clause, trigger.at
    if before is not None:
        days = [p for p in days if p < before]
    if not days:
        return UNDATED
    p = days[0]
    date = setting.dates[ground.tape.ref[p]]
    if clause.lo <= p < clause.hi:
        return date.edtf, date.date_from, date.date_to, "stated" if date.anchor == "absolute" else "relative"
    return _inherited(date) if len(days) == 1 and not _FOREIGN.search(ground.letters, min(p, n), max(p, n)) else UNDATED


def _inherited(date: Date) -> When:
    return date.edtf, date.date_from, date.date_to, "inherited"


def day_of_saying(ground: Ground, setting: Setting, trigger: Trigger) -> When:
    """Return the day on which it was said."""
    day = setting.said.get(trigger.at)
    return UNDATED if day is None else _inherited(setting.dates[ground.tape.ref[day]])


def place_of(ground: Ground, setting: Setting, trigger: Trigger, targets: Sequence[Side]) -> Where:
    """Return the nearest place of the clause that is no side and no subject ("Sungai Niger meluap")."""
    for p in setting.places.get(trigger.at, ()):
        mention = ground.mentions[ground.tape.ref[p]]
        if mention.start not in [side.start for side in targets]:
            return mention.actor_id, ground.scan.text[mention.start : mention.end]
    return NOWHERE
