"""The chart of articles by day, quotations by speaker, and charts that stand on one figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from made_corpus import made_corpus
from test_plots import LONG, assert_readable, counted, event, events, figures, labels

import sahelkit as sk
from sahelkit.errors import BadValue, UnknownName
from sahelkit.showing.calendar import plot_articles
from sahelkit.showing.plots import plot_mentions
from sahelkit.showing.ranges import plot_figures
from sahelkit.showing.timeline import plot_events


@pytest.fixture(autouse=True)
def close_charts() -> Iterator[None]:
    yield
    plt.close("all")


def article(n: int, day: str | None = None, **more: Any) -> dict[str, Any]:
    row = {"article_id": f"a{n}", "title": f"Title {n}", "publisher": "News", "n_words": 1200}
    return row | {"published": pd.Timestamp(day) if day else pd.NaT} | more


def articles(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows).astype({"published": "datetime64[s]"})


def notes(ax: Any) -> list[str]:
    return [t.get_text() for t in ax.texts if "word" in t.get_text()]


def test_dated_articles_stand_by_day_and_undated_ones_below_in_the_order_given() -> None:
    ax = plot_articles(articles(article(3), article(2, "2023-02-08"), article(1, "2022-03-08"), article(0)))
    assert labels(ax) == ["News: Title 1", "News: Title 2", "News: Title 3", "News: Title 0"]
    assert notes(ax)[:3] == ["2022-03-08 · 1,200 words", "2023-02-08 · 1,200 words", "1,200 words"]
    assert "no date known (2),\nin the order of the table" in [t.get_text() for t in ax.texts]
    assert ax.get_xlabel() == "day of publication"
    assert_readable(ax)


def test_the_note_says_language_copy_and_where_the_day_comes_from() -> None:
    about = {"language": "fr", "published_basis": "dateline", "copy_of": "a1", "n_words": 1}
    assert notes(plot_articles(articles(article(0, "2022-03-08", **about)))) == [
        "2022-03-08 · fr · 1 word · day from the dateline · a copy of a1"
    ]
    assert notes(plot_articles(articles(article(0, "2022-03-08", published_basis="catalog", copy_of=None)))) == [
        "2022-03-08 · 1,200 words"
    ]


def test_an_article_without_title_and_publisher_is_named_by_its_id() -> None:
    assert labels(plot_articles(articles(article(7, title=None, publisher=None)))) == ["a7"]


@pytest.mark.parametrize("dated", [0, 1, 30])
@pytest.mark.parametrize("title", ["T", LONG * 3, "$\\frac{" + "x" * 200])
def test_labels_are_never_cut_and_never_meet(dated: int, title: str) -> None:
    days = pd.date_range("2012-01-01", "2023-02-07", periods=max(dated, 2)).strftime("%Y-%m-%d")
    rows = [article(n, days[n] if n < dated else None, title=title, language="id") for n in range(30)]
    assert_readable(plot_articles(articles(*rows), title="Articles"))


def test_the_articles_of_a_corpus_can_be_drawn_and_none_say_so() -> None:
    corpus = made_corpus()
    assert_readable(plot_articles(corpus.articles))
    ax = plot_articles(corpus.articles.head(0))
    assert [t.get_text() for t in ax.texts] == ["no rows"]
    assert ax.get_xlabel() == "day of publication"


def test_what_is_no_table_of_articles_is_refused() -> None:
    with pytest.raises(BadValue, match="expected a table"):
        plot_articles([1])  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="there is no column 'n_words'"):
        plot_articles(articles(article(1)).drop(columns="n_words"))


def test_quotations_by_speaker_are_statements_of_two_kinds() -> None:
    corpus = made_corpus()
    counted = sk.count_statements(corpus)
    quoted = counted[counted["kind"].str.endswith("quotation")]
    ax = sk.plot_statements(quoted, names=corpus.mentions)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["direct\nquotation"]
    assert sum(p.get_width() > 0 for p in ax.patches) == len(quoted) == 1


# -- several charts on one figure, and articles as the heads of columns ------------------------------------------


def test_two_charts_on_one_figure_have_their_legends_under_themselves() -> None:
    figure, (one, other) = plt.subplots(1, 2, figsize=(15, 6), layout="constrained")
    plot_figures(figures(("200", 200, 200, 200, "exact")), ax=one)
    plot_events(events(event(1, day="2022-05-01"), event(2, status="denied")), ax=other)
    figure.canvas.draw()
    assert figure.legends == []
    for ax in (one, other):
        box = ax.get_legend().get_window_extent()
        assert box.y0 >= -1 and box.y1 <= ax.get_window_extent().y0
        assert not box.overlaps(ax.xaxis.label.get_window_extent())
    assert not one.get_legend().get_window_extent().overlaps(other.get_legend().get_window_extent())


def test_a_chart_alone_keeps_its_legend_under_the_figure() -> None:
    assert len(plot_events(events(event(1))).get_figure().legends) == 1


def test_columns_of_articles_are_headed_by_publisher_and_title_where_the_table_has_them() -> None:
    table = pd.concat([counted(2).assign(article_id=key) for key in ("x1", "x2")])
    heads = [t.get_text() for t in plot_mentions(table, by="article_id").get_xticklabels()]
    assert heads == ["x1", "x2"]
    table = table.assign(publisher=["News"] * 2 + ["Kabar"] * 2, title=["One"] * 2 + [LONG] * 2)
    ax = plot_mentions(table, by="article_id")
    told = [" ".join(t.get_text().split()) for t in ax.get_xticklabels()]
    assert told[0] == "News: One" and told[1].startswith("Kabar: Coordination of") and told[1].endswith("…")
    assert_readable(ax)
    assert [t.get_text() for t in plot_mentions(table, by="publisher").get_xticklabels()] == ["Kabar", "News"]
