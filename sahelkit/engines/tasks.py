"""What a worker does: one partition in, its tables written, or handed back.

The same function on one core, in a pool of processes and on a cluster. What is wrong with an article is a Problem
among the partition's own, in article order; the other articles go on. A worker whose kit or lexicons are not those of
the run refuses, since its tables would differ.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sahelkit.coding import code_records
from sahelkit.columns import TABLES, conform, empty, frame_of, names_of
from sahelkit.engines.manifest import note_inputs
from sahelkit.engines.partitions import Partition, Unit
from sahelkit.engines.state import kit_state
from sahelkit.errors import EngineError, SahelkitError, SourceError
from sahelkit.parts import write_part
from sahelkit.reading.items import Item, read_item, unread_item
from sahelkit.reading.records import Problem, Record, as_problem

Tables = dict[str, pd.DataFrame]


@dataclasses.dataclass(frozen=True)
class Setting:
    """What all partitions of a run share.

    Parameters
    ----------
    language, encoding : str
        As for `read_item`.
    lexicons : Path, optional
        A folder whose lexicon files replace and add to the kit's.
    out : Path, optional
        The folder that parts are written to; without it tables are handed back.
    state : mapping of str to str
        Digests of the kit and lexicons that the run was begun with (`kit_state`); empty: whatever there is.
    """

    language: str | None = None
    encoding: str = "utf-8"
    lexicons: Path | None = None
    out: Path | None = None
    state: Mapping[str, str] = dataclasses.field(default_factory=dict)


class Task(NamedTuple):
    """One partition to be coded."""

    partition: Partition
    setting: Setting

    @property
    def number(self) -> int:
        """The partition's."""
        return self.partition.number


class Done(NamedTuple):
    """What became of a partition: its articles and problems, counted, and its tables where they were not written."""

    number: int
    articles: int
    problems: int
    tables: Tables | None = None


def code_task(task: Task) -> Done:
    """Code one partition; write it where the setting has a folder.

    Raises
    ------
    EngineError
        Where the kit or its lexicons are not those that the run was begun with, or the part cannot be written.
    """
    setting, units = task.setting, task.partition.units
    if setting.state and kit_state(setting.lexicons) != setting.state:
        raise EngineError(
            "the kit or its lexicons are not those that this run was begun with; install the same version on every "
            "machine, leave lexicons alone while a run lasts, and start again"
        )
    tables, problems = _coded(list(_read(units, setting)), setting.lexicons)
    done = Done(task.number, len(tables["articles"]), len(problems))
    listed = frame_of(problems, "problems")
    if setting.out is None:
        return done._replace(tables={**tables, "problems": listed})
    try:
        note_inputs(setting.out, task.partition)
        write_part(setting.out, task.number, tables, listed)
    except OSError as error:
        message = (
            f"part {task.number} cannot be written to {setting.out} ({error.strerror or error}); see to it and go on"
        )
        raise EngineError(message) from None
    return done


def probe(task: Task) -> int:
    """Code a partition for nothing but to see whether it can be; return how many articles it has."""
    tables, _ = _coded(list(_read(task.partition.units, task.setting)), task.setting.lexicons)
    return len(tables["articles"])


def _read(units: Iterable[Unit], setting: Setting) -> Iterator[Record | Problem]:
    for unit in units:
        if not isinstance(unit, Item):
            yield unit
            continue
        try:
            record = read_item(unit, language=setting.language, encoding=setting.encoding)
        except SourceError as error:
            yield as_problem(error)
        else:
            yield record
            yield from unread_item(unit, record)


def _coded(read: list[Record | Problem], lexicons: Path | None) -> tuple[Tables, list[Problem]]:
    """Code records; where that fails, those that can be coded, and a Problem for each that cannot."""
    records = [item for item in read if isinstance(item, Record)]
    try:
        return code_records(records, lexicons=lexicons), [item for item in read if isinstance(item, Problem)]
    except SahelkitError:
        raise
    except Exception:
        sound = [_tried(item, lexicons) if isinstance(item, Record) else item for item in read]
        if sum(isinstance(item, Record) for item in sound) == len(records):
            raise  # each can be coded alone: no article is to blame
        return _coded(sound, lexicons)


def _tried(record: Record, lexicons: Path | None) -> Record | Problem:
    try:
        code_records([record], lexicons=lexicons)
    except Exception as error:
        return failed(record, f"coding it failed ({type(error).__name__}: {error})")
    return record


def failed(unit: Unit, what: str) -> Problem:
    """Return the Problem that stands for an article which could not be coded."""
    if isinstance(unit, Problem):
        return unit
    where = unit.where if isinstance(unit, Item) else repr(unit.article_id)
    message = f"{where}: {what}; it is left out: please report it with its text"
    if isinstance(unit, Record):
        return Problem(unit.path, None, None, "failed", message)
    return Problem(unit.path, unit.member, unit.row, "failed", message)


def join(parts: Sequence[Tables]) -> Tables:
    """Put the tables of several partitions, in order, behind one another.

    Examples
    --------
    >>> join([{}, {}])["articles"].empty
    True
    """
    joined = {name: _stacked([part[name] for part in parts if name in part], name) for name in (*TABLES, "problems")}
    return joined


def _stacked(frames: list[pd.DataFrame], name: str) -> pd.DataFrame:
    """Put frames behind one another; a column that only some have (meta_NAME) is missing in the others."""
    own = names_of(name)
    further = sorted({column for frame in frames for column in frame.columns}.difference(own))
    whole = pd.concat([empty(name), *frames], ignore_index=True) if frames else empty(name)
    return conform(whole[own + further].astype(dict.fromkeys(further, "string")), name)
