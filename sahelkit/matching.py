"""Which rows satisfy a Selection: each condition as one vector of true and false over a table in memory.

Article conditions look at the article, row conditions at the row's own columns, text at sentences, and the
conditions on actors at whoever acts or speaks in the row. An actor's type and country are those of its mentions
anywhere in the corpus; a side of an event has its own country. Missing values never match.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from sahelkit.columns import EVENT_GROUPS
from sahelkit.keys import Keys, Mask
from sahelkit.selection import APPLIES, WHO_FIELDS, Selection

Names = tuple[str, ...] | None

OWN = (("event_type", "event_type"), ("status", "status"), ("claimant", "claimant_id"))
IN_ARTICLE = (("article", "article_id"), ("publisher", "publisher"), ("language", "language"))
SIDES = {"figures": ("actor_id", "claimant_id"), "quotes": ("speaker_id",), "events": ("source_id", "target_id")}


def article_mask(keys: Keys, selection: Selection) -> Mask | None:
    """Return which articles the article fields choose; None when none of these fields is set."""
    masks = [_is_in(keys, "articles", column, selection.values(name)) for name, column in IN_ARTICLE]
    published = keys.frames["articles"]["published"]
    since, until = selection.day("since"), selection.day("until")
    if since is not None:
        masks.append((published >= pd.Timestamp(since)).to_numpy())
    if until is not None:
        masks.append((published <= pd.Timestamp(until)).to_numpy())
    return first_of_texts(keys, _all(masks)) if selection.distinct else _all(masks)


def first_of_texts(keys: Keys, mask: Mask | None) -> Mask:
    """Return the articles of a mask without copies: of each text the first published, undated ones last.

    Of those published on one day, or on none, it is the one that the others are copies of, else the first in the order
    of the corpus.
    """
    texts, articles = keys.texts(), keys.frames["articles"]
    at = np.arange(len(texts)) if mask is None else np.flatnonzero(mask)
    day, is_copy = articles["published"].to_numpy("datetime64[s]")[at], articles["copy_of"].notna().to_numpy(bool)[at]
    at = at[np.lexsort((is_copy, day))]  # numpy sorts a missing day last
    first = np.full(len(texts), -1)
    first[texts[at[::-1]]] = at[::-1]  # of several the one written last stays: the first
    kept = np.zeros(len(texts), dtype=bool)
    kept[first[first >= 0]] = True
    return kept


def row_mask(keys: Keys, table: str, selection: Selection) -> Mask | None:
    """Return which rows their own codes and dates choose; None when no such field acts on the table."""
    masks = [_is_in(keys, table, column, selection.values(name)) for name, column in OWN if table in APPLIES[name]]
    groups = selection.values("group")
    if groups is not None and table in APPLIES["group"]:
        masks.append(keys.is_in(table, "event_type", [t for group in groups for t in EVENT_GROUPS[group]]))
    since, until = selection.day("event_since"), selection.day("event_until")
    if table in APPLIES["event_since"] and (since is not None or until is not None):
        days = pd.Timestamp(since or "0001-01-01"), pd.Timestamp(until or "9999-12-31")
        masks.append(_overlaps(keys.frames[table], *days))
    return _all(masks)


def who_mask(keys: Keys, table: str, selection: Selection) -> Mask | None:
    """Return which rows have an actor as the selection asks; None when no such field acts on the table.

    Sentences and dates are no concern of this function: they follow from the mentions in their sentence.
    """
    if all(getattr(selection, name) is None for name in WHO_FIELDS):
        return None
    if table == "mentions":
        return _mentioned(keys, selection)
    if table not in SIDES:
        return None
    ids = _actors(keys, selection)
    masks = [_among(keys, table, column, ids) for column in SIDES[table]]
    if table == "events" and selection.country is not None:
        named = _actors(keys, selection.without("country"))
        masks += [_of_country(keys, side, named, selection.values("country")) for side in ("source", "target")]
    return any_of(masks)


def _of_country(keys: Keys, side: str, named: Names, countries: Names) -> Mask:
    """Return where a side's own country is as asked: generic sides ("civilians" of Mali) have no mention."""
    return _among(keys, "events", f"{side}_id", named) & _among(keys, "events", f"{side}_country", countries)


def text_mask(sentences: pd.Series, selection: Selection) -> Mask:
    """Return which sentences hold one of the selection's texts, in any case."""
    patterns, words = selection.values("text") or (), sentences.to_numpy(object) if selection.regex else ()
    if not selection.regex:
        found = [sentences.str.contains(text, case=False, regex=False).to_numpy(bool) for text in patterns]
    else:
        searches = [re.compile(pattern, re.IGNORECASE).search for pattern in patterns]
        found = [np.fromiter((search(text) is not None for text in words), bool, len(sentences)) for search in searches]
    return any_of(found) if found else np.zeros(len(sentences), dtype=bool)


def _mentioned(keys: Keys, selection: Selection) -> Mask:
    columns = (("actor", "actor_id"), ("actor_type", "actor_type"), ("country", "country"))
    mask = _all([_is_in(keys, "mentions", column, selection.values(name)) for name, column in columns])
    return np.ones(len(keys.frames["mentions"]), dtype=bool) if mask is None else mask


def _actors(keys: Keys, selection: Selection) -> Names:
    """Return the ids of the actors that the selection asks for; None for any."""
    if selection.actor_type is None and selection.country is None:
        return selection.values("actor")
    return keys.values_of("mentions", "actor_id", _mentioned(keys, selection))


def _is_in(keys: Keys, table: str, column: str, values: Names) -> Mask | None:
    return None if values is None else keys.is_in(table, column, values)


def _among(keys: Keys, table: str, column: str, values: Names) -> Mask:
    return np.ones(len(keys.frames[table]), dtype=bool) if values is None else keys.is_in(table, column, values)


def _overlaps(frame: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> Mask:
    """Return which rows have a date that meets the period; a date open on one side runs on without end."""
    low, high = frame["date_from"], frame["date_to"]
    dated = low.notna() | high.notna()
    return (dated & (low.isna() | (low <= until)) & (high.isna() | (high >= since))).to_numpy(bool)


def _all(masks: list[Mask | None]) -> Mask | None:
    given = [mask for mask in masks if mask is not None]
    return all_of(given) if given else None


def all_of(masks: list[Mask]) -> Mask:
    """Return where every one of `masks`, at least one, holds."""
    return np.asarray(np.logical_and.reduce(masks), dtype=bool)


def any_of(masks: list[Mask]) -> Mask:
    """Return where any of `masks`, at least one, holds."""
    return np.asarray(np.logical_or.reduce(masks), dtype=bool)
