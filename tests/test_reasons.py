"""Why a row is there, in words: each part of an event, a figure, a quotation, a date."""

from __future__ import annotations

import pytest

import sahelkit as sk
from sahelkit.columns import SIDE_BASES, STATUS
from sahelkit.errors import BadValue

TEXT = (
    "JNIM menyerang pangkalan militer di Gao pada 8 Maret 2022. Serangan itu menewaskan sedikitnya 20 tentara Mali. "
    "“Kami menolak sanksi ECOWAS,” kata Assimi Goita."
)
CORPUS = sk.code([{"article_id": "a", "text": TEXT, "language": "id", "published": "2022-03-10"}])


def explained(row):
    return CORPUS.explain(row).splitlines()


def test_an_event_is_explained_part_by_part():
    assert explained(CORPUS.events.iloc[0]) == [
        "A row of events, article a: 'menyerang', characters 5 to 14 of the source",
        "zone: body",
        "because: lexicon events, ASSAULT row 'serang' in the form 'meN' (events:ASSAULT:serang+meN)",
        "what: ASSAULT",
        "who: 'JNIM' (jnim), the subject of the trigger",
        "to whom: 'militer' (mali), the state of the place named",
        "when: 2022-03-08, 2022-03-08 to 2022-03-08, a date of the same clause",
        "status: reported: told by the article as done",
        "where: 'Gao' (gao)",
        "repairs inside: none",
    ]


def test_a_second_passage_says_that_it_is_one():
    assert "told before: another passage of event a:5" in explained(CORPUS.events.iloc[1])


def test_what_a_party_says_names_who_vouches_for_it():
    assert "who: 'Assimi Goita' (goita), who speaks in the quotation around it" in explained(CORPUS.events.iloc[2])
    lines = explained(CORPUS.events.iloc[3])
    assert any(line.startswith("status: claimed") and line.endswith("'Assimi Goita' (goita)") for line in lines)


def test_a_figure_says_how_many_whose_and_for_which_event():
    assert explained(CORPUS.figures.iloc[0])[3:-1] == [
        "how many: 20 to open persons, killed (hedge: at_least)",
        "whose: mali, named by the noun counted",
        "when: 2022-03-08, 2022-03-08 to 2022-03-08, the date of the sentence, or of the passage that tells it first",
        "status: reported: told by the article as done",
        "counts for: event a:5",
    ]


def test_quotations_dates_and_mentions_are_explained():
    assert "who said it: 'Assimi Goita' (goita), by the word 'kata'" in explained(CORPUS.quotes.iloc[0])
    assert "when: 2022-03-08, 2022-03-08 to 2022-03-08, day; read as it stands" in explained(CORPUS.dates.iloc[0])
    assert any(
        line.startswith("who: ") and line.endswith("used as actor") for line in explained(CORPUS.mentions.iloc[0])
    )


def test_every_row_of_every_table_can_be_explained():
    for table in ("mentions", "candidates", "figures", "dates", "quotes", "events"):
        for _, row in CORPUS.query(table).iterrows():
            assert len(explained(row)) >= 4


def test_every_code_has_its_words():
    from sahelkit import reasons

    assert set(reasons._SIDE) == set(SIDE_BASES)
    assert set(reasons._STATUS) == set(STATUS)


def test_several_rows_are_refused():
    with pytest.raises(BadValue, match="explain takes one row, not 4"):
        CORPUS.explain(CORPUS.events)
