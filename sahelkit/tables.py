"""Tables in memory: the source that stands behind a corpus of some thousand articles.

Answers three questions, and any other source (Parquet on disk) answers the same three: the rows of a table under a
Selection, their counts by some columns, and the values a field may take. Rows find their article and their
sentence once, by position; after that every filter is a few vector operations. Nothing here changes a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from sahelkit.columns import EVENT_GROUPS, TABLES, conform, empty
from sahelkit.errors import BadValue, UnknownName
from sahelkit.matching import Mask, all_of, article_mask, row_mask, text_mask, who_mask
from sahelkit.selection import APPLIES, Selection

GROUP_OF = {event_type: group for group, types in EVENT_GROUPS.items() for event_type in types}
ID_COLUMNS = (
    ("mentions", "actor_id"), ("figures", "actor_id"), ("figures", "claimant_id"), ("quotes", "speaker_id"),
    ("events", "source_id"), ("events", "target_id"), ("events", "claimant_id"),
)  # fmt: skip


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
    _positions: dict[tuple[str, str], np.ndarray] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for name in self.frames:
            if name not in TABLES:
                raise UnknownName("table", name, TABLES)
        frames = {name: conform(self.frames[name], name) if name in self.frames else empty(name) for name in TABLES}
        object.__setattr__(self, "frames", frames)
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
        frame = self._selected(table, selection)
        wanted = list(frame.columns) if columns is None else list(columns)
        keys = [name.removeprefix("-") for name in order]
        frame = self._joined(table, frame, dict.fromkeys([*wanted, *keys]))
        return _cut(_sort(frame, order), limit)[wanted].reset_index(drop=True)

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
        keys = list(by)
        frame = self._joined(table, self._selected(table, selection), keys)
        unit = frame["event_id"] if table == "events" else frame.index
        work = frame[keys].assign(n=unit, n_articles=self._position(table, "article_id")[frame.index])
        if not keys:
            return pd.DataFrame({name: [work[name].nunique()] for name in ("n", "n_articles")}).astype("Int64")
        counted = work.groupby(keys, dropna=False, observed=True, sort=True).nunique().reset_index()
        counted = counted.astype({"n": "Int64", "n_articles": "Int64"})
        return _cut(_sort(counted, list(order) or ["-n", *keys]), limit).reset_index(drop=True)

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

    def _selected(self, table: str, selection: Selection) -> pd.DataFrame:
        mask = self._mask(table, selection)
        return self.frames[table].copy(deep=False) if mask is None else self.frames[table][mask]

    def _mask(self, table: str, selection: Selection) -> Mask | None:
        """Return which rows of `table` satisfy `selection`; None for all of them."""
        masks: list[Mask] = []
        articles = article_mask(self.frames["articles"], selection)
        if articles is not None:
            masks.append(articles if table == "articles" else _taken(articles, self._position(table, "article_id")))
        row = row_mask(self.frames[table], table, selection)
        masks += [] if row is None else [row]
        for part in (selection, *selection.also):
            masks += self._who(table, part) + self._text(table, part)
        return all_of(masks) if masks else None

    def _who(self, table: str, selection: Selection) -> list[Mask]:
        if table in ("sentences", "dates"):
            found = who_mask(self.frames, "mentions", selection)
            if found is None:
                return []
            held = np.zeros(len(self.frames["sentences"]) + 1, dtype=bool)
            held[self._position("mentions", "sentence_id")[found]] = True
            return [held[:-1] if table == "sentences" else held[self._position(table, "sentence_id")]]
        mask = who_mask(self.frames, table, selection)
        return [] if mask is None else [mask]

    def _text(self, table: str, selection: Selection) -> list[Mask]:
        if selection.text is None or table not in APPLIES["text"]:
            return []
        found = text_mask(self.frames["sentences"]["text"], selection)
        if table == "sentences":
            return [found]
        first = self._position(table, "sentence_id")
        if "sentence_id_last" not in self.frames[table]:
            return [_taken(found, first)]
        last = self._position(table, "sentence_id_last")
        last = np.where(last < 0, first, last)
        before = np.concatenate(([0], np.cumsum(found)))
        return [(first >= 0) & (before[last + 1] > before[np.maximum(first, 0)])]

    def _position(self, table: str, column: str) -> np.ndarray:
        """Return for each row the position of its article or sentence; -1 where there is none."""
        if (table, column) not in self._positions:
            home, key = ("articles", "article_id") if column == "article_id" else ("sentences", "sentence_id")
            self._positions[table, column] = pd.Index(self.frames[home][key]).get_indexer(self.frames[table][column])
        return self._positions[table, column]

    def _joined(self, table: str, frame: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
        """Return `frame` with those of `names` that stand in its article, and the group of an event type."""
        missing = [name for name in names if name not in frame.columns]
        articles = self.frames["articles"]
        for name in missing:
            if name == "group" and table == "events":
                frame = frame.assign(group=frame["event_type"].map(GROUP_OF).astype("string"))
            elif name not in articles.columns:
                raise UnknownName("column", name, {*frame.columns, *articles.columns})
            else:
                at = self._position(table, "article_id")[frame.index]
                frame = frame.assign(**{name: articles[name].reindex(at).to_numpy()}).astype(
                    {name: articles[name].dtype}
                )
        return frame


def _taken(mask: Mask, position: np.ndarray) -> Mask:
    """Return the mask of the rows from that of what they point to; a row that points nowhere (-1) is out."""
    return np.asarray(np.append(mask, False)[position], dtype=bool)


def _sort(frame: pd.DataFrame, order: Iterable[str]) -> pd.DataFrame:
    keys = list(order)
    if not keys:
        return frame
    names = [key.removeprefix("-") for key in keys]
    for name in names:
        if name not in frame.columns:
            raise UnknownName("column", name, frame.columns)
    return frame.sort_values(names, ascending=[not key.startswith("-") for key in keys], kind="stable")


def _cut(frame: pd.DataFrame, limit: int | None) -> pd.DataFrame:
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise BadValue(f"limit takes a number of rows from 0, not {limit!r}", value=limit)
    return frame if limit is None else frame.iloc[:limit]
