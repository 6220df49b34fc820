"""Partitions: a stream of articles cut into numbered pieces, the same pieces whoever codes them.

A partition is full at so many articles or so many bytes, whichever comes first; the clock, the number of workers and
what was coded before have no say. Each carries a digest of what it is made of, so that a run that goes on can tell
whether it goes on with the same articles.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sahelkit.errors import BadValue
from sahelkit.reading.items import Item
from sahelkit.reading.records import Problem, Record

ARTICLES = 1_000
# Coding holds all rows of a partition at once: 4 MB of dense news on the Sahel take 270 MB on top of the kit's 160.
BYTES = 4_000_000
# News pages have some thirty bytes of markup for each of text, and most of a PDF is fonts and pictures; an eighth of
# them is still more than their text, and the parts of a million pages stay some thousands.
MARKUP = (".html", ".htm", ".pdf")
_SHARE = 8

Unit = Item | Record | Problem


class Partition(NamedTuple):
    """Some articles in a row, to be coded together: the number, the articles, and a digest of what they are."""

    number: int
    units: tuple[Unit, ...]
    digest: str


def cut(units: Iterable[Unit], *, articles: int = ARTICLES, size: int = BYTES) -> Iterator[Partition]:
    """Cut a stream of articles into partitions, holding one at a time.

    Parameters
    ----------
    units : iterable of Item, Record or Problem
        In article order. A Problem stands for an article that could not be listed and counts as one.
    articles : int
        How many make a partition full.
    size : int
        How many bytes do; an article larger than that is a partition of its own.

    Yields
    ------
    Partition
        Numbered from 0; none is empty. An empty stream yields none.

    Raises
    ------
    BadValue
        For an `articles` below 1.

    Examples
    --------
    >>> records = [Record(name, "Mali.") for name in "abc"]
    >>> [[unit.article_id for unit in part.units] for part in cut(records, articles=2)]
    [['a', 'b'], ['c']]
    """
    check_articles(articles)
    for number, full in enumerate(_full(units, articles, size)):
        yield Partition(number, tuple(unit for unit, _ in full), _digest(full))


def check_articles(articles: int) -> None:
    """Raise BadValue where a part would hold no article."""
    if articles < 1:
        raise BadValue(f"a part holds at least one article, and {articles} were asked for", value=articles)


def weight(unit: Unit, length: int) -> int:
    """Return at most about how many bytes of text an article of so many bytes has.

    Examples
    --------
    >>> weight(Item("a", "a.html", ""), 80_000), weight(Item("a", "a.txt", ""), 80_000)
    (10000, 80000)
    """
    return length // _SHARE if isinstance(unit, Item) and unit.document.ending in MARKUP else length


def size_of(unit: Unit) -> int:
    """Return how many bytes an article has, without reading it; 0 where it cannot be told.

    Examples
    --------
    >>> size_of(Record("a", "Mali menolak.")), size_of(Item("b", "b.txt", "", content=b"Mali"))
    (13, 4)
    """
    if isinstance(unit, Record):
        return len(unit.text)
    if isinstance(unit, Problem):
        return 0
    if unit.content is not None:
        return len(unit.content)
    if unit.place is not None:
        return unit.place.size
    if unit.row is not None and unit.catalog is None:
        return sum(len(value) for value in unit.fields.values() if isinstance(value, str))
    try:
        return os.stat(unit.file).st_size
    except OSError:
        return 0


def _full(units: Iterable[Unit], articles: int, size: int) -> Iterator[list[tuple[Unit, int]]]:
    full: list[tuple[Unit, int]] = []
    held = 0
    for unit in units:
        length = size_of(unit)
        more = weight(unit, length)
        if full and (len(full) == articles or held + more > size):
            yield full
            full, held = [], 0
        full.append((unit, length))
        held += more
    if full:
        yield full


def _digest(full: Iterable[tuple[Unit, int]]) -> str:
    """SHA-256 of what is known of the articles before they are read: names, rows, contents, sizes of files.

    Not of where they lie on this machine: a corpus that was moved is the same.
    """
    made = hashlib.sha256()
    for unit, size in full:
        unit = unit._replace(file="") if isinstance(unit, Item) else unit
        made.update(f"{unit!r}{size}\n".encode("utf-8", "surrogatepass"))
    return made.hexdigest()
