"""What the filters offer: for each field that takes several values, those that the corpus holds, with their texts.

Four questions to the corpus answer all fields. Each option is [value, text, aside]; the aside is how often, where
that tells something. Titles and names become one line of printable text, never markup.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from babel import Locale
from babel.core import get_global

from sahelkit.columns import EVENT_GROUPS, EVENT_TYPES, STATUS
from sahelkit.corpus import Corpus
from sahelkit.showing.cells import name_of, names_from, plain, shorten
from sahelkit.showing.markup import day, joined, language_name
from sahelkit.showing.palette import group_of

Options = list[list[str]]
_LISTED = 50_000  # articles
_WIDE = 120  # characters of an article's title in the list


def offers(corpus: Corpus) -> dict[str, Options]:
    """Return the options of every field that takes several values; a corpus without rows gives empty ones.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> offers(Corpus(Tables({})))["actor"]
    []
    """
    named = corpus.query("mentions", by=["actor_id", "name", "actor_type", "country"])
    events = corpus.query("events", by=["event_type", "status", "claimant_id", "source_country", "target_country"])
    figures = corpus.query("figures", by=["status", "claimant_id"])
    names = names_from(named)  # counts stand most frequent first, so this is the most frequent name
    places = _kinds((named, "country"), (events, "source_country"), (events, "target_country"))
    types, vouching = _kinds((events, "event_type")), _kinds((events, "claimant_id"), (figures, "claimant_id"))
    return {
        "actor": _actors(named, names),
        "actor_type": _by_text([code, plain(code).replace("_", " ")] for code in _kinds((named, "actor_type"))),
        "country": _by_text([code, country_name(code)] for code in places),
        "claimant": _by_text([key, name_of(key, names)] for key in vouching),
        "event_type": _as_listed(types, EVENT_TYPES),
        "group": _as_listed({group_of(code) for code in types}, tuple(EVENT_GROUPS)),
        "status": _as_listed(_kinds((events, "status"), (figures, "status")), STATUS),
        "article": _articles(corpus),
        "publisher": _by_text([key, plain(key)] for key in _kinds((_counted(corpus, "publisher"), "publisher"))),
        "language": _by_text([key, language_name(key)] for key in _kinds((_counted(corpus, "language"), "language"))),
    }


def _articles(corpus: Corpus) -> Options:
    """Return the articles to choose from; of more than a list can hold none, and the tab Articles leads to each."""
    if int(_counted(corpus)["n"].iloc[0]) > _LISTED:
        return []
    articles = corpus.query("articles", columns=["article_id", "title", "publisher", "published"])
    return [[row[0], _headed(*row)] for row in articles.itertuples(index=False, name=None)]


def _counted(corpus: Corpus, *by: str) -> pd.DataFrame:
    return corpus.query("articles", by=by)


@functools.cache
def _territories() -> dict[str, str]:
    english = Locale.parse("en").territories
    alpha_2 = get_global("territory_aliases")
    return {code: english[found[0]] for code, found in alpha_2.items() if found[0] in english and len(code) == 3}


def country_name(code: str) -> str:
    """Return a country's English name, from CLDR, for its ISO 3166-1 alpha-3 code; an unknown code as it is.

    Examples
    --------
    >>> country_name("MLI"), country_name("BFA"), country_name("XXX")
    ('Mali', 'Burkina Faso', 'XXX')
    """
    return _territories().get(code, plain(code))


def _kinds(*columns: tuple[pd.DataFrame, str]) -> set[str]:
    return {value for frame, name in columns for value in frame[name].dropna().unique()}


def _actors(named: pd.DataFrame, names: Mapping[str, str]) -> Options:
    """Return the actors named, by name; the number tells how often, and keeps two of one name apart."""
    counts = named.groupby("actor_id")["n"].sum()
    return _by_text([str(key), name_of(key, names), f"{n:,}"] for key, n in counts.items())


def _headed(article_id: str, title: Any, publisher: Any, published: Any) -> str:
    return joined([day(published), plain(publisher), shorten(_line(title) or plain(article_id), _WIDE)])


def _line(title: Any) -> str:
    """Return what `plain` returns; a printable title, as nearly all are, in a tenth of its time."""
    return " ".join(title.split()) if isinstance(title, str) and title.isprintable() else plain(title)


def _by_text(options: Iterable[list[str]]) -> Options:
    return sorted((option for option in options if option[0]), key=lambda option: (option[1].casefold(), option))


def _as_listed(codes: Iterable[str], order: tuple[str, ...]) -> Options:
    """Return codes in the order of the codebook, those it does not know last."""
    place = {code: at for at, code in enumerate(order)}
    found = sorted((code for code in codes if code), key=lambda code: (place.get(code, len(place)), code))
    return [[code, plain(code)] for code in found]
