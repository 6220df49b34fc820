"""Delimited text: the rows of .csv and .tsv files.

Read by Python's csv, strictly: a row whose quotation marks do not fit is told, and the lines that it swallowed are read
again as rows of their own, so an open quotation mark costs its own row alone. Where tabs part the cells, quotation
marks are often no more than letters, and such a row is read as it stands.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import IO, Any, NamedTuple, cast

from sahelkit.reading.catalog import codec_of
from sahelkit.reading.formats import MAX_DOCUMENT
from sahelkit.reading.formats.extracted import Told

_DELIMITERS = ",;\t|"  # spreadsheets write a semicolon where the comma is the decimal sign, as in French and Indonesian
_SAID = re.compile(r"sep=([,;\t|])\r?\n?")  # a first line by which spreadsheets are told what parts the cells
KEPT = 10_000_000  # characters of a row that can be read again as rows of their own; the longest novels have as many
_ESCAPED = re.compile("[\udc80-\udcff]")  # what Python makes of a byte that is not in the encoding
_MISQUOTED = ("',' expected after", "unexpected end of data")


class Row(NamedTuple):
    """A row's number, from 1, and its cells by column; or what is wrong with it."""

    number: int
    cells: Mapping[str, Any]
    wrong: str | None = None
    kind: str = "row"


class _Lines:
    """The lines of a table, one by one; those of the row at hand are kept, so that they can be read again."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._spare = 0  # characters that may still be read again: no more than were read once, so time stays linear
        self._size = 0
        self.row: list[str] = []  # no longer than KEPT
        self.number = 0  # lines of the row

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.peek()
        if not line:
            raise StopIteration
        self._again.popleft()
        self.number += 1
        self._size += len(line)
        if self._size <= KEPT or self.number == 1:
            self.row.append(line)
        return line

    def peek(self) -> str:
        """Return the line that comes next, or nothing at the end."""
        if not self._again:
            line = self._file.readline(MAX_DOCUMENT)  # no line is read that would fill the memory
            if not line:
                return ""
            self._spare += len(line)
            self._again.append(line)
        return self._again[0]

    def begin(self) -> None:
        """Begin a row."""
        self.row.clear()
        self.number = self._size = 0

    def put_back(self) -> int:
        """Give the lines after the row's first again; return how many cannot be given."""
        size = self._size - len(self.row[0])
        if len(self.row) < self.number or size > self._spare:
            return self.number - 1
        self._spare -= size
        self._again.extendleft(reversed(self.row[1:]))
        return 0


def csv_rows(file: IO[bytes], told: Told) -> Iterator[Row]:
    """Yield the rows of a .csv or .tsv file; its first line tells what parts the cells."""
    # Python's limit for a cell is 131,072 characters, shorter than a long report; it can only be set for all readers.
    csv.field_size_limit(MAX_DOCUMENT)
    bytes_read = io.BufferedReader(cast(io.RawIOBase, file))
    try:
        codec = codec_of(bytes_read.peek(4), told.where, told.encoding)
        encoding = "utf-8-sig" if codec == "utf-8" else codec
        decoded = io.TextIOWrapper(bytes_read, encoding=encoding, errors="surrogateescape", newline="")
        try:
            yield from _rows(_Lines(decoded), told, codec)
        except UnicodeDecodeError as error:
            raise told.error(_misfit(error.object[error.start], codec), "encoding") from None
        finally:
            decoded.detach()
    finally:
        bytes_read.detach()


def _rows(lines: _Lines, told: Told, codec: str) -> Iterator[Row]:
    said = _SAID.fullmatch(lines.peek())
    if said:
        next(lines)
    delimiter = "\t" if told.ending.startswith(".tsv") else max(_DELIMITERS, key=lines.peek().count)
    delimiter = said[1] if said else delimiter
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    header = next(reader, [])
    if wrong := _undecoded(header, codec):
        raise told.error(wrong, "encoding")
    for number, cells in enumerate(_csv_cells(reader, lines, len(header)), 1):
        if isinstance(cells, str):
            yield Row(number, {}, cells)
        elif wrong := _undecoded(cells, codec):
            yield Row(number, {}, wrong, "encoding")
        elif len(cells) != len(header):
            what = f"{len(cells)} cells under {len(header)} columns; put a cell that holds a {delimiter!r} or a line "
            yield Row(number, {}, what + "break into quotation marks")
        else:
            yield Row(number, dict(zip(header, cells)))


def _undecoded(cells: list[str], codec: str) -> str | None:
    """Say which byte of a row does not fit its encoding; such bytes were decoded to halves of characters."""
    if all(map(str.isascii, cells)):
        return None
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        found = _ESCAPED.search("".join(cells))
        return found and _misfit(ord(found[0]) - 0xDC00, codec)
    return None


def _misfit(byte: int, codec: str) -> str:
    what = f"byte 0x{byte:02x} is not {codec}"
    return f"{what}; save the table as UTF-8, or name its encoding, for example encoding='cp1252'"


def _csv_cells(reader: Any, lines: _Lines, columns: int) -> Iterator[list[str] | str]:
    """Yield each row's cells or what is wrong with it; rows that an open quotation mark swallowed are read again."""
    while True:
        lines.begin()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            lost = lines.put_back()
            literal = None if lost else _unquoted(lines, reader.dialect.delimiter, columns)
            yield literal or _misquoted(error, lines.number, lost)
            continue
        if cells is None:
            return
        if cells:
            yield cells


def _unquoted(lines: _Lines, delimiter: str, columns: int) -> list[str] | None:
    """Read a row as it stands where tabs part the cells: many such tables never quote, and their texts open with “"”.

    Only where the line after it has as many cells: else it may go on with this row's text.
    """
    line, after = (one.rstrip("\r\n").split(delimiter) for one in (lines.row[0], lines.peek()))
    fits = len(line) == columns and (len(after) == columns or not lines.peek())
    return line if delimiter == "\t" and columns > 1 and fits else None


def _misquoted(error: csv.Error, number: int, lost: int) -> str:
    """Say what is wrong with the quotation marks of a row that was read as `number` lines."""
    if not str(error).startswith(_MISQUOTED):
        what = str(error)
    elif number > 1 or str(error).startswith(_MISQUOTED[1]):
        what = "a quotation mark is not closed, or one within a cell is not doubled"
    else:
        what = "text stands behind a closing quotation mark; double the quotation marks within a cell"
    return f"{what}; number of lines lost with it: {lost}" if lost else what
