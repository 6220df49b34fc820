"""Numbers of people: which count people, what befell them, whose they are, who says so, parts and wholes."""

import time

import pytest
from case_files import load_cases
from hypothesis import given, settings
from hypothesis import strategies as st

import sahelkit as sk
from sahelkit.finding.figures import find_figures
from sahelkit.finding.quantities import find_quantities
from sahelkit.finding.scan import Stretch, scan
from sahelkit.lexicons.build import build

LANGUAGES = ("id", "en", "fr")
PIECES = (
    "12", "tentara", "tewas", "killed", "soldiers", "dont", "including", "lainnya", ",", ".", "des", "morts", "Mali",
    "of",
)  # fmt: skip
SCRAPS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map(" ".join)


def article(text, language="id", name="a"):
    return {"article_id": name, "text": text, "language": language, "published": "2023-06-15"}


def rows_of(figures):
    bounds, said = ["value_low", "value_high", "hedge"], ["claimant_id", "status"]
    names = ["start", "text", *bounds, "kind", "actor_id", *said, "part_of"]
    table = figures[names].astype(object)
    return table.where(table.notna(), None).to_dict("records")


def named(row, rows):
    """A row under the case file's names; a whole is named by its words."""
    whole = next((r["text"] for r in rows if r["start"] == row["part_of"]), None)
    return {
        "text": row["text"], "low": row["value_low"], "high": row["value_high"], "hedge": row["hedge"],
        "kind": row["kind"], "whose": row["actor_id"], "claimant": row["claimant_id"], "status": row["status"],
        "part_of": whole,
    }  # fmt: skip


@pytest.mark.parametrize("case", load_cases("figures"))
def test_people_are_counted(case):
    rows = rows_of(sk.code([article(case["text"], case["lang"])]).figures)
    found = [named(row, rows) for row in rows]
    wanted = case["expected"]
    assert [f["text"] for f in found] == [w["text"] for w in wanted]
    assert [{k: f[k] for k in w} for f, w in zip(found, wanted)] == wanted


def test_an_elliptic_number_stays_in_its_article():
    before, after = article("Dua belas tentara Mali tewas."), article("30 lainnya terluka.", name="b")
    together = sk.code([before, after]).figures
    assert together.article_id.to_list() == ["a"]
    assert together.actor_id.to_list() == ["mali"]


@settings(max_examples=12)  # each codes up to five corpora
@given(st.lists(SCRAPS, min_size=2, max_size=4), st.sampled_from(LANGUAGES))
def test_articles_coded_together_are_each_alone(texts, language):
    articles = [article(text, language, f"a{n}") for n, text in enumerate(texts)]
    together = sk.code(articles).figures.astype(object)
    alone = [row for a in articles for row in sk.code([a]).figures.astype(object).itertuples(index=False)]
    assert [str(r) for r in together.itertuples(index=False)] == [str(r) for r in alone]


def figures_on(text, language):
    hits = scan(text, [Stretch(0, len(text), "body", 0)], build(language))
    started = time.process_time()
    quantities = find_quantities(hits, [])
    found = find_figures(hits, quantities, [], [], [], [])
    return found, time.process_time() - started


@given(st.text() | SCRAPS, st.sampled_from(LANGUAGES))
def test_any_string_is_read(text, language):
    found, _ = figures_on(text, language)
    assert all(0 <= f.start < f.end <= len(text) for f in found)


@pytest.mark.parametrize("unit", ["(", "tentara ", "7", "1.1.1."])
def test_a_megabyte_of_anything_takes_under_a_second(unit):
    _, seconds = figures_on(unit * (1_000_000 // len(unit)), "id")
    assert seconds < 3


@pytest.mark.parametrize("unit", ["12 tewas, ", "12 lainnya ", "termasuk 12 ", "dari 12 ", "3 tentara dan ", "12 "])
def test_numbers_without_a_stop_take_linear_time(unit):
    figures_on(unit * 10, "id")
    _, once = figures_on(unit * 2_000, "id")
    _, eight = figures_on(unit * 16_000, "id")
    assert eight < 24 * max(once, 0.02)
