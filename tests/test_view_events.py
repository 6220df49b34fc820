"""The events' view: a line an event or incident, dates as exact as told, and a strip whose numbers are its rows."""

import json

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from made_corpus import made_corpus, planted_corpus

import sahelkit as sk
from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.exploring.events import EVENTS
from sahelkit.exploring.views import Asked, lines_of
from sahelkit.selection import Selection
from sahelkit.showing.cells import names_from
from sahelkit.showing.palette import GROUP_STYLES
from sahelkit.tables import Tables

HOSTILE = "<img src=x onerror=alert(1)>"
ARTICLES = {
    "On 5 March 2022 Wagner fighters and soldiers of Mali killed civilians in Moura, the UN said.": "2022-03-30",
    "France accused Mali of lying in April 2022. Niger threatened France. Mali denied the accusation.": "2022-05-02",
    "In 2021 Germany withdrew its troops from Mali. On 7 March 2022 Mali accused France of lying.": "2022-06-01",
}


def coded():
    return sk.code(
        {"article_id": f"n{n}", "language": "en", "published": day, "publisher": "P", "text": text}
        for n, (text, day) in enumerate(ARTICLES.items())
    )


def ask(corpus, selection=None, **options):
    names = names_from(corpus.query("mentions", by=["actor_id", "name"]))
    return Asked(corpus, selection or Selection(), {"show": "events", "sort": "date"} | options, names)


def draw(corpus, selection=None, **options):
    return EVENTS.draw(ask(corpus, selection, **options))


def lines(drawn):
    return lines_of(drawn, 0, 99)


@pytest.mark.parametrize("sort", ["date", "text"])
@pytest.mark.parametrize("show", ["events", "incidents"])
@pytest.mark.parametrize("selection", [
    Selection(), Selection(actor="mali"), Selection(event_since="2022-03", event_until="2022-04"),
    Selection(text="no such"),
    Selection(actor="mali").narrow(Selection(actor="france")),
])  # fmt: skip
@pytest.mark.parametrize("corpus", [sk.link(made_corpus()), sk.link(coded())])
def test_the_code_gives_the_rows_in_their_order(corpus, selection, show, sort):
    asked = ask(corpus, selection, show=show, sort=sort)
    drawn = EVENTS.draw(asked)
    pd.testing.assert_frame_equal(eval(drawn.code, {"sk": sk, "corpus": corpus}), drawn.rows)
    assert EVENTS.tally(asked) == len(drawn.rows) == len(lines(drawn))
    json.dumps([drawn.chart, lines(drawn)], allow_nan=False)


@pytest.mark.parametrize("corpus", [Corpus(Tables({})), planted_corpus(HOSTILE)])
@pytest.mark.parametrize("sort", ["date", "text"])
def test_empty_and_hostile_tables_are_drawn(corpus, sort):
    asked = ask(corpus, sort=sort)
    drawn = EVENTS.draw(asked)
    assert EVENTS.tally(asked) == len(lines(drawn))
    json.dumps([drawn.chart, lines(drawn)], allow_nan=False)


def test_incidents_of_a_corpus_that_is_not_linked_say_what_to_do():
    for answer in (EVENTS.draw, EVENTS.tally):
        with pytest.raises(BadValue, match="link the corpus first"):
            answer(ask(made_corpus(), show="incidents"))
    assert len(draw(Corpus(Tables({})), show="incidents").rows) == 0


def test_an_event_with_two_targets_is_one_line_with_both():
    drawn = draw(made_corpus())
    assert len(drawn.rows) == 3
    [line] = [line for line in lines(drawn) if line["cells"][0][1] == "“sent”"]
    source, target = line["cells"][1]
    assert source == {"text": "France", "fields": {"actor": "france"}, "pressed": False}
    assert [cell["text"] for cell in target["parts"][1]["parts"]] == ["Mali", "Emmanuel Macron"]
    assert line["mark"]["said"] == "AID: France → Mali, Emmanuel Macron, 2022-05, reported"


def test_an_imprecise_date_is_a_bar_and_no_date_stands_last():
    drawn = draw(made_corpus())
    first, *rest = (line["mark"] for line in lines(drawn))
    assert not first["point"] and first["from"] < first["to"] and first["label"] == "2022-05"
    assert [mark["none"] for mark in rest] == ["no date", "no date"]
    in_order = [line["cells"][0][1] for line in lines(draw(made_corpus(), sort="text"))]
    assert in_order == ["“menolak”", "“sent”", "“thanked”"]


def test_colour_marker_and_hollow_say_group_and_status():
    found = {line["cells"][0][0]["text"]: line for line in lines(draw(coded()))}
    assault, accuse = found["ASSAULT"], found["ACCUSE"]
    assert (assault["mark"]["colour"], assault["mark"]["marker"]) == GROUP_STYLES["material conflict"]
    assert (accuse["mark"]["colour"], accuse["mark"]["marker"]) == GROUP_STYLES["verbal conflict"]
    assert assault["mark"]["hollow"] and not accuse["mark"]["hollow"]
    assert assault["cells"][3][0]["fields"] == {"status": "claimed"}
    assert assault["cells"][3][1]["parts"][1]["fields"] == {"claimant": "un"}
    assert assault["cells"][0][0]["fields"] == {"event_type": "ASSAULT"}
    assert assault["cells"][4][0]["fields"] == {"article": "n0"}
    assert assault["cells"][1][1]["parts"][1] == "civilians"  # generic: told, not chosen
    labels = [item["label"] for item in draw(coded()).chart["legend"]]
    assert {"material conflict", "hollow: not told as done", "bar: some day within it"} <= set(labels)


def test_the_strip_counts_what_its_periods_hold_and_tells_the_rest():
    drawn = draw(coded())
    strip = drawn.chart["strip"]
    assert strip["unit"] == "month" and strip["period"] is None
    assert [(one["label"], one["n"]) for one in strip["bins"]] == [("2022-03", 2), ("2022-04", 1)]
    assert strip["wide"] == len(drawn.found("wide")) == 1
    assert strip["undated"] == len(drawn.found("undated"))
    assert sum(one["n"] for one in strip["bins"]) + strip["wide"] + strip["undated"] == len(drawn.rows)


def test_a_period_narrows_the_lines_and_the_strip_keeps_the_whole_time():
    whole, narrowed = (
        draw(coded(), Selection(**period)) for period in ({}, {"event_since": "2022-03", "event_until": "2022-03"})
    )
    assert len(narrowed.rows) < len(whole.rows)
    strip = narrowed.chart["strip"]
    assert [one["n"] for one in strip["bins"]] == [one["n"] for one in whole.chart["strip"]["bins"]]
    assert [one["chosen"] for one in strip["bins"]] == [True, False] and strip["period"] == "2022-03"
    assert strip["undated"] == len(narrowed.found("undated")) == whole.chart["strip"]["undated"]
    for one in whole.chart["strip"]["bins"]:
        rows = draw(coded(), Selection(event_since=one["since"], event_until=one["until"])).rows
        assert len(rows) >= one["n"]


@pytest.mark.parametrize("show", ["events", "incidents"])
def test_every_number_leads_to_whole_rows(show):
    corpus = sk.link(coded())
    drawn = draw(corpus, show=show)
    assert set(drawn.found("")["event_id"]) >= set(drawn.rows.get("event_id", []))
    for line in lines(drawn):
        found = drawn.found(line["mark"]["key"])
        assert len(found) and len(corpus.evidence(found)) == len(found) == found["event_id"].nunique()
        assert corpus.explain(found.iloc[0])
    for key in ("wide", "undated"):
        assert len(drawn.found(key)) >= drawn.chart["strip"][key]


def test_an_incident_leads_to_all_its_events():
    text = "Goita met Lavrov in Mali on 7 February 2023."
    corpus = sk.link(sk.code({"article_id": key, "language": "en", "publisher": key, "text": text} for key in "ab"))
    drawn = draw(corpus, show="incidents")
    [line] = lines(drawn)
    assert line["cells"][3][1] == "2 articles, 2 publishers"
    assert drawn.found("0")["article_id"].to_list() == drawn.found("")["article_id"].to_list() == ["a", "b"]


@pytest.mark.parametrize("show", ["events", "incidents"])
def test_the_printed_form_draws_the_rows(show):
    for corpus in (sk.link(coded()), Corpus(Tables({}))):
        drawn = draw(corpus, show=show)
        assert len(drawn.plot().get_yticklabels()) == len(drawn.rows)
        plt.close("all")
