"""What every chart shares: an Axes of the right height, labels that are never cut, and words on an empty one.

Charts here are lists of labelled rows. A row takes as many lines as its label needs, and a new Axes grows with its
rows, so labels neither overlap nor leave the picture; on an Axes handed in, the letters shrink instead. Names and
article text are printed as they are: a `$` starts no formula. Nothing is shown, saved or set globally.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import ScaledTranslation

from sahelkit.errors import BadValue
from sahelkit.showing.cells import plain, wrap
from sahelkit.showing.palette import FAINT, INK, RULE

POINTS = 9.0
_LINE = POINTS * 1.32 / 72  # inches a line of text takes
_GAP = 0.11  # inches between two rows
_SCREEN = 1.08  # few dots an inch set letters this much wider than paper does


class Rows(NamedTuple):
    """Where the rows of a chart stand: their middles (inches from the top), the total, the size of the letters."""

    middles: list[float]
    total: float
    points: float


def lay_rows(labels: Sequence[str], *, ax: Axes | None, width: float = 7.2, extra: float = 1.0) -> tuple[Axes, Rows]:
    """Return the Axes to draw on and where the rows stand; a new Axes is as high as its rows need.

    Parameters
    ----------
    labels : sequence of str
        One label a row, broken into lines already.
    ax : Axes, optional
        Drawn on as it is; else a new figure of `width` inches.
    extra : float
        Inches for title, axis and legend.
    """
    heights = [_LINE * (label.count("\n") + 1) + _GAP for label in labels] or [1.2]
    middles = [sum(heights[:i]) + h / 2 for i, h in enumerate(heights)]
    total = sum(heights)
    if ax is None:
        _, ax = plt.subplots(figsize=(width, total + extra), layout="constrained")
        return ax, Rows(middles, total, POINTS)
    inches = ax.get_window_extent().height / whole_figure(ax).dpi
    return ax, Rows(middles, total, max(3.0, POINTS * min(1.0, inches / total)))


def whole_figure(ax: Axes) -> Figure:
    """Return the figure that an Axes stands in, however deep.

    Raises
    ------
    BadValue
        For an Axes that was taken out of its figure.
    """
    figure = ax.get_figure(root=True)
    if figure is None:
        raise BadValue("ax stands in no figure; make one with plt.subplots()", value=ax)
    return figure


def text_inches(text: str, points: float = POINTS, *, bold: bool = False) -> float:
    """Return how wide a text in letters of this size will be at most: its widest line, on paper or on a screen.

    Examples
    --------
    >>> text_inches("") == 0 < text_inches("Mali") < text_inches("Mali", bold=True) < text_inches("Mali\\nBurkina Faso")
    True
    """
    letters = FontProperties(size=points, weight="bold" if bold else "normal")
    lines = (text_to_path.get_text_width_height_descent(line, letters, ismath=False) for line in text.split("\n"))
    return float(max(width for width, _, _ in lines)) / 72 * _SCREEN


def add_legend(ax: Axes, shapes: list[Line2D], *, columns: int, points: float) -> int:
    """Put a legend below the chart, outside the axes, where no mark can lie under it; return its columns.

    In a figure of several charts it stands under its own. It has at most so many columns as fit there.
    """
    figure = whole_figure(ax)
    inches = float(ax.get_window_extent().width if len(figure.axes) > 1 else figure.bbox.width) / figure.dpi
    widest = max((text_inches(str(shape.get_label()), points - 1) for shape in shapes), default=0.0) + 0.5
    columns = max(1, min(columns, int(inches / widest)))
    look: dict[str, Any] = {"handles": shapes, "ncols": columns, "frameon": False, "fontsize": points - 1}
    if len(figure.axes) == 1:
        figure.legend(loc="outside lower center", **look)
        return columns
    # under the axis, its numbers and its label, unless these stand on top
    lines = ax.get_xlabel().count("\n") + 1
    down = points * (1.8 if ax.xaxis.get_ticks_position() == "top" else 2.9 + 1.3 * lines) / 72
    below = ax.transAxes + ScaledTranslation(0, -down, figure.dpi_scale_trans)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0), bbox_transform=below, **look)
    return columns


def label_rows(ax: Axes, labels: Sequence[str], rows: Rows) -> None:
    """Write the row labels at the left, first row on top, and take away the lines that say nothing."""
    ax.set_ylim(rows.total, 0)
    ax.set_yticks(rows.middles[: len(labels)], labels, fontsize=rows.points, color=INK)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", labelsize=min(POINTS, rows.points + 1), colors=FAINT, labelcolor=INK)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(RULE)
    ax.set_axisbelow(True)


def write(ax: Axes, x: float, y: float, text: str, **style: Any) -> Text:
    """Write `text` as it is at a place of the chart."""
    options: dict[str, Any] = {
        "va": "center",
        "ha": "left",
        "fontsize": POINTS - 1,
        "color": INK,
        "parse_math": False,
    } | style
    return ax.text(x, y, text, **options)


def finish(ax: Axes, *, title: str, xlabel: str, points: float = POINTS) -> Axes:
    """Set title and axis label and make sure that no text of the Axes is read as a formula."""
    heading = ax.set_title(title, loc="left", fontsize=points + 1, color=INK, wrap=True)
    ax.set_xlabel(xlabel, fontsize=points, color=INK)
    for text in (heading, ax.xaxis.label, *ax.get_yticklabels(), *ax.get_xticklabels()):
        text.set_parse_math(False)
    return ax


def add_heading(figure: Figure, lines: Sequence[str]) -> None:
    """Write lines at the top left of a whole figure, above all its charts; the figure grows by what they take.

    Lines too long for the figure are broken; none leave it as it is.
    """
    wide, high = (float(side) for side in figure.get_size_inches())
    told = "\n".join(_fitted(plain(line), wide - 2 * _GAP) for line in lines if plain(line))
    if told:
        heading = figure.suptitle(told, x=_GAP / wide, ha="left", fontsize=POINTS, color=INK, linespacing=1.25)
        heading.set_parse_math(False)
        figure.set_size_inches(wide, high + _LINE * (told.count("\n") + 1) + _GAP)


def _fitted(line: str, inches: float) -> str:
    width = max(20, int(inches / (POINTS * 0.45 / 72)))
    while width > 20 and text_inches(wrap(line, width)) > inches:
        width -= 4
    return wrap(line, width)


def say_no_rows(ax: Axes, *, title: str, xlabel: str) -> Axes:
    """Turn an Axes into the labelled, empty chart of a table without rows."""
    ax.set_yticks([])
    ax.set_xticks([])
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(RULE)
    ax.text(0.5, 0.5, "no rows", transform=ax.transAxes, ha="center", va="center", color=FAINT, fontsize=POINTS + 2)
    return finish(ax, title=title, xlabel=xlabel)
