"""Lexicon files, read and checked: CSV tables of decisions and TOML sections of wording.

Strict at the door: every row is checked (columns, unknown codes, stray spaces, NFC, doubled keys) and a bad one
is named by file, row and column. A study's folder may hold files of the same names: its rows replace the kit's
by key and add forms. Nothing here knows what the rows are for; `lexicons.build` does.
"""

from __future__ import annotations

import csv
import functools
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from sahelkit import columns
from sahelkit.errors import LexiconError, UnknownName

HERE = Path(__file__).parent
LANGUAGES = ("id", "en", "fr")
ACTOR_KINDS = ("name", "office", "form", "short", "acronym", "stand_in", "demonym", "decoy")
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
    {"language": _LANGUAGE},
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
TABLES = (ACTORS, AGENTS, PLACES, EVENTS, STATES)


@functools.cache
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
    whole = tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))
    if name not in whole:
        raise UnknownName(f"section of {language}.toml", name, whole)
    return MappingProxyType(whole[name])


def read_rows(path: Path, table: Table) -> list[dict[str, str]]:
    """Read one lexicon CSV and check every row.

    Returns
    -------
    list of dict
        One a row, every column of the table, blanks as empty strings, ``row`` the number counted from 1.

    Raises
    ------
    LexiconError
        Naming file, row and column.
    """
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        found = tuple(reader.fieldnames or ())
        if found != table.columns:
            raise LexiconError(
                f"{path}: the columns are {', '.join(found) or 'none'}; expected {', '.join(table.columns)}",
                path=str(path), row=0,
            )  # fmt: skip
        rows = [dict(row, row=str(n)) for n, row in enumerate(reader, 1)]
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        _check(row, path, table)
        key = tuple(row[c] for c in table.key)
        if key in seen:
            _fail(path, row, table.key[-1], f"the same {', '.join(table.key)} as row {seen[key]}; keep one")
        seen[key] = row["row"]
    return rows


def _check(row: dict[str, str], path: Path, table: Table) -> None:
    for name in table.columns:
        value = row[name]
        if value is None or None in row:
            _fail(path, row, name, f"expected {len(table.columns)} cells")
        if value != " ".join(value.split()) and name not in ("note", "example", "citation"):
            _fail(path, row, name, f"stray white space in {value!r}")
        if value != unicodedata.normalize("NFC", value):
            _fail(path, row, name, f"{value!r} is not in Unicode form NFC")
        if not value and name in table.needed:
            _fail(path, row, name, "may not be blank")
        if value and name in table.codes and value not in table.codes[name]:
            _fail(path, row, name, str(UnknownName("code", value, table.codes[name])))


def _fail(path: Path, row: dict[str, str], column: str, what: str) -> None:
    raise LexiconError(
        f"{path}, row {row['row']}, column {column}: {what}", path=str(path), row=int(row["row"]), column=column
    )


def table_rows(table: Table, study: Path | None = None) -> list[dict[str, str]]:
    """Return the kit's rows of a lexicon, with a study's own rows replacing them by key and adding to them."""
    rows = read_rows(HERE / table.name, table)
    own = study / table.name if study is not None else None
    if own is None or not own.is_file():
        return rows
    added = read_rows(own, table)
    keys = {tuple(r[c] for c in table.key) for r in added}
    return [r for r in rows if tuple(r[c] for c in table.key) not in keys] + added
