"""Formats: every kind of file gives its text and what it states; a bad one is one sentence, and the others go on."""

import contextlib
import io
import os
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import DAY, FIRST, GOOD, SECOND, as_docx, as_epub, as_html, as_odt, as_pdf, as_rtf, as_zip, unzipped

import sahelkit as sk
from sahelkit.errors import SourceError
from sahelkit.reading.formats import ARCHIVES, DOCUMENTS, MAX_DOCUMENT, MAX_MARKUP, TABLES
from sahelkit.reading.formats.archives import MAX_SUM, MAX_TABLE
from sahelkit.reading.formats.containers import MAX_RATIO, MAX_UNPACKED
from sahelkit.reading.formats.tables import NAMES
from sahelkit.reading.items import Item
from sahelkit.reading.sources import read_item, read_study


def read(raw, name, **options):
    return read_item(Item("a", name, "", content=raw), **options)


def wrong(raw, name):
    with pytest.raises(SourceError) as raised:
        read(raw, name)
    return raised.value.kind


DATED = ("a.html", "a.HTM", "a.epub", "a.eml", "b.eml")  # the others state when the file was made, not when it was news


@pytest.mark.parametrize("name", GOOD)
def test_every_format_gives_its_text_and_what_it_states(name):
    raw, by = GOOD[name]
    record = read(raw, name)
    words = " ".join(record.text.split())
    assert FIRST.split(",")[0] in words and FIRST.split(",")[1] in words
    assert words.index("menolak tawaran") < words.index("400 tentara Prancis") < words.index("memberikan keterangan")
    assert (record.language, record.language_basis) == ("id", "detected")
    assert (record.extracted_by or "").startswith(by or "")
    assert record.title == ("Mali menolak" if name != "a.txt" else None)
    assert (record.published, record.published_basis) == ((DAY, "metadata") if name in DATED else (None, None))
    if name in ("a.docx", "a.odt", "a.rtf", "a.pdf"):
        assert record.meta["created"] == "2022-03-08"
    if name in DATED:
        assert record.publisher == "Kabar Contoh"


def test_paragraphs_and_tables_come_in_their_order():
    assert read(as_docx(), "a.docx").text == f"{FIRST}\nGao\t400\n{SECOND}"
    assert read(as_odt(), "a.odt").text == f"Mali menolak\n{FIRST}\nGao\t400\n{SECOND}"


def test_characters_outside_ascii_are_read_in_rtf():
    assert read(as_rtf(), "a.rtf").text.split("\n")[2] == "Keïta — 😀"


def test_a_page_tells_its_own_address_and_a_page_without_a_day_has_none():
    assert read(as_html(), "a.html").url == "https://contoh.example/mali"
    plain = as_html().replace(b"article:published_time", b"x").replace(b"article:modified_time", b"og:updated_time")
    assert read(plain, "a.html").published is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (
            '<script type="application/ld+json">{"@type":"Article","datePublished":"2022-03-08T10:00:00Z"}</script>',
            DAY,
        ),
        ('<meta name="publishdate" content="2022/03/08 10:15:00">', DAY),
        ('<meta itemprop="datePublished" content="2022-03-08">', DAY),
        ('<meta name="DC.date.issued" content="2022-03-08">', DAY),
        ('<meta property="og:image" content="https://contoh.example/2019/05/01/a.jpg">', None),
        ('<meta name="description" content="Pada 2019-05-01 ia pergi.">', None),
        ('<meta property="article:modified_time" content="2019-05-01">', None),
        ('<script src="a.js?ver=2019-05-01"></script><!-- cached 2019-05-01T10:00:00Z -->', None),
    ],
)
def test_a_page_is_dated_by_what_it_states_of_its_publication_alone(head, day):
    page = f"<html><head>{head}</head><body><p>{FIRST} 1 Mei 2019</p><p>{SECOND}</p></body></html>".encode()
    assert read(page, "a.html").published == day


@pytest.mark.parametrize(
    ("codec", "stated"), [("utf-8", "utf-8"), ("cp1252", "iso-8859-1"), ("utf-16", ""), ("cp1252", "utf-8")]
)
def test_a_page_is_decoded_by_what_it_states(codec, stated):
    first = "Le président Keïta a parlé hier soir à Ségou, et le ministre français était présent."
    page = as_html(first, SECOND, "fr").decode().replace('charset="utf-8"', f'charset="{stated}"')
    assert ("Ségou" in read(page.encode(codec), "a.html").text) == ((codec, stated) != ("cp1252", "utf-8"))


def test_the_language_that_a_page_states_counts_only_where_the_text_does_not_show_it():
    assert read(as_html(lang="en-US"), "a.html").language == "id"
    short = read(b"<html lang='id-ID'><body><p>Mali, 2022</p></body></html>", "a.html")
    assert (short.language, short.language_basis) == ("id", "declared")


BAD = {
    "empty": [(name, b"", "empty") for name in GOOD],
    "cut": [(name, GOOD[name][0][: len(GOOD[name][0]) // 2], "broken") for name in ("a.docx", "a.odt", "a.epub")],
    "another kind": [(name, as_pdf("Mali"), "broken") for name in ("a.docx", "a.odt", "a.epub", "a.rtf", "a.eml")],
    "no pdf": [("a.pdf", b"no pdf at all", "broken"), ("a.pdf", as_pdf(), "scanned")],
    "an office file of its neighbour": [("a.odt", as_docx(), "broken"), ("a.docx", as_odt(), "broken")],
    "password": [(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password") for name in ("a.docx", "a.odt")],
    "no article": [("a.html", b"<html><body></body></html>", "empty"), ("a.eml", b"From: a@b.example\n\n", "empty")],
}


@pytest.mark.parametrize(("name", "raw", "kind"), [case for cases in BAD.values() for case in cases])
def test_a_bad_document_is_one_error_of_its_kind(name, raw, kind):
    assert wrong(raw, name) == kind


def as_docx_with(body):
    """A .docx whose body is this XML."""
    parts = unzipped(as_docx())
    head, tail = parts["word/document.xml"].split(b"<w:body>")[0], b"</w:body></w:document>"
    return as_zip({**parts, "word/document.xml": head + b"<w:body>" + body.encode() + tail})


def test_tracked_insertions_and_forms_are_read_and_deletions_are_not():
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = f"<w:p><w:ins>{run.format('Mali ')}</w:ins><w:del><w:r><w:delText>tidak </w:delText></w:r></w:del>"
    body += f"{run.format('menolak.')}</w:p><w:sdt><w:sdtPr/><w:sdtContent><w:p>{run.format('Gao.')}</w:p>"
    body += "</w:sdtContent></w:sdt>"
    assert read(as_docx_with(body), "a.docx", language="id").text == "Mali menolak.\nGao."


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_half_a_part_is_broken_and_nothing_is_printed_about_it(name, capfd):
    part = "word/document.xml" if name == "a.docx" else "content.xml"
    parts = unzipped(GOOD[name][0])
    assert wrong(as_zip({**parts, part: parts[part][:-60]}), name) == "broken"
    assert capfd.readouterr() == ("", "")


BOMB = "<!DOCTYPE x [<!ENTITY a 'kata '>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY m SYSTEM 'file:///etc/hostname'>"
PARTS = {
    "a.docx": (as_docx, "word/document.xml"),
    "a.odt": (as_odt, "content.xml"),
    "a.epub": (as_epub, "book/a.xhtml"),
    "b.epub": (as_epub, "book/package.opf"),
}


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize("declared", [BOMB, OUTSIDE])
@pytest.mark.parametrize("name", PARTS)
def test_entities_are_refused_wherever_they_are_declared(name, declared, codec):
    make, part = PARTS[name]
    parts = unzipped(make())
    bomb = f"<?xml version='1.0' encoding='{codec}'?>{declared}]><x>&m;</x>".encode(codec)
    assert wrong(as_zip({**parts, part: bomb}), name) == "unsafe"
    assert wrong(as_zip({**parts, "word/_rels/other.xml.rels": bomb}), name) == "unsafe"


def test_a_part_in_an_encoding_that_could_hide_something_is_refused():
    hidden = b"<?xml version='1.0' encoding='UTF-7'?><x>+ADwAIQ-ENTITY</x>"
    assert wrong(as_zip({**unzipped(as_docx()), "word/document.xml": hidden}), "a.docx") == "unsafe"


def test_a_document_that_unpacks_to_far_too_much_is_refused():
    assert wrong(as_zip({**unzipped(as_docx()), "word/media/a.bin": bytes(30_000_000)}), "a.docx") == "size"
    noise = os.urandom(200_000) + bytes(MAX_MARKUP)
    assert wrong(as_zip({**unzipped(as_docx()), "word/a.xml": noise}), "a.docx") == "size"
    assert wrong(b"a" * (MAX_MARKUP + 1), "a.html") == "size"


def test_a_pdf_with_a_password_is_told():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf("Mali"))))
    writer.encrypt("rahasia", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    assert wrong(file.getvalue(), "a.pdf") == "password"


def test_a_pdf_that_only_forbids_printing_is_read_and_an_encryption_that_needs_a_package_names_it(monkeypatch):
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import DependencyError

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf("Mali menolak."))))
    writer.encrypt("", "rahasia", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    assert read(file.getvalue(), "a.pdf", language="id").text.strip() == "Mali menolak."
    monkeypatch.setattr(PdfReader, "decrypt", lambda *_: (_ for _ in ()).throw(DependencyError("cryptography")))
    assert wrong(file.getvalue(), "a.pdf") == "library"


def test_a_drawing_of_words_is_told_as_scanned_and_a_page_printed_by_matplotlib_is_read():
    from matplotlib.figure import Figure

    for rasterized, kind in ((False, None), (True, "scanned")):
        figure, file = Figure(), io.BytesIO()
        figure.text(0.1, 0.5, FIRST[:40]).set_rasterized(rasterized)
        if rasterized:
            figure.texts.clear()
            figure.figimage([[0, 1], [1, 0]])
        figure.savefig(file, format="pdf", metadata={"CreationDate": None})
        if kind:
            assert wrong(file.getvalue(), "a.pdf") == kind
        else:
            assert read(file.getvalue(), "a.pdf", language="id").text.strip() == FIRST[:40]


@settings(max_examples=60)
@given(raw=st.binary(max_size=300), name=st.sampled_from(sorted(DOCUMENTS)), cut=st.integers(0, 2_000))
def test_no_bytes_raise_anything_but_one_sentence(raw, name, cut):
    good = GOOD[f"a{name}" if f"a{name}" in GOOD else "a.HTM"][0]
    for content in (raw, good[:cut] + raw + good[cut + len(raw) :]):
        try:
            read(content, f"a{name}", language="id").text.encode()
        except SourceError as error:
            assert str(error).startswith(f"a{name}: ") and "\n" not in str(error)


@pytest.mark.parametrize("filler", ["(", "<div>", "a", "<a", "{\\b", "&amp;"])
@pytest.mark.parametrize("name", ["a.html", "a.rtf", "a.eml", "a.epub"])
def test_a_megabyte_of_one_thing_does_not_hang(name, filler):
    content = {"a.rtf": "{\\rtf1 ", "a.eml": "Subject: a\n\n"}.get(name, "") + filler * (1_000_000 // len(filler))
    raw = content.encode()
    if name == "a.epub":
        raw = as_zip({**unzipped(as_epub()), "book/a.xhtml": raw})
    with contextlib.suppress(SourceError):
        read(raw, name, language="id")


def test_a_library_that_is_missing_is_told_with_what_brings_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "striprtf", None)
    (tmp_path / "a.rtf").write_bytes(as_rtf())
    (tmp_path / "b.txt").write_text(FIRST)
    records, problems = read_study(tmp_path, on_error="report")
    assert [r.article_id for r in records] == ["b"]
    assert [(p.kind, p.message) for p in problems] == [
        ("library", 'a.rtf: reading .rtf needs striprtf, which is not installed; run pip install "sahelkit[formats]"')
    ]


def test_a_format_costs_nothing_before_it_is_met(tmp_path):
    (tmp_path / "a.txt").write_text(FIRST)
    code = f"import sahelkit.reading.sources as s, sys; s.read_study({str(tmp_path)!r})\n"
    code += "print([m for m in ('trafilatura', 'docx', 'odf', 'striprtf', 'pypdf', 'openpyxl') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout.strip() == b"[]"


def test_a_study_may_hold_every_format_beside_its_catalog(tmp_path):
    (tmp_path / "articles").mkdir()
    names = [f"n{number}{name[name.index('.') :]}" for number, name in enumerate(GOOD)]
    for name, (raw, _) in zip(names, GOOD.values()):
        (tmp_path / "articles" / name).write_bytes(raw)
    rows = [f"n{n},Judul,Penerbit,2020-01-01,,,catatan" for n in reversed(range(len(names)))]
    head = "article_id,title,publisher,published,language,url,note"
    (tmp_path / "articles.csv").write_text("\n".join([head, *rows]))
    corpus = sk.load(tmp_path)
    assert corpus.problems.empty
    articles = corpus.articles
    assert [*articles["article_id"]] == [f"n{n}" for n in reversed(range(len(names)))]
    assert {*articles["title"]} == {"Judul"} and {*articles["published_basis"]} == {"catalog"}
    assert {*articles["meta_note"]} == {"catatan"}


def test_offsets_count_in_the_text_that_was_extracted(tmp_path):
    for name, (raw, _) in GOOD.items():
        (tmp_path / f"{name[0]}{name[2:]}{name[1:]}").write_bytes(raw)
    corpus = sk.load(tmp_path)
    texts = dict(zip(corpus.sources["article_id"], corpus.sources["text"]))
    assert set(corpus.mentions["article_id"]) == set(texts) and len(texts) == len(GOOD)
    for row in corpus.mentions.itertuples():
        assert texts[row.article_id][row.start : row.end] == row.text
    assert {"mali", "france"} <= set(corpus.mentions["actor_id"])


def test_the_page_on_formats_names_every_ending_limit_and_kind(root):
    page = (root / "docs" / "formats.md").read_text(encoding="utf-8")
    for one in (*DOCUMENTS, *TABLES, *ARCHIVES):
        assert re.search(rf"^\|[^|]*{re.escape(one)}[ |]", page, re.MULTILINE), one
    for names in NAMES.values():
        assert all(f"`{name}`" in page for name in names)
    limits = {"100 MB": MAX_DOCUMENT, "30 MB": MAX_MARKUP, "300 MB": MAX_UNPACKED, "20 GB": MAX_TABLE, "1 TB": MAX_SUM}
    units = {"MB": 10**6, "GB": 10**9, "TB": 10**12}
    for words, limit in limits.items():
        number, unit = words.split()
        assert f"| {words} |" in page and int(number) * units[unit] == limit
    assert f"| {MAX_RATIO} : 1 |" in page
