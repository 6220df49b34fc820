"""What a field of names may take, without holding all of it: a corpus of millions of articles has as many ids."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from sahelkit.lazy.folder import Folder, Question

_NEAR = 200


@dataclass(frozen=True, eq=False)
class KnownNames(Collection[str]):
    """Names given, and more that are looked up only when one is asked for that is not among them.

    Parameters
    ----------
    given : frozenset of str
        Names that are known at once.
    look : callable
        Returns the others.

    Examples
    --------
    >>> names = KnownNames(frozenset(("mali",)), lambda: frozenset(("niger",)))
    >>> "niger" in names, sorted(names)
    (True, ['mali', 'niger'])
    """

    given: frozenset[str]
    look: Callable[[], frozenset[str]]

    @cached_property
    def _all(self) -> frozenset[str]:
        return self.given | self.look()

    def __contains__(self, name: object) -> bool:
        return name in self.given or name in self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


@dataclass(frozen=True, eq=False)
class KnownArticles(Collection[str]):
    """The ids of all articles of a folder, looked up one by one.

    Parameters
    ----------
    folder : Folder
        Where the articles are.
    holds : callable
        Tells whether an id is there.
    """

    folder: Folder
    holds: Callable[[str], bool]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.holds(key)

    def __iter__(self) -> Iterator[str]:
        if not len(self):
            return
        question = Question(self.folder)
        with question.reading(f"SELECT article_id FROM {question.table('articles')}") as reader:
            for batch in reader:
                yield from batch.column(0).to_pylist()

    def __len__(self) -> int:
        return self.folder.rows("articles")

    def near(self, key: str) -> list[str]:
        """Return the ids most like `key`, for a message: reading them all would take longer than the work."""
        if not len(self):
            return []
        question = Question(self.folder)
        likeness = f"jaro_winkler_similarity(article_id, {question.value(key)})"
        sql = f"SELECT article_id FROM {question.table('articles')} ORDER BY {likeness} DESC, row_n LIMIT {_NEAR}"
        return list(question.answer(sql)["article_id"].to_pylist())
