"""Which rows satisfy a Selection: each condition as one vector of true and false over a table in memory.

Article conditions look at the article, row conditions at the row's own columns, text at sentences, and the
conditions on actors at whoever acts or speaks in the row. An actor's type and country are those of its mentions
anywhere in the corpus; a side of an event has its own country. Missing values never match.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahelkit.columns import EVENT_GROUPS
from sahelkit.selection import APPLIES, WHO_FIELDS, Selection

Mask = npt.NDArray[np.bool_]
Names = tuple[str, ...] | None

OWN = (("event_type", "event_type"), ("status", "status"), ("claimant", "claimant_id"))
IN_ARTICLE = (("article", "article_id"), ("publisher", "publisher"), ("language", "language"))
SIDES = {"figures": ("actor_id", "claimant_id"), "quotes": ("speaker_id",), "events": ("source_id", "target_id")}


def article_mask(articles: pd.DataFrame, selection: Selection) -> Mask | None:
    """Return which articles the article fields choose; None when none of these fields is set."""
    masks = [_is_in(articles[column], selection.values(name)) for name, column in IN_ARTICLE]
    since, until = selection.day("since"), selection.day("until")
    if since is not None:
        masks.append((articles["published"] >= pd.Timestamp(since)).to_numpy())
    if until is not None:
        masks.append((articles["published"] <= pd.Timestamp(until)).to_numpy())
    return _all(masks)


def row_mask(frame: pd.DataFrame, table: str, selection: Selection) -> Mask | None:
    """Return which rows their own codes and dates choose; None when no such field acts on the table."""
    masks = [_is_in(frame[column], selection.values(name)) for name, column in OWN if table in APPLIES[name]]
    groups = selection.values("group")
    if groups is not None and table in APPLIES["group"]:
        masks.append(_is_in(frame["event_type"], tuple(t for group in groups for t in EVENT_GROUPS[group])))
    since, until = selection.day("event_since"), selection.day("event_until")
    if table in APPLIES["event_since"] and (since is not None or until is not None):
        masks.append(_overlaps(frame, pd.Timestamp(since or "0001-01-01"), pd.Timestamp(until or "9999-12-31")))
    return _all(masks)


def who_mask(frames: Mapping[str, pd.DataFrame], table: str, selection: Selection) -> Mask | None:
    """Return which rows have an actor as the selection asks; None when no such field acts on the table.

    Sentences and dates are no concern of this function: they follow from the mentions in their sentence.
    """
    if all(getattr(selection, name) is None for name in WHO_FIELDS):
        return None
    if table == "mentions":
        return _mentioned(frames["mentions"], selection)
    if table not in SIDES:
        return None
    frame, ids = frames[table], _actors(frames["mentions"], selection)
    masks = [_among(frame[column], ids) for column in SIDES[table]]
    if table == "events" and selection.country is not None:
        named = _actors(frames["mentions"], selection.without("country"))
        masks += [_of_country(frame, side, named, selection.values("country")) for side in ("source", "target")]
    return any_of(masks)


def _of_country(frame: pd.DataFrame, side: str, named: Names, countries: Names) -> Mask:
    """Return where a side's own country is as asked: generic sides ("civilians" of Mali) have no mention."""
    return _among(frame[f"{side}_id"], named) & _among(frame[f"{side}_country"], countries)


def text_mask(sentences: pd.Series, selection: Selection) -> Mask:
    """Return which sentences hold one of the selection's texts, in any case."""
    patterns, words = selection.values("text") or (), sentences.to_numpy(object) if selection.regex else ()
    if not selection.regex:
        found = [sentences.str.contains(text, case=False, regex=False).to_numpy(bool) for text in patterns]
    else:
        searches = [re.compile(pattern, re.IGNORECASE).search for pattern in patterns]
        found = [np.fromiter((search(text) is not None for text in words), bool, len(sentences)) for search in searches]
    return any_of(found) if found else np.zeros(len(sentences), dtype=bool)


def _mentioned(mentions: pd.DataFrame, selection: Selection) -> Mask:
    columns = (("actor", "actor_id"), ("actor_type", "actor_type"), ("country", "country"))
    mask = _all([_is_in(mentions[column], selection.values(name)) for name, column in columns])
    return np.ones(len(mentions), dtype=bool) if mask is None else mask


def _actors(mentions: pd.DataFrame, selection: Selection) -> tuple[str, ...] | None:
    """Return the ids of the actors that the selection asks for; None for any."""
    if selection.actor_type is None and selection.country is None:
        return selection.values("actor")
    return tuple(mentions.loc[_mentioned(mentions, selection), "actor_id"].unique())


def _is_in(column: pd.Series, values: Names) -> Mask | None:
    return None if values is None else column.isin(values).to_numpy(bool)


def _among(column: pd.Series, values: Names) -> Mask:
    return np.ones(len(column), dtype=bool) if values is None else column.isin(values).to_numpy(bool)


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
