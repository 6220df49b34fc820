"""Books: one .epub is one article, its chapters in the order of its spine.

A zip archive whose package file (OPF) names the chapters; trafilatura reads each as a page. The libraries for this
format are under licences that this kit cannot join (AGPL), or young; the package file is a page long.
"""

from __future__ import annotations

import datetime
import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote

from sahelkit.reading.formats.containers import open_container
from sahelkit.reading.formats.extracted import Extracted, Told, library
from sahelkit.reading.formats.web import decode_page

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"


def read_epub(raw: bytes, told: Told) -> Extracted:
    """Return an .epub file's chapters, parted by blank lines, with what its package file states."""
    parts = open_container(raw, told)
    try:
        root = _parse(parts, "META-INF/container.xml").find(f".//{_ROOTFILE}")
        name = root.get("full-path")
        package = _parse(parts, name)
    except (KeyError, AttributeError):
        raise told.error("it has no package file, so it is no .epub file; save it again", "broken") from None
    chapters = [_chapter(parts, chapter, told) for chapter in _spine(package, posixpath.dirname(name))]
    text = "\n\n".join(chapter for chapter in chapters if chapter.strip())
    return Extracted(text, library("trafilatura"), _stated(package))


def _parse(parts: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    return etree.fromstring(parts.read(name), parser)


def _spine(package: Any, folder: str) -> list[str]:
    items = {item.get("id"): item.get("href") for item in package.iter(f"{_OPF}item")}
    order = [items.get(ref.get("idref")) for ref in package.iter(f"{_OPF}itemref")]
    return [posixpath.normpath(posixpath.join(folder, unquote(href))) for href in order if href]


def _chapter(parts: zipfile.ZipFile, name: str, told: Told) -> str:
    import trafilatura

    try:
        page = decode_page(parts.read(name), told, xml=True)
    except KeyError:
        raise told.error(f"its chapter {name} is missing; save it again", "broken") from None
    found: Any = trafilatura.bare_extraction(page, favor_recall=True, include_comments=False)
    return found.text if found is not None and found.text else str(trafilatura.html2txt(page))


def _stated(package: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("title", "creator", "publisher", "language", "date"):
        element = package.find(f".//{_DC}{name}")
        if element is not None and element.text and element.text.strip():
            found[name] = element.text.strip()
    page = {"author": found.get("creator"), "published": _day(found.get("date", ""))}
    if "language" in found:
        page["language"] = found["language"].split("-")[0].lower()
    return {**page, **{name: found.get(name) for name in ("title", "publisher")}}


def _day(stated: str) -> datetime.date | None:
    """A whole day or nothing: many books state the year alone."""
    try:
        return datetime.datetime.fromisoformat(stated).date() if len(stated) >= 10 else None
    except ValueError:
        return None
