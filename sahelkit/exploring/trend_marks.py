"""Lines over time and bars, as plain values for the board: what is drawn of a table of trends, and how it looks.

Both come from two tables: the rows of the selection, and the same among everything that could be chosen instead. What
stands only in the second is faint. A line's periods, values and counts are lists of one length.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from sahelkit.exploring.views import Asked
from sahelkit.showing.cells import name_of, plain
from sahelkit.showing.markup import language_name
from sahelkit.showing.palette import BLUE, COLOURS, MARKERS, actor_style, group_style
from sahelkit.studying.trends import PERIODS

MOST = 8  # lines that can be told apart
_BARS = 400  # bars sent to the page
_DASHES = ("", "7 3", "2 3", "8 3 2 3")


class Kinds(NamedTuple):
    """What is asked: the table, the axis, the column that is split by and the field it narrows, the column drawn."""

    table: str
    by: str
    split: str | None
    field: str | None
    value: str

    @property
    def cleared(self) -> tuple[str, ...]:
        """The fields that a click on the chart sets: what a chosen mark stands among is drawn without them."""
        own = ("since", "until") if self.by in PERIODS else (self.by,)
        return (*own, *([self.field] if self.field else []))

    @property
    def unit(self) -> str:
        """What is counted, and for each what."""
        per = {"per_1000_words": " per 1,000 words", "per_article": " per article"}
        return self.table + per.get(self.value, "")


def lines(asked: Asked, kinds: Kinds, rows: pd.DataFrame, among: pd.DataFrame) -> dict[str, Any]:
    """Return lines over all periods, with which of them are chosen."""
    periods = [str(period) for period in among[kinds.by].dropna().drop_duplicates().sort_values()]
    drawn, left = _drawn(asked, kinds, rows, among)
    own = _cells(rows, kinds, drawn)
    cells = _cells(among, kinds, drawn) | own  # a selection may hold a part of a month
    every = [_line(asked, kinds, key, [cells.get((key, period)) for period in periods]) for key in drawn]
    for place, line in _placed(every):
        undated = own.get((line["key"], ""))
        line |= {**_look(kinds, line["key"], place), "dash": _DASHES[place % len(_DASHES)], "undated": undated}
    gaps = any(value is None for line in every for value in line["values"])
    return {
        "kind": "series", "by": kinds.by, "unit": kinds.unit, "table": kinds.table, "rate": kinds.value != kinds.table,
        "periods": periods, "inside": _inside(asked, kinds, periods), "series": every, "left": left, "gaps": gaps,
    }  # fmt: skip


def _drawn(asked: Asked, kinds: Kinds, rows: pd.DataFrame, among: pd.DataFrame) -> tuple[list[str], int]:
    """Return which lines are drawn, those chosen and then those most frequent under the selection; how many not."""
    if kinds.split is None:
        return ([""] if len(among) else []), 0
    own, every = (table.groupby(_keys(table, kinds))[kinds.table].sum() for table in (rows, among))
    ranked = sorted(every.index, key=lambda key: (not _pressed(asked, kinds, key), -own.get(key, 0), -every[key], key))
    return ranked[:MOST], max(0, len(ranked) - MOST)


def _keys(table: pd.DataFrame, kinds: Kinds) -> pd.Series:
    if kinds.split is None:
        return pd.Series("", index=table.index)
    return table[kinds.split].fillna("").astype(object)


def _pressed(asked: Asked, kinds: Kinds, key: str) -> bool:
    chosen = asked.chosen(kinds.field) if kinds.field else None
    return chosen is not None and key in chosen


def _cells(table: pd.DataFrame, kinds: Kinds, drawn: list[str]) -> dict[tuple[str, str], list[Any]]:
    """Return value, count and articles for each line and period; no value where nothing was searched."""
    keys = _keys(table, kinds)
    held = table[keys.isin(drawn)]
    searched = "words" if kinds.table == "articles" else "all_articles"
    columns = [held[name] for name in (kinds.value, kinds.table, "articles", searched)]
    found = {}
    for key, period, value, n, articles, base in zip(
        keys[held.index], held[kinds.by].fillna("").astype(object), *columns, strict=True
    ):
        known = not pd.isna(value) and (base > 0 or kinds.table == "articles")
        found[key, period] = [round(float(value), 3) if known else None, int(n), int(articles)]
    return found


def _line(asked: Asked, kinds: Kinds, key: str, cells: list[list[Any] | None]) -> dict[str, Any]:
    told = [cell or [None, 0, 0] for cell in cells]
    chosen = asked.chosen(kinds.field) if kinds.field else None
    return {
        "key": key, "label": _label(asked, kinds.field, key), "field": kinds.field, "choice": key or None,
        "pressed": _pressed(asked, kinds, key), "faint": chosen is not None and key not in chosen,
        "values": [cell[0] for cell in told], "counts": [cell[1] for cell in told],
        "articles": [cell[2] for cell in told],
    }  # fmt: skip


def _placed(lines: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """Number lines by name, not by rank, so that a filter changes their colours less often."""
    return list(enumerate(sorted(lines, key=lambda line: line["key"])))


def _look(kinds: Kinds, key: str, place: int) -> dict[str, str]:
    if kinds.split is None:
        return {"colour": BLUE, "marker": "o"}
    if kinds.field in ("actor", "group"):
        return (actor_style(key) if kinds.field == "actor" else group_style(key))._asdict()
    return {"colour": COLOURS[place % len(COLOURS)], "marker": MARKERS[place % len(MARKERS)]}


def _label(asked: Asked, field: str | None, key: str) -> str:
    if not field:
        return ""
    if field == "actor":
        return name_of(key, asked.names, "nobody named")
    told = plain(key, "")
    return (language_name(key) if field == "language" and told else told) or f"no {field}"


def _inside(asked: Asked, kinds: Kinds, periods: list[str]) -> list[int] | None:
    """Return the first and the last chosen period by number, [0, -1] where none is in sight; None for all of them."""
    since, until = asked.selection.day("since"), asked.selection.day("until")
    if since is None and until is None:
        return None
    width = 7 if kinds.by == "month" else 4
    lo, hi = since.isoformat()[:width] if since else "", until.isoformat()[:width] if until else "9999-99"
    held = [n for n, period in enumerate(periods) if lo <= period <= hi]
    return [held[0], held[-1]] if held else [0, -1]


def bars(asked: Asked, kinds: Kinds, rows: pd.DataFrame, among: pd.DataFrame) -> dict[str, Any]:
    """Return bars, highest first: those of the selection, then the others; none where nothing was searched."""
    held = set(pairs(rows, kinds))
    others = among[pd.Series([pair not in held for pair in pairs(among, kinds)], index=among.index, dtype=bool)]
    places = {key: n for n, key in enumerate(sorted({*_keys(among, kinds), *_keys(rows, kinds)}))}
    every = [bar for table in (rows, others) for bar in _bars_of(asked, kinds, table, places)]
    # the bars' drawer shows the number it is given; all here give one
    return {"kind": "bars", "axis": kinds.unit, "value": "mentions", "bars": every[:_BARS],
            "more": max(0, len(every) - _BARS)}  # fmt: skip


def _bars_of(asked: Asked, kinds: Kinds, table: pd.DataFrame, places: dict[str, int]) -> list[dict[str, Any]]:
    every = table if kinds.table == "articles" else table[table["all_articles"] > 0]
    ranked = every.dropna(subset=[kinds.value]).sort_values(kinds.value, ascending=False, kind="stable")
    chosen = asked.chosen(kinds.by)
    bars = []
    for (by, key), value in zip(pairs(ranked, kinds), ranked[kinds.value], strict=True):
        labels = [_label(asked, kinds.by, by), *([_label(asked, kinds.field, key)] if kinds.field else [])]
        bars.append({
            "key": f"{by}|{key}", "label": " · ".join(labels), "field": kinds.by, "choice": by or None,
            "numbers": [round(float(value), 2)], "pressed": chosen is not None and by in chosen,
            "faint": chosen is not None and by not in chosen, **_look(kinds, key, places[key]),
        })  # fmt: skip
    return bars


def pairs(table: pd.DataFrame, kinds: Kinds) -> list[tuple[str, str]]:
    """Return the value on the axis and the line of each row; "" where one is missing or nothing is split."""
    return list(zip(table[kinds.by].fillna("").astype(object), _keys(table, kinds), strict=True))
