"""Quotations, direct and indirect, each with its speaker.

Marks are paired first (marks.py), cues and names laid on a tape (sayings.py), then words in marks (direct.py) and
reported clauses (reported.py) are found. Here they meet in text order, and pronouns, `-nya`, offices and quotations
without a cue get their speakers from what was said before in the same article.
"""

from __future__ import annotations

from collections.abc import Sequence

from sahelkit.finding.direct import find_direct
from sahelkit.finding.marks import find_marked
from sahelkit.finding.reported import find_reported
from sahelkit.finding.rows import Mention, Quote
from sahelkit.finding.sayings import Ground, Saying, find_cues, lay_ground
from sahelkit.finding.scan import Scan
from sahelkit.finding.speakers import Known, actor_of, known, last_named

_FAR = 6  # sentences between two quotations of one speaker


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
    found: list[Quote] = []
    for saying in sayings:
        if found and saying.first <= found[-1].last:  # two marks left open in one sentence
            continue
        quote = _resolved(ground, saying, whom, found[-1] if found else None)
        if quote is not None:
            found.append(quote)
    return found


def _resolved(ground: Ground, saying: Saying, whom: Known, last: Quote | None) -> Quote | None:
    """Give a saying its speaker; None for a report that nobody known makes."""
    scan, speaker = ground.scan, saying.speaker
    if last is not None and not _near(scan, last, saying):
        last = None
    row = Quote(
        saying.first, saying.last, int(scan.start[saying.first]), int(scan.end[saying.last]), saying.kind, None, None,
        None, None, ground.text(saying.cue.at, saying.cue.last) if saying.cue else None, saying.rule,
    )  # fmt: skip
    if speaker is None:
        return _inherited(ground, saying, row, whom, last)
    actor = None
    if speaker.kind in ("name", "office"):
        actor = actor_of(ground, speaker, whom)
    elif speaker.kind in ("pronoun", "clitic"):
        actor = _antecedent(ground, speaker.first, whom, last)
    return row._replace(
        speaker_id=actor, speaker_text=ground.text(speaker.first, speaker.last),
        speaker_start=ground.start(speaker.first), speaker_end=ground.end(speaker.last),
    )  # fmt: skip


def _near(scan: Scan, last: Quote, saying: Saying) -> bool:
    one, two = int(scan.sentence[last.last]), int(scan.sentence[saying.first])
    return scan.stretches[one].article == scan.stretches[two].article and two - one <= _FAR


def _antecedent(ground: Ground, n: int, whom: Known, last: Quote | None) -> str | None:
    """Whom a pronoun or -nya means: the one last named, or the speaker before where he was named later still."""
    group = "group_pronoun" in ground.kinds(n)
    named = (last_named(ground, n, whom, people=False) if group else None) or last_named(ground, n, whom)
    start = ground.start(named[0]) if named else -1
    if last is not None and last.speaker_start is not None and last.speaker_start >= start:
        return last.speaker_id
    if named is None:
        named = last_named(ground, n, whom, people=False)
    return named[1] if named else None


def _inherited(ground: Ground, saying: Saying, row: Quote, whom: Known, last: Quote | None) -> Quote | None:
    """A quotation without a subject of its own: the speaker before, else the last person named."""
    if last is not None:
        return row._replace(
            speaker_id=last.speaker_id, speaker_text=last.speaker_text, speaker_start=last.speaker_start,
            speaker_end=last.speaker_end,
        )  # fmt: skip
    named = last_named(ground, ground.tape.place(saying.first), whom)
    if named is None:
        return row if saying.kind == "direct" else None
    return row._replace(
        speaker_id=named[1], speaker_text=ground.text(named[0], named[0]), speaker_start=ground.start(named[0]),
        speaker_end=ground.end(named[0]),
    )  # fmt: skip
