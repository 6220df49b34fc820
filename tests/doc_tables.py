"""The tables of docs/ that are made from what the kit itself says: columns.py, and the known failures in tests/cases.

    python tests/doc_tables.py

writes them anew between their markers, `<!-- NAME -->` and `<!-- /NAME -->`; everything else in the pages is written
by hand and left alone. tests/test_docs.py compares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from sahelkit.columns import TABLES, columns_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("codebook.md", "how-it-reads.md")
FAILURES = "known failures: "
_BLOCK = re.compile(r"(<!-- ([^/>\n]+) -->\n).*?(<!-- /\2 -->)", re.DOTALL)


def block(name: str) -> str:
    """The lines that belong between a marker and its end."""
    if name.startswith(FAILURES):
        return failure_table(name.removeprefix(FAILURES))
    return column_table(name)


def column_table(table: str) -> str:
    """One table of the contract: its columns, meanings, units and codes, and whether a cell may be blank."""
    rows = [
        (f"`{c.name}`", c.meaning, c.dtype, c.unit or c.codes, "yes" if c.nullable else "") for c in columns_of(table)
    ]
    return markdown(("column", "meaning", "type", "unit or codes", "may be missing"), rows)


def failure_table(name: str) -> str:
    """The known failures of one file of cases: language, the sentence, why."""
    lines = (ROOT / "tests" / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [case for case in map(json.loads, filter(str.strip, lines)) if case["expect"] == "fail"]
    if not cases:
        return ""
    return markdown(
        ("language", "sentence", "what goes wrong"),
        [(case["lang"], " ⏎ ".join(case["text"].split("\n")), case["comment"]) for case in cases],
    )


def markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    cells = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in cells)


def filled(page: str) -> str:
    """A page with every block made anew."""
    return _BLOCK.sub(lambda found: found[1] + block(found[2]) + found[3], page)


def blocks(page: str) -> list[str]:
    """The names of the blocks of a page."""
    return [found[2] for found in _BLOCK.finditer(page)]


if __name__ == "__main__":
    for page in PAGES:
        path = ROOT / "docs" / page
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{len(TABLES)} tables written into docs/")
