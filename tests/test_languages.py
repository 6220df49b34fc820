"""Languages: what a text is in where nobody says so; in doubt it is not decided."""

import re
import subprocess
import sys
import time

import pytest
from case_files import load_cases
from hypothesis import given
from hypothesis import strategies as st

import sahelkit as sk
from sahelkit.errors import SourceError
from sahelkit.reading.languages import _at_once, _decide, _identifier, detect_language

READ = {
    "id": "Pemerintah mengatakan bahwa 12 warga sipil tewas kemarin.",
    "en": "The government said that 12 civilians were killed yesterday.",
    "fr": "Le gouvernement a déclaré que 12 civils avaient été tués hier.",
}
UNREAD = {
    "es": "El gobierno dijo que 12 civiles habían muerto ayer en Mali.",
    "ms": "Kerajaan berkata 12 orang awam terkorban semalam kerana serangan berhampiran sempadan Mali.",
}


@pytest.mark.parametrize("case", load_cases("languages"))
def test_a_language_is_told_or_left_open(case):
    assert detect_language(case["text"]).language == case["expected"]


@given(st.text())
def test_any_string_is_taken(text):
    found = detect_language(text)
    assert found.language is None or found.probability >= 0.5
    assert found == detect_language(text)


def article_in(language):
    """The cases in a language, one after the other, as long as an article."""
    cases = [parameter.values[0] for parameter in load_cases("languages")]
    texts = [case["text"] for case in cases if case["expected"] == language]
    return "\n".join((texts * 40)[:40])


@pytest.mark.parametrize("language", [*READ, *UNREAD, "jv", "pcm", "pt", "ht", "ca", "nl", "de"])
def test_only_a_language_of_the_kit_is_told_at_once_and_as_the_model_tells_it(language):
    text = article_in(language)
    assert _at_once(text) == (language if language in READ else None)
    assert _decide(dict(_identifier().rank(text)), text).language == language


@pytest.mark.parametrize("shares", [("id", "en"), ("en", "fr"), ("fr", "id"), ("ms", "id")])
def test_what_is_written_in_two_languages_is_not_told_at_once(shares):
    both = [article_in(language).split("\n") for language in shares]
    assert _at_once("\n".join(line for lines in zip(*both) for line in lines)) is None


def test_the_language_of_an_article_is_told_in_less_time_than_its_words_are_split():
    for language in READ:
        text, words = article_in(language)[:4_000], re.compile(r"\w+")
        times = {}
        for name, work in (("told", detect_language), ("split", words.findall)) * 2:
            started = time.process_time()
            for _ in range(300):
                work(text)
            times[name] = time.process_time() - started
        assert times["told"] < times["split"]


def test_a_language_that_is_given_is_never_doubted():
    row = {"article_id": "a", "text": READ["en"], "language": "fr"}
    articles = sk.code([row]).articles
    assert (articles.language[0], articles.language_basis[0]) == ("fr", "catalog")


def test_a_mixed_archive_is_read_where_it_can_be_and_kept_where_it_cannot():
    texts = {**READ, **UNREAD}
    corpus = sk.code({"article_id": code, "text": text} for code, text in texts.items())
    assert corpus.articles.language.to_list() == list(texts)
    assert set(corpus.articles.language_basis) == {"detected"}
    assert corpus.sources.text.to_list() == list(texts.values())
    assert corpus.problems[["kind", "row"]].to_numpy().tolist() == [["language", 4], ["language", 5]]
    for table in (corpus.sentences, corpus.figures, corpus.dates):
        assert set(table.article_id) == set(READ)
    unread = corpus.zones[corpus.zones.article_id.isin(UNREAD)]
    assert unread[["start", "end", "zone", "rule"]].to_numpy().tolist() == [
        [0, len(text), "body", "unread"] for text in UNREAD.values()
    ]
    assert UNREAD["es"] in corpus.article("es")._repr_html_()


def test_rows_are_those_of_each_article_alone():
    rows = [{"article_id": code, "text": text} for code, text in {**UNREAD, **READ}.items()]
    together = sk.code(rows)
    for row in rows:
        alone = sk.code([row])
        for table in ("articles", "zones", "sentences", "figures", "dates"):
            both = together.filter(article=row["article_id"]).query(table)
            assert both.equals(alone.query(table))


def test_an_archive_in_other_languages_alone_is_kept():
    corpus = sk.code([{"article_id": "es", "text": UNREAD["es"]}])
    assert (len(corpus), len(corpus.sentences)) == (1, 0)


def test_a_text_that_shows_no_language_says_how_to_name_it():
    rows = [{"article_id": "a", "text": "Mali, 2022"}, {"article_id": "b", "text": READ["id"]}]
    message = "record 1 ('a'): the language cannot be told from this text; fill it in, or declare one for all"
    with pytest.raises(SourceError) as raised:
        sk.code(rows)
    assert str(raised.value).startswith(message)
    corpus = sk.code(rows, on_error="report")
    assert corpus.articles.article_id.to_list() == ["b"]
    assert corpus.problems.message[0].startswith(message)


def test_the_library_is_loaded_only_when_a_language_is_asked_for():
    program = "import sys, sahelkit as sk; sk.load, sk.code; print('py3langid' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "unit", ["(", "a", "a ", "1", "“", "\n", "Baca Juga:\n", "The town fell to the soldiers again. "]
)
def test_a_megabyte_of_anything_is_soon_told(unit):
    detect_language(READ["en"])  # loads the model
    text = unit * (1_000_000 // len(unit))
    started = time.process_time()
    detect_language(text)
    assert time.process_time() - started < 1
