"""How fast coding runs, as a whole and stage by stage, beside other libraries and a plain regular expression.

    make bench        or, with the extras `test` and `bench` installed, python -m benchmarks.bench

Prints the tables and writes them into benchmarks/results.md, between the marks there. Everything is processor time of
one process in one run; in a round all systems read the same articles, one after the other, so that what slows the
machine slows them all, and the ratio to the yardstick is taken within the round. Needs no network.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpora import Article, carried, generated, size
from benchmarks.machine import machine
from benchmarks.pages import aligned, written
from benchmarks.rivals import RIVALS, Reader, words
from benchmarks.stages import code, stages

PAGE = Path(__file__).resolve().parent / "results.md"
ARTICLES = 4_000
ROUNDS = 5
SMALL = 100  # articles; a corpus of fewer is read in two rounds, not in five
WARM = 12  # articles that everything reads before it is timed: lexicons, patterns and pipelines are made once
FLOOR, GOAL = 0.35, 1.0
VERSIONS = ("pandas", "numpy", "pyarrow", "spacy", "dateparser", "ftfy")
WHOLE = "sahelkit, whole coding: all tables"


class Taken(NamedTuple):
    """One reading: characters, articles and seconds, and the yardstick's seconds for as many characters."""

    chars: int
    articles: int
    seconds: float
    yardstick: float


Times = dict[str, list[Taken]]


def spent(read: Reader, articles: Sequence[Article]) -> float:
    """Seconds of processor time."""
    begin = time.process_time()
    read(articles)
    return time.process_time() - begin


def round_of(articles: Sequence[Article], times: Times) -> None:
    """Let everything read one slice: the yardstick before and after, sahelkit, its stages, the others."""
    chars = size(list(articles))
    yardstick = [spent(words, articles)]
    found = {WHOLE: (articles, spent(code, articles))}
    for rival in RIVALS:
        fewer = articles[:: rival.one_in]
        found[rival.name] = fewer, spent(rival.read, fewer)
    parts = stages(articles)
    yardstick += [spent(words, articles) for _ in range(2)]
    unit = statistics.median(yardstick) / chars
    found |= {"  " + label: (articles, seconds) for label, seconds in parts.items()}
    found[r"\w+, the yardstick"] = articles, unit * chars
    for name, (given, seconds) in found.items():
        own = size(list(given))
        times.setdefault(name, []).append(Taken(own, len(given), seconds, unit * own))


def measured(articles: Sequence[Article], *, rounds: int) -> Times:
    """All systems on the articles, in so many slices."""
    round_of(articles[:WARM], {})
    times: Times = {}
    for number in range(rounds):
        round_of(articles[number::rounds], times)
    return times


def table(times: Times) -> list[str]:
    """Medians over the rounds: ratio to the yardstick (its lowest and highest), MB of text and articles a second."""
    lines = [["what reads", "ratio to `\\w+`", "lowest", "highest", "MB/s", "articles/s"]]
    order = sorted(times, key=lambda name: (name.startswith("  "), name != WHOLE))
    for name in order:
        ratios = [one.yardstick / one.seconds if one.seconds else float("inf") for one in times[name]]
        speed = statistics.median(one.chars / one.seconds / 1e6 if one.seconds else float("inf") for one in times[name])
        rate = statistics.median(one.articles / one.seconds if one.seconds else float("inf") for one in times[name])
        numbers = [f"{each:.3f}" for each in (statistics.median(ratios), min(ratios), max(ratios))]
        lines.append([name, *numbers, f"{speed:.2f}", f"{rate:,.0f}"])
    return aligned(lines, left=1)


def peak_memory(count: int) -> tuple[float, float]:
    """Peak memory in MB of a process that codes so many articles, and of one that only imports and compiles."""
    return _peak(count), _peak(3)


def _peak(count: int) -> float:
    command = [sys.executable, "-m", "benchmarks.bench", "--peak", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def own_peak() -> int:
    """Peak memory of this process in KB, as Linux tells it; getrusage would count its parent's from before the exec."""
    found = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) if found else 0


def load_times(times: int = 5) -> dict[str, list[float]]:
    """Seconds that `sk.load("data")` takes: in a fresh process with its imports, without them, and the second time."""
    program = (
        "import time; a = time.perf_counter(); import sahelkit as sk; import pandas, pyarrow.compute; sk.load\n"
        "b = time.perf_counter(); sk.load('data'); c = time.perf_counter(); sk.load('data'); d = time.perf_counter()\n"
        "print(c - a, c - b, d - c)"
    )
    folder = PAGE.parents[1]
    runs = []
    for _ in range(times):
        done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
        runs.append([float(part) for part in done.stdout.split()])
    names = ("fresh process, imports included", "fresh process, imports aside", "a second time")
    return dict(zip(names, map(list, zip(*runs))))


def load_table() -> list[str]:
    """Medians of `sk.load("data")`, with the yardstick of this minute beside them."""
    lines = [['`sk.load("data")`, seconds', "median of 5", "lowest", "highest"]]
    for name, seconds in load_times().items():
        lines.append([name, *(f"{each:.3f}" for each in (statistics.median(seconds), min(seconds), max(seconds)))])
    sample = list(generated(400))
    yard = [spent(words, sample) for _ in range(5)]
    lines.append([r"yardstick: `\w+` over 1 MB", *(f"{f(yard) / size(sample) * 1e6:.3f}" for f in _SPREAD)])
    return aligned(lines, left=1)


_SPREAD: tuple[Callable[[Sequence[float]], float], ...] = (statistics.median, min, max)


def report(count: int, rounds: int) -> list[str]:
    """The lines of the page."""
    corpora = {
        f"{count:,} generated articles, half Indonesian": list(generated(count)),
        "carried Indonesian news": carried(),
    }
    lines: list[str] = []
    for name, articles in corpora.items():
        times = measured(articles, rounds=rounds if len(articles) >= SMALL else 2)
        lines += [f"### {name}, {size(articles) / 1e6:.2f} MB", "", *table(times), ""]
    coded, bare = peak_memory(count)
    return [
        *lines, *load_table(), "",
        f"Peak memory of coding {count:,} articles into tables in memory: {coded:,.0f} MB; "
        f"of a process that codes three: {bare:,.0f} MB.", "", machine(VERSIONS),
    ]  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write; with --articles for a try, which is not written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES, help=f"how many are made (default: {ARTICLES:,})")
    parser.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.peak is not None:
        code(list(generated(args.peak)))
        print(own_peak())
        return 0
    lines = report(args.articles, ROUNDS)
    print("\n".join(lines))
    if args.articles == ARTICLES:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
