"""The explorer in a page of JupyterLab or Voilà: its parts, what they say, what is done there. For browser tests.

Nothing here waits a fixed time: what a click changes is asked for until it is there.
"""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import nbformat
from lab_pages import PATIENCE, new_page, open_notebook
from playwright.sync_api import Browser, Locator, Page, expect

from sahelkit.exploring.tabs import VIEWS

EXPLORER = "explorer.ipynb"  # a copy of notebook 05 that tests may change
SOON = 30_000  # milliseconds for a redraw on a loaded machine
TABS = tuple(VIEWS)
T = TypeVar("T")

COUNTS = "root => [...root.querySelectorAll('[role=tab]')].map(tab => [tab.dataset.name, tab.lastChild.textContent])"
# Bars that are no rows of the selection stand faint; of lines only those in sight are elements.
HELD = """async (view) => {
  const bars = view.querySelectorAll(".skx-chart > div > .skx-bars > .skx-bar-row:not(.skx-faint)");
  const box = view.querySelector(".skx-lines");
  if (!box) {
    const numbers = view.querySelector(".skx-numbers");
    if (!numbers) return bars.length;
    numbers.open = true;
    while (!numbers.querySelector("td")) await new Promise(requestAnimationFrame);
    return numbers.querySelectorAll("td").length;
  }
  const seen = new Set();
  for (let top = 0; top <= box.scrollHeight; top += 200) {
    box.scrollTop = top;
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    for (const line of box.querySelectorAll(".skx-line:not(.skx-waiting)")) seen.add(line.dataset.n);
  }
  box.scrollTop = 0;
  return seen.size;
}"""
OPENS = ":is(.skx-number, .skx-mark, .skx-keyword):visible"
FOCUSABLE = "input, select, textarea, button, a[href], summary, [tabindex]"


class Panel(NamedTuple):
    """An explorer in a page, and what the page asked of other machines."""

    page: Page
    root: Locator
    refused: list[str]


def open_panel(browser: Browser, lab: Any, name: str) -> Panel:
    """Open a notebook in JupyterLab and run it as far as its explorer; the page may read the clipboard."""
    refused: list[str] = []
    page = new_page(browser, refused=refused)
    page.set_default_timeout(SOON)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=lab.address)
    open_notebook(page, lab, name)
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=PATIENCE)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    root = page.locator(".skx-panel").last
    tab(root, "articles").wait_for(timeout=PATIENCE)
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=PATIENCE)
    return Panel(page, root, refused)


def write_notebook(lab: Any, name: str, *cells: str) -> str:
    """Put a notebook of these code cells beside the others; return its name."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, Path(lab.folder) / "notebooks" / name)
    return name


def soon(read: Callable[[], T], wanted: T) -> None:
    """Wait until something is read, or fail with what was read instead."""
    end = time.monotonic() + SOON / 1000
    while (found := read()) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    assert found == wanted, f"{found!r}, not {wanted!r}"


def tab(root: Locator, name: str) -> Locator:
    return root.locator(f"[role=tab][data-name={name}]")


def view_of(root: Locator) -> Locator:
    return root.get_by_role("tabpanel")


def in_sight(root: Locator, name: str) -> None:
    """Wait until a view is in sight."""
    expect(tab(root, name)).to_have_attribute("aria-selected", "true")
    named = tab(root, name).get_attribute("id")
    expect(view_of(root)).to_have_attribute("aria-labelledby", str(named))


def open_tab(root: Locator, name: str) -> None:
    tab(root, name).click()
    in_sight(root, name)


def counts(root: Locator) -> dict[str, str]:
    """Return what stands on the tabs."""
    return dict(root.evaluate(COUNTS))


def held(root: Locator) -> str:
    """Return how many rows the view in sight holds, written as on a tab."""
    return f"{view_of(root).evaluate(HELD):,}"


def chips(root: Locator) -> list[str]:
    return [text.removesuffix(" ×") for text in root.locator(".skx-chip").all_inner_texts()]


def button(root: Locator, name: str) -> Locator:
    return root.locator(".skx").get_by_role("button", name=name, exact=True)


def heading(root: Locator) -> str:
    """Return what the evidence is headed: "31 mentions"."""
    return root.locator(".skx-sentences .skx-sheet-head").inner_text()


def open_evidence(root: Locator) -> None:
    """Open the sentences of a number of the view in sight, and the article beside them."""
    point = view_of(root).locator(".skx-point[tabindex='0']")
    point.or_(view_of(root).locator(OPENS)).first.wait_for()  # lines are drawn once their room is known
    if point.count():
        point.press("e")
    else:
        view_of(root).locator(OPENS).filter(has_not_text=re.compile(r"^0$")).first.click()
    expect(root.locator(".skx-text")).to_be_visible(timeout=SOON)


def picker(root: Locator, label: str) -> Locator:
    return root.locator(".skx-picker-button").filter(has_text=f"{label}: ").first


def popup(root: Locator) -> Locator:
    return root.page.locator(".skx-picker-popup:popover-open")


def pick(root: Locator, label: str, *texts: str) -> None:
    """Choose values of a filter with the mouse."""
    picker(root, label).click()
    for text in texts:
        popup(root).locator(".skx-picker-row", has_text=text).first.click()
    root.page.keyboard.press("Escape")
    expect(popup(root)).to_have_count(0)


def begin_again(panel: Panel, *, view: str = "actors") -> None:
    """Bring an explorer back to its beginning: no conditions, no popup, one view, its settings as they were."""
    page, root = panel.page, panel.root
    page.mouse.move(0, 0)
    if popup(root).count():
        page.keyboard.press("Escape")
    soon(lambda: cleared(root), [])
    open_tab(root, view)
    if page.locator("#jp-main-statusbar").count():  # in JupyterLab: the counts of all tabs are told by then
        page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=PATIENCE)


def cleared(root: Locator) -> list[str]:
    """Clear the conditions; a last one may still be on its way from the kernel."""
    button(root, "Clear all").evaluate("node => node.click()")
    return chips(root)


def reset_settings(root: Locator) -> None:
    """Set the settings of every view to what they are at the beginning."""
    for name, view in VIEWS.items():
        open_tab(root, name)
        for option in view.options:
            control = view_of(root).locator(f"[data-key='option:{option.name}']")
            if option.kind == "check":
                control.set_checked(option.default)
            elif option.kind == "select" and control.input_value() != option.default:
                control.select_option(option.default)
            elif option.kind != "select" and control.input_value() != str(option.default):
                control.fill(str(option.default))
                control.press("Enter")


def notebook_top(page: Page) -> list[float]:
    """Return how far everything outside the explorer is scrolled."""
    found: list[float] = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((node) => !node.closest(".skx-panel") && node.scrollTop)
          .map((node) => node.scrollTop)"""
    )
    return found


def saved_by_menu(page: Page, path: Path) -> list[tuple[str, str]]:
    """Save a notebook by the menu, which no focus stands in the way of; return kind and source of its cells."""
    before, end = path.stat().st_mtime_ns, time.monotonic() + SOON / 1000
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-item[data-command='docmanager:save']").click()
    while path.stat().st_mtime_ns == before or not path.read_bytes().rstrip().endswith(b"}"):
        assert time.monotonic() < end, "the notebook was not saved"
        page.wait_for_timeout(50)
    return [(cell.cell_type, cell.source) for cell in nbformat.read(path, as_version=4).cells]


def check_svg(content: bytes) -> None:
    """A drawing, and nothing in it that runs or is fetched."""
    drawing = ET.fromstring(content)
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    for node in drawing.iter():
        assert str(node.tag).rsplit("}")[-1] not in ("script", "foreignObject", "image", "a"), node.tag
        for name, value in node.attrib.items():
            assert not name.startswith("on"), name
            assert not name.endswith("href") or value.startswith("#"), value
