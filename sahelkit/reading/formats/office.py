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
    # python-docx passes over what stands in these: tracked insertions, fields of forms, smart tags.
    etree.strip_elements(body, qn("w:sdtPr"), qn("w:sdtEndPr"))
    etree.strip_tags(body, *map(qn, ("w:ins", "w:moveTo", "w:smartTag", "w:sdt", "w:sdtContent")))
    lines = [line for block in document.iter_inner_content() for line in _docx_lines(block)]
    core = document.core_properties
    titles = (p.text for p in document.paragraphs if p.style is not None and p.style.style_id == "Title")
    page = {"title": core.title or next(titles, None), "author": core.author, "created": _day(core.created)}
    return Extracted("\n".join(lines), library("python-docx"), page)


def _docx_lines(block: Any) -> Iterator[str]:
    if not hasattr(block, "rows"):
        yield block.text
        return
    for row in block.rows:
        cells = {id(cell._tc): cell.text for cell in row.cells}  # a merged cell comes once for each column
        yield "\t".join(cells.values())


def read_odt(raw: bytes, told: Told) -> Extracted:
    """Return an .odt file's headings, paragraphs, lists and tables."""
    from lxml import etree
    from odf.opendocument import load

    parts = open_container(raw, told)
    for name in parts.namelist():  # odfpy prints what is broken in a part, and goes on without the rest of it
        if name.endswith(".xml"):
            etree.fromstring(parts.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
    document = load(io.BytesIO(raw))
    stated = {element.qname[1]: str(element) for element in document.meta.childNodes}
    page = {
        "title": stated.get("title"),
        "author": stated.get("initial-creator") or stated.get("creator"),
        "created": stated.get("creation-date", "")[:10],
    }
    return Extracted("\n".join(_odt_lines(document.text)), library("odfpy"), page)


def _odt_lines(element: Any) -> Iterator[str]:
    from odf.teletype import extractText

    for child in element.childNodes:
        kind = child.qname[1] if hasattr(child, "qname") else ""
        if kind in ("p", "h"):
            for aside in [n for name in ("note", "annotation") for n in _below(child, name)]:
                aside.parentNode.removeChild(aside)
            yield extractText(child)
        elif kind == "table-row":
            yield "\t".join(" ".join(_odt_lines(cell)) for cell in child.childNodes)
        elif kind not in ("", "tracked-changes"):
            yield from _odt_lines(child)


def _below(element: Any, kind: str) -> Iterator[Any]:
    for child in element.childNodes:
        if hasattr(child, "qname"):
            if child.qname[1] == kind:
                yield child
            else:
                yield from _below(child, kind)


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
