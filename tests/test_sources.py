"""Sources: files, catalogs and mappings to records; what is wrong is one sentence that names file and row."""

import datetime
import hashlib
import pickle
import shutil

import pandas as pd
import pytest

from sahelkit.errors import BadValue, SourceError
from sahelkit.reading.formats import listed
from sahelkit.reading.records import Problem, check_records
from sahelkit.reading.seen import Seen
from sahelkit.reading.sources import list_items, read_item, read_study

HEAD = "article_id,title,publisher,published,language,url\n"
TEXT = "Pasukan itu pergi.\r\nMenteri itu diam.\n"


@pytest.fixture
def study(tmp_path):
    """A study of two articles with a catalog whose order is not the files'."""
    (tmp_path / "articles").mkdir()
    for name in ("a1", "b2"):
        (tmp_path / "articles" / f"{name}.txt").write_bytes(TEXT.encode())
    catalog(tmp_path, "b2,Judul,Contoh,2022-03-08,id,", "a1,,,,en,")
    return tmp_path


def catalog(folder, *rows, head=HEAD):
    (folder / "articles.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def message_of(path, **options):
    with pytest.raises(SourceError) as raised:
        read_study(path, **options)
    return str(raised.value)


def test_a_study_is_read_in_the_order_of_its_catalog(study):
    records, problems = read_study(study)
    assert problems == []
    first = records[0]
    assert [r.article_id for r in records] == ["b2", "a1"]
    assert (first.title, first.publisher, first.url) == ("Judul", "Contoh", None)
    assert (first.published, first.published_basis) == (datetime.date(2022, 3, 8), "catalog")
    assert (first.language, first.language_basis, first.path) == ("id", "catalog", "articles/b2.txt")
    assert first.file_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (records[1].published, records[1].published_basis) == (None, None)


def test_line_endings_are_kept_and_the_byte_order_mark_is_dropped(study):
    (study / "articles" / "a1.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert [r.text for r in read_study(study)[0]] == [TEXT, TEXT]


def test_a_catalog_with_a_byte_order_mark_and_further_columns_is_read(study):
    head = "﻿" + HEAD.strip() + ",desk\n"
    catalog(study, "b2,,,,id,,luar negeri", "a1,,,,id,,", head=head)
    assert [r.meta for r in read_study(study)[0]] == [{"desk": "luar negeri"}, {}]


def test_a_folder_a_glob_and_a_file_are_read_by_path(study):
    folder = study / "articles"
    shutil.move(study / "articles.csv", study / "old.csv")
    for path in (folder, study, str(folder / "*.txt"), str(study / "**" / "*.txt")):
        records, _ = read_study(path, language="fr")
        assert [r.article_id for r in records] == ["a1", "b2"]
        assert {r.language_basis for r in records} == {"declared"}
    assert [r.path for r in read_study(folder / "b2.txt", language="id")[0]] == ["b2.txt"]


def test_hidden_files_are_passed_over_and_other_formats_are_listed_by_kind(study):
    (study / "articles" / ".ipynb_checkpoints").mkdir()
    (study / "articles" / ".ipynb_checkpoints" / "a1.txt").write_text("x")
    for name in ("a.jpg", "b.JPG", "README"):
        (study / "articles" / name).write_text("x")
    records, problems = read_study(study)
    assert len(records) == 2
    assert [(p.path, p.kind, p.message) for p in problems] == [
        (str(study), "format", f"{study}: 1 unnamed file is passed over; no such is read"),
        (str(study), "format", f"{study}: 2 .jpg files are passed over; no such is read"),
    ]


def test_without_a_catalog_the_path_told_from_the_folder_is_the_id(tmp_path):
    for name in ("b/1.txt", "a/1.txt", "a.txt", "a/b.c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Mali menolak.")
    records, _ = read_study(tmp_path, language="id")
    assert [r.article_id for r in records] == ["a/1", "a/b.c", "a", "b/1"]


def test_a_glob_takes_the_folders_that_it_names_too(tmp_path):
    for name in ("2021/a.txt", "2022/x/a.txt", "2022/.b.txt", "23/a.txt", "2020.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Mali menolak.")
    for pattern in ("202*", "202*/**"):
        ids = [r.article_id for r in read_study(tmp_path / pattern, language="id")[0]]
        assert ids == ["2020", "2021/a", "2022/x/a"][pattern.endswith("**") :]


def test_several_paths_are_read_in_their_order_and_an_id_comes_once(study):
    folder = study / "articles"
    records, problems = read_study([folder / "b2.txt", folder], language="id", on_error="report")
    assert [r.article_id for r in records] == ["b2", "a1"]
    message = "b2.txt: an article before it has the id 'b2' too; rename one"
    assert problems == [Problem("b2.txt", None, None, "duplicate", message)]


def test_items_can_be_sent_to_another_process(study):
    items = list(list_items(study))
    assert pickle.loads(pickle.dumps(items)) == items
    assert [read_item(item) for item in items] == read_study(study)[0]


def test_ids_in_millions_are_told_apart():
    seen = Seen()
    assert all(seen.add(str(n)) for n in range(450_000))
    assert not any(seen.add(str(n)) for n in range(0, 450_000, 9_999))
    assert [len(packed) for packed in seen._packed] == [400_000]


def test_a_declared_language_fills_what_the_catalog_leaves_blank(study):
    catalog(study, "b2,,,,id,", "a1,,,,,")
    assert [(r.language, r.language_basis) for r in read_study(study, language="fr")[0]] == [
        ("id", "catalog"), ("fr", "declared"),
    ]  # fmt: skip


def test_a_language_that_nobody_names_is_detected(study):
    catalog(study, "b2,,,,id,", "a1,,,,,")
    (study / "articles" / "a1.txt").write_text("The soldiers left the town. The minister said nothing about it.")
    assert [(r.language, r.language_basis) for r in read_study(study)[0]] == [("id", "catalog"), ("en", "detected")]


@pytest.mark.parametrize("on_error", ["raise", "report"])
def test_an_article_in_another_language_is_kept_and_listed(study, on_error):
    catalog(study, "b2,,,,,", "a1,,,,,")
    (study / "articles" / "a1.txt").write_text("Los soldados salieron de la ciudad. El ministro no dijo nada.")
    records, problems = read_study(study, on_error=on_error)
    assert [r.language for r in records] == ["id", "es"]
    assert problems == [
        Problem(
            "articles.csv", None, 2, "language",
            "articles.csv, row 2 ('a1'): its language seems to be 'es', which is not read; the article is kept without "
            "findings; fill in the language if it is id, en or fr",
        )
    ]  # fmt: skip


def test_another_encoding_is_read_only_when_named(study):
    (study / "articles" / "a1.txt").write_bytes("Keïta à Ségou".encode("cp1252"))
    assert message_of(study) == (
        "articles/a1.txt: byte 0xef at position 2 is not utf-8; save the file as UTF-8, or name its encoding, "
        "for example encoding='cp1252'"
    )
    assert read_study(study, encoding="cp1252")[0][1].text == "Keïta à Ségou"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16"])
def test_a_byte_order_mark_counts_before_the_encoding_that_is_named(study, encoding):
    (study / "articles" / "a1.txt").write_bytes("\ufeffKeïta à Ségou".encode())
    (study / "articles.csv").write_bytes(b"\xef\xbb\xbf" + (study / "articles.csv").read_bytes())
    texts = [r.text for r in read_study(study, encoding=encoding, on_error="report")[0]]
    assert "Keïta à Ségou" in texts


def test_utf_16_is_named(study):
    (study / "articles" / "a1.txt").write_bytes(TEXT.encode("utf-16"))
    assert message_of(study) == (
        "articles/a1.txt: the file is UTF-16; save it as UTF-8, or read it with encoding='utf-16'"
    )


def test_an_unknown_encoding_or_on_error_is_refused(study):
    with pytest.raises(BadValue, match="there is no encoding 'utf-9'; common ones are utf-8, cp1252 and latin-1"):
        read_study(study, encoding="utf-9")
    with pytest.raises(BadValue, match="on_error is 'skip'; it is one of: raise, report"):
        read_study(study, on_error="skip")


def write(name, content):
    def change(folder):
        (folder / "articles" / name).parent.mkdir(exist_ok=True)
        (folder / "articles" / name).write_bytes(content)

    return change


WRONG = {
    "empty": (
        write("a1.txt", b" \n"), "empty", None,
        "articles/a1.txt: the file is empty; put the article's text into it or remove it",
    ),
    "binary": (
        write("a1.txt", b"ab\0cd"), "binary", None,
        "articles/a1.txt: the file is binary (a NUL byte at position 2); give plain text instead",
    ),
    "no file": (
        lambda f: catalog(f, "b2,,,,id,", "a1,,,,id,", "c3,,,,id,"), "no_file", 3,
        "articles.csv, row 3: there is no file c3.txt; add it or remove the row",
    ),
    "no row": (
        write("c3.txt", b"Mali"), "no_row", None,
        "articles/c3.txt: there is no row 'c3' in articles.csv; add it or remove the file",
    ),
    "doubled row": (
        lambda f: catalog(f, "b2,,,,id,", "b2,,,,id,", "a1,,,,id,"), "duplicate", 2,
        "articles.csv, row 2: article_id 'b2' stands in row 1 too; keep one of the two",
    ),
    "doubled file": (
        write("more/a1.txt", b"Mali"), "duplicate", None,
        "articles/more/a1.txt: articles/a1.txt has the same name; the name is the article_id, so rename one",
    ),
    "no date": (
        lambda f: catalog(f, "b2,,,,id,", "a1,,,8 Maret 2022,id,"), "date", 2,
        "articles.csv, row 2 ('a1'): published is '8 Maret 2022', which is no date; write it as YYYY-MM-DD or leave "
        "it blank",
    ),
    "unknown language": (
        lambda f: catalog(f, "b2,,,,id,", "a1,,,,idn,"), "language", 2,
        "articles.csv, row 2 ('a1'): there is no language 'idn'; did you mean 'id'?",
    ),
    "no language": (
        lambda f: (catalog(f, "b2,,,,id,", "a1,,,,,"), write("a1.txt", b"Mali, 2022")(f)), "language", 2,
        "articles.csv, row 2 ('a1'): the language cannot be told from this text; fill it in, or declare one for all "
        "that lack it with language='id', 'en' or 'fr'",
    ),
    "too many cells": (
        lambda f: catalog(f, "b2,,,,id,", "a1,Mali, lagi,,,id,"), "catalog", 2,
        "articles.csv, row 2: too many cells; put a cell that holds a comma into quotation marks",
    ),
    "blank id": (
        lambda f: catalog(f, "b2,,,,id,", "a1,,,,id,", ",,,,id,"), "catalog", 3,
        "articles.csv, row 3: article_id is blank; write the name of the article's file without .txt",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_one_sentence(study, name):
    change, _, _, message = WRONG[name]
    change(study)
    assert message_of(study) == message


@pytest.mark.parametrize("name", WRONG)
def test_the_other_articles_go_on_when_problems_are_reported(study, name):
    change, kind, row, message = WRONG[name]
    change(study)
    records, problems = read_study(study, on_error="report")
    assert "b2" in [r.article_id for r in records]
    first = problems[0]
    assert (first.kind, first.row, first.message) == (kind, row, message)
    assert first.path == message.split(":")[0].split(",")[0]


def test_a_catalog_without_a_column_says_which(study):
    catalog(study, "b2,id", head="article_id,language\n")
    message = (
        "articles.csv: there is no column 'title'; the catalog needs the columns "
        "article_id,title,publisher,published,language,url (cells may be blank), and has article_id,language"
    )
    assert message_of(study) == message
    records, problems = read_study(study, language="id", on_error="report")
    assert len(records) == 2 and [p.message for p in problems] == [message]


def test_nothing_to_read_is_an_error_always(tmp_path):
    (tmp_path / "photo.jpg").write_text("x")
    for on_error in ("raise", "report"):
        assert message_of(tmp_path / "no", on_error=on_error) == (
            f"{tmp_path}/no: there is no such file or folder; check the path"
        )
        assert message_of(tmp_path, on_error=on_error) == (
            f"{tmp_path}: there is nothing to read (only 1 .jpg file); put articles there, as files that end in "
            + listed()
        )
        assert message_of(tmp_path / "photo.jpg", on_error=on_error) == (
            f"{tmp_path}/photo.jpg: no articles are read from such a file; what is read ends in {listed()}"
        )


def test_an_unknown_declared_language_is_refused(study):
    assert message_of(study, language="de") == "language: there is no language 'de'; there are: en, fr, id"


def test_mappings_become_records():
    rows = [
        {"article_id": "a", "text": "Mali", "language": "id", "published": pd.Timestamp("2022-03-08"), "desk": "luar"},
        {"article_id": 7, "text": "Mali", "language": "fr", "published": pd.NaT, "title": None, "url": float("nan")},
    ]
    first, second = check_records(rows)
    assert (first.published, first.meta) == (datetime.date(2022, 3, 8), {"desk": "luar"})
    assert (second.article_id, second.published, second.title, second.url) == ("7", None, None, None)


def test_bad_mappings_are_named_by_number():
    good = {"article_id": "a", "text": "Mali", "language": "id"}
    rows = [good, {"text": "x"}, good, {**good, "article_id": "b", "text": 5}, ["c"], {**good, "article_id": "d"}]
    *found, last = check_records(rows, on_error="report")
    assert last.article_id == "d"
    assert [p.message for p in found if isinstance(p, Problem)] == [
        "record 2: article_id is missing; every record needs article_id and text",
        "record 3 ('a'): record 1 has the same article_id; give each its own",
        "record 4 ('b'): the text is of type int; expected a string",
        "record 5 is of type list; expected a mapping",
    ]
    with pytest.raises(SourceError, match="record 2: article_id is missing"):
        list(check_records(rows))


def test_the_study_that_the_repository_carries_is_read(data):
    records, problems = read_study(data)
    assert problems == [] and len(records) >= 2
    assert all(r.language_basis == "catalog" for r in records)
