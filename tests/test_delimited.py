"""Delimited text: quotation marks, bytes and marks that do not fit cost their own row alone."""

import gzip
import io
import time

import pytest
from made_files import FIRST, SECOND
from test_article_tables import ROWS, as_csv, put

from sahelkit.errors import SourceError
from sahelkit.reading.formats.extracted import Told
from sahelkit.reading.formats.tables import read_rows
from sahelkit.reading.sources import read_study

LEAD = "Le gouvernement du Niger a dit hier soir que les soldats sont partis de la ville"
CLOSE = "t.csv, row {}: a quotation mark is not closed, or one within a cell is not doubled"
BEHIND = "t.csv, row {}: text stands behind a closing quotation mark; double the quotation marks within a cell"
QUOTING = {  # lines after the header id,title,text -> ids that are read, what is told
    "open to the end": ([f'1,a,"{LEAD}', f"2,b,{LEAD}", f"3,c,{LEAD}"], ["2", "3"], [CLOSE.format(1)]),
    "open in the last row": ([f"1,a,{LEAD}", f'2,b,"{LEAD}'], ["1"], [CLOSE.format(2)]),
    "open up to the next quotation mark": (
        [f'1,a,"{LEAD}', f'2,b,"{LEAD}\n{LEAD}"', f"3,c,{LEAD}"], ["2", "3"], [CLOSE.format(1)],
    ),
    "every row open": ([f'{n},a,"{LEAD}' for n in (1, 2, 3)], [], [CLOSE.format(n) for n in (1, 2, 3)]),
    "text behind": (
        [f'1,a,"{LEAD}" a dit le maire', f'2,b,"{LEAD} ""vite"" et"', f"3,c,{LEAD}"], ["2", "3"], [BEHIND.format(1)],
    ),
    "a mark in a cell that begins without one": ([f'1,a,{LEAD} "vite"', f"2,b,{LEAD}"], ["1", "2"], []),
    "lines in a cell": ([f'1,"a\nb","{LEAD}\n\n{LEAD}, ""x"", y"', f'2,b,"{LEAD}"'], ["1", "2"], []),
}  # fmt: skip


@pytest.mark.parametrize("case", QUOTING)
def test_a_quotation_mark_that_is_not_closed_costs_its_own_row_alone(tmp_path, case):
    lines, ids, told = QUOTING[case]
    path = put(tmp_path, "t.csv", "\n".join(["id,title,text", *lines]).encode())
    records, problems = read_study(path, on_error="report")
    assert [r.article_id for r in records] == ids
    assert [p.message for p in problems] == told and {p.kind for p in problems} <= {"row"}
    assert all("\n" in r.text or r.text.startswith(LEAD) for r in records)


TABBED = {  # lines after the header id<tab>text -> texts that are read, numbers of the rows that are told
    "open": ([f'1\t"{LEAD}', f"2\t{LEAD}"], [f'"{LEAD}', LEAD], []),
    "text behind": ([f'1\t"{LEAD}," dit-il', f"2\t{LEAD}"], [f'"{LEAD}," dit-il', LEAD], []),
    "in the last row": ([f"1\t{LEAD}", f'2\t"{LEAD}," dit-il'], [LEAD, f'"{LEAD}," dit-il'], []),
    "every row": ([f'{n}\t"{LEAD}' for n in (1, 2, 3)], [f'"{LEAD}'] * 3, []),
    "quoted": ([f'1\t"{LEAD}\n\n{LEAD}\t""x"""', f'2\t"{LEAD}"'], [f'{LEAD}\n\n{LEAD}\t"x"', LEAD], []),
    "not doubled in a cell of lines": ([f'1\t"{LEAD} "x"', f'{LEAD}"', f"2\t{LEAD}"], [LEAD], [1, 2]),
    "a row without a tab": ([f'"{LEAD}', f"2\t{LEAD}"], [LEAD], [1]),
}


@pytest.mark.parametrize("case", TABBED)
def test_rows_parted_by_tabs_that_no_quoting_fits_are_read_as_they_stand(tmp_path, case):
    lines, texts, told = TABBED[case]
    records, problems = read_study(put(tmp_path, "t.tsv", "\n".join(["id\ttext", *lines]).encode()), on_error="report")
    assert [r.text for r in records] == texts
    assert [(p.row, p.kind) for p in problems] == [(number, "row") for number in told]


def test_what_an_open_quotation_mark_swallows_is_counted_where_it_cannot_be_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr("sahelkit.reading.formats.delimited.KEPT", 100)
    lines = ["id,text", f'1,"{LEAD}', f"2,{LEAD}", f"3,{LEAD}"]
    records, problems = read_study(put(tmp_path, "t.csv", "\n".join(lines).encode()), on_error="report")
    assert records == []
    assert [p.message for p in problems] == [f"{CLOSE.format(1)}; number of lines lost with it: 2"]


@pytest.mark.parametrize("line", ['x","y', 'x""y', '"', '"x', 'x,"y'])
def test_quotation_marks_that_never_fit_take_no_more_time_than_others(line):
    raw = b"id,text\n" + f"{line}\n".encode() * 60_000
    start = time.process_time()
    assert sum(1 for _ in read_rows(io.BytesIO(raw), Told("a.csv", "a.csv", ".csv"), {})) > 0
    assert time.process_time() - start < 3


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_parts_the_cells_is_seen_in_the_first_line(tmp_path, delimiter):
    assert len(read_study(put(tmp_path, "t.csv", as_csv(ROWS, delimiter)))[0]) == 2


def test_a_byte_order_mark_another_encoding_and_long_cells_are_read(tmp_path):
    assert read_study(put(tmp_path, "t.csv", b"\xef\xbb\xbf" + as_csv(ROWS)))[0][0].article_id == "a"
    old = "id,text\na,Le président Keïta a parlé hier soir à Ségou.\n".encode("cp1252")
    assert "Keïta" in read_study(put(tmp_path, "t.csv", old), encoding="cp1252")[0][0].text
    with pytest.raises(SourceError, match=r"t.csv, row 1: byte 0xe9 is not utf-8; save the table as UTF-8"):
        read_study(tmp_path / "t.csv")
    long = [{"text": FIRST * 5_000}]
    assert read_study(put(tmp_path, "t.csv", as_csv(long)))[0][0].text == FIRST * 5_000


def test_a_row_with_too_many_or_too_few_cells_is_told(tmp_path):
    path = put(tmp_path, "t.csv", f"id,text\na,{FIRST}\nb\nc,{SECOND.replace(',', ';')}\n".encode())
    records, problems = read_study(path, on_error="report")
    assert [r.article_id for r in records] == ["c"]
    what = "cells under 2 columns; put a cell that holds a ',' or a line break into quotation marks"
    assert [p.message for p in problems] == [f"t.csv, row 1: 3 {what}", f"t.csv, row 2: 1 {what}"]


def test_a_byte_that_does_not_fit_the_encoding_costs_its_row_alone(tmp_path):
    rows = [f"{n},Keïta,{LEAD}\n".encode("cp1252" if n in (101, 103) else "utf-8") for n in range(1, 105)]
    path = put(tmp_path, "t.csv", b"id,title,text\n" + b"".join(rows))
    records, problems = read_study(path, on_error="report")
    assert [r.article_id for r in records] == [str(n) for n in range(1, 105) if n not in (101, 103)]
    assert [(p.row, p.kind) for p in problems] == [(101, "encoding"), (103, "encoding")]
    what = "byte 0xef is not utf-8; save the table as UTF-8, or name its encoding, for example encoding='cp1252'"
    assert problems[0].message == f"t.csv, row 101: {what}"
    head = "id,rédaction,text\n".encode("cp1252") + rows[0]
    assert [(p.row, p.kind) for p in read_study(put(tmp_path, "t.csv", head), on_error="report")[1]] == [
        (None, "encoding")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1"])
def test_a_table_in_utf_16_is_told_so(tmp_path, encoding):
    path = put(tmp_path, "t.csv", f"id,text\na,{LEAD}\n".encode("utf-16"))
    with pytest.raises(SourceError, match="t.csv: the file is UTF-16; save it as UTF-8, or read it with enc.*'utf-16'"):
        read_study(path, encoding=encoding)
    assert read_study(path, encoding="utf-16")[0][0].text == LEAD


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz", "t.tsv"])
@pytest.mark.parametrize("encoding", ["utf-8", "UTF_8", "cp1252", "utf-16"])
def test_a_byte_order_mark_counts_before_the_encoding_that_is_named(tmp_path, name, encoding):
    row = {"id": "a", "text": f"Keïta. {LEAD}"}
    raw = "\ufeff".encode() + as_csv([row], "\t" if name == "t.tsv" else ",")
    path = put(tmp_path, name, gzip.compress(raw) if name.endswith(".gz") else raw)
    assert [(r.article_id, r.text, r.meta) for r in read_study(path, encoding=encoding)[0]] == [("a", row["text"], {})]


def test_a_first_line_may_say_what_parts_the_cells(tmp_path):
    path = put(tmp_path, "t.csv", f"sep=;\r\nid;text\r\na;{LEAD}\r\n".encode("utf-8-sig"))
    assert [(r.article_id, r.text) for r in read_study(path)[0]] == [("a", LEAD)]
    path = put(tmp_path, "t.csv", f"sep=1,text\na,{LEAD}\n".encode())
    assert [(r.text, r.meta) for r in read_study(path)[0]] == [(LEAD, {"sep=1": "a"})]
