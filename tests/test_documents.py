"""Documents: the days that pages state, the encodings that they declare, tables, frames, and mails of several parts."""

import datetime

import pytest
from made_files import FIRST, SECOND, as_epub, as_zip, unzipped

from sahelkit.errors import SourceError
from sahelkit.reading.items import Item
from sahelkit.reading.sources import read_item

PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p>"
FRENCH = "Le président a parlé hier soir à Ségou, et le ministre français était présent."
OWN = '"@type":"NewsArticle","datePublished":"2023-05-01"'


def read(raw, name, **options):
    return read_item(Item("a", name, "", content=raw), **options)


@pytest.mark.parametrize(
    ("scripts", "day"),
    [
        (['{"@type":"NewsArticle","comment":[{"datePublished":"2023-06-09"}],"datePublished":"2023-05-01"}'], 1),
        (
            [
                '{"@type":"LiveBlogPosting","liveBlogUpdate":[{"@type":"BlogPosting","datePublished":"2023-05-09"}],'
                '"datePublished":"2023-05-01T08:00:00Z"}'
            ],
            1,
        ),
        (['{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2020-01-01"}]}'], None),
        (['{"@type":"ItemList","itemListElement":[{"datePublished":"2020-01-01"}]}', f"{{{OWN}}}"], 1),
        (['{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},' + f"{{{OWN}}}]}}"], 1),
        (['[{"@type":["Thing","NewsArticle"],"datePublished":"2023-05-01"}]'], 1),
        ([f'{{"@type":"WebPage","mainEntity":{{{OWN}}}}}'], 1),
        (['{"@type":"VideoObject","datePublished":"2023-05-01"}'], 1),
        ([f"{{{OWN},}}"], 1),  # a comma too many
        (["not JSON at all", f'{{"a":"b\nc",{OWN}}}'], 1),
        (["[" * 100_000 + f"{{{OWN}}}"], 1),
        (['{"@type":"NewsArticle","datePublished":["2023-05-01"]}', '{"@type":7}', "null", "[]"], None),
        (['{"@type":"NewsArticle","dateModified":"2023-05-01"}'], None),
    ],
)
def test_a_page_is_dated_by_what_its_scripts_state_of_the_page_itself(scripts, day):
    head = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    published = read(f"<html><head>{head}</head><body>{PARAGRAPHS}</body></html>".encode(), "a.html").published
    assert published == (day and datetime.date(2023, 5, day))


@pytest.mark.parametrize(
    ("declared", "charset", "codec"),
    [
        ("iso-8859-1", "", "cp1252"),
        ("windows-1252", "", "cp1252"),
        ("utf-8", "", "utf-8"),
        ("utf-16", "", "utf-8"),  # as some programs write, which then save in another encoding
        ("utf-8", "iso-8859-15", "iso-8859-15"),
    ],
)
def test_a_page_may_state_its_encoding_in_an_xml_declaration(declared, charset, codec):
    head = f'<meta charset="{charset}">' if charset else ""
    page = f'<?xml version="1.0" encoding="{declared}"?>\n<html><head>{head}</head><body><p>{FRENCH}</p></body></html>'
    assert read(page.encode(codec), "a.html").text == FRENCH


CHAPTER = "<html xmlns='http://www.w3.org/1999/xhtml'><head>{}</head><body><p>{}</p></body></html>"


@pytest.mark.parametrize(
    ("declaration", "head", "codec"),
    [
        ('<?xml version="1.0" encoding="utf-8"?>', "", "utf-8"),
        ('<?xml version="1.0"?>', "", "utf-8"),
        ("", "", "utf-8"),
        ('<?xml version="1.0" encoding="utf-8"?>', '<meta charset="iso-8859-1"/>', "utf-8"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "", "cp1252"),
        ("", '<meta charset="iso-8859-1"/>', "cp1252"),
        ("", "", "cp1252"),  # no XML, but then the encoding named is all there is
    ],
)
def test_a_chapter_is_decoded_by_its_own_declaration_whatever_encoding_is_named(declaration, head, codec):
    chapter = (declaration + CHAPTER.format(head, FRENCH)).encode(codec)
    raw = as_zip({**unzipped(as_epub()), "book/a.xhtml": chapter})
    assert FRENCH in read(raw, "a.epub", encoding="cp1252").text


def test_a_chapter_without_an_encoding_that_fits_is_refused():
    raw = as_zip({**unzipped(as_epub()), "book/a.xhtml": CHAPTER.format("", FRENCH).encode("cp1252")})
    with pytest.raises(SourceError) as raised:
        read(raw, "a.epub")
    assert raised.value.kind == "encoding"
