"""The explorer beside its notebook: what is typed in it changes no cell, and it fits into the room it is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from panel_pages import (
    EXPLORER,
    FOCUSABLE,
    OPENS,
    TABS,
    Panel,
    begin_again,
    chips,
    heading,
    in_sight,
    open_evidence,
    open_tab,
    picker,
    popup,
    reset_settings,
    saved_by_menu,
    soon,
    tab,
    view_of,
)  # fmt: skip
from playwright.sync_api import Locator, Page, expect

# Keys that do something to cells while a notebook has the focus; Space and Enter last, since they press buttons.
KEYS = [
    *"abmrvxy", "d", "d", "0", "0", "i", "i", "Shift+m", "Delete", "ArrowUp", "ArrowDown", "Home", "End", "Escape",
    "Enter", "d", "d", "Space", "x",
]  # fmt: skip
KIND = """node => [node.localName, node.getAttribute("role"), node.type, node.classList[0],
  node.closest(".skx-picker-popup") ? "popup" : ""].join(" ")"""
# Focus one thing of a kind not tried yet, what stands last in the panel first: typing in a setting may empty the view.
# Found and focused at once, since the sheet is drawn more than once.
FOCUS_NEW = f"""(root, [focusable, tried]) => {{
  const kind = {KIND};
  const found = new Map();
  for (const node of root.querySelectorAll(focusable)) {{
    if (!node.checkVisibility() || node.disabled || found.has(kind(node)) || tried.includes(kind(node))) continue;
    found.set(kind(node), node);
  }}
  const last = [...found].pop();
  if (!last) return null;
  last[1].focus();
  return [last[0], last[1].outerHTML.slice(0, 200)];
}}"""
STOPS = """view => [...view.querySelectorAll(".skx-bars, .skx-lines")].map((box) =>
  [box, ...box.querySelectorAll("button")].filter((node) => node.tabIndex === 0 && node.checkVisibility()).length)"""
BARE = """(root, focusable) => [...root.querySelectorAll(focusable)]
  .filter((node) => !node.hasAttribute("data-lm-suppress-shortcuts")).map((node) => node.outerHTML.slice(0, 200))"""
WATCH = """root => {
  window.reached = [];
  window.watch = (event) => window.reached.push(
    [event.target.hasAttribute("data-lm-suppress-shortcuts"), event.target.outerHTML.slice(0, 200)]);
  root.addEventListener("focusin", window.watch);
}"""
ACTIVE = """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map((cell) =>
  [...cell.classList].filter((name) => /Code|Markdown|Raw|mod-active/.test(name)).join())"""
CUT = """root => {
  const out = root.getBoundingClientRect();
  const wide = (node) => node.scrollWidth > node.clientWidth + 1;
  const box = (node) => node.getBoundingClientRect();
  const all = (...names) => [...root.querySelectorAll(names.join())].filter((node) => node.checkVisibility());
  const parts = [root, ...all(".skx", ".skx-tabs", ".skx-chips", ".skx-tools", ".skx-options", ".skx-view",
    ".skx-chart", ".skx-sheet", ".skx-filters", ".widget-label", ".skx-strip-head", ".skx-legend",
    ".skx-axis-legend")];
  const ends = all("button", "input", "select", "label").filter((node) =>
    !node.closest(".skx-lines, .skx-picker-popup"));
  const named = (node) => node.outerHTML.slice(0, 160);
  const over = [];
  const lie = (x, y) => x.right > y.left + 1 && y.right > x.left + 1 && x.bottom > y.top + 1 && y.bottom > x.top + 1;
  const rows = all(".skx-tab", ".skx-chip", ".skx-plain", ".skx-picker-button");
  for (const [i, a] of rows.entries()) {
    over.push(...rows.slice(i + 1).filter((b) => lie(box(a), box(b))).map((b) => [named(a), named(b)]));
  }
  return {
    cut: parts.filter((node) => getComputedStyle(node).clipPath === "none" && wide(node)).map(named),
    outside: ends.filter((node) => box(node).right > out.right + 1 || box(node).left < out.left - 1).map(named),
    over,
  };
}"""


@pytest.fixture(autouse=True)
def beginning(explorer: Panel) -> None:
    begin_again(explorer)
    for name in ("Saved selections", "Add a text of your own"):
        drawer = explorer.root.get_by_role("button", name=name, exact=True)
        if "mod-active" not in str(drawer.get_attribute("class")):
            drawer.click()
    expect(explorer.root.get_by_label("Article text")).to_be_visible()


def cells_of(explorer: Panel, lab: Any) -> list[tuple[str, str]]:
    return saved_by_menu(explorer.page, Path(lab.folder) / "notebooks" / EXPLORER)


def test_keys_typed_anywhere_in_the_explorer_change_no_cell(explorer: Panel, lab: Any) -> None:
    page, root = explorer.page, explorer.root
    page.on("filechooser", lambda _: None)
    page.context.on("page", lambda other: other.close())
    page.context.route("**/*", lambda route: route.abort())
    before, tried = cells_of(explorer, lab), set[str]()
    for name in TABS:
        begin_again(explorer, view=name)
        open_evidence(root)
        assert root.evaluate(BARE, FOCUSABLE) == []
        while new := focus_new(explorer, tried, view=name):
            kind, html = new
            tried.add(kind)
            type_here(page, html)
            wait_for_all_typed(root, name)
            begin_again(explorer, view=name)
    begin_again(explorer)
    reset_settings(root)
    assert len(tried) >= 25, tried
    assert page.locator(".jp-Dialog").count() == 0
    assert cells_of(explorer, lab) == before


def focus_new(explorer: Panel, tried: set[str], *, view: str) -> list[str] | None:
    """Focus something of a kind not tried yet, once sentences and article stand there; return kind and HTML."""
    root, idle = explorer.root, explorer.page.locator("#jp-main-statusbar").get_by_text("| Idle")
    idle.wait_for()
    if not root.locator(".skx-text").count():
        if not view_of(root).locator(f".skx-point, {OPENS}").count():  # what was typed into a setting is not found
            reset_settings(root)
            open_tab(root, view)
        open_evidence(root)
        idle.wait_for()
    found: list[str] | None = root.evaluate(FOCUS_NEW, [FOCUSABLE, sorted(tried)])
    return found


def wait_for_all_typed(root: Locator, view: str) -> None:
    """Open a tab that no key opens; what the keys asked of the kernel before is answered by then."""
    other = next(name for name in TABS[1:-1] if name != view)
    tab(root, other).evaluate("node => node.click()")
    in_sight(root, other)


def type_into(node: Locator) -> None:
    node.focus()
    type_here(node.page, str(node.evaluate("node => node.outerHTML.slice(0, 200)")))


def type_here(page: Page, html: str) -> None:
    """Type where the focus is; the active cell stays the active one, and every cell of its kind."""
    cells = page.evaluate(ACTIVE)
    for key in KEYS:
        page.keyboard.press(key)
    assert page.evaluate(ACTIVE) == cells, html
    page.keyboard.press("Escape")


def test_keys_typed_in_an_open_picker_change_no_cell(explorer: Panel, lab: Any) -> None:
    root = explorer.root
    before = cells_of(explorer, lab)
    for label in ("Actor", "Language"):  # with a search, and too few options for one
        picker(root, label).click()
        expect(popup(root)).to_have_count(1)
        for kind in ("input[type=search]:visible", "input[type=checkbox]", "button"):
            part = popup(root).locator(kind)
            if part.count() and part.first.is_enabled():
                type_into(part.first)
            if not popup(root).count():
                picker(root, label).click()
        if popup(root).count():
            explorer.page.keyboard.press("Escape")
        begin_again(explorer)
    assert cells_of(explorer, lab) == before


@pytest.mark.parametrize("name", TABS)
def test_whatever_tab_reaches_in_the_explorer_keeps_its_keys(explorer: Panel, name: str) -> None:
    page, root = explorer.page, explorer.root
    open_tab(root, name)
    open_evidence(root)
    root.evaluate(WATCH)
    root.locator("button, input").first.focus()
    for _ in range(60):
        for _ in range(10):
            page.keyboard.press("Tab")
        if not root.evaluate("root => root.contains(document.activeElement)"):
            break
    root.evaluate("root => root.removeEventListener('focusin', window.watch)")
    reached = page.evaluate("window.reached")
    assert len(reached) > 40
    assert {html for keeps, html in reached if not keeps} == set()


@pytest.mark.parametrize("name", [name for name in TABS if name != "trends"])
def test_every_list_is_one_stop_of_tab_wherever_it_is_scrolled(explorer: Panel, name: str) -> None:
    open_tab(explorer.root, name)
    view = view_of(explorer.root)
    lists = view.locator(".skx-bars, .skx-lines")
    lists.first.wait_for()
    soon(lambda: set(view.evaluate(STOPS)), {1})
    for top in ("node.scrollHeight", "0"):
        for each in lists.all():
            each.evaluate(f"async node => {{ node.scrollTop = {top}; await new Promise(requestAnimationFrame); }}")
        soon(lambda: set(view.evaluate(STOPS)), {1})


def test_arrow_keys_go_from_bar_to_bar_and_tab_comes_back_to_the_last(explorer: Panel) -> None:
    page, root = explorer.page, explorer.root
    rows = view_of(root).locator(".skx-bar-row:not(.skx-faint)")
    bar, number = "button.skx-bar", "button.skx-number"
    last = rows.count() - 1
    rows.first.locator(bar).focus()
    for key, n, kind in (
        ("ArrowUp", 0, bar), ("ArrowDown", 1, bar), ("ArrowRight", 1, number), ("ArrowRight", 1, number),
        ("ArrowDown", 2, number), ("End", last, number), ("ArrowDown", last, number), ("ArrowLeft", last, bar),
        ("Home", 0, bar), ("ArrowDown", 1, bar),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(rows.nth(n).locator(kind)).to_be_focused()
    page.keyboard.press("Tab")
    assert not view_of(root).locator(".skx-bars").evaluate("node => node.contains(document.activeElement)")
    page.keyboard.press("Shift+Tab")
    expect(rows.nth(1).locator(bar)).to_be_focused()
    page.keyboard.press("Enter")
    soon(lambda: len(chips(root)), 1)
    chosen = view_of(root).locator("button.skx-bar[aria-pressed=true]")
    expect(chosen).to_be_focused()
    expect(chosen).to_have_attribute("tabindex", "0")
    assert view_of(root).evaluate(STOPS) == [1]


def test_the_keys_go_through_the_cells_of_lines(explorer: Panel) -> None:
    page, root = explorer.page, explorer.root
    open_tab(root, "concordance")
    lines = view_of(root).locator(".skx-lines")
    line = lines.locator(".skx-line[data-n='0']")
    line.locator(".skx-keyword").focus()
    for key, n, kind in (
        ("ArrowRight", 0, ".skx-where"), ("ArrowDown", 1, ".skx-where"), ("ArrowLeft", 1, ".skx-keyword"),
        ("Home", 0, ".skx-keyword"),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(lines.locator(f".skx-line[data-n='{n}'] {kind}")).to_be_focused()
    page.keyboard.press("End")
    soon(lambda: lines.evaluate("node => node.scrollTop + node.clientHeight >= node.scrollHeight - 2"), True)
    expect(lines.locator(".skx-line .skx-keyword").last).to_be_focused()
    lines.evaluate("node => { node.scrollTop = 0; }")
    expect(line).to_be_visible()
    expect(lines.locator(".skx-line .skx-keyword").last).to_be_focused()


def test_from_a_bar_to_its_sentences_in_few_steps(explorer: Panel) -> None:
    page, root = explorer.page, explorer.root
    row = view_of(root).locator(".skx-bar-row").nth(1)
    view_of(root).locator("button.skx-bar").first.focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    soon(lambda: heading(root).split()[0], row.locator(".skx-number").inner_text())
    expect(row.locator(".skx-number")).to_be_focused()
    said = root.locator(".skx-said").first
    for _ in range(5):
        page.keyboard.press("Tab")
        if said.evaluate("node => node === document.activeElement"):
            break
    expect(said).to_be_focused()


@pytest.mark.parametrize("width", [1024, 1920])
def test_nothing_of_the_explorer_is_cut_off_or_overlaps(explorer: Panel, width: int) -> None:
    root = explorer.root
    explorer.page.set_viewport_size({"width": width, "height": 900})
    try:
        for name in TABS:
            open_tab(root, name)
            open_evidence(root)
            assert root.evaluate(CUT) == {"cut": [], "outside": [], "over": []}, name
    finally:
        explorer.page.set_viewport_size({"width": 1280, "height": 900})


def test_chips_of_long_conditions_stay_inside(explorer: Panel) -> None:
    root = explorer.root
    explorer.page.set_viewport_size({"width": 1024, "height": 900})
    try:
        line = root.get_by_label("Text", exact=True)
        line.fill("kata " * 40)
        line.press("Enter")
        expect(root.locator(".skx-chip")).to_have_count(1)
        assert chips(root)[0].startswith("text: kata")
        assert root.evaluate(CUT) == {"cut": [], "outside": [], "over": []}
    finally:
        explorer.page.set_viewport_size({"width": 1280, "height": 900})
