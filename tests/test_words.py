"""The words of a corpus: the same that an article's n_words counts, each at its place."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import small_corpus

import sahelkit.studying.words as room
from sahelkit.corpus import code
from sahelkit.finding.scan import count_words
from sahelkit.studying.words import (
    Reading,
    coded_sentences,
    count_articles,
    count_forms,
    narrow,
    read_corpus,
    read_words,
    take_sentences,
)

TEXT = st.text(alphabet=st.sampled_from("aàÉLmß9İ1.,-'’ \n“(\u0301Мع中𝒜"), max_size=40)


def read(*texts):
    return read_words(pd.DataFrame({"article_id": [str(n) for n in range(len(texts))], "text": list(texts)}))


def forms(*texts):
    words = read(*texts)
    return [words.forms[form] for form in words.form]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sekitar 1.700 tentara, “katanya”.", ["sekitar", "1.700", "tentara", "katanya"]),
        ("L'armée l’a dit : 1 700 hommes", ["l", "armée", "l", "a", "dit", "1", "700", "hommes"]),
        ("Mali-Wagner", ["mali", "wagner"]),
        ("PRÉSIDENT Président pre\u0301sident", ["président"] * 3),
        ("à a", ["à", "a"]),  # accents part words
        ("... — !!!", []),
        ("", []),
    ],
)
def test_a_word_is_letters_or_digits_in_a_row_case_folded(text, expected):
    assert forms(text) == expected


def test_sentences_of_adverts_and_captions_are_left_out():
    words = forms(*coded_sentences(small_corpus())["text"])
    assert "lain" not in words and "baca" not in words
    assert words.count("mali") == 5


def test_headlines_are_read_and_datelines_are_not():
    text = "BAMAKO, KOMPAS.com - Tentara Mali maju ke utara. Prancis menarik pasukannya."
    corpus = code([{"article_id": "a", "language": "id", "text": text}])
    zones = set(corpus.sentences["zone"])
    assert "dateline" in zones and set(coded_sentences(corpus)["zone"]) == zones - {"dateline"}


def test_repairs_are_applied():
    corpus = code([{"article_id": "a", "language": "fr", "text": "L'armÃ©e avance. Le gÃ©nÃ©ral recule."}])
    assert "armée" in read_words(coded_sentences(corpus)).forms


@given(st.lists(TEXT, max_size=5))
def test_words_are_those_that_n_words_counts_and_stand_where_they_say(texts):
    words = read(*texts)
    assert len(words.form) == sum(map(count_words, texts))
    lines = "\n".join(texts)
    for form, sentence, start, end in zip(words.form, words.sentence, words.start, words.end):
        assert read(lines[start:end]).forms == [words.forms[form]]
        assert words.begin[sentence] <= start < end < words.begin[sentence + 1]


@given(st.lists(TEXT, max_size=6), st.integers(1, 30))
def test_batches_change_nothing(texts, size):
    whole = read(*texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "_BATCH_CHARS", size)
        parts = read(*texts)
    assert parts.forms == whole.forms
    for name in ("form", "sentence", "start", "end", "begin", "article"):
        assert getattr(parts, name).tolist() == getattr(whole, name).tolist()


@given(st.lists(TEXT, max_size=5))
def test_counts_add_up(texts):
    words = read(*texts)
    assert count_forms(words).sum() == len(words.form)
    articles = count_articles(words)
    assert (articles <= count_forms(words)).all() and (articles >= 1).all()
    for n, form in enumerate(words.forms):
        assert articles[n] == sum(form in forms(text) for text in texts)
    none = words.form < 0
    assert count_forms(words, none).sum() == count_articles(words, none).sum() == 0


@settings(max_examples=30)
@given(st.lists(st.tuples(TEXT, st.booleans()), max_size=6))
def test_part_of_a_reading_is_the_part_read_by_itself(chosen):
    texts, keep = [text for text, _ in chosen], np.array([kept for _, kept in chosen], dtype=bool)
    sentences = pd.DataFrame({"article_id": [str(n // 2) for n in range(len(texts))], "text": texts}, dtype="string")
    part = take_sentences(Reading(sentences, read_words(sentences)), keep)
    alone = read_words(part.sentences)
    assert [part.words.forms[form] for form in part.words.form] == [alone.forms[form] for form in alone.form]
    assert part.words.sentence.tolist() == alone.sentence.tolist()
    for ours, theirs in ((part.words, alone),):
        line = ours.begin[ours.sentence], theirs.begin[theirs.sentence]
        assert (ours.start - line[0]).tolist() == (theirs.start - line[1]).tolist()
        assert (ours.end - line[0]).tolist() == (theirs.end - line[1]).tolist()
    for count in (count_forms, count_articles):
        counted = {word: n for word, n in zip(part.words.forms, count(part.words).tolist()) if n}
        assert counted == dict(zip(alone.forms, count(alone).tolist()))


def test_a_reading_is_narrowed_by_a_selection():
    corpus = small_corpus()
    whole = read_corpus(corpus)
    for fields in ({"article": "b"}, {"actor": "wagner"}, {"text": "zebra"}, {}):
        narrowed = corpus.filter(**fields)
        pd.testing.assert_frame_equal(narrow(whole, narrowed).sentences, coded_sentences(narrowed))


def test_a_megabyte_of_anything_is_read_in_a_second():
    for text in ("(" * 1_000_000, "a" * 1_000_000, "a " * 500_000, "1," * 500_000):
        begun = time.perf_counter()
        read(text)
        assert time.perf_counter() - begun < 1
