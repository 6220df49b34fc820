"""A coded corpus on disk: a folder of Parquet parts, each written whole or not at all.

    DIR/corpus.json                       what was coded and how; written by whoever codes
    DIR/<table>/part-000000.parquet       one file for each table of `columns.TABLES`, and problems
    DIR/parts/000000.json                 the part's marker, written last: without it the part does not exist

The same tables give the same bytes: no clock, no host, fixed compression. Each table also carries whole numbers that
say where its rows, their article and sentences stand (`NUMBERS`), and what most filters ask of the article (`ABOUT`),
so that a reader joins and sorts without touching strings.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sahelkit.arrays import COUNT, DATE, OFFSET, TEXT
from sahelkit.columns import TABLES, TABLES_VERSION, Column, columns_of, conform, empty
from sahelkit.errors import BadValue, SourceError

MANIFEST = "corpus.json"
# Where a row stands, part << 32 | row in its part; where its article and its first and last sentence stand, so that
# article_n of a mention is the row_n of its article; and one number for each event_id.
NUMBERS = ("row_n", "article_n", "sentence_n", "sentence_last_n", "event_n")
ABOUT = ("publisher", "published", "language")  # of a row's article, beside the row: most filters need no more of it
META = "meta"  # what articles have besides the contract: a map from the column's name to its text
TABLE_FOLDERS = (*TABLES, "problems")
_TYPES = {TEXT: pa.string(), COUNT: pa.int64(), OFFSET: pa.int64(), DATE: pa.timestamp("ms")}
_SHIFT = 32
_HOME = ("article_id", *ABOUT)
# Of a few values a dictionary makes the smallest file and the fastest scan; keys and texts differ in every row.
_KEYED = ("article_id", "sentence_id", "sentence_id_last", "event_id", "about_event_id", "incident_id")
_PLAIN = {"sources": ("text",), "sentences": ("text",), "quotes": ("text",), "articles": ("title", "url", "path")}
_ROW_GROUP = 122_880  # what DuckDB reads at one go


class Part(NamedTuple):
    """What a marker says of its part.

    Parameters
    ----------
    number : int
        The part's number.
    rows, articles : mapping of str to int
        How many rows each table has, and in how many articles.
    events : int
        How many different event_id there are.
    meta : tuple of str
        The names of further columns of articles.
    """

    number: int
    rows: Mapping[str, int]
    articles: Mapping[str, int]
    events: int
    meta: tuple[str, ...]


def write_part(
    out: str | os.PathLike[str], number: int, tables: Mapping[str, pd.DataFrame], problems: pd.DataFrame | None = None
) -> Part:
    """Write the tables of some articles as one part of a corpus on disk.

    Any process may call it; two that write the same part at once give the same files. A part whose writing was cut
    short leaves no marker, and is written again from the start.

    Parameters
    ----------
    out : str or path
        The corpus's folder; made where it is missing.
    number : int
        From 0 to 2**31 - 1; parts stand in the order of their numbers.
    tables : mapping of str to DataFrame
        As `coding.code_records` returns them; a missing table is empty. Columns of articles beyond the contract
        (meta_NAME) are kept as text.
    problems : DataFrame, optional
        What was left out of this part.

    Raises
    ------
    BadValue
        For a frame without a column of its table, or with one that no table has.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     part = write_part(folder, 0, {})
    ...     done_parts(folder) == {0: part}
    True
    """
    folder = Path(out)
    frames = {name: conform(tables[name], name) if name in tables else empty(name) for name in TABLES}
    frames["problems"] = empty("problems") if problems is None else conform(problems, "problems")
    _check_columns(frames)
    about = pa.table({c.name: _column(frames["articles"], c) for c in columns_of("articles") if c.name in _HOME})
    sentences = pa.array(frames["sentences"]["sentence_id"], type=pa.string())
    for name, frame in frames.items():
        path = part_path(folder, name, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_table(path, name, _arrow(frame, name, number, about, sentences))
    meta = tuple(sorted(_further(frames["articles"], "articles")))
    rows = {name: len(frame) for name, frame in frames.items()}
    articles = {name: _n_articles(frames[name]["article_id"], about["article_id"]) for name in TABLES}
    part = Part(number, rows, articles, frames["events"]["event_id"].nunique(), meta)
    _write_json(_marker(folder, number), part._asdict())
    return part


def done_parts(out: str | os.PathLike[str]) -> dict[int, Part]:
    """Return the parts that are whole, by number and in order; none without a folder, SourceError at a bad marker."""
    markers = sorted((int(path.stem), path) for path in (Path(out) / "parts").glob("*.json") if path.stem.isdigit())
    return {number: _read_marker(path) for number, path in markers}


def part_path(out: str | os.PathLike[str], table: str, number: int) -> Path:
    """Return where a table of a part is kept.

    Examples
    --------
    >>> part_path("coded", "mentions", 12).as_posix()
    'coded/mentions/part-000012.parquet'
    """
    return Path(out) / table / f"part-{number:06d}.parquet"


def sweep(out: str | os.PathLike[str]) -> None:
    """Remove what was begun and is no part: call it when nothing writes, before a run and after it."""
    folder, done = Path(out), set(done_parts(out))
    for name in TABLE_FOLDERS:
        whole = {part_path(folder, name, number).name for number in done}
        for path in (folder / name).glob("*part-*.parquet*"):
            if path.name not in whole:
                path.unlink(missing_ok=True)
    for path in (*folder.glob(".*.tmp"), *(folder / "parts").glob(".*.tmp")):
        path.unlink(missing_ok=True)


def write_manifest(out: str | os.PathLike[str], manifest: Mapping[str, Any]) -> None:
    """Write what was coded and how, as JSON, whole or not at all; the version of the tables is added.

    Parameters
    ----------
    out : str or path
        The corpus's folder; made where it is missing.
    manifest : mapping
        Anything that JSON can hold. "actors", where given, are the actor ids that the registry knows besides those
        found: `Corpus.filter` takes these too.
    """
    Path(out).mkdir(parents=True, exist_ok=True)
    _write_json(Path(out) / MANIFEST, {**manifest, "tables": TABLES_VERSION})


def read_manifest(out: str | os.PathLike[str]) -> dict[str, Any]:
    """Return what `write_manifest` wrote.

    Raises
    ------
    SourceError
        Where there is none, or one of other tables.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_manifest(folder, {"options": {"language": "id"}})
    ...     read_manifest(folder)
    {'options': {'language': 'id'}, 'tables': '1'}
    """
    path = Path(out) / MANIFEST
    if not path.is_file():
        told = f"is no coded corpus: it has no {MANIFEST}; sahelkit code --out or corpus.save make one"
        raise SourceError(f"{os.fspath(out) or '.'} {told}", path=os.fspath(out), kind="corpus")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SourceError(f"{path}: cannot be read as JSON: {error}", path=os.fspath(path), kind="corpus") from None
    version = manifest.get("tables") if isinstance(manifest, dict) else None
    if version != TABLES_VERSION:
        message = (
            f"{path}: tables of version {version!r}, and this kit reads {TABLES_VERSION!r}; code the articles again"
        )
        raise SourceError(message, path=os.fspath(path), kind="corpus")
    return dict(manifest)


def _arrow(frame: pd.DataFrame, table: str, number: int, articles: pa.Table, sentences: pa.Array) -> pa.Table:
    """Return the frame as Arrow columns of the contract's types, and behind them what `NUMBERS` and `ABOUT` name."""
    made = {c.name: _column(frame, c) for c in columns_of(table)}
    if table == "problems":
        return pa.table(made)
    base = pa.scalar(number << _SHIFT, pa.int64())
    made["row_n"] = pc.add(pa.array(np.arange(len(frame), dtype=np.int64)), base)
    article = _places(made["article_id"], articles["article_id"])
    made["article_n"] = pc.add(article, base)
    for name, key in (("sentence_n", "sentence_id"), ("sentence_last_n", "sentence_id_last")):
        if key in made:
            made[name] = pc.add(_places(made[key], sentences), base)
    if table == "events":
        made["event_n"] = pc.add(made["event_id"].dictionary_encode().indices.cast(pa.int64()), base)
    if table == "articles":
        made[META] = _meta(frame)
    else:
        made |= {name: articles[name].take(article) for name in ABOUT}
    return pa.table(made)


def _n_articles(ids: pd.Series, known: pa.ChunkedArray) -> int:
    """Return how many articles the rows are of; all that are of no article here count as one, as `Tables` has it."""
    different = pa.array(ids.unique(), type=pa.string())
    there = pc.sum(pc.is_in(different, value_set=known)).as_py() or 0
    return int(there) + (there < len(different))


def _column(frame: pd.DataFrame, column: Column) -> pa.Array:
    made = pa.array(frame[column.name], type=_TYPES[column.dtype], from_pandas=True)
    return made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made


def _places(keys: pa.Array, homes: pa.Array) -> pa.Array:
    """Return where each key stands first among `homes`; missing where it does not."""
    return pc.index_in(keys, value_set=homes, skip_nulls=True).cast(pa.int64())


def _meta(articles: pd.DataFrame) -> pa.Array:
    """Return the further columns of articles as one map for each."""
    names = _further(articles, "articles")
    texts = [articles[name].astype("string").to_numpy(object) for name in names]
    cells = [
        [(k, v) for k, v in zip(names, row, strict=True) if isinstance(v, str)] for row in zip(*texts, strict=True)
    ]
    return pa.array(cells or [[]] * len(articles), type=pa.map_(pa.string(), pa.string()))


def _check_columns(frames: Mapping[str, pd.DataFrame]) -> None:
    for name, frame in frames.items():
        further = _further(frame, name)
        if name != "articles" and further:
            raise BadValue(f"{name} has columns that no such table has: {', '.join(further)}", value=further)


def _further(frame: pd.DataFrame, table: str) -> tuple[str, ...]:
    own = {column.name for column in columns_of(table)}
    return tuple(str(name) for name in frame.columns if name not in own)


def write_table(path: Path, name: str, table: pa.Table) -> None:
    """Write one table of a part, its columns as they are, whole or not at all; the same rows give the same bytes."""
    plain = (*_KEYED, *_PLAIN.get(name, ()))
    coded = [field.name for field in table.schema if not pa.types.is_int64(field.type) and field.name not in plain]
    whole = [field.name for field in table.schema if pa.types.is_int64(field.type)]
    temporary = _temporary(path)
    pq.write_table(
        table, temporary, row_group_size=_ROW_GROUP, compression="zstd", compression_level=3, version="2.6",
        use_dictionary=coded, column_encoding=dict.fromkeys(whole, "DELTA_BINARY_PACKED"), store_schema=False,
        bloom_filter_options={"article_id": {"ndv": max(len(table), 1), "fpp": 0.01}} if name == "articles" else None,
    )  # fmt: skip
    os.replace(temporary, path)


def _marker(folder: Path, number: int) -> Path:
    return folder / "parts" / f"{number:06d}.json"


def _read_marker(path: Path) -> Part:
    try:
        part = Part(**json.loads(path.read_text(encoding="utf-8")))
        numbers = (part.events, *(part.rows[t] for t in TABLE_FOLDERS), *(part.articles[t] for t in TABLES))
        if part.number == int(path.stem) and min(numbers) >= 0:
            return part._replace(meta=tuple(part.meta))
    except (OSError, ValueError, TypeError, KeyError):
        pass
    told = "is damaged: it is no marker of a part; restore it, or remove it and code the same articles again"
    raise SourceError(f"{path} {told}", path=os.fspath(path), kind="corpus")


def _temporary(path: Path) -> Path:
    """Return a name beside `path` that no other process has."""
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(path)
    temporary.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(temporary, path)
