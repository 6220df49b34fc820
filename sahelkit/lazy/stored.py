"""A coded corpus on disk as a source: the rows of a table under a Selection, their counts, and what a field may take.

It answers what `tables.Tables` answers, in the same words and the same order, and reads only what is asked for. A
whole table that would not fit into memory is refused, and the message says what to ask instead.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sahelkit.columns import EVENT_GROUPS, conform, empty, names_of
from sahelkit.errors import TooLarge, UnknownName
from sahelkit.keys import is_group
from sahelkit.lazy import counting
from sahelkit.lazy.folder import Folder, Question
from sahelkit.lazy.frames import frame_from_arrow
from sahelkit.lazy.known import KnownArticles, KnownNames
from sahelkit.lazy.places import Places
from sahelkit.lazy.search import text_condition
from sahelkit.lazy.where import article_conditions, row_conditions, who_conditions
from sahelkit.parts import ABOUT, META, read_manifest
from sahelkit.selection import APPLIES, Selection
from sahelkit.tables import ID_COLUMNS, check_limit, sort_by

MOST_ROWS = 5_000_000  # that one frame may hold: some gigabytes of a table with text
_REMEMBERED, _SMALL = 500, 20_000  # answers of so many rows


class StoredTables:
    """All tables of a corpus in a folder of parts, left there.

    Parameters
    ----------
    path : str or path
        What `Corpus.save` or coding to a folder wrote.

    Raises
    ------
    SourceError
        Where there is no such corpus.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.manifest = read_manifest(path)
        self.folder = Folder(path)
        self._places = Places(self.folder)
        self._kinds: dict[tuple[str, ...], int] = {}
        self._answers: dict[tuple[Any, ...], pd.DataFrame] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.folder.path,)

    def forget(self) -> None:
        """Forget the answers that are kept for those who ask again."""
        self._answers.clear()

    def __repr__(self) -> str:
        return f"StoredTables({os.fspath(self.folder.path)!r})"

    def rows(
        self,
        table: str,
        selection: Selection,
        *,
        columns: Iterable[str] | None = None,
        order: Iterable[str] = (),
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Return the rows of `table` under `selection`; `columns` may also name columns of the article.

        Raises
        ------
        TooLarge
            For more than `MOST_ROWS` rows, or more than memory should hold.
        """
        check_limit(limit)
        wanted, keys = self._names(table) if columns is None else list(columns), list(order)
        parts = self._parts_of(selection)
        question = Question(self.folder, parts, whole=parts)
        asked = [self._expression(question, table, name) for name in dict.fromkeys(wanted)]
        sorted_by = [self._expression(question, table, key.removeprefix("-")) for key in keys]
        if not self.folder.rows(table, question.parts):
            return self._nothing(table, wanted)
        body = self._body(question, table, [*asked, *sorted_by], self._conditions(question, table, selection))
        self._check_size(question, table, body, limit)
        listed = "".join(f"{sql} AS c{i}, " for i, sql in enumerate(asked))
        down = [f"{sql}{' DESC' if key.startswith('-') else ''} NULLS LAST" for sql, key in zip(sorted_by, keys)]
        tail = f" ORDER BY {', '.join([*down, 't.row_n'])}" if down or limit is not None else ""
        tail += "" if limit is None else f" LIMIT {limit}"
        found = question.answer(f"SELECT {listed}t.row_n FROM {body}{tail}")
        found = found if tail else _in_text_order(found)
        made = found.drop_columns("row_n").rename_columns(list(dict.fromkeys(wanted)))
        return frame_from_arrow(made, table)[wanted]

    def _check_size(self, question: Question, table: str, body: str, limit: int | None) -> None:
        if limit is not None and limit <= MOST_ROWS:
            return
        if self.folder.rows(table, question.parts) <= MOST_ROWS:
            return
        n = question.answer(f"SELECT count(*) AS n FROM {body}")["n"][0].as_py()
        if n > MOST_ROWS:
            message = (
                f"{n:,} rows of {table} are too many for one frame (at most {MOST_ROWS:,}); narrow the corpus by "
                f'filter, or ask corpus.query("{table}", by=...) for counts, or limit=... for the first rows'
            )
            raise TooLarge(message, value=n)

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
        asked = (table, selection, tuple(by), tuple(order), limit)
        if asked not in self._answers:
            found = self._counts(table, selection, list(asked[2]), list(asked[3]), limit)
            if len(found) > _SMALL:
                return found
            self._answers[asked] = found
        self._answers[asked] = answer = self._answers.pop(asked)  # the last one asked for stays longest
        while len(self._answers) > _REMEMBERED:
            del self._answers[next(iter(self._answers))]
        return answer.copy()

    def _counts(
        self, table: str, selection: Selection, keys: list[str], order: list[str], limit: int | None
    ) -> pd.DataFrame:
        parts = self._parts_of(selection)
        if not keys and selection == Selection():
            return self._all_of(table)
        chosen = [n for n in (self.folder.parts if parts is None else parts) if self.folder.parts[n].rows[table]]
        counted = [
            self._count(Question(self.folder, block, whole=parts), table, selection, keys)
            for block in counting.blocks(self.folder, chosen)
        ]
        kinds = self._kinds_frame(table, keys, counted)
        if not keys:
            return kinds
        kinds = sort_by(kinds, order) if order else sort_by(sort_by(kinds, keys), ["-n"])
        return kinds.iloc[:limit].reset_index(drop=True)

    def _all_of(self, table: str) -> pd.DataFrame:
        """Return how many rows a table has, as the parts' markers say."""
        parts = self.folder.parts.values()
        n = sum(part.events for part in parts) if table == "events" else self.folder.rows(table)
        counted = {"n": [n], "n_articles": [sum(part.articles[table] for part in parts)]}
        return pd.DataFrame(counted, dtype="Int64")

    def _count(self, question: Question, table: str, selection: Selection, keys: list[str]) -> pa.Table:
        asked = [self._expression(question, table, name) for name in keys]
        body = self._body(question, table, asked, self._conditions(question, table, selection))
        return counting.count(question, table, body, asked, self._expected(table, keys))

    def _kinds_frame(self, table: str, keys: list[str], counted: list[pa.Table]) -> pd.DataFrame:
        if counted:
            found = frame_from_arrow(counting.add_up(counted).rename_columns([*keys, "n", "n_articles"]), table)
        else:
            found = self._nothing(table, keys).reindex(range(0 if keys else 1))
            found = found.assign(n=0, n_articles=0)
        return found.astype({"n": "Int64", "n_articles": "Int64"})

    def _expected(self, table: str, keys: list[str]) -> int:
        """Return how many combinations of the keys there may be, from some parts; kept, as the folder stays."""
        asked = (table, *keys)
        if keys and asked not in self._kinds:
            numbers = list(self.folder.parts)
            question = Question(self.folder, numbers[:: max(1, len(numbers) // counting.SAMPLED)])
            columns = [self._expression(question, table, name) for name in keys]
            body = self._body(question, table, columns, [])
            self._kinds[asked] = counting.expected(question, body, columns)
        return self._kinds.get(asked, 1)

    def known(self, name: str) -> Collection[str]:
        """Return the values that a field of names (article, publisher, language, actor, claimant) may take."""
        return self._known.get(name, frozenset())

    @cached_property
    def _known(self) -> dict[str, Collection[str]]:
        ids = KnownNames(frozenset(self.manifest.get("actors", ())), lambda: self._values(ID_COLUMNS))
        languages = KnownNames(frozenset(("id", "en", "fr")), lambda: self._values((("articles", "language"),)))
        publishers = KnownNames(frozenset(), lambda: self._values((("articles", "publisher"),)))
        articles = KnownArticles(self.folder, lambda key: bool(len(self._places.numbers((key,)))))
        return {"article": articles, "publisher": publishers, "language": languages, "actor": ids, "claimant": ids}

    def _values(self, columns: Iterable[tuple[str, str]]) -> frozenset[str]:
        found: set[str] = set()
        for table, column in columns:
            if self.folder.rows(table):
                question = Question(self.folder)
                sql = f"SELECT DISTINCT {column} AS v FROM {question.table(table)} WHERE {column} IS NOT NULL"
                found.update(question.answer(sql)["v"].to_pylist())
        return frozenset(found)

    @cached_property
    def problems(self) -> pd.DataFrame:
        """What was left out while reading."""
        if not self.folder.rows("problems"):
            return empty("problems")
        question = Question(self.folder)
        return conform(frame_from_arrow(question.answer(f"FROM {question.table('problems')}"), "problems"), "problems")

    @cached_property
    def _actors(self) -> pd.DataFrame:
        question = Question(self.folder)
        columns = "actor_id, actor_type, country"
        return frame_from_arrow(
            question.answer(f"SELECT DISTINCT {columns} FROM {question.table('mentions')}"), "mentions"
        )

    def _parts_of(self, selection: Selection) -> list[int] | None:
        """Return the parts that hold the articles named; None where none are."""
        if selection.article is None:
            return None
        return sorted({number >> 32 for number in self._places.numbers(selection.values("article"))})

    def _conditions(self, question: Question, table: str, selection: Selection) -> list[str]:
        articles = article_conditions(question, selection, self._places.numbers)
        found = [*articles, *row_conditions(question, table, selection)]
        for part in (selection, *selection.also):
            found += who_conditions(question, table, part, lambda: self._actors)
            if part.text is not None and table in APPLIES["text"]:
                found += text_condition(question, table, part, articles)
        return found

    def _names(self, table: str) -> list[str]:
        return [*names_of(table), *(self._meta if table == "articles" else ())]

    @cached_property
    def _meta(self) -> tuple[str, ...]:
        return tuple(sorted({name for part in self.folder.parts.values() for name in part.meta}))

    def _expression(self, question: Question, table: str, name: str) -> str:
        """Return the SQL of a column of the table, of its article, or of the group of an event."""
        if name in names_of(table):
            return f't."{name}"'
        if is_group(table, name):
            cases = " ".join(
                f"WHEN {question.is_in('t.event_type', types)} THEN {question.value(group)}"
                for group, types in EVENT_GROUPS.items()
            )
            return f"CASE {cases} END"
        if name in self._meta:
            home = "t" if table == "articles" else "a"
            return f"{home}.{META}[{question.value(name)}]"
        if name not in names_of("articles"):
            raise UnknownName("column", name, {*self._names(table), *self._names("articles")})
        return f't."{name}"' if name in ABOUT else f'a."{name}"'

    def _body(self, question: Question, table: str, columns: Sequence[str], conditions: Sequence[str]) -> str:
        """Return the rows asked for as SQL after FROM: `t`, with their articles as `a` where a column asks for them."""
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        body = f"(SELECT * FROM {question.table(table)}{where}) t"
        if any(sql.startswith("a.") for sql in columns):
            body += f" LEFT JOIN {question.table('articles')} a ON a.row_n = t.article_n"
        return body

    def _nothing(self, table: str, names: Sequence[str]) -> pd.DataFrame:
        columns = pa.table({name: pa.nulls(0) for name in dict.fromkeys(names)})
        return frame_from_arrow(columns, table)[list(names)]


def _in_text_order(found: pa.Table) -> pa.Table:
    """Return rows sorted by their number; DuckDB mostly gives them so."""
    numbers = found["row_n"].to_numpy()
    return found if (numbers[1:] > numbers[:-1]).all() else found.take(pc.sort_indices(found["row_n"]))
