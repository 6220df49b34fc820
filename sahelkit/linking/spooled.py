"""Incidents of a coded corpus on disk: the reports of one event type at a time, since no others can meet.

Reports that can be of one incident wait in a file for each type; of all others only the number is kept. The groups are
those of `grouping`, which does not mind the order of the reports.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
import pyarrow as pa

from sahelkit.lazy.frames import frame_from_arrow
from sahelkit.linking.grouping import can_link, group_reports
from sahelkit.linking.reports import COLUMNS, Place, Report, find_reports, places_by_id, states_by_actor
from sahelkit.linking.shingles import Ints
from sahelkit.linking.stored import ROW, Stored
from sahelkit.parts import Part
from sahelkit.progress import progress

_DATES = ("date_from", "date_to")


class Incidents(NamedTuple):
    """For each event, numbered on from part to part: the number of its incident's first event, -1 where it has none.

    `starts` are the numbers at which the parts begin; `names` holds the event_id of each first event of several.
    """

    first: Ints
    starts: Ints
    names: Mapping[int, str]

    def of(self, part: int, events: pa.Table) -> pa.Array:
        """Return incident_id for the rows of a part, the `part`-th of those that were linked."""
        number = self.starts[part] + (events["event_n"].to_numpy() & ROW)
        firsts, own = self.first[number].tolist(), events["event_id"].to_pylist()
        told = (None if n < 0 else self.names.get(n, key) for n, key in zip(firsts, own, strict=True))
        return pa.array(told, type=pa.string())


def find_incidents(stored: Stored, scratch: Path) -> Incidents:
    """Return the incidents of all events of the parts.

    Parameters
    ----------
    stored : Stored
        Each part's events and mentions are read once.
    scratch : path
        A folder for the files of reports. In memory are 8 bytes an event, and the reports of one type that are dated
        and name a side, about a kilobyte each.
    """
    states: dict[str, str] = {}
    starts, without = [0], [np.zeros(0, dtype=np.int64)]
    places = places_by_id()
    with ExitStack() as stack:
        files: dict[str, IO[bytes]] = {}
        for part in progress(stored.parts, total=len(stored.parts), unit="parts", label="reading events"):
            reports = _reports(stored, part, places)
            states = _states(stored, part) | states  # what an earlier part says holds
            for n, report in enumerate(reports.values(), starts[-1]):
                if can_link(report):
                    kind = report.event_type
                    file = files.get(kind) or stack.enter_context((scratch / f"{len(files)}.reports").open("wb"))
                    pickle.dump((n, report), files.setdefault(kind, file))
            has_none = [not report.has_incident() for report in reports.values()]
            without.append(starts[-1] + np.flatnonzero(has_none))
            starts.append(starts[-1] + len(reports))
    first, names = np.arange(starts[-1]), {}
    for members in _groups(scratch, states):
        numbers = sorted(members)
        first[numbers] = numbers[0]
        names[numbers[0]] = members[numbers[0]]
    first[np.concatenate(without)] = -1
    return Incidents(first, np.array(starts), names)


def _reports(stored: Stored, part: Part, places: Mapping[str, Place]) -> dict[str, Report]:
    events = stored.read("events", part, (*COLUMNS, *_DATES))
    return find_reports(frame_from_arrow(events, "events"), places)


def _states(stored: Stored, part: Part) -> dict[str, str]:
    mentions = stored.read("mentions", part, ("actor_id", "actor_type", "country"))
    return states_by_actor(frame_from_arrow(mentions, "mentions"))


def _groups(scratch: Path, states: Mapping[str, str]) -> Iterator[dict[int, str]]:
    """Yield the events of each incident that several tell of, by number."""
    for path in sorted(scratch.glob("*.reports")):
        held = {report.event_id: (n, report) for n, report in _spooled(path)}
        for keys in group_reports((report for _, report in held.values()), states):
            yield {held[key][0]: key for key in keys}


def _spooled(path: Path) -> Iterator[tuple[int, Report]]:
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301  # written above, into a folder of our own
            except EOFError:
                return
