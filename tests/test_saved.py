"""Saved selections come back as they were, by name; a broken file is refused with what and where, and stays."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sahelkit as sk
from sahelkit.errors import BadValue, SourceError, UnknownName
from sahelkit.exploring.saved import (
    SavedBox,
    drop_selection,
    from_plain,
    read_selections,
    save_selection,
    to_plain,
)
from sahelkit.selection import Selection

WAGNER = Selection(actor=("wagner", "mali"), since="2022", until="2022-06", status="claimed")
_ALSO = Selection(actor="mali", text=r"\d+ ribu", regex=True)
BOTH = Selection(actor="wagner", text="troops", distinct=True).narrow(_ALSO)
NAMES = ["Wagner 2022", "../../x", "<script>alert(1)</script>", 'a"b\\c\n', "–é漢", "__proto__", "\ud800 half", "true"]


def selections() -> st.SearchStrategy[Selection]:
    words = st.one_of(st.none(), st.lists(st.text(max_size=5), max_size=3))
    one = st.builds(
        Selection, article=words, actor=words, text=words, status=st.sampled_from([None, (), "claimed"]),
        since=st.sampled_from([None, "2022", "2022-03", "2022-03-08"]), event_until=st.sampled_from([None, "2023"]),
    )  # fmt: skip
    patterned = st.builds(Selection, text=st.sampled_from([r"\d+", "a|b"]), regex=st.booleans(), country=st.just("MLI"))
    return st.lists(st.one_of(one, patterned), min_size=1, max_size=3).map(lambda some: Selection().narrow(merge(some)))


def merge(some: list[Selection]) -> Selection:
    first, *rest = some
    for selection in rest:
        first = first.narrow(selection)
    return first


@settings(max_examples=80)
@given(selections())
def test_a_selection_comes_back_as_it_was(selection: Selection) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(selection)))) == selection


def test_regex_and_further_conditions_are_kept() -> None:
    assert to_plain(BOTH)["also"] and from_plain(to_plain(BOTH)) == BOTH
    assert to_plain(Selection()) == {} and from_plain({}) == Selection()


@pytest.mark.parametrize(
    ("plain", "error", "message"),
    [
        ({"actors": ["mali"]}, UnknownName, "there is no field 'actors'; did you mean 'actor'?"),
        ({"status": ["claim"]}, UnknownName, "there is no status 'claim'; did you mean 'claimed'?"),
        ({"since": "soon"}, BadValue, "since takes a date such as '2022', '2022-01' or '2022-01-15', not 'soon'"),
        ({"actor": 5}, BadValue, "actor takes a name or several names, not 5"),
        ({"actor": {"mali": 1}}, BadValue, "actor takes a value or a list of values, not {'mali': 1}"),
        ({"text": "(", "regex": True}, BadValue, "text is no regular expression: "),
        ({"text": "a", "regex": "yes"}, BadValue, "regex takes true or false, not 'yes'"),
        ({"also": "mali"}, BadValue, "also takes a list of selections, not 'mali'"),
        ({"also": [5]}, BadValue, "a selection is written as fields and values in braces, not 5"),
        ({"also": [{"x": 1}]}, UnknownName, "there is no field 'x'; "),
        ({"also": [{"also": []}]}, BadValue, "what stands in also is a selection without an also of its own"),
        (["mali"], BadValue, "a selection is written as fields and values in braces, not ['mali']"),
    ],
)
def test_what_is_no_selection_is_refused(plain, error, message, tmp_path: Path) -> None:
    with pytest.raises(error) as refused:
        from_plain(plain)
    assert str(refused.value).startswith(message)
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"good": {}, "bad": plain}), encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        read_selections(path)
    assert str(refused.value).startswith(f"{path}: selection 'bad': {message}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1, column 1 is no JSON: Expecting value"),
        (b'{\n "a": {},\n}', "is no JSON: "),
        (b'{"a": {}, "a": {}}', "cannot be read: 'a' stands in it twice"),
        (b"[]", "expected selections by name in braces, found list"),
        (b'{"\xff": {}}', "byte 2 is not UTF-8; save the file as UTF-8 text"),
        (b"[" * 100_000, "cannot be read: "),
        (b'{"a": ' + b"9" * 5000 + b"}", "cannot be read: "),
    ],
)
def test_a_broken_file_is_refused_and_stays_as_it_is(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(content)
    for act in (
        lambda: read_selections(path),
        lambda: save_selection(WAGNER, name="x", path=path),
        lambda: drop_selection("x", path=path),
    ):
        with pytest.raises(SourceError, match=re.escape(message)) as refused:
            act()
        assert str(refused.value).startswith(f"{path}: ")
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["s.json"]


def test_no_file_holds_no_selections(tmp_path: Path) -> None:
    assert sk.read_selections(tmp_path / "none.json") == {}
    with pytest.raises(SourceError, match="cannot be read: Is a directory"):
        sk.read_selections(tmp_path)


def test_any_name_is_kept_and_the_file_is_sorted_and_readable(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    for name in NAMES:
        assert save_selection(WAGNER, name=name, path=path) == path
    assert list(read_selections(path)) == sorted(name.strip() for name in NAMES)
    assert set(read_selections(path).values()) == {WAGNER}
    text = path.read_text(encoding="utf-8")
    assert text.endswith("}\n") and '  "–é漢": {\n    "since": "2022",\n' in text
    assert os.listdir(tmp_path) == ["s.json"]


def test_saving_under_a_name_again_replaces_and_dropping_takes_out(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    save_selection(WAGNER, name="b", path=path)
    save_selection(WAGNER, name=" a ", path=path)
    save_selection(BOTH, name="b", path=path)
    assert read_selections(path) == {"a": WAGNER, "b": BOTH}
    drop_selection("a", path=path)
    assert read_selections(path) == {"b": BOTH}
    with pytest.raises(UnknownName, match="there is no saved selection 'a'; there are: b"):
        drop_selection("a", path=path)
    with pytest.raises(BadValue, match="a saved selection needs a name"):
        save_selection(WAGNER, name=" ", path=path)


def test_where_writing_fails_the_file_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.json"
    save_selection(WAGNER, name="a", path=path)
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(SourceError, match="cannot be written: No space left on device"):
        save_selection(BOTH, name="b", path=path)
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["s.json"]
    with pytest.raises(SourceError, match="cannot be written: No such file or directory"):
        save_selection(BOTH, name="b", path=tmp_path / "no folder" / "s.json")


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "s.json", tmp_path / "link.json"
    save_selection(WAGNER, name="a", path=path)
    link.symlink_to(path)
    save_selection(BOTH, name="b", path=link)
    assert link.is_symlink() and read_selections(path) == {"a": WAGNER, "b": BOTH}


def box_at(path: Path) -> tuple[SavedBox, list[Selection]]:
    opened: list[Selection] = []
    return SavedBox(path, current=lambda: BOTH, open_=opened.append), opened


def test_the_box_saves_opens_and_deletes(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    save_selection(WAGNER, name="<b>", path=path)
    box, opened = box_at(path)
    assert [value for _, value in box.saved.options] == ["", "<b>"]
    box.name.value = " Both "
    box.save_button.click()
    assert read_selections(path)["Both"] == BOTH
    assert box.saved.value == "Both" and box.name.value == ""
    assert f'role="status">saved: Both, in {path}' in box.note.value
    box.saved.value = "<b>"
    box.open_button.click()
    assert opened == [WAGNER]
    assert "opened: &lt;b&gt;" in box.note.value
    box.delete_button.click()
    assert list(read_selections(path)) == ["Both"]
    assert [value for _, value in box.saved.options] == ["", "Both"]
    box.name.value = "Both"
    box.save_button.click()
    assert "replaced: Both" in box.note.value


def test_the_box_says_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    box, opened = box_at(path)
    assert box.note.value == ""
    for button, message in (
        (box.save_button, "a saved selection needs a name"),
        (box.open_button, "choose a saved selection first"),
        (box.delete_button, "choose a saved selection first"),
    ):
        button.click()
        assert f'role="alert">{message}' in box.note.value
    box.name.value = "a"
    box.save_button.click()
    path.unlink()
    box.open_button.click()
    assert "there is no saved selection &#x27;a&#x27;" in box.note.value and opened == []
    path.write_text("{<i>")
    broken, _ = box_at(path)
    assert 'role="alert"' in broken.note.value and "line 1, column 2 is no JSON" in broken.note.value


def test_an_error_of_the_explorer_shows_in_the_box(tmp_path: Path) -> None:
    save_selection(WAGNER, name="a", path=tmp_path / "s.json")
    box = SavedBox(tmp_path / "s.json", current=lambda: BOTH, open_=lambda _: 1 / 0)
    box.saved.value = "a"
    box.open_button.click()
    assert "ZeroDivisionError: division by zero" in box.note.value


def test_each_control_of_the_box_has_a_label(tmp_path: Path) -> None:
    box, _ = box_at(tmp_path / "s.json")
    assert all(c.description for c in (box.saved, box.name, box.save_button, box.open_button, box.delete_button))
