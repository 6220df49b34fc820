"""Linked data (JSON-LD): what the scripts of a page tell machines that the page is, as schema.org names it.

Such scripts describe much besides the article: its comments, its live updates, other articles. Only what a page says
of itself counts: the objects that stand by themselves, in a list or @graph, and the main one of a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

_PUBLISHED = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{4,40})"')
_ITSELF = ("@graph", "mainEntity", "mainEntityOfPage")  # whose objects say of the page what it is
_DEPTH = 8  # a list in a @graph in a mainEntity and so on; pages have three
_KINDS = (("Article", "Posting", "Report"), ("Page",))  # ends of the names of kinds, best first


def linked_day(scripts: Iterable[str]) -> str | None:
    """Return the day of publication, as written, that the scripts of a page state of the page.

    An article's counts before a page's, a page's before that of anything else (a film, a review).

    Examples
    --------
    >>> update = '{"@type": "BlogPosting", "datePublished": "2023-05-09"}'
    >>> linked_day([f'{{"@type": "NewsArticle", "comment": [{update}], "datePublished": "2023-05-01"}}'])
    '2023-05-01'
    >>> linked_day([f'{{"@type": "ItemList", "itemListElement": [{update}]}}']) is None
    True
    """
    stated = [statement for script in scripts for statement in _statements(script)]
    return min(stated, key=lambda one: one[0])[1] if stated else None


def _statements(script: str) -> Iterator[tuple[int, str]]:
    """Yield how near to the article a day is stated, and the day."""
    try:
        content = json.loads(script, strict=False)
    except (ValueError, RecursionError):  # many a script has a comma too many: the first day in it, then
        for day in _PUBLISHED.findall(script)[:1]:
            yield len(_KINDS), day
        return
    for one in _objects(content, _DEPTH):
        day = one.get("datePublished")
        if isinstance(day, str) and day.strip():
            yield _rank(one), day.strip()


def _objects(content: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(content, list) and depth:
        for one in content:
            yield from _objects(one, depth - 1)
    elif isinstance(content, dict) and depth:
        yield content
        for name in _ITSELF:
            yield from _objects(content.get(name), depth - 1)


def _rank(one: dict[str, Any]) -> int:
    kinds = one.get("@type")
    names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    ends = (rank for rank, known in enumerate(_KINDS) if any(name.endswith(known) for name in names))
    return next(ends, len(_KINDS))
