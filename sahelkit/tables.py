"""Tables in memory: the source that stands behind a corpus of some thousand articles.

Answers three questions, and any other source (Parquet on disk) answers the same three: the rows of a table under a
Selection, their counts by some columns, and the values a field may take. Rows find their article and their
sentence once, by position; after that every filter is a few vector operations. Nothing here changes a table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd

from sahelkit.columns import TABLES, conform, empty
from sahelkit.errors import BadValue, UnknownName
from sahelkit.keys import Groups, Ints, Keys, Mask, group_of, group_rows, is_group
from sahelkit.matching import all_of, article_mask, row_mask, text_mask, who_mask
from sahelkit.selection import APPLIES, Selection

Made = TypeVar("Made")
ID_COLUMNS = (
    ("mentions", "actor_id"), ("figures", "actor_id"), ("figures", "claimant_id"), ("quotes", "speaker_id"),
    ("events", "source_id"), ("events", "target_id"), ("events", "claimant_id"),
)  # fmt: skip
_RECENT = 64  # masks kept: those of some six selections, each asked of all tables


class Source(Protocol):
    """What a corpus asks: rows, counts and names, wherever they are kept."""

    @property
    def problems(self) -> pd.DataFrame:
        """What was left out while reading."""

    def rows(
        self, table: str, selection: Selection, *, columns: Iterable[str] | None = ..., order: Iterable[str] = ...,
        limit: int | None = ...,
    ) -> pd.DataFrame:  # fmt: skip
        """Return the rows of a table under a Selection."""

    def counts(
        self,
        table: str,
        selection: Selection,
        *,
        by: Iterable[str],
        order: Iterable[str] = ...,
        limit: int | None = ...,
    ) -> pd.DataFrame:
        """Return n and n_articles for each combination of the columns `by`."""

    def known(self, name: str) -> Collection[str]:
        """Return the values that a field of names may take."""


@dataclass(frozen=True, eq=False)
class Tables:
    """All tables of a corpus in memory.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        Tables by name; each is brought to the contract of `sahelkit.columns`, a missing one is empty.
    problems : DataFrame, optional
        What was left out while reading.
    actors : frozenset of str
        Actor ids that the registry knows besides those found.

    Raises
    ------
    UnknownName
        For a table that does not exist.
    BadValue
        For a frame without a column of its table.
    """

    frames: Mapping[str, pd.DataFrame]
    problems: pd.DataFrame = field(default_factory=lambda: empty("problems"))
    actors: frozenset[str] = frozenset()
    _keys: Keys = field(init=False, repr=False)
    _recent: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for name in self.frames:
            if name not in TABLES:
                raise UnknownName("table", name, TABLES)
        frames = {name: conform(self.frames[name], name) if name in self.frames else empty(name) for name in TABLES}
        object.__setattr__(self, "frames", frames)
        object.__setattr__(self, "_keys", Keys(frames))
        object.__setattr__(self, "problems", conform(self.problems, "problems"))

    def rows(
        self,
        table: str,
        selection: Selection,
        *,
        columns: Iterable[str] | None = None,
        order: Iterable[str] = (),
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Return the rows of `table` under `selection`; `columns` may also name columns of the article."""
        check_limit(limit)
        wanted = list(self.frames[table].columns) if columns is None else list(columns)
        at, keys = self._at(table, selection), list(order)
        if keys:
            at = np.arange(len(self.frames[table])) if at is None else at
            at = at[sort_by(self._columns(table, at, dict.fromkeys(map(_name, keys))), keys).index]
        if limit is not None:
            at = np.arange(min(limit, len(self.frames[table]))) if at is None else at[:limit]
        return self._columns(table, at, wanted)

    def counts(
        self,
        table: str,
        selection: Selection,
        *,
        by: Iterable[str],
        order: Iterable[str] = (),
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Return n and n_articles for each combination of the columns `by`, most frequent first."""
        check_limit(limit)
        keys, at = list(by), self._at(table, selection)
        columns = [self._keys.coded(table, key, ranked=True) for key in keys]
        at = np.arange(len(self.frames[table])) if at is None else at
        order, groups = list(order), group_rows([column.take(at) for column in columns], len(at))
        article = self._keys.position(table, "article_id")[at] + 1  # an article that is not there is one too
        n_articles = groups.different(article, len(self.frames["articles"]) + 1)
        n = groups.sizes() if table != "events" else self._events(at, groups)
        first = groups.first
        if keys and not order:
            largest = np.argsort(-n, kind="stable")[:limit]  # of equal ones the first by key
            first, n, n_articles = first[largest], n[largest], n_articles[largest]
        kinds = self._columns(table, at[first], keys) if keys else pd.DataFrame(index=range(1))
        kinds["n"], kinds["n_articles"] = pd.array(n, dtype="Int64"), pd.array(n_articles, dtype="Int64")
        return sort_by(kinds, order).iloc[:limit].reset_index(drop=True) if keys and order else kinds

    def _events(self, at: Ints, groups: Groups) -> Ints:
        event = self._keys.coded("events", "event_id").take(at)
        return groups.different(event.number, len(event.values))

    def known(self, name: str) -> frozenset[str]:
        """Return the values that a field of names (article, publisher, language, actor, claimant) may take."""
        return self._known.get(name, frozenset())

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        ids = self.actors.union(*(self.frames[table][column].dropna().unique() for table, column in ID_COLUMNS))
        articles = self.frames["articles"]
        return {
            "article": frozenset(articles["article_id"]),
            "publisher": frozenset(articles["publisher"].dropna()),
            "language": frozenset(articles["language"]) | {"id", "en", "fr"},
            "actor": ids,
            "claimant": ids,
        }

    def _at(self, table: str, selection: Selection) -> Ints | None:
        """Return which rows of `table` satisfy `selection`, by position; None for all of them."""
        mask = self._mask(table, selection)
        return None if mask is None else np.flatnonzero(mask)

    def _mask(self, table: str, selection: Selection) -> Mask | None:
        if selection == Selection():
            return None
        if selection == Selection(article=selection.article):  # found at once, and every look at evidence asks anew
            return self._found(table, selection)
        return self._remember((table, selection), lambda: self._found(table, selection))

    def _found(self, table: str, selection: Selection) -> Mask | None:
        masks: list[Mask] = []
        articles = article_mask(self._keys, selection)
        if articles is not None:
            masks.append(
                articles if table == "articles" else _taken(articles, self._keys.position(table, "article_id"))
            )
        row = row_mask(self._keys, table, selection)
        masks += [] if row is None else [row]
        for part in (selection, *selection.also):
            masks += self._who(table, part) + self._text(table, part)
        return all_of(masks) if masks else None

    def _remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what `make` gives, kept under `key` with the others last asked for."""
        if key not in self._recent:
            self._recent[key] = make()
        found: Made = self._recent.pop(key)
        self._recent[key] = found
        while len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]
        return found

    def _who(self, table: str, selection: Selection) -> list[Mask]:
        if table in ("sentences", "dates"):
            found = who_mask(self._keys, "mentions", selection)
            if found is None:
                return []
            held = np.zeros(len(self.frames["sentences"]) + 1, dtype=bool)
            held[self._keys.position("mentions", "sentence_id")[found]] = True
            held[-1] = False  # of a row that stands in no sentence
            return [held[:-1] if table == "sentences" else held[self._keys.position(table, "sentence_id")]]
        mask = who_mask(self._keys, table, selection)
        return [] if mask is None else [mask]

    def _text(self, table: str, selection: Selection) -> list[Mask]:
        if selection.text is None or table not in APPLIES["text"]:
            return []
        asked = Selection(text=selection.text, regex=selection.regex)
        found = self._remember(asked, lambda: text_mask(self.frames["sentences"]["text"], asked))
        if table == "sentences":
            return [found]
        first = self._keys.position(table, "sentence_id")
        if "sentence_id_last" not in self.frames[table]:
            return [_taken(found, first)]
        last = self._keys.position(table, "sentence_id_last")
        last = np.where(last < 0, first, last)
        before = np.concatenate(([0], np.cumsum(found)))
        return [(first >= 0) & (before[last + 1] > before[np.maximum(first, 0)])]

    def _columns(self, table: str, at: Ints | None, names: Iterable[str]) -> pd.DataFrame:
        """Return columns of rows by position: the table's own, the group of an event, those of its article."""
        frame, articles, wanted = self.frames[table], self.frames["articles"], list(names)
        own = [name for name in wanted if name in frame.columns]
        out = (frame[own].copy(deep=False) if at is None else frame[own].take(at)).reset_index(drop=True)
        for name in wanted:
            if name in frame.columns:
                continue
            if is_group(table, name):
                out[name] = group_of(frame if at is None else frame.take(at)).array
            elif name not in articles.columns:
                raise UnknownName("column", name, {*frame.columns, *articles.columns})
            else:
                article = self._keys.position(table, "article_id")
                out[name] = articles[name].reindex(article if at is None else article[at]).array
        return out[wanted]


def _taken(mask: Mask, position: np.ndarray) -> Mask:
    """Return the mask of the rows from that of what they point to; a row that points nowhere (-1) is out."""
    return np.asarray(np.append(mask, False)[position], dtype=bool)


def sort_by(frame: pd.DataFrame, order: Iterable[str]) -> pd.DataFrame:
    """Return rows sorted by columns, "-n" descending, what is missing last; of equal ones the first stays first."""
    keys = list(order)
    names = [_name(key) for key in keys]
    for name in names:
        if name not in frame.columns:
            raise UnknownName("column", name, frame.columns)
    return frame.sort_values(names, ascending=[not key.startswith("-") for key in keys], kind="stable")


def _name(key: str) -> str:
    return key.removeprefix("-")


def check_limit(limit: int | None) -> None:
    """Refuse a limit that is no number of rows."""
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise BadValue(f"limit takes a number of rows from 0, not {limit!r}", value=limit)
