"""Studies in archives: a catalog (articles.csv) among the members says of each document beside or below it what it says
in a study folder.

The catalog must come before its documents, as it does in a .zip. Its order is not taken: members come as they lie. An
archive may hold several studies, each with its catalog; in the folders of one there is no other, as on a disk. An
archive's actors.csv is not read, since lexicons are files that a study can change.
"""

from __future__ import annotations

import codecs
import csv
import dataclasses
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from sahelkit.errors import SourceError
from sahelkit.reading.catalog import Catalog, parse_catalog
from sahelkit.reading.formats import without_ending
from sahelkit.reading.formats.tables import names_text
from sahelkit.reading.items import Item, told_as
from sahelkit.reading.places import CATALOG, FOLDER
from sahelkit.reading.records import Problem, as_problem


@dataclasses.dataclass(frozen=True)
class Study:
    """A catalog in an archive, where it lies, and which of its rows have found their document.

    `parted` says that its articles lie in a folder of their own; `beside` counts by kind the files that do not.
    """

    item: Item
    catalog: Catalog
    parted: bool = False
    found: set[str] = dataclasses.field(default_factory=set)
    beside: Counter[str] = dataclasses.field(default_factory=Counter)

    @property
    def folder(self) -> str:
        """The folder that it lies in, with its slash; empty for the archive itself."""
        return str(self.item.member).removesuffix(CATALOG)

    def holds(self, member: str) -> bool:
        """May a member be an article of it?"""
        return not self.parted or member.startswith(f"{self.folder}{FOLDER}/")


def study_of(studies: Mapping[str, Study], member: str) -> Study | None:
    """Return the study, by folder, that a member lies in: beside the catalog or below it."""
    place = len(member)
    while studies and place >= 0:
        place = member.rfind("/", 0, place)
        study = studies.get(member[: place + 1])
        if study is not None:
            return study
    return None


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


def read_packed(item: Item, raw: bytes, *, encoding: str, on_error: str) -> tuple[Catalog, list[Problem]]:
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
    return catalog, placed


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


def left_over(study: Study) -> Iterator[SourceError | Problem]:
    """Yield the rows that found no document, and tell of the files beside its folder of articles."""
    if study.beside:
        n = study.beside.total()
        files = f"{n} files are passed over that lie" if n > 1 else "1 file is passed over that lies"
        what = f"{files} beside its {FOLDER}/ and not in it"
        yield as_problem(study.item.document.error(what, "catalog"))
    for article_id, (number, _) in study.catalog.rows.items():
        if article_id not in study.found:
            what = f"there is no file {article_id}.txt after it; add it or remove the row"
            item, what = study.item, f"{study.catalog.path}, row {number}: {what}"
            yield SourceError(what, path=item.path, member=item.member, row=number, kind="no_file")
