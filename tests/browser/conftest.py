"""A real JupyterLab, and a real Chromium that looks at it.

The server works on a copy of the repository's notebooks and data, with settings of its own, so that nothing of a user's
is read or changed. The browser is the system's: Debian's `chromium` does.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from browser_here import chromium, left_out
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
START_UP = 60  # seconds that a loaded machine may take to start a server


class Lab(NamedTuple):
    """A running JupyterLab: its address, its token, the folder it serves."""

    address: str
    token: str
    folder: Path


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave these files out where there is no browser; the end of the run says so."""
    return True if left_out() and collection_path.name.startswith("test_") else None


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """`sahelkit lab` on a copy of notebooks/ and data/, the notebooks without their outputs."""
    folder, home = tmp_path_factory.mktemp("study"), tmp_path_factory.mktemp("home")
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for path in (folder / "notebooks").glob("*.ipynb"):
        _empty(path)
    answer = home / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    answer.parent.mkdir(parents=True)
    answer.write_text('{"fetchNews": "false"}')  # else a question about news lies over the page
    token, port = "t" * 32, _free_port()
    command = [sys.executable, "-m", "sahelkit", "lab", "--no-browser", "--port", str(port)]
    with open(home / "log", "w") as log:
        server = subprocess.Popen(command, cwd=folder, env=_environment(home, token), stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/api", server, home / "log")
            yield Lab(address, token, folder)
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page that asks no address but this machine's."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.route("**/*", lambda route: route.continue_() if "//127.0.0.1" in route.request.url else route.abort())
    yield page
    page.close()


def _empty(path: Path) -> None:
    """Take the outputs and counts out of a notebook, so that what it holds later is what ran here."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)


def _environment(home: Path, token: str) -> dict[str, str]:
    kinds = ("JUPYTER_CONFIG", "JUPYTER_RUNTIME", "JUPYTERLAB_SETTINGS", "JUPYTERLAB_WORKSPACES")
    own = {f"{kind}_DIR": str(home / kind.split("_")[1].lower()) for kind in kinds} | {
        "IPYTHONDIR": str(home / "ipython")
    }
    return {**os.environ, **own, "PYTHONPATH": str(ROOT), "JUPYTER_TOKEN": token, "JUPYTER_PORT_RETRIES": "0"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_UP
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.3)
    raise RuntimeError(f"JupyterLab did not answer at {url}:\n{log.read_text()[-2000:]}")
