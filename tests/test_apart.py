"""What is written is kept apart from what is read: an --out among the articles is refused, and nothing written."""

import os

import pytest

from sahelkit.engines.apart import check_apart
from sahelkit.errors import BadValue

INSIDE = [("in", "in/sub"), ("in", "in"), ("in", "in/a/b"), ("in/", "in/../in/sub"), ("in", "link/sub")]
INSIDE += [("study", "study/articles/sub"), ("study", "study"), ("in/*", "in/sub"), ("i*", "in/sub"), ("*", "new")]
INSIDE += [("in/**", "in/sub"), ("in/**/*.parquet", "in/a/b"), ("in/*/*/*", "in/sub"), ("in/s*/", "in/sub")]
INSIDE += [("study/articles", "study"), ("study/articles/*", "study")]
APART = [("in", "out"), ("in", "in2"), ("in", "in/.sub"), ("in/a.txt", "in/sub"), ("study", "study/sub")]
APART += [("in/*.txt", "in/sub"), ("in/**/*.txt", "in/sub"), ("in/**/*", "in/.sub"), ("in/*/*.txt", "in/sub")]
APART += [("in/*", "in/.sub"), ("in/[a-c]*", "in/sub"), ("i*", "out"), ("study/.raw", "study")]


@pytest.fixture()
def here(tmp_path, monkeypatch):
    for folder in ("in", "study/articles", "study/.raw"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("Mali menolak.", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "in")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("path", "out"), INSIDE)
@pytest.mark.usefixtures("here")
def test_a_folder_among_what_is_read_is_refused(path, out):
    with pytest.raises(BadValue, match="whose files are read; give a folder beside what is read") as error:
        check_apart(["study/articles", path], out)
    assert str(error.value).startswith(f"--out {out} ")
    with pytest.raises(BadValue):
        check_apart([os.path.abspath(path)], os.path.abspath(out))


@pytest.mark.parametrize(("path", "out"), APART)
@pytest.mark.usefixtures("here")
def test_a_folder_beside_what_is_read_is_taken(path, out):
    check_apart([path], out)
    check_apart([os.path.abspath(path)], os.path.abspath(out))
