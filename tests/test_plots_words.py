"""The charts of words: bars on both sides of zero, and what each statistic rests on behind its bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from test_plots import LONG, assert_readable, labels

from sahelkit.errors import BadValue, UnknownName
from sahelkit.showing.palette import BLUE, VERMILLION
from sahelkit.showing.words import plot_collocates, plot_keyness
from sahelkit.studying import collocates, keyness

PLOTS = {plot_collocates: collocates.DTYPES, plot_keyness: keyness.DTYPES}


@pytest.fixture(autouse=True)
def close_charts() -> Iterator[None]:
    yield
    plt.close("all")


def near(*values: float | None, word: str = "word{}") -> pd.DataFrame:
    rows = [
        {"word": word.format(n), "both": 3 + n, "in_corpus": 1000 + n, "articles": 1 + n} | dict.fromkeys(
            ["log_likelihood", "log_ratio", "pmi"], value)
        for n, value in enumerate(values)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(collocates.DTYPES)).astype(collocates.DTYPES)


def key(*values: float | None, word: str = "word{}") -> pd.DataFrame:
    rows = [
        {"word": word.format(n), "per_million": 2500.4, "reference_per_million": 0.0, "articles": 1,
         "reference_articles": 2, "frequency": 5, "reference_frequency": 0, "log_likelihood": value, "log_ratio": value}
        for n, value in enumerate(values)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(keyness.DTYPES)).astype(keyness.DTYPES)


def told(ax: Any) -> list[str]:
    return [t.get_text() for t in ax.texts]


def test_collocates_are_bars_from_zero_with_their_counts_behind() -> None:
    ax = plot_collocates(near(12.5, 3), title="Words near “Mali”")
    assert [(p.get_x(), p.get_width()) for p in ax.patches] == [(0, 12.5), (0, 3)]
    assert told(ax) == ["12.5 (3 of 1,000, 1 article)", "3.0 (4 of 1,001, 2 articles)"]
    assert ax.get_xlabel().startswith("log-likelihood (how much evidence)\nin brackets: times near the word")
    assert ax.get_xlim()[0] == 0
    assert_readable(ax)


def test_key_words_go_right_and_the_others_left_in_a_colour_and_a_marker_of_their_own() -> None:
    ax = plot_keyness(key(20, -8))
    assert [p.get_width() for p in ax.patches] == [20, -8]
    marks = [(line.get_color(), line.get_marker()) for line in ax.lines if line.get_marker() != "None"]
    assert marks == [(BLUE, "o"), (VERMILLION, "s")]
    assert told(ax)[1] == "-8.0 (2,500 : 0 per million, 3 articles)"
    assert ax.texts[1].get_ha() == "right"
    assert "corpus : reference" in ax.get_xlabel()
    assert_readable(ax)


@pytest.mark.parametrize("statistic", ["log_likelihood", "log_ratio", "pmi"])
def test_the_axis_names_the_statistic(statistic: str) -> None:
    assert plot_collocates(near(1), statistic=statistic).get_xlabel().casefold().startswith(statistic[:3])


def test_a_statistic_that_is_missing_is_told_in_words() -> None:
    ax = plot_keyness(key(None, 4))
    assert told(ax)[0] == "not known (2,500 : 0 per million, 3 articles)"
    assert len(ax.patches) == 1
    assert_readable(plot_keyness(key(None)))


@pytest.mark.parametrize("plot, made", [(plot_collocates, near), (plot_keyness, key)])
@pytest.mark.parametrize(
    "values", [[1], [0], [-5], [-5000, 3], [0.001, -0.001], list(range(40, -40, -2)), [1e9, 5]]
)  # fmt: skip
@pytest.mark.parametrize("word", ["w{}", LONG + " {}", "x" * 90])
def test_words_and_what_stands_behind_bars_never_meet(
    plot: Callable[..., Any], made: Callable[..., pd.DataFrame], values: list[float], word: str
) -> None:
    assert_readable(plot(made(*values, word=word), title="A title"))


@pytest.mark.parametrize("width", [4, 7, 12])
def test_on_an_axes_that_is_given_the_words_stay_inside(width: int) -> None:
    _, ax = plt.subplots(figsize=(width, 4), layout="constrained")
    assert plot_keyness(key(*range(12, -12, -1)), ax=ax) is ax
    assert_readable(ax)


def test_words_are_printed_not_read_as_formulas() -> None:
    ax = plot_collocates(near(1, word="$\\frac{{1}}{{"))
    ax.get_figure().canvas.draw()
    assert labels(ax) == ["$\\frac{1}{"]


@pytest.mark.parametrize("plot", PLOTS)
def test_no_rows_say_so_and_what_is_no_such_table_is_refused(plot: Callable[..., Any]) -> None:
    ax = plot(pd.DataFrame(columns=list(PLOTS[plot])))
    assert told(ax) == ["no rows"]
    assert_readable(ax)
    with pytest.raises(BadValue, match="expected a table"):
        plot([1])
    with pytest.raises(UnknownName, match="there is no column 'word'"):
        plot(pd.DataFrame({"x": [1]}))
    with pytest.raises(UnknownName, match="there is no statistic 'frequency'"):
        plot(pd.DataFrame(columns=list(PLOTS[plot])), statistic="frequency")
