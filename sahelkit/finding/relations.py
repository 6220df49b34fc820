"""How the events of one article hang together: told again, denied, put in order by a word.

One happening told twice is one event with two passages: they share a key. A denial points to the accusation or act it
denies. An order word (after, sebelum, puis) relates an event without a date to another of its sentence or the sentence
before. Each needs evidence in the text; two attacks by the same people are two attacks until something says otherwise.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Mapping, Sequence
from itertools import chain, groupby
from operator import attrgetter

from sahelkit.finding.clauses import REACH
from sahelkit.finding.retelling import BACK, Told, passages, retold
from sahelkit.finding.rows import Date, Event
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import lexicon_layer
from sahelkit.lexicons.build import Lexicon

_OF_STATES = ("state", "person", "force")
_NEAR = 14  # tokens between an order word and the act behind it
_ORDER = {"order_after": "after", "order_before": "before", "then_after": "after", "then_before": "before"}


def relate(scan: Scan, events: Sequence[Event], dates: Sequence[Date]) -> list[Event]:
    """Return the events with `key`, `about` and `relation` filled; order and number stay.

    A `relation` "denies" without `about` asks for what is denied, and is cleared where the article does not say.
    """
    words, kin = _words(scan), _kin(scan.lexicon)
    related: list[Told] = []
    for _, article in groupby(passages(scan, events), key=attrgetter("article")):
        related += _ordered(scan, words, dates, _denials(kin, retold(words, list(article))))
    return list(chain.from_iterable(map(attrgetter("rows"), related)))


@functools.lru_cache(maxsize=12)
def _kin(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the country of each state, and of those who act for one."""
    actors = lexicon.actors.values()
    return {a.actor_id: a.country for a in actors if a.actor_type in _OF_STATES and a.country}


def _words(scan: Scan) -> dict[str, list[int]]:
    """Return the first tokens of the words that order acts or point back, by kind, in text order."""
    kinds = ("definite_before", "definite_after", *_ORDER)
    return {kind: lexicon_layer(scan, "words", {kind: "x"}).first.tolist() for kind in kinds}


# --- denied


def _denials(kin: Mapping[str, str], told: list[Told]) -> list[Told]:
    """Tie each denial to what it denies: an accusation against the denier, or the act that its content tells."""
    found = list(told)
    for n, one in enumerate(told):
        if one.head.relation == "denies" and one.head.about is None:
            denied = _denied(kin, told, n)
            about, relation = (denied.head.key, "denies") if denied else (None, None)
            found[n] = one.replace(about=about, relation=relation)
            if denied and denied.head.event_type == "ACCUSE" and not denied.sides[1]:
                found[told.index(denied, max(0, n - BACK))] = _against(denied, one)
    return found


def _denied(kin: Mapping[str, str], told: Sequence[Told], n: int) -> Told | None:
    denial = told[n]
    content = [t for t in told[n + 1 : n + 4] if t.head.is_content and _is_of(t, denial)]
    acts = {(t.head.event_type, t.sides[0]) for t in content}
    near = [t for t in told[n + 1 : n + 3] if t.sentence == denial.sentence]  # "membantah tuduhan PBB"
    later = [t for t in told[n + 1 : n + 8] if t.sentence == denial.sentence + 1]  # "denied it. The UN had accused ..."
    for other in [*near, *reversed(told[max(0, n - BACK) : n]), *later]:
        if other.head.event_type == "ACCUSE" and not other.head.is_content and _answers(kin, denial, other):
            return other
        if (other.head.event_type, other.sides[0]) in acts and other.head.start < denial.head.start:
            return _main_of(told[max(0, n - 2 * BACK) : n], other)
    return None


def _against(accusation: Told, denial: Told) -> Told:
    """Whom an accusation is against that names nobody: who denies it."""
    accused = denial.head.source._replace(basis="speech_act")
    return accusation.replace(target=accused) if accused.actor_id else accusation


def _is_of(content: Told, speech: Told) -> bool:
    return content.head.relation == "content" and content.head.about == speech.head.key


def _answers(kin: Mapping[str, str], denial: Told, accusation: Told) -> bool:
    """Does the accused deny, or the state whose president or army is accused?"""
    accusers, accused = (frozenset(kin.get(a, a) for a in side) for side in accusation.sides)
    mine, whom = (frozenset(kin.get(a, a) for a in side) for side in denial.sides)
    return bool(mine & accused or (not accused and accusers - mine)) and (
        not whom or not accusers or bool(whom & accusers)
    )


def _main_of(told: Sequence[Told], one: Told) -> Told | None:
    """Return the speech act of a content row, else the event itself."""
    if not one.head.is_content:
        return one
    return next((t for t in told if not t.head.is_content and t.head.key == one.head.about), None)


# --- put in order


def _ordered(scan: Scan, words: Mapping[str, list[int]], dates: Sequence[Date], told: list[Told]) -> list[Told]:
    """Relate undated events by the order words of their sentences."""
    low, high = told[0].head.first - _NEAR, told[-1].head.first
    marks = [(kind, token) for kind in _ORDER for token in _within(words[kind], low, high)]
    if not marks:
        return told
    found = list(told)
    mains = [n for n, t in enumerate(told) if not t.head.is_content]
    firsts = [told[n].head.first for n in mains]
    for kind, token in marks:
        if bisect.bisect(firsts, token) == bisect.bisect(firsts, token + _NEAR):
            continue  # no act stands behind it
        low, high = bisect.bisect_left(firsts, token - REACH), bisect.bisect(firsts, token + REACH)
        pair = (_subordinated if kind.startswith("order") else _continued)(scan, told, mains[low:high], token)
        if pair and kind.startswith("order"):
            _part_dates(scan, found, *pair, token, dates)
        if pair:
            _relate(found, *pair, _ORDER[kind])
    return found


def _within(tokens: Sequence[int], low: int, high: int) -> Sequence[int]:
    return tokens[bisect.bisect_left(tokens, low) : bisect.bisect(tokens, high)]


def _relate(told: list[Told], one: int, other: int, order: str) -> None:
    """Write the order into the event that has no date: the first if neither has."""
    if told[one].head.date_edtf is not None:
        one, other, order = other, one, "before" if order == "after" else "after"
    head = told[one].head
    if head.date_edtf is None and head.relation is None and head.key != told[other].head.key:
        told[one] = told[one].replace(about=told[other].head.key, relation=order)


def _part_dates(scan: Scan, told: list[Told], one: int, other: int, token: int, dates: Sequence[Date]) -> None:
    """Take a date of "X on Friday after Y" from Y, of "X after Y on Friday" from X: it stands in one of the clauses."""
    shared = told[one].head.date_edtf
    if shared is None or told[other].head.date_edtf != shared or told[one].sentence != told[other].sentence:
        return
    low = bisect.bisect_left(dates, told[one].sentence, key=lambda d: int(scan.sentence[d.first]))
    named = [d for d in dates[low : low + _NEAR] if d.edtf == shared and scan.sentence[d.first] == told[one].sentence]
    if len(named) != 1:
        return
    at, last = named[0].first, told[other].head.last
    behind = token < at and (at < last or not _parted(scan, last, at))
    loser = one if behind else other
    told[loser] = told[loser].replace(date_edtf=None, date_from=None, date_to=None, date_basis=None)


def _subordinated(scan: Scan, told: Sequence[Told], mains: Sequence[int], token: int) -> tuple[int, int] | None:
    """ "X after Y" or "After Y, X": return (X, Y)."""
    here = [n for n in mains if told[n].sentence == int(scan.sentence[token])]
    behind = [n for n in here if token < told[n].head.first <= token + _NEAR]
    before = [n for n in here if told[n].head.last < token]
    if not behind or ("," in _between(scan, token, told[behind[0]].head.first) and before):
        return None
    if before:
        return before[-1], behind[0]
    later = [n for n in behind[1:] or here if _parted(scan, told[behind[0]].head.last, told[n].head.first)]
    return (later[0], behind[0]) if later else None


def _parted(scan: Scan, low: int, high: int) -> bool:
    return low < high and "," in _between(scan, low, high)


def _between(scan: Scan, low: int, high: int) -> str:
    return "".join("," if code == ord(",") else " " for code in scan.code[low:high])


def _continued(scan: Scan, told: Sequence[Told], mains: Sequence[int], token: int) -> tuple[int, int] | None:
    """ "Y. Then X" or "Y and then X": return (X, Y); the word stands in X's clause, Y is the event told before."""
    sentence = int(scan.sentence[token])
    behind = [n for n in mains if token < told[n].head.first <= token + _NEAR and told[n].sentence == sentence]
    if not behind or "," in _between(scan, token + 2, told[behind[0]].head.first):
        return None
    before = [n for n in mains if told[n].head.last < token and sentence - told[n].sentence <= 1]
    return (behind[0], before[-1]) if before else None
