"""Collocates and key words in the explorer: each number opens as many words as it says, in one language."""

import pytest

import sahelkit as sk
from sahelkit.exploring.explorer import explore
from sahelkit.selection import Selection

TEXTS = {
    "a": ("id", "Tentara Mali maju ke utara. Kata TASS.Tentara Mali mundur. Mali tenang, kata tentara."),
    "b": ("id", "Tentara Niger maju. Tentara Niger mundur dari Mali. Niger tenang."),
    "c": ("en", "The army of Mali advanced. The army of Niger withdrew."),
}
NEAR = ("left", "right", "both", "in_corpus")
KEY = ("frequency", "reference_frequency")


@pytest.fixture(scope="module")
def corpus():
    articles = [{"article_id": key, "language": language, "text": text} for key, (language, text) in TEXTS.items()]
    return sk.code(articles)


def tell(panel, kind, **message):
    panel._answer(panel.board, {"kind": kind, **message}, [])


def words_behind(panel):
    sources = {key: text for key, (_, text) in TEXTS.items()}
    rows = panel.reader.rows
    return [sources[key][start:end].casefold() for key, start, end in rows[["article_id", "start", "end"]].to_numpy()]


@pytest.mark.parametrize("selection", [Selection(), Selection(language="id"), Selection(article="a", text="mundur")])
def test_every_number_opens_as_many_words_as_it_says(corpus, selection):
    panel = explore(corpus, view="collocates", node="tentara", window=2, min_count=1)
    panel.select(selection)
    rows = panel.drawn.rows
    assert len(rows)
    for row in rows.itertuples():
        for count in NEAR:
            tell(panel, "open", key=f"{count}|{row.word}")
            assert words_behind(panel) == [row.word] * getattr(row, count)
        tell(panel, "open", key=f"articles|{row.word}")
        assert panel.reader.rows["article_id"].nunique() == row.articles


def test_key_words_open_on_both_sides(corpus):
    panel = explore(corpus, view="collocates", show="keywords", min_count=1)
    panel.select(Selection(article="a"))
    assert panel.drawn.code == 'sk.keyness(corpus.filter(article="a"), corpus.filter(language="id"), min_count=1)'
    for row in panel.drawn.rows.itertuples():
        for count in KEY:
            tell(panel, "open", key=f"{count}|{row.word}")
            assert words_behind(panel) == [row.word] * getattr(row, count)


def test_key_words_of_several_languages_ask_for_one(corpus):
    panel = explore(corpus, view="collocates", show="keywords", min_count=1)
    assert panel.board.shown["error"] == (
        "key words compare texts in one language: choose English or Indonesian in the filter bar"
    )
    panel.select(Selection(language="en"))
    assert panel.board.shown["error"] is None
