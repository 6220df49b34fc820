"""Zones: what is set aside and what is not; they cover the text without gap or overlap."""

import time

import pytest
from case_files import load_cases
from hypothesis import given
from hypothesis import strategies as st

from sahelkit.columns import ZONES
from sahelkit.reading.zones import find_zones

LANGUAGES = ("id", "en", "fr")
LINES = (
    "", " ", "Baca Juga:", "Baca juga: Harga Emas", "Pasukan itu pergi.", "JAKARTA, KOMPAS — Pasukan itu pergi. (AFP)",
    "[ad_1]", "Editor: Ani", "Presiden di Bamako/Net", "Harga Emas Naik Lagi", "#mali", "By Ann Lee", "Publicité",
    "Dia pergi. Baca juga: Harga Emas Naik", "3 Maret 2022", "(AFP)",
)  # fmt: skip
PAGES = st.lists(st.sampled_from(LINES), max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n"]).map(lambda end: end.join(lines))
)


@pytest.mark.parametrize("case", load_cases("zones"))
def test_lines_are_set_aside_by_their_wording(case):
    text = case["text"]
    found = find_zones(text, language=case["lang"])
    assert [[z.zone, text[z.start : z.end].strip()] for z in found if z.zone != "body"] == case["expected"]


def check_tiling(text, zones):
    at = 0
    for zone in zones:
        assert zone.start == at < zone.end
        assert zone.zone in ZONES and zone.rule
        at = zone.end
    assert at == len(text)


@given(PAGES, st.sampled_from(LANGUAGES))
def test_zones_cover_a_page_without_gap_or_overlap(text, language):
    check_tiling(text, find_zones(text, language=language))


@given(st.text(), st.sampled_from(LANGUAGES))
def test_zones_cover_any_string(text, language):
    check_tiling(text, find_zones(text, language=language))


def test_a_line_break_belongs_to_the_zone_it_ends():
    text = "\nBaca Juga: Emas\r\n\r\nPasukan itu pergi.\nEditor: Ani\n"
    zones = [(text[z.start : z.end], z.zone) for z in find_zones(text, language="id")]
    assert zones == [
        ("\nBaca Juga: Emas\r\n\r\n", "also_read"),
        ("Pasukan itu pergi.\n", "body"),
        ("Editor: Ani\n", "credit"),
    ]


def test_blank_text_is_body_and_empty_text_has_no_zones():
    assert [tuple(z) for z in find_zones(" \n\n", language="id")] == [(0, 3, "body", "rest")]
    assert find_zones("", language="id") == []


@pytest.mark.parametrize("unit", ["(", "a", "a ", "Baca juga", "Baca juga:\n", "\n", "A ", "A-", "#a ", ". [", "1/"])
def test_long_runs_of_anything_take_linear_time(unit):
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    find_zones(text, language="id")
    assert time.process_time() - started < 4
