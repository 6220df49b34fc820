"""Made-up texts and what another house, another page or another reader of the page makes of them.

The texts stand in tests/cases/copies_texts.json, paragraph by paragraph; those with {slots} are forms that are filled
in anew every day. An edit is a name and what it takes: ["cut", 3] leaves paragraph 3 out (from 0).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any

from case_files import CASES

TEXTS: dict[str, str] = {
    name: "\n\n".join(paragraphs)
    for name, paragraphs in json.loads((CASES / "copies_texts.json").read_text(encoding="utf-8")).items()
}
_QUOTES = str.maketrans({'"': "“", "'": "’", "«": '"', "»": '"'})


def edited(name: str, edits: list[list[Any]]) -> str:
    """The text of this name after its edits, one after the other."""
    text = TEXTS[name]
    for edit, *given in edits:
        text = EDITS[edit](text, *given)
    return text


def _cut(text: str, *places: int) -> str:
    return "\n\n".join(part for n, part in enumerate(text.split("\n\n")) if n not in places)


def _twice(text: str, place: int) -> str:
    parts = text.split("\n\n")
    return "\n\n".join([*parts[: place + 1], *parts[place:]])


def _moved(text: str, place: int, to: int) -> str:
    parts = text.split("\n\n")
    parts.insert(to, parts.pop(place))
    return "\n\n".join(parts)


def _swap(text: str, *pairs: str) -> str:
    for before, after in zip(pairs[::2], pairs[1::2], strict=True):
        assert before in text, before
        text = text.replace(before, after)
    return text


def _every(text: str, step: int, word: str) -> str:
    """Every so many words another one: what sub-editors do, more or less of it."""
    count, parts = 0, []
    for part in text.split("\n\n"):
        words = part.split()
        parts.append(" ".join(word if (count + n) % step == step - 1 else w for n, w in enumerate(words)))
        count += len(words)
    return "\n\n".join(parts)


def _fill(text: str, values: dict[str, str]) -> str:
    for slot, value in values.items():
        text = text.replace("{" + slot + "}", value)
    assert "{" not in text
    return text


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.translate(str.maketrans("«»’“”", '""\'""'))


EDITS: dict[str, Callable[..., str]] = {
    "cut": _cut, "twice": _twice, "move": _moved, "swap": _swap, "every": _every, "fill": _fill, "plain": _plain,
    "head": lambda text, *lines: "\n\n".join([*lines, text]), "tail": lambda text, *lines: "\n\n".join([text, *lines]),
    "caps": str.upper, "quotes": lambda text: text.translate(_QUOTES), "lines": lambda text: text.replace(". ", ".\n"),
    "soft": lambda text: text.replace("tion", "ti\u00adon").replace("kan", "ka\u00adn"),
    "wide": lambda text: text.replace(" ", "\u00a0"),
}  # fmt: skip
