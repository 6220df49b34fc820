"""A study's catalog: articles.csv, one row an article.

Columns article_id, title, publisher, published, language, url; cells may be blank, further columns are kept as
meta. Strict: an unreadable catalog, a missing column, a row without an id and a doubled id are each one sentence
that names file and row.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sahelkit.errors import BadValue, SourceError
from sahelkit.reading.records import FIELDS, Problem, as_problem

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDE = ("utf-16", "utf-32")


class Catalog(NamedTuple):
    """The rows of a catalog by article_id, in its order, each with the number of its row, counted from 1."""

    path: str
    rows: dict[str, tuple[int, dict[str, str]]]


def codec_of(head: bytes, name: str, encoding: str) -> str:
    """Return the codec of a file that begins so: UTF-8 where its byte order mark says it, else the one that is named.

    Raises
    ------
    BadValue
        For an encoding that does not exist.
    SourceError
        For a file whose byte order mark says UTF-16 where another encoding is named.

    Examples
    --------
    >>> codec_of(b"\\xef\\xbb\\xbfMali", "a.txt", "cp1252"), codec_of(b"Mali", "a.txt", "cp1252")
    ('utf-8', 'cp1252')
    """
    try:
        codec = codecs.lookup(encoding).name
    except LookupError:
        message = f"there is no encoding {encoding!r}; common ones are utf-8, cp1252 and latin-1"
        raise BadValue(message, value=encoding) from None
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if not codec.startswith(_WIDE) and head.startswith(_UTF16):
        message = f"{name}: the file is UTF-16; save it as UTF-8, or read it with encoding='utf-16'"
        raise SourceError(message, path=name, kind="encoding")
    return codec


def decode(raw: bytes, name: str, encoding: str = "utf-8") -> str:
    """Decode a file's bytes; a byte order mark is dropped, line endings are kept.

    Parameters
    ----------
    raw : bytes
        The file's content.
    name : str
        How messages call the file.
    encoding : str
        A codec's name; nothing is guessed, but a byte order mark of UTF-8 counts before it.

    Raises
    ------
    BadValue
        For an encoding that does not exist.
    SourceError
        For a binary file, or a byte that does not fit, with its position counted from 0.

    Examples
    --------
    >>> decode(b"\\xef\\xbb\\xbfMali\\r\\n", "a.txt")
    'Mali\\r\\n'
    """
    codec = codec_of(raw[:4], name, encoding)
    if not codec.startswith(_WIDE) and b"\0" in raw:
        message = f"{name}: the file is binary (a NUL byte at position {raw.index(0)}); give plain text instead"
        raise SourceError(message, path=name, kind="binary")
    try:
        return raw.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        message = (
            f"{name}: byte 0x{raw[error.start]:02x} at position {error.start} is not {codec}; "
            "save the file as UTF-8, or name its encoding, for example encoding='cp1252'"
        )
        raise SourceError(message, path=name, kind="encoding") from None


def read_catalog(path: Path, *, encoding: str, on_error: str) -> tuple[Catalog, list[Problem]]:
    """Read articles.csv.

    The catalog is UTF-8, or else in the encoding named for the articles.

    Returns
    -------
    Catalog, list of Problem
        With ``on_error="report"`` bad rows are left out and listed; with ``"raise"`` the list is empty.

    Raises
    ------
    SourceError
        For a catalog that cannot be read as one, or (``"raise"``) for its first bad row.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"{path.name}: the catalog cannot be read ({error.strerror}); check its permissions"
        raise SourceError(message, path=path.name, kind="missing") from None
    return parse_catalog(raw, path.name, encoding=encoding, on_error=on_error)


def parse_catalog(raw: bytes, name: str, *, encoding: str, on_error: str) -> tuple[Catalog, list[Problem]]:
    """Read a catalog's bytes; `name` is how messages call it. Returns and raises as `read_catalog`."""
    try:
        text = decode(raw, name)
    except SourceError as error:
        if error.kind != "encoding" or codecs.lookup(encoding).name == "utf-8":
            raise
        text = decode(raw, name, encoding)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    _check_columns(name, reader.fieldnames or [])
    rows: dict[str, tuple[int, dict[str, str]]] = {}
    problems: list[Problem] = []
    try:
        for number, row in enumerate(reader, 1):
            try:
                _add(rows, row, number, name)
            except SourceError as error:
                if on_error == "raise":
                    raise
                problems.append(as_problem(error))
    except csv.Error as error:
        message = f"{name}, line {reader.line_num}: {error}; write it as plain comma-separated values"
        raise SourceError(message, path=name, kind="catalog") from None
    return Catalog(name, rows), problems


def _check_columns(name: str, found: Sequence[str]) -> None:
    missing = [column for column in FIELDS if column not in found]
    if missing:
        message = (
            f"{name}: there is no column {missing[0]!r}; the catalog needs the columns {','.join(FIELDS)} "
            f"(cells may be blank), and has {','.join(found) or 'none'}"
        )
        raise SourceError(message, path=name, kind="catalog")


def _add(rows: dict[str, tuple[int, dict[str, str]]], row: dict[str, str], number: int, name: str) -> None:
    where = f"{name}, row {number}"
    if None in row or None in row.values():
        what = "too many" if None in row else "too few"
        message = f"{where}: {what} cells; put a cell that holds a comma into quotation marks"
        raise SourceError(message, path=name, row=number, kind="catalog")
    article_id = unicodedata.normalize("NFC", row["article_id"].strip())
    if not article_id:
        message = f"{where}: article_id is blank; write the name of the article's file without .txt"
        raise SourceError(message, path=name, row=number, kind="catalog")
    if article_id in rows:
        message = f"{where}: article_id {article_id!r} stands in row {rows[article_id][0]} too; keep one of the two"
        raise SourceError(message, path=name, row=number, kind="duplicate")
    rows[article_id] = (number, {**row, "article_id": article_id})
