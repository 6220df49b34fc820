"""Sources: from paths to records, by listing what lies there and reading it item by item.

`list_items` says where each article lies, `read_item` reads one; `read_study` does both for a corpus that fits in
memory. Text is kept as its format's reader returned it. Strict: each thing that is wrong is one sentence naming file,
member and row; with ``on_error="report"`` it becomes a Problem and the other articles go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sahelkit.errors import SourceError
from sahelkit.reading.items import Item, read_item, unread_item
from sahelkit.reading.listing import Paths, list_items
from sahelkit.reading.records import Problem, Record, as_problem, check_language

__all__ = ["Item", "Paths", "list_items", "read_articles", "read_item", "read_study", "unread_item"]


def read_study(
    path: Paths,
    *,
    language: str | None = None,
    encoding: str = "utf-8",
    on_error: str = "raise",
    columns: Mapping[str, str] | None = None,
) -> tuple[list[Record], list[Problem]]:
    """Read articles from a study folder, a folder, a glob, one file, or several of these.

    Parameters
    ----------
    path : path or iterable of paths
        A study folder (``articles/`` and, if there is one, ``articles.csv``), a folder with files in it or in its
        folders, a glob such as ``"news/*.txt"``, or one file. Hidden files are passed over.
    language : {"id", "en", "fr"}, optional
        For articles whose row names none; without it, their language is detected from their text.
    encoding : str
        Of plain text; UTF-8 with or without byte order mark unless named. Nothing is guessed.
    on_error : {"raise", "report"}
        Stop at what is wrong, or list it and go on with the other articles.
    columns : mapping of field to column, optional
        Which columns of tables hold the fields, where their names do not say it.

    Returns
    -------
    list of Record, list of Problem
        Records in the catalog's order, else by path. Problems with their path told from the folder; an article
        in a language that is not read is in both lists, whatever `on_error`, and files of other formats are listed
        by kind.

    Raises
    ------
    SourceError
        For a path where there is nothing to read, always; for a bad file or row with ``on_error="raise"``.
    BadValue
        For an unknown encoding or `on_error`.

    Examples
    --------
    >>> read_study("no/such/folder")
    Traceback (most recent call last):
    ...
    sahelkit.errors.SourceError: no/such/folder: there is no such file or folder; check the path
    """
    read = list(read_articles(path, language=language, encoding=encoding, on_error=on_error, columns=columns))
    records = [found for found in read if isinstance(found, Record)]
    return records, [found for found in read if isinstance(found, Problem)]


def read_articles(
    path: Paths,
    *,
    language: str | None = None,
    encoding: str = "utf-8",
    on_error: str = "raise",
    columns: Mapping[str, str] | None = None,
) -> Iterator[Record | Problem]:
    """Read articles one by one, as `read_study` does; problems come in their place.

    Examples
    --------
    >>> next(read_articles("data")).language
    'id'
    """
    if language is not None:
        check_language(language, "language")
    for item in list_items(path, columns=columns, on_error=on_error, encoding=encoding):
        if isinstance(item, Problem):
            yield item
            continue
        try:
            record = read_item(item, language=language, encoding=encoding)
        except SourceError as error:
            if on_error == "raise":
                raise
            yield as_problem(error)
        else:
            yield record
            yield from unread_item(item, record)
