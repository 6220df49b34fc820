"""The figures' view: every number of people as the point or range that the text gives, and who says so.

Nothing is added up: two articles may count the same dead, and a range has no middle that anyone told. Where a mark
stands is said by its own words as well.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sahelkit.exploring.axis import Axis, mark_on, persons_axis, told
from sahelkit.exploring.rowcells import actor_cell, narrowing, row_reader, where_cell, with_marker, words_of
from sahelkit.exploring.views import Asked, Drawn, Line, Option, Printed, View
from sahelkit.showing.cells import plain
from sahelkit.showing.highlight import bounds
from sahelkit.showing.markup import counted, joined
from sahelkit.showing.palette import GREY, actor_style

SORTS = (("text", "place in the text"), ("value", "value, largest first"), ("date", "date of the figure"))
OPTIONS = (Option("sort", "Sort by", "select", "text", SORTS),)
_ORDERS = {
    "text": "",
    "value": '.sort_values(["value_low", "value_high"], ascending=False)',
    "date": '.sort_values(["date_from", "date_to"])',
}
_READ = (
    "article_id", "text", "value_low", "value_high", "hedge", "kind", "group", "actor_id", "claimant_id",
    "claimant_text", "status", "date_edtf",
)  # fmt: skip
# label, width, width in a narrow panel; no narrow width leaves the column out there
_COLUMNS = (
    ("whose", "minmax(8rem,2fr)", "minmax(6rem,3fr)"), ("in the text", "minmax(8rem,2fr)", "minmax(5rem,3fr)"),
    ("persons", "minmax(12rem,5fr)", "minmax(10rem,6fr)"), ("who says so", "minmax(8rem,2fr)", "minmax(6rem,3fr)"),
    ("article", "minmax(7rem,2fr)", ""),
)  # fmt: skip
_PRINTED = Printed(40, "figure")


def draw(asked: Asked) -> Drawn:
    """Return a line for each figure, its mark on one axis of persons."""
    sort = asked.options["sort"]
    rows = _sorted(asked.corpus.query("figures"), sort)
    axis, read = persons_axis(rows["value_low"], rows["value_high"]), row_reader(rows, _READ)
    return Drawn(
        rows=rows,
        title="Figures of people",
        caption=f"{counted(len(rows), 'figure')} in {counted(rows['article_id'].nunique(), 'article')}; "
        "ranges are drawn as ranges, and nothing is added up.",
        chart={
            "kind": "axis", "label": "figures", "noun": "figures", "ends": True, "mark": 2,
            "columns": [dict(zip(("label", "width", "narrow"), column, strict=True)) for column in _COLUMNS],
            "ticks": axis.shown(), "note": "logarithmic axis" if axis.is_log else "from zero", "legend": _legend(rows),
        },
        code=f"{asked.code}.figures{_ORDERS[sort]}",
        found=lambda key: rows.iloc[[int(key)]] if key else rows,
        plot=lambda: _plot(rows, asked), printed=_PRINTED,
        line=lambda n: _line(asked, read(n), axis, n),
    )  # fmt: skip


def _sorted(rows: pd.DataFrame, sort: str) -> pd.DataFrame:
    """Return the rows in order, those without a value or a date last; ties stay in the order of the text."""
    if sort == "value":
        return rows.sort_values(["value_low", "value_high"], ascending=False)
    return rows.sort_values(["date_from", "date_to"]) if sort == "date" else rows


def _line(asked: Asked, row: dict[str, Any], axis: Axis, n: int) -> Line:
    style = actor_style(plain(row["actor_id"]))
    hedge, kind = plain(row["hedge"]).replace("_", " "), plain(row["kind"], "other")
    whose = actor_cell(asked, row["actor_id"], default="not said")
    claimant = actor_cell(asked, row["claimant_id"], row["claimant_text"], field="claimant", default="the article")
    low, high = (None if pd.isna(row[name]) else float(row[name]) for name in ("value_low", "value_high"))
    date = plain(row["date_edtf"])
    mark = mark_on(axis, low, high, style=style, hollow=hedge != "exact", label=_label(low, high))
    said = f"whose: {words_of(whose)}, {kind}: {bounds(row)}, {plain(row['status'])}, says {words_of(claimant)}"
    return {
        "cells": [
            [with_marker(whose, style), joined([kind, plain(row["group"]), date], ", ")],
            [f"“{plain(row['text'])}”", "" if hedge == "exact" else hedge],
            None,
            [claimant, narrowing(asked, "status", row["status"])],
            where_cell(asked, row["article_id"]),
        ],
        "mark": {**mark, "key": str(n), "said": said},
    }


def _label(low: float | None, high: float | None) -> str:
    """Write a figure's bounds beside its mark.

    Examples
    --------
    >>> _label(200, 999), _label(40, None), _label(None, 40), _label(7, 7), _label(None, None)
    ('200 to 999', '40 or more', '40 or fewer', '7', 'no number')
    """
    if low is None and high is None:
        return "no number"
    if high is None:
        return f"{told(low or 0)} or more"
    if low is None:
        return f"{told(high)} or fewer"
    return told(low) if low == high else f"{told(low)} to {told(high)}"


def _legend(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return what the shapes mean, those alone that occur."""
    low, high, exact = rows["value_low"], rows["value_high"], rows["hedge"] == "exact"
    point, open_ = (low == high).fillna(False).astype(bool), low.isna() != high.isna()
    ranges = ~point & low.notna() & high.notna()
    look = {"colour": GREY, "marker": "o"}
    items = (
        (point & exact, {"shape": "point", "label": "exact"}),
        (point & ~exact, {"shape": "point", "hollow": True, "label": "about"}),
        (ranges, {"shape": "range", "hollow": True, "label": "range, least to most"}),
        (open_, {"shape": "open", "hollow": True, "label": "arrow: no bound given"}),
    )
    return [look | item for mask, item in items if mask.any()]


def _plot(rows: pd.DataFrame, asked: Asked) -> Any:
    from sahelkit.showing.ranges import plot_figures

    return plot_figures(rows.head(_PRINTED.most), names=asked.names)


def _count(asked: Asked) -> int:
    return int(asked.corpus.query("figures", by=())["n"].iloc[0])


FIGURES = View("figures", "Figures", ("figures",), "figure", OPTIONS, draw, _count)
