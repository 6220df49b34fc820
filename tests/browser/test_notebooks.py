"""The notebooks' widgets in a real browser: what they show, what keys do in them, what markup does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import nbformat
import pytest
from lab_pages import new_page, open_notebook, run_all_cells
from playwright.sync_api import Browser, Locator, Page, expect

PASTED = """Baca Juga: Harga beras naik
Menteri Pertahanan Mali mengatakan, “Kami mengirim 300 tentara ke Gao.” Prancis menarik pasukannya pada 8 Maret.
<img src=x onerror="window.planted = 1"><script>window.planted = 1</script><b onmouseover="window.planted = 1">tebal</b>
"""
SOON = 20_000  # milliseconds for a redraw on a loaded machine
FOCUSABLE = "input:visible, select:visible, textarea:visible, button:visible, .skh-list:visible"


@pytest.fixture(scope="module")
def opened(browser: Browser, lab: Any) -> Iterator[Callable[[str], Page]]:
    """Open a notebook by name and run it: once for all tests here, since starting a kernel takes longest."""
    pages: dict[str, Page] = {}

    def open_once(name: str) -> Page:
        if name not in pages:
            page = new_page(browser)
            open_notebook(page, lab, name)
            run_all_cells(page, lab.folder / "notebooks" / name)
            pages[name] = page
        panel_of(pages[name]).scroll_into_view_if_needed(timeout=SOON)
        return pages[name]

    yield open_once
    for page in pages.values():
        page.close()


def panel_of(page: Page) -> Locator:
    return page.locator(".skh-panel").last


def shown_cells(page: Page, lab: Any, name: str) -> list[tuple[str, str]]:
    """Save the notebook and return kind and source of its cells."""
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1000)
    notebook = nbformat.read(lab.folder / "notebooks" / name, as_version=4)
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def test_the_paste_box_takes_a_file_and_says_what_is_missing(opened: Callable[[str], Page]) -> None:
    page = opened("00-start-here.ipynb")
    panel = panel_of(page)
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


def test_a_pasted_article_shows_its_finds_and_its_markup_does_nothing(opened: Callable[[str], Page]) -> None:
    page = opened("00-start-here.ipynb")
    panel = panel_of(page)
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


def test_a_filter_redraws_chart_and_evidence_by_mouse_and_by_keyboard(opened: Callable[[str], Page]) -> None:
    page = opened("01-actor-mentions.ipynb")
    panel = panel_of(page)
    chart, evidence = panel.locator("img"), panel.get_by_role("list")
    before = chart.get_attribute("src", timeout=SOON)
    all_of_them = evidence.get_attribute("aria-label")
    panel.get_by_label("Publisher").select_option(index=1)
    expect(evidence).not_to_have_attribute("aria-label", str(all_of_them), timeout=SOON)
    assert chart.get_attribute("src") != before
    panel.get_by_role("button", name="Clear filters").click()
    expect(evidence).to_have_attribute("aria-label", str(all_of_them), timeout=SOON)
    words = panel.get_by_label("Sentence has")
    words.focus()
    page.keyboard.type("Wagner")
    page.keyboard.press("Enter")
    expect(panel.locator("code")).to_contain_text('text="Wagner"', timeout=SOON)
    expect(evidence.locator("li").first).to_contain_text("Wagner")
    actor = panel.get_by_label("Actor", exact=True)
    actor.focus()
    page.keyboard.press("ArrowDown")
    expect(panel.locator("code")).to_contain_text("actor=", timeout=SOON)


def test_the_view_can_be_changed(opened: Callable[[str], Page]) -> None:
    panel = panel_of(opened("01-actor-mentions.ipynb"))
    expect(panel.locator("code")).to_contain_text("plot_mentions", timeout=SOON)
    panel.get_by_role("button", name="events").click()
    expect(panel.locator("code")).to_contain_text("plot_events", timeout=SOON)
    panel.get_by_role("button", name="mentions").click()
    expect(panel.locator("code")).to_contain_text("plot_mentions", timeout=SOON)


@pytest.mark.parametrize("name", ["00-start-here.ipynb", "01-actor-mentions.ipynb"])
def test_keys_typed_in_a_control_change_no_cell(opened: Callable[[str], Page], lab: Any, name: str) -> None:
    page = opened(name)
    panel = panel_of(page)
    before = shown_cells(page, lab, name)
    controls = panel.locator(FOCUSABLE)
    assert controls.count() >= 6
    for i in range(controls.count()):
        controls.nth(i).focus()
        active = page.locator(".jp-Cell.jp-mod-active").evaluate_all(
            "cells => cells.map(c => c.dataset.windowedListIndex)"
        )
        for key in ("m", "b", "y", "r", "x", "d", "d", "ArrowDown", "ArrowUp", "Home", "End"):
            page.keyboard.press(key)
        now = page.locator(".jp-Cell.jp-mod-active").evaluate_all(
            "cells => cells.map(c => c.dataset.windowedListIndex)"
        )
        assert now == active, controls.nth(i).evaluate("node => node.outerHTML.slice(0, 200)")
    assert shown_cells(page, lab, name) == before


@pytest.mark.parametrize("width", [1024, 1920])
def test_nothing_of_the_panel_is_cut_off(opened: Callable[[str], Page], width: int) -> None:
    page = opened("01-actor-mentions.ipynb")
    page.set_viewport_size({"width": width, "height": 900})
    panel = panel_of(page)
    panel.locator("img").wait_for(timeout=SOON)
    for part in (panel, *panel.locator(".widget-label:visible").all()):
        wide = part.evaluate("node => node.scrollWidth - node.clientWidth")
        assert wide <= 1, part.evaluate("node => node.outerHTML.slice(0, 200)")


def test_every_control_has_a_name(opened: Callable[[str], Page]) -> None:
    page = opened("01-actor-mentions.ipynb")
    panel = panel_of(page)
    for control in panel.locator("input:visible, select:visible, textarea:visible, button:visible").all():
        named = control.evaluate(
            "node => node.textContent.trim() || [...(node.labels || [])].map(l => l.textContent).join()"
        )
        assert re.search(r"\w", named), control.evaluate("node => node.outerHTML")
