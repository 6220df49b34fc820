"""Dates: the case files, what holds for any text, and what the contract fixes in words."""

from __future__ import annotations

import datetime
import re
import time
from typing import Any

import pytest
from babel.dates import format_date
from case_files import load_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from sahelkit.finding.dategrammar import RULES, find_matches
from sahelkit.finding.dates import find_dates
from sahelkit.finding.periods import Period, decade_of, month_of, moved, season_of, trailing, year_of
from sahelkit.finding.rows import Date
from sahelkit.finding.scan import Stretch, scan
from sahelkit.lexicons.build import build

LANGUAGES = ("id", "en", "fr")
EDTF = r"(\d{4}(-\d\d(-\d\d)?)?|\d{3}X|\d\dXX|\d{4}-2[1-4])~?"
PUBLISHED = datetime.date(2022, 6, 15)


def read(text: str, language: str, published: datetime.date | None = PUBLISHED) -> list[Date]:
    """Read one article whose sentences end in a full stop and a space."""
    return read_batch([text], language, published)


def read_batch(texts: list[str], language: str, published: datetime.date | None) -> list[Date]:
    """Read articles that stand one after the other, a line break between."""
    stretches, at = [], 0
    for article, text in enumerate(texts):
        for found in re.finditer(r".+?(?:(?<=\w\w\w\.) (?=[A-Z])|$)", text, re.S):
            stretches.append(Stretch(at + found.start(), at + found.end(), "body", article))
        at += len(text) + 1
    return find_dates(scan("\n".join(texts), stretches, build(language)), [published] * len(texts))


@pytest.mark.parametrize("case", load_cases("dates"))
def test_dates_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    published = datetime.date.fromisoformat(case["published"])
    found = read(case["text"], case["lang"], published)
    rows = [[case["text"][d.start : d.end], d.edtf, d.precision, d.anchor, d.check] for d in found]
    assert rows == case["expected"]


WORDS = (
    "pada tahun 2013 Maret 5 (7/2) Selasa lalu pekan dua hari kemudian hingga - awal abad ke-19 1990-an dan , . Minggu "
    "in May 2021 last Friday the end of year mid- weeks ago between and 3/14/2022 first quarter summer this 1st to "
    "le 1er mars il y a ans au fin du mois de l'année dernière années mi-août prochain siècle XIXe été ces derniers"
)


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join) | st.text(max_size=60),
    st.sampled_from(LANGUAGES),
    st.sampled_from([None, PUBLISHED, datetime.date(1, 1, 1), datetime.date(9999, 12, 31)]),
)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_dates_in_order_with_bounds_that_fit(
    text: str, language: str, published: datetime.date | None
) -> None:
    end = 0
    for row in read(text, language, published):
        assert end <= row.start < row.end <= len(text)
        assert text[row.start : row.end].strip() == text[row.start : row.end]
        end = row.end
        assert (row.edtf is None) == (row.date_from is None) == (row.date_to is None)
        if row.edtf is not None and row.date_from is not None and row.date_to is not None:
            assert row.date_from <= row.date_to
            assert all(re.fullmatch(EDTF, edge) for edge in row.edtf.split("/"))
        if row.precision == "day":
            assert row.date_from == row.date_to
        assert row.check is None or row.precision == "day"


@given(st.dates(datetime.date(1901, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None)
def test_a_day_written_out_is_read_back(day: datetime.date, language: str) -> None:
    for pattern in ("d MMMM y", "EEEE d MMMM y", "dd/MM/y", "dd-MM-y"):
        text = f"x {format_date(day, pattern, locale=language)} x"
        (row,) = read(text, language)
        assert (row.date_from, row.date_to, row.edtf) == (day, day, day.isoformat())
        assert row.check == ("agrees" if pattern.startswith("E") else None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_articles_together_give_the_rows_of_each_alone(language: str) -> None:
    first = {"id": "Pada 3 Mei 2022 ia pergi.", "en": "On 3 May 2022 he left.", "fr": "Le 3 mai 2022, il partit."}
    second = {"id": "Keesokan harinya ia pulang.", "en": "The next day he came.", "fr": "Le lendemain, il revint."}
    texts = [first[language], second[language]]
    together = read_batch(texts, language, PUBLISHED)
    alone = [row for text in texts for row in read(text, language)]
    assert [(r.edtf, r.end - r.start) for r in together] == [(r.edtf, r.end - r.start) for r in alone]
    assert together[-1].edtf is None  # no date of the other article is context


@given(st.text(alphabet="0EN345dWDYXAMm7aPyrO9#ZcIQhSlftnqgkoxeJHjzivbuLTFGRKB12wCVp&'[](),-=/.:\n", max_size=24))
@settings(max_examples=400)
def test_looking_at_the_letter_behind_first_loses_no_match(letters: str) -> None:
    whole = re.compile("|".join(f"(?P<{name}>{rule.pattern})" for name, rule in RULES.items()))
    assert [m.span() for m in find_matches(letters, "en")] == [m.span() for m in whole.finditer(letters)]


@pytest.mark.parametrize(
    "language, text",
    [("id", "Kemarin, 8 Maret, dan Selasa (7/2), pekan lalu."), ("en", "Yesterday and on 8 March, last week."),
     ("fr", "Hier et le 8 mars, la semaine dernière.")],
)  # fmt: skip
def test_without_a_publication_day_relative_dates_keep_their_text(language: str, text: str) -> None:
    rows = read(text, language, None)
    assert len(rows) == len(read(text, language))
    assert all(row.edtf is None and row.date_from is None and row.anchor == "published" for row in rows)


def test_the_publication_day_itself_counts_for_a_weekday_alone() -> None:
    (row,) = read("Tiba pada Rabu.", "id")
    assert (row.date_from, row.anchor) == (PUBLISHED, "weekday")


def test_twenty_nine_february_looks_back_to_a_leap_year() -> None:
    (row,) = read("He came on 29 February.", "en")
    assert row.edtf == "2020-02-29"


@pytest.mark.parametrize("text", ["(" * 10**6, "1" * 10**6, "a" * 10**6, "“" * 10**6, "1." * 500_000])
def test_a_megabyte_of_one_thing_is_read_in_linear_time(text: str) -> None:
    batch = scan(text, [Stretch(0, len(text), "body", 0)], build("id"))
    before = time.process_time()
    assert find_dates(batch, [PUBLISHED]) == []
    assert time.process_time() - before < 3


def periods() -> list[Period | None]:
    return [year_of(0), year_of(9999), month_of(2022, 13), decade_of(5), moved(PUBLISHED, "year", -9000)]


def test_what_the_calendar_lacks_is_none() -> None:
    assert periods() == [None] * 5


def test_a_leap_day_ends_a_winter() -> None:
    winter = season_of(2019, 24)
    assert winter is not None and winter.high == datetime.date(2020, 2, 29)


def test_the_last_months_end_with_publication() -> None:
    span = trailing(PUBLISHED, "month", 3)
    assert span is not None and span.edtf == "2022-03-16/2022-06-15"
