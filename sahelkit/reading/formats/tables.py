"""Tables: an article in each row.

`delimited` reads .csv and .tsv, json .jsonl, pyarrow .parquet, openpyxl .xlsx; all as a stream: a batch of
rows is in memory, never the table. Columns are found by their names, or named by the caller; what they do not name is
kept as meta. A bad row is told by its number and the others go on.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import IO, Any, cast

from sahelkit.errors import BadValue, SourceError, UnknownName
from sahelkit.reading.formats import MAX_DOCUMENT, TABLES, whole
from sahelkit.reading.formats.delimited import Row, csv_rows
from sahelkit.reading.formats.extracted import Told

# Field -> names of its column, compared in lower case; the first that a table has is taken.
NAMES = {
    "article_id": ("article_id", "id"),
    "text": ("text", "body", "content", "article_text", "full_text", "fulltext", "maintext"),
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "outlet", "sitename"),
    "published": ("published", "date", "publication_date", "published_at", "date_published", "pubdate"),
    "language": ("language", "lang"),
    "url": ("url", "link"),
}
WAITING = 1_000  # rows without a text at a table's head that refuse it: a long table is not read for nothing
_CONTROL = re.compile("_x(00[01][0-9A-Fa-f])_")  # others, as in a picture's name (_x1920_), are left as they stand
BATCH = 64  # rows; articles of a table have a few KB each


def check_columns(columns: Mapping[str, str]) -> None:
    """Raise unless `columns` maps fields of an article to names of columns."""
    for field, column in columns.items():
        if field not in NAMES:
            raise BadValue(f"columns: {UnknownName('field', field, NAMES)}", value=field)
        if not isinstance(column, str):
            raise BadValue(f"columns: {field} is given as {column!r}; write the column's name", value=column)


def read_rows(
    file: IO[bytes], told: Told, columns: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, Any]] | SourceError]:
    """Yield a table's rows, each with its number and the fields of its article, or what is wrong with it.

    Parameters
    ----------
    file : binary file
        Read from its beginning; .parquet and .xlsx must be able to seek.
    told : Told
        How messages call it, its ending and, for plain text, its encoding.
    columns : mapping of field to column
        Over the names that are known.

    Yields
    ------
    (int, dict) or SourceError
        Columns that name no field keep their own names. A table that breaks off ends with an error.

    Examples
    --------
    >>> import io
    >>> told = Told("a.csv", "a.csv", ".csv")
    >>> list(read_rows(io.BytesIO(b"id;body;desk\\n7;Mali menolak.;luar"), told, {}))
    [(1, {'article_id': '7', 'text': 'Mali menolak.', 'desk': 'luar'})]
    """
    try:
        opened = cast(IO[bytes], gzip.GzipFile(fileobj=file)) if told.ending.endswith(".gz") else file
        yield from _with_fields(_READERS[TABLES[told.ending]](opened, told), told, columns)
    except Exception as error:
        yield told.failed(error)


def _with_fields(
    rows: Iterator[Row], told: Told, columns: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, Any]] | SourceError]:
    fields: dict[str, str] = {}
    waiting: list[Row] = []  # those before the first that names the text: if none does, the table is at fault
    row = None
    for row in rows:
        if row.wrong is None and fields.keys() != row.cells.keys():  # the objects of .jsonl need not agree
            found = _fields([*row.cells], columns)
            if "text" in found.values():
                fields = found
                yield from (_in_row(told, early) for early in waiting)
                waiting = []
            else:
                row = Row(row.number, {}, _no_text(row.cells))
                if not fields:
                    waiting.append(row)
                    if len(waiting) == WAITING:
                        break
                    continue
        if row.wrong is None:
            yield row.number, {fields[name]: whole(value) for name, value in row.cells.items()}
        else:
            yield _in_row(told, row)
    if waiting:
        raise told.error(str(waiting[0].wrong), "columns")
    if row is None:
        raise told.error("the table has no rows; fill or remove it", "empty")


def _in_row(told: Told, row: Row) -> SourceError:
    message = f"{told.where}, row {row.number}: {row.wrong}"
    return SourceError(message, path=told.path, member=told.member, row=row.number, kind=row.kind)


def _fields(found: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Tell each column's field, or its own name where it has none: the column that the caller names, else by name."""
    fields = {name: name for name in found}
    lower = {name.strip().lower(): name for name in reversed(found)}
    named = {column for column in columns.values() if column in fields}
    for field, names in NAMES.items():
        known = [lower[name] for name in names if name in lower and lower[name] not in named]
        taken = columns[field] if columns.get(field) in fields else next(iter(known), None)
        if taken is not None:
            fields[taken] = field
    return fields


def names_text(found: Sequence[str], columns: Mapping[str, str]) -> bool:
    """Is one of these columns known to hold the text?"""
    return "text" in _fields(found, columns).values()


def _no_text(cells: Mapping[str, Any]) -> str:
    have = ", ".join([*cells][:12]) or "none"
    return f"no column is known to hold the text (there are: {have}); name it with columns={{'text': '...'}}"


def jsonl_rows(file: IO[bytes], told: Told) -> Iterator[Row]:
    """Yield the objects of a .jsonl file, one a line; it is UTF-8 whatever is named."""
    number = 0
    for line in iter(lambda: file.readline(MAX_DOCUMENT), b""):
        if not line.strip():
            continue
        number += 1
        try:
            cells = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
        except (ValueError, RecursionError) as error:
            yield Row(number, {}, f"the line is no JSON ({error}); write one object a line")
            continue
        if isinstance(cells, dict):
            yield Row(number, cells)
        else:
            yield Row(number, {}, "the line is no JSON object; write one object a line")


def parquet_rows(file: IO[bytes], told: Told) -> Iterator[Row]:
    """Yield the rows of a .parquet file."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(file, pre_buffer=False)
    batches = table.iter_batches(batch_size=BATCH, use_threads=False)
    rows = chain.from_iterable(batch.to_pylist() for batch in batches)
    yield from (Row(number, cells) for number, cells in enumerate(rows, 1))


def xlsx_rows(file: IO[bytes], told: Told) -> Iterator[Row]:
    """Yield the rows of a workbook's first sheet, under its first row; formulas count with their values."""
    import openpyxl

    from sahelkit.reading.formats.containers import open_container

    file.seek(0)
    open_container(file.read(MAX_DOCUMENT), told)
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # some writers state fewer rows than there are
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    rows = (row for row in rows if any(cell is not None for cell in row))
    header = ["" if cell is None else str(_unescaped(cell)) for cell in next(iter(rows), ())]
    for number, row in enumerate(rows, 1):
        cells = chain(row, repeat(None))  # empty cells at a row's end are not stored
        yield Row(number, {name: _unescaped(cell) for name, cell in zip(header, cells) if name})


def _unescaped(cell: Any) -> Any:
    """Return a cell with its control characters: Excel writes them as _x000D_, and openpyxl leaves them so."""
    if not isinstance(cell, str) or "_x00" not in cell:
        return cell
    return _CONTROL.sub(lambda found: chr(int(found[1], 16)), cell)


_READERS: dict[str, Any] = {
    "csv_rows": csv_rows,
    "jsonl_rows": jsonl_rows,
    "parquet_rows": parquet_rows,
    "xlsx_rows": xlsx_rows,
}
