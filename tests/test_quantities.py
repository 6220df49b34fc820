"""Numbers: digits and words in three languages, hedges and ranges; times, percentages, models and scores are none."""

import time

import pytest
from case_files import load_cases
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from sahelkit.finding.dates import find_dates
from sahelkit.finding.quantities import find_quantities
from sahelkit.finding.scan import Stretch, scan
from sahelkit.lexicons.build import build

LANGUAGES = ("id", "en", "fr")
PIECES = (
    "12", "1.700", "dua", "ratus", "hundred", "cent", "-", "an", ",", " ", "et", "one", "antara", "dan", "to", "%",
    "half a",
)  # fmt: skip
SCRAPS = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)


def quantities_of(text, language):
    hits = scan(text, [Stretch(0, len(text), "body", 0)], build(language))
    return find_quantities(hits, find_dates(hits, [None]))


@pytest.mark.parametrize("case", load_cases("quantities"))
def test_numbers_are_read_with_their_bounds(case):
    found = quantities_of(case["text"], case["lang"])
    rows = [[case["text"][q.start : q.end], q.value_low, q.value_high, q.hedge] for q in found]
    assert rows == case["expected"]


@given(st.integers(min_value=2, max_value=1_000_000), st.sampled_from(LANGUAGES))
def test_a_number_written_out_is_read_back(number, language):
    text = num2words(number, lang=language)
    assert [(q.start, q.end, q.value) for q in quantities_of(text, language)] == [(0, len(text), number)]


@given(st.integers(min_value=2, max_value=1_000_000), st.sampled_from(LANGUAGES))
def test_a_number_in_digits_is_read_back(number, language):
    mark = {"id": ".", "en": ",", "fr": "\u202f"}[language]
    text = f"{number:,}".replace(",", mark)
    assert [(q.start, q.end, q.value) for q in quantities_of(text, language)] == [(0, len(text), number)]


@given(st.text() | SCRAPS, st.sampled_from(LANGUAGES))
def test_any_string_is_read(text, language):
    at = 0
    for q in quantities_of(text, language):
        assert at <= q.start < q.end <= len(text)
        assert q.value_low is None or q.value_high is None or q.value_low <= q.value_high
        at = q.end


def seconds_for(text, language):
    hits = scan(text, [Stretch(0, len(text), "body", 0)], build(language))
    started = time.process_time()
    find_quantities(hits, [])
    return time.process_time() - started


@pytest.mark.parametrize("unit", ["7", "1.1.1.", "(", "tentara ", "and ", "cent", "- "])
def test_a_megabyte_of_anything_takes_under_a_second(unit):
    assert seconds_for(unit * (1_000_000 // len(unit)), "en") < 3


@pytest.mark.parametrize("unit", ["12 - ", "hundred ", "mille ", "200-an ", "two, ", "a hundred and "])
def test_numbers_in_a_row_take_linear_time(unit):
    language = {"mille ": "fr", "200-an ": "id"}.get(unit, "en")
    seconds_for(unit * 10, language)
    short, long = (min(seconds_for(unit * n, language) for _ in range(3)) for n in (2_000, 16_000))
    assert long < 24 * max(short, 0.02)
