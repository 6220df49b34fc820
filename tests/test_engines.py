"""Many articles: the same bytes whoever codes them, however often they are interrupted; one bad one never stops."""

import dataclasses
import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile

import pandas as pd
import pytest
import runs
from hypothesis import given
from hypothesis import strategies as st

import sahelkit as sk
from benchmarks.corpora import generated
from sahelkit.coding import code_records
from sahelkit.columns import TABLES
from sahelkit.engines import code_in_memory, code_to_folder, engine
from sahelkit.engines.partitions import cut, size_of
from sahelkit.engines.problems import list_problems
from sahelkit.engines.tasks import Setting, code_task
from sahelkit.errors import BadValue, SourceError
from sahelkit.parts import done_parts
from sahelkit.reading.items import Item
from sahelkit.reading.records import Problem, Record

# Partitions ----------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 50)), st.integers(1, 7), st.integers(1, 90))
def test_a_partition_is_full_at_so_many_articles_or_bytes(sizes, articles, size):
    units = [Record(str(n), "x" * length) for n, length in enumerate(sizes)]
    parts = list(cut(iter(units), articles=articles, size=size))
    assert [unit for part in parts for unit in part.units] == units
    assert [part.number for part in parts] == list(range(len(parts)))
    held = [sum(map(size_of, part.units)) for part in parts]
    assert all(len(part.units) == 1 or (len(part.units) <= articles and n <= size) for part, n in zip(parts, held))
    for part, after, n in zip(parts, parts[1:], held):
        assert len(part.units) == articles or n + size_of(after.units[0]) > size


def test_partitions_are_cut_one_at_a_time():
    taken = []
    units = (taken.append(n) or Record(str(n), "x") for n in range(1000))
    next(cut(units, articles=10))
    assert len(taken) == 11  # the first of the next tells that this one is full


def test_a_digest_tells_other_articles_apart_but_not_where_they_lie(tmp_path):
    def digest(folder, text, **fields):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "a.txt").write_text(text)
        item = Item("a", "a.txt", str(tmp_path / folder / "a.txt"), fields=fields)
        return next(cut([item])).digest

    assert digest("here", "Mali") == digest("there", "Mali")
    assert len({digest("here", "Mali"), digest("here", "Malian"), digest("here", "Mali", title="x")}) == 3


def test_pages_with_markup_weigh_what_their_text_may(tmp_path):
    for name in ("a.html", "b.html", "c.txt", "d.txt"):
        (tmp_path / name).write_bytes(b"x" * 800)
    items = [Item(name, name, str(tmp_path / name)) for name in ("a.html", "b.html", "c.txt", "d.txt")]
    assert [len(part.units) for part in cut(items, size=1000)] == [3, 1]


def test_a_part_of_no_article_is_refused():
    with pytest.raises(BadValue, match="a part holds at least one article, and 0 were asked for"):
        next(cut([Record("a", "x")], articles=0))


# One process, several, interrupted ones ------------------------------------------------------------------------------


def test_partitions_coded_apart_give_the_tables_of_all_at_once():
    whole = runs.records(12)
    whole[3] = dataclasses.replace(whole[3], meta={"desk": "Sahel"})
    whole[8] = dataclasses.replace(whole[8], meta={"city": "Gao", "desk": "Mali"})

    def backwards(tasks):
        return reversed([code_task(task) for task in tasks])

    tables = code_in_memory(whole, Setting(), engine=backwards, articles=3)
    assert tables.pop("problems").empty
    for name, frame in code_records(whole).items():
        pd.testing.assert_frame_equal(tables[name], frame)


def test_the_rows_of_two_processes_are_joined_in_order():
    whole = runs.records(12)
    tables = code_in_memory(whole, Setting(), engine=engine(workers=2), articles=2)
    for name, frame in code_records(whole).items():
        pd.testing.assert_frame_equal(tables[name], frame)


def test_archives_and_tables_are_coded_by_two_processes_as_by_one(tmp_path):
    news = tmp_path / "news"
    news.mkdir()
    made = list(generated(9, chars=200))
    with zipfile.ZipFile(news / "a.zip", "w") as zipped, tarfile.open(news / "b.tar.gz", "w:gz") as tarred:
        for article in made[:3]:
            zipped.writestr(f"2022/{article['article_id']}.txt", article["text"])
        for article in made[3:6]:
            member = tarfile.TarInfo(f"{article['article_id']}.txt")
            member.size = len(article["text"].encode())
            tarred.addfile(member, io.BytesIO(article["text"].encode()))
    (news / "c.jsonl").write_text("\n".join(json.dumps(article) for article in made[6:]), encoding="utf-8")
    said = [runs.code(news, tmp_path / str(n), "--workers", n)[1] for n in (1, 2)]
    assert said[0] == f"{tmp_path / '1'}: 9 articles in 3 parts\nproblems: none\n"
    assert runs.contents(tmp_path / "1") == runs.contents(tmp_path / "2")


def test_code_gives_the_same_corpus_in_memory_on_two_processes_and_on_disk(tmp_path):
    articles = [*generated(3, chars=200), {"article_id": "x", "text": "", "language": "id"}]
    one, two = (sk.code(iter(articles), workers=n, on_error="report") for n in (1, 2))
    stored = sk.code(iter(articles), out=tmp_path / "coded", on_error="report")
    for name in TABLES:
        pd.testing.assert_frame_equal(two.query(name), one.query(name))
        pd.testing.assert_frame_equal(stored.query(name), one.query(name))
    assert one.problems["kind"].to_list() == two.problems["kind"].to_list() == stored.problems["kind"].to_list()
    assert stored.fingerprint == one.fingerprint
    assert stored.filter(actor="areva").query("mentions", by=())["n"].to_list() == [0]  # known, and not in these


def test_code_to_a_folder_holds_a_part_at_a_time(tmp_path):
    written = []

    def many():
        for n in range(3001):
            if n % 1000 == 500:
                written.append(len(done_parts(tmp_path / "coded")))
            yield {"article_id": str(n), "text": "Mali." if n < 3000 else "", "language": "id"}

    with pytest.raises(SourceError, match="record 3001"):
        sk.code(many(), out=tmp_path / "coded")
    assert written == [0, 1, 2]  # asked in the middle of the first, second, third part


def test_a_run_says_what_it_coded_and_what_it_could_not(made_study, unbroken):
    out, (status, said, errors) = unbroken
    first, counts, *problems = said.splitlines()
    assert (status, errors) == (0, "")
    assert first == f"{out}: 28 articles in 10 parts"
    assert counts == "problems: 2 (empty 1, encoding 1)"
    assert problems[0].startswith("- articles/made-0000008.txt: the file is empty;") and len(problems) == 2


def test_two_processes_write_the_same_folder(made_study, unbroken, tmp_path):
    assert runs.code(made_study, tmp_path / "coded", "--workers", 2)[0] == 0
    assert runs.contents(tmp_path / "coded") == runs.contents(unbroken[0])


# What goes wrong -----------------------------------------------------------------------------------------------------

DEADLY = """
import os, sys
from pathlib import Path
import sahelkit.engines.tasks as tasks
from sahelkit.engines import code_to_folder, engine
from sahelkit.engines.problems import list_problems
from sahelkit.reading.records import Record

code = tasks.code_records
def deadly(records, **options):
    for record in records:
        if "deadly" in record.text:
            os._exit(9)
        if "once" in record.text and not Path(sys.argv[2]).exists():
            Path(sys.argv[2]).touch()
            os._exit(9)
        if "wrong" in record.text:
            raise RuntimeError("no such luck")
    return code(records, **options)
tasks.code_records = deadly

if __name__ == "__main__":
    texts = {name: "Mali menolak." for name in "abcdefgh"}
    texts.update(pair.split("=") for pair in sys.argv[3:])
    units = [Record(name, text, language="id") for name, text in texts.items()]
    out = Path(sys.argv[1])
    print(code_to_folder(units, tasks.Setting(out=out), engine=engine(workers=2), articles=2))
    print(list_problems(out).first)
"""


@pytest.fixture
def deadly(tmp_path):
    """Code eight articles in two processes with a coder that dies of some words."""
    script = tmp_path / "deadly.py"
    script.write_text(DEADLY, encoding="utf-8")

    def run(name, *texts):
        command = [sys.executable, str(script), str(tmp_path / name), str(tmp_path / f"{name}.died"), *texts]
        environment = {**os.environ, "PYTHONPATH": str(runs.ROOT)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        return done.stdout, done.stderr

    return run


def test_a_worker_that_dies_is_replaced_and_its_partition_done_again(deadly, tmp_path):
    assert deadly("once", "c=once") == ("Run(parts=4, found=0, articles=8, problems=0)\n[]\n", "")
    assert (tmp_path / "once.died").exists()


def test_an_article_that_ends_its_process_becomes_a_problem(deadly):
    died = "'d': the process that coded it died, out of memory or killed, as often as it was tried; "
    said, errors = deadly("deadly", "d=deadly")
    assert said.splitlines()[0] == "Run(parts=4, found=0, articles=7, problems=1)" and errors == ""
    assert died in said


def test_an_article_whose_coding_fails_becomes_a_problem(deadly):
    said, errors = deadly("wrong", "d=wrong")
    assert said.splitlines()[0] == "Run(parts=4, found=0, articles=7, problems=1)" and errors == ""
    assert "'d': coding it failed (RuntimeError: no such luck); it is left out: please report it with its text" in said


def test_a_script_without_its_guard_is_told_so(tmp_path):
    script = tmp_path / "plain.py"
    script.write_text(DEADLY.replace('if __name__ == "__main__":', "if True:"), encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "out"), str(tmp_path / "died")]
    environment = {**os.environ, "PYTHONPATH": str(runs.ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    expected = "EngineError: worker processes end as soon as they start; in a script of your own, put the call under "
    assert done.returncode == 1 and expected in done.stderr


def test_a_run_that_codes_nothing_ends_with_status_1(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_bytes(b"")
    status, said, _ = runs.code(tmp_path / "news", tmp_path / "coded")
    empty = "a.txt: the file is empty; put the article's text into it or remove it"
    assert (status, said) == (1, f"{tmp_path / 'coded'}: 0 articles in 1 part\nproblems: 1 (empty 1)\n- {empty}\n")


def test_many_problems_are_counted_and_the_first_told(tmp_path):
    units = [Problem("x.csv", None, n, "date" if n % 3 else "empty", f"row {n}") for n in range(1, 41)]
    code_to_folder(units, Setting(out=tmp_path / "coded"), articles=7)
    told = list_problems(tmp_path / "coded")
    assert told.kinds == {"date": 27, "empty": 13}
    assert told.first == [f"row {n}" for n in range(1, 21)]


# Memory --------------------------------------------------------------------------------------------------------------

FLAT = """
import resource, sys
from pathlib import Path
from sahelkit.engines import code_to_folder, run_here
from sahelkit.engines.tasks import Setting
from sahelkit.reading.records import Record

units = (Record(f"article-{n:08d}", f"Prancis menarik {n} tentara dari Niger.", language="id") for n in range(20_000))
peaks = []
def watched(tasks):
    for part in run_here(tasks):
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        yield part
code_to_folder(units, Setting(out=Path(sys.argv[1])), articles=1000, engine=watched)
print(len(peaks), peaks[4], peaks[-1])
"""


def test_memory_does_not_grow_with_the_number_of_articles(tmp_path):
    command = [sys.executable, "-c", FLAT, str(tmp_path / "coded")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=runs.ROOT, check=True)
    parts, early, late = map(int, done.stdout.split())
    assert parts == 20
    assert late - early < 30  # MB, of some 300; the tables of all 20,000 take 60
