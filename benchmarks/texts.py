"""The texts of the accuracy table: our own cases, sentences made by rule, and the rows carried from others.

Each function gives the items of one task in one language. Cases that are known to fail count like all others. Where
a case names words, they stand for their next occurrence in the text.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from num2words import num2words

from benchmarks.scoring import Item, Mark, bounds

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "tests" / "cases"
PEOPLE = {
    "id": "Ada {} tentara di kota itu.",
    "en": "There were {} soldiers in the town.",
    "fr": "Il y avait {} soldats dans la ville.",
}


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def cases(name: str, language: str) -> list[dict[str, Any]]:
    """Our own cases of a language, known failures included; none where there is no such file."""
    path = CASES / f"{name}.jsonl"
    return [row for row in rows_of(path) if row["lang"] == language] if path.is_file() else []


def located(text: str, words: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[Mark, ...]:
    """Marks for words in the order of the text; what has no further occurrence takes its first, in any case."""
    marks, at = [], 0
    for phrase, key in words:
        start = text.find(phrase, at)
        start = start if start >= 0 else text.lower().find(phrase.lower())
        if start < 0:
            raise ValueError(f"{phrase!r} is not in {text!r}")
        marks.append(Mark(start, start + len(phrase), key))
        at = max(at, start + len(phrase))
    return tuple(marks)


def dates(language: str, *, what: str = "span") -> list[Item]:
    """Own dates: what="span" all of them, "bounds" with first and last day, "days" the single days alone."""
    items = []
    for case in cases("dates", language):
        rows = [row for row in case["expected"] if what == "span" or row[1]]
        rows = [row for row in rows if what != "days" or row[2] == "day"]
        keys = [() if what == "span" else bounds(row[1]) for row in rows]
        gold = located(case["text"], [(row[0], key) for row, key in zip(rows, keys)])
        items.append(Item(case["text"], language, gold, case["published"]))
    return items


def listed(name: str, language: str, *, keys: int | None = None) -> list[Item]:
    """Cases whose rows are [words, key, ...], such as names with their actor; `keys` is how many keys count, all."""
    end = None if keys is None else keys + 1
    return [
        Item(case["text"], language, located(case["text"], [(row[0], plain(row[1:end])) for row in case["expected"]]))
        for case in cases(name, language)
    ]


def plain(values: Iterable[object]) -> tuple[str, ...]:
    """A key as strings, what is missing as an empty one."""
    return tuple("" if value is None else str(value) for value in values)


def figures(language: str, *, keys: tuple[str, ...]) -> list[Item]:
    """Own figures of people with the keys asked for; what a case leaves open may be anything."""
    items = []
    for case in cases("figures", language):
        rows = [(row["text"], plain(row.get(key, "*") for key in keys)) for row in case["expected"]]
        items.append(Item(case["text"], language, located(case["text"], rows)))
    return items


def sentences(language: str) -> list[Item]:
    """Own sentences: the cases' expected pieces."""
    return [
        Item(case["text"], language, located(case["text"], [(piece, ()) for piece in case["expected"]]))
        for case in cases("sentences", language)
    ]


def quotes(language: str, *, kind: str, speaker: bool = False) -> list[Item]:
    """Own quotations of a kind, with the words that name the speaker where asked."""
    items = []
    for case in cases("quotes", language):
        rows = [row for row in case["expected"] if row[0] == kind]
        gold = located(case["text"], [(row[1], plain(row[2:4]) if speaker else ()) for row in rows])
        items.append(Item(case["text"], language, gold))
    return items


def events(language: str, *, whole: bool) -> list[Item]:
    """Own events: trigger and type, or with sides, status, date and relation too."""
    items = []
    for case in cases("events", language):
        rows = [(row[0], plain(row[1:] if whole else row[1:2])) for row in case["expected"]]
        gold = [located(case["text"], [row])[0] for row in rows]  # a trigger's two rows share their words
        items.append(Item(case["text"], language, tuple(gold)))
    return items


def carried(name: str, labels: frozenset[str]) -> list[Item]:
    """Rows that others marked, from benchmarks/data."""
    return [
        Item(row["text"], "id", tuple(Mark(a, b) for a, b, label in row["spans"] if label in labels))
        for row in rows_of(HERE / "data" / f"{name}.jsonl")
    ]


def numbers(language: str, *, words: bool) -> list[Item]:
    """Numbers from 3 to a million in a sentence, in num2words' words (without the commas that it sets between
    English thousands and hundreds, which no peer reads) or in digits with the language's own separators."""
    mixed = (n * 87_491 % 1_000_000 for n in range(1, 121))
    values = [*range(3, 100, 4), *range(105, 1000, 37), *range(1000, 60_000, 2950), *mixed, 500_000, 1_000_000]
    items = []
    for value in values:
        spelled = num2words(value, lang=language).replace(",", "") if words else None
        written = spelled or format_decimal(value, locale=language)
        text = PEOPLE[language].format(written)
        items.append(Item(text, language, located(text, [(written, (str(value),))])))
    return items


@functools.cache
def _lines(language: str) -> tuple[str, ...]:
    """Up to 150 of our own texts of one line with a character beyond ASCII, so that there is something to damage."""
    texts = [case["text"] for name in ("quotes", "events", "dates") for case in cases(name, language)]
    return tuple(text for text in dict.fromkeys(texts) if not text.isascii() and "\n" not in text)[:150]


def clean(language: str) -> list[Item]:
    """Lines with nothing wrong in them: they are to stay as they are."""
    return [Item(line, language, whole(line)) for line in _lines(language)]


def mojibake(language: str) -> list[Item]:
    """Each line damaged in three ways: misread as Windows-1252, as Latin-1, and as Windows-1252 twice over."""
    items = []
    for line in _lines(language):
        once = _misread(line)
        for damaged in (once, line.encode().decode("latin-1"), _misread(once)):
            items.append(Item(damaged, language, whole(line)))
    return items


def _misread(line: str) -> str:
    """UTF-8 read as Windows-1252; the five bytes it leaves open become control characters, as browsers do."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in line.encode()
    )


def broken(language: str) -> list[Item]:
    """Own cases of repair: mojibake, lone daggers, glued sentences, broken lines, and right text that stays."""
    return [Item(case["text"], language, whole(case["expected"])) for case in cases("repair", language)]


def whole(text: str) -> tuple[Mark, ...]:
    """One mark that stands for a text as a whole."""
    return (Mark(0, 1, (text,)),)
