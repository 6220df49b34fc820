"""Marks on a time line: what the charts of events and of incidents share.

A dated mark stands on its day, or on a bar over every day that its date allows; bars are never shrunk to their middle.
Marks without a date stand in a lane of their own below. The words beside a mark go to the side that has room for them,
under the bar where neither has, and are cut only where a whole line is too short for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from sahelkit.columns import EVENT_GROUPS
from sahelkit.showing.canvas import POINTS, Rows, add_legend, finish, label_rows, lay_rows, say_no_rows, whole_figure
from sahelkit.showing.cells import shorten
from sahelkit.showing.palette import FAINT, INK, RULE, Style, group_style

XLABEL = "date of the event (not of the article)"
WIDTH = 8.6  # inches of a new chart
_LETTER = 0.56 / 72  # inches a letter takes for each point of its size: the mean of article text, and some room
_GAP = 9  # points between a mark and its words
_HALF = 0.085  # inches that a mark moves up, and its words down, where the words stand under it
_TRACK = 0.014  # share of the axes' width for one arrow's way


class Mark(NamedTuple):
    """One row of a time line."""

    key: str
    label: str
    note: str
    style: Style
    done: bool
    first: Any
    last: Any
    order: tuple[Any, ...]


class Axis(NamedTuple):
    """What the time axis is a date of, and how the lane without one is headed; `{}` is the number of its marks.

    `undated` is how many there are without a date, where only some of them are drawn.
    """

    xlabel: str = XLABEL
    lane: str = "no date in the text ({}),\nin the order of the text"
    undated: int | None = None

    def heading(self, drawn: int) -> str:
        """Return the words over the lane, where so many marks stand in it."""
        return self.lane.format(f"{drawn:,}" if self.undated in (None, drawn) else f"{drawn:,} of {self.undated:,}")


class Words(NamedTuple):
    """A note as written: its text, left or right of the mark, or under it from a share of the width on."""

    text: str
    side: str
    share: float = 0.0


class Span(NamedTuple):
    """The time axis: first and last day shown, as matplotlib counts days."""

    first: float
    last: float

    def share(self, day: float) -> float:
        """Return where a day stands, from 0 at the left to 1 at the right."""
        return (day - self.first) / (self.last - self.first)


def when(first: Any, last: Any) -> tuple[Any, Any, bool]:
    """Return the bounds of a mark, an open one closed by the other, and whether there is no date at all."""
    if pd.isna(first) and pd.isna(last):
        return None, None, True
    return (last if pd.isna(first) else first), (first if pd.isna(last) else last), False


def draw_marks(
    marks: Sequence[Mark],
    *,
    ax: Axes | None,
    title: str,
    arrows: Iterable[tuple[str, str]] = (),
    axis: Axis = Axis(),  # noqa: B008 (it never changes)
) -> Axes:
    """Draw marks in their order, dated ones by date, undated ones in a lane below with the arrows between them.

    Parameters
    ----------
    marks : sequence of Mark
        Sorted; the undated ones last.
    ax : Axes, optional
        Drawn on; else a new one, as high as its rows need.
    title : str
        Written above the chart.
    arrows : iterable of (str, str)
        Keys of an earlier and a later mark; drawn where both are undated.
    axis : Axis
        What the axis and the lane are called.
    """
    dated = [m for m in marks if m.first is not None]
    span = _span(dated)
    tracks = _tracks([m.key for m in marks if m.first is None], arrows)
    lane_x = 0.025 + _TRACK * len(tracks) + 0.006 * bool(tracks)
    inches = _inches(marks, ax)
    words = [_fit(m, span, inches, lane_x) for m in marks]
    labels = [m.label + "\n" * (w.side == "under" and "\n" not in m.label) for m, w in zip(marks, words, strict=True)]
    is_split = 0 < len(dated) < len(marks) or (bool(marks) and not dated)
    lines = [*labels[: len(dated)], *["\n"] * is_split, *labels[len(dated) :]]  # the lane's heading stands in it
    legend = _legend(marks, bool(tracks))
    ax, rows = lay_rows(lines, ax=ax, width=WIDTH, extra=1.5 if legend or not marks else 0.9)
    if not marks:
        return say_no_rows(ax, title=title, xlabel=axis.xlabel)
    middles = [y for n, y in enumerate(rows.middles) if not is_split or n != len(dated)]
    label_rows(ax, [m.label for m in marks], Rows(middles, rows.total, rows.points))
    _time_axis(ax, span)
    if is_split:
        _lane(ax, rows, len(dated), axis.heading(len(marks) - len(dated)))
    for y, mark, note in zip(middles, marks, words, strict=True):
        _draw(ax, y, mark, note, (lane_x, max(3.0, rows.points - 1.5)))
    _arrows(ax, tracks, dict(zip((m.key for m in marks), middles, strict=True)), lane_x)
    if legend:
        add_legend(ax, legend, columns=3, points=rows.points)
    return finish(ax, title=title, xlabel=axis.xlabel, points=rows.points)


def _span(dated: Sequence[Mark]) -> Span | None:
    """Span the dated marks with some room at both ends; no dated mark, no dates."""
    if not dated:
        return None
    first, last = min(m.first for m in dated), max(m.last for m in dated)
    room = max((last - first) * 0.05, pd.Timedelta(days=3))
    return Span(day_number(first - room), day_number(last + room))


def day_number(date: Any) -> float:
    """Return a date as matplotlib counts days."""
    return float(mdates.date2num(date))  # type: ignore[no-untyped-call]


def _inches(marks: Sequence[Mark], ax: Axes | None) -> float:
    """Return about how wide the axes will be: what the labels leave of a new figure, or of an axes' place in one."""
    longest = max((len(line) for m in marks for line in m.label.split("\n")), default=0)
    beside = longest * POINTS * _LETTER + 0.25
    if ax is None:
        return WIDTH - beside
    figure = whole_figure(ax)
    inches = float(ax.get_window_extent().width) / figure.dpi
    # a layout gives the labels their room when the figure is drawn, out of the axes and the margins around it
    return inches if figure.get_layout_engine() is None else max(1.0, inches * 1.2 - beside)


def _fit(mark: Mark, span: Span | None, inches: float, lane_x: float) -> Words:
    """Choose where a note stands so that it ends inside the axes."""
    gap = _GAP / 72 / inches
    letter = (POINTS - 1.5) * _LETTER / inches
    wide = letter * len(mark.note) + gap
    if mark.first is None or span is None:
        return Words(shorten(mark.note, max(8, int((1 - lane_x - gap) / letter))), "right")
    start, end = span.share(day_number(mark.first)), span.share(day_number(mark.last))
    if end + wide <= 1:
        return Words(mark.note, "right")
    if start - wide >= 0:
        return Words(mark.note, "left")
    text = shorten(mark.note, max(8, int(1 / letter)))
    return Words(text, "under", max(0.0, min(start, 1 - letter * len(text))))


def _time_axis(ax: Axes, span: Span | None) -> None:
    if span is None:
        ax.set_xlim(0, 1)
        ax.set_xticks([])
        return
    ax.set_xlim(*span)
    locator = mdates.AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.tick_params(axis="x", length=0)
    ax.spines["bottom"].set_visible(False)


def _lane(ax: Axes, rows: Rows, above: int, words: str) -> None:
    """Shade the lane of the undated marks, above the grid, since no date reaches into it; head it."""
    heading = rows.middles[above]
    top = (rows.middles[above - 1] + heading) / 2 if above else 0.0
    ax.axhspan(top, rows.total, color="#F1F1F1", zorder=1)
    ax.annotate(
        words, (1, heading), (-6, 0), xycoords=("axes fraction", "data"), textcoords="offset points", ha="right",
        va="center", fontsize=POINTS - 1, color=FAINT, style="italic",
    )  # fmt: skip


def _draw(ax: Axes, y: float, mark: Mark, note: Words, look_of: tuple[float, float]) -> None:
    lane_x, points = look_of
    fill = mark.style.colour if mark.done else "white"
    look: dict[str, Any] = {"mfc": fill, "mec": mark.style.colour, "mew": 1.6, "ms": 8, "zorder": 3}
    if mark.first is None:
        ax.plot([lane_x], [y], mark.style.marker, transform=ax.get_yaxis_transform(), **look)
        _write(ax, (lane_x, y), note.text, (_GAP, points), ("axes fraction", "data"))
        return
    start, end = day_number(mark.first), day_number(mark.last)
    at = y - _HALF if note.side == "under" else y
    if mark.last > mark.first:
        # the last day belongs to the interval, so the bar ends with it
        ax.barh(at, end + 1 - start, left=start, height=0.2 if at == y else 0.13, color=mark.style.colour, alpha=0.4,
                zorder=2)  # fmt: skip
        look |= {"ms": 5, "mew": 1.0}
    ax.plot([(start + end) / 2], [at], mark.style.marker, **look)
    if note.side == "under":
        _write(ax, (note.share, y + _HALF), note.text, (0, points), ("axes fraction", "data"))
    else:
        is_right = note.side == "right"
        _write(ax, (end if is_right else start, y), note.text, (_GAP if is_right else -_GAP, points), "data")


def _write(ax: Axes, at: tuple[float, float], text: str, form: tuple[float, float], coords: Any) -> None:
    """Write a note so many points to the right of a place (to the left below zero), in letters of a size."""
    aside, points = form
    ax.annotate(
        text, at, (aside, 0), xycoords=coords, textcoords="offset points", ha="right" if aside < 0 else "left",
        va="center", fontsize=points, color=INK, parse_math=False, zorder=4,
    )  # fmt: skip


def _tracks(keys: Sequence[str], arrows: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Lay the arrows between undated marks on as few ways as keep them apart, the shortest next to the marks."""
    at = {key: n for n, key in enumerate(keys)}
    pairs = dict.fromkeys(pair for pair in arrows if pair[0] in at and pair[1] in at and pair[0] != pair[1])
    tracks: list[list[tuple[str, str]]] = []
    for pair in sorted(pairs, key=lambda p: (abs(at[p[0]] - at[p[1]]), at[p[0]])):
        low, high = sorted(at[key] for key in pair)
        free = (t for t in tracks if all(max(at[a], at[b]) < low or min(at[a], at[b]) > high for a, b in t))
        track = next(free, None)
        if track is None:
            tracks.append([pair])
        else:
            track.append(pair)
    return tracks


def _arrows(ax: Axes, tracks: list[list[tuple[str, str]]], middles: dict[str, float], lane_x: float) -> None:
    near = lane_x - 0.017  # left of a mark, the widest of which is a diamond
    for n, track in enumerate(tracks, 1):
        x = near - _TRACK * (n - 0.5)
        for earlier, later in track:
            start, end = middles[earlier] + 0.03, middles[later] - 0.03
            look: dict[str, Any] = {"color": INK, "lw": 1.0, "zorder": 2, "transform": ax.get_yaxis_transform()}
            ax.plot([near, x, x, near - 0.004], [start, start, end, end], **look)
            ax.plot([near - 0.003], [end], ">", ms=4, **look)


def _legend(marks: Sequence[Mark], has_arrows: bool) -> list[Line2D]:
    used = {m.style for m in marks}
    shapes = [
        Line2D([], [], marker=group_style(g).marker, color=group_style(g).colour, lw=0, ms=7, label=g)
        for g in EVENT_GROUPS
        if group_style(g) in used
    ]
    if any(not m.done for m in marks):
        shapes.append(Line2D([], [], marker="o", mfc="white", color=INK, lw=0, ms=7, label="hollow: not told as done"))
    if any(m.first is not None and m.last > m.first for m in marks):
        shapes.append(Line2D([], [], color=INK, alpha=0.4, lw=6, label="bar: some day within it"))
    if has_arrows:
        shapes.append(Line2D([], [], color=INK, lw=1, marker=">", ms=4, label="arrow: told as earlier → later"))
    return shapes
