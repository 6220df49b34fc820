"""Charts of what happened when: events as each article tells them, and incidents as all articles do.

A dated event is a mark on its day or a bar over every day that its date allows. Events without a date stand in a lane
of their own, in the order of the text, since the order of telling is all that is known, unless an article's order words
say more: those are arrows. Colour and marker are the PLOVER group; a hollow mark is an act not reported as done.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from sahelkit.showing.cells import name_of, names_from, plain, records, require, shorten, wrap
from sahelkit.showing.palette import group_of, group_style
from sahelkit.showing.timemarks import Axis, Mark, draw_marks, when

_SHARED = (
    "article_id", "start", "text", "event_type", "mode", "source_id", "target_id", "date_edtf", "date_from", "date_to",
    "status",
)  # fmt: skip
_TOLD = ("reports", "articles", "publishers")
Row = dict[str, Any]


def plot_events(
    events: pd.DataFrame, *, ax: Axes | None = None, names: Any = None, undated: int | None = None, title: str = ""
) -> Axes:
    """Draw events on a time line, one row an event_id, dated ones by date and undated ones below in text order.

    Parameters
    ----------
    events : DataFrame
        Rows of `corpus.events`. Rows that share an event_id (several sources or targets) are one mark.
    ax : Axes, optional
        Drawn on; else a new one, as high as its rows need.
    names : mapping or DataFrame, optional
        Names of the actors: actor_id -> name, or a table with these two columns (mentions).
    undated : int, optional
        How many events there are without a date, where only some of them are handed in: the lane says "3 of 122".
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
    require(events, ("event_id", *_SHARED))
    groups = [records(rows) for _, rows in events.groupby("event_id", sort=False)]
    return draw_marks(_marks(groups, "event_id", names_from(names)), ax=ax, title=title, axis=Axis(undated=undated))


def plot_incidents(
    incidents: pd.DataFrame,
    *,
    ax: Axes | None = None,
    names: Any = None,
    orders: Any = None,
    undated: int | None = None,
    title: str = "",
) -> Axes:
    """Draw the sequence of events: one row an incident, with its date's precision and the number of its sources.

    Parameters
    ----------
    incidents : DataFrame
        One row an incident, as `sk.incidents` returns it. Dated ones are drawn by date, undated ones below in the
        order of their first report.
    ax : Axes, optional
        Drawn on; else a new one, as high as its rows need.
    names : mapping or DataFrame, optional
        Names of the actors: actor_id -> name, or a table with these two columns (mentions).
    orders : DataFrame, optional
        Pairs of incidents told as earlier and later, as `sk.orders` returns them: an arrow between two undated ones.
        An undated one told as before or after a dated one says so in its words. Incidents that are not drawn, and
        pairs of two dated ones, are left out.
    undated : int, optional
        How many incidents there are without a date, where only some of them are handed in: the lane says "3 of 122".
    title : str
        Written above the chart.

    Returns
    -------
    Axes
        Dates are days, bounds inclusive: the days that all reports allow. Beside each mark stand the words of the
        first report, the date in EDTF, and how many articles of how many publishers tell of it. No rows give a
        labelled Axes that says "no rows".

    Raises
    ------
    UnknownName
        When a column is missing.
    BadValue
        When `incidents` or `orders` is no table.

    Examples
    --------
    >>> row = dict.fromkeys(["mode", "date_edtf", "date_from", "date_to"]) | {
    ...     "incident_id": "a:5", "article_id": "a", "start": 5, "text": "menolak", "event_type": "REJECT",
    ...     "source_id": "mali", "target_id": "france", "status": "reported", "reports": 3, "articles": 3,
    ...     "publishers": 2}
    >>> ax = plot_incidents(pd.DataFrame([row]), names={"mali": "Mali", "france": "France"})
    >>> [t.get_text() for t in ax.get_yticklabels()], ax.texts[-1].get_text()
    (['REJECT: Mali → France'], '“menolak” · 3 articles, 2 publishers')
    """
    require(incidents, ("incident_id", *_SHARED, *_TOLD))
    pairs = _pairs(orders)
    dates = dict(zip(incidents["incident_id"], (plain(date) for date in incidents["date_edtf"]), strict=True))
    groups = [[row | {"told": f"{_told(row)}{_beside(row, dates, pairs)}"}] for row in records(incidents)]
    marks = _marks(groups, "incident_id", names_from(names))
    return draw_marks(marks, ax=ax, title=title, arrows=pairs, axis=Axis(undated=undated))


def _marks(groups: list[list[Row]], key: str, names: dict[str, str]) -> list[Mark]:
    articles = {a: i for i, a in enumerate(dict.fromkeys(rows[0]["article_id"] for rows in groups))}
    return sorted((_mark(rows, key, names, articles) for rows in groups), key=lambda mark: mark.order)


def _mark(rows: list[Row], key: str, names: dict[str, str], articles: dict[Any, int]) -> Mark:
    row = rows[0]
    status, words = plain(row["status"], "reported"), shorten(plain(row["text"]), 30)
    kind = " ".join(filter(None, [plain(row["event_type"]), plain(row["mode"])]))
    sides = f"{_side(rows, 'source_id', names)} → {_side(rows, 'target_id', names)}"
    label = f"{kind}: {sides}" + ("" if status == "reported" else f" ({status})")
    first, last, undated = when(row["date_from"], row["date_to"])
    order = (undated, pd.Timestamp.max if undated else first, articles[row["article_id"]], int(row["start"]))
    note = " · ".join(filter(None, [f"“{words}” {plain(row['date_edtf'])}".strip(), row.get("told", "")]))
    style = group_style(group_of(plain(row["event_type"])))
    return Mark(plain(row[key]), wrap(label, 44), note, style, status == "reported", first, last, order)


def _side(rows: list[Row], column: str, names: dict[str, str]) -> str:
    told = [name_of(row[column], names, "?") for row in rows]
    return ", ".join(dict.fromkeys(told))


def _told(row: Row) -> str:
    """Say how many tell of an incident; publishers are left out where none is known, or the article is but one."""
    articles, publishers = int(row["articles"]), int(row["publishers"])
    if articles < 2:
        return "1 article"
    return f"{articles} articles" + (f", {publishers} publisher{'s' * (publishers > 1)}" if publishers else "")


def _pairs(orders: Any) -> list[tuple[str, str]]:
    if orders is None:
        return []
    require(orders, ("earlier_id", "later_id"))
    return list(dict.fromkeys(zip(orders["earlier_id"], orders["later_id"], strict=True)))


def _beside(row: Row, dates: dict[Any, str], pairs: list[tuple[str, str]]) -> str:
    """Say of an undated incident which dated one it is told as before or after."""
    if not when(row["date_from"], row["date_to"])[2]:
        return ""
    own = row["incident_id"]
    told = [f"after {dates[a]}" for a, b in pairs if b == own and dates.get(a)]
    told += [f"before {dates[b]}" for a, b in pairs if a == own and dates.get(b)]
    return "".join(f" · {words}" for words in dict.fromkeys(told))
