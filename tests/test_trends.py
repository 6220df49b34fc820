"""Counts over time and groups: every month there, nothing dropped, rates per what was searched."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import SENTENCES, TEXTS, article, frame, mention, sentence, small_corpus
from test_selection import selections

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, UnknownName
from sahelkit.studying.summaries import count_events, count_mentions
from sahelkit.studying.trends import trends
from sahelkit.tables import Tables

SMALL = small_corpus()
WORDS = {key: len(text.split()) for key, text in TEXTS.items()}
COUNTED = ["mentions", "articles", "all_articles", "words"]


def dated(days):
    """Return a corpus of the texts a, b and c, published on other days."""
    rows = [article(key, key.upper(), day, language) for key, day, language in zip("abc", days, ("id", "en", "fr"))]
    frames = {**SMALL.source.frames, "articles": frame("articles", rows)}
    return Corpus(Tables(frames))


def test_every_month_from_first_to_last_has_a_row_and_the_undated_have_their_own():
    table = trends(SMALL)
    assert table["month"].to_list() == ["2022-03", "2022-04", "2022-05", "2022-06", "2022-07", "2022-08", pd.NA]
    assert table["mentions"].to_list() == [4, 0, 0, 0, 0, 5, 2]
    assert table["articles"].to_list() == table["all_articles"].to_list() == [1, 0, 0, 0, 0, 1, 1]
    assert table["words"].to_list() == [WORDS["a"], 0, 0, 0, 0, WORDS["b"], WORDS["c"]]
    assert table.dtypes.astype(str).to_list() == ["string", *["Int64"] * 4, "Float64", "Float64"]


def test_rates_are_per_what_was_searched_and_missing_where_nothing_was():
    table = trends(SMALL)
    assert table["per_1000_words"][0] == pytest.approx(4000 / WORDS["a"])
    assert table["per_article"].to_list() == [4, *[pd.NA] * 4, 5, 2]
    assert table["per_1000_words"].isna().to_list() == [False, *[True] * 4, False, False]
    goita = trends(SMALL.filter(actor="goita"))
    assert goita["mentions"].to_list() == [1, 0, 0, 0, 0, 0, 0]
    assert goita["articles"].to_list() == [1, 0, 0, 0, 0, 0, 0]
    assert goita["all_articles"].to_list() == [1, 0, 0, 0, 0, 1, 1], "articles without Goita were searched too"
    assert goita["per_1000_words"].to_list()[5:] == [0, 0]


def test_a_month_holds_all_of_its_days():
    table = trends(dated(("2022-03-01", "2022-03-31", "2022-04-01")))
    assert table[["month", *COUNTED]].to_numpy().tolist() == [
        ["2022-03", 9, 2, 2, WORDS["a"] + WORDS["b"]],
        ["2022-04", 2, 1, 1, WORDS["c"]],
    ]
    years = trends(dated(("2021-12-31", "2022-01-01", "2024-06-15")), by="year")
    assert years[["year", "mentions"]].to_numpy().tolist() == [["2021", 4], ["2022", 5], ["2023", 0], ["2024", 2]]


def test_a_month_is_what_filter_takes():
    for month, n in trends(SMALL).dropna(subset="month")[["month", "mentions"]].to_numpy():
        assert len(SMALL.filter(since=month, until=month).mentions) == n


def test_a_selection_of_articles_narrows_the_months_too():
    assert trends(SMALL.filter(publisher="The Southern"))["month"].to_list() == ["2022-08"]
    assert trends(SMALL.filter(since="2022-04"))["mentions"].to_list() == [5]


def test_publishers_and_languages_are_counted_alike():
    by_publisher = trends(SMALL, by="publisher")
    assert by_publisher[["publisher", "mentions", "words"]].to_numpy().tolist() == [
        ["Harian Utara", 4, WORDS["a"]], ["The Southern", 5, WORDS["b"]], [pd.NA, 2, WORDS["c"]],
    ]  # fmt: skip
    assert trends(SMALL, by="language")["language"].to_list() == ["en", "fr", "id"]
    each = trends(SMALL, by="article_id")
    rate = count_mentions(SMALL, by="article_id").set_index("article_id")["per_1000_words"]
    assert each["per_1000_words"].to_list() == [rate[key] for key in each["article_id"]]


def test_a_split_by_actor_has_every_month_for_each_and_the_words_of_all():
    table = trends(SMALL, split="actor_id")
    assert table.groupby("actor_id").size().to_dict() == dict.fromkeys(("france", "goita", "mali", "wagner"), 7)
    march = table[table["month"] == "2022-03"].set_index("actor_id")
    assert march["mentions"].to_dict() == {"france": 0, "goita": 1, "mali": 2, "wagner": 1}
    assert march["words"].unique().tolist() == [WORDS["a"]]


def test_a_split_by_publisher_has_the_words_of_that_publisher():
    table = trends(SMALL.filter(actor="goita"), split="publisher")
    assert len(table) == 3 * 7, "publishers that never name Goita are there"
    row = table[(table["publisher"] == "The Southern") & (table["month"] == "2022-08")].iloc[0]
    assert row[COUNTED].to_list() == [0, 0, 1, WORDS["b"]]
    elsewhere = table[(table["publisher"] == "The Southern") & (table["month"] == "2022-03")].iloc[0]
    assert elsewhere[COUNTED].to_list() == [0, 0, 0, 0]
    assert elsewhere[["per_1000_words", "per_article"]].isna().all()
    undated = table[table["publisher"].isna()]
    assert undated["words"].to_list() == [0, 0, 0, 0, 0, 0, WORDS["c"]]


def test_several_columns_may_be_told_apart():
    table = trends(SMALL, table="events", split=("group", "language"), by="year")
    assert table.columns.to_list()[:4] == ["group", "language", "year", "events"]
    found = table[table["events"] > 0][["group", "language", "year", "events"]].to_numpy().tolist()
    assert found == [
        ["material cooperation", "en", "2022", 1], ["material cooperation", "fr", pd.NA, 1],
        ["verbal conflict", "en", "2022", 1], ["verbal conflict", "id", "2022", 1],
    ]  # fmt: skip


def test_an_event_with_two_targets_is_one_event():
    assert trends(SMALL, table="events")["events"].to_list() == [1, 0, 0, 0, 0, 2, 1]
    assert trends(SMALL, table="events", split="target_id")["events"].sum() == 5, "it stands under both of its targets"


def test_articles_themselves_are_counted():
    table = trends(SMALL, table="articles", by="language")
    assert table.to_numpy().tolist() == [["en", 1, WORDS["b"]], ["fr", 1, WORDS["c"]], ["id", 1, WORDS["a"]]]
    assert table.columns.to_list() == ["language", "articles", "words"]
    assert trends(SMALL, table="quotes")["quotes"].sum() == 1
    assert trends(SMALL, table="sentences")["sentences"].sum() == 8


def test_rows_whose_article_is_unknown_are_undated_and_not_dropped():
    frames = {name: SMALL.source.frames[name] for name in ("sentences", "mentions")}
    assert trends(Corpus(Tables(frames)))[["month", "mentions"]].to_numpy().tolist() == [[pd.NA, 11]]


def test_without_articles_there_is_an_empty_table_with_its_columns():
    empty = Corpus(Tables({}))
    assert trends(empty).columns.to_list() == ["month", *COUNTED, "per_1000_words", "per_article"]
    assert trends(empty, split="actor_id", by="publisher").empty
    assert trends(SMALL.filter(event_type="AID"), table="events")["events"].to_list() == [0] * 7
    assert trends(SMALL.filter(event_type="AID"), table="events", split="event_type").empty


def test_names_that_do_not_exist_are_refused():
    with pytest.raises(UnknownName, match="there is no column 'mont'; did you mean 'month'"):
        trends(SMALL, by="mont")
    with pytest.raises(UnknownName, match="there is no column 'actr_id'; did you mean 'actor_id'"):
        trends(SMALL, split="actr_id")
    with pytest.raises(UnknownName, match="there is no table 'mention'; did you mean 'mentions'"):
        trends(SMALL, table="mention")
    for split in ("month", (), ("zone", "zone"), ["month", "zone"]):
        with pytest.raises(BadValue, match="split takes one or more different columns besides 'month', not "):
            trends(SMALL, split=split)


@settings(max_examples=20)
@given(selections(), st.sampled_from(["month", "year", "publisher", "language"]))
def test_counts_add_up_to_the_rows_of_the_selection(selection, by):
    corpus = Corpus(SMALL.source, selection)
    for split in (None, "zone", "publisher" if by != "publisher" else "language"):
        table = trends(corpus, by=by, split=split)
        assert table["mentions"].sum() == len(corpus.mentions)
        assert (table["articles"] <= table["all_articles"]).all()
    assert trends(corpus, table="events", by=by)["events"].sum() == count_events(corpus)["events"].sum()
    assert trends(corpus, table="articles", by=by)["words"].sum() == corpus.articles["n_words"].sum()


@settings(max_examples=40)
@given(st.lists(st.dates() | st.none(), min_size=3, max_size=3))
def test_months_have_no_gap_and_no_double(days):
    days = [None if day is None else day.isoformat() for day in days if day is None or day.year > 1900]
    days += [None] * (3 - len(days))
    table = trends(dated(days), table="articles")
    months = table["month"].dropna()
    assert table["month"].is_unique and table["articles"].sum() == 3
    assert months.is_monotonic_increasing
    known = sorted(day[:7] for day in days if day)
    assert months.to_list()[:1] == known[:1] and months.to_list()[-1:] == known[-1:]
    year, month = zip(*(map(int, m.split("-")) for m in months)) if len(months) else ((), ())
    numbers = [12 * y + m for y, m in zip(year, month)]
    assert numbers == list(range(numbers[0], numbers[-1] + 1)) if numbers else not known


def test_an_article_without_a_mention_is_counted_as_searched():
    rows = [article("a", "Harian", "2022-01-05", "id"), article("b", "Harian", "2022-01-20", "en")]
    frames = {
        "articles": frame("articles", rows),
        "sentences": frame("sentences", [sentence(key, *span) for key in "ab" for span in SENTENCES[key]]),
        "mentions": frame("mentions", [mention("a", "Wagner", 0, "wagner")]),
    }
    row = trends(Corpus(Tables(frames))).iloc[0]
    assert row[COUNTED].to_list() == [1, 1, 2, WORDS["a"] + WORDS["b"]]
    assert row["per_article"] == 0.5
