"""Places: the files behind a path that a person names, in an order that depends on their names alone.

A place is a study folder, a folder, a glob or one file. Folders are walked entry by entry, in the order of names at
every step; hidden files, and folders behind symbolic links, are passed over.
"""

from __future__ import annotations

import glob
import os
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from sahelkit.errors import SourceError
from sahelkit.reading.formats import kind_of, listed, saved_pages, whole, without_ending

CATALOG = "articles.csv"
FOLDER = "articles"
ACTORS = "actors.csv"
# A study folder without articles/ keeps its articles beside these, which hold none.
BESIDE = (CATALOG, ACTORS)


class Entry(NamedTuple):
    """One file: as it is told to people, the id that its name gives, and its path on this machine."""

    path: str
    name: str
    file: str


class Place(NamedTuple):
    """What a person named: its name in messages, its kind, the files' root, and the catalog where there is one."""

    name: str
    kind: str  # folder, glob or file
    root: str
    catalog: Path | None = None


def find_place(path: str | os.PathLike[str]) -> Place:
    """Find what a path stands for.

    Raises
    ------
    SourceError
        Where there is nothing of that name, or a single file that holds no articles.
    """
    name = os.fspath(path)
    root = Path(path)
    if root.is_dir():
        catalog = root / CATALOG
        return Place(name, "folder", name, catalog if catalog.is_file() else None)
    if root.is_file():
        if kind_of(root.name) is None:
            message = f"{name}: no articles are read from such a file; what is read ends in {listed()}"
            raise SourceError(message, path=root.name, kind="format")
        return Place(name, "file", name)
    if glob.has_magic(name):
        return Place(name, "glob", str(_base(name)))
    message = f"{name}: there is no such file or folder; check the path"
    raise SourceError(message, path=name, kind="missing")


def _base(pattern: str) -> Path:
    """The folder of a glob that holds no wildcard."""
    parts = []
    for part in Path(pattern).parts:
        if glob.has_magic(part):
            break
        parts.append(part)
    return Path(*parts)


def entries(place: Place) -> Iterator[Entry]:
    """Yield the files of a place, of any format, by path.

    Raises
    ------
    SourceError
        For a folder that cannot be opened.
    """
    if place.kind == "file":
        path = Path(place.root)
        yield _entry(path.name, path.name, os.path.abspath(place.root))
    elif place.kind == "glob":
        for path in _hits(place.name):
            told = path.relative_to(place.root).as_posix()
            yield _entry(told, told.removeprefix(f"{FOLDER}/"), os.path.abspath(path))
    else:
        within = os.path.isdir(os.path.join(place.root, FOLDER))
        before = f"{FOLDER}/" if within else ""
        root = os.path.abspath(place.root)
        for told in walk(os.path.join(place.root, FOLDER) if within else place.root):
            if within or told not in BESIDE or (told == CATALOG and place.catalog is None):
                yield _entry(before + told, told, f"{root}{os.sep}{before}{told}")


def _hits(pattern: str) -> Iterator[Path]:
    """Yield the files of a glob, and those in the folders that it names; ``**`` names all of them itself."""
    for path in sorted(Path(hit) for hit in glob.iglob(pattern, recursive=True)):
        if path.is_dir() and "**" not in pattern:
            yield from (path / told for told in walk(os.fspath(path)))
        elif path.is_file() and not path.name.startswith("."):
            yield path


def _entry(path: str, told: str, file: str) -> Entry:
    """An id is in composed form: archives and disks of some systems write an accent as a character of its own."""
    return Entry(whole(path), unicodedata.normalize("NFC", whole(without_ending(told))), file)


def walk(folder: str, before: str = "") -> Iterator[str]:
    """Yield the files in a folder and its folders, told from it with ``/``.

    Only one folder's names are held in memory at a time, and those of the folders above it.

    Examples
    --------
    >>> list(walk("no/such/folder"))
    Traceback (most recent call last):
    ...
    sahelkit.errors.SourceError: no/such/folder: the folder cannot be opened (No such file or directory); ...
    """
    try:
        with os.scandir(folder) as found:
            listed = sorted((entry.name, entry.is_dir(follow_symlinks=False), entry.is_file()) for entry in found)
    except OSError as error:
        message = f"{whole(folder)}: the folder cannot be opened ({error.strerror}); check its permissions"
        raise SourceError(message, path=whole(folder), kind="missing") from None
    pages = saved_pages((name for name, _, _ in listed), (name for name, is_folder, _ in listed if is_folder))
    for name, is_folder, is_file in listed:
        if name.startswith(".") or (is_folder and name in pages):
            continue
        if is_folder:
            yield from walk(os.path.join(folder, name), f"{before}{name}/")
        elif is_file:
            yield before + name


def several(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str | os.PathLike[str]]:
    """Return one path, or many, as a list."""
    return [paths] if isinstance(paths, str | os.PathLike) else list(paths)
