"""Forms of a trigger: affixes and endings by rule, exceptions from the lexicons, and the event lexicon as a whole."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from case_files import load_cases
from hypothesis import given
from hypothesis import strategies as st

from sahelkit.columns import EVENT_TYPES, MODES
from sahelkit.errors import LexiconError
from sahelkit.lexicons.affixes import expand_event, sides
from sahelkit.lexicons.tables import EVENTS, LANGUAGES, section, table_rows

ROWS = table_rows(EVENTS)
ROLES = {"subj", "obj", "to", "from", "with", "against", "in", "gen", "by", "-"}
ACTS = {"", "speech", "denial", "casualty", "killing", "sided", "announce"}
KINDS = {"active", "passive", "noun", "victim", "participle", "infinitive", "bare"}
POS = {
    "id": ("meN", "meN-kan", "meN-i", "memper", "memper-kan", "memper-i", "ber-", "base", "noun", "victim"),
    "en": ("verb", "noun", "victim"),
    "fr": ("verb", "noun", "victim"),
}


def forms(language, form, pos):
    row = {"language": language, "form": form, "pos": pos, "event_type": "AID"}
    return [(kind, text) for kind, _, text, _, _ in expand_event(row)]


@pytest.mark.parametrize("case", load_cases("affixes"))
def test_a_row_gives_these_forms_and_not_those(case):
    found = [" ".join(pair) for pair in forms(case["lang"], case["text"], case["pos"])]
    texts = {text for _, text in forms(case["lang"], case["text"], case["pos"])}
    assert [form for form in case["expected"] if form not in found] == []
    assert [form for form in case["absent"] if form in texts] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_part_of_speech_is_named(language):
    name = {"id": "Indonesian", "en": "English", "fr": "French"}[language]
    with pytest.raises(LexiconError) as error:
        forms(language, "kata", "adverb")
    assert str(error.value) == f"events.csv, 'kata': no part of speech 'adverb' in {name}"


def test_a_french_verb_is_an_infinitive():
    with pytest.raises(LexiconError) as error:
        forms("fr", "retrait", "verb")
    assert str(error.value) == "events.csv, 'retrait': no French infinitive (-er, -ir, -re)"


WORD = st.text("abcdefghijklmnopqrstuvwxyzéç", min_size=1, max_size=12)


@given(st.sampled_from([(lang, pos) for lang in LANGUAGES for pos in POS[lang]]), WORD, st.sampled_from(["", " kota"]))
def test_any_word_gives_lower_case_forms_of_as_many_words(how, word, rest):
    word += "er" if how == ("fr", "verb") else ""
    found = forms(how[0], word + rest, how[1])
    assert found and len(set(found)) == len(found)
    for kind, text in found:
        assert kind in KINDS and text == text.lower() and text == " ".join(text.split())
        assert len(text.split()) == len((word + rest).split())


@given(st.sampled_from(ROWS))
def test_every_row_has_forms_with_its_type_and_rule(row):
    for kind, key, text, rule, data in expand_event(row):
        assert kind in KINDS and key == row["event_type"] and text
        assert rule.startswith(f"events:{key}:{row['form']}+")
        assert {name: data[name] for name in row} == row


def test_rows_use_known_roles_acts_and_modes():
    for row in ROWS:
        assert row["act"] in ACTS, row
        assert {*row["source"].split("|"), *row["target"].split("|")} <= ROLES, row
        assert row["mode"] in {"", *MODES.get(row["event_type"], "").split()}, row


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_covers_every_type_and_mode(language):
    own = [row for row in ROWS if row["language"] == language]
    assert len(own) >= {"id": 300}.get(language, 200)
    assert {row["event_type"] for row in own} == set(EVENT_TYPES)
    there = {(row["event_type"], row["mode"]) for row in own}
    assert [(t, m) for t, modes in MODES.items() for m in modes.split() if (t, m) not in there] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_has_two_types_in_one_voice(language):
    types = defaultdict(set)
    for row in ROWS:
        if row["language"] == language:
            for kind, key, text, _, _ in expand_event(row):
                types[kind, text].add(key)
    assert {form: found for form, found in types.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_decoys_are_no_triggers_and_stand_once(language):
    decoys = section(language, "events")["decoys"]
    triggers = {f for row in ROWS if row["language"] == language for _, _, f, _, _ in expand_event(row)}
    assert [form for form, n in Counter(decoys).items() if n > 1 or form in triggers or form != form.lower()] == []


def test_rows_stand_sorted_so_that_a_diff_shows_one_decision():
    keys = [(row["language"], row["event_type"], row["form"], row["pos"]) for row in ROWS]
    assert keys == sorted(keys)


def test_sides_turn_with_the_voice():
    sent = {"source": "subj", "target": "to|obj", "pos": "verb"}
    assert sides(sent, "active") == (("subj",), ("to", "obj"))
    assert sides(sent, "passive") == (("by",), ("to", "subj"))
    assert sides({"source": "subj", "target": "from", "pos": "meN"}, "passive") == (("by", "subj"), ("from",))
    assert sides({"source": "-", "target": "in", "pos": "base"}, "active") == ((), ("in",))
