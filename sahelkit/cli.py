"""The command line: `sahelkit COMMAND …`, the same as `python -m sahelkit`.

One function per subcommand, registered in COMMANDS with its help and its arguments; the function returns the exit
status. What sahelkit refuses to go on with ends the run with its one sentence on standard error and status 1, without
a traceback. Rooms are imported inside the function that needs them, so that `--version` and `--help` answer at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from sahelkit import __version__
from sahelkit.errors import BadValue, LexiconError, SahelkitError

COUNTED = ("articles", "sentences", "mentions", "figures", "dates", "quotes", "events")
START = Path("notebooks") / "00-start-here.ipynb"


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
    path = _start() if args.path is None else args.path
    if not path.exists():
        raise BadValue(f"there is no {path} to open; give a notebook or a folder that exists", value=str(path))
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(argv=lab_options(path, port=args.port, browser=not args.no_browser))
    return 0


def _start() -> Path:
    """Where to begin: the first notebook of this folder, else of the checkout that the package runs from, else here."""
    checkout = Path(__file__).resolve().parent.parent
    return next((folder / START for folder in (Path(), checkout) if (folder / START).exists()), Path())


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
    "check": Command("read a study and list what is wrong with it", _check_arguments, _check),
    "show": Command("print an article with what is found in each sentence", _show_arguments, _show),
}
