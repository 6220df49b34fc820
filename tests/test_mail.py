"""Mail: which of a message's parts are the article, in which encoding, and whose sender and day count."""

import datetime

import pytest
from made_files import DAY, FIRST, SECOND, as_html

from sahelkit.errors import SourceError
from sahelkit.reading.items import Item
from sahelkit.reading.sources import read_item

HEAD = "Subject: {}\nFrom: {}\nDate: {}\nMIME-Version: 1.0\n"
OUTER = HEAD.format("Mali menolak", "Kabar Contoh <kabar@contoh.example>", "Tue, 8 Mar 2022 23:15:00 +0700")
INNER = HEAD.format("Gao", "Kantor Contoh <kantor@contoh.example>", "Mon, 7 Mar 2022 10:00:00 +0000")
BOTH = f"{FIRST}\n{SECOND}"
STUB = f"Baca di peramban: https://contoh.example/{'a1' * 100}"


def part(content, kind="text/plain; charset=utf-8", more=""):
    return f"Content-Type: {kind}\n{more}\n{content}\n"


def several(kind, *parts):
    mark = f"={kind}{len(parts)}="
    body = "".join(f"--{mark}\n{one}" for one in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n{body}--{mark}--\n'


PAGE = part(as_html().decode(), "text/html; charset=utf-8")
NO_PAGE = part("<html><body></body></html>", "text/html")
PICTURE = part("xx", "image/png", "Content-Disposition: inline\n")
ATTACHED = "Content-Disposition: attachment\n"


def read(body, head=OUTER):
    return read_item(Item("a", "a.eml", "", content=f"{head}{body}".encode()), language="id")


def lines(record):
    return [line.strip() for line in record.text.split("\n") if line.strip() not in ("", "Mali menolak")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (several("alternative", part(" "), PAGE), [FIRST, SECOND]),
        (several("alternative", part(STUB), PAGE), [FIRST, SECOND]),
        (several("alternative", part(STUB), several("related", PAGE, PICTURE)), [FIRST, SECOND]),
        (several("alternative", part(STUB), several("mixed", PAGE, PICTURE, NO_PAGE)), [FIRST, SECOND]),
        (several("alternative", part(SECOND), PAGE), [SECOND]),  # a summary is a text
        (several("alternative", part(STUB), NO_PAGE), [STUB]),
        (several("alternative", PAGE), [FIRST, SECOND]),
        (several("mixed", part(FIRST), PICTURE, part(SECOND)), [FIRST, SECOND]),
        (several("mixed", several("alternative", part(FIRST), PAGE), part(SECOND)), [FIRST, SECOND]),
        (several("mixed", part(BOTH), PAGE), [FIRST, SECOND]),  # one text as both
        (several("mixed", PAGE, part("Berhenti: a.example")), [FIRST, SECOND]),
        (several("mixed", part(FIRST), part(SECOND, more=ATTACHED)), [FIRST]),
        (several("mixed", part(FIRST), part("BEGIN:VCALENDAR", "text/calendar")), [FIRST]),
    ],
)
def test_the_text_of_a_mail_is_what_is_shown_of_it(body, expected):
    record = read(body)
    assert lines(record) == expected
    assert (record.title, record.publisher, record.published) == ("Mali menolak", "Kabar Contoh", DAY)


FORWARD = INNER + part(FIRST)


@pytest.mark.parametrize(
    ("body", "expected", "title"),
    [
        (several("mixed", part(FORWARD, "message/rfc822")), [FIRST], "Gao"),
        (several("mixed", part(" "), part(FORWARD, "message/rfc822", ATTACHED)), [FIRST], "Gao"),
        (part(FORWARD, "message/rfc822"), [FIRST], "Gao"),
        (several("mixed", part(OUTER + part(FORWARD, "message/rfc822"), "message/rfc822")), [FIRST], "Gao"),
        (several("mixed", part(SECOND), part(FORWARD, "message/rfc822")), [SECOND, FIRST], "Mali menolak"),
        (several("mixed", part(SECOND), part(FORWARD, "message/rfc822", ATTACHED)), [SECOND], "Mali menolak"),
        (several("digest", *[part(FORWARD, "message/rfc822")] * 2), [FIRST, FIRST], "Mali menolak"),
    ],
)
def test_a_mail_that_only_forwards_another_is_that_one(body, expected, title):
    record = read(body)
    assert (lines(record), record.title) == (expected, title)
    assert record.published == (datetime.date(2022, 3, 7) if title == "Gao" else DAY)


@pytest.mark.parametrize("body", [several("mixed", PICTURE), several("alternative", part(" "), NO_PAGE), NO_PAGE])
def test_a_mail_without_text_is_empty(body):
    with pytest.raises(SourceError) as raised:
        read(body)
    assert raised.value.kind == "empty"


@pytest.mark.parametrize(
    ("stated", "codec"),
    [
        ("; charset=unknown-8bit", "utf-8"),
        ("; charset=unknown-8bit", "cp1252"),
        ("; charset=base64", "utf-8"),
        ("; charset=us-ascii", "utf-8"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("; charset=iso-8859-15", "iso-8859-15"),
    ],
)
def test_a_mail_whose_encoding_is_none_is_utf_8_or_else_windows(stated, codec):
    text = "Le président a parlé hier soir à Ségou, et le ministre français était présent."
    raw = f"{OUTER}Content-Type: text/plain{stated}\nContent-Transfer-Encoding: 8bit\n\n{text}\n".encode(codec)
    assert read_item(Item("a", "a.eml", "", content=raw)).text == f"{text}\n"
