"""What counts from the day of publication or from the date before, and what is wider than a year.

"pekan lalu", "two weeks ago", "il y a trois ans", "sepuluh hari terakhir", "fin de l'année", weekdays; "dua hari
kemudian", "the next day", "le lendemain" from the last date of the article; decades, centuries, quarters, seasons.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping

from sahelkit.finding.dateplaces import Place, Row
from sahelkit.finding.periods import (
    Period,
    century_of,
    decade_of,
    month_of,
    months_of,
    moved,
    one_day,
    season_of,
    trailing,
    year_of,
)

_UNITS = "dkoyexcr"
_SHIFT = {"L": -1, "l": -1, "J": -1, "F": 1, "f": 1, "T": 0, "t": 0}
_PRECISION = {"weekend": "days", "day": "day", "week": "week"}
_SATURDAY = 5
_LIKE_WEEK = "week_too"  # a weekday whose form, in lower case, is the word for week
_ROMAN = {"I": 1, "V": 5, "X": 10}


def _row(place: Place, period: Period | None, precision: str, anchor: str = "published") -> list[Row]:
    """Return the match as a row; without a publication day or a date before, a row without bounds."""
    return [Row(0, place.end - place.first - 1, period, period.precision if period else precision, anchor)]


def _sign(letters: str, kinds: str) -> str:
    """Return the first of some letters in a match."""
    return next((c for c in letters if c in kinds), "")


def _at(place: Place, letter: str) -> int:
    return place.tape.letters.index(letter, place.first)


def _part(place: Place) -> str | None:
    return place.value(_at(place, "P")) if "P" in place.letters else None


def _moved_part(day: datetime.date, unit: str, shift: int, part: str | None) -> Period | None:
    """Return a unit's part; weeks and days have none and stay whole."""
    whole = moved(day, unit, shift)
    if part is None or whole is None:
        return whole
    if unit == "month":
        return month_of(whole.low.year, whole.low.month, part)
    if unit == "year":
        return year_of(whole.low.year, part)
    return decade_of(whole.low.year, part) if unit == "decade" else whole


def _unit_at(place: Place, at: int) -> str:
    """Return the unit of a tape position, nothing for a word such as era."""
    return next((e.key for e in place.scan.entries(place.tape.ref[at]) if e.kind == "unit"), "")


def _unit(place: Place, before: Row | None) -> list[Row]:
    letters = place.letters
    at = max(place.first + n for n, letter in enumerate(letters) if letter in _UNITS)
    unit, shift = _unit_at(place, at), _SHIFT.get(_sign(letters, "LTFJtlf"), 0)
    if unit == "weekend" and letters == "ae" and place.published and place.published.weekday() < _SATURDAY:
        shift = -1  # "over the weekend" is the one that is over
    part = _part(place)
    period = _moved_part(place.published, unit, shift, part) if place.published else None
    named = {"month": "part_month", "year": "season"}.get(unit, unit) if part else unit
    return _row(place, period, _PRECISION.get(unit, named)) if unit else []


def _amount(place: Place) -> tuple[int, str]:
    """Return the count and the unit of "dua hari", "3 weeks", "setahun"."""
    letters = place.letters
    if "q" in letters:
        return 1, place.value(_at(place, "q"))
    found = re.search(f"([n7D9#])L?([{_UNITS}])", letters)
    assert found is not None
    at = place.first + found.start(1)
    unit = _unit_at(place, place.first + found.start(2))
    return place.number(at, "count" if place.tape.layer[at] == 0 else None), unit


def _ago(place: Place, before: Row | None) -> list[Row]:
    count, unit = _amount(place)
    if not count:
        return []
    period = moved(place.published, unit, -count) if place.published else None
    return _row(place, period, _PRECISION.get(unit, unit)) if period or not place.published else []


def _recent(place: Place, before: Row | None) -> list[Row]:
    count, unit = _amount(place)
    period = trailing(place.published, unit, count) if place.published else None
    return _row(place, period, "range") if period or (count and not place.published) else []


def _from_before(place: Place, before: Row | None, unit: str, shift: int) -> list[Row]:
    """Count from the last date: forward from its end, back from its start, and never finer than it is itself."""
    period, known = None, before.period if before else None
    if before and known:
        spread = (known.high - known.low).days
        width = {"day": 15, "week": 15, "weekend": 15, "month": 62, "year": 800}.get(unit, 5000)
        if spread < width and not (unit == "day" and before.precision not in ("day", "days")):
            period = moved(known.high if shift > 0 else known.low, unit, shift)
    return _row(place, period, _PRECISION.get(unit, unit), "context")


def _shifted(place: Place, before: Row | None) -> list[Row]:
    count, unit = _amount(place)
    return _from_before(place, before, unit, count if "K" in place.letters else -count) if count else []


def _context(place: Place, before: Row | None) -> list[Row]:
    kind = "context" if place.letters == "H" else "context_last"
    unit, shift = place.value(place.first, kind).split(":")
    return _from_before(place, before, unit, int(shift))


def _offset(place: Place, before: Row | None) -> list[Row]:
    unit, shift = place.value(place.first).split(":")
    return _row(place, moved(place.published, unit, int(shift)) if place.published else None, "day")


def _is_week(place: Place) -> bool:
    """Tell whether "Minggu lalu" at a sentence's head is the week: there the capital does not make it a Sunday."""
    scan, token = place.scan, place.tape.first[_at(place, "W")]
    head = token == 0 or scan.sentence[token - 1] != scan.sentence[token]
    return head and _LIKE_WEEK in {e.kind for e in scan.entries(place.tape.ref[_at(place, "W")])}


def _weekday(place: Place, before: Row | None) -> list[Row]:
    """Read a weekday alone as the latest one up to publication."""
    weekday = place.number(_at(place, "W"))
    today = place.published
    return _row(place, one_day(_back(today, weekday)) if today else None, "day", "weekday")


def _back(day: datetime.date, weekday: int) -> datetime.date:
    return day - datetime.timedelta(days=(day.weekday() - weekday) % 7)


def _weekday_of_week(place: Place, before: Row | None) -> list[Row]:
    """Read "Rabu pekan lalu", "last Friday", "lundi prochain", "ce mardi"."""
    letters, today = place.letters, place.published
    weekday, mark = place.number(_at(place, "W")), _sign(place.letters, "LTFJtlf")
    if "k" not in letters and _is_week(place):
        return _row(place, moved(today, "week", _SHIFT[mark]) if today else None, "week")
    if today is None:
        return _row(place, None, "day", "published" if "k" in letters else "weekday")
    shift = _SHIFT[mark]
    if "k" in letters or shift == 0:
        week = moved(today, "week", shift)
        day = week.low + datetime.timedelta(days=weekday) if week else None
    elif mark == "J":
        day = _back(today, weekday)
    else:
        day = _back(today - datetime.timedelta(days=1), weekday) if shift < 0 else _back(today, weekday)
        day += datetime.timedelta(days=7 if shift > 0 else 0)
    return _row(place, one_day(day) if day else None, "day", "published" if "k" in letters else "weekday")


def _decade(place: Place, before: Row | None) -> list[Row]:
    at = next(n for n in range(place.end - 1, place.first - 1, -1) if place.tape.letters[n] in "YX9DZ")
    year = place.number(at)
    year += 1900 if year < 100 else 0
    if place.tape.letters[place.end - 1] in "Y9" and year % 10:
        return []
    period = decade_of(year, _part(place))
    return _row(place, period, "decade", "absolute") if period else []


def _century(place: Place, before: Row | None) -> list[Row]:
    at = next((n for n in range(place.end - 1, place.first - 1, -1) if place.tape.letters[n] in "DOCM"), place.first)
    bare = place.tape.layer[at] == 1
    number = place.number(at) if bare else _roman(place.scan.word(place.tape.first[at]))
    period = century_of(number, _part(place))
    return _row(place, period, "century", "absolute") if period else []


def _roman(word: str) -> int:
    """Return the value of XIX or XIXe, 0 for any other word.

    Examples
    --------
    >>> _roman("XIX"), _roman("XIVe"), _roman("Islam")
    (19, 14, 0)
    """
    if not re.fullmatch(r"X{0,2}(?:IX|IV|V?I{0,3})(?:e|ème)?", word):
        return 0
    digits = [_ROMAN[c] for c in word if c in _ROMAN]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def _year_in(place: Place) -> tuple[int | None, str]:
    """Return the year that a quarter or a season names, and its anchor."""
    for n in range(place.end - 1, place.first - 1, -1):
        if place.tape.letters[n] in "YX":
            return place.number(n), "absolute"
    shift = _SHIFT.get(_sign(place.letters, "LTFJtlf"), 0)
    return (place.published.year + shift if place.published else None), "published"


def _quarter(place: Place, before: Row | None) -> list[Row]:
    year, anchor = _year_in(place)
    kind = _sign(place.letters, "Qh")
    at = next(n for n in range(place.first, place.end) if place.tape.letters[n] in "InODC")
    is_number = place.tape.layer[at] == 1
    number = place.number(at, None if is_number else "ordinal") if place.tape.letters[at] != "C" else 0
    size = 3 if kind == "Q" else 6
    if not 1 <= number <= 12 // size:
        return []
    period = months_of(year, size * (number - 1) + 1, size * number) if year else None
    return _row(place, period, "season", anchor)


def _season(place: Place, before: Row | None) -> list[Row]:
    """Read a season; of those without a year the last is the latest that has begun, the next the first to begin."""
    year, anchor = _year_in(place)
    season = place.number(_at(place, "S"))
    if year is None or anchor == "absolute" or place.published is None:
        return _row(place, season_of(year, season) if year else None, "season", anchor)
    shift = _SHIFT.get(_sign(place.letters, "LTFJtlf"), 0)
    around = [p for n in (-2, -1, 0, 1) if (p := season_of(place.published.year + n, season))]
    today = place.published
    now = season_of(today.year, season)
    chosen: list[Period | None] = [now]
    if shift:
        chosen = [*[p for p in reversed(around) if p.high < today], now] if shift < 0 else []
        chosen = chosen or [*[p for p in around if p.low > today], now]
    return _row(place, chosen[0], "season")


RELATIVE: Mapping[str, Callable[[Place, Row | None], list[Row]]] = {
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "season": _season,
    "recent": _recent,
    "ago": _ago,
    "shifted": _shifted,
    "part_of_unit": _unit,
    "weekday_of_week": _weekday_of_week,
    "unit": _unit,
    "offset": _offset,
    "context": _context,
    "weekday": _weekday,
}
