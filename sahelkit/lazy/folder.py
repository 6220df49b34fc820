"""A folder of Parquet parts, and the questions that are put to it in SQL.

DuckDB runs inside this process, writes nothing, and reads this folder alone. Whatever comes from outside, names, texts
and days, is bound as a parameter and never becomes part of the SQL.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sahelkit.damage import check_tables, whole_parts
from sahelkit.errors import TooLarge
from sahelkit.parts import TABLE_FOLDERS, Part, part_path

if TYPE_CHECKING:
    import duckdb  # takes as long to import as pandas, and a corpus in memory never needs it

MEMORY = "4GB"  # for DuckDB's own work; where a question needs more, TooLarge says so
_FEW = 50  # so many values stand in the SQL one by one, more as a table
_LARGEST = 2 << 30  # bytes of rows that one answer may hold
_BATCH = 100_000  # rows
_LESS = "narrow the corpus by filter, or ask query for columns, for a limit, or for counts"


class Folder:
    """The parts that are whole in a folder, and one connection to ask them.

    Parameters
    ----------
    path : str or path
        The folder; parts that are added to it later are not seen.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.parts: dict[int, Part] = whole_parts(path)

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """DuckDB in memory, kept from the network and from every other folder."""
        import duckdb

        connection = duckdb.connect(
            config={"temp_directory": "", "memory_limit": MEMORY, "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false"},
        )  # fmt: skip
        connection.execute("SET parquet_metadata_cache = true")
        names = (str(self.path.resolve()), escape(str(self.path.resolve())))
        literals = ", ".join("'" + name.replace("'", "''") + "'" for name in names)  # a setting takes no parameter
        connection.execute(f"SET allowed_directories = [{literals}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection

    def rows(self, table: str, parts: Iterable[int] | None = None) -> int:
        """Return how many rows a table has, in some parts or in all."""
        chosen = self.parts if parts is None else parts
        return sum(self.parts[number].rows[table] for number in chosen)

    def files(self, table: str, parts: Iterable[int] | None = None) -> list[str]:
        """Return the files of a table, of some parts or of all."""
        chosen = self.parts if parts is None else parts
        return [str(part_path(self.path.resolve(), table, number)) for number in chosen]


class Question:
    """One question while it is put together: the parts to ask, the values bound, and the tables that hold many.

    Parameters
    ----------
    folder : Folder
        What is asked.
    parts : sequence of int, optional
        Only these parts are asked.
    whole : sequence of int, optional
        What is asked where a condition rests on more than the row's own part.
    """

    def __init__(
        self, folder: Folder, parts: Sequence[int] | None = None, *, whole: Sequence[int] | None = None
    ) -> None:
        self.folder, self.parts, self.whole = folder, parts, whole
        self._values: dict[str, Any] = {}
        self._many: dict[str, pa.Table] = {}

    def table(self, name: str, *, whole: bool = False) -> str:
        """Return the SQL that reads a table."""
        key = f"{name}_whole" if whole else name
        files = self.folder.files(name, self.whole if whole else self.parts)
        self._values[key] = [escape(file) for file in files]  # DuckDB takes names for patterns
        return f"read_parquet(${key}, hive_partitioning = false)"

    def value(self, value: Any) -> str:
        """Bind a value and return the SQL that stands for it."""
        name = f"v{len(self._values)}"
        self._values[name] = value
        return f"${name}"

    def is_in(self, expression: str, values: Iterable[Any]) -> str:
        """Return the condition that an expression has one of these values, or stands in an array of numbers."""
        if isinstance(values, pa.Array):
            many = values
        else:
            listed = list(values)
            if len(listed) <= _FEW:
                return f"{expression} IN ({', '.join(map(self.value, listed))})" if listed else "false"
            many = pa.array(listed)
        name = f"many{len(self._many)}"
        self._many[name] = pa.table({"value": many})
        return f"{expression} IN (SELECT value FROM {name})"

    @contextmanager
    def reading(self, sql: str) -> Iterator[pa.RecordBatchReader]:
        """Run the SQL and hand out what it finds, to be read piece by piece.

        Raises
        ------
        TooLarge
            Where DuckDB needs more than its share of memory.
        SourceError
            Where a table that is asked is missing or damaged.
        """
        import duckdb

        cursor = self.folder.connection.cursor()
        try:
            for name, table in self._many.items():
                cursor.register(name, table)
            used = {name: value for name, value in self._values.items() if re.search(rf"\${name}\b", sql)}
            yield cursor.sql(sql, params=used).to_arrow_reader(_BATCH)
        except duckdb.OutOfMemoryException as error:
            raise TooLarge(f"the answer takes more than {MEMORY} of memory; {_LESS}", value=str(error)) from None
        except (duckdb.Error, pa.ArrowInvalid, OSError):
            asked = [name for name in TABLE_FOLDERS if {name, f"{name}_whole"} & self._values.keys()]
            check_tables(self.folder.path, asked, self.folder.parts)
            raise  # the tables are whole: the question is wrong
        finally:
            cursor.close()

    def answer(self, sql: str) -> pa.Table:
        """Run the SQL and return what it finds.

        Raises
        ------
        TooLarge
            For an answer of more bytes than one may hold.
        """
        batches, size = [], 0
        with self.reading(sql) as reader:
            for batch in reader:
                batches.append(batch)
                size += batch.nbytes
                if size > _LARGEST:
                    raise TooLarge(f"these rows take more than {_LARGEST >> 30} GB of memory; {_LESS}", value=size)
            return pa.Table.from_batches(batches, reader.schema)
