"""Indirect quotations: the clause that a cue reports, before it or behind it.

The words run from after the cue and its bahwa, that, que or comma to the sentence's end; with the cue at the end, from
the sentence's start to the comma before it. What "a resident" or "sources" say makes none, nor does a denial.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from sahelkit.finding import speakers
from sahelkit.finding.direct import own_subject
from sahelkit.finding.sayings import Cue, Ground, Saying, Speaker, sentence_end, sentence_start

_THAT = re.compile(r"[^;:<>\"\nrVGNXA]{0,16}?T['\]]?")
_THAT_NEAR = re.compile(r"(?:[aidb(,][^;:<>\"\nrVGNXA]{0,14}?)?T['\]]?")
_FILLER = re.compile(r"(?:[ad]|[ib]['\]]?[DU]?['\]]?w?[dFSgpwtC]{1,2}(?=[IDPSYtgd,T#a]|$)|\([#/]{1,5}\)|d#){0,4}")
_COMMA = re.compile(r"(?:[aid(#/)mpgw]{0,8}),")
_CLAUSE_ID = re.compile(r"[PSYCIgtpwmFU#i\-'.l&]{0,8}?[xn]")
_CLAUSE = re.compile(r"[PSYCIgtpwmFUD#i\-'\]z.l&Oas]{1,10}?[xenf]")
_VERB_ID = ("me", "di", "ber", "ter")
# behind the speaker of a trailing cue: nothing more, or the day it was said ("…, kata Bazoum, Kamis (6/6).")
_SAID_THEN = re.compile(r"[^,]*(?:,[ijdm#/()'\-]{1,10})?[.?!~\n]*")


def find_reported(ground: Ground, cues: Sequence[Cue], direct: Sequence[Saying]) -> list[Saying]:
    """Return the indirect quotations of a batch; a cue of a direct one reports nothing more."""
    used = {s.cue.at for s in direct if s.cue}
    spans = [(s.first, s.last) for s in direct]
    found: list[Saying] = []
    for n, cue in enumerate(cues):
        token = ground.tape.first[cue.at]
        at = bisect.bisect_right(spans, (token, len(ground.scan.start)))
        if cue.at in used or (at and spans[at - 1][1] >= token) or cue.letter == "X":
            continue
        for saying in _of_cue(ground, cue, cues[n + 1 : n + 4]):
            if not _overlaps(saying, spans):
                found.append(saying)
    return _apart(found)


def _overlaps(saying: Saying, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect.bisect_right(spans, (saying.last, len(spans) + saying.last))
    return bool(at) and spans[at - 1][1] >= saying.first


def _any_in(places: Sequence[int], first: int, last: int) -> bool:
    at = bisect.bisect_left(places, first)
    return at < len(places) and places[at] <= last


def _apart(found: list[Saying]) -> list[Saying]:
    """Of overlapping reports the first stays."""
    kept: list[Saying] = []
    inner = [s.first for s in found if s.rule == "quotes.reported"]
    found = [s for s in found if s.rule != "quotes.trailing" or not _any_in(inner, s.first, s.last)]
    for saying in sorted(found, key=lambda s: (s.first, -s.last)):
        if not kept or saying.first > kept[-1].last:
            kept.append(saying)
    return kept


def _of_cue(ground: Ground, cue: Cue, later: Sequence[Cue]) -> Iterator[Saying]:
    letters = ground.tape.letters
    first, end = sentence_start(letters, cue.at), sentence_end(letters, cue.last)
    if cue.letter == "A":
        yield from _according(ground, cue, first, end)
        return
    start = None if cue.letter == "R" else _start(ground, cue, end)
    if cue.letter == "R" and cue.at == first:
        start = _after_comma(letters, cue.last + 1, end)
    if start is not None:
        speaker = own_subject(ground, cue) if cue.letter == "R" else _subject(ground, cue, first)
        yield from _row(ground, cue, speaker, (start, _end(ground, cue, start, end, first, later)), "quotes.reported")
    else:
        yield from _trailing(ground, cue, first, end)


def _subject(ground: Ground, cue: Cue, first: int) -> Speaker | None:
    if cue.pronoun >= 0:
        return own_subject(ground, cue)
    return speakers.before(ground, cue, first)


def _row(ground: Ground, cue: Cue, speaker: Speaker | None, span: tuple[int, int], rule: str) -> Iterator[Saying]:
    """One row, unless the speaker is generic or no words are left; a cue without a subject needs a comma or a link."""
    letters = ground.tape.letters
    lo, hi = span
    while hi > lo and letters[hi - 1] in ".?!~,\n":
        hi -= 1
    if hi - lo < 2 or (speaker and speaker.kind == "generic"):
        return
    if speaker is None and letters[cue.at - 1 : cue.at] not in (",", "i", "a", "&", "\n", ""):
        return
    yield Saying(ground.tape.first[lo], ground.tape.last[hi - 1], "indirect", cue, speaker, rule)


def _start(ground: Ground, cue: Cue, end: int) -> int | None:
    """Where the reported clause begins behind a cue; None where none follows."""
    letters = ground.tape.letters
    language = ground.scan.lexicon.language
    at = cue.last + 1
    tells = "cue_tell" in ground.kinds(cue.last) or language == "id"
    that = (_THAT if tells else _THAT_NEAR).match(letters, at, end)
    if that:
        return that.end()
    if cue.letter == "N":
        return None
    if language == "id" and (comma := _COMMA.match(letters, at, end)):
        return comma.end() if letters[comma.end() : comma.end() + 1] not in ("<", '"', "[", "") else None
    return _bare(ground, cue, end)


def _bare(ground: Ground, cue: Cue, end: int) -> int | None:
    """A clause without bahwa, that or que."""
    letters = ground.tape.letters
    language = ground.scan.lexicon.language
    at = cue.last + 1
    if language == "fr":
        claims = "cue_claim" in ground.kinds(cue.last)
        infinitive = at < end and ("auxiliary" in ground.kinds(at) or ground.text(at, at).endswith(("er", "oir")))
        return at if claims and infinitive and letters[at] != "d" else None
    if language == "id":
        if _CLAUSE_ID.match(letters, at, end):
            return at
        words = [ground.text(n, n).lower() for n in range(at, min(at + 6, end)) if letters[n] == "w"]
        claims = "cue_claim" in ground.kinds(cue.last)
        verbs = [n for n, w in enumerate(words) if len(w) > 5 and w.startswith(_VERB_ID)]
        says = claims or "cue_bare" in ground.kinds(cue.at)
        return at if says and verbs and (verbs[0] > 0 or words[0].startswith("me")) else None
    filler = _FILLER.match(letters, at, end)
    at = filler.end() if filler else at
    if _CLAUSE.match(letters, at, end):
        return at
    says = ground.text(cue.last, cue.last).lower() in ("say", "says", "said", "saying")
    return at if says and end - at > 4 and letters[at] in "IDPSYCtgpsU#w" and "," not in letters[at : at + 3] else None


def _after_comma(letters: str, at: int, end: int) -> int | None:
    comma = letters.find(",", at, end)
    return comma + 1 if comma >= 0 else None


def _end(ground: Ground, cue: Cue, start: int, end: int, first: int, later: Sequence[Cue]) -> int:
    """Where the reported clause ends: the sentence's end, a semicolon, a further cue, or the main clause's comma."""
    letters = ground.tape.letters
    ends = [end]
    for stop in re.finditer(r";|,[&a]{0,2}c", letters[start:end]):
        ends.append(start + stop.start())
    for other in later:
        if start < other.at < end:
            comma = letters.rfind(",", start, other.at)
            alone = comma >= 0 and re.fullmatch(r"[&Ka]{0,2}i?", letters[comma + 1 : other.at])
            closes = comma >= 0 and other.letter == "V" and not re.search(r"[T,]", letters[other.last : end])
            closes = closes and re.fullmatch(r"[DPSYCtg'z]{1,6}", letters[comma + 1 : other.at]) is not None
            if closes or (alone and other.letter in "GVAN"):
                ends.append(comma)
    if _opens_below(ground, first, cue.at):
        main = re.search(r",(?=[IDPSYCtgpwUm])", letters[start:end])
        if main:
            ends.append(start + main.start())
    return min(ends)


def _opens_below(ground: Ground, first: int, at: int) -> bool:
    """Does the sentence open with while, sementara or alors que, so that the cue stands in its subordinate clause?"""
    return "," not in ground.tape.letters[first:at] and ground.tape.letters[first : first + 1] == "k"


def _trailing(ground: Ground, cue: Cue, first: int, end: int) -> Iterator[Saying]:
    """`Germany will leave, Scholz said on Tuesday.`: the words stand before the cue's comma."""
    letters = ground.tape.letters
    comma = letters.rfind(",", first, cue.at)
    if comma - first < 3 or letters[comma - 1] in '>"]' or re.search(r"[:T<>\"]", letters[cue.last + 1 : end]):
        return
    if cue.at <= comma + 2 and letters[comma + 1 : cue.at] in ("", "a"):
        speaker = own_subject(ground, cue) if cue.letter in "RV" else None
    elif cue.letter == "V":
        speaker = speakers.before(ground, cue, comma)
        speaker = speaker if speaker and speaker.first <= comma + 3 else None
    else:
        speaker = None
    if speaker and _SAID_THEN.fullmatch(letters, cue.last + 1, end):
        yield from _row(ground, cue, speaker, (first, comma), "quotes.trailing")


def _according(ground: Ground, cue: Cue, first: int, end: int) -> Iterator[Saying]:
    letters = ground.tape.letters
    speaker = own_subject(ground, cue)
    if speaker is None:
        return
    comma = letters.find(",", max(speaker.last, cue.last), end)
    opens = not re.search(r"[PSYCIgtpw]", letters[first : cue.at].rpartition(",")[2]) or cue.at - first < 2
    left = letters[first : cue.at].rstrip(",")
    if comma >= 0 and comma - cue.last < 20 and (opens and len(left) < 8):
        yield from _row(ground, cue, speaker, (comma + 1, end), "quotes.according")
    elif comma < 0 and len(left) > 2:
        yield from _row(ground, cue, speaker, (first, first + len(left)), "quotes.according")
