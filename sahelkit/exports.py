"""Out of the kit: the tables in formats other tools read, and the words to cite a corpus by.

"csv" is a folder with one file a table: UTF-8, RFC 4180 (quoted where needed, lines end in CRLF so that line
breaks inside a text survive); a missing cell is empty. A folder is written whole or not at all, never over another.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sahelkit import __version__
from sahelkit.columns import TABLES, TABLES_VERSION
from sahelkit.errors import BadValue, UnknownName

if TYPE_CHECKING:
    from sahelkit.corpus import Corpus

FORMATS = ("csv",)


def export(corpus: Corpus, format: str, path: str | os.PathLike[str]) -> Path:
    """Write the tables of a corpus, under its selection, to `path`.

    Parameters
    ----------
    corpus : Corpus
        What to write; problems are written too.
    format : {"csv"}
        A folder with one CSV file for each table.
    path : str or path
        A folder that does not exist yet, or an empty one.

    Returns
    -------
    Path
        The folder written.

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
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadValue(f"{target} exists already; name a new folder, or remove it first", value=str(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=target.parent, prefix=f".{target.name}-", ignore_cleanup_errors=True
    ) as holder:
        draft = Path(holder, "csv")
        draft.mkdir()
        _write_csv(corpus, draft)
        if target.exists():
            target.rmdir()  # empty; not every system renames onto an empty folder
        shutil.move(draft, target)
    return target


def _write_csv(corpus: Corpus, folder: Path) -> None:
    for name in (*TABLES, "problems"):
        frame = getattr(corpus, name)
        frame.to_csv(
            folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\r\n", date_format="%Y-%m-%d"
        )


def citation(corpus: Corpus) -> str:
    """Return what a paper should say of a corpus: kit, size, publishers, languages, period, fingerprint."""
    articles = corpus.query("articles", columns=("publisher", "language", "published"))
    days = articles["published"].dropna()
    period = f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else "no dates of publication"
    publishers = ", ".join(sorted(articles["publisher"].dropna().unique())) or "no publishers named"
    languages = ", ".join(sorted(articles["language"].unique())) or "none"
    return (
        f"sahelkit {__version__} (tables {TABLES_VERSION}, event scheme PLOVER 0.8). "
        f"Corpus of {len(articles)} article{'s' * (len(articles) != 1)}; publishers: {publishers}; "
        f"languages: {languages}; published: {period}. "
        f"Selection: {corpus.selection.as_code()}. Fingerprint: SHA-256 {corpus.fingerprint}."
    )
