"""How events of an article hang together: told again, denied, put in order."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from case_files import load_cases

import sahelkit as sk

HEADLINE = "Prancis Tarik Pasukan dari Mali\n\nBAMAKO - Prancis menarik pasukannya dari Mali pada Februari 2022."


def code(text: str, language: str) -> pd.DataFrame:
    record = {"article_id": "a", "text": text, "language": language, "published": "2025-06-15"}
    return sk.code([record]).events.drop_duplicates(["start", "event_id"])


def related(text: str, language: str) -> list[list[str]]:
    """Rows of [trigger, relation, the other's trigger]; "again" where a passage tells an earlier event."""
    events = code(text, language)
    trigger = {row.event_id: row.text for row in events[::-1].itertuples()}
    rows = [
        [row.text, row.relation, trigger[row.about_event_id]]
        for row in events.itertuples()
        if not pd.isna(row.relation) and row.relation != "content"
    ]
    again = [
        [row.text, "again", trigger[row.event_id]]
        for row in events.itertuples()
        if row.event_id.removesuffix(":content") != f"a:{row.start}"
    ]
    return sorted(rows + again)


@pytest.mark.parametrize("case", load_cases("relations"))
def test_relations_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    found = related(case["text"], case["lang"])
    assert [row[1] for row in found] == [row[1] for row in sorted(case["expected"])]
    for got, wanted in zip(found, sorted(case["expected"]), strict=True):
        # triggers share their words
        assert got[0].startswith(wanted[0])
        assert got[2].startswith(wanted[2])


def test_a_headline_and_its_first_sentence_tell_one_event() -> None:
    events = code(HEADLINE, "id")
    assert set(events.zone) == {"headline", "body"}
    assert events.event_id.nunique() == 1


def test_figures_carry_the_id_of_the_event_that_was_told_before() -> None:
    text = "JNIM attacked a base in Gao on 8 March 2022. The attack killed 20 Malian soldiers."
    corpus = sk.code([{"article_id": "a", "text": text, "language": "en"}])
    assert corpus.figures.event_id.to_list() == [corpus.events.event_id[0]]


def test_no_event_is_about_itself_and_every_other_exists() -> None:
    corpus = sk.load("data")
    about = corpus.events.dropna(subset=["about_event_id"])
    assert len(about) > 0
    assert (about.about_event_id != about.event_id).all()
    assert set(about.about_event_id) <= set(corpus.events.event_id)
