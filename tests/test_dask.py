"""A Dask cluster of real processes: the same folder as one core, also when a worker is lost in mid-run."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import runs

from sahelkit.engines import cluster, code_to_folder, engine
from sahelkit.engines.partitions import cut
from sahelkit.engines.problems import list_problems
from sahelkit.engines.tasks import Setting, Task
from sahelkit.errors import EngineError
from sahelkit.reading.records import Record

# Loaded by a worker at its start: a coder that ends the process at a word.
DEADLY = """
import os
import sahelkit.engines.tasks as tasks
from sahelkit.coding import code_records as code

def deadly(records, **options):
    if any("deadly" in record.text for record in records):
        os._exit(9)
    return code(records, **options)
tasks.code_records = deadly
"""


@contextmanager
def running(*arguments, **environment):
    """A process of Dask's own command line, ended with the block."""
    command = [sys.executable, "-m", "dask", *map(str, arguments), "--host", "127.0.0.1", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(
        command, cwd=runs.ROOT, env={**os.environ, **environment}, start_new_session=True, **quiet
    )
    try:
        yield process
    finally:
        runs.kill_group(process)


@contextmanager
def scheduler(folder, **environment):
    """A scheduler at a port of its own; gives its address."""
    file = Path(folder) / "scheduler.json"
    with running("scheduler", "--port", 0, "--scheduler-file", file, **environment):
        deadline = time.monotonic() + 60
        while not (file.exists() and file.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"]


def worker(address, folder, *options):
    folder.mkdir()
    return running("worker", address, "--nthreads", 1, "--local-directory", folder, *options)


def test_a_worker_lost_in_mid_run_changes_nothing(tmp_path):
    study = runs.make_study(tmp_path / "study")
    status, said, _ = runs.code(study, tmp_path / "one")
    assert status == 0
    with (
        scheduler(tmp_path) as address,
        worker(address, tmp_path / "a", "--no-nanny") as lost,
        worker(address, tmp_path / "b", "--no-nanny"),
    ):
        out = tmp_path / "cluster"
        process = runs.start("code", study, "--out", out, "--articles-per-part", runs.PER_PART, "--scheduler", address)
        runs.wait_for_files(process, out, 15)  # of some 140
        assert process.poll() is None
        runs.kill_group(lost)
        status, told, errors = runs.finish(process)
    assert (status, errors) == (0, "")
    assert told == said.replace(str(tmp_path / "one"), str(out))
    assert runs.contents(out) == runs.contents(tmp_path / "one")


def test_an_article_that_ends_workers_becomes_a_problem(tmp_path):
    (tmp_path / "deadly.py").write_text(DEADLY, encoding="utf-8")
    units = [Record(name, "deadly" if name == "d" else "Mali menolak.", language="id") for name in "abcdefgh"]
    with (
        scheduler(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as address,
        worker(address, tmp_path / "a", "--nanny", "--preload", tmp_path / "deadly.py"),
    ):
        run = code_to_folder(units, Setting(out=tmp_path / "out"), engine=engine(scheduler=address), articles=4)
    assert (run.parts, run.articles, run.problems) == (2, 7, 1)
    told = list_problems(tmp_path / "out")
    assert told.kinds == {"failed": 1} and told.first[0].startswith("'d': the process that coded it died")


def test_a_run_whose_workers_are_all_gone_ends_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "LONELY", 2.0)
    monkeypatch.setattr(cluster, "LOOK", 0.5)
    (tmp_path / "deadly.py").write_text(DEADLY, encoding="utf-8")
    units = [Record("a", "Mali menolak.", language="id"), Record("b", "deadly", language="id")]
    setting = Setting(out=tmp_path / "out")
    with (
        scheduler(tmp_path) as address,
        worker(address, tmp_path / "a", "--no-nanny", "--preload", tmp_path / "deadly.py"),
        pytest.raises(EngineError, match=f"^the scheduler at {address} has lost all its workers; start some, and give"),
    ):
        code_to_folder(units, setting, engine=engine(scheduler=address), articles=1)
    run = code_to_folder(units, setting, engine=engine(), articles=1)
    assert (run.parts, run.articles, run.problems) == (2, 2, 0)


def test_a_cluster_that_is_not_there_or_differs_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", "2s")

    def refused(address, **setting):
        tasks = [Task(part, Setting(**setting)) for part in cut([Record("a", "Mali.", language="id")])]
        with pytest.raises(EngineError) as error:
            list(cluster.run_cluster(tasks, address=address))
        return str(error.value)

    nowhere = refused("tcp://127.0.0.1:9")
    assert nowhere.startswith("no Dask scheduler answers at 'tcp://127.0.0.1:9' (")
    assert nowhere.endswith("); start one with `dask scheduler`")
    with scheduler(tmp_path) as address:
        expected = f"the scheduler at {address} has no workers; start some with `dask worker {address}`"
        assert refused(address) == expected
        monkeypatch.setattr(cluster, "PATIENCE", "60s")
        with worker(address, tmp_path / "a", "--no-nanny"):
            other = refused(address, state={"kit": "another", "lexicons": ""})
            assert "has another kit or other lexicons; install the same version" in other
            unseen = refused(address, out=tmp_path / "nowhere")
            assert f"does not see {tmp_path / 'nowhere'}; give a folder on a disk that all machines share" in unseen


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    expected = 'a Dask cluster needs the package distributed, which is not installed: pip install "sahelkit\\[dask\\]"'
    with pytest.raises(EngineError, match=expected):
        list(cluster.run_cluster([], address="tcp://127.0.0.1:9"))
