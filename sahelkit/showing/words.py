"""Charts of words: those that stand near a word, and those that one corpus uses more often than another.

One bar a word, as long as the statistic that the table was made for; behind it what the statistic rests on, since a
large value may stand on a handful of occurrences, or on one article.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sahelkit.errors import UnknownName
from sahelkit.showing.bars import Bar, draw_bars
from sahelkit.showing.cells import plain, records, require
from sahelkit.showing.palette import BLUE, VERMILLION, Style
from sahelkit.studying.collocates import STATISTICS

_MEANS = {
    "log_likelihood": "log-likelihood (how much evidence)",
    "log_ratio": "log ratio (1: twice as often, 2: four times)",
    "pmi": "PMI (1: twice as often as expected, 2: four times)",
}
_MORE, _LESS = Style(BLUE, "o"), Style(VERMILLION, "s")


def plot_collocates(
    table: pd.DataFrame, *, ax: Axes | None = None, statistic: str = "log_likelihood", title: str = ""
) -> Axes:
    """Draw the words that stand near a word: a bar for the statistic, behind it how often each stands there.

    Parameters
    ----------
    table : DataFrame
        What `collocates` returns. Rows are drawn in the order given; a table of many words is best cut with ``head``.
    ax : Axes, optional
        Drawn on; else a new one, as high as its rows need.
    statistic : {"log_likelihood", "log_ratio", "pmi"}
        What the bars are long by: right of zero for words more often near the word than elsewhere, left for less.
    title : str
        Written above the chart.

    Returns
    -------
    Axes
        Behind each bar: occurrences near the word, of all in the text, and in how many articles. No rows give a
        labelled Axes that says "no rows".

    Raises
    ------
    UnknownName
        When a column is missing; for a statistic that does not exist.
    BadValue
        When `table` is no table.

    Examples
    --------
    >>> rows = {"word": ["tentara"], "both": [8], "in_corpus": [13], "articles": [2], "log_likelihood": [4.3]}
    >>> ax = plot_collocates(pd.DataFrame(rows))
    >>> [t.get_text() for t in ax.get_yticklabels()], ax.texts[0].get_text()
    (['tentara'], '4.3 (8 of 13, 2 articles)')
    """
    beside = "in brackets: times near the word, of all times in the text"
    return _plot(table, ("both", "in_corpus", "articles"), beside, ax=ax, statistic=statistic, title=title)


def plot_keyness(
    table: pd.DataFrame, *, ax: Axes | None = None, statistic: str = "log_likelihood", title: str = ""
) -> Axes:
    """Draw the words that a corpus uses more often than a reference (to the right) and less often (to the left).

    Parameters
    ----------
    table : DataFrame
        What `keyness` returns. Rows are drawn in the order given; of a table of many words, take the first and last.
    ax : Axes, optional
        Drawn on; else a new one, as high as its rows need.
    statistic : {"log_likelihood", "log_ratio"}
        What the bars are long by.
    title : str
        Written above the chart.

    Returns
    -------
    Axes
        Behind each bar: how often a million words hold the word, in the corpus and in the reference, and in how many
        articles of both. No rows give a labelled Axes that says "no rows".

    Raises
    ------
    UnknownName
        When a column is missing; for a statistic that does not exist.
    BadValue
        When `table` is no table.

    Examples
    --------
    >>> rows = {"word": ["maju"], "frequency": [1], "reference_frequency": [3], "per_million": [250.0], "articles": [1],
    ...         "reference_per_million": [1000.0], "reference_articles": [2], "log_likelihood": [-1.2]}
    >>> plot_keyness(pd.DataFrame(rows)).texts[0].get_text()
    '-1.2 (250 : 1,000 per million, 3 articles)'
    """
    needs = ("per_million", "reference_per_million", "articles", "reference_articles")
    beside = "in brackets: times per million words, corpus : reference"
    return _plot(table, needs, beside, ax=ax, statistic=statistic, title=title)


def _plot(
    table: pd.DataFrame, needs: tuple[str, ...], beside: str, *, ax: Axes | None, statistic: str, title: str
) -> Axes:
    if statistic not in STATISTICS:
        raise UnknownName("statistic", statistic, STATISTICS)
    require(table, ("word", *needs, statistic))
    bars = [_bar(row, row[statistic], needs) for row in records(table)]
    return draw_bars(bars, ax=ax, title=title, xlabel=f"{_MEANS[statistic]}\n{beside}")


def _bar(row: dict[str, Any], value: Any, needs: tuple[str, ...]) -> Bar:
    """A statistic that is missing, since a side has no words, or has no end, is told in words."""
    known = not pd.isna(value) and bool(np.isfinite(value))
    told = f"{value:,.1f}" if known else "not known"
    counts = _rates(row) if "per_million" in needs else _counts(row)
    style = _LESS if known and value < 0 else _MORE
    return Bar(plain(row["word"], "?"), float(value) if known else None, f"{told} ({counts})", style)


def _counts(row: dict[str, Any]) -> str:
    return f"{_number(row['both'])} of {_number(row['in_corpus'])}, {_articles(row['articles'])}"


def _rates(row: dict[str, Any]) -> str:
    rates = f"{_number(row['per_million'])} : {_number(row['reference_per_million'])} per million"
    return f"{rates}, {_articles(row['articles'] + row['reference_articles'])}"


def _articles(count: Any) -> str:
    return f"{_number(count)} article" + ("" if not pd.isna(count) and count == 1 else "s")


def _number(value: Any) -> str:
    return "?" if pd.isna(value) else f"{value:,.0f}"
