"""A concordance of a hundred thousand lines in a real JupyterLab: every line is there soon, and few are elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from panel_pages import Panel, begin_again, counts, open_panel, soon, view_of, write_notebook
from playwright.sync_api import Browser, Locator, expect

LINES = 100_000
MOST = 80  # elements of lines at a time
CELL = """import sahelkit as sk
from big_corpus import big_corpus

explorer = sk.explore(big_corpus(20_000), view="concordance", pattern=r"\\\\w\\\\w+", regex=True)
explorer"""
SEEN = """box => {
  const room = box.getBoundingClientRect();
  const inside = [...box.querySelectorAll(".skx-line:not(.skx-waiting)")].filter((line) => {
    const own = line.getBoundingClientRect();
    return own.top >= room.top - 1 && own.bottom <= room.bottom + 1;
  });
  return inside.map((line) => Number(line.dataset.n)).sort((a, b) => a - b);
}"""

BESIDE = "sides => sides.map((side) => side.lastChild.textContent)"


@pytest.fixture(scope="module")
def big(browser: Browser, lab: Any) -> Iterator[Panel]:
    panel = open_panel(browser, lab, write_notebook(lab, "big.ipynb", CELL.replace("\\\\", "\\")))
    yield panel
    panel.page.close()


def seen(box: Locator) -> list[int]:
    """Return the numbers of the lines in sight; they must follow one another."""
    found: list[int] = box.evaluate(SEEN)
    return found if len(found) > 5 and found == list(range(found[0], found[-1] + 1)) else []


def few(box: Locator) -> bool:
    return bool(box.locator(".skx-line").count() < MOST)


def test_lines_come_into_sight_wherever_the_list_is_scrolled(big: Panel) -> None:
    box = view_of(big.root).locator(".skx-lines")
    soon(lambda: counts(big.root)["concordance"] != "–", True)
    total = int(counts(big.root)["concordance"].replace(",", ""))
    assert total >= LINES
    for n in (total // 2, total - 1, total // 3, 0):
        box.evaluate(f"box => {{ box.scrollTop = {n} * box.querySelector('.skx-line').offsetHeight; }}")
        soon(lambda n=n: n in seen(box), True)  # type: ignore[misc]
        assert few(box)


def test_lines_come_into_sight_by_the_keys_that_scroll(big: Panel) -> None:
    box, keyboard = view_of(big.root).locator(".skx-lines"), big.page.keyboard
    total = int(counts(big.root)["concordance"].replace(",", ""))
    box.evaluate("box => { box.scrollTop = 0; }")
    soon(lambda: 0 in seen(box), True)
    box.focus()
    for _ in range(3):
        keyboard.press("PageDown")
    soon(lambda: bool(seen(box)) and seen(box)[0] > 30, True)
    keyboard.press("End")
    soon(lambda: total - 1 in seen(box), True)
    keyboard.press("PageUp")
    soon(lambda: bool(seen(box)) and total - 60 < seen(box)[-1] < total - 5, True)
    assert few(box)
    keyboard.press("Home")
    soon(lambda: 0 in seen(box), True)


def test_arrow_keys_go_from_line_to_line_through_what_is_fetched_later(big: Panel) -> None:
    box, keyboard = view_of(big.root).locator(".skx-lines"), big.page.keyboard
    box.locator("[data-n='0'] .skx-keyword").focus()
    for _ in range(75):
        keyboard.press("ArrowDown")
    expect(box.locator("[data-n='75'] .skx-keyword")).to_be_focused()
    assert few(box)


def test_a_line_far_down_opens_its_sentence(big: Panel) -> None:
    box = view_of(big.root).locator(".skx-lines")
    box.evaluate("box => { box.scrollTop = box.scrollHeight / 2; }")
    soon(lambda: bool(seen(box)), True)
    n = seen(box)[3]
    word = box.locator(f"[data-n='{n}'] .skx-keyword")
    said = word.inner_text()
    word.click()
    expect(big.root.locator(".skx-item mark").first).to_have_text(said)
    expect(big.root.locator(".skx-text .skh-target")).to_contain_text(said)


@pytest.mark.parametrize("sort, side", [("left", ".skx-kwic-left"), ("right", ".skx-kwic-right")])
def test_lines_are_sorted_by_what_stands_beside_the_word(explorer: Panel, sort: str, side: str) -> None:
    root = explorer.root
    begin_again(explorer, view="concordance")
    view_of(root).get_by_label("Word or phrase").fill("Mali")
    view_of(root).get_by_label("Word or phrase").press("Enter")
    expect(view_of(root).locator(".skx-title")).to_have_text("“Mali” in its contexts")
    before = view_of(root).locator(side).all_inner_texts()
    choice = view_of(root).get_by_label("Sort by")
    try:
        choice.select_option(sort)
        soon(lambda: view_of(root).locator(side).all_inner_texts() != before, True)
        words = [first_word(text, sort) for text in view_of(root).locator(side).evaluate_all(BESIDE)]
        assert words == sorted(words)
        assert len(words) > 5
    finally:
        choice.select_option("text")
        soon(lambda: view_of(root).locator(side).all_inner_texts(), before)


def first_word(text: str, sort: str) -> str:
    """Return the word next to the keyword, in small letters."""
    words = re.findall(r"\w+", text.casefold())
    return (words[-1] if sort == "left" else words[0]) if words else ""
