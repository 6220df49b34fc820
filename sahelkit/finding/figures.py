"""Numbers of people: whose they are, what happened to them, which kind of people, where, when, and who says so.

A quantity is a figure when a noun for people, a word for what befell people, or "others" and "of them" stands by it;
distances, money, ages and the like never are. "Twelve soldiers and three civilians were killed" gives both numbers
their kind from the one verb. Sums are never made; a part names the whole that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sahelkit.columns import FIGURE_KINDS
from sahelkit.finding.rows import Date, Event, Figure, Mention, Quantity, Quote
from sahelkit.finding.scan import Scan
from sahelkit.finding.tape import Tape, lay, lexicon_layer, spans_layer
from sahelkit.lexicons.build import Entry

# Letters: Q quantity, D date, A actor, P place; G noun for people, K what befell people, J number of members follows,
# o others, a among, m measure, n not counted, I pronoun, e be, h have, O of, & and, N negation, y article.
_FIGURES = dict.fromkeys((k for k in FIGURE_KINDS if k != "other"), "K") | {
    "measure": "m", "not_counted": "n", "group_of": "J", "others": "o", "among": "a", "unit_of": "U",
}
_ROLES = dict.fromkeys(("people", "force", "title", "press", "government"), "G")
_WORDS = {"pronoun": "I", "be": "e", "have": "h", "of": "O", "and": "&", "negation": "N", "article": "y", "relative": "R"}
_NOUN = {
    "id": re.compile(r"A?(G)(G)?"),
    "en": re.compile(r"O?y?[AwoCPKe'-]{0,3}?(G)(G)?"),
    "fr": re.compile(r"O?'?o?w?(G)(G)?"),
}
_OTHERS = re.compile(r"O?'?[oa]")
_BARE = re.compile(r"O?'?[ehwN]{0,3}(K)(?:[eh]{1,2}w?(K))?")
_FELL_BEFORE = re.compile(r"K[wyOhD]{0,2}$")
_FELL_AFTER = re.compile(r"[AwoehyGOPD'NRCi]{0,8}?(K)(?!h?Q)")
_MEMBERS = re.compile(r"J[wh]{0,2}$")
_STRONG = re.compile(r"-?J")
_UNIT = re.compile(r"[GUI][^\n;:K]{0,9}$")
_JOINED = re.compile(r"[AwoOyGPKe']{0,6}(?:,&?|&)[wKhG]{0,2}")
_EVENTS = {
    "killed": ("ASSAULT",), "wounded": ("ASSAULT",), "abducted": ("ASSAULT",), "captured": ("COERCE", "ASSAULT"),
    "arrested": ("COERCE",), "released": ("RETREAT",), "surrendered": ("RETREAT",),
    "troops": ("RETREAT", "MOBILIZE", "AID", "CONCEDE", "THREATEN"),
}  # fmt: skip


class _Ground(NamedTuple):
    """What the figures' rules look at."""

    scan: Scan
    tape: Tape
    quantities: Sequence[Quantity]
    mentions: Sequence[Mention]
    dates: Sequence[Date]


class _Count(NamedTuple):
    """A quantity of people on the tape: its position, its noun's position and entry, what befell them."""

    at: int
    noun: int | None
    entry: Entry | None
    kind: str | None
    rule: str


def find_figures(
    scan: Scan, quantities: Sequence[Quantity], mentions: Sequence[Mention], dates: Sequence[Date],
    quotes: Sequence[Quote], events: Sequence[Event],
) -> list[Figure]:  # fmt: skip
    """Find the numbers of people in a batch.

    Returns
    -------
    list of Figure
        In text order; one a quantity.
    """
    ground = _Ground(scan, _tape(scan, quantities, mentions, dates), quantities, mentions, dates)
    counts: list[_Count] = []
    for match in re.finditer("Q", ground.tape.letters):
        count = _count(ground, match.start(), counts[-1] if counts else None)
        if count is not None:
            counts.append(count)
    counts = _share_kinds(ground.tape.letters, counts)
    counts = _inherit(ground.tape.letters, counts)
    by_sentence = _grouped(scan, events)
    return [_figure(ground, c, counts[:n], quotes, by_sentence) for n, c in enumerate(counts)]


def _tape(scan: Scan, quantities: Sequence[Quantity], mentions: Sequence[Mention], dates: Sequence[Date]) -> Tape:
    named = spans_layer([(m.first, m.last) for m in mentions], "A")
    for n, mention in enumerate(mentions):
        if mention.use == "place":
            named.letter[n] = ord("P")
    return lay(scan, [
        spans_layer([(q.first, q.last) for q in quantities], "Q"),
        spans_layer([(d.first, d.last) for d in dates], "D"),
        named,
        spans_layer([(q.hedge_first, q.hedge_last) for q in quantities if q.hedge_first >= 0], "h"),
        lexicon_layer(scan, "figures", _FIGURES),
        lexicon_layer(scan, "roles", _ROLES),
        lexicon_layer(scan, "words", _WORDS),
    ])  # fmt: skip


def _grouped(scan: Scan, events: Sequence[Event]) -> Mapping[int, list[Event]]:
    found: dict[int, list[Event]] = {}
    for event in events:
        found.setdefault(int(scan.sentence[event.first]), []).append(event)
    return found


def _count(ground: _Ground, n: int, previous: _Count | None) -> _Count | None:
    """Decide whether the quantity at n counts people."""
    letters, scan = ground.tape.letters, ground.scan
    if letters[n + 1 : n + 2] in ("m", "%") or letters[n - 1 : n] in ("n", "$", "?", "/", ":", "#"):
        return None
    noun = _NOUN[scan.lexicon.language].match(letters, n + 1)
    if noun:
        at = noun.start(2) if noun[2] else noun.start(1)
        entry = _countable(scan, ground.tape, at) or _countable(scan, ground.tape, noun.start(1))
        if entry:
            kind = _fell(ground, n, noun.end() - 1, entry)
            if kind in (None, "troops") and letters[noun.end() : noun.end() + 1] == "o" and previous:
                kind = previous.kind
            kind = "troops" if kind is None and _is_of_unit(letters, n) else kind
            return _Count(n, at, entry, kind, f"figures.noun:{entry.form}")
    if _is_of_unit(letters, n):
        return _Count(n, None, None, "troops", "figures.members")
    if previous and _OTHERS.match(letters, n + 1) and letters.count("\n", previous.at, n) <= 1:
        kind = _fell(ground, n, n + 1, None) or previous.kind
        return _Count(n, previous.noun, previous.entry, kind, "figures.others")
    kind = _fell(ground, n, n, None, bare=True)
    return _Count(n, None, None, kind, "figures.befell") if kind else None


def _is_of_unit(letters: str, n: int) -> bool:
    """Is this the strength of a force, a mission or "they" ("yang beranggotakan 200 orang", "a 1,700-strong force")?"""
    if _STRONG.match(letters, n + 1):
        return True
    members = _MEMBERS.search(letters, max(0, n - 3), n)
    return bool(members and _UNIT.search(letters, max(0, members.start() - 12), members.start()))


def _countable(scan: Scan, tape: Tape, at: int) -> Entry | None:
    return next((e for e in scan.entries(tape.ref[at]) if e.data.get("countable")), None)


def _fell(ground: _Ground, n: int, noun: int, entry: Entry | None, *, bare: bool = False) -> str | None:
    """Return what befell the people counted at n: from the verb before, the verb behind, or the noun itself."""
    letters = ground.tape.letters
    before = _FELL_BEFORE.search(letters, max(0, n - 3), n)
    if before:
        return _kind(ground, before.start())
    behind = (_BARE if bare else _FELL_AFTER).match(letters, noun + 1)
    if behind:
        return _kind(ground, behind.end() - 1)
    within = letters.find("K", n, noun)
    if within >= 0:
        return _kind(ground, within)
    return (entry.data.get("figure_kind") or None) if entry else None


def _kind(ground: _Ground, at: int) -> str:
    return next(e.kind for e in ground.scan.entries(ground.tape.ref[at]) if e.kind in FIGURE_KINDS)


def _share_kinds(letters: str, counts: Sequence[_Count]) -> list[_Count]:
    """Let joined numbers share one verb: "menewaskan 12 tentara dan 3 warga sipil", "12 soldiers and 3 others died"."""
    found = list(counts)
    for step in (1, -1):
        order = range(1, len(found)) if step == 1 else range(len(found) - 2, -1, -1)
        for n in order:
            giver = found[n - step]
            low, high = sorted((giver.at, found[n].at))
            own = found[n].kind not in (None, "troops")
            if not own and giver.kind not in (None, "troops") and _JOINED.fullmatch(letters, low + 1, high):
                if step == 1 and not re.search(r"K[wyOhD]{0,2}$", letters[max(0, low - 3) : low]):
                    continue
                found[n] = found[n]._replace(kind=giver.kind)
    return found


def _inherit(letters: str, counts: Sequence[_Count]) -> list[_Count]:
    """A part has the kind of its whole: "sedikitnya 30 tewas, di antaranya 11 tentara"."""
    found = list(counts)
    for n in range(1, len(found)):
        joined = found[n - 1].kind and re.fullmatch(r"[^\n,;:]{0,5}&?", letters[found[n - 1].at + 1 : found[n].at])
        if found[n].kind in (None, "troops") and (_is_part(letters, found[n].at, found[n - 1].at) or (joined and n > 1 and _is_part(
                letters, found[n - 1].at, found[n - 2].at))):  # fmt: skip
            found[n] = found[n]._replace(kind=found[n - 1].kind)
    return found


def _is_part(letters: str, n: int, whole: int) -> bool:
    if letters.count("\n", whole, n) > 1:
        return False
    return letters[n + 1 : n + 2] == "a" or bool(re.search(r"a[hwy]{0,2}$", letters[max(0, n - 3) : n]))


def _figure(
    ground: _Ground, count: _Count, earlier: Sequence[_Count], quotes: Sequence[Quote], events: Mapping[int, list[Event]]
) -> Figure:
    quantity = ground.quantities[ground.tape.ref[count.at]]
    kind = count.kind or "other"
    said = next((q for q in quotes if q.start <= quantity.start < q.end), None)
    actor_id, basis = _whose(ground, count, kind, said)
    event = _event(ground, quantity, kind, events)
    date = _nearest_date(ground, count.at) if event is None else None
    status = event.status if event else "claimed" if said and said.speaker_text else "reported"
    return Figure(
        quantity.first, quantity.last, quantity.start, quantity.end, quantity.value, quantity.value_low,
        quantity.value_high, quantity.hedge, kind, (count.entry.data.get("sector") or None) if count.entry else None,
        actor_id, basis, said.speaker_id if said else None, said.speaker_text if said else None, status,
        _place(ground, count.at), _whole(ground, count, earlier), (event.start, event.is_content) if event else None,
        *((event.date_edtf, event.date_from, event.date_to, event.date_basis) if event else date or (None,) * 4),
        count.rule,
    )  # fmt: skip


def _whose(ground: _Ground, count: _Count, kind: str, said: Quote | None) -> tuple[str | None, str | None]:
    """Return whose people they are: the name by the noun, -nya's owner, else for troops the one the clause is about."""
    letters, tape, scan = ground.tape.letters, ground.tape, ground.scan
    if count.noun is not None and count.noun > count.at:
        beside = re.compile(r"G?O?y?'?(A)").match(letters, count.noun + 1) or re.search(r"A", letters[count.at + 1 : count.noun])
        if beside:
            at = beside.start(1) if beside.re.groups else count.at + 1 + beside.start()
            return ground.mentions[tape.ref[at]].actor_id, "noun"
        if scan.clip[tape.last[count.noun]]:
            return _last(ground, count.at, None), "possessive"
    if kind != "troops":
        return None, None
    return _last(ground, count.at, said), "clause"


def _last(ground: _Ground, n: int, said: Quote | None) -> str | None:
    """The last actor before position n in its sentence or the one before; inside a quotation never the speaker's own."""
    letters = ground.tape.letters
    floor = letters.rfind("\n", 0, max(0, letters.rfind("\n", 0, n)))
    found = [ground.mentions[ground.tape.ref[p]] for p in range(n - 1, floor, -1) if letters[p] == "A"]
    if said is not None:
        # "Wagner ada di Mali," … “Mereka berjumlah …”: they are whom the speaker named, not the speaker's own house.
        inside = [m for m in found if ground.scan.text[m.start - 1 : m.start] in "“\"«‘" or said.start <= m.start]
        found = inside or [m for m in found if m.actor_id != said.speaker_id]
    return next((m.actor_id for m in found), None)


def _event(ground: _Ground, quantity: Quantity, kind: str, events: Mapping[int, list[Event]]) -> Event | None:
    """The nearest event of the sentence that can have that outcome."""
    here = events.get(int(ground.scan.sentence[quantity.first]), [])
    fitting = [e for e in here if e.event_type in _EVENTS.get(kind, ())]
    return min(fitting, key=lambda e: (abs(e.start - quantity.start), e.is_content), default=None)


def _nearest_date(ground: _Ground, n: int) -> tuple[str | None, object, object, str] | None:
    letters = ground.tape.letters
    low, high = letters.rfind("\n", 0, n) + 1, letters.find("\n", n)
    spots = [p for p in range(low, high) if letters[p] == "D"]
    if not spots:
        return None
    date = ground.dates[ground.tape.ref[min(spots, key=lambda p: abs(p - n))]]
    return date.edtf, date.date_from, date.date_to, "stated" if date.anchor == "absolute" else "relative"


def _place(ground: _Ground, n: int) -> str | None:
    letters = ground.tape.letters
    low, high = letters.rfind("\n", 0, n) + 1, letters.find("\n", n)
    spots = sorted((p for p in range(low, high) if letters[p] == "P"), key=lambda p: abs(p - n))
    return ground.mentions[ground.tape.ref[spots[0]]].actor_id if spots else None


def _whole(ground: _Ground, count: _Count, earlier: Sequence[_Count]) -> int | None:
    """The start of the figure that this one is a part of: "2.400 di antaranya", "12 people, including 3 children"."""
    if not earlier or not _is_part(ground.tape.letters, count.at, earlier[-1].at):
        return None
    return ground.quantities[ground.tape.ref[earlier[-1].at]].start
