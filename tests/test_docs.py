"""The pages in docs/ say what the kit does: their tables are those of columns.py and of the known failures."""

import json
import re

import doc_tables
import pytest

import sahelkit as sk
from sahelkit import columns
from sahelkit.studying.codes import CODED
from sahelkit.studying.plover import RECORD

PAGES = doc_tables.PAGES
LISTS = doc_tables.code_lists()
# The columns in which a list's examples must show; of a mode both.
WHERE = {
    "actor_type": [("mentions", "actor_type")],
    "use": [("mentions", "use")],
    "candidates.kind": [("candidates", "kind")],
    "sector": [("mentions", "sector"), ("figures", "group"), ("events", "source_sector"), ("events", "target_sector")],
    "hedge": [("figures", "hedge")],
    "figure kind": [("figures", "kind")],
    "actor_basis": [("figures", "actor_basis")],
    "status": [("events", "status")],
    "precision": [("dates", "precision")],
    "anchor": [("dates", "anchor")],
    "check": [("dates", "check")],
    "date_basis": [("events", "date_basis")],
    "quotes.kind": [("quotes", "kind")],
    "event type": [("events", "event_type")],
    "mode": [("events", "event_type mode")],
    "side basis": [("events", "source_basis"), ("events", "target_basis")],
    "relation": [("events", "relation")],
}
NOT_YET = {("sector", "PRE"), ("sector", "UNK"), ("relation", "confirms"), ("relation", "part_of")}


@pytest.fixture(scope="module")
def codebook(root):
    return (root / "docs" / "codebook.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_tables_are_up_to_date(root, name):
    page = (root / "docs" / name).read_text(encoding="utf-8")
    assert page == doc_tables.filled(page), "run: python tests/doc_tables.py"


# -- the codebook ------------------------------------------------------------------------------------------------


def test_the_codebook_has_every_table(codebook):
    added = ["with_codes", "plover", "event_codes.csv"]
    assert doc_tables.blocks(codebook) == [*columns.TABLES, "problems", *added]


def test_every_field_of_every_table_has_an_example():
    named = {"with_codes": CODED, "plover": RECORD}
    tables = {table: columns.columns_of(table) for table in (*columns.TABLES, "problems")} | named
    blank = [(table, c.name) for table, cs in tables.items() for c in cs if not doc_tables.example(table, c.name)]
    assert blank == []


def test_every_code_has_one_line_in_the_codebook_and_every_line_a_code(codebook):
    assert doc_tables.gaps(codebook) == (set(), set())
    twice = {name: codes for name, codes in doc_tables.listed(codebook).items() if len(set(codes)) < len(codes)}
    assert twice == {}


@pytest.mark.parametrize("name", LISTS)
def test_a_line_too_few_or_too_many_is_found(codebook, name):
    section = codebook.index(f"\n### {name}\n")
    code = LISTS[name][-1]
    word = code[-1] if isinstance(code, tuple) else code
    line = next(found for found in re.finditer(r"\n\|.*", codebook[section:]) if f" `{word}` |" in found[0])
    start, end = section + line.start(), section + line.end()
    assert doc_tables.gaps(codebook[:start] + codebook[end:]) == ({(name, code)}, set())
    made_up = line[0].replace(f"`{word}`", "`made-up`", 1)
    missing, further = doc_tables.gaps(codebook[:end] + made_up + codebook[end:])
    assert missing == set()
    assert [(listed, code[-1] if isinstance(code, tuple) else code) for listed, code in further] == [(name, "made-up")]


def test_every_list_of_codes_in_columns_is_known_here():
    lists = [v for v in vars(columns).values() if isinstance(v, tuple) and v and all(isinstance(c, str) for c in v)]
    assert [v for v in lists if v not in LISTS.values() and v != columns.FINDINGS] == []
    for column in (*CODED, *RECORD):
        codes = set(column.codes.split())
        known = any(codes <= set(map(str, codes_of)) for codes_of in LISTS.values())
        assert column.codes in LISTS or known, column.name


def test_every_code_and_every_term_has_its_meaning_and_example(codebook):
    part = codebook.split("\n## Terms")[1].split("\n## actors.csv")[0]
    rows = re.sub(r"<!-- (.*?) -->.*?<!-- /\1 -->", "", part, flags=re.DOTALL).split("\n")
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("|")]
    assert len(cells) > 250
    assert [row for row in cells if "" in row] == []


def test_what_the_codebook_gives_as_an_example_is_coded_so(codebook):
    """In one of the three languages; a name alone is no sentence, and some codes no rule gives yet."""
    rows = [row for name in WHERE for row in doc_tables.examples(codebook, name)]
    corpora = [
        sk.code(
            {"article_id": f"{n}", "language": language, "text": text} | ({"published": day} if day else {})
            for n, (_, _, text, day) in enumerate(rows)
        )
        for language in ("id", "en", "fr")
    ]
    astray = {}
    for n, (name, code, text, _) in enumerate(rows):
        frames = [getattr(corpus, table) for corpus in corpora for table, _ in WHERE[name]]
        columns_of = [column for _ in corpora for _, column in WHERE[name]]
        found = {
            tuple(row)
            for frame, column in zip(frames, columns_of)
            for row in frame.loc[frame["article_id"] == str(n), column.split()].dropna().itertuples(index=False)
        }
        if (code if isinstance(code, tuple) else (code,)) not in found:
            astray[name, code] = text
    assert {key: text for key, text in astray.items() if key not in NOT_YET} == {}


def test_the_codebooks_python_runs(codebook):
    blocks = re.findall(r"```python\n(.*?)```", codebook, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "docs/codebook.md", "exec"), {})


# -- how it reads ------------------------------------------------------------------------------------------------


def test_every_file_of_cases_with_known_failures_stands_in_how_it_reads(root):
    page = (root / "docs" / "how-it-reads.md").read_text(encoding="utf-8")
    told = {name.removeprefix(doc_tables.FAILURES) for name in doc_tables.blocks(page)}
    for path in (root / "tests" / "cases").glob("*.jsonl"):
        lines = path.read_text(encoding="utf-8").splitlines()
        if any(json.loads(line)["expect"] == "fail" for line in lines if line.strip()):
            assert path.stem in told or f"tests/cases/{path.name}" in page, path.name
