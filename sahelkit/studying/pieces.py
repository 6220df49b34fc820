"""A corpus in pieces: for what looks at every sentence or event and keeps little of each.

Pieces hold whole articles, in the order of the corpus, so that what an article says is never cut in two.
"""

from __future__ import annotations

from collections.abc import Iterator

from sahelkit.corpus import Corpus
from sahelkit.selection import ARTICLE_FIELDS, FIELDS, Selection, narrow

MOST = 500_000  # rows of a piece


def pieces(corpus: Corpus, table: str, most: int = MOST) -> Iterator[Corpus]:
    """Yield the corpus itself, or where a table has more rows than `most` its articles some at a time.

    Parameters
    ----------
    corpus : Corpus
        Its selection holds in every piece.
    table : str
        Whose rows are to be read.
    most : int
        About how many rows a piece may have.

    Examples
    --------
    >>> import sahelkit as sk
    >>> corpus = sk.code([{"article_id": key, "language": "id", "text": "Mali maju. Mali menang."} for key in "abc"])
    >>> [piece.articles["article_id"].to_list() for piece in pieces(corpus, "sentences", most=4)]
    [['a', 'b'], ['c']]
    """
    n, n_articles = (int(cell) for cell in corpus.query(table, by=())[["n", "n_articles"]].iloc[0])
    if n <= most:
        yield corpus
        return
    ids = whole_articles(corpus).query("articles", columns="article_id")["article_id"].to_list()
    several = max(1, most * max(n_articles, 1) // n)
    for start in range(0, len(ids), several):
        chosen = Selection(article=tuple(ids[start : start + several]))
        yield Corpus(corpus.source, narrow(corpus.selection.without("distinct"), chosen))


def whole_articles(corpus: Corpus) -> Corpus:
    """Return the corpus under its conditions on articles alone: all rows of the articles that it holds.

    Examples
    --------
    >>> from sahelkit.tables import Tables
    >>> whole_articles(Corpus(Tables({})).filter(since="2022", status="claimed")).selection
    corpus.filter(since="2022")
    """
    return corpus.without(*(name for name in FIELDS if name not in ARTICLE_FIELDS))
