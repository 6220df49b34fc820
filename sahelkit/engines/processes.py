"""The engines of one machine: this process, or a pool of worker processes.

Workers are started afresh (spawn), never forked from a process with threads. At most two partitions a worker are on
their way. When a worker dies (out of memory, killed), the pool is started again and what was on its way is done again;
a partition that was lost three times is coded alone, and where that ends its process too, article by article: the one
that does it becomes a Problem. Ctrl-C is left to the run's own process; workers end when that is gone.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from sahelkit.engines.tasks import Done, Task, code_task, failed, probe
from sahelkit.errors import BadValue, EngineError
from sahelkit.reading.records import Problem

T = TypeVar("T")
AHEAD = 2  # partitions on their way, for each worker: one is coded, the next waits
TRIES = 3
DIED = "the process that coded it died, out of memory or killed, as often as it was tried"


def run_here(tasks: Iterable[Task]) -> Iterator[Done]:
    """Code partitions one after the other, in this process."""
    return map(code_task, tasks)


def run_pool(tasks: Iterable[Task], *, workers: int) -> Iterator[Done]:
    """Code partitions in `workers` processes, and yield each as it is done.

    Raises
    ------
    BadValue
        For fewer workers than one.
    EngineError
        Where worker processes cannot start at all, or one partition ends its process though none of its articles does.
    """
    if workers < 1:
        raise BadValue(f"workers is {workers}; at least one is needed", value=workers)
    source = iter(tasks)
    again: deque[Task] = deque()
    losses: Counter[int] = Counter()
    with contextlib.closing(_Crew(workers)) as crew:
        running: dict[Future[Done], Task] = {}
        while True:
            waiting = itertools.chain(_drain(again), source)
            for task in itertools.islice(waiting, AHEAD * workers - len(running)):
                running[crew.submit(code_task, task)] = task
            if not running:
                return
            lost = []
            for future, task in _finished(running):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    lost.append(task)
            if lost:
                crew.renew()
            for task in sorted(lost, key=lambda task: task.number):
                losses[task.number] += 1
                if losses[task.number] < TRIES:
                    again.append(task)
                else:
                    yield _alone(task)


def _drain(queue: deque[T]) -> Iterator[T]:
    while queue:
        yield queue.popleft()


def _finished(running: dict[Future[Done], Task]) -> Iterator[tuple[Future[Done], Task]]:
    """Wait for what finishes first and take it out; when the pool broke, for all: none of it will finish."""
    finished = wait(running, return_when=FIRST_COMPLETED).done
    if any(isinstance(future.exception(), BrokenProcessPool) for future in finished):
        finished = wait(running).done
    return iter([(future, running.pop(future)) for future in finished])


def _alone(task: Task) -> Done:
    """Code a partition in a process of its own; where that dies, without the articles that it dies of."""
    with contextlib.closing(_Crew(1)) as crew:
        done = crew.survives(code_task, task)
        if done is not None:
            return done
        partition = task.partition
        units = tuple(
            unit
            if isinstance(unit, Problem) or crew.survives(probe, _of(task, (unit,))) is not None
            else failed(unit, DIED)
            for unit in partition.units
        )
        done = crew.survives(code_task, _of(task, units))
    if done is None:
        raise EngineError(
            f"part {task.number} ends the process that codes it, and no single article of it does: it may need more "
            "memory than there is; use fewer workers, or begin in another folder with fewer articles a part"
        )
    return done


def _of(task: Task, units: tuple[Any, ...]) -> Task:
    return task._replace(partition=task.partition._replace(units=units))


class _Crew:
    """A pool of worker processes that can be started again."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, multiprocessing.get_context("spawn"), initializer=_begin)

    def submit(self, function: Callable[[Task], T], task: Task) -> Future[T]:
        try:
            with _deaf():
                return self._pool.submit(function, task)
        except BrokenProcessPool as error:  # it broke since the last result came
            future: Future[T] = Future()
            future.set_exception(error)
            return future

    def survives(self, function: Callable[[Task], T], task: Task) -> T | None:
        """Do one task and return its result, or None where the process died of it."""
        try:
            return self.submit(function, task).result()
        except BrokenProcessPool:
            self.renew()
            return None

    def renew(self) -> None:
        """Start anew after a worker died, and make sure that workers can start."""
        self._pool.shutdown()
        self._pool = self._start()
        try:
            with _deaf():
                ready = self._pool.submit(os.getpid)
            ready.result()
        except BrokenProcessPool:
            raise EngineError(
                "worker processes end as soon as they start; in a script of your own, put the call under "
                '`if __name__ == "__main__":`, else use one worker'
            ) from None

    def close(self) -> None:
        """End the workers, after what each is doing."""
        self._pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C; a signal that comes meanwhile is heard afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Make this process a worker: Ctrl-C is for the run's own process, and without that there is no work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
