"""Containers: .docx, .odt, .xlsx and .epub are zip archives of XML, looked through before their library opens them.

Refused: what unpacks to far more than an article, passwords, and XML that declares entities (a few lines of which
can stand for gigabytes, or for another file of the reader's disk). No such document needs them.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO

from sahelkit.reading.formats import MAX_MARKUP
from sahelkit.reading.formats.extracted import Told

MAX_UNPACKED = 300_000_000  # bytes of all parts; three times what a document may have, since XML packs well
# Text of real documents packs 3 to 20 times, a sheet of one repeated number 100 times, a bomb 1,000 times.
MAX_RATIO = 200
_SLACK = 10_000_000  # bytes; below it the ratio is of no matter
_PIECE, _OVERLAP = 1_000_000, 20  # bytes that are looked at together, and of the piece before
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc and .xls, and of every protected .docx and .xlsx
_MARKUP = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html", ".htm")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s{0,9}<\?xml[^>]{0,99}encoding\s?=\s?["']([\w-]{1,40})""")
_ENCODINGS = (b"utf-8", b"utf8", b"utf-16", b"utf16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")


def open_container(raw: bytes, told: Told) -> zipfile.ZipFile:
    """Open a document that is a zip archive, once it is known to be harmless.

    Raises
    ------
    SourceError
        For a broken archive, a password, an old binary format, an entity declared, or too much to unpack.
    """
    if raw.startswith(_OLD):
        what = f"it is protected by a password, or in an older format; save it as {told.ending} without a password"
        raise told.error(what, "password")
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw))
    except zipfile.BadZipFile:
        what = f"it is no {told.ending} file, or only a part of one; open and save it again, or remove it"
        raise told.error(what, "broken") from None
    infos = parts.infolist()
    if any(info.flag_bits & 1 for info in infos):
        raise told.error("it is protected by a password; save it without one", "password")
    total = sum(info.file_size for info in infos)
    if total > MAX_UNPACKED or total > _SLACK + MAX_RATIO * len(raw):
        raise told.error(f"it would unpack to {total} bytes, too many for one document; split it", "size")
    for info in infos:
        if info.filename.lower().endswith(_MARKUP):
            if info.file_size > MAX_MARKUP and told.ending != ".xlsx":  # whose sheets are read row by row
                what = f"its part {info.filename} has {info.file_size} bytes, too many for one article; split it"
                raise told.error(what, "size")
            with parts.open(info) as part:
                _check_markup(part, info.filename, told)
    return parts


def _check_markup(part: IO[bytes], name: str, told: Told) -> None:
    """Look through a part piece by piece: a sheet may have hundreds of megabytes."""
    before = b""
    for piece in iter(lambda: part.read(_PIECE), b""):
        plain = before[-_OVERLAP:] + piece.replace(b"\0", b"")  # UTF-16 is ASCII with NULs, as far as declarations go
        stated = None if before else _ENCODING.match(plain.lstrip(b"\xef\xbb\xbf\xff\xfe"))
        if stated and stated[1].lower() not in _ENCODINGS:
            raise told.error(
                f"its part {name} is in the encoding {stated[1].decode()}; save it again as UTF-8", "unsafe"
            )
        if _ENTITY.search(plain):
            what = f"its part {name} declares XML entities, which no such document needs; it is not read"
            raise told.error(what, "unsafe")
        if name.endswith("manifest.xml") and b"encryption-data" in plain:
            raise told.error("it is protected by a password; save it without one", "password")
        before = plain
