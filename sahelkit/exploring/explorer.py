"""The explorer: one filter bar, eight views, and from every number the way to its sentences.

One Selection is the only state that matters; filter bar, chips, chosen bars and brushed periods change it, and every
change asks the view in sight again. The widgets hold no arithmetic: what is shown is said by `panel` and by the views.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import ipywidgets

from sahelkit.corpus import Corpus
from sahelkit.errors import SahelkitError, UnknownName
from sahelkit.exploring import filters as bar
from sahelkit.exploring.board import Board
from sahelkit.exploring.choosing import choose, drop
from sahelkit.exploring.drawers import drawers
from sahelkit.exploring.files import as_file
from sahelkit.exploring.own_text import OwnText, joined
from sahelkit.exploring.panel import failed, heading, shown, static
from sahelkit.exploring.reader import Reader
from sahelkit.exploring.saved import SavedBox
from sahelkit.exploring.tabs import VIEWS
from sahelkit.exploring.views import Asked, Drawn, View, lines_of
from sahelkit.selection import Selection, narrow
from sahelkit.showing.cells import names_from
from sahelkit.showing.markup import counted

_UNDO = 50  # selections that can be gone back to


class Explorer(ipywidgets.VBox):  # type: ignore[misc]
    """The explorer as a widget.

    `corpus` is what is explored, texts added in the session included; `selection` what the filters say; `view` the
    tab in sight; `drawn` what its view answered, with `drawn.rows` as a table.
    """

    def __init__(
        self, corpus: Corpus, view: str, *, options: Mapping[str, Any], lexicons: Any = None, selections: str
    ) -> None:
        self.corpus, self.selection, self.view = corpus, Selection(), view
        self.options = {name: {o.name: o.default for o in about.options} for name, about in VIEWS.items()}
        self.options[view] |= options
        self.drawn: Drawn | None = None
        self._before: list[Selection] = []
        self._own = 0  # articles added in the session
        self._stamp = 0
        self._fresh()
        self.filters = bar.make_filters(corpus)
        self.board = Board()
        self.saved = SavedBox(selections, current=lambda: self.selection, open_=self.select)
        self.own_text = OwnText(self.add, taken=self._ids, lexicons=lexicons)
        bar.watch(self.filters, self._filtered)
        self.board.on_msg(self._answer)
        boxes = drawers({"Saved selections": self.saved, "Add a text of your own": self.own_text})
        super().__init__([bar.KeyGuard(), bar.layout(self.filters), boxes, self.board])
        self.add_class("skx-panel")
        self._draw()

    def select(self, selection: Selection) -> None:
        """Narrow to a selection, and set the filters to it; the one before can be returned to."""
        if selection != self.selection:
            self._before = [*self._before, self.selection][-_UNDO:]
        self._set(selection)  # the same one too: what was told of an impossible value is to go

    def add(self, more: Corpus) -> str:
        """Let the articles of another corpus join this one for the session; say what the conditions hide of them."""
        self.corpus = joined(self.corpus, more)
        self._own += len(more)
        self._fresh()
        bar.refresh(self.filters, self.corpus)
        self._draw()
        new = tuple(more.query("articles", columns="article_id")["article_id"])
        hidden = len(new) - len(self.corpus.filter(self.selection).filter(article=new))
        return f"the conditions above leave {counted(hidden, 'article')} of it out of sight" if hidden else ""

    def _ids(self) -> Collection[str]:
        return self.corpus.source.known("article")

    def _fresh(self) -> None:
        """Forget what was kept of another corpus."""
        self.kept: dict[Any, Any] = {}
        self.reader = Reader(self.corpus)
        self.names = names_from(self.corpus.without().query("mentions", by=["actor_id", "name"]))

    def _set(self, selection: Selection) -> None:
        self.selection = selection
        self._draw()

    def _filtered(self) -> None:
        """Take over what the filter bar says; an impossible value is told, and changes nothing."""
        try:
            own = bar.read(self.filters)
        except SahelkitError as error:
            self._fail(bar.named(str(error)))
        else:
            self.select(narrow(own, *self.selection.also))

    def _asked(self, name: str) -> Asked:
        return Asked(self.corpus, self.selection, self.options[name], self.names, kept=self.kept, own=self._own)

    def _around(self) -> dict[str, Any]:
        self._stamp += 1
        return {"views": tuple(VIEWS.values()), "stamp": self._stamp, "can_undo": bool(self._before)}

    def _draw(self) -> None:
        """Ask the view in sight, show what it answers, then its sentences and the counts of all tabs."""
        view, asked = VIEWS[self.view], self._asked(self.view)
        bar.write(self.filters, self.selection)
        try:
            self.drawn = view.draw(asked)
            self.board.shown = shown(view, asked, self.drawn, **self._around())
            self._open("")
        except SahelkitError as error:
            self._fail(str(error))
        except Exception as error:  # anything else would vanish in the server's log
            self._fail(f"{type(error).__name__}: {error}")
        self.board.counts = {**self.board.counts, view.name: None if self.drawn is None else len(self.drawn.rows)}
        self.board.counts = self._counts()

    def _counts(self) -> dict[str, int | None]:
        return {name: _count(view, self._asked(name)) for name, view in VIEWS.items()}

    def _fail(self, message: str) -> None:
        self.drawn = None
        self.board.shown = failed(VIEWS[self.view], self._asked(self.view), message, **self._around())
        self.board.sheet = {}

    def _open(self, key: str) -> None:
        """Show the sentences behind a number of the view; an empty key, those behind all of it."""
        if self.drawn is None:
            return
        rows, nouns = self.drawn.found(key), self.drawn.nouns
        if rows is None:
            self._show(self.reader.open(None, heading=""))
            return
        noun = nouns(key) if nouns else VIEWS[self.view].noun
        self._show(self.reader.open(rows, heading=counted(len(rows), noun)))
        if key:  # the sentences first, since an article takes longer
            self._show(self.reader.read(0))

    def _show(self, sheet: dict[str, Any]) -> None:
        self.board.sheet = {**sheet, "stamp": self._stamp} if sheet else {}

    def _answer(self, _: Any, message: dict[str, Any], __: Any) -> None:
        """Do what the page asks, unless it speaks of an older answer; whatever goes wrong is told in the panel."""
        kind = message["kind"]
        try:
            if kind not in _DO:
                raise UnknownName("message", kind, _DO)
            if message.get("stamp", self._stamp) == self._stamp:
                _DO[kind](self, message)
        except Exception as error:  # anything but the kit's own would vanish in the server's log
            told = str(error) if isinstance(error, SahelkitError) else f"{type(error).__name__}: {error}"
            if kind in _ASIDE:  # the view in sight is as good as it was
                self.board.answer({"kind": "told", "text": told})
            else:
                self._fail(told)

    def _tab(self, message: dict[str, Any]) -> None:
        if message["name"] not in VIEWS:
            raise UnknownName("view", message["name"], VIEWS)
        self.view = message["name"]
        self._draw()

    def _option(self, message: dict[str, Any]) -> None:
        self.options[self.view] = {**self.options[self.view], message["name"]: message["value"]}
        self._draw()

    def _clear(self, _: dict[str, Any]) -> None:
        bar.untick(self.filters)
        self.select(Selection())

    def _undo(self, _: dict[str, Any]) -> None:
        if self._before:
            *self._before, last = self._before
            self._set(last)

    def _lines(self, message: dict[str, Any]) -> None:
        if self.drawn is not None:
            lines = lines_of(self.drawn, message["lo"], message["hi"])
            self.board.answer({"kind": "lines", "lo": message["lo"], "stamp": self._stamp, "lines": lines})

    def _why(self, message: dict[str, Any]) -> None:
        if text := self.reader.why(message["n"]):
            self.board.answer({"kind": "why", "n": message["n"], "text": text})

    def _save(self, message: dict[str, Any]) -> None:
        if self.drawn is not None:
            told = heading(VIEWS[self.view], self._asked(self.view), self.drawn)
            file = as_file(self.drawn, name=f"sahelkit-{self.view}", format=message["format"], heading=told)
            self.board.answer({"kind": "file", "name": file.name, "mime": file.mime}, [file.content])

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Return the widget, and beside it the same in short for pages where no widget runs."""
        bundle = super()._repr_mimebundle_(**options)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        if data and self.drawn is not None:
            data["text/html"] = static(VIEWS[self.view], self.drawn, self.board.counts, tuple(VIEWS.values()))
        return bundle

    def __repr__(self) -> str:
        return f"<Explorer of {counted(len(self.corpus), 'article')}: run the cell to use it>"


_DO: dict[str, Callable[[Explorer, dict[str, Any]], None]] = {
    "tab": Explorer._tab,
    "option": Explorer._option,
    "choose": lambda panel, m: panel.select(choose(panel.selection, m["fields"], how=m.get("how", "toggle"))),
    "drop": lambda panel, m: panel.select(drop(panel.selection, m["field"], m["value"])),
    "clear": Explorer._clear,
    "undo": Explorer._undo,
    "open": lambda panel, m: panel._open(m["key"]),
    "more": lambda panel, _: panel._show(panel.reader.more()),
    "read": lambda panel, m: panel._show(panel.reader.read(m["n"])),
    "why": Explorer._why,
    "lines": Explorer._lines,
    "save": Explorer._save,
}
_ASIDE = ("open", "more", "read", "why", "lines", "save")


def _count(view: View, asked: Asked) -> int | None:
    """Return how many rows a tab holds; None where the view cannot say, and tells why when it is opened."""
    try:
        return view.tally(asked)
    except Exception:  # a tab in the background must not take down the one in sight
        return None


def explore(
    corpus: Corpus, *, view: str = "actors", lexicons: Any = None, selections: str = "selections.json", **options: Any
) -> Explorer:
    """Open the explorer: one filter bar, and under it every view of the corpus, each number leading to its sentences.

    Parameters
    ----------
    corpus : Corpus
        What to explore; its own selection holds throughout.
    view : str
        The tab to begin with: "actors", "trends", "figures", "events", "quotations", "concordance", "collocates" or
        "articles".
    lexicons : path, optional
        A folder whose actors.csv adds to the kit's actors, for texts added in the session.
    selections : path
        The file in which selections are kept by name.
    **options
        Settings of that tab, such as ``pattern="tentara"`` for the concordance or ``show="incidents"`` for events.

    Returns
    -------
    Explorer
        A widget that shows itself in a notebook. "Copy as code" gives the line of Python that makes the rows in sight
        of the variable `corpus`; `drawn.rows` is the same table.

    Raises
    ------
    UnknownName
        For a view that does not exist, a setting that it does not have, or a value that is not among its choices.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> panel = explore(Corpus(Tables({})), by="country")
    >>> panel.board.counts["actors"], panel.drawn.code
    (0, 'sk.count_mentions(corpus, by="country")')
    """
    if view not in VIEWS:
        raise UnknownName("view", view, VIEWS)
    known = {option.name: [value for value, _ in option.choices] for option in VIEWS[view].options}
    for name, value in options.items():
        if name not in known:
            raise UnknownName(f"setting of {view}", name, known)
        if known[name] and value not in known[name]:
            raise UnknownName(name, value, known[name])
    return Explorer(corpus, view, options=options, lexicons=lexicons, selections=selections)
