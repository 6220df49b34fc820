"""One accuracy table: sahelkit beside peers that install with pip, on text that this repository may carry.

    make accuracy        or, with the extra `bench` installed, python -m benchmarks.accuracy

Prints the table and writes it into benchmarks/accuracy.md, between the marks there. Needs no network and reads no
clock: the same code, texts and peers give the same table.
"""

from __future__ import annotations

import functools
import importlib.metadata
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import kit, peers, texts
from benchmarks.pages import aligned, written
from benchmarks.scoring import EXACT, Item, Mark, Score, score

PAGE = Path(__file__).resolve().parent / "accuracy.md"
LANGUAGES = ("id", "en", "fr")
PEERS = ("dateparser", "ftfy", "spacy", "text2num", "num2words", "babel")
System = Callable[[list[Item]], Sequence[Sequence[Mark]]]


class Task(NamedTuple):
    """What is measured: the texts of a language, how far spans must overlap, and who reads them.

    A system's name that ends in `*` was not made for the task; one in `_only` reads these languages alone.
    """

    name: str
    items: Callable[[str], list[Item]]
    least: float
    systems: dict[str, System]
    languages: tuple[str, ...] = LANGUAGES


class Row(NamedTuple):
    """A line of the table: a task, a system, and the score in each language (None where it was not asked)."""

    task: str
    system: str
    scores: tuple[Score | None, ...]


_ONLY = {"text2num": ("en", "fr")}
_bind = functools.partial


def date_tasks() -> Iterator[Task]:
    """Dates: where they stand, which days they mean, and where they stand in others' rows."""
    plain: dict[str, System] = {
        "sahelkit": _bind(kit.marks, table="dates"),
        "dateparser search": peers.dateparser_search,
        "regular expression": peers.date_pattern,
    }
    yield Task("dates: span (own cases)", _bind(texts.dates, what="span"), 0.5, plain)
    systems: dict[str, System] = {
        "sahelkit": _bind(kit.date_bounds, days=True),
        "dateparser search": _bind(peers.dateparser_search, read=True, days=True),
        "regular expression": _bind(peers.date_pattern, read=True, days=True),
    }
    yield Task("dates: single days, right day (own cases)", _bind(texts.dates, what="days"), 0.0, systems)
    systems = {
        "sahelkit": kit.date_bounds,
        "dateparser search*": _bind(peers.dateparser_search, read=True),
        "regular expression*": _bind(peers.date_pattern, read=True),
    }
    yield Task("dates: all, right first and last day (own cases)", _bind(texts.dates, what="bounds"), 0.0, systems)
    times = frozenset({"TIME"})
    yield Task("dates: span (id-openie)", lambda language: texts.carried("id-openie", times), 0.5, plain, ("id",))


def name_tasks() -> Iterator[Task]:
    """Names: those of the registry, what stands beside them, and all names in others' rows."""
    known: dict[str, System] = {
        "sahelkit": _bind(kit.marks, table="mentions", columns=("actor_id",)),
        "spaCy blank + EntityRuler": _bind(peers.spacy_ruler, actors=True),
    }
    yield Task("names: registry, span and actor (own cases)", _bind(texts.listed, "actors"), EXACT, known)
    beside: dict[str, System] = {"sahelkit": kit.sectors}
    yield Task("names: sector and use (own cases)", _bind(texts.listed, "sectors"), EXACT, beside)
    new: dict[str, System] = {
        "sahelkit": _bind(kit.marks, table="candidates"),
        "regular expression*": _bind(peers.spans, peers.CAPITALISED),
    }
    yield Task("names: not in the registry, exact (own cases)", _bind(texts.listed, "candidates", keys=0), EXACT, new)
    kinds: dict[str, System] = {"sahelkit": _bind(kit.marks, table="candidates", columns=("kind",))}
    yield Task("names: not in the registry, with kind (own cases)", _bind(texts.listed, "candidates"), EXACT, kinds)
    every: dict[str, System] = {
        "sahelkit": kit.names,
        "spaCy blank + EntityRuler*": peers.spacy_ruler,
        "regular expression": _bind(peers.spans, peers.CAPITALISED),
    }
    labels = frozenset({"PER", "ORG", "LOC"})
    yield Task("names: all, exact (idner)", lambda language: texts.carried("idner", labels), EXACT, every, ("id",))


def number_tasks() -> Iterator[Task]:
    """Numbers as amounts, numbers of people in words and in digits, and all that a figure says."""
    named = "text2num + regular expression"
    found: dict[str, System] = {"sahelkit": kit.quantities, named: peers.words_and_digits}
    yield Task("numbers: span (own cases)", _bind(texts.listed, "quantities", keys=0), 0.5, found)
    read: dict[str, System] = {
        "sahelkit": _bind(kit.quantities, read=True),
        f"{named}*": _bind(peers.words_and_digits, read=True),
    }
    yield Task("numbers: right lowest and highest (own cases)", _bind(texts.listed, "quantities", keys=2), 0.0, read)
    people: System = _bind(kit.marks, table="figures", columns=("value",))
    words: dict[str, System] = {
        "sahelkit": people,
        "text2num": peers.text2num,
    }
    yield Task("numbers in words (made by rule)", _bind(texts.numbers, words=True), EXACT, words)
    digits: dict[str, System] = {"sahelkit": people, "regular expression": peers.digits}
    yield Task("numbers in digits (made by rule)", _bind(texts.numbers, words=False), EXACT, digits)


def figure_tasks() -> Iterator[Task]:
    """Figures: how many people and what befell them, and whose they are."""
    columns = ("value_low", "value_high", "kind", "actor_id")
    for name, keys in (("bounds and kind", ("low", "high", "kind")), ("and whose", ("low", "high", "kind", "whose"))):
        alone: dict[str, System] = {"sahelkit": _bind(kit.marks, table="figures", columns=columns[: len(keys)])}
        yield Task(f"figures: {name} (own cases)", _bind(texts.figures, keys=keys), 0.5, alone)


def text_tasks() -> Iterator[Task]:
    """Sentences and quotations."""
    split: dict[str, System] = {
        "sahelkit": _bind(kit.marks, table="sentences"),
        "spaCy blank + sentencizer": peers.spacy_sentences,
        "regular expression": _bind(peers.spans, peers.SENTENCE),
    }
    yield Task("sentences: exact (own cases)", texts.sentences, EXACT, split)
    said: dict[str, System] = {
        "sahelkit": _bind(kit.marks, table="quotes", kind="direct"),
        "regular expression": _bind(peers.spans, peers.MARKED, group=1),
    }
    yield Task("quotations: direct (own cases)", _bind(texts.quotes, kind="direct"), 0.8, said)
    who = ("speaker_id", "speaker_text")
    for kind in ("direct", "indirect"):
        alone: dict[str, System] = {"sahelkit": _bind(kit.marks, table="quotes", columns=who, kind=kind)}
        name = f"quotations: {kind}, with speaker (own cases)"
        yield Task(name, _bind(texts.quotes, kind=kind, speaker=True), 0.8, alone)


def event_tasks() -> Iterator[Task]:
    """Events, by trigger and type and as whole rows."""
    columns = ("event_type", "source_id", "target_id", "status", "date_edtf", "relation")
    typed: dict[str, System] = {"sahelkit": _bind(kit.marks, table="events", columns=("event_type",))}
    yield Task("events: trigger and type (own cases)", _bind(texts.events, whole=False), 0.0, typed)
    whole: dict[str, System] = {"sahelkit": _bind(kit.marks, table="events", columns=columns)}
    yield Task("events: whole row (own cases)", _bind(texts.events, whole=True), 0.0, whole)


def repair_tasks() -> Iterator[Task]:
    """Lines brought back exactly, and clean lines left alone: shares, so that P, R and F1 are one number."""
    curled = _bind(peers.ftfy_text, uncurl_quotes=False)
    lines: dict[str, System] = {
        "sahelkit": kit.repaired,
        "ftfy": peers.ftfy_text,
        "ftfy, curled marks kept": curled,
    }
    yield Task("mojibake: restored exactly (own lines, damaged)", texts.mojibake, 0.0, lines)
    yield Task("mojibake: clean line unchanged (own lines)", texts.clean, 0.0, lines)
    broken: dict[str, System] = {"sahelkit": kit.repaired, "ftfy, curled marks kept*": curled}
    yield Task("repair: text exact (own cases)", texts.broken, 0.0, broken)


def tasks() -> list[Task]:
    """All tasks, in the table's order."""
    rooms = (date_tasks, name_tasks, number_tasks, figure_tasks, text_tasks, event_tasks, repair_tasks)
    return [task for room in rooms for task in room()]


def names() -> list[tuple[str, str]]:
    """Task and system of every row, without running any."""
    return [(task.name, system) for task in tasks() for system in task.systems]


def measure(task: Task) -> list[Row]:
    """Score each system of a task in each language."""
    texts_of = {language: task.items(language) for language in task.languages}
    found = []
    for name, system in task.systems.items():
        asked = set(_ONLY.get(name, LANGUAGES)) & set(task.languages)
        scores = (_score(task, system, texts_of[language]) if language in asked else None for language in LANGUAGES)
        found.append(Row(task.name, name, tuple(scores)))
    return found


def _score(task: Task, system: System, items: list[Item]) -> Score | None:
    return score(items, system(items), task.least) if any(item.gold for item in items) else None


def table(rows: Iterable[Row]) -> list[str]:
    """The table in Markdown, padded so that it also reads in a terminal."""
    head = ["task", "system", *(f"{language} {what}" for language in LANGUAGES for what in ("n", "P", "R", "F1"))]
    lines = [head]
    for row in rows:
        cells = [cell for each in row.scores for cell in _cells(each)]
        lines.append([row.task, row.system, *cells])
    return aligned(lines, left=2)


def _cells(each: Score | None) -> list[str]:
    """n, precision, recall, F1; dashes where a system was not asked. Shares are cut, not rounded up to 1."""
    if each is None:
        return ["–"] * 4
    shares = (each.precision, each.recall, each.f1)
    return [str(each.gold), *(f"{int(share * 1000 + 1e-9) / 1000:.3f}" for share in shares)]


def versions() -> str:
    """The peers and their versions."""
    return "Versions: " + ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PEERS) + "."


def main() -> int:
    """Measure, print, write."""
    warnings.simplefilter("ignore")
    rows = []
    for task in tasks():
        print(f"... {task.name}", file=sys.stderr)
        rows += measure(task)
    lines = [*table(rows), "", versions()]
    print("\n".join(lines))
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
