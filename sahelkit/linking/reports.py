"""From rows of events to reports: what each event_id says, in so far as it counts for linking.

A report has its sides by name (a generic side names nobody), the days it allows, and its place as country, region and
place, so that the wider of two places is the beginning of the closer one. Where a place lies is the lexicon's
knowledge, whose state a person or a force belongs to that of the corpus's own mentions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from sahelkit.evidence import tuples_of
from sahelkit.lexicons.states import all_states, slug
from sahelkit.lexicons.tables import PLACES, table_rows

GENERIC = ("unidentified_armed_group", "civilians", "protesters", "journalists")
STATUS_ORDER = ("reported", "claimed", "alleged", "denied", "planned", "threatened", "hypothetical", "negated")
NO_INCIDENT = ("hypothetical", "threatened", "negated")  # as the content of a speech act: nothing that happened
_OF_STATE = ("person", "force", "operation")  # named where another report names their state
COLUMNS = (
    "event_id", "article_id", "start", "event_type", "mode", "source_id", "target_id", "status", "place_id", "relation",
)  # fmt: skip

Names = tuple[str, ...]
Place = tuple[str, ...]  # country, region, place: shorter where only the wider is told, () where nothing is
Days = tuple[int, int]  # first and last, counted from 1970


class Report(NamedTuple):
    """What one event_id says; the days are missing unless both bounds are known."""

    event_type: str
    status: str
    mode: str
    sources: Names
    targets: Names
    days: Days | None
    place: Place
    is_content: bool
    article_id: str
    start: int
    event_id: str

    def has_incident(self) -> bool:
        """Is it told of something that happened, or may have?"""
        return not (self.is_content and self.status in NO_INCIDENT)


def find_reports(events: pd.DataFrame, places: Mapping[str, Place]) -> dict[str, Report]:
    """Return what each event says, by event_id in the order of the table; its rows (pairs, retellings) are joined."""
    found: dict[str, Report] = {}
    for row, days in zip(tuples_of(events, *COLUMNS), _days(events), strict=True):
        key, article, start, kind, mode, source, target, status, place, relation = row
        where = places.get(place, ("", "", place)) if isinstance(place, str) else ()
        is_content = isinstance(relation, str) and relation == "content"
        told = mode if isinstance(mode, str) else "", _named(source), _named(target), days, where
        report = Report(kind, status, *told, is_content, article, start, key)
        found[key] = _joined(found[key], report) if key in found else report
    return found


def _days(events: pd.DataFrame) -> list[Days | None]:
    first, last = (events[name].to_numpy("datetime64[D]") for name in ("date_from", "date_to"))
    is_dated = (~np.isnat(first) & ~np.isnat(last)).tolist()
    bounds = zip(is_dated, first.astype("int64").tolist(), last.astype("int64").tolist(), strict=True)
    return [(low, high) if dated else None for dated, low, high in bounds]


def _named(side: object) -> Names:
    return (side,) if isinstance(side, str) and side not in GENERIC else ()


def _joined(one: Report, two: Report) -> Report:
    """Return what two rows of one event say together: all sides, the days that both allow, the closer place."""
    days = one.days or two.days
    if one.days and two.days and overlap(one.days, two.days):
        days = both(one.days, two.days)
    return one._replace(
        sources=tuple(sorted({*one.sources, *two.sources})), targets=tuple(sorted({*one.targets, *two.targets})),
        days=days, mode=one.mode or two.mode, status=min(one.status, two.status, key=unreality),
        place=closer(one.place, two.place) if is_within(one.place, two.place) else one.place,
    )  # fmt: skip


def unreality(status: str) -> int:
    """Rank a status, 0 for an act that is reported as done; one that is none of the codes comes last."""
    return STATUS_ORDER.index(status) if status in STATUS_ORDER else len(STATUS_ORDER)


def overlap(one: Days, two: Days) -> bool:
    """Do two stretches of days share a day?"""
    return one[0] <= two[1] and two[0] <= one[1]


def both(one: Days, two: Days) -> Days:
    """Return the days that two stretches share."""
    return max(one[0], two[0]), min(one[1], two[1])


def is_within(one: Place, two: Place) -> bool:
    """Is one place the other, or the country or region around it? A missing one is within any.

    Examples
    --------
    >>> is_within(("MLI",), ("MLI", "Kidal", "tessalit")), is_within(("MLI", "Gao"), ("MLI", "Kidal", "tessalit"))
    (True, False)
    """
    shared = min(len(one), len(two))
    return one[:shared] == two[:shared]


def closer(one: Place, two: Place) -> Place:
    """Return the more exact of two places that lie in each other."""
    return max(one, two, key=len)


def places_by_id() -> dict[str, Place]:
    """Return where each place of the lexicon lies; states, regions and towns named like their region are wide.

    "la région de Mopti", "the Gao region": the press names a region by its capital, and the two share an id.

    Examples
    --------
    >>> [places_by_id()[key] for key in ("mali", "mopti", "moura", "sahel")]
    [('MLI',), ('MLI', 'Mopti'), ('MLI', 'Mopti', 'moura'), ('', '', 'sahel')]
    """
    found: dict[str, Place] = {actor_id: (country,) for actor_id, _, country in all_states()}
    for row in table_rows(PLACES):
        country, region = row["country"], row["admin1"]
        is_wide = bool(region) and (row["kind"] == "region" or slug(region) == row["place_id"])
        found.setdefault(row["place_id"], (country, region) if is_wide else (country, region, row["place_id"]))
    return found


def states_by_actor(mentions: pd.DataFrame) -> dict[str, str]:
    """Return the state of each person, force and operation that is mentioned."""
    of_country = {country: actor_id for actor_id, _, country in all_states()}
    named = mentions.loc[mentions["actor_type"].isin(_OF_STATE), ["actor_id", "country"]].dropna()
    pairs = tuples_of(named.drop_duplicates("actor_id"), "actor_id", "country")
    return {actor: of_country[country] for actor, country in pairs if country in of_country}
