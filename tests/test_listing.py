"""Listing: every file that lies there is an article or a problem, whatever its name and wherever a link leads."""

import pytest
from made_files import FIRST, PACK, packed

from sahelkit.errors import SourceError
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
