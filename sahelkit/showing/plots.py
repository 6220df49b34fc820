"""Charts of counted tables: how often actors are named, by article, and together.

A table in, matplotlib Axes out. Nothing is counted, filtered, shown or saved here: a chart draws every row it is
given, in the order given. Counts start at zero; frequency of mention is press attention, not strength, and the axis
says what is counted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sahelkit.errors import BadValue
from sahelkit.showing.canvas import POINTS, finish, label_rows, lay_rows, say_no_rows, write
from sahelkit.showing.cells import name_of, names_from, plain, require, shorten, wrap
from sahelkit.showing.palette import BLUE, FAINT, INK, RULE, Style, actor_style

_NAME_WIDTH = 30  # characters of a name on one line


def plot_mentions(
    counted: pd.DataFrame, *, ax: Axes | None = None, by: str | None = None, count: str = "mentions", title: str = ""
) -> Axes:
    """Draw how often each actor is named: horizontal bars from zero, the number at the end of each.

    Parameters
    ----------
    counted : DataFrame
        One row an actor (with `by`, one row an actor and value of `by`): actor_id, name and the counts, as
        `count_mentions` returns it. Rows are drawn in the order given.
    ax : Axes, optional
        Drawn on; else a new one, as high as its rows need.
    by : str, optional
        A column of `counted` (article_id, publisher): one column of bars for each of its values,
        in alphabetical order, all to one scale. Articles are headed by their publisher and title where the table has
        these columns (count them ``by=("actor_id", "article_id", "publisher", "title")``), else by their id.
    count : str
        The column that holds the counts (mentions).
    title : str
        Written above the chart.

    Returns
    -------
    Axes
        A table without rows gives a labelled Axes that says "no rows".

    Raises
    ------
    UnknownName
        When a column is missing.
    BadValue
        When `counted` is no table, or a count is missing or below zero.

    Examples
    --------
    >>> table = pd.DataFrame({"actor_id": ["mali", "jnim"], "name": ["Mali", "JNIM"], "mentions": [12, 2]})
    >>> ax = plot_mentions(table)
    >>> ax.get_xlabel(), [t.get_text() for t in ax.get_yticklabels()]
    ('mentions (times named)', ['Mali', 'JNIM'])
    """
    require(counted, ["actor_id", "name", count] + ([by] if by else []))
    xlabel = f"{count} (times named)" if count == "mentions" else count
    actors = counted.drop_duplicates("actor_id")
    labels = [wrap(plain(n, "?"), _NAME_WIDTH) for n in actors["name"]]
    ax, rows = lay_rows(labels, ax=ax)
    if not labels:
        return say_no_rows(ax, title=title, xlabel=xlabel)
    label_rows(ax, labels, rows)
    place = dict(zip(actors["actor_id"], rows.middles, strict=True))
    values = _counts(counted[count])
    if by is None:
        _bars(ax, [place[a] for a in counted["actor_id"]], values, counted["actor_id"])
        ax.set_xlim(0, max(values.max() * 1.08, 1))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.grid(axis="x", color=RULE, linewidth=0.6)
        return finish(ax, title=title, xlabel=xlabel, points=rows.points)
    _columns(ax, [place[a] for a in counted["actor_id"]], values, counted[["actor_id", by]], _heads(counted, by))
    xlabel += f", by {by.replace('_id', '')}; all columns to one scale"
    return finish(ax, title=title, xlabel=xlabel, points=rows.points)


def _counts(column: pd.Series) -> np.ndarray:
    if column.isna().any() or (column < 0).any():
        raise BadValue(f"column {column.name!r} holds counts: no cell may be missing or below zero", value=column.name)
    return column.to_numpy(dtype=float)


def _bars(ax: Axes, places: list[float], values: np.ndarray, actors: Any, left: Any = 0.0, scale: float = 1.0) -> None:
    styles = [actor_style(plain(a)) for a in actors]
    height = 0.13
    lefts = np.broadcast_to(np.asarray(left, dtype=float), values.shape)
    ax.barh(places, values * scale, height=height, left=lefts, color=[s.colour for s in styles], zorder=2)
    for y, value, start, style in zip(places, values, lefts, styles, strict=True):
        _bar_end(ax, start + value * scale, y, f"{value:,.0f}", style)


def _bar_end(ax: Axes, x: float, y: float, text: str, style: Style) -> None:
    ax.plot([x], [y], style.marker, color=style.colour, markeredgecolor="white", markersize=8, zorder=3, clip_on=False)
    ax.annotate(
        text, (x, y), xytext=(8, 0), textcoords="offset points", va="center", fontsize=POINTS - 1, color=INK, zorder=4,
    )  # fmt: skip


def _heads(counted: pd.DataFrame, by: str) -> dict[str, str]:
    """Return what each column of bars is headed with, by its value; for articles what tells them apart to a reader."""
    values = [plain(value, "?") for value in counted[by]]
    about = [c for c in ("publisher", "title") if by == "article_id" and c in counted.columns]
    told = counted[about].itertuples(index=False, name=None) if about else [()] * len(values)
    heads = {}
    for value, cells in zip(values, told, strict=True):
        heads[value] = ": ".join(filter(None, (shorten(plain(cell), 60) for cell in cells))) or value
    return heads


def _columns(ax: Axes, places: list[float], values: np.ndarray, keys: pd.DataFrame, heads: dict[str, str]) -> None:
    """One baseline for each value of the second key; bars run right from it, to one scale."""
    told = [plain(h, "?") for h in keys.iloc[:, 1]]
    order = sorted(set(told))
    lefts = np.array([order.index(h) for h in told], dtype=float)
    _bars(ax, places, values, keys.iloc[:, 0], left=lefts, scale=0.72 / max(values.max(), 1))
    ax.set_xlim(0, len(order))
    width = max(8, 48 // len(order))
    ax.set_xticks(range(len(order)), [wrap(heads[h], width) for h in order], ha="left")
    ax.tick_params(axis="x", length=0, labelsize=POINTS - (2 if len(order) > 4 else 0))
    ax.vlines(range(len(order)), *ax.get_ylim(), color=RULE, linewidth=0.8, zorder=1)


def plot_comentions(
    pairs: pd.DataFrame, *, ax: Axes | None = None, count: str = "sentences", names: Any = None, title: str = ""
) -> Axes:
    """Draw how often two actors are named together, as a triangle of cells, darker for more, the number in each.

    Parameters
    ----------
    pairs : DataFrame
        One row an unordered pair: actor_id, other_id and the counts, as `comentions` returns it; actors are drawn
        in the order in which they first appear.
    ax : Axes, optional
        Drawn on; else a new one.
    count : str
        The column that holds the counts.
    names : mapping or DataFrame, optional
        Names of the actors: actor_id -> name, or a table with these two columns (mentions).
    title : str
        Written above the chart.

    Returns
    -------
    Axes
        No rows give a labelled Axes that says "no rows"; an empty cell is a pair never named together.

    Raises
    ------
    UnknownName, BadValue
        As `plot_mentions`.

    Examples
    --------
    >>> pairs = pd.DataFrame({"actor_id": ["mali"], "other_id": ["france"], "sentences": [7]})
    >>> [t.get_text() for t in plot_comentions(pairs).get_yticklabels()]
    ['france']
    """
    require(pairs, ["actor_id", "other_id", count])
    known = names_from(names)
    order = [plain(a) for a in pd.unique(pairs[["actor_id", "other_id"]].to_numpy().ravel())]
    cells = _cells(pairs, order, _counts(pairs[count]))
    down = _sides(order, {row for row, _, _ in cells}, known)
    across = _sides(order, {column for _, column, _ in cells}, known)
    labels = list(down.values())
    ax, rows = lay_rows(labels, ax=ax, width=min(8.0, 3.0 + 0.75 * len(across)), extra=2.2)
    if not cells:
        return say_no_rows(ax, title=title, xlabel=f"{count} that name both")
    label_rows(ax, labels, rows)
    _draw_cells(ax, cells, dict(zip(down, rows.middles, strict=True)), list(across))
    few = len(across) <= 6  # then the names fit side by side, unturned
    heads = [wrap(label.replace("\n", " "), 12 if few else 18) for label in across.values()]
    places = [i + 0.5 for i in range(len(heads))]
    ax.set_xticks(places, heads, rotation=0 if few else 90, fontsize=rows.points)
    ax.tick_params(axis="x", length=0)
    return finish(ax, title=title, xlabel=f"{count} that name both", points=rows.points)


def _cells(pairs: pd.DataFrame, order: list[str], values: np.ndarray) -> list[tuple[str, str, float]]:
    """Return row actor, column actor and count of each pair; the actor that comes first in `order` has the column."""
    place = {a: i for i, a in enumerate(order)}
    cells = []
    for a, b, value in zip(pairs["actor_id"].map(plain), pairs["other_id"].map(plain), values, strict=True):
        if a == b:
            raise BadValue(f"a pair names {a!r} twice; a co-mention joins two actors", value=a)
        cells.append((a, b, float(value)) if place[a] > place[b] else (b, a, float(value)))
    return cells


def _sides(order: list[str], used: set[str], names: dict[str, str]) -> dict[str, str]:
    """Return actor -> label, in order, for the actors that have a cell on this side."""
    return {a: wrap(name_of(a, names), _NAME_WIDTH) for a in order if a in used}


def _draw_cells(ax: Axes, cells: list[tuple[str, str, float]], middles: dict[str, float], across: list[str]) -> None:
    most = max(1.0, *(value for _, _, value in cells))
    ax.set_xlim(0, len(across))
    for down, over, value in cells:
        column, share = across.index(over), value / most
        alpha = 0.12 + 0.88 * share
        ax.barh(middles[down], 0.96, left=column + 0.02, height=0.22, color=BLUE, alpha=alpha, linewidth=0)
        colour = "white" if share > 0.6 else INK
        write(ax, column + 0.5, middles[down], f"{value:,.0f}", ha="center", color=colour)
    ax.spines["bottom"].set_color(FAINT)
