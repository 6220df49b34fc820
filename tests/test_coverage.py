"""The report of what no rule read: verbs of action in sentences with an actor and without an event."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import small_corpus
from test_selection import selections

from sahelkit.corpus import Corpus, code
from sahelkit.errors import BadValue
from sahelkit.studying.coverage import DTYPES, count_coverage, count_unread, coverage
from sahelkit.studying.verbs import is_verb, shapes_of, words_in
from sahelkit.tables import Tables


def coded(text, language, **more):
    return code([{"article_id": "a", "language": language, "text": text, "published": "2023-05-02", **more}])


def unread(text, language):
    """The words listed, where no event was found; a text with an event says nothing of the shapes."""
    corpus = coded(text, language)
    assert corpus.events.empty, "this sentence was read: take another verb"
    return coverage(corpus)["text"].to_list()


def verbs(text, language):
    words = words_in(text)
    return [text[w.start : w.end] for n, w in enumerate(words) if is_verb(words, n, shapes_of(language))]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("id", "Tentara Mali memperbaiki jembatan itu.", ["memperbaiki"]),
        ("id", "Jembatan itu diperbaiki tentara Mali.", ["diperbaiki"]),
        ("id", "Para prajurit Niger bernyanyi di pasar.", ["bernyanyi"]),
        ("id", "Warga mengecatnya dengan warna hijau.", ["mengecatnya"]),
        ("en", "Malian soldiers repaired the bridge.", ["repaired"]),
        ("en", "The villagers were repainting the school.", ["repainting"]),
        ("en", "Niger repaints the school.", ["repaints"]),
        ("fr", "Les soldats maliens ont réparé le pont.", ["réparé"]),
        ("fr", "Le Mali a également réparé le pont.", ["réparé"]),
        ("fr", "Le Mali répare le pont.", ["répare"]),
        ("fr", "Les habitants repeindront l'école.", ["repeindront"]),
    ],
)
def test_a_verb_by_its_shape_beside_an_actor_is_listed(language, text, expected):
    assert unread(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "Mali merupakan negara terbesar di wilayah itu."),  # says what something is
        ("id", "Menurut Mali, berita itu benar."),  # function word and noun of a verb's shape
        ("id", "Presiden Mali mengatakan bahwa semua baik."),  # a word of saying
        ("id", "Rencana Mali itu menarik perhatian publik."),  # a phrase known to be no act
        ("id", "Jembatan itu diperbaiki pada musim panas."),  # nobody acts
        ("en", "Mali said nothing during the morning."),
        ("en", "Malian forces need more buildings."),
        ("en", "The bridge was repaired in May."),
        ("fr", "Le Mali est un pays de la région depuis des années."),
        ("fr", "La sécurité de la population reste une priorité pour le Mali."),
        ("fr", "Le pont a été réparé en mai."),
    ],
)
def test_what_is_no_act_or_has_no_actor_is_not_listed(language, text):
    assert unread(text, language) == []


def test_a_sentence_with_an_event_is_read_whatever_else_it_tells():
    corpus = coded("Prancis menarik pasukannya dari Mali dan memperbaiki jembatan.", "id")
    assert not corpus.events.empty
    assert coverage(corpus).empty
    assert count_coverage(corpus).to_numpy().tolist() == [["id", 1, 1, 1, 0]]


def test_a_trigger_that_the_rules_passed_over_is_told_from_a_word_that_no_lexicon_has():
    corpus = coded("Mali menari.\nMali memperbaiki jembatan.", "id")
    assert not coverage(corpus)["is_listed"].any()
    assert "attacked" in shapes_of("en").triggers and "menyerang" in shapes_of("id").triggers


def test_names_are_no_verbs():
    assert unread("Badan Meteorologi Mali dan Mengku Buwono tenang.", "id") == []


def test_a_headline_may_write_its_verbs_with_a_capital():
    assert verbs("Mali Memperbaiki Jembatan", "id") == ["Memperbaiki"]


def test_rows_lead_to_the_source_through_repairs():
    text = "Kami siap,†ujar Diop, seperti dikutip dari\nTASS.Tentara Mali memperbaiki jembatan itu."
    corpus = coded(text, "id")
    assert len(corpus.repairs)
    rows = coverage(corpus)
    rows = rows[rows["word"] == "memperbaiki"]
    assert [text[start:end] for start, end in rows[["start", "end"]].to_numpy()] == ["memperbaiki"]
    assert corpus.evidence(rows)["span"].to_list() == ["memperbaiki"]


def test_words_are_counted_without_a_joined_clitic():
    corpus = coded("Warga mengecatnya.\nWarga mengecat rumah.", "id")
    assert count_unread(corpus).to_numpy().tolist() == [["id", "mengecat", 2, 1]]
    assert count_unread(corpus, by="text")["times"].to_list() == [1, 1]


def test_an_actor_that_is_selected_is_not_the_only_one_who_acts():
    corpus = coded("Prancis menarik pasukannya dari Mali.", "id").filter(actor="mali")
    assert count_coverage(corpus)[["with_actor", "with_event", "unread"]].to_numpy().tolist() == [[1, 1, 0]]


def test_by_names_columns_that_exist():
    with pytest.raises(BadValue, match="by takes one or more different columns of language, zone, article_id, not 'x'"):
        count_coverage(small_corpus(), by="x")
    with pytest.raises(BadValue, match=r"by takes one or more different columns of .*, not \(\)"):
        count_unread(small_corpus(), by=())


def test_an_empty_corpus_has_empty_tables():
    empty = Corpus(Tables({}))
    assert {name: str(kind) for name, kind in coverage(empty).dtypes.items()} == DTYPES
    assert count_coverage(empty).empty and count_unread(empty).empty


@settings(max_examples=30, deadline=None)
@given(selections())
def test_counts_add_up(selection):
    corpus = Corpus(small_corpus().source, selection)
    counted, rows = count_coverage(corpus), coverage(corpus)
    assert (counted["with_event"] + counted["unread"] <= counted["with_actor"]).all()
    assert counted["unread"].sum() == rows["sentence_id"].nunique()
    assert count_unread(corpus)["times"].sum() == len(rows)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["id", "en", "fr"]))
def test_no_string_is_too_strange(text, language):
    assert all(text[w.start : w.end].lower() == w.low for w in words_in(text))
    assert verbs(text, language) is not None


@pytest.mark.parametrize("text", ["mem" * 300_000, "diserang " * 100_000, "(" * 1_000_000, "a-" * 500_000])
def test_a_megabyte_is_no_trouble(text):
    start = time.perf_counter()
    verbs(text, "id")
    assert time.perf_counter() - start < 3
