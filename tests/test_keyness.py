"""Keyness: a corpus against a reference, in one language, with nothing counted on both sides."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import small_corpus
from test_collocates import made

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.studying.keyness import DTYPES, key_places, keyness, keyness_in, leave_out
from sahelkit.studying.words import narrow, read_corpus
from sahelkit.tables import Tables

SMALL = small_corpus()


def test_a_word_is_measured_as_the_calculator_at_lancaster_does():
    # the example of its tutorial, in smaller corpora: by hand, E1 = 43.6 and E2 = 65.4
    corpus = made([" ".join(["word"] * 52 + ["other"] * 448)])
    reference = made([" ".join(["word"] * 57 + ["other"] * 693)])
    row = keyness(corpus, reference).set_index("word").loc["word"]
    assert row["log_likelihood"] == pytest.approx(2 * (52 * math.log(52 / 43.6) + 57 * math.log(57 / 65.4)))
    assert row["log_ratio"] == pytest.approx(math.log2((52 / 500) / (57 / 750)))
    assert row[["frequency", "reference_frequency"]].to_list() == [52, 57]
    assert row[["per_million", "reference_per_million"]].to_list() == [104_000, 76_000]


def test_rows_run_from_the_most_typical_to_the_least():
    corpus, reference = made(["coup coup coup junta the the"]), made(["rain rain rain the the junta"])
    table = keyness(corpus, reference, min_count=1)
    assert table["word"].to_list() == ["coup", "junta", "the", "rain"]
    assert table["log_ratio"].to_list() == pytest.approx([math.log2(6), 0, 0, -math.log2(6)])
    assert (table["log_likelihood"][0], table["log_likelihood"][3]) == pytest.approx((4.1589, -4.1589), abs=1e-4)
    assert keyness(corpus, reference, min_count=1, limit=2)["word"].to_list() == ["coup", "junta"]


def test_articles_that_hold_the_word_stand_beside_the_count():
    corpus = made(["coup coup", "coup"], ["coup"], ["rain"])
    row = keyness(corpus, made(["coup"], ["rain"])).iloc[0]
    assert row[["word", "frequency", "articles", "reference_articles"]].to_list() == ["coup", 4, 2, 1]


def test_min_count_is_of_both_sides_together():
    corpus, reference = made(["a a b"]), made(["b c c c"])
    assert set(keyness(corpus, reference)["word"]) == {"c"}
    assert set(keyness(corpus, reference, min_count=2)["word"]) == {"a", "b", "c"}


def test_what_is_in_both_is_left_out_of_the_reference():
    whole = made(["coup coup"], ["rain rain"])
    part = whole.filter(article="x0")
    against_whole, against_rest = (
        keyness(part, whole, min_count=1),
        keyness(part, whole.filter(article="x1"), min_count=1),
    )
    pd.testing.assert_frame_equal(against_whole, against_rest)
    assert against_whole.set_index("word")["reference_frequency"].to_dict() == {"coup": 0, "rain": 2}
    # the same sentence_id in another source is another sentence
    other = made(["coup coup"])
    assert keyness(part, other, min_count=1)["reference_frequency"].to_list() == [2]


def test_several_languages_are_refused_with_the_way_out():
    message = (
        "keyness compares texts in one language, and these are in en, fr, id; narrow both corpora to one, for example "
        'with .filter(language="en")'
    )
    with pytest.raises(BadValue) as caught:
        keyness(SMALL.filter(article="a"), SMALL)
    assert str(caught.value) == message and caught.value.value == ["en", "fr", "id"]
    with pytest.raises(BadValue, match="these are in en, id; "):
        keyness(SMALL.filter(language="id"), SMALL.filter(language="en"))
    assert not keyness(SMALL.filter(language="en"), made(["Mali and Mali"])).empty


def test_bad_arguments_are_refused():
    with pytest.raises(BadValue, match="^keyness compares with a second corpus, not 'fr'$"):
        keyness(SMALL, "fr")
    with pytest.raises(BadValue, match="^min_count takes a number of occurrences from 1, not 0$"):
        keyness(SMALL, SMALL, min_count=0)
    with pytest.raises(BadValue, match="^limit takes a number of rows from 0, not -1$"):
        keyness(SMALL, SMALL, limit=-1)


def test_a_side_without_words_makes_the_measures_missing():
    empty = Corpus(Tables({}))
    alone = keyness(made(["coup coup coup"]), empty)
    assert alone["frequency"].to_list() == [3] and alone["reference_frequency"].to_list() == [0]
    assert alone[["reference_per_million", "log_likelihood", "log_ratio"]].isna().all(axis=None)
    assert keyness(empty, made(["coup coup coup"]))["per_million"].isna().all()
    for table in (keyness(empty, empty), alone):
        assert table.dtypes.astype(str).to_dict() == DTYPES
    english = SMALL.filter(language="en")
    assert keyness(english, english, min_count=1)["log_ratio"].isna().all(), "a corpus against itself has no reference"


TEXT = st.lists(st.lists(st.sampled_from(["a", "B", "b", "c"]), max_size=8).map(" ".join), max_size=3)


@settings(max_examples=25)
@given(TEXT, TEXT)
def test_exchanging_the_sides_exchanges_the_signs(ours, theirs):
    one, other = keyness(made(ours), made(theirs), min_count=1), keyness(made(theirs), made(ours), min_count=1)
    assert one["frequency"].sum() == len(" ".join(ours).split())
    one, other = one.set_index("word").sort_index(), other.set_index("word").sort_index()
    assert one["frequency"].to_dict() == other["reference_frequency"].to_dict()
    assert one["log_ratio"].fillna(9).to_list() == pytest.approx(other["log_ratio"].mul(-1).fillna(9).to_list())
    assert one["log_likelihood"].abs().fillna(9).to_list() == pytest.approx(
        other["log_likelihood"].abs().fillna(9).to_list()
    )
    rarer = one["frequency"] * other["frequency"].sum() < other["frequency"] * one["frequency"].sum()
    assert ((one["log_likelihood"].fillna(0) < 0) <= rarer).all()


def test_words_read_before_give_the_same_table():
    corpus = made(["coup coup", "rain"], ["rain rain coup"])
    part, whole = corpus.filter(article="x0"), read_corpus(corpus)
    ours = narrow(whole, part)
    fresh = keyness(part, corpus, min_count=1)
    pd.testing.assert_frame_equal(keyness_in(ours, leave_out(whole, ours), min_count=1), fresh)
    pd.testing.assert_frame_equal(key_places(part, "coup", reading=ours), key_places(part, "coup"))
    with pytest.raises(BadValue, match="min_count takes a number of occurrences from 1, not 0"):
        keyness_in(ours, ours, min_count=0)
