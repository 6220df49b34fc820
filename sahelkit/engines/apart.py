"""A run keeps what it writes apart from what it reads: paths are listed while parts are written, and parts are files.

A folder to write to that lies among the articles is refused before anything is written. Hidden folders are not read,
and of a study with articles/ nothing else is, so that it may be written there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from fnmatch import fnmatch
from pathlib import Path

from sahelkit.engines.manifest import INPUTS
from sahelkit.errors import BadValue
from sahelkit.parts import MANIFEST, TABLE_FOLDERS, part_path
from sahelkit.reading.places import FOLDER, Place, find_place


def check_apart(paths: Iterable[str | os.PathLike[str]], out: str | os.PathLike[str]) -> None:
    """Refuse a folder to write to whose files would be read as articles.

    Parameters
    ----------
    paths : iterable of paths
        What is read, each a folder, a glob or a file that is there.
    out : path
        What is to be written to, whether it is there yet or not.

    Raises
    ------
    BadValue
        Where `out` is one of the folders, lies inside one, or would be found by a glob.

    Examples
    --------
    >>> check_apart(["data"], "data/coded")
    >>> check_apart(["data/articles"], "data/articles/coded")
    Traceback (most recent call last):
    ...
    sahelkit.errors.BadValue: --out data/articles/coded lies inside data/articles, whose files are read; ...
    """
    target = Path(out).resolve()
    for place in map(find_place, paths):
        if (place.kind == "folder" and _within(place, target)) or (place.kind == "glob" and _found(place, target)):
            how = "lies inside" if place.kind == "folder" else "is found by"
            message = (
                f"--out {os.fspath(out)} {how} {place.name}, whose files are read; give a folder beside what is read"
            )
            raise BadValue(message, value=os.fspath(out))


def _within(place: Place, out: Path) -> bool:
    root = Path(place.root).resolve()
    read = (root / FOLDER).resolve() if (root / FOLDER).is_dir() else root
    inside = (file.relative_to(read) for file in _written(out) if file.is_relative_to(read))
    return out == root or any(not _hidden(file.parts) for file in inside)


def _found(place: Place, out: Path) -> bool:
    """Tell whether a glob would name one of the files written, or a folder that holds them."""
    root = Path(place.root).resolve()
    pattern = Path(place.name).parts[len(Path(place.root).parts) :]
    for file in _written(out):
        parts = file.relative_to(root).parts if file.is_relative_to(root) else ()
        folders = range(1, len(parts)) if "**" not in pattern else ()  # ** names files alone
        if parts and _matches(parts, pattern):
            return True
        if any(_matches(parts[:n], pattern) and not _hidden(parts[n:]) for n in folders):
            return True
    return False


def _written(out: Path) -> list[Path]:
    names = (MANIFEST, "parts/000000.json", f"{INPUTS}/000000.sha256")
    return [*(out / name for name in names), *(part_path(out, table, 0) for table in TABLE_FOLDERS)]


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Tell whether a path fits a glob, as `glob` has it: * and ** pass over hidden names."""
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return _matches(parts, pattern[1:]) or (bool(parts) and not _hidden(parts[:1]) and _matches(parts[1:], pattern))
    if not parts or (_hidden(parts[:1]) and not pattern[0].startswith(".")):
        return False
    return fnmatch(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def _hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") for part in parts)
