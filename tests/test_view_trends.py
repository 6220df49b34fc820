"""The trends' view: lines and bars to choose from, each number with the rows that it counts."""

from __future__ import annotations

import itertools
import json
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from made_corpus import made_corpus, planted_corpus
from small_corpus import small_corpus

import sahelkit as sk
from sahelkit.corpus import Corpus
from sahelkit.exploring.choosing import choose
from sahelkit.exploring.trends import MOST, TRENDS, draw
from sahelkit.exploring.views import Asked, Drawn
from sahelkit.selection import Selection
from sahelkit.tables import Tables

DEFAULTS = {option.name: option.default for option in TRENDS.options}
CHOICES = [[value for value, _ in option.choices] for option in TRENDS.options]
SELECTIONS = (
    Selection(), Selection(since="2022-06", until="2022-07"), Selection(actor="mali", language="en"),
    Selection(publisher=()), Selection(until="2022-06-30", status="claimed"),
)  # fmt: skip


def asked(corpus: Corpus, selection: Selection | None = None, **options: Any) -> Asked:
    return Asked(corpus, selection or Selection(), DEFAULTS | options, {"mali": "Mali"})


def drawn(corpus: Corpus, selection: Selection | None = None, **options: Any) -> Drawn:
    return draw(asked(corpus, selection, **options))


def months() -> Corpus:
    """Three months, the second without an article; two languages; one article without a date."""
    texts = {"2022-01-30": "Mali maju. Mali menang.", "2022-03-01": "Prancis pergi dari Mali.", "": "Mali tenang."}
    given = [{"article_id": day or "x", "published": day, "text": text} for day, text in texts.items()]
    french = {"article_id": "f", "published": "2022-03-05", "language": "fr", "text": "Le Mali avance."}
    return sk.code([*({"language": "id", **about} for about in given), french])


@pytest.fixture(scope="module")
def corpora() -> dict[str, Corpus]:
    return {
        "made": made_corpus(), "small": small_corpus(), "months": months(), "empty": Corpus(Tables({})),
        "hostile": planted_corpus("<img src=x onerror=alert(1)>|\n\x00'\""),
    }  # fmt: skip


CASES = (
    [  # every setting on the made corpus, each with a selection in turn; a few of each kind on the others
        ("made", dict(zip(("table", "by", "split"), choice, strict=True)), SELECTIONS[n % len(SELECTIONS)])
        for n, choice in enumerate(itertools.product(*CHOICES[:3]))
    ]
    + [
        (name, {"table": table, "by": by, "split": CHOICES[2][n % 6]}, selection)
        for name, selection in (
            ("small", SELECTIONS[3]),
            ("months", SELECTIONS[1]),
            ("empty", Selection()),
            ("hostile", Selection()),
        )
        for n, (table, by) in enumerate(itertools.product(*CHOICES[:2]))
    ]
)


@pytest.mark.parametrize("name, options, selection", CASES)
def test_the_line_of_code_gives_the_rows_and_the_tab_counts_them(
    corpora: dict[str, Corpus], name: str, options: dict[str, str], selection: Selection
) -> None:
    question = asked(corpora[name], selection, **options)
    answer = draw(question)
    pd.testing.assert_frame_equal(eval(answer.code, {"sk": sk, "corpus": corpora[name]}), answer.rows)
    assert TRENDS.tally(question) == len(answer.rows)
    json.dumps([answer.chart, answer.title, answer.caption], allow_nan=False)


def numbers(answer: Drawn) -> dict[str, int]:
    """The key of each number on screen, and the number of rows that it stands for."""
    chart = answer.chart
    return {
        f"{period}|{line['key']}": n
        for line in chart["series"]
        for period, n in zip(chart["periods"], line["counts"], strict=True)
    } | {f"|{line['key']}": line["undated"][1] for line in chart["series"] if line["undated"]}


@pytest.mark.parametrize("table", CHOICES[0])
@pytest.mark.parametrize("split", ["none", "language", "actor", "group"])
@pytest.mark.parametrize("name, by, selection", [("made", "month", SELECTIONS[1]), ("small", "year", Selection())])
def test_each_number_leads_to_as_many_rows(
    corpora: dict[str, Corpus], table: str, split: str, name: str, by: str, selection: Selection
) -> None:
    answer = drawn(corpora[name], selection, table=table, by=by, split=split)
    for key, n in numbers(answer).items():
        assert len(answer.found(key)) == n, key
    assert {"article_id", "start", "end"} <= set(answer.found("").columns)


@pytest.mark.parametrize("table", CHOICES[0])
@pytest.mark.parametrize("by", ["publisher", "language"])
@pytest.mark.parametrize("split", ["none", "language", "actor"])
def test_each_bar_leads_to_as_many_rows(corpora: dict[str, Corpus], table: str, by: str, split: str) -> None:
    answer = drawn(corpora["small"], table=table, by=by, split=split, value="count")
    assert answer.chart["bars"]
    for bar in answer.chart["bars"]:
        assert [len(answer.found(bar["key"]))] == bar["numbers"], bar["key"]


def test_rates_by_month_with_a_line_for_each_language_are_shown_first() -> None:
    answer = drawn(months())
    assert answer.title == "Mentions per 1,000 words by month of publication and language"
    assert answer.code == 'sk.trends(corpus, split="language")'
    assert answer.chart["periods"] == ["2022-01", "2022-02", "2022-03"]
    told = {line["label"]: (line["values"], line["counts"], line["undated"]) for line in answer.chart["series"]}
    assert told["Indonesian"] == ([500.0, None, 500.0], [2, 0, 2], [500.0, 1, 1])
    assert told["French"][0][:2] == [None, None]
    assert "1 mention in articles without a date: not on the axis." in answer.caption
    assert "A gap: no article was searched." in answer.caption


def test_one_language_needs_no_split() -> None:
    answer = drawn(months().filter(language="id"))
    assert answer.code == "sk.trends(corpus)"
    assert [line["label"] for line in answer.chart["series"]] == [""]
    assert "Languages" not in answer.caption


def test_no_article_is_a_gap_also_for_a_count_but_no_zero_of_articles() -> None:
    assert drawn(months(), split="none", value="count").chart["series"][0]["values"] == [2.0, None, 3.0]
    assert drawn(months(), split="none", table="articles").chart["series"][0]["values"] == [1.0, 0.0, 2.0]


def test_what_is_chosen_stands_among_all_others() -> None:
    selection = choose(Selection(), {"since": "2022-03", "until": "2022-03", "language": "id"}, how="set")
    answer = drawn(months(), selection)
    assert answer.chart["periods"] == ["2022-01", "2022-02", "2022-03"]
    assert answer.chart["inside"] == [2, 2]
    assert [(line["key"], line["pressed"], line["faint"]) for line in answer.chart["series"]] == [
        ("id", True, False), ("fr", False, True),
    ]  # fmt: skip
    assert answer.rows["month"].to_list() == ["2022-03"]
    assert answer.code == 'sk.trends(corpus.filter(language="id", since="2022-03", until="2022-03"), split="language")'
    assert answer.caption.startswith("2 mentions under this selection")
    assert len(answer.found("2022-01|id")) == 2  # a faint point leads to its rows too
    assert len(answer.found("2022-03|fr")) == 1


def test_a_chosen_part_of_a_month_shows_its_own_numbers() -> None:
    line = drawn(months(), Selection(since="2022-03-02"), split="none").chart["series"][0]
    assert line["counts"] == [2, 0, 1]
    assert len(drawn(months(), Selection(since="2022-03-02"), split="none").found("2022-03|")) == 1


def test_a_period_outside_the_axis_leaves_nothing_chosen() -> None:
    answer = drawn(months(), Selection(since="2030"))
    assert answer.chart["inside"] == [0, -1]
    assert answer.rows.empty


def test_years_are_chosen_as_years() -> None:
    chart = drawn(months(), Selection(since="2022", until="2022"), by="year").chart
    assert (chart["periods"], chart["inside"]) == (["2022"], [0, 0])


def test_eight_lines_are_drawn_the_chosen_one_among_them() -> None:
    texts = [f"Article {n}: " + "Mali advanced. " * (n + 1) for n in range(12)]
    given = [
        {"article_id": str(n), "published": "2022-01-01", "publisher": f"P{n:02}", "language": "en", "text": text}
        for n, text in enumerate(texts)
    ]
    corpus = sk.code(given)
    answer = drawn(corpus, split="publisher", value="count")
    assert [line["key"] for line in answer.chart["series"]] == [f"P{n:02}" for n in range(11, 11 - MOST, -1)]
    assert "The chart draws the 8 most frequent of 12" in answer.caption
    assert len(answer.rows) == 12
    looks = {(line["colour"], line["marker"], line["dash"]) for line in answer.chart["series"]}
    assert len(looks) == MOST
    chosen = drawn(corpus, Selection(publisher="P00"), split="publisher").chart["series"]
    assert [line["key"] for line in chosen][:2] == ["P00", "P11"]
    assert len(chosen) == MOST


def test_a_rate_of_articles_is_their_number_and_needs_no_caution() -> None:
    answer = drawn(months(), table="articles")
    assert answer.title == "Articles by month of publication and language"
    assert answer.caption == "4 articles under this selection. 1 article without a date: not on the axis."


def test_a_split_that_a_table_lacks_is_told() -> None:
    answer = drawn(months(), table="articles", split="actor")
    assert "split" not in answer.code
    assert "Articles by month cannot be split by actor" in answer.caption


def test_the_actor_of_an_event_is_the_one_that_acts() -> None:
    answer = drawn(made_corpus(), table="events", split="actor", value="count")
    assert answer.code == 'sk.trends(corpus, table="events", split="source_id")'
    assert "source (who acts)" in answer.title
    assert {line["key"]: sum(line["counts"]) for line in answer.chart["series"]} == {"mali": 2, "france": 1}
    assert answer.chart["series"][0]["label"] == "Mali"


def test_bars_of_others_stay_in_sight() -> None:
    bars = drawn(made_corpus(), Selection(publisher="Kabar"), by="publisher", split="none").chart["bars"]
    assert [(bar["label"], bar["pressed"], bar["faint"]) for bar in bars] == [
        ("Kabar", True, False), ("The Paper", False, True),
    ]  # fmt: skip


@pytest.mark.parametrize("table, by, split", [
    ("mentions", "month", "auto"), ("mentions", "publisher", "auto"), ("events", "year", "group"),
    ("articles", "language", "none"), ("articles", "month", "none"), ("quotes", "month", "actor"),
])  # fmt: skip
def test_the_printed_form_is_drawn(corpora: dict[str, Corpus], table: str, by: str, split: str) -> None:
    for corpus in (corpora["months"], corpora["empty"]):
        axes = drawn(corpus, table=table, by=by, split=split).plot()
        axes.get_figure().canvas.draw()
        plt.close(axes.get_figure())


def test_drawing_and_counting_ask_once_for_each_table(monkeypatch: pytest.MonkeyPatch) -> None:
    import sahelkit.exploring.trends as room

    calls = []
    monkeypatch.setattr(room, "trends", lambda *args, **named: calls.append(1) or sk.trends(*args, **named))
    question = asked(months())
    draw(question)
    TRENDS.tally(question)
    draw(question)
    assert len(calls) == 1


def test_articles_are_shown_whatever_the_selection_finds_in_them():
    view = drawn(made_corpus(), Selection(actor="macron"), table="articles", split="none")
    assert int(view.rows["articles"].sum()) == len(view.found("")) == 2
    assert [len(view.found(key)) for key in ("2022-06|", "2023-02|")] == [1, 1]
