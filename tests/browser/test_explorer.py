"""The explorer in a real JupyterLab: tabs, filters, marks to choose, and the way from a number to its sentences."""

from __future__ import annotations

import re
from typing import Any

import pytest
from panel_pages import (
    TABS,
    Panel,
    begin_again,
    button,
    chips,
    counts,
    heading,
    held,
    in_sight,
    notebook_top,
    open_tab,
    pick,
    picker,
    popup,
    soon,
    tab,
    view_of,
)  # fmt: skip
from playwright.sync_api import expect

IN_SIGHT = """() => {
  const place = document.querySelector(".skx-panel .skx-sheet-head").getBoundingClientRect();
  const room = document.querySelector(".jp-NotebookPanel-notebook").getBoundingClientRect();
  return room.top <= place.top && place.bottom <= room.bottom;
}"""


@pytest.fixture(autouse=True)
def beginning(explorer: Panel) -> None:
    begin_again(explorer)


def number(text: str) -> int:
    return int(text.replace(",", ""))


@pytest.mark.parametrize("name", TABS)
def test_a_tab_opens_by_mouse_and_holds_as_much_as_it_says(explorer: Panel, name: str) -> None:
    root = explorer.root
    open_tab(root, name)
    expect(view_of(root).locator(".skx-chart").first).to_be_visible()
    expect(root.get_by_role("alert")).to_have_count(0)
    assert number(counts(root)[name]) > 0
    assert held(root) == counts(root)[name]


def test_tabs_open_by_arrow_keys(explorer: Panel) -> None:
    root, keyboard = explorer.root, explorer.page.keyboard
    tab(root, TABS[0]).focus()
    for name in (*TABS[1:], TABS[0]):
        keyboard.press("ArrowRight")
        in_sight(root, name)
        expect(tab(root, name)).to_be_focused()
    for key, name in (("ArrowLeft", TABS[-1]), ("Home", TABS[0]), ("End", TABS[-1])):
        keyboard.press(key)
        in_sight(root, name)
        expect(tab(root, name)).to_be_focused()


def test_a_filter_chosen_by_mouse_holds_in_every_view_until_it_is_undone(explorer: Panel) -> None:
    root = explorer.root
    soon(lambda: "–" in counts(root).values(), False)
    before, evidence = counts(root), heading(root)
    pick(root, "Publisher", "RMOL")
    soon(lambda: chips(root), ["publisher: RMOL"])
    expect(picker(root, "Publisher")).to_have_text("Publisher: RMOL")
    soon(lambda: counts(root)["articles"], "1")
    soon(lambda: [name for name in TABS if number(counts(root)[name]) >= number(before[name])], [])
    assert heading(root) != evidence
    for name in TABS:
        open_tab(root, name)
        assert held(root) == counts(root)[name]
    button(root, "Undo").click()
    soon(lambda: (chips(root), counts(root)), ([], before))
    open_tab(root, "actors")
    soon(lambda: heading(root), evidence)
    expect(picker(root, "Publisher")).to_have_text("Publisher: any")
    expect(button(root, "Clear all")).to_be_disabled()


def test_a_filter_chosen_by_keyboard_alone_is_cleared_by_keyboard(explorer: Panel) -> None:
    root, keyboard = explorer.root, explorer.page.keyboard
    soon(lambda: "–" in counts(root).values(), False)
    before, evidence = counts(root), heading(root)
    root.locator(".skx-filters input").first.focus()
    for _ in range(10):
        keyboard.press("Tab")
        if picker(root, "Actor").evaluate("node => node === document.activeElement"):
            break
    keyboard.press("Enter")
    expect(popup(root).locator("input[type=search]")).to_be_focused()
    keyboard.type("wagn")
    expect(popup(root).locator(".skx-picker-row")).to_have_count(1)
    keyboard.press("ArrowDown")
    keyboard.press("Space")
    soon(lambda: len(chips(root)), 1)
    assert "Wagner" in chips(root)[0]
    expect(popup(root).locator(".skx-picker-told")).to_have_text("1 chosen")
    keyboard.press("Escape")
    expect(popup(root)).to_have_count(0)
    expect(picker(root, "Actor")).to_be_focused()
    soon(lambda: counts(root)["actors"], "1")
    soon(lambda: heading(root) != evidence, True)
    button(root, "Clear all").focus()
    keyboard.press("Enter")
    soon(lambda: (chips(root), counts(root), heading(root)), ([], before, evidence))
    expect(root.locator("[role=tab][aria-selected=true]")).to_be_focused()
    button(root, "Undo").focus()
    keyboard.press("Enter")
    soon(lambda: len(chips(root)), 1)


def test_a_chip_takes_its_condition_away(explorer: Panel) -> None:
    root = explorer.root
    pick(root, "Actor", "Mali", "France")
    soon(lambda: len(chips(root)), 2)
    root.locator(".skx-chip", has_text="Mali").click()
    soon(lambda: len(chips(root)), 1)
    assert "Mali" not in chips(root)[0]


def test_a_bar_is_chosen_and_let_go(explorer: Panel) -> None:
    root = explorer.root
    bars = root.locator("button.skx-bar")
    soon(lambda: "–" in counts(root).values(), False)
    n, before = bars.count(), counts(root)
    name = bars.first.locator(".skx-bar-label").inner_text()
    bars.first.click()
    soon(lambda: (chips(root), counts(root)["actors"]), ([f"actor: {name}"], "1"))
    expect(bars.first).to_have_attribute("aria-pressed", "true")
    assert bars.count() == n, "the others stay in sight"
    bars.first.press("Enter")
    soon(lambda: (chips(root), counts(root)), ([], before))


@pytest.mark.parametrize("name", [name for name in TABS if name not in ("actors", "trends")])
def test_a_cell_narrows_and_is_undone(explorer: Panel, name: str) -> None:
    root = explorer.root
    open_tab(root, name)
    soon(lambda: "–" in counts(root).values(), False)
    before = counts(root)
    cell = view_of(root).locator(".skx-line button.skx-cell:visible").first
    told = re.split(": narrow to |narrow to this article: |narrow to ", str(cell.get_attribute("title")))[-1]
    cell.click()
    soon(lambda: len(chips(root)), 1)
    assert told.split(" · ")[0].casefold() in chips(root)[0].casefold() or "article: " in chips(root)[0]
    soon(lambda: counts(root) != before, True)
    assert all(number(counts(root)[each]) <= number(before[each]) for each in TABS if each != "collocates")
    button(root, "Undo").click()
    soon(lambda: (chips(root), counts(root)), ([], before))


def box_of(locator: Any) -> dict[str, float]:
    box = locator.bounding_box()
    assert box is not None
    return dict(box)


def drag(explorer: Panel, start: Any, end: Any) -> None:
    """Press the mouse on one thing, move to another and let go."""
    mouse = explorer.page.mouse
    places = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in (box_of(start), box_of(end))]
    mouse.move(*places[0])
    mouse.down()
    mouse.move(*places[1], steps=6)
    mouse.up()


def test_a_point_of_the_trends_is_chosen_and_a_period_brushed(explorer: Panel) -> None:
    root = explorer.root
    open_tab(root, "trends")
    soon(lambda: "–" in counts(root).values(), False)
    before = counts(root)
    points = view_of(root).locator(".skx-point")
    period = str(points.last.get_attribute("data-key")).split(":")[1]
    points.last.click()
    soon(lambda: chips(root), [f"published from: {period}", f"published until: {period}"])
    soon(lambda: counts(root)["articles"], "1")
    button(root, "Undo").click()
    soon(lambda: (chips(root), counts(root)), ([], before))
    drag(explorer, points.last, points.first)
    soon(lambda: [chip.split(":")[0] for chip in chips(root)], ["published from", "published until"])
    button(root, "Clear all").click()
    soon(lambda: (chips(root), counts(root)), ([], before))
    points.last.focus()
    explorer.page.keyboard.press("e")
    soon(lambda: heading(root).endswith(" mentions"), True)


def test_a_bin_of_the_events_is_chosen_and_a_period_brushed(explorer: Panel) -> None:
    root, keyboard = explorer.root, explorer.page.keyboard
    open_tab(root, "events")
    soon(lambda: "–" in counts(root).values(), False)
    before = counts(root)
    bins = view_of(root).locator(".skx-bin")
    filled = bins.filter(has=explorer.page.locator(".skx-bin-bar"))
    label = str(filled.last.get_attribute("title")).split(": ")[0]
    filled.last.click()
    soon(lambda: len(chips(root)), 2)
    assert all(label.split()[-1] in chip for chip in chips(root))
    soon(lambda: number(counts(root)["events"]) < number(before["events"]), True)
    assert held(root) == counts(root)["events"]
    button(root, "Undo").click()
    soon(lambda: (chips(root), counts(root)), ([], before))
    drag(explorer, bins.first, bins.nth(bins.count() // 2))
    soon(lambda: [chip.split(":")[0] for chip in chips(root)], ["dated from", "dated until"])
    button(root, "whole period").click()
    soon(lambda: (chips(root), counts(root)), ([], before))
    view_of(root).locator(".skx-bin[tabindex='0']").focus()
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Enter"):
        keyboard.press(key)
    soon(lambda: len(chips(root)), 2)


@pytest.mark.parametrize("how", ["click", "Enter"])
def test_a_number_opens_its_sentences_and_the_article_at_their_place(explorer: Panel, how: str) -> None:
    page, root = explorer.page, explorer.root
    shown = view_of(root).locator(".skx-number").nth(2)
    root.locator(".skx-tabs").evaluate("node => node.scrollIntoView({ block: 'start' })")
    top = notebook_top(page)
    shown.click() if how == "click" else shown.press("Enter")
    soon(lambda: heading(root).split()[0], shown.inner_text())
    target = root.locator(".skx-text .skh-target")
    marks = root.locator(".skx-item-open mark")
    soon(lambda: target.count() == 1 and target.inner_text() in marks.all_inner_texts(), True)
    soon(lambda: within(root.locator(".skx-text"), target), True)
    assert notebook_top(page) == top, "the notebook itself stays where it was"
    expect(root.get_by_role("group", name="Marks shown in the article").get_by_role("button")).to_have_count(7)
    last = root.locator(".skx-said").last
    last.evaluate("node => node.scrollIntoView({ block: 'nearest' })")  # at once: the list may be drawn anew meanwhile
    top = notebook_top(page)
    last.click() if how == "click" else last.press("Enter")
    expect(last).to_have_attribute("aria-pressed", "true")
    soon(lambda: within(root.locator(".skx-text"), target), True)
    soon(lambda: within(root.locator(".skx-list"), root.locator(".skx-item-open")), True)
    assert notebook_top(page) == top


def test_sentences_below_the_screen_are_brought_into_it(explorer: Panel) -> None:
    page, root = explorer.page, explorer.root
    page.set_viewport_size({"width": 1280, "height": 500})
    try:
        shown = view_of(root).locator(".skx-number").first
        shown.evaluate("node => node.scrollIntoView({ block: 'end' })")
        assert not page.evaluate(IN_SIGHT)
        shown.click()
        soon(lambda: bool(page.evaluate(IN_SIGHT)), True)
    finally:
        page.set_viewport_size({"width": 1280, "height": 900})


def within(box: Any, inner: Any) -> bool:
    """Whether something lies inside the room of a box that scrolls."""
    out, own = box.bounding_box(), inner.bounding_box()
    return (
        out is not None
        and own is not None
        and out["y"] <= own["y"] + 1
        and own["y"] + own["height"] <= out["y"] + out["height"] + 1
    )


def test_what_was_set_aside_is_greyed_and_what_was_repaired_says_so(explorer: Panel) -> None:
    root = explorer.root
    open_tab(root, "articles")
    soon(lambda: counts(root)["articles"], "2")
    view_of(root).locator("[data-n='1'] .skx-number").first.click()
    text = root.locator(".skx-text")
    expect(text.locator(".skh-repair").first).to_have_attribute("title", re.compile("†"))
    ink = "node => getComputedStyle(node).color"
    assert text.locator(".skh-aside").first.evaluate(ink) != text.evaluate(ink)
    mark = root.get_by_role("button", name=re.compile("^mention"))
    shown = text.locator(".skh-mention").count()
    mark.click()
    expect(text.locator(".skh-mention")).to_have_count(0)
    mark.click()
    expect(text.locator(".skh-mention")).to_have_count(shown)


def test_why_tells_the_rule_of_a_sentence(explorer: Panel) -> None:
    root = explorer.root
    root.get_by_role("button", name=re.compile("^why")).first.click()
    expect(root.locator(".skx-why").first).to_contain_text(re.compile(r"\w"))
    root.get_by_role("button", name=re.compile("^why")).first.press("Enter")
    expect(root.locator(".skx-why")).to_have_count(0)


def test_the_explorer_asks_nothing_of_another_machine(explorer: Panel) -> None:
    assert explorer.refused == []
