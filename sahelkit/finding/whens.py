"""When and where: the date and the place that belong to a trigger.

The nearest date of the clause, else the only one of the sentence where it cannot date what somebody said; the
publication date is never one. The place is the nearest that a preposition marks as a place and that is no side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sahelkit.finding.people import Ground
from sahelkit.finding.rows import Date, Mention, Side
from sahelkit.finding.triggers import Trigger

_DATE, _PLACE, _SAID = re.compile("D"), re.compile("[PQ]"), re.compile("[sSp]")
_VERB = re.compile("[vbqj]")
_FOREIGN = re.compile(r'[T<">;]')
_CUE_DATE = re.compile(r"[sSp][^vbqj\n;:T<>\"]{0,12}?[,iomd]?[wy]{0,2}D")
_INSIDE_SPEECH = re.compile(r"[qsS]D[hj]")
_FAR = 2  # commas
_OF_RELATIVE = re.compile(r"R[^,\n;]*[vbqj][^,\n;]*$")
_TRAILING = re.compile(r",[ygtrkC]{0,3}[AHG][hew]{0,2}[vqsS][aiom]?D$")
_NEW_CLAUSE = re.compile(r"[&,][ygtrkG#]{0,3}[AHGI][GhewNyF]{0,3}[vbq]")
_PARENTHETICAL = re.compile(r",[hew]{0,2}$")
_LOCATED = re.compile(r"[iomacO][ykgGtrwV#']{0,3}$|[kGgD,][O]?[y]?$")


def date_of(
    ground: Ground, trigger: Trigger, dates: Sequence[Date], *, of_saying: bool = False, before: int | None = None
) -> tuple[Date | None, str | None]:
    """Return the date of a trigger and its basis (stated, relative, inherited).

    `of_saying`: the day it was said; `before`: only dates before that tape position.
    """
    letters, clause, n = ground.letters, trigger.clause, trigger.at
    if letters.find("D", clause.first, clause.last) < 0:
        return None, None
    whole: list[int] = []
    for match in _DATE.finditer(letters, clause.first, clause.last if before is None else min(before, clause.last)):
        p = match.start()
        if is_of_saying(letters, p, n, clause.first) != of_saying:
            continue
        if of_saying:
            return dates[ground.tape.ref[p]], "inherited"
        if _dates(letters, p, n, clause.first):
            whole.append(p)
    inside = [p for p in whole if clause.lo <= p < clause.hi] if whole else whole
    if inside:
        nearest = inside[0] if len(inside) == 1 else min(inside, key=lambda p: (abs(p - n), p < n))
        date = dates[ground.tape.ref[nearest]]
        return date, "stated" if date.anchor == "absolute" else "relative"
    if len(whole) == 1 and not _FOREIGN.search(letters[min(whole[0], n) : max(whole[0], n)]):
        return dates[ground.tape.ref[whole[0]]], "inherited"
    return None, None


def is_of_saying(letters: str, date: int, n: int, first: int) -> bool:
    """Is it the day somebody spoke or wrote, not that of the act at n?

    "…, kata Bazoum, Kamis (6/6)", "Pada Kamis, Prancis mengatakan …", "ECOWAS said on Sunday that …",
    "Dikutip dari Reuters, Selasa (11/6), …"; but "Pada Kamis, kata Bazoum, …" dates the act.
    """
    if date < n and (letters[date + 1] == "T" or _INSIDE_SPEECH.match(letters, date - 1)):
        return True  # "announced on Monday that …", "a annoncé jeudi avoir tué …"
    cue = max(letters.rfind("s", first, n), letters.rfind("S", first, n), letters.rfind("p", first, n))
    if 0 <= cue < date < n:
        return bool(_CUE_DATE.fullmatch(letters, cue, date + 1)) and letters[date + 1 : date + 2] in (",", "T", ")")
    if date < cue and letters[cue] in "sS":
        return not _PARENTHETICAL.search(letters, max(first, cue - 3), cue)
    comma = letters.find(",", n, date)
    if comma < 0:
        return False
    if _TRAILING.search(letters, n, date + 1):
        return True  # "…, the Pentagon announced in May"
    behind = _SAID.search(letters, n, date)
    return behind is not None and comma < behind.start()


def _dates(letters: str, date: int, n: int, first: int) -> bool:
    """Can the date belong to the trigger at n? Not where another verb stands between them, unless the date opens the
    sentence ("Pada 8 Maret, Mali …") or the verbs are joined before it ("menyerang dan membakar … pada 8 Maret");
    nor where it closes another verb's clause ("Mali, yang mengusir … pada Januari, mengundang …")."""
    between = letters[min(date, n) + 1 : max(date, n)]
    if date > n and between.rfind("R") > (1 if letters[n] == "n" else -1) and "," not in between[between.rfind("R") :]:
        return False  # "mengakhiri misi yang dimulai pada 2013"; but "Tuduhan yang digaungkan pada 8 Maret"
    if date > n and "R" in between and between.count(",") > _FAR:
        return False  # it closes a relative clause of another noun
    if date < n and ("R" in between or _is_of_relative(letters, first, date)):
        return False  # "yang diculik pada 2016 dibebaskan", "pada Senin mengusir diplomat yang dituduh"
    if date > n and _NEW_CLAUSE.search(between):
        return False  # "broke off relations, and France left in January"
    others = _VERB.findall(between)
    if date < n and date - first >= 4 and "," in between:
        before = letters[max(first, date - 20) : date]
        if _VERB.search(before[before.rfind(",") + 1 :]):
            return False
    return not others or (date < n and date - first < 4) or (date > n and between.count("&") >= len(others))


def _is_of_relative(letters: str, first: int, date: int) -> bool:
    return letters.find("R", first, date) >= 0 and bool(_OF_RELATIVE.search(letters, first, date))


def place_of(ground: Ground, trigger: Trigger, targets: Sequence[Side]) -> Mention | None:
    """Return the nearest place of the clause that is no side and no subject ("Sungai Niger meluap")."""
    letters, clause, n = ground.letters, trigger.clause, trigger.at
    if not _PLACE.search(letters, clause.lo, clause.hi):
        return None
    taken = [side.start for side in targets]
    spots = [match.start() for match in _PLACE.finditer(letters, clause.lo, clause.hi)]
    for p in sorted(spots, key=lambda p: abs(p - n)) if len(spots) > 1 else spots:  # of two as near the first
        mention = ground.mentions[ground.tape.ref[p]]
        if mention.start not in taken and (p > n or _LOCATED.search(letters, max(clause.first, p - 4), p)):
            return mention
    return None
