"""Columns as numbers: which value each row has, found once for each column, and then only looked up.

A filter or a count over strings reads every string again; over numbers it is an array lookup. The tables never
change, so the numbers are kept. Of any table a column of the row's article can be asked too, and of events the PLOVER
group. Missing has a number of its own, after all values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahelkit.columns import EVENT_GROUPS
from sahelkit.errors import UnknownName

Ints = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

GROUP_OF = {event_type: group for group, types in EVENT_GROUPS.items() for event_type in types}
_SMALL, _DENSE = 1 << 20, 8  # so many numbers, or so many for a row, are counted in place, without sorting


class Coded(NamedTuple):
    """A column: the number of each row's value in `values`; ``len(values)`` where it is missing."""

    number: Ints
    values: pd.Index

    def ranked(self) -> Coded:
        """Return it with its values sorted."""
        rank, values = pd.factorize(self.values, sort=True)
        return Coded(np.append(rank, len(values))[self.number], values)

    def take(self, at: Ints) -> Coded:
        """Return it for some rows."""
        return Coded(self.number[at], self.values)


class Groups(NamedTuple):
    """Rows that agree: the number of each row's group, and the first row of each group."""

    number: Ints
    first: Ints

    def sizes(self) -> Ints:
        """Return how many rows each group has."""
        return np.bincount(self.number, minlength=len(self.first))

    def different(self, unit: Ints, many: int) -> Ints:
        """Return how many different units each group has; a unit that is not under `many` counts for nothing.

        Examples
        --------
        >>> Groups(np.array([0, 0, 1, 0, 1]), np.array([0, 2])).different(np.array([4, 4, 4, 3, 9]), 9)
        array([2, 1])
        """
        known = unit < many
        pairs = self.number[known] * many + unit[known]
        space = len(self.first) * many
        if space <= max(_SMALL, _DENSE * len(pairs)):
            seen = np.zeros(space, dtype=bool)
            seen[pairs] = True
            return np.asarray(np.count_nonzero(seen.reshape(len(self.first), many), axis=1))
        pairs = np.sort(pairs)
        return np.bincount(pairs[np.diff(pairs, prepend=-1) > 0] // many, minlength=len(self.first))


@dataclass(frozen=True, eq=False)
class Keys:
    """The numbers of the columns of some tables, each found when it is first asked for.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        All tables by name; they must not change.
    """

    frames: Mapping[str, pd.DataFrame]
    _coded: dict[tuple[str, str, bool], Coded] = field(default_factory=dict, init=False, repr=False)
    _positions: dict[tuple[str, str], Ints] = field(default_factory=dict, init=False, repr=False)

    def position(self, table: str, column: str) -> Ints:
        """Return for each row the position of its article or sentence; -1 where there is none."""
        if (table, column) not in self._positions:
            home, key = ("articles", "article_id") if column == "article_id" else ("sentences", "sentence_id")
            self._positions[table, column] = pd.Index(self.frames[home][key]).get_indexer(self.frames[table][column])
        return self._positions[table, column]

    def texts(self) -> Ints:
        """Return the number of each article's text: copies of one text have one number."""
        if ("articles", "copy_of") not in self._positions:
            articles = self.frames["articles"]
            self._positions["articles", "copy_of"] = _coded(articles["copy_of"].fillna(articles["article_id"])).number
        return self._positions["articles", "copy_of"]

    def coded(self, table: str, column: str, *, ranked: bool = False) -> Coded:
        """Return a column of the table, of its article, or the group of an event; `ranked` sorts its values.

        Raises
        ------
        UnknownName
            For a column that neither has.
        """
        if (table, column, ranked) not in self._coded:
            found = self.coded(table, column).ranked() if ranked else self._code(table, column)
            self._coded[table, column, ranked] = found
        return self._coded[table, column, ranked]

    def _code(self, table: str, column: str) -> Coded:
        frame, articles = self.frames[table], self.frames["articles"]
        if column in frame.columns:
            return _coded(frame[column])
        if is_group(table, column):
            return _coded(group_of(frame))
        if column not in articles.columns:
            raise UnknownName("column", column, {*frame.columns, *articles.columns})
        known = self.coded("articles", column)
        return Coded(np.append(known.number, len(known.values))[self.position(table, "article_id")], known.values)

    def is_in(self, table: str, column: str, values: Sequence[str]) -> Mask:
        """Return which rows have one of `values` in a column of text; a missing one never is."""
        coded = self.coded(table, column)
        asked = coded.values.get_indexer(pd.Index(list(values), dtype=coded.values.dtype))
        allowed = np.zeros(len(coded.values) + 1, dtype=bool)
        allowed[asked[asked >= 0]] = True
        return np.asarray(allowed[coded.number], dtype=bool)

    def values_of(self, table: str, column: str, mask: Mask) -> tuple[str, ...]:
        """Return the values that a column has in some rows, without what is missing."""
        coded = self.coded(table, column)
        held = np.zeros(len(coded.values) + 1, dtype=bool)
        held[coded.number[mask]] = True
        return tuple(coded.values[held[:-1]])


def is_group(table: str, column: str) -> bool:
    """Return whether a column is the PLOVER group of an event, which no table holds."""
    return table == "events" and column == "group"


def group_of(events: pd.DataFrame) -> pd.Series:
    """Return the PLOVER group of each event's type."""
    return events["event_type"].map(GROUP_OF).astype("string")


def _coded(column: pd.Series) -> Coded:
    number, values = pd.factorize(column)
    return Coded(np.where(number < 0, len(values), number), pd.Index(values))


def group_rows(columns: Sequence[Coded], count: int) -> Groups:
    """Group so many rows by the combination of their values in `columns`, sorted as their numbers are.

    No columns give one group, which holds all rows, if there are any.

    Examples
    --------
    >>> group_rows([_coded(pd.Series(["b", "a", "b"])).ranked()], 3)
    Groups(number=array([1, 0, 1]), first=array([1, 0]))
    """
    number, space = np.zeros(count, dtype=np.intp), 1
    if not columns:
        return Groups(number, np.zeros(1, dtype=np.intp))
    for column in columns:
        size = len(column.values) + 1
        if space * size > np.iinfo(np.intp).max:
            kept, number = np.unique(number, return_inverse=True)
            space = len(kept)
        number, space = number * size + column.number, space * size
    if space > max(_SMALL, _DENSE * count):
        _, first, number = np.unique(number, return_index=True, return_inverse=True)
        return Groups(number, first)
    first = np.full(space, -1)
    first[number[::-1]] = np.arange(count)[::-1]  # of several rows the one written last stays: the first
    held = first >= 0
    return Groups((np.cumsum(held) - 1)[number], first[held])
