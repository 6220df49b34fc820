"""A megabyte of anything is read in linear time: under a second for each step on a quiet machine.

A quarter of one where every few characters give a row: there the rows cost the time, and they grow with the text.
"""

import time

import pytest

from sahelkit.corpus import code
from sahelkit.reading.repair import repair
from sahelkit.reading.sentences import find_sentences
from sahelkit.reading.zones import find_zones

UNITS = ("(", "kata", "7", "“", '"', "'", "«", "1.1.")
ROWS = ("A. ", "\n", "Baca Juga:\n", "“a” ", "a†", ".A", ". ")  # a sentence, a zone or a repair every few characters
SLACK = 3  # times a second


@pytest.fixture(scope="module")
def second():
    """A second of a quiet machine, in this machine's processor time: what two million turns of a loop take."""
    started = time.process_time()
    total = 0
    for n in range(2_000_000):
        total += n
    return max(1.0, (time.process_time() - started) / 0.1)


@pytest.mark.parametrize("language", ["id", "fr"])
@pytest.mark.parametrize(("unit", "size"), [*((u, 1_000_000) for u in UNITS), *((u, 250_000) for u in ROWS)])
def test_a_megabyte_is_read_in_linear_time(unit, size, language, second):
    text = unit * (size // len(unit))
    marks = [time.process_time()]
    repaired = repair(text, language=language).text
    marks.append(time.process_time())
    zones = find_zones(repaired, language=language)
    marks.append(time.process_time())
    find_sentences(repaired, zones, language=language)
    marks.append(time.process_time())
    assert [n for n in range(3) if marks[n + 1] - marks[n] > SLACK * second] == []


@pytest.mark.parametrize("unit", UNITS[:-1])
def test_a_megabyte_of_one_thing_is_coded_in_linear_time(unit, second):
    code([{"article_id": "small", "text": unit, "language": "id"}])  # the lexicon is built once
    text = unit * (1_000_000 // len(unit))
    started = time.process_time()
    coded = code([{"article_id": "big", "text": text, "language": "id"}])
    assert time.process_time() - started < SLACK * second
    assert coded.articles.n_chars[0] == len(text)
