"""The box to paste an article into, in a real browser: what it shows, what keys do in it, what markup does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from lab_pages import new_page, open_notebook, run_all_cells
from panel_pages import saved_by_menu
from playwright.sync_api import Browser, Locator, Page, expect

PASTED = """Baca Juga: Harga beras naik
Menteri Pertahanan Mali mengatakan, “Kami mengirim 300 tentara ke Gao.” Prancis menarik pasukannya pada 8 Maret.
<img src=x onerror="window.planted = 1"><script>window.planted = 1</script><b onmouseover="window.planted = 1">tebal</b>
"""
SOON = 20_000  # milliseconds for a redraw on a loaded machine
NAME = "00-start-here.ipynb"
FOCUSABLE = "input:visible, select:visible, textarea:visible, button:visible"
ACTIVE = """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map((cell) =>
  [...cell.classList].filter((name) => /Code|Markdown|Raw|mod-active/.test(name)).join())"""


@pytest.fixture(scope="module")
def opened(browser: Browser, lab: Any) -> Iterator[Page]:
    """The first notebook, run once for all tests here, since starting a kernel takes longest."""
    page = new_page(browser)
    open_notebook(page, lab, NAME)
    run_all_cells(page, lab.folder / "notebooks" / NAME)
    panel_of(page).scroll_into_view_if_needed(timeout=SOON)
    yield page
    page.close()


def panel_of(page: Page) -> Locator:
    return page.locator(".skh-panel").last


def test_the_paste_box_takes_a_file_and_says_what_is_missing(opened: Page) -> None:
    page, panel = opened, panel_of(opened)
    panel.get_by_role("button", name="Read it").click()
    expect(panel.get_by_role("alert")).to_contain_text("there is no text yet", timeout=SOON)
    with page.expect_file_chooser() as chooser:
        panel.get_by_role("button", name="or choose a .txt file").click()
    text = b"Mali and France met in Bamako."
    chooser.value.set_files({"name": "mine.txt", "mimeType": "text/plain", "buffer": text})
    expect(panel.get_by_label("Article text")).to_have_value(text.decode(), timeout=SOON)
    panel.get_by_label("Language").select_option(label="English")
    panel.get_by_role("button", name="Read it").click()
    expect(panel.locator(".skh-text")).to_contain_text("Mali and France met in Bamako.", timeout=SOON)


def test_a_pasted_article_shows_its_finds_and_its_markup_does_nothing(opened: Page) -> None:
    page, panel = opened, panel_of(opened)
    panel.get_by_label("Article text").fill(PASTED)
    panel.get_by_label("Language").select_option(label="Indonesian")
    panel.get_by_label("Published on").fill("2022-03-23")
    panel.get_by_role("button", name="Read it").click()
    text = panel.locator(".skh-text")
    expect(text).to_contain_text("<script>window.planted = 1</script>", timeout=SOON)
    expect(text.locator(".skh-mention", has_text="Prancis")).to_have_count(1)
    expect(text.locator(".skh-aside")).to_contain_text("Harga beras naik")
    expect(panel.get_by_role("table", name="Dates")).to_contain_text("2022-03-08")
    assert page.evaluate("window.planted") is None


@pytest.mark.parametrize("width", [1024, 1920])
def test_nothing_of_the_box_is_cut_off(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 900})
    panel = panel_of(opened)
    for part in (panel, *panel.locator(".widget-label:visible").all()):
        wide = part.evaluate("node => node.scrollWidth - node.clientWidth")
        assert wide <= 1, part.evaluate("node => node.outerHTML.slice(0, 200)")


def test_every_control_has_a_name(opened: Page) -> None:
    for control in panel_of(opened).locator(FOCUSABLE).all():
        named = control.evaluate(
            "node => node.textContent.trim() || [...(node.labels || [])].map(l => l.textContent).join()"
        )
        assert re.search(r"\w", named), control.evaluate("node => node.outerHTML")


def test_keys_typed_in_a_control_change_no_cell(opened: Page, lab: Any) -> None:
    path = lab.folder / "notebooks" / NAME
    panel, before = panel_of(opened), saved_by_menu(opened, path)
    controls = panel.locator(FOCUSABLE)
    assert controls.count() >= 6
    for control in controls.all():
        control.focus()
        active = opened.evaluate(ACTIVE)
        for key in ("m", "b", "y", "r", "x", "d", "d", "0", "0", "ArrowDown", "ArrowUp", "Home", "End", "Escape"):
            opened.keyboard.press(key)
        assert opened.evaluate(ACTIVE) == active, control.evaluate("node => node.outerHTML.slice(0, 200)")
    assert saved_by_menu(opened, path) == before
