"""Linking a coded corpus on disk, larger than memory: the passes of `link`, part by part.

The tables that change are written anew beside the corpus and take their places only when all are whole. What was
killed before is as if it had not been; what was killed while files moved is completed by the same command.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa

from sahelkit.damage import whole_parts, writing
from sahelkit.linking.copies import find_copies
from sahelkit.linking.shingles import Ints
from sahelkit.linking.spooled import Incidents, find_incidents
from sahelkit.linking.stored import Stored, gather_in, room_in
from sahelkit.parts import Part, part_path, write_table
from sahelkit.progress import progress

_READY = ".linked"  # a folder of files that are all whole, and have yet to take their places
_SCRATCH = ".linking-"


def link_folder(path: str | os.PathLike[str]) -> Path:
    """Link a coded corpus on disk: fill articles.copy_of and events.incident_id as `sahelkit.link` does in memory.

    The parts that are finished are linked; after more articles were coded into the folder, link it again. A corpus
    that is open is to be opened again.

    In memory lie one part at a time and, at most, of each article some 40 bytes and of each event 8; of each article
    that may be a copy or have one some hundred bytes; of one event type after the other the reports that are dated and
    name a side, about a kilobyte each. While it is linked the folder takes 200 bytes an article more, four bytes a
    word of the articles that may be copies, and the room of articles and events a second time.

    Parameters
    ----------
    path : str or path
        A folder that `Corpus.save`, `sahelkit code --out` or ``sk.code(..., out=...)`` wrote.

    Returns
    -------
    Path
        The folder. Linking it twice gives the same files as once.

    Raises
    ------
    SourceError
        Where there is no coded corpus, or one of other tables, or part of it is missing or damaged.
    EngineError
        Where the folder cannot be written to.

    Examples
    --------
    >>> from sahelkit.corpus import code, open
    >>> texts = {"a": ("id", "Pada 7 Februari 2023 Lavrov bertemu Goita di Bamako."),
    ...          "b": ("en", "Goita met Lavrov in Mali on 7 February 2023.")}
    >>> records = [{"article_id": key, "language": lang, "text": text} for key, (lang, text) in texts.items()]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     open(link_folder(code(records).save(f"{folder}/coded"))).events["incident_id"].to_list()
    ['a:28', 'a:28']
    """
    out = Path(path)
    parts = whole_parts(out).values()
    with writing(out):
        _link(out, parts)
    return out


def _link(out: Path, parts: Iterable[Part]) -> None:
    _take_places(out)
    for left in out.glob(f"{_SCRATCH}*"):  # of a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    stored = Stored(out, parts)
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=out) as name:
        scratch = Path(name)
        draft = scratch / "whole"
        draft.mkdir()
        copies = find_copies(stored, room=room_in(scratch), gather=gather_in(scratch))
        _write(stored, copies, find_incidents(stored, scratch), draft)
        os.replace(draft, out / _READY)
    _take_places(out)


def _write(stored: Stored, copies: tuple[Ints, Ints], incidents: Incidents, draft: Path) -> None:
    """Write the articles and events of all parts with what was found."""
    heads, head = np.unique(copies[1], return_inverse=True)
    ids = pa.array(stored.about(heads)["article_id"], type=pa.string())
    shown = progress(stored.parts, total=len(stored.parts), unit="parts", label="writing")
    for n, part in enumerate(shown):
        articles, events = stored.read("articles", part), stored.read("events", part)
        low, high = np.searchsorted(copies[0], stored.starts[n : n + 2])
        which = np.full(len(articles), -1)
        which[copies[0][low:high] - stored.starts[n]] = head[low:high]
        copy_of = ids.take(pa.array(which, mask=which < 0))
        for table, name, rows, found in (
            ("articles", "copy_of", articles, copy_of),
            ("events", "incident_id", events, incidents.of(n, events)),
        ):
            target = part_path(draft, table, part.number)
            target.parent.mkdir(exist_ok=True)
            write_table(target, table, rows.set_column(rows.column_names.index(name), name, found))


def _take_places(out: Path) -> None:
    """Move the files that are ready to their places; nothing is done where there are none."""
    ready = out / _READY
    for file in sorted(ready.rglob("*.parquet")):
        os.replace(file, out / file.relative_to(ready))
    shutil.rmtree(ready, ignore_errors=True)
