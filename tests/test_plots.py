"""Charts draw every row they are given, as it is, with labels that can be read."""

import itertools
import re

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from sahelkit.errors import BadValue, UnknownName
from sahelkit.showing.palette import COLOURS, MARKERS, actor_style, group_style
from sahelkit.showing.plots import plot_comentions, plot_mentions
from sahelkit.showing.ranges import plot_figures
from sahelkit.showing.timeline import plot_events

LONG = "Coordination of the Patriotic Movements and Fronts of the Upper Valley for the Defence of All"


@pytest.fixture(autouse=True)
def close_charts():
    yield
    plt.close("all")


def counted(n, name="Actor number {}"):
    rows = [(f"actor_{i}", name.format(i), n - i) for i in range(n)]
    return pd.DataFrame(rows, columns=["actor_id", "name", "mentions"])


def figures(*rows):
    names = ["text", "value", "value_low", "value_high", "hedge", "kind", "actor_id", "claimant_id", "claimant_text"]
    return pd.DataFrame([(*row, *[None] * (len(names) - len(row))) for row in rows], columns=names)


def event(i, *, day=None, last=None, **more):
    row = {
        "event_id": f"a:{i}", "article_id": "a", "start": i, "text": "menolak", "event_type": "REJECT", "mode": None,
        "source_id": "mali", "target_id": "france", "date_edtf": day, "date_from": pd.Timestamp(day) if day else pd.NaT,
        "date_to": pd.Timestamp(last or day) if day else pd.NaT, "status": "reported",
    }  # fmt: skip
    return row | more


def events(*rows):
    frame = pd.DataFrame(rows, columns=list(event(0)))
    return frame.astype({"date_from": "datetime64[s]", "date_to": "datetime64[s]"})


def labels(ax):
    return [t.get_text() for t in ax.get_yticklabels()]


def drawn_texts(ax):
    """Every text of the chart that is seen, with its box in pixels."""
    figure = ax.get_figure()
    figure.canvas.draw()
    low, high = ax.get_xlim()  # ticks beyond the limits have labels, but nobody sees them
    ticks = [*ax.get_yticklabels(), *(t for t in ax.get_xticklabels() if low <= t.get_position()[0] <= high)]
    found = [*ticks, *ax.texts, ax._left_title, ax.xaxis.label]
    found += [t for legend in figure.legends for t in legend.get_texts()]
    return [(t.get_text(), t.get_window_extent()) for t in found if t.get_text() and t.get_visible()]


def assert_readable(ax):
    """No text leaves the picture, and no two texts lie on each other."""
    boxes = drawn_texts(ax)
    frame = ax.get_figure().bbox
    outside = [t for t, b in boxes if b.x0 < -1 or b.y0 < -1 or b.x1 > frame.x1 + 1 or b.y1 > frame.y1 + 1]
    assert outside == []
    pairs = itertools.combinations(boxes, 2)
    assert [(a, b) for (a, p), (b, q) in pairs if p.shrunk(0.98, 0.98).overlaps(q.shrunk(0.98, 0.98))] == []


def test_an_actor_keeps_colour_and_marker_whatever_else_is_drawn():
    alone = plot_mentions(counted(9).iloc[[8]])
    among = plot_mentions(counted(9))
    assert alone.lines[-1].get_color() == among.lines[-1].get_color()
    assert alone.lines[-1].get_marker() == among.lines[-1].get_marker()


def test_styles_are_named_and_the_actors_named_most_share_none():
    often = [
        "mali",
        "niger",
        "burkina_faso",
        "france",
        "russia",
        "usa",
        "un",
        "eu",
        "wagner",
        "jnim",
        "isgs",
        "ecowas",
        "au",
        "minusma",
        "barkhane",
        "goita",
    ]
    assert len({actor_style(a) for a in often}) == len(often)
    assert all(s.colour in COLOURS and s.marker in MARKERS for s in map(actor_style, often))
    groups = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
    assert len({group_style(g).colour for g in groups}) == len({group_style(g).marker for g in groups}) == 4


def test_mentions_are_bars_from_zero_in_the_order_given():
    ax = plot_mentions(counted(3), title="Three actors")
    assert [(p.get_x(), p.get_width()) for p in ax.patches] == [(0, 3), (0, 2), (0, 1)]
    assert ax.get_xlim()[0] == 0
    assert labels(ax) == ["Actor number 0", "Actor number 1", "Actor number 2"]
    assert ax.get_xlabel() == "mentions (times named)"
    assert ax.get_title(loc="left") == "Three actors"


def test_mentions_by_article_share_one_scale():
    table = pd.DataFrame(
        [("mali", "Mali", "a", 4), ("mali", "Mali", "b", 2), ("un", "UN", "b", 1)],
        columns=["actor_id", "name", "article_id", "mentions"],
    )
    ax = plot_mentions(table, by="article_id")
    widths = [p.get_width() for p in ax.patches]
    assert widths[0] == pytest.approx(2 * widths[1]) == pytest.approx(4 * widths[2])
    assert [p.get_x() for p in ax.patches] == [0, 1, 1]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["a", "b"]
    assert ax.get_xlabel() == "mentions (times named), by article; all columns to one scale"


@pytest.mark.parametrize("n, name", [(1, "Mali"), (60, "Actor number {}"), (12, LONG + " {}"), (5, "x" * 90)])
def test_labels_of_bars_are_never_cut_and_never_meet(n, name):
    assert_readable(plot_mentions(counted(n, name), title="A title"))


def test_labels_shrink_on_an_axes_that_is_given():
    _, ax = plt.subplots(figsize=(6, 4), layout="constrained")
    before = plt.gcf().number
    assert plot_mentions(counted(30), ax=ax) is ax
    assert plt.gcf().number == before
    assert_readable(ax)


def test_names_are_printed_not_read_as_formulas():
    table = counted(1).assign(name="Front $\\frac{1}{")
    ax = plot_mentions(table, title="$x_$")
    ax.get_figure().canvas.draw()
    assert labels(ax) == ["Front $\\frac{1}{"]


def test_comentions_are_a_triangle_with_the_number_in_each_cell():
    pairs = pd.DataFrame([("mali", "france", 7), ("russia", "mali", 2)], columns=["actor_id", "other_id", "sentences"])
    ax = plot_comentions(pairs, names={"mali": "Mali", "france": LONG})
    assert [t.get_text() for t in ax.texts] == ["7", "2"]
    assert len(ax.get_xticklabels()) == 1
    assert re.sub(r"\s", " ", labels(ax)[0]) == LONG
    assert_readable(ax)
    with pytest.raises(BadValue, match="names 'mali' twice"):
        plot_comentions(pairs.assign(other_id="mali"))


def test_an_exact_figure_is_a_filled_point_and_about_a_hollow_one():
    ax = plot_figures(figures(("200", 200, 200, 200, "exact"), ("about 300", 300, 300, 300, "about")))
    exact, about = ax.lines
    assert (exact.get_xdata()[0], about.get_xdata()[0]) == (200, 300)
    assert exact.get_markerfacecolor() == exact.get_markeredgecolor()
    assert about.get_markerfacecolor() == "white"


def test_a_range_is_a_bar_from_least_to_most_without_a_middle():
    ax = plot_figures(figures(("beberapa ratus", None, 200, 999, "several")))
    assert [list(line.get_xdata()) for line in ax.lines] == [[200, 999], [200], [999]]


@pytest.mark.parametrize("low, high, arrow", [(40, None, ">"), (None, 40, "<")])
def test_an_open_bound_ends_in_an_arrow(low, high, arrow):
    ax = plot_figures(figures(("40", None, low, high, "at_least" if low else "at_most")))
    assert arrow in [line.get_marker() for line in ax.lines]
    assert 40 in [x for line in ax.lines for x in line.get_xdata()]


def test_a_figure_says_whose_people_and_who_says_so():
    rows = figures(
        ("200", 200, 200, 200, "exact", "troops", "takuba"),
        ("300", 300, 300, 300, "exact", "killed", None, "un", "PBB"),
        ("5", 5, 5, 5, "exact", "other", None, None, "seorang pejabat"),
    )
    ax = plot_figures(rows, names=pd.DataFrame({"actor_id": ["takuba", "un"], "name": ["Takuba", "United Nations"]}))
    assert labels(ax) == [
        "Takuba, troops\nin the article's own words",
        "whose: not said, killed\nsays United Nations",
        "whose: not said, other\nsays seorang pejabat",
    ]


def test_wide_spans_get_a_logarithmic_axis_that_says_so():
    near = plot_figures(figures(("200", 200, 200, 200, "exact"), ("1.700", 1700, 1700, 1700, "exact")))
    assert (near.get_xscale(), near.get_xlabel(), near.get_xlim()[0]) == ("linear", "persons", 0)
    far = plot_figures(figures(("20", 20, 20, 20, "exact"), ("puluhan ribu", None, 20000, 99999, "several")))
    assert (far.get_xscale(), far.get_xlabel()) == ("log", "persons, logarithmic axis")


def test_labels_of_many_figures_are_never_cut_and_never_meet():
    one = [
        ("about 300", 300, 300, 300, "about", "killed", LONG.lower().replace(" ", "_")),
        ("at least 40", None, 40, None, "at_least", "killed", "mali", "un"),
        ("up to 15,000", None, None, 15000, "at_most", "displaced", None, None, LONG),
        ("puluhan ribu", None, 20000, 99999, "several", "displaced"),
        ("zero", 0, 0, 0, "exact", "wounded"),
        ("some", None, None, None, "several", "wounded"),
    ]
    ax = plot_figures(figures(*one * 5), title="Thirty figures")
    assert_readable(ax)


def test_an_event_on_a_day_is_a_mark_and_an_imprecise_one_a_bar_over_its_interval():
    ax = plot_events(events(event(1, day="2021-05-25"), event(2, day="2022-05-01", last="2022-08-31")))
    assert [(p.get_x(), p.get_width()) for p in ax.patches] == [(19113.0, 123.0)]  # 1 May 2022, 123 days
    assert len(ax.lines) == 2


def test_undated_events_stand_below_in_text_order():
    rows = [event(90, target_id="un"), event(5, target_id="eu"), event(200, day="2022-01-03", target_id="jnim")]
    ax = plot_events(events(*rows))
    assert labels(ax) == ["REJECT: mali → jnim", "REJECT: mali → eu", "REJECT: mali → un"]
    assert "no date in the text (2),\nin the order of the text" in [t.get_text() for t in ax.texts]


def test_rows_of_one_event_are_one_mark():
    ax = plot_events(events(event(1), event(1, target_id="un"), event(1, source_id="niger")))
    assert labels(ax) == ["REJECT: mali, niger → france, un"]


def test_an_act_that_is_not_told_as_done_is_hollow_and_named():
    ax = plot_events(events(event(1, status="denied"), event(2)))
    assert labels(ax)[0] == "REJECT: mali → france (denied)"
    assert [line.get_markerfacecolor() == "white" for line in ax.lines] == [True, False]


@pytest.mark.parametrize("dated", [0, 7, 40])
def test_labels_of_forty_events_are_never_cut_and_never_meet(dated):
    days = pd.date_range("2012-01-01", "2023-02-07", periods=max(dated, 2)).strftime("%Y-%m-%d")
    rows = [event(i, day=days[i] if i < dated else None, source_id=LONG if i % 4 else "un") for i in range(40)]
    rows[1]["text"] = "very long trigger words that no finder should ever return but may"
    assert_readable(plot_events(events(*rows), title="Forty events"))


@pytest.mark.parametrize("same", ["2022-03-08"])
def test_events_of_one_day_still_have_an_axis(same):
    assert_readable(plot_events(events(event(1, day=same), event(2, day=same))))


@pytest.mark.parametrize(
    "plot, table, unit",
    [
        (plot_mentions, counted(0), "mentions (times named)"),
        (plot_comentions, pd.DataFrame(columns=["actor_id", "other_id", "sentences"]), "sentences that name both"),
        (plot_figures, figures(), "persons"),
        (plot_events, events(), "date of the event (not of the article)"),
    ],
)
def test_an_empty_table_gives_a_labelled_chart_that_says_so(plot, table, unit):
    ax = plot(table)
    assert ax.get_xlabel() == unit
    assert [t.get_text() for t in ax.texts] == ["no rows"]
    assert_readable(ax)


@pytest.mark.parametrize("plot", [plot_mentions, plot_comentions, plot_figures, plot_events])
def test_a_chart_refuses_what_is_no_table_or_lacks_a_column(plot):
    with pytest.raises(BadValue, match="expected a table"):
        plot([1, 2])
    with pytest.raises(UnknownName, match="there is no column"):
        plot(pd.DataFrame({"x": [1]}))


def test_charts_leave_matplotlib_as_it_was():
    before = dict(matplotlib.rcParams)
    _, current = plt.subplots()
    plot_mentions(counted(2), ax=plt.subplots()[1])
    plot_events(events(event(1)))
    assert dict(matplotlib.rcParams) == before
    assert current.patches == current.lines == [] or not list(current.patches)
