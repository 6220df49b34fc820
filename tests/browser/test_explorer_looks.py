"""How the explorer looks in JupyterLab's light and dark theme: whatever axe-core finds serious, and its pictures.

The pictures of the README are taken here: each view with the sentences of one number and the article beside them. With
SAHELKIT_PICTURES=store they are put into docs/pictures; else they are compared with what is there by their size alone,
since letters differ from machine to machine.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_pages import PATIENCE, serious
from panel_pages import TABS, Panel, open_evidence, open_panel, open_tab
from pictures import EXPLORER, FOLDER
from playwright.sync_api import Browser, FloatRect, expect
from servers import Server, write_setting

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
WIDTH, HEIGHT = 1440, 1700
MARGIN = 8  # pixels


@pytest.fixture(scope="module", params=THEMES)
def themed(request: pytest.FixtureRequest, browser: Browser, lab: Server) -> Iterator[tuple[str, Panel]]:
    """A page of its own in each theme, high enough to hold a whole panel."""
    theme = str(request.param)
    write_setting(lab.home, "themes", f'{{"theme": "{THEMES[theme]}"}}')
    panel = open_panel(browser, lab, "05-explorer.ipynb")
    write_setting(lab.home, "themes", None)
    body = panel.page.locator(f"body[data-jp-theme-light='{str(theme == 'light').lower()}']")
    body.wait_for(state="attached", timeout=PATIENCE)
    panel.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    yield theme, panel
    panel.page.close()


@pytest.mark.parametrize("name", TABS)
def test_axe_finds_nothing_serious(themed: tuple[str, Panel], name: str) -> None:
    page, root = themed[1].page, themed[1].root
    open_tab(root, name)
    open_evidence(root)
    assert serious(page, ".skx-panel") == []


def test_axe_finds_nothing_serious_in_what_opens(themed: tuple[str, Panel]) -> None:
    page, root = themed[1].page, themed[1].root
    for label in ("Saved selections", "Add a text of your own"):
        root.get_by_role("button", name=label, exact=True).click()
    root.get_by_role("button", name="Actor: any").click()
    expect(page.locator(".skx-picker-popup:popover-open")).to_be_visible()
    assert serious(page, ".skx-panel") == []
    page.keyboard.press("Escape")
    for label in ("Saved selections", "Add a text of your own"):
        root.get_by_role("button", name=label, exact=True).click()


@pytest.mark.parametrize("name", TABS)
def test_a_picture_of_the_view_is_the_one_in_the_readme(themed: tuple[str, Panel], name: str) -> None:
    theme, panel = themed
    open_tab(panel.root, name)
    open_evidence(panel.root)
    panel.page.mouse.move(0, 0)
    panel.root.scroll_into_view_if_needed()
    taken = panel.page.screenshot(clip=around(panel.root.bounding_box()))
    stored = FOLDER / f"{EXPLORER}{name}-{theme}.png"
    if os.environ.get("SAHELKIT_PICTURES") == "store":
        stored.write_bytes(taken)
    assert stored.exists(), "run: make notebooks"
    assert f"docs/pictures/{stored.name}" in Path("README.md").read_text(encoding="utf-8")
    for now, then in zip(size_of(taken), size_of(stored.read_bytes()), strict=True):
        assert abs(now - then) < 0.2 * then, "the panel has another form: run make notebooks, and look at the pictures"


def around(box: FloatRect | None) -> FloatRect:
    """A panel's place with some of the page around it."""
    assert box is not None
    return {
        "x": box["x"] - MARGIN, "y": max(box["y"] - MARGIN, 0.0), "width": box["width"] + 2 * MARGIN,
        "height": box["height"] + 2 * MARGIN,
    }  # fmt: skip


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, in pixels, from a PNG's first chunk."""
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height
