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
from collections.abc import Collection, Sequence
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.finding.rows import Mention
from sahelkit.finding.scan import Scan
from sahelkit.finding.spots import among, codes_of
from sahelkit.finding.tape import Tape, lay, lexicon_layer, spans_layer
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
_NAMED = {"person": "P", "place": "Y"}
_LONG = 400  # no sentence of news is longer; keeps a text without stops linear
_PARTICIPLES = ("é", "ée", "és", "ées")
_CUE = re.compile(r"[hiVRGNXA](?:(?<=[hi])(?:-w-I)?[aniwx]{0,2}[VQR]|(?<=[VG])-(?:w-)?I|(?<=[VRGNXA]))")


Ints = NDArray[np.int64]
Codes = NDArray[np.uint8]


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


@functools.lru_cache(maxsize=1 << 13)
def _kinds(lexicon: Lexicon, reading: int) -> frozenset[str]:
    return frozenset(e.kind for e in lexicon.readings[reading])


class Cue(NamedTuple):
    """A word of saying: tape positions `at`..`last`, its letter, and the place of a pronoun that is its subject (-1).

    `token` : its first token; `first`, `end` : where its sentence starts and ends on the tape (half-open); `link` :
    where the words behind its that, que or bahwa start (-1); `claims`, `is_bare` : what kind of cue the lexicon calls
    it; `is_clipped` : whether -nya ends it.
    """

    at: int
    last: int
    letter: str
    pronoun: int
    token: int
    first: int
    end: int
    link: int
    claims: bool
    is_bare: bool
    is_clipped: bool


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
    signs = "".join(map(_NAMED.get, map(attrgetter("actor_type"), mentions), repeat("S")))
    layers = [spans_layer(mentions, signs), lexicon_layer(scan, "quotes", _CUES), lexicon_layer(scan, "roles", _ROLES)]
    layers += [lexicon_layer(scan, "dates", _DATES), lexicon_layer(scan, "quotes", _PHRASES)]
    layers.append(lexicon_layer(scan, "words", _WORDS))
    return Ground(scan, lay(scan, layers), mentions, scan.start.data, scan.end.data, scan.sentence.data)


def column(records: Collection[NamedTuple], field: str) -> Ints:
    """Return a field of whole numbers of some records as a column."""
    return np.fromiter(map(attrgetter(field), records), np.int64, len(records))


def find_cues(ground: Ground) -> list[Cue]:
    """Return the words of saying in text order; not passives, nor "kata-kata"."""
    spans = [match.span() for match in _CUE.finditer(ground.tape.letters)]
    codes = tape_codes(ground)
    at, last = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    at, last = at.copy(), last - 1
    is_behind = (last > at) & (codes[last] == ord("I"))  # "said he", "dit-il"
    is_inside = (last > at) & ~is_behind & (codes[at + 1] == ord("-"))  # "a-t-il déclaré"
    pronoun = np.where(is_behind, last, np.where(is_inside, at + 4, -1))
    head = np.where(is_behind, at, last)
    # "à", or a preposition of another language
    strays = [n for n in np.flatnonzero(codes[at] == ord("i")).tolist() if ground.text(at[n], at[n]).lower() != "a"]
    at[strays] = head[strays]
    keep = _are_cues(ground, codes, at, head)
    return _cues(ground, codes, at[keep], last[keep], head[keep], pronoun[keep])


def tape_codes(ground: Ground) -> NDArray[np.uint8]:
    """Return a tape's letters as numbers, with some zeros behind them, so that a look behind the end finds nothing."""
    return codes_of(ground.tape.letters, behind="\0" * 4)


def _are_cues(ground: Ground, codes: Codes, at: Ints, head: Ints) -> Ints:
    """Return which words of saying are cues."""
    language = ground.scan.lexicon.language
    before, behind, beyond = np.where(at > 0, codes[at - 1], 0), codes[head + 1], codes[head + 2]
    no_cue = among(before, "e-") | ((behind == ord("-")) & among(beyond, "RV"))
    no_cue |= (at == head) & (codes[head] == ord("Q"))
    if language == "en":
        no_cue |= among(codes[head], "VN") & among(before, "iOU")  # "in reports", "a claim"
    if language == "fr":  # a participle needs its "a"
        alone = (at == head) & (np.asarray(ground.tape.first)[at] == np.asarray(ground.tape.last)[at])
        no_cue[[n for n in np.flatnonzero(alone).tolist() if ground.text(at[n], at[n]).endswith(_PARTICIPLES)]] = True
    told = np.flatnonzero((behind == ord("i")) & among(beyond, "ehx")).tolist()
    no_cue[[n for n in told if ground.text(head[n] + 1, head[n] + 1) == "to"]] = True  # "soldiers said to be loyal"
    return np.flatnonzero(~no_cue)


def _cues(ground: Ground, codes: Codes, at: Ints, last: Ints, head: Ints, pronoun: Ints) -> list[Cue]:
    """Build the cues of a batch from columns."""
    tape = ground.tape
    letters = codes[head].tobytes().decode("latin-1").replace("Q", "V")
    first, end = sentence_bounds(codes, at, last)
    is_far = _are(ground, last, "cue_tell") | (ground.scan.lexicon.language == "id")
    flags = _are(ground, last, "cue_claim"), _are(ground, at, "cue_bare"), _are_clipped(ground.scan, tape, last)
    columns = pronoun, np.asarray(tape.first)[at], first, end, _links(codes, last + 1, end, is_far), *flags
    return list(map(Cue, at.tolist(), last.tolist(), letters, *[column.tolist() for column in columns]))


def _links(codes: Codes, at: Ints, end: Ints, is_far: NDArray[np.bool_]) -> Ints:
    """Return where the words behind the next that, que or bahwa start, -1 where none stands near tape positions.

    What may stand between is short, or nothing but words of time and place where nobody is told: "said on Monday that".
    """
    links, bars = np.flatnonzero(codes == ord("T")), np.flatnonzero(among(codes, ';:<>"\nrVGNXA'))
    link = np.append(links, len(codes) - 4)[links.searchsorted(at)]
    is_open = link < np.minimum(end, np.append(bars, len(codes))[bars.searchsorted(at)])
    is_near = np.where(is_far, link - at <= 16, (link == at) | (among(codes[at], "aidb(,") & (link - at <= 15)))
    mark = among(codes[link + 1], "']") & (link + 1 < end)
    return np.where(is_open & is_near, link + 1 + mark, -1)


def _are_clipped(scan: Scan, tape: Tape, places: Ints) -> NDArray[np.bool_]:
    """Return which tape positions -nya ends, clipped by the scan or listed with its stem."""
    first, last = np.asarray(tape.first)[places], np.asarray(tape.last)[places]
    is_clipped: NDArray[np.bool_] = scan.clip[last] > 0
    if scan.lexicon.language != "id":
        return is_clipped
    long = np.flatnonzero(scan.end[last] - scan.start[first] > 6)  # not "tanya"
    tails = (scan.end[last] - 3)[long].tolist()
    is_clipped[long] |= np.array([scan.text.startswith("nya", tail) for tail in tails], dtype=bool)
    return is_clipped


def sentence_bounds(codes: Codes, at: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Return where the sentences around tape positions start and end, no further than _LONG positions away."""
    breaks = np.flatnonzero(codes[:-4] == ord("\n"))
    before, behind = np.append(-1, breaks), np.append(breaks, len(codes) - 4)
    first = np.maximum(before[breaks.searchsorted(at)] + 1, at - _LONG)
    return first, np.minimum(behind[breaks.searchsorted(last)], last + _LONG)


def _are(ground: Ground, places: Ints, kind: str) -> NDArray[np.bool_]:
    """Return at which tape positions an entry of a kind stands."""
    layer, ref = np.asarray(ground.tape.layer)[places], np.asarray(ground.tape.ref)[places]
    are: NDArray[np.bool_] = _of_kind(ground.scan.lexicon, kind)[np.where(layer > 0, ref, 0)] & (layer > 0)
    return are


@functools.lru_cache(maxsize=32)
def _of_kind(lexicon: Lexicon, kind: str) -> NDArray[np.bool_]:
    """Tell of each of a lexicon's readings whether one of its entries is of a kind."""
    return np.array([kind in kinds for kinds in lexicon.kinds], dtype=bool)[lexicon.kinds_of]


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
