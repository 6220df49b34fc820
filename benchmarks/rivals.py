"""Who is timed beside sahelkit: each takes articles and reads them, and what it finds is thrown away.

The yardstick is a regular expression that splits the words. The others install with pip and need no model; spaCy's
EntityRuler holds the names of sahelkit's own registry. Libraries are imported where they are used.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from benchmarks.corpora import Article
from benchmarks.peers import dateparser_search, registry
from benchmarks.scoring import Item

WORD = re.compile(r"\w+")
Reader = Callable[[Sequence[Article]], object]


class Rival(NamedTuple):
    """A system: its name, what reads with it, and how many of a round's articles it is given, as one in so many."""

    name: str
    read: Reader
    one_in: int = 1


def words(articles: Sequence[Article]) -> None:
    """The yardstick: every word, one after the other, none kept."""
    for article in articles:
        for _ in WORD.finditer(article["text"]):
            pass


@functools.cache
def _spacy(language: str, *, whole: bool) -> Any:
    import spacy

    pipeline = spacy.blank(language)
    pipeline.max_length = 10**8
    if whole:
        pipeline.add_pipe("sentencizer")
        ruler: Any = pipeline.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "NAME", "pattern": f.text, "id": f.actor_id} for f in registry(language)])
    return pipeline


def spacy(articles: Sequence[Article], *, whole: bool) -> None:
    """spaCy's tokens, with `whole` its sentences and the names of the registry too."""
    for article in articles:
        _spacy(article["language"], whole=whole)(article["text"])


def dateparser(articles: Sequence[Article]) -> None:
    """dateparser's search, told the language and the day of publication."""
    dateparser_search(Item(a["text"], a["language"], (), a["published"]) for a in articles)


def ftfy(articles: Sequence[Article]) -> None:
    """ftfy.fix_text over all text."""
    import ftfy as library

    for article in articles:
        library.fix_text(article["text"])


RIVALS = (
    Rival("spaCy, blank tokenizer", functools.partial(spacy, whole=False)),
    Rival("spaCy, tokens + sentences + EntityRuler", functools.partial(spacy, whole=True)),
    Rival("ftfy, fix_text", ftfy),
    Rival("dateparser, search", dateparser, one_in=40),
)
