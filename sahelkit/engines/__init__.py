"""Many articles: on one core, on all cores, on a Dask cluster; in memory or to a folder of parts.

A stream of articles is cut into partitions by a rule that knows neither workers nor clock (`partitions`), each is
coded by one function (`tasks`), and written as one part, whole or not at all. So a run that was cut short goes on where
it was, and the folder is the same, byte for byte, whoever coded it and however often it was interrupted.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sahelkit.engines.manifest import begin, check_inputs, sweep_inputs
from sahelkit.engines.partitions import ARTICLES, BYTES, Partition, Unit, check_articles, cut
from sahelkit.engines.processes import run_here, run_pool
from sahelkit.engines.state import kit_state
from sahelkit.engines.tasks import Done, Setting, Tables, Task, join
from sahelkit.errors import BadValue, EngineError
from sahelkit.lexicons.build import build
from sahelkit.lexicons.tables import LANGUAGES
from sahelkit.parts import done_parts, read_manifest, sweep, write_manifest
from sahelkit.progress import progress
from sahelkit.reading.records import check_language

HANDED = 200  # articles in a piece of work whose tables are handed back: small, so that no worker waits for another
Engine = Callable[[Iterable[Task]], Iterator[Done]]


class Run(NamedTuple):
    """What a run to a folder came to: its parts, those found done, and the articles and problems of all."""

    parts: int
    found: int
    articles: int
    problems: int


def engine(*, workers: int = 1, scheduler: str | None = None) -> Engine:
    """Return what codes partitions: this process, a pool of processes, or the Dask cluster at an address.

    Raises
    ------
    BadValue
        For fewer workers than one, or workers besides a scheduler.

    Examples
    --------
    >>> engine() is run_here
    True
    """
    if workers < 1:
        raise BadValue(f"workers is {workers}; at least one is needed", value=workers)
    if scheduler is None:
        return run_here if workers == 1 else partial(run_pool, workers=workers)
    if workers != 1:
        raise BadValue("workers are of this machine and a scheduler has its own; give one of the two", value=workers)
    from sahelkit.engines.cluster import run_cluster

    return partial(run_cluster, address=scheduler)


def code_in_memory(
    units: Iterable[Unit], setting: Setting, *, engine: Engine = run_here, articles: int = HANDED
) -> Tables:
    """Code articles and return the tables, `problems` among them; rows are in the order of the articles."""
    done = _watched(engine(Task(partition, setting) for partition in cut(units, articles=articles)))
    return join([part.tables or {} for part in sorted(done, key=lambda part: part.number)])


def code_to_folder(
    units: Iterable[Unit],
    setting: Setting,
    *,
    engine: Engine = run_here,
    articles: int = ARTICLES,
    options: dict[str, Any] | None = None,
) -> Run:
    """Code articles into the setting's folder, or go on with what was begun there.

    Parameters
    ----------
    units : iterable of Item, Record or Problem
        In article order, the same at every call; a partition at a time is held.
    setting : Setting
        With a folder `out`.
    engine : Engine
        From `engine`.
    articles : int
        How many make a part full; so do `partitions.BYTES` bytes.
    options : mapping, optional
        What else the run was asked for, kept in the manifest.

    Raises
    ------
    BadValue
        Where the folder holds something else, or was begun with other options, lexicons or articles.
    """
    if setting.out is None:
        raise BadValue("a run to a folder needs a folder", value=None)
    if setting.language is not None:
        check_language(setting.language, "language")
    check_articles(articles)
    out, setting = setting.out.resolve(), settled(setting)
    asked = {"language": setting.language, "encoding": setting.encoding, **(options or {})}
    manifest = {
        **setting.state,
        "actors": known_actors(setting.lexicons),
        "options": {**asked, "articles_per_part": articles, "bytes_per_part": BYTES},
    }
    begin(out, manifest)
    plan = _Plan(setting, out)
    _watched(engine(plan.tasks(cut(units, articles=articles))))
    return plan.finish(manifest)


def settled(setting: Setting) -> Setting:
    """Return the setting with paths that hold in any process, and the digests of kit and lexicons."""
    paths = {name: path.resolve() for name in ("lexicons", "out") if (path := getattr(setting, name)) is not None}
    return dataclasses.replace(setting, state=kit_state(setting.lexicons), **paths)


def known_actors(lexicons: Path | None) -> list[str]:
    """Return the actors of the registry, after a look at a study's lexicons in each language: what is wrong there ends
    a run before it begins."""
    languages = LANGUAGES if lexicons is not None else LANGUAGES[:1]
    return sorted({name for language in languages for name in build(language, lexicons).actors})


def _watched(done: Iterator[Done]) -> list[Done]:
    """Let a run go on to its end, showing how many articles are coded."""
    parts: list[Done] = []

    def each() -> Iterator[int]:
        for part in done:
            parts.append(part)
            yield from range(part.articles)

    for _ in progress(each(), unit="articles", label="coding"):
        pass
    return parts


class _Plan:
    """The partitions of a run to a folder: those that are there already are passed over, and all are counted."""

    def __init__(self, setting: Setting, out: Path) -> None:
        self._setting, self._out = setting, out
        self._found = frozenset(done_parts(out))
        self._parts = 0
        self._digest = hashlib.sha256()

    def tasks(self, partitions: Iterable[Partition]) -> Iterator[Task]:
        for partition in partitions:
            self._parts += 1
            self._digest.update(partition.digest.encode())
            if partition.number in self._found:
                check_inputs(self._out, partition)
            else:
                yield Task(partition, self._setting)

    def finish(self, manifest: Mapping[str, Any]) -> Run:
        """Make sure that every part is there and nothing else, and say so in the manifest."""
        done = done_parts(self._out)
        if len(done) > self._parts:
            raise BadValue(
                f"{self._out} was begun with more articles: it has {len(done)} parts, and these make {self._parts}; "
                "put the articles back as they were, or give another folder",
                value=len(done),
            )
        if len(done) < self._parts:
            missing = self._parts - len(done)
            raise EngineError(
                f"{missing} of {self._parts} parts were coded and are not in {self._out}: workers must write to the "
                "same disk under the same path; start again where they do"
            )
        sweep(self._out)
        sweep_inputs(self._out)
        counts = {name: sum(part.rows[name] for part in done.values()) for name in ("articles", "problems")}
        whole = {**manifest, "parts": self._parts, "inputs": self._digest.hexdigest(), **counts}
        if read_manifest(self._out) != {**read_manifest(self._out), **whole}:
            write_manifest(self._out, whole)
        return Run(self._parts, len(self._found), **counts)
