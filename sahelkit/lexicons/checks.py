"""What one cell cannot tell: whether the rows of a lexicon agree with each other and with the codes of the world.

`tables` checks each cell for itself. Here an actor's rows need an actor, a new actor needs a type, an office needs a
title that agents.csv knows, and a country code must be one. Every message names file, row and column.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence

from babel.core import get_global

from sahelkit.errors import LexiconError, UnknownName

Row = Mapping[str, str]


@functools.cache
def country_codes() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-3 codes that CLDR knows, those of past states left out.

    Examples
    --------
    >>> "MLI" in country_codes(), "Mali" in country_codes()
    (True, False)
    """
    aliases = get_global("territory_aliases")
    return frozenset(code for code, to in aliases.items() if len(code) == 3 and code.isalpha() and len(to) == 1)


def check_countries(rows: Iterable[Row]) -> None:
    """Refuse a country code that is none."""
    for row in rows:
        if row["country"] and row["country"] not in country_codes():
            _fail(row, "country", str(UnknownName("country code", row["country"], country_codes())))


def check_actors(rows: Sequence[Row], states: Collection[str], offices: Collection[str]) -> None:
    """Refuse rows of actors.csv that name no actor, a new actor of no type, an office that no title has.

    Parameters
    ----------
    rows : sequence of rows
        The kit's and a study's.
    states, offices : collections of str
        Ids of the states, which need no row of kind name; keys of agents.csv.

    Raises
    ------
    LexiconError
        Naming file, row and column.
    """
    check_countries(rows)
    known = {*states, *(row["actor_id"] for row in rows if row["kind"] == "name")}
    for row in rows:
        actor, kind = row["actor_id"], row["kind"]
        if kind == "decoy" and actor:
            _fail(row, "actor_id", f"a decoy names no actor, and here stands {actor!r}; leave it blank")
        if kind != "decoy" and not actor:
            _fail(row, "actor_id", f"may not be blank in a row of kind {kind}")
        if actor and actor not in known:
            hint = UnknownName("actor", actor, known)
            _fail(row, "actor_id", f"{hint}; a new actor needs a row of kind name")
        if kind == "name" and not row["actor_type"] and actor not in states:
            _fail(row, "actor_type", "may not be blank in a row of kind name")
        if kind == "office" and row["form"] not in offices:
            _fail(row, "form", str(UnknownName("office", row["form"], offices)))


def _fail(row: Row, column: str, what: str) -> None:
    message = f"{row['file']}, row {row['row']}, column {column}: {what}"
    raise LexiconError(message, path=row["file"], row=int(row["row"]), column=column)
