"""What is shown in a browser: `lab` opens JupyterLab, `app` the explorer as a web page; both on this machine only."""

from __future__ import annotations

import argparse
import os
import tempfile
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sahelkit.cli.command import Command
from sahelkit.errors import BadValue

START = Path("notebooks") / "00-start-here.ipynb"
APP = Path("notebooks") / "05-explorer.ipynb"
# Scripts, styles and pictures from the page itself and from this server only. Voilà's template asks a CDN for icons
# that nothing here uses; the explorer's own script comes as a blob, and JupyterLab's loader evaluates text.
OWN_ONLY = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)


def _lab_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", type=Path, help=f"notebook or folder to open (default: {START})")
    parser.add_argument("--port", type=int, default=8888, help="first port to try (default: 8888)")
    parser.add_argument("--no-browser", action="store_true", help="print the address instead of opening a browser")


def _lab(args: argparse.Namespace) -> int:
    path = _beside(START) if args.path is None else args.path
    if not path.exists():
        raise BadValue(f"there is no {path} to open; give a notebook or a folder that exists", value=str(path))
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(argv=lab_options(path, port=args.port, browser=not args.no_browser))
    return 0


def _beside(notebook: Path) -> Path:
    """Where to begin: the notebook in this folder, else in the checkout that the package runs from, else here."""
    checkout = Path(__file__).resolve().parent.parent.parent
    return next((folder / notebook for folder in (Path(), checkout) if (folder / notebook).exists()), Path())


def lab_options(path: Path, *, port: int = 8888, browser: bool = True) -> list[str]:
    """JupyterLab's options for opening `path` on this machine only.

    Bound to 127.0.0.1, whatever a user's own configuration says, for a notebook server is a shell; JupyterLab makes
    a new token at every start and prints the address with it (a token given here would be printed as "..."). It asks
    no other machine for news or updates.

    Parameters
    ----------
    path : Path
        An existing notebook or folder. The server's root is the working directory where that holds `path`, else the
        folder above a notebook's own, so that it can read ../data.
    port : int
        The first port to try.
    browser : bool
        Open the address in a browser.

    Returns
    -------
    list of str

    Examples
    --------
    >>> lab_options(Path(), port=9000)[2:4]
    ['--ServerApp.ip=127.0.0.1', '--ServerApp.port=9000']
    """
    path = path.resolve()
    root = _root(path)
    options = [
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{quote(path.relative_to(root).as_posix())}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]
    if not browser:
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container, where there is no other user
        options.append("--allow-root")
    return options


def _root(path: Path) -> Path:
    here = Path.cwd()
    if path.is_relative_to(here):
        return here
    return path if path.is_dir() else path.parent.parent


def _app_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("notebook", nargs="?", type=Path, help=f"notebook to show (default: {APP})")
    parser.add_argument("--port", type=int, default=8866, help="first port to try (default: 8866)")
    parser.add_argument("--no-browser", action="store_true", help="print the address instead of opening a browser")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="default: light")


def _app(args: argparse.Namespace) -> int:
    notebook = _beside(APP) if args.notebook is None else args.notebook
    if not notebook.is_file():
        raise BadValue(f"there is no notebook {notebook} to show; give one that exists", value=str(notebook))
    from tornado.ioloop import IOLoop
    from traitlets.config import Config
    from voila.app import Voila

    server: Any = Voila.instance(config=Config(app_options(notebook, port=args.port, theme=args.theme)))
    server.initialize([])
    IOLoop.current().add_callback(_welcome, server, browser=not args.no_browser)  # once it listens
    server.start()
    return 0


def app_options(notebook: Path, *, port: int = 8866, theme: str = "light") -> dict[str, dict[str, Any]]:
    """Voilà's options for showing `notebook` as a web page on this machine only.

    A user's own configuration is not read. The page answers at 127.0.0.1 to who has the token, new at every start
    (or that of JUPYTER_TOKEN, as for JupyterLab). It shows neither code nor tracebacks, serves no file, runs nothing
    but the notebook, and lets the browser fetch nothing from elsewhere. The kernel of a page that was closed ends,
    at the latest after ten minutes.

    Parameters
    ----------
    notebook : Path
        An existing notebook; it runs in its own folder.
    port : int
        The first port to try.
    theme : {"light", "dark"}
        The page's colours.

    Returns
    -------
    dict of str to dict
        By Voilà's classes.

    Examples
    --------
    >>> app_options(Path("a.ipynb"), port=9000)["Voila"]["ip"]
    '127.0.0.1'
    """
    notebook = notebook.resolve()
    return {
        "Voila": {
            "config_file_paths": [],
            "notebook_path": str(notebook),
            "root_dir": str(notebook.parent),
            "ip": "127.0.0.1",
            "port": port,
            "auto_token": True,
            "open_browser": False,  # Voilà would open its address without the token
            "log_level": "WARN",
            "tornado_settings": {"headers": {"Content-Security-Policy": OWN_ONLY}},
        },
        "VoilaConfiguration": {
            "theme": theme,
            "allow_theme_override": "NO",
            "allow_template_override": "NO",
            "file_allowlist": [],
        },
        "MappingKernelManager": {"cull_interval": 60, "cull_idle_timeout": 600},
    }


def _welcome(server: Any, *, browser: bool) -> None:
    """Say where the page is and, if asked, open it: through a file of one's own, for the token's sake.

    Other users of a machine can read the arguments that a browser is started with.
    """
    print(f"The explorer is at {server.display_url}\nIt runs until Ctrl+C is pressed here.", flush=True)
    if not browser:
        return
    address = f"{server.connection_url}?token={server.identity_provider.token}"
    with tempfile.NamedTemporaryFile("w", prefix="sahelkit-", suffix=".html", delete=False) as file:
        file.write(f'<meta http-equiv="refresh" content="0; url={address}"><a href="{address}">sahelkit</a>')
    webbrowser.open(Path(file.name).as_uri(), new=2)


LAB = Command("open JupyterLab at the first notebook", _lab_arguments, _lab)
APP_PAGE = Command("show the explorer as a web page on this machine", _app_arguments, _app)
