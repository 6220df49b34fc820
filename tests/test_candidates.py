"""Names the registry does not know: found whole, with their kind, and never where a capital had no choice."""

import functools
import json
import time
from pathlib import Path

import pandas as pd
import pytest
from case_files import load_cases
from hypothesis import given, settings
from hypothesis import strategies as st

import sahelkit as sk
from sahelkit.finding.candidates import find_candidates
from sahelkit.finding.mentions import find_mentions
from sahelkit.finding.scan import Stretch, scan
from sahelkit.lexicons.build import build

CASES = load_cases("candidates")
CARRIED = Path(__file__).resolve().parents[1] / "benchmarks" / "data"
PIECES = [
    "Budi",
    "dan",
    "al",
    "-",
    "'",
    ".",
    ",",
    "(",
    ")",
    "MNLA",
    "Bank",
    "of",
    "de",
    "l’",
    "A.",
    "“",
    "said",
    "Mali",
    "\n",
]


def code(rows: list[dict]) -> sk.Corpus:
    return sk.code({"article_id": r["label"], "text": r["text"], "language": r["lang"]} for r in rows)


@functools.cache
def coded() -> dict[str, pd.DataFrame]:
    """The candidates of every case, coded together: one article a case."""
    table = code([p.values[0] for p in CASES]).candidates
    return dict(list(table.groupby("article_id", sort=False)))


@pytest.mark.parametrize("case", CASES)
def test_names_are_found_with_their_kind(case):
    found = coded().get(case["label"])
    assert ([] if found is None else [[r.text, r.kind] for r in found.itertuples()]) == case["expected"]


def test_spans_of_carried_news_are_found_as_annotated():
    carried = (CARRIED / "idner.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [{"label": f"idner-{n}", "lang": "id", **json.loads(line)} for n, line in enumerate(carried)]
    corpus = code(rows)
    both = pd.concat([corpus.mentions, corpus.candidates])
    found = set(zip(both.article_id, both.start, both.end))
    marked = {(row["label"], start, end) for row in rows for start, end, _ in row["spans"]}
    f1 = 2 * len(found & marked) / (len(found) + len(marked))
    assert f1 >= 0.66, f1


def test_a_candidate_never_overlaps_a_mention_or_another_candidate():
    corpus = code([p.values[0] for p in CASES])
    both = pd.concat([corpus.mentions, corpus.candidates]).sort_values(["article_id", "start", "end"])
    for _, rows in both.groupby("article_id"):
        assert (rows.start.iloc[1:].to_numpy() >= rows.end.iloc[:-1].to_numpy()).all()


def test_an_article_knows_nothing_of_its_neighbours():
    first = {"label": "a", "text": "Kami bertemu Budi Kusnawan.", "lang": "id"}
    second = {"label": "b", "text": "Kusnawan, tanpa kata, pulang.", "lang": "id"}
    alone, beside = code([second]).candidates, code([first, second]).candidates
    assert beside[beside.article_id == "b"].text.to_list() == alone.text.to_list() == []


def test_a_longer_name_over_a_mention_is_given_on_request():
    text = "Kami belajar di Universitas Bamako."
    hits = scan(text, [Stretch(0, len(text), "body", 0)], build("id"))
    mentions = find_mentions(hits)
    found = find_candidates(hits, mentions, [], over_mentions=True)
    assert [(text[c.start : c.end], c.kind) for c in found] == [("Universitas Bamako", "organisation")]
    assert find_candidates(hits, mentions, []) == []


@pytest.mark.parametrize("lang", ["id", "en", "fr"])
@given(words=st.lists(st.sampled_from(PIECES)))
@settings(max_examples=60, deadline=None)
def test_spans_stand_in_order_inside_the_text_and_begin_and_end_in_words(lang, words):
    text = " ".join(words).strip() or "x"
    hits = scan(text, [Stretch(0, len(text), "body", 0)], build(lang))
    at = 0
    for c in find_candidates(hits, find_mentions(hits), []):
        assert at <= c.start < c.end <= len(text)
        assert text[c.start].isalnum() and text[c.end - 1] not in " ,-("
        at = c.end


@pytest.mark.parametrize("unit", ["(", "Budi ", "A.", "al-", "d'", "MNLA (", "Partai dan ", "B", "Ministry of ", "“ "])
def test_a_megabyte_of_one_thing_is_read_in_linear_time(unit):
    times = []
    for size in (250_000, 1_000_000):
        text = (unit * (size // len(unit))).strip() or unit
        hits = scan(text, [Stretch(0, len(text), "body", 0)], build("en"))
        before = time.process_time()
        find_candidates(hits, [], [])
        times.append(time.process_time() - before)
    assert times[1] < max(12 * times[0], 1.0), times
