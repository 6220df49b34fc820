"""The corpus: which rows a selection leaves in each table, counts, the words for it, and its doors."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import TEXTS, small_corpus
from test_selection import selections

from sahelkit.columns import TABLES, empty, names_of
from sahelkit.corpus import Corpus, code, load
from sahelkit.errors import BadValue, UnknownName
from sahelkit.selection import Selection
from sahelkit.tables import Tables

SMALL = small_corpus()


def rows(table, **fields):
    """Return the rows left, each as its article and text."""
    left = getattr(SMALL.filter(**fields), table)
    return list(zip(left["article_id"], left["text"], strict=True))


def under(selection):
    return Corpus(SMALL.source, selection)


def test_every_table_stands_under_its_name_with_its_columns():
    for name in TABLES:
        assert list(getattr(SMALL, name).columns) == names_of(name)
    assert SMALL.problems.columns.to_list() == names_of("problems")


def test_changing_a_table_does_not_change_the_corpus():
    mentions = SMALL.mentions
    mentions["actor_id"] = "nobody"
    assert "nobody" not in set(SMALL.mentions["actor_id"])
    with pytest.raises(dataclasses.FrozenInstanceError):
        SMALL.selection = Selection()


@pytest.mark.parametrize("table", TABLES)
def test_article_publisher_language_and_publication_act_on_every_table(table):
    for fields in ({"article": "a"}, {"publisher": "Harian Utara"}, {"language": "id"}, {"until": "2022-03"}):
        assert set(getattr(SMALL.filter(**fields), table)["article_id"]) <= {"a"}
    assert set(getattr(SMALL.filter(since="2022-08-20"), table)["article_id"]) <= {"b"}
    assert len(getattr(SMALL.filter(since="1900"), table)) == sum(getattr(SMALL, table)["article_id"] != "c")


def test_an_actor_is_looked_for_where_each_table_keeps_one():
    assert {text for _, text in rows("mentions", actor="wagner")} == {"Wagner"}
    assert rows("figures", actor="france") == rows("figures", actor="mali") == [("b", "400")]  # whose, and who says so
    assert rows("figures", actor="wagner") == []
    assert rows("events", actor="france") == [("b", "withdrew"), ("b", "accused")]
    assert rows("quotes", actor="wagner") == [("b", "denied")]
    assert rows("quotes", actor="mali") == []
    assert rows("sentences", actor="goita") == [("a", TEXTS["a"][31:67])]
    assert rows("dates", actor="goita") == [("a", "Selasa")]
    assert rows("dates", actor="wagner") == []


def test_type_and_country_are_those_of_the_rows_actor():
    assert {text for _, text in rows("mentions", actor_type="person")} == {"Goita"}
    assert rows("events", actor_type="armed_group") == [("b", "accused")]
    assert rows("events", country="RUS") == [("b", "accused")]
    assert rows("quotes", country="RUS") == [("b", "denied")]
    assert rows("figures", actor_type="state", country="MLI") == [("b", "400")]
    assert rows("events", actor="civilians", country="MLI") == [("c", "fui")]  # a generic side: its own country


def test_fields_given_together_speak_of_one_actor_and_filters_in_turn_of_any():
    assert rows("events", actor="france", country="MLI") == []
    both = SMALL.filter(actor="france").filter(country="MLI").events
    assert both["text"].to_list() == ["withdrew", "accused"]
    assert SMALL.filter(actor="mali").filter(actor="wagner").events["target_id"].to_list() == ["wagner"]


def test_codes_are_the_rows_own():
    assert rows("events", event_type="ACCUSE") == [("b", "accused")] * 2
    assert rows("events", group="material cooperation") == [("b", "withdrew"), ("c", "fui")]
    assert rows("events", status="claimed") == [("c", "fui")]
    assert rows("figures", status=("claimed", "denied")) == [("b", "400")]
    assert rows("events", claimant="mali") == [("c", "fui")]
    assert rows("events", status=()) == []


def test_event_dates_overlap_and_the_undated_do_not_match():
    assert rows("events", event_since="2022-08-15") == [("b", "withdrew")]
    assert rows("events", event_until="2022-03") == [("a", "membantah"), ("c", "fui")]
    assert rows("events", event_since="2021-06", event_until="2021-06") == [("c", "fui")]
    assert rows("dates", event_since="2022") == [("a", "Selasa")]
    assert rows("figures", event_since="1900") == []


def test_a_date_open_on_one_side_runs_on():
    events = SMALL.source.frames["events"].assign(date_to=pd.NaT)
    corpus = Corpus(Tables({**SMALL.source.frames, "events": events}))
    assert corpus.filter(event_since="2030").events["text"].to_list() == ["membantah", "withdrew", "fui"]


def test_text_is_found_in_the_rows_sentence_in_any_case():
    assert {text for _, text in rows("mentions", text="MEMBANTAH")} == {"Goita"}
    assert rows("dates", text="fui") == [("c", "2021")]
    assert rows("figures", text=("espionage", "withdrew")) == [("b", "400")]
    assert rows("events", text=r"^\w+ with", regex=True) == [("b", "withdrew")]
    assert rows("events", text=r"^\w+ with") == []
    assert rows("sentences", text="(") == []


def test_text_is_found_in_every_sentence_a_row_runs_over():
    quotes = SMALL.source.frames["quotes"].assign(sentence_id="b:0", sentence_id_last="b:38")
    corpus = Corpus(Tables({**SMALL.source.frames, "quotes": quotes}))
    assert len(corpus.filter(text="espionage").quotes) == len(corpus.filter(text="400 troops").quotes) == 1
    assert len(corpus.filter(text="accuse la").quotes) == 0


def test_a_field_that_a_table_lacks_leaves_it_alone_and_is_named():
    narrowed = SMALL.filter(status="claimed", actor="wagner")
    assert narrowed.not_applying("mentions") == ("status",)
    assert narrowed.mentions.equals(SMALL.filter(actor="wagner").mentions)
    assert narrowed.zones.equals(SMALL.zones)
    assert narrowed.not_applying("zones") == ("actor", "status")


def test_a_name_that_nobody_knows_is_an_error_and_a_known_actor_without_rows_is_none():
    with pytest.raises(UnknownName) as caught:
        SMALL.filter(actor="wagnr")
    assert str(caught.value) == "there is no actor 'wagnr'; did you mean 'wagner'?"
    with pytest.raises(UnknownName, match="there is no publisher 'Harian Utra'; did you mean 'Harian Utara'"):
        SMALL.filter(publisher="Harian Utra")
    with pytest.raises(UnknownName, match="there is no field 'actors'; did you mean 'actor'"):
        SMALL.filter(actors="mali")
    with pytest.raises(BadValue, match="filter takes a Selection or fields by name, not 'mali'"):
        SMALL.filter("mali")
    registry = Corpus(Tables(SMALL.source.frames, actors=frozenset(["jnim"])))
    assert len(registry.filter(actor="jnim").mentions) == 0


def lines(corpus, table):
    return {str(row) for row in corpus.query(table).to_numpy(object).tolist()}


@given(table=st.sampled_from(sorted(TABLES)), selection=selections())
def test_a_filter_twice_equals_once(table, selection):
    once = under(selection)
    assert once.query(table).equals(under(selection.narrow(selection)).query(table))
    assert lines(once, table) <= lines(SMALL, table)


@given(table=st.sampled_from(sorted(TABLES)), one=selections(), other=selections())
def test_filters_in_turn_leave_the_rows_that_satisfy_both(table, one, other):
    assert lines(under(one.narrow(other)), table) == lines(under(one), table) & lines(under(other), table)


@pytest.mark.parametrize(
    ("table", "by"),
    [
        ("mentions", ("actor_id", "publisher")),
        ("mentions", ("sector", "use")),
        ("dates", "precision"),
        ("sentences", "zone"),
    ],
)
@settings(max_examples=40)
@given(selection=selections())
def test_counts_add_up_to_rows(table, by, selection):
    corpus = under(selection)
    counted = corpus.query(table, by=by)
    assert counted["n"].sum() == len(corpus.query(table)) == corpus.query(table, by=())["n"].iloc[0]
    assert (counted["n_articles"] <= counted["n"]).all()


def test_counts_come_most_frequent_first_and_keep_what_is_missing():
    counted = SMALL.query("mentions", by="actor_id")
    assert counted.to_numpy().tolist() == [["mali", 5, 3], ["france", 3, 2], ["wagner", 2, 2], ["goita", 1, 1]]
    by_publisher = SMALL.query("mentions", by="publisher", order="n")
    assert by_publisher["publisher"].isna().to_list() == [True, False, False]
    assert by_publisher["n"].to_list() == [2, 4, 5]


def test_events_are_counted_by_their_id():
    assert len(SMALL.events) == 5
    assert SMALL.query("events", by=())["n"].to_list() == [4]
    counted = SMALL.query("events", by="group")
    assert dict(zip(counted["group"], counted["n"], strict=True)) == {"material cooperation": 2, "verbal conflict": 2}


def test_a_query_names_columns_order_and_limit():
    found = SMALL.query("mentions", columns=("text", "publisher"), order=("-start", "article_id"), limit=2)
    assert found.to_numpy().tolist() == [["Mali", "Harian Utara"], ["Wagner", "The Southern"]]
    assert SMALL.query("events", columns="group", limit=1)["group"].to_list() == ["verbal conflict"]
    assert len(SMALL.query("mentions", limit=0)) == 0


@pytest.mark.parametrize(
    ("given_", "kind", "message"),
    [
        (("mention", {}), UnknownName, "there is no table 'mention'; did you mean 'mentions'?"),
        (("mentions", {"columns": "actr_id"}), UnknownName, "there is no column 'actr_id'; did you mean 'actor_id'?"),
        (("mentions", {"by": "actr_id"}), UnknownName, "there is no column 'actr_id'; did you mean 'actor_id'?"),
        (("mentions", {"order": "-nn"}), UnknownName, "there is no column 'nn'; "),
        (("mentions", {"by": "zone", "order": "text"}), UnknownName, "there is no column 'text'; there are: n, n_art"),
        (("mentions", {"limit": -1}), BadValue, "limit takes a number of rows from 0, not -1"),
        (("mentions", {"by": "zone", "columns": "text"}), BadValue, "query takes either columns (rows) or by (counts)"),
    ],
)  # fmt: skip
def test_a_query_refuses_what_does_not_exist(given_, kind, message):
    table, arguments = given_
    with pytest.raises(kind) as caught:
        SMALL.query(table, **arguments)
    assert str(caught.value).startswith(message)


def test_a_corpus_says_what_it_holds_in_a_line_and_in_a_table():
    assert len(SMALL) == 3
    assert repr(SMALL.filter(article="a")).startswith("<Corpus: 1 articles, 4 sentences, 4 mentions, ")
    shown = SMALL.filter(text="<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown and "<th scope='row'>mentions</th><td>0</td>" in shown


def test_an_empty_corpus_answers_everything():
    nothing = Corpus(Tables({}))
    assert len(nothing) == 0 and bool(nothing)
    assert nothing.evidence(nothing.mentions).empty
    assert "no dates of publication" in nothing.cite()
    assert nothing.filter(text="x", since="2022", event_until="2021").query("events", by="group").empty


def test_the_fingerprint_is_of_the_selected_texts_alone():
    assert SMALL.fingerprint == small_corpus().fingerprint
    assert SMALL.fingerprint != SMALL.filter(article="a").fingerprint
    assert SMALL.fingerprint == SMALL.filter(status="claimed").fingerprint
    assert len(SMALL.fingerprint) == 64


def test_a_citation_names_kit_articles_publishers_period_and_fingerprint():
    cited = SMALL.filter(language=("id", "en")).cite()
    assert "Corpus of 2 articles; publishers: Harian Utara, The Southern; languages: en, id" in cited
    assert "published: 2022-03-08 to 2022-08-20" in cited
    assert SMALL.filter(language=("id", "en")).fingerprint in cited
    assert 'corpus.filter(language=("en", "id"))' in cited


def test_tables_are_checked():
    with pytest.raises(UnknownName, match="there is no table 'mention'"):
        Tables({"mention": empty("mentions")})
    with pytest.raises(BadValue, match="table mentions lacks rule"):
        Tables({"mentions": empty("mentions").drop(columns="rule")})


def test_load_and_code_refuse_what_they_cannot_do():
    with pytest.raises(BadValue, match="workers is 0; at least one is needed"):
        code([], workers=0)
    with pytest.raises(BadValue, match="lexicons takes a folder, and there is none at 'nowhere'"):
        code([], lexicons="nowhere")
    with pytest.raises(BadValue, match="columns: there is no field 'body'"):
        load("data", columns={"body": "text"})


def test_code_lists_a_bad_record_and_goes_on_with_the_others():
    given_ = [
        {"article_id": "a", "text": "Mali menolak tuduhan itu.", "language": "id", "desk": "luar negeri"},
        {"article_id": "b", "text": "", "language": "id"},
    ]
    corpus = code(given_, on_error="report")
    assert corpus.articles["article_id"].to_list() == ["a"]
    assert corpus.articles["meta_desk"].to_list() == ["luar negeri"]
    assert corpus.problems[["row", "kind"]].to_numpy().tolist() == [[2, "empty"]]
    assert corpus.query("mentions", by="meta_desk")["meta_desk"].to_list() == ["luar negeri"]
    assert len(corpus.filter(actor="ecowas").mentions) == 0  # known to the registry, not named here
    assert len(code([])) == 0


def test_a_language_that_no_article_has_is_refused_with_those_there_are():
    with pytest.raises(UnknownName, match="there is no language 'de'; there are: en, fr, id"):
        SMALL.filter(language="de")
