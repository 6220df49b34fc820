"""What a view of the explorer is: options, a table, a chart of plain values, and the way from a number to its rows.

A view is asked with a corpus, a selection and its own options, and answers with a `Drawn`, a pure function of these:
what the board shows, the rows of the view's table, the line of Python that gives just these rows, and the printed form.
Rooms beside this one hold one view each; `explorer` holds them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.exploring.whereabouts import whereabouts
from sahelkit.selection import ARTICLE_FIELDS, FIELDS, Selection
from sahelkit.showing.highlight import READ
from sahelkit.showing.markup import counted
from sahelkit.studying.pieces import pieces

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Line = Mapping[str, Any]
NOUNS = {
    "articles": "article", "mentions": "mention", "figures": "figure", "events": "event", "quotes": "quotation",
}  # fmt: skip


class Option(NamedTuple):
    """One setting of a view: a list to choose from, a line of text, a number or a box to tick.

    `when` names another setting and the value of it with which alone this one says anything.
    """

    name: str
    label: str
    kind: str  # select | text | number | check
    default: Any
    choices: tuple[tuple[str, str], ...] = ()
    when: tuple[str, str] | None = None


@dataclass(frozen=True)
class Asked:
    """What a view is asked: the corpus as it was given, the selection, the view's options.

    `names` maps actor ids to names; `kept` is a place for what is costly to make; `own` says how many articles were
    added in the session.
    """

    whole: Corpus
    selection: Selection
    options: Mapping[str, Any]
    names: Mapping[str, str]
    kept: dict[Any, Any] = field(default_factory=dict)
    own: int = 0

    @cached_property
    def corpus(self) -> Corpus:
        """The corpus under the selection."""
        return self.whole.filter(self.selection)

    def without(self, *fields: str) -> Corpus:
        """Return the corpus under the selection with these fields cleared: what a chosen bar stands among."""
        return self.whole.filter(self.selection.without(*fields))

    def chosen(self, field: str) -> tuple[str, ...] | None:
        """Return all values asked for of a field, also those that must hold besides others; None for any."""
        parts = (part.values(field) for part in (self.selection, *self.selection.also))
        given = [values for values in parts if values is not None]
        return tuple(value for values in given for value in values) if given else None

    @property
    def code(self) -> str:
        """The Python for the corpus under the selection."""
        return self.selection.as_code("corpus") if self.selection.set_fields() else "corpus"


def nothing(_: str) -> pd.DataFrame:
    """Return no rows: for a number that stands in no sentence."""
    return pd.DataFrame({"article_id": [], "start": [], "end": []})


class Printed(NamedTuple):
    """What the printed form leaves out: it draws so many of them at most, by this noun, the first or which else.

    `of` says how many there are where they are not the rows of the view.
    """

    most: int
    noun: str
    which: str = "first"
    of: Callable[[], int] | None = None


@dataclass(frozen=True)
class Drawn:
    """What a view answers.

    Parameters
    ----------
    rows : DataFrame
        The rows of the view: counted on its tab, saved as CSV, given by `code`.
    title, caption : str
        What is counted and per what; one sentence of reading or caution.
    chart : mapping
        Plain values for the board: `kind` says who draws it, the rest is that drawer's.
    code : str
        The line of Python that gives `rows`, of the variables `sk` and `corpus`.
    found : callable
        From the key of a number on screen to the rows it counts, with article_id, start and end; "" is all of them, or
        None where sentences are shown only once a number is chosen.
    plot : callable
        The printed form.
    printed : Printed, optional
        What the printed form draws at most; None where it draws everything.
    line : callable, optional
        From the place of a row to what a lazily drawn line shows of it.
    hints : mapping
        What stands in an empty setting, by its name.
    nouns : callable, optional
        From the key of a number to what one of its rows is, where the key or a setting decides and not the view.
    tables : tuple of str
        The tables asked, where a setting decides and not the view.
    """

    rows: pd.DataFrame
    title: str
    caption: str
    chart: Mapping[str, Any]
    code: str
    plot: Callable[[], Axes]
    printed: Printed | None = None
    found: Callable[[str], pd.DataFrame | None] = nothing
    line: Callable[[int], Line] | None = None
    hints: Mapping[str, str] = field(default_factory=dict)
    nouns: Callable[[str], str] | None = None
    tables: tuple[str, ...] = ()


class View(NamedTuple):
    """A tab of the explorer: its name and label, the tables it asks, what one evidence row is, and what it does."""

    name: str
    label: str
    tables: tuple[str, ...]
    noun: str
    options: tuple[Option, ...]
    draw: Callable[[Asked], Drawn]
    tally: Callable[[Asked], int | None]


def left_out(drawn: Drawn) -> str:
    """Say which rows the printed form draws; nothing where it draws all of them.

    Examples
    --------
    >>> rows = pd.DataFrame({"event_id": range(159)})
    >>> left_out(Drawn(rows, "", "", {}, "", plot=lambda: None, printed=Printed(40, "event")))
    'the first 40 of 159 events'
    """
    if drawn.printed is None:
        return ""
    most, noun, which, of = drawn.printed
    n = of() if of else len(drawn.rows)
    return f"the {which} {most} of {counted(n, noun)}" if n > most else ""


def lines_of(drawn: Drawn, lo: int, hi: int) -> list[Line]:
    """Return what lines lo to hi of a view show; places outside its rows are left out."""
    if drawn.line is None:
        return []
    return [drawn.line(n) for n in range(max(lo, 0), min(hi, len(drawn.rows)))]


def where_of(asked: Asked) -> Mapping[str, str]:
    """Return for each article the words that say where a row stands: publisher and day, else the article's id."""
    if "where" not in asked.kept:
        asked.kept["where"] = whereabouts(asked.whole)
    where: Mapping[str, str] = asked.kept["where"]
    return where


def openings(corpus: Corpus, columns: Iterable[str] | None = None) -> pd.DataFrame:
    """Return one row an article under a corpus's selection of articles: where to begin to read, whatever is found.

    That is its first sentence in a zone that the finders read, else its first; `columns` are those of sentences, or of
    articles, and hold article_id and zone.
    """
    articles = corpus.without(*(name for name in FIELDS if name not in ARTICLE_FIELDS))
    found = [_first(piece.query("sentences", columns=columns)) for piece in pieces(articles, "sentences")]
    return found[0] if len(found) == 1 else pd.concat(found, ignore_index=True)


def _first(sentences: pd.DataFrame) -> pd.DataFrame:
    read_first = sentences.sort_values("zone", key=lambda zone: ~zone.isin(READ), kind="stable")
    return read_first.drop_duplicates("article_id").sort_index()
