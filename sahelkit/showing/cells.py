"""From the cells of a table to words that can be printed: one line of text, wrapped, shortened, with actors' names.

Every view begins here by checking that the columns it needs are there. Nothing here draws or makes HTML.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from sahelkit.errors import BadValue, UnknownName


def require(table: pd.DataFrame, names: Iterable[str]) -> None:
    """Raise unless `table` is a DataFrame that holds these columns.

    Raises
    ------
    BadValue
        When `table` is no DataFrame.
    UnknownName
        Names the first column that is not there, and the nearest that is.
    """
    if not isinstance(table, pd.DataFrame):
        raise BadValue(f"expected a table (pandas DataFrame), found {type(table).__name__}", value=table)
    for name in names:
        if name not in table.columns:
            raise UnknownName("column", name, table.columns)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as mappings from column to cell."""
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def plain(value: Any, default: str = "") -> str:
    """Return a cell as one line of printable text; a missing cell as `default`.

    Examples
    --------
    >>> plain("Angkatan Darat\\nMali"), plain(pd.NA, "nobody")
    ('Angkatan Darat Mali', 'nobody')
    """
    if value is None or pd.isna(value):
        return default
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in str(value))
    return " ".join(kept.split())


def wrap(text: str, width: int) -> str:
    """Break a label into lines of at most `width` characters, inside a word only where the word is longer.

    Examples
    --------
    >>> wrap("Kantor Komisaris Tinggi", 12)
    'Kantor\\nKomisaris\\nTinggi'
    """
    return "\n".join(textwrap.wrap(text, width)) or text


def shorten(text: str, width: int) -> str:
    """Cut a text at a word to `width` characters, with an ellipsis that says so.

    Examples
    --------
    >>> shorten("merebut kembali wilayah", 18)
    'merebut kembali …'
    """
    return text if len(text) <= width else textwrap.shorten(text, width, placeholder=" …") or text[: width - 1] + "…"


def names_from(names: Any) -> dict[str, str]:
    """Return actor_id -> name from a mapping, or from any table with the columns actor_id and name (mentions)."""
    if names is None:
        return {}
    if isinstance(names, pd.DataFrame):
        require(names, ("actor_id", "name"))
        pairs = names[["actor_id", "name"]].dropna().drop_duplicates("actor_id")
        return dict(zip(pairs["actor_id"].astype(str), pairs["name"].astype(str), strict=True))
    if not isinstance(names, Mapping):
        raise BadValue(f"names: expected a mapping or a table, found {type(names).__name__}", value=names)
    return {str(k): str(v) for k, v in names.items()}


def name_of(actor_id: Any, names: Mapping[str, str], default: str = "") -> str:
    """Return an actor's name; its id in plain words where no name is known; `default` for a missing id.

    Examples
    --------
    >>> name_of("burkina_faso", {}), name_of("un", {"un": "United Nations"}), name_of(None, {}, "nobody named")
    ('burkina faso', 'United Nations', 'nobody named')
    """
    key = plain(actor_id)
    return plain(names.get(key, key.replace("_", " "))) or default
