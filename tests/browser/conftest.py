"""A real JupyterLab and a real Voilà, and a real Chromium that looks at them.

The browser is the system's: Debian's `chromium` does.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_here import chromium, left_out
from lab_pages import CHROMIUM_OPTIONS, new_page
from panel_pages import EXPLORER, Panel, open_panel
from playwright.sync_api import Browser, Page, sync_playwright
from servers import Server, copy_study, running_app, running_lab


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave these files out where there is no browser; the end of the run says so."""
    return True if left_out() and collection_path.name.startswith("test_") else None


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`sahelkit lab` on a copy of notebooks/ and data/, the notebooks without their outputs."""
    with running_lab(copy_study(tmp_path_factory.mktemp("study")), tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`sahelkit app` on such a copy."""
    with running_app(copy_study(tmp_path_factory.mktemp("study")), tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture(scope="session")
def dark_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same in the dark theme."""
    folder, home = copy_study(tmp_path_factory.mktemp("study")), tmp_path_factory.mktemp("home")
    with running_app(folder, home, theme="dark") as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page that asks no address but this machine's."""
    page = new_page(browser)
    yield page
    page.close()


@pytest.fixture(scope="session")
def explorer(browser: Browser, lab: Server) -> Iterator[Panel]:
    """The explorer of a copy of notebook 05, run once for all tests: starting a kernel takes longest."""
    notebooks = lab.folder / "notebooks"
    shutil.copy(notebooks / "05-explorer.ipynb", notebooks / EXPLORER)
    panel = open_panel(browser, lab, EXPLORER)
    yield panel
    panel.page.close()
