"""Word processors' files: .docx by python-docx, .odt by odfpy, .rtf by striprtf.

Paragraphs and tables in their order, a line each, a table's cells parted by tabs; headers, footers, footnotes,
comments and deleted text are left out. The day such a file was made is kept as meta `created`: it is the day somebody
wrote or pasted the text, and no day of publication.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from typing import Any

from sahelkit.reading.formats.containers import open_container
from sahelkit.reading.formats.extracted import Extracted, Told, library

# python-docx passes over what stands in these: tracked insertions, fields, forms, smart tags, directions of writing.
_AROUND = ("w:ins", "w:moveTo", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple", "w:customXml", "w:bdo", "w:dir")
_ABOUT = ("w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:fldData")
_TITLE = "Title"
_BLOCKS = ("p", "h", "list", "table")
_CODEPAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_INFO = re.compile(r"\{\\(title|author)\s([^{}]{0,999})\}")
_CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def read_docx(raw: bytes, told: Told) -> Extracted:
    """Return a .docx file's paragraphs and tables; inserted text counts, deleted text does not."""
    import docx
    from docx.oxml.ns import qn
    from lxml import etree

    open_container(raw, told)
    document = docx.Document(io.BytesIO(raw))
    body = document.element.body
    etree.strip_elements(body, *map(qn, _ABOUT))
    etree.strip_tags(body, *map(qn, _AROUND))
    lines = list(_docx_lines(document))
    core = document.core_properties
    page = {"title": core.title or _docx_title(document), "author": core.author, "created": _day(core.created)}
    return Extracted("\n".join(lines), library("python-docx"), page)


def _docx_title(document: Any) -> str | None:
    """The first paragraph in the style of titles: Word writes its name in English, its identifier in any language."""
    styles = {_TITLE, *(style.style_id for style in document.styles if style.name == _TITLE)}
    return next((p.text for p in document.paragraphs if p._p.style in styles), None)


def _docx_lines(container: Any) -> Iterator[str]:
    """Yield the lines of a document, or of a cell, which may hold tables of its own."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            yield from _docx_rows(block)
        else:
            yield block.text


def _docx_rows(table: Any) -> Iterator[str]:
    """Yield a line for each row; a cell that is merged over several columns or rows comes once, where it begins."""
    from docx.table import _Cell

    for number, row in enumerate(table.rows):
        cells = [_Cell(cell, table) for cell in row._tr.tc_lst if not number or cell.vMerge != "continue"]
        if cells:
            yield "\t".join("\n".join(_docx_lines(cell)) for cell in cells)


def read_odt(raw: bytes, told: Told) -> Extracted:
    """Return an .odt file's headings, paragraphs, lists and tables."""
    from lxml import etree
    from odf.opendocument import load

    parts = open_container(raw, told)
    for name in parts.namelist():  # odfpy prints what is broken in a part, and goes on without the rest of it
        if name.endswith(".xml"):
            etree.fromstring(parts.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
    document = load(io.BytesIO(raw))
    stated = {element.qname[1]: str(element) for element in _elements(document.meta)}
    page = {
        "title": stated.get("title"),
        "author": stated.get("initial-creator") or stated.get("creator"),
        "created": stated.get("creation-date", "")[:10],
    }
    return Extracted("\n".join(_odt_lines(document.text)), library("odfpy"), page)


def _odt_lines(element: Any) -> Iterator[str]:
    for child in _elements(element):
        kind = child.qname[1]
        if kind in ("p", "h"):
            yield from _odt_paragraph(child)
        elif kind == "table-row":
            yield "\t".join(" ".join(_odt_lines(cell)) for cell in _elements(child))
        elif kind != "tracked-changes":
            yield from _odt_lines(child)


def _odt_paragraph(paragraph: Any) -> Iterator[str]:
    """Yield a paragraph's text, then the lines of the frames that are tied to it."""
    from odf.teletype import extractText

    for aside in list(_below(paragraph, ("note", "annotation"))):
        aside.parentNode.removeChild(aside)
    blocks = list(_below(paragraph, _BLOCKS))
    frames = list({id(block.parentNode): block.parentNode for block in blocks}.values())
    for frame in frames:
        frame.parentNode.removeChild(frame)
    text = extractText(paragraph)
    if text.strip() or not frames:
        yield text
    for frame in frames:
        yield from _odt_lines(frame)


def _below(element: Any, kinds: tuple[str, ...]) -> Iterator[Any]:
    for child in _elements(element):
        if child.qname[1] in kinds:
            yield child
        else:
            yield from _below(child, kinds)


def _elements(element: Any) -> list[Any]:
    """The elements in one; others of its nodes are the white space between them, or text."""
    return [child for child in element.childNodes if hasattr(child, "qname")]


def read_rtf(raw: bytes, told: Told) -> Extracted:
    """Return an .rtf file's text.

    Examples
    --------
    >>> raw = rb"{\\rtf1\\ansi\\ansicpg1252{\\info{\\title Mali}}Le ministre a parl\\'e9.\\par Il est parti.}"
    >>> found = read_rtf(raw, Told("a.rtf", "a.rtf", ".rtf"))
    >>> found.text, found.page["title"]
    ('Le ministre a parlé.\\nIl est parti.', 'Mali')
    """
    from striprtf import striprtf

    if not raw.lstrip().startswith(rb"{\rtf"):
        raise told.error("it is no .rtf file; save it again as .rtf or .txt", "broken")
    page_of = _CODEPAGE.search(raw)
    codec = f"cp{int(page_of[1])}" if page_of else "cp1252"
    content = raw.decode(codec, "replace")
    to_text: Any = striprtf.rtf_to_text
    page: dict[str, Any] = {
        name: to_text(rf"{{\rtf1\ansi {value}}}", encoding=codec).strip() for name, value in _INFO.findall(content)
    }
    created = _CREATED.search(content)
    if created:
        page["created"] = "-".join(part.zfill(2) for part in created.groups())
    return Extracted(to_text(content, encoding=codec, errors="replace"), library("striprtf"), page)


def _day(moment: datetime.datetime | None) -> str | None:
    return None if moment is None else moment.date().isoformat()
