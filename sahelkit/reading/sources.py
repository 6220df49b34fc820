"""Sources: from a study folder, a folder or glob of .txt files, or one file to records.

The file's stem is the article_id; a catalog (articles.csv) says the rest and gives the order, else articles are
sorted by path. Text is kept as it came. Strict: each thing that is wrong is one sentence naming file and row; with
``on_error="report"`` it becomes a Problem and the other articles go on.
"""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from sahelkit.errors import SourceError
from sahelkit.reading.catalog import Catalog, decode, read_catalog
from sahelkit.reading.records import Problem, Record, as_problem, check_language, check_on_error, make_record, unread

CATALOG = "articles.csv"
FOLDER = "articles"
SUFFIX = ".txt"
T = TypeVar("T")


class Study(NamedTuple):
    """Where articles lie: the root that paths are told from, the files, and the catalog where there is one."""

    root: Path
    files: list[Path]
    catalog: Path | None


def read_study(
    path: str | os.PathLike[str], *, language: str | None = None, encoding: str = "utf-8", on_error: str = "raise"
) -> tuple[list[Record], list[Problem]]:
    """Read articles from a study folder, a folder or glob of .txt files, or one .txt file.

    Parameters
    ----------
    path : str or path
        A study folder (``articles/`` and, if there is one, ``articles.csv``), a folder with .txt files in it or
        in its folders, a glob such as ``"news/*.txt"``, or one file. Hidden files are passed over.
    language : {"id", "en", "fr"}, optional
        For articles whose catalog row names none; without it, their language is detected from their text.
    encoding : str
        Of the files; UTF-8 with or without byte order mark unless named. Nothing is guessed.
    on_error : {"raise", "report"}
        Stop at what is wrong, or list it and go on with the other articles.

    Returns
    -------
    list of Record, list of Problem
        Records in the catalog's order, else by path. Problems with their path told from the folder; an article
        in a language that is not read is in both lists, whatever `on_error`.

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
    check_on_error(on_error)
    if language is not None:
        check_language(language, "language")
    decode(b"", "", encoding)  # an unknown encoding is said before any file is read
    study = find_files(path)
    problems: list[Problem] = []
    files = _by_stem(study, problems, on_error)
    catalog = _catalog(study, problems, encoding, on_error)
    if catalog is not None:
        _check_files(catalog, files, study, problems, on_error)
        ids = [i for i in catalog.rows if i in files]
    else:
        ids = list(files)
    records = []
    for article_id in ids:
        row = catalog.rows[article_id] if catalog else (None, {"article_id": article_id})
        record = _try(lambda: _read(files[article_id], study, row, language, encoding), problems, on_error)  # noqa: B023
        if record:
            records.append(record)
            told = _told(files[article_id], study) if row[0] is None else CATALOG
            problems += unread(record, _where(told, row), path=told, row=row[0])
    return records, problems


def find_files(path: str | os.PathLike[str]) -> Study:
    """Find the article files that a path stands for, sorted, and the catalog beside them.

    Raises
    ------
    SourceError
        Where there is no such path, or no .txt file in it.
    """
    name = os.fspath(path)
    root = Path(path)
    if root.is_dir():
        within = root / FOLDER if (root / FOLDER).is_dir() else root
        files = [f for f in sorted(within.rglob("*")) if _is_article(f, within)]
        catalog = root / CATALOG
        study = Study(root, files, catalog if catalog.is_file() else None)
    elif root.is_file():
        if root.suffix.lower() != SUFFIX:
            message = f"{name}: the file is no {SUFFIX} file; save the article as plain text with the ending {SUFFIX}"
            raise SourceError(message, path=root.name, kind="format")
        study = Study(root.parent, [root], None)
    elif glob.has_magic(name):
        hits = [Path(f) for f in sorted(glob.glob(name, recursive=True))]
        study = Study(_base(name), [f for f in hits if _is_article(f, f.parent)], None)
    else:
        message = f"{name}: there is no such file or folder; check the path"
        raise SourceError(message, path=name, kind="missing")
    if not study.files:
        message = f"{name}: there are no {SUFFIX} files; put each article there as a {SUFFIX} file"
        raise SourceError(message, path=name, kind="empty")
    return study


def _is_article(file: Path, within: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(within).parts)
    return file.suffix.lower() == SUFFIX and not hidden and file.is_file()


def _base(pattern: str) -> Path:
    """The folder of a glob that holds no wildcard."""
    parts = []
    for part in Path(pattern).parts:
        if glob.has_magic(part):
            break
        parts.append(part)
    return Path(*parts)


def _try(read: Callable[[], T], problems: list[Problem], on_error: str) -> T | None:
    try:
        return read()
    except SourceError as error:
        if on_error == "raise":
            raise
        problems.append(as_problem(error))
        return None


def _note(problems: list[Problem], on_error: str, error: SourceError) -> None:
    if on_error == "raise":
        raise error
    problems.append(as_problem(error))


def _told(file: Path, study: Study) -> str:
    return file.relative_to(study.root).as_posix()


def _by_stem(study: Study, problems: list[Problem], on_error: str) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for file in study.files:
        first = files.setdefault(file.stem, file)
        if first is not file:
            told = _told(file, study)
            message = f"{told}: {_told(first, study)} has the same name; the name is the article_id, so rename one"
            _note(problems, on_error, SourceError(message, path=told, kind="duplicate"))
    return files


def _catalog(study: Study, problems: list[Problem], encoding: str, on_error: str) -> Catalog | None:
    if study.catalog is None:
        return None
    path = study.catalog
    read = _try(lambda: read_catalog(path, encoding=encoding, on_error=on_error), problems, on_error)
    if read is None:
        return None
    problems += read[1]
    return read[0]


def _check_files(
    catalog: Catalog, files: dict[str, Path], study: Study, problems: list[Problem], on_error: str
) -> None:
    """Say which rows have no file and which files have no row."""
    for article_id, (number, _) in catalog.rows.items():
        if article_id not in files:
            message = f"{catalog.path}, row {number}: there is no file {article_id}{SUFFIX}; add it or remove the row"
            _note(problems, on_error, SourceError(message, path=catalog.path, row=number, kind="no_file"))
    for article_id, file in files.items():
        if article_id not in catalog.rows:
            told = _told(file, study)
            message = f"{told}: there is no row {article_id!r} in {catalog.path}; add it or remove the file"
            _note(problems, on_error, SourceError(message, path=told, kind="no_row"))


def _where(told: str, row: tuple[int | None, dict[str, str]]) -> str:
    number, fields = row
    return told if number is None else f"{CATALOG}, row {number} ({fields['article_id']!r})"


def _read(
    file: Path, study: Study, row: tuple[int | None, dict[str, str]], language: str | None, encoding: str
) -> Record:
    """Read one file into a record with what its catalog row says."""
    told = _told(file, study)
    number, fields = row
    try:
        raw = file.read_bytes()
    except OSError as error:
        message = f"{told}: the file cannot be read ({error.strerror}); check its permissions"
        raise SourceError(message, path=told, kind="missing") from None
    text = decode(raw, told, encoding)
    if not text.strip():
        message = f"{told}: the file is empty; put the article's text into it or remove it"
        raise SourceError(message, path=told, kind="empty")
    try:
        digest = hashlib.sha256(raw).hexdigest()
        return make_record(fields, _where(told, row), text, language=language, path=told, file_sha256=digest)
    except SourceError as error:
        error.path, error.row = (told, None) if number is None else (CATALOG, number)
        raise
