"""The sheet: each sentence once with its marks, the article whole with the place asked for, and nothing but text."""

import html
import json
import re
from html.parser import HTMLParser

import pytest
from made_corpus import TEXTS, made_corpus, planted_corpus

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, UnknownName
from sahelkit.exploring.assets import script
from sahelkit.exploring.sheet import article_page, make_sheet, sheet_items, why
from sahelkit.studying.concordance import concordance

HOSTILE = [
    "<script>alert(1)</script>",
    "\"><svg onload='alert(1)'>",
    "</span></div><img src=x onerror=alert(1)>",
    "&lt;b&gt; javascript:alert(1) ]]>",
]


class _Reader(HTMLParser):
    """Collects the tags, attributes and text that a browser would see."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def read(page):
    reader = _Reader()
    reader.feed(page["html"])
    reader.close()
    return reader


def text_of(item):
    return "".join(text for text, _ in item["pieces"])


def marked(item):
    return [text for text, is_marked in item["pieces"] if is_marked]


def test_rows_of_one_sentence_are_one_item_with_several_marks():
    corpus = made_corpus()
    items = sheet_items(corpus, corpus.mentions)
    assert [item["rows"] for item in items] == [[0, 1], [2, 3], [4, 5], [6, 7]]
    assert [item["n"] for item in items] == [0, 2, 4, 6]
    assert text_of(items[0]) == "Mali menolak kerja sama dengan Prancis."
    assert marked(items[0]) == ["Mali", "Prancis"]
    assert items[0]["where"] == "Kabar · 2023-02-08 · Judul satu"
    assert TEXTS["b"][items[2]["start"] : items[2]["end"]] == text_of(items[2])
    assert all(item["explained"] and item["zone"] == "" for item in items)


def test_items_come_in_the_order_of_the_rows_wherever_those_of_one_sentence_stand():
    corpus = made_corpus()
    items = sheet_items(corpus, corpus.mentions.iloc[[7, 0, 5, 1, 4]])
    assert [item["rows"] for item in items] == [[0], [1, 3], [2, 4]]
    assert marked(items[1]) == ["Mali", "Prancis"]


def test_marks_that_overlap_or_come_twice_run_together():
    corpus = made_corpus()
    [item] = sheet_items(corpus, corpus.events.query("event_id == 'b:7'"))
    assert (item["rows"], marked(item)) == ([0, 1], ["sent"])
    rows = corpus.mentions.head(2).assign(start=[0, 2], end=[4, 12], sentence_id="a:0")
    [item] = sheet_items(corpus, rows)
    assert marked(item) == ["Mali menolak"]


def test_a_part_of_the_sentences_can_be_asked_for():
    corpus = made_corpus()
    whole = sheet_items(corpus, corpus.mentions)
    assert sheet_items(corpus, corpus.mentions, first=1, count=2) == whole[1:3]
    assert sheet_items(corpus, corpus.mentions, first=4) == []
    assert sheet_items(corpus, corpus.mentions.head(0)) == []


def test_a_sheet_counts_sentences_and_opens_no_article():
    corpus = made_corpus()
    sheet = make_sheet(corpus, corpus.mentions, heading="8 mentions", count=3)
    assert (sheet["heading"], len(sheet["items"]), sheet["total"], sheet["article"]) == ("8 mentions", 3, 4, None)
    assert make_sheet(corpus, corpus.mentions.head(0), heading="none")["total"] == 0


def test_a_repair_is_applied_in_a_sentence_and_a_row_in_no_sentence_is_its_own_item():
    corpus = made_corpus()
    assert text_of(sheet_items(corpus, corpus.figures)[0]) == "Macron berkata, “Ada 300 tentara Mali.”"
    items = sheet_items(corpus, corpus.zones)
    assert [item["rows"] for item in items] == [[0], [1], [2], [3]]
    assert items[1]["zone"] == "also read"
    assert text_of(items[1]).startswith("Baca Juga")


def test_a_quotation_that_runs_over_sentences_shows_them_all():
    corpus = made_corpus()
    rows = corpus.mentions.iloc[[4, 5]].assign(end=[6, len(TEXTS["b"])])
    [item] = sheet_items(corpus, rows)
    assert text_of(item) == TEXTS["b"]


def test_rows_of_which_some_stand_in_no_sentence_are_grouped_by_place():
    corpus = made_corpus()
    rows = corpus.mentions.head(3).assign(sentence_id=[None, "a:0", None])
    assert [item["rows"] for item in sheet_items(corpus, rows)] == [[0, 1], [2]]


def test_lines_of_a_concordance_have_sentences_but_no_reason():
    corpus = made_corpus()
    items = sheet_items(corpus, concordance(corpus, "mali"))
    assert len(items) == 4
    assert not any(item["explained"] for item in items)


def test_rows_and_articles_that_are_not_there_are_refused():
    corpus = made_corpus()
    with pytest.raises(BadValue, match="evidence takes rows with article_id, start and end"):
        sheet_items(corpus, corpus.query("mentions", by="actor_id"))
    with pytest.raises(UnknownName, match="there is no article 'c'"):
        sheet_items(corpus, corpus.mentions.assign(article_id="c"))
    with pytest.raises(UnknownName, match="there is no article 'c'"):
        article_page(corpus, "c")


def test_an_article_is_shown_whole_whatever_the_selection():
    corpus = made_corpus()
    assert article_page(corpus.filter(actor="macron", article="b"), "a") == article_page(corpus, "a")
    assert article_page(corpus, "a") == {
        "article_id": "a",
        "title": "Judul satu",
        "line": "Kabar · 2023-02-08 · Indonesian · a · 17 words",
        "url": "https://example.org/?a=1&b=2",
        "at": None,
        "html": re.search('<div class="skh-text">(.*)</div></div>$', corpus.article("a")._repr_html_(), re.S)[1],
        "legend": [
            ["skh-mention", "mention", 4],
            ["skh-figure", "figure", 1],
            ["skh-date", "date", 0],
            ["skh-event", "event", 1],
            ["skh-quote", "quotation", 1],
            ["skh-aside", "set aside", 1],
            ["skh-repair", "repaired", 1],
        ],
    }


@pytest.mark.parametrize("table", ["mentions", "figures", "quotes", "events", "sentences", "repairs"])
def test_the_place_of_a_row_is_the_target_of_its_article(table):
    corpus = made_corpus()
    for row in corpus.query(table).itertuples():
        page = article_page(corpus, row.article_id, at=(row.start, row.end))
        found = read(page)
        assert found.text.replace("†", "”") == TEXTS[row.article_id].replace("†", "”")
        assert page["at"] == [row.start, row.end]
        before, after = page["html"].split('<span class="skh-target"', 1)
        plain = html.unescape(re.sub("<[^>]*>", "", before))
        assert len(plain) == row.start
        assert after.startswith(' role="group" aria-label="the place asked for" tabindex="-1">')


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_in_every_field_stays_text(hostile):
    corpus = planted_corpus(hostile)
    for table in ("mentions", "figures", "dates", "quotes", "events", "sentences", "zones", "repairs"):
        sheet = make_sheet(corpus, corpus.query(table), heading=hostile)
        assert json.loads(json.dumps(sheet)) == sheet
        for item in sheet["items"]:
            assert text_of(item) == hostile
            assert hostile in item["where"]
    page = article_page(corpus, hostile, at=(1, 4))
    assert json.loads(json.dumps(page)) == page
    found = read(page)
    assert found.tags == {"span"}
    assert found.attributes <= {
        "class",
        "title",
        "data-tag",
        "data-zone",
        "data-blank",
        "role",
        "aria-label",
        "tabindex",
    }
    assert hostile in found.text
    assert (page["title"], page["url"]) == (hostile, "")


def test_only_the_text_of_an_article_is_set_as_markup():
    code = re.sub("//.*", "", script("sheet"))
    assert re.findall(r"\w+\.innerHTML = .*", code) == ["text.innerHTML = article.html;"]
    assert not re.search("outerHTML|insertAdjacentHTML|document.write|eval|createContextualFragment", code)


def test_why_explains_one_row_or_each_of_several():
    corpus = made_corpus()
    assert why(corpus, corpus.mentions.iloc[0]) == corpus.explain(corpus.mentions.iloc[0])
    both = why(corpus, corpus.mentions.head(2))
    assert both.split("\n\n") == [corpus.explain(corpus.mentions.iloc[n]) for n in (0, 1)]
    with pytest.raises(BadValue):
        why(corpus, concordance(corpus, "mali").iloc[0])


def test_only_the_articles_of_the_sentences_asked_for_are_read():
    asked = []

    class Watched:
        def __init__(self, source):
            self.source = source

        def rows(self, table, selection, **how):
            asked.append(selection.article)
            return self.source.rows(table, selection, **how)

    corpus = made_corpus()
    rows = corpus.mentions
    sheet_items(Corpus(Watched(corpus.source)), rows, first=2, count=2)
    article_page(Corpus(Watched(corpus.source)), "a")
    assert set(asked) == {("b",), ("a",)}
