"""Copies in the explorer: the tick that counts them once, what the views then say, and the way to the original."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import pytest
from edited_texts import TEXTS, edited

import sahelkit as sk
from sahelkit.corpus import Corpus
from sahelkit.exploring.explorer import Explorer, explore
from sahelkit.exploring.files import as_figure
from sahelkit.exploring.panel import heading
from sahelkit.exploring.tabs import VIEWS
from sahelkit.selection import Selection
from sahelkit.tables import Tables

PARTS = (
    ("a", "Kabar", "2023-03-06", TEXTS["wire-en"]), ("b", "The Paper", "2023-03-07", edited("wire-en", [["cut", 3]])),
    ("c", "The Paper", "2023-03-08", TEXTS["rival-en"]),
)  # fmt: skip
CODED = sk.code(
    {"article_id": key, "publisher": house, "published": day, "language": "en", "text": text}
    for key, house, day, text in PARTS
)
LINKED = sk.link(CODED)
UNLINKED_NOTE = (
    "no article is marked as a copy, so that counting copies once changes nothing: sk.link(corpus) finds them"
)


def tell(panel: Explorer, kind: str, **message: Any) -> None:
    panel._answer(None, {"kind": kind, **message}, [])


def test_a_tick_counts_copies_once_in_every_view_and_its_chip_takes_it_back() -> None:
    panel = explore(LINKED, view="articles")
    panel.filters.controls["distinct"].value = True
    assert panel.selection == Selection(distinct=True) and panel.board.counts["articles"] == 2
    [chip] = panel.board.shown["chips"]
    assert chip == {"field": "distinct", "value": "", "text": "copies counted once", "applies": True}
    assert panel.drawn is not None and panel.drawn.code == "corpus.filter(distinct=True).articles"
    for view in VIEWS:
        tell(panel, "tab", name=view)
        assert panel.board.shown["error"] is None and panel.board.shown["notes"] == []
        assert "corpus.filter(distinct=True)" in panel.drawn.code
    tell(panel, "drop", field="distinct", value="")
    assert panel.selection == Selection() and panel.filters.controls["distinct"].value is False


@pytest.mark.parametrize("corpus", [LINKED, LINKED.filter(distinct=True)], ids=["chosen", "given"])
def test_captions_and_pictures_say_that_copies_are_counted_once(corpus: Corpus) -> None:
    for view in ("trends", "articles"):
        panel = explore(corpus, view=view)
        panel.select(Selection(distinct=True))
        assert "copies counted once" in panel.board.shown["caption"]
        told = heading(VIEWS[view], panel._asked(view), panel.drawn)
        assert "copies counted once" in told.splitlines()[1]
        figure = as_figure(panel.drawn, told)
        assert any("copies counted once" in text.get_text() for text in figure.texts)
        plt.close(figure)
        panel.select(Selection())
        assert ("copies counted once" in panel.board.shown["caption"]) == corpus.selection.distinct


def test_trends_count_by_distinct_text() -> None:
    panel = explore(LINKED, view="trends", table="articles", by="month")
    assert panel.drawn.rows["articles"].to_list() == [3]
    panel.filters.controls["distinct"].value = True
    assert panel.drawn.rows["articles"].to_list() == [2]
    assert panel.drawn.code == 'sk.trends(corpus.filter(distinct=True), table="articles")'
    assert eval(panel.drawn.code, {"sk": sk, "corpus": LINKED}).equals(panel.drawn.rows)  # noqa: S307


def test_an_article_leads_to_the_one_that_it_repeats() -> None:
    panel = explore(LINKED, view="articles")
    labels = [column["label"] for column in panel.board.shown["chart"]["columns"]]
    at = labels.index("copy of")
    lines = panel.board.shown["chart"]["lines"]
    assert all(len(line["cells"]) == len(labels) for line in lines)
    assert [line["cells"][at] for line in lines] == [
        "", {"text": "Kabar · 2023-03-06", "fields": {"article": "a"}, "pressed": False}, "",
    ]  # fmt: skip
    tell(panel, "choose", fields={"article": "a"}, how="narrow")
    assert panel.drawn.rows["article_id"].to_list() == ["a"]
    assert "copy of" not in [column["label"] for column in panel.board.shown["chart"]["columns"]]


def test_an_original_that_is_not_there_is_named() -> None:
    frames = LINKED.source.frames
    articles = frames["articles"].assign(copy_of=frames["articles"]["copy_of"].replace("a", "gone"))
    panel = explore(Corpus(Tables({**frames, "articles": articles})), view="articles")
    assert panel.board.shown["chart"]["lines"][1]["cells"][3] == "gone"


def test_a_corpus_without_copies_shows_no_column_and_says_that_the_tick_changes_nothing() -> None:
    panel = explore(CODED, view="articles")
    assert "copy of" not in [column["label"] for column in panel.board.shown["chart"]["columns"]]
    panel.filters.controls["distinct"].value = True
    assert panel.board.counts["articles"] == 3
    assert panel.board.shown["notes"] == [UNLINKED_NOTE]
