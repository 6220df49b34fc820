"""Studies in archives: a catalog (articles.csv) among the members says of each document beside or below it what it says
in a study folder.

The catalog must come before its documents, as it does in a .zip, which is read by name. Its order is not taken: members
come as they lie. An archive's actors.csv is not read, since lexicons are files that a study can change.
"""

from __future__ import annotations

import codecs
import csv
import dataclasses
import unicodedata
from collections.abc import Iterator, Mapping

from sahelkit.errors import SourceError
from sahelkit.reading.catalog import Catalog, parse_catalog
from sahelkit.reading.formats import without_ending
from sahelkit.reading.formats.tables import names_text
from sahelkit.reading.items import Item, told_as
from sahelkit.reading.places import CATALOG
from sahelkit.reading.records import Problem


@dataclasses.dataclass(frozen=True)
class Study:
    """A catalog in an archive, where it lies, and which of its rows have found their document."""

    item: Item
    catalog: Catalog
    found: set[str] = dataclasses.field(default_factory=set)

    def holds(self, member: str) -> bool:
        """Does a member lie beside the catalog or below it?"""
        return member.startswith(str(self.item.member).removesuffix(CATALOG))


def is_catalog(member: str) -> bool:
    """Is a member called as catalogs are?"""
    return member.rsplit("/", 1)[-1] == CATALOG


def is_table(raw: bytes, columns: Mapping[str, str]) -> bool:
    """Do its columns hold texts? Then it is no catalog but a table of articles of the same name.

    Examples
    --------
    >>> is_table(b"article_id,title\\n", {}), is_table(b"article_id,text\\n", {}), is_table(b"id,isi", {"text": "isi"})
    (False, True, True)
    """
    header = raw.split(b"\n", 1)[0].removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    try:
        return names_text(next(csv.reader([header]), []), columns)
    except csv.Error:  # it will be told as a catalog that cannot be read
        return False


def read_packed(item: Item, raw: bytes, *, encoding: str, on_error: str) -> tuple[Study, list[Problem]]:
    """Read a catalog that is a member of an archive.

    Raises
    ------
    SourceError
        As `parse_catalog`.
    """
    try:
        catalog, problems = parse_catalog(raw, told_as(item.path, item.member), encoding=encoding, on_error=on_error)
    except SourceError as error:
        error.path, error.member = item.path, item.member
        raise
    placed = [problem._replace(path=item.path, member=item.member) for problem in problems]
    return Study(item, catalog), placed


def with_row(item: Item, study: Study) -> Item | SourceError:
    """Return a document with what its catalog's row says, or the error that there is none."""
    stem = unicodedata.normalize("NFC", without_ending(str(item.member)).rsplit("/", 1)[-1])
    if stem not in study.catalog.rows:
        return item.document.error(
            f"there is no row {stem!r} in {study.item.member}; add it or remove the file", "no_row"
        )
    study.found.add(stem)
    number, fields = study.catalog.rows[stem]
    return item._replace(article_id=stem, row=number, catalog=study.catalog.path, fields=fields)


def without_file(study: Study) -> Iterator[SourceError]:
    """Yield the rows that found no document."""
    for article_id, (number, _) in study.catalog.rows.items():
        if article_id not in study.found:
            what = f"there is no file {article_id}.txt after it; add it or remove the row"
            item, what = study.item, f"{study.catalog.path}, row {number}: {what}"
            yield SourceError(what, path=item.path, member=item.member, row=number, kind="no_file")
