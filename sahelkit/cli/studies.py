"""A study at the command line: `check` lists what is wrong with it, `show` prints one article with what is found."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sahelkit.cli.command import Command
from sahelkit.errors import BadValue, LexiconError

COUNTED = ("articles", "sentences", "mentions", "figures", "dates", "quotes", "events")


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


CHECK = Command("read a study and list what is wrong with it", _check_arguments, _check)
SHOW = Command("print an article with what is found in each sentence", _show_arguments, _show)
