"""The scan: tokens, word bounds, phrases of every domain, and one pass that stays linear."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanned import NAMES, forms, phrases, scan_texts

from sahelkit.finding.scan import Stretch, count_words, scan
from sahelkit.lexicons.build import build
from sahelkit.lexicons.fold import BREAK, fold

LANGUAGES = ("id", "en", "fr")
POOL = (
    "Mali", "Malinya", "Mali-Wagner", "AS", "as", "Komando Afrika AS", "Sungai Niger", "pasukan", "Prancislah", "1.700",
    "25 Mei 2021", "“Tidak,”", "katanya", "Goïta", "l'ONU", "Côte d’Ivoire", "U.S.", ",", ".", "\n", "(", "200-an", "İ",
    "\u0301", "日本", "Dewan Keamanan PBB", "Uni Eropa", "Minggu", "Niger's",
)  # fmt: skip
NEWS = st.lists(st.sampled_from(POOL), max_size=20).map(" ".join)
TEXTS = st.one_of(NEWS, st.text(st.characters(exclude_categories=("Cs",)), max_size=60))


def words(text, language="id"):
    scanned = scan_texts([text], language)
    return [scanned.word(n) for n in range(len(scanned.start)) if scanned.code[n] != BREAK]


# -- tokens ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.700 tentara, 13.00 WIB", ["1.700", "tentara", ",", "13.00", "WIB"]),
        ("1,5 juta; 1\u00a0700", ["1,5", "juta", ";", "1\u00a0700"]),
        ("tahun 2013. Ia", ["tahun", "2013", ".", "Ia"]),
        ("200-an MM2100 (7/2)", ["200", "-", "an", "MM2100", "(", "7", "/", "2", ")"]),
        (
            "----- Mali ... ((a))",
            ["-----", "Mali", ".", ".", ".", "(", "(", "a", ")", ")"],
        ),
        ("“““““a””", ["“““““", "a", "”", "”"]),
        ("Goita-lah, l’ONU", ["Goita", "-", "lah", ",", "l", "’", "ONU"]),
        ("rmol.id U.S.A", ["rmol", ".", "id", "U", ".", "S", ".", "A"]),
        ("x..1.y", ["x", ".", ".", "1", ".", "y"]),
        ("Goïta Goi\u0308ta", ["Goïta", "Goi\u0308ta"]),
    ],
)
def test_words_numbers_and_marks_are_tokens(text, expected):
    assert words(text) == expected


def test_a_word_count_leaves_out_marks_and_breaks():
    assert count_words("Sekitar 1.700 tentara — “katanya”.\n") == 4
    assert count_words("") == count_words(" .,\n") == 0


def test_one_break_ends_a_sentence_and_two_an_article():
    scanned = scan_texts(["Mali pergi.\nGoita tiba.", "Niger diam."])
    row = "".join(
        "|" if code == BREAK else "w" if scanned.word(n).isalpha() else "." for n, code in enumerate(scanned.code)
    )
    assert row == "ww.|ww.||ww.||"
    assert scanned.sentence.tolist() == [0] * 4 + [1] * 5 + [2] * 5


def test_what_lies_between_the_stretches_is_not_scanned():
    text = "Mali pergi. Niger tiba. Chad diam."
    scanned = scan(text, [Stretch(0, 11, "body", 0), Stretch(24, 34, "body", 0)], build("id"))
    assert [form for form, _ in phrases(scanned, "names")] == ["Mali", "Chad"]


def test_no_stretches_or_no_words_give_empty_arrays():
    for texts in ([], [""], [" \n "]):
        scanned = scan_texts(texts)
        assert len(scanned.start) == 0 and all(len(hits.first) == 0 for hits in scanned.hits.values())
    assert forms("...") == []


# -- words and phrases -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Malinya dan Prancislah", ["Mali", "Prancis"]),
        ("Goita-lah Wagner-nya", ["Goita", "Wagner"]),
        ("Somali Malioboro Nigerian", []),
        ("AS as As aS", ["AS"]),
        ("AS/NATO-Rusia", ["AS", "NATO", "Rusia"]),
        ("Mali-Wagner Mali–Wagner", ["Mali", "Wagner", "Mali", "Wagner"]),
        ("Komando Afrika AS", ["Komando Afrika AS"]),
        ("MALI RUSIA", ["MALI", "RUSIA"]),
        ("mali rusia", []),
        ("Burkina\u00a0Faso, Burkina  Faso", ["Burkina\u00a0Faso", "Burkina  Faso"]),
        ("Burkina - Faso", ["Burkina"]),
    ],
)
def test_names_are_whole_words_with_their_joints(text, expected):
    assert forms(text) == expected


def test_a_phrase_does_not_cross_a_sentence_or_a_comma():
    assert forms("Uni Eropa") == ["Uni Eropa"]
    assert "Uni Eropa" not in " ".join(forms("Uni\nEropa"))
    assert "Uni, Eropa" not in forms("Uni, Eropa")


def test_dots_and_apostrophes_join_a_phrase():
    assert forms("The U.S. left.", language="en") == ["U.S"]
    assert forms("La Côte d’Ivoire et N'Djamena", language="fr") == ["Côte d’Ivoire", "N'Djamena"]
    assert forms("l’Algérie d'Assimi Goïta", language="fr") == ["Algérie", "Assimi Goïta"]


def test_a_form_with_a_capital_keeps_its_case_and_one_without_matches_any():
    assert "Minggu" in forms("pada Minggu", "dates")
    dates = scan_texts(["beberapa minggu"]).hits["dates"]
    kinds = {e.kind for n in dates.reading for e in scan_texts(["beberapa minggu"]).entries(n)}
    assert "weekday" not in kinds
    assert forms("Pasukan pasukan PASUKAN", "roles") == ["Pasukan", "pasukan", "PASUKAN"]


def test_a_clitic_is_clipped_only_from_a_known_stem():
    scanned = scan_texts(["pasukannya adalah Malinya"])
    clips = {scanned.word(n): int(scanned.clip[n]) for n in range(len(scanned.start)) if scanned.clip[n]}
    assert clips == {"pasukannya": 3, "Malinya": 3}


def test_a_hit_inside_a_word_never_swallows_the_next():
    assert forms("Uni Afrikaans dan Uni Afrika") == ["Uni Afrika"]


# -- properties --------------------------------------------------------------------------------------------------


@given(st.lists(TEXTS, max_size=3), st.sampled_from(LANGUAGES))
def test_tokens_are_sorted_inside_and_apart(texts, language):
    scanned = scan_texts(texts, language)
    real = scanned.code != BREAK
    start, end = scanned.start[real], scanned.end[real]
    assert (start < end).all() and (end[:-1] <= start[1:]).all()
    assert (start >= 0).all() and (end <= len(scanned.text)).all()
    stretches = [scanned.stretches[n] for n in scanned.sentence]
    assert all(s.start <= a and b <= s.end for s, a, b in zip(stretches, scanned.start, scanned.end))


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_a_token_folds_to_the_fold_of_its_place(text, language):
    scanned = scan_texts([text], language)
    codes = fold(text)
    assert len(codes) == len(text)
    for n in np.flatnonzero(scanned.code != BREAK):
        a, b = int(scanned.start[n]), int(scanned.end[n])
        assert fold(scanned.word(n)).tolist() == codes[a:b].tolist()


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_hits_of_a_domain_never_overlap(text, language):
    scanned = scan_texts([text], language)
    for hits in scanned.hits.values():
        assert (hits.first <= hits.last).all() and (hits.last[:-1] < hits.first[1:]).all()
        assert (hits.reading > 0).all()


@given(st.lists(NEWS, min_size=1, max_size=4), st.sampled_from(LANGUAGES))
def test_a_batch_finds_what_each_article_alone_does(texts, language):
    together = scan_texts(texts, language)
    for domain in NAMES:
        alone = [hit for text in texts for hit in phrases(scan_texts([text], language), domain)]
        assert phrases(together, domain) == alone


# -- time --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "unit", ["(", "Mali ", "Mali-", "1.1.", "“", "a", "Uni Eropa ", "\u0301", "A.", "anak ", "Gorom "]
)
def test_a_megabyte_of_anything_takes_linear_time(unit, language):
    text = unit * (1_000_000 // len(unit))
    build(language)
    started = time.process_time()
    scan(text, [Stretch(0, len(text), "body", 0)], build(language))
    assert time.process_time() - started < 5
