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
_Whose = tuple[str | None, str | None, int | None, int | None]  # a speaker's id, text, start and end


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
        whose = _whose(ground, saying, whom, found[-1] if found else None)
        if whose is not None:
            cue = ground.text(saying.cue.at, saying.cue.last) if saying.cue else None
            first, last, kind, *_, rule = saying
            found.append(Quote(first, last, ground.starts[first], ground.ends[last], kind, *whose, cue, rule))
    return found


def _whose(ground: Ground, saying: Saying, whom: Known, last: Quote | None) -> _Whose | None:
    """Return who says it; None for a report that nobody known makes."""
    speaker = saying.speaker
    if speaker is None:
        return _inherited(ground, saying, whom, last if _near(ground, last, saying) else None)
    actor = None
    if speaker.kind in ("name", "office"):
        actor = actor_of(ground, speaker, whom)
    elif speaker.kind in ("pronoun", "clitic"):
        actor = _antecedent(ground, speaker.first, whom, last if _near(ground, last, saying) else None)
    return _as_written(ground, actor, speaker.first, speaker.last)


def _as_written(ground: Ground, actor: str | None, first: int, last: int) -> _Whose:
    start, end = ground.starts[ground.tape.first[first]], ground.ends[ground.tape.last[last]]
    return actor, ground.scan.text[start:end], start, end


def _near(ground: Ground, last: Quote | None, saying: Saying) -> bool:
    if last is None:
        return False
    one, two = ground.sentences[last.last], ground.sentences[saying.first]
    stretches = ground.scan.stretches
    return two - one <= _FAR and stretches[one].article == stretches[two].article


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


def _inherited(ground: Ground, saying: Saying, whom: Known, last: Quote | None) -> _Whose | None:
    """A quotation without a subject of its own: the speaker before, else the last person named."""
    if last is not None:
        return last.speaker_id, last.speaker_text, last.speaker_start, last.speaker_end
    named = last_named(ground, ground.tape.place(saying.first), whom)
    if named is None:
        return (None, None, None, None) if saying.kind == "direct" else None
    return _as_written(ground, named[1], named[0], named[0])
