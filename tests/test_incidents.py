"""Incidents and orders: what the reports of one happening agree on, and that every row leads back to its sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from test_link import corpus_of, event

import sahelkit as sk
from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.studying.incidents import COLUMNS, ORDERS

MAY = {"date_from": pd.Timestamp("2022-05-01"), "date_to": pd.Timestamp("2022-05-31"), "date_edtf": "2022-05"}
FIFTH = {"date_from": pd.Timestamp("2022-05-05"), "date_to": pd.Timestamp("2022-05-05"), "date_edtf": "2022-05-05"}
NO_DATE = {"date_from": None, "date_to": None}
SAID = (
    ("en", "The Post", "Lavrov met Goita in Mali on 14 March 2023. Mali then expelled the French ambassador."),
    ("fr", "Le Journal", "Lavrov a rencontré Goita à Bamako le 14 mars 2023."),
    ("id", "Le Journal", "Pada Maret 2023 Lavrov bertemu Goita."),
)


def linked(*rows: dict[str, Any]) -> Corpus:
    return sk.link(corpus_of(*rows))


def read() -> Corpus:
    records = [
        {"article_id": f"a{n}", "language": language, "publisher": publisher, "text": text}
        for n, (language, publisher, text) in enumerate(SAID)
    ]
    return sk.link(sk.code(records))


def cells(corpus: Corpus, *columns: str) -> list[list[Any]]:
    table = sk.incidents(corpus)[list(columns)].astype(object)
    return table.where(table.notna(), None).to_numpy().tolist()


def test_an_incident_is_what_its_reports_agree_on() -> None:
    a = event("a", 3, **MAY, place_id="mali", status="claimed", mode="aerial")
    b = event("b", 1, **FIFTH, place_id="moura", target_id="mali", target_country="MLI")
    c = event("c", 1, **MAY, status="denied", target_id="civilians")
    found = sk.incidents(linked(a, b, c))
    assert found.dtypes.astype(str).to_dict() == COLUMNS
    assert found.to_dict("records") == [{
        "incident_id": "a:3", "event_type": "ASSAULT", "mode": "aerial", "source_id": "jnim", "target_id": "mali",
        "place_id": "moura", "date_from": FIFTH["date_from"], "date_to": FIFTH["date_to"], "date_edtf": "2022-05-05",
        "status": "reported", "reports": 3, "articles": 3, "publishers": 0, "article_id": "a", "start": 3, "end": 4,
        "text": "x", "sentence_id": "a:0",
    }]  # fmt: skip


def test_articles_and_publishers_are_counted_once() -> None:
    found = sk.incidents(read()).set_index("incident_id")
    assert found.loc["a0:7", ["reports", "articles", "publishers"]].to_list() == [3, 3, 2]
    assert found["place_id"]["a0:7"] == "bamako"


def test_the_selection_chooses_the_reports() -> None:
    corpus = read()
    assert sk.incidents(corpus.filter(publisher="Le Journal"))[["incident_id", "reports"]].to_numpy().tolist() == [
        ["a0:7", 2]
    ]
    assert sk.incidents(corpus.filter(event_type="SANCTION"))["reports"].to_list() == [1]


def test_every_incident_leads_to_its_sentence() -> None:
    corpus = read()
    found = sk.incidents(corpus)
    assert corpus.evidence(found)["span"].to_list() == found["text"].to_list()


def test_an_event_with_pairs_is_one_report_and_an_undated_one_has_no_date() -> None:
    pairs = [event("a", 1, target_id=target, **NO_DATE) for target in ("mali", "niger")]
    assert cells(linked(*pairs), "reports", "target_id", "date_from", "date_to", "date_edtf") == [
        [1, "mali", None, None, None]
    ]


def test_a_date_open_on_one_side_stays_open_and_two_dates_of_one_event_give_the_closer() -> None:
    since = event("a", 1, date_to=None, date_edtf="2022-06-03/..")
    assert cells(linked(since), "date_to", "date_edtf") == [[None, "2022-06-03/.."]]
    told = [event("a", 1, **FIFTH), event("a", 9, event_id="a:1", date_from=pd.Timestamp("2022-06-01"),
                                          date_to=pd.Timestamp("2022-06-30"), date_edtf="2022-06")]  # fmt: skip
    assert cells(linked(*told), "date_from", "date_to", "date_edtf") == [
        [FIFTH["date_from"], FIFTH["date_to"], "2022-05-05"]
    ]


def test_sides_are_those_of_the_report_that_names_most_and_filled_from_the_others() -> None:
    named, missing = event("a", 1, target_id="civilians"), event("b", 1, source_id=None, target_id="mali")
    both = event("c", 1, target_id="mali", source_id="jnim")
    assert cells(linked(named, missing, both), "source_id", "target_id") == [["jnim", "mali"]]
    met = {"event_type": "CONSULT"}
    turned = event("a", 1, source_id="goita", **met), event("b", 1, source_id="lavrov", target_id="goita", **met)
    assert cells(linked(*turned), "source_id", "target_id") == [["lavrov", "goita"]]


def test_what_is_only_demanded_is_no_incident() -> None:
    demanded = event("a", 5, status="hypothetical", relation="content", event_id="a:5:content")
    assert sk.incidents(linked(event("a", 1), demanded))["incident_id"].to_list() == ["a:1"]
    assert sk.incidents(linked(demanded)).empty


@pytest.mark.parametrize("ask", [sk.incidents, sk.orders])
def test_a_corpus_that_is_not_linked_is_refused(ask: Any) -> None:
    message = "no event has an incident_id: link the corpus first, corpus = sk.link(corpus)"
    with pytest.raises(BadValue) as refused:
        ask(corpus_of(event("a", 1)))
    assert str(refused.value) == message
    assert ask(corpus_of()).empty and ask(linked(event("a", 1)).filter(event_type="AID")).empty


def test_orders_are_pairs_of_incidents_the_earlier_first() -> None:
    rows = [
        event("a", 1), event("b", 1),
        event("b", 5, event_type="AID", relation="after", about_event_id="b:1", **NO_DATE),
        event("b", 9, event_type="RETREAT", relation="before", about_event_id="b:5", **NO_DATE),
        event("b", 12, event_type="REJECT", relation="denies", about_event_id="b:5", **NO_DATE),
    ]  # fmt: skip
    corpus = linked(*rows)
    found = sk.orders(corpus)
    assert found.dtypes.astype(str).to_dict() == ORDERS
    assert found[["earlier_id", "later_id", "relation", "start"]].to_numpy().tolist() == [
        ["a:1", "b:5", "after", 5],
        ["b:9", "b:5", "before", 9],
    ]
    assert sk.orders(corpus.filter(event_type="AID"))["earlier_id"].to_list() == ["a:1"]


def test_an_order_word_of_an_article_gives_a_pair() -> None:
    corpus = read()
    found = sk.orders(corpus)
    assert found[["earlier_id", "later_id", "text"]].to_numpy().tolist() == [["a0:7", "a0:53", "expelled"]]
    assert corpus.evidence(found)["span"].to_list() == ["expelled"]
