"""The concordance's view: a word in its contexts, one line an occurrence, sorted by what stands left or right of it.

The lines are drawn as they come into sight, so that a hundred thousand stay smooth; all are sorted here.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sahelkit.exploring.rowcells import row_reader
from sahelkit.exploring.views import Asked, Drawn, Line, Option, Printed, View
from sahelkit.exploring.wording import default_word, literal
from sahelkit.selection import Selection
from sahelkit.showing.cells import plain
from sahelkit.showing.markup import counted, day, joined
from sahelkit.studying.concordance import concordance, count_hits
from sahelkit.tables import Tables

_MANY = 20_000  # articles
SORTS = (("text", "place in the text"), ("left", "words left"), ("right", "words right"))
OPTIONS = (
    Option("pattern", "Word or phrase", "text", ""),
    Option("regex", "regular expression", "check", False),
    Option("sort", "Sort by", "select", "text", SORTS),
)
_WIDTH = 100  # characters on either side
_PRINTED = Printed(60, "occurrence")


def draw(asked: Asked) -> Drawn:
    """Return every occurrence of the word asked for, or of a first word to begin with."""
    pattern, regex, sort = _word(asked), bool(asked.options["regex"]), asked.options["sort"]
    rows = _rows(asked)
    read = row_reader(rows, ("article_id", "publisher", "published", "left", "keyword", "right"))
    return Drawn(
        rows=rows,
        title=f"“{pattern}” in its contexts",
        caption=f"{counted(len(rows), 'occurrence')} in {counted(rows['article_id'].nunique(), 'article')}; "
        "* stands for any further letters.",
        chart={"kind": "kwic", "total": len(rows)},
        code=_code(asked, pattern, regex, sort),
        found=lambda key: rows.iloc[[int(key)]] if key else rows,
        plot=lambda: _plot(rows),
        printed=_PRINTED,
        line=lambda n: _line(read(n)),
        hints={"pattern": pattern},
    )


def _word(asked: Asked) -> str:
    return asked.options["pattern"].strip() or default_word(asked)


def _rows(asked: Asked) -> pd.DataFrame:
    """Return the occurrences; kept, since counting and drawing both ask."""
    key = _, pattern, regex, sort = _key(asked)
    if asked.kept.get("concordance", (None,))[0] != key:
        found = concordance(asked.corpus, pattern, width=_WIDTH, regex=regex, sort=sort)
        asked.kept["concordance"] = key, found
    rows: pd.DataFrame = asked.kept["concordance"][1]
    return rows


def _key(asked: Asked) -> tuple[Selection, str, bool, str]:
    return asked.selection, _word(asked), bool(asked.options["regex"]), asked.options["sort"]


def _code(asked: Asked, pattern: str, regex: bool, sort: str) -> str:
    extra = (", regex=True" if regex else "") + (f', sort="{sort}"' if sort != "text" else "")
    return f"sk.concordance({asked.code}, {literal(pattern)}, width={_WIDTH}{extra})"


def _line(row: dict[str, Any]) -> Line:
    where = joined([plain(row["publisher"]) or plain(row["article_id"]), day(row["published"])])
    told = {side: str(row[side]) for side in ("left", "keyword", "right")}  # spaces at their edges count
    return {**told, "where": where, "article": str(row["article_id"])}


def _plot(rows: pd.DataFrame) -> Any:
    import sahelkit as sk

    return sk.plot_concordance(rows.head(_PRINTED.most))


def _count(asked: Asked) -> int | None:
    """Return how many occurrences there are; a tab in the background needs no lines for it.

    None for more sentences on disk than are soon read: the tab reads them when it is opened.
    """
    if asked.kept.get("concordance", (None,))[0] == _key(asked):
        return len(_rows(asked))
    if not isinstance(asked.corpus.source, Tables) and len(asked.corpus) > _MANY:
        return None
    return count_hits(asked.corpus, _word(asked), regex=bool(asked.options["regex"]))


CONCORDANCE = View("concordance", "Concordance", ("sentences",), "occurrence", OPTIONS, draw, _count)
