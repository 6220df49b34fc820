"""The articles' view: what the corpus holds, a line an article, with what is found in each under the selection."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sahelkit.exploring.choosing import counted_once
from sahelkit.exploring.rowcells import Cell, narrowing, row_reader
from sahelkit.exploring.views import NOUNS, Asked, Drawn, Line, Option, Printed, View, openings, where_of
from sahelkit.showing.cells import plain
from sahelkit.showing.markup import counted, day, language_name

SORTS = (
    ("given", "order of the corpus"), ("published", "day, earliest first"), ("-published", "day, latest first"),
    ("-n_words", "length"), ("title", "title"),
)  # fmt: skip
COUNTED = tuple(NOUNS)[1:]
HOLDING = (("", "all"), *((table, f"those with {table}") for table in COUNTED))
OPTIONS = (
    Option("holding", "Articles", "select", "", HOLDING),
    Option("sort", "Sort by", "select", "given", SORTS),
)
# label, width, alignment, width in a narrow panel; no narrow width leaves the column out there
_COLUMNS = (
    ("title", "minmax(9rem,5fr)", "left", "minmax(7rem,4fr)"),
    ("publisher", "minmax(5rem,2fr)", "left", "minmax(5rem,2fr)"),
    ("published", "5.6rem", "left", "5.4rem"), ("language", "5.4rem", "left", ""), ("words", "3.6rem", "right", ""),
    ("mentions", "4.6rem", "right", "4.6rem"), ("figures", "3.8rem", "right", "3.8rem"),
    ("events", "3.6rem", "right", "3.6rem"), ("quotes", "3.6rem", "right", "3.6rem"),
)  # fmt: skip
# where there are copies, with the column that names the first of them
_WITH_COPIES = (
    ("title", "minmax(6rem,4fr)", "left", "minmax(7rem,4fr)"), *_COLUMNS[1:3],
    ("copy of", "minmax(4.5rem,3fr)", "left", ""), *_COLUMNS[3:],
)  # fmt: skip
_PRINTED = Printed(60, "article")


def draw(asked: Asked) -> Drawn:
    """Return a line for each article of the selection."""
    rows, code = _sorted(asked)
    read = row_reader(rows, ("article_id", "title", "publisher", "published", "language", "n_words", "copy_of"))
    columns = _WITH_COPIES if rows["copy_of"].notna().any() else _COLUMNS
    numbers = {table: _per_article(asked, table) for table in COUNTED}
    words, first = int(rows["n_words"].sum()), rows["published"].min()
    period = "" if pd.isna(first) else f", published {day(first)} to {day(rows['published'].max())}"
    return Drawn(
        rows=rows,
        title="Articles",
        caption=f"{counted(len(rows), 'article')}, {counted(words, 'word')}{period}; "
        f"the numbers are those of the selection{counted_once(asked.corpus.selection, ', ')}.",
        chart={
            "kind": "table", "label": "articles",
            "columns": [dict(zip(("label", "width", "align", "narrow"), column, strict=True)) for column in columns],
        },
        code=code,
        found=lambda key: _found(asked, key),
        plot=lambda: _plot(rows), printed=_PRINTED,
        line=lambda n: _line(asked, read(n), numbers, columns is _WITH_COPIES),
        tables=(asked.options["holding"] or "articles",),
        nouns=lambda key: NOUNS[key.partition("|")[0]],
    )  # fmt: skip


def _sorted(asked: Asked) -> tuple[pd.DataFrame, str]:
    rows, code, sort, holding = _held(asked), f"{asked.code}.articles", asked.options["sort"], asked.options["holding"]
    if holding:
        code = f'{code}.merge({asked.code}.{holding}[["article_id"]].drop_duplicates())'
    if sort == "given":
        return rows, code
    column, falling = sort.removeprefix("-"), sort.startswith("-")
    said = f'"{column}"' + (", ascending=False" if falling else "")
    ordered = rows.sort_values(column, ascending=not falling, kind="stable", ignore_index=True)
    return ordered, f'{code}.sort_values({said}, kind="stable", ignore_index=True)'


def _held(asked: Asked) -> pd.DataFrame:
    """Return the articles of the selection; with "holding", those in which the selection finds such rows."""
    rows = asked.corpus.query("articles")
    if not asked.options["holding"]:
        return rows
    held = asked.corpus.query(asked.options["holding"], by="article_id")["article_id"]
    return rows[rows["article_id"].isin(held)].reset_index(drop=True)


def _per_article(asked: Asked, table: str) -> dict[str, int]:
    found = asked.corpus.query(table, by="article_id")
    return dict(zip(found["article_id"], found["n"], strict=True))


def _line(asked: Asked, row: dict[str, Any], numbers: dict[str, dict[str, int]], with_copies: bool) -> Line:
    key, language = str(row["article_id"]), plain(row["language"])
    cells: list[Any] = [
        {"text": plain(row["title"]) or plain(key), "key": f"articles|{key}"},
        narrowing(asked, "publisher", row["publisher"]),
        day(row["published"]),
        *([_original(asked, row["copy_of"])] if with_copies else []),
        narrowing(asked, "language", row["language"], language_name(language)),
        f"{int(row['n_words']):,}",
    ]
    cells += [{"text": f"{numbers[table].get(key, 0):,}", "key": f"{table}|{key}"} for table in COUNTED]
    return {"cells": cells}


def _original(asked: Asked, copy_of: Any) -> Cell:
    """Return a cell that narrows to the article that this one repeats, by its publisher and day."""
    head = plain(copy_of)
    known = where_of(asked)
    return narrowing(asked, "article", head, known[head]) if head in known else head


def _found(asked: Asked, key: str) -> pd.DataFrame | None:
    """Return the rows of a table in one article; for an article itself its first sentence that was read."""
    table, _, article = key.partition("|")
    if not key:
        return None
    one = asked.corpus.filter(article=article)
    if table == "articles":
        return openings(one)
    rows = one.query(table)
    return rows.drop_duplicates("event_id") if table == "events" else rows


def _plot(rows: pd.DataFrame) -> Any:
    import sahelkit as sk

    return sk.plot_articles(rows.head(_PRINTED.most), undated=int(rows["published"].isna().sum()))


def _count(asked: Asked) -> int:
    if asked.options["holding"]:
        return len(_held(asked))
    return int(asked.corpus.query("articles", by=())["n"].iloc[0])


ARTICLES = View("articles", "Articles", ("articles",), "article", OPTIONS, draw, _count)
