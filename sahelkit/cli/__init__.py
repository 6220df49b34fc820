"""The command line: `sahelkit COMMAND …`, the same as `python -m sahelkit`.

One file a group of commands; each command is a `Command`: its help, its arguments, and the function that returns the
exit status. What sahelkit refuses to go on with ends the run with its one sentence on standard error and status 1,
without a traceback. Rooms are imported inside the function that needs them, so that `--version` and `--help` answer
at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from sahelkit import __version__
from sahelkit.cli.command import Command
from sahelkit.cli.folders import CODE, LINK
from sahelkit.cli.serving import APP_PAGE, LAB
from sahelkit.cli.serving import app_options as app_options
from sahelkit.cli.serving import lab_options as lab_options
from sahelkit.cli.studies import CHECK, SHOW
from sahelkit.errors import SahelkitError

COMMANDS: dict[str, Command] = {"lab": LAB, "app": APP_PAGE, "code": CODE, "link": LINK, "check": CHECK, "show": SHOW}


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
