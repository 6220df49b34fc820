"""Chart of figures: every number of people as the point or the range that the text gives, and who says it.

A figure keeps its hedge: exact numbers are filled points, "about" is hollow, a range is a bar from least to most,
an open bound ends in an arrow. No middle of a range is drawn, since no text gave one. Nothing is added up.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from sahelkit.showing.canvas import POINTS, add_legend, finish, label_rows, lay_rows, say_no_rows, write
from sahelkit.showing.cells import name_of, names_from, plain, records, require, shorten, wrap
from sahelkit.showing.palette import INK, RULE, Style, actor_style

_NEEDS = ("text", "value", "value_low", "value_high", "hedge", "kind", "actor_id", "claimant_id", "claimant_text")
_WIDE = 20.0  # a span of more than this factor is drawn on a logarithmic axis
_XLABEL = "persons"


class _Span(NamedTuple):
    low: float | None
    high: float | None
    point: bool
    hollow: bool


def plot_figures(figures: pd.DataFrame, *, ax: Axes | None = None, names: Any = None, title: str = "") -> Axes:
    """Draw each figure as a point or a range of persons, with its words, whose people they are and who says so.

    Parameters
    ----------
    figures : DataFrame
        Rows of `corpus.figures`, drawn in the order given. value_low and value_high are persons; missing is open.
    ax : Axes, optional
        Drawn on; else a new one, as high as its rows need.
    names : mapping or DataFrame, optional
        Names of the actors: actor_id -> name, or a table with these two columns (mentions).
    title : str
        Written above the chart.

    Returns
    -------
    Axes
        The axis starts at zero, or is logarithmic (and says so) where the numbers span more than a factor of 20.
        No rows give a labelled Axes that says "no rows".

    Raises
    ------
    UnknownName
        When a column is missing.
    BadValue
        When `figures` is no table.

    Examples
    --------
    >>> row = {"text": "beberapa ratus", "value": None, "value_low": 200, "value_high": 999, "hedge": "several",
    ...        "kind": "troops", "actor_id": "wagner", "claimant_id": "townsend", "claimant_text": "Townsend"}
    >>> ax = plot_figures(pd.DataFrame([row]), names={"wagner": "Wagner Group"})
    >>> ax.get_yticklabels()[0].get_text()
    'Wagner Group, troops\\nsays townsend'
    """
    require(figures, _NEEDS)
    known = names_from(names)
    labels = [_label(row, known) for row in records(figures)]
    ax, rows = lay_rows(labels, ax=ax, extra=1.35)
    if not labels:
        return say_no_rows(ax, title=title, xlabel=_XLABEL)
    label_rows(ax, labels, rows)
    spans = [_span(row) for row in records(figures)]
    scale = _scale(ax, spans)
    for y, row, span in zip(rows.middles, records(figures), spans, strict=True):
        _draw(ax, y, span, actor_style(plain(row["actor_id"])), _words(row))
    _legend(ax, rows.points)
    return finish(ax, title=title, xlabel=_XLABEL + scale, points=rows.points)


def _label(row: dict[str, Any], names: dict[str, str]) -> str:
    whose = name_of(row["actor_id"], names, "whose: not said")
    kind = plain(row["kind"], "other")
    claimant = name_of(row["claimant_id"], names) or plain(row["claimant_text"])
    says = f"says {claimant}" if claimant else "in the article's own words"
    return wrap(f"{whose}, {kind}", 34) + "\n" + wrap(says, 34)


def _words(row: dict[str, Any]) -> str:
    hedge = plain(row["hedge"]).replace("_", " ")
    return f"“{shorten(plain(row['text']), 36)}”" + ("" if hedge == "exact" else f" ({hedge})")


def _span(row: dict[str, Any]) -> _Span:
    low, high = (None if pd.isna(row[c]) else float(row[c]) for c in ("value_low", "value_high"))
    point = low is not None and low == high
    return _Span(low, high, point, plain(row["hedge"]) != "exact")


def _scale(ax: Axes, spans: list[_Span]) -> str:
    """Set the persons axis, linear from zero or logarithmic, and return what its label must add."""
    ends = [v for s in spans for v in (s.low, s.high) if v is not None] or [1.0]
    most, least = max(ends) or 1.0, min([v for v in ends if v > 0] or [1.0])
    wide = most / least > _WIDE
    if wide:
        ax.set_xscale("log")
        ax.set_xlim(10 ** (math.floor(math.log10(least)) - 0.15), most * 4)
        ax.xaxis.set_major_locator(LogLocator(numticks=8))
        ax.xaxis.set_minor_formatter(NullFormatter())
    else:
        ax.set_xlim(0, most * 1.3)
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    # set after the scale, which brings a formatter of its own
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}"))
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    return ", logarithmic axis" if wide else ""


def _draw(ax: Axes, y: float, span: _Span, style: Style, words: str) -> None:
    left, right = (_data_x(ax, share) for share in (0.015, 0.985))
    low = left if span.low is None else max(span.low, left)
    high = right if span.high is None else span.high
    if span.low is None and span.high is None:
        write(ax, left, y, f"  {words}, no bounds given")
        return
    if span.point:
        fill = "white" if span.hollow else style.colour
        ax.plot([low], [y], style.marker, ms=9, mfc=fill, mec=style.colour, mew=1.8, zorder=3)
    else:
        _bar(ax, y, (low, high), span, style)
    _note(ax, y, (low, high), words)


def _bar(ax: Axes, y: float, ends: tuple[float, float], span: _Span, style: Style) -> None:
    ax.plot(ends, [y, y], color=style.colour, lw=5, solid_capstyle="butt", alpha=0.85, zorder=2)
    for bound, at, arrow in ((span.low, ends[0], "<"), (span.high, ends[1], ">")):
        marker = arrow if bound is None else style.marker
        ax.plot([at], [y], marker, ms=9, mfc="white" if bound is not None else style.colour, mec=style.colour,
                mew=1.8, zorder=3, clip_on=False)  # fmt: skip


def _data_x(ax: Axes, share: float) -> float:
    """Return the persons that stand at a share of the axis' width, on either kind of axis."""
    return float(ax.transData.inverted().transform(ax.transAxes.transform((share, 0)))[0])


def _note(ax: Axes, y: float, ends: tuple[float, float], words: str) -> None:
    """Write the article's words above the mark, towards the side that has room."""
    shares = ax.transAxes.inverted().transform(ax.transData.transform([(x, y) for x in ends]))[:, 0]
    at_left = shares[0] < 1 - shares[1] or shares[0] < 0.45
    ax.annotate(
        words, (ends[0] if at_left else ends[1], y), xytext=(-3 if at_left else 3, 8), textcoords="offset points",
        va="bottom", ha="left" if at_left else "right", fontsize=POINTS - 1, color=INK, parse_math=False, zorder=4,
    )  # fmt: skip


def _legend(ax: Axes, points: float) -> None:
    grey: dict[str, Any] = {"color": INK, "lw": 0, "ms": 6}
    shapes = [
        Line2D([], [], marker="o", label="exact", **grey),
        Line2D([], [], marker="o", mfc="white", label="about", **grey),
        Line2D([], [], color=INK, lw=4, marker="o", mfc="white", ms=6, label="range, least to most"),
        Line2D([], [], marker=">", label="arrow: no bound given", **grey),
    ]
    add_legend(ax, shapes, columns=4, points=points)
