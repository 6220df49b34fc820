"""The quotations' view: who is quoted how often, and each quotation as a line; or all statements, claims and denials.

A quotation is one row of the table quotes; a statement may be a quotation, a claim, an accusation, a denial ... and
then one utterance may stand under several kinds, so kinds are compared and never added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sahelkit.exploring.rowcells import actor_cell, narrowing, row_reader
from sahelkit.exploring.views import Asked, Drawn, Line, Option, Printed, View, where_of
from sahelkit.showing.cells import name_of, plain
from sahelkit.showing.markup import counted
from sahelkit.showing.palette import GREY, actor_style
from sahelkit.studying.statements import count_statements, statements

SHOW = (("quotations", "quotations"), ("statements", "all statements"))
OPTIONS = (Option("show", "Show", "select", "quotations", SHOW),)
_MOST = 100  # speakers in the list of bars
_PRINTED = 40  # counts on paper, of a speaker and a kind each
_COLUMNS = (("who", "minmax(8rem,2fr)"), ("kind", "minmax(5.5rem,1fr)"), ("words", "minmax(8rem,6fr)"),
            ("article", "minmax(7rem,3fr)"))  # fmt: skip
_AGAINST = ("about or to", "minmax(5rem,2fr)")


def draw(asked: Asked) -> Drawn:
    """Return speakers as bars and what they say as lines."""
    all_kinds = asked.options["show"] == "statements"
    rows = _rows(asked)
    speakers = _speakers(asked, rows)
    where, read = where_of(asked), row_reader(rows, rows.columns)
    columns = [*_COLUMNS[:2], *([_AGAINST] if all_kinds else []), *_COLUMNS[2:]]
    noun = "statement" if all_kinds else "quotation"
    return Drawn(
        rows=rows,
        title="Who says what" if all_kinds else "Who is quoted",
        caption=f"{counted(len(rows), noun)} in {counted(rows['article_id'].nunique(), 'article')}; "
        "being quoted often is press attention, and no claim is checked here.",
        chart={
            "kind": "parts",
            "bars": {"kind": "bars", "axis": f"{noun}s by speaker", "value": "mentions", "bars": speakers[:_MOST],
                     "more": max(0, len(speakers) - _MOST)},
            "columns": [{"label": name, "width": width, "align": "left"} for name, width in columns],
            "label": f"{noun}s",
        },
        code=f"sk.statements({asked.code})" if all_kinds else f"{asked.code}.quotes",
        found=lambda key: _found(rows, key),
        plot=lambda: _plot(asked), printed=Printed(_PRINTED, "count", "largest", lambda: len(_counts(asked))),
        line=lambda n: _line(read(n), str(n), asked, where),
        nouns=lambda _: noun,
        tables=("quotes", "events") if all_kinds else ("quotes",),
    )  # fmt: skip


def _rows(asked: Asked) -> pd.DataFrame:
    return statements(asked.corpus) if asked.options["show"] == "statements" else asked.corpus.query("quotes")


def _speakers(asked: Asked, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a bar for each speaker of the registry, and one for all others."""
    counts = rows.groupby("speaker_id", dropna=False).agg(n=("article_id", "size"), a=("article_id", "nunique"))
    chosen = asked.chosen("actor")
    ordered = counts.sort_values("n", ascending=False, kind="stable")
    return [
        {
            "key": f"speaker:{key}", "label": name_of(key, asked.names, "others, by their own words"),
            "field": "actor", "choice": key or None, "numbers": [int(n), int(articles), None],
            "pressed": chosen is not None and key in chosen, "faint": False,
            **(actor_style(key)._asdict() if key else {"colour": GREY, "marker": "o"}),
        }
        for key, n, articles in ((plain(key), *rest) for key, *rest in ordered.itertuples(name=None))
    ]  # fmt: skip


def _line(row: dict[str, Any], key: str, asked: Asked, where: Mapping[str, str]) -> Line:
    article = str(row["article_id"])
    who = actor_cell(asked, row["speaker_id"], row.get("speaker_text"), default="not named")
    against = [actor_cell(asked, row["against_id"])] if "against_id" in row else []
    words = {"text": plain(row["text"]), "key": key}
    place = narrowing(asked, "article", article, where.get(article, article))
    return {"cells": [who, plain(row["kind"]), *against, words, place]}


def _found(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    if not key.startswith("speaker:"):
        return rows.iloc[[int(key)]] if key else rows
    speaker = key.removeprefix("speaker:")
    return rows[rows["speaker_id"] == speaker] if speaker else rows[rows["speaker_id"].isna()]


def _counts(asked: Asked) -> pd.DataFrame:
    counts = count_statements(asked.corpus)
    return counts if asked.options["show"] == "statements" else counts[counts["kind"].str.endswith("quotation")]


def _plot(asked: Asked) -> Any:
    import sahelkit as sk

    return sk.plot_statements(_counts(asked).head(_PRINTED), names=asked.names)


def _count(asked: Asked) -> int:
    if asked.options["show"] == "statements":
        return len(_rows(asked))
    return int(asked.corpus.query("quotes", by=())["n"].iloc[0])


QUOTATIONS = View("quotations", "Quotations", ("quotes", "events"), "quotation", OPTIONS, draw, _count)
