"""The table of waiting times: how it is made of rows, and that the stored page carries it."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks import explorer

PAGE = Path(explorer.__file__).parent / "explorer.md"


def test_a_row_gives_its_median_its_spread_and_how_it_stands_to_the_last() -> None:
    rows = [explorer.Row("first paint", [900.4, 700.0, 1500.0], 1500), explorer.Row("peer", [300.0])]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in explorer.table(rows)[2:]]
    assert cells == [
        ["first paint", "3", "900", "700", "1,500", "< 1,500", "3.00"],
        ["peer", "1", "300", "300", "300", "–", "1.00"],
    ]


def test_the_stored_page_has_its_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line[:2] == "| "]
    assert (rows[0], rows[2], rows[-1]) == ("what is waited for", "first paint", explorer.PEER)
    assert "Measured on: " in page
    assert re.findall(r"/(?:home|tmp|work|Users)/", page) == []
