"""Repair: every change recorded, as small as it can be, and every span back to the source."""

import time

import pytest
from case_files import load_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from sahelkit.reading.repair import Repaired, repair

LANGUAGES = ("id", "en", "fr")
BROKEN = (
    "â€œ", "â€", "Ã©", "†", ".Ia", "dari\n", "\r\n", "\n", ". ", " Mali", ",", '"', "”", "é", " ", "Ã ", "U.S.", "ab",
)  # fmt: skip
MESSY = st.lists(st.sampled_from(BROKEN), max_size=30).map("".join)


def applied(repaired: Repaired, start: int, end: int) -> str:
    """The source between two offsets with the repairs inside it applied, as the contract words it."""
    text = repaired.source[start:end]
    for r in sorted(repaired.repairs, key=lambda r: (-r.start, -r.end)):
        inside = start < r.start < end if r.start == r.end else start <= r.start and r.end <= end
        if inside:
            text = text[: r.start - start] + r.after + text[r.end - start :]
    return text


@pytest.mark.parametrize("case", load_cases("repair"))
def test_what_is_broken_is_mended_and_what_is_right_is_left(case):
    assert repair(case["text"], language=case["lang"]).text == case["expected"]


def test_repairs_are_single_stretches():
    repaired = repair("â€œKami pergi,† kata dia, dikutip dari\nTASS.Ia diam.", language="id")
    assert [tuple(r) for r in repaired.repairs] == [
        (0, 3, "â€œ", "“", "mojibake"),
        (14, 15, "†", "”", "lone_dagger"),
        (38, 39, "\n", " ", "broken_line"),
        (44, 44, "", " ", "glued_sentence"),
    ]


def test_neighbouring_characters_are_mended_one_by_one():
    repaired = repair("kata â€œÃ‰lysÃ©eâ€\x9d itu", language="fr")
    assert [(r.before, r.after) for r in repaired.repairs] == [
        ("â€œ", "“"), ("Ã‰", "É"), ("Ã©", "é"), ("â€\x9d", "”"),
    ]  # fmt: skip
    start = repaired.text.index("É")
    assert repaired.to_source(start, start + 6) == (8, 16)


def test_clean_text_is_handed_on_as_it_is():
    text = "Pasukan Prancis pergi. « L’armée » 13.00 di rmol.id.\nMenteri itu diam."
    for language in LANGUAGES:
        repaired = repair(text, language=language)
        assert repaired.text is text
        assert repaired.repairs == ()
        assert repaired.to_source(3, 9) == (3, 9)


def test_a_span_that_cuts_into_a_repair_takes_the_whole_of_it():
    repaired = Repaired("abXcd", "abYYYcd", repair_of(2, 3, "X", "YYY"))
    assert repaired.to_source(3, 5) == (2, 3)
    assert repaired.to_source(1, 3) == (1, 3)
    assert repaired.to_source(5, 7) == (3, 5)


def repair_of(start, end, before, after):
    from sahelkit.reading.repair import Repair

    return (Repair(start, end, before, after, "test"),)


@given(MESSY, st.sampled_from(LANGUAGES))
def test_repairs_rebuild_the_text_and_never_overlap(text, language):
    repaired = repair(text, language=language)
    at, parts = 0, []
    for r in repaired.repairs:
        assert r.start >= at and text[r.start : r.end] == r.before != r.after
        parts += [text[at : r.start], r.after]
        at = r.end
    assert "".join([*parts, text[at:]]) == repaired.text


@given(MESSY, st.data())
def test_every_span_reads_back_from_the_source(text, data):
    repaired = repair(text, language="id")
    n = len(repaired.text)
    start = data.draw(st.integers(0, n))
    end = data.draw(st.integers(start, n))
    lo, hi = repaired.to_source(start, end)
    assert 0 <= lo <= hi <= len(text)
    assert repaired.read(lo, hi) == applied(repaired, lo, hi)
    inserted = {r.start for r in repaired.repairs if r.start == r.end}
    wanted = repaired.text[start:end]
    if lo not in inserted and hi not in inserted:
        assert wanted.strip() in repaired.read(lo, hi)


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_string_is_read(text, language):
    repaired = repair(text, language=language)
    assert repaired.source == text


@given(st.text(alphabet="abc ABC.,\n", max_size=60))
@settings(max_examples=200)
def test_repairing_twice_changes_nothing_more_than_once_where_no_line_is_joined(text):
    once = repair(text, language="id").text
    if "\n" not in text:
        assert repair(once, language="id").text == once


@pytest.mark.parametrize("unit", ["(", "a", "”", '"', "†", "Ã", "â€", ".A", "\n", "dari\n", "1.", " ", "a.B"])
def test_long_runs_of_anything_take_linear_time(unit):
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    repair(text, language="id")
    assert time.process_time() - started < 4
