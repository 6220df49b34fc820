"""Articles of one's own join the corpus for the session: whole, under ids of their own, linked where it is linked."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pandas as pd
import pytest
from big_corpus import big_corpus
from made_corpus import made_corpus, planted_corpus

import sahelkit as sk
from sahelkit.columns import TABLES, columns_of
from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.exploring.own_text import DropZone, OwnText, joined, own_id
from sahelkit.tables import Tables

SAID = "Mali menolak 300 tentara Prancis pada 8 Maret 2022."
ATTACKS = {"a": "JNIM attacked the army in Gao on 3 June 2022.", "b": "On 3 June 2022 JNIM attacked soldiers in Gao."}


def coded(**texts: str) -> Corpus:
    return sk.code([{"article_id": key, "language": "en", "text": text} for key, text in texts.items()])


def test_the_rows_of_both_stand_one_after_the_other() -> None:
    one, two = made_corpus(), sk.code([{"article_id": "c", "text": SAID, "language": "id"}])
    both = joined(one, two)
    for table in TABLES:
        frame = both.query(table)
        assert len(frame) == len(one.query(table)) + len(two.query(table))
        assert [str(frame.dtypes[c.name]) for c in columns_of(table)] == [c.dtype for c in columns_of(table)]
    assert both.articles["article_id"].to_list() == ["a", "b", "c"]
    assert both.filter(article="c").mentions["text"].to_list() == two.mentions["text"].to_list()
    assert both.filter(article="a", text="tentara").sentences.equals(one.filter(text="tentara").sentences)
    assert both.evidence(both.figures)["span"].to_list() == [*one.figures["text"], *two.figures["text"]]
    assert (len(one), len(two)) == (2, 1)


def test_coding_together_and_joining_give_the_same_tables() -> None:
    both = joined(coded(a=ATTACKS["a"]), coded(b=ATTACKS["b"]))
    for table in TABLES:
        pd.testing.assert_frame_equal(both.query(table), coded(**ATTACKS).query(table))


def test_the_first_selection_holds_and_actors_and_problems_are_united() -> None:
    problem = pd.DataFrame([{"path": "x.txt", "member": None, "row": 1, "kind": "empty", "message": "is empty"}])
    one = Corpus(Tables(made_corpus().source.frames, actors=frozenset({"wagner"})))
    two = Corpus(Tables(coded(c="Mali is calm.").source.frames, problem, frozenset({"igad"})))
    both = joined(one.filter(publisher="Kabar"), two.filter(article="c"))
    assert both.articles["article_id"].to_list() == ["a"]
    assert both.without().articles["article_id"].to_list() == ["a", "b", "c"]
    assert both.problems["message"].to_list() == ["is empty"]
    assert {"wagner", "igad", "mali"} <= both.source.known("actor")


def test_further_columns_of_the_articles_are_kept() -> None:
    one = sk.code([{"article_id": "a", "text": SAID, "language": "id", "desk": "world"}])
    two = sk.code([{"article_id": "b", "text": SAID, "language": "id", "page": "3"}])
    articles = joined(one, two).articles
    assert articles["meta_desk"].fillna("-").to_list() == ["world", "-"]
    assert articles["meta_page"].fillna("-").to_list() == ["-", "3"]
    assert {str(articles[name].dtype) for name in ("meta_desk", "meta_page")} == {"string"}


def test_an_article_that_is_there_already_is_refused() -> None:
    with pytest.raises(BadValue) as refused:
        joined(made_corpus().filter(article="b"), made_corpus())
    assert str(refused.value) == "there is an article 'a' already; give each its own article_id"
    assert refused.value.value == ["a", "b"]


def test_nothing_joins_anything() -> None:
    nothing = Corpus(Tables({}))
    assert len(joined(nothing, nothing)) == 0
    assert joined(made_corpus(), nothing).mentions.equals(made_corpus().mentions)
    assert joined(nothing, made_corpus()).mentions.equals(made_corpus().mentions)


def test_a_linked_corpus_is_linked_again_and_another_is_not() -> None:
    one, two = coded(a=ATTACKS["a"]), coded(b=ATTACKS["b"])
    assert joined(sk.link(one), two).events["incident_id"].nunique() == 1
    assert len(sk.incidents(joined(sk.link(one), two))) == 1
    assert joined(one, sk.link(two)).events["incident_id"].isna().all()
    with pytest.raises(BadValue, match="link the corpus first"):
        sk.incidents(joined(one, sk.link(two)))
    without_events = coded(c="Mali is calm.")
    assert without_events.events.empty
    assert joined(without_events, two).events["incident_id"].notna().all()


def test_an_article_joins_a_big_corpus_at_once() -> None:
    big, more = big_corpus(100_000), coded(own=ATTACKS["a"])
    start = time.process_time()
    both = joined(big, more)
    assert time.process_time() - start < 0.5
    assert both.filter(article="own")._n("mentions") == len(more.mentions) > 0


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("", (), "own-1"),
        ("", ("own-1", "own-2"), "own-3"),
        ("Sahel News, 3 May.txt", (), "sahel-news-3-may"),
        ("a.txt", ("a",), "a-2"),
        ("Été.txt", (), "ete"),
        ("مالي.txt", (), "own-1"),
        ("../../etc/passwd", (), "passwd"),
        ("<script>alert(1)</script>.txt", (), "script"),
        ("<img src=x onerror=alert(1)>.txt", (), "img-src-x-onerror-alert-1"),
        ("x" * 300 + ".txt", (), "x" * 60),
        (".txt", (), "txt"),
    ],
)
def test_an_id_is_made_of_the_name_of_the_file(name: str, taken: tuple[str, ...], key: str) -> None:
    assert own_id(name, taken) == key


class Added(list):
    """A box and the corpora it added."""

    def __init__(self, corpus: Corpus | None = None, **options: object) -> None:
        self.corpus = corpus or made_corpus()
        self.box = OwnText(self.add, taken=lambda: self.corpus.source.known("article"), **options)

    def add(self, more: Corpus) -> None:
        self.corpus = joined(self.corpus, more)
        self.append(more)

    def drop(self, *files: tuple[str, bytes]) -> None:
        """Say what the page says when files are dropped."""
        self.say({"kind": "begin"})
        for name, content in files:
            self.say({"kind": "file", "name": name}, [memoryview(content)])

    def say(self, message: dict[str, object], buffers: list[memoryview] | None = None) -> None:
        self.box.zone._handle_custom_msg(message, buffers or [])


def test_a_pasted_text_is_added_with_what_is_known_of_it() -> None:
    added = Added()
    box = added.box
    box.text.value, box.language.value, box.title.value, box.publisher.value = SAID, "id", "<b>", "Kabar"
    box.published.value = dt.date(2022, 3, 23)
    box.button.click()
    row = added[0].articles.iloc[0]
    assert list(row[["article_id", "title", "publisher", "language"]]) == ["own-1", "<b>", "Kabar", "id"]
    assert row["published"] == pd.Timestamp("2022-03-23") and row["language_basis"] == "catalog"
    assert 'role="status">added: 1 article (own-1), 2 mentions, 1 figure, 1 date, 0 quotes, 1 event' in box.note.value
    assert box.text.value == box.title.value == ""
    assert added.corpus.articles["article_id"].to_list() == ["a", "b", "own-1"]
    box.text.value, box.language.value = SAID, "id"
    box.button.click()
    assert added[1].articles["article_id"].to_list() == ["own-2"]


def test_several_files_are_added_together() -> None:
    added = Added()
    added.box.language.value = "id"
    added.drop(("Kabar satu.txt", b"\xef\xbb\xbf" + SAID.encode()), ("B.txt", b"Macron mengunjungi Mali."))
    assert added.box.zone.names == ["Kabar satu.txt", "B.txt"]
    added.box.button.click()
    assert added[0].articles["article_id"].to_list() == ["kabar-satu", "b-2"], "b is in the corpus"
    assert added[0].query("sources")["text"].iloc[0] == SAID
    assert "added: 2 articles (kabar-satu, b-2), 4 mentions" in added.box.note.value
    assert added.box.zone.names == []


def test_a_box_alone_gives_each_article_an_id_of_its_own() -> None:
    corpora: list[Corpus] = []
    box = OwnText(corpora.append)
    for _ in range(2):
        box.text.value, box.language.value = SAID, "id"
        box.button.click()
    assert [c.articles["article_id"].iloc[0] for c in corpora] == ["own-1", "own-2"]


def test_a_file_that_is_no_text_is_named_and_the_others_are_taken() -> None:
    added = Added()
    added.drop(("<b>.txt", b"a\xff"), ("good.txt", SAID.encode()), ("c.txt", b"\xfe"))
    assert added.box.zone.names == ["good.txt"]
    note = added.box.note.value
    assert 'role="alert">&lt;b&gt;.txt: byte 1 is not UTF-8; save the file as UTF-8 text; c.txt: byte 0' in note
    added.drop(("good.txt", SAID.encode()))
    assert added.box.zone.names == ["good.txt"] and added.box.note.value == ""
    added.say({"kind": "leave", "n": 0})
    assert added.box.zone.names == []


def test_a_dropped_text_is_put_into_the_box() -> None:
    added = Added()
    added.say({"kind": "text", "text": "Mali tenang."})
    added.say({"kind": "text", "text": "Niger juga."})
    assert added.box.text.value == "Mali tenang.\n\nNiger juga."


def test_what_cannot_be_added_is_said_and_stays_in_the_box() -> None:
    added = Added()
    added.box.button.click()
    assert 'role="alert">there is no text yet: paste an article, or choose a file' in added.box.note.value
    added.box.text.value = "Mali tenang."
    added.box.button.click()
    assert "own-1" in added.box.note.value and "the language cannot be told" in added.box.note.value
    added.drop(("x.txt", SAID.encode()))
    added.box.language.value, added.box.title.value = "id", "One"
    added.box.button.click()
    assert "a title is for one article, and there are 2: add them one by one" in added.box.note.value
    assert added.box.text.value and added.box.zone.names == ["x.txt"] and added == []


def test_an_article_in_another_language_is_kept_and_said_to_be_unread() -> None:
    added = Added()
    added.box.text.value = "Die Regierung in Berlin kündigte am Mittwoch den Abzug der Bundeswehr aus Mali an. " * 3
    added.box.button.click()
    assert "added: 1 article (own-1), 0 mentions" in added.box.note.value
    assert "its language seems to be &#x27;de&#x27;, which is not read" in added.box.note.value


def test_an_error_of_the_explorer_shows_in_the_box() -> None:
    box = OwnText(lambda _: 1 / 0)
    box.text.value, box.language.value = SAID, "id"
    box.button.click()
    assert "ZeroDivisionError: division by zero" in box.note.value and box.text.value == SAID
    box.zone._handle_custom_msg({"kind": "file"}, [])
    assert "KeyError" in box.note.value


def test_the_lexicons_of_the_study_are_used(tmp_path: Path) -> None:
    head = "actor_id,form,language,kind,actor_type,country,sector,valid_from,valid_to,citation,note"
    (tmp_path / "actors.csv").write_text(f"{head}\nzamrud,Yayasan Zamrud,id,name,ngo,,,,,,\n", encoding="utf-8")
    added = Added(lexicons=tmp_path)
    added.box.text.value, added.box.language.value = "Yayasan Zamrud mengunjungi Mali.", "id"
    added.box.button.click()
    assert "zamrud" in added[0].mentions["actor_id"].to_list()
    missing = Added(lexicons=tmp_path / "none")
    missing.box.text.value, missing.box.language.value = SAID, "id"
    missing.box.button.click()
    assert "lexicons takes a folder, and there is none" in missing.box.note.value


def test_a_hostile_corpus_joins_as_it_is() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    both = joined(made_corpus(), planted_corpus(hostile))
    assert both.articles["title"].iloc[-1] == hostile


def test_each_control_of_the_box_has_a_label_and_the_zone_is_one_module() -> None:
    box = Added().box
    assert all(c.description for c in (box.text, box.language, box.published, box.title, box.publisher, box.button))
    module = DropZone._esm
    assert str(module).count("export default") == 1 and "innerHTML" not in str(module)
