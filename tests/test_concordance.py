"""The concordance: whole words, their context in the same zone, and offsets into the source."""

import re
import sys
import time

import pytest
from big_corpus import big_corpus
from small_corpus import TEXTS, day, frame, small_corpus
from test_collocates import made

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, UnknownName
from sahelkit.studying.concordance import _SPACES, DTYPES, concordance, count_hits
from sahelkit.tables import Tables

SMALL = small_corpus()


def lines(pattern, **options):
    return concordance(SMALL, pattern, **options)[["left", "keyword", "right"]].to_numpy().tolist()


def test_a_word_is_found_with_what_stands_around_it():
    assert lines("membantah", width=8) == [[". Goita ", "membantah", " hal itu"]]
    found = concordance(SMALL, "wagner")
    assert found.dtypes.astype(str).to_dict() == DTYPES
    assert found[["article_id", "publisher", "published"]].to_numpy().tolist() == [
        ["a", "Harian Utara", day("2022-03-08")],
        ["b", "The Southern", day("2022-08-20")],
    ]


def test_context_runs_on_within_the_zone_and_never_through_an_advert():
    found = concordance(SMALL, "diam", width=200)
    assert found["left"].to_list() == ["Wagner tiba di Mali, kata TASS. Goita membantah hal itu pada Selasa. Mali "]
    assert concordance(SMALL, "lain", width=200)["left"].to_list() == ["Baca Juga: Mali "]


def test_a_filter_narrows_the_hits_and_not_their_context():
    narrowed = concordance(SMALL.filter(actor="goita"), "itu", width=25)
    assert narrowed["left"].to_list() == ["ASS. Goita membantah hal "[-25:]]
    assert concordance(SMALL.filter(article="b"), "itu").empty


def test_whole_words_only_unless_a_star_stands_for_letters():
    assert len(lines("civil")) == 0
    assert [line[1] for line in lines("civil*")] == ["civils"]
    assert [line[1] for line in lines("*age")] == ["espionage"]
    assert [line[1] for line in lines("mali  accused")] == ["Mali accused"]
    assert (
        len(lines("*")) == sum(len(text.replace(".", " ").replace("<b>", " ").split()) for text in TEXTS.values()) + 2
    )


def test_case_counts_when_asked():
    assert len(lines("FRANCE")) == 3
    assert len(lines("FRANCE", ignore_case=False)) == 0
    assert len(lines("[^f]rance", regex=True, ignore_case=False)) == 3


def test_a_regular_expression_is_searched_sentence_by_sentence():
    assert [line[1] for line in lines(r"^\w+", regex=True, width=0)] == [
        "Wagner", "Goita", "Baca", "Mali", "France", "Mali", "Le", "Des",
    ]  # fmt: skip
    assert lines(r"x*", regex=True) == []


@pytest.mark.parametrize("word", ["Mali", "Goita", "Selasa", "accused", "denied", "2021"])
def test_offsets_give_back_the_keyword(word):
    for row in concordance(SMALL, word).itertuples():
        assert TEXTS[row.article_id][row.start : row.end] == row.keyword


def test_a_repaired_keyword_shows_the_repair_and_points_at_the_source():
    sentences = SMALL.sentences
    text = TEXTS["a"][:31] + " " + TEXTS["a"][31:67]
    joined = {"article_id": "a", "sentence_id": "a:0", "start": 0, "end": 67, "zone": "body", "text": text}
    frames = {**SMALL.source.frames, "sentences": frame("sentences", [joined])}
    row = concordance(Corpus(Tables(frames)), "TASS. Goita").iloc[0]
    assert (row["keyword"], TEXTS["a"][row["start"] : row["end"]]) == ("TASS. Goita", "TASS.Goita")
    row = concordance(Corpus(Tables(frames)), "Goita").iloc[0]
    assert TEXTS["a"][row["start"] : row["end"]] == "Goita"
    assert len(sentences) == 8


def test_a_pattern_that_is_none_is_refused():
    for pattern in ("", "  ", None):
        with pytest.raises(BadValue, match="concordance takes a word, a phrase or a regular expression"):
            concordance(SMALL, pattern)
    with pytest.raises(BadValue, match="pattern is no regular expression: "):
        concordance(SMALL, "(", regex=True)
    with pytest.raises(BadValue, match="width takes a number of characters from 0, not -1"):
        concordance(SMALL, "Mali", width=-1)
    assert lines("(") == []


def said(*texts):
    """Return a corpus of one article with these sentences."""
    return made(texts)


def test_lines_are_sorted_by_the_words_beside_the_keyword_nearest_first():
    corpus = said("big old Army won.", "Army ran.", "a new army", "Old army, ran?", "the big Old army")
    left = concordance(corpus, "army", sort="left", width=200)["left"]
    assert [side.split()[-2:] for side in left] == [
        ["a", "new"], ["army", "Old"], ["big", "old"], ["big", "Old"], ["Army", "won."],
    ]  # fmt: skip
    right = concordance(corpus, "army", sort="right", width=10)["right"]
    assert right.to_list() == ["", " Old army,", " ran. a ne", ", ran? the", " won. Army"]


def test_the_order_is_of_whole_words_and_no_matter_of_case_marks_or_width():
    corpus = said("x Bab army", "x ba army", "x bä army", "x “BA” army")
    found = concordance(corpus, "army", sort="left", width=0)
    starts = corpus.sentences["start"].to_list()
    rows = [max(n for n, start in enumerate(starts) if start <= at) for at in found["start"]]
    assert rows == [1, 3, 0, 2]


def test_equal_lines_stay_in_the_order_of_the_text():
    alone = made(["Oui, Mali"], ["Oui, Mali"], ["Oui, Mali"])
    for sort in ("text", "left", "right"):
        assert concordance(alone, "mali", sort=sort)["article_id"].to_list() == ["x0", "x1", "x2"]


def test_a_sort_that_is_none_is_refused():
    with pytest.raises(UnknownName, match="there is no sort 'rigth'; did you mean 'right'?"):
        concordance(SMALL, "mali", sort="rigth")
    for sort in ("left", "right"):
        assert concordance(SMALL, "zebra", sort=sort).empty


def test_every_white_space_is_shown_as_a_space_and_the_keyword_as_it_stands():
    assert set(_SPACES) == set(re.findall(r"\s", "".join(map(chr, range(sys.maxunicode + 1)))))
    row = concordance(said("a\xa0b\tMali\u3000x\ny"), "b mali").iloc[0]
    assert (row["left"], row["keyword"], row["right"]) == ("a ", "b\tMali", " x y")


def test_repairs_in_many_articles_lead_each_to_its_own_source():
    corpus = big_corpus(2_000)
    sources = corpus.sources.set_index("article_id")["text"]
    found = concordance(corpus, "mali")
    assert len(found) > 100 and (found["keyword"].str.lower() == "mali").all()
    assert all(sources[row.article_id][row.start : row.end] == row.keyword for row in found.itertuples())


def test_nothing_found_is_an_empty_table_with_its_columns():
    assert concordance(SMALL, "zebra").dtypes.astype(str).to_dict() == DTYPES
    assert concordance(Corpus(Tables({})), "zebra").empty


def test_a_megabyte_of_one_word_is_searched_in_a_second():
    text = "a" * 1_000_000
    row = {"article_id": "x", "sentence_id": "x:0", "start": 0, "end": len(text), "zone": "body", "text": text}
    corpus = Corpus(Tables({"sentences": frame("sentences", [row])}))
    begun = time.perf_counter()
    assert concordance(corpus, "a*b*c").empty
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    "pattern, regex", [("mali", False), ("tentara*", False), ("m?", True), ("no such word", False)]
)
def test_hits_are_counted_as_many_as_there_are_lines(pattern, regex):
    corpus = small_corpus()
    assert count_hits(corpus, pattern, regex=regex) == len(concordance(corpus, pattern, regex=regex))
