"""A coded folder that is not as it was written: a table or a marker is gone or broken, or nothing can be written to it.

Each is told in one sentence that names the folder, the table and the part; files are looked through only once a
question has failed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sahelkit.columns import names_of
from sahelkit.errors import EngineError, SourceError
from sahelkit.parts import Part, done_parts, part_path, read_manifest

_UNREADABLE = (OSError, pa.ArrowInvalid, pa.ArrowNotImplementedError)


def whole_parts(out: str | os.PathLike[str]) -> dict[int, Part]:
    """Return the parts of a coded folder, as `done_parts` does; of one that was finished, all of them.

    Raises
    ------
    SourceError
        Where there is no coded corpus, or fewer parts than there were when it was finished.
    """
    written, done = read_manifest(out).get("parts"), done_parts(out)
    if isinstance(written, int) and len(done) < written:
        missing = f"{written - len(done)} of {written} parts are missing in {os.fspath(out)}"
        message = f"{missing}: each has a marker in parts/; restore them, or code or save the articles again"
        raise SourceError(message, path=os.fspath(out), kind="corpus")
    return done


def read_part(
    out: str | os.PathLike[str], table: str, number: int, *, columns: Iterable[str] | None = None, filters: Any = None
) -> pa.Table:
    """Return the rows of a table of one part.

    Raises
    ------
    SourceError
        Where the file is missing or damaged.
    """
    wanted = None if columns is None else list(columns)
    with _reading(out, table, number):
        found = pq.read_table(part_path(out, table, number), columns=wanted, filters=filters)
        _check_names(found.column_names, table if wanted is None else wanted)
    return found


def check_tables(out: str | os.PathLike[str], tables: Iterable[str], parts: Mapping[int, Part]) -> None:
    """Read tables through to find what is missing or damaged: first how the files end, then their rows.

    Raises
    ------
    SourceError
        For the first such table.
    """
    files = [(table, number) for table in tables for number in parts]
    for table, number in files:
        with _reading(out, table, number):
            _check_names(pq.read_schema(part_path(out, table, number)).names, table)
    for table, number in files:
        with _reading(out, table, number), pq.ParquetFile(part_path(out, table, number)) as file:
            for _ in file.iter_batches():
                pass


@contextmanager
def writing(out: str | os.PathLike[str]) -> Iterator[None]:
    """Say in one sentence that a folder cannot be written to.

    Raises
    ------
    EngineError
        For any error of the disk.
    """
    try:
        yield
    except OSError as error:
        message = f"{os.fspath(out)} cannot be written to ({error.strerror or error}); give a folder that can"
        raise EngineError(message) from None


@contextmanager
def _reading(out: str | os.PathLike[str], table: str, number: int) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE:
        told = f"{table} of part {number} is missing or damaged in {os.fspath(out)}, or may not be read"
        message = f"{told}; restore {part_path('', table, number).as_posix()}, or code or save the articles again"
        raise SourceError(message, path=os.fspath(out), kind="corpus") from None


def _check_names(found: Iterable[str], wanted: str | list[str]) -> None:
    """Take a file with the columns of another table for damaged."""
    if not set(names_of(wanted) if isinstance(wanted, str) else wanted).issubset(found):
        raise pa.ArrowInvalid("columns are missing")
