"""Documents: the days that pages state, the encodings that they declare, tables, frames, and mails of several parts."""

import datetime

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from made_files import FIRST, SECOND, as_epub, as_odt, as_zip, saved, unzipped
from odf.draw import Frame, TextBox
from odf.opendocument import OpenDocumentText
from odf.text import P

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


def as_docx_of(fill):
    document = docx.Document()
    fill(document)
    return saved(document.save)


def test_a_cell_merged_over_rows_or_columns_comes_once():
    def fill(document):
        table = document.add_table(4, 2)
        for row, texts in enumerate((("Wilayah", "Tewas"), ("", "14"), ("", "15"))):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
        table.cell(3, 0).text = "Kidal"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Gao: 14 tentara tewas"
        table.cell(3, 0).merge(table.cell(3, 1))
        whole = document.add_table(1_200, 1)
        for number, row in enumerate(whole.rows):
            row._tr.tc_lst[0].vMerge = "continue" if number else "restart"
        whole.cell(0, 0).text = "Mopti"

    text = read(as_docx_of(fill), "a.docx", language="id").text
    assert text.rstrip() == "Wilayah\tTewas\nGao: 14 tentara tewas\t14\n15\nKidal\nMopti"


def test_a_table_within_a_cell_is_read_in_its_place():
    def fill(document):
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = FIRST
        inner = cell.add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "Gao", "400"
        cell.paragraphs[-1].text = SECOND

    assert read(as_docx_of(fill), "a.docx").text == f"{FIRST}\nGao\t400\n{SECOND}"


@pytest.mark.parametrize(("identifier", "name"), [("Titre", "Title"), ("Title", "Title"), ("Title", "Titre")])
def test_a_title_is_known_by_its_style_in_every_language_of_word(identifier, name):
    def fill(document):
        style = document.styles["Title"]
        document.add_paragraph("Mali menolak", style)
        document.paragraphs[0]._p.pPr.pStyle.val = identifier
        style.element.styleId, style.element.name_val = identifier, name
        document.add_paragraph(FIRST)

    assert read(as_docx_of(fill), "a.docx").title == "Mali menolak"


def test_fields_and_marked_runs_of_docx_files_are_read():
    run = "<w:r><w:t>{}</w:t></w:r>"
    inner = f'<w:fldSimple w:instr="REF a"><w:fldData>AAAA</w:fldData>{run.format("Mali ")}</w:fldSimple>'
    inner += f'<w:customXml w:element="a"><w:customXmlPr/>{run.format("menolak ")}</w:customXml>'
    inner += f'<w:bdo w:val="ltr">{run.format("tawaran.")}</w:bdo>'
    body = f"<w:p {nsdecls('w')}>{inner}</w:p>"
    block = f'<w:customXml {nsdecls("w")} w:element="a"><w:p>{run.format("Gao.")}</w:p></w:customXml>'

    def fill(document):
        for position, one in enumerate((body, block)):
            document.element.body.insert(position, parse_xml(one))

    assert read(as_docx_of(fill), "a.docx", language="id").text == "Mali menolak tawaran.\nGao."


def test_white_space_between_the_elements_of_an_odt_file_is_no_text():
    parts = unzipped(as_odt())
    for name in ("content.xml", "meta.xml"):
        spaced = parts[name].decode()
        for tag in (
            "<table:table-row",
            "<table:table-cell",
            "</table:table-row",
            "<dc:title",
            "<meta:",
            "</office:meta",
        ):
            spaced = spaced.replace(tag, "\n  " + tag)
        parts[name] = spaced.encode()
    record = read(as_zip(parts), "a.odt")
    assert record.text == f"Mali menolak\n{FIRST}\nGao\t400\n{SECOND}"
    assert (record.title, record.meta["created"]) == ("Mali menolak", "2022-03-08")


def test_the_lines_of_a_frame_come_apart_after_its_paragraph():
    document = OpenDocumentText()
    for words in ("Sebelum, ", ""):
        paragraph, frame, box = P(text=words), Frame(), TextBox()
        for line in ("Kotak satu.", "Kotak dua."):
            box.addElement(P(text=line))
        frame.addElement(box)
        paragraph.addElement(frame)
        paragraph.addText("sesudah." if words else "")
        document.text.addElement(paragraph)
    document.text.addElement(P())
    document.text.addElement(P(text=FIRST))
    boxes = "Kotak satu.\nKotak dua."
    assert read(saved(document.save), "a.odt").text == f"Sebelum, sesudah.\n{boxes}\n{boxes}\n\n{FIRST}"
