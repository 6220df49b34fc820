"""The events' tape, and the clause a trigger stands in.

Letters: v active verb, b passive, q participle, j infinitive, u bare root, n noun, x word of casualty, z decoy; A
actor, H person, P state used as a place, Q other place, D date; G people or forces, g government, t title, r press, k
head noun; N negation, F future, R relative, B by, T that, & and, K but, Z if, i in, o to, m from, c with, a against,
d for or to somebody, O of, I pronoun, Y that country, M first person, e be, h have, y article, ' possessive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sahelkit.finding.rows import Date, Mention
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Layer, Tape, lay, lexicon_layer, spans_layer

TRIGGERS = "vbqjunx"
NAMED = "AHP"
_VOICES = {
    "decoy": "z", "active": "v", "passive": "b", "participle": "q", "infinitive": "j", "bare": "u", "noun": "n",
    "victim": "x",
}  # fmt: skip
_ROLES = {"title": "t", "government": "g", "press": "r", "head": "k", "force": "G", "people": "G"}
_WORDS = {
    "negation": "N", "future": "F", "relative": "R", "by": "B", "that": "T", "but": "K", "if": "Z", "to": "o",
    "from": "m", "with": "c", "against": "a", "dative": "d", "in": "i", "at": "i", "of": "O", "and": "&",
    "pronoun": "I", "first_person": "M", "that_country": "Y", "be": "e", "have": "h", "article": "y",
}  # fmt: skip
_LEFT = re.compile(r"[\n;:TKZ<\"]")
_RIGHT = re.compile(r"[\n;:TK>\"]|,[&]?[gtrkGyw]{0,3}[AH]")


class Clause(NamedTuple):
    """Tape positions: the clause is lo..hi (half-open), its sentence first..last."""

    lo: int
    hi: int
    first: int
    last: int


def event_tape(scan: Scan, mentions: Sequence[Mention], dates: Sequence[Date]) -> Tape:
    """Lay dates, mentions, triggers, function words and roles on one tape; layers 0 and 1 are dates and mentions."""
    named = spans_layer([(m.first, m.last) for m in mentions], "A")
    for n, mention in enumerate(mentions):
        if mention.use == "place":
            named.letter[n] = ord("P" if mention.actor_type == "state" else "Q")
        elif mention.actor_type == "person":
            named.letter[n] = ord("H")
    layers: list[Layer] = [spans_layer([(d.first, d.last) for d in dates], "D"), named]
    layers.append(lexicon_layer(scan, "events", _VOICES))
    layers.append(lexicon_layer(scan, "roles", _ROLES))
    layers.append(lexicon_layer(scan, "words", _WORDS))
    return lay(scan, layers)


def clause_of(letters: str, n: int) -> Clause:
    """Return the clause around tape position n: up to a stop, a colon, a quotation mark, "that", "but" or "if".

    Examples
    --------
    >>> clause_of("AvTAwNvQ,Av.", 6)
    Clause(lo=3, hi=8, first=0, last=12)
    """
    first = letters.rfind("\n", 0, n) + 1
    last = letters.find("\n", n)
    last = len(letters) if last < 0 else last
    lo = first
    for match in _LEFT.finditer(letters, first, n):
        lo = match.end()
    right = _RIGHT.search(letters, n + 1, last)
    return Clause(lo, right.start() if right else last, first, last)
