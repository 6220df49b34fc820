"""A notebook in a page of JupyterLab or Voilà: open it, run it, read what it saved. For the browser tests.

A page asks no address but this machine's. Whether a panel can be used without eyes or mouse is axe-core's to say.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import nbformat
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route
from servers import write_setting

PATIENCE = 120_000  # milliseconds for a whole notebook on a loaded machine
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def new_page(browser: Browser, *, refused: list[str] | None = None) -> Page:
    """A page whose requests end at this machine; an address that it asks elsewhere is added to `refused`."""
    asked = [] if refused is None else refused

    def answer(route: Route) -> None:
        if route.request.url.startswith("http://127.0.0.1:"):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.route("**/*", answer)
    return page


def open_app(page: Page, app: Any) -> None:
    """Open the page of `sahelkit app`, and wait for the explorer."""
    page.goto(f"{app.address}/?token={app.token}")
    page.locator(".skx-panel").wait_for(timeout=PATIENCE)


def open_dark(page: Page, lab: Any, name: str) -> None:
    """Open a notebook in JupyterLab's dark theme; other pages of the server keep theirs."""
    write_setting(lab.home, "themes", '{"theme": "JupyterLab Dark"}')
    try:
        open_notebook(page, lab, name)
        page.locator("body[data-jp-theme-light='false']").wait_for(state="attached", timeout=PATIENCE)
    finally:
        write_setting(lab.home, "themes", None)


def serious(page: Page, selector: str) -> list[str]:
    """What axe-core finds serious or critical inside a part of the page, one line each element."""
    found = Axe().run(page, context=selector).response["violations"]
    return [
        f"{each['impact']}, {each['id']}: {each['help']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


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
    end = time.monotonic() + PATIENCE / 1000
    while not path.read_bytes().rstrip().endswith(b"}") and time.monotonic() < end:  # still being written
        page.wait_for_timeout(50)
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
