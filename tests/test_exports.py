"""Exports: every table, as it is, whole or not at all."""

import pandas as pd
import pytest
from small_corpus import TEXTS, frame, small_corpus

from sahelkit.columns import TABLES, conform
from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, UnknownName
from sahelkit.tables import Tables

SMALL = small_corpus()


def read_back(folder, table):
    return conform(pd.read_csv(folder / f"{table}.csv", dtype="string", keep_default_na=False, na_values=[""]), table)


def test_every_table_is_written_and_reads_back_the_same(tmp_path):
    folder = SMALL.export("csv", tmp_path / "out" / "tables")
    assert sorted(path.stem for path in folder.iterdir()) == sorted([*TABLES, "problems"])
    for table in TABLES:
        pd.testing.assert_frame_equal(read_back(folder, table), getattr(SMALL, table).replace("", pd.NA))
    assert [path.name for path in folder.parent.iterdir()] == ["tables"]


def test_the_selection_is_what_is_written(tmp_path):
    folder = SMALL.filter(actor="goita").export("csv", str(tmp_path / "goita"))
    assert read_back(folder, "mentions")["text"].to_list() == ["Goita"]


@pytest.mark.parametrize("text", ["a\r\nb\rc\nd", 'say "no", then', "«é» – 毛", " x "])
def test_line_breaks_quotes_and_letters_survive(tmp_path, text):
    corpus = Corpus(Tables({"sources": frame("sources", [{"article_id": "a", "text": text}])}))
    with open(corpus.export("csv", tmp_path / "t") / "sources.csv", encoding="utf-8", newline="") as file:
        back = pd.read_csv(file, dtype="string", lineterminator=None, engine="python")
    assert back["text"].to_list() == [text]


def test_nothing_is_written_over_and_an_empty_folder_will_do(tmp_path):
    (tmp_path / "empty").mkdir()
    assert (SMALL.export("csv", tmp_path / "empty") / "mentions.csv").exists()
    with pytest.raises(BadValue) as caught:
        SMALL.export("csv", tmp_path / "empty")
    assert str(caught.value) == f"{tmp_path / 'empty'} exists already; name a new folder, or remove it first"
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadValue, match="exists already"):
        SMALL.export("csv", tmp_path / "file")


def test_an_unknown_format_is_named(tmp_path):
    with pytest.raises(UnknownName, match="there is no export format 'cvs'; did you mean 'csv'"):
        SMALL.export("cvs", tmp_path / "x")


def test_a_failed_export_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(pd.DataFrame, "to_csv", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        SMALL.export("csv", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []
    assert len(TEXTS) == 3
