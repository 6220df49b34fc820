"""Tables in memory: counts by number equal a plain groupby, and what is remembered changes no answer."""

import numpy as np
import pandas as pd
import pytest
from big_corpus import big_corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import article, frame, small_corpus
from test_selection import selections

import sahelkit.keys as keys_room
import sahelkit.tables as room
from sahelkit.columns import FINDINGS, TABLES
from sahelkit.corpus import Corpus
from sahelkit.keys import GROUP_OF
from sahelkit.selection import Selection
from sahelkit.tables import Tables

NAMES = st.sampled_from(("b", "a", "Z", "é", "c", None))
SMALL = small_corpus()
PLACE = {"start": 0, "end": 1, "text": "x", "zone": "body", "sentence_id": "s"}


@st.composite
def tables(draw):
    """Draw events over some articles, one of them without a row of its own; cells may be missing."""
    about = [{**article("a", draw(NAMES), draw(st.sampled_from((None, "2022-03-08", "2021-01-01"))), "id"),
              "article_id": key} for key in ("p", "q")]  # fmt: skip
    cells = st.fixed_dictionaries({
        "article_id": st.sampled_from(("p", "q", "elsewhere")), "event_id": st.sampled_from(("1", "2", "3")),
        "event_type": st.sampled_from(("AID", "ACCUSE", "REJECT")), "source_id": NAMES, "target_id": NAMES,
        "source_start": st.sampled_from((None, 3, 10)),
        "date_from": st.sampled_from((None, pd.Timestamp("2022-01-01"), pd.Timestamp("2020-01-01"))),
    })  # fmt: skip
    rows = [{**PLACE, **row} for row in draw(st.lists(cells, max_size=12))]
    return Tables({"articles": frame("articles", about), "events": frame("events", rows)})


BY = st.lists(
    st.sampled_from(("source_id", "target_id", "event_type", "source_start", "date_from", "publisher", "published",
                     "group", "article_id", "start")), min_size=1, max_size=4, unique=True,
)  # fmt: skip


def plainly(source, by):
    """Count as pandas does, over the joined columns; all articles without a row of their own count as one."""
    events = source.frames["events"].merge(source.frames["articles"], on="article_id", how="left")
    events["group"] = events["event_type"].map(GROUP_OF).astype("string")
    events["home"] = events["article_id"].where(events["article_id"].isin(["p", "q"]), "none")
    counted = events.groupby(by, dropna=False).agg(n=("event_id", "nunique"), n_articles=("home", "nunique"))
    counted = counted.reset_index().astype({"n": "Int64", "n_articles": "Int64"})
    return counted.sort_values(["n", *by], ascending=[False, *[True] * len(by)], ignore_index=True)


@settings(max_examples=30)
@given(tables(), BY)
def test_counts_are_those_of_a_plain_groupby(source, by):
    pd.testing.assert_frame_equal(source.counts("events", Selection(), by=by), plainly(source, by))


@settings(max_examples=30)
@given(tables(), BY)
def test_counting_by_sorting_equals_counting_in_place(source, by):
    in_place = source.counts("events", Selection(), by=by)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys_room, "_SMALL", -1_000)
        patch.setattr(keys_room, "_DENSE", 0)
        pd.testing.assert_frame_equal(source.counts("events", Selection(), by=by), in_place)


def test_many_columns_with_many_values_do_not_overflow():
    count = 300
    column = keys_room.Coded(np.arange(count)[::-1], pd.RangeIndex(1 << 20))
    groups = keys_room.group_rows([column] * 5, count)
    assert groups.number.tolist() == list(range(count))[::-1]
    assert groups.first.tolist() == list(range(count))[::-1]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(sorted(TABLES)), selections()), max_size=4))
def test_a_source_asked_before_answers_as_a_new_one(asked):
    source = Tables(SMALL.source.frames)
    for table, selection in [*asked, *asked]:
        new = Corpus(Tables(SMALL.source.frames), selection)
        assert Corpus(source, selection).query(table).equals(new.query(table))
        assert Corpus(source, selection).query(table, by=()).equals(new.query(table, by=()))


def test_only_the_last_masks_are_kept():
    source = Tables(SMALL.source.frames)
    for n in range(room._RECENT + 20):
        assert len(source.rows("mentions", Selection(actor="mali", since=f"{1900 + n}"))) == 4
    assert len(source._recent) == room._RECENT
    source.rows("mentions", Selection(article="a"))
    assert len(source._recent) == room._RECENT


def test_rows_may_come_sorted_by_columns_that_are_not_asked_for():
    found = SMALL.query("mentions", columns="text", order=("-published", "-start"), limit=2)
    assert found["text"].to_list() == ["Wagner", "France"]


def test_the_big_corpus_hangs_together():
    corpus = big_corpus(2_000)
    tables = corpus.source.frames
    assert len(tables["mentions"]) >= 2_000 and set(tables["articles"]["language"]) == {"id", "en", "fr"}
    assert tables["articles"]["article_id"].is_unique and tables["sentences"]["sentence_id"].is_unique
    for name in FINDINGS:
        assert tables[name]["sentence_id"].isin(tables["sentences"]["sentence_id"]).all()
        said = corpus.evidence(tables[name].tail(20))
        assert said["span"].to_list() == tables[name]["text"].tail(20).to_list()
    assert tables["events"]["about_event_id"].dropna().isin(tables["events"]["event_id"]).all()
