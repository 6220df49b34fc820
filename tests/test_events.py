"""Events: the case files in three languages, what holds for any text, and that the coder stays linear."""

from __future__ import annotations

import functools
import time
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest
from case_files import load_cases
from hypothesis import given, settings
from hypothesis import strategies as st

import sahelkit as sk

LANGUAGES = ("id", "en", "fr")
PUBLISHED = "2022-06-15"  # a Wednesday
CASES = load_cases("events")
COLUMNS = ["text", "event_type", "source_id", "target_id", "status", "date_edtf", "relation"]


def code(texts: Sequence[str], language: str) -> pd.DataFrame:
    """Code texts as articles 0, 1, 2 ... of one day."""
    records = [
        {"article_id": f"{n:04d}", "text": text, "language": language, "published": PUBLISHED}
        for n, text in enumerate(texts)
    ]
    return sk.code(records).events


@functools.cache
def coded(language: str) -> dict[str, list[list[str | None]]]:
    """The rows of all cases of a language, coded as one batch: label -> rows."""
    cases = [p.values[0] for p in CASES if p.values[0]["lang"] == language]
    events = code([case["text"] for case in cases], language)
    rows: dict[str, list[list[str | None]]] = {case["label"]: [] for case in cases}
    for article, *values in events[["article_id", *COLUMNS]].itertuples(index=False):
        rows[cases[int(article)]["label"]].append([None if pd.isna(v) else str(v) for v in values])
    return rows


def fits(row: Sequence[str | None], wanted: Sequence[str | None]) -> bool:
    """Is it this row? Triggers share their words; elsewhere `a|b` allows either, `a|` also nothing."""
    spans = [(row[0] or "").lower(), (wanted[0] or "").lower()]
    same = spans[0] in spans[1] or spans[1] in spans[0]
    return same and all((got or "") in (want or "").split("|") for got, want in zip(row[1:], wanted[1:], strict=True))


@pytest.mark.parametrize("case", CASES)
def test_events_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    rows = coded(case["lang"])[case["label"]]
    left = list(rows)
    for wanted in case["expected"]:
        match = next((row for row in left if fits(row, wanted)), None)
        assert match is not None, f"{case['text']}: no {wanted} in {rows}"
        left.remove(match)
    assert not left, f"{case['text']}: more than expected, {left}"


def test_there_are_cases_for_and_against_all_types_in_each_language() -> None:
    cases = [p.values[0] for p in CASES]
    for language, least in (("id", 150), ("en", 80), ("fr", 80)):
        mine = [case for case in cases if case["lang"] == language]
        types = {kind for case in mine for row in case["expected"] for kind in row[1].split("|")}
        assert len(mine) >= least
        assert len(types) == 16
        assert sum(not case["expected"] for case in mine) >= 12


WORDS = (
    "Prancis menarik pasukannya dari Mali . , dan diserang oleh yang tidak akan mengancam menuduh JNIM “ ” kata Goita "
    "France withdrew its troops from Mali and accused will not by who killed gunmen if said that on 8 March 2022 "
    "La Cédéao a menacé d'attaquer le Niger qui n'a pas été tué par selon auraient avec contre en mai 2022 : ; ( )"
)
TEXTS = st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join) | st.text(max_size=60)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_sorted_rows_whose_keys_hold(texts: list[str], language: str) -> None:
    records = [
        {"article_id": f"{n}", "text": t or ".", "language": language, "published": PUBLISHED}
        for n, t in enumerate(texts)
    ]
    corpus = sk.code(records, on_error="report")
    events, bounds = corpus.events, {s.sentence_id: s for s in corpus.sentences.itertuples()}
    where = list(events[["article_id", "start", "end"]].itertuples(index=False, name=None))
    assert where == sorted(where)
    known = set(events.event_id)
    for row in events.itertuples():
        assert bounds[row.sentence_id].start <= row.start < row.end <= bounds[row.sentence_id].end
        assert row.end - row.start <= 60
        assert pd.isna(row.about_event_id) or row.about_event_id in known
        assert pd.isna(row.about_event_id) == pd.isna(row.relation)
        assert row.event_id.endswith(":content") == (not pd.isna(row.relation) and row.relation == "content")
    one = events.groupby("event_id")[["start", "end", "event_type", "status"]].nunique()
    assert (one == 1).all(axis=None)
    assert not events.duplicated(["event_id", "start", "source_id", "target_id"]).any()


@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_coded_together_give_the_events_of_each_alone(language: str) -> None:
    texts = [p.values[0]["text"] for p in CASES if p.values[0]["lang"] == language][:24]
    alone = pd.concat([code([text], language) for text in texts])
    together = code(texts, language)
    drop = ["article_id", "sentence_id", "event_id", "about_event_id"]
    pd.testing.assert_frame_equal(
        together.drop(columns=drop).reset_index(drop=True), alone.drop(columns=drop).reset_index(drop=True)
    )


SIZE = 200_000


@pytest.mark.parametrize(
    "unit", ["menyerang ", "Mali ", ", ", "“", "mengancam menyerang Mali, ", "tewas ", "pada 8 Maret 2022 menyerang "]
)
def test_one_thing_over_and_over_is_coded_in_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        began = time.perf_counter()
        code([unit * (size // len(unit))], "id")
        return time.perf_counter() - began

    seconds(1000)  # the lexicon is built once
    assert seconds(SIZE) < 3 + 16 * seconds(SIZE // 8)


def test_publication_never_dates_an_event() -> None:
    events = code(["Prancis menarik pasukannya dari Mali.", "JNIM menyerang Kaya. Mali mengecam JNIM."], "id")
    assert len(events) == 3
    assert events.date_edtf.isna().all()
    assert events.date_from.isna().all()
    assert events.date_basis.isna().all()
