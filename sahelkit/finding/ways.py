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
Codes = NDArray[np.uint8]

_PARTY, _DOER = "AHPGgYLI", "AHGgYLI"
# Prepositions, and what may stand between one and the name it governs or leads to.
_GOVERNING, _GOVERNED, _OWNED = "Bcadomipf", "gtrkGywV'#", "Ggtrk#"
_LEADING, _LED = "BcadomiO", "trkyw'#"
_PAD = "\n" * 8


def _shown(letters: dict[str, str]) -> bytes:
    """Return a table that shows each of these sets of letters as one letter, all else as blanks."""
    shown = {letter: mark for some, mark in letters.items() for letter in some}
    return bytes(ord(shown.get(chr(n), " ")) for n in range(256))


_DOERS, _OBJECTS = _shown({_DOER: "s"}), _shown({_PARTY: "o", "vbjRTZUW": "|"})
_LEADS = _shown({",": ",", "v": "v", "UWZ": "!"})


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
    """A tape's letters, with breaks behind its end, as bytes and as codes."""

    letters: bytes
    codes: Codes


def ways_of(letters: str, is_kept: Callable[[int], bool], *, is_before: bool) -> Ways:
    """Return the ways of a tape.

    `is_kept` tells of a noun for people whether it stays itself beside a name (Malian civilians are civilians);
    `is_before` : may the name stand before it, too?
    """
    padded = (letters + _PAD).encode("latin-1")
    tape = _Tape(padded, np.frombuffer(padded, dtype=np.uint8))
    agents = [n for n in _beside_name(tape, is_before=is_before).tolist() if not is_kept(n)]
    governed = _of(tape, _governed(tape), _PARTY)
    doers, objects, led = (bytearray(padded.translate(table)) for table in (_DOERS, _OBJECTS, _LEADS))
    _put(doers, governed, " ")
    _put(doers, agents, "a")
    _put(objects, governed, " ")
    _put(objects, agents, " ")
    _put(objects, _new_subjects(tape), "|")
    _put(led, _of(tape, _at(tape, "d") + 1, "vj") - 1, "!")
    leading = _of(tape, _on(tape, _at(tape, _PARTY), _LED, 5, step=-1), _LEADING)
    _put(led, leading, tape.codes[leading])
    return Ways(*(some[: len(letters)].decode("latin-1") for some in (doers, objects, led)))


def _put(shown: bytearray, at: Spots | list[int], mark: str | Codes) -> None:
    """Write a mark, or one each, at these positions."""
    np.frombuffer(shown, dtype=np.uint8)[at] = ord(mark) if isinstance(mark, str) else mark


def _at(tape: _Tape, letters: str) -> Spots:
    """Return where one of these letters stands."""
    return np.flatnonzero(np.frombuffer(tape.letters.translate(_is(letters)), dtype=np.bool_))


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
    people = _at(tape, "Gg")
    behind = tape.codes[people + 1]
    beside = (behind == ord("A")) | (behind == ord("H"))
    beside |= (tape.codes[people - 1] == ord("A")) & is_before
    found: Spots = people[beside]
    return found


def _governed(tape: _Tape) -> Spots:
    """Return what stands behind a preposition; "of" is none behind an agent word (les hommes de Wagner)."""
    of = _at(tape, "O")
    owned = _of(tape, of - 1, _OWNED) + 1
    governing = np.concatenate([_at(tape, _GOVERNING), np.setdiff1d(of, owned, assume_unique=True)])
    return np.concatenate([_on(tape, governing, _GOVERNED, 3), _on(tape, _at(tape, "V"), "OyV", 1)])


def _new_subjects(tape: _Tape) -> Spots:
    """Return where another clause begins: its comma or "and", or its pronoun.

    "Attacked Gao and France killed ...", "menyerang Diffa, kata Bazoum", "attacked Gao, Mali said", "a tué, a-t-il dit"
    """
    verbs = _at(tape, "vbqsS")
    heads = _of(tape, _on(tape, verbs, "hewNyD", 3, step=-1), "AHGP")
    said = _on(tape, _of(tape, verbs, "sS"), "hewyN", 3, step=-1)
    has = _of(tape, _on(tape, _of(tape, verbs, "q"), "wyN", 2, step=-1), "he") - 1
    return np.concatenate([
        _of(tape, _on(tape, heads, "ygtrkGw", 3, step=-1), "&,"),
        _of(tape, _at(tape, "I") + 1, "Fhle") - 1,
        _of(tape, np.concatenate([said, has]), ","),
    ])  # fmt: skip
