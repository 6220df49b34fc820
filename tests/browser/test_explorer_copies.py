"""Copies in a real page: the tick that counts them once, its chip, and the article that another repeats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from panel_pages import Panel, chips, counts, open_panel, open_tab, soon, view_of, write_notebook
from playwright.sync_api import Browser, expect

CELL = """import sahelkit as sk
from edited_texts import TEXTS, edited

parts = (("a", "Kabar", "2023-03-06", "wire-en", []), ("b", "The Paper", "2023-03-07", "wire-en", [["cut", 3]]),
         ("c", "The Paper", "2023-03-08", "rival-en", []), ("d", "Le Journal", "2023-04-01", "wire-fr", []))
corpus = sk.link(sk.code(
    {"article_id": key, "publisher": house, "published": day, "language": name[-2:], "text": edited(name, edits),
     "title": f"A made-up report, told by {house}"}
    for key, house, day, name, edits in parts
))
explorer = sk.explore(corpus, view="articles")
explorer"""


@pytest.fixture(scope="module")
def panel(browser: Browser, lab: Any) -> Iterator[Panel]:
    found = open_panel(browser, lab, write_notebook(lab, "copies.ipynb", CELL))
    yield found
    found.page.close()


def test_copies_are_counted_once_on_a_tick_and_lead_to_the_first(panel: Panel) -> None:
    root = panel.root
    box = root.get_by_role("checkbox", name="Count copies once")
    lines = view_of(root).locator(".skx-line")
    expect(lines).to_have_count(4)
    original = lines.nth(1).get_by_role("button", name="Kabar · 2023-03-06")
    expect(original).to_be_visible()
    assert view_of(root).locator(".skx-lines").evaluate("box => box.scrollWidth - box.clientWidth") <= 1
    box.check()
    soon(lambda: chips(root), ["copies counted once"])
    expect(lines).to_have_count(3)
    soon(lambda: counts(root)["articles"], "3")
    expect(view_of(root).get_by_text("copies counted once")).to_be_visible()
    open_tab(root, "trends")
    expect(view_of(root).get_by_text("under this selection, copies counted once")).to_be_visible()
    open_tab(root, "articles")
    root.locator(".skx-chip").first.click()
    soon(lambda: chips(root), [])
    expect(box).not_to_be_checked()
    original.click()
    expect(lines).to_have_count(1)
    expect(lines.first).to_contain_text("Kabar")
