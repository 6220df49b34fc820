"""The systems beside sahelkit: libraries that install with pip and need no model, and plain regular expressions.

Each takes items and gives one list of marks a text. Libraries are imported where they are used, so that the table's
rows can be listed without them. Everything is told the language and the publication date, as sahelkit is.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from babel import Locale

from benchmarks.scoring import Item, Mark, bounds
from benchmarks.texts import whole
from sahelkit.lexicons.build import build

CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)*")
DIGITS = re.compile(r"\d[\d.,]*")
MARKED = re.compile(r"[“\"«‘]\s*([^”\"»’]+?)\s*[”\"»’]")
SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[”\"»’)]*(?=\s|$)|$)", re.S)
DateKey = tuple[datetime.datetime, str]


def spans(pattern: re.Pattern[str], items: Iterable[Item], group: int = 0) -> list[list[Mark]]:
    """What a regular expression matches."""
    return [[Mark(*match.span(group)) for match in pattern.finditer(item.text)] for item in items]


# Dates


@functools.cache
def _months(language: str) -> dict[str, int]:
    """Month names, full and short without their stop, in lower case."""
    months = Locale(language).months["format"]
    return {name.lower().rstrip("."): n for width in ("wide", "abbreviated") for n, name in months[width].items()}


@functools.cache
def _date_pattern(language: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    day_first = rf"(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+)?\b(?P<month>{names})\b"
    return re.compile(
        rf"{day_first}(?:\s+(?P<day2>\d{{1,2}})\b,?)?(?:\s+(?P<year>\d{{4}})\b)?"
        r"|\b(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})\b|\b(?P<alone>(?:19|20)\d\d)\b",
        re.I,
    )


def date_pattern(items: Iterable[Item], *, read: bool = False, days: bool = False) -> list[list[Mark]]:
    """Dates by month name, in digits, or a year alone; a missing year is that of publication."""
    found = []
    for item in items:
        matches = _date_pattern(item.language).finditer(item.text)
        dated = [(match, _edtf(match, item)) for match in matches]
        kept = [(m, e) for m, e in dated if not read or (e and (len(e) == 10 or not days))]
        found.append([Mark(*match.span(), bounds(edtf) if read and edtf else ()) for match, edtf in kept])
    return found


def _edtf(match: re.Match[str], item: Item) -> str | None:
    if match["alone"]:
        return match["alone"]
    month = int(match["m"]) if match["m"] else _months(item.language)[match["month"].lower()]
    year = int(match["y"] or match["year"] or item.published[:4])
    day = match["d"] or match["day"] or match["day2"]
    try:
        return datetime.date(year, month, int(day or 1)).isoformat()[: 10 if day else 7]
    except ValueError:
        return None


def dateparser_search(items: Iterable[Item], *, read: bool = False, days: bool = False) -> list[list[Mark]]:
    """dateparser's search; with `read` the span of days by the period that it gives for the words found."""
    found = []
    for item in items:
        dated = list(_searched(item, read))
        kept = [(start, end, value) for start, end, value in dated if not days or value[1] in ("day", "time")]
        found.append([Mark(start, end, _covered(*value) if read else ()) for start, end, value in kept])
    return found


def _searched(item: Item, read: bool) -> Iterator[tuple[int, int, DateKey]]:
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    base = datetime.datetime.fromisoformat(item.published)
    # Without the order it reads 7/2 as 2 July, in Indonesian and French too.
    settings: dict[str, Any] = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "DATE_ORDER": "DMY"}
    parser = DateDataParser(languages=[item.language], settings=settings) if read else None
    at = 0
    for words, moment in search_dates(item.text, languages=[item.language], settings=settings) or []:
        start = item.text.find(words, at)
        if start >= 0:
            at = start + len(words)
            data = parser.get_date_data(words) if parser else None
            yield start, at, (moment, data.period if data and data.date_obj else "day")


def _covered(moment: datetime.datetime, period: str) -> tuple[str, str]:
    """First and last day of the period that a moment stands for."""
    day = moment.date()
    if period == "week":
        monday = day - datetime.timedelta(days=day.weekday())
        return monday.isoformat(), (monday + datetime.timedelta(days=6)).isoformat()
    return bounds(day.isoformat()[: {"month": 7, "year": 4}.get(period, 10)])


# Names


class Form(NamedTuple):
    """A form of the registry and whom it names."""

    text: str
    actor_id: str


def registry(language: str) -> list[Form]:
    """The forms that sahelkit's own scan looks for, without those that only say what is no actor."""
    entries = (entry for reading in build(language).readings for entry in reading)
    names = {Form(entry.form, entry.key) for entry in entries if entry.domain == "names" and entry.kind != "decoy"}
    return sorted(names)


@functools.cache
def _ruler(language: str) -> Any:
    import spacy

    pipeline = spacy.blank(language)
    ruler: Any = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NAME", "pattern": form.text, "id": form.actor_id} for form in registry(language)])
    return pipeline


def spacy_ruler(items: Sequence[Item], *, actors: bool = False) -> list[list[Mark]]:
    """spaCy's EntityRuler in a blank pipeline, holding the same forms as sahelkit's registry."""
    read = [_ruler(item.language)(item.text) for item in items]
    return [
        [Mark(e.start_char, e.end_char, (e.ent_id_,) if actors else ()) for e in document.ents] for document in read
    ]


# Sentences, numbers, repair


def spacy_sentences(items: Sequence[Item]) -> list[list[Mark]]:
    """spaCy's sentencizer, white space trimmed."""
    import spacy

    pipelines = {}
    for language in {item.language for item in items}:
        pipelines[language] = spacy.blank(language)
        pipelines[language].add_pipe("sentencizer")
    return [
        [_trimmed(item.text, s.start_char, s.end_char) for s in pipelines[item.language](item.text).sents]
        for item in items
    ]


def _trimmed(text: str, start: int, end: int) -> Mark:
    piece = text[start:end]
    return Mark(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def digits(items: Iterable[Item]) -> list[list[Mark]]:
    """Runs of digits, stops and commas, read as one integer."""
    return [
        [Mark(*m.span(), (str(int(re.sub(r"\D", "", m.group()))),)) for m in DIGITS.finditer(item.text)]
        for item in items
    ]


class _Word:
    """A token as text2num wants it."""

    def __init__(self, match: re.Match[str]) -> None:
        self.match = match

    def text(self) -> str:
        return self.match.group()

    def nt_separated(self, previous: _Word) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def text2num(items: Iterable[Item]) -> list[list[Mark]]:
    """text2num's numbers in words; it knows English and French."""
    from text_to_num import find_numbers

    found = []
    for item in items:
        tokens = [_Word(match) for match in re.finditer(r"\w+|\s+|[^\w\s]", item.text)]
        numbers = find_numbers(tokens, item.language, threshold=0)
        found.append([
            Mark(tokens[n.start].match.start(), tokens[n.end - 1].match.end(), (str(int(n.value)),)) for n in numbers
        ])  # fmt: skip
    return found


def words_and_digits(items: Sequence[Item], *, read: bool = False) -> list[list[Mark]]:
    """Digits, and where text2num knows the language its numbers in words; `read` gives them as lowest and highest."""
    found = []
    for item, there in zip(items, digits(items)):
        words = text2num([item])[0] if item.language != "id" else []
        free = [mark for mark in there if not any(min(mark.end, w.end) > max(mark.start, w.start) for w in words)]
        found.append([Mark(m.start, m.end, m.key * 2 if read else ()) for m in sorted(words + free)])
    return found


def ftfy_text(items: Iterable[Item], **options: Any) -> list[tuple[Mark, ...]]:
    """ftfy.fix_text with options of its own."""
    import ftfy

    return [whole(ftfy.fix_text(item.text, **options)) for item in items]
