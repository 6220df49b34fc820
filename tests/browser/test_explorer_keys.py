"""The explorer beside its notebook: what is typed in it changes no cell, and it fits into the room it is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from panel_pages import (
    EXPLORER,
    FOCUSABLE,
    TABS,
    Panel,
    begin_again,
    chips,
    open_evidence,
    open_tab,
    picker,
    popup,
    reset_settings,
    saved_by_menu,
)  # fmt: skip
from playwright.sync_api import Locator, expect

# Keys that do something to cells while a notebook has the focus; Space and Enter last, since they press buttons.
KEYS = [
    *"abmrvxy", "d", "d", "0", "0", "i", "i", "Shift+m", "Delete", "ArrowUp", "ArrowDown", "Home", "End", "Escape",
    "Enter", "d", "d", "Space", "x",
]  # fmt: skip
KIND = """node => [node.localName, node.getAttribute("role"), node.type, node.classList[0],
  node.closest(".skx-picker-popup") ? "popup" : ""].join(" ")"""
# One of each kind of thing that can have the focus, by kind, each with a number to find it again.
KINDS = f"""(root, focusable) => {{
  const kind = {KIND};
  const found = {{}};
  for (const node of root.querySelectorAll(focusable)) {{
    if (!node.checkVisibility() || node.disabled || found[kind(node)]) continue;
    found[kind(node)] = node.dataset.tried = `${{Math.random()}}`;
  }}
  return found;
}}"""
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
    before, tried = cells_of(explorer, lab), set()
    for name in TABS:
        begin_again(explorer, view=name)
        open_evidence(root)
        assert root.evaluate(BARE, FOCUSABLE) == []
        while new := {kind: n for kind, n in root.evaluate(KINDS, FOCUSABLE).items() if kind not in tried}:
            kind, n = new.popitem()
            tried.add(kind)
            type_into(root.locator(f"[data-tried='{n}']"))
            begin_again(explorer, view=name)
            if not root.locator(".skx-text").count():
                open_evidence(root)
    begin_again(explorer)
    reset_settings(root)
    assert len(tried) >= 25, tried
    assert page.locator(".jp-Dialog").count() == 0
    assert cells_of(explorer, lab) == before


def type_into(node: Locator) -> None:
    """Type into one thing; the active cell stays the active one, and every cell of its kind."""
    page, html = node.page, node.evaluate("node => node.outerHTML.slice(0, 200)")
    node.focus()
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
