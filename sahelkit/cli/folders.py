"""A coded folder at the command line: `code` makes one of articles in any number, `link` finds what is told twice."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sahelkit.cli.command import Command
from sahelkit.errors import BadValue

if TYPE_CHECKING:
    from sahelkit.engines import Run

SHOWN = 20  # problems printed at the end; all are kept
INTERRUPTED = 130  # what a shell gives for a command that Ctrl-C ended


def _code_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="+", help="study folders, folders, globs, archives or files of articles")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to, or to go on with")
    parser.add_argument("--language", help="the language of articles that do not say it: id, en or fr")
    parser.add_argument("--encoding", default="utf-8", help="how plain text is encoded (default: utf-8)")
    parser.add_argument("--columns", default="", help="what columns of tables hold: text=body,published=date")
    parser.add_argument("--workers", type=int, default=1, help="processes on this machine (default: 1)")
    parser.add_argument("--scheduler", help="address of a Dask scheduler, whose workers code instead")
    parser.add_argument("--lexicons", type=Path, help="a folder whose actors.csv and other lexicons add to the kit's")
    parser.add_argument("--articles-per-part", type=int, default=1000, help="at most so many (default: 1000)")


def _code(args: argparse.Namespace) -> int:
    try:
        run = _run(args)
    except KeyboardInterrupt:
        print(f"sahelkit: stopped; what is done stays in {args.out}: the same command goes on with it", file=sys.stderr)
        return INTERRUPTED
    parts = f"{run.parts} part{'' if run.parts == 1 else 's'}"
    found = f", {run.found} of them there before" if run.found else ""
    print(f"{args.out}: {run.articles} articles in {parts}{found}")
    _print_problems(args.out)
    return 0 if run.articles else 1


def _run(args: argparse.Namespace) -> Run:
    from sahelkit.engines import code_to_folder, engine
    from sahelkit.engines.apart import check_apart
    from sahelkit.engines.tasks import Setting
    from sahelkit.reading.sources import list_items

    columns = columns_of(args.columns)
    items = list_items(args.path, columns=columns, on_error="report", encoding=args.encoding)
    check_apart(args.path, args.out)
    return code_to_folder(
        items,
        Setting(args.language, args.encoding, args.lexicons or _study(args.path), args.out),
        engine=engine(workers=args.workers, scheduler=args.scheduler),
        articles=args.articles_per_part,
        options={"columns": columns},
    )


def columns_of(given: str) -> dict[str, str]:
    """Read which columns hold which fields.

    Raises
    ------
    BadValue
        For anything but FIELD=COLUMN, comma-separated.

    Examples
    --------
    >>> columns_of("text=body, published=day of issue")
    {'text': 'body', 'published': 'day of issue'}
    """
    pairs = [pair.partition("=") for pair in given.split(",") if pair.strip()]
    for field, equals, column in pairs:
        if not (field.strip() and equals and column.strip()):
            wrong = f"{field}{equals}{column}"
            raise BadValue(f"--columns takes FIELD=COLUMN, comma-separated, and {wrong!r} is none", value=given)
    return {field.strip(): column.strip() for field, _, column in pairs}


def _study(paths: list[str]) -> Path | None:
    """A single study folder brings its own lexicons."""
    return Path(paths[0]) if len(paths) == 1 and Path(paths[0], "actors.csv").is_file() else None


def _print_problems(out: Path) -> None:
    from sahelkit.engines.problems import list_problems

    kinds, first = list_problems(out, first=SHOWN)
    counted = ", ".join(f"{kind} {n}" for kind, n in sorted(kinds.items()))
    print(f"problems: {kinds.total()} ({counted})" if kinds else "problems: none")
    for message in first:
        print(f"- {message}")
    more = kinds.total() - len(first)
    if more:
        print(f"and {more} more: all are in {out / 'problems'}, and in sk.open({str(out)!r}).problems")


def _link_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="a folder that `sahelkit code` or corpus.save made")


def _link(args: argparse.Namespace) -> int:
    from sahelkit.corpus import open as open_folder
    from sahelkit.linking import link_folder

    corpus = open_folder(link_folder(args.folder))
    articles, distinct = (int(c.query("articles", by=())["n"].iloc[0]) for c in (corpus, corpus.filter(distinct=True)))
    print(f"{args.folder}: {articles} articles linked, {articles - distinct} of them copies")
    return 0


CODE = Command("code articles into a folder of tables, or go on with it", _code_arguments, _code)
LINK = Command("find copies and incidents in a coded folder", _link_arguments, _link)
