"""Lexicon files, read and checked: CSV tables of decisions and TOML sections of wording.

Strict at the door: every row is checked (columns, unknown codes, stray spaces, NFC, doubled keys) and a bad one
is named by file, row and column. A study's folder may hold files of the same names: its rows replace the kit's
by key and add forms. Nothing here knows what the rows are for; `lexicons.build` does.
"""

from __future__ import annotations

import csv
import functools
import io
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from sahelkit import columns
from sahelkit.errors import LexiconError, UnknownName

HERE = Path(__file__).parent
LANGUAGES = ("id", "en", "fr")
ACTOR_KINDS = ("name", "office", "form", "short", "acronym", "stand_in", "demonym", "decoy")
PLACE_KINDS = ("town", "region", "desert", "mountains", "river", "lake", "area", "continent")
AGENT_KINDS = ("force", "government", "people", "press", "title", "head")


class Table(NamedTuple):
    """A lexicon file: its columns, those that may not be blank, its key, and the codes its columns allow."""

    name: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    key: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]


_LANGUAGE = ("*", *LANGUAGES)
ACTORS = Table(
    "actors.csv",
    ("actor_id", "form", "language", "kind", "actor_type", "country", "sector", "valid_from", "valid_to",
     "citation", "note"),
    ("form", "language", "kind"),
    ("actor_id", "form", "language", "kind", "country", "valid_from"),
    {"language": _LANGUAGE, "kind": ACTOR_KINDS, "actor_type": columns.ACTOR_TYPES, "sector": columns.SECTORS},
)  # fmt: skip
AGENTS = Table(
    "agents.csv",
    ("form", "language", "key", "kind", "sector", "countable", "figure_kind", "note"),
    ("form", "language", "key", "kind"),
    ("form", "language", "kind"),
    {"language": _LANGUAGE, "kind": AGENT_KINDS, "sector": columns.SECTORS, "countable": ("yes",),
     "figure_kind": columns.FIGURE_KINDS},
)  # fmt: skip
PLACES = Table(
    "places.csv",
    ("place_id", "form", "language", "country", "admin1", "latitude", "longitude", "kind", "note"),
    ("place_id", "form", "language", "kind"),
    ("form", "language"),
    {"language": _LANGUAGE, "kind": PLACE_KINDS},
)
EVENTS = Table(
    "events.csv",
    ("language", "form", "pos", "event_type", "mode", "source", "target", "act", "example", "note"),
    ("language", "form", "pos", "event_type"),
    ("language", "form", "pos"),
    {"language": LANGUAGES, "event_type": columns.EVENT_TYPES},
)
STATES = Table(
    "states.csv",
    ("alpha_2", "alpha_3", "actor_id", "not_in", "note"),
    ("alpha_2", "alpha_3", "actor_id"),
    ("alpha_2",),
    {"not_in": LANGUAGES},
)  # fmt: skip
_SHAPES = {
    **dict.fromkeys(("actor_id", "place_id"), (r"[a-z0-9_]+", "an id is of a-z, 0-9 and _")),
    **dict.fromkeys(("valid_from", "valid_to"), (r"\d{4}-\d\d-\d\d", "write a day as YYYY-MM-DD")),
    **dict.fromkeys(("latitude", "longitude"), (r"-?\d{1,3}(\.\d+)?", "write degrees as 12.65")),
}
TABLES = (ACTORS, AGENTS, PLACES, EVENTS, STATES)


def section(language: str, name: str) -> Mapping[str, Any]:
    """Return one section of a language's TOML file, read-only.

    Raises
    ------
    UnknownName
        For a language or a section that does not exist.

    Examples
    --------
    >>> "Jend" in section("id", "reading")["abbreviations"]
    True
    """
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    whole = _sections(language)
    if name not in whole:
        raise UnknownName(f"section of {language}.toml", name, whole)
    return MappingProxyType(whole[name])


@functools.cache
def _sections(language: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))


def read_rows(path: Path, table: Table) -> list[dict[str, str]]:
    """Read one lexicon CSV and check every row.

    Returns
    -------
    list of dict
        One a row, every column of the table, blanks as empty strings; ``row`` the number counted from 1 and ``file``.
        Blank rows are counted and left out.

    Raises
    ------
    LexiconError
        Naming file, row and column.
    """
    try:
        text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
        lines = list(csv.reader(io.StringIO(text, newline="")))
    except UnicodeDecodeError as error:
        message = f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8"
        raise LexiconError(message, path=str(path), row=0) from None
    except csv.Error as error:
        raise LexiconError(f"{path}: this is no CSV file: {error}", path=str(path), row=0) from None
    found = tuple(lines[0]) if lines else ()
    if found != table.columns:
        raise LexiconError(
            f"{path}: the columns are {', '.join(found) or 'none'}; expected {', '.join(table.columns)}",
            path=str(path), row=0,
        )  # fmt: skip
    rows = []
    for number, line in enumerate(lines[1:], 1):
        if not any(line):  # a blank line, or a spreadsheet's row of commas
            continue
        if len(line) != len(table.columns):
            column = table.columns[min(len(line), len(table.columns) - 1)]
            _fail(path, str(number), column, f"the row has {len(line)} cells; expected {len(table.columns)}")
        rows.append(dict(zip(table.columns, line), row=str(number), file=str(path)))
    _check(rows, path, table)
    return rows


def _check(rows: list[dict[str, str]], path: Path, table: Table) -> None:
    """Name the first bad row. A value is looked at once, however many rows hold it."""
    for name in table.columns:
        faults = {value: _fault(value, name, table) for value in {row[name] for row in rows}}
        if any(faults.values()):
            row = next(row for row in rows if faults[row[name]])
            _fail(path, row["row"], name, faults[row[name]])
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        key = tuple(row[c] for c in table.key)
        if key in seen:
            _fail(path, row["row"], table.key[-1], f"the same {', '.join(table.key)} as row {seen[key]}; keep one")
        seen[key] = row["row"]


def _fault(value: str, name: str, table: Table) -> str:
    """Return what is wrong with a cell, "" for nothing."""
    if not value:
        return "may not be blank" if name in table.needed else ""
    if value != " ".join(value.split()) and name not in ("note", "example", "citation"):
        return f"stray white space in {value!r}"
    if not unicodedata.is_normalized("NFC", value):
        return f"{value!r} is not in Unicode form NFC"
    if name in table.codes and value not in table.codes[name]:
        return str(UnknownName("code", value, table.codes[name]))
    shape, meaning = _SHAPES.get(name, (".*", ""))
    return "" if re.fullmatch(shape, value) else f"{value!r} is not well formed; {meaning}"


def _fail(path: Path, row: str, column: str, what: str) -> NoReturn:
    raise LexiconError(f"{path}, row {row}, column {column}: {what}", path=str(path), row=int(row), column=column)


@functools.cache
def _kit_rows(table: str) -> tuple[dict[str, str], ...]:
    return tuple(read_rows(HERE / table, next(t for t in TABLES if t.name == table)))


def table_rows(table: Table, study: Path | None = None) -> list[dict[str, str]]:
    """Return a lexicon's rows: a study's own first, then those of the kit that they do not replace by key."""
    rows = _kit_rows(table.name)
    own = study / table.name if study is not None else None
    if own is None or not own.is_file():
        return list(rows)
    added = read_rows(own, table)
    keys = {tuple(r[c] for c in table.key) for r in added}
    return added + [r for r in rows if tuple(r[c] for c in table.key) not in keys]
