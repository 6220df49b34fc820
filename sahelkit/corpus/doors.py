"""The doors that make a corpus: `load` reads files, `code` takes mappings.

Both read articles strictly, code them, and return a `Corpus`; coding itself knows no corpus.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sahelkit.columns import frame_of
from sahelkit.corpus.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.progress import progress
from sahelkit.tables import Tables


def load(
    path: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = "data",
    *,
    on_error: str = "raise",
    language: str | None = None,
    encoding: str = "utf-8",
    columns: Mapping[str, str] | None = None,
) -> Corpus:
    """Read and code articles: a study folder, a folder, a glob, an archive, one file, or a list of these.

    docs/formats.md lists the formats; files of others are listed in ``corpus.problems``, by kind.

    Parameters
    ----------
    path : str, path, or iterable of these
        A study folder holds articles/, articles.csv (the catalog) and, if wanted, actors.csv.
    on_error : {"raise", "report"}
        Stop at the first bad file or row, or go on without it and list it in ``corpus.problems``.
    language : {"id", "en", "fr"}, optional
        The language of articles whose catalog or table row does not say; without it, it is detected from each text.
    encoding : str
        How plain text and tables in plain text are encoded.
    columns : mapping of field to column, optional
        Which columns of tables hold the fields of articles, where their names do not say it: ``{"text": "isi"}``.

    Raises
    ------
    SourceError, LexiconError, BadValue
        For what cannot be read, naming file and row; for a bad argument.
    """
    from sahelkit.reading.sources import read_articles

    read = read_articles(path, language=language, encoding=encoding, on_error=on_error, columns=columns)
    study = path if isinstance(path, str | os.PathLike) and Path(path, "actors.csv").is_file() else None
    return _coded(read, study)


def code(
    records: Iterable[Mapping[str, Any]],
    *,
    out: str | os.PathLike[str] | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    lexicons: str | os.PathLike[str] | None = None,
    on_error: str = "raise",
) -> Corpus:
    """Code articles given as mappings.

    Parameters
    ----------
    records : iterable of mapping
        With article_id, text; language, title, publisher, published (ISO date), url; others become meta_NAME.
    out, workers, scheduler : optional
        Must be at their defaults: articles are coded in memory on one core.
    lexicons : path, optional
        A folder whose actors.csv overrides the kit's rows and adds to them.
    on_error : {"raise", "report"}
        This, and what is raised, is as for `load`.
    """
    from sahelkit.reading.records import check_records

    if out is not None or workers != 1 or scheduler is not None:
        raise BadValue("code codes in memory on one core; leave out, workers and scheduler at their defaults")
    if lexicons is not None and not Path(lexicons).is_dir():
        raise BadValue(f"lexicons takes a folder, and there is none at {os.fspath(lexicons)!r}", value=lexicons)
    return _coded(check_records(records, on_error=on_error), lexicons)


def _coded(read: Iterable[Any], lexicons: str | os.PathLike[str] | None) -> Corpus:
    """Code what was read, records and problems, into a corpus that knows the registry's actors too."""
    from sahelkit.coding import code_records
    from sahelkit.lexicons.build import build
    from sahelkit.reading.languages import is_read

    folder = None if lexicons is None else Path(lexicons)
    problems: list[tuple[Any, ...]] = []
    shown = progress(read, unit="articles", label="reading and coding")
    tables = code_records(_records(shown, problems), lexicons=folder)
    read_in = next((language for language in tables["articles"]["language"] if is_read(language)), None)
    actors = frozenset(build(read_in, folder).actors) if read_in else frozenset()
    return Corpus(Tables(tables, frame_of(problems, "problems"), actors))


def _records(read: Iterable[Any], problems: list[tuple[Any, ...]]) -> Iterator[Any]:
    """Yield the records among what was read, and put the problems aside."""
    from sahelkit.reading.records import Problem

    for item in read:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item
