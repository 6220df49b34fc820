"""Expanding: from a file to the articles in it: one of a document, one a row of a table, those of an archive's members.

Streaming: a table's rows and an archive's members come one by one. What is wrong is a SourceError in its place; the
rows and members after it go on, where the file itself can still be read.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO, Any, NamedTuple

from sahelkit.errors import SourceError
from sahelkit.reading.formats import MAX_DOCUMENT, ending, kind_of, whole, without_ending
from sahelkit.reading.formats.archives import Member, is_hidden, members, reading, too_large
from sahelkit.reading.formats.tables import read_rows
from sahelkit.reading.items import Item
from sahelkit.reading.places import ACTORS, Entry
from sahelkit.reading.records import Problem, as_problem
from sahelkit.reading.studies import Study, is_catalog, is_table, left_over, read_packed, study_of, with_row

_SEEKING = (".parquet", ".xlsx")  # formats whose end is read first


Found = Item | SourceError | Problem


class Options(NamedTuple):
    """How a listing is made."""

    columns: Mapping[str, str]
    on_error: str
    encoding: str


def expand(entry: Entry, options: Options, *, alone: bool, passed: Counter[str]) -> Iterator[Found]:
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


def _rows(item: Item, file: IO[bytes], options: Options) -> Iterator[Found]:
    told = item.document._replace(encoding=options.encoding)
    for found in read_rows(file, told, options.columns):
        if isinstance(found, SourceError):
            yield found
        else:
            number, fields = found
            yield item._replace(article_id=_id(fields, item.article_id, number), row=number, fields=fields)


def _id(fields: dict[str, Any], table: str, number: int) -> str:
    given = fields.get("article_id")
    if isinstance(given, float):  # NaN is none, and pandas writes whole numbers so where one of the column is missing
        given = int(given) if given.is_integer() else None if math.isnan(given) else given
    own = "" if given is None else str(given).strip()
    return own or f"{table}-{number}"


def _members(entry: Entry, before: str, options: Options, passed: Counter[str]) -> Iterator[Found]:
    told = Item(entry.name, entry.path, entry.file).document
    studies: dict[str, Study] = {}
    for member in members(entry.file, told):
        kind = kind_of(member.name)
        if is_hidden(member.name):
            continue
        name = whole(member.name)
        own = unicodedata.normalize("NFC", before + without_ending(name))
        item = Item(own, entry.path, entry.file, name)
        wrong = member.wrong or (too_large(member, is_table=kind == "table") if kind else None)
        study = study_of(studies, name)
        if wrong is not None:
            yield item.document.error(wrong[1], wrong[0])
        elif kind is None:
            passed[ending(member.name)] += 1
        elif member.name.rsplit("/", 1)[-1] == ACTORS:
            what = "a study's own actors are not read from an archive; unpack the study to use them"
            yield as_problem(item.document.error(what, "catalog"))
        elif study is not None:
            yield from _of_study(item, member, kind, options, study)
        elif is_catalog(member.name):
            yield from _catalog_or_table(item, member, options, studies)
        else:
            yield from _member(item, member, kind, options)
    for study in studies.values():
        yield from left_over(study)


def _catalog_or_table(item: Item, member: Member, options: Options, studies: dict[str, Study]) -> Iterator[Found]:
    """Read what is called as a catalog is, and add it to the studies where it is one."""
    try:
        with reading(item.document), member.open() as file:
            raw = file.read(MAX_DOCUMENT + 1)
        if is_table(raw, options.columns):
            yield from _rows(item, io.BytesIO(raw), options)
            return
        catalog, problems = read_packed(item, raw, encoding=options.encoding, on_error=options.on_error)
    except SourceError as error:
        yield error
        return
    yield from problems
    study = Study(item, catalog, member.parted)
    studies[study.folder] = study


def _of_study(item: Item, member: Member, kind: str, options: Options, study: Study) -> Iterator[Found]:
    if not study.holds(str(item.member)):
        study.beside[kind] += 1
    elif kind == "document":
        found = with_row(item, study)
        yield from [found] if isinstance(found, SourceError) else _member(found, member, kind, options)
    else:
        yield item.document.error("beside a catalog each article is a file of its own; load it by itself", "catalog")


def _member(item: Item, member: Member, kind: str, options: Options) -> Iterator[Found]:
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
