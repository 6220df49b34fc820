"""Who said what: kinds of statements, their speakers, their counts, and the chart of them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from matplotlib import pyplot as plt
from small_corpus import small_corpus
from test_selection import selections

from sahelkit.corpus import Corpus, code
from sahelkit.errors import BadValue, UnknownName
from sahelkit.showing.speakers import NOBODY, STYLES, plot_statements
from sahelkit.studying.statements import DTYPES, KINDS, count_statements, statements
from sahelkit.tables import Tables


def coded(language, text):
    return code([{"article_id": "a", "language": language, "text": text, "published": "2023-03-01"}])


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("id", "Prancis menuduh Rusia.", ("accusation", "france", "russia")),
        ("id", "Kremlin membantah laporan itu.", ("denial", "russia", None)),
        ("id", "Mali menolak usul Prancis.", ("refusal", "mali", "france")),
        ("id", "Lavrov mengatakan bahwa hubungan itu baik.", ("indirect quotation", "lavrov", None)),
        ("id", "Rusia akan memberikan bantuan kepada Mali.", ("promise", "russia", "mali")),
        ("en", "France accused Russia.", ("accusation", "france", "russia")),
        ("en", "The Kremlin denied the report.", ("denial", "russia", None)),
        ("en", "“We are ready,” Lavrov said.", ("direct quotation", "lavrov", None)),
        ("fr", "La France a accusé la Russie.", ("accusation", "france", "russia")),
        ("fr", "Le Kremlin a démenti cette information.", ("denial", "russia", None)),
        ("fr", "« Nous sommes prêts », a déclaré Lavrov.", ("direct quotation", "lavrov", None)),
    ],
)
def test_a_statement_has_a_kind_and_a_speaker(language, text, expected):
    rows = statements(coded(language, text))[["kind", "speaker_id", "against_id"]].astype(object)
    assert expected in [tuple(row) for row in rows.where(rows.notna(), None).to_numpy()]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "Prancis tidak menuduh Rusia."),  # did not
        ("id", "Tentara Mali menyerang jihadis."),  # done, not said
        ("en", "France did not accuse Russia."),
        ("en", "Malian troops attacked jihadists."),
        ("fr", "La France n'a pas accusé la Russie."),
        ("fr", "L'armée malienne a attaqué les djihadistes."),
    ],
)
def test_what_nobody_said_is_no_statement(language, text):
    assert statements(coded(language, text)).empty


def test_two_addressees_are_one_statement_of_two_rows():
    rows = statements(small_corpus())
    accused = rows[rows["kind"] == "accusation"]
    assert accused["against_id"].to_list() == ["france", "wagner"]
    counted = count_statements(small_corpus()).astype(object)
    assert [tuple(row) for row in counted.where(counted.notna(), None).to_numpy()] == [
        ("goita", "refusal", 1, 1),
        ("mali", "accusation", 1, 1),
        ("mali", "claim", 1, 1),
        ("wagner", "indirect quotation", 1, 1),
    ]
    by_both = count_statements(small_corpus(), by=("speaker_id", "against_id"))
    assert by_both["statements"].sum() == len(rows)


def test_statements_stand_in_the_order_of_the_text_and_lead_to_it():
    corpus = small_corpus()
    rows = statements(corpus)
    assert rows["article_id"].to_list() == sorted(rows["article_id"])
    assert corpus.evidence(rows)["span"].to_list() == rows["text"].to_list()


def test_by_names_columns_that_exist():
    with pytest.raises(BadValue, match="by takes one or more different columns of article_id, .*, not 'speaker'"):
        count_statements(small_corpus(), by="speaker")
    with pytest.raises(BadValue, match=r"not \('kind', 'kind'\)"):
        count_statements(small_corpus(), by=("kind", "kind"))


def test_an_empty_corpus_has_empty_tables():
    empty = Corpus(Tables({}))
    assert {name: str(kind) for name, kind in statements(empty).dtypes.items()} == DTYPES
    assert count_statements(empty).empty


@settings(max_examples=40, deadline=None)
@given(selections())
def test_counts_add_up_to_the_statements_of_the_selection(selection):
    corpus = Corpus(small_corpus().source, selection)
    rows, counted = statements(corpus), count_statements(corpus)
    assert counted["statements"].sum() == len(rows.drop_duplicates(["article_id", "start", "kind", "speaker_id"]))
    assert set(rows["kind"]) <= set(KINDS)


# --- the chart


COUNTED = pd.DataFrame(
    {"speaker_id": ["mali", "mali", pd.NA], "kind": ["denial", "direct quotation", "threat"], "statements": [2, 1, 4]}
)


def test_a_row_a_speaker_and_a_column_a_kind_that_occurs():
    ax = plot_statements(COUNTED, names={"mali": "Mali"}, title="Who")
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Mali", NOBODY]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["direct\nquotation", "denial", "threat"]
    assert sorted(t.get_text() for t in ax.texts) == ["1", "2", "4"]
    assert (ax.get_title(loc="left"), ax.get_xlabel()) == ("Who", "statements, by kind; all columns to one scale")


def test_bars_begin_at_their_baseline_and_share_a_scale():
    bars = {round(b.get_x()): b.get_width() for b in plot_statements(COUNTED).patches}
    assert bars[2] == pytest.approx(4 * bars[0]) and bars[1] == pytest.approx(2 * bars[0])
    assert max(bars.values()) < 1


def test_every_kind_has_a_style_and_colour_never_works_alone():
    assert set(STYLES) == set(KINDS)
    assert len({s.colour for s in STYLES.values()}) == len(set(STYLES.values()))
    assert all(style.marker for style in STYLES.values())


def test_no_rows_say_so():
    ax = plot_statements(COUNTED.head(0))
    assert [t.get_text() for t in ax.texts] == ["no rows"]


def test_it_draws_on_the_axes_given_and_on_no_other():
    figure, (first, second) = plt.subplots(2)
    assert plot_statements(COUNTED, ax=first) is first
    assert not second.patches
    plt.close(figure)


def test_a_kind_that_nobody_knows_is_drawn_last_and_as_it_stands():
    row = COUNTED.head(1).assign(kind="$x$ quotation")
    labels = plot_statements(pd.concat([COUNTED, row])).get_xticklabels()
    assert labels[-1].get_text() == "$x$\nquotation"
    assert not labels[-1].get_parse_math()


def test_it_refuses_what_it_cannot_draw():
    with pytest.raises(BadValue, match="no cell may be missing or below zero"):
        plot_statements(COUNTED.assign(statements=-1))
    with pytest.raises(BadValue, match="two rows of one kind; count by speaker_id and kind alone"):
        plot_statements(pd.concat([COUNTED, COUNTED]))
    with pytest.raises(UnknownName, match="there is no column 'speaker_id'"):
        plot_statements(COUNTED.drop(columns="speaker_id"))


def test_a_name_is_no_formula():
    ax = plot_statements(COUNTED, names={"mali": "Mali $1$"})
    ax.figure.canvas.draw()
    assert ax.get_yticklabels()[0].get_text() == "Mali $1$"
