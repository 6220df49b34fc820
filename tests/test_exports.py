"""Exports: every table, as it is, whole or not at all."""

import json

import pandas as pd
import pytest
from small_corpus import TEXTS, event, frame, small_corpus

import sahelkit as sk
from sahelkit.columns import TABLES, conform
from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, UnknownName
from sahelkit.studying.plover import RECORD
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


# -- PLOVER ------------------------------------------------------------------------------------------------------


def with_events(*rows):
    tables = {name: getattr(SMALL, name) for name in TABLES} | {"events": frame("events", list(rows))}
    return Corpus(Tables(tables))


def plover(corpus, folder):
    path = corpus.export("plover", folder / "events.csv")
    return pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])


def test_an_event_is_one_record_a_pair_of_parties_with_its_codes_and_its_evidence(tmp_path):
    made = plover(SMALL, tmp_path)
    assert made.columns.to_list() == [c.name for c in RECORD]
    assert made["id"].to_list() == ["a:37", "b:7", "b:43", "b:43/2", "c:41"]
    assert made["event_id"].to_list() == SMALL.events["event_id"].to_list()
    withdrew = made.iloc[1].dropna().to_dict()
    assert withdrew == {
        "id": "b:7", "event_id": "b:7", "date": "2022-08-01", "enddate": "2022-08-15", "source.code": "FRA",
        "source.identifier_id": "france", "recipient.code": "MLI", "recipient.identifier_id": "mali",
        "event": "RETREAT", "quad_code": "2", "event_text": "withdrew", "text_info.sentence_id": "b:0",
        "text_info.start": "7", "text_info.end": "15", "cite_info.citation": "b",
        "cite_info.publication": "The Southern", "cite_info.published": "2022-08-20", "cite_info.language": "en",
        "cite_info.coder": f"sahelkit {sk.__version__}", "cite_info.codebook": "PLOVER 0.8", "status": "reported",
        "cameo_root": "08",
    }  # fmt: skip


def test_what_a_speech_act_speaks_of_is_left_out_and_so_is_a_second_telling(tmp_path):
    act = event("b", "accused", "ACCUSE", source_id="mali", target_id="france")
    content = event("b", "espionage", "COERCE", source_id="france", status="alleged", relation="content")
    again = event("b", "denied", "ACCUSE", source_id="mali", target_id="france") | {"event_id": act["event_id"]}
    made = plover(with_events(act, content, again), tmp_path)
    assert made["id"].to_list() == [act["event_id"]]
    assert made["event_text"].to_list() == ["accused"]


def test_json_lines_are_nested_by_the_names_of_the_manual(tmp_path):
    planned = event("b", "withdrew", "RETREAT", mode="withdraw", source_id="eu", target_id="mali", status="planned")
    path = with_events(planned).export("plover", tmp_path / "events.jsonl")
    (record,) = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert record["source"] == [{"code": "IGO", "identifier_id": "eu"}]
    assert record["recipient"] == [{"code": "MLI", "identifier_id": "mali"}]
    assert (record["event"], record["mode"]) == (["RETREAT"], ["withdraw"])
    assert record["context"] == ["military", "future"]
    assert record["text_info"] == {"sentence_id": "b:0", "start": 7, "end": 15}
    assert "date" not in record


def test_a_corpus_without_events_gives_a_head_alone_and_no_lines(tmp_path):
    empty = Corpus(Tables({}))
    assert plover(empty, tmp_path).columns.to_list() == [c.name for c in RECORD]
    assert empty.export("plover", tmp_path / "none.jsonl").read_bytes() == b""


def test_records_are_of_the_selection(tmp_path):
    assert plover(SMALL.filter(event_type="RETREAT"), tmp_path)["event"].to_list() == ["RETREAT", "RETREAT"]


def test_a_file_is_written_whole_and_never_over_another(tmp_path, monkeypatch):
    path = SMALL.export("plover", tmp_path / "new" / "events.csv")
    assert [p.name for p in path.parent.iterdir()] == ["events.csv"]
    for taken in (path, path.parent):
        with pytest.raises(BadValue) as caught:
            SMALL.export("plover", taken)
        assert str(caught.value) == f"{taken} exists already; name a new file, or remove it first"
    monkeypatch.setattr(pd.DataFrame, "to_csv", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        SMALL.export("plover", tmp_path / "x.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["new"]
