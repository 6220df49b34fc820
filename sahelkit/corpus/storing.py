"""A corpus to disk and back: `save` writes the articles it holds as parts, `open` sees them where they lie.

Parts are written into a folder beside the place they go to, which then takes its name: it is there whole or not at all.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from sahelkit.columns import TABLES
from sahelkit.corpus.corpus import Corpus
from sahelkit.damage import writing
from sahelkit.errors import BadValue
from sahelkit.lazy import StoredTables
from sahelkit.parts import write_manifest, write_part
from sahelkit.selection import ARTICLE_FIELDS, Selection
from sahelkit.tables import Source

PART = 2_000  # articles


def save(corpus: Corpus, path: str | os.PathLike[str]) -> Path:
    """Write the articles that a corpus holds, with all their rows, as a folder that `open` reads.

    Parameters
    ----------
    corpus : Corpus
        The conditions of its selection on articles (article, publisher, language, since, until, distinct) say which
        articles; those on rows choose no articles and are left to the corpus that is opened.
    path : str or path
        A folder that does not exist yet, or an empty one.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    BadValue
        When something stands at `path` already, or it is the current folder.
    EngineError
        Where it cannot be written to.
    """
    target = Path(path).resolve()
    with writing(target):
        _check_place(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        building = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
        try:
            _write(corpus, building)
            os.replace(building, target)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return Path(path)


def _check_place(target: Path) -> None:
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        message = f"there is something at {target} already; save takes a new or an empty folder"
        raise BadValue(message, value=target)
    if target == Path.cwd():  # who stands in a folder that is replaced stands in none
        message = f"save cannot replace {target}, the folder that this program runs in; name one in it"
        raise BadValue(message, value=target)


def _write(corpus: Corpus, out: Path) -> None:
    articles = Selection(**{name: getattr(corpus.selection, name) for name in ARTICLE_FIELDS})
    problems = corpus.source.problems
    number = 0
    for number, asked in enumerate(_blocks(corpus.source, articles)):
        tables = {name: corpus.source.rows(name, asked) for name in TABLES}
        write_part(out, number, tables, problems if number == 0 else None)
    write_manifest(out, {"actors": sorted(corpus.source.known("actor")), "parts": number + 1})


def _blocks(source: Source, articles: Selection) -> Iterator[Selection]:
    """Yield a selection for each part's articles; an empty one where there are no articles."""
    ids = source.rows("articles", articles, columns=["article_id"])["article_id"].to_list()
    for start in range(0, max(len(ids), 1), PART):
        yield Selection(article=tuple(ids[start : start + PART]))


def open(path: str | os.PathLike[str]) -> Corpus:  # the counterpart of save, as in other libraries
    """Open a coded corpus on disk, without reading it: rows are read when they are asked for.

    Parameters
    ----------
    path : str or path
        A folder that `Corpus.save`, `sahelkit code --out` or ``sk.code(..., out=...)`` wrote; where coding is still
        going on, the parts that are finished.

    Returns
    -------
    Corpus
        It answers as one in memory does. What would not fit into memory, such as all mentions of a million articles, is
        refused with TooLarge: ask `Corpus.query` for counts, columns or a limit, or narrow the corpus first.

    Raises
    ------
    SourceError
        Where there is no coded corpus, or one of other tables.

    Examples
    --------
    >>> import tempfile
    >>> from sahelkit.corpus import code
    >>> corpus = code([{"article_id": "a", "language": "id", "text": "Prancis menarik 400 tentara dari Niger."}])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     open(corpus.save(f"{folder}/coded")).figures["value"].to_list()
    [400]
    """
    return Corpus(StoredTables(path))
