"""The actors' view: how often each is named, as bars to choose from.

Bars of others stay in sight when some are chosen, drawn fainter, so that another can be chosen as well; they are no
rows of the view, and its count leaves them out.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sahelkit.columns import names_of
from sahelkit.exploring.choosing import choose
from sahelkit.exploring.views import Asked, Drawn, Option, Printed, View
from sahelkit.exploring.wording import literal
from sahelkit.selection import Selection
from sahelkit.showing.cells import name_of, plain
from sahelkit.showing.markup import counted, language_name
from sahelkit.showing.palette import BLUE, actor_style
from sahelkit.studying.summaries import count_mentions

BY = (
    ("actor_id", "actor"), ("actor_type", "actor type"), ("country", "actor's country"), ("publisher", "publisher"),
    ("language", "language"),
)  # fmt: skip
FIELDS = {"actor_id": "actor"} | {name: name for name, _ in BY[1:]}
VALUES = (("mentions", "mentions"), ("articles", "articles"), ("per_1000_words", "mentions per 1,000 words"))
OPTIONS = (
    Option("by", "Count by", "select", "actor_id", BY),
    Option("value", "Show", "select", "mentions", VALUES),
)
MISSING = "\0"  # the key of the bar of rows without a value: no catalog holds it, and a publisher may be any word
_MOST = 400  # bars sent to the page; all rows stand in the table that is saved
_PRINTED = 40  # bars on paper


def draw(asked: Asked) -> Drawn:
    """Return bars of how often each actor is named, or each type, country, publisher or language of actors."""
    by, value = asked.options["by"], asked.options["value"]
    rows = count_mentions(asked.corpus, by=by)
    chosen = asked.chosen(FIELDS[by])
    among = rows if chosen is None else count_mentions(asked.without(FIELDS[by]), by=by)
    others = among[~among[by].isin(rows[by])]
    bars = [*_bars(asked, rows, by, chosen), *_bars(asked, others, by, chosen)]
    told = dict(VALUES)[value]
    mentions = int(rows["mentions"].sum())
    return Drawn(
        rows=rows,
        title=f"{told[0].upper()}{told[1:]} by {dict(BY)[by]}",
        caption=f"{counted(mentions, 'mention')}, {_told(by, len(rows))}. "
        "How often an actor is named is press attention, not strength.",
        chart={"kind": "bars", "axis": told, "value": value, "bars": bars[:_MOST], "more": max(0, len(bars) - _MOST)},
        code=f"sk.count_mentions({asked.code}{'' if by == 'actor_id' else f', by={literal(by)}'})",
        found=lambda key: _found(asked, by, key),
        plot=lambda: _plot(rows.head(_PRINTED), by, value, asked),
        printed=Printed(_PRINTED, "bar" if by == "country" else dict(BY)[by]),
    )


def _told(by: str, n: int) -> str:
    return counted(n, dict(BY)[by]) if by != "country" else f"{n:,} of the actors' countries"


def _bars(asked: Asked, rows: pd.DataFrame, by: str, chosen: tuple[str, ...] | None) -> list[dict[str, Any]]:
    field, names = FIELDS[by], asked.names
    columns = [by, "mentions", "articles", "per_1000_words"]
    return [
        {
            "key": key or MISSING, "label": _label(by, key, names), "field": field, "choice": key or None,
            "numbers": [int(mentions), int(articles), None if pd.isna(rate) else round(float(rate), 2)],
            "pressed": chosen is not None and key in chosen, "faint": chosen is not None and key not in chosen,
            **_look(by, key),
        }
        for key, mentions, articles, rate in (
            ("" if pd.isna(key) else str(key), *rest) for key, *rest in rows[columns].itertuples(index=False, name=None)
        )
    ]  # fmt: skip


def _label(by: str, key: str, names: Any) -> str:
    if by == "actor_id":
        return name_of(key, names)
    if not key:
        return "not known"
    return language_name(key) if by == "language" else plain(key).replace("_", " ")


def _look(by: str, key: str) -> dict[str, str]:
    if by != "actor_id":
        return {"colour": BLUE, "marker": "o"}
    return actor_style(key)._asdict()


def _found(asked: Asked, by: str, key: str) -> pd.DataFrame:
    """Return the mentions behind a bar; those of a bar outside the selection too."""
    if not key:
        return asked.corpus.query("mentions")
    corpus = asked.corpus if asked.chosen(FIELDS[by]) is None else asked.without(FIELDS[by])
    if key == MISSING:
        rows = corpus.query("mentions", columns=list(dict.fromkeys([*names_of("mentions"), by])))
        return rows[rows[by].isna()]
    return corpus.filter(choose(Selection(), {FIELDS[by]: key})).query("mentions")


def _plot(rows: pd.DataFrame, by: str, value: str, asked: Asked) -> Any:
    from sahelkit.showing.plots import plot_mentions

    keys = ["" if pd.isna(key) else str(key) for key in rows[by]]
    named = rows.assign(actor_id=keys, name=[_label(by, key, asked.names) for key in keys])
    return plot_mentions(named.dropna(subset=[value]), count=value)


def _count(asked: Asked) -> int:
    return len(asked.corpus.query("mentions", by=[asked.options["by"]]))


ACTORS = View("actors", "Actors", ("mentions",), "mention", OPTIONS, draw, _count)
