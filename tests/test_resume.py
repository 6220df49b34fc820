"""A run that was cut short goes on where it was and ends in the same bytes; with anything else it is refused."""

import dataclasses
import os
import shutil
import signal
import time

import pytest
import runs

from sahelkit.engines import code_to_folder, engine
from sahelkit.engines.tasks import Setting
from sahelkit.errors import BadValue, EngineError, SourceError


@pytest.mark.parametrize(("seed", "workers"), [(1, 1), (2, 2), (3, 2)])
def test_a_run_killed_at_any_moment_goes_on_and_ends_in_the_same_folder(made_study, unbroken, tmp_path, seed, workers):
    out = tmp_path / "coded"
    status, said, _ = runs.interrupted(made_study, out, seed, "--workers", workers)
    assert status == 0 and said.splitlines()[1:] == unbroken[1][1].splitlines()[1:]
    assert runs.contents(out) == runs.contents(unbroken[0])


def test_what_is_done_is_not_done_again(made_study, unbroken, tmp_path):
    out = tmp_path / "coded"
    shutil.copytree(unbroken[0], out)
    (out / "parts" / "000003.json").unlink()
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    status, said, _ = runs.code(made_study, out)
    assert status == 0 and said.startswith(f"{out}: 28 articles in 10 parts, 9 of them there before\n")
    changed = {path.name for path in before if path.stat().st_mtime_ns != before[path]}
    assert changed == {"part-000003.parquet", "000003.sha256"}
    assert runs.contents(out) == runs.contents(unbroken[0])


def test_ctrl_c_ends_a_run_that_can_go_on(made_study, unbroken, tmp_path):
    out = tmp_path / "coded"
    process = runs.start("code", made_study, "--out", out, "--articles-per-part", runs.PER_PART, "--workers", 2)
    runs.wait_for_files(process, out, 3)  # of some 140
    os.killpg(process.pid, signal.SIGINT)
    stopped = f"sahelkit: stopped; what is done stays in {out}: the same command goes on with it\n"
    assert runs.finish(process) == (130, "", stopped)
    assert all(path.suffix != ".tmp" for path in out.rglob("*"))
    assert runs.code(made_study, out)[0] == 0
    assert runs.contents(out) == runs.contents(unbroken[0])


def test_workers_end_with_the_run_that_started_them(made_study, tmp_path):
    process = runs.start("code", made_study, "--out", tmp_path / "coded", "--articles-per-part", 1, "--workers", 2)
    runs.wait_for_files(process, tmp_path / "coded", 20)
    group = process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("workers stayed")


# Going on with something else ----------------------------------------------------------------------------------------


def begun(folder, count=5, **setting):
    code_to_folder(runs.records(count), Setting(out=folder, **setting), articles=2, options={"columns": {}})
    return folder


def refused(folder, units, **changed):
    setting = {name: changed.pop(name) for name in ("language", "encoding", "lexicons") if name in changed}
    with pytest.raises(BadValue) as error:
        code_to_folder(units, Setting(out=folder, **setting), **{"articles": 2, "options": {"columns": {}}, **changed})
    return str(error.value).removeprefix(str(folder))


def test_other_options_are_refused_and_named(tmp_path):
    out, units = begun(tmp_path / "coded"), runs.records(5)
    over = "; give another folder, or remove this one"
    assert refused(out, units, language="fr") == f' was begun with language not given (now "fr"){over}'
    assert refused(out, units, articles=3) == f" was begun with articles_per_part 2 (now 3){over}"
    both = ' was begun with columns not given (now {"text": "body"}) and encoding "utf-8" (now "cp1252")'
    assert refused(out, units, encoding="cp1252", options={"columns": {"text": "body"}}) == both + over


def test_other_options_are_taken_where_no_part_is_done(tmp_path):
    def broken():
        raise SourceError("a disk that went away")
        yield

    with pytest.raises(SourceError, match="a disk that went away"):
        code_to_folder(broken(), Setting(out=tmp_path / "coded"), articles=2)
    assert (tmp_path / "coded" / "corpus.json").is_file()
    assert code_to_folder(runs.records(2), Setting(out=tmp_path / "coded"), articles=1).parts == 2


def test_other_lexicons_are_refused(tmp_path, data):
    out = begun(tmp_path / "coded")
    expected = " was begun with other lexicons; give another folder, or remove this one"
    assert refused(out, runs.records(5), lexicons=data) == expected


def test_other_articles_are_refused(tmp_path):
    out, units = begun(tmp_path / "coded"), runs.records(5)
    back = "put the articles back as they were, or give another folder"
    changed = [*units[:3], dataclasses.replace(units[3], text="Mali menolak."), units[4]]
    first = "part 1 (from 'made-0000002' on) is not what it was"
    assert refused(out, changed) == f" was begun with other articles: {first}; {back}"
    more = f" was begun with more articles: it has 3 parts, and these make 2; {back}"
    assert refused(out, units[:4]) == more
    assert code_to_folder(units, Setting(out=out), articles=2, options={"columns": {}}).found == 3


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "coded").mkdir()
    (tmp_path / "coded" / "thesis.odt").touch()
    expected = " holds something else; give a new folder to write to"
    assert refused(tmp_path / "coded", runs.records(1)) == expected
    assert refused(tmp_path / "coded" / "thesis.odt", runs.records(1)) == expected


def test_a_disk_that_refuses_is_named(tmp_path):
    begun(tmp_path / "coded", count=2)
    with pytest.raises(
        EngineError, match="/file/coded cannot be written to [(]Not a directory[)]; give a folder that can"
    ):
        (tmp_path / "file").touch()
        code_to_folder(runs.records(2), Setting(out=tmp_path / "file" / "coded"))
    (tmp_path / "coded" / "parts" / "000000.json").unlink()
    shutil.rmtree(tmp_path / "coded" / "figures")
    (tmp_path / "coded" / "figures").touch()
    with pytest.raises(EngineError, match="part 0 cannot be written to .*coded [(].*[)]; see to it and go on"):
        code_to_folder(runs.records(2), Setting(out=tmp_path / "coded"), articles=2, options={"columns": {}})


def test_no_workers_or_workers_twice_are_refused():
    with pytest.raises(BadValue, match="workers is 0; at least one is needed"):
        engine(workers=0)
    with pytest.raises(BadValue, match="workers are of this machine and a scheduler has its own; give one of the two"):
        engine(workers=2, scheduler="tcp://127.0.0.1:1")
