"""The engine of more than one machine: the partitions of a run sent to a Dask cluster.

`distributed` hands each partition to a free worker, and again to another where a worker is lost; workers write their
parts themselves, so the folder, and the articles, must lie on a disk that all see under one path. No worker begins
unless it has the same kit and lexicons. Closing or losing this process ends the run; the same call goes on with it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sahelkit.engines.partitions import Unit
from sahelkit.engines.processes import AHEAD, DIED
from sahelkit.engines.state import kit_state
from sahelkit.engines.tasks import Done, Setting, Task, code_task, failed, probe
from sahelkit.errors import EngineError
from sahelkit.parts import MANIFEST
from sahelkit.reading.records import Problem

PATIENCE = "20s"  # for a scheduler to answer, and for a first worker to join it
LONELY = 600.0  # seconds without any worker after which a run ends: it may be hours until somebody looks
LOOK = 5.0  # seconds between two looks whether there still is a worker
RETRIES = 2  # of an error such as a disk that is away for a moment; the scheduler counts lost workers apart


def run_cluster(tasks: Iterable[Task], *, address: str) -> Iterator[Done]:
    """Code partitions on the workers of the scheduler at `address`, and yield each as it is done.

    Raises
    ------
    EngineError
        Where `distributed` is not installed, no scheduler answers, no worker is there or all are gone for ten minutes,
        or a worker has another kit, other lexicons, or does not see the run's folder.
    """
    library = _library()
    source = iter(tasks)
    with contextlib.closing(_connect(library, address)) as client:
        running: dict[Any, Task] = {}
        checked = False
        while True:
            for task in islice(source, max(0, max(1, AHEAD * _cores(client)) - len(running))):
                if not checked:
                    _check_workers(client, task.setting, address)
                    checked = True
                running[_submit(client, code_task, task)] = task
            if not running:
                return
            for future in _finished(library, client, list(running)):
                task = running.pop(future)
                try:
                    done = future.result()
                except library.KilledWorker:
                    done = _without_deadly(library, client, task)
                yield done


def _library() -> Any:
    try:
        import distributed
    except ImportError:
        message = 'a Dask cluster needs the package distributed, which is not installed: pip install "sahelkit[dask]"'
        raise EngineError(message) from None
    return distributed


def _connect(library: Any, address: str) -> Any:
    try:
        client = library.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        message = f"no Dask scheduler answers at {address!r} ({error}); start one with `dask scheduler`"
        raise EngineError(message) from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        client.close()
        message = f"the scheduler at {address} has no workers; start some with `dask worker {address}`"
        raise EngineError(message) from None
    return client


def _cores(client: Any) -> int:
    return sum(client.nthreads().values())


def _submit(client: Any, function: Any, task: Task) -> Any:
    # Not pure: a key of its own, so that the scheduler never hands out the result of another run.
    return client.submit(function, task, pure=False, retries=RETRIES)


def _finished(library: Any, client: Any, futures: Sequence[Any]) -> Iterable[Any]:
    """Wait for the first of these to be done, as long as there are workers that could do it."""
    seen = time.monotonic()
    while time.monotonic() - seen < LONELY:
        with client.as_current(), contextlib.suppress(TimeoutError):
            done: Iterable[Any] = library.wait(futures, timeout=LOOK, return_when="FIRST_COMPLETED").done
            return done
        if _cores(client):
            seen = time.monotonic()
    raise EngineError(
        f"the scheduler at {client.scheduler.address} has lost all its workers; start some, and give the same command "
        "again: it goes on with what is not done"
    )


def _result(library: Any, client: Any, function: Any, task: Task) -> Any:
    """Do one task on the cluster and wait for what it gives."""
    future = _submit(client, function, task)
    _finished(library, client, [future])
    return future.result()


def see(out: str | None, lexicons: str | None) -> tuple[dict[str, str], bool]:
    """Return what a worker has: the digests of its kit and lexicons, and whether it sees the run's folder."""
    return kit_state(Path(lexicons) if lexicons else None), out is None or Path(out, MANIFEST).is_file()


def _check_workers(client: Any, setting: Setting, address: str) -> None:
    paths = [None if path is None else str(path) for path in (setting.out, setting.lexicons)]
    for worker, answer in client.run(see, *paths, on_error="return").items():
        if isinstance(answer, Exception):
            what = f"cannot use the kit ({type(answer).__name__}: {answer}); install it, and what it needs, there too"
        elif answer[0] != dict(setting.state or answer[0]):
            what = "has another kit or other lexicons; install the same version and show it the same files"
        elif not answer[1]:
            what = f"does not see {setting.out}; give a folder on a disk that all machines share"
        else:
            continue
        raise EngineError(f"the worker {worker} of {address} {what}")


def _without_deadly(library: Any, client: Any, task: Task) -> Done:
    """Code a partition that workers died of without the articles that they die of one by one."""
    units: list[Unit] = []
    for unit in task.partition.units:
        alone = task._replace(partition=task.partition._replace(units=(unit,)))
        try:
            if not isinstance(unit, Problem):
                _result(library, client, probe, alone)
        except library.KilledWorker:
            units.append(failed(unit, DIED))
        else:
            units.append(unit)
    rest = task._replace(partition=task.partition._replace(units=tuple(units)))
    try:
        done: Done = _result(library, client, code_task, rest)
    except library.KilledWorker:
        raise EngineError(
            f"part {task.number} ends the workers that code it, and no single article of it does: it may need more "
            "memory than they have; begin in another folder with fewer articles a part"
        ) from None
    return done
