"""Lexicons: what holds in every file, what a study's own files change, and how a bad row is named."""

import csv
import os
import re
import tomllib
import unicodedata
from collections import Counter

import pytest
from case_files import load_cases

import sahelkit as sk
from sahelkit.columns import MODES
from sahelkit.errors import LexiconError, UnknownName
from sahelkit.lexicons import states, tables
from sahelkit.lexicons.build import build, spell
from sahelkit.lexicons.checks import country_codes
from sahelkit.lexicons.tables import ACTORS, AGENTS, EVENTS, HERE, LANGUAGES, PLACES, STATES, TABLES, read_rows

ORDER = {
    ACTORS.name: lambda r: (r["actor_id"], tables.ACTOR_KINDS.index(r["kind"]), r["language"]),
    AGENTS.name: lambda r: (r["language"], r["kind"], r["key"]),
    PLACES.name: lambda r: (r["place_id"], r["language"], r["form"]),
    EVENTS.name: lambda r: (r["language"], r["event_type"], r["form"]),
    STATES.name: lambda r: (r["alpha_2"],),
}
HEADER = ",".join(ACTORS.columns)

# A form that also means something else, and the language in which a case says so.
AMBIGUOUS = [
    ("AS", "id"), ("Barat", "id"), ("Mali", "id"), ("Prancis", "id"), ("Inggris", "id"), ("Cina", "id"),
    ("Amerika", "id"), ("Niger", "id"), ("Guinea", "id"), ("Wagner", "id"), ("Antara", "id"), ("Kompas", "id"),
    ("US", "en"), ("WHO", "en"), ("Niger", "en"), ("Chad", "en"), ("Guinea", "en"), ("West", "en"), ("French", "en"),
    ("American", "en"), ("Algiers", "en"), ("Sudan", "en"), ("FACT", "en"), ("Niger", "fr"), ("Guinée", "fr"),
    ("Paris", "fr"), ("Kremlin", "fr"), ("France", "fr"), ("français", "fr"), ("Sabre", "fr"),
]  # fmt: skip


def rows_of(table):
    return read_rows(HERE / table.name, table)


def study_with(folder, *rows, header=HEADER):
    (folder / "actors.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return folder


# -- what holds in every file ------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_file_is_utf8_with_unix_line_ends_and_every_row_passes(table):
    raw = (HERE / table.name).read_bytes()
    assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\n")
    assert unicodedata.is_normalized("NFC", raw.decode("utf-8"))
    assert rows_of(table)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_are_sorted(table):
    keys = [ORDER[table.name](row) for row in rows_of(table)]
    assert keys == sorted(keys)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_cell_begins_or_ends_with_white_space(table):
    with (HERE / table.name).open(newline="", encoding="utf-8") as file:
        astray = [(n, cell) for n, row in enumerate(csv.reader(file), 1) for cell in row if cell != cell.strip()]
    assert astray == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_wording_is_nfc_without_stray_space_and_listed_once(language):
    text = (HERE / f"{language}.toml").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text) and "\t" not in text
    for name, section in tomllib.loads(text).items():
        for kind, value in section.items():
            forms = list(value) if isinstance(value, list | dict) else []
            astray = [f for f in forms if isinstance(f, str) and f != f.strip()]
            twice = [f for f, n in Counter(map(str, forms)).items() if n > 1]
            assert (name, kind, astray, twice) == (name, kind, [], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lexicon_compiles_and_names_a_rule_for_every_entry(language):
    lexicon = build(language)
    assert all(entry.rule and entry.form for reading in lexicon.readings for entry in reading)


def test_every_actor_has_one_name_and_an_id_of_a_known_shape():
    names = Counter(row["actor_id"] for row in rows_of(ACTORS) if row["kind"] == "name")
    assert [actor for actor, n in names.items() if n > 1] == []
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", actor) for actor in build("en").actors)


def test_the_registry_knows_sixty_actors_beyond_the_states():
    everyone = build("en").actors.values()
    assert sum(actor.actor_type != "state" for actor in everyone) >= 60


@pytest.mark.parametrize("table", [ACTORS, PLACES], ids=lambda table: table.name)
def test_country_codes_are_those_of_iso_3166(table):
    assert {row["country"] for row in rows_of(table)} - {""} <= country_codes()


def test_states_have_each_code_and_id_once_and_a_name_in_every_language():
    rows = rows_of(STATES)
    for column in ("alpha_2", "alpha_3", "actor_id"):
        assert len({row[column] for row in rows}) == len(rows)
    for language in LANGUAGES:
        assert all(form for _, form in states.state_forms(language))


def test_a_decoy_is_no_name_too():
    rows = [row for row in rows_of(ACTORS) if row["kind"] not in ("office", "decoy")]
    names = {(row["form"], language) for row in rows for language in _languages(row)}
    decoys = [row for row in rows_of(ACTORS) if row["kind"] == "decoy"]
    assert [row["form"] for row in decoys for language in _languages(row) if (row["form"], language) in names] == []


def _languages(row):
    return LANGUAGES if row["language"] == "*" else (row["language"],)


def test_offices_run_forward_and_hold_a_title_that_agents_know():
    offices = [row for row in rows_of(ACTORS) if row["kind"] == "office"]
    assert {row["form"] for row in offices} <= {row["key"] for row in rows_of(AGENTS)}
    assert [row["actor_id"] for row in offices if "" < row["valid_to"] < row["valid_from"]] == []


def test_places_stand_on_the_globe():
    for row in rows_of(PLACES):
        assert (row["latitude"] == "") == (row["longitude"] == "")
        assert abs(float(row["latitude"] or 0)) <= 90 and abs(float(row["longitude"] or 0)) <= 180


def test_an_events_mode_belongs_to_its_type():
    rows = [row for row in rows_of(EVENTS) if row["mode"]]
    assert [row["form"] for row in rows if row["mode"] not in MODES.get(row["event_type"], "").split()] == []


def test_no_form_is_without_a_word():
    for table in (ACTORS, AGENTS, PLACES):
        assert [row["form"] for row in rows_of(table) if not spell(row["form"])] == []


@pytest.mark.parametrize(("form", "language"), AMBIGUOUS)
def test_an_ambiguous_form_has_a_case_against(form, language):
    word = re.compile(rf"\b{re.escape(form)}\b", re.IGNORECASE)
    cases = [parameter.values[0] for parameter in load_cases("actors")]
    cases = [case for case in cases if case["lang"] == language]
    named = [[e[0] for e in case["expected"]].count(form) for case in cases]
    assert any(len(word.findall(case["text"])) > n for case, n in zip(cases, named))


# -- a study's own rows ------------------------------------------------------------------------------------------


def test_a_study_adds_an_actor_and_a_form(tmp_path):
    study = study_with(
        tmp_path,
        "gandakoy,Ganda Koy,*,name,armed_group,MLI,PRM,,,,",
        "mali,Negeri Sungai Emas,id,form,,,,,,,",
    )
    article = {"article_id": "a", "language": "id", "text": "Ganda Koy meninggalkan Negeri Sungai Emas."}
    found = sk.code([article], lexicons=study).mentions
    assert list(zip(found.text, found.actor_id)) == [("Ganda Koy", "gandakoy"), ("Negeri Sungai Emas", "mali")]
    assert found.rule[0] == "actors:gandakoy:Ganda Koy"
    assert "gandakoy" not in build("id").actors


def test_a_studys_row_replaces_the_kits_by_key(tmp_path):
    study = study_with(tmp_path, "jnim,JNIM,*,name,force,MLI,MIL,,,,")
    rows = tables.table_rows(ACTORS, study)
    assert len(rows) - len(rows_of(ACTORS)) in (0, 1)  # 0 where the kit has this very key
    assert build("id", study).actors["jnim"][1:] == ("JNIM", "force", "MLI", "MIL")
    assert build("id").actors["jnim"].actor_type == "armed_group"


def test_a_studys_row_decides_where_the_kit_has_the_same_form(tmp_path):
    study = study_with(
        tmp_path,
        "plumber,Plumber Wagner,en,name,person,,,,,,",
        "plumber,Wagner,en,short,,,,,,,",
        ",Takuba,en,decoy,,,,,,,",
    )
    article = {"article_id": "a", "language": "en", "text": "The residents thanked Wagner and Takuba for the pipes."}
    assert list(sk.code([article], lexicons=study).mentions.actor_id) == ["plumber"]
    assert list(sk.code([article]).mentions.actor_id) == ["wagner", "takuba"]


def test_an_edited_file_is_read_again(tmp_path):
    for number, actor in enumerate(("first", "second")):
        study = study_with(tmp_path, f"{actor},Ganda Koy,*,name,armed_group,MLI,,,,,")
        os.utime(study / "actors.csv", ns=(number, number))
        assert actor in build("id", study).actors


def test_blank_rows_and_a_byte_order_mark_do_no_harm(tmp_path):
    text = f"\ufeff{HEADER}\r\n,,,,,,,,,,\r\n\r\ngandakoy,Ganda Koy,*,name,armed_group,MLI,,,,,\r\n"
    (tmp_path / "actors.csv").write_text(text, encoding="utf-8", newline="")
    assert "gandakoy" in build("id", tmp_path).actors


GOOD = "gandakoy,Ganda Koy,*,name,armed_group,MLI,,,,,"
BAD_ROWS = [
    ("goitta,Jenderal G,id,form,,,,,,,",
     "row 2, column actor_id: there is no actor 'goitta'; did you mean 'goita'?; a new actor needs a row of kind name"),
    (",Kelompok Y,id,form,,,,,,,", "row 2, column actor_id: may not be blank in a row of kind form"),
    ("mali,Mali Textile,en,decoy,,,,,,,",
     "row 2, column actor_id: a decoy names no actor, and here stands 'mali'; leave it blank"),
    ("Ganda Iso,Ganda Iso,*,name,armed_group,,,,,,",
     "row 2, column actor_id: 'Ganda Iso' is not well formed; an id is of a-z, 0-9 and _"),
    ("gandaiso,Ganda  Iso,*,name,armed_group,,,,,,", "row 2, column form: stray white space in 'Ganda  Iso'"),
    ("gandaiso,Gando\u0302,*,name,armed_group,,,,,,", "row 2, column form: 'Gando\u0302' is not in Unicode form NFC"),
    ("gandaiso,,*,name,armed_group,,,,,,", "row 2, column form: may not be blank"),
    ("gandaiso,Ganda Iso,ind,name,armed_group,,,,,,",
     "row 2, column language: there is no code 'ind'; did you mean 'id'?"),
    ("gandaiso,Ganda Iso,*,nama,armed_group,,,,,,",
     "row 2, column kind: there is no code 'nama'; did you mean 'name'?"),
    ("gandaiso,Ganda Iso,*,name,armedgroup,,,,,,",
     "row 2, column actor_type: there is no code 'armedgroup'; did you mean 'armed_group'?"),
    ("gandaiso,Ganda Iso,*,name,,,,,,,", "row 2, column actor_type: may not be blank in a row of kind name"),
    ("gandaiso,Ganda Iso,*,name,armed_group,MLO,,,,,",
     "row 2, column country: there is no country code 'MLO'; did you mean 'MOZ'?"),
    ("gandaiso,Ganda Iso,*,name,armed_group,MLI,REBEL,,,,",
     "row 2, column sector: there is no code 'REBEL'; did you mean 'REL'?"),
    ("goita,presiden,*,office,,MLI,,,,,",
     "row 2, column form: there is no office 'presiden'; did you mean 'president'?"),
    ("goita,president,*,office,,MLI,,2021,,,",
     "row 2, column valid_from: '2021' is not well formed; write a day as YYYY-MM-DD"),
    ("gandaiso,Ganda Iso,*,name,armed_group", "row 2, column country: the row has 5 cells; expected 11"),
    (GOOD + ",", "row 2, column note: the row has 12 cells; expected 11"),
    (GOOD, "row 2, column valid_from: the same actor_id, form, language, kind, country, valid_from as row 1; keep one"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "message"), BAD_ROWS, ids=[message.split(": ")[0] for _, message in BAD_ROWS])
def test_a_bad_row_is_named_by_file_row_and_column(tmp_path, row, message):
    study = study_with(tmp_path, GOOD, row)
    with pytest.raises(LexiconError) as caught:
        build("id", study)
    assert str(caught.value) == f"{tmp_path / 'actors.csv'}, {message}"
    assert caught.value.row == 2 and caught.value.column == message.split("column ")[1].split(":")[0]


def test_a_file_with_other_columns_says_which_it_has(tmp_path):
    study = study_with(tmp_path, header="actor_id;form")
    with pytest.raises(LexiconError) as caught:
        build("id", study)
    expected = "actor_id, form, language, kind, actor_type, country, sector, valid_from, valid_to, citation, note"
    assert str(caught.value) == f"{tmp_path / 'actors.csv'}: the columns are actor_id;form; expected {expected}"


def test_a_file_in_another_encoding_says_at_which_byte(tmp_path):
    (tmp_path / "actors.csv").write_bytes("actor_id,é".encode("latin-1"))
    with pytest.raises(LexiconError) as caught:
        build("id", tmp_path)
    assert str(caught.value) == f"{tmp_path / 'actors.csv'}: byte 9 is not UTF-8; save the file as UTF-8"


def test_an_unknown_language_or_section_gets_a_suggestion():
    with pytest.raises(UnknownName) as caught:
        build("in")
    assert str(caught.value) == "there is no language 'in'; there are: en, fr, id"
    with pytest.raises(UnknownName) as caught:
        tables.section("id", "date")
    assert str(caught.value) == "there is no section of id.toml 'date'; did you mean 'dates'?"
