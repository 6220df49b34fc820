"""Labelled controls for a Selection: what they offer comes from the corpus, what they say is a plain value.

Each control has a label, works from the keyboard and stands for one field. `read` turns their values into a
Selection; nothing is filtered here. Keys typed in a control are kept from the notebook (keys.js).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

import anywidget
import ipywidgets

from sahelkit.corpus import Corpus
from sahelkit.selection import Selection
from sahelkit.showing.cells import plain, shorten
from sahelkit.showing.markup import day, joined

ANY = "any"
Controls = Mapping[str, Any]
_LABEL = {"description_width": "7.5em"}
_WIDE = 60  # characters of an article's title in the list


class KeyGuard(anywidget.AnyWidget):
    """Keeps keys typed in the panel around it from moving or changing notebook cells; shows nothing."""

    _esm = files("sahelkit.showing").joinpath("keys.js").read_text(encoding="utf-8")


def make_controls(corpus: Corpus) -> Controls:
    """Return a control for each field that the explorer filters by; the options are what the corpus holds."""
    status = {*_values(corpus, "figures", "status"), *_values(corpus, "events", "status")}
    return {
        "article": choice("Article", _articles(corpus)),
        "publisher": choice("Publisher", _values(corpus, "articles", "publisher")),
        "actor": choice("Actor", _actors(corpus)),
        "actor_type": choice("Actor type", _values(corpus, "mentions", "actor_type")),
        "event_type": choice("Event type", _values(corpus, "events", "event_type")),
        "group": choice("Event group", _values(corpus, "events", "group")),
        "status": choice("Status", sorted(status)),
        "claimant": choice("Claimant", _claimants(corpus)),
        "text": text_line("Sentence has", hint="a word or phrase, then Enter"),
        "since": date_line("Published from"),
        "until": date_line("Published until"),
        "event_since": date_line("Dated from"),
        "event_until": date_line("Dated until"),
    }


def choice(label: str, options: Iterable[str | tuple[str, str]], *, blank: str = ANY) -> Any:
    """Return a labelled list to choose one value from; its first line, `blank`, chooses none (an empty value)."""
    pairs = [(o, o) if isinstance(o, str) else o for o in options]
    return ipywidgets.Dropdown(
        description=label, options=[(blank, ""), *pairs], value="", style=_LABEL, layout={"width": "auto"}
    )


def text_line(label: str, *, hint: str = "") -> Any:
    """Return a labelled line of text that speaks when it is left or Enter is pressed, not at every letter."""
    return ipywidgets.Text(
        description=label, placeholder=hint, continuous_update=False, style=_LABEL, layout={"width": "auto"}
    )


def date_line(label: str) -> Any:
    """Return a labelled date."""
    return ipywidgets.DatePicker(description=label, style=_LABEL, layout={"width": "auto"})


def grid(controls: Iterable[Any]) -> Any:
    """Lay controls out in as many columns as there is room for."""
    box = ipywidgets.GridBox(
        list(controls), layout={"grid_template_columns": "repeat(auto-fit, minmax(18rem, 1fr))", "width": "100%"}
    )
    box.add_class("skh-controls")
    return box


def read(controls: Controls) -> Selection:
    """Return the Selection that the controls say; a control left alone is no condition.

    Raises
    ------
    BadValue, UnknownName
        As `Selection` does.
    """
    said: dict[str, Any] = {name: control.value or None for name, control in controls.items()}
    return Selection(**said)


def clear(controls: Controls) -> None:
    """Set every control back to no condition."""
    for control in controls.values():
        control.value = None if isinstance(control, ipywidgets.DatePicker) else ""


def _values(corpus: Corpus, table: str, column: str) -> list[str]:
    return sorted(corpus.query(table, by=column)[column].dropna().astype(str))


def _articles(corpus: Corpus) -> list[tuple[str, str]]:
    rows = corpus.query("articles", columns=["article_id", "title", "publisher", "published"])
    return [
        (joined([day(published), plain(publisher), shorten(plain(title) or key, _WIDE)]), key)
        for key, title, publisher, published in rows.itertuples(index=False, name=None)
    ]


def _actors(corpus: Corpus) -> list[tuple[str, str]]:
    """Return the actors named, by name; the number tells how often, and keeps two of one name apart."""
    rows = corpus.query("mentions", by=["actor_id", "name"]).drop_duplicates("actor_id")
    told = ((plain(name) or key, key, n) for key, name, n in rows[["actor_id", "name", "n"]].itertuples(index=False))
    return [(f"{name} ({n:,})", key) for name, key, n in sorted(told)]


def _claimants(corpus: Corpus) -> list[tuple[str, str]]:
    """Return those who vouch for a figure or an event, by name."""
    named = corpus.query("mentions", by=["actor_id", "name"]).drop_duplicates("actor_id")
    names = dict(zip(named["actor_id"], named["name"], strict=True))
    found = {*_values(corpus, "figures", "claimant_id"), *_values(corpus, "events", "claimant_id")}
    return sorted((plain(names.get(key)) or key, key) for key in found)
