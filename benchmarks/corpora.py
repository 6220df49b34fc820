"""The texts that speed is measured on: articles made from our own sentences, and rows carried from others.

Two of three sentences of a made article are test cases, which hold finds; the third is long and plain. So it holds
about as many finds a kilobyte as the two articles of data/ (events 6, mentions 17; their sentences are longer).
"""

from __future__ import annotations

import functools
import random
import tomllib
from collections.abc import Iterator

from benchmarks.texts import HERE, cases, rows_of

LANGUAGES = ("id", "id", "en", "fr")  # half of the articles are Indonesian
NAMES = ("actors", "candidates", "dates", "events", "figures", "quotes", "relations", "sectors")
CHARS = 3_000  # of an article
_SHORT, _LONG = 40, 400  # characters of a case that may stand in an article
_ROWS = 14  # of carried rows in an article

Article = dict[str, str]


@functools.cache
def _told(language: str) -> tuple[str, ...]:
    texts = [case["text"] for name in NAMES for case in cases(name, language)]
    return tuple(dict.fromkeys(t for t in texts if _SHORT < len(t) < _LONG and "\n" not in t))


@functools.cache
def _plain(language: str) -> tuple[str, ...]:
    whole = tomllib.loads((HERE / "data" / "plain.toml").read_text(encoding="utf-8"))
    return tuple(whole[language])


def generated(count: int, *, chars: int = CHARS) -> Iterator[Article]:
    """Make so many articles of at least so many characters; article n is the same whatever the count.

    Examples
    --------
    >>> [article["language"] for article in generated(4)]
    ['id', 'id', 'en', 'fr']
    """
    for number in range(count):
        language = LANGUAGES[number % len(LANGUAGES)]
        text = _text(language, random.Random(number), chars)
        yield {"article_id": f"made-{number:07d}", "text": text, "language": language, "published": "2023-05-06"}


def _text(language: str, chance: random.Random, chars: int) -> str:
    told, plain = _told(language), _plain(language)
    paragraphs: list[str] = []
    size = 0
    while size < chars:
        sentences: list[str] = []
        for _ in range(chance.randint(1, 2)):
            one, other = chance.choice(plain), chance.choice(plain)
            long = f"{one[:-1]}; {other[0].lower()}{other[1:]}"
            sentences += [chance.choice(told), chance.choice(told), long]
        paragraphs.append(" ".join(sentences))
        size += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)


def carried() -> list[Article]:
    """Real Indonesian news sentences that others published (benchmarks/data), put together to articles."""
    rows = [row["text"] for name in ("idner", "id-openie") for row in rows_of(HERE / "data" / f"{name}.jsonl")]
    texts = [" ".join(rows[at : at + _ROWS]) for at in range(0, len(rows), _ROWS)]
    return [
        {"article_id": f"carried-{n:03d}", "text": text, "language": "id", "published": "2022-06-15"}
        for n, text in enumerate(texts)
    ]


def size(articles: list[Article]) -> int:
    """How many characters the articles have."""
    return sum(len(article["text"]) for article in articles)
