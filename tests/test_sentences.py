"""Sentences: where one ends, never across a zone, never with white space around it."""

import time

import pytest
from case_files import load_cases
from hypothesis import given
from hypothesis import strategies as st

from sahelkit.reading.sentences import find_sentences
from sahelkit.reading.zones import Zone, find_zones

LANGUAGES = ("id", "en", "fr")
PIECES = (
    "Jend. ", "Ia pergi. ", "“", "”", '"', " ", "\n", "dll. ", "U.S. ", "… ", "Mali", ", ", "? ", "« ", " »", "1.700 ",
)  # fmt: skip
PROSE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def whole(text):
    return [Zone(0, len(text), "body", "rest")] if text else []


@pytest.mark.parametrize("case", load_cases("sentences"))
def test_sentences_end_where_they_end(case):
    text = case["text"]
    found = find_sentences(text, whole(text), language=case["lang"])
    assert [text[s.start : s.end] for s in found] == case["expected"]


def check_sentences(text, zones, sentences):
    at = 0
    for s in sentences:
        assert at <= s.start < s.end
        piece = text[s.start : s.end]
        assert piece == piece.strip()
        assert any(z.start <= s.start and s.end <= z.end and z.zone == s.zone for z in zones)
        at = s.end
    kept = "".join(text[s.start : s.end] for s in sentences)
    assert "".join(kept.split()) == "".join(text.split())


@given(PROSE, st.sampled_from(LANGUAGES))
def test_sentences_hold_all_of_the_text_and_nothing_twice(text, language):
    zones = find_zones(text, language=language)
    check_sentences(text, zones, find_sentences(text, zones, language=language))


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_string_is_split(text, language):
    zones = find_zones(text, language=language)
    check_sentences(text, zones, find_sentences(text, zones, language=language))


def test_a_sentence_never_crosses_a_zone():
    text = "BAMAKO (Reuters) - Pasukan itu pergi\nBaca Juga: Emas. Perak"
    zones = find_zones(text, language="id")
    found = [(text[s.start : s.end], s.zone) for s in find_sentences(text, zones, language="id")]
    assert found == [
        ("BAMAKO (Reuters) -", "dateline"),
        ("Pasukan itu pergi", "body"),
        ("Baca Juga: Emas.", "also_read"),
        ("Perak", "also_read"),
    ]


def test_empty_text_has_no_sentences():
    assert find_sentences("", [], language="fr") == []
    assert find_sentences(" \n ", whole(" \n "), language="fr") == []


@pytest.mark.parametrize("unit", ["(", "a", '"', '" ', "“", "‘ ", ". ", "A. ", ".", "… ", "« ", "\n", "Pada a ", ") "])
def test_long_runs_of_anything_take_linear_time(unit):
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    find_sentences(text, whole(text), language="id")
    assert time.process_time() - started < 4
