"""Mojibake: text that was decoded with the wrong table, found line by line and undone by ftfy.

Only lines that hold the traces of such an accident go to ftfy, which is slow; it mends encodings and nothing else
(quotation marks stay curled, entities and widths stay). The difference is returned as edits of single stretches. A
lone `†` that stands where a closing quotation mark must stand is read as one, which ftfy cannot know.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

Edit = tuple[int, int, str, str]  # start, end, what it is read as, rule

# Lead bytes of UTF-8 read as Windows-1252 or Latin-1 (Ã, â …) before what a following byte becomes; the same
# through Mac Roman (‚Ä, √©) and Windows-1251 (вЂ); and C1 controls, which are Windows-1252 read as Latin-1. Every
# pattern here opens with a plain set of characters, which a search passes over at the speed of C.
_LEADS = "ÂÃÄÅÎÏÐÑØÙÚÛâãïð"
_FOLLOW = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ "
_C1 = "\x80-\x84\x86-\x9f"
_TRACE = re.compile(
    f"[{_LEADS}‚√в{_C1}](?:(?<=[{_LEADS}])[{_FOLLOW}]|(?<=‚)Ä|(?<=√)[^\\s\\d\x00-\x7f]|(?<=в)Ђ|(?<=[{_C1}]))"
)
_VISIBLE = re.compile(r"[!-~]+")
# `rakyat Mali,†ujar`: after a comma, a stop or a letter, before a letter, a blank or the end.
_LONE = re.compile(r"†(?<=[^\W\d_]†|[,.!?…]†)(?=[^\W\d_]|[ \t.,]|$)", re.M)
# ” whose last byte was lost: `pergi,â€ ujar`. ftfy would take the blank for that byte and read a dagger.
_CUT = re.compile(r"â€(?<=[\w,.!?…\"'’)]â€)(?=[ \t.,;:!?)]|[A-Za-z]|$)", re.M)
_MARKS = re.compile(r"[\"“”«»†\n](?:(?<=[\"“”«])(?<![^\s(\[].)(?=\S)(?P<opening>))?")
_FAR = 2_000  # code points after which a quotation no longer stands open


def find_mojibake(text: str) -> Iterator[Edit]:
    """Yield the edits that undo mojibake in a text, as `(start, end, after, "mojibake")`.

    Examples
    --------
    >>> list(find_mojibake("kata dia, â€œKami pergi.â€\x9d"))
    [(10, 13, '“', 'mojibake'), (24, 27, '”', 'mojibake')]
    >>> list(find_mojibake("Ibrahim Boubacar Keïta, « très bien »"))
    []
    """
    at = 0
    while found := _TRACE.search(text, at):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end() - 1)
        end = len(text) if end < 0 else end
        for cut in _CUT.finditer(text, start, end):
            yield from _differences(text[start : cut.start()], start)
            yield cut.start(), cut.end(), "”", "mojibake_cut"
            start = cut.end()
        yield from _differences(text[start:end], start)
        at = max(end, found.end())


def find_lone_marks(text: str) -> Iterator[Edit]:
    """Yield the `†` that were closing quotation marks: after a comma, or where a quotation stands open on the line.

    A `†` after a figure (`2020†`), before a year (`†1984`), or alone is left: it is a footnote or a death.

    Examples
    --------
    >>> list(find_lone_marks("“Kami pergi†ujar Diop; ia (†1984) tahu 2020† itu"))
    [(11, 12, '”', 'lone_dagger')]
    """
    if "†" not in text:
        return
    lone = {found.start() for found in _LONE.finditer(text)}
    opened = -_FAR - 1  # where a quotation opened that nothing has closed on its line
    for found in _MARKS.finditer(text):
        at = found.start()
        if at in lone and (text[at - 1] in ",!?" or at - opened <= _FAR):
            yield at, at + 1, "”", "lone_dagger"
        if found["opening"] is not None:
            opened = at
        elif text[at] not in "“«":
            opened = -_FAR - 1


def _differences(before: str, offset: int) -> Iterator[Edit]:
    """Yield the stretches that ftfy changes; it never touches visible ASCII, which aligns the two forms."""
    after = _mended(before)
    if before == after:
        return
    gaps, mended = _gaps(before), _gaps(after)
    if len(gaps) != len(mended):
        yield from _trimmed(before, after, offset)
        return
    for (start, old), (_, new) in zip(gaps, mended, strict=True):
        if old != new:
            yield from _split(old, new, offset + start)


def _mended(line: str) -> str:
    """Return a line as ftfy mends it; most runs see no mojibake and need not import ftfy."""
    import ftfy

    return ftfy.fix_text(line, _config())


@functools.cache
def _config() -> TextFixerConfig:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
        uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False,
        normalization=None, replace_lossy_sequences=False, explain=False,
    )  # fmt: skip


def _gaps(text: str) -> list[tuple[int, str]]:
    """What stands between the runs of visible ASCII, with its place; the first and the last may be empty."""
    gaps, at = [], 0
    for run in _VISIBLE.finditer(text):
        gaps.append((at, text[at : run.start()]))
        at = run.end()
    return [*gaps, (at, text[at:])]


def _split(old: str, new: str, offset: int) -> Iterator[Edit]:
    """Yield one edit a character where every mended character stands for as many characters as UTF-8 gives it bytes."""
    sizes = [1] * len(new) if len(old) == len(new) else [len(c.encode("utf-8", "surrogatepass")) for c in new]
    if sum(sizes) != len(old):
        yield from _trimmed(old, new, offset)
        return
    at = 0
    for size, char in zip(sizes, new, strict=True):
        if old[at : at + size] != char:
            yield offset + at, offset + at + size, char, "mojibake"
        at += size


def _trimmed(old: str, new: str, offset: int) -> Iterator[Edit]:
    """Yield one edit without the characters that both forms begin or end with."""
    left = 0
    while left < min(len(old), len(new)) and old[left] == new[left]:
        left += 1
    right = 0
    while right < min(len(old), len(new)) - left and old[-1 - right] == new[-1 - right]:
        right += 1
    yield offset + left, offset + len(old) - right, new[left : len(new) - right], "mojibake"
