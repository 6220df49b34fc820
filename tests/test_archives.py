"""Archives: members are read like files, what could do harm is refused in one sentence, and nothing is written."""

import gzip
import io
import os
import re
import tarfile
import tracemalloc
import zipfile

import pytest
from made_files import CATALOG_HEAD as HEAD
from made_files import FIRST, GOOD, PACK, SECOND, as_docx, packed

import sahelkit as sk
from sahelkit.errors import SourceError
from sahelkit.reading.formats import archives
from sahelkit.reading.sources import list_items, read_item, read_study

TEXTS = {
    "id/a.txt": f"{FIRST} {SECOND}",
    "en/b.txt": "The soldiers left the town on Monday, the minister said, and nobody was hurt in the attack.",
    "fr/c.txt": "Les soldats ont quitté la ville lundi, a déclaré le ministre, et personne n'a été blessé.",
    "es/d.txt": "Los soldados salieron de la ciudad el lunes, dijo el ministro, y nadie resultó herido.",
}


def kinds(path):
    """What is read of an archive, and the problems by member and kind."""
    records, problems = read_study(path, language="id", on_error="report")
    return [r.article_id for r in records], {(p.member, p.kind) for p in problems}


@pytest.mark.parametrize("name", PACK)
def test_an_archive_of_three_languages_and_another_is_read_with_each_language(tmp_path, name):
    corpus = sk.load(packed(tmp_path, name, TEXTS))
    found = dict(zip(corpus.articles["article_id"], corpus.articles["language"]))
    assert found == {"id/a": "id", "en/b": "en", "fr/c": "fr", "es/d": "es"}
    assert {*corpus.articles["language_basis"]} == {"detected"}
    assert {*corpus.articles["path"]} == {f"{name}/{member}" for member in TEXTS}
    assert [(p.path, p.member, p.kind) for p in corpus.problems.itertuples()] == [(name, "es/d.txt", "language")]


@pytest.mark.parametrize("name", PACK)
def test_members_of_every_format_are_read_as_files_are(tmp_path, name):
    files = {f"{n}{member}": raw for n, (member, (raw, _)) in enumerate(GOOD.items())}
    files["t.csv"] = f"id,text\nx,{FIRST.replace(',', ';')}\n,{SECOND.replace(',', ';')}\n".encode()
    (tmp_path / "files").mkdir()
    for member, raw in files.items():
        (tmp_path / "files" / member).write_bytes(raw)
    alone, problems = read_study(packed(tmp_path, name, files))
    assert problems == []
    assert {(r.article_id, r.text, r.file_sha256, r.published) for r in alone} == {
        (r.article_id, r.text, r.file_sha256, r.published) for r in read_study(tmp_path / "files")[0]
    }


def test_an_archive_in_a_folder_gives_its_name_to_the_ids(tmp_path):
    (tmp_path / "news").mkdir()
    packed(tmp_path / "news", "a.zip", {"x.txt": FIRST})
    packed(tmp_path, "a.tar.gz", {"x.txt": FIRST})
    assert kinds(tmp_path) == (["a/x", "news/a/x"], set())
    assert kinds(tmp_path / "news" / "a.zip") == (["x"], set())
    assert kinds([tmp_path / "news" / "a.zip", tmp_path / "a.tar.gz"]) == (["a/x"], {("x.txt", "duplicate")})


@pytest.mark.parametrize("name", PACK)
def test_names_that_lead_outside_and_archives_within_are_refused_and_nothing_is_written(tmp_path, name):
    bad = ("../up.txt", "/etc/motd.txt", "a/../../b.txt", "c:/d.txt", "..\\e.txt", "\\f.txt", "g\\..\\..\\h.txt")
    bad += ("C:\\i.txt", "d:j.txt", "\\\\host\\k.txt", "l/..\\m.txt")
    path = packed(tmp_path, name, {**dict.fromkeys(bad, "x"), "inner.tar.gz": "x", "inner.zip": "x", "good.txt": FIRST})
    before = sorted(os.walk(tmp_path.parent))
    expected = {(member.replace("\\", "/"), "unsafe") for member in bad}
    expected |= {("inner.tar.gz", "nested"), ("inner.zip", "nested")}
    assert kinds(path) == (["good"], expected)
    assert sorted(os.walk(tmp_path.parent)) == before


@pytest.mark.parametrize("name", PACK)
def test_a_backslash_parts_folders_as_a_slash_does(tmp_path, name):
    files = {"n\\2022\\a.txt": FIRST, "n\\2022\\b.txt": SECOND, "n/12:30 Gao: a.txt": FIRST, "n\\.c\\d.txt": FIRST}
    files |= {"s\\articles.csv": f"{HEAD}\n1,Judul,,,id,\n", "s\\articles\\1.txt": FIRST}
    records, problems = read_study(packed(tmp_path, name, {"n\\2022\\": "", **files}), language="id")
    assert problems == []
    told = {"n/2022/a": "n/2022/a.txt", "n/2022/b": "n/2022/b.txt", "n/12:30 Gao: a": "n/12:30 Gao: a.txt"}
    told["1"] = "s/articles/1.txt"
    assert {r.article_id: r.path for r in records} == {key: f"{name}/{member}" for key, member in told.items()}


def test_links_and_devices_are_refused(tmp_path):
    members = {}
    for name, kind in (("l.txt", tarfile.SYMTYPE), ("h.txt", tarfile.LNKTYPE), ("d.txt", tarfile.CHRTYPE)):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/hostname"
        members[info] = b""
    link = zipfile.ZipInfo("l.txt")
    link.external_attr = 0o120777 << 16
    expected = {("l.txt", "unsafe"), ("h.txt", "unsafe"), ("d.txt", "unsafe")}
    assert kinds(packed(tmp_path, "a.tar", {**members, "good.txt": FIRST})) == (["good"], expected)
    assert kinds(packed(tmp_path, "a.zip", {link: "/etc/hostname", "good.txt": FIRST})) == (
        ["good"], {("l.txt", "unsafe")},
    )  # fmt: skip


@pytest.mark.parametrize("name", PACK)
def test_foreign_members_are_counted_and_hidden_ones_passed_over(tmp_path, name):
    files = {"a.jpg": "x", "b/c.JPG": "x", "__MACOSX/a.txt": "x", "b/.DS_Store": "x", "good.txt": FIRST}
    problems = read_study(packed(tmp_path, name, files), language="id")[1]
    assert [(p.path, p.kind, p.message) for p in problems] == [
        (name, "format", f"{name}: 2 .jpg files are passed over; no such is read")
    ]


def test_what_a_browser_saves_beside_a_page_is_no_article(tmp_path):
    page = GOOD["a.HTM"][0]
    files = {"n/a.html": page, "n/a_files/frame.html": page, "n/a_files/x/p.jpg": "x", "b_files/c.html": page}
    assert kinds(packed(tmp_path, "a.zip", files)) == (["b_files/c", "n/a"], set())
    for name in files:
        (tmp_path / "f" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "f" / name).write_bytes(page)
    assert kinds(tmp_path / "f") == (["b_files/c", "n/a"], set())


def test_a_member_with_a_password_is_told_and_the_others_go_on(tmp_path):
    path = packed(tmp_path, "a.zip", {"a.txt": FIRST, "b.txt": FIRST})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\1\2") + 8] |= 1  # the first member's flag in the archive's directory
    path.write_bytes(raw)
    assert kinds(path) == (["b"], {("a.txt", "password")})


@pytest.mark.parametrize("name", PACK)
def test_an_archive_cut_short_is_one_problem(tmp_path, name):
    noise = {f"{n}.txt": f"{FIRST} {os.urandom(3_000).hex()}" for n in range(9)}
    path = packed(tmp_path, name, noise)
    path.write_bytes(path.read_bytes()[:-20_000])
    read, problems = kinds(path)
    assert [kind for _, kind in problems] == ["broken"] and read == [str(n) for n in range(len(read))]
    path.write_bytes(b"no archive")
    assert kinds(path) == ([], {(None, "broken")})


def test_a_member_that_is_not_what_the_directory_says_is_a_problem(tmp_path):
    path = packed(tmp_path, "a.zip", {"a.txt": FIRST, "b.txt": SECOND})
    raw = bytearray(path.read_bytes())
    raw[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(raw)
    assert kinds(path) == (["b"], {("a.txt", "broken")})


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_a_bomb_is_refused(tmp_path, name):
    path = packed(tmp_path, name, {"a.txt": bytes(30_000_000), "b.txt": FIRST})
    assert kinds(path)[1] == {(None, "size")}


def test_one_member_that_unpacks_to_far_too_much_is_refused_among_others(tmp_path):
    path = packed(tmp_path, "a.zip", {"a.txt": bytes(30_000_000), "b.txt": FIRST, "c.bin": os.urandom(300_000)})
    assert kinds(path) == (["b"], {("a.txt", "size"), (None, "format")})


@pytest.mark.parametrize("name", PACK)
def test_a_member_over_the_limit_of_its_kind_is_refused(tmp_path, name, monkeypatch):
    monkeypatch.setattr(archives, "MAX_DOCUMENT", 1_000)
    assert kinds(packed(tmp_path, name, {"a.txt": "x" * 1_001, "b.txt": FIRST})) == (["b"], {("a.txt", "size")})


def test_a_header_that_claims_gigabytes_is_not_read(tmp_path):
    pax = tarfile.TarInfo("pax")
    pax.type, pax.size = tarfile.XHDTYPE, 2_000_000_000
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(pax.tobuf(tarfile.USTAR_FORMAT) + os.urandom(20_000_000), 1))
    tracemalloc.start()
    assert kinds(tmp_path / "a.tar.gz") == ([], {(None, "size")})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_members_of_a_zip_are_read_from_their_place_and_those_of_a_tar_carry_their_content(tmp_path):
    one = next(iter(list_items(packed(tmp_path, "a.zip", {"a.txt": FIRST}))))
    two = next(iter(list_items(packed(tmp_path, "a.tar.gz", {"a.txt": FIRST}))))
    assert one.content is None and two.content == FIRST.encode()
    assert read_item(one, language="id").text == read_item(two, language="id").text == FIRST


def test_other_ways_of_packing_a_zip_are_read_too(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, method in (("a.txt", zipfile.ZIP_STORED), ("b.txt", zipfile.ZIP_BZIP2), ("c.docx", zipfile.ZIP_LZMA)):
            archive.writestr(name, as_docx() if name == "c.docx" else FIRST, method)
    (tmp_path / "a.zip").write_bytes(b"something before it" + file.getvalue())
    assert kinds(tmp_path / "a.zip") == (["a", "b", "c"], set())


def test_a_fault_in_the_archive_stops_only_when_asked_to(tmp_path):
    path = packed(tmp_path, "a.zip", {"../a.txt": "x", "b.txt": FIRST})
    with pytest.raises(SourceError, match=re.escape("a.zip, ../a.txt")):
        sk.load(path, language="id")
    assert len(sk.load(path, language="id", on_error="report").articles) == 1


def test_zip64_and_empty_members_are_read(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(FIRST.encode())
    (tmp_path / "a.zip").write_bytes(file.getvalue())
    assert kinds(tmp_path / "a.zip") == (["a"], set())
    assert kinds(packed(tmp_path, "a.tar", {"a.txt": "", "b.txt": FIRST})) == (["b"], {("a.txt", "empty")})


def test_names_that_are_no_text_are_told_as_text(tmp_path):
    name = os.fsencode(tmp_path) + b"/S\xe9gou.txt"
    with open(name, "w") as file:
        file.write(FIRST)
    records, _ = read_study(tmp_path)
    assert [(r.article_id, r.path) for r in records] == [("S\ufffdgou", "S\ufffdgou.txt")]
    odd = tarfile.TarInfo("S\udce9gou.txt")
    assert kinds(packed(tmp_path, "a.tar", {odd: FIRST.encode()})) == (["S\ufffdgou"], set())
