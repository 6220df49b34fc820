"""A box for an article of one's own: paste it or choose a file, say its language and date, and see what is found.

The article is coded like any other, by the kit's rules and the study's lexicons; it joins no corpus and is sent
nowhere. What the box cannot read it says in the box.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets

from sahelkit.columns import columns_of
from sahelkit.corpus import Corpus, code
from sahelkit.errors import BadValue
from sahelkit.exploring.filters import KeyGuard, choice, date_line, grid, text_line
from sahelkit.showing.cells import name_of, names_from, plain, records
from sahelkit.showing.highlight import Article, bounds
from sahelkit.showing.markup import Shown, attempted, day, language_name, page, table
from sahelkit.studying.summaries import count_mentions

ARTICLE_ID = "pasted"
LANGUAGES = next(c.codes for c in columns_of("articles") if c.name == "language").split()


def show_coded(corpus: Corpus, article_id: str) -> Shown:
    """Show one article highlighted, and below it its actors, figures, dates and events as tables.

    Raises
    ------
    UnknownName
        When the corpus has no such article.
    """
    article = Article(corpus, article_id)
    own = corpus.filter(article=article_id)
    tables = _actors(own), _figures(own), _dates(own), _events(own)
    return Shown(article._repr_html_() + page(*tables), repr(article))


def _actors(corpus: Corpus) -> str:
    rows = count_mentions(corpus)[["name", "actor_type", "mentions"]].itertuples(index=False, name=None)
    return table("Actors", ("actor", "type", "times named"), rows)


def _figures(corpus: Corpus) -> str:
    names = names_from(corpus.query("mentions"))
    rows = [
        (
            row["text"], bounds(row), row["kind"], name_of(row["actor_id"], names, "not said"),
            name_of(row["claimant_id"], names) or plain(row["claimant_text"], "the article"),
        )
        for row in records(corpus.query("figures"))
    ]  # fmt: skip
    return table("Figures", ("words", "persons", "kind", "whose", "who says so"), rows)


def _dates(corpus: Corpus) -> str:
    rows = [
        (row["text"], row["edtf"], day(row["date_from"]), day(row["date_to"]), row["precision"])
        for row in records(corpus.query("dates"))
    ]
    return table("Dates", ("words", "EDTF", "first day", "last day", "precision"), rows)


def _events(corpus: Corpus) -> str:
    names = names_from(corpus.query("mentions"))
    rows = [
        (row["text"], row["event_type"], *_sides(row, names), row["status"], row["date_edtf"])
        for row in records(corpus.query("events"))
    ]
    return table("Events", ("words", "type", "source", "target", "status", "date"), rows)


def _sides(row: dict[str, Any], names: dict[str, str]) -> tuple[str, str]:
    return name_of(row["source_id"], names, "?"), name_of(row["target_id"], names, "?")


class ReadBox(ipywidgets.VBox):  # type: ignore[misc]
    """The box as a widget; after a click `corpus` holds the coded article, `result` what is shown of it."""

    def __init__(self, lexicons: Any = None) -> None:
        self.lexicons = lexicons
        self.corpus: Corpus | None = None
        self.text = ipywidgets.Textarea(
            description="Article text", placeholder="Paste an article here", rows=8,
            style={"description_width": "7.5em"}, layout={"width": "auto"},
        )  # fmt: skip
        self.file = ipywidgets.FileUpload(accept=".txt", description="or choose a .txt file", layout={"width": "16em"})
        self.language = choice("Language", [(language_name(key), key) for key in LANGUAGES], blank="from the text")
        self.published = date_line("Published on")
        self.title = text_line("Title", hint="if you like")
        self.button = ipywidgets.Button(description="Read it", button_style="primary")
        self.result = ipywidgets.HTML()
        fields = grid([self.language, self.published, self.title, self.file, self.button])
        super().__init__([KeyGuard(), self.text, fields, self.result])
        self.add_class("skh-panel")
        self.button.on_click(self._read)
        self.file.observe(self._take, names="value")

    def _take(self, _: Any = None) -> None:
        """Put the chosen file's text into the box, where it can be seen and changed before it is read."""
        if self.file.value:
            self._say(self._taken)

    def _taken(self) -> str:
        upload = self.file.value[0]
        self.text.value = decoded(plain(upload["name"]), bytes(upload["content"]))
        return ""

    def _read(self, _: Any = None) -> None:
        self._say(self._coded)

    def _coded(self) -> str:
        self.corpus = code([self._record()], lexicons=self.lexicons)
        return show_coded(self.corpus, ARTICLE_ID).html

    def _say(self, make: Callable[[], str]) -> None:
        self.result.value = attempted(make)

    def _record(self) -> dict[str, Any]:
        text = self.text.value
        if not text.strip():
            raise BadValue("there is no text yet: paste an article, or choose a file", value=text)
        given = {
            "title": self.title.value, "published": day(self.published.value), "language": self.language.value
        }  # fmt: skip
        named = {key: value for key, value in given.items() if value}
        return {"article_id": ARTICLE_ID, "text": text, **named}

    def __repr__(self) -> str:
        return "<Box for an article of your own: run the cell to use it>"


def decoded(name: str, content: bytes) -> str:
    """Return the text of a file that was chosen; a mark at its beginning that says UTF-8 is no part of it.

    Raises
    ------
    BadValue
        For what is not UTF-8, naming the file and the byte.

    Examples
    --------
    >>> decoded("a.txt", b"Mali tenang.")
    'Mali tenang.'
    >>> decoded("a.txt", b"Mali \\xff")
    Traceback (most recent call last):
        ...
    sahelkit.errors.BadValue: a.txt: byte 5 is not UTF-8; save the file as UTF-8 text
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadValue(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8 text", value=name) from None


def read_box(*, lexicons: Any = None) -> ReadBox:
    """Open a box to paste an article into, or to choose a .txt file; one click shows what is found in it.

    Parameters
    ----------
    lexicons : path, optional
        A folder whose actors.csv adds to the kit's actors, such as the study folder.

    Returns
    -------
    ReadBox
        A widget that shows itself in a notebook; its `corpus` is the article as last read, None before.

    Examples
    --------
    >>> box = read_box()
    >>> box.button.click()
    >>> "there is no text yet" in box.result.value
    True
    """
    return ReadBox(lexicons)
