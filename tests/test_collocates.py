"""Collocates: counted in a window inside the sentence, against what stands away from the node."""

import math
import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import article, frame, small_corpus

from sahelkit.corpus import Corpus, code
from sahelkit.errors import BadValue, UnknownName
from sahelkit.studying.collocates import DTYPES, collocates, collocates_in, near_places, near_words
from sahelkit.studying.words import read_corpus
from sahelkit.tables import Tables

SMALL = small_corpus()
MEASURES = ["expected", "log_likelihood", "log_ratio", "pmi"]


def made(*articles, language="en", zone="body"):
    """Return a corpus whose articles are lists of sentences."""
    about, rows = [], []
    for n, sentences in enumerate(articles):
        key, start = f"x{n}", 0
        about.append({**article("a", "Harian", None, language), "article_id": key})
        for text in sentences:
            place = {"article_id": key, "sentence_id": f"{key}:{start}", "start": start, "end": start + len(text)}
            rows.append({**place, "zone": zone, "text": text})
            start += len(text) + 1
    return Corpus(Tables({"articles": frame("articles", about), "sentences": frame("sentences", rows)}))


def counts(corpus, node, **options):
    table = collocates(corpus, node, **{"min_count": 1, **options}).set_index("word")
    return {word: tuple(row) for word, row in table[["left", "right", "both"]].sort_index().iterrows()}


def test_words_are_counted_left_and_right_of_the_node():
    corpus = made(["The army left Gao and the army won."])
    assert counts(corpus, "army", window=1) == {"left": (0, 1, 1), "the": (2, 0, 2), "won": (0, 1, 1)}
    assert counts(corpus, "ARMY", window=2) == {
        "and": (1, 0, 1), "gao": (0, 1, 1), "left": (0, 1, 1), "the": (2, 0, 2), "won": (0, 1, 1),
    }  # fmt: skip


def test_a_word_between_two_nodes_stands_left_and_right_and_once_in_both():
    assert counts(made(["Army versus army."]), "army") == {"versus": (1, 1, 1)}


def test_a_window_ends_with_the_sentence():
    assert counts(made(["Soldiers fled.", "The army came.", "Nobody spoke."]), "army") == {
        "came": (0, 1, 1), "the": (1, 0, 1),
    }  # fmt: skip


def test_a_phrase_is_one_node_and_its_words_are_no_collocates_of_it():
    corpus = made(["Niger's armed forces met armed men."])
    assert counts(corpus, "armed forces", window=2) == {
        "armed": (0, 1, 1), "met": (0, 1, 1), "niger": (1, 0, 1), "s": (1, 0, 1),
    }  # fmt: skip
    assert collocates(corpus, "armed forces", min_count=1).set_index("word")["in_corpus"]["armed"] == 1


def test_the_node_is_found_as_in_a_concordance():
    corpus = made(["Malian and Mali-Wagner and Somalia."])
    assert set(counts(corpus, "mali", window=1)) == {"and", "wagner"}
    assert counts(corpus, "mali*", window=1) == {"and": (1, 1, 1), "wagner": (0, 1, 1)}
    assert counts(corpus, "[Ww]agner|malian", regex=True, window=1) == {"and": (0, 2, 2), "mali": (1, 0, 1)}
    # part of a word makes the whole word the node; a mark alone has no word of its own
    assert set(counts(corpus, "omal", regex=True, window=1)) == {"and"}
    assert set(counts(corpus, "-", regex=True, window=1)) == {"mali", "wagner"}


def test_the_measures_are_those_of_the_table_near_and_away():
    # near "army": 4 words, 2 of them "the"; away: 6 words, 1 of them "the"; the 2 nodes belong to neither
    corpus = made(["The army came.", "The army left.", "Nobody in the town spoke today."])
    row = collocates(corpus, "army", min_count=2).iloc[0]
    assert row[["word", "both", "in_corpus", "articles"]].to_list() == ["the", 2, 3, 1]
    assert row["expected"] == pytest.approx(4 * 3 / 10)
    assert row["log_ratio"] == pytest.approx(math.log2((2 / 4) / (1 / 6)))
    assert row["pmi"] == pytest.approx(math.log2(2 / 1.2))
    cells = [(2, 1.2), (2, 2.8), (1, 1.8), (5, 4.2)]
    assert row["log_likelihood"] == pytest.approx(2 * sum(o * math.log(o / e) for o, e in cells))


def test_a_word_rarer_near_the_node_has_a_minus_sign():
    corpus = made(["the army came", "the the the the spoke", "came came"])
    table = collocates(corpus, "army", min_count=1).set_index("word")
    assert (table.loc["the", MEASURES[1:]] < 0).all()


def test_rows_are_sorted_by_the_statistic_asked_for():
    sentences = ["the army took the town", "the army took the road", "an army of ants", "the end of the war"]
    for statistic in ("log_likelihood", "log_ratio", "pmi"):
        table = collocates(made(sentences), "army", statistic=statistic, min_count=1)
        assert table[statistic].is_monotonic_decreasing
        ties = table.groupby(statistic)["word"].apply(lambda words: words.is_monotonic_increasing)
        assert ties.all()


def test_min_count_is_of_occurrences_near_the_node():
    assert set(counts(made(["a army b"] * 3 + ["c army"] * 2), "army", min_count=3)) == {"a", "b"}


def test_every_selection_is_obeyed():
    everywhere, english = counts(SMALL, "mali"), counts(SMALL.filter(language="en"), "mali")
    assert "accuse" in everywhere and "accuse" not in english
    assert set(counts(SMALL.filter(actor="goita"), "membantah")) == {"goita", "hal", "itu", "pada", "selasa"}
    assert counts(SMALL.filter(actor="goita"), "mali") == {}


def test_only_zones_that_the_finders_read_count():
    assert "lain" not in counts(SMALL, "mali")
    assert counts(made(["Mali wins"], zone="caption"), "mali") == {}


def test_articles_are_those_where_the_word_stands_near_the_node():
    corpus = made(["the army", "the army"], ["the army"], ["the town"])
    row = collocates(corpus, "army").iloc[0]
    assert row[["word", "both", "in_corpus", "articles"]].to_list() == ["the", 3, 4, 2]


def test_where_nothing_stands_away_from_the_node_the_ratio_is_missing():
    table = collocates(made(["army came"]), "army", min_count=1)
    assert table["word"].to_list() == ["came"]
    assert table[["log_likelihood", "log_ratio"]].isna().all(axis=None) and table["pmi"][0] == 0


def test_nothing_found_is_an_empty_table_with_its_columns():
    for corpus in (SMALL, Corpus(Tables({})), made([])):
        table = collocates(corpus, "zebra")
        assert table.empty and table.dtypes.astype(str).to_dict() == DTYPES
    assert collocates(made(["army"]), "army", min_count=1).empty


def test_what_is_no_node_or_number_is_refused():
    for node in ("", "  ", None):
        with pytest.raises(BadValue, match="^collocates takes a word, a phrase or a regular expression, not "):
            collocates(SMALL, node)
    with pytest.raises(BadValue, match="pattern is no regular expression: "):
        collocates(SMALL, "(", regex=True)
    with pytest.raises(BadValue, match="^window takes a number of words from 1, not 0$"):
        collocates(SMALL, "Mali", window=0)
    with pytest.raises(BadValue, match="^min_count takes a number of occurrences from 1, not 0.5$"):
        collocates(SMALL, "Mali", min_count=0.5)
    with pytest.raises(UnknownName, match="^there is no statistic 'log_likelyhood'; did you mean 'log_likelihood'?"):
        collocates(SMALL, "Mali", statistic="log_likelyhood")


WORD = st.sampled_from(["n", "N", "a", "b", "c", "1.700"])
TEXTS = st.lists(st.lists(st.lists(WORD, max_size=9).map(" ".join), max_size=3), max_size=3)


@settings(max_examples=80)
@given(TEXTS, st.integers(1, 6))
def test_the_counts_are_those_of_looking_at_every_word_in_turn(articles, window):
    left, right, both, total = (dict.fromkeys(("a", "b", "c", "1.700"), 0) for _ in range(4))
    for sentence in (text.lower().split() for sentences in articles for text in sentences):
        for place, word in enumerate(sentence):
            if word == "n":
                continue
            before, after = sentence[max(0, place - window) : place], sentence[place + 1 : place + 1 + window]
            left[word] += "n" in after
            right[word] += "n" in before
            both[word] += "n" in before or "n" in after
            total[word] += 1
    table = collocates(made(*articles), "n", window=window, min_count=1).set_index("word")
    assert set(table.index) == {word for word in both if both[word]}
    for name, counted in (("left", left), ("right", right), ("both", both), ("in_corpus", total)):
        assert table[name].to_dict() == {word: counted[word] for word in table.index}
    near = sum(both.values())
    for word, row in table.iterrows():
        assert row["expected"] == pytest.approx(near * total[word] / sum(total.values()))


def test_two_thousand_articles_take_a_second_or_two_whatever_the_window():
    draw = random.Random(4)
    vocabulary = ["".join(draw.choices("abcdefghij", k=draw.randint(2, 7))) for _ in range(5000)]
    sentence = [" ".join(draw.choices(vocabulary, k=20)) for _ in range(500)]
    corpus = made(*([text, sentence[n % 500]] * 10 for n, text in enumerate(sentence * 4)))
    for window in (5, 1_000_000):
        begun = time.perf_counter()
        found = collocates(corpus, vocabulary[0], window=window, min_count=1)
        assert len(found) and time.perf_counter() - begun < 5


def test_a_megabyte_of_anything_is_counted_in_a_second():
    for text, node in (("a" * 1_000_000, "a*b*c"), ("(" * 1_000_000, "a"), ("a " * 100_000, "a")):
        corpus = made([text])
        begun = time.perf_counter()
        collocates(corpus, node)
        assert time.perf_counter() - begun < 1


def test_words_of_the_two_articles_are_found_near_what_they_stand_near(corpus):
    table = collocates(corpus, "wagner", window=3)
    assert not table.empty and not table["word"].str.fullmatch("wagner").any()
    text = " ".join(corpus.filter(text="wagner").sentences["text"])
    assert all(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in table["word"])


def test_the_places_of_a_word_are_as_many_as_its_row_says_and_give_back_the_text():
    text = "Tentara Mali maju.† Kata TASS.Tentara Mali dan Mali mundur. Mali tenang, kata tentara."
    corpus = code([{"article_id": "a", "language": "id", "text": text}])
    rows, reading = collocates(corpus, "tentara", window=2, min_count=1), read_corpus(corpus)
    near = near_words(reading, "tentara", window=2)
    for row in rows.itertuples():
        for count in ("left", "right", "both", "in_corpus"):
            places = near_places(corpus, reading, near, word=row.word, count=count)
            assert len(places) == getattr(row, count)
            assert {text[a:b].casefold() for a, b in zip(places["start"], places["end"])} <= {row.word}
    assert len(near_places(corpus, reading, near, word="no such word")) == 0


def test_words_read_before_are_refused_the_same_arguments():
    reading = read_corpus(SMALL)
    with pytest.raises(BadValue, match="^window takes a number of words from 1, not 0$"):
        collocates_in(reading, "mali", window=0)
    with pytest.raises(UnknownName, match="there is no statistic 'pmo'"):
        collocates_in(reading, "mali", statistic="pmo")
