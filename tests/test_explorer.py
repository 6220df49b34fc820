"""The explorer shows a pure function of corpus, view and selection; its controls only say the selection."""

import base64
import datetime as dt
import re

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pytest
from made_corpus import made_corpus, planted_corpus

import sahelkit as sk
from sahelkit.errors import UnknownName
from sahelkit.exploring.read_box import read_box
from sahelkit.selection import Selection
from sahelkit.showing import explorer as explorer_room
from sahelkit.showing.controls import clear, make_controls, read
from sahelkit.showing.explorer import VIEWS, explore, render


def line_of_code(note):
    return re.search("<code>(.*)</code>", note)[1].replace("&quot;", '"')


def marks(evidence):
    return evidence.count("<mark>")


@pytest.mark.parametrize(
    "view, rows", [("mentions", 8), ("figures", 2), ("events", 3), ("incidents", 3), ("statements", 2)]
)
def test_evidence_has_a_mark_for_each_row_that_the_chart_draws(view, rows):
    shown = render(sk.link(made_corpus()), view, Selection())
    assert f"it draws {rows} {VIEWS[view].noun}s, listed below" in shown.chart
    assert f"{rows} {VIEWS[view].noun}s" in shown.evidence
    assert marks(shown.evidence) == rows  # the two rows of one event are one mark, there and here


def test_a_filter_changes_chart_and_evidence_and_code():
    before = render(made_corpus(), "mentions", Selection())
    after = render(made_corpus(), "mentions", Selection(actor="macron"))
    assert before.chart != after.chart
    assert marks(after.evidence) == 1
    assert line_of_code(before.note) == "sk.plot_mentions(sk.count_mentions(corpus).head(40))"
    assert line_of_code(after.note) == 'sk.plot_mentions(sk.count_mentions(corpus.filter(actor="macron")).head(40))'


def test_render_is_the_same_for_the_same_arguments():
    corpus = made_corpus()
    assert render(corpus, "events", Selection(since="2022")) == render(corpus, "events", Selection(since="2022"))


@pytest.mark.parametrize("view", VIEWS)
def test_the_line_of_code_makes_the_same_chart(view):
    corpus = sk.link(made_corpus())
    selection = Selection(article="b", actor="france")
    line = line_of_code(render(corpus, view, selection).note)
    ax = eval(line, {"sk": sk, "corpus": corpus})
    drawn = VIEWS[view].draw(corpus.filter(selection)).ax
    assert [t.get_text() for t in ax.get_yticklabels()] == [t.get_text() for t in drawn.get_yticklabels()]


def test_a_chart_is_an_image_with_words_for_it_and_leaves_no_figure_open():
    plt.close("all")
    chart = render(made_corpus(), "figures", Selection()).chart
    data = re.search('src="data:image/png;base64,([^"]*)"', chart)[1]
    assert base64.b64decode(data).startswith(b"\x89PNG")
    assert 'alt="Chart of figures; it draws 2 figures, listed below"' in chart
    assert plt.get_fignums() == []


def test_a_field_that_the_table_lacks_is_named():
    assert "does not apply to mentions: status" in render(made_corpus(), "mentions", Selection(status="claimed")).note
    assert "does not apply" not in render(made_corpus(), "events", Selection(status="claimed")).note
    of_two_tables = render(made_corpus(), "statements", Selection(status="claimed")).note
    assert "does not apply to quotes: status" in of_two_tables and "to events" not in of_two_tables


def test_what_a_chart_leaves_out_is_said(monkeypatch):
    monkeypatch.setattr(explorer_room, "MOST", 1)
    shown = render(made_corpus(), "mentions", Selection())
    assert "the chart draws the first 1; 2 more are left out" in shown.note
    assert marks(shown.evidence) == 4  # the mentions of the one actor drawn


def test_no_rows_are_an_empty_chart_that_says_so():
    for view in VIEWS:
        shown = render(sk.link(made_corpus()), view, Selection(text="no such words"))
        assert f"no {VIEWS[view].noun}s, so no sentences" in shown.evidence
        assert "it draws 0" in shown.chart


def test_controls_are_labelled_and_offer_what_the_corpus_holds():
    controls = make_controls(made_corpus())
    assert all(control.description for control in controls.values())
    assert controls["article"].options[1:] == (
        ("2023-02-08 · Kabar · Judul satu", "a"),
        ("2022-06-01 · The Paper · Title two", "b"),
    )
    assert [key for _, key in controls["actor"].options] == ["", "macron", "france", "mali"]
    assert controls["actor"].options[1] == ("Emmanuel Macron (1)", "macron")
    assert [key for _, key in controls["status"].options] == ["", "claimed", "reported"]


def test_events_can_be_chosen_by_type_group_and_claimant():
    controls = make_controls(made_corpus())
    assert [key for _, key in controls["event_type"].options] == ["", "AID", "REJECT", "SUPPORT"]
    assert [key for _, key in controls["group"].options][1:] == [
        "material cooperation", "verbal conflict", "verbal cooperation",
    ]  # fmt: skip
    assert controls["claimant"].options[1:] == (("Emmanuel Macron", "macron"),)
    controls["group"].value = "verbal conflict"
    assert read(controls) == Selection(group="verbal conflict")


def test_incidents_of_a_corpus_that_is_not_linked_are_asked_for_in_the_panel():
    panel = explore(made_corpus(), view="incidents")
    assert "link the corpus first, corpus = sk.link(corpus)" in panel.note.value


def test_controls_say_a_selection_and_can_be_cleared():
    controls = make_controls(made_corpus())
    assert read(controls) == Selection()
    controls["actor"].value = "mali"
    controls["text"].value = "tentara"
    controls["since"].value = dt.date(2022, 6, 1)
    assert read(controls) == Selection(actor="mali", text="tentara", since="2022-06-01")
    clear(controls)
    assert read(controls) == Selection()


def test_a_control_redraws_chart_and_evidence():
    panel = explore(made_corpus(), view="events")
    assert panel.view.value == "events"
    before = panel.chart.value
    panel.controls["publisher"].value = "Kabar"
    assert panel.chart.value != before
    assert 'aria-label="1 event"' in panel.evidence.value
    panel.view.value = "figures"
    assert 'aria-label="1 figure"' in panel.evidence.value
    panel.reset.click()
    assert 'aria-label="2 figures"' in panel.evidence.value


def test_an_error_in_a_callback_shows_in_the_panel(monkeypatch):
    panel = explore(made_corpus())
    monkeypatch.setattr(explorer_room, "render", lambda *_: 1 / 0)
    panel.controls["actor"].value = "mali"
    assert '<div class="skh-error" role="alert">ZeroDivisionError: division by zero</div>' in panel.note.value
    assert panel.chart.value == panel.evidence.value == ""


def test_an_unknown_view_is_refused():
    with pytest.raises(UnknownName, match="there is no view 'event'; did you mean 'events'?"):
        explore(made_corpus(), view="event")
    with pytest.raises(UnknownName, match="there is no view"):
        render(made_corpus(), "x", Selection())


def test_the_explorer_is_named_in_plain_text_without_its_pictures():
    assert len(repr(explore(made_corpus()))) < 250


def test_options_keep_markup_as_text():
    controls = make_controls(planted_corpus("<b>x</b>"))
    assert controls["actor"].options[1] == ("<b>x</b> (2)", "<b>x</b>")


def test_every_control_of_the_paste_box_has_a_label():
    box = read_box()
    inputs = (box.text, box.file, box.language, box.published, box.title, box.button)
    assert all(control.description for control in inputs)


def test_the_paste_box_says_what_is_missing():
    box = read_box()
    box.text.value = "Mali tenang."
    box.button.click()
    assert "language" in box.result.value and "cannot be told" in box.result.value


def upload(name, content):
    about = {"name": name, "type": "text/plain", "size": len(content), "content": memoryview(content)}
    return (about | {"last_modified": dt.datetime(2022, 1, 1, tzinfo=dt.UTC)},)


def test_a_file_is_put_into_the_box_and_one_that_is_no_text_is_named():
    box = read_box()
    box.file.set_trait("value", upload("a.txt", "\ufeffMali tenang.".encode()))
    assert box.text.value == "Mali tenang."
    box.file.set_trait("value", upload("<b>.txt", b"a\xff"))
    assert box.text.value == "Mali tenang."
    assert "&lt;b&gt;.txt: byte 1 is not UTF-8; save the file as UTF-8 text" in box.result.value


def test_a_click_codes_the_text_and_shows_what_was_found():
    box = read_box()
    box.text.value, box.language.value, box.title.value = "Mali menolak 300 tentara pada 8 Maret.", "id", "<i>"
    box.published.value = dt.date(2022, 3, 23)
    box.button.click()
    assert "Actors" in box.result.value and "2022-03-08" in box.result.value
    assert "&lt;i&gt; · 2022-03-23 · Indonesian" in repr(box.corpus.article("pasted")).replace("<i>", "&lt;i&gt;")
