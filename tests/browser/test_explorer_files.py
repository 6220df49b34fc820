"""What leaves the explorer in a real JupyterLab: the line of code that makes the rows in sight, and the saved files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from panel_pages import (
    SOON,
    TABS,
    Panel,
    begin_again,
    button,
    check_svg,
    chips,
    counts,
    heading,
    open_tab,
    pick,
    soon,
)  # fmt: skip
from playwright.sync_api import Locator, expect

SAME = "({}).reset_index(drop=True).equals(explorer.drawn.rows.reset_index(drop=True)), len(explorer.drawn.rows)"


@pytest.fixture(autouse=True)
def beginning(explorer: Panel) -> None:
    begin_again(explorer)


@pytest.fixture(scope="module")
def cell(explorer: Panel) -> Locator:
    """A new cell below the explorer's."""
    page = explorer.page
    own = page.locator(".jp-CodeCell", has=page.locator(".skx-panel"))
    own.locator(".jp-InputPrompt").click()
    page.locator("[data-command='notebook:insert-cell-below']").locator("visible=true").first.click()
    new = page.locator(".jp-Cell.jp-mod-active")
    expect(new.locator(".cm-content")).to_have_text("")
    return page.locator(".skx-panel >> xpath=ancestor::*[contains(@class, 'jp-CodeCell')]/following-sibling::*[1]")


def run(cell: Locator, code: str) -> str:
    """Put code into a cell in place of what is there, run it and return what it says."""
    page = cell.page
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)
    count = cell.locator(".jp-InputPrompt").inner_text()
    page.keyboard.press("Control+Enter")
    soon(lambda: cell.locator(".jp-InputPrompt").inner_text() not in (count, "[*]:"), True)
    return cell.locator(".jp-OutputArea-output").inner_text()


def copied(explorer: Panel) -> str:
    """Click "Copy as code" and return what is on the clipboard."""
    explorer.page.evaluate("navigator.clipboard.writeText('')")
    button(explorer.root, "Copy as code").click()
    read = "navigator.clipboard.readText()"
    soon(lambda: bool(explorer.page.evaluate(read)), True)
    return str(explorer.page.evaluate(read))


@pytest.mark.parametrize("name", TABS)
def test_the_line_that_is_copied_makes_the_rows_in_sight(explorer: Panel, cell: Locator, name: str) -> None:
    root = explorer.root
    pick(root, "Publisher", "Klik")
    soon(lambda: len(chips(root)), 1)
    open_tab(root, name)
    line = copied(explorer)
    expect(root.locator(".skx-status")).to_have_text(f"copied: {line}")
    assert 'corpus.filter(publisher="Klik Anggaran")' in line
    soon(lambda: "–" in counts(root).values(), False)
    n = counts(root)[name].replace(",", "")
    assert run(cell, SAME.format(line)) == f"(True, {n})"
    assert int(n) > 0


def saved(explorer: Panel, format: str) -> tuple[str, bytes]:
    """Save a view and return the file's name and content."""
    with explorer.page.expect_download(timeout=2 * SOON) as download:
        button(explorer.root, format).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("name", TABS)
def test_a_view_is_saved_as_a_table_with_all_its_rows(explorer: Panel, name: str) -> None:
    root = explorer.root
    open_tab(root, name)
    soon(lambda: "–" in counts(root).values(), False)
    filename, content = saved(explorer, "CSV")
    assert filename == f"sahelkit-{name}.csv"
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    assert f"{len(rows):,}" == counts(root)[name]
    assert {len(row) for row in rows} == {len(head)}
    expect(root.locator(".skx-status")).to_have_text(f"saved as {filename}")


@pytest.mark.parametrize("name", ["actors", "events"])
def test_a_view_is_saved_as_a_picture(explorer: Panel, name: str) -> None:
    open_tab(explorer.root, name)
    filename, content = saved(explorer, "PNG")
    assert (filename, content[:8]) == (f"sahelkit-{name}.png", b"\x89PNG\r\n\x1a\n")
    filename, content = saved(explorer, "SVG")
    assert filename == f"sahelkit-{name}.svg"
    check_svg(content)


def test_a_saved_picture_leaves_the_view_as_it_was(explorer: Panel) -> None:
    root = explorer.root
    soon(lambda: "–" in counts(root).values(), False)
    before, evidence = counts(root), heading(root)
    saved(explorer, "PNG")
    assert (counts(root), heading(root)) == (before, evidence)
