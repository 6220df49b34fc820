"""Formats: which endings are read, and by what.

Each family of formats has a file of its own, with the library that was made for it; that library is imported only when
such a file is met. A document holds one article, a table one in each row, an archive files of both kinds. Whatever a
library meets in a broken file, it ends as one SourceError.
"""

from __future__ import annotations

import importlib
from typing import Any

from sahelkit.errors import SourceError
from sahelkit.reading.formats.extracted import Extracted, Told

# Ending -> file of this package, and the function in it that takes (bytes, Told).
DOCUMENTS = {
    ".txt": ("plain", "read_txt"),
}
TABLES: tuple[str, ...] = ()
ARCHIVES: tuple[str, ...] = ()
# Bytes of one document. The longest printed novels have 10 MB; a PDF with its pictures may have tens. Past this it is
# no article, and a file read whole would take memory from those beside it.
MAX_DOCUMENT = 100_000_000


def ending(name: str) -> str:
    """Return the ending that tells a file's format, in lower case.

    Examples
    --------
    >>> ending("news/Mali.2022.HTML"), ending("news.tar.gz"), ending("README")
    ('.html', '.tar.gz', '')
    """
    last = name.rsplit("/", 1)[-1].lower()
    if last.endswith(".tar.gz"):
        return ".tar.gz"
    dot = last.rfind(".")
    return last[dot:] if dot > 0 else ""


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
    if len(raw) > MAX_DOCUMENT:
        raise told.error(f"the file has more than {MAX_DOCUMENT} bytes, too many for one article; split it", "size")
    if not raw.strip():
        raise told.error("the file is empty; put the article's text into it or remove it", "empty")
    module, function = DOCUMENTS[told.ending]
    try:
        read: Any = getattr(importlib.import_module(f"{__name__}.{module}"), function)
        found: Extracted = read(raw, told)
    except SourceError:
        raise
    except ModuleNotFoundError as error:
        what = f"reading {told.ending} needs {error.name}, which is not installed"
        raise told.error(f'{what}; run pip install "sahelkit[formats]"', "library") from None
    except Exception as error:  # what a parser raises on broken bytes is its own affair; all of it means this
        what = f"it cannot be read as {told.ending} ({_shortly(error)}); open and save it again, or remove it"
        raise told.error(what, "broken") from None
    return _checked(found, told)


def _shortly(error: Exception) -> str:
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:120]}" if words else type(error).__name__


def _checked(found: Extracted, told: Told) -> Extracted:
    if not found.text.strip():
        raise told.error("the file is empty; put the article's text into it or remove it", "empty")
    try:
        found.text.encode("utf-8")
    except UnicodeEncodeError as error:
        what = f"character {error.start} of the text is half a character (a lone surrogate); save it again as UTF-8"
        raise told.error(what, "encoding") from None
    return found
