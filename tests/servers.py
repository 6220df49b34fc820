"""A JupyterLab or a Voilà of one's own, for as long as a `with` lasts: on this machine only, on a free port.

Each runs on a copy of the repository's notebooks and data, with settings of its own, so that nothing of a user's is
read or changed, and is ended by its own process id.
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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import nbformat

ROOT = Path(__file__).resolve().parent.parent
START_UP = 60  # seconds that a loaded machine may take to start a server
TOKEN = "t" * 32
KINDS = ("JUPYTER_CONFIG", "JUPYTER_DATA", "JUPYTER_RUNTIME", "JUPYTERLAB_SETTINGS", "JUPYTERLAB_WORKSPACES")


class Server(NamedTuple):
    """A running server: its address, its token, the folder it serves, the folder of its own settings."""

    address: str
    token: str
    folder: Path
    home: Path


@contextlib.contextmanager
def running_lab(folder: Path, home: Path) -> Iterator[Server]:
    """`sahelkit lab` in a folder."""
    write_setting(home, "notification", '{"fetchNews": "false"}')  # else a question about news lies over the page
    with _running(["lab"], folder, home) as server:
        yield server


@contextlib.contextmanager
def running_app(folder: Path, home: Path, *, theme: str = "light") -> Iterator[Server]:
    """`sahelkit app` in a folder, which shows its notebooks/05-explorer.ipynb."""
    with _running(["app", "--theme", theme], folder, home) as server:
        yield server


def copy_study(folder: Path) -> Path:
    """Copy notebooks/ and data/ into a folder, the notebooks without their outputs."""
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for path in (folder / "notebooks").glob("*.ipynb"):
        _empty(path)
    return folder


def write_setting(home: Path, plugin: str, text: str | None) -> None:
    """Write one of JupyterLab's user settings, or take it away; a page reads them when it is opened."""
    path = home / "settings" / "@jupyterlab" / "apputils-extension" / f"{plugin}.jupyterlab-settings"
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def _running(command: Sequence[str], folder: Path, home: Path) -> Iterator[Server]:
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    arguments = [sys.executable, "-m", "sahelkit", *command, "--no-browser", "--port", str(port)]
    with open(home / "log", "w") as log:
        process = subprocess.Popen(arguments, cwd=folder, env=_environment(home), stdout=log, stderr=log)
        try:
            _wait(f"{address}/login", process, home / "log")
            yield Server(address, TOKEN, folder, home)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _empty(path: Path) -> None:
    """Take the outputs and counts out of a notebook, so that what it holds later is what ran here."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)


def _environment(home: Path) -> dict[str, str]:
    own = {f"{kind}_DIR": str(home / kind.split("_")[1].lower()) for kind in KINDS} | {
        "IPYTHONDIR": str(home / "ipython")
    }
    python_path = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
    return {**os.environ, **own, "PYTHONPATH": python_path, "JUPYTER_TOKEN": TOKEN, "JUPYTER_PORT_RETRIES": "0"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_UP
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.3)
    raise RuntimeError(f"no answer from {url}:\n{log.read_text()[-2000:]}")
