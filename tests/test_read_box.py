"""The box for an article of one's own reads it, or says in the box why it cannot."""

import datetime as dt

from sahelkit.exploring.read_box import read_box


def test_every_control_of_the_paste_box_has_a_label():
    box = read_box()
    inputs = (box.text, box.file, box.language, box.published, box.title, box.button)
    assert all(control.description for control in inputs)


def test_the_paste_box_says_what_is_missing():
    box = read_box()
    box.text.value = "Mali tenang."
    box.button.click()
    assert "language" in box.result.value and "cannot be told" in box.result.value


def upload(name, content):
    about = {"name": name, "type": "text/plain", "size": len(content), "content": memoryview(content)}
    return (about | {"last_modified": dt.datetime(2022, 1, 1, tzinfo=dt.UTC)},)


def test_a_file_is_put_into_the_box_and_one_that_is_no_text_is_named():
    box = read_box()
    box.file.set_trait("value", upload("a.txt", "\ufeffMali tenang.".encode()))
    assert box.text.value == "Mali tenang."
    box.file.set_trait("value", upload("<b>.txt", b"a\xff"))
    assert box.text.value == "Mali tenang."
    assert "&lt;b&gt;.txt: byte 1 is not UTF-8; save the file as UTF-8 text" in box.result.value


def test_a_click_codes_the_text_and_shows_what_was_found():
    box = read_box()
    box.text.value, box.language.value, box.title.value = "Mali menolak 300 tentara pada 8 Maret.", "id", "<i>"
    box.published.value = dt.date(2022, 3, 23)
    box.button.click()
    assert "Actors" in box.result.value and "2022-03-08" in box.result.value
    assert "&lt;i&gt; · 2022-03-23 · Indonesian" in repr(box.corpus.article("pasted")).replace("<i>", "&lt;i&gt;")
