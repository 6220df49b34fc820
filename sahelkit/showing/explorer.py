"""The explorer: a filter bar over a chart and the sentences the chart rests on.

What is shown is a pure function of corpus, view and selection (`render`), so that it can be tested without a
browser; the widgets only read their values, call it and set the result. Each view draws at most `MOST` rows and
says so; below it stand the sentences of just these rows, and the line of Python that makes the same chart.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import ipywidgets
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from sahelkit.corpus import Corpus
from sahelkit.errors import SahelkitError, UnknownName
from sahelkit.selection import Selection
from sahelkit.showing.canvas import whole_figure
from sahelkit.showing.controls import Controls, KeyGuard, clear, grid, make_controls, read
from sahelkit.showing.markup import complaint, counted, esc, page
from sahelkit.showing.plots import plot_mentions
from sahelkit.showing.ranges import plot_figures
from sahelkit.showing.sentences import show_evidence
from sahelkit.showing.speakers import plot_statements
from sahelkit.showing.timeline import plot_events, plot_incidents
from sahelkit.studying.incidents import incidents, orders
from sahelkit.studying.statements import count_statements, statements
from sahelkit.studying.summaries import count_mentions

MOST = 40  # bars, figures or rows of events in one chart


class Drawn(NamedTuple):
    """A chart, the rows it rests on, and how many rows of its table it leaves out."""

    ax: Axes
    rows: pd.DataFrame
    left_out: int


class View(NamedTuple):
    """One way to look at a corpus: its name, the tables it asks, what a row is called, how it is drawn, as code."""

    name: str
    tables: tuple[str, ...]
    noun: str
    draw: Callable[[Corpus], Drawn]
    code: str


@dataclass(frozen=True)
class Rendered:
    """What the panel shows: pieces of ready HTML."""

    chart: str
    evidence: str
    note: str


def _draw_mentions(corpus: Corpus) -> Drawn:
    counts = count_mentions(corpus)
    drawn = counts.head(MOST)
    rows = corpus.query("mentions")
    rows = rows[rows["actor_id"].isin(drawn["actor_id"])]
    return Drawn(plot_mentions(drawn), rows, len(counts) - len(drawn))


def _draw_figures(corpus: Corpus) -> Drawn:
    figures = corpus.query("figures")
    drawn = figures.head(MOST)
    return Drawn(plot_figures(drawn, names=corpus.without().query("mentions")), drawn, len(figures) - len(drawn))


def _draw_events(corpus: Corpus) -> Drawn:
    events = corpus.query("events")
    drawn = events.head(MOST)
    ax = plot_events(drawn, names=corpus.without().query("mentions"))
    # an event with several sources or targets has several rows, but one mark
    return Drawn(ax, drawn.drop_duplicates("event_id"), len(events) - len(drawn))


def _draw_incidents(corpus: Corpus) -> Drawn:
    found = incidents(corpus)
    drawn = found.head(MOST)
    whole = corpus.without()
    return Drawn(
        plot_incidents(drawn, names=whole.query("mentions"), orders=orders(whole)), drawn, len(found) - len(drawn)
    )


def _draw_statements(corpus: Corpus) -> Drawn:
    counts = count_statements(corpus)
    drawn = counts.head(MOST)
    rows = statements(corpus)
    shown = pd.MultiIndex.from_frame(rows[["speaker_id", "kind"]]).isin(
        pd.MultiIndex.from_frame(drawn[["speaker_id", "kind"]])
    )
    # a statement directed at two has two rows, but counts once
    rows = rows[shown].drop_duplicates(["article_id", "start", "kind", "speaker_id"])
    ax = plot_statements(drawn, names=corpus.without().query("mentions"))
    return Drawn(ax, rows, len(counts) - len(drawn))


_NAMES = "names=corpus.mentions"
_COUNTED, _SAID = (f"sk.count_{table}({{}}).head({MOST})" for table in ("mentions", "statements"))
_SEQUENCE, _ORDERS = f"sk.incidents({{}}).head({MOST})", "orders=sk.orders(corpus)"
VIEWS = {
    view.name: view
    for view in (
        View("mentions", ("mentions",), "mention", _draw_mentions, f"sk.plot_mentions({_COUNTED})"),
        View("figures", ("figures",), "figure", _draw_figures, f"sk.plot_figures({{}}.figures.head({MOST}), {_NAMES})"),
        View("events", ("events",), "event", _draw_events, f"sk.plot_events({{}}.events.head({MOST}), {_NAMES})"),
        View(
            "incidents",
            ("events",),
            "incident",
            _draw_incidents,
            f"sk.plot_incidents({_SEQUENCE}, {_NAMES}, {_ORDERS})",
        ),
        View(
            "statements", ("quotes", "events"), "statement", _draw_statements, f"sk.plot_statements({_SAID}, {_NAMES})"
        ),
    )
}


def render(corpus: Corpus, view: str, selection: Selection) -> Rendered:
    """Return chart, evidence and note of one view of a corpus under a selection.

    Parameters
    ----------
    corpus : Corpus
        The corpus explored, as it was given.
    view : {"mentions", "figures", "events", "incidents", "statements"}
        What to draw.
    selection : Selection
        Narrows the corpus.

    Returns
    -------
    Rendered
        The same for the same arguments. Without rows the chart says so.

    Raises
    ------
    UnknownName
        For a view, an article or an actor that does not exist.
    BadValue
        For the incidents of a corpus that is not linked.
    """
    if view not in VIEWS:
        raise UnknownName("view", view, VIEWS)
    about = VIEWS[view]
    narrowed = corpus.filter(selection)
    drawn = about.draw(narrowed)
    told = counted(len(drawn.rows), about.noun)
    picture = _picture(drawn.ax, f"Chart of {about.name}; it draws {told}, listed below")
    evidence = show_evidence(corpus.without().evidence(drawn.rows), noun=about.noun)
    code = about.code.format(selection.as_code("corpus") if selection.set_fields() else "corpus")
    return Rendered(page(picture), evidence.html, page(_note(about, selection, drawn), f"<code>{esc(code)}</code>"))


def _note(view: View, selection: Selection, drawn: Drawn) -> str:
    said = []
    for table in view.tables:
        if ignored := selection.not_applying(table):
            said.append(f"does not apply to {table}: {', '.join(ignored)}")
    if drawn.left_out:
        said.append(f"the chart draws the first {MOST}; {drawn.left_out:,} more are left out")
    return f'<div class="skh-small" role="status">{esc("; ".join(said))}</div>' if said else ""


def _picture(ax: Axes, alt: str) -> str:
    """Return a chart as an image that needs no file, and close its figure."""
    figure = whole_figure(ax)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=144)
    plt.close(figure)
    width = round(figure.get_figwidth() * 96)  # CSS pixels an inch
    data = base64.b64encode(buffer.getvalue()).decode()
    return f'<img width="{width}" alt="{esc(alt)}" src="data:image/png;base64,{data}">'


class Explorer(ipywidgets.VBox):  # type: ignore[misc]
    """The explorer as a widget; `controls` and `view` hold the values, `chart`, `evidence`, `note` what is shown."""

    def __init__(self, corpus: Corpus, view: str) -> None:
        self.corpus = corpus
        self.controls: Controls = make_controls(corpus)
        self.view = ipywidgets.ToggleButtons(description="Show", options=list(VIEWS), value=view)
        self.reset = ipywidgets.Button(description="Clear filters")
        self.chart, self.evidence, self.note = (ipywidgets.HTML() for _ in range(3))
        parts = [self.view, grid([*self.controls.values(), self.reset]), self.note, self.chart, self.evidence]
        super().__init__([KeyGuard(), *parts])
        self.add_class("skh-panel")
        self.reset.on_click(self._clear)
        for control in (self.view, *self.controls.values()):
            control.observe(self._redraw, names="value")
        self._redraw()

    def _clear(self, _: Any = None) -> None:
        # one redraw for all, not one for each control
        with self.hold_trait_notifications():
            clear(self.controls)

    def _redraw(self, _: Any = None) -> None:
        shown = attempt(lambda: render(self.corpus, self.view.value, read(self.controls)))
        self.note.value, self.chart.value, self.evidence.value = shown.note, shown.chart, shown.evidence

    def __repr__(self) -> str:
        return f"<Explorer of {counted(len(self.corpus), 'article')}: run the cell to use it>"


def attempt(make: Callable[[], Rendered]) -> Rendered:
    """Return what `make` returns; an error becomes a note in the panel, since a callback has nowhere else to say it."""
    try:
        return make()
    except SahelkitError as error:
        return Rendered("", "", complaint(str(error)))
    except Exception as error:  # anything else would vanish in the server's log
        return Rendered("", "", complaint(f"{type(error).__name__}: {error}"))


def explore(corpus: Corpus, *, view: str = "mentions") -> Explorer:
    """Open the explorer: filters, a chart, and the sentences that the chart rests on.

    Parameters
    ----------
    corpus : Corpus
        What to explore; its own selection holds throughout.
    view : {"mentions", "figures", "events", "incidents", "statements"}
        The view to begin with.

    Returns
    -------
    Explorer
        A widget that shows itself in a notebook. Under the filters stands the line of Python that makes the same
        chart of the variable `corpus`.

    Raises
    ------
    UnknownName
        For a view that does not exist.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> "no mentions, so no sentences" in explore(Corpus(Tables({}))).evidence.value
    True
    """
    if view not in VIEWS:
        raise UnknownName("view", view, VIEWS)
    return Explorer(corpus, view)
