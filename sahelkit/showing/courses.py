"""Lines over months or years: each with its own colour, marker and dashes, named at its end where there is room.

Between two points of a line lies one period: where there is no value, the line has a gap, and a value between two gaps
is a point alone. Eight lines can be told apart; further ones are drawn in grey, without names.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from sahelkit.showing.canvas import POINTS, add_legend, finish, say_no_rows, text_inches, whole_figure, write
from sahelkit.showing.cells import wrap
from sahelkit.showing.palette import FAINT, INK, RULE, Style

MOST = 8  # lines that can be told apart
_SIZE = 7.8, 3.9  # inches of a new chart
_DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))
_STEPS = (1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600, 1200)  # periods from one word on the axis to the next
_NAME = 24  # characters of a name on one line
_GREY = "#B4B4B4"


class Course(NamedTuple):
    """One line: its name, its looks, its values by number of the period, and how much it rests on."""

    label: str
    style: Style
    values: dict[int, float | None]
    weight: float


class Sheet(NamedTuple):
    """What stands around the lines: title, words under the axis, unit, months in a period, whether values are whole."""

    title: str
    xlabel: str
    ylabel: str
    months: int
    whole: bool


def number_of(period: str, months: int) -> int:
    """Return a month ("2022-03") or, with `months` of 12, a year as a whole number; neighbours differ by one.

    Examples
    --------
    >>> number_of("2022-01", 1) - number_of("2021-12", 1), number_of("2022", 12)
    (1, 2022)
    """
    return int(period) if months == 12 else int(period[:4]) * 12 + int(period[5:7]) - 1


def draw_courses(courses: Sequence[Course], sheet: Sheet, *, ax: Axes | None) -> Axes:
    """Draw lines over time; those that rest on most are named, at most eight, and the title says how many are not."""
    is_own = ax is None
    if ax is None:
        _, ax = plt.subplots(figsize=_SIZE, layout="constrained")
    points = max(4.0, POINTS * min(1.0, ax.get_window_extent().height / whole_figure(ax).dpi / 2.2))
    ax.set_ylabel(sheet.ylabel, fontsize=points, color=INK, parse_math=False)
    if not courses:
        return say_no_rows(ax, title=sheet.title, xlabel=sheet.xlabel)
    named = sorted(courses, key=lambda course: -course.weight)[:MOST]
    named = [course for course in courses if course in named]
    grey = len(courses) - len(named)
    for course in courses:
        _draw(ax, course, named.index(course) if course in named else None)
    _axes(ax, courses, sheet, points)
    told = f"{grey} more in grey" if grey else ""
    title = f"{sheet.title} ({told})" if sheet.title and told else sheet.title or told
    finish(ax, title=title, xlabel=_broken(ax, sheet.xlabel, points), points=points)
    if any(course.label for course in named) and not _name_ends(ax, named, points):
        _legend(ax, named, points, is_own)
    return ax


def _broken(ax: Axes, words: str, points: float) -> str:
    inches = float(ax.get_window_extent().width) / whole_figure(ax).dpi
    return "\n".join(wrap(line, max(20, int(inches / (points * 0.56 / 72)))) for line in words.split("\n"))


def _draw(ax: Axes, course: Course, rank: int | None) -> None:
    """Draw one line, with a gap at each period without a value; one without a name thin and in grey."""
    if not course.values:
        return
    periods = range(min(course.values), max(course.values) + 1)
    heights = [np.nan if (value := course.values.get(period)) is None else value for period in periods]
    if rank is None:
        ax.plot(periods, heights, color=_GREY, lw=0.8, marker=".", ms=3, zorder=2)
        return
    size = 6.5 if len(periods) <= 36 else 4.5 if len(periods) <= 72 else 3.0
    ax.plot(periods, heights, color=course.style.colour, lw=1.6, ls=_DASHES[rank % len(_DASHES)], zorder=4,
            marker=course.style.marker, ms=size, mec="white", mew=size / 11, clip_on=False)  # fmt: skip


def _axes(ax: Axes, courses: Sequence[Course], sheet: Sheet, points: float) -> None:
    """Write periods and values at the axes, values from zero, with rules that end with the last period."""
    periods = sorted({period for course in courses for period in course.values})
    values = [value for course in courses for value in course.values.values() if value is not None]
    first, last = (periods[0], periods[-1]) if periods else (0, 1)
    room = max(0.04 * (last - first), 0.3)
    ax.set_xlim(first - room, last + room)
    locator = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10], integer=sheet.whole)
    ticks = [float(tick) for tick in locator.tick_values(0, max(values, default=0) or 1) if tick >= 0]
    ax.set_ylim(0, ticks[-1])
    ax.set_yticks(ticks)
    ax.hlines(ticks, first - room, last + room, color=RULE, linewidth=0.6, zorder=1)
    step = next((s for s in _STEPS if (last - first) / s <= 8), _STEPS[-1])
    shown = [period for period in range(first, last + 1) if period % step == 0 or first == last]
    ax.set_xticks(shown if periods else [], [_period(p, sheet.months, step) for p in shown] if periods else [])
    ax.tick_params(axis="both", labelsize=points, colors=FAINT, labelcolor=INK)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(FAINT)
    ax.spines["bottom"].set_bounds(first - room, last + room)
    if not values:
        words = "nothing was searched" if periods else "no article has a date"
        write(ax, (first + last) / 2, ticks[-1] / 2, words, ha="center", color=FAINT)


def _period(number: int, months: int, step: int) -> str:
    if months == 12:
        return f"{number}"
    return f"{number // 12}" if step % 12 == 0 else f"{number // 12}-{number % 12 + 1:02}"


def _name_ends(ax: Axes, named: Sequence[Course], points: float) -> bool:
    """Name the lines at their ends, where all reach the last period and the names have room; say whether they do."""
    figure = whole_figure(ax)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)  # so that the room is known
    sure = 0.97 if len(figure.axes) == 1 else 0.75  # other charts of the figure may still take some of it
    box = ax.get_window_extent()
    wide, high = float(box.width) / figure.dpi * sure, float(box.height) / figure.dpi * sure
    labels = [wrap(course.label, _NAME) for course in named]
    needs = max(text_inches(label, points - 1) for label in labels) + 0.35
    tall = [points * 1.3 / 72 * (label.count("\n") + 1) for label in labels]
    last = max((period for course in named for period in course.values), default=0)
    ends = [course.values.get(last) for course in named]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends) or sum(tall) > high or needs > 0.4 * wide:
        return False
    low, right = ax.get_xlim()
    ax.set_xlim(low, right + (right - low) * needs / (wide - needs))
    top = ax.get_ylim()[1]
    places = spread([end / top * high for end in known], tall, high)
    inch = (ax.get_xlim()[1] - low) / wide
    for label, end, place, course in zip(labels, known, places, named, strict=True):
        at = right + 0.2 * inch, place / high * top
        ax.plot([last + 0.07 * inch, at[0] - 0.04 * inch], [end, at[1]], color=course.style.colour, lw=0.8, zorder=3)
        write(ax, *at, label, fontsize=points - 1, linespacing=1.1)
    return True


def spread(wanted: Sequence[float], tall: Sequence[float], high: float) -> list[float]:
    """Move the middles of some labels up or down as little as keeps them apart, between 0 and `high`.

    Examples
    --------
    >>> spread([1.0, 1.0, 3.0], [0.5, 0.5, 0.5], 4.0)
    [0.75, 1.25, 3.0]
    >>> spread([4.0, 4.0], [1.0, 1.0], 4.0)
    [2.5, 3.5]
    """
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n], n))
    below = {n: sum(tall[m] for m in order[:at]) + tall[n] / 2 for at, n in enumerate(order)}
    blocks: list[tuple[float, int]] = []  # labels that touch: the sum of their shifts, and how many they are
    for n in order:
        total, count = wanted[n] - below[n], 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            shift, touching = blocks.pop()
            total, count = total + shift, count + touching
        blocks.append((total, count))
    shifts = [total / count for total, count in blocks for _ in range(count)]
    most = max(0.0, high - sum(tall))
    places = {n: min(max(shift, 0.0), most) + below[n] for n, shift in zip(order, shifts, strict=True)}
    return [places[n] for n in range(len(wanted))]


def _legend(ax: Axes, named: Sequence[Course], points: float, is_own: bool) -> None:
    """Name the lines below the chart; a figure of its own grows with the names."""
    names = [wrap(course.label, 2 * _NAME) for course in named]
    shapes = [
        Line2D([], [], color=course.style.colour, marker=course.style.marker, ls=_DASHES[n % len(_DASHES)], lw=1.6,
               ms=6, mec="white", mew=0.6, label=name)
        for n, (course, name) in enumerate(zip(named, names, strict=True))
    ]  # fmt: skip
    columns = add_legend(ax, shapes, columns=4, points=points)
    if is_own:
        lines = math.ceil(len(names) / columns) * (max(name.count("\n") for name in names) + 1.5)
        whole_figure(ax).set_size_inches(_SIZE[0], _SIZE[1] + lines * points * 1.1 / 72)
