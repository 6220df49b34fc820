"""Web pages: the article's text by trafilatura, and what the page states about itself.

Only what is stated counts: a page's date is one that its metadata call the date of publication, never one from its
text, its pictures' addresses or a day of change; without one it has no date. Nothing is fetched, no clock is read.
"""

from __future__ import annotations

import codecs
import datetime
import re
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from html import escape
from typing import Any

from sahelkit.reading.formats.extracted import Extracted, Told, library
from sahelkit.reading.formats.linked import linked_day

# Within these every stated day is believed; a limit of its own keeps htmldate from asking the clock for today.
_DAYS: dict[str, Any] = {"min_date": "1980-01-01", "max_date": "2100-01-01"}
_CHARSET = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""\s{0,9}<\?xml[^>]{0,99}\sencoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAID = {"iso-8859-1": "cp1252", "us-ascii": "utf-8"}
_WIDE = ("utf-16", "utf16", "utf-32", "utf32")
_HEAD = 4_096  # bytes; HTML's standard looks for the encoding in the first 1,024, some sites put scripts before it
_LINKED = "ld+json"  # scripts of this type tell machines what the page is
_OF_DATES = re.compile(r"date|time|publi|issued|created", re.IGNORECASE)
_OF_CHANGE = re.compile(r"modif|updat|revis|expir", re.IGNORECASE)


def read_html(raw: bytes, told: Told) -> Extracted:
    """Return a page's article; comments, menus and footers are left out.

    Examples
    --------
    >>> page = b"<html lang='fr'><title>Mali</title><p>Le ministre a parl\\xc3\\xa9 hier soir.</p></html>"
    >>> found = read_html(page, Told("a.html", "a.html", ".html"))
    >>> found.text, found.page["title"], found.page["language"]
    ('Le ministre a parlé hier soir.', 'Mali', 'fr')
    """
    return read_page(decode_page(raw, told), told)


def read_page(page: str, told: Told) -> Extracted:
    """Return the article of a decoded page."""
    import trafilatura

    tree = trafilatura.load_html(page)
    if tree is None:
        raise told.error("there is no page in it; save the page of the article again", "empty")
    stated = _stated(tree)  # before the tree is taken apart
    found: Any = trafilatura.bare_extraction(tree, include_comments=False)
    if found is None or not found.text:
        raise told.error("there is no article on this page; save the page of the article itself", "empty")
    return Extracted(found.text, library("trafilatura"), {name: value for name, value in stated.items() if value})


def decode_page(raw: bytes, told: Told, *, xml: bool = False) -> str:
    """Decode a page as browsers do: by its byte order mark, the encoding that it states, else the one named.

    Parameters
    ----------
    raw : bytes
        The page.
    told : Told
        How messages call it, and the encoding named.
    xml : bool
        The page is XML: its declaration counts before its metadata, and without one it is UTF-8 where that fits.

    Raises
    ------
    SourceError
        Where no encoding is stated and the named one does not fit.

    Examples
    --------
    >>> page = '<?xml version="1.0" encoding="iso-8859-1"?><p>Ségou</p>'.encode("latin-1")
    >>> decode_page(page, Told("a.html", "a.html", ".html"))[-12:]
    '<p>Ségou</p>'
    """
    from sahelkit.reading.catalog import decode

    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return raw.decode(codec, "replace")
    declared, charset = (_codec(found) for found in (_DECLARED.match(raw), _CHARSET.search(raw[:_HEAD])))
    stated = declared or charset
    unsaid = None if b"\0" in raw else "utf-8"
    for one in (declared or unsaid, charset) if xml else (charset, declared):
        with suppress(LookupError, UnicodeDecodeError):
            if one:
                return raw.decode(one)
    return raw.decode("utf-8", "replace") if stated else decode(raw, told.where, told.encoding)


def _codec(stated: re.Match[bytes] | None) -> str | None:
    """Pages that call themselves Latin-1 are Windows-1252, those that say UTF-16 in ASCII are not: HTML's standard."""
    name = stated[1].decode("ascii").lower() if stated else None
    return "utf-8" if name and name.startswith(_WIDE) else _SAID.get(name or "", name)


def _stated(tree: Any) -> dict[str, Any]:
    """Return what a page says about itself, from its metadata and headings: half the time of asking the whole page."""
    import trafilatura

    head = _head(tree)
    found = trafilatura.extract_metadata(head, date_config={**_DAYS, "extensive_search": False})
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return {
        "title": found.title,
        "publisher": found.sitename,
        "author": found.author,
        "url": found.url,
        "published": published_on(tree),
        "language": language.split("-")[0].split("_")[0].lower(),
    }


def _head(tree: Any) -> Any:
    from lxml import html

    head = html.Element("head")
    for element in tree.iter("title", "meta", "link", "h1", "script"):
        if element.tag != "script" or _LINKED in (element.get("type") or ""):
            head.append(deepcopy(element))
    root = html.Element("html")
    root.append(head)
    return root


def published_on(tree: Any) -> datetime.date | None:
    """Return the day of publication that a page states, read by htmldate.

    Examples
    --------
    >>> from lxml.html import fromstring
    >>> stated = '<meta property="article:{}_time" content="2022-03-08T10:15:00+07:00"><p>9 May 2024'
    >>> published_on(fromstring(stated.format("published")))
    datetime.date(2022, 3, 8)
    >>> published_on(fromstring(stated.format("modified"))) is None
    True
    """
    from htmldate import find_date

    statements = list(_statements(tree))
    if not statements:
        return None
    found = find_date("<html><head>" + "".join(statements) + "</head></html>", extensive_search=False, **_DAYS)
    return None if found is None else datetime.date.fromisoformat(found)


def _statements(tree: Any) -> Iterator[str]:
    """Yield what a page says about its publication, best first, as metadata and nothing else."""
    for element in tree.iter("meta", "time"):
        kind, value = _kind(element), element.get("content") or element.get("datetime")
        if value and _OF_DATES.search(kind) and not _OF_CHANGE.search(kind):
            yield _as_meta("article:published_time" if element.tag == "time" else kind, value)
    linked = [element.text or "" for element in tree.iter("script") if _LINKED in (element.get("type") or "")]
    day = linked_day(linked)
    if day:
        yield _as_meta("article:published_time", day)


def _as_meta(kind: str, value: str) -> str:
    name = escape(kind)
    return f'<meta property="{name}" name="{name}" content="{escape(value[:40])}">'


def _kind(element: Any) -> str:
    """What a meta or time element is of; a bare <time> may be of anything, of a comment too."""
    names = [element.get(attribute) for attribute in ("property", "name", "itemprop")]
    if element.tag == "time" and element.get("pubdate") is not None:
        names.append("pubdate")
    return next((name for name in names if name), "")
