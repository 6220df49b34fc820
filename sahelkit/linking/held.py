"""The articles of a corpus in memory, as the search for copies asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sahelkit.linking.copies import ABOUT, find_copies
from sahelkit.linking.shingles import Ints

OWN = "body"  # the zone of an article's own words: headline, byline, caption, advert and footer are each house's
_BATCH = 512  # articles whose sentences are looked up at once


class Held:
    """Articles and sentences in memory; the sentences of an article need not stand together."""

    def __init__(self, articles: pd.DataFrame, sentences: pd.DataFrame) -> None:
        place = pd.Index(articles["article_id"]).get_indexer(sentences["article_id"])
        own = np.flatnonzero(sentences["zone"].eq(OWN).to_numpy(bool) & (place >= 0))
        order = own[np.argsort(place[own], kind="stable")]
        self._articles, self._texts, self._order = articles, sentences["text"], order
        self._starts = np.searchsorted(place[order], np.arange(len(articles) + 1))

    def __len__(self) -> int:
        return len(self._articles)

    def bodies(self, places: Ints | None = None) -> Iterator[str]:
        """Yield the own words of articles, in the order of their places."""
        wanted = np.arange(len(self)) if places is None else places
        for at in range(0, len(wanted), _BATCH):
            some = wanted[at : at + _BATCH]
            rows = [self._order[self._starts[place] : self._starts[place + 1]] for place in some]
            texts = self._texts.iloc[np.concatenate(rows)].to_numpy(object)
            ends = np.cumsum([len(one) for one in rows])
            yield from ("\n".join(texts[end - len(one) : end]) for one, end in zip(rows, ends, strict=True))

    def about(self, places: Ints) -> pd.DataFrame:
        """Return article_id, published, text_sha256 and n_words of articles."""
        return self._articles[list(ABOUT)].iloc[places]


def mark_copies(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the articles with copy_of: the article_id of the article that each repeats, missing for the others."""
    articles = frames["articles"]
    ids = articles["article_id"].array
    copies, heads = find_copies(Held(articles, frames["sentences"]))
    copy_of = pd.Series(pd.NA, index=articles.index, dtype="string")
    copy_of.iloc[copies] = ids[heads]
    return articles.assign(copy_of=copy_of)
