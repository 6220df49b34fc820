"""A picture saved from the explorer says what it shows, under which conditions, and what it leaves out."""

from dataclasses import replace

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from made_corpus import made_corpus

import sahelkit as sk
from sahelkit.exploring.explorer import explore
from sahelkit.exploring.files import as_figure
from sahelkit.exploring.panel import heading
from sahelkit.exploring.tabs import VIEWS
from sahelkit.exploring.views import left_out
from sahelkit.selection import Selection
from sahelkit.showing.canvas import add_heading
from sahelkit.showing.markup import counted


def heading_of(panel, drawn=None):
    return heading(VIEWS[panel.view], panel._asked(panel.view), drawn or panel.drawn)


def figure_of(panel, drawn=None):
    drawn = drawn or panel.drawn
    return as_figure(drawn, heading_of(panel, drawn))


def many(rows, n):
    """Return n rows, and every event one of its own."""
    grown = rows.iloc[[place % len(rows) for place in range(n)]].reset_index(drop=True)
    return grown.assign(event_id=[f"e{place}" for place in range(n)]) if "event_id" in grown else grown


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("selection", [Selection(language="en"), Selection(language="en", text="no such words")])
def test_a_picture_is_headed_with_title_and_conditions_and_nothing_is_cut_off(view, selection):
    panel = explore(sk.link(made_corpus()), view=view)
    panel.select(selection)
    figure = figure_of(panel)
    lines = figure.get_suptitle().split("\n")
    assert lines[0] == panel.drawn.title
    assert "language: English" in lines[1]
    figure.canvas.draw()
    box = figure._suptitle.get_window_extent()
    assert box.x0 >= 0 and box.x1 <= figure.bbox.width and box.y1 <= figure.bbox.height
    for ax in figure.axes:  # the chart stands under its heading
        assert ax.get_tightbbox().y1 <= box.y0


def test_no_conditions_are_not_told_and_those_the_corpus_came_with_are():
    assert heading_of(explore(made_corpus())) == "Mentions by actor"
    panel = explore(made_corpus().filter(language="en"))
    panel.select(Selection(actor=("mali", "france")))
    title, conditions = heading_of(panel).split("\n")
    assert set(conditions.split("; ")) == {"language: English", "actor: France or Mali"}


def test_conditions_that_leave_a_view_alone_are_told_as_such():
    panel = explore(made_corpus(), view="articles")
    panel.select(Selection(status="claimed"))
    assert heading_of(panel).split("\n") == ["Articles", "status: claimed", "does not apply to articles: status"]


def test_a_heading_is_no_formula_and_a_long_one_is_broken_and_cut():
    panel = explore(made_corpus())
    panel.select(Selection(text="$x^2$ " + "long " * 300))
    figure = figure_of(panel)
    assert not figure._suptitle.get_parse_math()
    assert "text: $x^2$ long" in figure.get_suptitle() and figure.get_suptitle().endswith("…")


def test_a_figure_grows_by_its_heading_and_not_without_one():
    figure, _ = plt.subplots(figsize=(5, 3))
    add_heading(figure, [])
    assert tuple(figure.get_size_inches()) == (5, 3) and figure.get_suptitle() == ""
    add_heading(figure, ["one", "two"])
    assert figure.get_size_inches()[0] == 5 and figure.get_size_inches()[1] > 3.2


@pytest.mark.parametrize(
    "view, told",
    [
        ("actors", "the first 40 of 100 actors"),
        ("figures", "the first 40 of 100 figures"),
        ("events", "the first 40 of 100 events"),
        ("concordance", "the first 60 of 100 occurrences"),
        ("collocates", "the first 40 of 100 words"),
        ("articles", "the first 60 of 100 articles"),
    ],
)
def test_rows_that_are_left_out_are_told(view, told):
    panel = explore(made_corpus(), view=view)
    few = replace(panel.drawn, rows=panel.drawn.rows.head(1))
    assert left_out(few) == "" and "the first" not in heading_of(panel, few)
    cut = replace(panel.drawn, rows=pd.DataFrame({"n": range(100)}))
    assert heading_of(panel, cut).endswith(f"\n{told}")


def test_counts_that_are_left_out_are_told_where_they_are_not_the_rows_of_the_view():
    for view, options in (("quotations", {}), ("trends", {"by": "publisher"})):
        panel = explore(made_corpus(), view=view, **options)
        drawn = replace(panel.drawn, printed=panel.drawn.printed._replace(most=0))
        n = drawn.printed.of()
        assert left_out(drawn) == f"the {drawn.printed.which} 0 of {counted(n, drawn.printed.noun)}"
    assert explore(made_corpus(), view="trends").drawn.printed is None


def test_the_lane_of_events_without_a_date_says_of_how_many_where_some_are_left_out():
    events = made_corpus().query("events").drop_duplicates("event_id")
    undated = many(events.assign(date_from=pd.NaT, date_to=pd.NaT), 5)
    for rows, told in ((undated.head(2), "(2 of 5)"), (undated, "(5)")):
        texts = [text.get_text() for text in sk.plot_events(rows, undated=5).texts]
        assert f"no date in the text {told},\nin the order of the text" in texts
