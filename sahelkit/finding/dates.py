"""Find dates: absolute, partial, relative and ranges, as the contract defines them.

The grammar (dategrammar) finds the words, this room says what they mean: chains of calendar dates (datechains),
numeric dates, years and months that stand alone and need evidence, and what counts from the publication day or from
the date before. Day comes before month in all three languages, but in English month-first wordings and where the day
before month is impossible (3/14/2022). Without a publication day a relative date keeps its text and has no bounds.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from sahelkit.finding.datechains import Item, Place, Row, items_of, read_items
from sahelkit.finding.dategrammar import YEARS, date_tape, grammar
from sahelkit.finding.daterelative import RELATIVE
from sahelkit.finding.rows import Date
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape
from sahelkit.lexicons.tables import section

_PRESS = range(1600, 9000)  # years a publication day is taken from; beyond them there is none to count from
_LOOK_BACK = 25  # tape positions in which a future cue governs a date
_CLAUSE_EDGE = frozenset('\n,;:<>"()')


def find_dates(scan: Scan, published: Sequence[datetime.date | None]) -> list[Date]:
    """Find the dates of a batch.

    Parameters
    ----------
    scan : Scan
    published : sequence of date or None
        The day of publication of each article of the batch, by the number its stretches carry.

    Returns
    -------
    list of Date
        In text order, not overlapping; bounds are inclusive days, None where no publication day is known.

    Examples
    --------
    >>> from sahelkit.finding.scan import Stretch, scan
    >>> from sahelkit.lexicons.build import build
    >>> for lang, text in ("id", "Selasa (7/2) lalu"), ("en", "in mid-2022"), ("fr", "du 25 au 27 juillet"):
    ...     batch = scan(text, [Stretch(0, len(text), "body", 0)], build(lang))
    ...     print([(d.edtf, d.precision) for d in find_dates(batch, [datetime.date(2023, 3, 1)])])
    [('2023-02-07', 'day')]
    [('2022-05/2022-08', 'season')]
    [('2022-07-25/2022-07-27', 'days')]
    """
    tape = date_tape(scan)
    cues = _future_cues(scan)
    found: list[Date] = []
    for match in grammar(scan.lexicon.language).finditer(tape.letters):
        rule = str(match.lastgroup)
        if rule not in _READERS:
            continue
        article = _article(scan, tape.first[match.start()])
        needs = rule in ("day_month", "month_day", "month", "numeric", "numeric_weekday", "bracketed")
        future = needs and _is_future(scan, tape, match.start(), cues)
        today = published[article]
        today = today if today and today.year in _PRESS else None
        place = Place(scan, tape, match.start(), match.end(), today, future)
        before = found[-1] if found and _article(scan, found[-1].first) == article else None
        found += [_date(place, row, rule) for row in _READERS[rule](place, before)]
    return found


_NOUNS = {"year": "y", "decade": "y", "weekday": "d"}


def _article(scan: Scan, token: int) -> int:
    return scan.stretches[int(scan.sentence[token])].article


def _date(place: Place, row: Row, rule: str) -> Date:
    tape, first, last = place.tape, row.first, row.last
    # "tahun 2013", "hari Jumat": the bare noun is no more part of the date than "pada"; "Sabtu malam" is one word more.
    while first < last and tape.letters[first] in ",iz&j" + _NOUNS.get(rule, ""):
        first += 1
    while last > first and tape.letters[last] in (",.ijz" if rule == "weekday" else ",.ijpz"):
        last -= 1
    last += rule.startswith("bracketed") and tape.letters[last + 1 : last + 2] == ")"
    a, b = tape.first[first], tape.last[last]
    period = row.period
    edtf = period.edtf if period else None
    about = "u" in tape.letters[max(0, row.first - 1) : first] and period is not None and "/" not in period.edtf
    scan = place.scan
    return Date(
        a, b, int(scan.start[a]), int(scan.end[b] - scan.clip[b]), f"{edtf}~" if about else edtf,
        period.low if period else None, period.high if period else None,
        period.precision if period and row.precision not in ("part_month", "day") else row.precision,
        row.anchor, row.check, f"dates.{rule}",
    )  # fmt: skip


# --- a future cue in the clause before


@functools.cache
def _endings(language: str) -> tuple[str, ...]:
    return tuple(section(language, "dates").get("future_ending", ()))


def _future_cues(scan: Scan) -> set[int]:
    """Return the tokens where words of the future begin."""
    cues: set[int] = set()
    for domain in ("words", "dates"):
        hits = scan.hits[domain]
        future = [n for n in np.unique(hits.reading).tolist() if any(e.kind == "future" for e in scan.entries(n))]
        cues.update(hits.first[np.isin(hits.reading, future)].tolist())
    return cues


def _is_future(scan: Scan, tape: Tape, at: int, cues: set[int]) -> bool:
    endings = _endings(scan.lexicon.language)
    for back in range(at - 1, max(-1, at - 1 - _LOOK_BACK), -1):
        if tape.letters[back] in _CLAUSE_EDGE:
            return False
        token = tape.first[back]
        if token in cues or (endings and tape.letters[back] == "w" and scan.word(token).endswith(endings)):
            return True
    return False


# --- calendar dates


def _chain(place: Place, before: Date | None) -> list[Row]:
    items = items_of(place)
    at = place.first
    if at and items and place.tape.letters[at] == "D" and _is_glued(place.scan, place.tape.first[at]):
        items = items[1:]  # "F-16 dan 3 Maret"
    if items and re.fullmatch(r"[Mm]\.?D", place.letters) and _is_counted(place):
        items[0].day, items[0].last = None, place.end - 2  # "In May 30 soldiers died"
    return read_items(place, items)


def _is_glued(scan: Scan, token: int) -> bool:
    """Tell whether a hyphen or slash binds a token to a word before it."""
    hangs = token > 1 and scan.end[token - 1] == scan.start[token] and scan.end[token - 2] == scan.start[token - 1]
    return bool(hangs) and scan.word(token - 1) in ("-", "/")


_SHAPES = (
    (re.compile(r"(?P<d>D)/(?P<m>D)[-=v](?P<d2>D)/(?P<m2>D)(?:/(?P<y>[YD9]))?"), 2),
    (re.compile(r"(?P<d>D)(?P<j>[-=&])(?P<d2>D)/(?P<m2>D)(?:/(?P<y>[YD9]))?"), 2),
    (re.compile(r"(?P<d>D)[/-](?P<m>D)[/-](?P<y>[YD9])"), 1),
    (re.compile(r"(?P<y>Y)-(?P<m>D)-(?P<d>D)"), 1),
    (re.compile(r"(?P<dotted>A)"), 1),
    (re.compile(r"(?P<d>D)/(?P<m>D)"), 1),
)


def _numeric(place: Place, before: Date | None) -> list[Row]:
    """Read 18/08/2020, 24-05-2021, 7.2.2022, 2022-03-08, (7/2), 1-3/8; a bracket without a weekday is no part of it."""
    for shape, count in _SHAPES:
        if found := shape.search(place.tape.letters, place.first, place.end):
            items = _numeric_items(place, found)[-count:]
            return read_items(place, items) if items and _is_plain(place, found) else []
    return []


def _is_plain(place: Place, found: re.Match[str]) -> bool:
    """Tell whether a bare (7/2) may be a date: a thing of Indonesian datelines; elsewhere it is a fraction."""
    alone = place.letters in ("D/D",)
    return not alone or place.scan.lexicon.language == "id"


def _numeric_items(place: Place, found: re.Match[str]) -> list[Item]:
    groups = found.groupdict()
    at = {name: found.start(name) for name, hit in groups.items() if hit}
    value = {name: place.number(n) for name, n in at.items() if name != "j"}
    if "dotted" in value:
        value |= {"y": value["dotted"] // 10000, "m": value["dotted"] // 100 % 100, "d": value["dotted"] % 100}
    year = value.get("y")
    if year is not None and year < 100:
        word = place.scan.word(place.tape.first[at["y"]])
        if len(word) != 2:
            return []
        year += 2000 if year < 70 else 1900
    day, month = value["d"], value.get("m", value.get("m2"))
    if month is not None and month > 12 >= day and place.scan.lexicon.language == "en":
        day, month = month, day
    weekday = place.letters.find("W")
    item = Item(place.first, place.end - 1, day=day, month=month, year=year)
    item.weekday = place.number(place.first + weekday) if weekday >= 0 else None
    item.relative = "F" if "F" in place.letters else ""
    if "d2" not in value:
        return [item]
    item.weekday = None
    joint = "," if groups.get("j") == "&" else "-"
    item.last = at.get("m", at["d"])
    return [item, Item(at["d2"], place.end - 1, joint, day=value["d2"], month=value["m2"], year=year)]


# --- years and months that stand alone


def _is_counted(place: Place) -> bool:
    """Tell whether what follows is something counted: 2000 orang, 1900 soldiers, 2022 km."""
    tape, roles = place.tape, place.scan.hits["roles"].first
    if place.end >= len(tape.letters):
        return False
    token = tape.first[place.end]
    at = int(np.searchsorted(roles, token))
    return tape.letters[place.end] in "2%doykex" or (at < len(roles) and int(roles[at]) == token)


def _year(place: Place, before: Date | None) -> list[Row]:
    """Read years, where a word, a bracket, a range or a part says that they are years."""
    letters, items = place.letters, items_of(place)
    if len(items) == 2 and items[1].day is not None and (items[0].year or 0) % 100 >= items[1].day:
        items = items[:1]  # 2012-13 are two years, 2022-05 is one
    rows = read_items(place, items)
    tail = place.tape.letters[place.end : place.end + 1]
    if tail in ("/", "%") or any(r.period is None for r in rows):
        return []
    head = place.tape.letters[max(0, place.first - 3) : place.first].rstrip("']")
    if "P" in letters or "y" in letters:
        return [] if _is_duration(head, letters) else rows
    if re.fullmatch(r".*[-/=]", head):
        return []
    return rows if _is_year(place, head, rows) else []


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


def _month(place: Place, before: Date | None) -> list[Row]:
    """Read months; a month without year, part or relative words needs its case and, where doubtful, a word before."""
    items = items_of(place)
    kept = [i for i in items if not _is_bare(i) or _is_month(place, i)]
    return read_items(place, kept) if len(kept) == len(items) or len(kept) > 0 else []


def _is_bare(item: Item) -> bool:
    return item.year is None and item.part is None and not item.relative


def _is_month(place: Place, item: Item) -> bool:
    tape = place.tape
    at = next(n for n in range(item.first, item.last + 1) if tape.letters[n] in "Mm7")
    if tape.letters[at] != "M":
        return False
    head = tape.letters[max(0, at - 2) : at].rstrip("']")[-1:]
    has_word = head in tuple("isvbzo") or (head in tuple("&-=,") and item.first > place.first)
    word, entries = place.scan.word(tape.first[at]), place.scan.entries(tape.ref[at])
    if place.scan.lexicon.language == "fr" and not word[:1].islower():
        return head == "i"
    if any(e.kind == "doubtful_month" for e in entries):
        return has_word or (head == "a" and tape.letters[at + 1 : at + 2] == "w")  # the May coup
    return has_word or (tape.letters[at + 1 : at + 2] != "C" and head != "C")


_Reader = Callable[[Place, "Date | None"], "list[Row]"]
_READERS: Mapping[str, _Reader] = {
    "numeric_weekday": _numeric,
    "numeric": _numeric,
    "bracketed": _chain,
    "bracketed_month_day": _chain,
    "month_day": _chain,
    "day_month": _chain,
    "year": _year,
    "month": _month,
    **RELATIVE,
}
