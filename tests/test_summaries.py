"""Counted tables: what each column counts, and that nothing is counted twice."""

import pytest
from hypothesis import given, settings
from small_corpus import TEXTS, small_corpus
from test_selection import selections

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, UnknownName
from sahelkit.studying.summaries import comentions, count_events, count_figures, count_mentions
from sahelkit.tables import Tables

SMALL = small_corpus()
WORDS = {key: len(text.split()) for key, text in TEXTS.items()}


def test_mentions_are_counted_by_actor_with_articles_beside_them():
    counted = count_mentions(SMALL)
    assert counted.columns.to_list() == ["actor_id", "name", "actor_type", "mentions", "articles", "per_1000_words"]
    assert counted[["actor_id", "name", "actor_type", "mentions", "articles"]].to_numpy().tolist() == [
        ["mali", "Mali", "state", 5, 3],
        ["france", "France", "state", 3, 2],
        ["wagner", "Wagner Group", "armed_group", 2, 2],
        ["goita", "Assimi Goïta", "person", 1, 1],
    ]
    assert counted["per_1000_words"][0] == pytest.approx(5 * 1000 / sum(WORDS.values()))


def test_the_rate_is_per_words_of_the_articles_told_apart():
    counted = count_mentions(SMALL, by="article_id").set_index("article_id")
    assert counted["per_1000_words"]["b"] == pytest.approx(5 * 1000 / WORDS["b"])
    each = count_mentions(SMALL, by=("publisher", "actor_id"))
    assert each.columns.to_list()[:4] == ["publisher", "actor_id", "name", "actor_type"]
    undated = each[each["publisher"].isna()]
    assert undated["per_1000_words"].to_list() == [pytest.approx(1000 / WORDS["c"])] * 2


def test_without_words_there_is_no_rate():
    articles = SMALL.articles.assign(n_words=0)
    corpus = Corpus(Tables({**SMALL.source.frames, "articles": articles}))
    assert count_mentions(corpus)["per_1000_words"].isna().all()


def test_comentions_are_pairs_in_a_sentence_each_once():
    assert comentions(SMALL).to_numpy().tolist() == [
        ["france", "mali", 3, 2],
        ["mali", "wagner", 2, 2],
        ["france", "wagner", 1, 1],
    ]


def test_comentions_of_an_actor_are_all_pairs_in_the_sentences_that_name_it():
    pairs = comentions(SMALL.filter(actor="wagner"))
    assert pairs["sentences"].to_list() == [2, 1, 1]
    assert comentions(SMALL.filter(actor="goita")).empty


def test_figures_are_counted_and_never_added_up():
    counted = count_figures(SMALL, by=("actor_id", "kind"))
    assert counted.to_numpy().tolist() == [["france", "troops", 1, 1]]


def test_an_event_with_two_targets_is_one_event():
    assert count_events(SMALL).to_numpy().tolist() == [["RETREAT", 2, 2], ["ACCUSE", 1, 1], ["REJECT", 1, 1]]
    assert count_events(SMALL, by="group")["events"].sum() == 4
    assert dict(count_events(SMALL, by="target_id")[["target_id", "events"]].dropna().to_numpy()) == {
        "mali": 1, "france": 1, "wagner": 1,
    }  # fmt: skip


def test_by_names_columns_that_exist():
    with pytest.raises(UnknownName, match="there is no column 'actr_id'; did you mean 'actor_id'"):
        count_mentions(SMALL, by="actr_id")
    with pytest.raises(BadValue, match=r"by takes one or more different columns, not \(\)"):
        count_events(SMALL, by=())


@settings(max_examples=40)
@given(selections())
def test_counts_add_up_to_the_rows_of_the_selection(selection):
    corpus = Corpus(SMALL.source, selection)
    counted = count_mentions(corpus)
    assert counted["mentions"].sum() == len(corpus.mentions)
    assert (counted["articles"] <= counted["mentions"]).all()
    assert count_events(corpus)["events"].sum() == corpus.events["event_id"].nunique()
    assert len(comentions(corpus)) <= 6
