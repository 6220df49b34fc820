"""Plain text: the decoded file, its line endings kept, its byte order mark dropped."""

from __future__ import annotations

from sahelkit.reading.catalog import decode
from sahelkit.reading.formats.extracted import Extracted, Told


def read_txt(raw: bytes, told: Told) -> Extracted:
    """Decode a .txt file; no library returns its text, so none is named.

    Examples
    --------
    >>> read_txt(b"Mali\\r\\n", Told("a.txt", "a.txt", ".txt")).text
    'Mali\\r\\n'
    """
    return Extracted(decode(raw, told.where, told.encoding))
