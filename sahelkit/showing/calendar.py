"""Chart of the articles: what there is to read, by day of publication.

One row an article, with its publisher and title, a mark on its day and its words beside it. Articles without a date
stand in a lane of their own below. A corpus is a choice among all that was printed: the chart shows that choice.
"""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from sahelkit.showing.cells import plain, records, require
from sahelkit.showing.markup import counted, day
from sahelkit.showing.palette import BLUE, Style
from sahelkit.showing.timemarks import Axis, Mark, draw_marks, when

_NEEDS = ("article_id", "title", "publisher", "published", "n_words")
_AXIS = Axis("day of publication", "no date known ({}),\nin the order of the table")
_STYLE = Style(BLUE, "o")
_WIDTH, _LINES = 44, 3  # characters of a label's line, and how many lines it has at most


def plot_articles(
    articles: pd.DataFrame, *, ax: Axes | None = None, undated: int | None = None, title: str = ""
) -> Axes:
    """Draw articles by day of publication, each a row with its publisher, its title, its day and its words.

    Parameters
    ----------
    articles : DataFrame
        Rows of `corpus.articles`. Dated ones are drawn by day, undated ones below in the order given.
    ax : Axes, optional
        Drawn on; else a new one, as high as its rows need.
    undated : int, optional
        How many articles there are without a date, where only some of them are handed in: the lane says "3 of 122".
    title : str
        Written above the chart.

    Returns
    -------
    Axes
        Beside each mark: the day, the language and the words of the article, whether the day was read in the text
        instead of the catalog, and of which article it is a copy. Titles are shortened. No rows give a labelled Axes
        that says "no rows".

    Raises
    ------
    UnknownName
        When a column is missing.
    BadValue
        When `articles` is no table.

    Examples
    --------
    >>> row = {"article_id": "a", "title": "Mali maju", "publisher": "News", "published": pd.Timestamp("2022-03-08"),
    ...        "n_words": 320}
    >>> ax = plot_articles(pd.DataFrame([row]))
    >>> ax.get_yticklabels()[0].get_text(), ax.texts[0].get_text()
    ('News: Mali maju', '2022-03-08 · 320 words')
    """
    require(articles, _NEEDS)
    marks = sorted((_mark(row, n) for n, row in enumerate(records(articles))), key=lambda mark: mark.order)
    return draw_marks(marks, ax=ax, title=title, axis=_AXIS._replace(undated=undated))


def _mark(row: dict[str, Any], n: int) -> Mark:
    first, last, undated = when(row["published"], row["published"])
    told = ": ".join(filter(None, (plain(row["publisher"]), plain(row["title"])))) or plain(row["article_id"])
    label = "\n".join(textwrap.wrap(told, _WIDTH, max_lines=_LINES, placeholder=" …"))
    order = (undated, pd.Timestamp.max if undated else first, n)
    return Mark(plain(row["article_id"]), label, _note(row), _STYLE, True, first, last, order)


def _note(row: dict[str, Any]) -> str:
    words = "" if pd.isna(row["n_words"]) else counted(int(row["n_words"]), "word")
    basis, copy_of = plain(row.get("published_basis")), plain(row.get("copy_of"))
    told = [day(row["published"]), plain(row.get("language")), words]
    told += [f"day from the {basis}"] if basis not in ("", "catalog") else []
    told += [f"a copy of {copy_of}"] if copy_of else []
    return " · ".join(filter(None, told))
