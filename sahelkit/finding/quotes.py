"""Quotations, direct and indirect, each with its speaker.

Marks are paired first (marks.py), cues and names laid on a tape (sayings.py), then words in marks (direct.py) and
reported clauses (reported.py) are found. Here they meet in text order, and pronouns, `-nya`, offices and quotations
without a cue get their speakers from what was said before in the same article.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sahelkit.finding.direct import find_direct
from sahelkit.finding.marks import find_marked
from sahelkit.finding.reported import find_reported
from sahelkit.finding.rows import Mention, Quote
from sahelkit.finding.sayings import Ground, Saying, find_cues, lay_ground
from sahelkit.finding.scan import Scan
from sahelkit.finding.speakers import Known, actor_of, known, last_named

_FAR = 6  # sentences between two quotations of one speaker
_Said = tuple[Saying, str | None, int, int]  # a saying, its speaker's id, first and last tape position (-1: nowhere)


def find_quotes(scan: Scan, mentions: Sequence[Mention]) -> list[Quote]:
    """Find the quotations of a batch.

    Parameters
    ----------
    scan : Scan
    mentions : sequence of Mention
        Of the same batch, in text order.

    Returns
    -------
    list of Quote
        In text order, not overlapping; offsets in code points of the batch. A batch without cues and marks gives none.
    """
    if not len(scan.start):
        return []
    ground = lay_ground(scan, mentions)
    cues = find_cues(ground)
    direct = find_direct(ground, find_marked(scan), cues)
    sayings = sorted(direct + find_reported(ground, cues, direct), key=lambda s: (s.first, s.last))
    whom = known(ground)
    found: list[_Said] = []
    edge = -1
    for saying in sayings:
        if saying.first > edge:  # else two marks left open in one sentence
            said = _resolved(ground, saying, whom, found[-1] if found else None)
            if said is not None:
                found.append(said)
                edge = saying.last
    return _quotes(ground, found)


def _resolved(ground: Ground, saying: Saying, whom: Known, last: _Said | None) -> _Said | None:
    """Give a saying its speaker; None for a report that nobody known makes."""
    speaker = saying.speaker
    if speaker is None:
        return _inherited(ground, saying, whom, last if _near(ground, last, saying) else None)
    actor = None
    if speaker.kind in ("name", "office"):
        actor = actor_of(ground, speaker, whom)
    elif speaker.kind in ("pronoun", "clitic"):
        actor = _antecedent(ground, speaker.first, whom, last if _near(ground, last, saying) else None)
    return saying, actor, speaker.first, speaker.last


def _quotes(ground: Ground, found: Sequence[_Said]) -> list[Quote]:
    """Build the quotations of a batch from columns."""
    if not found:
        return []
    scan, tape = ground.scan, ground.tape
    sayings, actors, lows, highs = zip(*found, strict=True)
    firsts, lasts, kinds, cues, _, rules = zip(*sayings, strict=True)
    starts, ends = scan.start[list(firsts)].tolist(), scan.end[list(lasts)].tolist()
    sides = scan.start[np.asarray(tape.first)[list(lows)]], scan.end[np.asarray(tape.last)[list(highs)]]
    columns = zip(lows, *[side.tolist() for side in sides], strict=True)
    whose = [(scan.text[start:end], start, end) if n >= 0 else (None, None, None) for n, start, end in columns]
    said = [ground.text(cue.at, cue.last) if cue else None for cue in cues]
    return list(map(Quote, firsts, lasts, starts, ends, kinds, actors, *zip(*whose, strict=True), said, rules))


def _near(ground: Ground, last: _Said | None, saying: Saying) -> bool:
    if last is None:
        return False
    one, two = ground.sentences[last[0].last], ground.sentences[saying.first]
    stretches = ground.scan.stretches
    return two - one <= _FAR and stretches[one].article == stretches[two].article


def _antecedent(ground: Ground, n: int, whom: Known, last: _Said | None) -> str | None:
    """Whom a pronoun or -nya means: the one last named, or the speaker before where he was named later still."""
    group = "group_pronoun" in ground.kinds(n)
    named = (last_named(ground, n, whom, people=False) if group else None) or last_named(ground, n, whom)
    if last is not None and last[2] >= (named[0] if named else 0):
        return last[1]
    if named is None:
        named = last_named(ground, n, whom, people=False)
    return named[1] if named else None


def _inherited(ground: Ground, saying: Saying, whom: Known, last: _Said | None) -> _Said | None:
    """A quotation without a subject of its own: the speaker before, else the last person named."""
    if last is not None:
        return saying, *last[1:]
    named = last_named(ground, ground.tape.place(saying.first), whom)
    if named is None:
        return (saying, None, -1, -1) if saying.kind == "direct" else None
    return saying, named[1], named[0], named[0]
