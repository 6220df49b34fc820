"""Chart of trends: counts and rates over time, and across publishers and languages.

Over months and years each value that the table tells apart is a line with points. Where nothing was searched there is
no rate, so the line has a gap; what articles without a date hold has no place on it and is told under it. Across
publishers and languages each row is a bar, with its number and what it rests on behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from sahelkit.columns import TABLES
from sahelkit.errors import BadValue, UnknownName
from sahelkit.showing.bars import Bar, draw_bars
from sahelkit.showing.cells import name_of, names_from, plain, require
from sahelkit.showing.courses import MOST, Course, Sheet, draw_courses, number_of
from sahelkit.showing.palette import BLUE, COLOURS, MARKERS, Style, actor_style, group_style
from sahelkit.studying.trends import PERIODS

_PER = {"per_1000_words": "words", "per_article": "all_articles"}
_COUNTED = ("articles", "all_articles", "words")
_MONTHS = {"month": 1, "year": 12}


class _Kinds(NamedTuple):
    """The columns of a table of trends: what is told apart, the axis, the count, and the value that is drawn."""

    split: list[str]
    by: str
    counted: str
    value: str


class _Series(NamedTuple):
    label: str
    style: Style
    rows: pd.DataFrame


def plot_trends(
    table: pd.DataFrame, *, ax: Axes | None = None, value: str | None = None, names: Any = None, title: str = ""
) -> Axes:
    """Draw counts or rates over time as lines with points, or across publishers and languages as bars.

    Parameters
    ----------
    table : DataFrame
        What `trends` returns.
    ax : Axes, optional
        Drawn on; else a new one.
    value : str, optional
        The column that is drawn: per_1000_words (which it is if none is named and the table has it), per_article,
        the count itself, articles, all_articles or words.
    names : mapping or DataFrame, optional
        Names of the actors: actor_id -> name, or a table with these two columns (mentions).
    title : str
        Written above the chart. Over time, the eight lines with the highest counts are drawn in colour and named;
        further ones are drawn in grey, and the title says how many.

    Returns
    -------
    Axes
        Values begin at zero, and the axis says what is counted for each what. A missing rate, where nothing was
        searched, is a gap in its line; what undated articles hold is told under the axis. No rows give a labelled
        Axes that says "no rows".

    Raises
    ------
    UnknownName
        When a column is missing.
    BadValue
        When `table` is no table, a value is below zero, or a month or year is none.

    Examples
    --------
    >>> rows = {"month": ["2022-03", "2022-04"], "mentions": [5, 0], "articles": [1, 0], "all_articles": [2, 0],
    ...         "words": [1000, 0], "per_1000_words": [5.0, None], "per_article": [2.5, None]}
    >>> ax = plot_trends(pd.DataFrame(rows))
    >>> ax.get_ylabel(), ax.get_xlabel()
    ('mentions per 1,000 words', 'month of publication (a gap: nothing was searched)')
    """
    kinds = _kinds(table, value)
    series = _series(table, kinds, names_from(names))
    if kinds.by not in PERIODS:
        bars = [bar for one in series for bar in _bars(one, kinds)]
        xlabel = f"{_unit(kinds)}, by {_word(kinds.by)}"
        return draw_bars(bars, ax=ax, title=title, xlabel=xlabel, whole=kinds.value not in _PER)
    sheet = Sheet(title, _xlabel(series, kinds), _unit(kinds), _MONTHS[kinds.by], kinds.value not in _PER)
    return draw_courses([_course(one, kinds) for one in series], sheet, ax=ax)


def _kinds(table: pd.DataFrame, value: str | None) -> _Kinds:
    """Read off the columns: left of the first count stand what is told apart and, last, the axis."""
    require(table, ("articles", "words"))
    columns = [str(name) for name in table.columns]
    first = next(n for n, name in enumerate(columns) if name in TABLES or name in _COUNTED)
    if not first:
        raise UnknownName("column", "month", columns)
    drawn = value or ("per_1000_words" if "per_1000_words" in columns else columns[first])
    if drawn not in columns[first:]:
        raise UnknownName("column", drawn, columns[first:])
    if (table[drawn] < 0).any():
        raise BadValue(f"column {drawn!r} holds counts or rates: no cell may be below zero", value=drawn)
    return _Kinds(columns[: first - 1], columns[first - 1], columns[first], drawn)


def _unit(kinds: _Kinds) -> str:
    """Say what is counted, and for each what."""
    told = {
        "per_1000_words": f"{kinds.counted} per 1,000 words",
        "per_article": f"{kinds.counted} per article",
        "all_articles": "articles searched",
        "words": "words searched",
        "articles": "articles" if kinds.counted == "articles" else f"articles with {kinds.counted}",
    }
    return told.get(kinds.value, kinds.value)


def _word(column: str) -> str:
    return column.removeprefix("meta_").removesuffix("_id").replace("_", " ")


def _series(table: pd.DataFrame, kinds: _Kinds, names: dict[str, str]) -> list[_Series]:
    if not kinds.split:
        return [_Series("", Style(BLUE, "o"), table)] if len(table) else []
    found = []
    for n, (key, rows) in enumerate(table.groupby(kinds.split, dropna=False, sort=False)):
        cells = [_cell(cell, column, names) for cell, column in zip(key, kinds.split, strict=True)]
        found.append(_Series(" · ".join(cells), _style(key, kinds.split, n), rows))
    return found


def _cell(cell: Any, column: str, names: dict[str, str]) -> str:
    nobody = f"no {_word(column)}"
    return name_of(cell, names, nobody) if column.endswith("_id") else plain(cell, nobody)


def _style(key: Sequence[Any], split: list[str], n: int) -> Style:
    """Return an actor's or a group's own style; any other value's follows from its place in the table."""
    if split == ["group"]:
        return group_style(plain(key[0]))
    if len(split) == 1 and split[0].endswith("_id"):
        return actor_style(plain(key[0]))
    return Style(COLOURS[n % len(COLOURS)], MARKERS[n % len(MARKERS)])


def _bars(series: _Series, kinds: _Kinds) -> list[Bar]:
    bars = [Bar(series.label, None, "", series.style, is_heading=True)] if series.label else []
    for row in series.rows.to_dict("records"):
        label = plain(row[kinds.by], f"no {_word(kinds.by)}")
        if pd.isna(row[kinds.value]):
            bars.append(Bar(label, None, "nothing searched", series.style))
        else:
            bars.append(Bar(label, float(row[kinds.value]), _words(row, kinds), series.style))
    return bars


def _words(row: dict[Any, Any], kinds: _Kinds) -> str:
    """Write a value, and behind a rate what it rests on."""
    per = _PER.get(kinds.value, "")
    if not per:
        return f"{row[kinds.value]:,.0f}"
    searched = "words" if per == "words" else "article" if row[per] == 1 else "articles"
    return f"{_rate(row[kinds.value])} ({row[kinds.counted]:,.0f} in {row[per]:,.0f} {searched})"


def _rate(value: float) -> str:
    return f"{value:,.{2 if value < 10 else 1}f}"


def _course(series: _Series, kinds: _Kinds) -> Course:
    rows, months = series.rows[series.rows[kinds.by].notna()], _MONTHS[kinds.by]
    try:
        periods = [number_of(str(period), months) for period in rows[kinds.by]]
    except ValueError:
        raise BadValue(f"column {kinds.by!r} holds what is no {kinds.by}", value=list(rows[kinds.by])) from None
    values = (None if pd.isna(value) else float(value) for value in rows[kinds.value])
    return Course(series.label, series.style, dict(zip(periods, values, strict=True)), series.rows[kinds.counted].sum())


def _xlabel(series: list[_Series], kinds: _Kinds) -> str:
    """Say what the axis is, what a gap is where there is one, and what has no place on it."""
    words, undated, gaps = f"{kinds.by} of publication", [], False
    for one in series:
        dated = one.rows[kinds.by].notna()
        gaps = gaps or bool(one.rows.loc[dated, kinds.value].isna().any())
        value = one.rows.loc[~dated, kinds.value].dropna()
        if len(value):
            number = _rate(value.iloc[0]) if kinds.value in _PER else f"{value.iloc[0]:,.0f}"
            undated.append(f"{one.label} {number}".strip())
    words += " (a gap: nothing was searched)" if gaps else ""
    if undated:
        more = [f"{len(undated) - MOST} more"] if len(undated) > MOST else []
        told = ", ".join([*undated[:MOST], *more])
        words += f"\nnot on the axis, of articles without a date ({_unit(kinds)}): {told}"
    return words
