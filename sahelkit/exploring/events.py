"""The events' view: who does what to whom, and when, event by event or, over all articles, incident by incident.

A date is drawn as exactly as it is told: a day is a point, a month a bar over the month; without a date there is no
mark. The strip above counts by period, and a period brushed there narrows everything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from sahelkit.columns import EVENT_GROUPS, names_of
from sahelkit.corpus import Corpus
from sahelkit.exploring.axis import Axis, day_bounds, mark_on, time_axis
from sahelkit.exploring.rowcells import (
    Cell,
    actor_cell,
    beside,
    narrowing,
    row_reader,
    where_cell,
    with_marker,
    words_of,
)  # fmt: skip
from sahelkit.exploring.strip import Months, months_of, size_of, strip, within_one
from sahelkit.exploring.views import Asked, Drawn, Line, Option, Printed, View
from sahelkit.linking.reports import GENERIC
from sahelkit.showing.cells import name_of, plain
from sahelkit.showing.markup import counted, day
from sahelkit.showing.palette import GREY, group_of, group_style
from sahelkit.studying.incidents import incidents, orders

SHOW = (("events", "events, as each article tells them"), ("incidents", "incidents, over all articles"))
SORTS = (("date", "date"), ("text", "place in the text"))
OPTIONS = (
    Option("show", "Show", "select", "events", SHOW),
    Option("sort", "Sort by", "select", "date", SORTS),
)
_PERIOD = ("event_since", "event_until")
_DATES = ["date_from", "date_to"]
_SIDES = ("source_id", "source_text", "target_id", "target_text")
_READ = ("article_id", "event_type", "mode", "text", "date_edtf", *_DATES, "status")
_COLUMNS = (
    ("what is done", "minmax(9rem,3fr)", "minmax(8rem,4fr)"),
    ("who, to whom", "minmax(9rem,4fr)", "minmax(7rem,4fr)"),
    ("date of the event", "minmax(12rem,7fr)", "minmax(10rem,6fr)"),
    ("status", "minmax(6.5rem,2fr)", "6rem"),
    ("article", "minmax(7rem,2fr)", ""),
)  # fmt: skip


_PRINTED = 40  # marks on paper


def draw(asked: Asked) -> Drawn:
    """Return a line for each event or incident, its mark on one axis of days, and the strip of its whole time."""
    noun = asked.options["show"].removesuffix("s")
    told = _told(asked, asked.corpus)
    rows = _rows(asked, told)
    axis = _axis(rows)
    months = _months(_around(asked) if _is_period(asked) else rows)
    undated = int((rows["date_from"].isna() & rows["date_to"].isna()).sum())
    return Drawn(
        rows=rows,
        title="Events, as each article tells them" if noun == "event" else "Incidents, over all articles",
        caption=f"{counted(len(rows), noun)}{f', {undated:,} without a date' if undated else ''}; "
        "a bar is some day within it. " + _CAUTION[noun],
        chart={
            "kind": "axis", "label": f"{noun}s", "noun": f"{noun}s", "ends": False, "mark": 2,
            "columns": [dict(zip(("label", "width", "narrow"), column, strict=True)) for column in _COLUMNS],
            "ticks": axis.shown(), "note": "", "legend": _legend(rows),
            "strip": strip(months, asked.selection) | {"noun": noun},
        },
        code=_code(asked),
        found=lambda key: _found(asked, rows, key),
        plot=lambda: _plot(asked, told, rows), printed=Printed(_PRINTED, noun),
        line=_liner(asked, told, rows, axis),
    )  # fmt: skip


_CAUTION = {
    "event": "Two articles that tell of one act are two events.",
    "incident": "Reports of one act are one incident, as far as they can be told to be the same.",
}


def _around(asked: Asked, columns: list[str] | None = None) -> pd.DataFrame:
    """Return the events or incidents of the whole time, whatever period is asked for."""
    corpus = asked.without(*_PERIOD)
    if asked.options["show"] == "incidents":
        return _told(asked, corpus)
    return corpus.query("events", columns=columns or ["event_id", *_DATES]).drop_duplicates("event_id")


def _months(rows: pd.DataFrame) -> Months:
    return months_of(rows["date_from"], rows["date_to"])


def _told(asked: Asked, corpus: Corpus) -> pd.DataFrame:
    """Return the rows of events, several where there are several sides; or the incidents, kept for a few selections."""
    if asked.options["show"] == "events":
        return corpus.query("events")
    kept: dict[Any, pd.DataFrame] = asked.kept.setdefault("incidents", {})
    if corpus.selection not in kept:
        found = incidents(corpus)
        asked.kept["incidents"] = kept = dict(list(kept.items())[-3:]) | {corpus.selection: found}
    return kept[corpus.selection]


def _rows(asked: Asked, told: pd.DataFrame) -> pd.DataFrame:
    """Return each event or incident once, in order, as `_code` has it: taken in one step, which halves the time."""
    is_event = asked.options["show"] == "events"
    at = np.flatnonzero(~told["event_id"].duplicated()) if is_event else np.arange(len(told))
    if asked.options["sort"] == "date":
        at = at[np.lexsort([_seconds(told[name])[at] for name in reversed(_DATES)])]
    return told.iloc[at]


def _seconds(dates: pd.Series) -> np.ndarray:
    """Return dates as whole numbers, the missing ones last."""
    values = dates.to_numpy(dtype="datetime64[s]")
    return np.where(np.isnat(values), np.iinfo("int64").max, values.astype("int64"))


def _is_period(asked: Asked) -> bool:
    return any(getattr(asked.selection, field) for field in _PERIOD)


def _axis(rows: pd.DataFrame) -> Axis:
    ends = [end for name in _DATES for end in (rows[name].min(), rows[name].max()) if not pd.isna(end)]
    return time_axis(min(ends).date(), max(ends).date()) if ends else time_axis(None, None)


def _code(asked: Asked) -> str:
    order = '.sort_values(["date_from", "date_to"])' if asked.options["sort"] == "date" else ""
    if asked.options["show"] == "incidents":
        return f"sk.incidents({asked.code}){order}"
    return f'{asked.code}.events.drop_duplicates("event_id"){order}'


def _liner(asked: Asked, told: pd.DataFrame, rows: pd.DataFrame, axis: Axis) -> Callable[[int], Line]:
    """Return the function from the place of an event to its line."""
    is_event = asked.options["show"] == "events"
    more = ("claimant_id", "claimant_text") if is_event else ("source_id", "target_id", "articles", "publishers")
    read, sides = row_reader(rows, (*_READ, *more)), _sides(told, rows) if is_event else None

    def line(n: int) -> Line:
        row = read(n)
        return _line(asked, row, sides(n) if sides else [row], axis, n)

    return line


def _sides(told: pd.DataFrame, rows: pd.DataFrame) -> Callable[[int], list[dict[str, Any]]]:
    """Return the function from the place of an event to the sides of all its rows."""
    number, _ = pd.factorize(told["event_id"])
    by_number = np.argsort(number, kind="stable")
    start = np.searchsorted(number[by_number], np.arange(len(rows) + 1))
    own, read = number[told.index.get_indexer(rows.index)], row_reader(told, _SIDES)
    return lambda n: [read(place) for place in by_number[start[own[n]] : start[own[n] + 1]]]


def _line(asked: Asked, row: dict[str, Any], sides: list[dict[str, Any]], axis: Axis, n: int) -> Line:
    style, status = group_style(group_of(plain(row["event_type"]))), plain(row["status"], "reported")
    source, target = (_side(asked, sides, name) for name in ("source", "target"))
    date = plain(row["date_edtf"]) or "/".join(day(row[name]) for name in _DATES).strip("/")
    kind = narrowing(asked, "event_type", row["event_type"])
    mark = mark_on(axis, *day_bounds(row["date_from"], row["date_to"]), style=style, hollow=status != "reported",
                   label=date or "no date")  # fmt: skip
    acts = f"{words_of(source or 'not named')} → {words_of(target or 'not named')}"
    mode = plain(row["mode"])
    said = f"{words_of(kind)}{f' {mode}' if mode else ''}: {acts}, {date or 'no date'}, {status}"
    to = beside(["→", target], by=" ") if target else ""
    return {
        "cells": [
            [with_marker(kind, style) | {"after": mode}, f"“{plain(row['text'])}”"],
            [source or "not named", to],
            None,
            [narrowing(asked, "status", status), _vouched(asked, row)],
            where_cell(asked, row["article_id"]),
        ],
        "mark": {**mark, "key": str(n), "said": said},
    }


def _side(asked: Asked, sides: list[dict[str, Any]], name: str) -> Cell:
    """Return the actors of one side, each once; generic ones are told, not chosen, and "" is a side left open."""
    cells = []
    for actor, words in dict.fromkeys((plain(row[f"{name}_id"]), plain(row.get(f"{name}_text"))) for row in sides):
        if actor in GENERIC:
            cells.append(name_of(actor, asked.names))
        elif actor or words:
            cells.append(actor_cell(asked, actor or None, words))
    unlike = {words_of(cell): cell for cell in cells}
    return beside(list(unlike.values())) if unlike else ""


def _vouched(asked: Asked, row: dict[str, Any]) -> Cell:
    """Return who vouches for an event, or how many articles tell of an incident."""
    if "articles" in row:
        articles, publishers = int(row["articles"]), int(row["publishers"])
        return counted(articles, "article") + (f", {counted(publishers, 'publisher')}" if publishers > 1 else "")
    claimant = actor_cell(asked, row["claimant_id"], row["claimant_text"], field="claimant")
    return beside(["says", claimant], by=" ") if claimant else ""


def _found(asked: Asked, rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the events behind a line, behind the words under the strip, or behind all; those of an incident too."""
    is_strip = key in ("undated", "wide")
    behind = _beside_bins(asked, key) if is_strip else rows.iloc[[int(key)]] if key else rows
    if asked.options["show"] == "events":
        return behind
    events = (asked.without(*_PERIOD) if is_strip else asked.corpus).query("events")
    return events[events["incident_id"].isin(behind["incident_id"])].drop_duplicates("event_id")


def _beside_bins(asked: Asked, key: str) -> pd.DataFrame:
    """Return what stands in no period of the strip: without a date, or with one wider than a period."""
    around = _around(asked, list(names_of("events")))
    months = _months(around)
    return around[~months.dated if key == "undated" else months.dated & ~within_one(months, size_of(months))]


def _legend(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return what the colours and shapes mean, those alone that occur."""
    groups = {group_of(plain(kind)) for kind in rows["event_type"].unique()}
    items = [
        group_style(group)._asdict() | {"shape": "point", "label": group} for group in EVENT_GROUPS if group in groups
    ]
    first, last, look = rows["date_from"], rows["date_to"], {"colour": GREY, "marker": "o"}
    if rows["status"].ne("reported").any():
        items.append(look | {"shape": "point", "hollow": True, "label": "hollow: not told as done"})
    if (first < last).any():
        items.append(look | {"shape": "bar", "label": "bar: some day within it"})
    if (first.isna() != last.isna()).any():
        items.append(look | {"shape": "open", "label": "arrow: no end told"})
    return items


def _plot(asked: Asked, told: pd.DataFrame, rows: pd.DataFrame) -> Any:
    from sahelkit.showing.timeline import plot_events, plot_incidents

    first, undated = rows.head(_PRINTED), int((rows["date_from"].isna() & rows["date_to"].isna()).sum())
    if asked.options["show"] == "incidents":
        return plot_incidents(first, names=asked.names, orders=orders(asked.corpus), undated=undated)
    return plot_events(told[told["event_id"].isin(first["event_id"])], names=asked.names, undated=undated)


def _count(asked: Asked) -> int:
    if asked.options["show"] == "events":
        return int(asked.corpus.query("events", by=())["n"].iloc[0])
    ids = asked.corpus.query("events", by="incident_id")["incident_id"]
    return int(ids.notna().sum()) or len(incidents(asked.corpus))


EVENTS = View("events", "Events", ("events",), "event", OPTIONS, draw, _count)
