"""Rows of bars with words at their ends: what the charts of words, and of publishers and languages, share.

A bar begins at zero and goes right, or left below zero; the words that say what it rests on stand behind its end, and
the axis is as much longer as they need. A row without a value has words alone. A heading stands over the rows below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sahelkit.showing.canvas import finish, label_rows, lay_rows, say_no_rows, text_inches, whole_figure
from sahelkit.showing.cells import wrap
from sahelkit.showing.palette import FAINT, INK, RULE, Style

WIDTH = 7.8  # inches of a new chart
_LABEL = 30  # characters of a label on one line
_GAP = 7  # points between a bar and its words
_LONG = 0.35  # share of the axes that the bars keep, however long the words are


class Bar(NamedTuple):
    """One row: its label, its value, the words behind it and its looks; a heading has neither value nor words."""

    label: str
    value: float | None
    words: str
    style: Style
    is_heading: bool = False


def draw_bars(bars: Sequence[Bar], *, ax: Axes | None, title: str, xlabel: str, whole: bool = False) -> Axes:
    """Draw rows of bars in their order, on a new Axes as high as they need or on the one handed in.

    Parameters
    ----------
    bars : sequence of Bar
        None of them gives a labelled Axes that says "no rows".
    ax : Axes, optional
        Drawn on; else a new one.
    title, xlabel : str
        Written above and below; the label in as many lines as it has.
    whole : bool
        Whether the values are counts, so that the axis has whole numbers.
    """
    labels = [wrap(bar.label, _LABEL) for bar in bars]
    ax, rows = lay_rows(labels, ax=ax, width=WIDTH, extra=1.0 + 0.17 * xlabel.count("\n"))
    if not bars:
        return say_no_rows(ax, title=title, xlabel=xlabel)
    label_rows(ax, labels, rows)
    ax.tick_params(axis="y", pad=7)  # a bar of nothing has its mark on the baseline
    points = max(3.0, rows.points - 1)
    _limit(ax, bars, _inches(ax, labels, rows.points), points)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=whole))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.axvline(0, color=FAINT, linewidth=0.8, zorder=1)
    for y, bar in zip(rows.middles, bars, strict=True):
        if not bar.is_heading:
            _draw(ax, y, bar, points)
    for label, bar in zip(ax.get_yticklabels(), bars, strict=True):
        label.set_fontweight("bold" if bar.is_heading else "normal")
    return finish(ax, title=title, xlabel=xlabel, points=rows.points)


def _inches(ax: Axes, labels: Sequence[str], points: float) -> float:
    """Return about how wide the axes will be once the labels have their room."""
    figure = whole_figure(ax)
    inches = float(ax.get_window_extent().width) / figure.dpi
    if figure.get_layout_engine() is None:
        return inches
    beside = max(text_inches(label, points, bold=True) for label in labels) + 0.3
    # before the layout an axes fills 0.775 of its place in the figure
    return max(1.0, inches / 0.775 - beside)


def _limit(ax: Axes, bars: Sequence[Bar], inches: float, points: float) -> None:
    """End the axis where the words behind every bar have room, on both sides of zero."""
    room = (1 - _LONG) * inches
    behind = {bar: min(room, text_inches(bar.words, points) + (_GAP + 4) / 72) for bar in bars if bar.words}
    low = min([0.0, *(bar.value for bar in behind if bar.value is not None)])
    high = max([0.0, *(bar.value for bar in behind if bar.value is not None)])
    right = {bar: words for bar, words in behind.items() if (bar.value or 0.0) >= 0}
    left = {bar: words for bar, words in behind.items() if (bar.value or 0.0) < 0}
    per_inch = max(high - low, 1e-9) / max(inches, 1e-9)
    for _ in range(40):  # each round lets the axis grow by what the words need at the scale of the round before
        ends = [(bar.value or 0.0) + words * per_inch for bar, words in right.items()]
        starts = [(bar.value or 0.0) - words * per_inch for bar, words in left.items()]
        per_inch = (max([high, *ends]) - min([low, *starts])) / inches
    ax.set_xlim(min([low, *starts]), max([high, *ends]) or 1.0)


def _draw(ax: Axes, y: float, bar: Bar, points: float) -> None:
    value = bar.value or 0.0
    if bar.value is not None:
        ax.barh([y], [value], height=0.13, color=bar.style.colour, zorder=2)
        look: dict[str, Any] = {"color": bar.style.colour, "mec": "white", "ms": 7, "zorder": 3, "clip_on": False}
        ax.plot([value], [y], bar.style.marker, **look)
    words = ax.annotate(
        bar.words, (value, y), (-_GAP if value < 0 else _GAP, 0), textcoords="offset points", va="center",
        ha="right" if value < 0 else "left", fontsize=points, color=INK if bar.value is not None else FAINT,
        parse_math=False, zorder=4,
    )  # fmt: skip
    words.set_in_layout(False)  # the axis is long enough for it; a layout would make room once more
