"""Which rows satisfy a Selection, as conditions in SQL: what `matching` says of tables in memory, for tables on disk.

Article conditions look at what each row carries of its article, row conditions at the row's own columns, the conditions
on actors at whoever acts or speaks in the row. Text is found by `search`. A missing value satisfies nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from sahelkit.columns import EVENT_GROUPS
from sahelkit.lazy.folder import Question
from sahelkit.matching import OWN, SIDES, Names
from sahelkit.selection import APPLIES, WHO_FIELDS, Selection

Actors = Callable[[], pd.DataFrame]  # actor_id, actor_type and country of all mentions, each combination once
WHO_COLUMNS = (("actor", "actor_id"), ("actor_type", "actor_type"), ("country", "country"))


def article_conditions(
    question: Question, selection: Selection, numbers: Callable[[Names], Sequence[int]]
) -> list[str]:
    """Return what the article fields ask of a row; `numbers` finds articles by their ids."""
    found = _plain_article_conditions(question, selection, numbers)
    if not selection.distinct:
        return found
    articles = question.table("articles", whole=True)
    kept = "".join(f" AND {condition}" for condition in found)
    later = (  # only what is a copy, or has one, is compared
        f"SELECT row_n FROM {articles} WHERE (copy_of IS NOT NULL OR article_id IN "
        f"(SELECT copy_of FROM {articles} WHERE copy_of IS NOT NULL)){kept} QUALIFY row_number() OVER "
        "(PARTITION BY coalesce(copy_of, article_id) ORDER BY published NULLS LAST, copy_of IS NOT NULL, row_n) > 1"
    )
    return [*found, f"article_n IS NOT NULL AND article_n NOT IN ({later})"]


def _plain_article_conditions(
    question: Question, selection: Selection, numbers: Callable[[Names], Sequence[int]]
) -> list[str]:
    found = []
    if selection.article is not None:
        found.append(question.is_in("article_n", numbers(selection.values("article"))))
    for name in ("publisher", "language"):
        values = selection.values(name)
        found += [] if values is None else [question.is_in(name, values)]
    since, until = selection.day("since"), selection.day("until")
    found += [] if since is None else [f"published >= {question.value(since)}"]
    found += [] if until is None else [f"published <= {question.value(until)}"]
    return found


def row_conditions(question: Question, table: str, selection: Selection) -> list[str]:
    """Return what the row's own codes and dates must be."""
    found = []
    for name, column in OWN:
        values = selection.values(name)
        if values is not None and table in APPLIES[name]:
            found.append(question.is_in(column, values))
    groups = selection.values("group")
    if groups is not None and table in APPLIES["group"]:
        found.append(question.is_in("event_type", [t for group in groups for t in EVENT_GROUPS[group]]))
    since, until = selection.day("event_since"), selection.day("event_until")
    if table in APPLIES["event_since"] and (since is not None or until is not None):
        found.append("(date_from IS NOT NULL OR date_to IS NOT NULL)")
        found += [] if until is None else [f"(date_from IS NULL OR date_from <= {question.value(until)})"]
        found += [] if since is None else [f"(date_to IS NULL OR date_to >= {question.value(since)})"]
    return found


def who_conditions(question: Question, table: str, selection: Selection, actors: Actors) -> list[str]:
    """Return the condition on whoever acts or speaks in the row, or is named in its sentence."""
    if all(getattr(selection, name) is None for name in WHO_FIELDS):
        return []
    if table == "mentions":
        return _mentioned(question, selection)
    if table in ("sentences", "dates"):
        named = " AND ".join(_mentioned(question, selection))
        return [f"sentence_n IN (SELECT sentence_n FROM {question.table('mentions')} WHERE {named})"]
    if table not in SIDES:
        return []
    ids = _ids(selection, actors)
    sides = [_among(question, column, ids) for column in SIDES[table]]
    if table == "events" and selection.country is not None:
        named_ids = _ids(selection.without("country"), actors)
        for side in ("source", "target"):  # generic sides ("civilians" of Mali) have no mention
            own = _among(question, f"{side}_country", selection.values("country"))
            sides.append(f"({_among(question, f'{side}_id', named_ids)} AND {own})")
    return [f"({' OR '.join(sides)})"]


def _mentioned(question: Question, selection: Selection) -> list[str]:
    asked = ((column, selection.values(name)) for name, column in WHO_COLUMNS)
    return [question.is_in(column, values) for column, values in asked if values is not None]


def _ids(selection: Selection, actors: Actors) -> Names:
    """Return the ids of the actors that the selection asks for; None for any."""
    if selection.actor_type is None and selection.country is None:
        return selection.values("actor")
    known = actors()
    for name, column in WHO_COLUMNS:
        values = selection.values(name)
        known = known if values is None else known[known[column].isin(values)]
    return tuple(known["actor_id"].unique())


def _among(question: Question, column: str, values: Names) -> str:
    return "true" if values is None else question.is_in(column, values)
