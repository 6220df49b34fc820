"""One article as the kit receives it, checked at the door.

A `Record` holds the text as it came and what is known about it, each with where that was learnt. `check_records`
turns mappings into records: strict, one clear sentence for what is wrong, nothing guessed. A bad row stops the
reading (``on_error="raise"``) or becomes a `Problem` while the others go on (``on_error="report"``).
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from sahelkit.errors import BadValue, SourceError, UnknownName
from sahelkit.lexicons.tables import LANGUAGES
from sahelkit.reading.languages import detect_language, is_read

FIELDS = ("article_id", "title", "publisher", "published", "language", "url")
ON_ERROR = ("raise", "report")


@dataclasses.dataclass(frozen=True)
class Record:
    """One article: its text as it came, and what is known about it."""

    article_id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: datetime.date | None = None
    published_basis: str | None = None
    language: str = ""
    language_basis: str = ""
    url: str | None = None
    path: str | None = None
    extracted_by: str | None = None
    file_sha256: str | None = None
    meta: dict[str, str] = dataclasses.field(default_factory=dict)


class Problem(NamedTuple):
    """What was wrong with one file or row, as listed in ``corpus.problems``."""

    path: str | None
    member: str | None
    row: int | None
    kind: str
    message: str


def as_problem(error: SourceError) -> Problem:
    """Return the problem that an error stands for."""
    return Problem(error.path or None, error.member, error.row, error.kind, str(error))


def check_on_error(on_error: str) -> None:
    """Raise BadValue unless `on_error` is ``raise`` or ``report``."""
    if on_error not in ON_ERROR:
        raise BadValue(f"on_error is {on_error!r}; it is one of: raise, report", value=on_error)


def check_records(records: Iterable[Mapping[str, Any]], *, on_error: str = "raise") -> Iterator[Record | Problem]:
    """Turn mappings into records, one by one, and say what is wrong with those that cannot be.

    Parameters
    ----------
    records : iterable of mappings
        Each with ``article_id`` and ``text``; optional ``title``, ``publisher``, ``published`` (a date or an ISO
        date string), ``language`` (id, en or fr; detected where it is not given), ``url``. Other keys are kept in
        ``meta``; blank ones are left out.
    on_error : {"raise", "report"}
        Stop at the first bad record, or yield a Problem in its place.

    Yields
    ------
    Record or Problem
        In the order given. An empty iterable yields nothing. A text that is found to be in none of the three
        languages yields its record, which stays unread, and a Problem that says so.

    Raises
    ------
    SourceError
        Naming the record by its number, counted from 1, and its article_id.

    Examples
    --------
    >>> rows = [{"article_id": "a", "text": "Mali menolak.", "language": "id", "published": "2022-03-08"}]
    >>> record = next(check_records(rows))
    >>> record.published, record.published_basis, record.language_basis
    (datetime.date(2022, 3, 8), 'catalog', 'catalog')
    >>> [p.message for p in check_records([{"article_id": "b", "text": ""}], on_error="report")]
    ["record 1 ('b'): the text is empty; leave the record out or give its text"]
    """
    check_on_error(on_error)
    seen: dict[str, int] = {}
    for number, row in enumerate(records, 1):
        try:
            record = _check_record(row, number)
            first = seen.setdefault(record.article_id, number)
            if first != number:
                raise _bad(row, number, f"record {first} has the same article_id; give each its own", "duplicate")
        except SourceError as error:
            if on_error == "raise":
                raise
            yield as_problem(error)
        else:
            yield record
            yield from unread(record, _name(row, number), row=number)


def make_record(row: Mapping[str, Any], where: str, text: str, **known: Any) -> Record:
    """Build a record from a checked text, the fields of a catalog row or mapping, and what the file itself says.

    `where` opens every message; ``known`` holds further fields of `Record`, ``language`` the declared one, and
    ``page`` the fields that the file's own metadata give: they fill what the row leaves blank. The language that a
    page states counts only where the text does not show it: site templates often state their own.
    """
    page: Mapping[str, Any] = known.pop("page", {})
    stated = parse_date(row.get("published"), where)
    language, basis = _language(
        _text(row.get("language")), known.pop("language", None), text, where, page=_text(page.get("language"))
    )
    published = stated or page.get("published")
    meta = {**page, **{key: value for key, value in row.items() if _given(value)}}
    return Record(
        article_id=str(row["article_id"]),
        text=text,
        title=_text(row.get("title")) or _text(page.get("title")),
        publisher=_text(row.get("publisher")) or _text(page.get("publisher")),
        published=published,
        published_basis="catalog" if stated else "metadata" if published else None,
        language=language,
        language_basis=basis,
        url=_text(row.get("url")) or _text(page.get("url")),
        meta={key: str(value) for key, value in meta.items() if key not in FIELDS and key != "text" and _given(value)},
        **known,
    )


def parse_date(value: Any, where: str) -> datetime.date | None:
    """Read a publication day: a date, a datetime (its day as written) or an ISO string; blank is missing.

    Examples
    --------
    >>> parse_date("2022-03-08T10:15:00+07:00", "row 1")
    datetime.date(2022, 3, 8)
    >>> parse_date("", "row 1") is None
    True
    """
    if not _given(value):
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        message = f"{where}: published is {value!r}, which is no date; write it as YYYY-MM-DD or leave it blank"
        raise SourceError(message, kind="date") from None


def check_language(language: str, where: str) -> str:
    """Return the language code, or say that there is none such."""
    if language not in LANGUAGES:
        raise SourceError(f"{where}: {UnknownName('language', language, LANGUAGES)}", kind="language")
    return language


def _language(
    given: str | None, declared: str | None, text: str, where: str, *, page: str | None = None
) -> tuple[str, str]:
    """Return the language and its basis: the catalog's word, the caller's, what the text shows, else the page's."""
    if given or declared:
        return check_language(given or declared or "", where), "catalog" if given else "declared"
    language = detect_language(text).language
    if language is None and page:
        return page, "declared"
    if language is None:
        what = "the language cannot be told from this text; fill it in, or declare one for all that lack it with "
        raise SourceError(f"{where}: {what}language='id', 'en' or 'fr'", kind="language")
    return language, "detected"


def unread(record: Record, where: str, *, path: str | None = None, row: int | None = None) -> Iterator[Problem]:
    """Yield a Problem for an article in a language that is not read: it is kept, and nothing is found in it."""
    if not is_read(record.language):
        what = f"its language seems to be {record.language!r}, which is not read; the article is kept without findings"
        yield Problem(path, None, row, "language", f"{where}: {what}; fill in the language if it is id, en or fr")


def _check_record(row: Any, number: int) -> Record:
    if not isinstance(row, Mapping):
        message = f"record {number} is of type {type(row).__name__}; expected a mapping"
        raise SourceError(message, row=number, kind="record")
    for key in ("article_id", "text"):
        if not _given(row.get(key)) and not (key == "text" and isinstance(row.get(key), str)):
            raise _bad(row, number, f"{key} is missing; every record needs article_id and text", "record")
    text = row["text"]
    if not isinstance(text, str):
        raise _bad(row, number, f"the text is of type {type(text).__name__}; expected a string", "record")
    if not text.strip():
        raise _bad(row, number, "the text is empty; leave the record out or give its text", "empty")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        what = f"character {error.start} of the text is half a character (a lone surrogate); decode its source again"
        raise _bad(row, number, what, "encoding") from None
    try:
        return make_record(row, _name(row, number), text)
    except SourceError as error:
        error.row = number
        raise


def _bad(row: Mapping[str, Any], number: int, what: str, kind: str) -> SourceError:
    return SourceError(f"{_name(row, number)}: {what}", row=number, kind=kind)


def _name(row: Mapping[str, Any], number: int) -> str:
    return f"record {number} ({row['article_id']!r})" if _given(row.get("article_id")) else f"record {number}"


def _given(value: Any) -> bool:
    """Is there a value? None, NaN, NaT, NA and blank strings are none."""
    if value is None:
        return False
    if isinstance(value, str):
        return bool(value.strip())
    return not (pd.api.types.is_scalar(value) and pd.isna(value))


def _text(value: Any) -> str | None:
    if isinstance(value, Mapping):  # news services write {"id": null, "name": "AFP"}
        value = value.get("name")
    return str(value).strip() if value is not None and _given(value) else None
