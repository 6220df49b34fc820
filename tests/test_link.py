"""Linking: which reports are one incident, in whatever order they come, and that the work grows with the rows."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

import pandas as pd
import pytest
from case_files import load_cases
from hypothesis import given, settings
from hypothesis import strategies as st

import sahelkit as sk
from sahelkit.columns import frame_of, names_of
from sahelkit.corpus import Corpus
from sahelkit.tables import Tables

PUBLISHED = "2023-03-01"  # a Wednesday
DAYS = pd.date_range("2022-06-01", periods=4)


def coded(articles: list[dict[str, str]]) -> pd.DataFrame:
    """The linked events of articles 0, 1, 2 ..."""
    records = [
        {"article_id": str(n), "text": article["text"], "language": article["lang"], "published": PUBLISHED}
        for n, article in enumerate(articles)
    ]
    return sk.link(sk.code(records)).events


def trigger(events: pd.DataFrame, words: str) -> tuple[str, str]:
    """The event and incident of "ARTICLE:WORDS", or "ARTICLE:WORDS#2" for the second of these words."""
    article, _, text = words.partition(":")
    text, _, nth = text.partition("#")
    held = events["article_id"].eq(article) & events["text"].str.contains(text, regex=False)
    found = events[held].drop_duplicates("event_id")
    assert len(found) >= int(nth or 1), f"no {words} in {events[['article_id', 'text']].to_numpy().tolist()}"
    row = found.iloc[int(nth or 1) - 1]
    return row["event_id"], "" if pd.isna(row["incident_id"]) else row["incident_id"]


@pytest.mark.parametrize("case", load_cases("incidents"))
def test_reports_are_linked_as_the_case_says(case: dict[str, Any]) -> None:
    events = coded(case["text"])
    groups = [[trigger(events, words) for words in group] for group in case["expected"]]
    for group in groups:
        assert len({incident for _, incident in group}) == 1, f"not linked: {group}"
        assert len({event for event, _ in group}) == len(group), "the case names one event twice"
    linked = [group[0][1] for group in groups if group[0][1]]
    assert len(set(linked)) == len(linked), f"linked, and should not be: {groups}"


def event(article: str, start: int, **given: Any) -> dict[str, Any]:
    """A row of events that JNIM is the source of, dated 3 June 2022 unless it says otherwise."""
    day = pd.Timestamp("2022-06-03")
    row = {"event_type": "ASSAULT", "status": "reported", "source_id": "jnim", "date_from": day, "date_to": day}
    place = {"article_id": article, "sentence_id": f"{article}:0", "start": start, "end": start + 1}
    return {"event_id": f"{article}:{start}", "text": "x", "zone": "body", "rule": "hand", **place, **row, **given}


def corpus_of(*rows: dict[str, Any]) -> Corpus:
    events = frame_of([tuple(row.get(name) for name in names_of("events")) for row in rows], "events")
    ids = list(dict.fromkeys(events["article_id"]))
    articles = pd.DataFrame({name: pd.Series(pd.NA, range(len(ids))) for name in names_of("articles")})
    plain = {"language": "en", "language_basis": "declared", "text_sha256": "x", "n_chars": 1, "n_words": 1}
    return Corpus(Tables({"events": events, "articles": articles.assign(article_id=ids, n_repairs=0, **plain)}))


def incidents(*rows: dict[str, Any]) -> list[str | None]:
    """The incident of each row, None where it has none."""
    return [None if pd.isna(key) else key for key in sk.link(corpus_of(*rows)).events["incident_id"]]


def test_an_incident_is_named_for_its_first_event_in_the_order_of_the_corpus() -> None:
    assert incidents(event("z", 9), event("a", 2)) == ["z:9", "z:9"]


def test_one_event_with_several_rows_is_one_report() -> None:
    """Two targets, and a retelling that alone has the date."""
    pair = [event("a", 1, target_id="mali"), event("a", 1, target_id="niger")]
    assert incidents(*pair, event("b", 1, target_id="niger")) == ["a:1"] * 3
    undated = {"date_from": None, "date_to": None}
    assert incidents(event("a", 1, **undated), event("a", 7, event_id="a:1"), event("b", 1)) == ["a:1"] * 3
    assert incidents(event("a", 1), event("a", 7, event_id="a:1", **undated), event("b", 1)) == ["a:1"] * 3


HAPPENED = ("claimed", "alleged", "denied")


@pytest.mark.parametrize("status", [*HAPPENED, "planned", "hypothetical", "threatened", "negated"])
def test_rival_accounts_are_linked_and_what_has_not_happened_is_not(status: str) -> None:
    linked = status in HAPPENED
    assert incidents(event("a", 1), event("b", 1, status=status)) == ["a:1", "a:1" if linked else "b:1"]
    content = event("b", 1, status=status, relation="content", event_id="b:1:content")
    none = status in ("hypothetical", "threatened", "negated")
    assert incidents(event("a", 1), content) == ["a:1", None if none else "a:1" if linked else "b:1:content"]


def test_a_denied_content_may_join_what_its_own_article_tells_and_nothing_else_of_it_may() -> None:
    denied = event("a", 5, status="denied", relation="content", event_id="a:5:content")
    assert incidents(event("a", 1), denied) == ["a:1", "a:1"]
    assert incidents(event("a", 1), event("a", 5)) == ["a:1", "a:5"]
    assert incidents(event("a", 1), event("a", 5), event("b", 1)) == ["a:1", "a:5", "a:1"]


def test_days_must_be_known_on_both_bounds_and_within_a_month() -> None:
    day = pd.Timestamp("2022-06-03")
    for last, linked in ((None, False), (day + pd.Timedelta(days=30), True), (day + pd.Timedelta(days=31), False)):
        assert incidents(event("a", 1), event("b", 1, date_to=last)) == ["a:1", "a:1" if linked else "b:1"]


def test_each_report_agrees_with_what_the_incident_has_in_common() -> None:
    """The first agrees with either of the others, and they not with each other: it cannot hold both together."""
    either = event("a", 1, target_id="mali")
    moura, bankass = event("b", 1, place_id="moura"), event("c", 1, place_id="bankass")
    assert incidents(either, moura) == ["a:1", "a:1"]
    assert incidents(either, bankass) == ["a:1", "a:1"]
    found = incidents(either, moura, bankass)
    assert found[1] != found[2]


def test_a_report_that_agrees_with_two_incidents_joins_the_one_whose_place_it_shares() -> None:
    moura, bankass = event("a", 1, place_id="moura"), event("b", 1, place_id="bankass")
    assert incidents(moura, bankass, event("c", 1)) == ["a:1", "b:1", "c:1"]
    month = {"date_from": pd.Timestamp("2022-06-01"), "date_to": pd.Timestamp("2022-06-30")}
    assert incidents(moura, bankass, event("c", 1, place_id="bankass", **month)) == ["a:1", "b:1", "b:1"]


def test_linking_takes_the_whole_source_keeps_the_selection_and_can_be_repeated() -> None:
    whole = corpus_of(event("a", 1), event("b", 1), event("c", 1, source_id="isgs"))
    linked = sk.link(whole.filter(article="b"))
    assert linked.events["incident_id"].to_list() == ["a:1"]
    assert linked.without().events["incident_id"].to_list() == ["a:1", "a:1", "c:1"]
    pd.testing.assert_frame_equal(sk.link(linked).without().events, linked.without().events)
    assert whole.events["incident_id"].isna().all()


def test_halves_coded_together_are_linked_and_without_events_nothing_is() -> None:
    said = {"a": "JNIM attacked the army in Gao on 3 June 2022.", "b": "On 3 June 2022 JNIM attacked soldiers in Gao."}
    records = [{"article_id": key, "text": text, "language": "en"} for key, text in said.items()]
    assert sk.link(sk.code(records)).events["incident_id"].nunique() == 1
    assert sk.link(sk.code(records[:1])).events["incident_id"].nunique() == 1
    assert sk.link(corpus_of()).events.empty


def rows_of_events() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Events of few articles, sides, places and days, so that many could be one."""
    names = st.sampled_from([None, "mali", "france", "goita", "civilians"])
    row = st.fixed_dictionaries({
        "article": st.sampled_from("abcd"), "event_type": st.sampled_from(["CONSULT", "ASSAULT"]),
        "source_id": names, "target_id": names, "mode": st.sampled_from([None, "visit", "phone"]),
        "place_id": st.sampled_from([None, "mali", "mopti", "moura", "gao"]),
        "date_from": st.sampled_from([None, *DAYS]), "days": st.sampled_from([0, 0, 1, 29]),
        "status": st.sampled_from(["reported", "claimed", "planned"]),
    })  # fmt: skip
    return st.lists(row, max_size=14)


def groups(rows: list[dict[str, Any]]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row, incident in zip(rows, incidents(*rows), strict=True):
        found[str(incident)].add(row["event_id"])
    return {frozenset(keys) for keys in found.values()}


@settings(max_examples=60)
@given(rows_of_events(), st.permutations("abcd"))
def test_the_order_of_the_articles_changes_no_group(drawn: list[dict[str, Any]], order: list[str]) -> None:
    rows = []
    for n, given_row in enumerate(drawn):
        row = dict(given_row)
        article, days, first = row.pop("article"), row.pop("days"), row["date_from"]
        last = None if first is None else first + pd.Timedelta(days=days)
        rows.append(event(article, n, **row, date_to=last))
    rows.sort(key=lambda r: (r["article_id"], r["start"]))
    found = groups(rows)
    assert found == groups(sorted(rows, key=lambda r: (order.index(r["article_id"]), r["start"])))
    for keys in found:
        members = [row for row in rows if row["event_id"] in keys]
        assert len({row["article_id"] for row in members}) == len(members)
        if len(members) > 1:
            assert len({row["event_type"] for row in members}) == 1
            assert max(r["date_from"] for r in members) <= min(r["date_to"] for r in members)


def made_rows(n: int) -> Corpus:
    """Rows of ten years, some hundred to a block."""
    sides, places = ("mali", "france", "jnim", None), ("gao", "mopti", "moura", None)
    start = pd.Timestamp("2013-01-01")
    return corpus_of(*(
        event(f"{i // 4:06d}", i % 4, source_id=sides[i % 3], target_id=sides[i // 3 % 4], place_id=places[i // 12 % 4],
              date_from=(day := start + pd.Timedelta(days=i * 7919 % 900)), date_to=day + pd.Timedelta(days=i % 5))
        for i in range(n)
    ))  # fmt: skip


def test_the_work_grows_with_the_rows() -> None:
    took = []
    for corpus in (made_rows(2_000), made_rows(16_000)):
        start = time.process_time()
        sk.link(corpus)
        took.append(time.process_time() - start)
    assert took[1] < 8 * 3 * took[0], "eight times the rows"
