"""An article shows its finds, zones and repairs; whatever comes from outside shows as text."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_corpus import TEXTS, made_corpus, planted_corpus

from sahelkit.errors import BadValue, UnknownName
from sahelkit.exploring.explorer import explore
from sahelkit.exploring.read_box import read_box, show_coded
from sahelkit.showing.highlight import Article, Find, text_html
from sahelkit.showing.markup import complaint, esc, link
from sahelkit.showing.sentences import show_concordance, show_evidence

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "\"><svg onload='alert(1)'>",
    '</style></div></ol><iframe srcdoc="<script>alert(1)</script>">',
    "<!-- <b",
    "&lt;b&gt; &#x3c;i&#x3e; ]]>",
    "' autofocus onfocus='alert(1)' x='",
]
TAGS = {
    "style",
    "div",
    "span",
    "ol",
    "li",
    "mark",
    "p",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "img",
    "code",
}
ATTRIBUTES = {
    "class",
    "title",
    "data-tag",
    "data-zone",
    "data-blank",
    "role",
    "aria-label",
    "tabindex",
    "href",
    "target",
    "rel",
    "scope",
    "src",
    "alt",
    "width",
}


class _Reader(HTMLParser):
    """Collects the tags, attributes and text that a browser would see."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.text, self.open, self.style = set(), set(), "", [], False

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.style = tag == "style"
        self.attributes |= {name for name, _ in attrs}
        for name, value in attrs:
            assert name != "href" or re.match(r"https?://", value)
            assert name != "src" or value.startswith("data:image/png;base64,")
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.style = False

    def handle_data(self, data):
        if not self.style:
            self.text += data


def read(html):
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    assert reader.tags <= TAGS
    assert reader.attributes <= ATTRIBUTES
    return reader.text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_in_every_field_shows_as_text(hostile):
    corpus = planted_corpus(hostile)
    assert hostile in read(Article(corpus, hostile)._repr_html_())
    assert hostile in read(show_evidence(corpus.evidence(corpus.mentions), noun=hostile).html)
    assert hostile in read(show_coded(corpus, hostile).html)
    assert hostile in read(complaint(hostile))
    assert hostile in read(explore(corpus)._repr_mimebundle_()["text/html"])
    assert read(read_box().result.value) == ""


def test_a_script_in_an_address_is_no_link():
    assert "<a" not in link("javascript:alert(1)") + link(" https://x") + link("JavaScript:x") + link(
        "data:text/html,x"
    )
    assert link('https://x/"onclick="a').count('"') == 6


def test_control_characters_vanish_and_line_ends_are_plain():
    assert esc("a\x00b\x1b[31m\r\nc\rd\x85\ud800") == "ab[31m\nc\ndé".replace("é", "")
    assert esc(None) == esc(pd.NA) == esc(pd.NaT) == ""


def test_an_article_shows_its_text_its_finds_and_its_counts():
    html = Article(made_corpus(), "a")._repr_html_()
    text = read(html)
    assert TEXTS["a"].replace("†", "”") in text
    assert "4 mentions, 1 figure, 0 dates, 1 event, 1 quotation" in text
    assert "Kabar · 2023-02-08 · Indonesian · a · 17 words" in text
    assert "Judul satu" in text
    assert '<span class="skh-mention" title="mention: Mali (mali), state, as actor">Mali</span>' in html


def test_set_aside_zones_are_greyed_and_named():
    html = Article(made_corpus(), "a")._repr_html_()
    assert '<span class="skh-aside" data-zone="also read" title="set aside, not coded: also read">Baca Juga' in html
    assert 'skh-aside" data-zone' not in Article(made_corpus(), "b")._repr_html_()


def test_a_repaired_character_tells_what_stood_there():
    html = Article(made_corpus(), "a")._repr_html_()
    assert '<span class="skh-repair" title="repaired: here stood “†”">”</span>' in html


def test_an_insertion_and_a_mended_line_break_can_be_seen():
    repairs = [
        {"start": 5, "end": 5, "before": "", "after": " "},
        {"start": 8, "end": 9, "before": "\n", "after": " "},
    ]
    html = text_html("TASS.Ia\n\nb", [], [], repairs)
    blank = '<span class="skh-repair" data-blank="1" title="repaired: '
    assert html == f'TASS.{blank}nothing stood here"> </span>Ia\n{blank}here stood “a line break”"> </span>b'


def test_a_find_that_cuts_a_repair_keeps_it_whole():
    html = text_html("xâ€y", [Find(0, 2, "mentions", "m")], [], [{"start": 1, "end": 3, "before": "â€", "after": "”"}])
    assert read(html) == "x”y"


def test_finds_that_overlap_share_the_stretch_they_share():
    html = text_html("abcdef", [Find(0, 4, "quotes", "q"), Find(2, 6, "events", "e", "AID")], [], [])
    assert html == (
        '<span class="skh-quote" title="quotation: q">ab</span>'
        '<span class="skh-quote skh-event" title="quotation: q | event: e">cd</span>'
        '<span class="skh-event" data-tag="AID" title="event: e">ef</span>'
    )


TARGET = '<span class="skh-target" role="group" aria-label="the place asked for" tabindex="-1">'


def test_the_place_asked_for_is_framed_around_the_finds_in_it():
    html = text_html("abcdef", [Find(0, 3, "dates", "d")], [], [], target=(2, 5))
    date = '<span class="skh-date" title="date: d">'
    assert html == f"{date}ab</span>{TARGET}{date}c</span>de</span>f"
    assert text_html("ab", [], [], [], target=(0, 2)) == f"{TARGET}ab</span>"
    assert text_html("ab", [], [], [], target=(1, 1)) == text_html("ab", [], [], [], target=(2, 9)) == "ab"


def test_a_place_across_two_zones_is_framed_in_both():
    zones = [{"start": 0, "end": 2, "zone": "caption"}, {"start": 2, "end": 4, "zone": "body"}]
    html = text_html("abcd", [], zones, [], target=(1, 3))
    assert html.endswith(f">a{TARGET}b</span></span>{TARGET}c</span>d")


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32), st.sampled_from(["quotes", "mentions", "dates"]))),
    st.integers(0, 30),
)
def test_marks_never_change_the_text(source, spans, cut):
    target = spans[0][:2] if spans else None
    zones = [{"start": 0, "end": cut, "zone": "body"}, {"start": cut, "end": len(source), "zone": "advert"}]
    html = text_html(source, [Find(*span, "why") for span in spans], zones, [], target=target)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert esc(reader.text) == esc(source)
    assert reader.open == []


def test_an_article_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="there is no article 'c'"):
        made_corpus().article("c")
    assert repr(made_corpus().article("b")) == "Article b · Title two · The Paper · 2022-06-01 · English"


def test_an_article_shows_the_finds_its_selection_holds():
    text = read(Article(made_corpus().filter(actor="macron"), "a")._repr_html_())
    assert "1 mention, 1 figure, 0 dates, 0 events, 1 quotation" in text


def test_evidence_shows_each_sentence_once_with_all_its_marks():
    corpus = made_corpus()
    shown = show_evidence(corpus.evidence(corpus.mentions), noun="mention")
    assert repr(shown) == "8 mentions in 4 sentences"
    assert shown.html.count("<li>") == 4
    assert shown.html.count("<mark>") == 8
    assert "<mark>Mali</mark> menolak kerja sama dengan <mark>Prancis</mark>." in shown.html
    assert "(Kabar · 2023-02-08 · a)" in read(shown.html)


def test_evidence_without_rows_says_so_and_a_long_list_says_what_it_leaves_out():
    corpus = made_corpus()
    rows = corpus.evidence(corpus.mentions)
    assert read(show_evidence(rows.head(0), noun="mention").html) == "no mentions, so no sentences"
    assert "and 3 further sentences" in read(show_evidence(rows, limit=1).html)
    with pytest.raises(UnknownName, match="there is no column"):
        show_evidence(corpus.mentions)
    with pytest.raises(BadValue, match="expected a table"):
        show_evidence("mentions")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_concordance_shows_markup_as_text(hostile):
    cells = {"publisher": hostile, "left": hostile, "keyword": hostile, "right": hostile, "published": None}
    shown = show_concordance(pd.DataFrame([cells | {"article_id": hostile}]))
    assert read(shown.html).count(hostile) == 4
    assert repr(shown) == "1 occurrence"
    assert "<table" not in show_concordance(pd.DataFrame(columns=[*cells, "article_id"])).html
