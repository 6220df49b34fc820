"""The grammar of dates: a letter for every date word and number, and one expression over these letters.

The three languages share the letters; what stands before its noun in one (last week) and behind it in another (pekan
lalu) has a kind of its own in the lexicon, so one grammar reads all three. Only month-first wordings (February 16) are
English alone. Every repeat is bounded, so that reading stays linear. What a match means is for `dates`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.scan import Scan
from sahelkit.finding.spots import codes_of
from sahelkit.finding.tape import Layer, Tape, lay
from sahelkit.lexicons.build import Entry, Lexicon
from sahelkit.lexicons.fold import IS_DIGIT
from sahelkit.lexicons.states import calendar

# Kinds of [dates] and their letters on the tape; of several kinds the first listed gives the letter.
_KINDS = {
    "decoy": "0", "name_cue": "N", "number_cue": "3", "offset": "J", "context": "H", "context_last": "4",
    "month": "M", "weekday": "W", "one_unit": "q",
    "decade_word": "r", "part": "P", "season": "S", "count": "n", "ordinal": "I", "between": "b", "at": "i",
    "near": "s", "until": "v", "and": "&", "of": "z", "article": "a", "about": "u", "date_word": "j", "daytime": "p",
    "this": "t", "this_after": "T", "last": "l", "last_after": "L", "next": "f", "next_after": "F",
    "recent_after": "R", "ago": "G", "ago_before": "g", "later": "K", "earlier": "B", "each": "E", "decade_mark": "V",
    "ordinal_mark": "1", "counted": "2", "vague": "5", "happening": "8",
}  # fmt: skip
_UNITS = {
    "day": "d", "week": "k", "month": "o", "year": "y", "weekend": "e", "decade": "x", "century": "c", "quarter": "Q",
    "half": "h",
}  # fmt: skip
# The kind of entry that gives a letter's meaning: the key is a number but for parts, offsets and contexts.
KIND_OF = {
    "M": "month", "m": "month", "7": "month", "W": "weekday", "P": "part", "n": "count", "S": "season", "J": "offset",
    "H": "context", "q": "one_unit", "I": "ordinal",
}  # fmt: skip
PARTS = ("", "early", "mid", "late")
_DAYS, _CENTURY = 31, 100
_LONGEST = 11  # letters of the longest number that is a date by itself, and one more
_SHORT = 4  # letters of an abbreviated month, at most
YEARS = range(1900, 2100)  # four digits that may be a year without a word that says so

_A = r"(?:a['\]]?)?"
_U = "[dkoyexcr]"
_SPAN = "[koyexcr]"  # of days, only hari ini, today, hier ... are dates: they are words of their own
_N = "[n7D9#]"
_WEEKDAY = "(?:d?Wp?,?[ji]?)"
_MONTH = r"(?:M|[m7]\.?)"
_DAY = "[DO]"
_YEAR = rf"(?:(?:,?|z?{_A})y?[YX])"
_REL = rf"(?:,?z?{_A}y[LFTJ]|,?[zi]?[tlf]y|[LFT])"  # this year, tahun lalu, de l'année dernière; Juni lalu
_SEP = "(?:,?&|v|[-=,])"
_PART = rf"(?:{_A}P-?z?{_A})"
_DAYS_OF = rf"{_WEEKDAY}?{_DAY}(?:{_SEP}a?{_WEEKDAY}?{_DAY}){{0,6}}z?(?:oz?)?{_MONTH}(?:{_YEAR}|{_REL})?"
_MONTH_OF = rf"(?:{_PART}|{_A})(?:oz?['\]]?)?{_MONTH}(?:{_YEAR}|{_REL})?"
_MONTH_DAYS = rf"{_MONTH}{_DAY}(?:(?:,?&|v|[-=]){_DAY}){{0,6}}(?:{_YEAR}|{_REL})?"
_YEAR_OF = rf"{_PART}?(?:j?y)?[YX](?![-=]?V)"
_OF_YEAR = rf"(?:,?z?{_A}(?:y?[YX]|y[LFT]|[tlf]y|ty))"
_END = "(?:/[YD9])"
_NUMERIC = rf"(?:D/D[-=v]D/D{_END}?|D[-=&]D/D{_END}?|D/D{_END})"
_DOTTED = "(?:D-D-Y|Y-D-D|A)"
_CUE = "[.:(]?(?:[N3][.]?)?C?C?-?"
_NEAR = "(?:k[LTFJ]|[LTFJ])"


class Rule(NamedTuple):
    """A rule of the grammar: the letters it may begin with, and its expression."""

    heads: str
    pattern: str


RULES = {
    "decoy": Rule(
        "0Eg5N3",
        rf"0|EW|g?5L?{_U}[LGTFJRKB]?|E{_U}"
        rf"|(?:N{_CUE}z?{_A}|3{_CUE})(?:D{_MONTH}{_YEAR}?|[DYXO9#A](?:[-/]?y?[YX])?)",
    ),
    "numeric_weekday": Rule(
        "dW",
        rf"d?W(?:[-=&v]W)?p?{_NEAR}?,?[ji]?(?:\((?:{_NUMERIC}|{_DOTTED}|D/D)\)|{_NUMERIC}|{_DOTTED}|D/D)"
        rf"(?:p?{_NEAR})?",
    ),
    "numeric": Rule("DYA", rf"{_NUMERIC}|{_DOTTED}|(?<=\()D/D(?=\))|(?<=j)D/D"),
    "bracketed": Rule("dW", rf"d?Wp?,?\({_DAYS_OF}\)"),
    "month_day": Rule("dWMm7", rf"{_WEEKDAY}?{_MONTH_DAYS}(?:(?:,?&|v|[-=,]){_WEEKDAY}?{_MONTH_DAYS}){{0,3}}"),
    "bracketed_month_day": Rule("dW", rf"d?Wp?,?\({_MONTH_DAYS}\)"),
    "day_month": Rule("dWDO", rf"{_DAYS_OF}(?:{_SEP}{_A}{_WEEKDAY}?{_DAYS_OF}){{0,6}}"),
    "decade": Rule(
        "aPyr'][YX9DZ",
        rf"{_PART}?{_A}[yr]?{_A}(?:['\]\[]?[YX9D][-=]?V|['\]\[]?Z|(?<=r)['\]\[]?[Y9](?![/\-=][YD]))",
    ),
    "century": Rule("aPcOC", rf"{_PART}?{_A}(?:c(?:1[-=]?)?[DOCM]|[OC]c)"),
    "quarter": Rule("aIOQh", rf"{_A}(?:[IO][Qh]|[Qh][InDC]){_OF_YEAR}"),
    "season": Rule("aPStlf", rf"{_PART}?{_A}S(?:z?{_A}y?Y|y?[LTF])|[tlf]S"),
    "recent": Rule("n7D9#qatl", rf"(?:{_N}{_U}|q)R|[at]{_N}L{_U}|a?l{_N}{_U}"),
    "ago": Rule("n7D9#qg", rf"(?:{_N}{_U}|q)[LG]|g{_N}{_U}"),
    "shifted": Rule("n7D9#q", rf"(?:{_N}{_U}|q)[KB]"),
    "duration": Rule("n7D9#", rf"{_N}(?:&{_N})?{_U}(?:T|F|(?=[YX]))?"),
    "year": Rule("aPjyYX", rf"{_YEAR_OF}(?:[-=/][D9](?!/)|(?:(?:{_SEP}|/){_A}{_YEAR_OF}){{0,6}})"),
    "month": Rule("lftaPoMm7", rf"[lft]?{_MONTH_OF}(?:{_SEP}{_MONTH_OF}){{0,4}}"),
    "part_of_unit": Rule("aP", rf"{_PART}(?:{_U}[LTFJ]|[tlf]{_U}|(?<=['\]az])[oyc]|(?<=P)[oyc])"),
    "weekday_of_week": Rule("dWtlf", rf"d?Wp?,?z?{_A}k[LTFJ]|d?Wp?(?:[tlf]k|[LTFJ])|[tlf]W"),
    "unit": Rule("akoyexcrtlf", rf"{_A}{_SPAN}[LF]|{_SPAN}[TJ]|[tlf]{_SPAN}|ae"),
    "offset": Rule("J", "J"),
    "context": Rule("H4", "H(?!z)|4(?=[],.;:\n)>])"),
    "weekday": Rule("dW", "d?Wp?"),
}
# Most words begin no date, and of those that may, most stand alone: one look at the letter behind.
_NOT_BEFORE = {"DO#n5EgPdIQhcryjokxeqtlfaS'][": "w.;:)(2s\n", "N3": "w,;)2s\n"}
_ONLY_BEFORE = {"d": "W", "C": "c", "a": "PyrYX9DZcOIQhSn7#lokMmexC'][a", "n#": "&" + _U[1:-1]}


def _pairs() -> NDArray[np.bool_]:
    """Tell of each letter, and the one behind it, whether a date may begin there."""
    pairs = np.zeros((256, 256), dtype=bool)
    pairs[[ord(head) for rule in RULES.values() for head in rule.heads]] = True
    for heads, others in _NOT_BEFORE.items():
        pairs[np.ix_(list(heads.encode()), list(others.encode()))] = False
    for heads, others in _ONLY_BEFORE.items():
        pairs[np.ix_(list(heads.encode()), [n for n in range(256) if chr(n) not in others])] = False
    return pairs


_PAIRS = _pairs()


def find_matches(letters: str, language: str) -> Iterator[re.Match[str]]:
    """Find the grammar's matches on a tape, from left to right; the matched group's name is the rule's."""
    rules = grammar(language)
    done = 0
    codes = codes_of(letters, behind="\0")
    for at in np.flatnonzero(_PAIRS[codes[:-1], codes[1:]]).tolist():
        if at >= done and (match := rules[letters[at]].match(letters, at)):
            done = match.end()
            yield match


@functools.cache
def grammar(language: str) -> Mapping[str, re.Pattern[str]]:
    """Return the expressions that read a language's dates, by the letter they begin with."""
    rules = {n: r for n, r in RULES.items() if language == "en" or "month_day" not in n.replace("day_month", "")}
    heads = sorted({head for rule in rules.values() for head in rule.heads})
    return {head: _alternatives(tuple(n for n in rules if head in rules[n].heads)) for head in heads}


@functools.cache
def _alternatives(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{RULES[name].pattern})" for name in names))


def date_tape(scan: Scan) -> Tape:
    """Lay date words (layer 0, ref a reading) and numbers (layer 1, ref their value) over a scan."""
    hits = scan.hits["dates"]
    codes = _letters(scan.lexicon)[hits.reading]
    keep = codes > 0
    words = Layer(hits.first[keep], hits.last[keep], codes[keep], hits.reading[keep].astype(np.int64))
    return lay(scan, [words, _numbers(scan)])


@functools.lru_cache(maxsize=12)
def _letters(lexicon: Lexicon) -> NDArray[np.uint8]:
    """Return the letter of each of a lexicon's readings, 0 where the grammar has none for it."""
    table = np.zeros(len(lexicon.readings), dtype=np.uint8)
    for n, entries in enumerate(lexicon.readings):
        if entries and entries[0].domain == "dates":
            table[n] = ord(letter_of(entries, lexicon.language).replace(" ", "\0"))
    return table


def meanings(scan: Scan, tape: Tape) -> Sequence[int]:
    """Return what each position of a tape of dates means: a number's value, a month, a weekday, a place in PARTS."""
    means = np.array(tape.ref)
    words = np.flatnonzero(np.asarray(tape.layer) == 0)
    means[words] = _numbered(scan.lexicon)[means[words]]
    return means.data


@functools.lru_cache(maxsize=12)
def _numbered(lexicon: Lexicon) -> NDArray[np.int64]:
    """Return the number that each of a lexicon's readings stands for in a calendar date, 0 for none."""
    letters = _letters(lexicon).tobytes().decode("latin-1")
    return np.array(
        [_meaning(entries, c) for entries, c in zip(lexicon.readings, letters, strict=True)], dtype=np.int64
    )


def _meaning(entries: Sequence[Entry], letter: str) -> int:
    key = next((e.key for e in entries if e.kind == KIND_OF[letter]), "") if letter in "MmW7P" else ""
    return int(key) if key.isdecimal() else PARTS.index(key)


def letter_of(entries: Sequence[Entry], language: str) -> str:
    """Return the tape letter of a reading, a space where the grammar has none for it."""
    kinds = {e.kind: e.key for e in entries}
    if "unit" in kinds and "decade_word" not in kinds:
        return _UNITS.get(kinds["unit"], " ")
    letter = next((letter for kind, letter in _KINDS.items() if kind in kinds), " ")
    if letter == "M" and "count" in kinds:
        return "7"  # sept (jours) and sept. 2022
    # An abbreviated month needs a day or a year: "Jan Egeland", "Des soldats", "Sep" and "Mar" are words too.
    return "m" if letter == "M" and _is_short(entries, language) else letter


@functools.cache
def _month_lengths(language: str) -> dict[str, int]:
    forms = [(key, len(form)) for kind, key, form in calendar(language) if kind == "month"]
    return {key: max(n for k, n in forms if k == key) for key, _ in forms}


def _is_short(entries: Sequence[Entry], language: str) -> bool:
    form, key = next((e.form, e.key) for e in entries if e.kind == "month")
    return len(form) <= _SHORT and len(form) < _month_lengths(language)[key]


def _numbers(scan: Scan) -> Layer:
    tokens = np.flatnonzero(IS_DIGIT[scan.code])
    starts = scan.start[tokens]
    ends = np.minimum(scan.end[tokens], starts + _LONGEST)
    words = map(scan.text.__getitem__, map(slice, starts.tolist(), ends.tolist()))
    letters, values = zip(*map(number, words), strict=True) if len(tokens) else ((), ())
    codes = codes_of("".join(letters))
    return Layer(tokens, tokens, codes, np.array(values, dtype=np.int64))


_ORDINAL = re.compile(r"(\d\d?)(?:st|nd|rd|th|er|e|ème|eme|re)")
_DECADE = re.compile(r"(\d\d|\d{4})(?:s|an)")
_DATE = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")


@functools.lru_cache(maxsize=8192)
def number(word: str) -> tuple[str, int]:
    """Return the letter and the value of a token that begins with a digit.

    Examples
    --------
    >>> number("27"), number("2022"), number("1er"), number("1990an"), number("7.2.2022"), number("1.700")
    (('D', 27), ('Y', 2022), ('O', 1), ('Z', 1990), ('A', 20220207), ('#', 0))
    """
    if word.isascii() and word.isdigit():
        value = int(word)
        if len(word) <= 2:
            return ("D" if 1 <= value <= _DAYS else "9"), value
        if len(word) == 4 and value >= 1000:
            return ("Y" if value in YEARS else "X" if value < YEARS.start else "#"), value
        return "#", value if len(word) < 5 else 0
    if found := _ORDINAL.fullmatch(word):
        return ("O" if 1 <= int(found[1]) <= _DAYS else "#"), int(found[1])
    if found := _DECADE.fullmatch(word):
        value = int(found[1])
        return "Z", value if value >= _CENTURY else 1900 + value
    if found := _DATE.fullmatch(word):
        return "A", int(found[3]) * 10000 + int(found[2]) * 100 + int(found[1])
    return "#", 0
