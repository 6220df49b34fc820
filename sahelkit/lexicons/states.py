"""What CLDR knows, through Babel: every state's name, the months and the weekdays of a language.

states.csv lists the states with their codes and ids (the slug of CLDR's English name, but for those the contract or
the press names otherwise) and the languages in which CLDR's name is more often something else (Maurice in French).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from babel import Locale

from sahelkit.lexicons.tables import HERE, STATES, read_rows


def slug(name: str) -> str:
    """Return an actor_id for a name: lower-case ASCII, words joined by underscores.

    Examples
    --------
    >>> slug("Côte d’Ivoire"), slug("Jamaat Nusrat al-Islam")
    ('cote_d_ivoire', 'jamaat_nusrat_al_islam')
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


@functools.cache
def _states() -> tuple[dict[str, str], ...]:
    return tuple(read_rows(HERE / STATES.name, STATES))


def all_states() -> Iterator[tuple[str, str, str]]:
    """Yield (actor_id, CLDR English name, alpha-3) for every state.

    Examples
    --------
    >>> [s for s in all_states() if s[0] in ("usa", "cote_d_ivoire")]
    [('cote_d_ivoire', 'Côte d’Ivoire', 'CIV'), ('usa', 'United States', 'USA')]
    """
    english = Locale.parse("en").territories
    for row in _states():
        yield row["actor_id"], english[row["alpha_2"]], row["alpha_3"]


def state_forms(language: str) -> Iterator[tuple[str, str]]:
    """Yield (actor_id, CLDR name in `language`) for every state whose name means the state there."""
    names = Locale.parse(language).territories
    for row in _states():
        if row["not_in"] != language:
            yield row["actor_id"], names[row["alpha_2"]]


def calendar(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, key, form): months with keys 1 to 12, wide and abbreviated; weekdays with keys 0 (Monday) to 6.

    Examples
    --------
    >>> [row for row in calendar("id") if row[1] == "3"]
    [('month', '3', 'Maret'), ('month', '3', 'Mar'), ('weekday', '3', 'Kamis')]
    """
    locale = Locale.parse(language)
    for kind, names, widths in (("month", locale.months, ("wide", "abbreviated")), ("weekday", locale.days, ("wide",))):
        for width in widths:
            for number, form in names["format"][width].items():
                yield kind, str(number), form.rstrip(".")
