"""Chart of events: when each act took place, as exactly as its article says and no more.

A dated event is a mark on its day or a bar over every day that its date allows; bars are never shrunk to their
middle. Events without a date stand in a lane of their own, in the order of the text, since the order of telling is
all that is known. Colour and marker are the PLOVER group; a hollow mark is an act that is not reported as done.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from sahelkit.columns import EVENT_GROUPS
from sahelkit.showing.canvas import POINTS, add_legend, finish, label_rows, lay_rows, say_no_rows
from sahelkit.showing.cells import name_of, names_from, plain, records, require, shorten, wrap
from sahelkit.showing.palette import FAINT, INK, RULE, Style, group_of, group_style

_NEEDS = (
    "event_id", "article_id", "start", "text", "event_type", "mode", "source_id", "target_id", "date_edtf", "date_from",
    "date_to", "status",
)  # fmt: skip
_XLABEL = "date of the event (not of the article)"


class _Event(NamedTuple):
    """One event_id: its pairs joined in one label."""

    label: str
    note: str
    style: Style
    done: bool
    first: Any
    last: Any
    order: tuple[Any, ...]


def plot_events(events: pd.DataFrame, *, ax: Axes | None = None, names: Any = None, title: str = "") -> Axes:
    """Draw events on a time line, one row an event_id, dated ones by date and undated ones below in text order.

    Parameters
    ----------
    events : DataFrame
        Rows of `corpus.events`. Rows that share an event_id (several sources or targets) are one mark.
    ax : Axes, optional
        Drawn on; else a new one, as high as its rows need.
    names : mapping or DataFrame, optional
        Names of the actors: actor_id -> name, or a table with these two columns (mentions).
    title : str
        Written above the chart.

    Returns
    -------
    Axes
        Dates are days, bounds inclusive. No rows give a labelled Axes that says "no rows".

    Raises
    ------
    UnknownName
        When a column is missing.
    BadValue
        When `events` is no table.

    Examples
    --------
    >>> row = dict.fromkeys(["mode", "date_edtf", "date_from", "date_to"]) | {
    ...     "event_id": "a:5", "article_id": "a", "start": 5, "text": "menolak", "event_type": "REJECT",
    ...     "source_id": "mali", "target_id": "france", "status": "reported"}
    >>> ax = plot_events(pd.DataFrame([row]), names={"mali": "Mali", "france": "France"})
    >>> [t.get_text() for t in ax.get_yticklabels()]
    ['REJECT: Mali → France']
    """
    require(events, _NEEDS)
    drawn = _join_pairs(events, names_from(names))
    labels = [e.label for e in drawn]
    ax, rows = lay_rows(labels, ax=ax, width=7.8, extra=1.5)
    if not drawn:
        return say_no_rows(ax, title=title, xlabel=_XLABEL)
    label_rows(ax, labels, rows)
    _time_axis(ax, drawn)
    _lane(ax, drawn, rows.middles, rows.total)
    for y, event in zip(rows.middles, drawn, strict=True):
        _draw(ax, y, event)
    _legend(ax, drawn, rows.points)
    return finish(ax, title=title, xlabel=_XLABEL, points=rows.points)


def _join_pairs(events: pd.DataFrame, names: dict[str, str]) -> list[_Event]:
    articles = {a: i for i, a in enumerate(dict.fromkeys(events["article_id"]))}
    groups = (records(rows) for _, rows in events.groupby("event_id", sort=False))
    found = [_event(rows, names, articles[rows[0]["article_id"]]) for rows in groups]
    return sorted(found, key=lambda e: e.order)


def _event(rows: list[dict[str, Any]], names: dict[str, str], article: int) -> _Event:
    row = rows[0]
    status, words = plain(row["status"], "reported"), shorten(plain(row["text"]), 30)
    kind = " ".join(filter(None, [plain(row["event_type"]), plain(row["mode"])]))
    sides = f"{_side(rows, 'source_id', names)} → {_side(rows, 'target_id', names)}"
    label = f"{kind}: {sides}" + ("" if status == "reported" else f" ({status})")
    undated = pd.isna(row["date_from"]) and pd.isna(row["date_to"])
    first = row["date_from"] if not pd.isna(row["date_from"]) else row["date_to"]
    last = row["date_to"] if not pd.isna(row["date_to"]) else row["date_from"]
    order = (undated, pd.Timestamp.max if undated else first, article, int(row["start"]))
    note = f"“{words}” {plain(row['date_edtf'])}".strip()
    style = group_style(group_of(plain(row["event_type"])))
    return _Event(wrap(label, 44), note, style, status == "reported", None if undated else first, last, order)


def _side(rows: list[dict[str, Any]], column: str, names: dict[str, str]) -> str:
    told = [name_of(row[column], names, "?") for row in rows]
    return ", ".join(dict.fromkeys(told))


def _time_axis(ax: Axes, events: list[_Event]) -> None:
    """Span the dated events with room at both ends for the words beside the marks; no dated event, no dates."""
    dated = [e for e in events if e.first is not None]
    if not dated:
        ax.set_xlim(0, 1)
        ax.set_xticks([])
        return
    first, last = min(e.first for e in dated), max(e.last for e in dated)
    room = max((last - first) * 0.05, pd.Timedelta(days=3))
    ax.set_xlim(_day(first - room), _day(last + room))
    locator = mdates.AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.tick_params(axis="x", length=0)
    ax.spines["bottom"].set_visible(False)


def _day(date: Any) -> float:
    return float(mdates.date2num(date))  # type: ignore[no-untyped-call]


def _lane(ax: Axes, events: list[_Event], middles: list[float], total: float) -> None:
    undated = [y for y, e in zip(middles, events, strict=True) if e.first is None]
    if not undated:
        return
    dated = [y for y, e in zip(middles, events, strict=True) if e.first is not None]
    top = (dated[-1] + undated[0]) / 2 if dated else 0.0
    ax.axhspan(top, total, color="#F1F1F1", zorder=1)  # above the grid: no date reaches into the lane
    ax.annotate(
        f"no date in the text ({len(undated)}),\nin the order of the text", (1, top), (-6, -6),
        xycoords=("axes fraction", "data"), textcoords="offset points", ha="right", va="top",
        fontsize=POINTS - 1, color=FAINT, style="italic",
    )  # fmt: skip


def _draw(ax: Axes, y: float, event: _Event) -> None:
    fill = event.style.colour if event.done else "white"
    look: dict[str, Any] = {"mfc": fill, "mec": event.style.colour, "mew": 1.6, "ms": 8, "zorder": 3}
    if event.first is None:
        ax.plot([0.025], [y], event.style.marker, transform=ax.get_yaxis_transform(), **look)
        _note(ax, (0.025, y), event.note, "left", ("axes fraction", "data"))
        return
    start, end = _day(event.first), _day(event.last)
    if event.last > event.first:
        # the last day belongs to the interval, so the bar ends with it
        ax.barh(y, end + 1 - start, left=start, height=0.2, color=event.style.colour, alpha=0.4, zorder=2)
        look |= {"ms": 5, "mew": 1.0}
    ax.plot([(start + end) / 2], [y], event.style.marker, **look)
    left, right = ax.get_xlim()
    near_end = (end - left) / (right - left) > 0.55
    _note(ax, (start if near_end else end, y), event.note, "right" if near_end else "left", "data")


def _note(ax: Axes, at: tuple[float, float], text: str, side: str, coords: Any) -> None:
    ax.annotate(
        text, at, (9 if side == "left" else -9, 0), xycoords=coords, textcoords="offset points", ha=side, va="center",
        fontsize=POINTS - 1.5, color=INK, parse_math=False, zorder=4,
    )  # fmt: skip


def _legend(ax: Axes, events: list[_Event], points: float) -> None:
    used = {e.style for e in events}
    shapes = [
        Line2D([], [], marker=group_style(g).marker, color=group_style(g).colour, lw=0, ms=7, label=g)
        for g in EVENT_GROUPS
        if group_style(g) in used
    ]
    if any(not e.done for e in events):
        shapes.append(Line2D([], [], marker="o", mfc="white", color=INK, lw=0, ms=7, label="hollow: not told as done"))
    if any(e.first is not None and e.last > e.first for e in events):
        shapes.append(Line2D([], [], color=INK, alpha=0.4, lw=6, label="bar: some day within it"))
    add_legend(ax, shapes, columns=3, points=points)
