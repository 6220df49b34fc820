"""What was wrong in a whole run, told in a few lines however much it was."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from sahelkit.damage import read_part
from sahelkit.parts import done_parts


class Problems(NamedTuple):
    """How many problems of each kind, and the messages of the first, in article order."""

    kinds: Counter[str]
    first: list[str]


def list_problems(out: Path, *, first: int = 20) -> Problems:
    """Count the problems of a coded folder and return the first, reading one part at a time.

    Examples
    --------
    >>> list_problems(Path("no/such/folder"))
    Problems(kinds=Counter(), first=[])
    """
    kinds: Counter[str] = Counter()
    messages: list[str] = []
    for number, part in done_parts(out).items():
        if part.rows["problems"]:
            table = read_part(out, "problems", number, columns=["kind", "message"])
            kinds.update(table["kind"].to_pylist())
            messages += table["message"][: first - len(messages)].to_pylist()
    return Problems(kinds, messages)
