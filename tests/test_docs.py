"""The pages in docs/ say what the kit does: their tables are those of columns.py and of the known failures."""

import json

import doc_tables
import pytest

from sahelkit import columns

PAGES = doc_tables.PAGES
CODES = (
    *columns.ZONES, *columns.STATUS, *columns.ACTOR_TYPES, *columns.SECTORS, *columns.HEDGES, *columns.FIGURE_KINDS,
    *columns.PRECISIONS, *columns.EVENT_TYPES, *(mode for modes in columns.MODES.values() for mode in modes.split()),
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_tables_are_up_to_date(root, name):
    page = (root / "docs" / name).read_text(encoding="utf-8")
    assert page == doc_tables.filled(page), "run: python tests/doc_tables.py"


def test_the_codebook_has_every_table_and_every_code(root):
    page = (root / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert doc_tables.blocks(page) == [*columns.TABLES, "problems"]
    assert [code for code in CODES if f"`{code}`" not in page] == []


def test_every_file_of_cases_with_known_failures_stands_in_how_it_reads(root):
    page = (root / "docs" / "how-it-reads.md").read_text(encoding="utf-8")
    told = {name.removeprefix(doc_tables.FAILURES) for name in doc_tables.blocks(page)}
    for path in (root / "tests" / "cases").glob("*.jsonl"):
        lines = path.read_text(encoding="utf-8").splitlines()
        if any(json.loads(line)["expect"] == "fail" for line in lines if line.strip()):
            assert path.stem in told or f"tests/cases/{path.name}" in page, path.name
