"""The words that say where a row stands: the publisher and day of its article, else the article's id.

Those of a corpus of some thousand articles are made at once; of more, each when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sahelkit.corpus import Corpus
from sahelkit.selection import Selection
from sahelkit.showing.cells import plain
from sahelkit.showing.markup import day, joined

KEPT = 200_000  # articles whose words are made at once: some seconds, some hundred bytes each


def whereabouts(corpus: Corpus) -> Mapping[str, str]:
    """Return for each article of a corpus, whatever its selection, the words that say where a row stands.

    Examples
    --------
    >>> import sahelkit as sk
    >>> corpus = sk.code([{"article_id": "a", "language": "id", "text": "Mali.", "publisher": "Kabar"}, {
    ...     "article_id": "b", "language": "id", "text": "Mali.", "published": "2022-03-08"}])
    >>> dict(whereabouts(corpus))
    {'a': 'Kabar', 'b': 'b · 2022-03-08'}
    """
    whole = corpus.without()
    return _words(whole) if len(whole) <= KEPT else _Asked(whole)


def _words(corpus: Corpus) -> dict[str, str]:
    rows = corpus.query("articles", columns=["article_id", "publisher", "published"])
    ids, houses, days = (rows[name].to_numpy(object) for name in rows.columns)
    return {key: joined([plain(house) or key, day(date)]) for key, house, date in zip(ids, houses, days, strict=True)}


@dataclass(frozen=True)
class _Asked(Mapping[str, str]):
    """The words for the articles that are asked about, kept."""

    corpus: Corpus
    _found: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        if key not in self._found:
            self._found.update(_words(Corpus(self.corpus.source, Selection(article=key))))
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        yield from self.corpus.source.known("article")

    def __len__(self) -> int:
        return len(self.corpus)
