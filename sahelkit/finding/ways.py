"""Where somebody may stand on the events' tape, found for a whole batch at once.

A name that a preposition governs is neither subject nor object, nor is a noun that only tells whose the name beside it
is (tentara Mali). Those who remain are free. Where they are, what ends the search for an object and which prepositions
lead to somebody are tapes as long as that of the letters, in which the rules of `sides` look.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sahelkit.finding.spots import Codes, Ints, among, codes_of, spots

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


def ways_of(letters: str, is_kept: Callable[[int], bool], *, is_before: bool) -> Ways:
    """Return the ways of a tape.

    `is_kept` tells of a noun for people whether it stays itself beside a name (Malian civilians are civilians);
    `is_before` : may the name stand before it, too?
    """
    padded = (letters + _PAD).encode("latin-1")
    tape = codes_of(letters, behind=_PAD)
    agents = [n for n in _beside_name(tape, is_before=is_before).tolist() if not is_kept(n)]
    governed = _of(tape, _governed(tape), _PARTY)
    doers, objects, led = (bytearray(padded.translate(table)) for table in (_DOERS, _OBJECTS, _LEADS))
    _put(doers, governed, " ")
    _put(doers, agents, "a")
    _put(objects, governed, " ")
    _put(objects, agents, " ")
    _put(objects, _new_subjects(tape), "|")
    _put(led, _of(tape, spots(tape, "d") + 1, "vj") - 1, "!")
    leading = _of(tape, _on(tape, spots(tape, _PARTY), _LED, 5, step=-1), _LEADING)
    _put(led, leading, tape[leading])
    return Ways(*(some[: len(letters)].decode("latin-1") for some in (doers, objects, led)))


def _put(shown: bytearray, at: Ints | list[int], mark: str | Codes) -> None:
    """Write a mark, or one each, at these positions."""
    np.frombuffer(shown, dtype=np.uint8)[at] = ord(mark) if isinstance(mark, str) else mark


def _of(tape: Codes, at: Ints, letters: str) -> Ints:
    """Return those of these positions where one of the letters stands."""
    found: Ints = at[among(tape[at], letters)]
    return found


def _on(tape: Codes, at: Ints, between: str, most: int, *, step: int = 1) -> Ints:
    """Return the positions right behind these (`step` -1: before), and those with at most so many letters between."""
    found = [at + step]
    for _ in range(most):
        found.append(_of(tape, found[-1], between) + step)
    return np.concatenate(found)


def _beside_name(tape: Codes, *, is_before: bool) -> Ints:
    """Return the nouns for people with a name right behind them, or an actor's right before them."""
    people = spots(tape, "Gg")
    behind = tape[people + 1]
    beside = (behind == ord("A")) | (behind == ord("H"))
    beside |= (tape[people - 1] == ord("A")) & is_before
    found: Ints = people[beside]
    return found


def _governed(tape: Codes) -> Ints:
    """Return what stands behind a preposition; "of" is none behind an agent word (les hommes de Wagner)."""
    of = spots(tape, "O")
    owned = _of(tape, of - 1, _OWNED) + 1
    governing = np.concatenate([spots(tape, _GOVERNING), np.setdiff1d(of, owned, assume_unique=True)])
    return np.concatenate([_on(tape, governing, _GOVERNED, 3), _on(tape, spots(tape, "V"), "OyV", 1)])


def _new_subjects(tape: Codes) -> Ints:
    """Return where another clause begins: its comma or "and", or its pronoun.

    "Attacked Gao and France killed ...", "menyerang Diffa, kata Bazoum", "attacked Gao, Mali said", "a tué, a-t-il dit"
    """
    verbs = spots(tape, "vbqsS")
    heads = _of(tape, _on(tape, verbs, "hewNyD", 3, step=-1), "AHGP")
    said = _on(tape, _of(tape, verbs, "sS"), "hewyN", 3, step=-1)
    has = _of(tape, _on(tape, _of(tape, verbs, "q"), "wyN", 2, step=-1), "he") - 1
    return np.concatenate([
        _of(tape, _on(tape, heads, "ygtrkGw", 3, step=-1), "&,"),
        _of(tape, spots(tape, "I") + 1, "Fhle") - 1,
        _of(tape, np.concatenate([said, has]), ","),
    ])  # fmt: skip
