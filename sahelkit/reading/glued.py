"""Glued sentences and broken lines: a space that is missing, a line break that should not be there.

`TASS.Ia menegaskan` gets its space; `13.00`, `U.S.A`, `rmol.id`, `Kompas.Com` and `Jend.Townsend` do not. A line
break is read as a space where the line cannot end there (a preposition, an article, a comma before lower case) or
the text is hard-wrapped at a width; never beside a line that is set aside, a heading or a list item.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise

from sahelkit.reading.lines import any_of, classify, is_finished, wording

Edit = tuple[int, int, str, str]  # start, end, what it is read as, rule

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
# A stop between a word of two letters or more and a capital; closing and opening marks may stand there too.
_BEHIND = r"(?:(?<=[^\W_]{2}[.!?…])|(?<=[\d)%”\"’»][.!?…]))"
_GLUED = re.compile(rf"[.!?…](?=[^\s\da-z]){_BEHIND}(?:[”\"’»)]|\)”)?[“\"«‘(]?{_UPPER}")
_BACKWARDS = re.compile(r"[^\W_]+(?:[.][^\W_]+)*")  # the last word with its stops, over reversed text
_AFTER = re.compile(rf"{_UPPER}(?:[a-zß-öø-ÿ]|['’]\w|(?=\s[a-zß-öø-ÿ]))")
_CAPITALS = re.compile(rf"{_UPPER}{{2,}}\b(?=\s[a-zß-öø-ÿ])")
_TOKEN_START = re.compile(r"\S*$")
_BREAK = re.compile(r"[\r\n](?:(?<=\r)\n)?")
_ITEM = re.compile(r"[-–—•·*►▶→▪]|\w{1,3}[.)]\s|#")
_WIDTHS = (40, 100)  # a hard-wrapped text is this wide


def find_glued(text: str, *, language: str) -> Iterator[Edit]:
    """Yield an insertion of a space for every sentence that is glued to the next.

    Examples
    --------
    >>> list(find_glued("ujar TASS.Ia pergi ke U.S.A lewat Kompas.Com.", language="id"))
    [(10, 10, ' ', 'glued_sentence')]
    >>> list(find_glued("mereka mundur.“Kami menang.”Ia diam.", language="id"))
    [(14, 14, ' ', 'glued_sentence'), (28, 28, ' ', 'glued_sentence')]
    """
    for found in _GLUED.finditer(text):
        if _is_glued(text, found, language):
            at = _gap(text, found)
            yield at, at, " ", "glued_sentence"


def _is_glued(text: str, found: re.Match[str], language: str) -> bool:
    stop, capital = found.start(), found.end() - 1
    last = _BACKWARDS.match(text[max(0, stop - 24) : stop][::-1])
    word = last[0][::-1] if last else ""
    if not _AFTER.match(text, capital) and not (word[-1:].islower() and _CAPITALS.match(text, capital)):
        return False
    if text[stop] != ".":
        return True
    if "." in word or word in _not_ends(language) or _suffix(language).match(text, capital):
        return False
    return not re.search(r"://|www\.|[@_\\]|[a-z.]/[A-Za-z]", _token(text, stop + 1))


def _token(text: str, at: int) -> str:
    found = _TOKEN_START.search(text[max(0, at - 80) : at])
    return found[0] if found else ""


def _gap(text: str, found: re.Match[str]) -> int:
    """Where the space goes: after closing marks, before an opening one; a straight mark closes if one is open."""
    at, end = found.start() + 1, found.end() - 1
    while at < end and text[at] in "”’»)":
        at += 1
    if at < end and text[at] == '"':
        line = text.rfind("\n", 0, at) + 1
        at += text.count('"', line, at) % 2
    return at


@functools.cache
def _not_ends(language: str) -> frozenset[str]:
    return frozenset(wording(language, "abbreviations")) | frozenset(wording(language, "abbreviations_final"))


@functools.cache
def _suffix(language: str) -> re.Pattern[str]:
    return re.compile(any_of(wording(language, "web_suffixes")) + r"\b", re.I)


def find_breaks(text: str, *, language: str) -> Iterator[Edit]:
    """Yield every line break that stands inside a sentence, to be read as a space.

    Examples
    --------
    >>> list(find_breaks("seperti dikutip dari\\nTASS. Ia diam.\\nBaca Juga: Harga dan\\nEmas", language="id"))
    [(20, 21, ' ', 'broken_line')]
    """
    lines = [line.strip() for line in (_BREAK.split(text) if "\r" in text else text.split("\n"))]
    together = [n for n, (line, following) in enumerate(pairwise(lines)) if line and following]
    if not together:
        return
    width = _wrapped_at(lines)
    broken = [n for n in together if _is_broken(lines[n], lines[n + 1], width, language)]
    breaks = [m.span() for m in _BREAK.finditer(text)] if broken else []
    for n in broken:
        yield *breaks[n], " ", "hard_wrap" if width else "broken_line"


def _is_broken(line: str, following: str, width: int, language: str) -> bool:
    wrapped = width and len(line) + 1 + len(following.split(None, 1)[0]) > width
    lower = following[0].islower() and not is_finished(line) and line[-1] not in ":;"
    last = line.rsplit(None, 1)[-1].lstrip('("“«‘')
    comma = line[-1] == "," and following[0].isalnum()
    open_end = comma or (last in _open_words(language) and following[0] not in "-–—•*[")
    if not (wrapped or lower or open_end):
        return False
    if _ITEM.match(following) or (_ITEM.match(line) and not wrapped):
        return False
    return classify(line, language=language) is None and classify(following, language=language) is None


@functools.cache
def _open_words(language: str) -> frozenset[str]:
    return frozenset(wording(language, "open_words"))


def _wrapped_at(lines: list[str]) -> int:
    """Return the width a text is hard-wrapped at, or 0: half of the lines that go on have no final stop."""
    filled = [line for line in lines if line]
    longest = max(map(len, filled), default=0)
    if len(filled) < 5 or not _WIDTHS[0] <= longest <= _WIDTHS[1]:
        return 0
    going_on = [line for line, following in pairwise(lines) if line and following]
    long = [line for line in going_on if len(line) > longest * 0.75]
    unfinished = sum(not is_finished(line) for line in long)
    return longest if len(long) >= 3 and len(long) * 2 >= len(going_on) and unfinished * 2 >= len(long) else 0
