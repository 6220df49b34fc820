"""The trends' view: counts and rates over time, or across publishers and languages, to choose from and to brush.

A chosen period, line or bar stays among the others, which are drawn fainter, so that another can be chosen as well;
rows, caption and code are those of the selection alone. Where no article was searched a line has a gap.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sahelkit.columns import names_of
from sahelkit.corpus import Corpus
from sahelkit.exploring.choosing import counted_once
from sahelkit.exploring.trend_marks import MOST, Kinds, bars, lines, pairs
from sahelkit.exploring.views import NOUNS, Asked, Drawn, Option, Printed, View, nothing, openings
from sahelkit.showing.cells import plain
from sahelkit.showing.markup import counted, language_name
from sahelkit.studying.trends import PERIODS, trends

TABLES = tuple((name, name) for name in ("mentions", "events", "figures", "quotes", "articles"))
BY = tuple((name, name) for name in (*PERIODS, "publisher", "language"))
SPLITS = (
    ("auto", "language, if several"), ("none", "nothing"), ("language", "language"), ("publisher", "publisher"),
    ("actor", "actor"), ("group", "event group"),
)  # fmt: skip
VALUES = (("count", "number"), ("per_1000_words", "per 1,000 words"), ("per_article", "per article"))
OPTIONS = (
    Option("table", "Count", "select", "mentions", TABLES),
    Option("by", "By", "select", "month", BY),
    Option("split", "Split by", "select", "auto", SPLITS),
    Option("value", "Show", "select", "per_1000_words", VALUES),
)
_ACTOR = {"mentions": "actor_id", "figures": "actor_id", "quotes": "speaker_id", "events": "source_id"}
_PRINTED = 40  # bars on paper
_KEPT = 6  # tables of trends kept, since drawing and counting ask for the same ones


def draw(asked: Asked) -> Drawn:
    """Return lines over months or years, or bars of publishers or languages."""
    kinds = kinds_of(asked)
    rows = _trends(asked, kinds, asked.selection)
    among = _trends(asked, kinds, asked.selection.without(*kinds.cleared))
    chart = lines(asked, kinds, rows, among) if kinds.by in PERIODS else bars(asked, kinds, rows, among)
    return Drawn(
        rows=rows,
        title=_title(asked, kinds),
        caption=_caption(asked, kinds, rows, chart),
        chart=chart,
        code=_code(asked, kinds),
        found=lambda key: _found(asked, kinds, key, (rows, among)),
        plot=lambda: _plot(asked, kinds, rows),
        printed=None if kinds.by in PERIODS else Printed(_PRINTED, "value", "highest", lambda: len(_bars(kinds, rows))),
        nouns=lambda _: NOUNS[kinds.table],
        tables=(kinds.table,),
    )


def kinds_of(asked: Asked) -> Kinds:
    """Return what the settings ask for; a split that a table does not have is none."""
    table, by = asked.options["table"], asked.options["by"]
    value = asked.options["value"] if table != "articles" else "count"
    field = asked.options["split"]
    if field == "auto":
        languages = asked.without("language", "since", "until").query("articles", by="language")
        field = "language" if len(languages) > 1 else "none"
    columns = {"language": "language", "publisher": "publisher", "actor": _ACTOR.get(table)}
    split = "group" if (field, table) == ("group", "events") else columns.get(field)
    known = split is not None and split != by
    return Kinds(table, by, split if known else None, field if known else None, table if value == "count" else value)


def _trends(asked: Asked, kinds: Kinds, selection: Any) -> pd.DataFrame:
    kept = asked.kept.setdefault("trends", {})
    key = (selection, kinds.table, kinds.by, kinds.split)
    if key not in kept:
        if len(kept) >= _KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = trends(asked.whole.filter(selection), table=kinds.table, by=kinds.by, split=kinds.split)
    rows: pd.DataFrame = kept[key]
    return rows


def _code(asked: Asked, kinds: Kinds) -> str:
    given = [("table", kinds.table, "mentions"), ("by", kinds.by, "month"), ("split", kinds.split, None)]
    extra = "".join(f', {name}="{value}"' for name, value, default in given if value != default)
    return f"sk.trends({asked.code}{extra})"


def _title(asked: Asked, kinds: Kinds) -> str:
    unit = kinds.unit
    by = f"{kinds.by} of publication" if kinds.by in PERIODS else kinds.by
    split = f" and {_word(kinds)}" if kinds.split else ""
    return f"{unit[0].upper()}{unit[1:]} by {by}{split}"


def _word(kinds: Kinds) -> str:
    """Say what is split by: the actor of an event is the one that acts."""
    own = {"speaker_id": "speaker", "source_id": "source (who acts)", "group": "event group"}
    return own.get(str(kinds.split), str(kinds.field))


def _caption(asked: Asked, kinds: Kinds, rows: pd.DataFrame, chart: dict[str, Any]) -> str:
    """Say how much the chart rests on and what it leaves out."""
    one, said = kinds.table.removesuffix("s"), []
    if kinds.split not in _ACTOR.values():  # an event of two sources would count twice
        once = counted_once(asked.corpus.selection, ", ")
        said.append(f"{counted(int(rows[kinds.table].sum()), one)} under this selection{once}.")
    undated = rows.loc[rows[kinds.by].isna(), kinds.table].sum() if kinds.by in PERIODS else 0
    if undated:
        where = "" if kinds.table == "articles" else " in articles"
        said.append(f"{counted(int(undated), one)}{where} without a date: not on the axis.")
    if chart.get("left"):
        said.append(f"The chart draws the {MOST} most frequent of {chart['left'] + MOST:,}.")
    if chart.get("gaps"):
        said.append("A gap: no article was searched.")
    if asked.options["split"] not in ("auto", "none", kinds.field):
        said.append(f"{kinds.table.capitalize()} by {kinds.by} cannot be split by {asked.options['split']}.")
    if "language" in (kinds.field, kinds.by) and kinds.value == "per_1000_words":
        compare = ": compare the course of their lines, not the height" if kinds.by in PERIODS else ""
        said.append(f"Languages differ in how much a word says{compare}.")
    return " ".join(said)


def _found(asked: Asked, kinds: Kinds, key: str, tables: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """Return the rows behind a number ("2022-03|id"), also of one outside the selection; all where it is empty."""
    corpora = asked.corpus, asked.without(*kinds.cleared)
    for table, corpus in zip(tables, corpora, strict=True):
        pair = next((pair for pair in pairs(table, kinds) if "|".join(pair) == key), None)
        if not key or pair:
            return _rows(corpus, kinds, pair)
    return nothing(key)


def _rows(corpus: Corpus, kinds: Kinds, pair: tuple[str, str] | None) -> pd.DataFrame:
    """Return the rows of one value on the axis and of one line; an event with two targets once."""
    by, key = pair or ("", "")
    axis = "published" if kinds.by in PERIODS else kinds.by
    if by:
        fields: dict[str, Any] = {"since": by, "until": by} if kinds.by in PERIODS else {kinds.by: by}
        corpus = corpus.filter(**fields)
    table = kinds.table
    of = "sentences" if table == "articles" else table
    columns = list(dict.fromkeys([*names_of(of), axis, *([kinds.split] if kinds.split else [])]))
    rows = openings(corpus, columns) if table == "articles" else corpus.query(table, columns=columns)
    if pair and not by:
        rows = rows[rows[axis].isna()]
    if pair and kinds.split:
        rows = rows[rows[kinds.split].fillna("") == key]
    return rows.drop_duplicates("event_id") if table == "events" else rows


def _searched(kinds: Kinds, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a gap where nothing was searched, as on screen, and not a zero."""
    if kinds.table == "articles":
        return rows.copy()
    return rows.assign(**{kinds.value: rows[kinds.value].mask(rows["all_articles"] == 0)})


def _bars(kinds: Kinds, rows: pd.DataFrame) -> pd.DataFrame:
    return _searched(kinds, rows).dropna(subset=[kinds.value])


def _plot(asked: Asked, kinds: Kinds, rows: pd.DataFrame) -> Any:
    from sahelkit.showing.rates import plot_trends

    drawn = _searched(kinds, rows)
    if "language" in drawn:
        drawn["language"] = [language_name(plain(code)) or pd.NA for code in drawn["language"]]
    if kinds.by not in PERIODS:
        drawn = _bars(kinds, drawn).nlargest(_PRINTED, kinds.value, keep="first")
    return plot_trends(drawn, value=kinds.value, names=asked.names)


def _count(asked: Asked) -> int:
    """Count the rows without counting what stands in them: values on the axis times values that are split by."""
    kinds = kinds_of(asked)
    n = _axis(asked, kinds)
    if kinds.split is None or not n:
        return n
    table = "articles" if kinds.split in ("publisher", "language") else kinds.table
    return n * len(asked.corpus.query(table, by=kinds.split))


def _axis(asked: Asked, kinds: Kinds) -> int:
    """Count the values on the axis: all periods from the first to the last, or those that occur, and a missing one."""
    if kinds.by not in PERIODS:
        return len(asked.corpus.query("articles", by=kinds.by))
    days = asked.corpus.query("articles", by="published")["published"]
    first, last = days.min(), days.max()
    if pd.isna(first):
        return int(len(days) > 0)
    years = int(last.year - first.year)
    return 1 + int(days.isna().any()) + (years if kinds.by == "year" else 12 * years + int(last.month - first.month))


TRENDS = View("trends", "Trends", ("mentions",), "find", OPTIONS, draw, _count)
