"""Measures of association, held to published values and to other forms of the formulas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sahelkit.studying.association import Parts, expected, log_likelihood, log_ratio, pmi


def parts(one, other, words_one, words_other):
    return Parts(np.array([one]), np.array([other]), words_one, words_other)


def xlogx(x):
    return x * math.log(x) if x else 0.0


@st.composite
def splits(draw):
    words_one, words_other = draw(st.integers(1, 10**7)), draw(st.integers(1, 10**7))
    return draw(st.integers(0, words_one)), draw(st.integers(0, words_other)), words_one, words_other


@pytest.mark.parametrize(
    ("cells", "g2"),
    [((110, 2442, 111, 29114), 270.72), ((29, 13, 123, 31612), 263.90), ((31, 23, 139, 31584), 256.84),
     ((10, 0, 3, 31764), 167.23)],
)  # fmt: skip
def test_log_likelihood_is_that_of_dunning(cells, g2):
    # Dunning 1993, the table of bigrams: "the swiss", "can be", "previous year", "mineral water"
    both, first_alone, second_alone, neither = cells
    table = parts(both, second_alone, both + first_alone, second_alone + neither)
    assert log_likelihood(table)[0] == pytest.approx(g2, abs=0.005)


def test_log_likelihood_with_two_cells_is_that_of_the_calculator_at_lancaster():
    # the example of its tutorial: 52 in 50,000 words and 57 in 75,000, LL +2.65
    assert log_likelihood(parts(52, 57, 50_000, 75_000), cells=2)[0] == pytest.approx(2.65, abs=0.005)
    assert log_likelihood(parts(57, 52, 75_000, 50_000), cells=2)[0] == pytest.approx(-2.65, abs=0.005)


@pytest.mark.parametrize(
    ("together", "first", "second", "bits"), [(12, 111, 621, 11.3), (8, 1105, 44, 11.3), (30, 1105, 241, 10.7)]
)
def test_pmi_is_that_of_church_and_hanks(together, first, second, bits):
    # 1990, from 15 million words: honorary doctor; doctors dentists; doctors nurses
    table = parts(together, second - together, first, 15_000_000 - first)
    assert pmi(table)[0] == pytest.approx(bits, abs=0.06)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [(6, 2, math.log2(3)), (5, 5, 0), (10, 5, 1), (40, 10, 2), (5, 10, -1), (4, 0, 3)]
)
def test_log_ratio_is_that_of_hardie(one, other, ratio):
    # three times is his example (0.0006 to 0.0002); an absent word counts as half an occurrence
    assert log_ratio(parts(one, other, 10_000, 10_000))[0] == pytest.approx(ratio)
    assert log_ratio(parts(other, one, 10_000, 10_000))[0] == pytest.approx(-ratio)


@given(splits())
def test_log_likelihood_has_a_second_form(split):
    a, b, c, d = split
    cells = [a, b, c - a, d - b]
    margins = [a + b, c, d, c + d - a - b]
    g2 = 2 * (sum(map(xlogx, cells)) - sum(map(xlogx, margins)) + xlogx(c + d))  # Oakes 1998
    assert abs(log_likelihood(parts(*split))[0]) == pytest.approx(max(g2, 0), rel=1e-6, abs=1e-3)


@given(splits())
def test_four_cells_are_the_two_of_the_word_and_the_two_of_all_other_words(split):
    a, b, c, d = split
    rest = abs(log_likelihood(parts(c - a, d - b, c, d), cells=2)[0])
    word = abs(log_likelihood(parts(*split), cells=2)[0])
    assert abs(log_likelihood(parts(*split))[0]) == pytest.approx(rest + word, rel=1e-6, abs=1e-3)


@given(splits())
def test_all_measures_have_the_sign_of_the_difference(split):
    a, b, c, d = split
    table, difference = parts(*split), a * d - b * c
    assert (log_likelihood(table)[0] < 0) <= (difference < 0)
    assert (log_likelihood(table)[0] > 0) <= (difference >= 0)
    if a and b:
        assert np.sign(round(log_ratio(table)[0], 9)) in (0, np.sign(difference))
        assert np.sign(round(pmi(table)[0], 9)) in (0, np.sign(difference))
        assert 2 ** pmi(table)[0] * expected(table)[0] == pytest.approx(a)
    assert expected(table)[0] + expected(parts(b, a, d, c))[0] == pytest.approx(a + b)


def test_parts_without_words_have_no_measure():
    for table in (parts(0, 3, 0, 10), parts(3, 0, 10, 0), parts(0, 0, 0, 0)):
        assert np.isnan(log_likelihood(table)).all() and np.isnan(log_ratio(table)).all()
    assert np.isnan(expected(parts(0, 0, 0, 0))).all()
    assert np.isnan(pmi(parts(0, 3, 5, 5))).all()
    none = Parts(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), 5, 5)
    assert [len(measure(none)) for measure in (expected, log_likelihood, log_ratio, pmi)] == [0, 0, 0, 0]
