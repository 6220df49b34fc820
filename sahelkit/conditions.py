"""What a condition of a Selection may say: names and codes, days, yes or no, patterns; and how Python writes them.

Values are checked where they come in, and each is brought to one form, so that equal conditions are equal values.
What has the wrong form is refused by the name of its field.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sahelkit.columns import ACTOR_TYPES, EVENT_GROUPS, EVENT_TYPES, STATUS
from sahelkit.errors import BadValue, UnknownName

CODES: Mapping[str, tuple[str, ...]] = {
    "actor_type": ACTOR_TYPES,
    "event_type": EVENT_TYPES,
    "group": tuple(EVENT_GROUPS),
    "status": STATUS,
}


def checked_names(field: str, value: Any) -> tuple[str, ...] | None:
    """Return the names that a field takes, each once and sorted; None where there is no condition."""
    if value is None or (field == "text" and isinstance(value, str) and not value):
        return None
    items = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, Iterable) else (value,)
    for item in items:
        if not isinstance(item, str):
            raise BadValue(f"{field} takes a name or several names, not {item!r}", value=item)
        if field in CODES and item not in CODES[field]:
            raise UnknownName(field.replace("_", " "), item, CODES[field])
        if field == "country" and not re.fullmatch("[A-Z]{3}", item):
            raise BadValue(f"country takes ISO 3166-1 alpha-3 codes such as 'MLI', not {item!r}", value=item)
    return tuple(sorted(set(items)))


def checked_bool(field: str, value: Any) -> bool:
    """Return yes or no; None is no."""
    if value is not None and not isinstance(value, bool):
        raise BadValue(f"{field} takes True or False, not {value!r}", value=value)
    return bool(value)


def checked_date(field: str, value: Any) -> str | None:
    """Return a year, a month or a day as ISO writes it; None where there is no condition."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):  # a pandas Timestamp is one too
        value = value.date()
    text = value.isoformat() if isinstance(value, dt.date) else value
    message = f"{field} takes a date such as '2022', '2022-01' or '2022-01-15', not {value!r}"
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        raise BadValue(message, value=value)
    try:
        days_of(text)
    except ValueError:
        raise BadValue(message, value=value) from None
    return text


def days_of(iso: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of an ISO year, month or day."""
    year, month, day = ([int(part) for part in iso.split("-")] + [0, 0])[:3]
    if not month:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not day:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day), dt.date(year, month, day)


def check_pattern(pattern: str) -> None:
    """Refuse a text that is no regular expression."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise BadValue(f"text is no regular expression: {error}: {pattern!r}", value=pattern) from None


def literal(value: str | bool | tuple[str, ...]) -> str:
    """Write a value as Python reads it, text in double quotes: JSON's string form is valid Python."""
    if isinstance(value, bool):
        return str(value)
    written = [json.dumps(text, ensure_ascii=False) for text in ((value,) if isinstance(value, str) else value)]
    return written[0] if len(written) == 1 else f"({', '.join(written)})"
