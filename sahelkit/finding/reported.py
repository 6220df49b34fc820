"""Indirect quotations: the clause that a cue reports, before it or behind it.

The words run from after the cue and its bahwa, that, que or comma to the sentence's end; with the cue at the end, from
the sentence's start to the comma before it. What "a resident" or "sources" say makes none, nor does a denial.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

import numpy as np

from sahelkit.finding import speakers
from sahelkit.finding.direct import own_subject, subject_of
from sahelkit.finding.sayings import Cue, Ground, Ints, Saying, Speaker, column

_FILLER = re.compile(r"(?:[ad]|[ib]['\]]?[DU]?['\]]?w?[dFSgpwtC]{1,2}(?=[IDPSYtgd,T#a]|$)|\([#/]{1,5}\)|d#){0,4}")
_COMMA = re.compile(r"(?:[aid(#/)mpgw]{0,8}),")
_CLAUSE_ID = re.compile(r"[PSYCIgtpwmFU#i\-'.l&]{0,8}?[xn]")
_CLAUSE = re.compile(r"[PSYCIgtpwmFUD#i\-'\]z.l&Oas]{1,10}?[xenf]")
_VERB_ID = ("me", "di", "ber", "ter")
# behind the speaker of a trailing cue: nothing more, or the day it was said ("…, kata Bazoum, Kamis (6/6).")
_SAID_THEN = re.compile(r"[^,:T<>\"]*(?:,[ijdm#/()'\-]{1,10})?[.?!~\n]*")
_STOP = re.compile(r";|,[&a]{0,2}c")
_JOINT, _NAMES, _FURTHER = re.compile("[&Ka]{0,2}i?"), re.compile("[DPSYCtg'z]{1,6}"), re.compile("[T,]")
_ACTOR = re.compile("[PSYCIgtpw]")
_MAIN = re.compile(r",(?=[IDPSYCtgpwUm])")


def find_reported(ground: Ground, cues: Sequence[Cue], direct: Sequence[Saying]) -> list[Saying]:
    """Return the indirect quotations of a batch; a cue of a direct one reports nothing more."""
    used = {s.cue.at for s in direct if s.cue}
    tokens = column(cues, "token")
    found: list[Saying] = []
    for n in _outside(direct, tokens, tokens):
        cue = cues[n]
        if cue.letter != "X" and cue.at not in used:
            saying = _of_cue(ground, cue, cues[n + 1 : n + 4])
            if saying is not None:
                found.append(saying)
    return _apart([found[n] for n in _outside(direct, column(found, "first"), column(found, "last"))])


def _outside(direct: Sequence[Saying], firsts: Ints, lasts: Ints) -> list[int]:
    """Return which stretches of tokens firsts..lasts no direct quotation touches; those come in text order."""
    before = column(direct, "first").searchsorted(lasts, side="right")
    outside: list[int] = np.flatnonzero(np.append(-1, column(direct, "last"))[before] < firsts).tolist()
    return outside


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


def _of_cue(ground: Ground, cue: Cue, later: Sequence[Cue]) -> Saying | None:
    if cue.letter == "A":
        return _according(ground, cue)
    if cue.letter == "N" and cue.link < 0:
        return None
    if cue.letter == "R":
        start = _after_comma(ground.tape.letters, cue.last + 1, cue.end) if cue.at == cue.first else None
    else:
        start = cue.link if cue.link >= 0 else _unlinked(ground, cue)
    if start is None:
        return _trailing(ground, cue) if cue.letter in "RV" else None
    speaker = subject_of(ground, cue, cue.first)
    return _row(ground, cue, speaker, (start, _end(ground.tape.letters, cue, start, later)), "quotes.reported")


def _row(ground: Ground, cue: Cue, speaker: Speaker | None, span: tuple[int, int], rule: str) -> Saying | None:
    """One row, unless the speaker is generic or no words are left; a cue without a subject needs a comma or a link."""
    letters = ground.tape.letters
    lo, hi = span
    hi = lo + len(letters[lo:hi].rstrip(".?!~,\n"))
    if hi - lo < 2 or (speaker and speaker.kind == "generic"):
        return None
    if speaker is None and letters[cue.at - 1 : cue.at] not in (",", "i", "a", "&", "\n", ""):
        return None
    return Saying(ground.tape.first[lo], ground.tape.last[hi - 1], "indirect", cue, speaker, rule)


def _unlinked(ground: Ground, cue: Cue) -> int | None:
    """Where a clause without bahwa, that or que begins behind a cue; None where none follows."""
    letters = ground.tape.letters
    language = ground.scan.lexicon.language
    at, end = cue.last + 1, cue.end
    if language == "fr":
        infinitive = at < end and ("auxiliary" in ground.kinds(at) or ground.text(at, at).endswith(("er", "oir")))
        return at if cue.claims and infinitive and letters[at] != "d" else None
    if language == "id":
        if comma := _COMMA.match(letters, at, end):
            return comma.end() if letters[comma.end() : comma.end() + 1] not in ("<", '"', "[", "") else None
        says = cue.claims or cue.is_bare
        return at if _CLAUSE_ID.match(letters, at, end) or (says and _has_verb(ground, at, end)) else None
    filler = _FILLER.match(letters, at, end)
    at = filler.end() if filler else at
    if _CLAUSE.match(letters, at, end):
        return at
    says = ground.text(cue.last, cue.last).lower() in ("say", "says", "said", "saying")
    return at if says and end - at > 4 and letters[at] in "IDPSYCtgpsU#w" and "," not in letters[at : at + 3] else None


def _has_verb(ground: Ground, at: int, end: int) -> bool:
    """Does an Indonesian verb stand among the next words? Right behind the cue, only an active one tells a clause."""
    places = [n for n in range(at, min(at + 6, end)) if ground.tape.letters[n] == "w"]
    for n in places:
        word = ground.text(n, n).lower()
        if len(word) > 5 and word.startswith(_VERB_ID):
            return n > places[0] or word.startswith("me")
    return False


def _after_comma(letters: str, at: int, end: int) -> int | None:
    comma = letters.find(",", at, end)
    return comma + 1 if comma >= 0 else None


def _end(letters: str, cue: Cue, start: int, later: Sequence[Cue]) -> int:
    """Where the reported clause ends: the sentence's end, a semicolon, a further cue, or the main clause's comma."""
    end = cue.end
    ends = [end]
    if stop := _STOP.search(letters, start, end):
        ends.append(stop.start())
    for other in later:
        if other.at >= end:
            break
        if start < other.at:
            comma = letters.rfind(",", start, other.at)
            if comma >= 0 and (_is_alone(letters, comma, other) or _is_closing(letters, comma, other, end)):
                ends.append(comma)
    if letters[cue.first] == "k" and "," not in letters[cue.first : cue.at]:
        # the sentence opens with while, sementara or alors que: the cue stands in its subordinate clause
        main = _MAIN.search(letters, start, end)
        if main:
            ends.append(main.start())
    return min(ends)


def _is_alone(letters: str, comma: int, other: Cue) -> bool:
    return other.letter in "GVAN" and _JOINT.fullmatch(letters, comma + 1, other.at) is not None


def _is_closing(letters: str, comma: int, other: Cue, end: int) -> bool:
    """Does a further cue with its speaker close the sentence: `… the town fell, Diop said.`?"""
    if other.letter != "V" or not _NAMES.fullmatch(letters, comma + 1, other.at):
        return False
    return not _FURTHER.search(letters, other.last, end)


def _trailing(ground: Ground, cue: Cue) -> Saying | None:
    """`Germany will leave, Scholz said on Tuesday.`: the words stand before the cue's comma."""
    letters = ground.tape.letters
    comma = letters.rfind(",", cue.first, cue.at)
    is_beside = letters[comma + 1 : cue.at] in ("", "a")
    if comma - cue.first < 3 or letters[comma - 1] in '>"]' or (cue.letter == "R" and not is_beside):
        return None
    if not _SAID_THEN.fullmatch(letters, cue.last + 1, cue.end):
        return None
    speaker = own_subject(ground, cue) if is_beside else speakers.before(ground, cue, comma)
    if speaker is None or (not is_beside and speaker.first > comma + 3):
        return None
    return _row(ground, cue, speaker, (cue.first, comma), "quotes.trailing")


def _according(ground: Ground, cue: Cue) -> Saying | None:
    letters, first, end = ground.tape.letters, cue.first, cue.end
    speaker = own_subject(ground, cue)
    if speaker is None:
        return None
    comma = letters.find(",", max(speaker.last, cue.last), end)
    opens = not _ACTOR.search(letters[first : cue.at].rpartition(",")[2]) or cue.at - first < 2
    left = letters[first : cue.at].rstrip(",")
    if comma >= 0 and comma - cue.last < 20 and (opens and len(left) < 8):
        return _row(ground, cue, speaker, (comma + 1, end), "quotes.according")
    if comma < 0 and len(left) > 2:
        return _row(ground, cue, speaker, (first, first + len(left)), "quotes.according")
    return None
