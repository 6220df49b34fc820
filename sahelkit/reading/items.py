"""Items: where one article lies, told before it is read.

An `Item` is small and can be sent to another process; whoever codes the article reads it there with `read_item`. Rows
of tables, and members of archives that can only be read in sequence, carry their content; files, and members of .zip
archives, are opened when they are read. Strict: what cannot be read is one SourceError naming path, member and row.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from sahelkit.errors import SourceError
from sahelkit.reading.formats import MAX_DOCUMENT, ending, extract
from sahelkit.reading.formats.archives import Place, read_member, reading
from sahelkit.reading.formats.extracted import Extracted, Told
from sahelkit.reading.records import Problem, Record, make_record, unread


class Item(NamedTuple):
    """Where one article lies: what is known of it before it is read.

    `path` is told from what was loaded, `file` from this machine's root; `member` is a file in an archive; `row`, from
    1, is a row of the table `path`, or, with `catalog`, of that catalog. `fields` are the row's. `content` is the
    document where it had to be read already, `place` where a member of a .zip file lies; a table's row has its text in
    `fields`.
    """

    article_id: str
    path: str
    file: str
    member: str | None = None
    row: int | None = None
    catalog: str | None = None
    fields: dict[str, Any] = {}  # never changed
    content: bytes | None = None
    place: Place | None = None

    @property
    def where(self) -> str:
        """How messages call it."""
        if self.catalog is not None:
            return f"{self.catalog}, row {self.row} ({self.article_id!r})"
        return told_as(self.path, self.member, self.row)

    @property
    def listed_in(self) -> str:
        """The file that holds its row, as problems name it."""
        return self.path if self.catalog is None or self.member is not None else self.catalog

    @property
    def document(self) -> Told:
        """What the reader of its format is told."""
        name = self.member or self.path
        return Told(told_as(self.path, self.member), self.path, ending(name), member=self.member)

    def unopened(self, error: OSError) -> SourceError:
        """Return the error to raise for a file that cannot be opened."""
        what = f"the file cannot be read ({error.strerror or error}); check its permissions"
        return self.document.error(what, "missing")


def told_as(path: str, member: str | None = None, row: int | None = None) -> str:
    """Name a place in words.

    Examples
    --------
    >>> told_as("news.zip", "2022/a.csv", 3)
    'news.zip, 2022/a.csv, row 3'
    """
    return ", ".join([path, *([member] if member else []), *([f"row {row}"] if row else [])])


def read_item(item: Item, *, language: str | None = None, encoding: str = "utf-8") -> Record:
    """Read one article.

    Parameters
    ----------
    item : Item
        From `list_items`.
    language : {"id", "en", "fr"}, optional
        For an article whose row names none; without it, the language is detected from the text.
    encoding : str
        Of plain text; other formats say it themselves.

    Returns
    -------
    Record
        With ``file_sha256`` of the document's bytes; missing for a table's row.

    Raises
    ------
    SourceError
        For an article that cannot be read, is empty, or whose row has a bad date or language.

    Examples
    --------
    >>> item = Item("a", "a.txt", "", content=b"Mali menolak tawaran itu.")
    >>> read_item(item, language="id").text
    'Mali menolak tawaran itu.'
    """
    if item.row is not None and item.catalog is None:
        digest, found = None, _of_row(item)
    else:
        raw = _bytes(item)
        digest, found = hashlib.sha256(raw).hexdigest(), extract(raw, item.document._replace(encoding=encoding))
    path = item.path if item.member is None else f"{item.path}/{item.member}"
    known = {"path": path, "file_sha256": digest, "extracted_by": found.by, "page": found.page}
    row = {**item.fields, "article_id": item.article_id}
    try:
        return make_record(row, item.where, found.text, language=language, **known)
    except SourceError as error:
        error.path, error.member, error.row = item.listed_in, item.member, item.row
        raise


def unread_item(item: Item, record: Record) -> Iterator[Problem]:
    """Yield a Problem for an article in a language that is not read: it is kept, and nothing is found in it."""
    for problem in unread(record, item.where, path=item.listed_in, row=item.row):
        yield problem._replace(member=item.member)


def _of_row(item: Item) -> Extracted:
    text = item.fields.get("text")
    if not isinstance(text, str | None):
        message = f"{item.where}: the text is of type {type(text).__name__}; expected words"
        raise SourceError(message, path=item.path, member=item.member, row=item.row, kind="row")
    if text is None or not text.strip():
        message = f"{item.where}: the text is empty; give it or remove the row"
        raise SourceError(message, path=item.path, member=item.member, row=item.row, kind="empty")
    return Extracted(text)


def _bytes(item: Item) -> bytes:
    if item.content is not None:
        return item.content
    try:
        if item.place is not None:
            with reading(item.document):
                return read_member(item.file, item.place)
        with open(item.file, "rb", buffering=0) as file:  # one call to the system, for the file as it is
            return file.read() if os.fstat(file.fileno()).st_size <= MAX_DOCUMENT else file.read(MAX_DOCUMENT + 1)
    except OSError as error:
        raise item.unopened(error) from None
