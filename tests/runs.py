"""Runs of the command line in processes of their own, for tests that interrupt them, and what they left on disk."""

from __future__ import annotations

import csv
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from benchmarks.corpora import generated
from sahelkit.reading.records import Record, check_records

ROOT = Path(__file__).resolve().parent.parent
PER_PART = 3


def records(count: int, chars: int = 200) -> list[Record]:
    """Return so many made articles as records."""
    return [r for r in check_records(generated(count, chars=chars)) if isinstance(r, Record)]


def make_study(folder: Path, *, articles: int = 30, chars: int = 400) -> Path:
    """Write a study of made articles, with two files that cannot be read as such.

    Of one language, for every process that starts compiles the lexicons it needs.
    """
    (folder / "articles").mkdir(parents=True)
    with open(folder / "articles.csv", "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["article_id", "title", "publisher", "published", "language", "url"])
        made = (article for article in generated(4 * articles, chars=chars) if article["language"] == "id")
        for n, article in enumerate(islice(made, articles)):
            text = article["text"].encode() if n not in (4, 17) else (b"" if n == 4 else b"\xe9t\xe9")
            (folder / "articles" / f"{article['article_id']}.txt").write_bytes(text)
            rows.writerow([article["article_id"], "", "", article["published"], article["language"], ""])
    return folder


def start(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    """Start `sahelkit` with these arguments, at the head of a process group of its own."""
    command = [sys.executable, "-m", "sahelkit", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, text=True, encoding="utf-8", start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_hear_interrupts,
    )  # fmt: skip


def _hear_interrupts() -> None:
    """Let a process be interrupted although a shell that runs the tests in its background has Ctrl-C ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a process; return its status and what it said."""
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def code(study: Path, out: Path, *options: object) -> tuple[int, str, str]:
    """Run `sahelkit code` to its end."""
    return finish(start("code", study, "--out", out, "--articles-per-part", PER_PART, *options))


def wait_for_files(process: subprocess.Popen[str], out: Path, count: int) -> None:
    """Wait until so many files were written, or the process ended."""
    while process.poll() is None and files_in(out) < count:
        time.sleep(0.005)


def files_in(folder: Path) -> int:
    """How many files there are, temporary ones too."""
    return sum(len(files) for _, _, files in os.walk(folder))


def kill_group(process: subprocess.Popen[str]) -> None:
    """End a process and all that it started, at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def interrupted(study: Path, out: Path, seed: int, *options: object) -> tuple[int, str, str]:
    """Run `sahelkit code`, kill it twice at moments that the seed chooses, and let it go on to its end."""
    chance = random.Random(seed)
    for _ in range(2):
        process = start("code", study, "--out", out, "--articles-per-part", PER_PART, *options)
        wait_for_files(process, out, files_in(out) + chance.randint(1, 60))
        time.sleep(chance.uniform(0, 0.03))
        kill_group(process)
    return code(study, out, *options)


def contents(folder: Path) -> dict[str, str]:
    """Every file of a folder by its name, as a digest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
