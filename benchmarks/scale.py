"""How coding to a folder grows: with the number of articles, with their length, with workers; and its memory.

    make bench        or python -m benchmarks.scale; --most 10000 for a try, which is not written

Every line is a process of its own that makes articles (`benchmarks/corpora.py`), codes them to a folder that is then
removed, and tells its processor time, its wall time and its peak memory. Beside them stands the processor time of a
`\\w+` regular expression over as much of the same text in the same process. Prints the tables and writes them into
docs/scale.md, between the marks there.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpora import CHARS, Article, generated, size
from benchmarks.machine import machine
from benchmarks.pages import aligned, written
from benchmarks.rivals import words

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "scale.md"
MOST = 100_000
COUNTS = (100, 1_000, 10_000, 100_000)
LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
TEXT = 6_000_000  # characters that articles of each length have together
SIDE_BY_SIDE = 20_000  # articles that one and two workers are timed with
WARM = 12  # articles coded before the clock starts: lexicons and patterns are made once a process
ARCHIVE = 100_000_000
VERSIONS = ("pandas", "numpy", "pyarrow")


class Taken(NamedTuple):
    """One run: articles, characters, seconds of processor and wall, the yardstick's seconds, peak memory in MB."""

    articles: int
    chars: int
    processor: float
    wall: float
    yardstick: float
    peak: float


def run_of(count: int, chars: int, workers: int, *, held: bool = False) -> Taken:
    """Code so many articles in a process of its own; `held` makes them all before the clocks start."""
    command = [sys.executable, "-m", "benchmarks.scale", "--one", *map(str, (count, chars, workers, int(held)))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Taken(*json.loads(done.stdout))


def one(count: int, chars: int, workers: int, held: bool) -> Taken:
    """Code so many articles here; the time that making them takes is not counted."""
    from sahelkit.corpus import code

    sample = list(generated(WARM, chars=chars))
    if workers == 1:
        with tempfile.TemporaryDirectory() as folder:
            code(sample, out=Path(folder) / "coded")
    source = _Source(generated(count, chars=chars))
    articles = list(source) if held else source
    making = source.seconds
    with tempfile.TemporaryDirectory() as folder:
        begin, wall = _processor(), time.perf_counter()
        code(articles, out=Path(folder) / "coded", workers=workers)
        spent, wall = _processor() - begin, time.perf_counter() - wall
    making = source.seconds - making
    unit = _yardstick(sample)
    return Taken(count, source.chars, spent - making, wall - making, unit * source.chars, _peak())


class _Source:
    """Articles as they are asked for, their characters, and the seconds of processor time that making them took."""

    def __init__(self, articles: Iterator[Article]) -> None:
        self._articles = articles
        self.seconds = 0.0
        self.chars = 0

    def __iter__(self) -> Iterator[Article]:
        return self

    def __next__(self) -> Article:
        begin = time.process_time()
        try:
            article = next(self._articles)
        finally:
            self.seconds += time.process_time() - begin
        self.chars += len(article["text"])
        return article


def _yardstick(sample: list[Article]) -> float:
    """Seconds of processor time that a character takes `\\w+`: the middle of five readings of 2 MB."""
    more = sample * max(1, 2_000_000 // size(sample))
    times = []
    for _ in range(5):
        begin = time.process_time()
        words(more)
        times.append(time.process_time() - begin)
    return sorted(times)[2] / size(more)


def _processor() -> float:
    """Seconds of this process and of the workers that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def _peak() -> float:
    """Peak memory of this process and, where there were any, of its largest worker, in MB (Linux counts KB)."""
    used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(used) / 1024


def by_number(most: int) -> list[Taken]:
    """Runs by the number of articles."""
    return [run_of(count, CHARS, 1) for count in COUNTS if count <= most]


def by_length(text: int) -> list[Taken]:
    """Runs by the length of an article, over the same amount of text."""
    return [run_of(max(3, text // chars), chars, 1) for chars in LENGTHS]


def _row(run: Taken) -> list[str]:
    return [
        f"{run.processor / run.articles * 1e3:.2f}", f"{run.processor / run.chars * 1e6:.2f}",
        f"{run.articles / run.processor:,.0f}", f"{run.chars / run.processor / 1e6:.2f}",
        f"{run.yardstick / run.processor:.3f}", f"{run.peak:,.0f}",
    ]  # fmt: skip


_MEASURES = ["ms an article", "ms a KB", "articles/s", "MB/s", "ratio to `\\w+`", "peak MB"]


def report(most: int) -> list[str]:
    """The lines of the page."""
    numbers, lengths = by_number(most), by_length(TEXT if most == MOST else TEXT // 10)
    pair = [run_of(min(SIDE_BY_SIDE, most), CHARS, workers, held=True) for workers in (1, 2)]
    last = numbers[-1]
    hours = last.processor / last.articles * ARCHIVE / 3600
    counted = [[f"{run.articles:,}", *_row(run)] for run in numbers]
    long = [[f"{run.chars / run.articles / 1000:,.0f} KB", *_row(run)] for run in lengths]
    crew = [
        [str(n), f"{run.wall:.1f}", f"{run.articles / run.wall:,.0f}", f"{pair[0].wall / run.wall:.2f}"]
        for n, run in zip((1, 2), pair)
    ]
    return [
        *aligned([["articles of 3 KB", *_MEASURES], *counted], left=1), "",
        *aligned([["an article has", *_MEASURES], *long], left=1), "",
        *aligned([["workers", "wall seconds", "articles/s", "times one"], *crew], left=1), "",
        f"At the rate of the longest run, a hundred million articles of {last.chars / last.articles / 1000:.1f} KB "
        f"take {hours:,.0f} core hours: {hours / 16:,.0f} hours on 16 cores, {hours / 200:,.1f} on 200.", "",
        machine(VERSIONS),
    ]  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--most", type=int, default=MOST, help=f"the largest corpus (default: {MOST:,} articles)")
    parser.add_argument("--one", type=int, nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.one:
        count, chars, workers, held = args.one
        print(json.dumps(one(count, chars, workers, bool(held))))
        return 0
    lines = report(args.most)
    print("\n".join(lines))
    if args.most == MOST:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
