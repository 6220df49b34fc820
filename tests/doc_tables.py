"""The tables of docs/ that are made from what the kit itself says: its columns, its codes, and its known failures.

    python tests/doc_tables.py

writes them anew between their markers, `<!-- NAME -->` and `<!-- /NAME -->`; everything else in the pages is written
by hand and left alone. The codebook's examples are coded when it is written (docs/codebook.toml holds their words).
tests/test_docs.py compares, and holds the code lists, which are written by hand, to those of columns.py.
"""

from __future__ import annotations

import functools
import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

import sahelkit as sk
from sahelkit import columns
from sahelkit.columns import TABLES, columns_of
from sahelkit.lexicons.eventcodes import ACLED, CAMEO_ROOTS, CONTEXTS, EVENT_CODES
from sahelkit.lexicons.tables import HERE, read_rows
from sahelkit.studying.codes import CODED
from sahelkit.studying.plover import RECORD, plover_records

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("codebook.md", "how-it-reads.md")
FAILURES = "known failures: "
_BLOCK = re.compile(r"(<!-- ([^/>\n]+) -->\n).*?(<!-- /\2 -->)", re.DOTALL)
_CODED_BY_SCHEME = {
    "context": CONTEXTS, "CAMEO root": CAMEO_ROOTS, "ACLED event type": tuple(ACLED),
    "ACLED sub-event type": tuple((t, sub) for t, subs in ACLED.items() for sub in subs),
    "acled_time_precision": ("1", "2", "3"), "ucdp_date_prec": ("1", "2", "3", "4", "5"),
}  # fmt: skip
# The lists that columns.py names; every other column's `codes` are the codes themselves.
NAMED: dict[str, tuple[Any, ...]] = {
    "zones": columns.ZONES, "status": columns.STATUS, "actor_type": columns.ACTOR_TYPES, "sector": columns.SECTORS,
    "hedge": columns.HEDGES, "figure kind": columns.FIGURE_KINDS, "precision": columns.PRECISIONS,
    "event type": columns.EVENT_TYPES, "side basis": columns.SIDE_BASES, "event group": tuple(columns.EVENT_GROUPS),
    "mode": tuple((t, mode) for t, modes in columns.MODES.items() for mode in modes.split()),
}  # fmt: skip


def code_lists() -> dict[str, tuple[Any, ...]]:
    """Every list of codes: by its name in columns.py, else by its column, with the table where two columns differ.

    The codes of a mode and of an ACLED sub-event type are pairs with the type that they belong to.
    """
    inline: dict[str, dict[str, str]] = {}
    for table in (*TABLES, "problems"):
        for column in columns_of(table):
            if column.codes and column.codes not in NAMED:
                inline.setdefault(column.name, {})[table] = column.codes
    lists = dict(NAMED) | _CODED_BY_SCHEME
    for name, tables in inline.items():
        same = len(set(tables.values())) == 1 and not any(
            c.name == name and c.codes in NAMED for t in TABLES for c in columns_of(t)
        )
        lists |= {name if same else f"{table}.{name}": tuple(codes.split()) for table, codes in tables.items()}
    basis = next(c for c in columns_of("figures") if c.name == "actor_basis")
    if not basis.codes:  # told in its meaning: "how ... was found: noun, possessive, ... or whole"
        lists["actor_basis"] = tuple(re.findall(r"\w+", basis.meaning.split(":")[1].replace(" or ", " ")))
    return lists


def listed(page: str) -> dict[str, list[Any]]:
    """The codes that the codebook's tables define, by heading: under "## Codes", what stands in `code` columns."""
    part = page.split("\n## Codes\n", 1)[1].split("\n## ", 1)[0]
    found: dict[str, list[Any]] = {}
    for section in part.split("\n### ")[1:]:
        heading, _, body = section.partition("\n")
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in body.split("\n") if line[:1] == "|"]
        if any("code" in row for row in rows):
            at = next(row.index("code") for row in rows if "code" in row)
            cells = [tuple(cell.strip("`") for cell in row[: at + 1]) for row in rows if row[at].startswith("`")]
            found[heading] = [cell if at else cell[0] for cell in cells]
    return found


def examples(page: str, name: str) -> list[tuple[str, Any, str, str]]:
    """A code list's examples: list, code, text, and the day of publication, 8 February 2023 unless the line says so."""
    section = page.split(f"\n### {name}\n", 1)[1].split("\n### ", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.split("\n") if line[:1] == "|"]
    at, example_at = rows[0].index("code"), next(n for n, head in enumerate(rows[0]) if head.startswith("example"))
    found = []
    for row in rows[2:]:
        codes = tuple(cell.strip("`") for cell in row[: at + 1])
        text = re.sub(r" \(published .*\)$", "", re.sub(r"[*]", "", row[example_at])).replace(" ⏎ ", "\n")
        day = "2022-03-08" if "published 8 March 2022" in row[example_at] else "2023-02-08"
        found.append((name, codes if at else codes[0], text, day))
    return found


def gaps(page: str) -> tuple[set[Any], set[Any]]:
    """The codes without a line in the codebook, and its lines for codes that do not exist; each with its list."""
    real = {(name, code) for name, codes in code_lists().items() for code in codes}
    told = {(name, code) for name, codes in listed(page).items() for code in codes}
    return real - told, told - real


def block(name: str) -> str:
    """The lines that belong between a marker and its end."""
    if name.startswith(FAILURES):
        return failure_table(name.removeprefix(FAILURES))
    if name == EVENT_CODES.name:
        return correspondence()
    return column_table(name)


def column_table(table: str) -> str:
    """One table of the contract: what each column means, what the example gives in it, its codes and its scheme."""
    named = {"with_codes": CODED, "plover": RECORD}
    shown = _texts().get("events" if table == "plover" else table)
    text = f"Example ({shown['language']}): “{' ⏎ '.join(shown['text'].split(chr(10)))}”\n\n" if shown else ""
    schemes = _texts()["schemes"]
    rows = [
        (f"`{c.name}`", c.meaning, example(table, c.name), "; ".join(filter(None, (c.dtype, c.unit or c.codes))),
         "yes" if c.nullable else "", schemes.get(c.name, ""))
        for c in (named[table] if table in named else columns_of(table))
    ]  # fmt: skip
    return text + markdown(("column", "meaning", "example", "type; unit or codes", "may be missing", "scheme"), rows)


def example(table: str, column: str) -> str:
    """What the example gives in a column, in the row that is fullest; else, after "e.g.", what codebook.toml says."""
    frame = coded(table)
    value = frame.loc[frame.notna().sum(axis=1).idxmax()].get(column) if frame is not None and len(frame) else None
    if value is None or pd.isna(value):
        other = _code(str(_texts()["values"].get(f"{table}.{column}", "")))
        return other and f"e.g. {other}"
    return _code(f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else " ⏎ ".join(str(value).split("\n")))


@functools.cache
def coded(table: str) -> pd.DataFrame | None:
    """The rows that the example of a table gives."""
    words = _texts().get("events" if table == "plover" else table)
    if words is None:
        return None
    about = {"article_id": "warta-1", "title": "Warta", "publisher": "Kabar Sahel", "url": "https://example.org/1"}
    published = {"published": words["published"].isoformat()} if "published" in words else {}
    corpus = sk.code([about | published | {"text": words["text"], "language": words["language"]}])
    if table == "with_codes":
        return sk.with_codes(corpus.events)[[c.name for c in CODED]]
    if table == "plover":
        return plover_records(corpus.events, corpus.articles, coder="sahelkit")
    frame = getattr(corpus, table)
    assert isinstance(frame, pd.DataFrame)
    return frame.assign(text_sha256=frame["text_sha256"].str[:16] + "…") if table == "articles" else frame


@functools.cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((ROOT / "docs" / "codebook.toml").read_text(encoding="utf-8"))


def _code(value: str) -> str:
    return f"`{value}`" if value else ""


def correspondence() -> str:
    """What the types and modes are called elsewhere, from event_codes.csv."""
    head = ("event_type", "mode", "target", "cameo_root", "acled_event_type", "acled_sub_event_type", "context", "note")
    rows = read_rows(HERE / EVENT_CODES.name, EVENT_CODES)
    return markdown(head, [tuple(_code(row[name]) if name in head[:4] else row[name] for name in head) for row in rows])


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
