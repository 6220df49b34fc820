"""The tape: one letter for every token or hit, earlier layers first, every letter leading back to its tokens."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanned import scan_texts

from sahelkit.finding.tape import lay, lexicon_layer, spans_layer

NAMES = {"state": "S", "place": "P"}
POOL = ("Mali", "pasukan", "1.700", "“", "”", ",", ".", "\n", "Uni Eropa", "Sungai Niger", "pergi", "Goita", "(", "—")
LINES = st.lists(st.sampled_from(POOL), max_size=25).map(" ".join)


def letters(text, *layers):
    scanned = scan_texts([text])
    return lay(scanned, [lexicon_layer(scanned, domain, kinds) for domain, kinds in layers]).letters


def test_a_bare_tape_shows_the_shapes_of_its_tokens():
    assert letters("Mali menarik 200 tentara.") == "Cw#w.\n\n"
    assert letters("“Tidak,” ‘ya’ «non» [a] = b… — 1.700") == "<C,>[w]<w>(w)?w~=#\n\n"


def test_a_phrase_is_one_letter_and_kinds_without_a_letter_are_left_off():
    text = "Uni Eropa di Burkina Faso."
    assert letters(text, ("names", NAMES)) == "CCwS.\n\n"
    assert letters(text, ("names", {"igo": "I", "bloc": "I", **NAMES})) == "IwS.\n\n"


def test_the_first_kind_of_the_mapping_gives_the_letter_of_a_form_with_several():
    assert letters("Bamako", ("names", {"state": "S", "place": "P"})) == "S\n\n"
    assert letters("Bamako", ("names", {"place": "P", "state": "S"})) == "P\n\n"


def test_an_earlier_layer_wins_where_two_cover_a_token():
    scanned = scan_texts(["Goita memimpin Burkina Faso kini."])
    names = lexicon_layer(scanned, "names", NAMES)
    tape = lay(scanned, [spans_layer([(1, 2)], "x"), names])
    assert tape.letters == "CxCw.\n\n"  # Burkina Faso is half covered, so it is not laid at all
    assert lay(scanned, [names, spans_layer([(1, 2)], "x")]).letters == "CwSw.\n\n"


def test_a_letter_leads_back_to_its_tokens_and_its_row():
    scanned = scan_texts(["Goita memimpin Burkina Faso."])
    tape = lay(scanned, [lexicon_layer(scanned, "names", NAMES), spans_layer([(0, 0)], "x")])
    n = tape.letters.index("S")
    assert (tape.first[n], tape.last[n], tape.layer[n]) == (2, 3, 0)
    assert scanned.entries(tape.ref[n])[0].key == "burkina_faso"
    assert [tape.place(token) for token in range(5)] == [0, 1, 2, 2, 3]
    assert (tape.layer[0], tape.ref[0]) == (1, 0) and (tape.layer[1], tape.ref[1]) == (-1, -1)


def test_no_layers_no_hits_and_no_text_give_tapes_too():
    scanned = scan_texts([""])
    assert lay(scanned, []).letters == lay(scanned, [lexicon_layer(scanned, "names", NAMES)]).letters == ""
    assert lay(scanned, [spans_layer([], "x")]).letters == ""


@given(st.lists(LINES, max_size=3))
def test_a_tape_covers_every_token_once_in_order(texts):
    scanned = scan_texts(texts)
    tape = lay(scanned, [lexicon_layer(scanned, "roles", {"force": "f"}), lexicon_layer(scanned, "names", NAMES)])
    covered = [token for a, b in zip(tape.first, tape.last) for token in range(a, b + 1)]
    assert covered == list(range(len(scanned.start)))
    assert len(tape.letters) == len(tape.first) == len(tape.last) == len(tape.layer) == len(tape.ref)
    assert tape.letters.count("\n") == len(scanned.stretches) + len({s.article for s in scanned.stretches})


@pytest.mark.parametrize("unit", ["(", "Mali ", "Uni Eropa ", "1.1.", "“", "anak "])
def test_a_megabyte_is_laid_in_linear_time(unit):
    scanned = scan_texts([unit * (1_000_000 // len(unit))])
    started = time.process_time()
    lay(scanned, [lexicon_layer(scanned, "names", NAMES), lexicon_layer(scanned, "roles", {"force": "f"})])
    assert time.process_time() - started < 5
