"""`make lab` in a real browser: it answers behind a token, and each notebook runs without an error."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Page

NOTEBOOKS = sorted(path.name for path in (Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
PATIENCE = 120_000  # milliseconds for a whole notebook on a loaded machine


def open_notebook(page: Page, lab: Any, name: str) -> None:
    page.goto(f"{lab.address}/lab/tree/notebooks/{name}?token={lab.token}&reset")
    page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=PATIENCE)
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").wait_for(timeout=PATIENCE)


def run_all_cells(page: Page, path: Path) -> list[Any]:
    """Run the notebook to its end or to its first error, and return the saved code cells."""
    # Not the indicator beside the kernel's name: it says idle before there is a kernel, and Run is then lost.
    idle = page.locator("#jp-main-statusbar").get_by_text("| Idle")
    idle.wait_for(timeout=PATIENCE)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    end = time.monotonic() + PATIENCE / 1000
    while not has_ended(cells := saved_cells(page, path)):
        assert time.monotonic() < end, f"not every cell was run: {[cell.execution_count for cell in cells]}"
    idle.wait_for(timeout=PATIENCE)
    return saved_cells(page, path)


def has_ended(cells: list[Any]) -> bool:
    """Whether every cell is counted, or one has failed, after which no further one runs."""
    return bool(complaints(cells)) or all(cell.execution_count is not None for cell in cells)


def complaints(cells: list[Any]) -> list[Any]:
    """Errors and what was written to standard error."""
    said = [output for cell in cells for output in cell.outputs]
    return [output for output in said if output.output_type == "error" or output.get("name") == "stderr"]


def saved_cells(page: Page, path: Path) -> list[Any]:
    """Save, wait a second, and read the code cells."""
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1000)
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_the_lab_lets_nobody_in_without_its_token(lab: Any) -> None:
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{lab.address}/api/contents", timeout=10)
    with urllib.request.urlopen(f"{lab.address}/api/contents?token={lab.token}", timeout=10) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_without_an_error(page: Page, lab: Any, name: str) -> None:
    open_notebook(page, lab, name)
    assert complaints(run_all_cells(page, lab.folder / "notebooks" / name)) == []
