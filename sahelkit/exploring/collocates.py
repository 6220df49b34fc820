"""The collocates' view: words that stand near a word more often than elsewhere; or key words of the selection.

Key words compare the selection with the rest of the corpus. The statistics and their formulas stand in the docstrings
of `collocates` and `keyness`; the number that a bar is drawn for is the one the rows are sorted by.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sahelkit.errors import BadValue
from sahelkit.exploring.rowcells import row_reader
from sahelkit.exploring.views import Asked, Drawn, Line, Option, Printed, View
from sahelkit.exploring.wording import default_word, literal
from sahelkit.showing.cells import plain
from sahelkit.showing.markup import counted, language_name
from sahelkit.studying.collocates import collocates_in, near_places, near_words
from sahelkit.studying.keyness import key_places, keyness_in, leave_out
from sahelkit.studying.words import Reading, narrow, read_corpus

SHOW = (("collocates", "collocates of a word"), ("keywords", "key words of the selection"))
STATISTICS = (("log_likelihood", "log-likelihood"), ("log_ratio", "log ratio"), ("pmi", "PMI"))
_OF_WORD = ("show", "collocates")
OPTIONS = (
    Option("show", "Show", "select", "collocates", SHOW),
    Option("node", "Word", "text", "", when=_OF_WORD),
    Option("window", "Words on either side", "number", 5, when=_OF_WORD),
    Option("statistic", "Sort by", "select", "log_likelihood", STATISTICS, when=_OF_WORD),
    Option("min_count", "At least", "number", 3),
    Option("regex", "regular expression", "check", False, when=_OF_WORD),
)
_NEAR = (
    ("word", "word", "minmax(6rem,3fr)", "left"), ("left", "left", "4rem", "right"),
    ("right", "right", "4rem", "right"),
    ("both", "near", "4rem", "right"), ("in_corpus", "in all", "4rem", "right"),
    ("articles", "articles", "4.4rem", "right"),
)  # fmt: skip
_KEY = (
    ("word", "word", "minmax(6rem,3fr)", "left"), ("frequency", "here", "4rem", "right"),
    ("reference_frequency", "elsewhere", "5.4rem", "right"),
    ("per_million", "per million", "5.8rem", "right"), ("reference_per_million", "there", "5.8rem", "right"),
    ("articles", "articles", "4.4rem", "right"),
)  # fmt: skip
_MANY = 500_000  # words that take a second or more to read
_WHOLE = 20_000_000  # words that are read once and kept: some two gigabytes
_OPENING = (
    "left", "right", "both", "in_corpus", "articles", "frequency", "reference_frequency", "per_million",
    "reference_per_million",
)  # fmt: skip
_WIDE = ("left", "right", "per_million", "reference_per_million", "pmi")  # left out where there is little room
_MEASURES = {
    "log_likelihood": ("log-likelihood", "7rem", "right"), "log_ratio": ("log ratio", "5.4rem", "right"),
    "pmi": ("PMI", "5rem", "right"),
}  # fmt: skip
_PRINTED = Printed(40, "word")


def draw(asked: Asked) -> Drawn:
    """Return a line for each word, most telling first."""
    key = asked.options["show"] == "keywords"
    rows = _rows(asked)
    columns = [*(_KEY if key else _NEAR), *((name, *_MEASURES[name]) for name in _MEASURES if name in rows.columns)]
    statistic = "log_likelihood" if key else asked.options["statistic"]
    read = row_reader(rows, rows.columns)
    largest = float(rows[statistic].abs().max()) if rows[statistic].notna().any() else 0.0
    return Drawn(
        rows=rows,
        title="Key words of the selection" if key else f"Words near “{_node(asked)}”",
        caption=_caption(asked, rows),
        chart={
            "kind": "table", "label": "words",
            "columns": [
                {"label": label, "width": width, "align": align, "narrow": "" if name in _WIDE else width}
                for name, label, width, align in columns
            ],
        },
        code=_code(asked),
        found=lambda key: _found(asked, key),
        plot=lambda: _plot(asked, rows), printed=_PRINTED,
        line=lambda n: _line(read(n), [name for name, *_ in columns], statistic, largest),
        hints={"node": _node(asked)},
    )  # fmt: skip


def _node(asked: Asked) -> str:
    return asked.options["node"].strip() or default_word(asked)


def _near(asked: Asked) -> dict[str, Any]:
    return {"window": asked.options["window"], "regex": bool(asked.options["regex"])}


def _rows(asked: Asked) -> pd.DataFrame:
    """Return the words; kept, since counting and drawing both ask."""
    key = (asked.selection, tuple(asked.options.items()), _node(asked))
    if asked.kept.get("collocates", (None,))[0] != key:
        asked.kept["collocates"] = key, _counted(asked)
    rows: pd.DataFrame = asked.kept["collocates"][1]
    return rows


def _counted(asked: Asked) -> pd.DataFrame:
    least = asked.options["min_count"]
    if asked.options["show"] == "keywords":
        return keyness_in(*_compared(asked), min_count=least)
    ours = _ours(asked)
    return collocates_in(ours, _node(asked), statistic=asked.options["statistic"], min_count=least, **_near(asked))


def _compared(asked: Asked) -> tuple[Reading, Reading]:
    """Return the selection's words and those of the rest of the corpus in its language."""
    reference = asked.whole.filter(language=_language(asked))
    ours = _ours(asked)
    return ours, leave_out(narrow(_reading(asked), reference), ours)


def _language(asked: Asked) -> str | None:
    """Return the language of the selection, where the corpus has others; several do not compare."""
    found = [sorted(c.query("articles", by="language")["language"].dropna()) for c in (asked.corpus, asked.whole)]
    if len(found[0]) > 1:
        names = " or ".join(language_name(code) for code in found[0])
        raise BadValue(f"key words compare texts in one language: choose {names} in the filter bar", value=found[0])
    return found[0][0] if found[0] and len(found[1]) > 1 else None


def _ours(asked: Asked) -> Reading:
    """Return the words of the selection; of a corpus that is too large to be read whole, these alone are read."""
    if "reading" in asked.kept or _n_words(asked) <= _WHOLE:
        return narrow(_reading(asked), asked.corpus)
    if asked.kept.get("part", (None,))[0] != asked.selection:
        asked.kept["part"] = asked.selection, read_corpus(asked.corpus)
    part: Reading = asked.kept["part"][1]
    return part


def _n_words(asked: Asked) -> int:
    if "n_words" not in asked.kept:
        asked.kept["n_words"] = int(asked.whole.query("articles", columns="n_words")["n_words"].sum())
    return int(asked.kept["n_words"])


def _reading(asked: Asked) -> Reading:
    """Return the words of the whole corpus; kept, since reading takes long and no selection changes it."""
    if "reading" not in asked.kept:
        asked.kept["reading"] = read_corpus(asked.whole)
    reading: Reading = asked.kept["reading"]
    return reading


def _caption(asked: Asked, rows: pd.DataFrame) -> str:
    if asked.options["show"] == "collocates":
        return (
            f"{counted(len(rows), 'word')} within {asked.options['window']} words of it, inside the sentence. "
            "Log-likelihood is how much evidence there is, log ratio and PMI how large the difference is."
            + _mixed(asked)
        )
    if not asked.selection.set_fields():
        return "Key words compare a selection with the rest of the corpus: choose something in the filter bar first."
    return (
        f"{counted(len(rows), 'word')}, the selection beside the rest of the corpus in its language; "
        "below zero are words it avoids."
    )


def _mixed(asked: Asked) -> str:
    languages = asked.corpus.query("articles", by="language")["language"].dropna()
    if len(languages) < 2:
        return ""
    return f" Narrow it to one language: in {len(languages)} together, all words of the node's language look attracted."


def _code(asked: Asked) -> str:
    least = "" if asked.options["min_count"] == 3 else f", min_count={asked.options['min_count']}"
    if asked.options["show"] == "keywords":
        language = _language(asked)
        reference = f"corpus.filter(language={literal(language)})" if language else "corpus"
        return f"sk.keyness({asked.code}, {reference}{least})"
    near = "" if asked.options["window"] == 5 else f", window={asked.options['window']}"
    sort = asked.options["statistic"]
    near += "" if sort == "log_likelihood" else f", statistic={literal(sort)}"
    near += ", regex=True" if asked.options["regex"] else ""
    return f"sk.collocates({asked.code}, {literal(_node(asked))}{near}{least})"


def _line(row: dict[str, Any], names: list[str], statistic: str, largest: float) -> Line:
    word = plain(row["word"])
    cells: list[Any] = [{"text": word, "fields": {"text": word}}]
    for name in names[1:]:
        value = row[name]
        told = "–" if pd.isna(value) else f"{value:,.2f}" if isinstance(value, float | np.floating) else f"{value:,}"
        if name in _OPENING:
            cells.append({"text": told, "key": f"{name}|{word}"})
        elif name == statistic and largest and not pd.isna(value):
            cells.append({"text": told, "bar": abs(float(value)) / largest})
        else:
            cells.append(told)
    return {"cells": cells}


def _found(asked: Asked, key: str) -> pd.DataFrame | None:
    """Return the words that a number counts; all words together rest on no sentences."""
    if not key:
        return None
    count, _, word = key.partition("|")
    if asked.options["show"] == "keywords":
        ours, theirs = _compared(asked)
        return key_places(asked.whole, word, reading=theirs if count.startswith("reference") else ours)
    ours = _ours(asked)
    return near_places(asked.whole, ours, near_words(ours, _node(asked), **_near(asked)), word=word, count=count)


def _plot(asked: Asked, rows: pd.DataFrame) -> Any:
    import sahelkit as sk

    if asked.options["show"] == "keywords":
        return sk.plot_keyness(rows.head(_PRINTED.most))
    return sk.plot_collocates(rows.head(_PRINTED.most), statistic=asked.options["statistic"])


def _count(asked: Asked) -> int | None:
    """Return how many words there are; None for a large corpus that was not read yet: its tab will read it."""
    if "reading" not in asked.kept and _n_words(asked) > _MANY:
        return None
    return len(_rows(asked))


COLLOCATES = View("collocates", "Collocates", ("sentences",), "occurrence", OPTIONS, draw, _count)
