"""The quotations' tape: who, words of saying, and the function words between them; and where the cues stand.

Letters: P person, S other actor, Y place, C capitalised, t title, g force or government, p people, s source, l report,
I pronoun, F first person, U indefinite, D definite, m demonstrative; V cue, R bare stem (ujar), G participle (adding),
Q participle after avoir, N cue that also names, X denial, A according to; T that, & and, K but, r relative, i
preposition, b word that opens an adverbial, k one that opens a clause, a adverb, O of, z possessive, x auxiliary, n
negation, f future, h have, e be, d date, c credit (dikutip), j what is said without words (nothing).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sahelkit.finding.rows import Mention
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Layer, Tape, lay, lexicon_layer
from sahelkit.lexicons.build import Lexicon

_CUES = {
    "cue": "V", "cue_claim": "V", "cue_tell": "V", "cue_root": "R", "cue_participle": "Q", "cue_ing": "G",
    "cue_name": "N", "cue_deny": "X", "according": "A",
    "source": "s", "report": "l",
}  # fmt: skip
_PHRASES = {
    "subordinator": "k", "opener": "a", "adverbial": "b", "indefinite": "U",
    "definite": "D", "demonstrative": "m", "object": "j", "group_pronoun": "I", "auxiliary": "x", "credit": "c",
}  # fmt: skip
_WORDS = {
    "that": "T", "and": "&", "pronoun": "I", "but": "K", "relative": "r", "in": "i", "at": "i", "to": "i", "from": "i",
    "with": "i", "by": "i", "against": "i", "dative": "i", "of": "O", "possessive": "z", "first_person": "F",
    "negation": "n", "future": "f", "have": "h", "be": "e", "article": "D",
}  # fmt: skip
_DATES = {"weekday": "d", "month": "d", "offset": "d", "daytime": "d", "context": "d"}
_ROLES = {"title": "t", "government": "g", "force": "g", "head": "g", "press": "g", "people": "p"}
_NAMED = {"person": ord("P"), "place": ord("Y")}
_LONG = 400  # no sentence of news is longer; keeps a text without stops linear
_CUE = re.compile(r"[hiVRGNXA](?:(?<=[hi])(?:-w-I)?[aniwx]{0,2}[VQR]|(?<=[VG])-(?:w-)?I|(?<=[VRGNXA]))")


class Ground(NamedTuple):
    """What the rules look at: the batch, its tape and its names.

    `starts`, `ends`, `sentences` : the scan's columns, one a token, read value by value.
    """

    scan: Scan
    tape: Tape
    mentions: Sequence[Mention]
    starts: Sequence[int]
    ends: Sequence[int]
    sentences: Sequence[int]

    def text(self, first: int, last: int) -> str:
        """Return the text from tape position `first` to `last`, inclusive."""
        return self.scan.text[self.starts[self.tape.first[first]] : self.ends[self.tape.last[last]]]

    def start(self, n: int) -> int:
        """Return the offset where tape position n starts."""
        return self.starts[self.tape.first[n]]

    def end(self, n: int) -> int:
        """Return the offset where tape position n ends, its clitic included."""
        return self.ends[self.tape.last[n]]

    def article(self, n: int) -> int:
        """Return the number of the article that tape position n stands in."""
        return self.scan.stretches[self.sentences[self.tape.first[n]]].article

    def kinds(self, n: int) -> frozenset[str]:
        """Return the kinds of the lexicon entries at tape position n."""
        if self.tape.layer[n] < 1:
            return frozenset()
        return _kinds(self.scan.lexicon, self.tape.ref[n])

    def clipped(self, n: int) -> bool:
        """Does -nya end tape position n, clipped by the scan or listed with its stem?"""
        word = self.text(n, n)
        listed = self.scan.lexicon.language == "id" and len(word) > 6 and word.endswith("nya")  # not "tanya"
        return listed or bool(self.scan.clip[self.tape.last[n]])


@functools.lru_cache(maxsize=1 << 13)
def _kinds(lexicon: Lexicon, reading: int) -> frozenset[str]:
    return frozenset(e.kind for e in lexicon.readings[reading])


class Cue(NamedTuple):
    """A word of saying: tape positions `at`..`last`, its letter, and whether the pronoun behind it is its subject."""

    at: int
    last: int
    letter: str
    pronoun: int


def sentence_start(letters: str, n: int) -> int:
    """Return where the sentence around tape position n starts, no further than _LONG positions away."""
    low = n - _LONG if n > _LONG else 0
    at = letters.rfind("\n", low, n)
    return at + 1 if at >= 0 else low


def sentence_end(letters: str, n: int) -> int:
    """Return where the sentence around tape position n ends, no further than _LONG positions away."""
    at = letters.find("\n", n, n + _LONG)
    return at if at >= 0 else min(len(letters), n + _LONG)


def lay_ground(scan: Scan, mentions: Sequence[Mention]) -> Ground:
    """Lay mentions, cues, function words, dates and roles on one tape; layer 0 is the mentions."""
    first, last = (np.array([m[side] for m in mentions], dtype=np.int64) for side in (0, 1))
    signs = bytes([_NAMED.get(m.actor_type, ord("S")) for m in mentions])
    named = Layer(first, last, np.frombuffer(signs, dtype=np.uint8), np.arange(len(mentions)))
    layers = [named, lexicon_layer(scan, "quotes", _CUES), lexicon_layer(scan, "roles", _ROLES)]
    layers += [lexicon_layer(scan, "dates", _DATES), lexicon_layer(scan, "quotes", _PHRASES)]
    layers.append(lexicon_layer(scan, "words", _WORDS))
    return Ground(scan, lay(scan, layers), mentions, scan.start.data, scan.end.data, scan.sentence.data)


def find_cues(ground: Ground) -> list[Cue]:
    """Return the words of saying in text order; not passives, nor "kata-kata"."""
    letters = ground.tape.letters
    found = []
    for match in _CUE.finditer(letters):
        at, end = match.span()
        head, pronoun = end - 1, -1
        if end - at > 1 and "I" in match[0]:
            pronoun = letters.index("I", at)
            head = at if pronoun == end - 1 else end - 1
        if letters[at] == "i" and ground.text(at, at).lower() != "a":
            at = head  # "à", or a preposition of another language
        if _is_cue(ground, at, head):
            found.append(Cue(at, end - 1, "V" if letters[head] == "Q" else letters[head], pronoun))
    return found


def _is_cue(ground: Ground, at: int, head: int) -> bool:
    letters, language = ground.tape.letters, ground.scan.lexicon.language
    before, behind = letters[at - 1 : at], letters[head + 1 : head + 3]
    if before in ("e", "-") or behind in ("-R", "-V"):
        return False
    if at == head and letters[head] == "Q":
        return False
    single = language == "fr" and at == head and ground.tape.first[at] == ground.tape.last[at]
    if single and ground.text(at, at).endswith(("é", "ée", "és", "ées")):
        return False  # a participle needs its "a"
    if behind in ("ie", "ih", "ix") and ground.text(head + 1, head + 1) == "to":
        return False  # "soldiers said to be loyal"
    return not (language == "en" and letters[head] in "VN" and before in ("i", "O", "U"))  # "in reports", "a claim"


class Speaker(NamedTuple):
    """Who speaks: tape positions, and how he is named (`name`, `office`, `pronoun`, `clitic` or `generic`)."""

    first: int
    last: int
    kind: str


class Saying(NamedTuple):
    """Words said, not yet resolved: tokens `first`..`last`, the cue, who speaks (tape positions) and the rule.

    `speaker` None: the one before goes on speaking, or the last one named.
    """

    first: int
    last: int
    kind: str
    cue: Cue | None
    speaker: Speaker | None
    rule: str
