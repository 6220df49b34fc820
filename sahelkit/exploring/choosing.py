"""What a click does to a selection, and a selection as chips that can be taken off one by one.

Three ways to choose: a bar among others is added or taken away (toggle), a cell of a row must hold too (narrow), a
brushed period replaces the one before (set). Each gives a new Selection; nothing is drawn or counted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from sahelkit.errors import UnknownName
from sahelkit.selection import DATE_FIELDS, FIELDS, TEXT_FIELDS, WHO_FIELDS, Selection, narrow
from sahelkit.showing.cells import name_of
from sahelkit.showing.markup import language_name

COUNTED_ONCE = "copies counted once"  # how a chip, a picture and a note say distinct=True
HOW = ("toggle", "narrow", "set")
LABELS = {
    "article": "article", "publisher": "publisher", "language": "language", "since": "published from",
    "until": "published until", "event_since": "dated from", "event_until": "dated until", "actor": "actor",
    "actor_type": "actor type", "country": "country", "event_type": "event type", "group": "event group",
    "status": "status", "claimant": "claimant", "text": "text", "distinct": "count copies once",
}  # fmt: skip


class Chip(NamedTuple):
    """One condition of a selection: its field and value, and how to say it."""

    field: str
    value: str
    text: str


def choose(selection: Selection, fields: Mapping[str, str | None], *, how: str = "toggle") -> Selection:
    """Return the selection after a click that stands for some field values.

    Parameters
    ----------
    selection : Selection
    fields : mapping of str to str
        The fields that the click stands for; with ``how="set"`` None clears a field.
    how : {"toggle", "narrow", "set"}
        Add a value to its field, or take it away again; ask that it holds too, or no longer; replace the fields.

    Raises
    ------
    UnknownName, BadValue
        For a field or a way that does not exist; for a value of the wrong form.

    Examples
    --------
    >>> choose(Selection(actor="mali"), {"actor": "france"})
    corpus.filter(actor=("france", "mali"))
    >>> choose(Selection(actor="mali"), {"actor": "france"}, how="narrow")
    corpus.filter(actor="france").filter(actor="mali")
    >>> choose(Selection(since="2022", until="2022"), {"since": "2023", "until": None}, how="set")
    corpus.filter(since="2023")
    """
    if how not in HOW:
        raise UnknownName("way to choose", how, HOW)
    for name in fields:
        if name not in FIELDS:
            raise UnknownName("field", name, FIELDS)
    if how == "set":
        return _changed(selection, dict(fields))
    one = _toggled if how == "toggle" else _narrowed
    if how == "narrow" and all(_holds(selection, name, value) for name, value in fields.items()):
        for name, value in fields.items():
            selection = drop(selection, name, value)
        return selection
    for name, value in fields.items():
        selection = one(selection, name, str(value))
    return selection


def drop(selection: Selection, field: str, value: str | None = None) -> Selection:
    """Return the selection without one value of a field, wherever it stands; without `value`, without the field.

    Examples
    --------
    >>> drop(Selection(actor=("mali", "france"), text="a"), "actor", "mali")
    corpus.filter(actor="france", text="a")
    """
    if field in DATE_FIELDS or field == "distinct" or value is None:
        return selection.without(field)
    parts = [_without_value(part, field, value) for part in (replace(selection, also=()), *selection.also)]
    return narrow(*parts)


def chips(selection: Selection, names: Mapping[str, str]) -> list[Chip]:
    """Return the conditions of a selection in words; `names` maps actor ids to names.

    Examples
    --------
    >>> [chip.text for chip in chips(Selection(actor="mali", until="2022", text="a.c", regex=True), {"mali": "Mali"})]
    ['published until: 2022', 'actor: Mali', 'text (regular expression): a.c']
    """
    found = []
    for part in (replace(selection, also=()), *selection.also):
        for field in part.set_fields():
            if field == "distinct":
                found.append(Chip(field, "", COUNTED_ONCE))
                continue
            values = part.values(field) or ("",)
            told = LABELS[field] + (" (regular expression)" if field == "text" and part.regex else "")
            found += [Chip(field, value, f"{told}: {said(field, value, names) or 'none'}") for value in values]
    return found


def counted_once(selection: Selection, before: str = "") -> str:
    """Say after `before` that copies are counted once, where a selection asks for it; else nothing.

    Examples
    --------
    >>> counted_once(Selection(distinct=True), ", "), counted_once(Selection())
    (', copies counted once', '')
    """
    return f"{before}{COUNTED_ONCE}" if selection.distinct else ""


def said(field: str, value: str, names: Mapping[str, str]) -> str:
    """Return a field's value in words: actors and languages by name."""
    if field in ("actor", "claimant"):
        return name_of(value, names)
    return language_name(value) if field == "language" and value else value


def _toggled(selection: Selection, field: str, value: str) -> Selection:
    if any(value in (part.values(field) or ()) for part in (selection, *selection.also)):
        return drop(selection, field, value)
    return _changed(selection, {field: (*(selection.values(field) or ()), value)})


def _narrowed(selection: Selection, field: str, value: str) -> Selection:
    if field in WHO_FIELDS or field in TEXT_FIELDS:
        return selection.narrow(_changed(Selection(), {field: value}))
    return _changed(selection, {field: value})


def _holds(selection: Selection, field: str, value: str | None) -> bool:
    """Return whether a value is asked for already, alone."""
    return any(part.values(field) == (value,) for part in (selection, *selection.also))


def _without_value(part: Selection, field: str, value: str) -> Selection:
    given = part.values(field)
    if given == ():
        return _changed(part, {field: None})
    if given is None or value not in given:
        return part
    return _changed(part, {field: tuple(item for item in given if item != value) or None})


def _changed(selection: Selection, fields: dict[str, Any]) -> Selection:
    return narrow(replace(selection, **fields))
