"""The chart of trends: lines with gaps over time, bars across publishers, and what is named where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from made_corpus import made_corpus
from test_plots import LONG, assert_readable, labels

import sahelkit as sk
from sahelkit.errors import BadValue, UnknownName
from sahelkit.showing.courses import MOST, spread
from sahelkit.showing.palette import COLOURS, actor_style, group_style
from sahelkit.showing.rates import plot_trends

RATES = ["per_1000_words", "per_article"]


@pytest.fixture(autouse=True)
def close_charts() -> Iterator[None]:
    yield
    plt.close("all")


def trend(
    counts: list[int | None], *, key: Any = None, split: str = "actor_id", start: str = "2022-11"
) -> pd.DataFrame:
    """One row a month from `start` on; None where nothing was searched."""
    rows = [
        (str(period), count or 0, min(count or 0, 1), 0 if count is None else 2, 0 if count is None else 2000)
        for period, count in zip(pd.period_range(start, periods=len(counts), freq="M"), counts, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["month", "mentions", "articles", "all_articles", "words"])
    table = table.astype({"month": "string"} | dict.fromkeys(table.columns[1:], "Int64"))
    for rate, per, times in (("per_1000_words", "words", 1000), ("per_article", "all_articles", 1)):
        table[rate] = (table["mentions"] * times / table[per].mask(table[per] == 0)).astype("Float64")
    if key is not None:
        table.insert(0, split, pd.array([key] * len(table), dtype="string"))
    return table


def several(n: int, months: int = 6, *, name: str = "actor_{}") -> pd.DataFrame:
    return pd.concat([trend([(i * 7 + m * 3) % 11 + i for m in range(months)], key=name.format(i)) for i in range(n)])


def courses(ax: Any) -> list[Any]:
    """The lines of the chart, without those that lead to names."""
    return [line for line in ax.lines if line.get_marker() not in ("None", None, "")]


def shown_words(ax: Any) -> str:
    return " ".join(ax.get_xlabel().split())


def test_a_missing_rate_is_a_gap_and_a_rate_of_none_a_point_at_zero() -> None:
    ax = plot_trends(trend([4, None, 0, 2]))
    heights = courses(ax)[0].get_ydata()
    assert np.isnan(heights[1]) and [heights[0], *heights[2:]] == [2.0, 0.0, 1.0]
    assert shown_words(ax) == "month of publication (a gap: nothing was searched)"
    assert plot_trends(trend([4, 1])).get_xlabel() == "month of publication"


@pytest.mark.parametrize(
    "value, unit",
    [
        (None, "mentions per 1,000 words"),
        ("per_article", "mentions per article"),
        ("mentions", "mentions"),
        ("articles", "articles with mentions"),
        ("all_articles", "articles searched"),
        ("words", "words searched"),
    ],
)
def test_the_axis_says_what_is_counted_for_each_what_and_begins_at_zero(value: str | None, unit: str) -> None:
    ax = plot_trends(trend([4, 2]), value=value)
    assert (ax.get_ylabel(), ax.get_ylim()[0]) == (unit, 0)


def test_counts_have_whole_numbers_on_the_axis() -> None:
    assert all(tick == int(tick) for tick in plot_trends(trend([1, 0]), value="mentions").get_yticks())


def test_undated_articles_are_told_under_the_axis_and_have_no_point_on_it() -> None:
    undated = trend([3], key="mali").assign(month=pd.NA)
    ax = plot_trends(pd.concat([trend([4, 2], key="mali"), undated]), names={"mali": "Mali"})
    assert [line.get_xdata()[-1] for line in courses(ax)] == [2022 * 12 + 11]
    told = "not on the axis, of articles without a date (mentions per 1,000 words): Mali 1.50"
    assert shown_words(ax).endswith(told)
    assert_readable(ax)


@pytest.mark.parametrize("value, told", [("mentions", "(mentions): 3"), ("all_articles", "(articles searched): 1")])
def test_what_undated_articles_hold_is_told_with_its_unit(value: str, told: str) -> None:
    ax = plot_trends(pd.concat([trend([4, 2]), trend([3]).assign(month=pd.NA, all_articles=1)]), value=value)
    assert shown_words(ax).endswith(f"not on the axis, of articles without a date {told}")


def test_nothing_but_undated_articles_gives_an_axis_without_dates_that_says_so() -> None:
    ax = plot_trends(trend([3]).assign(month=pd.NA), title="Undated")
    assert [t.get_text() for t in ax.texts] == ["no article has a date"]
    assert len(ax.get_xticks()) == 0
    assert_readable(ax)


def test_a_period_in_which_nothing_was_searched_says_so() -> None:
    assert [t.get_text() for t in plot_trends(trend([None])).texts] == ["nothing was searched"]


def test_lines_have_the_colour_and_marker_of_their_actor_and_dashes_of_their_own() -> None:
    ax = plot_trends(pd.concat([trend([4, 2], key="mali"), trend([1, 2], key="un"), trend([0, 0], key="jnim")]))
    looks = [(line.get_color(), line.get_marker()) for line in courses(ax)]
    assert looks == [tuple(actor_style(key)) for key in ("mali", "un", "jnim")]
    assert len({line.get_linestyle() for line in courses(ax)}) > 1
    [one] = courses(plot_trends(trend([1, 2], key="verbal conflict", split="group")))
    assert one.get_color() == group_style("verbal conflict").colour


def test_lines_are_named_at_their_ends_and_missing_values_too() -> None:
    table = pd.concat([trend([4, 2], key="mali"), trend([1, 2], key="x").assign(actor_id=pd.NA)])
    ax = plot_trends(table, names={"mali": "Mali $x$"})
    assert [t.get_text() for t in ax.texts] == ["Mali $x$", "no actor"]
    assert ax.get_figure().legends == []
    assert_readable(ax)


def test_lines_that_end_early_are_named_in_a_legend() -> None:
    ax = plot_trends(pd.concat([trend([4, 2, None], key="a"), trend([1, 2, 3], key="b")]))
    assert [t.get_text() for t in ax.get_figure().legends[0].get_texts()] == ["a", "b"]
    assert_readable(ax)


def test_more_lines_than_can_be_told_apart_are_grey_and_the_title_says_how_many() -> None:
    ax = plot_trends(several(20), title="Actors")
    assert ax.get_title(loc="left") == "Actors (12 more in grey)"
    coloured = [line for line in courses(ax) if line.get_color() in COLOURS]
    assert len(coloured) == MOST and len(courses(ax)) == 20
    assert plot_trends(several(9)).get_title(loc="left") == "1 more in grey"
    assert plot_trends(several(8), title="Eight").get_title(loc="left") == "Eight"


@pytest.mark.parametrize(
    "n, months, name", [(1, 1, "a"), (8, 48, LONG + " {}"), (20, 3, "a_{}"), (8, 120, "x" * 90 + "{}")]
)
def test_names_and_numbers_are_never_cut_and_never_meet(n: int, months: int, name: str) -> None:
    assert_readable(plot_trends(several(n, months, name=name), title="A title that is long " * 6))


def test_on_an_axes_that_is_given_it_is_readable_too() -> None:
    _, ax = plt.subplots(figsize=(5, 3), layout="constrained")
    assert plot_trends(several(5), ax=ax) is ax
    assert_readable(ax)


def test_years_are_an_axis_of_years() -> None:
    table = trend([4, 2]).rename(columns={"month": "year"}).assign(year=["2021", "2022"])
    ax = plot_trends(table)
    assert ax.get_xlabel() == "year of publication"
    assert [t.get_text() for t in ax.get_xticklabels()] == ["2021", "2022"]


def test_across_publishers_each_row_is_a_bar_with_what_it_rests_on() -> None:
    table = trend([4, None, 2]).rename(columns={"month": "publisher"}).assign(publisher=["A", LONG, pd.NA])
    ax = plot_trends(table, title="By publisher")
    assert [" ".join(label.split()) for label in labels(ax)] == ["A", LONG, "no publisher"]
    told = [t.get_text() for t in ax.texts]
    assert told == ["2.00 (4 in 2,000 words)", "nothing searched", "1.00 (2 in 2,000 words)"]
    assert ax.get_xlabel() == "mentions per 1,000 words, by publisher"
    assert_readable(ax)


def test_what_is_told_apart_heads_its_bars() -> None:
    table = pd.concat([trend([4, 2], key=key).rename(columns={"month": "language"}) for key in ("mali", "un")])
    ax = plot_trends(table.assign(language=["en", "fr"] * 2), value="per_article", names={"mali": "Mali"})
    assert labels(ax) == ["Mali", "en", "fr", "un", "en", "fr"]
    assert ax.texts[0].get_text() == "2.00 (4 in 2 articles)"
    assert_readable(ax)


@pytest.mark.parametrize("by", ["month", "year", "publisher", "language"])
@pytest.mark.parametrize("split", [None, "actor_id", ("actor_id", "language")])
def test_every_table_of_trends_can_be_drawn(by: str, split: Any) -> None:
    corpus = made_corpus()
    if split is not None and by in split:
        split = "actor_id"
    assert_readable(plot_trends(sk.trends(corpus, by=by, split=split), names=corpus.mentions))
    assert_readable(plot_trends(sk.trends(corpus, table="articles", by=by)))


def test_no_rows_give_a_labelled_chart_that_says_so() -> None:
    for table in (trend([]), trend([]).rename(columns={"month": "publisher"})):
        ax = plot_trends(table)
        assert [t.get_text() for t in ax.texts] == ["no rows"]
        assert_readable(ax)


def test_what_is_no_table_of_trends_is_refused() -> None:
    with pytest.raises(BadValue, match="expected a table"):
        plot_trends([1])  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="there is no column 'articles'"):
        plot_trends(pd.DataFrame({"x": [1]}))
    with pytest.raises(UnknownName, match="there is no column 'per_word'"):
        plot_trends(trend([1]), value="per_word")
    with pytest.raises(UnknownName, match="there is no column 'month'"):
        plot_trends(trend([1]).drop(columns="month"))
    with pytest.raises(BadValue, match="below zero"):
        plot_trends(trend([1]).assign(mentions=-1), value="mentions")
    with pytest.raises(BadValue, match="no month"):
        plot_trends(trend([1]).assign(month="x"))


def test_labels_that_are_spread_keep_their_order_and_stay_inside() -> None:
    places = spread([0.0, 0.0, 0.1, 3.9, 4.0], [0.5] * 5, 4.0)
    assert places == sorted(places) and min(places) >= 0.25 and max(places) <= 3.75
    assert all(b - a >= 0.499 for a, b in zip(places, places[1:], strict=False))
    assert spread([1.0, 3.0], [0.5, 0.5], 4.0) == [1.0, 3.0]
    assert spread([], [], 1.0) == []
