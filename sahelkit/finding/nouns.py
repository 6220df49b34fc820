"""The tape on which numbers of people are found, and the noun that says whom a number counts.

The noun stands behind the number ("200 heavily armed men", "sept enfants"), at times inside a longer word of the tape
("orang luka"), at times a group's own name stands in its place ("12 VDP"). "Three rebel positions" counts positions.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from sahelkit.columns import FIGURE_KINDS
from sahelkit.finding.rows import Date, Mention, Quantity
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape, lay, lexicon_layer, spans_layer
from sahelkit.lexicons.build import Entry, Lexicon

# Letters: Q quantity, D date, A actor, S state as a place, P other place, h hedge; G noun for people; V verb that does
# something to people, X one that may be passive, K one that says what befell them; J members follow, U unit, L toll,
# o others, l adjective (other, former), a among, Z possessive, s remain, c compared with, r out of, g from (a country).
_FIGURES = (
    {"active": "V", "either": "X", "toll": "L"}
    | dict.fromkeys((k for k in FIGURE_KINDS if k != "other"), "K")
    | {
        "unit_of": "U", "measure": "m", "not_counted": "n", "group_of": "J", "others": "o", "among": "a", "more": "l",
        "own": "Z", "stay": "s", "contrast": "c", "out_of": "r", "origin": "g", "the": "y",
    }
)  # fmt: skip
_ROLES = dict.fromkeys(("people", "force", "title", "press", "government"), "G")
_WORDS = {
    "pronoun": "I", "first_person": "M", "be": "e", "have": "H", "of": "O", "and": "&", "negation": "N", "article": "y",
    "relative": "R", "in": "i", "at": "i", "to": "t", "from": "f", "with": "W", "against": "x", "by": "B",
    "dative": "d", "that": "T", "but": "b", "future": "F",
}  # fmt: skip
_CUES = dict.fromkeys(("cue", "cue_claim", "cue_deny", "cue_root"), "T")

_NOUN = {
    "id": re.compile(r"[l<\"\[]{0,2}(?:A(?=G))?([GKXL])(G)?"),
    "en": re.compile(r"[OyZIl]{0,3}(?:[AwCPSlU<\"\[\]'&-]{0,4}?(G)(G)?|([KX])(G)?)"),
    "fr": re.compile(r"(?:[Oyi]['\]]?){0,2}Z?[lC<\"\[-]{0,3}([GKX])(G)?"),
}
_SECOND = (2, 4)  # the groups of a noun behind another
REACH = 300  # letters of the tape; no sentence of prose is so long, but a megabyte without a stop may come
_GROUP = re.compile(r"y?l?A")
_PREFIX = re.compile(r"(?:[OyZi]'?\]?){0,2}[lC<\"\[]{0,2}?(?=[wlKXLU])")


class Ground(NamedTuple):
    """What the rules look at; `kinds` and `countables` say of a reading what `kind_of` and `countable_at` tell."""

    scan: Scan
    tape: Tape
    quantities: Sequence[Quantity]
    mentions: Sequence[Mention]
    dates: Sequence[Date]
    kinds: Sequence[str | None]
    countables: Sequence[Entry | None]


def sentence_at(letters: str, n: int) -> tuple[int, int]:
    """The sentence around tape position n, half-open, no farther than REACH on either side."""
    low, high = max(0, n - REACH), letters.find("\n", n, n + REACH)
    return max(letters.rfind("\n", low, n) + 1, low), high if high >= 0 else min(len(letters), n + REACH)


class Noun(NamedTuple):
    at: int
    end: int
    entry: Entry | None
    kind: str | None


def lay_ground(
    scan: Scan, quantities: Sequence[Quantity], mentions: Sequence[Mention], dates: Sequence[Date]
) -> Ground:
    """Lay numbers, dates, names, hedges and words on one tape."""
    uses = "".join(map(_name_letter, map(attrgetter("use", "actor_type"), mentions)))
    tape = lay(scan, [
        spans_layer(quantities, "Q"),
        spans_layer(dates, "D"),
        spans_layer(mentions, uses),
        spans_layer([(q.hedge_first, q.hedge_last) for q in quantities if q.hedge_first >= 0], "h"),
        lexicon_layer(scan, "figures", _FIGURES),
        lexicon_layer(scan, "roles", _ROLES),
        lexicon_layer(scan, "words", _WORDS),
        lexicon_layer(scan, "quotes", _CUES),
    ])  # fmt: skip
    return Ground(scan, tape, quantities, mentions, dates, _kinds(scan.lexicon), _countables(scan.lexicon))


@functools.lru_cache(maxsize=64)
def _name_letter(use_and_type: tuple[str, str]) -> str:
    use, actor_type = use_and_type
    return "A" if use != "place" else "S" if actor_type == "state" else "P"


def find_noun(ground: Ground, n: int, start: int) -> Noun | None:
    """The noun behind the number: "200 heavily armed men", "sept enfants", or a group's own name ("12 VDP")."""
    letters, language = ground.tape.letters, ground.scan.lexicon.language
    match = _NOUN[language].match(letters, start)
    if match:
        at = end = match.end() - 1
        entry = countable_at(ground, end)
        head = end - 1 if match.lastindex in _SECOND else end  # the first of two nouns
        if entry is None and head < end:
            at, entry = head, countable_at(ground, head)
        if entry and not (language == "en" and _modifies(ground, start, head, end + 1, entry)):
            return Noun(at, end + 1, entry, kind_at(ground, head) if letters[head] in "KX" else None)
    return _phrase(ground, start) or _name(ground, start)


def _phrase(ground: Ground, start: int) -> Noun | None:
    """A noun for people that a shorter word hides on the tape ("orang luka", "extra troops")."""
    prefix = _PREFIX.match(ground.tape.letters, start)
    if prefix is None:
        return None
    at = prefix.end()
    hits = ground.scan.hits["roles"]
    n = int(hits.first.searchsorted(ground.tape.first[at]))
    if n == len(hits.first) or hits.first[n] != ground.tape.first[at]:
        return None
    if hits.last[n] == hits.first[n] and ground.tape.letters[at] == "l":
        return None  # "autres" alone goes on from another count
    entry = ground.countables[int(hits.reading[n])]
    end = ground.tape.place(int(hits.last[n]))
    if "m" in ground.tape.letters[at : end + 1]:
        return None  # "armed groups" are no persons
    kinds = (kind_of(ground, p) for p in range(at, end + 1) if ground.tape.letters[p] in "KX")
    return Noun(at, end + 1, entry, next(kinds, None)) if entry else None


def _name(ground: Ground, start: int) -> Noun | None:
    """A group's own name in place of a noun: "12 VDP"."""
    name = _GROUP.match(ground.tape.letters, start)
    if name is None:
        return None
    at = name.end() - 1
    mention = ground.mentions[ground.tape.ref[at]]
    entry = _inside(ground, mention)
    group = mention.actor_type in ("armed_group", "force") and ground.tape.letters[at + 1] not in "wGmC-'lU]"
    return Noun(at, at + 1, entry, None) if entry or group else None


def _modifies(ground: Ground, start: int, first: int, end: int, entry: Entry) -> bool:
    """ "three rebel positions", "12 rockets hit soldiers": the noun for people is not what is counted."""
    letters = ground.tape.letters
    words = [ground.scan.word(ground.tape.first[p]) for p in range(start, first) if letters[p] == "w"]
    if any(_is_plural(w) for w in words):
        return True
    behind = ground.scan.word(ground.tape.first[end]) if letters[end : end + 1] == "w" else ""
    return not entry.form.endswith("s") and (_is_plural(behind) or letters[end : end + 1] == "m")


def _is_plural(word: str) -> bool:
    return len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us"))


def _role(ground: Ground, first: int, last: int) -> Entry | None:
    """The entry for countable people that begins at token `first` or ends at token `last`."""
    hits = ground.scan.hits["roles"]
    for n in (int(hits.first.searchsorted(first)), int(hits.last.searchsorted(last))):
        if n < len(hits.first) and (hits.first[n] == first or hits.last[n] == last) and first <= hits.first[n] <= last:
            found = ground.countables[int(hits.reading[n])]
            if found:
                return found
    return None


def _inside(ground: Ground, mention: Mention) -> Entry | None:
    return _role(ground, mention.first, mention.last) if mention.last > mention.first else None


def countable_at(ground: Ground, p: int) -> Entry | None:
    if ground.tape.letters[p] == "G":
        return ground.countables[ground.tape.ref[p]]
    return _role(ground, ground.tape.first[p], ground.tape.last[p])


def kind_at(ground: Ground, p: int) -> str:
    """The figure kind of the word at p."""
    return kind_of(ground, p) or "other"


def kind_of(ground: Ground, p: int) -> str | None:
    return ground.kinds[ground.tape.ref[p]]


@functools.lru_cache(maxsize=12)
def _countables(lexicon: Lexicon) -> Sequence[Entry | None]:
    """The entry for countable people of each of a lexicon's readings."""
    return [next((e for e in entries if e.data.get("countable")), None) for entries in lexicon.readings]


@functools.lru_cache(maxsize=12)
def _kinds(lexicon: Lexicon) -> Sequence[str | None]:
    """The figure kind of each of a lexicon's readings."""
    return [next((e.kind for e in entries if e.kind in FIGURE_KINDS), None) for entries in lexicon.readings]
