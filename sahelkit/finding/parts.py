"""Numbers that hang together: joined ones share a verb, a part names its whole, an elliptic one goes on from another.

"menewaskan 12 tentara dan 3 warga sipil" gives both numbers one fate; "30 people died, among them 11 soldiers" makes
11 a part of 30, so that sums never count anybody twice. No sum is ever made here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sahelkit.finding.counts import SHARE, Count

_WEAK = (None, "noun")  # what befell those counted is no verb's word
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
        if count.whole is None and count.like is None:
            continue
        giver = found[at[count.whole]] if count.whole in at else found[at[count.like]] if count.like in at else None
        if giver is None or giver.at > count.at:
            continue
        goes_on = count.whole is not None or _goes_on(letters, count, giver)
        weak = count.source in _WEAK and giver.kind and goes_on
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
    """Give joined numbers one verb; a part has its whole's fate, not its neighbour's."""
    found = list(counts)
    weak = [n for n, count in enumerate(counts) if count.source in _WEAK and count.whole is None]
    for n in weak:
        if n and found[n - 1].source == "before" and _are_joined(letters, found[n - 1], found[n]):
            found[n] = found[n]._replace(kind=found[n - 1].kind, source="before")
    for n in reversed(weak):
        behind = found[n + 1] if n + 1 < len(found) and found[n].source in _WEAK else None
        if behind is not None and behind.source == "behind" and _are_joined(letters, found[n], behind):
            found[n] = found[n]._replace(kind=behind.kind, source="behind")
    return found


def _are_joined(letters: str, one: Count, two: Count) -> bool:
    return _JOINED.fullmatch(letters, one.end, two.at) is not None


def _tie(letters: str, counts: Sequence[Count]) -> list[Count]:
    """Find the whole of each part."""
    found = list(counts)
    for n, count in enumerate(found):
        whole = _whole(letters, found, n)
        if whole is not None:
            found[n] = count._replace(whole=whole.at)
            if whole.at > count.at and count.source in _WEAK and whole.source == "behind":
                # "12 of the 40 soldiers were killed": the verb is the part's.
                own = whole.entry.data.get("figure_kind") if whole.entry else None
                found[n] = found[n]._replace(kind=whole.kind, source="behind", entry=count.entry or whole.entry)
                found[n + 1] = whole._replace(kind=own or None, source="noun" if own else None)
    return found


def _whole(letters: str, found: Sequence[Count], n: int) -> Count | None:
    count = found[n]
    if n + 1 < len(found) and count.noun is None and _SHARE.fullmatch(letters, count.at + 1, found[n + 1].at):
        return found[n + 1]
    last = found[n - 1] if n and letters.count("\n", found[n - 1].at, count.at) <= 1 else None
    if last is None:
        return None
    if count.rule == "figures.predicate" or _is_among(letters, count):
        wholes = [c for c in _near(letters, found, n) if c.whole is None]
        return wholes[-1] if wholes else None
    if last.whole is not None and count.source in _WEAK and _are_joined(letters, last, count):
        return next((c for c in _near(letters, found, n) if c.at == last.whole), None)
    return _opened(letters, found, n) if count.noun is None else None


def _opened(letters: str, found: Sequence[Count], n: int) -> Count | None:
    """ "Of the 40, 12 came back": the first count of the sentence, where "of" opens it."""
    here = [c for c in _near(letters, found, n) if letters.find("\n", c.at, found[n].at) < 0]
    opened = [c for c in here if _OUT_OF.search(letters, max(0, c.at - 4), c.at)]
    return opened[0] if opened and opened[0].whole is None else None


def _near(letters: str, found: Sequence[Count], n: int) -> Sequence[Count]:
    """The counts before one, at most six, in its sentence and the one before it."""
    at, low = found[n].at, n
    while low > max(0, n - _REACH) and letters.count("\n", found[low - 1].at, at) <= 1:
        low -= 1
    return found[low:n]


def _is_among(letters: str, count: Count) -> bool:
    """ "27 di antaranya tentara", "including 12 soldiers", "15 soldiers among them"."""
    behind = letters[count.at + 1 : count.end + 1]
    return "a" in behind or _AMONG.search(letters, max(0, count.at - 4), count.at) is not None
