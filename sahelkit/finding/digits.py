"""Numbers in digits read by a language's separators (CLDR), grouped, decimal or shortened ("2.1m", "200an").

A token of digits is a number, or none: times, versions and codes ("13.00", "1.2.3", "F16") are none.
"""

from __future__ import annotations

import functools
import re

from babel import Locale

_SHORT = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}
_SHORTENED = re.compile(r"([0-9][0-9.,]{0,12})(k|m|mn|bn)")
_SPACES = "\u00a0\u202f\u2009\u2007"


@functools.cache
def _separators(language: str) -> tuple[str, str]:
    symbols = Locale.parse(language).number_symbols["latn"]
    return re.escape(str(symbols["group"])), re.escape(str(symbols["decimal"]))


@functools.cache
def _shapes(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    group, decimal = _separators(language)
    grouped = re.compile(rf"[0-9]{{1,3}}(?:([.,{_SPACES}])[0-9]{{3}})(?:\1[0-9]{{3}})*")
    mixed = re.compile(rf"([0-9]{{1,3}}(?:[{group}{_SPACES}.][0-9]{{3}})+|[0-9]+){decimal}([0-9]+)")
    return grouped, mixed


def read_digits(word: str, language: str) -> float | None:
    """Read a number in digits by a language's separators; None for what is no number.

    A group separator of the other convention is accepted where it stands before three digits (French press writes
    1.700 beside 1 700, Indonesian sites at times 1,700), since decimals of three digits do not count people.

    Examples
    --------
    >>> read_digits("1.700", "id"), read_digits("1,7", "id"), read_digits("1.7", "en"), read_digits("1.700", "fr")
    (1700.0, 1.7, 1.7, 1700.0)
    >>> read_digits("13.00", "id") is None, read_digits("F16", "id") is None, read_digits("1.2.3", "en") is None
    (True, True, True)
    """
    if len(word) > 24:
        return None
    if word.isdecimal():
        return float(word) if len(word) == 1 or word[0] != "0" else None
    grouped, mixed = _shapes(language)
    if grouped.fullmatch(word) and word[0] != "0":
        return float(re.sub(r"[^0-9]", "", word))
    match = mixed.fullmatch(word)
    if match:
        return float(re.sub(r"[^0-9]", "", match[1]) + "." + match[2])
    return float(word.replace(",", ".")) if re.fullmatch(r"[0-9]+[.,][0-9]", word) else None


def read_shortened(word: str, language: str) -> float | None:
    """Read a number in short: "2.1m people", "300k" in English; "200an orang" in Indonesian."""
    if language == "id" and word[-2:] == "an":
        return read_digits(word[:-2], language)
    short = _SHORTENED.fullmatch(word) if language == "en" and word[-1:].isalpha() else None
    value = read_digits(short[1], language) if short else None
    return value * _SHORT[short[2]] if short and value is not None else None
