"""The speed benchmark: its corpora are the same everywhere, its stages add up, its table says what was measured."""

from __future__ import annotations

from benchmarks import bench, corpora
from benchmarks.bench import Taken, table
from benchmarks.pages import written
from benchmarks.stages import REST, STAGES, checked, stages
from sahelkit import coding


def test_made_articles_are_the_same_whatever_the_count() -> None:
    few, more = list(corpora.generated(3)), list(corpora.generated(5))
    assert few == more[:3]
    assert len({article["text"] for article in more}) == 5
    assert all(corpora.CHARS <= len(article["text"]) < corpora.CHARS + 1200 for article in more)


def test_made_articles_are_as_dense_as_real_ones() -> None:
    articles = list(corpora.generated(24))
    tables = coding.code_records(checked(articles))
    kilobytes = corpora.size(articles) / 1000
    assert 8 < len(tables["mentions"]) / kilobytes < 20
    assert 4 < len(tables["events"]) / kilobytes < 9


def test_carried_articles_are_all_of_the_carried_rows() -> None:
    rows = [
        row["text"] for name in ("idner", "id-openie") for row in corpora.rows_of(corpora.HERE / f"data/{name}.jsonl")
    ]
    assert " ".join(article["text"] for article in corpora.carried()) == " ".join(rows)


def test_the_stages_add_up_to_the_run_and_leave_coding_as_it_was() -> None:
    before = {name: getattr(coding, name) for name in STAGES}
    spent = stages(list(corpora.generated(8)))
    assert {name: getattr(coding, name) for name in STAGES} == before
    assert list(spent) == [*STAGES.values(), REST]
    assert all(seconds > 0 for label, seconds in spent.items() if label not in ("repair of mojibake and broken lines",))


def test_the_table_gives_medians_of_ratios_whole_coding_first() -> None:
    times = {
        "  dates": [Taken(1000, 1, 0.5, 1.0)] * 3,
        bench.WHOLE: [Taken(2_000_000, 10, 4.0, 1.0), Taken(2_000_000, 10, 2.0, 1.0), Taken(2_000_000, 10, 1.0, 1.0)],
    }
    lines = table(times)
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[2] == [bench.WHOLE, "0.500", "0.250", "1.000", "1.00", "5"]
    assert cells[3][0] == "dates"


def test_the_page_takes_new_lines() -> None:
    page = bench.PAGE.read_text(encoding="utf-8")
    assert "<!-- table -->\nx\n<!-- end of table -->" in written(page, ["x"])
