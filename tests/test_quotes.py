"""Quotations: the words said, direct or indirect, and who says them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sahelkit as sk
from sahelkit.finding.marks import find_marked
from sahelkit.finding.mentions import find_mentions
from sahelkit.finding.quotes import find_quotes
from sahelkit.finding.scan import Stretch, scan
from sahelkit.lexicons.build import build
from tests.case_files import load_cases

CASES = load_cases("quotes")


def quotes_of(text, lang):
    corpus = sk.code([{"article_id": "a", "text": text, "language": lang, "published": "2023-06-01"}])
    return corpus.quotes.astype(object).where(corpus.quotes.notna(), None)


@pytest.fixture(scope="module")
def coded():
    """All cases coded in one batch a language: what stands in one article must not reach into the next."""
    rows = [p.values[0] for p in CASES]
    corpus = sk.code(
        {"article_id": r["label"], "text": r["text"], "language": r["lang"], "published": "2023-06-01"} for r in rows
    )
    table = corpus.quotes.astype(object).where(corpus.quotes.notna(), None)
    return {label: list(group.itertuples()) for label, group in table.groupby("article_id", sort=False)}


@pytest.mark.parametrize("case", CASES)
def test_quotations_are_found_with_their_speaker(case, coded):
    found = [[r.kind, r.text, r.speaker_id, r.speaker_text] for r in coded.get(case["label"], [])]
    assert found == case["expected"]


def test_speaker_and_cue_stand_where_they_say():
    text = "Ini awal. “Kami pergi,” ujar Macron."
    row = next(quotes_of(text, "id").itertuples())
    assert (row.cue, text[row.speaker_start : row.speaker_end]) == ("ujar", "Macron")
    assert row.sentence_id == "a:10"


def test_a_quotation_over_sentences_is_one_row_with_its_last_sentence():
    long = "Pasar itu telah lama ditutup dan warga tidak lagi berani pergi ke ladang mereka di tepi sungai. "
    table = quotes_of(f"“{long * 4}Kami takut,” kata Traore.", "id")
    assert len(table) == 1
    assert table.text.iloc[0] == f"{long * 4}Kami takut,"


def test_an_unpaired_mark_does_not_reach_into_the_next_article():
    texts = ["Ia berteriak, “Kami pergi.", "Pasar dibuka” kemarin. “Kami pulang,” kata Macron."]
    corpus = sk.code(
        {"article_id": str(n), "text": t, "language": "id", "published": "2023-06-01"} for n, t in enumerate(texts)
    )
    assert list(corpus.quotes[corpus.quotes.article_id == "1"].text) == ["Kami pulang,"]


def found_in(text, lang="id"):
    batch = scan(text, [Stretch(0, len(text), "body", 0)], build(lang))
    return find_quotes(batch, find_mentions(batch))


MARKS = ["“", "”", '"', "«", "»", "‘", "’", "'", ",", ".", ":", " ", "\n", "("]
WORDS = ["kata", "katanya", "said", "a dit", "Macron", "ia", "menurut", "bahwa", "that", "que", "Mali", "seorang warga"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(MARKS + WORDS), max_size=40), st.sampled_from(["id", "en", "fr"]))
def test_any_text_gives_rows_inside_it_in_order(pieces, lang):
    text = " ".join(pieces)
    rows = found_in(text, lang)
    assert [r.start for r in rows] == sorted(r.start for r in rows)
    for row in rows:
        assert 0 <= row.start < row.end <= len(text)
        assert row.kind in ("direct", "indirect")
        assert row.rule.startswith("quotes.")
        if row.speaker_start is not None:
            assert text[row.speaker_start : row.speaker_end] == row.speaker_text
    assert all(a.end <= b.start for a, b in zip(rows, rows[1:], strict=False))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_string_is_too_odd(text):
    found_in(text)


RUNS = ["(", "“", "” ", '" ', "kata ", ", kata Macron", "“Ya,” kata Macron. ", "Macron ", "‘", "« ", "a “ "]


@pytest.mark.parametrize("piece", RUNS)
def test_time_grows_with_the_text_alone(piece):
    text = piece * (200_000 // len(piece))
    batch = scan(text, [Stretch(0, len(text), "body", 0)], build("id"))
    mentions = find_mentions(batch)
    start = time.perf_counter()
    find_quotes(batch, mentions)
    assert time.perf_counter() - start < 10  # a quadratic rule takes minutes


def test_no_stretch_gives_no_mark():
    assert find_marked(scan("", [], build("id"))) == []


def test_two_marks_left_open_in_a_sentence_give_one_quotation():
    assert len(found_in("said “ said “ “ “ “", "en")) == 1
