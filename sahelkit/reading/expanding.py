"""Expanding: from a file to the articles in it: one of a document, one a row of a table, those of an archive's members.

Streaming: a table's rows and an archive's members come one by one. What is wrong is a SourceError in its place; the
rows and members after it go on, where the file itself can still be read.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO, Any, NamedTuple

from sahelkit.errors import SourceError
from sahelkit.reading.formats import MAX_DOCUMENT, ending, kind_of, without_ending
from sahelkit.reading.formats.archives import Member, is_hidden, members, reading, too_large
from sahelkit.reading.formats.tables import read_rows
from sahelkit.reading.items import Item
from sahelkit.reading.places import Entry

_SEEKING = (".parquet", ".xlsx")  # formats whose end is read first


class Options(NamedTuple):
    """How a listing is made."""

    columns: Mapping[str, str]
    on_error: str
    encoding: str


def expand(entry: Entry, options: Options, *, alone: bool, passed: Counter[str]) -> Iterator[Item | SourceError]:
    """Yield the articles in a file.

    Parameters
    ----------
    entry : Entry
        The file.
    options : Options
        Columns of tables and the encoding of plain text.
    alone : bool
        Was this file named by itself? Then an archive's name stands in no id.
    passed : Counter
        Counts by ending the members that are of no format that is read.
    """
    kind = kind_of(entry.path)
    if kind == "document":
        yield Item(entry.name, entry.path, entry.file)
    elif kind == "table":
        item = Item(entry.name, entry.path, entry.file)
        try:
            with open(entry.file, "rb") as file:
                yield from _rows(item, file, options)
        except OSError as error:
            yield item.unopened(error)
    elif kind == "archive":
        before = "" if alone else f"{entry.name}/"
        try:
            yield from _members(entry, before, options, passed)
        except SourceError as error:
            yield error


def _rows(item: Item, file: IO[bytes], options: Options) -> Iterator[Item | SourceError]:
    told = item.document._replace(encoding=options.encoding)
    for found in read_rows(file, told, options.columns):
        if isinstance(found, SourceError):
            yield found
        else:
            number, fields = found
            yield item._replace(article_id=_id(fields, item.article_id, number), row=number, fields=fields)


def _id(fields: dict[str, Any], table: str, number: int) -> str:
    given = fields.get("article_id")
    own = "" if given is None else str(given).strip()
    return own or f"{table}-{number}"


def _members(entry: Entry, before: str, options: Options, passed: Counter[str]) -> Iterator[Item | SourceError]:
    told = Item(entry.name, entry.path, entry.file).document
    for member in members(entry.file, told):
        kind = kind_of(member.name)
        if is_hidden(member.name):
            continue
        item = Item(before + without_ending(member.name), entry.path, entry.file, member.name)
        wrong = member.wrong or (too_large(member, is_table=kind == "table") if kind else None)
        if wrong is not None:
            yield item.document.error(wrong[1], wrong[0])
        elif kind is None:
            passed[ending(member.name)] += 1
        else:
            yield from _member(item, member, kind, options)


def _member(item: Item, member: Member, kind: str, options: Options) -> Iterator[Item | SourceError]:
    if kind == "document" and member.place is not None:
        yield item._replace(place=member.place)
        return
    try:
        with reading(item.document), member.open() as file:
            if kind == "document":
                yield item._replace(content=file.read(MAX_DOCUMENT + 1))
            elif ending(member.name) in _SEEKING:
                yield from _rows(item, io.BytesIO(file.read(MAX_DOCUMENT + 1)), options)
            else:
                yield from _rows(item, file, options)
    except SourceError as error:
        if ending(item.path) != ".zip":  # what is read in sequence ends here
            raise
        yield error
