"""Formats: which endings are read, and by what.

Each family of formats has a file of its own, with the library that was made for it; that library is imported only when
such a file is met. A document holds one article, a table one in each row, an archive files of both kinds. Whatever a
library meets in a broken file, it ends as one SourceError.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Iterable
from typing import Any

from sahelkit.reading.formats.extracted import Extracted, Told

# Ending -> file of this package, and the function in it that takes (bytes, Told).
DOCUMENTS = {
    ".txt": ("plain", "read_txt"),
    ".html": ("web", "read_html"),
    ".htm": ("web", "read_html"),
    ".docx": ("office", "read_docx"),
    ".odt": ("office", "read_odt"),
    ".rtf": ("office", "read_rtf"),
    ".epub": ("books", "read_epub"),
    ".eml": ("mail", "read_eml"),
    ".pdf": ("pages", "read_pdf"),
}
# Ending -> the function of tables.py that takes (file, Told) and gives the header and the rows.
TABLES = {
    ".csv": "csv_rows",
    ".csv.gz": "csv_rows",
    ".tsv": "csv_rows",
    ".tsv.gz": "csv_rows",
    ".jsonl": "jsonl_rows",
    ".jsonl.gz": "jsonl_rows",
    ".parquet": "parquet_rows",
    ".xlsx": "xlsx_rows",
}
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz")
_DOUBLE = tuple(one for one in (*TABLES, *ARCHIVES) if one.count(".") == 2)
# Bytes of one document. The longest printed novels have 10 MB; a PDF with its pictures may have tens. Past this it is
# no article, and a file read whole would take memory from those beside it.
MAX_DOCUMENT = 100_000_000
# Bytes of a page, of an .rtf file, of one part of a .docx, .odt or .epub: read as a tree they take ten times that.
MAX_MARKUP = 30_000_000
_MARKUP = (".html", ".htm", ".rtf")


def ending(name: str) -> str:
    """Return the ending that tells a file's format, in lower case.

    Examples
    --------
    >>> ending("news/Mali.2022.HTML"), ending("news.tar.gz"), ending("README")
    ('.html', '.tar.gz', '')
    """
    last = name.rsplit("/", 1)[-1].lower()
    if last.endswith(_DOUBLE):
        return next(double for double in _DOUBLE if last.endswith(double))
    dot = last.rfind(".")
    return whole(last[dot:]) if dot > 0 else ""


def without_ending(name: str) -> str:
    """Return a name without the ending that tells its format."""
    return name[: len(name) - len(ending(name))]


def kind_of(name: str) -> str | None:
    """Tell what a file is by its ending: a document, a table, an archive, or none of these."""
    last = ending(name)
    for kind, endings in (("document", DOCUMENTS), ("table", TABLES), ("archive", ARCHIVES)):
        if last in endings:
            return kind
    return None


def saved_pages(names: Iterable[str], folders: Iterable[str]) -> set[str]:
    """Return the folders of pictures, scripts and frames that a browser saves beside its pages, which are read alone.

    Examples
    --------
    >>> sorted(saved_pages(["mali.html", "x/gao.HTM", "n.txt"], ["mali_files", "x/gao_fichiers", "n_files", "mali_2"]))
    ['mali_files', 'x/gao_fichiers']
    """
    ends = ("_files", "_fichiers")  # as English and French browsers write it
    found = {folder: folder.rpartition("_")[0] for folder in folders if folder.endswith(ends)}
    wanted = set(found.values())
    stems = {without_ending(name) for name in names if wanted and ending(name) in (".html", ".htm")} & wanted
    return {folder for folder, stem in found.items() if stem in stems}


def listed() -> str:
    """Return all endings that are read, for messages."""
    return " ".join((*DOCUMENTS, *TABLES, *ARCHIVES))


def extract(raw: bytes, told: Told) -> Extracted:
    """Return the text of one document and what the document says about itself.

    Parameters
    ----------
    raw : bytes
        The file's content.
    told : Told
        How messages call it, its ending, and the encoding of plain text.

    Raises
    ------
    SourceError
        For whatever cannot be read; a document without any text is an error too.
    """
    most = MAX_MARKUP if told.ending in _MARKUP else MAX_DOCUMENT
    if len(raw) > most:
        raise told.error(f"the file has more than {most} bytes, too many for one article; split it", "size")
    if not raw.strip():
        raise told.error("the file is empty; put the article's text into it or remove it", "empty")
    module, function = DOCUMENTS[told.ending]
    try:
        read: Any = getattr(importlib.import_module(f"{__name__}.{module}"), function)
        found: Extracted = read(raw, told)
    except Exception as error:
        raise told.failed(error) from None
    return _checked(found, told)


def _checked(found: Extracted, told: Told) -> Extracted:
    if not found.text.strip():
        raise told.error("the file is empty; put the article's text into it or remove it", "empty")
    page = {name: whole(value) for name, value in found.page.items()}
    return dataclasses.replace(found, text=whole(found.text), page=page)


def whole(value: Any) -> Any:
    """Return a text with its halved characters (lone surrogates), which nothing can store, joined or replaced.

    Examples
    --------
    >>> whole("Gao \\ud83d\\ude00 \\ud83d!") == "Gao \\U0001f600 \\ufffd!"
    True
    """
    if not isinstance(value, str) or value.isascii():
        return value
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value
