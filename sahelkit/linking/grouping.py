"""From reports to incidents: which of them can be one, block by block.

Only reports of one type that share a named side and a day ever meet, and reports alike in all that counts are taken as
one before they do, so the work grows with the rows and not with their square. The most exact reports come first,
whatever order they are given in; each later one must agree with what all before it have in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from sahelkit.linking.reports import Days, Names, Place, Report, both, closer, is_within, overlap

MOST_DAYS = 31  # an event dated no closer than this is told of a period, not of a happening
EITHER_ORDER = ("CONSULT", "COOPERATE")  # who meets whom: the sides may be named in either order
HAPPENED = ("reported", "claimed", "alleged", "denied")  # rival accounts of one happening

States = Mapping[str, str]
Block = tuple[str, str, str, int]  # type, role of the side, side, day
Key = tuple[bool, str, str, Names, Names, Place]


class Dated(NamedTuple):
    """A report that can be linked, with its days."""

    report: Report
    days: Days


class Incident(NamedTuple):
    """What all reports of an incident have in common so far, and the articles that tell of it."""

    mode: str
    sources: Names
    targets: Names
    days: Days
    place: Place
    articles: frozenset[str]


def group_reports(reports: Iterable[Report], states: States) -> list[list[str]]:
    """Return the event_ids of each incident, reports that link to no other left out.

    Parameters
    ----------
    reports : iterable of Report
        In any order: the groups are the same.
    states : mapping of str to str
        The state of a person, force or operation.
    """
    incidents: list[Incident] = []
    members: list[list[str]] = []
    blocks: dict[Block, list[int]] = defaultdict(list)
    for alike in _alike(reports):
        one = alike[0]
        articles = frozenset(told.report.article_id for told in alike if not told.report.is_content)
        near = ((n, incidents[n]) for n in _near(blocks, one) if articles.isdisjoint(incidents[n].articles))
        best = _best(near, one, states)
        if len(best) == 1:
            [n] = best
            incidents[n] = _narrowed(incidents[n], one, articles, states)
        else:
            n = len(incidents)
            incidents.append(_opened(one, articles))
            members.append([])
        if not best:  # one between several stays alone: nothing may join it
            for block in _blocks(one):
                blocks[block].append(n)
        members[n] += [told.report.event_id for told in alike]
    return [keys for keys in members if len(keys) > 1]


def _alike(reports: Iterable[Report]) -> Iterator[list[Dated]]:
    """Yield the reports that can be linked, those alike in all that counts together, the most exact first."""
    dated = [Dated(report, report.days) for report in reports if report.days and can_link(report)]
    dated.sort(key=lambda told: (_exactness(told), _key(told.report), _standing(told.report)))
    for _, group in groupby(dated, key=lambda told: (told.days, _key(told.report))):
        yield _once_an_article(group)


def can_link(report: Report) -> bool:
    """Can a report be of one incident with others: is it dated closely, does it name a side, may it have happened?"""
    is_close = report.days is not None and 0 <= report.days[1] - report.days[0] < MOST_DAYS
    return is_close and report.status in (*HAPPENED, "planned") and bool(report.sources or report.targets)


def _exactness(told: Dated) -> tuple[int, int, int, int]:
    """Fewest days, then most sides, then the closest place; then by date."""
    report, days = told
    return days[1] - days[0], -bool(report.sources) - bool(report.targets), -len(report.place), days[0]


def _key(report: Report) -> Key:
    kind = f"{report.event_type} planned" if report.status == "planned" else report.event_type
    return bool(report.is_content), kind, report.mode, report.sources, report.targets, report.place


def _standing(report: Report) -> tuple[str, int]:
    return report.article_id, report.start


def _once_an_article(group: Iterable[Dated]) -> list[Dated]:
    """Leave out an article's second event that is like its first: the article keeps the two apart."""
    kept: dict[str, Dated] = {}
    for told in group:
        kept.setdefault(told.report.event_id if told.report.is_content else told.report.article_id, told)
    return list(kept.values())


def _blocks(told: Dated) -> Iterator[Block]:
    """Yield the blocks that a report stands in."""
    report, (first, last) = told
    kind = _key(report)[1]
    roles = ("", "") if report.event_type in EITHER_ORDER else ("source", "target")
    for role, names in zip(roles, (report.sources, report.targets), strict=True):
        for name in names:
            for day in range(first, last + 1):
                yield kind, role, name, day


def _near(blocks: Mapping[Block, list[int]], told: Dated) -> Iterator[int]:
    seen: set[int] = set()
    for block in _blocks(told):
        for n in blocks.get(block, ()):
            if n not in seen:
                seen.add(n)
                yield n


def _best(near: Iterable[tuple[int, Incident]], told: Dated, states: States) -> list[int]:
    """Return the incidents that a report agrees with and shares most with: one where one stands out, or none."""
    most = bool(told.report.place), bool(told.report.sources) + bool(told.report.targets)
    best: list[int] = []
    score = (False, 0)
    for n, incident in near:
        shared = _shared(incident, told, states)
        if shared is None or shared < score:
            continue
        best = [*best, n] if shared == score else [n]
        score = shared
        if score == most and len(best) > 1:
            break  # no other can stand out any more
    return best


def _shared(incident: Incident, told: Dated, states: States) -> tuple[bool, int] | None:
    """Return whether a report shares the incident's place, and how many sides; None where the two do not agree."""
    report = told.report
    if incident.mode and report.mode and incident.mode != report.mode:
        return None
    if not overlap(incident.days, told.days) or not is_within(incident.place, report.place):
        return None
    turned = _turned(incident, report, states)
    if turned is None:
        return None
    return bool(report.place) and incident.place == report.place, _sides_shared(incident, turned)


def _turned(incident: Incident, report: Report, states: States) -> Report | None:
    """Return the report with its sides in the order in which they agree with the incident's; None where in neither."""
    either = report.event_type in EITHER_ORDER
    ways = [report, report._replace(sources=report.targets, targets=report.sources)] if either else [report]
    for way in ways:
        sides = ((incident.sources, way.sources), (incident.targets, way.targets))
        if _sides_shared(incident, way) and all(_agree(one, two, states) for one, two in sides):
            return way
    return None


def _sides_shared(incident: Incident, report: Report) -> int:
    sides = ((incident.sources, report.sources), (incident.targets, report.targets))
    return sum(not set(one).isdisjoint(two) for one, two in sides)


def _agree(one: Names, two: Names, states: States) -> bool:
    return not one or not two or bool(_common(one, two, states))


def _common(one: Names, two: Names, states: States) -> Names:
    """Return whom two sides both name: the same, else those of one whose state the other names."""
    own = {name for name in one if states.get(name) in two} | {name for name in two if states.get(name) in one}
    return tuple(sorted({*one} & {*two} or own))


def _opened(told: Dated, articles: frozenset[str]) -> Incident:
    report = told.report
    return Incident(report.mode, report.sources, report.targets, told.days, report.place, articles)


def _narrowed(incident: Incident, told: Dated, articles: frozenset[str], states: States) -> Incident:
    """Narrow an incident to what it has in common with one more report."""
    way = _turned(incident, told.report, states) or told.report
    return Incident(
        incident.mode or way.mode,
        _common(incident.sources, way.sources, states) or incident.sources or way.sources,
        _common(incident.targets, way.targets, states) or incident.targets or way.targets,
        both(incident.days, told.days),
        closer(incident.place, way.place),
        incident.articles | articles,
    )
