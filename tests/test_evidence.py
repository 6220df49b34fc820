"""Evidence: the sentence around a row, through the repairs, and the way back to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import TEXTS, small_corpus

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, UnknownName
from sahelkit.evidence import DTYPES, Change, changes_within, read_through, source_span
from sahelkit.tables import Tables

SMALL = small_corpus()


def one(rows):
    return SMALL.evidence(rows).iloc[0]


@pytest.mark.parametrize("table", ["mentions", "figures", "dates", "quotes", "events", "sentences", "zones", "repairs"])
def test_each_row_gets_its_sentence_split_around_it(table):
    rows = getattr(SMALL, table)
    found = SMALL.evidence(rows)
    assert found.dtypes.astype(str).to_dict() == DTYPES
    assert found["article_id"].to_list() == rows["article_id"].to_list()
    assert found["row_start"].to_list() == rows["start"].to_list()
    assert (found["left"] + found["span"] + found["right"]).to_list() == found["text"].to_list()


def test_the_sentence_comes_with_publisher_day_zone_and_place():
    said = one(SMALL.filter(article="b").figures)
    assert (said["left"], said["span"], said["right"]) == ("France withdrew ", "400", " troops from Mali.")
    assert (said["publisher"], f"{said['published']:%Y-%m-%d}", said["zone"]) == ("The Southern", "2022-08-20", "body")
    assert TEXTS["b"][said["start"] : said["end"]] == said["text"]
    assert said["sentence_id"] == "b:0"


def test_a_row_that_runs_over_sentences_shows_them_all():
    quotes = SMALL.quotes.assign(start=3, end=90, sentence_id_last="b:38")
    said = one(quotes)
    assert said["text"] == TEXTS["b"] and (said["start"], said["end"]) == (0, 101)


def test_a_repair_inside_is_applied_and_one_at_the_edge_stays_outside_the_span():
    text = "kata TASS.Goita membantah"
    rows = SMALL.mentions.head(1).assign(start=TEXTS["a"].index(text), end=TEXTS["a"].index(text) + len(text))
    assert one(rows)["span"] == "kata TASS. Goita membantah"
    goita = SMALL.filter(actor="goita", article="a").mentions
    assert one(goita)["span"] == "Goita"
    assert one(rows.assign(end=31))["span"] == "kata TASS."
    last = SMALL.sentences.query("sentence_id == 'a:0'").assign(end=40)
    assert one(last.assign(start=26, end=30))["text"] == TEXTS["a"][:31]


def test_a_row_in_no_sentence_is_its_own_evidence():
    rows = SMALL.zones.assign(start=67, end=68)
    said = one(rows)
    assert (said["text"], said["span"], said["zone"]) == ("\n", "\n", "also_read")
    assert said.isna()["sentence_id"]


def test_evidence_takes_one_row_a_part_of_a_table_and_rows_of_a_wider_corpus():
    row = SMALL.mentions.iloc[4]
    assert SMALL.evidence(row)["span"].to_list() == ["France"]
    assert len(SMALL.evidence(SMALL.mentions, limit=2)) == 2
    assert len(SMALL.filter(article="a").evidence(SMALL.mentions)) == len(SMALL.mentions)
    assert SMALL.evidence(SMALL.mentions.head(0)).dtypes.astype(str).to_dict() == DTYPES


def test_rows_that_stand_nowhere_are_refused():
    with pytest.raises(BadValue) as caught:
        SMALL.evidence(SMALL.query("mentions", by="actor_id"))
    assert str(caught.value) == (
        "evidence takes rows with article_id, start and end, such as corpus.mentions; "
        "to see what a counted row rests on, filter the corpus by its values first"
    )
    with pytest.raises(UnknownName, match="there is no article 'z'; there are: a, b, c"):
        SMALL.evidence(SMALL.mentions.assign(article_id="z"))


def test_a_row_is_explained_by_table_span_zone_rule_and_repairs():
    assert SMALL.explain(SMALL.mentions.iloc[0]) == (
        "A row of mentions, article a: 'Wagner', characters 0 to 6 of the source\n"
        "zone: body\n"
        "because: lexicon actors, row 'wagner', form 'Wagner' (actors:wagner:Wagner)\n"
        "who: Wagner Group (wagner, armed_group), used as actor\n"
        "repairs inside: none"
    )
    row = SMALL.mentions.assign(start=26, end=36, rule="mentions.joined").head(1)
    explained = SMALL.explain(row).splitlines()
    assert explained[2] == "because: rule 'joined' of mentions (mentions.joined)"
    assert explained[-1] == "repairs inside: '' at 31 read as ' '"
    assert SMALL.explain(SMALL.zones).startswith("A row of zones, article a: characters 68 to 89 of the source")
    with pytest.raises(BadValue, match="explain takes one row, not 11"):
        SMALL.explain(SMALL.mentions)
    with pytest.raises(BadValue, match="explain takes one whole row of a table, such as corpus.mentions.iloc"):
        SMALL.explain(SMALL.mentions.iloc[0][["article_id", "start", "end"]])


def test_a_corpus_without_sentences_still_gives_evidence():
    frames = {name: SMALL.source.frames[name] for name in ("articles", "sources", "mentions")}
    assert Corpus(Tables(frames)).evidence(SMALL.mentions)["text"].to_list() == SMALL.mentions["text"].to_list()


@st.composite
def repaired(draw):
    """Draw a source and sorted repairs that do not touch: replacements and insertions."""
    source = draw(st.text("abc", min_size=1, max_size=20))
    changes, at = [], 0
    while at < len(source) and draw(st.booleans()):
        start = draw(st.integers(at, len(source) - 1))
        end = draw(st.integers(start, min(len(source), start + 3)))
        changes.append(Change(start, end, draw(st.text("XYZ", min_size=int(start == end), max_size=3))))
        at = end + 1
    return source, changes


@given(repaired())
def test_a_place_in_the_repaired_text_leads_back_to_the_source(case):
    source, changes = case
    inside = changes_within(changes, 0, len(source))
    text = read_through(source, inside, 0, len(source))
    for start in range(len(text)):
        first, last = source_span(inside, 0, start, start + 1)
        assert 0 <= first <= last <= len(source)
        assert text[start] in "XYZ" or source[first:last] == text[start]
    first, last = source_span(inside, 0, 0, len(text))
    assert read_through(source, changes_within(inside, first, last), first, last) == text
