"""HTML of the kit's own making: everything that comes from outside is escaped, here and nowhere else.

Article text, titles, names, ids and catalog cells are hostile until they have gone through `esc`. Nothing here
makes an attribute name, a tag name or a style out of them, and an address becomes a link only if it is http(s).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd
from babel import Locale, UnknownLocaleError

from sahelkit.errors import SahelkitError

_CONTROLS = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")


@dataclass(frozen=True, repr=False)
class Shown:
    """A piece of HTML that shows itself in a notebook, with a line of plain text for where HTML is not shown."""

    html: str
    line: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.line


def esc(value: Any) -> str:
    """Escape a cell for use as HTML text or inside a double-quoted attribute; a missing cell is empty.

    Line ends become plain ones and other control characters vanish, since a browser gives them meanings of its own.

    Examples
    --------
    >>> esc('<img src=x onerror="a()">')
    '&lt;img src=x onerror=&quot;a()&quot;&gt;'
    """
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return html.escape(_CONTROLS.sub("", text), quote=True)


@cache
def stylesheet() -> str:
    """Return the kit's stylesheet as a `<style>` element."""
    return f"<style>{files('sahelkit.showing').joinpath('sahelkit.css').read_text(encoding='utf-8')}</style>"


def page(*parts: str) -> str:
    """Join pieces of ready HTML into one block with the kit's stylesheet."""
    return f'{stylesheet()}<div class="skh">{"".join(parts)}</div>'


def complaint(message: str) -> str:
    """Return a message as HTML that a screen reader reads at once."""
    return page(f'<div class="skh-error" role="alert">{esc(message)}</div>')


def told(message: str) -> str:
    """Return a message as HTML that a screen reader reads when it is done with the last; an empty one is empty."""
    return page(f'<div class="skh-small" role="status">{esc(message)}</div>') if message else ""


def attempted(make: Callable[[], str]) -> str:
    """Return the HTML that `make` returns; an error becomes a complaint, for a callback has nowhere else to say it.

    Examples
    --------
    >>> attempted(lambda: str(1 / 0)) == complaint("ZeroDivisionError: division by zero")
    True
    """
    try:
        return make()
    except SahelkitError as error:
        return complaint(str(error))
    except Exception as error:  # anything else would vanish in the server's log
        return complaint(f"{type(error).__name__}: {error}")


def link(url: Any) -> str:
    """Return an address as a link if it is http or https, else as text.

    Examples
    --------
    >>> link("javascript:alert(1)")
    'javascript:alert(1)'
    >>> link("https://example.org/?a=1&b=2")
    '<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">https://example.org/?a=1&amp;b=2</a>'
    """
    text = esc(url)
    if not text.startswith(("https://", "http://")):
        return text
    return f'<a href="{text}" target="_blank" rel="noopener noreferrer">{text}</a>'


def day(value: Any) -> str:
    """Return a date as an ISO day; a missing one as an empty text.

    Examples
    --------
    >>> day(pd.Timestamp("2022-03-08")), day(pd.NaT)
    ('2022-03-08', '')
    """
    return "" if value is None or pd.isna(value) else pd.Timestamp(value).date().isoformat()


def language_name(code: str) -> str:
    """Return a language's English name, from CLDR; a code that CLDR does not know is returned as it is.

    Examples
    --------
    >>> language_name("id"), language_name("xx")
    ('Indonesian', 'xx')
    """
    try:
        return Locale.parse(code).english_name or code
    except (UnknownLocaleError, ValueError, TypeError):
        return code


def joined(parts: Iterable[str], by: str = " · ") -> str:
    """Join the parts that are not empty."""
    return by.join(part for part in parts if part)


def counted(n: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "mention"), counted(2000, "mention")
    ('1 mention', '2,000 mentions')
    """
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table with caption and head; cells are escaped. Without rows it says that there are none.

    Examples
    --------
    >>> table("Dates", ["text"], [])
    '<table><caption>Dates: none found</caption></table>'
    """
    body = "".join("<tr>" + "".join(f"<td>{esc(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    if not body:
        return f"<table><caption>{esc(caption)}: none found</caption></table>"
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in heads)
    return f"<table><caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
