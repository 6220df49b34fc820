"""Listing: every file that lies there is an article or a problem, whatever its name and wherever a link leads."""

import os

import pytest
from made_files import FIRST, PACK, packed

from sahelkit.errors import SourceError
from sahelkit.reading.formats import DOCUMENTS
from sahelkit.reading.seen import SORTS, Seen
from sahelkit.reading.sources import read_study


@pytest.mark.parametrize("name", [None, *PACK])
def test_a_file_whose_name_came_with_another_ending_is_read_all_the_same_and_told(tmp_path, name):
    files = {"mali.html": "<p></p>", **dict.fromkeys(("mali.txt", "mali.txt.txt", "niger.1.txt"), FIRST)}
    path = tmp_path if name is None else packed(tmp_path, name, files)
    for member in files if name is None else ():
        (tmp_path / member).write_text(files[member])
    records, problems = read_study(path, language="id", on_error="report")
    assert {r.article_id for r in records} == {"mali.txt", "mali.txt.txt", "niger.1"}
    assert [(p.member or p.path, p.kind) for p in problems] == [
        ("mali.html", "empty"), ("mali.txt", "duplicate"), ("mali.txt.txt", "duplicate"),
    ]  # fmt: skip
    assert problems[1].message.endswith(
        "mali.txt: the id 'mali' was taken before it, so its own is 'mali.txt'; where both hold one article, remove one"
    )


def test_of_two_files_that_differ_in_their_endings_both_are_read_where_problems_stop(tmp_path):
    for name in ("mali.eml", "mali.txt"):
        (tmp_path / name).write_text("Subject: Mali\n\nMali menolak.")
    records, problems = read_study([tmp_path / "mali.txt", tmp_path / "mali.eml"], language="id")
    assert [r.article_id for r in records] == ["mali", "mali.eml"] and [p.kind for p in problems] == ["duplicate"]
    with pytest.raises(SourceError, match="an article before it has the id 'mali' too"):
        read_study([tmp_path / "mali.txt", tmp_path / "mali.eml", tmp_path / "mali.txt"], language="id")


def test_a_row_and_a_file_of_one_id_are_told_apart_and_every_ending_has_a_sort(tmp_path):
    (tmp_path / "a.csv").write_text(f'id,text\nmali,"{FIRST}"\nmali,"{FIRST}"\n')
    (tmp_path / "mali.txt").write_text(FIRST)
    records, problems = read_study(tmp_path, language="id", on_error="report")
    assert [r.article_id for r in records] == ["mali", "mali.txt"]
    assert [(p.path, p.row, p.kind) for p in problems] == [("a.csv", 2, "duplicate"), ("mali.txt", None, "duplicate")]
    assert len(DOCUMENTS) < SORTS - 1


def test_sorts_of_ids_are_known_after_they_were_packed():
    seen = Seen()
    assert all(seen.add(str(n), n % SORTS) for n in range(250_000))
    assert all(seen.sort_of(str(n)) == n % SORTS for n in range(0, 250_000, 997))
    assert seen.sort_of("x") is None and len(seen._packed) == 1


LINKS = {
    "more": "../real", "b.txt": "../real/b.txt", "gone.txt": "no.txt", "loop": "loop", "loop.txt": "loop.txt",
    "up": "..", "null.txt": "/dev/null", "in": "years", ".h": "..",
}  # fmt: skip


@pytest.fixture
def linked(tmp_path):
    """A folder with links to files and folders, within it and outside, and to nothing."""
    for name in ("sym/a.txt", "sym/years/2022/c.txt", "sym/z.txt", "real/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(FIRST)
    for name, target in LINKS.items():
        (tmp_path / "sym" / name).symlink_to(target)
    return tmp_path


@pytest.mark.parametrize("pattern", ["", "*", "**", "**/*"])
def test_links_to_files_are_followed_and_all_others_are_told(linked, pattern):
    records, problems = read_study(linked / "sym" / pattern, language="id", on_error="report")
    assert [r.article_id for r in records] == ["a", "b", "years/2022/c", "z"]
    told = [(p.path, p.kind, p.message) for p in problems if p.kind != "format"]
    what = "it is a link that leads to no file, and only links to files are followed; load what it leads to by itself"
    assert sorted(told) == [
        ("gone.txt", "missing", "gone.txt: the file cannot be read (No such file or directory); check its permissions"),
        ("in", "unsafe", f"in: {what}"),
        ("loop.txt", "missing",
         "loop.txt: the file cannot be read (Too many levels of symbolic links); check its permissions"),
        *((name, "unsafe", f"{name}: {what}") for name in ("more", "null.txt", "up")),
    ]  # fmt: skip
    with pytest.raises(SourceError, match="gone.txt|it is a link that leads to no file"):
        read_study(linked / "sym" / pattern, language="id")


def test_what_lies_behind_a_link_is_not_read_by_a_glob_that_leads_through_it(linked):
    records, problems = read_study(linked / "sym" / "*" / "*.txt", language="id", on_error="report")
    assert records == []
    (linked / "sym" / "years" / "d.txt").write_text(FIRST)
    records, problems = read_study(linked / "sym" / "*" / "*.txt", language="id", on_error="report")
    assert [r.article_id for r in records] == ["years/d"]
    assert [(p.path, p.kind) for p in problems] == [("in", "unsafe"), ("more", "unsafe")]


def test_a_folder_that_is_named_is_read_through_a_link(linked):
    assert [r.article_id for r in read_study(linked / "sym" / "more", language="id")[0]] == ["b"]
    (linked / "study").mkdir()
    (linked / "study" / "articles").symlink_to("../real")
    assert [r.path for r in read_study(linked / "study", language="id")[0]] == ["articles/b.txt"]


def test_the_folders_after_one_that_cannot_be_opened_are_read(linked, monkeypatch):
    opened = os.scandir

    def shut(path):
        if os.fspath(path).endswith("years"):
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(os, "scandir", shut)
    records, problems = read_study(linked / "sym", language="id", on_error="report")
    assert [r.article_id for r in records] == ["a", "b", "z"]
    assert [p.kind for p in problems if p.path.endswith("years")] == ["missing"]
