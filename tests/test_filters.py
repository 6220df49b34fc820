"""The filter bar: its controls offer what the corpus holds and say a Selection, nothing more and nothing less."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_corpus import made_corpus, planted_corpus
from small_corpus import small_corpus

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.exploring.assets import script
from sahelkit.exploring.filters import (
    KeyGuard,
    choice,
    date_line,
    layout,
    make_filters,
    read,
    refresh,
    text_line,
    watch,
    write,
)
from sahelkit.exploring.offers import offers
from sahelkit.exploring.phrases import join_phrases, split_phrases
from sahelkit.exploring.picker import Picker
from sahelkit.selection import FIELDS, Selection
from sahelkit.tables import Tables

HOSTILE = '<img src=x onerror="alert(1)">\'"</script>&amp;'


def keys(filters, name):
    return [option[0] for option in filters.controls[name].options]


def picker(*values, **traits):
    options = [["mali", "Mali", "7"], ["un", "UN", "2"], ["france", "France", "1"], ["ecowas", "ECOWAS", "1"]]
    return Picker(label="Actor", options=options, value=list(values), **traits)


# ---- what a picker says


@pytest.mark.parametrize(
    "values, said",
    [
        ((), "Actor: any"),
        (("mali",), "Actor: Mali"),
        (("mali", "france"), "Actor: Mali, France"),
        (("mali", "un", "france"), "Actor: 3 chosen"),
        (("wagner",), "Actor: wagner"),
    ],
)
def test_a_picker_says_what_is_chosen(values, said):
    assert picker(*values).said() == said


def test_a_picker_that_wants_nothing_does_not_say_any():
    control = picker()
    control.choose(())
    assert (control.said(), control.chosen()) == ("Actor: none", ())
    control.choose(None)
    assert (control.said(), control.chosen()) == ("Actor: any", None)


def test_values_stand_in_the_order_of_the_options_and_unknown_ones_are_kept():
    control = picker()
    control.choose(("france", "wagner", "mali"))
    assert control.value == ["wagner", "mali", "france"]
    assert control.chosen() == ("wagner", "mali", "france")


def test_new_options_leave_what_is_chosen():
    control = picker("un")
    control.offer([["niger", "Niger", "1"]])
    assert (control.value, control.said()) == (["un"], "Actor: un")


# ---- what the bar offers


def test_every_field_of_a_selection_has_a_control_with_a_label():
    filters = make_filters(made_corpus())
    assert set(filters.controls) == {*FIELDS, "regex"}
    for control in filters.controls.values():
        assert control.label if isinstance(control, Picker) else control.description


def test_the_options_are_what_the_corpus_holds():
    offered = offers(made_corpus())
    assert offered["article"] == [
        ["a", "2023-02-08 · Kabar · Judul satu"],
        ["b", "2022-06-01 · The Paper · Title two"],
    ]
    assert offered["actor"] == [
        ["macron", "Emmanuel Macron", "1"],
        ["france", "France", "3"],
        ["mali", "Mali", "4"],
    ]
    assert offered["actor_type"] == [["person", "person"], ["state", "state"]]
    assert offered["claimant"] == [["macron", "Emmanuel Macron"]]
    assert offered["publisher"] == [["Kabar", "Kabar"], ["The Paper", "The Paper"]]
    assert offered["language"] == [["en", "English"], ["id", "Indonesian"]]


def test_codes_stand_in_the_order_of_the_codebook():
    filters = make_filters(made_corpus())
    assert keys(filters, "event_type") == ["SUPPORT", "AID", "REJECT"]
    assert keys(filters, "group") == ["verbal cooperation", "material cooperation", "verbal conflict"]
    assert keys(filters, "status") == ["claimed", "reported"]


def test_countries_are_named_in_english_those_of_nameless_sides_too():
    offered = offers(small_corpus())
    assert ["MLI", "Mali"] in offered["country"] and ["FRA", "France"] in offered["country"]
    assert [text for _, text in offered["country"]] == sorted(text for _, text in offered["country"])


def test_the_corpus_own_selection_limits_what_is_offered():
    filters = make_filters(made_corpus().filter(article="b"))
    assert keys(filters, "article") == ["b"]
    assert keys(filters, "actor") == ["france", "mali"]


def test_a_corpus_without_rows_offers_nothing():
    assert set(map(len, offers(Corpus(Tables({}))).values())) == {0}


def test_options_keep_markup_as_text():
    filters = make_filters(planted_corpus(HOSTILE))
    assert filters.controls["actor"].options == [[HOSTILE, HOSTILE, "2"]]
    assert HOSTILE in filters.controls["article"].options[0][1]
    filters.controls["actor"].choose((HOSTILE,))
    assert filters.controls["actor"].said() == f"Actor: {HOSTILE}"
    assert json.loads(json.dumps(filters.controls["actor"].options)) == filters.controls["actor"].options


def test_titles_become_one_printable_line():
    title = offers(planted_corpus("a\nb\x00c\u202ed"))["article"][0][1]
    assert title == "2022-03-08 · a b c d · a b c d"


def test_the_script_never_sets_markup():
    for name in ("picker", "keys"):
        source = script(name)
        assert not any(way in source for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"))


# ---- a Selection in, the same out

SELECTIONS = [
    Selection(),
    Selection(actor="mali"),
    Selection(actor=("mali", "nobody_named"), country="MLI", actor_type=("state", "person")),
    Selection(article="a", publisher=("Kabar", "Le Journal"), language=("fr", "id")),
    Selection(event_type=("AID", "REJECT"), group="verbal conflict", status=("denied", "claimed"), claimant="macron"),
    Selection(since="2022", until="2022-03", event_since="2021-12-31", event_until="2023"),
    Selection(text="coup d'État"),
    Selection(text=r"\bribu\b|\"x\"", regex=True),
    Selection(text=("one", "two")),
    Selection(text=('a "b" or "c"', " d "), regex=True),
    Selection(text='"one" or "two"'),
    Selection(text="()"),
    Selection(text=()),
    Selection(text=("",)),
    Selection(actor=(), status=()),
    Selection(distinct=True),
    Selection(distinct=True, text="ribu", regex=True, language="id"),
]


@pytest.mark.parametrize("selection", SELECTIONS, ids=repr)
def test_a_selection_written_is_read_again(selection):
    filters = make_filters(made_corpus())
    write(filters, selection)
    assert read(filters) == selection
    write(filters, Selection())
    assert read(filters) == Selection()


def test_each_selection_replaces_the_one_before():
    filters = make_filters(made_corpus())
    for selection in (*SELECTIONS, *reversed(SELECTIONS)):
        write(filters, selection)
        assert read(filters) == selection


def test_further_conditions_have_no_control():
    filters = make_filters(made_corpus())
    both = Selection(actor="mali").narrow(Selection(actor="france"))
    write(filters, both)
    assert both.also and read(filters) == Selection(actor="france")


@given(st.lists(st.text(), max_size=4).map(tuple))
def test_any_phrases_can_be_said_in_one_line(phrases):
    kept = tuple(sorted(set(phrases)))
    said = split_phrases(join_phrases(kept))
    assert Selection(text=said) == Selection(text=kept)


@pytest.mark.parametrize(
    "line, phrases",
    [
        ('"coup" or "junta"', ("coup", "junta")),
        ('"coup" OR  "junta"', ("coup", "junta")),
        ('"coup"', ('"coup"',)),
        ("coup or junta", ("coup or junta",)),
        ('the "coup" or "junta"', ('the "coup" or "junta"',)),
        ('"coup" and "junta"', ('"coup" and "junta"',)),
    ],
)
def test_several_phrases_need_quotes_and_or(line, phrases):
    assert split_phrases(line) == phrases


@pytest.mark.parametrize("line", ['"' * 1_000_000, '"a" or ' * 150_000, " " * 1_000_000, '"a"' + " " * 1_000_000])
def test_a_megabyte_in_the_line_is_read_at_once(line):
    start = time.perf_counter()
    split_phrases(line)
    assert time.perf_counter() - start < 1


def test_what_is_no_date_or_pattern_is_refused_by_its_field():
    filters = make_filters(made_corpus())
    filters.controls["since"].value = "8 March"
    with pytest.raises(BadValue, match="since takes a date such as '2022', '2022-01' or '2022-01-15', not '8 March'"):
        read(filters)
    filters.controls["since"].value = " 2022 "
    filters.controls["text"].value, filters.controls["regex"].value = "(", True
    with pytest.raises(BadValue, match="text is no regular expression"):
        read(filters)
    filters.controls["regex"].value = False
    assert read(filters) == Selection(text="(", since="2022")


# ---- refresh and watch


def test_options_are_renewed_and_what_is_chosen_stays():
    filters = make_filters(made_corpus().filter(article="b"))
    write(filters, Selection(actor="mali", article="b"))
    refresh(filters, made_corpus())
    assert keys(filters, "article") == ["a", "b"] and "macron" in keys(filters, "actor")
    assert read(filters) == Selection(actor="mali", article="b")
    refresh(filters, made_corpus().filter(article="b", actor="france"))
    assert keys(filters, "actor") == ["france"]
    assert read(filters) == Selection(actor="mali", article="b")


def watched():
    filters, heard = make_filters(made_corpus()), []
    watch(filters, lambda: heard.append(read(filters)))
    return filters, heard


def test_each_change_by_the_reader_is_heard_once():
    filters, heard = watched()
    filters.controls["actor"].value = ["mali"]
    filters.controls["text"].value = "tentara"
    filters.controls["regex"].value = True
    filters.controls["since"].value = "2022"
    assert heard == [
        Selection(actor="mali"),
        Selection(actor="mali", text="tentara"),
        Selection(actor="mali", text="tentara", regex=True),
        Selection(actor="mali", text="tentara", regex=True, since="2022"),
    ]


def test_a_tick_counts_copies_once_and_taking_it_off_counts_them_again():
    filters, heard = watched()
    box = filters.controls["distinct"]
    assert (box.description, box.value) == ("Count copies once", False)
    box.value = True
    box.value = False
    assert heard == [Selection(distinct=True), Selection()]


def test_a_message_from_the_page_is_one_change_however_many_traits_it_sets():
    filters, heard = watched()
    write(filters, Selection(actor=()))
    filters.controls["actor"].set_state({"nothing": False, "value": ["mali"]})
    assert heard == [Selection(actor="mali")]


def test_writing_and_refreshing_are_not_heard_and_the_next_change_is():
    filters, heard = watched()
    for selection in SELECTIONS:
        write(filters, selection)
    write(filters, Selection(text="tentara", regex=True))
    refresh(filters, made_corpus().filter(article="b"))
    assert heard == []
    filters.controls["text"].value = ""
    assert heard == [Selection()]


def test_a_change_that_says_nothing_is_not_heard():
    filters, heard = watched()
    filters.controls["regex"].value = True
    filters.controls["since"].value = "  "
    assert heard == []
    filters.controls["text"].value = "a|b"
    assert heard == [Selection(text="a|b", regex=True)]


def test_an_error_while_writing_leaves_the_bar_listening(monkeypatch):
    filters, heard = watched()
    with pytest.raises(AttributeError):
        write(filters, None)
    filters.controls["since"].value = "2022"
    assert heard == [Selection(since="2022")]


# ---- layout and the paste box


def test_the_bar_holds_every_control_text_first_and_wraps():
    filters = make_filters(made_corpus())
    bar = layout(filters)
    held = [part for child in bar.children for part in getattr(child, "children", [child])]
    controls = list(filters.controls.values())
    assert [part for part in held if part in controls] == controls
    assert next(iter(filters.controls)) == "text"
    assert "auto-fill" in bar.layout.grid_template_columns


def test_lines_speak_when_left_and_lists_begin_with_any():
    assert text_line("Title").continuous_update is False
    assert choice("Language", [("French", "fr"), "id"]).options == (("any", ""), ("French", "fr"), ("id", "id"))
    assert date_line("Published on").description == "Published on"


def test_the_guard_looks_at_added_nodes_only():
    assert "addedNodes" in KeyGuard._esm and "data-lm-suppress-shortcuts" in KeyGuard._esm
