"""A click changes a selection in one of three ways, and each change can be taken back."""

import pytest

from sahelkit.errors import BadValue, UnknownName
from sahelkit.exploring.choosing import chips, choose, drop
from sahelkit.selection import Selection

MALI = Selection(actor="mali")


def test_a_second_click_on_a_bar_takes_it_away():
    both = choose(MALI, {"actor": "france"})
    assert both == Selection(actor=("mali", "france"))
    assert choose(choose(both, {"actor": "france"}), {"actor": "mali"}) == Selection()


def test_a_click_on_a_bar_takes_away_what_must_hold_besides_another():
    both = MALI.narrow(Selection(actor="france"))
    assert choose(both, {"actor": "mali"}) == Selection(actor="france")
    assert choose(both, {"actor": "france"}) == MALI
    three = choose(both, {"actor": "niger"})
    assert three == Selection(actor=("france", "niger")).narrow(MALI)
    assert choose(three, {"actor": "niger"}) == both


def test_a_cell_narrows_and_a_second_click_on_it_widens():
    narrowed = choose(MALI, {"actor": "france"}, how="narrow")
    assert narrowed == MALI.narrow(Selection(actor="france"))
    assert choose(narrowed, {"actor": "france"}, how="narrow") == MALI


def test_a_cell_of_a_field_with_one_value_a_row_replaces_what_was_chosen_of_it():
    two = Selection(publisher=("a", "b"), status="claimed")
    assert choose(two, {"publisher": "a"}, how="narrow") == Selection(publisher="a", status="claimed")


def test_a_brushed_period_replaces_the_one_before_and_leaves_the_rest():
    before = Selection(actor="mali", since="2022", until="2022")
    after = choose(before, {"since": "2023-02", "until": "2023-03"}, how="set")
    assert after == Selection(actor="mali", since="2023-02", until="2023-03")
    assert choose(after, {"since": None, "until": None}, how="set") == MALI


def test_what_is_no_way_or_field_or_date_is_refused():
    with pytest.raises(UnknownName, match="there is no way to choose 'togle'; did you mean 'toggle'?"):
        choose(MALI, {"actor": "mali"}, how="togle")
    with pytest.raises(UnknownName, match="there is no field 'actors'; did you mean 'actor'?"):
        choose(MALI, {"actors": "mali"})
    with pytest.raises(BadValue):
        choose(MALI, {"since": "<b>"}, how="set")


@pytest.mark.parametrize(
    "selection",
    [
        Selection(actor=("mali", "france"), status="claimed", since="2022"),
        Selection(text=("a.c", "b"), regex=True),
        Selection(distinct=True, publisher="a"),
        MALI.narrow(Selection(actor="france", text="ribu")).narrow(Selection(text="ratus")),
    ],
)
def test_taking_off_every_chip_leaves_nothing(selection):
    listed = chips(selection, {})
    assert len(listed) == len({chip.text for chip in listed})
    for chip in listed:
        assert chip in chips(selection, {})
        selection = drop(selection, chip.field, chip.value)
        assert chip not in chips(selection, {})
    assert selection == Selection()


def test_a_chip_names_actors_and_languages():
    selection = Selection(actor="un", language="id", claimant="un")
    assert [chip.text for chip in chips(selection, {"un": "United Nations"})] == [
        "language: Indonesian", "actor: United Nations", "claimant: United Nations",
    ]  # fmt: skip


def test_copies_counted_once_are_one_chip_without_a_value():
    [chip] = chips(Selection(distinct=True), {})
    assert chip == ("distinct", "", "copies counted once")
    assert choose(MALI, {"distinct": True}, how="set") == Selection(actor="mali", distinct=True)


def test_a_field_that_matches_nothing_has_a_chip():
    [chip] = chips(Selection(actor=()), {})
    assert chip.text == "actor: none"
    assert drop(Selection(actor=()), chip.field, chip.value) == Selection()
