"""Both sides of a trigger: where its voice and the lexicon's row say that they stand, and where else they may.

A side keeps how it was found (`basis`): as subject, object, agent, behind a preposition, shared with another verb ...
Who a position means is for `people`, where to look for it for `sides`; here it is decided where a trigger looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sahelkit.finding.clauses import Clause
from sahelkit.finding.people import Ground, crowd, on_basis, side_at, states
from sahelkit.finding.rows import Side
from sahelkit.finding.sides import after, antecedent_whom, behind, between, genitive, subject
from sahelkit.finding.triggers import Trigger

Sides = tuple[list[Side], list[Side]]

# Acts of words whose target may stand behind any preposition: "menolak kerja sama dengan Prancis".
_TOWARDS = ("REJECT", "SUPPORT", "AGREE", "CONSULT", "COOPERATE", "THREATEN")
# Acts that a noun names behind a light verb with its doer as subject: "menggelar latihan bersama".
_LIGHT = ("COOPERATE", "CONSULT", "PROTEST", "SUPPORT", "AID", "AGREE", "MOBILIZE")
_INVERTED = re.compile(r"[>\"],?[hwe]{0,2}$")
_NAMED, _PEOPLE = re.compile("[AHPM]"), re.compile("[GgIYL]")
_UNNAMED = ("PROTEST", "RETREAT")  # a crowd, a town that is left
_PLACE, _VERB = re.compile("Q"), re.compile("[vbqju]")
_BLAMED = re.compile(r"[^vqj\n;:TX]{0,10}X[ygtrkG'w]{0,3}([AH])")
_CLAIMS = re.compile(r"S[^vbqj\n;:,]{0,6}$")
_CLAIMED_BY = re.compile(r"[^vqj\n;:TS,]{0,12}S")
_SHARED = re.compile(r",[&]?[gtrkGyw]{0,3}([AHG])")


def handed(some: Iterable[Side]) -> list[Side]:
    """Return the sides of a speech act as those of what it speaks of."""
    return [on_basis(s, "speech_act") for s in some]


def others(some: list[Side], than: Sequence[Side]) -> list[Side]:
    """Return those of `some` whose actor is none of `than`."""
    if not some or not than:
        return some
    if len(some) == 1 == len(than):
        return some if some[0].actor_id != than[0].actor_id else []
    known = [s.actor_id for s in than]
    return [s for s in some if s.actor_id not in known]


def both_sides(ground: Ground, trigger: Trigger, *, doer_asked: bool = False) -> Sides:
    """Return sources and targets of a trigger; an empty list where the text names nobody.

    Whom an attack hit may be told by the word of its outcome, who made it by the noun of the act it was done in.
    `doer_asked`: whom it is done to does not matter where nobody does it.
    """
    sources, targets = _own_sides(ground, trigger, doer_asked=doer_asked)
    is_owner = bool(targets) and "owner" in [s.basis for s in sources]
    if trigger.means is None and trigger.outcome is None and not is_owner:
        return sources, targets
    if is_owner:
        sources = _unlike(sources, targets)
    if trigger.means is not None:
        done_by, done_to = both_sides(ground, trigger.means)
        sources, targets = sources or done_by, targets or done_to
    if trigger.outcome is not None and not targets:
        targets = _own_sides(ground, trigger.outcome)[1]
    return sources, others(targets, sources)


def _unlike(sources: Sequence[Side], targets: Sequence[Side]) -> list[Side]:
    """ "The putschists accuse France": whose they are is not known from the one they turn against."""
    named = {t.actor_id for t in targets if t.basis != "owner"}
    same = [s for s in sources if s.basis == "owner" and s.actor_id in named]
    return [s._replace(actor_id=None, country=None) if s in same else s for s in sources]


def claimers(ground: Ground, trigger: Trigger) -> list[Side]:
    """Return who claims the attack that a noun names: "JNIM mengaku bertanggung jawab atas serangan", "claimed by"."""
    letters, clause, n = ground.letters, trigger.clause, trigger.at
    if trigger.entry.key != "ASSAULT":
        return []
    if letters.find("S", max(clause.lo, n - 8), clause.hi) < 0:
        return []
    before = _CLAIMS.search(letters, max(clause.lo, n - 8), n)
    if before:
        return subject(ground, before.start(), clause)
    behind_it = _CLAIMED_BY.match(letters, n + 1, clause.hi)
    return after(ground, behind_it.end() - 1, clause.hi, "by", "agent") if behind_it else []


def blamed(ground: Ground, trigger: Trigger) -> list[Side]:
    """Return whose the act of a noun is only said to be: "an attack blamed on JNIM", "embuscade attribuée au JNIM"."""
    if ground.letters.find("X", trigger.at + 1, trigger.clause.hi) < 0:
        return []
    found = _BLAMED.match(ground.letters, trigger.at + 1, trigger.clause.hi)
    return side_at(ground, found.start(1), "preposition") if found else []


def _own_sides(ground: Ground, trigger: Trigger, *, doer_asked: bool = False) -> Sides:
    """Return the sides that the trigger's own word gives, none of them both source and target."""
    n, clause, voice = trigger.at, trigger.clause, trigger.voice
    if voice == "noun":
        one, two = between(ground, n, clause.hi)
        if one and two:
            return one, others(two, one)
    if not _has_somebody(ground, trigger):
        return [], []
    before = ground.letters[n - 1] if voice == "active" else ""
    sources = fill(ground, trigger, trigger.roles[0])
    if before == "U":
        sources = _main_subject(ground, trigger) or sources  # "attacked JNIM before leaving Gao"
    is_inverted = is_fought = False
    if not sources or trigger.entry.key == "PROTEST":
        sources, is_inverted, is_fought = _look_on(ground, trigger, sources)
        if doer_asked and not sources:
            return [], []
    whom = antecedent_whom(ground, n - 1, clause.first) if before == "I" and not is_inverted else None
    if whom is not None:
        targets = side_at(ground, whom, "object")
    else:
        targets = [] if is_inverted else fill(ground, trigger, trigger.roles[1])
    if is_fought and not targets:
        targets = fill(ground, trigger, ("to",))
    targets = others(targets, sources) if targets else targets
    if sources and trigger.entry.key != "PROTEST":  # a doctor who helps is no side, nor a teacher who meets a minister
        sources = [s for s in sources if s.actor_id != "civilians" or s.sector == "CVL"]
    return sources, targets or others(_targets(ground, trigger), sources)


def _look_on(ground: Ground, trigger: Trigger, sources: list[Side]) -> tuple[list[Side], bool, bool]:
    """Look on for who does it, where the lexicon's own places name nobody, or where a crowd is asked for.

    Also whether the doer stands behind a quotation ("…”, a promis le président), and whether those who fight stand
    behind the verb (combats ont opposé A à B).
    """
    n, hi = trigger.at, trigger.clause.hi
    is_inverted = not sources and _INVERTED.search(ground.letters, max(0, n - 4), n) is not None
    if is_inverted:
        sources = behind(ground, n, hi, "subject")
    sources = _sources(ground, trigger, sources)
    is_fight = trigger.voice == "noun" and trigger.entry.key == "ASSAULT" and "with" in trigger.roles[1]
    if sources or not is_fight:
        return sources, is_inverted, False
    return behind(ground, n, hi), is_inverted, True


def _has_somebody(ground: Ground, trigger: Trigger) -> bool:
    """Does the sentence name anybody, or any people who are somebody's? Without them every search is in vain."""
    letters, first, last = ground.letters, trigger.clause.first, trigger.clause.last
    if _NAMED.search(letters, first, last) or trigger.entry.key in _UNNAMED:
        return True
    return any(side_at(ground, match.start()) for match in _PEOPLE.finditer(letters, first, last))


def _sources(ground: Ground, trigger: Trigger, sources: list[Side]) -> list[Side]:
    """Look on for who does it, where the lexicon's own places name nobody."""
    of_source = trigger.roles[0]
    if not sources and trigger.quote is not None and "subj" in of_source:
        sources = _speaker(ground, trigger)
    if trigger.entry.key == "PROTEST" and trigger.voice != "passive":
        crowds = [s for s in sources if s.actor_id != "civilians"]
        sources = crowds or [on_basis(s, "subject") for s in crowd(ground, trigger.at, trigger.clause.lo)]
    if not sources and trigger.voice == "noun":
        sources = fill(ground, trigger, ("by",)) or _light(ground, trigger)
    if not sources and "subj" in of_source and trigger.voice == "active":
        purpose = ground.letters[trigger.at] == "j" and ground.letters[trigger.at - 1] in "do"
        sources = (_main_subject(ground, trigger) if purpose else []) or _elsewhere(ground, trigger)
    return sources


def _targets(ground: Ground, trigger: Trigger) -> list[Side]:
    """Look on for whom it is done to."""
    if "subj" in trigger.roles[1] and trigger.voice == "passive":
        return _elsewhere(ground, trigger)
    if trigger.voice != "active":
        return []
    found = fill(ground, trigger, ("with", "against", "to")) if trigger.entry.key in _TOWARDS else []
    found = found or _object(ground, trigger)
    return found or (_left(ground, trigger) if trigger.entry.key == "RETREAT" else [])


def _left(ground: Ground, trigger: Trigger) -> list[Side]:
    """Return the state that is left with a place: "meninggalkan pangkalan di Gao", "quitted Tessalit"."""
    if trigger.entry.data.get("mode") != "withdraw":
        return []
    for match in _PLACE.finditer(ground.letters, trigger.at + 1, trigger.clause.hi):
        mention = ground.mentions[ground.tape.ref[match.start()]]
        state = states(ground.scan.lexicon).get(mention.country)
        text = ground.scan.text[mention.start : mention.end]
        if state and mention.country:
            return [Side(state, text, mention.country, None, mention.start, "place")]
    return []


def _main_subject(ground: Ground, trigger: Trigger) -> list[Side]:
    """Return the subject of the verb that "before leaving", "setelah menyerang" follows; empty where it opens."""
    letters, clause = ground.letters, trigger.clause
    verb = max(letters.rfind(v, clause.lo, trigger.at - 1) for v in "vbq")
    if verb < 0:
        return []
    shared = subject(ground, verb, clause, "shared")
    return shared or [on_basis(s, "shared") for s in crowd(ground, verb, clause.lo)]


def _object(ground: Ground, trigger: Trigger) -> list[Side]:
    """Whose thing the object is: "menolak tawaran Prancis", "praised the efforts of Niger"; or a name right behind."""
    n, hi = trigger.at, trigger.clause.hi
    if trigger.entry.key in ("REJECT", "AGREE", "SUPPORT", "ACCUSE") and trigger.act != "denial":
        return behind(ground, n, hi) or after(ground, n, hi, "of", "object")
    adjacent = n + 1 < hi and ground.letters[n + 1] in "AH" and trigger.entry.data.get("mode") == "disarm"
    return side_at(ground, n + 1, "object") if adjacent else []


def _speaker(ground: Ground, trigger: Trigger) -> list[Side]:
    """Inside a quotation "I" and "we" are its speaker."""
    quote = trigger.quote
    if quote is None or quote.speaker_id is None or "M" not in ground.letters[trigger.clause.lo : trigger.at]:
        return []
    return [Side(quote.speaker_id, quote.speaker_text, None, None, quote.speaker_start, "speaker")]


def _light(ground: Ground, trigger: Trigger) -> list[Side]:
    if trigger.entry.key not in _LIGHT or _VERB.search(ground.letters, trigger.clause.lo, trigger.at):
        return []
    return subject(ground, trigger.at, trigger.clause)


def fill(ground: Ground, trigger: Trigger, roles: Sequence[str]) -> list[Side]:
    """Return the first of the roles' sides that names anybody."""
    n, clause, voice = trigger.at, trigger.clause, trigger.voice
    for role in roles:
        if role == "subj":
            found = subject(ground, n, clause, near=voice == "passive")
        elif role == "obj" or (role == "gen" and voice != "noun"):
            found = behind(ground, n, clause.hi)
        elif role == "gen":
            found = genitive(ground, n, clause.hi)
        else:
            basis = "agent" if role == "by" else "preposition"
            found = after(ground, n, clause.hi, role, basis, is_noun=voice == "noun")
        if found:
            return found
    return []


def _elsewhere(ground: Ground, trigger: Trigger) -> list[Side]:
    """A verb without a subject in its clause shares one: of the clause before it, else of the one behind a comma."""
    letters, clause = ground.letters, trigger.clause
    if clause.lo > clause.first and letters[clause.lo - 1] not in '<"':
        before = Clause(clause.first, clause.lo, clause.first, clause.last)
        earlier = subject(ground, clause.lo - 1, before, "shared")
        if earlier:
            return earlier
    later = _SHARED.search(letters, trigger.at, clause.last) if trigger.at - clause.first < 4 else None
    if later is None:
        return []
    return subject(ground, later.end(), Clause(later.start(), later.end(), clause.first, clause.last), "shared")
