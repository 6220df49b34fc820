"""The explorer of `make app` in a real browser: for all to use, and what is kept or added in it stays with it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab_pages import new_page, open_app, serious
from panel_pages import (
    PATIENCE,
    SOON,
    TABS,
    Panel,
    begin_again,
    button,
    chips,
    counts,
    held,
    open_evidence,
    open_tab,
    pick,
    picker,
    soon,
    tab,
    view_of,
)  # fmt: skip
from playwright.sync_api import Browser, Page, expect

OWN = "Niger menolak kerja sama dengan Prancis. Zamrudia mengirim 40 tentara ke Gao, kata Macron pada 8 Maret 2022."


@contextlib.contextmanager
def opened(browser: Browser, app: Any) -> Iterator[Panel]:
    refused: list[str] = []
    page = new_page(browser, refused=refused)
    page.set_default_timeout(SOON)
    open_app(page, app)
    root = page.locator(".skx-panel")
    tab(root, "articles").wait_for(timeout=PATIENCE)
    soon(lambda: "–" in counts(root).values(), False)
    yield Panel(page, root, refused)
    page.close()
    assert refused == []


@pytest.fixture(scope="module")
def shown(browser: Browser, app: Any) -> Iterator[Panel]:
    with opened(browser, app) as panel:
        yield panel


@pytest.fixture
def root(shown: Panel) -> Any:
    begin_again(shown)
    return shown.root


@pytest.mark.parametrize("name", TABS)
def test_a_view_of_the_app_holds_what_its_tab_says_and_can_be_used_by_all(shown: Panel, root: Any, name: str) -> None:
    open_tab(root, name)
    expect(root.get_by_role("alert")).to_have_count(0)
    assert held(root) == counts(root)[name]
    assert serious(shown.page, ".skx-panel") == []


@pytest.mark.parametrize("name", ["trends", "events", "concordance"])
def test_a_view_can_be_used_by_all_in_the_dark_theme(dark: Page, name: str) -> None:
    root = dark.locator(".skx-panel")
    open_tab(root, name)
    open_evidence(root)
    assert serious(dark, ".skx-panel") == []


@pytest.fixture(scope="module")
def dark(browser: Browser, dark_app: Any) -> Iterator[Page]:
    with opened(browser, dark_app) as panel:
        yield panel.page


def test_an_open_picker_can_be_used_by_all(shown: Panel, root: Any) -> None:
    picker(root, "Actor").click()
    assert serious(shown.page, ".skx-picker-popup:popover-open") == []
    shown.page.keyboard.press("Escape")


def test_a_selection_is_saved_by_name_and_opened_again(shown: Panel, root: Any, app: Any) -> None:
    pick(root, "Actor", "France")
    pick(root, "Publisher", "RMOL")
    soon(lambda: len(chips(root)), 2)
    soon(lambda: counts(root)["articles"], "1")
    kept, numbers = chips(root), counts(root)
    drawer(root, "Saved selections")
    name = '<b>Prancis</b> & "RMOL"'
    root.get_by_label("Name", exact=True).fill(name)
    root.get_by_role("button", name="Save", exact=True).click()
    expect(root.get_by_text("saved: <b>Prancis</b>")).to_be_visible()
    button(root, "Clear all").click()
    soon(lambda: chips(root), [])
    root.get_by_label("Saved", exact=True).select_option(label=name)
    root.get_by_role("button", name="Open", exact=True).click()
    soon(lambda: (chips(root), counts(root)), (kept, numbers))
    expect(picker(root, "Publisher")).to_have_text("Publisher: RMOL")
    assert name in json.loads((Path(app.folder) / "notebooks" / "selections.json").read_text(encoding="utf-8"))
    root.get_by_role("button", name="Delete", exact=True).click()
    expect(root.get_by_label("Saved", exact=True).locator("option")).to_have_count(1)


def drawer(root: Any, name: str) -> None:
    """Show what is behind a button."""
    toggle = root.get_by_role("button", name=name, exact=True)
    if "mod-active" not in str(toggle.get_attribute("class")):
        toggle.click()


def test_a_text_of_ones_own_is_counted_and_found(shown: Panel, root: Any) -> None:
    before = {name: int(n.replace(",", "")) for name, n in counts(root).items()}
    drawer(root, "Add a text of your own")
    root.get_by_label("Article text").fill(OWN)
    root.get_by_label("Published on").fill("2022-03-23")
    root.get_by_label("Title", exact=True).fill("Kabar <i>sendiri</i>")
    root.get_by_role("button", name="Add to the corpus").click()
    soon(lambda: counts(root)["articles"], str(before["articles"] + 1))
    for name in ("actors", "figures", "events"):
        soon(lambda name=name: int(counts(root)[name]) > before[name], True)  # type: ignore[misc]
    open_tab(root, "concordance")
    word = view_of(root).get_by_label("Word or phrase")
    word.fill("Zamrudia")
    word.press("Enter")
    soon(lambda: counts(root)["concordance"], "1")
    view_of(root).locator(".skx-keyword").click()
    expect(root.locator(".skx-article .skx-sheet-head")).to_have_text("Kabar <i>sendiri</i>")
    expect(root.locator(".skx-text .skh-target")).to_have_text("Zamrudia")
    picker(root, "Actor").click()
    expect(shown.page.locator(".skx-picker-popup:popover-open").get_by_text("Niger", exact=True)).to_be_attached()
    shown.page.keyboard.press("Escape")
    word.fill("")
    word.press("Enter")
