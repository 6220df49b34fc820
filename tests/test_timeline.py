"""The charts of what happened when: marks, notes that have room, sources counted, and arrows told by order words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from test_plots import LONG, assert_readable, event, events, labels

from sahelkit.errors import BadValue, UnknownName
from sahelkit.showing.timeline import plot_events, plot_incidents

COLUMNS = [*(name for name in event(0) if name != "event_id"), "incident_id", "reports", "articles", "publishers"]


@pytest.fixture(autouse=True)
def close_charts() -> Iterator[None]:
    yield
    plt.close("all")


def incident(i: int, *, articles: int = 1, publishers: int = 1, **more: Any) -> dict[str, Any]:
    told = {"reports": articles, "articles": articles, "publishers": publishers}
    return {"incident_id": f"a:{i}", **told, **{k: v for k, v in event(i, **more).items() if k != "event_id"}}


def incidents(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS).astype({"date_from": "datetime64[s]", "date_to": "datetime64[s]"})


def orders(*pairs: tuple[int, int]) -> pd.DataFrame:
    return pd.DataFrame([(f"a:{a}", f"a:{b}") for a, b in pairs], columns=["earlier_id", "later_id"])


def notes(ax: Any) -> list[str]:
    return [t.get_text() for t in ax.texts if t.get_text().startswith("“")]


def test_each_mark_says_how_many_tell_of_it() -> None:
    rows = [incident(1, day="2022-05-01", articles=3, publishers=2), incident(2), incident(3, articles=2, publishers=0)]
    assert notes(plot_incidents(incidents(*rows))) == [
        "“menolak” 2022-05-01 · 3 articles, 2 publishers", "“menolak” · 1 article", "“menolak” · 2 articles",
    ]  # fmt: skip


def test_dated_incidents_stand_by_date_and_undated_ones_below_in_text_order() -> None:
    rows = [incident(90, target_id="un"), incident(5, target_id="eu"), incident(7, day="2022-01-03", target_id="jnim")]
    ax = plot_incidents(incidents(*rows), names={"un": "United Nations"})
    assert labels(ax) == ["REJECT: mali → jnim", "REJECT: mali → eu", "REJECT: mali → United Nations"]


def test_an_imprecise_date_is_a_bar_over_its_interval() -> None:
    ax = plot_incidents(incidents(incident(1, day="2022-05-01", last="2022-08-31")))
    assert [(p.get_x(), p.get_width()) for p in ax.patches] == [(19113.0, 123.0)]  # 1 May 2022, 123 days


def arrows(ax: Any) -> list[tuple[float, float]]:
    """Where each arrow begins and ends, from the top."""
    return [(line.get_ydata()[0], line.get_ydata()[-1]) for line in ax.lines if len(line.get_ydata()) == 4]


def test_an_arrow_leads_from_the_earlier_to_the_later_of_two_undated_incidents() -> None:
    rows = [incident(1), incident(2), incident(3), incident(4, day="2022-05-01")]
    [(start, end)] = arrows(plot_incidents(incidents(*rows), orders=orders((3, 1), (3, 1), (9, 1))))
    assert start > end  # the third in the text is told as the earlier one
    assert arrows(plot_incidents(incidents(*rows))) == []


def test_an_undated_incident_told_beside_a_dated_one_says_so_without_an_arrow() -> None:
    rows = [incident(1), incident(2, day="2022-05-01"), incident(3, day="2022-05-02")]
    ax = plot_incidents(incidents(*rows), orders=orders((2, 1), (1, 3), (2, 3)))
    assert arrows(ax) == []
    assert notes(ax)[-1] == "“menolak” · 1 article · after 2022-05-01 · before 2022-05-02"


def test_arrows_that_cross_keep_their_own_ways() -> None:
    rows = [incident(i) for i in range(8)]
    ax = plot_incidents(incidents(*rows), orders=orders((0, 3), (1, 2), (2, 6), (7, 4), (3, 1)))
    ways = [line.get_xdata()[1] for line in ax.lines if len(line.get_ydata()) == 4]
    assert len(ways) == 5 and 2 <= len(set(ways)) <= 4 and min(ways) > 0
    assert_readable(ax)


@pytest.mark.parametrize("first", ["2010-01-01", "2013-06-01"])
def test_a_long_note_on_a_bar_that_is_wide_and_early_keeps_clear_of_the_labels(first: str) -> None:
    wide = event(1, day=first, last="2022-12-31", text="a trigger of very many words indeed", source_id=LONG)
    rest = [event(2, day="2012-05-01", target_id=None), event(3, day="2023-02-07")]
    ax = plot_events(events(wide, *rest))
    assert_readable(ax)
    ax.get_figure().canvas.draw()
    left, right = ax.get_window_extent().x0, ax.get_window_extent().x1
    boxes = [t.get_window_extent() for t in ax.texts if t.get_text().startswith("“")]
    assert all(left - 1 <= box.x0 and box.x1 <= right + 1 for box in boxes)


@pytest.mark.parametrize("dated", [0, 1, 12, 30])
@pytest.mark.parametrize("width", [None, 7])
def test_notes_and_labels_never_meet_nor_leave_the_picture(dated: int, width: int | None) -> None:
    days = pd.date_range("2012-01-01", "2023-02-07", periods=max(dated, 2)).strftime("%Y-%m-%d")
    ends = [None, "2023-06-30", None]
    rows = [
        incident(i, day=days[i] if i < dated else None, last=ends[i % 3] if i < dated else None, articles=i * 40 + 1,
                 publishers=i + 1, text="words of a trigger that go on", source_id=LONG if i % 4 == 0 else "un")
        for i in range(30)
    ]  # fmt: skip
    ax = None if width is None else plt.subplots(figsize=(width, 16), layout="constrained")[1]
    drawn = plot_incidents(incidents(*rows), ax=ax, orders=orders((28, 29), (25, 29), (26, 3)), title="Thirty")
    assert_readable(drawn)


def test_no_incidents_give_a_labelled_chart_that_says_so() -> None:
    ax = plot_incidents(incidents())
    assert ax.get_xlabel() == "date of the event (not of the article)"
    assert [t.get_text() for t in ax.texts] == ["no rows"]


def test_what_is_no_table_of_incidents_or_orders_is_refused() -> None:
    with pytest.raises(BadValue, match="expected a table"):
        plot_incidents([1])
    with pytest.raises(UnknownName, match="there is no column 'incident_id'; did you mean 'event_id'"):
        plot_incidents(events(event(1)))
    with pytest.raises(UnknownName, match="there is no column 'earlier_id'"):
        plot_incidents(incidents(), orders=pd.DataFrame({"x": []}))
