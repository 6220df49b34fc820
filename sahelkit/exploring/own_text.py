"""Articles of one's own that join the corpus for the session: pasted, dropped or chosen, coded like any other.

`joined` puts two corpora into one; the box makes the second one from what was given. The corpus it joins is not
changed and nothing is written: what is to stay belongs into the study's folder.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container
from dataclasses import replace
from pathlib import PurePath
from typing import Any, NamedTuple

import anywidget
import ipywidgets
import pandas as pd
import traitlets

from sahelkit.arrays import TEXT
from sahelkit.columns import FINDINGS, TABLES
from sahelkit.corpus import Corpus, code
from sahelkit.errors import BadValue
from sahelkit.exploring.assets import script, style
from sahelkit.exploring.filters import KeyGuard, choice, date_line, grid, text_line
from sahelkit.exploring.read_box import LANGUAGES, decoded
from sahelkit.lazy import JoinedTables
from sahelkit.linking import NO_INCIDENT, link
from sahelkit.showing.markup import attempted, counted, day, language_name, told
from sahelkit.tables import Tables

OWN = "own"
COUNTED = tuple(name for name in FINDINGS if name != "candidates")
_LONGEST = 60  # characters of an article_id made from a file's name


def joined(corpus: Corpus, more: Corpus) -> Corpus:
    """Return a corpus with the articles of both, those of `corpus` first, under the selection of `corpus`.

    Parameters
    ----------
    corpus : Corpus
        Where it is linked (or has no event to link), the result is linked as a whole; else no event of the result has
        an incident_id. One on disk stays as it is, and the articles that join are linked with nothing.
    more : Corpus
        All its articles join, whatever its selection.

    Raises
    ------
    BadValue
        For an article_id that stands in both.

    Examples
    --------
    >>> one, two = (code([{"article_id": key, "language": "id", "text": "Mali menolak."}]) for key in "ab")
    >>> joined(one.filter(language="id"), two)
    <Corpus: 2 articles, 2 sentences, 2 mentions, ...; corpus.filter(language="id")>
    """
    one, other = corpus.source, more.source
    twice = sorted(key for key in other.known("article") if key in one.known("article"))
    if twice:
        raise BadValue(f"there is an article {twice[0]!r} already; give each its own article_id", value=twice)
    if not isinstance(one, Tables) or not isinstance(other, Tables):
        return Corpus(JoinedTables(one, other), corpus.selection)
    tables = _both(one, other)
    if _is_linked(one):
        return link(Corpus(tables, corpus.selection))
    events = tables.frames["events"]
    events = events.assign(incident_id=pd.Series(pd.NA, events.index, dtype=TEXT))
    return Corpus(replace(tables, frames={**tables.frames, "events": events}), corpus.selection)


def _both(one: Tables, other: Tables) -> Tables:
    frames = {name: pd.concat([one.frames[name], other.frames[name]], ignore_index=True) for name in TABLES}
    problems = pd.concat([one.problems, other.problems], ignore_index=True)
    return Tables(frames, problems, one.actors | other.actors)


def _is_linked(source: Tables) -> bool:
    events = source.frames["events"]
    is_none = events["relation"].eq("content").fillna(False) & events["status"].isin(NO_INCIDENT)
    return bool(is_none.all() or events["incident_id"].notna().any())


def own_id(name: str, *taken: Container[str]) -> str:
    """Return an article_id made from a file's name, or a number where it gives none; one that is not `taken`.

    Examples
    --------
    >>> own_id("Été à Gao (2).TXT", ()), own_id("gao.txt", ("gao", "gao-2")), own_id("", ("own-1",))
    ('ete-a-gao-2', 'gao-3', 'own-2')
    """
    plain = unicodedata.normalize("NFKD", PurePath(name).stem).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall("[a-z0-9]+", plain))[:_LONGEST].strip("-")
    if slug and not any(slug in ids for ids in taken):
        return slug
    n = 2 if slug else 1
    while any(f"{slug or OWN}-{n}" in ids for ids in taken):
        n += 1
    return f"{slug or OWN}-{n}"


class Given(NamedTuple):
    """A file that was dropped or chosen."""

    name: str
    text: str


class DropZone(anywidget.AnyWidget):
    """A place for files: chosen, dropped or pasted; `files` are those read, `names` what the page lists of them.

    Parameters
    ----------
    say : callable
        Takes what to do with a message from the page, does it and tells of errors.
    put : callable
        Takes text that was dropped or pasted.
    """

    _esm = script("dom", "drop")
    _css = style("drop")

    names = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, *, say: Callable[[Callable[[], str]], None], put: Callable[[str], None]) -> None:
        super().__init__()
        self.files: list[Given] = []
        self._refused: list[str] = []
        self._put = put
        self.on_msg(lambda _, message, buffers: say(lambda: self.hear(message, buffers)))

    def hear(self, message: dict[str, Any], buffers: list[Any]) -> str:
        """Do what the page asks: take a file or a text in, or leave a file out.

        Raises
        ------
        BadValue
            For a file that is not UTF-8; the others that came with it are taken.
        """
        if message["kind"] == "begin":
            self._refused = []
        elif message["kind"] == "file":
            self._take(message["name"], bytes(buffers[0]))
        elif message["kind"] == "text":
            self._put(message["text"])
        elif message["kind"] == "leave":
            self.keep([file for n, file in enumerate(self.files) if n != message["n"]])
        return ""

    def _take(self, name: str, content: bytes) -> None:
        try:
            given = Given(name, decoded(name, content))
        except BadValue as error:
            self._refused.append(str(error))
        else:
            self.keep([*self.files, given] if given not in self.files else self.files)
        if self._refused:  # said again after each file of those that came together
            raise BadValue("; ".join(self._refused), value=self._refused)

    def keep(self, files: list[Given]) -> None:
        """Hold these files and no others."""
        self.files, self.names = files, [file.name for file in files]


class OwnText(ipywidgets.VBox):  # type: ignore[misc]
    """The box as a widget: a text, files, what is known of them, and a button that adds them.

    Parameters
    ----------
    add : callable
        Takes the Corpus of the new articles; a text it returns is told too.
    taken : callable, optional
        Returns the article ids that are in use.
    lexicons : path, optional
        A folder whose actors.csv adds to the kit's actors, such as the study folder.
    """

    def __init__(
        self, add: Callable[[Corpus], object], *, taken: Callable[[], Container[str]] = frozenset, lexicons: Any = None
    ) -> None:
        self._add, self._taken, self._lexicons = add, taken, lexicons
        self._own: set[str] = set()
        self.text = ipywidgets.Textarea(
            description="Article text", placeholder="Paste an article here", rows=6,
            style={"description_width": "7.5em"}, layout={"width": "auto"},
        )  # fmt: skip
        self.zone = DropZone(say=self._say, put=self._put)
        self.language = choice("Language", [(language_name(key), key) for key in LANGUAGES], blank="from the text")
        self.published, self.title = date_line("Published on"), text_line("Title", hint="if you like")
        self.publisher = text_line("Publisher", hint="if you like")
        self.button = ipywidgets.Button(
            description="Add to the corpus", button_style="primary", layout={"width": "auto"}
        )
        self.button.on_click(lambda _: self._say(self._added))
        self.note = ipywidgets.HTML()
        fields = grid([self.language, self.published, self.publisher, self.title, self.button])
        super().__init__([KeyGuard(), self.text, self.zone, fields, self.note])
        self.add_class("skh-panel")

    def _put(self, text: str) -> None:
        """Put a dropped text where it can be seen and changed before it is added."""
        self.text.value = "\n\n".join(part for part in (self.text.value.strip(), text) if part)

    def _added(self) -> str:
        records = self._records()
        corpus = code(records, lexicons=self._lexicons)
        hidden = self._add(corpus)
        ids = [record["article_id"] for record in records]
        self._own |= set(ids)
        self.text.value = self.title.value = ""
        self.zone.keep([])
        found = [counted(int(corpus.query(name, by=())["n"].iloc[0]), name[:-1]) for name in COUNTED]
        problems = "".join(f"; {message}" for message in corpus.problems["message"])
        said = f"added: {counted(len(ids), 'article')} ({', '.join(ids)}), {', '.join(found)}{problems}"
        return f"{said}; {hidden}" if isinstance(hidden, str) and hidden else said

    def _records(self) -> list[dict[str, Any]]:
        """Return the articles given, as `code` takes them."""
        own = [Given("", self.text.value)] if self.text.value.strip() else []
        given = [*own, *self.zone.files]
        if not given:
            raise BadValue("there is no text yet: paste an article, or choose a file", value="")
        if self.title.value and len(given) > 1:
            raise BadValue(f"a title is for one article, and there are {len(given)}: add them one by one", value=given)
        about = {
            "title": self.title.value, "publisher": self.publisher.value, "language": self.language.value,
            "published": day(self.published.value),
        }  # fmt: skip
        taken, used, records = self._taken(), {*self._own}, []
        for name, text in given:
            key = own_id(name, taken, used)
            used.add(key)
            records.append({"article_id": key, "text": text, **{k: value for k, value in about.items() if value}})
        return records

    def _say(self, act: Callable[[], str]) -> None:
        self.note.value = attempted(lambda: told(act()))
