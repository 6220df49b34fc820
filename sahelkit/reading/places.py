"""Places: the files behind a path that a person names, in an order that depends on their names alone.

A place is a study folder, a folder, a glob or one file. Folders are walked entry by entry, in the order of names at
every step; hidden files are passed over. Symbolic links to files are followed; those to folders are told and not
followed, since they may lead in circles or to files that nobody named.
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


def entries(place: Place) -> Iterator[Entry | SourceError]:
    """Yield the files of a place, of any format, by path; in its place, what is wrong with a folder or a link."""
    if place.kind == "file":
        path = Path(place.root)
        yield _entry(path.name, path.name, os.path.abspath(place.root))
        return
    root = os.path.abspath(place.root)
    within = place.kind == "glob" or os.path.isdir(os.path.join(place.root, FOLDER))
    for told in _hits(place) if place.kind == "glob" else _walk_articles(place.root, within=within):
        if isinstance(told, SourceError):
            yield told
        elif within or told not in BESIDE or (told == CATALOG and place.catalog is None):
            yield _entry(told, told.removeprefix(f"{FOLDER}/") if within else told, f"{root}{os.sep}{told}")


def _walk_articles(root: str, *, within: bool) -> Iterator[str | SourceError]:
    return walk(os.path.join(root, FOLDER), f"{FOLDER}/") if within else walk(root)


def _hits(place: Place) -> Iterator[str | SourceError]:
    """Yield the files of a glob, and those in the folders that it names; ``**`` names all of them itself."""
    root = Path(place.root)
    links: dict[Path, Path | None] = {root: None}
    told: set[Path] = set()
    for path in sorted({Path(hit) for hit in glob.iglob(place.name, recursive=True)} - {root}):
        what, link = _what(path), _link_above(path.parent, links)
        if what == "link" or link:
            link = link or path
            if link not in told:
                yield _not_followed(link.relative_to(root).as_posix())
            told.add(link)
        elif what == "folder" and "**" not in place.name:
            yield from walk(os.fspath(path), f"{path.relative_to(root).as_posix()}/")
        elif what == "file" and not path.name.startswith("."):
            yield path.relative_to(root).as_posix()


def _link_above(folder: Path, links: dict[Path, Path | None]) -> Path | None:
    """Return the first link among a folder and those that it lies in, up to the one that the glob names."""
    if folder not in links:
        above = _link_above(folder.parent, links)
        links[folder] = above or (folder if folder.is_symlink() else None)
    return links[folder]


def _what(found: os.DirEntry[str] | Path) -> str:
    """Tell a file, a folder, a link that leads to neither a file nor nowhere, and what is none of them.

    A link that leads nowhere counts as a file, which cannot be opened.
    """
    if found.is_symlink():
        return "file" if os.path.isfile(found) or not os.path.exists(found) else "link"
    return "folder" if found.is_dir() else "file" if found.is_file() else ""


def _not_followed(path: str) -> SourceError:
    what = "it is a link that leads to no file, and only links to files are followed; load what it leads to by itself"
    return SourceError(f"{whole(path)}: {what}", path=whole(path), kind="unsafe")


def _entry(path: str, told: str, file: str) -> Entry:
    """An id is in composed form: archives and disks of some systems write an accent as a character of its own."""
    return Entry(whole(path), unicodedata.normalize("NFC", whole(without_ending(told))), file)


def walk(folder: str, before: str = "") -> Iterator[str | SourceError]:
    """Yield the files in a folder and its folders, told from it with ``/``; links and folders not read are errors.

    Only one folder's names are held in memory at a time, and those of the folders above it.

    Examples
    --------
    >>> list(walk("no/such/folder"))
    [SourceError('no/such/folder: the folder cannot be opened (No such file or directory); check its permissions')]
    """
    try:
        with os.scandir(folder) as found:
            listed = sorted((entry.name, _what(entry)) for entry in found)
    except OSError as error:
        message = f"{whole(folder)}: the folder cannot be opened ({error.strerror}); check its permissions"
        yield SourceError(message, path=whole(folder), kind="missing")
        return
    pages = saved_pages((name for name, _ in listed), (name for name, what in listed if what == "folder"))
    for name, what in listed:
        if name.startswith(".") or (what == "folder" and name in pages):
            continue
        if what == "folder":
            yield from walk(os.path.join(folder, name), f"{before}{name}/")
        elif what == "link":
            yield _not_followed(before + name)
        elif what == "file":
            yield before + name


def several(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str | os.PathLike[str]]:
    """Return one path, or many, as a list."""
    return [paths] if isinstance(paths, str | os.PathLike) else list(paths)
