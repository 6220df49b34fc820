"""The doors that make a corpus: `load` reads files, `code` takes mappings.

Both read articles strictly, code them, and return a `Corpus`; coding itself knows no corpus.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sahelkit.columns import frame_of
from sahelkit.corpus.corpus import Corpus
from sahelkit.corpus.storing import open as open_folder
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
    """Code articles given as mappings; docs/scale.md tells how many take how long.

    Parameters
    ----------
    records : iterable of mapping
        With article_id, text; language, title, publisher, published (ISO date), url; others become meta_NAME. With
        `out` they are never held whole.
    out : path, optional
        A folder to write to and open, or one that the same call began and did not finish: it goes on with it.
    workers : int
        Processes on this machine; in a script of your own, call this under ``if __name__ == "__main__":``.
    scheduler : str, optional
        Address of a Dask scheduler, whose workers code instead; `out` and `lexicons` lie where they see them.
    lexicons : path, optional
        A folder whose actors.csv overrides the kit's rows and adds to them.
    on_error : {"raise", "report"}
        This, and what is raised, is as for `load`.
    """
    from sahelkit.reading.records import check_records

    if lexicons is not None and not Path(lexicons).is_dir():
        raise BadValue(f"lexicons takes a folder, and there is none at {os.fspath(lexicons)!r}", value=lexicons)
    read, folder = check_records(records, on_error=on_error), None if lexicons is None else Path(lexicons)
    if out is None and workers == 1 and scheduler is None:
        return _coded(read, lexicons)
    from sahelkit.engines import code_in_memory, code_to_folder, engine
    from sahelkit.engines.tasks import Setting

    run = engine(workers=workers, scheduler=scheduler)
    if out is None:
        tables = code_in_memory(read, Setting(lexicons=folder), engine=run)
        return _corpus(tables, tables.pop("problems"), folder)
    code_to_folder(read, Setting(lexicons=folder, out=Path(out)), engine=run)
    return open_folder(out)


def _coded(read: Iterable[Any], lexicons: str | os.PathLike[str] | None) -> Corpus:
    """Code what was read, records and problems, into a corpus that knows the registry's actors too."""
    from sahelkit.coding import code_records

    folder = None if lexicons is None else Path(lexicons)
    problems: list[tuple[Any, ...]] = []
    shown = progress(read, unit="articles", label="reading and coding")
    tables = code_records(_records(shown, problems), lexicons=folder)
    return _corpus(tables, frame_of(problems, "problems"), folder)


def _corpus(tables: dict[str, pd.DataFrame], problems: pd.DataFrame, lexicons: Path | None) -> Corpus:
    from sahelkit.lexicons.build import build
    from sahelkit.reading.languages import is_read

    read_in = next((language for language in tables["articles"]["language"] if is_read(language)), None)
    actors = frozenset(build(read_in, lexicons).actors) if read_in else frozenset()
    return Corpus(Tables(tables, problems, actors))


def _records(read: Iterable[Any], problems: list[tuple[Any, ...]]) -> Iterator[Any]:
    """Yield the records among what was read, and put the problems aside."""
    from sahelkit.reading.records import Problem

    for item in read:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item
