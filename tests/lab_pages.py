"""A notebook in a page of JupyterLab: open it, run it, and read what it saved. For the browser tests."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Page

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
