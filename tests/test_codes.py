"""Codes that others merge on: each as its scheme has it, missing where the scheme has none."""

import csv
import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import frame, small_corpus

import sahelkit as sk
from sahelkit.columns import EVENT_GROUPS, EVENT_TYPES, MODES, PRECISIONS, STATUS, empty
from sahelkit.errors import BadValue, LexiconError
from sahelkit.finding import periods
from sahelkit.lexicons import eventcodes
from sahelkit.lexicons.eventcodes import ACLED, ACLED_SUB, CONTEXTS, EVENT_CODES, event_code, event_codes
from sahelkit.lexicons.tables import HERE, read_rows
from sahelkit.studying.codes import CODED, HAPPENED
from sahelkit.studying.precision import date_codes, precision_of

NAMES = [c.name for c in CODED]
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


def events(*rows):
    """Rows of the table events; what a row does not name is missing."""
    place = {"article_id": "a", "sentence_id": "a:0", "start": 0, "end": 1, "text": "x", "zone": "body", "rule": "r"}
    return frame("events", [{**place, "event_id": f"a:{n}", "status": "reported", **row} for n, row in enumerate(rows)])


def coded(**row):
    return sk.with_codes(events(row)).iloc[0]


# -- type, mode and target ---------------------------------------------------------------------------------------


def test_every_type_and_mode_has_a_row_and_no_row_is_of_another():
    pairs = {(t, m) for t in EVENT_TYPES for m in ("", *MODES.get(t, "").split())}
    assert {key[:2] for key in event_codes()} == pairs


def test_the_file_is_sorted_and_every_sub_event_type_stands_with_its_event_type():
    rows = read_rows(HERE / EVENT_CODES.name, EVENT_CODES)
    keys = [(row["event_type"], row["mode"], row["target"]) for row in rows]
    assert keys == sorted(keys)
    assert b"\r" not in (HERE / EVENT_CODES.name).read_bytes()
    for code in event_codes().values():
        assert code.acled_sub_event_type is None or code.acled_sub_event_type in ACLED[code.acled_event_type]


def test_acled_has_six_event_types_and_twenty_five_sub_event_types():
    assert (len(ACLED), len(ACLED_SUB), len(set(ACLED_SUB))) == (6, 25, 25)
    assert len(CONTEXTS) == len(set(CONTEXTS)) == 28


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("mode", "visit", "column mode: AGREE has no mode 'visit'"),
        ("acled_sub_event_type", "Grenade", "column acled_sub_event_type: 'Grenade' is no sub-event type of ''"),
        (
            "cameo_root",
            "21",
            "column cameo_root: there is no code '21'; there are: "
            "01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12 and 8 more",
        ),
        ("context", "militry", "column context: there is no code 'militry'; did you mean 'military'?"),
    ],
)
def test_a_bad_row_is_named(tmp_path, monkeypatch, column, cell, message):
    row = dict.fromkeys(EVENT_CODES.columns, "") | {"event_type": "AGREE", "cameo_root": "03"} | {column: cell}
    with (tmp_path / EVENT_CODES.name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([EVENT_CODES.columns, row.values()])
    monkeypatch.setattr(eventcodes, "HERE", tmp_path)
    with pytest.raises(LexiconError) as caught:
        event_codes.__wrapped__()
    assert str(caught.value) == f"{tmp_path / EVENT_CODES.name}, row 1, {message}"


@pytest.mark.parametrize(("group", "types"), EVENT_GROUPS.items())
def test_the_group_is_plovers(group, types):
    assert set(sk.with_codes(events(*({"event_type": t} for t in types)))["plover_group"]) == {group}


@pytest.mark.parametrize("event_type", [*EVENT_GROUPS["verbal cooperation"], *EVENT_GROUPS["verbal conflict"]])
def test_acled_codes_no_statements(event_type):
    for mode in ("", *MODES.get(event_type, "").split()):
        row = coded(event_type=event_type, mode=mode or None)
        assert pd.isna(row["acled_event_type"]) and pd.isna(row["acled_sub_event_type"])
        assert pd.notna(row["cameo_root"])


@pytest.mark.parametrize("status", STATUS)
def test_acled_codes_what_somebody_says_has_happened_and_no_more(status):
    row = coded(event_type="ASSAULT", mode="drone", status=status)
    assert pd.notna(row["acled_event_type"]) == (status in HAPPENED)
    assert row["cameo_root"] == "19"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({"target_id": "jnim"}, ("Battles", "Armed clash")),
        ({"target_sector": "MIL", "target_id": "mali"}, ("Battles", "Armed clash")),
        ({"target_sector": "CVL", "target_id": "mali"}, ("Violence against civilians", "Attack")),
        ({"target_sector": "JRN"}, ("Violence against civilians", "Attack")),
        ({"target_id": "mali"}, (None, None)),  # soldiers or villagers: the article does not say
        ({}, (None, None)),
    ],
)
def test_an_attack_is_a_battle_or_violence_against_civilians_by_its_target(target, expected):
    row = coded(event_type="ASSAULT", mode="firearms", **target)
    assert tuple(row[["acled_event_type", "acled_sub_event_type"]].astype(object).where(lambda s: s.notna(), None)) == (
        expected
    )


@pytest.mark.parametrize("target", ["jnim", "mali", None])
def test_a_drone_is_remote_violence_whoever_is_hit(target):
    row = coded(event_type="ASSAULT", mode="drone", target_id=target)
    assert tuple(row[["acled_event_type", "acled_sub_event_type"]]) == (
        "Explosions/Remote violence",
        "Air/drone strike",
    )


@pytest.mark.parametrize(
    ("event_type", "mode", "root"),
    [
        ("AGREE", "", "03"), ("CONSULT", "visit", "04"), ("SUPPORT", "", "05"), ("COOPERATE", "", "06"),
        ("AID", "", "07"), ("CONCEDE", "", "08"), ("RETREAT", "withdraw", "08"), ("ACCUSE", "investigate", "09"),
        ("REQUEST", "yield", "10"), ("ACCUSE", "allege", "11"), ("REJECT", "", "12"), ("THREATEN", "violence", "13"),
        ("PROTEST", "riot", "14"), ("MOBILIZE", "troops", "15"), ("SANCTION", "expel", "16"),
        ("COERCE", "arrest", "17"), ("ASSAULT", "abduct", "18"), ("ASSAULT", "aerial", "19"),
        ("ASSAULT", "unconventional", "20"),
    ],
)  # fmt: skip
def test_the_cameo_root_is_that_of_the_plover_manuals_table(event_type, mode, root):
    assert event_code(event_type, mode).cameo_root == root


def test_a_type_or_mode_that_nobody_knows_breaks_nothing():
    assert event_code("DANCE") is None
    row = coded(event_type="DANCE", date_edtf="2022")
    assert row[NAMES].isna().to_list() == [True, True, True, False, True, True, True]
    assert event_code("ASSAULT", "trebuchet", "armed") == event_code("ASSAULT", "", "armed")


# -- how precise a date is ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "precision", "acled", "ucdp"),
    [
        ("2022-03-08", "day", 1, 1), ("2022-03-08~", "day", 1, 1), ("2022-03-08?", "day", 1, 1),
        ("2022-03-27/2022-03-31", "days", 2, 2), ("2022-02-28/2022-03-06", "week", 2, 3),
        ("2024-07-21/2024-07-31", "part_month", 2, 4), ("2023-02-21/2023-02-28", "part_month", 2, 4),
        ("2022-03", "month", 3, 4), ("2022-03/..", "month", 3, 4), ("../2022-03", "month", 3, 4),
        ("2022-05/2022-08", "season", None, 5), ("2008-01/2008-03", "season", None, 5), ("2020-24", "season", None, 5),
        ("2013", "year", None, 5), ("2013~", "year", None, 5), ("199X", "decade", None, 5),
        ("1990/1993", "decade", None, 5), ("18XX", "century", None, 5), ("2013/2015", "range", None, 5),
        ("2022-03-30/2022-04-02", "range", 2, 2), ("2022-03-20/2022-04-10", "range", 3, 4),
        ("2022-02/2022-08", "range", None, 5),
    ],
)  # fmt: skip
def test_precision_is_read_from_the_edtf_and_gives_the_codes_of_others(edtf, precision, acled, ucdp):
    assert precision_of(edtf) == precision in PRECISIONS
    assert date_codes(edtf) == (acled, ucdp)
    row = coded(event_type="AID", date_edtf=edtf)
    assert (row["acled_time_precision"], row["ucdp_date_prec"]) == (pd.NA if acled is None else acled, ucdp)


@pytest.mark.parametrize("edtf", [None, "", "..", "/", "../..", "2022-02-31", "2022-13", "soon", "2015/2013", "20222"])
def test_what_is_no_date_has_no_precision(edtf):
    assert precision_of(edtf) is None
    assert date_codes(edtf) == (None, None)


@given(DAYS, st.sampled_from(["early", "mid", "late"]), st.sampled_from([21, 22, 23, 24]))
def test_every_period_that_the_finder_makes_is_read_back(day, part, season):
    year, month = day.year, day.month
    made = [
        periods.one_day(day), periods.week_of(day), periods.month_of(year, month), periods.month_of(year, month, part),
        periods.year_of(year), periods.year_of(year, part), periods.season_of(year, season), periods.decade_of(year),
        periods.decade_of(year, part), periods.century_of(year // 100 + 1), periods.century_of(year // 100 + 1, part),
        periods.months_of(year, 7, 9),
    ]  # fmt: skip
    assert [precision_of(p.edtf) for p in made] == [p.precision for p in made]


@given(DAYS, DAYS)
def test_named_days_are_days_a_range_or_the_part_that_is_written_so(one, other):
    first, last = sorted((one, other))
    period = periods.range_of(periods.one_day(first), periods.one_day(last))
    if period is not None:
        assert precision_of(period.edtf) in (period.precision, "week", "part_month")
        assert date_codes(period.edtf)[1] >= (1 if first == last else 2)


@given(st.text(alphabet="0123456789X-/.~? ", max_size=25))
def test_no_string_breaks_it(text):
    assert precision_of(text) in (None, *PRECISIONS)


# -- the table ---------------------------------------------------------------------------------------------------


def test_an_undated_event_has_no_precision_whatever_day_its_article_came_out():
    row = coded(event_type="AID")
    assert pd.isna(row["acled_time_precision"]) and pd.isna(row["ucdp_date_prec"])


def test_the_missing_country_of_a_state_is_filled_in_and_no_other():
    rows = sk.with_codes(
        events(
            {"event_type": "AID", "source_id": "mali", "target_id": "jnim"},
            {"event_type": "AID", "source_id": "mali", "source_country": "XXX", "target_id": "france"},
        )
    )
    assert rows["source_country"].to_list() == ["MLI", "XXX"]
    assert rows["target_country"].to_list() == [pd.NA, "FRA"]


def test_no_events_give_an_empty_table_with_every_column():
    made = sk.with_codes(empty("events"))
    assert made.columns.to_list() == [*empty("events").columns, *NAMES]
    assert [str(made[c.name].dtype) for c in CODED] == [c.dtype for c in CODED]
    assert len(made) == 0


def test_rows_their_order_and_index_and_further_columns_stay():
    rows = small_corpus().events.iloc[[3, 0, 2]].assign(mine=[1, 2, 3])
    made = sk.with_codes(rows)
    pd.testing.assert_frame_equal(made[rows.columns], rows)
    assert made.columns.to_list() == [*rows.columns, *NAMES]
    assert "plover_group" not in rows.columns


def test_coding_twice_is_coding_once_and_together_as_alone():
    rows = small_corpus().events
    once = sk.with_codes(rows)
    pd.testing.assert_frame_equal(sk.with_codes(once), once)
    alone = pd.concat([sk.with_codes(rows.iloc[[n]]) for n in range(len(rows))])
    pd.testing.assert_frame_equal(alone, once)


def test_a_table_that_is_no_events_is_refused():
    with pytest.raises(BadValue) as caught:
        sk.with_codes(empty("events").drop(columns=["mode", "status"]))
    assert str(caught.value) == "the events lack mode, status; pass rows of corpus.events"
