"""Names: who is meant, the sector beside the name, and the state as an actor or as a place."""

import functools

import pandas as pd
import pytest
from case_files import load_cases

import sahelkit as sk

ACTORS, SECTORS = load_cases("actors"), load_cases("sectors")


@functools.cache
def mentions_by_label(name: str) -> dict[str, pd.DataFrame]:
    """The mentions of every case of a file, coded together: one article a case."""
    cases = [parameter.values[0] for parameter in {"actors": ACTORS, "sectors": SECTORS}[name]]
    records = [{"article_id": c["label"], "text": c["text"], "language": c["lang"]} for c in cases]
    records.sort(key=lambda record: record["language"])
    found = sk.code(records).mentions
    return {case["label"]: found[found.article_id == case["label"]] for case in cases}


@pytest.mark.parametrize("case", ACTORS)
def test_names_are_found_with_their_actor(case):
    found = mentions_by_label("actors")[case["label"]]
    assert [[text, actor] for text, actor in zip(found.text, found.actor_id)] == case["expected"]


@pytest.mark.parametrize("case", SECTORS)
def test_sector_and_use_come_from_the_words_around(case):
    found = mentions_by_label("sectors")[case["label"]]
    rows = [[r.text, None if pd.isna(r.sector) else r.sector, r.use] for r in found.itertuples()]
    assert [r for r in rows if r[0] in [e[0] for e in case["expected"]]] == case["expected"]
