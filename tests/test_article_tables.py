"""Tables of articles: rows come as a stream, columns by name, a bad row is told by its number."""

import datetime
import gzip
import io
import itertools
import json
import tracemalloc

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import FIRST, SECOND, as_zip

import sahelkit as sk
from sahelkit.errors import BadValue, SourceError
from sahelkit.reading.formats import TABLES
from sahelkit.reading.formats.extracted import Told
from sahelkit.reading.formats.tables import read_rows
from sahelkit.reading.sources import list_items, read_study

ROWS = [
    {"article_id": "a", "text": FIRST, "title": "Mali, lagi", "date": "2022-03-08", "desk": "luar\nnegeri"},
    {"article_id": "b", "text": SECOND, "title": 'Kata "itu"', "date": None, "desk": None},
]


def as_csv(rows, delimiter=","):
    return pd.DataFrame(rows).to_csv(index=False, sep=delimiter).encode()


def as_jsonl(rows):
    return "".join(json.dumps(row, default=str) + "\n" for row in rows).encode()


def as_parquet(rows):
    file = io.BytesIO()
    pd.DataFrame(rows).to_parquet(file)
    return file.getvalue()


def as_xlsx(rows):
    book = openpyxl.Workbook()
    book.active.append([*rows[0]])
    for row in rows:
        book.active.append([*row.values()])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


MAKE = {
    "t.csv": as_csv,
    "t.csv.gz": lambda rows: gzip.compress(as_csv(rows)),
    "t.tsv.gz": lambda rows: gzip.compress(as_csv(rows, "\t")),
    "t.jsonl.gz": lambda rows: gzip.compress(as_jsonl(rows)),
    "t.tsv": lambda rows: as_csv(rows, "\t"),
    "t.jsonl": as_jsonl,
    "t.parquet": as_parquet,
    "t.xlsx": as_xlsx,
}


def put(folder, name, content):
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize("name", MAKE)
def test_rows_of_every_kind_of_table_become_articles(tmp_path, name):
    records, problems = read_study(put(tmp_path, name, MAKE[name](ROWS)))
    assert problems == []
    first, second = records
    assert [(r.article_id, r.text, r.title, r.path, r.extracted_by, r.file_sha256) for r in records] == [
        ("a", FIRST, "Mali, lagi", name, None, None),
        ("b", SECOND, 'Kata "itu"', name, None, None),
    ]
    assert (first.published, first.published_basis) == (datetime.date(2022, 3, 8), "catalog")
    assert (second.published, first.language_basis) == (None, "detected")
    assert (first.meta, second.meta) == ({"desk": "luar\nnegeri"}, {})


@pytest.mark.parametrize("name", MAKE)
def test_columns_may_be_named(tmp_path, name):
    rows = [{"kode": n, "isi": FIRST, "content": "x", "sumber": "Kabar", "bahasa": "id"} for n in (7, 8)]
    columns = {"article_id": "kode", "text": "isi", "publisher": "sumber", "language": "bahasa"}
    corpus = sk.load(put(tmp_path, name, MAKE[name](rows)), columns=columns)
    articles = corpus.articles
    assert [*articles["article_id"]] == ["7", "8"] and {*corpus.sources["text"]} == {FIRST}
    assert {*articles["publisher"]} == {"Kabar"} and {*articles["language_basis"]} == {"catalog"}
    assert {*articles["meta_content"]} == {"x"}


@pytest.mark.parametrize("name", MAKE)
def test_a_row_without_an_id_gets_one_from_its_file_and_number(tmp_path, name):
    (tmp_path / "y").mkdir()
    put(tmp_path / "y", name, MAKE[name]([{"text": FIRST}, {"text": SECOND}]))
    assert [r.article_id for r in read_study(tmp_path)[0]] == ["y/t-1", "y/t-2"]
    assert [r.article_id for r in read_study(tmp_path / "y" / name)[0]] == ["t-1", "t-2"]


@pytest.mark.parametrize("name", MAKE)
def test_days_are_read_as_days(tmp_path, name):
    rows = [{"text": FIRST, "published": datetime.datetime(2022, 3, 8, 23, 15)}]
    assert read_study(put(tmp_path, name, MAKE[name](rows)))[0][0].published == datetime.date(2022, 3, 8)


@pytest.mark.parametrize("name", MAKE)
def test_bad_rows_are_told_by_number_and_the_others_go_on(tmp_path, name):
    rows = [
        {"id": "a", "body": FIRST, "date": "2022-03-08"},
        {"id": "b", "body": " ", "date": "2022-03-08"},
        {"id": "c", "body": FIRST, "date": "8 Maret"},
        {"id": "a", "body": FIRST, "date": "2022-03-08"},
        {"id": "e", "body": SECOND, "date": "2022-03-08"},
    ]
    path = put(tmp_path, name, MAKE[name](rows))
    records, problems = read_study(path, on_error="report")
    assert [r.article_id for r in records] == ["a", "e"]
    assert [(p.path, p.member, p.row, p.kind) for p in problems] == [
        (name, None, 2, "empty"), (name, None, 3, "date"), (name, None, 4, "duplicate"),
    ]  # fmt: skip
    assert problems[1].message.startswith(f"{name}, row 3: published is '8 Maret', which is no date")
    with pytest.raises(SourceError, match=f"{name}, row 2: the text is empty"):
        read_study(path)


@pytest.mark.parametrize("name", MAKE)
def test_a_table_without_a_text_is_one_problem(tmp_path, name):
    put(tmp_path, "a.txt", FIRST.encode())
    put(tmp_path, name, MAKE[name]([{"id": n, "isi": FIRST} for n in range(3)]))
    records, problems = read_study(tmp_path, on_error="report")
    assert len(records) == 1
    assert [(p.path, p.kind, p.message) for p in problems] == [
        (
            name, "columns",
            f"{name}: no column is known to hold the text (there are: id, isi); name it with columns={{'text': '...'}}",
        )
    ]  # fmt: skip


def test_objects_without_a_text_are_told_by_number_even_if_they_come_first(tmp_path):
    rows = [{"id": 1, "title": "x"}, {"id": 2}, {"id": 3, "text": FIRST}, {"id": 4}, {"id": 5, "body": SECOND}]
    records, problems = read_study(put(tmp_path, "t.jsonl", as_jsonl(rows)), on_error="report")
    assert [r.article_id for r in records] == ["3", "5"]
    assert [(p.row, p.kind) for p in problems] == [(1, "row"), (2, "row"), (4, "row")]
    assert "row 1: no column is known to hold the text (there are: id, title)" in problems[0].message


def test_a_long_table_without_a_text_is_not_read_to_its_end():
    file = io.BytesIO(as_jsonl([{"id": n} for n in range(100_000)]))
    found = list(read_rows(file, Told("t.jsonl", "t.jsonl", ".jsonl"), {}))
    assert [error.kind for error in found] == ["columns"] and file.tell() < 100_000


@pytest.mark.parametrize("empty", [[1], [0], [2], [0, 1, 2]])
def test_a_sheet_with_empty_cells_at_the_end_of_a_row_is_read(tmp_path, empty):
    rows = [{"id": n, "title": "x", "text": None if n in empty else FIRST} for n in range(3)]
    records, problems = read_study(put(tmp_path, "t.xlsx", as_xlsx(rows)), on_error="report")
    assert [r.article_id for r in records] == [str(n) for n in range(3) if n not in empty]
    assert [(p.row, p.kind) for p in problems] == [(n + 1, "empty") for n in empty]


def test_control_characters_of_a_sheet_are_read_as_such(tmp_path):
    rows = [{"id": 1, "isi_x000D_": f"{FIRST}_x000D_\n_x000D_\n_x0009_foto_x1920_.jpg _x00e9_ _x000D"}]
    (record,) = read_study(put(tmp_path, "t.xlsx", as_xlsx(rows)), columns={"text": "isi\r"})[0]
    assert record.text == f"{FIRST}\r\n\r\n\tfoto_x1920_.jpg _x00e9_ _x000D"


NAN = float("nan")


@pytest.mark.parametrize("name", ["t.parquet", "t.jsonl", "t.jsonl.gz"])
def test_a_number_is_an_id_without_its_point_and_none_is_no_id(tmp_path, name):
    rows = [{"id": given, "text": FIRST} for given in (7.0, NAN, None, 2.5, 12345678901.0, NAN)]
    records, problems = read_study(put(tmp_path, name, MAKE[name](rows)), on_error="report")
    assert [r.article_id for r in records] == ["7", "t-2", "t-3", "2.5", "12345678901", "t-6"] and problems == []


def test_unknown_fields_are_refused_before_anything_is_read(tmp_path):
    with pytest.raises(BadValue, match="columns: there is no field 'txt'; did you mean 'text'"):
        list_items(put(tmp_path, "t.csv", b"x"), columns={"txt": "isi"})
    with pytest.raises(BadValue, match="columns: text is given as 3; write the column's name"):
        list_items(tmp_path, columns={"text": 3})


def test_lines_that_are_no_json_objects_are_told(tmp_path):
    lines = [json.dumps({"text": FIRST}), "{", "[1]", "", json.dumps({"body": SECOND, "more": {"a": 1}}), '{"x": 1}']
    records, problems = read_study(put(tmp_path, "t.jsonl", "\n".join(lines).encode()), on_error="report")
    assert [(r.article_id, r.meta) for r in records] == [("t-1", {}), ("t-4", {"more": "{'a': 1}"})]
    assert [(p.row, p.kind) for p in problems] == [(2, "row"), (3, "row"), (5, "row")]


BAD = {
    "t.csv": [(b"", "empty"), (b"id,text", "empty")],
    "t.jsonl": [(b"", "empty")],
    "t.csv.gz": [(b"", "empty"), (b"id,text", "broken"), (gzip.compress(as_csv(ROWS))[:40], "broken")],
    "t.parquet": [(b"", "broken"), (b"PAR1", "broken"), (as_parquet(ROWS)[:-20], "broken"), (as_xlsx(ROWS), "broken")],
    "t.xlsx": [(b"", "broken"), (as_xlsx(ROWS)[:-200], "broken"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
               (as_zip({"a.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "unsafe")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    # Named by place: bytes of a gzip file hold the second they were made in, and every worker must collect the same.
    [pytest.param(name, *case, id=f"{name}-{n}") for name, cases in BAD.items() for n, case in enumerate(cases)],
)
def test_a_bad_table_is_one_problem_and_the_other_files_go_on(tmp_path, name, raw, kind):
    put(tmp_path, "a.txt", FIRST.encode())
    put(tmp_path, name, raw)
    records, problems = read_study(tmp_path, on_error="report")
    assert [r.article_id for r in records] == ["a"]
    assert [(p.path, p.kind) for p in problems] == [(name, kind)]


@settings(max_examples=60)
@given(raw=st.binary(max_size=300), name=st.sampled_from(sorted(MAKE)), cut=st.integers(0, 3_000))
def test_no_bytes_raise_anything(raw, name, cut):
    good = MAKE[name](ROWS)
    told = Told(name, name, name[1:])
    for content in (raw, b"id,text\n" + raw, good[:cut] + raw + good[cut + len(raw) :]):
        for found in read_rows(io.BytesIO(content), told, {}):
            assert isinstance(found, SourceError) or {"text"} <= found[1].keys()


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_memory_stays_flat_however_many_rows_there_are(tmp_path, name):
    def rows():
        text = FIRST * 40
        if name == "t.csv":
            yield b"id,text\n"
        for n in range(8_000):
            cells = json.dumps({"id": n, "text": text}) if name == "t.jsonl" else f'{n},"{text}"'
            yield cells.encode() + b"\n"

    with open(tmp_path / name, "wb") as file:
        file.writelines(rows())
    assert (tmp_path / name).stat().st_size > 25_000_000
    items = list_items(tmp_path / name)
    next(items)
    tracemalloc.start()
    for _ in itertools.islice(items, 8_000):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_every_table_that_is_listed_is_tested():
    assert {name[1:] for name in MAKE} == set(TABLES)


def test_a_publisher_of_several_fields_gives_its_name(tmp_path):
    rows = [{"id": "a", "source": {"id": None, "name": "AFP"}}, {"id": "b", "source": {"id": "x"}}]
    lines = (json.dumps(row | {"text": FIRST}).encode() for row in rows)
    records = read_study(put(tmp_path, "t.jsonl", b"\n".join(lines)))[0]
    assert [r.publisher for r in records] == ["AFP", None]
