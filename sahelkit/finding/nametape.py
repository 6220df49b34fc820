"""The tape that unknown names are looked for on: what a capital letter is worth, word by word.

A capital says something only where it had a choice: not at a sentence's start, not in a line in capitals, not in a
headline where every word has one. Words the lexicons know tell what a name is made of (heads, inner words, particles),
what announces one (titles, nouns, verbs of saying), and which capitals are nobody's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.rows import Date, Mention
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Layer, Tape, lay, lexicon_layer, spans_layer
from sahelkit.lexicons.fold import BREAK, CLOSE_SINGLE, IS_DIGIT, IS_LETTER, OPEN, OPEN_ANGLE, OPEN_SINGLE, fold

# Letters. The registry's names: S state or place, H person, A other actor. Heads: O organisation, M office, L place,
# Q one with a number; G inner word, D direction, E closing noun. Bare capitals: C word, Z acronym, I initial, B word at
# a start, b word of a title line. T t title, K m member, N n agent noun; u l k noun before a name of an organisation,
# place, person; e before a language or people; v V verb of saying (bare, inflected), r what follows a subject; i in,
# o to or from, & and, y of, a article, p particle, c one before a hyphen, j tight hyphen or apostrophe; d date; f
# never a name, x never alone, X a common word inside a name; s a known word without a part here (weightless: lower
# case is any word, a capital at a start says nothing); w any other word.
_NAMED = dict.fromkeys(("state", "place", "bloc"), "S") | {"person": "H"}
_MADE = {
    "numbered": "Q", "head_org": "O", "head_office": "M", "head_place": "L", "inner": "G", "article": "a",
    "particle": "p", "particle_joined": "c", "not_name": "x", "near_org": "u", "near_member": "m", "predicate": "r",
    "tail": "E", "direction": "D", "near_place": "l", "near_person": "k", "after_not": "e", "opener": "q",
}  # fmt: skip
_TITLES = {"head": "h", "title": "t"}
_ROLES = {"government": "n", "force": "n", "people": "n", "press": "n"}
_WORDS = {"in": "i", "to": "o", "from": "o", "and": "&", "of": "y", "article": "a"}
_SAID = {
    "cue_root": "v", "cue": "V", "cue_participle": "v", "cue_tell": "V", "cue_claim": "V", "cue_deny": "V",
    "auxiliary": "r",
}  # fmt: skip
# What a known word's letter becomes with a capital: inside a sentence, and where the sentence starts.
_INSIDE = dict.fromkeys("apulkescvVr", "C") | dict.fromkeys("io&y", "f") | {
    "q": "X", "m": "K", "h": "M", "t": "T", "n": "N",
}  # fmt: skip
_AT_START = dict.fromkeys("apcqsn", "f") | {"h": "M", "t": "T", "m": "K"}
_LOWER = {"q": "w", "s": "w", "h": "n"}
_IS_OPENER = np.isin(
    np.arange(256), [BREAK, OPEN, OPEN_ANGLE, OPEN_SINGLE, ord('"'), ord(":"), ord("?"), ord("!"), ord(";")]
)
_IS_STOP = np.isin(np.arange(256), [ord(c) for c in ".,?!"])
_IS_JOINT = np.isin(np.arange(256), [ord("-"), ord("'"), CLOSE_SINGLE, ord("/")])
_IS_LOWER = IS_LETTER & ~np.isin(np.arange(256), np.arange(ord("A"), ord("Z") + 1))


def name_tape(scan: Scan, mentions: Sequence[Mention], dates: Sequence[Date]) -> Tape:
    """Lay the tape of one batch: mentions and dates first, then what the lexicons know, then bare shapes."""
    codes = fold(scan.text)
    opens = _opens(scan)
    upper = (scan.code >= ord("A")) & (scan.code <= ord("Z"))
    acronym = _acronym(scan, codes, upper)
    shouted, titled = _lines(scan, upper, acronym)
    doubled, glottal, joints = _joints(scan, codes, upper, opens)
    lines = [(shouted & upper, "w"), (titled & upper & ~acronym, "b"), (_models(scan, upper), "w")]
    layers = [
        _mention_layer(mentions),
        spans_layer(sorted(dates, key=itemgetter(0, 1)), "d"),
        lexicon_layer(scan, "dates", {"weekday": "d", "month": "d"}),
        doubled,
        glottal,
        _painted(lines),
    ]
    layers += [_cased(layer, upper, opens) for layer in _known(scan)]
    layers += [_cased(_weightless(scan, domain), upper, opens) for domain in ("words", "quotes")]
    single = upper & (scan.end - scan.start == 1)
    priced = upper & ~acronym & (IS_DIGIT[codes[scan.end - 1]] if len(codes) else upper)  # Rp6.500
    acts = _acts(scan) & upper & opens
    shapes = [(acts, "f"), (joints, "j"), (priced, "w"), (acronym, "Z"), (single, "I"), (upper & opens, "B")]
    layers.append(_painted(shapes))
    return lay(scan, layers)


def _known(scan: Scan) -> list[Layer]:
    """What the lexicons know that has a part in names, the weightiest first."""
    titles = lexicon_layer(scan, "roles", _TITLES)
    made = lexicon_layer(scan, "candidates", _MADE | {"title": "t"})
    return [
        _phrases(made, titles), titles, lexicon_layer(scan, "candidates", {"title": "t"}),
        lexicon_layer(scan, "words", _WORDS), lexicon_layer(scan, "quotes", _SAID),
        _kept(made, made.letter != ord("t")), lexicon_layer(scan, "roles", _ROLES),
    ]  # fmt: skip


def _weightless(scan: Scan, domain: str) -> Layer:
    """Lay all that a domain knows as weightless; what is one word in lower case keeps its shape, which says as much."""
    hits = scan.hits[domain]
    shaped = (hits.first == hits.last) & _IS_LOWER[scan.code[hits.first]]
    layer = Layer(hits.first, hits.last, np.full(len(shaped), ord("s"), dtype=np.uint8), np.full(len(shaped), -1))
    return _kept(layer, ~shaped)


def _kept(layer: Layer, keep: NDArray[np.bool_]) -> Layer:
    return Layer(layer.first[keep], layer.last[keep], layer.letter[keep], layer.ref[keep])


def _mention_layer(mentions: Sequence[Mention]) -> Layer:
    return spans_layer(mentions, "".join([_NAMED.get(m.actor_type, "A") for m in mentions]))


def _painted(masks: Sequence[tuple[NDArray[np.bool_], str]]) -> Layer:
    """Lay one letter on each token of a mask; the first mask that holds a token wins."""
    letter = np.zeros(len(masks[0][0]), dtype=np.uint8)
    for mask, sign in reversed(masks):
        letter[mask] = ord(sign)
    at = np.flatnonzero(letter)
    return Layer(at, at, letter[at], np.full(len(at), -1))


def _opens(scan: Scan) -> NDArray[np.bool_]:
    """Tokens where a sentence, a quotation, or what stands after a colon starts."""
    before = np.concatenate([[BREAK], scan.code[:-1]]) if len(scan.code) else scan.code
    opens: NDArray[np.bool_] = _IS_OPENER[before]
    if len(opens) > 2:
        low = (scan.code >= ord("a")) & (scan.code <= ord("z"))
        wide = np.concatenate([[False], scan.start[1:] > scan.end[:-1]])
        # A full stop inside a sentence: the next one starts, unless an initial or a title stands before the stop.
        long = scan.end - scan.start > 3
        opens[2:] |= (before[2:] == ord(".")) & wide[2:] & (low[:-2] & long[:-2] | (scan.code[:-2] == ord(")")))
        # A bracket or a bullet at the very start.
        opens[2:] |= (scan.code[:-2] == BREAK) & ~IS_LETTER[before[2:]] & ~IS_DIGIT[before[2:]]
    return opens


def _lines(scan: Scan, upper: NDArray[np.bool_], acronym: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], ...]:
    """Tokens of lines in capitals, and of lines where (almost) every word has a capital and no stop ends."""
    if not len(scan.stretches):
        return upper, upper
    begins = np.searchsorted(scan.sentence, np.arange(len(scan.stretches)))  # each has a token: its break
    masks = (upper, _IS_LOWER[scan.code], acronym, _IS_STOP[scan.code])
    uppers, lows, shouts, stops = (np.add.reduceat(mask, begins, dtype=np.int64) for mask in masks)
    headline = np.array([s.zone == "headline" for s in scan.stretches], dtype=bool)
    loud = (lows == 0) & (shouts >= 3)
    title = ((stops == 0) | headline) & (uppers >= 4) & (lows * 3 <= uppers) & ~loud
    return loud[scan.sentence], title[scan.sentence]


def _acronym(scan: Scan, codes: NDArray[np.uint8], upper: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Words of capitals and figures alone, of two characters or more: MNLA, G5."""
    found = upper & (scan.end - scan.start > 1)
    at = np.flatnonzero(found)
    second, last = codes[scan.start[at] + 1], codes[scan.end[at] - 1]
    found[at] = _loud(second) & (_loud(last) | (last == ord("s")) & (scan.end[at] - scan.start[at] > 3))
    return found


def _loud(codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return ((codes >= ord("A")) & (codes <= ord("Z"))) | IS_DIGIT[codes]


def _joints(
    scan: Scan, codes: NDArray[np.uint8], upper: NDArray[np.bool_], opens: NDArray[np.bool_]
) -> tuple[Layer, Layer, NDArray[np.bool_]]:
    """Hyphens, apostrophes and strokes with letters tight on both sides: N'Djamena, Nasser-Ag, MPR/DPR.

    Ja'far is one word, Undang-undang a word said twice and no name.
    """
    where = _IS_JOINT[scan.code]
    at = np.flatnonzero(where)
    at = at[(scan.start[at] > 0) & (scan.end[at] < len(codes))]
    at = at[IS_LETTER[codes[scan.start[at] - 1]] & IS_LETTER[codes[scan.end[at]]]]
    size = scan.end - scan.start
    word = at[upper[at - 1] & ~upper[at + 1]]
    hyphen = scan.code[word] == ord("-")
    twice = word[hyphen & (size[word - 1] == size[word + 1])]
    least = 2 if scan.lexicon.language == "id" else 3  # Syari'ah, but They'll
    glottal = word[~hyphen & (size[word + 1] >= least) & (scan.code[word] != ord("/"))]
    if scan.lexicon.language == "fr":  # Lorsqu'il, Qu'elle
        glottal = glottal[:0]
    where[:] = False
    where[at] = True
    shape = np.where(opens[glottal - 1], ord("B"), ord("C")).astype(np.uint8)
    doubled = np.full(len(twice), ord("x"), dtype=np.uint8)
    return (
        Layer(twice - 1, twice + 1, doubled, np.full(len(twice), -1)),
        Layer(glottal - 1, glottal + 1, shape, np.full(len(glottal), -1)),
        where,
    )


def _models(scan: Scan, upper: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Capitals with a hyphen and a number tight behind them: AK-47, Il-76."""
    found = np.zeros(len(upper), dtype=bool)
    if len(found) > 2:
        tight = (scan.end[:-2] == scan.start[1:-1]) & (scan.end[1:-1] == scan.start[2:])
        found[:-2] = upper[:-2] & tight & (scan.code[1:-1] == ord("-")) & IS_DIGIT[scan.code[2:]]
    return found


def _phrases(layer: Layer, other: Layer) -> Layer:
    """Keep what has several words and does not lie inside one of `other`.

    A phrase that is nobody's name may stand in one: Komisi Pemilihan Umum.
    """
    owner = np.full(1 + max(layer.first.max(initial=0), other.last.max(initial=0)), -1, dtype=np.int64)
    size = other.last - other.first + 1
    inside = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    owner[np.repeat(other.first, size) + inside] = np.repeat(other.last, size)
    keep = (layer.last > layer.first) & (layer.last > owner[layer.first])
    letter = np.where(layer.letter == ord("x"), ord("X"), layer.letter)[keep].astype(np.uint8)
    return Layer(layer.first[keep], layer.last[keep], letter, layer.ref[keep])


def _cased(layer: Layer, upper: NDArray[np.bool_], opens: NDArray[np.bool_]) -> Layer:
    """Give each letter its value for lower case, a capital inside a sentence, a capital at a start."""
    tables = [np.arange(256, dtype=np.uint8) for _ in range(3)]
    for table, changes in zip(tables, (_LOWER, _INSIDE, _AT_START), strict=True):
        for old, new in changes.items():
            table[ord(old)] = ord(new)
    state = np.where(upper[layer.first], 1 + opens[layer.first], 0)
    letter = np.stack(tables)[state, layer.letter]
    # A capital inside a sentence whose word is known only in general is a bare capital: its shape decides.
    keep = letter != ord("C")
    return Layer(layer.first[keep], layer.last[keep], letter[keep], layer.ref[keep])


def _acts(scan: Scan) -> NDArray[np.bool_]:
    """Words that name acts or numbers, which say nothing at a start: "Serangan", "Attacks"."""
    found = np.zeros(len(scan.code), dtype=bool)
    for domain in ("events", "figures", "numbers"):
        found[scan.hits[domain].first] = True
    return found
