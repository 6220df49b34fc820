"""An axis gives every value its place, and ticks that can be read; a mark keeps its range and its open bounds."""

import datetime as dt

import matplotlib

matplotlib.use("Agg")
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sahelkit as sk
from sahelkit.exploring.axis import Axis, day_bounds, mark_on, persons_axis, time_axis
from sahelkit.exploring.strip import months_of, size_of, strip
from sahelkit.selection import Selection
from sahelkit.showing.palette import BLUE, Style

STYLE = Style(BLUE, "o")
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


def persons(*bounds):
    low, high = zip(*bounds, strict=True) if bounds else ((), ())
    return pd.Series(low, dtype="Int64"), pd.Series(high, dtype="Int64")


def dates(*pairs):
    return [pd.Series(days, dtype="datetime64[s]") for days in zip(*pairs, strict=True)]


@pytest.mark.parametrize(
    "bounds", [[(3, 60)], [(3, 61)], [(200, 200), (1700, 1700)], [(1, None), (None, 9000)], [(0, 0)], [(0, 5)], []]
)
def test_the_axis_of_persons_is_logarithmic_where_the_printed_chart_is(bounds):
    low, high = persons(*bounds)
    about = {"text": "x", "value": None, "hedge": "exact", "kind": "troops"} | dict.fromkeys(
        ["actor_id", "claimant_id", "claimant_text"]
    )
    printed = pd.DataFrame(
        [about | {"value_low": a, "value_high": b} for a, b in bounds], columns=[*about, "value_low", "value_high"]
    )
    expected = "log" if persons_axis(low, high).is_log else "linear"
    assert sk.plot_figures(printed).get_xscale() == expected


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 10**6)), min_size=1, max_size=8))
def test_every_figure_stands_on_the_axis_in_order(pairs):
    bounds = [(a, a + more) for a, more in pairs]
    axis = persons_axis(*persons(*bounds))
    values = sorted({value for pair in bounds for value in pair})
    shares = [axis.share(value) for value in values]
    assert shares == sorted(shares) and all(0 <= share < 1 for share in shares)
    assert axis.is_log or axis.share(0) == 0
    assert 1 <= len(axis.ticks) <= 8 and len({tick.label for tick in axis.ticks}) == len(axis.ticks)
    assert all(axis.first <= tick.value <= axis.last for tick in axis.ticks)


@given(DAYS, DAYS)
def test_every_day_stands_on_the_time_axis(one, two):
    first, last = sorted((one, two))
    axis = time_axis(first, last)
    low, high = day_bounds(first, last)
    assert 0 <= axis.share(low) <= axis.share(high) <= 1
    assert len(axis.ticks) <= 8
    assert [tick["at"] for tick in axis.shown()] == sorted(tick["at"] for tick in axis.shown())


@pytest.mark.parametrize(
    "first, last, labels",
    [
        ("2022-03-01", "2022-03-02", ["2022-02-28", "2022-03-02", "2022-03-04"]),
        ("2022-04-01", "2022-05-31", ["2022-04", "2022-05", "2022-06"]),
        ("2012-01-01", "2023-02-07", ["2012", "2014", "2016", "2018", "2020", "2022"]),
        ("1960-08-05", "2023-02-07", ["1960", "1980", "2000", "2020"]),
    ],
)
def test_ticks_are_days_months_or_years(first, last, labels):
    axis = time_axis(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert [tick.label for tick in axis.ticks] == labels


def test_a_mark_keeps_its_range_and_its_open_bounds():
    axis = Axis(0, 100, False, ())
    look = {"style": STYLE, "hollow": False, "label": "x"}
    assert mark_on(axis, 20, 60, **look)["point"] is False
    assert mark_on(axis, 20, 20, **look) == {
        "from": 0.2, "to": 0.2, "openLeft": False, "openRight": False, "point": True, "hollow": False,
        "colour": BLUE, "marker": "o", "label": "x",
    }  # fmt: skip
    open_left = mark_on(axis, None, 20, **look)
    assert (open_left["from"], open_left["to"], open_left["openLeft"], open_left["openRight"]) == (0, 0.2, True, False)
    assert mark_on(axis, None, None, **look) == {"none": "x"}


@given(st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), min_size=1, max_size=12))
def test_each_thing_is_counted_once_in_the_strip_or_beside_it(pairs):
    ordered = [tuple(sorted(pair)) if all(pair) else pair for pair in pairs]
    months = months_of(*dates(*ordered))
    drawn = strip(months, Selection())
    assert sum(one["n"] for one in drawn["bins"]) + drawn["wide"] + drawn["undated"] == len(pairs)
    assert len(drawn["bins"]) <= 40 and all(one["chosen"] for one in drawn["bins"])
    assert drawn["undated"] == sum(pair == (None, None) for pair in pairs)


@pytest.mark.parametrize(
    "pairs, size, labels, wide",
    [
        ([("2022-03-05", "2022-03-05"), ("2022-05-01", "2022-05-31")], 1, ["2022-03", "2022-04", "2022-05"], 0),
        ([("2022-03-05", "2022-03-05"), ("2022-01-01", "2022-12-31")], 1, ["2022-03"], 1),
        ([("2015-02-01", "2015-02-01"), ("2022-05-01", "2022-08-31"), ("2023-01-01", None)], 12,
         [str(year) for year in range(2015, 2023)], 1),
        ([("2020-01-01", "2020-12-31")], 12, ["2020"], 0),
        # Most are open on one side, so that no period holds half: still no more periods than fit.
        ([("2000-01-01", "2000-01-01"), ("2004-01-01", "2004-01-01"), *[(None, "2000-01-01")] * 3], 3,
         [f"{year}-{a} to {year}-{b}" for year in range(2000, 2004)
          for a, b in (("01", "03"), ("04", "06"), ("07", "09"), ("10", "12"))] + ["2004-01 to 2004-03"], 3),
        ([("2021-01-01", "2021-01-01"), ("2024-12-01", "2024-12-01")], 3,
         [f"{year}-{a} to {year}-{b}" for year in range(2021, 2025)
          for a, b in (("01", "03"), ("04", "06"), ("07", "09"), ("10", "12"))], 0),
    ],
)  # fmt: skip
def test_a_date_wider_than_a_period_stands_in_none(pairs, size, labels, wide):
    months = months_of(*dates(*pairs))
    drawn = strip(months, Selection())
    assert size_of(months) == size
    assert [one["label"] for one in drawn["bins"]] == labels
    assert drawn["wide"] == wide


def test_the_periods_of_the_strip_narrow_to_what_they_count():
    drawn = strip(months_of(*dates(("2021-03-05", "2021-03-05"), ("2024-12-01", "2024-12-01"))), Selection())
    first = drawn["bins"][0]
    assert (first["since"], first["until"], first["n"]) == ("2021-01", "2021-03", 1)
    Selection(event_since=first["since"], event_until=first["until"])


def test_a_period_asked_for_is_highlighted_and_told():
    months = months_of(*dates(("2022-01-05", "2022-01-05"), ("2022-04-01", "2022-04-01")))
    drawn = strip(months, Selection(event_since="2022-02-10", event_until="2022-03"))
    assert [one["chosen"] for one in drawn["bins"]] == [False, True, True, False]
    assert drawn["period"] == "2022-02-10 to 2022-03"
    assert strip(months, Selection())["period"] is None
