"""Where somebody may stand on the events' tape, found for a whole batch at once.

A name that a preposition governs is neither subject nor object, nor is a noun that only tells whose the name beside it
is (tentara Mali). Those who remain are free. Where they are, what ends the search for an object and which prepositions
lead to somebody are tapes as long as that of the letters, in which the rules of `sides` look.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Spots = NDArray[np.int64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.uint8]

_PARTY, _DOER = "AHPGgYLI", "AHGgYLI"
_ENDS, _VERB = "vbjRTZUW", "vbqsS"
# Prepositions, and what may stand between one and the name it governs or leads to.
_GOVERNING, _GOVERNED, _OWNED = "Bcadomipf", "gtrkGywV'#", "Ggtrk#"
_LEADING, _LED = "BcadomiO", "trkyw'#"
_CLASSES = {letters: np.uint8(1 << n) for n, letters in enumerate((_PARTY, _DOER, _ENDS, _VERB, _GOVERNING))}
_PAD = "\n" * 8
# What leads to somebody, and what ends the search for whom: a comma or verb behind a noun, a tail of the sentence.
_SHOWN = bytes(n if chr(n) in ",v" else ord("!") if chr(n) in "UWZ" else ord(" ") for n in range(256))


def _classes() -> Codes:
    """Return the classes of each code, a bit each."""
    bits = np.zeros(256, dtype=np.uint8)
    for letters, bit in _CLASSES.items():
        bits[np.frombuffer(letters.encode(), dtype=np.uint8)] |= bit
    return bits


_BITS = _classes()


class Ways(NamedTuple):
    """Tapes beside that of the letters.

    `doers` : `s` where one stands who may be a subject, `a` where a noun only tells whose the name beside it is;
    `objects` : `o` where one stands who may be an object, `|` where the search for one ends; `led` : the prepositions
    that lead to somebody, with what ends such a search (`,` and `v` behind a noun, `!` always). Else blanks.
    """

    doers: str
    objects: str
    led: str


class _Tape(NamedTuple):
    """A tape's letters as codes, with breaks behind its end, and their classes."""

    codes: Codes
    bits: Codes


def ways_of(letters: str, is_kept: Callable[[int], bool], *, is_before: bool) -> Ways:
    """Return the ways of a tape.

    `is_kept` tells of a noun for people whether it stays itself beside a name (Malian civilians are civilians);
    `is_before` : may the name stand before it, too?
    """
    codes = np.frombuffer((letters + _PAD).encode("latin-1"), dtype=np.uint8)
    tape, count = _Tape(codes, _BITS[codes]), len(letters)
    agents = [n for n in _beside_name(tape, is_before=is_before).tolist() if not is_kept(n)]
    free = _among(tape, _PARTY)
    free[_governed(tape)] = free[agents] = False
    doers, objects = np.full((2, len(codes)), ord(" "), dtype=np.uint8)
    doers[free & _among(tape, _DOER)], doers[agents] = ord("s"), ord("a")
    objects[free], objects[_among(tape, _ENDS)], objects[_new_subjects(tape)] = ord("o"), ord("|"), ord("|")
    return Ways(*(some.tobytes()[:count].decode("latin-1") for some in (doers, objects, _led(tape))))


def _among(tape: _Tape, letters: str) -> Bools:
    found: Bools = (tape.bits & _CLASSES[letters]) != 0
    return found


def _at(tape: _Tape, *letters: str) -> Spots:
    """Return where one of these letters stands."""
    found = tape.codes == ord(letters[0])
    for letter in letters[1:]:
        found |= tape.codes == ord(letter)
    return np.flatnonzero(found)


def _of(tape: _Tape, at: Spots, letters: str) -> Spots:
    """Return those of these positions where one of the letters stands."""
    found: Spots = at[np.frombuffer(tape.codes[at].tobytes().translate(_is(letters)), dtype=np.bool_)]
    return found


@functools.lru_cache(maxsize=64)
def _is(letters: str) -> bytes:
    """Return a table that tells of each code whether it stands for one of the letters."""
    return bytes(chr(n) in letters for n in range(256))


def _on(tape: _Tape, at: Spots, between: str, most: int, *, step: int = 1) -> Spots:
    """Return the positions right behind these (`step` -1: before), and those with at most so many letters between."""
    found = [at + step]
    for _ in range(most):
        found.append(_of(tape, found[-1], between) + step)
    return np.concatenate(found)


def _beside_name(tape: _Tape, *, is_before: bool) -> Spots:
    """Return the nouns for people with a name right behind them, or an actor's right before them."""
    people = _at(tape, "G", "g")
    behind = tape.codes[people + 1]
    beside = (behind == ord("A")) | (behind == ord("H"))
    return people[beside | (tape.codes[people - 1] == ord("A")) if is_before else beside]


def _governed(tape: _Tape) -> Spots:
    """Return what stands behind a preposition; "of" is none behind an agent word (les hommes de Wagner)."""
    of = _at(tape, "O")
    owned = _of(tape, of - 1, _OWNED) + 1
    governing = np.concatenate([np.flatnonzero(_among(tape, _GOVERNING)), np.setdiff1d(of, owned, assume_unique=True)])
    return np.concatenate([_on(tape, governing, _GOVERNED, 3), _on(tape, _at(tape, "V"), "OyV", 1)])


def _new_subjects(tape: _Tape) -> Spots:
    """Return where another clause begins: its comma or "and", or its pronoun.

    "Attacked Gao and France killed ...", "menyerang Diffa, kata Bazoum", "attacked Gao, Mali said", "a tué, a-t-il dit"
    """
    verbs = np.flatnonzero(_among(tape, _VERB))
    heads = _of(tape, _on(tape, verbs, "hewNyD", 3, step=-1), "AHGP")
    said = _on(tape, _of(tape, verbs, "sS"), "hewyN", 3, step=-1)
    has = _of(tape, _on(tape, _of(tape, verbs, "q"), "wyN", 2, step=-1), "he") - 1
    return np.concatenate([
        _of(tape, _on(tape, heads, "ygtrkGw", 3, step=-1), "&,"),
        _of(tape, _at(tape, "I") + 1, "Fhle") - 1,
        _of(tape, np.concatenate([said, has]), ","),
    ])  # fmt: skip


def _led(tape: _Tape) -> Codes:
    """Return the tape of prepositions that lead to somebody and of what ends a search for them."""
    shown = np.frombuffer(bytearray(tape.codes.tobytes().translate(_SHOWN)), dtype=np.uint8)
    shown[_of(tape, _at(tape, "d") + 1, "vj") - 1] = ord("!")
    leading = _of(tape, _on(tape, np.flatnonzero(_among(tape, _PARTY)), _LED, 5, step=-1), _LEADING)
    shown[leading] = tape.codes[leading]
    return shown
