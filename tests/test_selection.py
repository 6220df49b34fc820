"""Selections: what they accept, how they narrow, and the line of Python they are."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sahelkit.columns import EVENT_GROUPS, EVENT_TYPES, STATUS, TABLES
from sahelkit.errors import BadValue, UnknownName
from sahelkit.selection import FIELDS, Selection

ACTORS = ("mali", "wagner", "france", "goita")


def some(*values):
    return st.one_of(st.none(), st.sampled_from(values), st.lists(st.sampled_from(values), max_size=3).map(tuple))


def dates():
    return st.one_of(st.none(), st.sampled_from(("2021", "2022-03", "2022-03-08", "2022-08", "2023")))


PARTS = {
    "article": some("a", "b", "c"), "publisher": some("Harian Utara", "The Southern"),
    "language": some("id", "en", "fr"),
    "since": dates(), "until": dates(), "distinct": st.booleans(), "event_since": dates(), "event_until": dates(),
    "actor": some(*ACTORS), "actor_type": some("state", "person"), "country": some("MLI", "FRA"),
    "event_type": some(*EVENT_TYPES[:6]), "group": some(*EVENT_GROUPS), "status": some(*STATUS),
    "claimant": some(*ACTORS),
    "text": some("Mali", "a", 'say "no"', "\\b[Ww]"), "regex": st.booleans(),
}  # fmt: skip


def selections():
    """Mostly few fields at a time, as people filter."""
    drawn = st.lists(st.sampled_from(sorted(PARTS)), max_size=4, unique=True)
    return drawn.flatmap(lambda names: st.builds(Selection, **{name: PARTS[name] for name in names}))


def test_one_value_and_several_are_kept_sorted_and_can_be_hashed():
    assert Selection(actor="mali") == Selection(actor=["mali", "mali"])
    assert len({Selection(actor=("b", "a")), Selection(actor=("a", "b"))}) == 1
    assert Selection().set_fields() == ()


def test_its_repr_is_the_line_that_makes_it():
    assert repr(Selection(actor="wagner", since="2022-01")) == 'corpus.filter(since="2022-01", actor="wagner")'
    assert (
        Selection(text='say "no"', language=("fr", "id")).as_code("c")
        == 'c.filter(language=("fr", "id"), text="say \\"no\\"")'
    )
    assert repr(Selection(status=())) == "corpus.filter(status=())"


@given(selections(), selections())
def test_code_makes_the_same_selection_again(one, other):
    class Sandbox:
        def __init__(self, selection=None):
            self.selection = selection or Selection()

        def filter(self, **fields):
            return Sandbox(self.selection.narrow(Selection(**fields)))

    both = one.narrow(other)
    assert eval(both.as_code("corpus"), {"corpus": Sandbox()}).selection == both  # noqa: S307


@given(selections(), selections(), selections())
def test_narrowing_has_no_order_and_twice_is_once(one, two, three):
    assert one.narrow(two) == two.narrow(one)
    assert one.narrow(two).narrow(three) == one.narrow(two.narrow(three))
    assert one.narrow(two).narrow(one) == one.narrow(two)


def test_two_conditions_on_actors_are_both_kept_and_implied_ones_dropped():
    both = Selection(actor="mali").narrow(Selection(actor="wagner", since="2022"))
    assert repr(both) == 'corpus.filter(since="2022", actor="mali").filter(actor="wagner")'
    assert Selection(actor=("mali", "wagner")).narrow(Selection(actor="mali")) == Selection(actor="mali")
    assert repr(Selection(text="a").narrow(Selection(text="b", regex=True)).without("text")) == "corpus.filter()"


def test_periods_narrow_to_the_later_start_and_the_earlier_end():
    narrowed = Selection(since="2021", until="2022").narrow(Selection(since="2021-06", until="2022-03"))
    assert (narrowed.day("since"), narrowed.day("until")) == (dt.date(2021, 6, 1), dt.date(2022, 3, 31))
    assert Selection(until="2024-02").day("until") == dt.date(2024, 2, 29)
    assert Selection(since=pd.Timestamp("2022-03-08 10:00")).since == "2022-03-08"


@pytest.mark.parametrize(
    ("fields", "kind", "message"),
    [
        ({"status": "claim"}, UnknownName, "there is no status 'claim'; did you mean 'claimed'?"),
        (
            {"event_type": ("ASSAULT", "ASSULT")},
            UnknownName,
            "there is no event type 'ASSULT'; did you mean 'ASSAULT'?",
        ),
        ({"group": "material"}, UnknownName, "there is no group 'material'; "),
        ({"actor": 7}, BadValue, "actor takes a name or several names, not 7"),
        ({"article": ["a", None]}, BadValue, "article takes a name or several names, not None"),
        ({"country": "ml"}, BadValue, "country takes ISO 3166-1 alpha-3 codes such as 'MLI', not 'ml'"),
        ({"since": "2022-13"}, BadValue, "since takes a date such as '2022', '2022-01' or '2022-01-15', not '2022-13'"),
        ({"until": "8 March"}, BadValue, "until takes a date such as '2022', '2022-01' or '2022-01-15', not '8 March'"),
        ({"since": "0000"}, BadValue, "since takes a date such as '2022', '2022-01' or '2022-01-15', not '0000'"),
        ({"event_since": 2022}, BadValue, "event_since takes a date such as"),
        ({"distinct": "yes"}, BadValue, "distinct takes True or False, not 'yes'"),
        ({"distinct": 1}, BadValue, "distinct takes True or False, not 1"),
        ({"text": "(", "regex": True}, BadValue, "text is no regular expression: "),
    ],
)
def test_a_bad_value_is_named(fields, kind, message):
    with pytest.raises(kind) as caught:
        Selection(**fields)
    assert str(caught.value).startswith(message)


def test_a_bracket_is_plain_text_unless_a_regular_expression_is_asked_for():
    assert Selection(text="(").regex is False
    assert Selection(regex=True) == Selection()
    assert Selection(text="") == Selection()


def test_copies_are_counted_once_until_that_is_taken_back():
    once = Selection(distinct=True, since="2022")
    assert repr(once) == 'corpus.filter(since="2022", distinct=True)'
    assert once.set_fields() == ("since", "distinct") and once.values("distinct") is None
    assert Selection(distinct=False) == Selection() == once.without("distinct", "since")
    assert once.narrow(Selection(distinct=False)) == once == Selection(since="2022").narrow(Selection(distinct=True))
    assert all(not once.not_applying(table) for table in TABLES)


def test_every_field_knows_where_it_applies():
    for field in FIELDS:
        value = {"country": "MLI", "language": "id", "actor_type": "state", "status": "claimed", "event_type": "AID"}
        value |= {"group": "verbal conflict", "distinct": True} | dict.fromkeys(
            ("since", "until", "event_since", "event_until"), "2022"
        )
        chosen = Selection(**{field: value.get(field, "x")})
        applying = [table for table in TABLES if not chosen.not_applying(table)]
        assert applying, field
        if field in ("article", "publisher", "language", "since", "until", "distinct"):
            assert applying == list(TABLES)


def test_what_does_not_apply_is_named_in_the_order_of_the_fields():
    chosen = Selection(text="x", status="claimed", actor="mali", event_since="2022", article="a")
    assert chosen.not_applying("zones") == ("event_since", "actor", "status", "text")
    assert chosen.not_applying("mentions") == ("event_since", "status")
    assert chosen.not_applying("figures") == ()
    with pytest.raises(UnknownName, match="there is no table 'figure'; did you mean 'figures'"):
        chosen.not_applying("figure")
    with pytest.raises(UnknownName, match="there is no field 'actr'; did you mean 'actor'"):
        chosen.without("actr")
