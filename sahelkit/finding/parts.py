"""Numbers that hang together: joined ones share a verb, a part names its whole, an elliptic one goes on from another.

"menewaskan 12 tentara dan 3 warga sipil" gives both numbers one fate; "30 people died, among them 11 soldiers" makes
11 a part of 30, so that sums never count anybody twice. No sum is ever made here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sahelkit.finding.counts import SHARE, Count

_REACH = 6  # counts before one in which its whole is sought
_JOINED = re.compile(r"[AwolOyGPSD'\]iKXZ>\"-]{0,8}(?:,&?|&)[hlywOZ]{0,3}")
_AMONG = re.compile(r"a[hwyO:'\]]{0,2}$")
_OUT_OF = re.compile(r"(?:[\n,;]|^)(?:r|[Of][yO]?)[hwy]?$")
_SHARE = re.compile(r"[Ofr][yZ]{0,2}h?")


def settle(letters: str, counts: Sequence[Count]) -> list[Count]:
    """Give joined numbers one fate, tie parts to wholes, and let parts and elliptic numbers inherit."""
    found = _share(letters, [c for c in _tie(letters, counts) if c.rule != SHARE or c.whole is not None])
    at = {c.at: n for n, c in enumerate(found)}
    for n, count in enumerate(found):
        giver = found[at[count.whole]] if count.whole in at else found[at[count.like]] if count.like in at else None
        if giver is None or giver.at > count.at:
            continue
        goes_on = count.whole is not None or _goes_on(letters, count, giver)
        weak = count.source in (None, "noun") and giver.kind and goes_on
        kind = giver.kind if weak else count.kind
        entry = count.entry or (giver.entry if count.noun is None else None)
        source = giver.source if weak else count.source
        found[n] = count._replace(kind=kind, entry=entry, source=source)
    return found


def _goes_on(letters: str, count: Count, giver: Count) -> bool:
    """Others share the fate of those before, unless a verb of their own follows the killed ("others fled to Gao")."""
    if count.rule in ("figures.predicate", "figures.compared"):
        return True
    if count.kind is not None and count.rule.startswith("figures.noun"):
        return giver.kind != "killed" or letters[count.end + 1 : count.end + 2] in ".,;\n"
    return giver.kind not in ("killed", "wounded") or letters[count.end : count.end + 1] in tuple(".,;\n&i")


def _share(letters: str, counts: Sequence[Count]) -> list[Count]:
    found = list(counts)
    order = range(len(found))
    for n in order[1:]:
        giver, count = found[n - 1], found[n]
        if giver.source == "before" and _takes(letters, count, giver.end, count.at):
            found[n] = count._replace(kind=giver.kind, source="before")
    for n in reversed(order[:-1]):
        count, giver = found[n], found[n + 1]
        if giver.source == "behind" and _takes(letters, count, count.end, giver.at):
            found[n] = count._replace(kind=giver.kind, source="behind")
    return found


def _takes(letters: str, count: Count, low: int, high: int) -> bool:
    """A part has its whole's fate, not its neighbour's."""
    weak = count.source in (None, "noun") and count.whole is None
    return weak and bool(_JOINED.fullmatch(letters, low, high))


def _tie(letters: str, counts: Sequence[Count]) -> list[Count]:
    """Find the whole of each part."""
    found = list(counts)
    for n, count in enumerate(found):
        whole = _whole(letters, found, n)
        if whole is not None:
            found[n] = count._replace(whole=whole.at)
            if whole.at > count.at and count.source in (None, "noun") and whole.source == "behind":
                # "12 of the 40 soldiers were killed": the verb is the part's.
                own = whole.entry.data.get("figure_kind") if whole.entry else None
                found[n] = found[n]._replace(kind=whole.kind, source="behind", entry=count.entry or whole.entry)
                found[n + 1] = whole._replace(kind=own or None, source="noun" if own else None)
    return found


def _whole(letters: str, found: Sequence[Count], n: int) -> Count | None:
    count = found[n]
    if n + 1 < len(found) and count.noun is None and _SHARE.fullmatch(letters, count.at + 1, found[n + 1].at):
        return found[n + 1]
    near = _near(letters, found, n)
    if not near:
        return None
    wholes = [c for c in near if c.whole is None]
    if _is_among(letters, count) or count.rule == "figures.predicate":
        return wholes[-1] if wholes else None
    last = near[-1]
    if last.whole is not None and count.source in (None, "noun") and _JOINED.fullmatch(letters, last.end, count.at):
        return next((c for c in near if c.at == last.whole), None)
    here = [c for c in near if letters.find("\n", c.at, count.at) < 0]
    opened = [c for c in here if _OUT_OF.search(letters, max(0, c.at - 4), c.at)]
    return opened[0] if opened and count.noun is None and opened[0].whole is None else None


def _near(letters: str, found: Sequence[Count], n: int) -> Sequence[Count]:
    """The counts before one, at most six, in its sentence and the one before it."""
    at, low = found[n].at, n
    while low > max(0, n - _REACH) and letters.count("\n", found[low - 1].at, at) <= 1:
        low -= 1
    return found[low:n]


def _is_among(letters: str, count: Count) -> bool:
    """ "27 di antaranya tentara", "including 12 soldiers", "15 soldiers among them"."""
    before = max(0, count.at - 4)
    if letters[count.at + 1 : count.at + 2] == "a" or "a" in letters[count.at + 1 : count.end + 1]:
        return True
    return "a" in letters[before : count.at] and bool(_AMONG.search(letters, before, count.at))
