"""The accuracy table: how it counts, on rows made by hand, and that the stored table has every row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import accuracy, peers, texts
from benchmarks.pages import written
from benchmarks.scoring import EXACT, Item, Mark, Score, bounds, fits, pair, score

PAGE = Path(accuracy.__file__).parent / "accuracy.md"


def test_a_score_gives_shares_of_what_was_found_and_of_what_is_there() -> None:
    got = Score(right=3, gold=4, found=6)
    assert (got.precision, got.recall, got.f1) == (0.5, 0.75, 0.6)
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)


def test_spans_match_once_and_the_best_overlap_first() -> None:
    gold = [Mark(0, 10), Mark(12, 20)]
    assert pair(gold, [Mark(0, 8), Mark(0, 10), Mark(12, 15)], 0.5) == [(0, 1)]
    assert pair(gold, [Mark(0, 5)], 0.5) == []  # half is not more than half
    assert pair(gold, [Mark(0, 9)], EXACT) == []
    assert sorted(pair(gold, [Mark(13, 14), Mark(9, 10)], 0.0)) == [(0, 1), (1, 0)]


def test_keys_must_agree_and_gold_may_allow_several() -> None:
    assert fits(("mali|niger", "x|"), ("niger", ""))
    assert not fits(("mali|niger", "x"), ("chad", "x"))
    assert not fits((), ("mali",))
    assert fits(("*", "x"), ("anything", "x"))
    assert fits(("a|b",), ("a|b",))  # a text may hold the stroke itself


def test_marks_given_twice_count_once() -> None:
    items = [Item("Mali", "id", (Mark(0, 4, ("mali",)),)), Item("", "id", ())]
    found = [[Mark(0, 4, ("mali",)), Mark(0, 4, ("mali",)), Mark(0, 4, ("niger",))], [Mark(0, 1)]]
    assert score(items, found, EXACT) == Score(right=1, gold=1, found=3)


@pytest.mark.parametrize(
    ("edtf", "days"),
    [
        ("2022-08-15", ("2022-08-15", "2022-08-15")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2021-12", ("2021-12-01", "2021-12-31")),
        ("2022-23", ("2022-09-01", "2022-11-30")),
        ("2022-24", ("2022-12-01", "2023-02-28")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("18XX", ("1800-01-01", "1899-12-31")),
        ("2022~", ("2022-01-01", "2022-12-31")),
        ("2022-03-27/2022-03-31", ("2022-03-27", "2022-03-31")),
        ("2013/..", ("2013-01-01", "2013-12-31")),
        ("/2013-05", ("2013-05-01", "2013-05-31")),
    ],
)
def test_a_date_covers_its_days(edtf: str, days: tuple[str, str]) -> None:
    assert bounds(edtf) == days


def test_words_are_located_in_the_order_of_the_text() -> None:
    assert texts.located("Mali, mali dan Mali", [("Mali", ()), ("Mali", ("x",))]) == (Mark(0, 4), Mark(15, 19, ("x",)))
    with pytest.raises(ValueError, match="'Niger' is not in 'Mali'"):
        texts.located("Mali", [("Niger", ())])


def test_the_plain_expressions_read_plain_cases() -> None:
    dates = [Item("Pada 3 Mei 2022 dan Juni 2021.", "id", ()), Item("On May 3, 2022, or 31 June.", "en", ())]
    read = [[(m.start, m.end, *m.key) for m in marks] for marks in peers.date_pattern(dates, read=True)]
    assert read == [
        [(5, 15, "2022-05-03", "2022-05-03"), (20, 29, "2021-06-01", "2021-06-30")],
        [(3, 14, "2022-05-03", "2022-05-03")],
    ]
    assert peers.digits([Item("Ada 1.700 orang.", "id", ())]) == [[Mark(4, 9, ("1700",))]]
    assert peers.spans(peers.MARKED, [Item("“Kami pergi,” kata Diop.", "id", ())], group=1) == [[Mark(1, 12)]]
    assert peers.spans(peers.SENTENCE, [Item("Ia pergi. Ia diam", "id", ())]) == [[Mark(0, 9), Mark(10, 17)]]


def test_every_task_has_texts_to_read() -> None:
    empty = [(task.name, lang) for task in accuracy.tasks() for lang in task.languages if not task.items(lang)]
    assert empty == []


def test_the_stored_table_has_every_row_and_no_other() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [tuple(cell.strip() for cell in line.split("|")[1:3]) for line in page.splitlines() if line[:2] == "| "]
    assert rows[2:] == accuracy.names()
    assert "Versions: dateparser " in page
    assert re.findall(r"/(?:home|tmp|work|Users)/|\b20[2-9]\d-\d\d-\d\d\b|\bseconds?\b", page) == []


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match=re.escape("has lost its marks <!-- table --> and <!-- end of table -->")):
        written("# Accuracy", ["| row |"])


def test_dashes_stand_where_nobody_was_asked_and_shares_are_cut() -> None:
    lines = accuracy.table([accuracy.Row("t", "s", (Score(1999, 2000, 2000), None, Score(0, 0, 0)))])
    assert [cell.strip() for cell in lines[2].split("|")[3:11]] == ["2000", "0.999", "0.999", "0.999"] + ["–"] * 4
