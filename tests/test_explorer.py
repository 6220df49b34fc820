"""The explorer shows a pure function of corpus, view and selection, and each count equals the rows it stands for."""

import json

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from made_corpus import made_corpus, planted_corpus

import sahelkit as sk
from sahelkit.errors import UnknownName
from sahelkit.exploring.explorer import explore
from sahelkit.exploring.tabs import VIEWS
from sahelkit.selection import Selection

SELECTIONS = (
    Selection(),
    Selection(actor="mali"),
    Selection(publisher="The Paper", status="reported"),
    Selection(text="tentara|troops", regex=True),
    Selection(actor="mali").narrow(Selection(actor="france")),
    Selection(text="no such words"),
)
HOSTILE = "<img src=x onerror=alert(1)>"


def tell(panel, kind, **message):
    """Send what the page would send."""
    panel._answer(panel.board, {"kind": kind, **message}, [])


def settings(view):
    """Every way to set one option of a view, the others at their defaults."""
    given = []
    for option in VIEWS[view].options:
        given += [{option.name: value} for value, _ in option.choices if value != option.default]
    return given


EVERY = [(view, setting) for view in VIEWS for setting in settings(view)]


def agrees(panel, corpus, selection):
    """Whether the rows, the code that gives them, the tab's count and the chart's lines are of one table."""
    panel.select(selection)
    assert panel.board.shown["error"] is None
    rows = eval(panel.drawn.code, {"sk": sk, "corpus": corpus})
    pd.testing.assert_frame_equal(rows.reset_index(drop=True), panel.drawn.rows.reset_index(drop=True))
    return panel.board.counts[panel.view] == len(rows) == panel.board.shown["chart"]["total"]


@pytest.mark.parametrize("selection", SELECTIONS, ids=repr)
def test_code_rows_and_tab_count_agree_in_every_view(selection):
    corpus = sk.link(made_corpus())
    panel = explore(corpus)
    for view in VIEWS:
        tell(panel, "tab", name=view)
        assert agrees(panel, corpus, selection)
    assert all(count is not None for count in panel.board.counts.values())


@pytest.mark.parametrize("view, setting", EVERY, ids=[f"{view}-{'-'.join(map(str, s.values()))}" for view, s in EVERY])
def test_code_rows_and_tab_count_agree_with_every_setting(view, setting):
    corpus = sk.link(made_corpus()).filter(language="en")  # key words compare texts in one language
    panel = explore(corpus, view=view)
    for name, value in setting.items():
        tell(panel, "option", name=name, value=value)
    assert agrees(panel, corpus, Selection(actor="mali"))


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_shown_is_plain_and_the_same_for_the_same_arguments(view):
    shown = [explore(sk.link(made_corpus()), view=view).board for _ in range(2)]
    assert json.dumps(shown[0].shown) == json.dumps(shown[1].shown)
    assert json.dumps(shown[0].sheet) == json.dumps(shown[1].sheet)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("format, begins", [("png", b"\x89PNG"), ("svg", b"<?xml"), ("csv", b"")])
def test_a_view_is_saved_as_a_file(view, format, begins, monkeypatch):
    panel, sent = explore(sk.link(made_corpus()), view=view), []
    plt.close("all")
    monkeypatch.setattr(panel.board, "send", lambda message, buffers: sent.append((message, buffers)))
    tell(panel, "save", format=format)
    [(message, [content])] = sent
    assert message["name"] == f"sahelkit-{view}.{format}"
    assert content.startswith(begins) and len(content) > 20
    assert plt.get_fignums() == []
    if format == "csv":
        assert content.count(b"\r\n") >= len(panel.drawn.rows) + 1


@pytest.mark.parametrize("view", VIEWS)
def test_no_rows_are_shown_as_such_in_every_view(view):
    panel = explore(sk.link(made_corpus()), view=view)
    panel.select(Selection(text="no such words", article=()))
    assert panel.board.shown["error"] is None
    assert panel.board.sheet.get("items", []) == []


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_cells_stay_text(view):
    panel = explore(planted_corpus(HOSTILE), view=view)
    assert panel.board.shown["error"] is None or "link the corpus" in panel.board.shown["error"]
    for item in panel.board.sheet.get("items", []):
        assert isinstance(item["pieces"], list)
    assert HOSTILE not in panel._repr_mimebundle_()["text/html"]


def test_a_filter_changes_every_view_and_can_be_undone():
    panel = explore(made_corpus())
    before = panel.board.counts
    panel.filters.controls["actor"].choose(("macron",))
    assert panel.selection == Selection(actor="macron")
    assert panel.board.counts["actors"] == 1
    assert panel.drawn.code == 'sk.count_mentions(corpus.filter(actor="macron"))'
    tell(panel, "undo")
    assert panel.selection == Selection()
    assert panel.board.counts == before
    assert panel.filters.controls["actor"].value == []
    assert not panel.board.shown["can_undo"]


def test_a_chosen_bar_sets_the_filter_and_the_others_stay_in_sight():
    panel = explore(made_corpus())
    tell(panel, "choose", fields={"actor": "macron"})
    assert panel.filters.controls["actor"].value == ["macron"]
    bars = panel.board.shown["chart"]["bars"]
    assert [(bar["key"], bar["pressed"], bar["faint"]) for bar in bars] == [
        ("macron", True, False), ("mali", False, True), ("france", False, True),
    ]  # fmt: skip
    tell(panel, "choose", fields={"actor": "france"})
    assert panel.selection == Selection(actor=("france", "macron"))
    tell(panel, "clear")
    assert panel.selection == Selection()


def test_the_sentences_of_a_number_are_those_it_counts():
    panel = explore(made_corpus())
    bar = next(bar for bar in panel.board.shown["chart"]["bars"] if bar["key"] == "mali")
    tell(panel, "open", key="mali")
    marked = [piece for item in panel.board.sheet["items"] for piece, is_marked in item["pieces"] if is_marked]
    assert marked == ["Mali"] * bar["numbers"][0]
    assert panel.board.sheet["article"]["article_id"] == "a"


def test_a_reason_and_an_article_are_given_for_a_sentence(monkeypatch):
    panel, sent = explore(sk.code([{"article_id": "a", "language": "id", "text": "Mali menolak Prancis."}])), []
    monkeypatch.setattr(panel.board, "send", lambda message, buffers: sent.append(message))
    tell(panel, "why", n=0)
    assert sent[0]["n"] == 0 and "Mali" in sent[0]["text"]
    tell(panel, "read", n=0)
    assert panel.board.sheet["article"]["article_id"] == "a"


def test_a_condition_that_does_not_apply_is_said():
    panel = explore(made_corpus())
    panel.select(Selection(status="claimed"))
    assert panel.board.shown["notes"] == ["does not apply to mentions: status"]
    assert [(chip["text"], chip["applies"]) for chip in panel.board.shown["chips"]] == [("status: claimed", False)]


def test_an_impossible_filter_is_told_and_the_next_one_works():
    panel = explore(made_corpus())
    panel.filters.controls["since"].value = "yesterday"
    assert "Published from takes a date" in panel.board.shown["error"]
    panel.filters.controls["since"].value = "2022-06"
    assert panel.board.shown["error"] is None
    assert panel.selection == Selection(since="2022-06")


def test_an_error_in_a_view_shows_in_the_panel(monkeypatch):
    panel = explore(made_corpus())
    monkeypatch.setitem(VIEWS, "actors", VIEWS["actors"]._replace(draw=lambda _: 1 / 0))
    panel.select(Selection(actor="mali"))
    assert panel.board.shown["error"] == "ZeroDivisionError: division by zero"
    tell(panel, "tab", name="articles")
    assert panel.board.shown["error"] is None


def test_an_unknown_view_or_message_is_refused():
    with pytest.raises(UnknownName, match="there is no view 'actor'; did you mean 'actors'?"):
        explore(made_corpus(), view="actor")
    panel = explore(made_corpus())
    tell(panel, "tab", name="x")
    assert "there is no view 'x'" in panel.board.shown["error"]
    tell(panel, "format c:")
    assert "there is no message 'format c:'" in panel.board.shown["error"]


def test_lines_of_an_older_answer_are_not_sent(monkeypatch):
    panel, sent = explore(made_corpus(), view="articles"), []
    monkeypatch.setattr(panel.board, "send", lambda message, buffers: sent.append(message))
    stamp = panel.board.shown["stamp"]
    tell(panel, "lines", lo=0, hi=1, stamp=stamp - 1)
    assert sent == []
    tell(panel, "lines", lo=0, hi=1, stamp=stamp)
    assert sent[0]["lines"] == panel.board.shown["chart"]["lines"][:1]


def test_a_text_of_ones_own_joins_the_corpus():
    panel = explore(made_corpus())
    panel.add(sk.code([{"article_id": "own-1", "language": "id", "text": "Niger menolak Prancis."}]))
    assert panel.board.counts["articles"] == 3
    assert "niger" in [option[0] for option in panel.filters.controls["actor"].options]


def test_incidents_of_a_corpus_that_is_not_linked_are_asked_for_in_the_panel():
    panel = explore(made_corpus(), view="events")
    tell(panel, "option", name="show", value="incidents")
    assert "link the corpus first, corpus = sk.link(corpus)" in panel.board.shown["error"]


def test_the_explorer_is_named_in_plain_text_and_shown_as_html_where_no_widget_runs():
    panel = explore(made_corpus())
    assert repr(panel) == "<Explorer of 2 articles: run the cell to use it>"
    html = panel._repr_mimebundle_()["text/html"]
    assert "<td>3</td>" in html and "Mali" in html


def odd_corpus():
    """Articles of publishers whose names are no single printable line, or look like something else."""
    texts = {"Kabar  Dua": "Mali menolak Prancis.", "(missing)": "Mali menang.", None: "Mali mundur. Mali maju."}
    given = [
        {"article_id": f"a  {n}", "language": "id", "text": text, **({"publisher": house} if house else {})}
        for n, (house, text) in enumerate(texts.items())
    ]
    return sk.link(sk.code(given))


def counted_and_found(panel):
    """What each bar says, and how many rows stand behind it."""
    bars = panel.board.shown["chart"]["bars"]
    return [bar["numbers"][0] for bar in bars], [len(panel.drawn.found(bar["key"])) for bar in bars]


def test_the_rows_behind_a_bar_are_those_of_its_own_value_however_that_is_written():
    panel = explore(odd_corpus(), by="publisher")
    counts, found = counted_and_found(panel)
    assert counts == found == [2, 2, 1]
    for bar in panel.board.shown["chart"]["bars"]:
        if bar["choice"]:
            tell(panel, "choose", fields={"publisher": bar["choice"]})
            assert panel.board.shown["error"] is None


def test_the_rows_behind_a_faint_bar_of_those_without_a_value_are_found():
    panel = explore(odd_corpus(), by="publisher")
    panel.select(Selection(publisher="(missing)"))
    counts, found = counted_and_found(panel)
    assert sorted(counts) == sorted(found) == [1, 2, 2]


@pytest.mark.parametrize("view", ["articles", "concordance", "quotations"])
def test_a_line_narrows_to_its_article_however_its_id_is_written(view):
    corpus = odd_corpus()
    quotes = corpus.source.frames["quotes"]
    panel = explore(corpus, view=view)
    line = panel.board.shown["chart"]["lines"][0] if len(panel.drawn.rows) else None
    assert line or not len(quotes)
    if view == "articles":
        assert [cell["text"] for cell in line["cells"] if "key" in cell][1] == "2"
        tell(panel, "open", key=line["cells"][0]["key"])
    elif line:
        tell(panel, "choose", fields={"article": line["article"]}, how="narrow")
    assert panel.board.shown["error"] is None


def test_an_impossible_filter_that_is_taken_back_leaves_nothing_behind():
    panel = explore(made_corpus())
    panel.filters.controls["since"].value = "yesterday"
    panel.filters.controls["since"].value = ""
    assert panel.board.shown["error"] is None and panel.drawn is not None


def test_the_filter_bar_says_the_selection_whenever_a_view_is_drawn():
    panel = explore(made_corpus())
    panel.filters.controls["since"].value = "yesterday"
    tell(panel, "tab", name="figures")
    assert panel.filters.controls["since"].value == ""
    panel.filters.controls["actor"].choose(("mali",))
    assert panel.selection == Selection(actor="mali")


def test_the_counts_are_those_of_the_selection_also_where_the_view_in_sight_cannot_answer():
    panel = explore(made_corpus(), view="collocates", window=0)
    panel.select(Selection(language="id"))
    assert panel.board.shown["error"]
    assert panel.board.counts["collocates"] is None and panel.board.counts["articles"] == 1
    panel.select(Selection(actor="nobody_there"))
    assert set(panel.board.counts.values()) == {None}


def test_a_message_about_an_older_answer_or_older_sentences_is_left_alone():
    panel = explore(made_corpus(), view="figures")
    before, stamp = panel.board.sheet, panel.board.shown["stamp"]
    for kind, more in (("open", {"key": "1"}), ("more", {}), ("read", {"n": 0}), ("why", {"n": 0})):
        tell(panel, kind, **more, stamp=stamp - 1)
    tell(panel, "read", n=99)
    tell(panel, "why", n=99)
    assert panel.board.sheet == before and panel.board.shown["error"] is None


def test_a_value_that_a_setting_does_not_have_is_refused():
    with pytest.raises(UnknownName, match="there is no by 'sector'"):
        explore(made_corpus(), by="sector")


def test_statements_are_counted_as_such_and_say_what_does_not_apply_to_them():
    panel = explore(made_corpus(), view="quotations", show="statements")
    assert panel.board.sheet["heading"].endswith("statements")
    panel.select(Selection(status="claimed"))
    assert panel.board.shown["notes"] == ["does not apply to quotes: status"]
    assert panel.board.shown["chips"][0]["applies"]
    tell(panel, "option", name="show", value="quotations")
    assert not panel.board.shown["chips"][0]["applies"]


def test_the_sentences_are_headed_by_what_they_hold():
    panel = explore(made_corpus(), view="articles")
    assert panel.board.sheet == {}
    tell(panel, "more")
    assert panel.board.sheet == {} and panel.board.shown["error"] is None
    for key, heading in (("mentions|a", "4 mentions"), ("quotes|a", "1 quotation"), ("articles|a", "1 article")):
        tell(panel, "open", key=key)
        assert panel.board.sheet["heading"] == heading
    tell(panel, "more")
    assert panel.board.sheet["heading"] == "1 article"


def test_bars_of_all_actors_that_must_hold_are_pressed():
    panel = explore(made_corpus())
    panel.select(Selection(actor="mali").narrow(Selection(actor="france")))
    bars = panel.board.shown["chart"]["bars"]
    assert {bar["key"]: bar["pressed"] for bar in bars} == {"mali": True, "france": True, "macron": False}
    assert all(len(panel.drawn.found(bar["key"])) == bar["numbers"][0] for bar in bars)


def test_a_view_that_was_not_counted_is_not_said_to_be_empty_where_no_widget_runs():
    panel = explore(made_corpus(), view="articles")
    panel.board.counts = {**panel.board.counts, "collocates": None}
    assert "<td>–</td>" in panel._repr_mimebundle_()["text/html"]


def test_a_tick_at_regular_expression_waits_for_its_text():
    panel = explore(made_corpus())
    controls = panel.filters.controls
    controls["regex"].value = True
    controls["publisher"].choose(("Kabar",))
    tell(panel, "tab", name="figures")
    controls["text"].value = "Ma.i"
    assert panel.selection == Selection(publisher="Kabar", text="Ma.i", regex=True)
    panel.select(Selection(text="Mali"))
    assert not controls["regex"].value


@pytest.mark.parametrize("view", ["concordance", "collocates"])
def test_a_blank_searched_for_is_no_word_to_look_at(view):
    panel = explore(made_corpus(), view=view)
    panel.select(Selection(text=" "))
    assert panel.board.shown["error"] is None and panel.drawn.title.count("Mali") == 1


def test_a_click_on_an_older_answer_opens_nothing():
    panel = explore(made_corpus())
    stamp = panel.board.shown["stamp"]
    panel.select(Selection(actor="macron"))
    before = panel.board.sheet
    tell(panel, "open", key="mali", stamp=stamp)
    tell(panel, "read", n=0, stamp=stamp)
    assert panel.board.sheet == before
    tell(panel, "read", n=0, stamp=before["stamp"])
    assert panel.board.sheet["article"]["article_id"] == "a"


def test_a_save_that_fails_is_told_and_the_view_stays(monkeypatch):
    panel, sent = explore(made_corpus()), []
    monkeypatch.setattr(panel.board, "send", lambda message, buffers: sent.append(message))
    shown = panel.board.shown
    tell(panel, "save", format="gif")
    [message] = sent
    assert message["kind"] == "told" and "there is no format 'gif'" in message["text"]
    assert panel.board.shown == shown and panel.drawn is not None


def test_texts_of_ones_own_are_told_of_where_code_leaves_them_out_or_conditions_hide_them():
    panel = explore(made_corpus())
    panel.select(Selection(publisher="Kabar"))
    more = sk.code([{"article_id": "own-1", "language": "id", "text": "Niger menolak Prancis."}])
    assert panel.add(more) == "the conditions above leave 1 article of it out of sight"
    assert "1 article of your own in explorer.corpus, not in corpus" in panel.board.shown["notes"][0]
    panel.select(Selection())
    assert panel.add(sk.code([{"article_id": "own-2", "language": "id", "text": "Niger diam."}])) == ""


def test_articles_can_be_those_in_which_the_selection_finds_something():
    panel = explore(made_corpus(), view="articles", holding="quotes")
    assert panel.drawn.rows["article_id"].to_list() == ["a"]
    assert panel.board.counts["articles"] == 1
    panel.select(Selection(actor="macron"))
    assert panel.board.shown["notes"] == [] and panel.board.shown["chips"][0]["applies"]
    tell(panel, "option", name="holding", value="")
    assert panel.board.counts["articles"] == 2
    assert panel.board.shown["notes"] == ["does not apply to articles: actor"]


def test_a_setting_that_says_nothing_beside_the_others_is_not_shown():
    panel = explore(made_corpus().filter(language="en"), view="collocates", node="mali")
    assert "window" in [option["name"] for option in panel.board.shown["options"]]
    tell(panel, "option", name="show", value="keywords")
    assert [option["name"] for option in panel.board.shown["options"]] == ["show", "min_count"]


def test_clearing_all_takes_the_tick_off_too():
    panel = explore(made_corpus())
    panel.select(Selection(text="a.c", regex=True))
    tell(panel, "clear")
    assert panel.filters.controls["regex"].value is False


def test_an_impossible_date_is_told_by_the_name_its_field_has_in_the_bar():
    panel = explore(made_corpus())
    panel.filters.controls["event_since"].value = "2022-13-45"
    assert panel.board.shown["error"].startswith("Dated from takes a date such as")
