"""What a line is by its own wording: also-read, caption, byline, credit, advert, footer, or nothing.

Wording comes from the ``[reading]`` sections of the language and of English (Indonesian and French sites carry
English markers too). A line is set aside only where the marker opens it and the rest has the marker's form; a
sentence that merely holds such words is prose. Repair asks so that it never joins such a line; zones asks for more.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sahelkit.lexicons.tables import section

SHORT = 160  # a line that is a date, or a title, is no longer
LONGEST = 300  # a marked line longer than this holds prose too and stays body
_LEAD = r"[\s>*•·▪►▶→»(\[|-]{0,8}"
_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_LISTS = ("also_read", "byline", "published", "credit", "photo", "advert", "footer", "marker_words")
_WORD = re.compile(r"\w+")
_SECOND = re.compile(r"\w+\W+(\w+)")
_YEAR = re.compile(r"[12](?=\d{3}\b)")
_FINAL_STOP = re.compile(r"[.!?…][\"”’»)\]]*$")
_TIME = r"(?:[\s,|–—-]+(?:\d{1,2}\s?[:.h]\s?\d{2}\b.*|(?:at|à|pukul)\s.*)|\s*\|.*)?"


class LineRules(NamedTuple):
    """The compiled wording of one language; `first` holds the words that a marked line can begin with.

    Each with the words that may follow it, the empty word where any may.
    """

    first: Mapping[str, frozenset[str]]
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    day: re.Pattern[str]
    inline: re.Pattern[str]
    lone: re.Pattern[str]


def wording(language: str, key: str) -> list[str]:
    """Return a list of the ``[reading]`` section of the language followed by that of English, without doubles."""
    lists = [section(code, "reading").get(key, []) for code in dict.fromkeys((language, "en"))]
    return list(dict.fromkeys(word for words in lists for word in words))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of these phrases, the longest first, with any run of blanks between words."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, w.split())) for w in ordered) + ")"


@functools.cache
def line_rules(language: str) -> LineRules:
    """Compile the line wording of a language (id, en or fr)."""
    also, photo, credit = (any_of(wording(language, key)) for key in ("also_read", "photo", "credit"))
    clear = any_of(w for w in wording(language, "also_read") if " " in w)
    capitals = any_of(w.upper() for w in wording(language, "also_read") if " " in w)
    shot = any_of(wording(language, "photo_credits"))
    agency = r"(?-i:AFP|REUTERS|AP|EPA)\s?(?:Photo)?/|ANTARA FOTO\b"
    agencies = rf"(?:l['’])?{shot}(?:\s*(?:,|et|and|dan|/|&)\s*{shot}){{0,3}}"
    codes = r"\w{2,12}(?:/[\w-]{1,12}){1,3}|(?-i:[a-z]{2,4})"  # (AFP/Reuters), (ans/ros), [ian]
    groups = {
        "also_read__also_read": rf"{_LEAD}{also}(?:\s*[:：]|\s+[-–—|»]\s|\s*[)\]]?\s*$)",
        "also_read__also_read_capitals": rf"{_LEAD}(?-i:{capitals}\s{_UPPER}).*[\w)”\"’?]\s*$",
        "advert__advert": rf"\W*{any_of(wording(language, 'advert'))}\W*$|\[ad_\d+\]\s*$",
        "byline__byline_label": rf"{any_of(wording(language, 'byline'))}\s*[:：]\s*\S",
        "byline__byline_published": rf"{any_of(wording(language, 'published'))}\b\W*(?=\D*\d)",
        "byline__byline_name": _name_line(language),
        "caption__photo_label": rf"[(\[]?{photo}(?:\s*[:：]|\s*/)|[(\[]{photo}\b|{agency}",
        "caption__photo_by": rf"[(\[]?{photo}(?:\s+(?:by|par|oleh|courtesy)\b|\W*$)",
        "credit__credit_label": rf"[(\[]?{credit}\s*[:：]",
        "credit__credit_phrase": r"[(\[]?(?:copyright\b|©|\(c\)\s|(?:(?:additional )?report|edit|writ)ing by\b)",
        "credit__credit_with": rf"[(\[]?(?:avec|with|dengan)\s+{agencies}[)\].]*\s*$",
        "credit__credit_code": rf"[(\[](?:{shot}|{codes})[)\]]\s*$",
        "footer__footer_label": rf"{_LEAD}{any_of(wording(language, 'footer'))}(?:\s*[:：]|\s*$)",
        "footer__footer_follow": rf"{_LEAD}{any_of(w for w in wording(language, 'footer') if ' ' in w or '-' in w)}\b",
        "footer__hashtags": r"#\w+(?:[\s,]+#\w+)*\s*$",
        "footer__address": r"(?:https?://|www\.)\S+\s*$",
        "footer__rule_off": r"[*=_~#•·.—–-]{3,}\s*$",
    }  # fmt: skip
    opening = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in groups.items()), re.I)
    closing = re.compile(
        rf"[/(\[©](?:(?P<caption__photo_credit>(?:(?<=[\w)”\"]/)|(?<=[\w)”\"]\s/))\s?{shot}\w{{0,12}}\s*$)"
        rf"|(?P<caption__photo_brackets>(?<=[(\[])(?:{photo}|dok|ist|doc|courtesy)\b[^()\[\]\n]{{0,100}}[)\]]\.?\s*$)"
        rf"|(?P<caption__photo_agency>(?<=[(\[]){shot}\s*/[^()\[\]\n]{{0,80}}[)\]]\s*$)"
        rf"|(?P<caption__copyright>(?<=©)\s?[\w ./&'’,-]{{2,60}}$))",
        re.I,
    )
    inline = re.compile(rf"[.!?”\"»)]\s+([(\[]?{clear}\s*[:：]\s*\S)", re.I)
    lone = re.compile(rf"{_LEAD}{also}\s*[:：–—-]?\s*[)\]]?\s*$", re.I)
    return LineRules(_first_words(language), opening, closing, re.compile(_day_line(), re.I), inline, lone)


def _first_words(language: str) -> dict[str, frozenset[str]]:
    """The first two words of all markers, lower case: a look-up spares most lines the long pattern.

    The empty word is among the first: a line that begins with a mark is always tried.
    """
    seconds: dict[str, set[str]] = {"": {""}}
    for listed in (words for key in _LISTS for words in wording(language, key)):
        first, second, *_ = [*_WORD.findall(listed.lower()), "", ""]
        seconds.setdefault(first, set()).add(second)
    return {first: frozenset(following) for first, following in seconds.items()}


def classify(line: str, *, language: str) -> tuple[str, str] | None:
    """Say which zone a line opens by its own wording, and by which rule; None for what reads as prose.

    Parameters
    ----------
    line : str
        One line, without white space around it.

    Examples
    --------
    >>> classify("BACA JUGA : Mali Usir Duta Besar", language="id")
    ('also_read', 'also_read')
    >>> classify("Baca juga ditulis dalam laporan itu.", language="id") is None
    True
    >>> classify("Presiden Mali di Bamako/Net", language="id")
    ('caption', 'photo_credit')
    """
    if not line or len(line) > LONGEST:
        return None
    rules = line_rules(language)
    found = rules.opening.match(line) if _may_open(line, rules.first) else None
    if found and _fits(found.lastgroup or "", line):
        return _split(found.lastgroup or "")
    if len(line) <= SHORT and ("1" in line or "2" in line) and _YEAR.search(line) and rules.day.match(line):
        return "byline", "byline_day"
    if not ("(" in line or "/" in line or "[" in line or "©" in line):
        return None  # what every closing begins with
    found = rules.closing.search(line, max(0, len(line) - 140))
    return _split(found.lastgroup or "") if found and _fits(found.lastgroup or "", line) else None


def _may_open(line: str, first: Mapping[str, frozenset[str]]) -> bool:
    """Does the line begin as a marker does?"""
    seconds = first.get(_first_word(line))
    if seconds is None or "" in seconds:
        return seconds is not None
    found = _SECOND.match(line)
    return found is not None and found[1].lower() in seconds


def _first_word(line: str) -> str:
    """Return the word that the line begins with, in lower case; the empty word where a mark stands first."""
    word = line.partition(" ")[0]
    if not word.isalnum():
        found = _WORD.match(line)
        word = found[0] if found else ""
    return word.lower()


def is_finished(line: str) -> bool:
    """Does the line end in a full stop, question mark, exclamation mark or ellipsis, closing marks aside?"""
    return _FINAL_STOP.search(line[-8:]) is not None


def _split(group: str) -> tuple[str, str]:
    zone, _, rule = group.partition("__")
    return zone, rule


def _fits(group: str, line: str) -> bool:
    """Has the whole line the form of its marker? A label with a whole sentence after it is prose."""
    words = line.count(" ") + 1
    if group.startswith("byline"):
        return len(line) <= 140 and not (is_finished(line) and words > (5 if group.endswith("published") else 9))
    if group == "credit__credit_label":
        return len(line) <= 140 and not (is_finished(line) and words > 7)
    if group == "caption__photo_by":
        return not is_finished(line)
    if group == "caption__photo_credit":
        return words >= 3 and not is_finished(line)
    if group == "also_read__also_read":
        return not (is_finished(line) and line[-1] in ".…" and words > 25)
    if group == "footer__footer_label":
        return words <= 25
    return True


def _name_line(language: str) -> str:
    """A label and names, to the end of the line or to what parts them from a date: `By Jane Doe | 4 May 2022`."""
    labels, published = any_of(wording(language, "byline")), any_of(wording(language, "published"))
    tail = rf"\s*[|,–(].*|\s+{published}\b\D{{0,20}}\d.*|\s+\d{{1,2}},?\s+\d{{4}}\b.*"
    name = rf"(?-i:{_UPPER})[\w.'’-]*"
    joint = rf"(?:and|dan|et|de|du|la|van|der|bin|al|el|{name})"
    return rf"{labels}\s+{name}(?:[\s,]+{joint}){{0,8}}(?:{tail})?\s*$"


def _day_line() -> str:
    """A line that is a date: `SENIN, 21 MARET 2022 | 15:14 WIB | LAPORAN: …`, `Kompas.com - 12/03/2022, 13:14 WIB`."""
    source = r"(?:[\w.]{2,30}(?:\s\w{2,20}){0,2}\s*(?:--|[-–—|,])\s*){0,2}"  # `Jakarta, CNN Indonesia -- Senin, …`
    weekday = r"(?:[^\W\d_]{3,10}['’]?\w{0,4}\.?\s*[,/]?\s*)?(?:le\s+)?"
    numbers = r"\d{1,2}(?:er|st|nd|rd|th)?(?:\s?[/.-]\s?\d{1,2}\s?[/.-]\s?|\s+[^\W\d_]{3,10}\.?,?\s+)\d{4}"
    english = r"[^\W\d_]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    return rf"\W{{0,3}}{source}{weekday}(?:{numbers}|{english}){_TIME}\W{{0,3}}$"
