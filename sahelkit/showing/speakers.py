"""Chart of statements: who says how much of what, one row a speaker, one column a kind of statement.

Every column has its own baseline and all have one scale, so that bars can be compared along a row and down a column.
Kinds overlap (a quotation may hold a promise), so nothing is stacked and no row has a total. Colour and marker tell
quotations, claims, and words of conflict and of cooperation apart, as everywhere in the kit; the head of the column
says the same in words.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from sahelkit.errors import BadValue
from sahelkit.showing.canvas import POINTS, finish, label_rows, lay_rows, say_no_rows
from sahelkit.showing.cells import name_of, names_from, plain, require, wrap
from sahelkit.showing.palette import GREEN, GREY, INK, RULE, Style, group_style
from sahelkit.studying.statements import KINDS

NOBODY = "speaker not known"
_CONFLICT, _COOPERATION = group_style("verbal conflict"), group_style("verbal cooperation")
STYLES = {
    **dict.fromkeys(KINDS, _CONFLICT),
    "direct quotation": Style(GREY, "o"),
    "indirect quotation": Style(GREY, "o"),
    "claim": Style(GREEN, "v"),
    "promise": _COOPERATION,
}
_WIDTH, _LABELS = 8.4, 2.2  # inches: of a new chart, and of its row labels


def plot_statements(
    counted: pd.DataFrame, *, ax: Axes | None = None, count: str = "statements", names: Any = None, title: str = ""
) -> Axes:
    """Draw how many statements of each kind each speaker makes: bars from zero, the number at the end of each.

    Parameters
    ----------
    counted : DataFrame
        One row a speaker and kind: speaker_id, kind and the counts, as `count_statements` returns it. Speakers are
        drawn in the order in which they first appear; kinds in the order of `sahelkit.studying.statements.KINDS`.
    ax : Axes, optional
        Drawn on; else a new one, as high as its rows need.
    count : str
        The column that holds the counts.
    names : mapping or DataFrame, optional
        Names of the actors: actor_id -> name, or a table with these two columns (mentions).
    title : str
        Written above the chart.

    Returns
    -------
    Axes
        No rows give a labelled Axes that says "no rows"; where nothing is drawn, nothing is counted.

    Raises
    ------
    UnknownName, BadValue
        When a column is missing; when a count is missing or below zero, or a speaker has two
        rows of one kind.

    Examples
    --------
    >>> rows = {"speaker_id": ["mali", "mali"], "kind": ["denial", "claim"], "statements": [2, 1]}
    >>> ax = plot_statements(pd.DataFrame(rows), names={"mali": "Mali"})
    >>> [t.get_text() for t in ax.get_yticklabels()], [t.get_text() for t in ax.get_xticklabels()]
    (['Mali'], ['claim', 'denial'])
    """
    require(counted, ["speaker_id", "kind", count])
    _check(counted, count)
    xlabel = f"{count}, by kind; all columns to one scale"
    known = names_from(names)
    speakers = list(dict.fromkeys(plain(key) for key in counted["speaker_id"]))
    labels = [wrap(name_of(key, known, NOBODY), 26) for key in speakers]
    ax, rows = lay_rows(labels, ax=ax, width=_WIDTH, extra=1.2)
    if not labels:
        return say_no_rows(ax, title=title, xlabel=xlabel)
    label_rows(ax, labels, rows)
    told = [plain(kind) for kind in counted["kind"].unique()]
    kinds = [*(kind for kind in KINDS if kind in told), *sorted(set(told) - set(KINDS))]
    _heads(ax, kinds, rows.points)
    ax.hlines(rows.middles, 0, len(kinds), color=RULE, linewidth=0.5, linestyle=(0, (1, 3)), zorder=0)
    place = dict(zip(speakers, rows.middles, strict=True))
    most = max(float(counted[count].max()), 1)
    scale = _longest(len(kinds), f"{most:,.0f}") / most
    for speaker, kind, value in counted[["speaker_id", "kind", count]].itertuples(index=False, name=None):
        at = kinds.index(plain(kind)), place[plain(speaker)]
        _bar(ax, at, float(value) * scale, f"{value:,.0f}", STYLES.get(kind, Style(GREY, "s")))
    return finish(ax, title=title, xlabel=xlabel, points=rows.points)


def _check(counted: pd.DataFrame, count: str) -> None:
    if counted.duplicated(["speaker_id", "kind"]).any():
        raise BadValue("a speaker has two rows of one kind; count by speaker_id and kind alone", value=counted)
    if counted[count].isna().any() or (counted[count] < 0).any():
        raise BadValue(f"column {count!r} holds counts: no cell may be missing or below zero", value=count)


def _longest(columns: int, number: str) -> float:
    """Return the share of a column's width that leaves room for the number behind the longest bar."""
    inches = (_WIDTH - _LABELS) / columns
    return min(0.8, max(0.15, 1 - (0.2 + 0.075 * len(number)) / inches))


def _heads(ax: Axes, kinds: list[str], points: float) -> None:
    """Write the kinds above their baselines."""
    ax.set_xlim(0, len(kinds))
    ax.set_xticks(range(len(kinds)), [kind.replace(" ", "\n") for kind in kinds], ha="left", fontsize=points - 1)
    for label in ax.get_xticklabels():
        label.set_parse_math(False)
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0, labelcolor=INK, pad=3)
    ax.tick_params(axis="y", pad=7)  # a count of none has its mark on the baseline
    ax.spines["bottom"].set_visible(False)
    ax.vlines(range(len(kinds)), *ax.get_ylim(), color=RULE, linewidth=0.8, zorder=1)


def _bar(ax: Axes, at: tuple[int, float], length: float, number: str, style: Style) -> None:
    (column, y), end = at, at[0] + length
    ax.barh([y], [length], height=0.13, left=column, color=style.colour, zorder=2)
    ax.plot([end], [y], style.marker, color=style.colour, mec="white", markersize=7, zorder=3, clip_on=False)
    ax.annotate(number, (end, y), (7, 0), textcoords="offset points", va="center", fontsize=POINTS - 1, color=INK)
