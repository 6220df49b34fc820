"""The command line: `sahelkit COMMAND …`, the same as `python -m sahelkit`.

One function per subcommand, registered in COMMANDS with its help and its arguments; the function returns the exit
status. What sahelkit refuses to go on with ends the run with its one sentence on standard error and status 1, without
a traceback. Rooms are imported inside the function that needs them, so that `--version` and `--help` answer at once.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from sahelkit import __version__
from sahelkit.errors import BadValue, LexiconError, SahelkitError

COUNTED = ("articles", "sentences", "mentions", "figures", "dates", "quotes", "events")
START = Path("notebooks") / "00-start-here.ipynb"
APP = Path("notebooks") / "05-explorer.ipynb"
# Scripts, styles and pictures from the page itself and from this server only. Voilà's template asks a CDN for icons
# that nothing here uses; the explorer's own script comes as a blob, and JupyterLab's loader evaluates text.
OWN_ONLY = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)


class Command(NamedTuple):
    """One subcommand: what it does, in a line; its arguments; the function that does it."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status: 0 done, 1 refused, 2 wrong usage.

    Examples
    --------
    >>> main(["lab", "no-such-folder/"])
    1
    """
    args = _parser().parse_args(argv)
    try:
        return COMMANDS[args.command].run(args)
    except SahelkitError as error:
        print(f"sahelkit: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sahelkit", description="News on the Sahel conflict, read into tables.")
    parser.add_argument("--version", action="version", version=f"sahelkit {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        command.arguments(commands.add_parser(name, help=command.help, description=command.help))
    return parser


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
    checkout = Path(__file__).resolve().parent.parent
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


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", type=Path, help="a study folder: articles/, articles.csv, actors.csv")
    parser.add_argument("--language", help="the language of articles whose catalog row does not say: id, en or fr")


def _check(args: argparse.Namespace) -> int:
    from sahelkit.corpus import load
    from sahelkit.reading.sources import read_study

    problems = _lexicon_problems(args.data)
    if problems:  # without sound lexicons nothing is coded, but the articles can still be looked at
        records, found = read_study(args.data, language=args.language, on_error="report")
        print(f"{args.data}: {len(records)} articles read, none coded")
        problems += [problem.message for problem in found]
    else:
        corpus = load(args.data, language=args.language, on_error="report")
        counts = ", ".join(f"{corpus.query(name, by=())['n'].iloc[0]} {name}" for name in COUNTED)
        print(f"{args.data}: {counts}")
        problems += corpus.problems["message"].to_list()
    print(f"problems: {len(problems) or 'none'}")
    for message in problems:
        print(f"- {message}")
    return 1 if problems else 0


def _lexicon_problems(data: Path) -> list[str]:
    """What is wrong with a study's own lexicon files; the first fault only, as a reader meets it."""
    from sahelkit.lexicons.build import build
    from sahelkit.lexicons.tables import LANGUAGES

    try:
        for language in LANGUAGES:
            build(language, data)
    except LexiconError as error:
        return [str(error)]
    return []


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", help="an article_id of the study, or the path of a .txt file")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the study folder (default: data)")
    parser.add_argument("--language", help="the language of a .txt file: id, en or fr")
    parser.add_argument("--published", help="its day of publication, YYYY-MM-DD")


def _show(args: argparse.Namespace) -> int:
    from sahelkit.corpus import code, load
    from sahelkit.showing.plain import article_text

    path = Path(args.article)
    if path.suffix.lower() != ".txt":
        if args.language or args.published:
            raise BadValue("--language and --published describe a .txt file; a study's catalog says them itself")
        corpus = load(args.data, on_error="report")
        print(article_text(corpus, args.article))
        for message in corpus.problems["message"]:
            print(f"sahelkit: {message}", file=sys.stderr)
        return 0
    if not path.is_file():
        raise BadValue(f"there is no file {path}; check the path", value=args.article)
    from sahelkit.reading.sources import read_study

    record = read_study(path, language=args.language)[0][0]
    article = {"article_id": record.article_id, "text": record.text, "language": record.language}
    print(article_text(code([{**article, "published": args.published}]), record.article_id))
    return 0


COMMANDS = {
    "lab": Command("open JupyterLab at the first notebook", _lab_arguments, _lab),
    "app": Command("show the explorer as a web page on this machine", _app_arguments, _app),
    "check": Command("read a study and list what is wrong with it", _check_arguments, _check),
    "show": Command("print an article with what is found in each sentence", _show_arguments, _show),
}
