"""Out of the kit: the tables in formats other tools read, and the words to cite a corpus by.

"csv" is a folder with one file a table: UTF-8, RFC 4180 (quoted where needed, lines end in CRLF so that line breaks
inside a text survive); a missing cell is empty. "plover" is one file of events by the field names of the PLOVER
manual (`studying.plover`). Both are written whole or not at all, never over another.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sahelkit import __version__
from sahelkit.columns import TABLES, TABLES_VERSION
from sahelkit.errors import BadValue, UnknownName
from sahelkit.studying.pieces import MOST, pieces
from sahelkit.studying.plover import PLOVER_VERSION, json_lines, plover_records

if TYPE_CHECKING:
    from sahelkit.corpus import Corpus

FORMATS = ("csv", "plover")
JSON_LINES = (".jsonl", ".ndjson")


def export(corpus: Corpus, format: str, path: str | os.PathLike[str]) -> Path:
    """Write a corpus, under its selection, to `path`.

    Parameters
    ----------
    corpus : Corpus
        What to write.
    format : {"csv", "plover"}
        "csv": a folder with one CSV file for each table, problems too. "plover": one file of events by the PLOVER
        manual, a row (CSV) or a line (JSON Lines, where the name ends in .jsonl or .ndjson) for each event and pair
        of parties; what a speech act speaks of is left out.
    path : str or path
        A folder that does not exist yet, or an empty one; for "plover" a file that does not exist yet.

    Returns
    -------
    Path
        The folder or file written.

    Raises
    ------
    UnknownName
        For a format that does not exist.
    BadValue
        When something stands at `path` already.
    """
    if format not in FORMATS:
        raise UnknownName("export format", format, FORMATS)
    target = Path(path)
    kind = "folder" if format == "csv" else "file"
    is_free = not target.exists() or (kind == "folder" and target.is_dir() and not any(target.iterdir()))
    if not is_free:
        raise BadValue(f"{target} exists already; name a new {kind}, or remove it first", value=str(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=target.parent, prefix=f".{target.name}-", ignore_cleanup_errors=True
    ) as holder:
        draft = Path(holder, "draft")
        if kind == "folder":
            draft.mkdir()
            _write_tables(corpus, draft)
        else:
            _write_plover(corpus, draft, target.suffix.lower() in JSON_LINES)
        if target.exists():
            target.rmdir()  # empty; not every system renames onto an empty folder
        shutil.move(draft, target)
    return target


def _write_tables(corpus: Corpus, folder: Path) -> None:
    for name in TABLES:
        most = MOST // 10 if name == "sources" else MOST  # whole texts
        _write_csv((piece.query(name) for piece in pieces(corpus, name, most)), folder / f"{name}.csv")
    _write_csv([corpus.problems], folder / "problems.csv")


def _write_plover(corpus: Corpus, path: Path, as_json: bool) -> None:
    records = (_plover_records(piece) for piece in pieces(corpus, "events"))
    if not as_json:
        _write_csv(records, path)
        return
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json_lines(some) for some in records)


def _plover_records(corpus: Corpus) -> pd.DataFrame:
    articles = corpus.query("articles", columns=("article_id", "title", "publisher", "published", "url", "language"))
    return plover_records(corpus.query("events"), articles, coder=f"sahelkit {__version__}")


def _write_csv(frames: Iterable[pd.DataFrame], path: Path) -> None:
    """Write tables of one kind, one under the other."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for n, frame in enumerate(frames):
            frame.to_csv(file, header=n == 0, index=False, lineterminator="\r\n", date_format="%Y-%m-%d")


def citation(corpus: Corpus) -> str:
    """Return what a paper should say of a corpus: kit, size, publishers, languages, period, fingerprint."""
    articles = corpus.query("articles", columns=("publisher", "language", "published"))
    days = articles["published"].dropna()
    period = f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else "no dates of publication"
    publishers = ", ".join(sorted(articles["publisher"].dropna().unique())) or "no publishers named"
    languages = ", ".join(sorted(articles["language"].unique())) or "none"
    return (
        f"sahelkit {__version__} (tables {TABLES_VERSION}, event scheme {PLOVER_VERSION}). "
        f"Corpus of {len(articles)} article{'s' * (len(articles) != 1)}; publishers: {publishers}; "
        f"languages: {languages}; published: {period}. "
        f"Selection: {corpus.selection.as_code()}. Fingerprint: SHA-256 {corpus.fingerprint}."
    )
