"""Dates that the calendar names: chains of days and months, numeric dates, years and months that stand alone.

Day comes before month in all three languages, but in English month-first wordings and where the day before month is
impossible (3/14/2022). A year or a month that stands alone is a date only where a word, a bracket, a range or a part
says so: most numbers of four digits count something.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Mapping

from sahelkit.finding.datechains import Cut, Item, When, cuts_of, read_chain, read_items
from sahelkit.finding.dategrammar import YEARS
from sahelkit.finding.dateplaces import Place, Row

_When = tuple[datetime.date | None, bool, bool]  # the fields of When
_MONTH_DAY = ("MD", "mD", "M.D", "m.D")


def _chain(place: Place, before: Row | None) -> list[Row]:
    at = place.first
    if at and place.letters[0] == "D" and place.tape.letters[at - 1] in "-/" and _is_glued(place):
        return read_chain(place, (0,))  # "F-16 dan 3 Maret"
    if place.letters in _MONTH_DAY and _is_counted(place):
        place = place._replace(letters=place.letters[:-1], end=place.end - 1)  # "In May 30 soldiers died"
    return read_chain(place)


def _bracketed(place: Place, before: Row | None) -> list[Row]:
    """Read "Tuesday (March 14)"; its weekday says where it lies, whatever is to come in the clause."""
    return _chain(place._replace(is_cued=False), before)


def _is_glued(place: Place) -> bool:
    """Tell whether a hyphen or slash binds a match to a word before it."""
    scan, token = place.scan, place.tape.first[place.first]
    hangs = token > 1 and scan.end[token - 1] == scan.start[token] and scan.end[token - 2] == scan.start[token - 1]
    return bool(hangs) and scan.word(token - 1) in ("-", "/")


_SHAPES = (
    re.compile(r"(?P<d>D)/(?P<m>D)[-=v](?P<d2>D)/(?P<m2>D)(?:/(?P<y>[YD9]))?"),
    re.compile(r"(?P<d>D)(?P<j>[-=&])(?P<d2>D)/(?P<m2>D)(?:/(?P<y>[YD9]))?"),
    re.compile(r"(?P<d>D)[/-](?P<m>D)[/-](?P<y>[YD9])"),
    re.compile(r"(?P<y>Y)-(?P<m>D)-(?P<d>D)"),
    re.compile(r"(?P<dotted>A)"),
    re.compile(r"(?P<d>D)/(?P<m>D)"),
)


@functools.lru_cache(maxsize=1024)
def _groups(letters: str) -> Mapping[str, int]:
    """Return where day, month and year of a numeric date stand in a match; nothing where it is no such date."""
    found = next((found for shape in _SHAPES if (found := shape.search(letters))), None)
    return {name: found.start(name) for name, hit in found.groupdict().items() if hit} if found else {}


def _numeric(place: Place, before: Row | None) -> list[Row]:
    """Read 18/08/2020, 24-05-2021, 7.2.2022, 2022-03-08, (7/2), 1-3/8; a bracket without a weekday is no part of it."""
    language = place.scan.lexicon.language
    # A bare (7/2) is a thing of Indonesian datelines; elsewhere it is a fraction.
    if place.letters == "D/D" and language != "id":
        return []
    at = _groups(place.letters)
    year = place.first + at["y"] if "y" in at else -1
    if year >= 0 and place.number(year) < 100 and len(place.scan.word(place.tape.first[year])) != 2:
        return []
    is_future = place.published is not None and year < 0 and place.is_future
    when = (place.published, is_future, "&" in place.letters and place.is_between)
    return _read_numeric(place.letters, place.values, when, language == "en")


@functools.lru_cache(maxsize=4096)
def _read_numeric(letters: str, values: tuple[int, ...], when: _When, is_month_first: bool) -> list[Row]:
    at = _groups(letters)
    value = {name: values[n] for name, n in at.items()}
    if "dotted" in value:
        value |= {"y": value["dotted"] // 10000, "m": value["dotted"] // 100 % 100, "d": value["dotted"] % 100}
    year = value.get("y")
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    day, month = value["d"], value.get("m", value.get("m2"))
    if month is not None and month > 12 >= day and is_month_first:
        day, month = month, day
    end = len(letters) - 1
    item = Item(0, end, day=day, month=month, year=year, relative="F" if "F" in letters else "")
    if "d2" not in value:
        weekday = letters.find("W")
        item.weekday = values[weekday] if weekday >= 0 else None
        return read_items([item], When(*when))
    joint = "," if "j" in at and letters[at["j"]] == "&" else "-"
    item.last = at.get("m", at["d"])
    last = Item(at["d2"], end, joint, day=value["d2"], month=value["m2"], year=year)
    return read_items([item, last], When(*when))


def _is_counted(place: Place) -> bool:
    """Tell whether what follows is something counted: 2000 orang, 1900 soldiers, 2022 km."""
    tape, roles = place.tape, place.scan.hits["roles"].first
    if place.end >= len(tape.letters):
        return False
    if tape.letters[place.end] in "2%doykex":
        return True
    token = tape.first[place.end]
    at = int(roles.searchsorted(token))
    return at < len(roles) and int(roles[at]) == token


def _year(place: Place, before: Row | None) -> list[Row]:
    """Read years, where a word, a bracket, a range or a part says that they are years."""
    letters = place.letters
    tail = place.tape.letters[place.end : place.end + 1]
    head = place.tape.letters[max(0, place.first - 3) : place.first].rstrip("']")
    named = "P" in letters or "y" in letters
    if tail in ("/", "%") or (_is_duration(head, letters) if named else _is_joined(head)):
        return []
    rows = read_chain(place, (1,) if _is_alone(place) else ())
    if any(r.period is None for r in rows):
        return []
    return rows if named or _is_year(place, head, rows) else []


def _is_joined(head: str) -> bool:
    return head[-1:] in ("-", "/", "=") and "\n" not in head


def _is_alone(place: Place) -> bool:
    """Tell whether a year has a month behind it and no year: 2012-13 are two years, 2022-05 is one."""
    cuts = cuts_of(place.letters)
    if len(cuts) != 2 or "day" not in cuts[1].parts:
        return False
    year = place.number(place.first + cuts[0].parts["year"]) if "year" in cuts[0].parts else 0
    return year % 100 >= place.number(place.first + cuts[1].parts["day"])


def _is_duration(head: str, letters: str) -> bool:
    return letters.startswith("y") and head[-1:] in tuple("nD9#YX")


def _is_year(place: Place, head: str, rows: list[Row]) -> bool:
    tape, last = place.tape.letters, head[-1:]
    is_range = any(r.precision == "range" for r in rows)
    modern = all(r.period is None or r.period.low.year in YEARS for r in rows)
    tail = tape[place.end : place.end + 1]
    if last == "(":
        return tail in (")", ",", ";", ".")
    if not modern:
        return (last == "i" or is_range) and tail not in ("w", "2", "%")
    if last == "i":
        return tail not in ("2", "%", "d", "k", "o", "y")
    if last == "8":  # "Pemilu 2020", "la présidentielle 2025": the year it is held
        return not _is_counted(place)
    if last in ("u", "", "$", "N", "3") or _is_counted(place):
        return False
    if is_range:
        return True
    language = place.scan.lexicon.language
    weak = {"id": "svbw&yx\n", "en": "svban&z\n", "fr": "svb&z\n"}[language]
    opens = last == "C" and head[-2:-1] == "\n" and language == "id"  # "Kudeta 2012 ..."
    return opens or (last in weak and (last not in "an" or tail in ("w", "C", "8")))


def _month(place: Place, before: Row | None) -> list[Row]:
    """Read months; a month without year, part or relative words needs its case and, where doubtful, a word before."""
    cuts = cuts_of(place.letters)
    dropped = tuple(n for n, cut in enumerate(cuts) if _is_bare(cut) and not _is_month(place, cut))
    return read_chain(place, dropped) if len(dropped) < len(cuts) else []


def _is_bare(cut: Cut) -> bool:
    return cut.parts.keys().isdisjoint(("year", "part")) and not cut.relative


def _is_month(place: Place, cut: Cut) -> bool:
    tape, first = place.tape, place.first
    at = next(n for n in range(first + cut.first, first + cut.last + 1) if tape.letters[n] in "Mm7")
    if tape.letters[at] != "M":
        return False
    head = tape.letters[max(0, at - 2) : at].rstrip("']")[-1:]
    has_word = head in tuple("isvbzo") or (head in tuple("&-=,") and cut.first > 0)
    word, entries = place.scan.word(tape.first[at]), place.scan.entries(tape.ref[at])
    if place.scan.lexicon.language == "fr" and not word[:1].islower():
        return head == "i"
    if any(e.kind == "doubtful_month" for e in entries):
        return has_word or (head == "a" and tape.letters[at + 1 : at + 2] == "w")  # the May coup
    return has_word or (tape.letters[at + 1 : at + 2] != "C" and head != "C")


CALENDAR: Mapping[str, Callable[[Place, Row | None], list[Row]]] = {
    "numeric_weekday": _numeric,
    "numeric": _numeric,
    "bracketed": _chain,
    "bracketed_month_day": _bracketed,
    "month_day": _chain,
    "day_month": _chain,
    "year": _year,
    "month": _month,
}
