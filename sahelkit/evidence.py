"""From a row back to the words it rests on: the sentence around a span, and where both stand in the source.

Offsets count in the source as it came; what is shown has the repairs applied. So a stretch is read through the
repairs inside it, and a place in the repaired stretch can be taken back to the source. A row that no sentence
holds (a zone, a repair) is its own evidence. Nothing here makes HTML: showing does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from sahelkit.errors import BadValue, UnknownName
from sahelkit.selection import Selection
from sahelkit.tables import Source

DTYPES = {
    "article_id": "string", "publisher": "string", "published": "datetime64[s]", "sentence_id": "string",
    "row_start": "int64", "row_end": "int64", "text": "string", "left": "string", "span": "string",
    "right": "string", "zone": "string", "start": "int64", "end": "int64",
}  # fmt: skip
READ = (
    ("articles", ("article_id", "publisher", "published")),
    ("sources", ("article_id", "text")),
    ("repairs", ("article_id", "start", "end", "after")),
    ("sentences", ("article_id", "start", "end", "sentence_id", "zone")),
)


class Change(NamedTuple):
    """One repair: the source between start and end is read as `after`."""

    start: int
    end: int
    after: str


class Page(NamedTuple):
    """What evidence needs of one article."""

    article_id: str
    publisher: Any
    published: Any
    source: str
    changes: list[Change]
    sentences: list[tuple[int, int, str, str]]  # start, end, sentence_id, zone
    starts: list[int]


def changes_within(changes: Iterable[Change], start: int, end: int) -> list[Change]:
    """Return the repairs that apply inside start..end; an insertion at either edge does not.

    Examples
    --------
    >>> changes_within([Change(0, 1, "x"), Change(4, 4, " ")], 0, 4)
    [Change(start=0, end=1, after='x')]
    """
    return [
        change
        for change in changes
        if (start < change.start < end if change.start == change.end else start <= change.start and change.end <= end)
    ]


def read_through(source: str, changes: Iterable[Change], start: int, end: int) -> str:
    """Return the source between start and end with `changes` applied; those must lie inside and be sorted.

    Examples
    --------
    >>> read_through("Kata TASS.Ia pergi", [Change(10, 10, " ")], 5, 12)
    'TASS. Ia'
    """
    pieces, at = [], start
    for change in changes:
        pieces += [source[at : change.start], change.after]
        at = change.end
    return "".join(pieces) + source[at:end]


def source_span(changes: Iterable[Change], begin: int, start: int, end: int) -> tuple[int, int]:
    """Take start..end of a repaired stretch that begins at `begin` in the source back to the source.

    A place inside replaced characters widens to all of what they replace.

    Examples
    --------
    >>> source_span([Change(10, 10, " ")], 5, 6, 8)
    (10, 12)
    """
    first = last = None
    at, out = begin, 0  # one place, in the source and in the repaired stretch
    for change in changes:
        edge = out + change.start - at
        after = edge + len(change.after)
        first = at + start - out if first is None and start < edge else first
        last = at + end - out if last is None and end <= edge else last
        first = change.start if first is None and start < after else first
        last = change.end if last is None and end <= after else last
        at, out = change.end, after
    return (at + start - out if first is None else first), (at + end - out if last is None else last)


def split_around(page: Page, start: int, end: int, row_start: int, row_end: int) -> tuple[str, str, str]:
    """Return the repaired stretch start..end as what stands left of a row, the row, and right of it.

    The three joined are the stretch: an insertion at the row's edge belongs to what stands beside the row.
    """
    inside = changes_within(page.changes, start, end)
    row = changes_within(inside, row_start, row_end)
    left = [change for change in inside if change.end <= row_start and change not in row]
    right = [change for change in inside if change.start >= row_end and change not in row and change not in left]
    return (
        read_through(page.source, left, start, row_start),
        read_through(page.source, row, row_start, row_end),
        read_through(page.source, right, row_end, end),
    )


def find_evidence(pages: dict[str, Page], rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row of evidence for each of `rows`, in their order; the columns are those of `DTYPES`."""
    lasts = rows["sentence_id_last"] if "sentence_id_last" in rows else [None] * len(rows)
    zones = rows["zone"] if "zone" in rows else [None] * len(rows)
    spans = zip(rows["article_id"], rows["start"], rows["end"], lasts, zones, strict=True)
    found = [_evidence(pages[article], int(start), int(end), last, zone) for article, start, end, last, zone in spans]
    return pd.DataFrame.from_records(found, columns=list(DTYPES)).astype(DTYPES)


def _evidence(page: Page, row_start: int, row_end: int, last: Any, zone: Any) -> tuple[Any, ...]:
    start, end, sentence_id, zone = _around(page, row_start, row_end, zone)
    if isinstance(last, str):  # the row runs on to a later sentence
        end = max(end, next((stop for _, stop, key, _ in page.sentences if key == last), end))
    left, span, right = split_around(page, start, end, row_start, row_end)
    said = (left + span + right, left, span, right)
    return page.article_id, page.publisher, page.published, sentence_id, row_start, row_end, *said, zone, start, end


def _around(page: Page, row_start: int, row_end: int, zone: Any) -> tuple[int, int, Any, Any]:
    """Return start, end, id and zone of the sentence in which a row begins, or the row's own."""
    index = bisect_right(page.starts, row_start) - 1
    if index < 0 or page.sentences[index][1] <= row_start:
        return row_start, row_end, None, zone
    start, end, sentence_id, sentence_zone = page.sentences[index]
    return start, max(end, row_end), sentence_id, sentence_zone


def check_rows(rows: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """Return `rows` as a frame; refuses one whose rows do not stand anywhere, such as a counted table."""
    frame = rows.to_frame().T if isinstance(rows, pd.Series) else rows
    if not isinstance(frame, pd.DataFrame) or not {"article_id", "start", "end"} <= set(frame.columns):
        raise BadValue(
            "evidence takes rows with article_id, start and end, such as corpus.mentions; "
            "to see what a counted row rests on, filter the corpus by its values first",
            value=rows,
        )
    return frame


def find_pages(source: Source, rows: pd.DataFrame) -> dict[str, Page]:
    """Return a `Page` for each article of `rows`; refuses an article that the source does not hold."""
    ids = tuple(rows["article_id"].unique())
    tables = (source.rows(name, Selection(article=ids), columns=columns) for name, columns in READ)
    pages = {page.article_id: page for page in _pages(*tables)}
    for key in ids:
        if key not in pages:
            raise UnknownName("article", key, source.known("article"))
    return pages


def _pages(
    articles: pd.DataFrame, sources: pd.DataFrame, repairs: pd.DataFrame, sentences: pd.DataFrame
) -> Iterator[Page]:
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    for key, start, end, after in tuples_of(repairs, "article_id", "start", "end", "after"):
        changes[key].append(Change(start, end, after))
    spans: defaultdict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    for key, start, end, sentence_id, zone in tuples_of(sentences, "article_id", "start", "end", "sentence_id", "zone"):
        spans[key].append((start, end, sentence_id, zone))
    about = {
        key: (publisher, day) for key, publisher, day in tuples_of(articles, "article_id", "publisher", "published")
    }
    for key, text in tuples_of(sources, "article_id", "text"):
        own, (publisher, day) = sorted(spans[key]), about.get(key, (None, None))
        yield Page(key, publisher, day, text, sorted(changes[key]), own, [span[0] for span in own])


def tuples_of(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Iterate over some columns; by way of objects, since Arrow strings are ten times slower one by one."""
    return zip(*(frame[name].to_numpy(object) for name in columns), strict=True)
