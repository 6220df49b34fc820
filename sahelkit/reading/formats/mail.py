"""Mail: an .eml message, as alerts and newsletters are saved; by Python's own email package.

Subject is the title, From the publisher, Date the day of publication as written. The plain texts are the article, or
the page that stands for one where that says far more; attachments are not read. A message that only forwards another
is that other one.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import chain
from typing import Any

from sahelkit.errors import SourceError
from sahelkit.reading.formats.extracted import Extracted, Told
from sahelkit.reading.formats.web import read_page

_PYTHON = f"python {'.'.join(platform.python_version_tuple()[:2])}"
_MESSAGE = "message/rfc822"
_UNSAID = ("us-ascii", "ascii")  # what a mail without an encoding is in, and what programs write that never asked
_ADDRESS = re.compile(r"https?://\S{1,2000}")
_PART = 5  # a plain text this many times shorter than the page beside it is not its text


def read_eml(raw: bytes, told: Told) -> Extracted:
    """Return a message's text.

    Examples
    --------
    >>> raw = b"Subject: Mali\\nFrom: Kabar <a@contoh.id>\\nDate: Tue, 8 Mar 2022 23:15:00 +0700\\n\\nMali menolak.\\n"
    >>> found = read_eml(raw, Told("a.eml", "a.eml", ".eml"))
    >>> found.text, found.page["publisher"], found.page["published"]
    ('Mali menolak.\\n', 'Kabar', datetime.date(2022, 3, 8))
    """
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    if not any(message[name] for name in ("Subject", "From", "Date")):
        raise told.error("it is no mail message (no Subject, From or Date); save it again as .eml or .txt", "broken")
    found = _read(message, told)
    if found is None:
        raise told.error("the message has no text; save its attachments as files of their own", "empty")
    return found


def _read(message: Any, told: Told) -> Extracted | None:
    """Return a message's text with what it carries on; one without text of its own is the one message it carries."""
    own = [body for body in _bodies(message, told) if body.text.strip()]
    carried = [part for part in _carried(message) if not own or not part.is_attachment()]
    sent = [found for part in carried if (found := _read(part.get_content(), told)) is not None]
    bodies = own + sent
    if not bodies:
        return None
    page = {name: value for body in reversed(bodies) for name, value in body.page.items()}
    page = {**page, **_stated(message)} if len(bodies) > 1 or own else {**_stated(message), **page}
    by = next((body.by for body in bodies if body.by != _PYTHON), _PYTHON)
    return Extracted("\n\n".join(body.text for body in bodies), by, page)


def _bodies(part: Any, told: Told) -> Iterator[Extracted]:
    """Yield the texts that a mail program shows one below the other."""
    kind = part.get_content_type()
    if part.is_attachment() or kind == _MESSAGE:
        return
    if kind == "text/plain":
        yield Extracted(_decoded(part), _PYTHON)
    elif kind == "text/html":
        with suppress(SourceError):  # a page without an article
            yield read_page(_decoded(part), told)
    elif kind == "multipart/alternative":
        yield from _best(list(part.iter_parts()), told)
    elif part.is_multipart():
        texts = filter(None, (list(_bodies(child, told)) for child in part.iter_parts()))
        yield from next(texts, []) if kind == "multipart/related" else _joined(chain.from_iterable(texts))


def _joined(bodies: Iterable[Extracted]) -> list[Extracted]:
    """Return the plain ones of several texts or the pages: some mails have one text as both, one below the other."""
    found = list(bodies)
    plain = [body for body in found if body.by == _PYTHON]
    pages = [body for body in found if body.by != _PYTHON]
    return pages if _PART * _length(plain) < _length(pages) else plain


def _length(bodies: Iterable[Extracted]) -> int:
    """Count characters without addresses: the one of the page itself may be longer than all else in a plain text."""
    return sum(len(_ADDRESS.sub("", body.text).strip()) for body in bodies)


def _best(parts: list[Any], told: Told) -> list[Extracted]:
    """Return the plain one of several ways to write one text, unless it only says where to read the page."""
    plain = [part for part in parts if part.get_content_type() == "text/plain" and not part.is_attachment()][:1]
    texts = [Extracted(_decoded(part), _PYTHON) for part in plain]
    rest = [part for part in parts if part not in plain]
    most = _PART * _length(texts)
    if most and most >= sum(_shown(page) for part in rest for page in part.walk()):
        return texts
    pages = next(filter(None, (list(_bodies(part, told)) for part in rest)), [])
    return pages if most < _length(pages) else texts


def _shown(part: Any) -> int:
    """Return how many characters of a page can be article, which is far quicker told than what is."""
    from lxml import etree
    from trafilatura import load_html

    tree = load_html(_decoded(part)) if part.get_content_type() == "text/html" else None
    if tree is None:
        return 0
    etree.strip_elements(tree, "style", "script", "head", etree.Comment, with_tail=False)
    return sum(len(word) + 1 for text in tree.itertext() for word in text.split())


def _carried(part: Any) -> Iterator[Any]:
    """Yield the messages within a message, not those within them."""
    if part.get_content_type() == _MESSAGE:
        yield part
    elif part.is_multipart():
        for child in part.iter_parts():
            yield from _carried(child)


def _decoded(part: Any) -> str:
    """Decode a text as it says; where it says nothing that is an encoding, as UTF-8, else as Windows-1252."""
    raw = part.get_payload(decode=True) or b""
    stated = part.get_content_charset("us-ascii")
    for codec, errors in ((stated, "strict" if stated in _UNSAID else "replace"), ("utf-8", "strict")):
        try:
            return str(raw.decode(codec, errors))
        except (LookupError, ValueError):
            continue
    return str(raw.decode("cp1252", "replace"))


def _stated(message: Any) -> dict[str, Any]:
    sender = message["From"].addresses[0] if message["From"] and message["From"].addresses else None
    moment = message["Date"].datetime if message["Date"] else None
    stated = {
        "title": str(message["Subject"]) if message["Subject"] else None,
        "publisher": (sender.display_name or sender.domain) if sender else None,
        "published": moment.date() if moment else None,
    }
    return {name: value for name, value in stated.items() if value}
