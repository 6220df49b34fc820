"""What decides the tables besides the articles: the kit's own code and lexicons, and a study's lexicons, as digests.

Only the rooms that make tables count; another explorer or another chart changes nothing. Line ends are made one, so
that a checkout on Windows is the same kit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sahelkit.errors import BadValue
from sahelkit.lexicons import tables

HERE = Path(__file__).resolve().parent.parent
ROOMS = ("columns.py", "arrays.py", "parts.py", "lexicons", "reading", "finding", "coding")
KINDS = (".py", ".csv", ".toml")


def kit_state(lexicons: Path | None = None) -> dict[str, str]:
    """Return digests of the kit and of a study's lexicon files, as a run's manifest keeps them.

    Raises
    ------
    BadValue
        Where `lexicons` is no folder.

    Examples
    --------
    >>> sorted(kit_state())
    ['kit', 'lexicons']
    """
    if lexicons is not None and not lexicons.is_dir():
        raise BadValue(f"lexicons takes a folder, and there is none at {str(lexicons)!r}", value=lexicons)
    named = [lexicons / table.name for table in tables.TABLES] if lexicons is not None else []
    return {"kit": _digest(_kit(), HERE), "lexicons": _digest((p for p in named if p.is_file()), lexicons or HERE)}


def _kit() -> Iterable[Path]:
    for room in ROOMS:
        path = HERE / room
        yield from sorted(p for p in path.rglob("*") if p.suffix in KINDS) if path.is_dir() else [path]


def _digest(paths: Iterable[Path], root: Path) -> str:
    made = hashlib.sha256()
    for path in paths:
        if path.is_file():
            made.update(path.relative_to(root).as_posix().encode() + b"\n")
            made.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return made.hexdigest()
