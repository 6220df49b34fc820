"""The printed concordance: the keyword in one column, contexts beside it, nothing cut and nothing on anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from made_corpus import made_corpus
from test_plots import LONG, assert_readable

import sahelkit as sk
from sahelkit.errors import BadValue, UnknownName
from sahelkit.showing.contexts import plot_concordance

COLUMNS = ["article_id", "publisher", "published", "left", "keyword", "right"]


@pytest.fixture(autouse=True)
def close_charts() -> Iterator[None]:
    yield
    plt.close("all")


def lines(*rows: tuple[str, str, str], publisher: str | None = "News", article: str = "a") -> pd.DataFrame:
    day = pd.Timestamp("2022-03-08")
    return pd.DataFrame([(article, publisher, day, *row) for row in rows], columns=COLUMNS)


def boxes(ax: Any, text: str) -> Any:
    ax.get_figure().canvas.draw()
    return next(t for t in ax.texts if t.get_text() == text).get_window_extent()


def test_the_keyword_is_bold_and_its_contexts_stand_on_either_side() -> None:
    ax = plot_concordance(lines(("tentara ", "Mali", ", dan"), ("di ", "Malian", " itu")), title="“mali*”")
    assert [t.get_text() for t in ax.texts if t.get_fontweight() == "bold"] == ["Mali", "Malian"]
    assert boxes(ax, "Mali").x0 == pytest.approx(boxes(ax, "Malian").x0, abs=2)
    assert boxes(ax, "tentara").x1 < boxes(ax, "Mali").x0 and boxes(ax, "Malian").x1 < boxes(ax, "itu").x0
    assert boxes(ax, ", dan").x0 - boxes(ax, "Mali").x1 < boxes(ax, "itu").x0 - boxes(ax, "Malian").x1
    assert_readable(ax)


def test_each_line_says_whose_article_of_which_day_it_is() -> None:
    ax = plot_concordance(lines(("", "Mali", "")))
    assert "News, 2022-03-08" in [t.get_text() for t in ax.texts]
    undated = lines(("", "Mali", ""), publisher=None).assign(published=pd.NaT)
    assert "a" in [t.get_text() for t in plot_concordance(undated).texts]


def test_a_rule_stands_between_two_articles() -> None:
    table = pd.concat([lines(("", "Mali", ""), ("", "Mali", "")), lines(("", "Mali", ""), article="b")])
    assert len(plot_concordance(table).lines) == 1


def test_a_context_that_a_page_has_no_room_for_ends_in_an_ellipsis_away_from_the_keyword() -> None:
    ax = plot_concordance(lines((f"begin {LONG * 4} near ", "Mali", f" next {LONG * 4} end")))
    left, right = [t.get_text() for t in ax.texts][2:4]
    assert left.startswith("…") and left.endswith("near") and right.startswith("next") and right.endswith("…")
    assert ax.get_figure().get_size_inches()[0] < 12
    assert_readable(ax)


@pytest.mark.parametrize("rows", [1, 3, 60])
@pytest.mark.parametrize("left", ["", "i" * 60, "W" * 60 + " ", LONG + " "])
@pytest.mark.parametrize("publisher", ["N", LONG])
def test_lines_are_never_cut_and_never_meet(rows: int, left: str, publisher: str) -> None:
    table = lines(*[(left, "Mali" * (n % 3 + 1), f" {LONG[n % 40 :]}") for n in range(rows)], publisher=publisher)
    assert_readable(plot_concordance(table, title="A title that is rather long " * 3))


@pytest.mark.parametrize("size", [(4, 3), (9, 3), (16, 9)])
def test_letters_shrink_on_an_axes_that_is_given(size: tuple[int, int]) -> None:
    _, ax = plt.subplots(figsize=size, layout="constrained")
    assert plot_concordance(lines(*[(f"{LONG[:60]} ", "Mali", f" {LONG[:60]}")] * 12), ax=ax) is ax
    assert_readable(ax)


def test_two_on_one_figure_keep_apart() -> None:
    figure, (one, other) = plt.subplots(1, 2, figsize=(12, 4), layout="constrained")
    for ax in (one, other):
        plot_concordance(lines(*[(f"{LONG[:60]} ", "Mali", f" {LONG[:60]}")] * 6), ax=ax)
    figure.canvas.draw()
    ends = max(t.get_window_extent().x1 for t in one.texts), min(t.get_window_extent().x0 for t in other.texts)
    assert ends[0] <= ends[1]


def test_text_is_printed_as_it_is_and_a_long_keyword_shortened() -> None:
    ax = plot_concordance(lines(("$x_", "Mali\n" + "kata " * 40, "^$ {")))
    ax.get_figure().canvas.draw()
    texts = [t.get_text() for t in ax.texts]
    assert texts[0].startswith("Mali kata") and len(texts[0]) <= 60 and texts[0].endswith("…")
    assert texts[2:] == ["$x_", "^$ {"]


def test_a_concordance_of_a_corpus_can_be_drawn() -> None:
    assert_readable(plot_concordance(sk.concordance(made_corpus(), "mali")))
    ax = plot_concordance(sk.concordance(made_corpus(), "nowhere"))
    assert [t.get_text() for t in ax.texts] == ["no rows"]
    assert_readable(ax)


def test_what_is_no_concordance_is_refused() -> None:
    with pytest.raises(BadValue, match="expected a table"):
        plot_concordance([1])  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="there is no column 'left'"):
        plot_concordance(lines().drop(columns="left"))
