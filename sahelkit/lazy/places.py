"""Where articles stand in a folder, by their ids: what every question about one article asks first."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahelkit.lazy.folder import Folder, Question
from sahelkit.matching import Names

INDEXED = 2_000_000  # articles whose ids are kept in memory, a hundred bytes each, once one is asked for
_MANY = 10_000  # ids whose places are kept for the next table that is asked


class Places:
    """The numbers of a folder's articles.

    Parameters
    ----------
    folder : Folder
        Where the articles are.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._kept = lru_cache(maxsize=32)(self._look)

    def numbers(self, ids: Names) -> tuple[int, ...]:
        """Return the numbers (row_n) of the articles of these ids, in the order of the corpus."""
        if not ids or not self.folder.rows("articles"):
            return ()
        return self._kept(ids) if len(ids) <= _MANY else self._look(ids)

    def _look(self, ids: tuple[str, ...]) -> tuple[int, ...]:
        if self.folder.rows("articles") > INDEXED:
            question = Question(self.folder)
            sql = f"SELECT row_n FROM {question.table('articles')} WHERE {question.is_in('article_id', ids)}"
            return tuple(sorted(question.answer(sql)["row_n"].to_pylist()))
        keys, numbers = self._index
        at = keys.get_indexer(pd.Index(ids, dtype=object))
        return tuple(np.sort(numbers[at[at >= 0]]).tolist())

    @cached_property
    def _index(self) -> tuple[pd.Index, npt.NDArray[np.int64]]:
        question = Question(self.folder)
        found = question.answer(f"SELECT article_id, row_n FROM {question.table('articles')}")
        return pd.Index(found["article_id"].to_numpy(zero_copy_only=False), dtype=object), found["row_n"].to_numpy()
