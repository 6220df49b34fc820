"""Studies in archives: a catalog says of the documents beside and below it what it says in a study folder."""

import pytest
from made_files import CATALOG_HEAD as HEAD
from made_files import FIRST, GOOD, PACK, SECOND, packed

from sahelkit.reading.records import Problem
from sahelkit.reading.sources import read_study

ENGLISH = "The soldiers left the town on Monday, the minister said, and nobody was hurt in the attack."


@pytest.mark.parametrize("folder", ["", "study/"])
@pytest.mark.parametrize("name", PACK)
def test_a_study_in_an_archive_is_read_with_its_catalog(tmp_path, name, folder):
    catalog = f"{HEAD}\nb,Judul,Kabar,2022-03-08,id,\na,,,,,\n"
    files = {f"{folder}articles.csv": catalog, f"{folder}articles/a.txt": ENGLISH}
    files[f"{folder}articles/b.docx"] = GOOD["a.docx"][0]
    records, problems = read_study(packed(tmp_path, name, files))
    assert problems == []
    assert [(r.article_id, r.title, r.published_basis, r.language) for r in records] == [
        ("a", None, None, "en"), ("b", "Judul", "catalog", "id"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", PACK)
def test_what_does_not_fit_a_catalog_in_an_archive_is_told(tmp_path, name):
    catalog = f"{HEAD}\na,,,,id,\nb,,,8 Maret,id,\nc,,,,id,\na,,,,id,\n"
    files = {"actors.csv": "x", "articles.csv": catalog, "articles/a.txt": FIRST, "articles/b.txt": FIRST}
    files |= {"articles/d.txt": FIRST, "articles/e.csv": "id,text\n1,x\n"}
    records, problems = read_study(packed(tmp_path, name, files), on_error="report")
    assert [r.article_id for r in records] == ["a"]
    found = {(p.member, p.row, p.kind) for p in problems}
    assert found == {
        ("actors.csv", None, "catalog"),
        ("articles.csv", 4, "duplicate"), ("articles/b.txt", 2, "date"), ("articles.csv", 3, "no_file"),
        ("articles/d.txt", None, "no_row"), ("articles/e.csv", None, "catalog"),
    }  # fmt: skip
    assert {p.path for p in problems} == {name}


def test_a_catalog_in_a_zip_comes_before_what_lies_beside_and_below_it(tmp_path):
    names = ("001", "Mali-2", "2022/3", "!", "z")
    rows = "".join(f"{name.rsplit('/', 1)[-1]},Judul,,,id,\n" for name in names)
    files = {f"{name}.txt": FIRST for name in names}
    records, problems = read_study(packed(tmp_path, "a.zip", {**files, "articles.csv": f"{HEAD}\n{rows}"}))
    assert [(r.article_id, r.title) for r in records] == [(name, "Judul") for name in ("!", "001", "3", "Mali-2", "z")]
    assert problems == []


@pytest.mark.parametrize("name", PACK)
def test_of_several_studies_in_an_archive_each_has_its_own_catalog(tmp_path, name):
    files = {}
    for study, title in (("a", "Satu"), ("b", "Dua"), ("ab/c", "Tiga")):
        files[f"{study}/articles.csv"] = f"{HEAD}\n{title},{title},,,id,\nx{title},,,,,\n"
        files[f"{study}/articles/{title}.txt"] = FIRST
    for study in "bca":  # the members of a .tar need not come study by study
        files[f"{study.replace('c', 'ab/c')}/articles/n{study}.txt"] = SECOND
    records, problems = read_study(
        packed(tmp_path, name, {**files, "ab/d.txt": SECOND}), language="en", on_error="report"
    )
    assert {(r.article_id, r.title, r.language) for r in records} == {
        ("Satu", "Satu", "id"), ("Dua", "Dua", "id"), ("Tiga", "Tiga", "id"), ("ab/d", None, "en"),
    }  # fmt: skip
    assert {(p.member, p.row, p.kind) for p in problems} == {
        *((f"{study}/articles.csv", 2, "no_file") for study in ("a", "b", "ab/c")),
        ("a/articles/na.txt", None, "no_row"), ("b/articles/nb.txt", None, "no_row"),
        ("ab/c/articles/nc.txt", None, "no_row"),
    }  # fmt: skip


def test_a_catalog_within_a_study_is_told_as_in_a_folder(tmp_path):
    rows = f"{HEAD}\na,Judul,,,id,\n"
    files = {"articles.csv": rows, "articles/more/articles.csv": rows, "articles/more/a.txt": FIRST}
    for name, content in files.items():
        (tmp_path / "f" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "f" / name).write_text(content)
    for path in (packed(tmp_path, "a.zip", files), tmp_path / "f"):
        records, problems = read_study(path, on_error="report")
        assert [(r.article_id, r.title) for r in records] == [("a", "Judul")]
        assert [p.kind for p in problems] == ["catalog"]


def test_what_lies_beside_the_articles_of_a_study_in_a_zip_is_no_article(tmp_path):
    files = {"s/articles.csv": f"{HEAD}\na,Judul,,,id,\n", "s/articles/a.txt": FIRST, "t/b.txt": FIRST}
    beside = {"s/README.txt": SECOND, "s/notes/x.txt": SECOND, "s/zz.csv": "id,text\n1,x\n"}
    records, problems = read_study(packed(tmp_path, "a.zip", {**files, **beside}), language="id")
    assert [(r.article_id, r.title) for r in records] == [("a", "Judul"), ("t/b", None)]
    message = "a.zip, s/articles.csv: 3 files are passed over that lie beside its articles/ and not in it"
    assert problems == [Problem("a.zip", "s/articles.csv", None, "catalog", message)]
    for name, content in {**files, **beside}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert [(r.article_id, r.title) for r in read_study(tmp_path / "s")[0]] == [("a", "Judul")]


def test_a_table_that_is_called_as_catalogs_are_is_read_as_a_table(tmp_path):
    table = f'id,isi\nx,"{FIRST}"\n'
    columns = {"text": "isi"}
    assert [
        r.article_id for r in read_study(packed(tmp_path, "a.zip", {"articles.csv": table}), columns=columns)[0]
    ] == ["x"]
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "articles.csv").write_text(table)
    assert [r.article_id for r in read_study(tmp_path / "f", columns=columns)[0]] == ["x"]
    for bad in ("x\n", "a\rb,c"):
        path = packed(tmp_path, "a.zip", {"articles.csv": bad, "a.txt": FIRST})
        records, problems = read_study(path, language="id", on_error="report")
        assert [r.article_id for r in records] == ["a"]
        assert [(p.member, p.kind) for p in problems] == [("articles.csv", "catalog")]


def test_an_accent_in_two_parts_is_the_same_name(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "Se\u0301gou.txt").write_text(FIRST)
    (tmp_path / "articles.csv").write_text(f"{HEAD}\nS\u00e9gou,Judul,,,id,\n")
    assert [(r.article_id, r.title) for r in read_study(tmp_path)[0]] == [("S\u00e9gou", "Judul")]
