"""Mail: an .eml message, as alerts and newsletters are saved; by Python's own email package.

Subject is the title, From the publisher, Date the day of publication as written. The plain text is the article, else
the page that the message carries; attachments are not read.
"""

from __future__ import annotations

import platform
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from sahelkit.reading.formats.extracted import Extracted, Told
from sahelkit.reading.formats.web import read_page


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
    body = message.get_body(("plain", "html"))
    if body is None:
        raise told.error("the message has no text; save its attachments as files of their own", "empty")
    content = body.get_content()
    python = ".".join(platform.python_version_tuple()[:2])
    if body.get_content_subtype() == "html":
        inner = read_page(content, told)
        return Extracted(inner.text, inner.by, {**inner.page, **_stated(message)})
    return Extracted(content, f"python {python}", _stated(message))


def _stated(message: Any) -> dict[str, Any]:
    sender = message["From"].addresses[0] if message["From"] and message["From"].addresses else None
    moment = message["Date"].datetime if message["Date"] else None
    stated = {
        "title": str(message["Subject"]) if message["Subject"] else None,
        "publisher": (sender.display_name or sender.domain) if sender else None,
        "published": moment.date() if moment else None,
    }
    return {name: value for name, value in stated.items() if value}
