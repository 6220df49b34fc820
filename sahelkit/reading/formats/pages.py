"""Printed pages: the text layer of a .pdf, by pypdf. Pages that are pictures have none, and are told as scanned."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sahelkit.reading.formats.extracted import Extracted, Told, library


def read_pdf(raw: bytes, told: Told) -> Extracted:
    """Return a .pdf file's text, page after page, a line break between two; columns come as the file orders them.

    The day it was made is kept as meta `created`: a page printed from the web has the day of printing there.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    with _silent("pypdf"):
        try:
            reader = PdfReader(io.BytesIO(raw), strict=False)
            opened = not reader.is_encrypted or reader.decrypt("")  # many forbid printing, not reading
        except DependencyError:
            what = "it is encrypted with AES, which pypdf reads with another package; run pip install cryptography"
            raise told.error(what, "library") from None
        if not opened:
            raise told.error("it is protected by a password; save it without one", "password")
        text = "\n".join(page.extract_text() for page in reader.pages)
        if not text.strip():
            what = "its pages are pictures without a text layer; run text recognition (OCR) on it first"
            raise told.error(what if reader.pages else "it has no pages; remove it", "scanned")
        meta = reader.metadata
        page = {"title": meta.title, "author": meta.author} if meta else {}
        created = meta.creation_date_raw if meta else None
    if created and len(created) >= 10 and created[2:10].isdigit():  # D:20220308...
        page["created"] = f"{created[2:6]}-{created[6:8]}-{created[8:10]}"
    return Extracted(text, library("pypdf"), {name: value for name, value in page.items() if value})


@contextmanager
def _silent(name: str) -> Iterator[None]:
    """Keep a library's warnings about small faults, which it reads past, from the reader's screen."""
    logger = logging.getLogger(name)
    before = logger.disabled, logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.level = before[1]
