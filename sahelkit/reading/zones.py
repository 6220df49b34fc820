"""Zones: what is running text, and what the page put around it.

Every stretch gets one zone and the rule that said so; nothing is deleted, only set aside. Lines are judged by
their wording (`lines`), then by their neighbours: the title under a bare `Baca Juga:`, a headline over a byline, a
list of links at the end. Where a rule is in doubt the line stays body, since a wrong zone loses text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from sahelkit.reading.lines import any_of, classify, is_finished, line_rules, wording
from sahelkit.reading.plain import Line, find_lines

REST = ("body", "rest")
_SOURCE = re.compile(r"\b[^\W\d_a-zß-öø-ÿ]{3,}\b|['’][^\W\d_a-zß-öø-ÿ]{3,}|\w\.\w")
_DASH = re.compile(r"[–—-]\s")
_INLINE = 252  # code points from which an also-read may run to the end of its paragraph
_DATELINE = 200  # code points; a dateline is over by then
_LONG = 20  # words of a paragraph that nobody writes twice in one article; a cry or a refrain is shorter
_LINKS = 3  # so many title-like lines at the very end are a list of links


class Zone(NamedTuple):
    """A stretch of the repaired text, its zone, and the rule that set it."""

    start: int
    end: int
    zone: str
    rule: str


def find_zones(text: str, *, language: str) -> list[Zone]:
    """Split a text into zones that cover it without gap or overlap.

    A line break belongs to the zone it ends, blank lines to the zone before them (at the very start, to the one
    after). Known failures: a caption without a credit stays body; so does a headline that is a whole sentence.

    Parameters
    ----------
    text : str
        The repaired text of one article.
    language : {"id", "en", "fr"}
        Whose wording is used, beside the English that all sites carry.

    Returns
    -------
    list of Zone
        Sorted; offsets in code points into `text`, half-open. An empty text gives an empty list.

    Examples
    --------
    >>> text = "BAMAKO, KOMPAS — Prancis pergi. \\nBaca Juga: Harga Emas\\nMali menang."
    >>> [(text[z.start:z.end], z.zone) for z in find_zones(text, language="id")]  # doctest: +NORMALIZE_WHITESPACE
    [('BAMAKO, KOMPAS — ', 'dateline'), ('Prancis pergi. \\n', 'body'),
     ('Baca Juga: Harga Emas\\n', 'also_read'), ('Mali menang.', 'body')]
    >>> find_zones("", language="fr")
    []
    """
    return zone_all([text], language=language)[0]


def zone_all(texts: Sequence[str], *, language: str) -> list[list[Zone]]:
    """Split many texts into zones, each as `find_zones` splits it."""
    return [
        _zoned(text, lines, language) for text, lines in zip(texts, find_lines(texts, language=language), strict=True)
    ]


def _zoned(text: str, lines: list[Line], language: str) -> list[Zone]:
    labels = [None if line.is_plain else classify(line.text, language=language) for line in lines]
    _label_titles(lines, labels, language)
    _label_headline(lines, labels)
    _label_links(lines, labels)
    _label_repeats(lines, labels)
    zones: list[Zone] = []
    first = True
    for line, label in zip(lines, labels, strict=True):
        if label is not None:
            zones.append(Zone(line.start, line.end, *label))
        elif not line.is_plain:
            zones += _body_pieces(line, text, language, first=first)
        elif not zones or zones[-1].rule != "rest":
            zones.append(Zone(line.start, line.end, *REST))
        first = first and label is not None
    return _merge(zones, text)


def _label_titles(lines: list[Line], labels: list[tuple[str, str] | None], language: str) -> None:
    """A marker alone on its line (`Baca Juga:`) takes the title below it, or the list of links below it."""
    lone = line_rules(language).lone
    for n, label in enumerate(labels):
        if label is None or label[0] != "also_read" or not lone.match(lines[n].text):
            continue
        following = range(n + 1, min(n + 14, len(lines)))
        for count, m in enumerate(following):
            title = lines[m].text
            if labels[m] is not None or len(title) > 160 or title[-1] in ".,;…":
                break
            if count and not (_is_bullet(title) and _is_bullet(lines[following[0]].text)):
                break
            labels[m] = ("also_read", "also_read_title")


def _is_bullet(line: str) -> bool:
    return re.match(r"[-–—•·*►▶→▪]|\d{1,2}[.)]\s", line) is not None


def _label_headline(lines: list[Line], labels: list[tuple[str, str] | None]) -> None:
    """The first line is a headline if it is short, has no final stop, and what follows shows that it stands alone."""
    if len(lines) < 2 or labels[0] is not None:
        return
    title = lines[0].text
    if not 3 <= title.count(" ") + 1 <= 25 or len(title) > 160 or title[-1] in ".,;:…-–—" or is_finished(title[:-1]):
        return
    if title[0].islower() or lines[1].text[0].islower() or "—" in title[:40]:
        return
    prose = any(labels[m] is None and is_finished(lines[m].text) for m in range(1, len(lines)))
    alone = lines[1].start > lines[0].end or labels[1] is not None or len(lines[1].text) > len(title)
    if prose and alone:
        labels[0] = ("headline", "headline")


def _label_links(lines: list[Line], labels: list[tuple[str, str] | None]) -> None:
    """Title-like lines at the very end, three or more, are links to other articles."""
    tail: list[int] = []
    for n in range(len(lines) - 1, -1, -1):
        line = lines[n].text
        if labels[n] is None:
            if len(line) > 130 or is_finished(line) or line[-1] in ",;:" or not _is_title(line):
                break
            tail.append(n)
    if len(tail) >= _LINKS and any(line.text for line in lines[: tail[-1]]):
        for n in tail:
            labels[n] = ("footer", "trailing_links")


def _label_repeats(lines: list[Line], labels: list[tuple[str, str] | None]) -> None:
    """A long paragraph printed again, to the letter, is the page's doing; its figures and names count once."""
    if len({line.text for line in lines}) == len(lines):
        return
    seen: set[str] = set()
    for n, line in enumerate(lines):
        if labels[n] is None and line.text.count(" ") >= _LONG - 1:
            if line.text in seen:
                labels[n] = ("footer", "repeated")
            seen.add(line.text)


def _is_title(line: str) -> bool:
    words = [w for w in line.split() if w[0].isalpha()]
    return len(words) >= 3 and sum(w[0].isupper() for w in words) * 2 > len(words)


def _body_pieces(line: Line, text: str, language: str, *, first: bool) -> list[Zone]:
    """Cut a dateline off the start of a paragraph, an also-read or a credit off its end."""
    start, end = line.start, line.end
    pieces: list[Zone] = []
    rules = _edges(language)
    advert = rules.advert.match(text, start, end) if line.text[0] == "[" else None
    if advert:
        pieces.append(Zone(start, advert.end(), "advert", "advert_mark"))
        start = advert.end()
    opening = text[start : min(end, start + _DATELINE)]
    dashed = ("-" in opening or "–" in opening or "—" in opening) and _DASH.search(text, start, end)
    head = dashed and (rules.dateline.match(text, start, end) or (first and rules.place_dash.match(text, start, end)))
    if head and _is_dateline(head[0]):
        rule = "dateline" if head.re is rules.dateline else "dateline_place"
        pieces.append(Zone(start, head.end(), "dateline", rule))
        start = head.end()
    tail = _tail(line, text, start, language)
    cut = tail.start if tail else end
    if cut > start:
        pieces.append(Zone(start, cut, *REST))
    return [*pieces, tail] if tail else pieces


def _is_dateline(head: str) -> bool:
    """With a mere hyphen a dateline shows a source in brackets, capitals or an address: `Prabowo - Hatta` is none."""
    return "(" in head or "—" in head or "--" in head or _SOURCE.search(head) is not None


def _tail(line: Line, text: str, start: int, language: str) -> Zone | None:
    if line.text[-1] not in ".…" and (":" in line.text or "：" in line.text):
        also = line_rules(language).inline.search(text, max(start, line.end - _INLINE), line.end)
        if also:
            return Zone(also.start(1), line.end, "also_read", "also_read_inline")
    if line.text[-1] in ")]":
        cut = max(text.rfind("(", start, line.end), text.rfind("[", start, line.end))
        if cut > start and _edges(language).credit.match(text, cut, line.end) and is_finished(text[start:cut].rstrip()):
            return Zone(cut, line.end, "credit", "credit_tail")
    return None


class Edges(NamedTuple):
    """What may stand at the start or the end of a paragraph."""

    dateline: re.Pattern[str]
    place_dash: re.Pattern[str]
    credit: re.Pattern[str]
    advert: re.Pattern[str]


@functools.cache
def _edges(language: str) -> Edges:
    suffix = any_of([*wording(language, "web_suffixes"), *wording(language, "word_suffixes")])
    web = rf"[\w-]{{2,30}}(?:\.[\w-]{{2,20}}){{0,2}}\.{suffix}"
    upper = r"[^\W\d_a-zß-öø-ÿ]"
    name = rf"(?:(?i:{web})|{upper}[\w'’]*(?:-{upper}[\w'’]*){{0,3}})"
    names = rf"{name}(?:\s{name}){{0,3}}"
    day = r"(?:\w{3,9}\.?\s\d{1,2}|(?:\w{3,9}\s)?(?:le\s)?\d{1,2}(?:er)?\s\w{3,10}\.?|\d{1,2}/\d{1,2})(?:,?\s\d{4})?"
    more = rf"(?:,\s(?:{day}|{names})){{0,2}}"
    dash = r"\s?(?:--|[–—-])\s+(?=[^\W_a-zß-öø-ÿ]|[\"“”«‘(])"
    spaced = r"\s(?:--|[–—-])\s+(?=[^\W_a-zß-öø-ÿ]|[\"“”«‘(])"
    dateline = rf"\s*{names}(?:{more}\s*\([^()\n]{{2,40}}\)(?:,\s{day})?\s*{dash}|,\s(?:{day}|{names}){more}{spaced})"
    word = rf"{upper}[\w'’-]*"
    town = rf"(?:{upper}{{3,}}(?:\s{upper}{{3,}})?\.\s+)?"  # `KONTAN.CO.ID - JAKARTA. Prancis …`
    place = rf"\s*(?:(?i:{web})|{word}(?:\s{word}){{0,2}}){spaced}{town}"
    shot = any_of(wording(language, "photo_credits"))
    credit = rf"[(\[](?i:{shot}|\w{{2,12}}(?:/[\w-]{{1,12}}){{1,3}}|(?-i:[a-z]{{2,4}}))[)\]]\s*$"
    return Edges(re.compile(dateline), re.compile(place), re.compile(credit), re.compile(r"\s*\[ad_\d+\]\s*"))


def _merge(zones: list[Zone], text: str) -> list[Zone]:
    """Join neighbours that are one stretch (running text, a footer, a marker with its title) and cover the start."""
    if not zones:
        return [Zone(0, len(text), *REST)] if text else []
    kept = [zones[0]]
    for zone in zones[1:]:
        last = kept[-1]
        same = zone.rule == last.rule and zone.zone == last.zone and zone.zone in ("body", "footer")
        if not same and zone.rule != "also_read_title":
            kept.append(zone)
    starts = [0, *(zone.start for zone in kept[1:]), len(text)]
    return [Zone(starts[n], starts[n + 1], zone.zone, zone.rule) for n, zone in enumerate(kept)]
