"""Keyword in context: every place where a word stands, with what stands left and right of it.

A plain pattern is matched as whole words, `*` standing for any further letters, the way corpus tools have it; a
regular expression is Python's. Matches never cross a sentence; the context runs on into the neighbouring sentences
of the same zone, so that no advert or "read also" line comes between. Repairs are applied to what is shown, and
offsets lead back to the source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.evidence import Change, changes_within, source_span, tuples_of
from sahelkit.selection import Selection

DTYPES = {
    "article_id": "string", "publisher": "string", "published": "datetime64[s]", "left": "string",
    "keyword": "string", "right": "string", "sentence_id": "string", "start": "int64", "end": "int64",
}  # fmt: skip
_COLUMNS = ["article_id", "publisher", "published", "sentence_id", "start", "end", "text"]


class Hit(NamedTuple):
    """One occurrence: the number of its sentence among those searched, and its place in it, repairs applied."""

    row: int
    start: int
    end: int


class _Context(NamedTuple):
    text: str  # all sentences of a zone
    begin: int  # where the sentence begins in it


def concordance(
    corpus: Corpus, pattern: str, *, width: int = 60, regex: bool = False, ignore_case: bool = True
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

    Returns
    -------
    DataFrame
        One row an occurrence, in the order of the text: article_id, publisher, published, left, keyword, right,
        sentence_id, start, end (of the keyword, code points into the source). None gives an empty table.

    Raises
    ------
    BadValue
        For an empty pattern, a regular expression that cannot be read, or a negative width.

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
    search = compile_pattern(pattern, regex=regex, ignore_case=ignore_case)
    sentences = _narrowed(corpus, pattern, regex, ignore_case).query("sentences", columns=_COLUMNS)
    hits = find_hits(sentences["text"], search)
    found = sentences.take([hit.row for hit in hits])
    lines = found.drop(columns=["start", "end"]).assign(**_lines(corpus, found, hits, width))
    return lines[list(DTYPES)].astype(DTYPES).reset_index(drop=True)


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


def find_hits(texts: Iterable[str], search: re.Pattern[str]) -> list[Hit]:
    """Return every occurrence in the sentences, in order.

    Examples
    --------
    >>> find_hits(["Mali", "di Mali"], compile_pattern("mali", regex=False))
    [Hit(row=0, start=0, end=4), Hit(row=1, start=3, end=7)]
    """
    return [
        Hit(row, *match.span())
        for row, text in enumerate(texts)
        for match in search.finditer(text)
        if match.end() > match.start()  # a pattern such as "x*" also matches nothing
    ]


def _narrowed(corpus: Corpus, pattern: str, regex: bool, ignore_case: bool) -> Corpus:
    """Let the source leave out the sentences that cannot match; its search knows no case."""
    if not regex:
        return corpus.filter(text=max(re.split(r"[\s*]+", pattern), key=len))
    return corpus.filter(text=pattern, regex=True) if ignore_case else corpus


def _lines(corpus: Corpus, found: pd.DataFrame, hits: list[Hit], width: int) -> dict[str, list[Any]]:
    """Return left, keyword, right, start and end of each hit; `found` holds its sentence."""
    whole = Corpus(corpus.source, Selection(article=tuple(found["article_id"].unique())))
    contexts, changes = _contexts(whole), _changes(whole)
    lines: dict[str, list[Any]] = {name: [] for name in ("left", "keyword", "right", "start", "end")}
    for hit, row in zip(hits, tuples_of(found, "article_id", "sentence_id", "start", "end", "text"), strict=True):
        article, sentence_id, start, end, text = row
        context = contexts[sentence_id]
        first, last = context.begin + hit.start, context.begin + hit.end
        inside = changes_within(changes[article], start, end)
        span = source_span(inside, start, hit.start, hit.end)
        sides = context.text[max(0, first - width) : first], context.text[last : last + width]
        values = (sides[0], text[hit.start : hit.end], sides[1], *span)
        for name, value in zip(lines, values, strict=True):
            lines[name].append(value)
    return lines


def _contexts(corpus: Corpus) -> dict[str, _Context]:
    """Join the sentences of each zone of each article, and say where in that each sentence begins."""
    places: list[tuple[str, tuple[str, str], int]] = []
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    lengths: defaultdict[tuple[str, str], int] = defaultdict(int)
    sentences = corpus.query("sentences", columns=["article_id", "zone", "sentence_id", "text"])
    for article, zone, sentence_id, text in tuples_of(sentences, *sentences.columns):
        key = article, zone
        places.append((sentence_id, key, lengths[key]))
        texts[key].append(text)
        lengths[key] += len(text) + 1
    joined = {key: re.sub(r"\s", " ", " ".join(parts)) for key, parts in texts.items()}
    return {sentence_id: _Context(joined[key], begin) for sentence_id, key, begin in places}


def _changes(corpus: Corpus) -> defaultdict[str, list[Change]]:
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    for article, *change in tuples_of(corpus.query("repairs"), "article_id", "start", "end", "after"):
        changes[article].append(Change(*change))
    return changes
