"""A Selection: which articles, actors, dates and codes to look at, as one immutable value.

A field holds None (no condition), one value, or several of which any will do; an empty tuple matches nothing.
All fields together must hold. Values are checked when the Selection is made and kept sorted, so that equal
selections are equal objects, and its `repr` is the line of Python that reproduces it. It knows which fields act
on which table, and nothing of where the tables are kept: any source can turn it into its own conditions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sahelkit.columns import FINDINGS, TABLES
from sahelkit.conditions import check_pattern, checked_bool, checked_date, checked_names, days_of, literal
from sahelkit.errors import BadValue, UnknownName

Values = str | Iterable[str] | None

ARTICLE_FIELDS = ("article", "publisher", "language", "since", "until", "distinct")
DATE_FIELDS = ("since", "until", "event_since", "event_until")
WHO_FIELDS = ("actor", "actor_type", "country")
TEXT_FIELDS = ("text", "regex")
APPLIES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(ARTICLE_FIELDS, tuple(TABLES)),
    **dict.fromkeys(("event_since", "event_until"), ("figures", "dates", "events")),
    **dict.fromkeys(WHO_FIELDS, ("sentences", "mentions", "figures", "dates", "quotes", "events")),
    **dict.fromkeys(("event_type", "group"), ("events",)),
    **dict.fromkeys(("status", "claimant"), ("figures", "events")),
    "text": ("sentences", *FINDINGS),
}


@dataclass(frozen=True, repr=False)
class Selection:
    """What to look at; every field is optional.

    Parameters
    ----------
    article, publisher, language : str or tuple of str
        Article ids, news houses, ISO 639-1 codes. With `since` and `until` they choose articles, and so act on
        every table.
    since, until : str or date
        First and last day of publication, inclusive: "2022", "2022-01" or "2022-01-15". A part of a date means
        its first day in `since` and its last in `until`. Articles without a date do not match.
    distinct : bool
        Count copies once: of the articles that are one text (`articles.copy_of`, of `sahelkit.link`), only the first
        published that all other conditions on articles leave. In a corpus that was not linked it changes nothing.
    event_since, event_until : str or date
        The row's own date_from..date_to overlaps this period; rows without a date do not match.
    actor, actor_type, country : str or tuple of str
        An actor of the row: the one named (mentions), whose people or who says so (figures), source or target
        (events), speaker (quotes), one mentioned in the sentence (sentences, dates). All three mean one actor.
    event_type, group, status, claimant : str or tuple of str
        The row's own codes; `group` is a PLOVER group such as "material conflict".
    text : str or tuple of str
        Found in the row's sentence, in any case; with ``regex=True`` a Python regular expression. "" is None.
    also : tuple of Selection
        Made by narrowing: further conditions on actors or text that must hold too.

    Raises
    ------
    UnknownName
        For a code that does not exist.
    BadValue
        For a value of the wrong form: a date that is none, a pattern that cannot be read, a number.

    Examples
    --------
    >>> Selection(actor="wagner", since="2022-01")
    corpus.filter(since="2022-01", actor="wagner")
    >>> Selection(actor=["wagner", "mali"]) == Selection(actor=("mali", "wagner", "mali"))
    True
    >>> Selection(status="claim")
    Traceback (most recent call last):
        ...
    sahelkit.errors.UnknownName: there is no status 'claim'; did you mean 'claimed'?
    """

    article: Values = None
    publisher: Values = None
    language: Values = None
    since: str | dt.date | None = None
    until: str | dt.date | None = None
    distinct: bool = False
    event_since: str | dt.date | None = None
    event_until: str | dt.date | None = None
    actor: Values = None
    actor_type: Values = None
    country: Values = None
    event_type: Values = None
    group: Values = None
    status: Values = None
    claimant: Values = None
    text: Values = None
    regex: bool = False
    also: tuple[Selection, ...] = ()

    def __post_init__(self) -> None:
        for name in FIELDS:
            value = getattr(self, name)
            check = checked_date if name in DATE_FIELDS else checked_bool if name == "distinct" else checked_names
            object.__setattr__(self, name, check(name, value))
        object.__setattr__(self, "regex", bool(self.regex) and self.text is not None)
        if self.regex:
            for pattern in self.values("text") or ():
                check_pattern(pattern)

    def values(self, field: str) -> tuple[str, ...] | None:
        """Return the values of a field that takes several; None where there is no condition."""
        value = getattr(self, field)
        return (value,) if isinstance(value, str) else None if isinstance(value, bool) else value

    def day(self, field: str) -> dt.date | None:
        """Return the first day that a field such as since allows, the last one for until; None without one."""
        value = getattr(self, field)
        return None if value is None else days_of(value)[field.endswith("until")]

    def set_fields(self) -> tuple[str, ...]:
        """Return the names of the fields that hold a condition, here or in `also`, in their fixed order."""
        parts = (self, *self.also)
        return tuple(name for name in FIELDS if any(_is_set(getattr(part, name)) for part in parts))

    def not_applying(self, table: str) -> tuple[str, ...]:
        """Return the fields set here that a table lacks, and that leave it alone.

        Examples
        --------
        >>> Selection(actor="mali", status="claimed", since="2022").not_applying("mentions")
        ('status',)
        """
        if table not in TABLES:
            raise UnknownName("table", table, TABLES)
        return tuple(name for name in self.set_fields() if table not in APPLIES[name])

    def without(self, *names: str) -> Selection:
        """Return the selection with these fields cleared.

        Examples
        --------
        >>> Selection(actor="mali", since="2022").without("actor")
        corpus.filter(since="2022")
        """
        for name in names:
            _check_field(name)
        cleared: dict[str, Any] = dict.fromkeys(names)
        rest = [replace(part, **cleared) for part in self.also]
        return narrow(replace(self, also=(), **cleared), *rest)

    def narrow(self, other: Selection) -> Selection:
        """Return the selection of the rows that satisfy both; the order does not matter.

        Two conditions on actors, or on text, can both hold of a row (source Wagner, target Mali): both are kept.

        Examples
        --------
        >>> Selection(status=("claimed", "alleged"), since="2021").narrow(Selection(status="claimed", since="2022"))
        corpus.filter(since="2022", status="claimed")
        >>> Selection(actor="wagner").narrow(Selection(actor="mali"))
        corpus.filter(actor="mali").filter(actor="wagner")
        """
        return narrow(self, other)

    def as_code(self, name: str = "corpus") -> str:
        """Return the one line of Python that makes this selection of the corpus called `name`.

        Examples
        --------
        >>> print(Selection(text=r"ribu\\b", regex=True, language=("fr", "id")).as_code("c"))
        c.filter(language=("fr", "id"), text="ribu\\\\b", regex=True)
        """
        given = [f"{field}={literal(getattr(self, field))}" for field in FIELDS if _is_set(getattr(self, field))]
        if self.regex:
            given.append("regex=True")
        return f"{name}.filter({', '.join(given)})" + "".join(part.as_code("") for part in self.also)

    __repr__ = as_code


FIELDS = tuple(field.name for field in fields(Selection) if field.name not in ("regex", "also"))


def _is_set(value: Any) -> bool:
    return value is not None and value is not False


def narrow(*selections: Selection) -> Selection:
    """Return the selection of the rows that satisfy all of `selections`, in one fixed form."""
    parts = [part for selection in selections for part in (selection, *selection.also)]
    merged: dict[str, Any] = {name: _merge(name, parts) for name in FIELDS}
    who = _units(parts, WHO_FIELDS)
    text = _units(parts, TEXT_FIELDS)
    for first in (*who[:1], *text[:1]):  # text last: it brings regex
        merged.update({name: getattr(first, name) for name in (*first.set_fields(), "regex")})
    return Selection(**merged, also=(*who[1:], *text[1:]))


def _merge(name: str, parts: list[Selection]) -> Any:
    given = [getattr(part, name) for part in parts if _is_set(getattr(part, name))]
    if name == "distinct":
        return bool(given)
    if not given or name in WHO_FIELDS or name in TEXT_FIELDS:
        return None
    if name in DATE_FIELDS:
        since = name.endswith("since")
        return max(given, key=lambda x: (days_of(x)[0], x)) if since else min(given, key=lambda x: (days_of(x)[1], x))
    return tuple(set(given[0]).intersection(*given[1:]))


def _units(parts: list[Selection], names: tuple[str, ...]) -> list[Selection]:
    """Return the conditions on `names`, without those that another one implies, sorted by their code."""
    units = {Selection(**{name: getattr(part, name) for name in names}) for part in parts} - {Selection()}
    kept = [unit for unit in units if not any(other != unit and _implies(other, unit) for other in units)]
    return sorted(kept, key=Selection.as_code)


def _implies(narrower: Selection, wider: Selection) -> bool:
    if narrower.regex != wider.regex:
        return False
    return all(
        narrower.values(name) is not None and set(narrower.values(name) or ()) <= set(wider.values(name) or ())
        for name in wider.set_fields()
    )


def select(selection: Selection | None, given: Mapping[str, Any]) -> Selection:
    """Return `selection` narrowed by fields given by name; refuses a name that is no field."""
    for name in given:
        _check_field(name)
    if selection is not None and not isinstance(selection, Selection):
        raise BadValue(f"filter takes a Selection or fields by name, not {selection!r}", value=selection)
    return narrow(selection or Selection(), Selection(**given))


def check_known(selection: Selection, known: Callable[[str], Collection[str]]) -> None:
    """Refuse an article, publisher, language or actor that `known`, asked by field name, does not list."""
    for part in (selection, *selection.also):
        for name in ("article", "publisher", "language", "actor", "claimant"):
            for value in _not_in(known(name), part.values(name) or ()):
                raise UnknownName(name, value, known(name))


def _not_in(known: Collection[str], values: tuple[str, ...]) -> Iterable[str]:
    """Return the values that are not known; a source on disk looks several up at once."""
    look: Callable[[Collection[str]], list[str]] | None = getattr(known, "missing", None)
    return (value for value in values if value not in known) if look is None or len(values) < 2 else look(values)


def _check_field(name: str) -> None:
    if name not in FIELDS and name != "regex":
        raise UnknownName("field", name, (*FIELDS, "regex"))
