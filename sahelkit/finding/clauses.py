"""The events' tape, and the clause a trigger stands in.

Letters: v active verb, b passive, q participle, j infinitive, u bare root, n noun, x word of casualty, z decoy; A
actor, H person, P state used as a place, Q other place, D date; G people or forces, g government, t title, r press, k
head noun; N negation, F future, R relative, B by, T that, & and, K but, Z if, i in, o to, m from, c with, a against,
d for or to somebody, O of, f between, p according to, I pronoun, Y that country, L that bloc, M first person, e be,
h have, l may or could, E allegedly or would have, J would be, y article, s word of saying, S claims responsibility, U
after or before, V border, X blamed on, W because or in order to, ' possessive, # number.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.rows import Date, Mention
from sahelkit.finding.scan import Scan
from sahelkit.finding.spots import codes_of, spots
from sahelkit.finding.tape import Layer, Tape, lay, lexicon_layer, spans_layer

TRIGGERS = "vbqjunx"
NAMED = "AHP"
_VOICES = {
    "decoy": "z", "active": "v", "passive": "b", "participle": "q", "infinitive": "j", "bare": "u", "noun": "n",
    "victim": "x",
}  # fmt: skip
_ROLES = {"title": "t", "government": "g", "press": "r", "force": "G", "people": "G", "head": "k"}
_WORDS = {
    "negation": "N", "future": "F", "relative": "R", "by": "B", "that": "T", "but": "K", "if": "Z", "to": "o",
    "from": "m", "with": "c", "against": "a", "dative": "d", "in": "i", "at": "i", "of": "O", "and": "&",
    "between": "f", "pronoun": "I", "first_person": "M", "that_country": "Y", "that_bloc": "L", "be": "e",
    "have": "h", "claims_act": "S", "article": "y", "possessive": "'", "alleged": "E", "conditional_be": "J",
    "owned": "y", "border": "V", "modal": "l",
    "relational": "m", "because": "W", "order_after": "U", "order_before": "U",
}  # fmt: skip
_COUNTS = dict.fromkeys(("unit", "ten", "hundred", "scale", "count", "indefinite", "near"), "#")
_SAYING = {"cue": "s", "cue_root": "s", "cue_ing": "s", "cue_claim": "s", "credit": "s", "according": "p"}
_EITHER = "\x01"  # a word that is "that" after a word of saying, else a relative pronoun
# Right behind a word of saying, at most three letters on, or behind a verb or its day. Seen from the rarer word.
_TELLING = ("[sS]", "[sS][^,\n\x01]", "[sS][^,\n\x01]{2}", "[sS][^,\n\x01]{3}", "[vqbj]", "[vqbj][wD]", "[vqbj][aiom]D")
_THAT = re.compile(_EITHER + "(?:" + "|".join(f"(?<={before}{_EITHER})" for before in _TELLING) + ")")
# "Des hommes armés ont tué des civils": of what is no part of anything, the partitive is an article.
_PARTITIVE = re.compile(r"O(?=[G#w])(?<![^\n,;:TD&vqsKZ<(\"]O)")
REACH = 80  # tape positions looked at on either side of a trigger: no sentence of news is longer
_LEFT = re.compile(r"[\n;:TKZ<\"]")
_RIGHT = re.compile(r"[\n;:TK>\",](?:(?<!,)|[&]?[gtrkGyw]{0,3}[AH])")
_LEFT_MARKS, _RIGHT_MARKS = '\n;:TKZ<"', '\n;:TK>"'
_COMMA = re.compile(r",[&]?[gtrkGyw]{0,3}[AH]")  # the comma before another subject


class Clause(NamedTuple):
    """Tape positions: the clause is lo..hi (half-open), its sentence first..last."""

    lo: int
    hi: int
    first: int
    last: int


def event_tape(scan: Scan, mentions: Sequence[Mention], dates: Sequence[Date]) -> Tape:
    """Lay dates, mentions, triggers, function words and roles on one tape; layers 0 and 1 are dates and mentions."""
    layers: list[Layer] = [spans_layer(dates, "D"), _names(mentions)]
    layers.append(lexicon_layer(scan, "words", {"blamed": "X"}))
    layers.append(lexicon_layer(scan, "events", _VOICES))
    counts = lexicon_layer(scan, "numbers", _COUNTS)
    long = counts.last > counts.first  # "des dizaines" before its article
    layers.append(Layer(counts.first[long], counts.last[long], counts.letter[long], counts.ref[long]))
    layers.append(_roles(scan))
    words = lexicon_layer(scan, "words", _WORDS)
    for reading in np.flatnonzero(np.bincount(words.ref)).tolist():
        if {"that", "relative"} <= {e.kind for e in scan.entries(reading)}:
            words.letter[words.ref == reading] = ord(_EITHER)
    layers += [words, lexicon_layer(scan, "quotes", _SAYING), counts]
    tape = lay(scan, layers)
    letters = _THAT.sub("T", tape.letters).replace(_EITHER, "R")
    if scan.lexicon.language == "id":
        letters = _with_purposes(scan, tape, letters)
    if scan.lexicon.language == "fr":
        letters = _PARTITIVE.sub("y", letters)
    return dataclasses.replace(tape, letters=letters)


def _names(mentions: Sequence[Mention]) -> Layer:
    """Lay names: states used as places, other places, persons, other actors."""
    used = list(map(attrgetter("use", "actor_type"), mentions))
    states = {(use, kind): "P" if kind == "state" else "Q" for use, kind in set(used) if use == "place"}
    letters = {one: states.get(one) or ("H" if one[1] == "person" else "A") for one in set(used)}
    return spans_layer(mentions, "".join(map(letters.__getitem__, used)))


def _roles(scan: Scan) -> Layer:
    """Lay nouns for people; journalists, who can be counted, are people, the press as such is an agent word."""
    roles = lexicon_layer(scan, "roles", _ROLES)
    for reading in np.flatnonzero(np.bincount(roles.ref[roles.letter == ord("r")])).tolist():
        if any(e.data.get("countable") == "yes" for e in scan.entries(reading)):
            roles.letter[roles.ref == reading] = ord("G")
    return roles


def _with_purposes(scan: Scan, tape: Tape, letters: str) -> str:
    """ "Bantuan kepada Chad untuk menampung pengungsi Sudan": a purpose begins at "untuk" before a verb."""
    found = bytearray(letters, "latin-1")
    codes = codes_of(letters)
    at = np.flatnonzero((codes[:-1] == ord("d")) & (codes[1:] == ord("w")))
    starts = scan.start[np.asarray(tape.first)[at + 1]]
    for n, start in zip(at.tolist(), starts.tolist(), strict=True):
        if scan.text[start : start + 2].lower() == "me":
            found[n] = ord("W")
    return found.decode("latin-1")


def clauses_around(letters: str, at: NDArray[np.int64]) -> list[Clause]:
    """Return `clause_of` each of these positions, in order, all at once."""
    codes = codes_of(letters)
    count = len(codes)
    breaks = np.concatenate([[-1], spots(codes, "\n"), [count]])
    before = np.searchsorted(breaks, at) - 1
    first = np.maximum(at - REACH, breaks[before] + 1)
    last = np.minimum(at + REACH, breaks[before + 1])
    opens = np.concatenate([[-1], spots(codes, _LEFT_MARKS)])
    lo = np.maximum(first, opens[np.searchsorted(opens, at) - 1] + 1)
    commas = np.array([match.span() for match in _COMMA.finditer(letters)], dtype=np.int64).reshape(-1, 2)
    closes = np.concatenate([spots(codes, _RIGHT_MARKS), [count]])
    starts, ends = np.concatenate([commas, np.stack([closes, closes + 1], axis=1)]).T
    order = np.argsort(starts)
    behind = order[np.searchsorted(starts, at, side="right", sorter=order)]
    hi = np.where(ends[behind] <= last, starts[behind], last)
    return list(map(Clause, lo.tolist(), hi.tolist(), first.tolist(), last.tolist()))


def clause_of(letters: str, n: int) -> Clause:
    """Return the clause around tape position n: up to a stop, a colon, a quotation mark, "that", "but" or "if".

    Examples
    --------
    >>> clause_of("AvTAwNvQ,Av.", 6)
    Clause(lo=3, hi=8, first=0, last=12)
    """
    first = max(0, n - REACH, letters.rfind("\n", max(0, n - REACH), n) + 1)
    last = letters.find("\n", n, n + REACH)
    last = min(len(letters), n + REACH) if last < 0 else last
    lo = first
    for match in _LEFT.finditer(letters, first, n):
        lo = match.end()
    right = _RIGHT.search(letters, n + 1, last)
    return Clause(lo, right.start() if right else last, first, last)
