"""Counts over tables on disk: how many rows of each kind, and in how many articles.

Different articles (and events) are counted as bits: each has its number, and DuckDB marks the numbers it meets, which
costs a third of a list of those met. Where kinds are too many for that, rows are first grouped by kind and article. No
article lies in two parts, so that a large corpus is counted some parts at a time and the counts are added up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyarrow as pa

from sahelkit.errors import TooLarge
from sahelkit.lazy.folder import Folder, Question

BLOCK = 1 << 22  # articles that are counted at a time
BITS = 1 << 30  # what all marks of one question may take, an eighth of it in bytes; more cost more than grouping
SAMPLED = 4  # parts that tell how many kinds there may be


class Unit(NamedTuple):
    """What is counted once however often it is met: a column of numbers, and the table whose rows they count."""

    column: str
    table: str


ARTICLE, EVENT = Unit("t.article_n", "articles"), Unit("t.event_n", "events")


def blocks(folder: Folder, parts: Sequence[int], most: int = BLOCK) -> Iterator[tuple[int, ...]]:
    """Yield the parts in groups of at most so many articles (but at least one part)."""
    block: list[int] = []
    for number in parts:
        if block and folder.rows("articles", [*block, number]) > most:
            yield tuple(block)
            block = []
        block.append(number)
    if block:
        yield tuple(block)


def different(folder: Folder, parts: Sequence[int], unit: Unit) -> tuple[str, int]:
    """Return the SQL that counts different units, and how many bits it takes for each kind."""
    first, last = min(parts), max(parts)
    stride = max(folder.parts[number].rows[unit.table] for number in parts)
    bits = (last - first + 1) * stride + 1
    place = f"(({unit.column} >> 32) - {first}) * {stride} + ({unit.column} & 4294967295)"
    # What lies in no article is marked together behind all; an event without an id is none.
    place = f"coalesce({place}, {bits - 1})" if unit == ARTICLE else place
    return f"coalesce(bit_count(bitstring_agg({place}, 0::BIGINT, {bits - 1}::BIGINT)), 0)", bits


def by_bits(folder: Folder, parts: Sequence[int], table: str, body: str, keys: Sequence[str]) -> tuple[str, int]:
    """Return the SQL that counts by marking, and how many bits it takes for each kind."""
    articles, bits = different(folder, parts, ARTICLE)
    n, more = different(folder, parts, EVENT) if table == "events" else ("count(*)", 0)
    named = "".join(f"{key} AS k{i}, " for i, key in enumerate(keys))
    return f"SELECT {named}{n} AS n, {articles} AS n_articles FROM {body}{_group(len(keys))}", bits + more


def by_groups(table: str, body: str, keys: Sequence[str]) -> str:
    """Return the SQL that counts by grouping first by kind and article."""
    named = "".join(f"{key} AS k{i}, " for i, key in enumerate(keys))
    listed = "".join(f"k{i}, " for i in range(len(keys)))
    inner = f"SELECT {named}t.article_n AS a, count(*) AS m FROM {body} GROUP BY ALL"
    if table == "events":
        inner = f"SELECT {named}t.article_n AS a, t.event_n AS e FROM {body} GROUP BY ALL"
        inner = f"SELECT {listed}a, count(e) AS m FROM ({inner}) GROUP BY ALL"
    return f"SELECT {listed}sum(m)::BIGINT AS n, count(*) AS n_articles FROM ({inner}) GROUP BY ALL"


def expected(question: Question, body: str, keys: Sequence[str]) -> int:
    """Return about how many combinations of the keys a whole table has, from those in some parts.

    They are taken to grow on as they grow from half of these parts to all of them.
    """
    parts, folder = question.parts or (), question.folder
    named = ", ".join(f"{key} AS k{i}" for i, key in enumerate(keys))
    middle = parts[len(parts) // 2] << 32
    found = question.answer(
        f"SELECT count(*) AS n, count(*) FILTER (WHERE first < {middle}) AS half "
        f"FROM (SELECT {named}, min(t.row_n) AS first FROM {body} GROUP BY ALL)"
    ).to_pylist()[0]
    doublings = math.log2(max(1, len(folder.parts) / len(parts)))
    return int(found["n"] * (found["n"] / max(1, found["half"])) ** doublings)


def _group(keys: int) -> str:
    return f" GROUP BY {', '.join(f'k{i}' for i in range(keys))}" if keys else ""


def count(question: Question, table: str, body: str, keys: Sequence[str], kinds: int) -> pa.Table:
    """Return the counts in some parts: k0, k1 ... n, n_articles.

    Parameters
    ----------
    question : Question
        Over one group of parts.
    table, body, keys
        The table's name; its rows as SQL after FROM; the columns counted by, as SQL.
    kinds : int
        How many combinations of the keys are to be expected.
    """
    sql, bits = by_bits(question.folder, question.parts or (), table, body, keys)
    if not keys or kinds * bits <= BITS:
        try:
            return question.answer(sql)
        except TooLarge:  # more kinds than expected
            if not keys:
                raise
    return question.answer(by_groups(table, body, keys))


def add_up(counted: Sequence[pa.Table]) -> pa.Table:
    """Return one table of counts from those of several groups of parts."""
    if len(counted) == 1:
        return counted[0]
    whole = pa.concat_tables(counted)
    keys = [name for name in whole.column_names if name not in ("n", "n_articles")]
    summed = whole.group_by(keys, use_threads=False).aggregate([("n", "sum"), ("n_articles", "sum")])
    return summed.rename_columns({"n_sum": "n", "n_articles_sum": "n_articles"}).select(whole.column_names)
