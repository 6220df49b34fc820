"""Parts on disk: the same bytes from any process, whole or not there, and numbers that lead to article and sentence."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from small_corpus import small_corpus

from sahelkit.columns import TABLES, conform, empty, frame_of
from sahelkit.errors import BadValue, SourceError
from sahelkit.parts import done_parts, part_path, read_manifest, sweep, write_manifest, write_part

TESTS = Path(__file__).resolve().parent
WRITE = """
import os, sys
sys.path[:0] = sys.argv[2:]
from small_corpus import small_corpus
import sahelkit.parts as parts
stop = os.environ.get("STOP_AT")
if stop:
    written, replace = [], os.replace
    def end_at(source, target):
        written.append(target)
        if len(written) == int(stop):
            os._exit(9)
        replace(source, target)
    os.replace = end_at
parts.write_part(sys.argv[1], 3, small_corpus().source.frames)
parts.write_manifest(sys.argv[1], {"options": {"b": 1, "a": "é"}})
"""


def written_by_another(folder, **environment):
    """Write the small corpus as part 3 in a process of its own."""
    command = [sys.executable, "-c", WRITE, str(folder), str(TESTS), str(TESTS.parent)]
    return subprocess.run(command, env={"PYTHONHASHSEED": "1", **environment}, check=False).returncode


def digests(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_two_processes_write_the_same_bytes(tmp_path):
    assert written_by_another(tmp_path / "one", PYTHONHASHSEED="7") == 0
    assert written_by_another(tmp_path / "two", TZ="Asia/Jakarta") == 0
    one = digests(tmp_path / "one")
    assert one == digests(tmp_path / "two")
    names = {f"{table}/part-000003.parquet" for table in (*TABLES, "problems")}
    assert set(one) == names | {"parts/000003.json", "corpus.json"}


@pytest.mark.parametrize("stop", [1, 12, 13])
def test_a_part_cut_short_does_not_exist_and_is_written_again(tmp_path, stop):
    assert written_by_another(tmp_path / "cut", STOP_AT=str(stop)) == 9
    assert done_parts(tmp_path / "cut") == {}
    assert written_by_another(tmp_path / "cut") == written_by_another(tmp_path / "whole") == 0
    sweep(tmp_path / "cut")
    assert digests(tmp_path / "cut") == digests(tmp_path / "whole")


def test_sweeping_leaves_whole_parts_and_nothing_else(tmp_path):
    write_part(tmp_path, 0, small_corpus().source.frames)
    whole = digests(tmp_path)
    for name in ("zones/part-000007.parquet", ".corpus.json.00.tmp", "events/.part-000000.parquet.01.tmp"):
        (tmp_path / name).write_bytes(b"begun")
    sweep(tmp_path)
    assert digests(tmp_path) == whole
    sweep(tmp_path / "nowhere")


def test_what_was_written_comes_back(tmp_path):
    source = small_corpus().source
    problems = frame_of([("x.txt", None, 2, "empty", "no text")], "problems")
    part = write_part(tmp_path, 2, source.frames, problems)
    assert (part.articles["mentions"], part.articles["figures"], part.events) == (3, 1, 4)
    assert part.rows["mentions"] == len(source.frames["mentions"])
    assert done_parts(tmp_path) == {2: part}
    for table in TABLES:
        read = pq.read_table(part_path(tmp_path, table, 2)).to_pandas()
        names = list(source.frames[table].columns)
        pd.testing.assert_frame_equal(conform(read, table)[names], source.frames[table])
    pd.testing.assert_frame_equal(conform(pd.read_parquet(part_path(tmp_path, "problems", 2)), "problems")[
        list(problems.columns)], problems)  # fmt: skip


def test_numbers_lead_to_article_and_sentence(tmp_path):
    write_part(tmp_path, 5, small_corpus().source.frames)
    tables = {table: pd.read_parquet(part_path(tmp_path, table, 5)) for table in TABLES}
    articles, sentences = (tables[name].set_index("row_n") for name in ("articles", "sentences"))
    assert articles.index.to_list() == [(5 << 32) + n for n in range(3)]
    for frame in tables.values():
        assert frame["article_id"].to_list() == articles["article_id"].loc[frame["article_n"]].to_list()
        assert frame["row_n"].to_list() == [(5 << 32) + n for n in range(len(frame))]
        if "sentence_id" in frame:
            assert frame["sentence_id"].to_list() == sentences["sentence_id"].loc[frame["sentence_n"]].to_list()
        if "sentence_id_last" in frame:
            assert frame["sentence_last_n"].isna().to_list() == frame["sentence_id_last"].isna().to_list()


def test_a_row_whose_article_or_sentence_is_missing_has_no_number(tmp_path):
    rows = [("elsewhere", "elsewhere:0", 0, 1, "x", "body")]
    table = pd.DataFrame(rows, columns=["article_id", "sentence_id", "start", "end", "text", "zone"])
    dates = table.assign(edtf="2022", rule="r").reindex(columns=[c.name for c in TABLES["dates"]])
    write_part(tmp_path, 0, {"dates": dates})
    read = pd.read_parquet(part_path(tmp_path, "dates", 0))
    assert read["article_n"].isna().all()
    assert read["sentence_n"].isna().all()


def test_further_columns_of_articles_are_kept_as_text(tmp_path):
    articles = small_corpus().source.frames["articles"].assign(meta_Desk=["a", None, "é"], meta_desk=["1", "2", None])
    part = write_part(tmp_path, 0, {"articles": articles})
    assert part.meta == ("meta_Desk", "meta_desk")
    read = pd.read_parquet(part_path(tmp_path, "articles", 0))
    assert [dict(cell) for cell in read["meta"]] == [
        {"meta_Desk": "a", "meta_desk": "1"}, {"meta_desk": "2"}, {"meta_Desk": "é"},
    ]  # fmt: skip
    with pytest.raises(BadValue, match="zones has columns that no such table has: more"):
        write_part(tmp_path, 1, {"zones": empty("zones").assign(more=[])})


def test_an_empty_part_is_whole(tmp_path):
    write_part(tmp_path, 0, {})
    assert set(done_parts(tmp_path)[0].rows.values()) == {0}


def test_hostile_text_comes_back(tmp_path):
    hostile = "'; DROP TABLE articles; --\x00\U0001f600\u202e\r\n\"\\"
    write_part(tmp_path, 0, {"sources": pd.DataFrame({"article_id": [hostile], "text": [hostile]})})
    assert pd.read_parquet(part_path(tmp_path, "sources", 0))["text"].to_list() == [hostile]


@pytest.mark.parametrize("marker", ["{", "[]", '{"number": 0}', "\0", None])
def test_a_marker_that_is_none_is_refused(tmp_path, marker):
    part = write_part(tmp_path, 0, {})
    path = tmp_path / "parts" / "000000.json"
    path.write_text(json.dumps(part._asdict() | {"rows": {}}) if marker is None else marker, encoding="utf-8")
    with pytest.raises(SourceError) as error:
        done_parts(tmp_path)
    told = "is damaged: it is no marker of a part; restore it, or remove it and code the same articles again"
    assert str(error.value) == f"{path} {told}"


def test_a_manifest_is_asked_for_and_of_these_tables(tmp_path):
    with pytest.raises(SourceError, match="is no coded corpus: it has no corpus.json"):
        read_manifest(tmp_path)
    with pytest.raises(SourceError, match="^[.] is no coded corpus"):
        read_manifest("")
    write_manifest(tmp_path, {"options": {}})
    assert read_manifest(tmp_path)["options"] == {}
    (tmp_path / "corpus.json").write_text('{"tables": "0"}', encoding="utf-8")
    with pytest.raises(SourceError, match="tables of version '0', and this kit reads"):
        read_manifest(tmp_path)
    (tmp_path / "corpus.json").write_text("{", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be read as JSON"):
        read_manifest(tmp_path)
