"""Keyword in context: every place where a word stands, with what stands left and right of it.

A plain pattern is matched as whole words, `*` standing for any further letters, the way corpus tools have it; a
regular expression is Python's. Matches never cross a sentence; the context runs on into the neighbouring sentences
of the same zone, so that no advert or "read also" line comes between. Repairs are applied to what is shown, and
offsets lead back to the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, UnknownName
from sahelkit.evidence import Change, changes_within, source_span, tuples_of
from sahelkit.lazy.search import needed_letters
from sahelkit.selection import Selection
from sahelkit.studying.pieces import pieces

Ints = npt.NDArray[np.int64]

DTYPES = {
    "article_id": "string", "publisher": "string", "published": "datetime64[s]", "left": "string",
    "keyword": "string", "right": "string", "sentence_id": "string", "start": "int64", "end": "int64",
}  # fmt: skip
SORTS = ("text", "left", "right")
_COLUMNS = ["article_id", "publisher", "published", "sentence_id", "start", "end", "text"]
_SORTED_BY = 60  # characters of context that are read for the order, whatever width is shown
_SPACES = tuple(filter(str.isspace, map(chr, range(1, 0x3001))))  # all there are: the last is the ideographic one


class Hits(NamedTuple):
    """Occurrences: the number of each one's sentence among those searched, and its place in it, repairs applied."""

    row: Ints
    start: Ints
    end: Ints


class _Contexts(NamedTuple):
    """All text around some hits, one zone behind the other, and where in it each hit and its zone stand."""

    text: str
    start: Ints
    end: Ints
    low: Ints
    high: Ints

    def left(self, width: int) -> list[str]:
        return _cut(self.text, np.maximum(self.low, self.start - width), self.start)

    def right(self, width: int) -> list[str]:
        return _cut(self.text, self.end, np.minimum(self.high, self.end + width))


def concordance(
    corpus: Corpus,
    pattern: str,
    *,
    width: int = 60,
    regex: bool = False,
    ignore_case: bool = True,
    sort: str = "text",
) -> pd.DataFrame:
    """List every occurrence of a word or phrase with its context.

    Parameters
    ----------
    corpus : Corpus
        Its sentences, under its selection, are searched.
    pattern : str
        Whole words: "Mali" finds "Mali" and "Mali-Wagner", not "Somalia". ``*`` is any letters ("tentara*"); a
        space is any white space. With ``regex=True`` a regular expression, within one sentence.
    width : int
        Characters of context on either side, at most.
    regex, ignore_case : bool
        How the pattern is read.
    sort : {"text", "left", "right"}
        The order of the rows: that of the text; by the words left of the keyword, the nearest first; by those right
        of it. Words are compared case folded, and where they agree the order of the text stays.

    Returns
    -------
    DataFrame
        One row an occurrence: article_id, publisher, published, left, keyword, right,
        sentence_id, start, end (of the keyword, code points into the source). None gives an empty table.

    Raises
    ------
    BadValue, UnknownName
        For an empty pattern, a regular expression that cannot be read, or a negative width; for a sort that does
        not exist.

    Examples
    --------
    >>> from sahelkit.corpus import code
    >>> article = {"article_id": "a", "language": "id", "text": "Tentara Mali dan Somalia. Mali maju."}
    >>> found = concordance(code([article]), "mali", width=9)
    >>> found[["left", "keyword", "right", "start"]].to_numpy().tolist()
    [['Tentara ', 'Mali', ' dan Soma', 8], ['Somalia. ', 'Mali', ' maju.', 26]]
    """
    if not isinstance(width, int) or width < 0:
        raise BadValue(f"width takes a number of characters from 0, not {width!r}", value=width)
    if sort not in SORTS:
        raise UnknownName("sort", sort, SORTS)
    search = compile_pattern(pattern, regex=regex, ignore_case=ignore_case)
    narrowed = _narrowed(corpus, pattern, regex, ignore_case)
    found = [_lines(piece, search, width, sort) for piece in pieces(narrowed, "sentences")]
    lines = pd.concat([one for one, _ in found]).astype(DTYPES)
    beside = [words for _, several in found for words in several]
    order = (
        np.array(sorted(range(len(lines)), key=beside.__getitem__), dtype=np.int64) if sort != "text" else slice(None)
    )
    return lines.iloc[order].reset_index(drop=True)


def _lines(corpus: Corpus, search: re.Pattern[str], width: int, sort: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the lines of some whole articles, and of each what it is sorted by."""
    sentences = corpus.query("sentences", columns=_COLUMNS)
    searched = sentences["text"].to_numpy(object)  # Arrow strings are ten times slower one by one
    hits = find_hits(searched, search)
    contexts = _contexts(corpus, sentences, hits)
    texts = searched[hits.row]
    start, end = _spans(corpus, sentences, hits)
    lines = (
        sentences[["article_id", "publisher", "published", "sentence_id"]]
        .take(hits.row)
        .assign(
            left=contexts.left(width),
            keyword=[text[first:last] for text, first, last in zip(texts, hits.start.tolist(), hits.end.tolist())],
            right=contexts.right(width),
            start=start,
            end=end,
        )
    )
    return lines[list(DTYPES)], _beside(contexts, sort)


def count_hits(corpus: Corpus, pattern: str, *, regex: bool = False, ignore_case: bool = True) -> int:
    """Return how many lines `concordance` would give, without making them; parameters and errors are its own.

    Examples
    --------
    >>> from sahelkit.corpus import code
    >>> count_hits(code([{"article_id": "a", "language": "id", "text": "Tentara Mali. Mali maju."}]), "mali")
    2
    """
    search = compile_pattern(pattern, regex=regex, ignore_case=ignore_case)
    narrowed = _narrowed(corpus, pattern, regex, ignore_case)
    texts = (piece.query("sentences", columns="text")["text"] for piece in pieces(narrowed, "sentences"))
    return sum(len(find_hits(text.to_numpy(object), search).row) for text in texts)


def compile_pattern(
    pattern: str, *, regex: bool, ignore_case: bool = True, view: str = "concordance"
) -> re.Pattern[str]:
    """Return what finds a word or phrase as `concordance` reads it; `view` is who asks, for the message.

    Raises
    ------
    BadValue
        For an empty pattern, or a regular expression that cannot be read.

    Examples
    --------
    >>> compile_pattern("tentara mali*", regex=False).findall("Tentara  Mali, tentara malian, atentara mali")
    ['Tentara  Mali', 'tentara malian']
    """
    if not isinstance(pattern, str) or not pattern.strip():
        raise BadValue(f"{view} takes a word, a phrase or a regular expression, not {pattern!r}", value=pattern)
    if not regex:
        # a bounded number of letters, so that several stars stay cheap on a line without spaces
        words = [r"\w{0,60}".join(map(re.escape, re.split(r"\*+", word))) for word in pattern.split()]
        pattern = r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)"
    try:
        return re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except (re.error, RecursionError, OverflowError) as error:
        raise BadValue(f"pattern is no regular expression: {error}: {pattern!r}", value=pattern) from None


def find_hits(texts: Iterable[str], search: re.Pattern[str]) -> Hits:
    """Return every occurrence in the sentences, in order.

    Examples
    --------
    >>> find_hits(["Mali", "di Mali"], compile_pattern("mali", regex=False))
    Hits(row=array([0, 1]), start=array([0, 3]), end=array([4, 7]))
    """
    found = [
        (row, *match.span())
        for row, text in enumerate(texts)
        for match in search.finditer(text)
        if match.end() > match.start()  # a pattern such as "x*" also matches nothing
    ]
    return Hits(*np.array(found, dtype=np.int64).reshape(-1, 3).T)


def longest_part(pattern: str) -> str:
    """Return the longest piece between the spaces and stars of a plain pattern; "" where there is none.

    Examples
    --------
    >>> longest_part("tentara mali*")
    'tentara'
    """
    return max(re.split(r"[\s*]+", pattern), key=len)


def _narrowed(corpus: Corpus, pattern: str, regex: bool, ignore_case: bool) -> Corpus:
    """Let the source leave out the sentences that cannot match; its search knows no case."""
    letters = needed_letters(pattern) if regex else longest_part(pattern)
    if letters or not regex:
        return corpus.filter(text=letters)
    return corpus.filter(text=pattern, regex=True) if ignore_case else corpus


def _contexts(corpus: Corpus, sentences: pd.DataFrame, hits: Hits) -> _Contexts:
    """Join the sentences of the articles with hits, each zone of an article in one stretch."""
    articles = sentences["article_id"].take(np.unique(hits.row)).unique()
    whole = Corpus(corpus.source, Selection(article=tuple(articles)))
    around = whole.query("sentences", columns=["article_id", "zone", "sentence_id", "text"])
    article, zone = (pd.factorize(around[name])[0] for name in ("article_id", "zone"))
    order = np.lexsort((zone, article))
    texts = around["text"].to_numpy(object)[order]
    begin = np.cumsum([0, *(len(text) + 1 for text in texts)])
    first = np.flatnonzero(np.diff(zone[order], prepend=-1) | np.diff(article[order], prepend=-1))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    searched = pd.Index(around["sentence_id"]).get_indexer(sentences["sentence_id"])
    at = place[searched[hits.row]]
    stretch = np.searchsorted(first, at, side="right")
    bounds = begin[[*first, len(texts)]]
    text = " ".join(texts)
    for space in _SPACES:
        text = text.replace(space, " ")
    return _Contexts(text, begin[at] + hits.start, begin[at] + hits.end, bounds[stretch - 1], bounds[stretch] - 1)


def _cut(text: str, start: Ints, end: Ints) -> list[str]:
    return [text[first:last] for first, last in zip(start.tolist(), end.tolist())]


def _beside(contexts: _Contexts, sort: str) -> list[str]:
    """Return the words beside each hit that it is sorted by; none for the order of the text."""
    if sort == "text":
        return []
    sides = contexts.left(_SORTED_BY) if sort == "left" else contexts.right(_SORTED_BY)
    outward = -1 if sort == "left" else 1
    # joined by what sorts before every letter, so that a line whose words end sooner comes first
    return ["\0".join(re.findall(r"\w+", side.casefold())[::outward]) for side in sides]


def _spans(corpus: Corpus, sentences: pd.DataFrame, hits: Hits) -> tuple[Ints, Ints]:
    """Return where each hit starts and ends in the source, through the repairs inside its sentence."""
    begin = sentences["start"].to_numpy(np.int64)[hits.row]
    start, end = begin + hits.start, begin + hits.end
    rows = np.unique(hits.row)
    repaired = {int(rows[n]): inside for n, inside in _repaired(corpus, sentences.take(rows)).items()}
    for n in np.flatnonzero(np.isin(hits.row, list(repaired))):
        span = source_span(repaired[int(hits.row[n])], int(begin[n]), int(hits.start[n]), int(hits.end[n]))
        start[n], end[n] = span
    return start, end


def _repaired(corpus: Corpus, sentences: pd.DataFrame) -> dict[int, list[Change]]:
    """Return the repairs inside those of the sentences that have any, by the number of the sentence."""
    whole = Corpus(corpus.source, Selection(article=tuple(sentences["article_id"].unique())))
    repairs = whole.query("repairs", order=("article_id", "start"))
    if repairs.empty:
        return {}
    article, ids = pd.factorize(repairs["article_id"])
    known = ids.get_indexer(pd.Index(sentences["article_id"]))
    start, end = (sentences[name].to_numpy(np.int64) for name in ("start", "end"))
    size = int(max(end.max(initial=0), repairs["end"].max())) + 1
    place = article * size + repairs["start"].to_numpy(np.int64)
    low, high = np.searchsorted(place, known * size + start), np.searchsorted(place, known * size + end, side="right")
    changes = [Change(*change) for change in tuples_of(repairs, "start", "end", "after")]
    return {
        row: inside
        for row in np.flatnonzero((known >= 0) & (low < high)).tolist()
        if (inside := changes_within(changes[low[row] : high[row]], int(start[row]), int(end[row])))
    }
