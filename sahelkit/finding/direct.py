"""Direct quotations: which words in marks somebody says, and where the cue stands.

A marked stretch is a quotation when a cue stands behind it, before it, or inside it between commas, or when it is a
sentence of its own. Names, titles and scare quotes have none of these.
"""

from __future__ import annotations

import bisect
import re
import string
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sahelkit.finding import speakers
from sahelkit.finding.marks import Marked
from sahelkit.finding.sayings import Cue, Ground, Saying, Speaker, column, sentence_end, sentence_start, tape_codes
from sahelkit.finding.spots import among

_BREAKS = re.compile(r"[\n;:<>\"T]")
_PARTED = re.compile(r"[;<>\"\n]")
_ENDED = re.compile(r"[\n.;T]")
_WORDS = string.ascii_letters + "#"
_LEAD = re.compile(r"[,.]?[a&w]{0,2}")
_GAP = 26
_MAX_SENTENCES = 8
_MAX_CHARS = 3000


class Found(NamedTuple):
    """A cue with its speaker; None where the cue has no subject of its own."""

    cue: Cue | None
    speaker: Speaker | None
    rule: str


class Attributions:
    """Looks for the cue beside marked words."""

    def __init__(self, ground: Ground, cues: Sequence[Cue]) -> None:
        self.ground = ground
        self.cues = cues
        self.at = column(cues, "at").tolist()

    def next(self, n: int) -> Cue | None:
        """Return the first cue at or after tape position n."""
        at = bisect.bisect_left(self.at, n)
        return self.cues[at] if at < len(self.cues) else None

    def previous(self, n: int) -> Cue | None:
        """Return the last cue before tape position n."""
        at = bisect.bisect_left(self.at, n)
        return self.cues[at - 1] if at else None

    def behind(self, n: int) -> Found | None:
        """Return the cue behind a closing mark; n is the tape position after the mark."""
        letters = self.ground.tape.letters
        cue = self.next(n)
        if cue is None or cue.at - n > _GAP:
            return None
        if _LEAD.fullmatch(letters, n, cue.at):
            return self._inverted(cue)
        if _BREAKS.search(letters, n, cue.at):
            return None
        lead = _LEAD.match(letters, n, cue.at)
        start = lead.end() if lead else n
        if cue.letter in "RA":
            return None
        speaker = speakers.before(self.ground, cue, n)
        if speaker is None or speaker.first > start + 1 + (letters[n] == ","):
            return None
        return Found(cue, speaker, "quotes.after")

    def _inverted(self, cue: Cue) -> Found | None:
        """`ujar Diop`, `katanya`, `said the governor`, `a déclaré le colonel`, `selon lui`."""
        speaker = own_subject(self.ground, cue)
        if speaker is None and cue.letter == "A":
            return None
        return Found(cue, speaker, "quotes.after")

    def ahead(self, n: int, *, whole: bool, lower: bool) -> Found | None:
        """Return the cue before an opening mark at tape position n.

        `whole`: the marked words are more than a fragment; `lower`: they begin in lower case.
        """
        letters = self.ground.tape.letters
        n -= letters[max(0, n - 2) : n] == ":\n"
        first = sentence_start(letters, n)
        cue = self.previous(n)
        if cue is None or cue.at < first:
            return self._colon(first, n)
        gap = letters[cue.last + 1 : n]
        if not self._leads(cue, gap, whole=whole, lower=lower):
            return self._colon(first, n)
        return Found(cue, subject_of(self.ground, cue, first), "quotes.before")

    def _leads(self, cue: Cue, gap: str, *, whole: bool, lower: bool) -> bool:
        if _PARTED.search(gap) or len(gap) > 2 * _GAP:
            return False
        if gap.endswith(":"):
            return True
        if gap.endswith("T"):
            return whole
        if gap.endswith(","):
            near = len(gap) == 1 or cue.letter == "R"
            return whole and (near or not lower)
        if cue.letter in "NX":
            return False
        return whole and cue.letter in "VG" and (not gap or (len(gap) < 6 and not lower))

    def _colon(self, first: int, n: int) -> Found | None:
        """`Macron : « … »`: a speaker alone before a colon."""
        letters = self.ground.tape.letters
        if letters[n - 1 : n] != ":" or n - first > _GAP:
            return None
        speaker = speakers.after(self.ground, first, n)
        if speaker is None or speaker.kind in ("generic", "pronoun") or n - speaker.last > 6:
            return None
        return Found(None, speaker, "quotes.colon")


def own_subject(ground: Ground, cue: Cue) -> Speaker | None:
    """Return the speaker that the cue carries itself or that follows it."""
    if cue.pronoun >= 0:
        return Speaker(cue.pronoun, cue.pronoun, "pronoun")
    if cue.letter in "RA" and cue.is_clipped:
        return Speaker(cue.at, cue.last, "clitic")
    return speakers.after(ground, cue.last + 1, cue.end)


def subject_of(ground: Ground, cue: Cue, lo: int) -> Speaker | None:
    """Return the speaker of a cue that may stand on either side of it; `lo` is where the sentence starts."""
    if cue.pronoun >= 0 or cue.letter in "RA":
        return own_subject(ground, cue)
    return speakers.before(ground, cue, lo)


def find_direct(ground: Ground, marked: Sequence[Marked], cues: Sequence[Cue]) -> list[Saying]:
    """Return the direct quotations of a batch, in text order."""
    look = Attributions(ground, cues)
    found: list[Saying] = []
    for n, (item, words) in enumerate(zip(marked, _words(ground, marked), strict=True)):
        if item.open >= 0 and item.close >= 0:
            found += _closed(look, item, words)
        elif item.open >= 0:
            limit = marked[n + 1].first if n + 1 < len(marked) else len(ground.scan.start)
            lone = list(_left_open(look, item, limit))
            found += lone or _paragraph(look, item, marked[n + 1 : n + 2])
        else:
            found += _unopened(look, item, marked[n - 1].last if n else -1)
    return found


def _words(ground: Ground, marked: Sequence[Marked]) -> list[int]:
    """Return how many words stand in each pair of marks."""
    first = np.asarray(ground.tape.first)
    opening, closing = (first.searchsorted(column(marked, side), side="right") - 1 for side in ("open", "close"))
    before = np.append(0, np.cumsum(among(tape_codes(ground), _WORDS)))
    words: list[int] = (before[closing] - before[opening + 1]).tolist()
    return words


def _closed(look: Attributions, item: Marked, words: int) -> Sequence[Saying]:
    letters, text = look.ground.tape.letters, look.ground.scan.text
    opening, closing = look.ground.tape.place(item.open), look.ground.tape.place(item.close)
    lower, last = text[look.ground.starts[item.first]].islower(), text[look.ground.ends[item.last] - 1]
    stopped = last in ",.?!…-—" or letters[closing + 1 : closing + 2] == ","
    joined = letters[opening - 1 : opening]
    inside = lower and joined.isalpha() and joined not in "TVRGNA"
    behind = look.behind(closing + 1) if not inside and (stopped or words > 3) else None
    if behind is None and (parts := _split(look, item)):
        return parts
    if behind and behind.speaker:
        return (Saying(item.first, item.last, "direct", *behind),)
    ahead = look.ahead(opening, whole=words > 2 or stopped, lower=lower)
    chosen = ahead if ahead and ahead.speaker else behind or ahead
    if chosen is None and words > 2 and not lower and _is_alone(letters, opening, closing, last):
        chosen = Found(None, None, "quotes.own_sentence")
    return (Saying(item.first, item.last, "direct", *chosen),) if chosen else ()


def _is_alone(letters: str, opening: int, closing: int, last: str) -> bool:
    """Do the marks, whose last character is given, hold whole sentences?"""
    before, after = letters[opening - 1 : opening], letters[closing + 1 : closing + 3]
    if before not in ("", "\n", ">", '"', "."):
        return False
    return (last in ".?!…" and after[:1] in ("", "\n", "<", '"')) or after in (".\n", "?\n", "!\n")


def _split(look: Attributions, item: Marked) -> list[Saying] | None:
    """A cue between commas inside one pair of marks makes two quotations."""
    ground = look.ground
    tape = ground.tape
    lo, hi = tape.place(item.first), tape.place(item.last)
    cue = look.next(lo)
    hi = min(hi, lo + _MAX_CHARS)
    while cue is not None and cue.last < hi:
        left, right = tape.letters.rfind(",", lo, cue.at), tape.letters.find(",", cue.last, hi)
        if left >= 0 and 0 < right - left < 16 and not _ENDED.search(tape.letters, left, right):
            speaker = _inserted(ground, cue, left, right)
            if speaker:
                rest = tape.first[right + 1]
                return [
                    Saying(item.first, tape.last[left], "direct", cue, speaker, "quotes.inserted"),
                    Saying(rest, item.last, "direct", cue, speaker, "quotes.inserted"),
                ]
        cue = look.next(cue.at + 1)
    return None


def _inserted(ground: Ground, cue: Cue, left: int, right: int) -> Speaker | None:
    """The speaker of a cue that alone, with its subject, stands between two commas."""
    if cue.at == left + 1:
        if cue.letter not in "RV":
            return None
        speaker = own_subject(ground, cue)
        return speaker if speaker and speaker.last < right and speaker.kind != "generic" else None
    speaker = speakers.before(ground, cue, left)
    return speaker if speaker and speaker.first <= left + 2 and right - cue.last < 4 else None


def _left_open(look: Attributions, item: Marked, limit: int) -> Iterator[Saying]:
    """The closing mark was lost: the words run to the comma before the cue, else to the sentence's end."""
    ground = look.ground
    tape, scan = ground.tape, ground.scan
    opening = tape.place(item.open)
    if item.first >= len(scan.start) or item.first >= limit:
        return
    edge = min(tape.place(min(limit, len(scan.start)) - 1), opening + _MAX_CHARS)
    cue = look.next(opening + 1)
    begin = ground.starts[item.open]
    line_end = scan.text.find("\n", begin, begin + _MAX_CHARS) if cue is not None and cue.at < edge else -1
    while cue is not None and cue.at < edge and (line_end < 0 or ground.start(cue.at) < line_end):
        if ground.sentences[tape.first[cue.at]] - ground.sentences[item.open] > _MAX_SENTENCES:
            break
        if tape.letters[cue.at - 1] in ",?!" and cue.letter in "RV":
            speaker = own_subject(ground, cue)
            if speaker:
                yield Saying(item.first, tape.last[cue.at - 1], "direct", cue, speaker, "quotes.left_open")
                return
        cue = look.next(cue.at + 1)
    ahead = look.ahead(opening, whole=True, lower=False)
    end = sentence_end(tape.letters, opening) if ahead else -1
    if ahead and end > opening + 3:
        yield Saying(item.first, tape.last[end - 1], "direct", ahead.cue, ahead.speaker, "quotes.left_open")


def _paragraph(look: Attributions, item: Marked, following: Sequence[Marked]) -> Iterator[Saying]:
    """A quotation over paragraphs opens each anew and closes only the last: `"We left.⏎"We lost," he said.`"""
    scan, tape = look.ground.scan, look.ground.tape
    if not following or following[0].open < 0 or following[0].close < 0 or item.first >= len(scan.start):
        return
    articles = {scan.stretches[int(scan.sentence[token])].article for token in (item.open, following[0].open)}
    if len(articles) > 1:
        return
    between = scan.text[look.ground.starts[item.open] : look.ground.starts[following[0].open]]
    behind = look.behind(tape.place(following[0].close) + 1)
    if behind and between.count("\n") in (1, 2) and between.endswith("\n"):
        last = tape.last[tape.place(following[0].open) - 2]
        if last > item.first:
            yield Saying(item.first, last, "direct", behind.cue, behind.speaker, "quotes.paragraph")


def _unopened(look: Attributions, item: Marked, floor: int) -> Iterator[Saying]:
    """No mark opens the words: they are what the speaker is reported to have said, from the sentence's start.

    A mark glued to the sentence before (`… teman.” Saya pulang,” kata Rina`) closes by its spacing; taking it for an
    opening one would guess where the quotation begins.
    """
    ground = look.ground
    tape = ground.tape
    closing = tape.place(item.close)
    behind = look.behind(closing + 1)
    first = sentence_start(tape.letters, closing)
    first = max(first, tape.letters.rfind(":", first, closing) + 1)
    stopped = tape.letters[closing - 1 : closing] in (",", "?", "!")
    if behind and stopped and tape.first[first] > floor and closing - first > 3:
        end = tape.last[closing - 2 if tape.letters[closing - 1] == "," else closing - 1]
        yield Saying(tape.first[first], end, "indirect", behind.cue, behind.speaker, "quotes.unopened")
