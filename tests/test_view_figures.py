"""The figures' view: its rows are those of its code, and each line keeps what the text says of a number."""

import json

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from made_corpus import made_corpus, planted_corpus

import sahelkit as sk
from sahelkit.corpus import Corpus
from sahelkit.exploring.figures import FIGURES, SORTS
from sahelkit.exploring.views import Asked, lines_of
from sahelkit.selection import Selection
from sahelkit.showing.cells import names_from
from sahelkit.tables import Tables

HOSTILE = "<img src=x onerror=alert(1)>"
TEXT = (
    "Wagner fighters killed at least 40 civilians, the UN said. About 20 soldiers of Mali were wounded. "
    "France sent between 200 and 300 troops. Up to 15 people died on 6 June 2022."
)


def coded():
    return sk.code([{"article_id": "a", "language": "en", "published": "2022-06-10", "text": TEXT}])


def draw(corpus, selection=None, **options):
    names = names_from(corpus.query("mentions", by=["actor_id", "name"]))
    asked = Asked(corpus, selection or Selection(), {"sort": "text"} | options, names)
    return FIGURES.draw(asked), asked


def marks(drawn):
    return {line["cells"][1][0]: line["mark"] for line in lines_of(drawn, 0, 99)}


@pytest.mark.parametrize("sort", [value for value, _ in SORTS])
@pytest.mark.parametrize("corpus", [made_corpus(), coded(), Corpus(Tables({})), planted_corpus(HOSTILE)])
@pytest.mark.parametrize("selection", [Selection(), Selection(actor="mali"), Selection(status="reported", text="a")])
def test_the_code_gives_the_rows_in_their_order(corpus, selection, sort):
    if selection.actor and "mali" not in corpus.source.known("actor"):
        selection = Selection(language="id")
    drawn, asked = draw(corpus, selection, sort=sort)
    pd.testing.assert_frame_equal(eval(drawn.code, {"sk": sk, "corpus": corpus}), drawn.rows)
    assert FIGURES.tally(asked) == len(drawn.rows) == len(lines_of(drawn, 0, 10**6))
    json.dumps([drawn.chart, lines_of(drawn, 0, 50)], allow_nan=False)


def test_figures_sort_by_value_and_date_and_stay_in_the_order_of_the_text_else():
    texts = [draw(coded(), sort=sort)[0].rows["text"].to_list() for sort, _ in SORTS]
    assert texts == [
        ["40", "20", "200 and 300", "15"],
        ["200 and 300", "40", "20", "15"],
        ["15", "40", "20", "200 and 300"],
    ]


def test_a_mark_is_a_point_a_range_or_open_as_the_text_has_it():
    found = marks(draw(coded())[0])
    assert (found["“40”"]["openRight"], found["“40”"]["to"], found["“40”"]["label"]) == (True, 1.0, "40 or more")
    assert (found["“15”"]["openLeft"], found["“15”"]["from"], found["“15”"]["label"]) == (True, 0.0, "15 or fewer")
    assert (found["“20”"]["point"], found["“20”"]["hollow"]) == (True, True)
    assert not found["“200 and 300”"]["point"] and found["“200 and 300”"]["label"] == "200 to 300"
    exact = marks(draw(made_corpus())[0])["“300”"]
    assert exact["point"] and not exact["hollow"]
    assert exact["said"] == "whose: Mali, troops: 300 persons (exact), claimed, says Emmanuel Macron"


def test_the_legend_holds_the_shapes_that_occur_and_the_axis_says_its_kind():
    chart = draw(coded())[0].chart
    assert [item["label"] for item in chart["legend"]] == ["about", "range, least to most", "arrow: no bound given"]
    assert chart["note"] == "from zero" and chart["ticks"][0] == {"at": 0.0, "label": "0"}
    corpus = sk.code([{"article_id": "a", "language": "en", "text": TEXT + " More than 12,000 people fled."}])
    assert draw(corpus)[0].chart["note"] == "logarithmic axis"


def test_cells_narrow_to_actor_claimant_status_and_article():
    line = lines_of(draw(made_corpus(), Selection(status="claimed"))[0], 0, 1)[0]["cells"]
    assert line[0][0]["fields"] == {"actor": "mali"} and line[0][0]["text"] == "Mali" and line[0][1] == "troops"
    assert line[3][0]["fields"] == {"claimant": "macron"}
    assert line[3][1] == {"text": "claimed", "fields": {"status": "claimed"}, "pressed": True}
    assert line[4] == [{"text": "Kabar", "fields": {"article": "a"}, "pressed": False}, "2023-02-08"]
    assert lines_of(draw(made_corpus())[0], 1, 2)[0]["cells"][3][0] == "the article"


def test_every_mark_leads_to_its_row():
    drawn, asked = draw(made_corpus(), sort="value")
    assert len(drawn.found("")) == 2
    for n, line in enumerate(lines_of(drawn, 0, 2)):
        found = drawn.found(line["mark"]["key"])
        assert found["text"].to_list() == [drawn.rows["text"].iloc[n]]
        assert asked.corpus.evidence(found)["span"].to_list() == found["text"].to_list()
        assert asked.corpus.explain(found.iloc[0])


@pytest.mark.parametrize("corpus", [made_corpus(), Corpus(Tables({}))])
def test_the_printed_form_draws_the_rows(corpus):
    drawn, _ = draw(corpus)
    ax = drawn.plot()
    assert len(ax.get_yticklabels()) == len(drawn.rows)
    plt.close("all")
