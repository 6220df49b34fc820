"""The quotations' tape: who, words of saying, and the function words between them; and where the cues stand.

Letters: P person, S other actor, Y place, C capitalised, t title, g force or government, p people, s source, l report,
I pronoun, F first person, U indefinite, D definite, m demonstrative; V cue, R bare stem (ujar), G participle (adding),
Q participle after avoir, N cue that also names, X denial, A according to; T that, & and, K but, r relative, i
preposition, b word that opens an adverbial, k one that opens a clause, a adverb, O of, z possessive, x auxiliary, n
negation, f future, h have, e be, d date, c credit (dikutip), j what is said without words (nothing).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sahelkit.finding.rows import Mention
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape, lay, lexicon_layer, spans_layer

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
_LONG = 400  # no sentence of news is longer; keeps a text without stops linear
_CUE = re.compile(r"[hi](?:-w-I)?[aniwx]{0,2}[VQR]|[VG]-(?:w-)?I|[VRGNXA]")


class Ground(NamedTuple):
    """What the rules look at: the batch, its tape and its names."""

    scan: Scan
    tape: Tape
    mentions: Sequence[Mention]

    def text(self, first: int, last: int) -> str:
        """Return the text from tape position `first` to `last`, inclusive."""
        return self.scan.text[self.start(first) : self.end(last)]

    def start(self, n: int) -> int:
        """Return the offset where tape position n starts."""
        return int(self.scan.start[self.tape.first[n]])

    def end(self, n: int) -> int:
        """Return the offset where tape position n ends, its clitic included."""
        return int(self.scan.end[self.tape.last[n]])

    def kinds(self, n: int) -> frozenset[str]:
        """Return the kinds of the lexicon entries at tape position n."""
        if self.tape.layer[n] < 1:
            return frozenset()
        return frozenset(e.kind for e in self.scan.entries(self.tape.ref[n]))

    def clipped(self, n: int) -> bool:
        """Does -nya end tape position n, clipped by the scan or listed with its stem?"""
        word = self.text(n, n)
        listed = self.scan.lexicon.language == "id" and len(word) > 6 and word.endswith("nya")  # not "tanya"
        return listed or bool(self.scan.clip[self.tape.last[n]])


class Cue(NamedTuple):
    """A word of saying: tape positions `at`..`last`, its letter, and whether the pronoun behind it is its subject."""

    at: int
    last: int
    letter: str
    pronoun: int


def sentence_start(letters: str, n: int) -> int:
    """Return where the sentence around tape position n starts, no further than _LONG positions away."""
    low = max(0, n - _LONG)
    at = letters.rfind("\n", low, n)
    return at + 1 if at >= 0 else low


def sentence_end(letters: str, n: int) -> int:
    """Return where the sentence around tape position n ends, no further than _LONG positions away."""
    high = min(len(letters), n + _LONG)
    at = letters.find("\n", n, high)
    return at if at >= 0 else high


def lay_ground(scan: Scan, mentions: Sequence[Mention]) -> Ground:
    """Lay mentions, cues, function words, dates and roles on one tape; layer 0 is the mentions."""
    named = spans_layer([(m.first, m.last) for m in mentions], "S")
    for n, mention in enumerate(mentions):
        if mention.actor_type == "person":
            named.letter[n] = ord("P")
        elif mention.actor_type == "place":
            named.letter[n] = ord("Y")
    layers = [named, lexicon_layer(scan, "quotes", _CUES), lexicon_layer(scan, "roles", _ROLES)]
    layers += [lexicon_layer(scan, "dates", _DATES), lexicon_layer(scan, "quotes", _PHRASES)]
    layers.append(lexicon_layer(scan, "words", _WORDS))
    return Ground(scan, lay(scan, layers), mentions)


def find_cues(ground: Ground) -> list[Cue]:
    """Return the words of saying in text order; not passives, nor "kata-kata"."""
    letters = ground.tape.letters
    found = []
    for match in _CUE.finditer(letters):
        at, last = match.start(), match.end() - 1
        pronoun = -1
        if letters[last] == "I":
            pronoun, head = last, at
        elif "I" in match.group():
            pronoun, head = letters.index("I", at), last
        else:
            head = last
        if letters[at] == "i" and ground.text(at, at).lower() != "a":
            at = head  # "à", or a preposition of another language
        if _is_cue(ground, at, head):
            letter = "V" if letters[head] == "Q" else letters[head]
            found.append(Cue(at, last, letter, pronoun))
    return found


def _is_cue(ground: Ground, at: int, head: int) -> bool:
    letters = ground.tape.letters
    before = letters[at - 1 : at]
    language = ground.scan.lexicon.language
    if before in ("e", "-") or letters[head + 1 : head + 3] in ("-R", "-V"):
        return False
    single = at == head and ground.tape.first[at] == ground.tape.last[at]
    if single and language == "fr" and ground.text(at, at).endswith(("é", "ée", "és", "ées")):
        return False  # a participle needs its "a"
    if letters[head] == "Q" and at == head:
        return False
    if letters[head + 1 : head + 3] in ("ie", "ih", "ix") and ground.text(head + 1, head + 1) == "to":
        return False  # "soldiers said to be loyal"
    return not (letters[head] in "VN" and before in ("i", "O", "U") and language == "en")  # "in reports", "a claim"


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
