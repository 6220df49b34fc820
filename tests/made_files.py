"""Files of every format, made by the libraries that write them or by hand, each with the same two made-up sentences."""

import datetime
import io
import tarfile
import zipfile

import docx
from odf import dc, meta
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, P

FIRST = "Pemerintah Mali menolak tawaran itu pada hari Selasa, kata seorang pejabat di Bamako."
SECOND = "Sebanyak 400 tentara Prancis meninggalkan Gao, dan menteri itu tidak memberikan keterangan."
DAY = datetime.date(2022, 3, 8)


def as_html(first=FIRST, second=SECOND, lang="id", head=""):
    page = f"""<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Mali menolak | Kabar Contoh</title>
    <meta property="og:title" content="Mali menolak"><meta property="og:site_name" content="Kabar Contoh">
    <meta property="article:published_time" content="2022-03-08T23:15:00+07:00">
    <meta property="article:modified_time" content="2023-01-01T00:00:00Z">
    <link rel="canonical" href="https://contoh.example/mali">{head}</head>
    <body><nav><a href="/">Beranda</a></nav><article><h1>Mali menolak</h1><p>{first}</p><p>{second}</p></article>
    <footer>Hak cipta 2026</footer></body></html>"""
    return page.encode()


def as_docx():
    document = docx.Document()
    document.add_paragraph(FIRST)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Gao", "400"
    document.add_paragraph(SECOND)
    core = document.core_properties
    core.title, core.author, core.created = "Mali menolak", "A. Penulis", datetime.datetime(2022, 3, 8)
    return saved(document.save)


def as_odt():
    document = OpenDocumentText()
    document.meta.addElement(dc.Title(text="Mali menolak"))
    document.meta.addElement(meta.CreationDate(text="2022-03-08T10:00:00"))
    document.text.addElement(H(outlinelevel=1, text="Mali menolak"))
    document.text.addElement(P(text=FIRST))
    table, row = Table(name="t"), TableRow()
    for text in ("Gao", "400"):
        cell = TableCell()
        cell.addElement(P(text=text))
        row.addElement(cell)
    table.addElement(row)
    document.text.addElement(table)
    document.text.addElement(P(text=SECOND))
    return saved(document.save)


def saved(save):
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def as_rtf():
    info = r"{\info{\title Mali menolak}{\creatim\yr2022\mo3\dy8}}"
    return rf"{{\rtf1\ansi\ansicpg1252{info}{FIRST}\par {SECOND}\par Ke\'efta \u8212? \u-10179?\u-8704?}}".encode()


def as_epub():
    chapter = (
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>{}</p></body></html>"
    )
    package = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
    <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mali menolak</dc:title>
    <dc:date>2022-03-08</dc:date><dc:publisher>Kabar Contoh</dc:publisher><dc:language>id-ID</dc:language></metadata>
    <manifest><item id="b" href="b%20c.xhtml"/><item id="a" href="a.xhtml"/></manifest>
    <spine><itemref idref="a"/><itemref idref="b"/></spine></package>"""
    return as_zip({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='book/package.opf'/></rootfiles></container>",
        "book/package.opf": package,
        "book/a.xhtml": chapter.format(FIRST),
        "book/b c.xhtml": chapter.format(SECOND),
    })  # fmt: skip


def as_eml(kind="plain"):
    head = "Subject: =?utf-8?q?Mali_menolak?=\r\nFrom: Kabar Contoh <kabar@contoh.example>\r\n"
    head += "Date: Tue, 8 Mar 2022 23:15:00 +0700\r\nMIME-Version: 1.0\r\n"
    if kind == "html":
        return f"{head}Content-Type: text/html; charset=utf-8\r\n\r\n".encode() + as_html()
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{FIRST}\n{SECOND}\n".encode()


def as_pdf(*lines):
    """A page of Helvetica by hand, with what it states of itself."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 10 Tf 50 700 Td {shown} ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources 7 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (Mali menolak) /CreationDate (D:20220308101500+07'00') >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 8\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 8 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def as_zip(files, **options):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name) if isinstance(name, str) else name, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def unzipped(raw):
    """The parts of a zip archive by name."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def as_tar(files, mode="w:gz"):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, content in files.items():
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(content) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


PACK = {"a.zip": as_zip, "a.tar.gz": as_tar, "a.tgz": as_tar, "a.tar": lambda files: as_tar(files, "w")}
CATALOG_HEAD = "article_id,title,publisher,published,language,url"


def packed(folder, name, files):
    (folder / name).write_bytes(PACK[name]({k: v.encode() if isinstance(v, str) else v for k, v in files.items()}))
    return folder / name


GOOD = {
    "a.txt": (f"{FIRST}\n{SECOND}\n".encode(), None),
    "a.html": (as_html(), "trafilatura 2."),
    "a.HTM": (as_html(), "trafilatura 2."),
    "a.docx": (as_docx(), "python-docx 1."),
    "a.odt": (as_odt(), "odfpy 1."),
    "a.rtf": (as_rtf(), "striprtf 0."),
    "a.epub": (as_epub(), "trafilatura 2."),
    "a.eml": (as_eml(), "python 3."),
    "b.eml": (as_eml("html"), "trafilatura 2."),
    "a.pdf": (as_pdf(*FIRST.split(","), *SECOND.split(",")), "pypdf 7."),
}
