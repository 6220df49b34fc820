"""The sheet under a chart: the sentences that a number rests on, and beside them the article they stand in.

Everything is plain JSON; the text of an article alone is HTML, of highlight's making, in which all that comes from
outside is escaped. Rows that begin in one sentence are one item with several marks. Only the articles of the
sentences asked for are read; the article is shown whole, whatever the corpus's selection leaves out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sahelkit.columns import TABLES
from sahelkit.corpus import Corpus
from sahelkit.errors import UnknownName
from sahelkit.evidence import check_rows, tuples_of
from sahelkit.selection import Selection
from sahelkit.showing.cells import plain
from sahelkit.showing.highlight import KINDS, LEGEND, READ, about_line, mark, text_html
from sahelkit.showing.markup import day, joined

Kept = dict[str, dict[str, list[dict[str, Any]]]]
_KEPT = 20  # articles
_TABLES = ("articles", "sources", "zones", "repairs", *KINDS)


def make_sheet(corpus: Corpus, rows: pd.DataFrame, *, heading: str, count: int = 50) -> dict[str, Any]:
    """Return the whole sheet of some rows, no article opened.

    Parameters
    ----------
    corpus : Corpus
        Where the rows come from; its selection does not matter.
    rows : DataFrame
        Rows of any table with article_id, start and end.
    heading : str
        What the rows are.
    count : int
        How many sentences at most.

    Returns
    -------
    dict
        heading; items, as of `sheet_items`; total, in sentences; article, None. No rows give no items.

    Raises
    ------
    BadValue, UnknownName
        For rows that stand nowhere, such as counts; for an article that is not in the corpus.
    """
    frame = check_rows(rows)
    numbers = _sentences(corpus, frame)
    items = _items(corpus, frame, numbers, np.flatnonzero(numbers < count))
    total = int(numbers.max(initial=-1)) + 1
    return {"heading": heading, "items": items, "total": total, "article": None}


def sheet_items(corpus: Corpus, rows: pd.DataFrame, *, first: int = 0, count: int = 50) -> list[dict[str, Any]]:
    """Return the sentences in which some rows begin, each once, in the order of their first rows.

    Parameters
    ----------
    corpus : Corpus
        Where the rows come from; its selection does not matter.
    rows : DataFrame
        Rows of any table with article_id, start and end.
    first, count : int
        Which of the sentences: `count` of them from number `first` on, from 0.

    Returns
    -------
    list of dict
        n, the place of the item's first row in `rows`; rows, the places of all of them; article_id; where, in words;
        zone, empty for the body; pieces, the repaired text as [text, is it marked]; start and end of the sentence,
        code points into the source; explained, whether `why` can say why its rows are there. No rows give an empty
        list.

    Raises
    ------
    BadValue, UnknownName
        As for `make_sheet`.

    Examples
    --------
    >>> from sahelkit.corpus import code
    >>> corpus = code([{"article_id": "a", "language": "en", "publisher": "News", "text": "Mali thanked France."}])
    >>> [item] = sheet_items(corpus, corpus.mentions)
    >>> item["where"], item["rows"]
    ('News · a', [0, 1])
    >>> item["pieces"]
    [['Mali', True], [' thanked ', False], ['France', True], ['.', False]]
    """
    frame = check_rows(rows)
    numbers = _sentences(corpus, frame)
    return _items(corpus, frame, numbers, np.flatnonzero((numbers >= first) & (numbers < first + count)))


def _items(corpus: Corpus, rows: pd.DataFrame, numbers: np.ndarray, places: np.ndarray) -> list[dict[str, Any]]:
    """Return the items of the rows at these places; `numbers` tells each row's sentence."""
    groups: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for place, row in zip(places.tolist(), _records(corpus.evidence(rows.iloc[places])), strict=True):
        groups.setdefault(int(numbers[place]), []).append((place, row))
    titles = _titles(corpus, {row["article_id"] for (_, row), *_ in groups.values()})
    explained = _is_whole(rows)
    return [{**_item(groups[number], titles), "explained": explained} for number in sorted(groups)]


def _sentences(corpus: Corpus, rows: pd.DataFrame) -> np.ndarray:
    """Return for each row the number of the sentence in which it begins, counted as they come."""
    if "sentence_id" in rows and not rows["sentence_id"].hasnans:
        keys = rows["sentence_id"]
    else:  # repairs and zones lie in none of their own
        found = corpus.evidence(rows)
        keys = found["article_id"] + ":" + found["start"].astype("string")
    return np.asarray(pd.factorize(keys)[0])


def _titles(corpus: Corpus, keys: set[str]) -> dict[str, str]:
    about = corpus.source.rows("articles", Selection(article=tuple(keys)), columns=["article_id", "title"])
    return {row["article_id"]: plain(row["title"]) for row in _records(about)}


def _is_whole(rows: pd.DataFrame) -> bool:
    """Tell whether these are whole rows of a table: a line of a concordance has no rule that could explain it."""
    held = set(rows.columns)
    return any({column.name for column in columns} <= held for columns in TABLES.values())


def _item(group: list[tuple[int, dict[str, Any]]], titles: dict[str, str]) -> dict[str, Any]:
    places, found = [place for place, _ in group], [row for _, row in group]
    whole = max(found, key=lambda row: int(row["end"]))  # a quotation may run on to later sentences
    article, zone = str(whole["article_id"]), plain(whole["zone"])
    return {
        "n": places[0],
        "rows": places,
        "article_id": article,
        "where": joined([plain(whole["publisher"]), day(whole["published"]), titles.get(article) or plain(article)]),
        "zone": "" if zone == "body" else zone.replace("_", " "),
        "pieces": _split(str(whole["text"]), found),
        "start": int(whole["start"]),
        "end": int(whole["end"]),
    }


def _split(text: str, found: list[dict[str, Any]]) -> list[list[Any]]:
    """Cut a sentence where marks begin and end; marks that overlap or touch run together."""
    pieces: list[list[Any]] = []
    at = 0
    for start, end in sorted((len(row["left"]), len(row["left"]) + len(row["span"])) for row in found):
        for piece, marked in ((text[at:start], False), (text[max(start, at) : end], True)):
            if piece and pieces and pieces[-1][1] == marked:
                pieces[-1][0] += piece
            elif piece:
                pieces.append([piece, marked])
        at = max(at, end)
    return [*pieces, [text[at:], False]] if text[at:] else pieces


def article_page(
    corpus: Corpus, article_id: str, *, at: tuple[int, int] | None = None, kept: Kept | None = None
) -> dict[str, Any]:
    """Return an article with all its finds marked, its set-aside zones greyed, its repairs shown.

    Parameters
    ----------
    corpus : Corpus
        Where the article is; the article is shown whole, whatever the selection.
    article_id : str
        Its key.
    at : tuple of int, optional
        Start and end of the row asked for, code points into the source; its place has the class skh-target.
    kept : dict, optional
        Of one corpus: the rows of the articles read last are kept there, since one is opened at many places.

    Returns
    -------
    dict
        article_id; title (the key where there is none); line, where it comes from; url, empty unless http(s); at, as
        given; html, escaped; legend, for each kind of mark [class, label, how many].

    Raises
    ------
    UnknownName
        When there is no such article.
    """
    rows = _rows_of(corpus, article_id, {} if kept is None else kept)
    about = rows["articles"][0]
    finds = [mark(row, kind) for kind in KINDS for row in rows[kind]]
    url = plain(about["url"])
    return {
        "article_id": article_id,
        "title": plain(about["title"]) or article_id,
        "line": about_line(about),
        "at": at and list(at),
        "url": url if url.startswith(("https://", "http://")) else "",
        "html": text_html(rows["sources"][0]["text"], finds, rows["zones"], rows["repairs"], target=at),
        "legend": _legend(rows),
    }


def _rows_of(corpus: Corpus, article_id: str, kept: Kept) -> dict[str, list[dict[str, Any]]]:
    if article_id not in kept:
        rows = {name: _records(corpus.source.rows(name, Selection(article=article_id))) for name in _TABLES}
        if not rows["articles"] or not rows["sources"]:
            raise UnknownName("article", article_id, corpus.source.known("article"))
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[article_id] = rows
    return kept[article_id]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    names = list(table.columns)
    return [dict(zip(names, row)) for row in tuples_of(table, *names)]


def _legend(rows: dict[str, list[dict[str, Any]]]) -> list[list[Any]]:
    aside = [zone for zone in rows["zones"] if zone["zone"] not in READ]
    events = {row["event_id"] for row in rows["events"]}  # one with two targets has two rows, but is one
    counts = [len(rows[kind]) if kind != "events" else len(events) for kind in reversed(KINDS)]
    return [[name, label, n] for (name, label), n in zip(LEGEND, [*counts, len(aside), len(rows["repairs"])])]


def why(corpus: Corpus, row: pd.Series | pd.DataFrame) -> str:
    """Say in words why a row is there, or why each of several rows is, with an empty line between them.

    Raises
    ------
    BadValue, UnknownName
        For a row that is no whole one of a table; for an article that is not in the corpus.
    """
    if isinstance(row, pd.Series):
        return corpus.explain(row)
    return "\n\n".join(dict.fromkeys(corpus.explain(one) for _, one in row.iterrows()))
