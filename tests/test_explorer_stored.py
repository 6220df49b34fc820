"""The explorer on a corpus on disk shows what it shows of the same corpus in memory."""

import matplotlib

matplotlib.use("Agg")
import pandas as pd
import pytest
from made_corpus import made_corpus

import sahelkit as sk
import sahelkit.exploring.collocates as collocates_view
import sahelkit.exploring.offers as offers_room
import sahelkit.exploring.whereabouts as whereabouts_room
from sahelkit.exploring.explorer import explore
from sahelkit.exploring.own_text import joined
from sahelkit.exploring.tabs import VIEWS
from sahelkit.lazy import JoinedTables
from sahelkit.selection import Selection
from sahelkit.studying.pieces import pieces

SELECTIONS = (Selection(), Selection(actor="mali"), Selection(text="tentara|troops", regex=True, publisher="The Paper"))
NEW = {"article_id": "new", "language": "id", "publisher": "Baru", "published": "2024-01-05",
       "text": "Mali menolak tawaran Prancis. Sekitar 200 tentara Prancis pergi."}  # fmt: skip


def tell(panel, kind, **message):
    panel._answer(panel.board, {"kind": kind, **message}, [])


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    linked = sk.link(made_corpus())
    return linked, sk.open(linked.save(tmp_path_factory.mktemp("opened") / "coded"))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("selection", SELECTIONS, ids=repr)
def test_every_view_shows_the_same(corpora, view, selection):
    panels = [explore(corpus, view=view) for corpus in corpora]
    for panel in panels:
        panel.select(selection)
        assert panel.board.shown["error"] is None
    one, two = panels
    pd.testing.assert_frame_equal(two.drawn.rows.reset_index(drop=True), one.drawn.rows.reset_index(drop=True))
    assert two.board.counts == one.board.counts
    assert {k: v for k, v in two.board.shown.items() if k != "stamp"} == {
        k: v for k, v in one.board.shown.items() if k != "stamp"
    }
    assert two.board.sheet == one.board.sheet
    rows = eval(two.drawn.code, {"sk": sk, "corpus": corpora[1]})
    pd.testing.assert_frame_equal(rows.reset_index(drop=True), two.drawn.rows.reset_index(drop=True))


def test_an_article_is_read_and_a_row_explained(corpora):
    for corpus in corpora:
        panel = explore(corpus)
        tell(panel, "open", key="mali")
        assert panel.board.sheet["items"][0]
        tell(panel, "why", n=0)
        assert panel.reader.why(0).startswith("A row of mentions, article a")
    assert corpora[1].article("a")._repr_html_() == corpora[0].article("a")._repr_html_()


def test_large_corpora_are_offered_and_read_in_part(corpora, monkeypatch):
    monkeypatch.setattr(offers_room, "_LISTED", 1)
    monkeypatch.setattr(whereabouts_room, "KEPT", 1)
    monkeypatch.setattr(collocates_view, "_WHOLE", 1)
    one, two = (explore(corpus, view="quotations") for corpus in corpora)
    assert two.board.shown["error"] is None
    assert two.filters.controls["article"].said() == "Article: any"
    assert dict(whereabouts_room.whereabouts(corpora[1])) == dict(whereabouts_room.whereabouts(corpora[0]))
    for panel in (one, two):
        tell(panel, "tab", name="collocates")
        assert panel.board.shown["error"] is None
    pd.testing.assert_frame_equal(two.drawn.rows, one.drawn.rows)


def test_articles_join_a_corpus_on_disk_for_the_session(corpora):
    more = sk.code([NEW])
    one, two = (joined(corpus, more) for corpus in corpora)
    assert isinstance(two.source, JoinedTables)
    for table in ("articles", "sentences", "mentions", "figures", "quotes"):
        pd.testing.assert_frame_equal(two.query(table), one.query(table))
        for by in ((), ("publisher",), ("article_id", "published")):
            pd.testing.assert_frame_equal(two.query(table, by=by), one.query(table, by=by))
        pd.testing.assert_frame_equal(
            two.query(table, columns="publisher", order=("-published", "article_id"), limit=3),
            one.query(table, columns="publisher", order=("-published", "article_id"), limit=3),
        )
    assert two.filter(article=("new", "a")).articles["article_id"].to_list() == ["a", "new"]
    assert sorted(two.source.known("article")) == sorted(one.source.known("article"))
    for wrong in ("nex", ("a", "zzz")):
        with pytest.raises(KeyError) as caught:
            two.filter(article=wrong)
        assert "there is no article" in str(caught.value)
    with pytest.raises(ValueError, match="there is an article 'new' already"):
        joined(two, more)
    assert len(two.evidence(two.mentions)) == len(two.mentions)


def test_the_explorer_takes_a_text_beside_a_corpus_on_disk(corpora):
    panel = explore(corpora[1])
    panel.add(sk.code([NEW]))
    assert panel.board.shown["error"] is None
    assert len(panel.corpus) == 3
    for view in VIEWS:
        tell(panel, "tab", name=view)
        assert panel.board.shown["error"] is None, view


def test_studies_in_pieces_are_those_of_the_whole(corpora, monkeypatch):
    import sahelkit.exploring.views as views_room
    import sahelkit.studying.concordance as concordance_room
    import sahelkit.studying.statements as statements_room

    linked, opened = corpora
    asked = [
        lambda c: sk.concordance(c, "mali", sort="right"), lambda c: sk.concordance(c, "[Mm]ali", regex=True),
        lambda c: sk.concordance(c, "M", regex=True, ignore_case=False, sort="left"), sk.statements,
        lambda c: sk.count_statements(c, by=("kind", "publisher")),
        lambda c: views_room.openings(c, ["article_id", "zone"]),
    ]  # fmt: skip
    whole = [ask(linked) for ask in asked]
    for room in (concordance_room, statements_room, views_room):
        monkeypatch.setattr(room, "pieces", lambda corpus, table: pieces(corpus, table, most=1))
    for corpus in corpora:
        for ask, expected in zip(asked, whole, strict=True):
            pd.testing.assert_frame_equal(ask(corpus).reset_index(drop=True), expected.reset_index(drop=True))
    assert concordance_room.count_hits(opened, "mali") == len(whole[0])


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: sk.trends(c), lambda c: sk.trends(c, split="actor_id", by="publisher"),
        lambda c: sk.count_mentions(c),
        lambda c: sk.count_figures(c), lambda c: sk.count_events(c), lambda c: sk.comentions(c), lambda c: sk.chains(c),
        lambda c: sk.incidents(c), lambda c: sk.collocates(c, "mali", min_count=1), lambda c: sk.propose_actors(c),
        lambda c: sk.coverage(c), lambda c: sk.count_unread(c),
        lambda c: sk.keyness(c.filter(language="id", text="menolak"), c.filter(language="id"), min_count=1),
    ],
)  # fmt: skip
def test_studies_of_a_corpus_on_disk_are_the_same(corpora, ask):
    one, two = (ask(corpus) for corpus in corpora)
    pd.testing.assert_frame_equal(two, one)


@pytest.mark.parametrize("most", [1, 500_000])
def test_exports_are_the_same_bytes(corpora, tmp_path, monkeypatch, most):
    import sahelkit.exports as exports_room

    corpora[0].export("csv", tmp_path / "csv0")
    corpora[0].export("plover", tmp_path / "events0.jsonl")
    monkeypatch.setattr(exports_room, "pieces", lambda corpus, table, _=0: pieces(corpus, table, most=most))
    corpora[1].export("csv", tmp_path / "csv1")
    corpora[1].export("plover", tmp_path / "events1.jsonl")
    names = sorted(path.name for path in (tmp_path / "csv0").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "csv1").iterdir())
    assert all((tmp_path / "csv0" / name).read_bytes() == (tmp_path / "csv1" / name).read_bytes() for name in names)
    assert (tmp_path / "events0.jsonl").read_bytes() == (tmp_path / "events1.jsonl").read_bytes()
    assert corpora[0].cite() == corpora[1].cite()
