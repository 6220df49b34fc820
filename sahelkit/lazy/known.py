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

    def missing(self, keys: Collection[str]) -> list[str]:
        """Return those of some ids that no article has; all are looked up at once."""
        if not len(self):
            return list(keys)
        question = Question(self.folder)
        sql = f"SELECT article_id FROM {question.table('articles')} WHERE {question.is_in('article_id', keys)}"
        found = set(question.answer(sql)["article_id"].to_pylist())
        return [key for key in keys if key not in found]

    def near(self, key: str) -> list[str]:
        """Return the ids most like `key`, for a message: reading them all would take longer than the work."""
        if not len(self):
            return []
        question = Question(self.folder)
        likeness = f"jaro_winkler_similarity(article_id, {question.value(key)})"
        sql = f"SELECT article_id FROM {question.table('articles')} ORDER BY {likeness} DESC, row_n LIMIT {_NEAR}"
        return list(question.answer(sql)["article_id"].to_pylist())


@dataclass(frozen=True, eq=False)
class KnownBoth(Collection[str]):
    """The names of two collections.

    Examples
    --------
    >>> both = KnownBoth(frozenset("ab"), frozenset("bc"))
    >>> "c" in both, len(both), sorted(both)
    (True, 3, ['a', 'b', 'c'])
    """

    first: Collection[str]
    second: Collection[str]

    def __contains__(self, name: object) -> bool:
        return name in self.second or name in self.first

    def __iter__(self) -> Iterator[str]:
        yield from self.first
        yield from (name for name in self.second if name not in self.first)

    def __len__(self) -> int:
        return len(self.first) + sum(name not in self.first for name in self.second)

    def missing(self, names: Collection[str]) -> list[str]:
        """Return those of some names that neither holds; all are looked up at once."""
        rest = [name for name in names if name not in self.second]
        look: Callable[[Collection[str]], list[str]] | None = getattr(self.first, "missing", None)
        return [name for name in rest if name not in self.first] if look is None else look(rest)

    def near(self, key: str) -> list[str]:
        """Return the names most like `key` of a collection that can find them, and all of the other."""
        return [name for part in (self.first, self.second) for name in near_names(part, key)]


def near_names(names: Collection[str], key: str) -> Collection[str]:
    """Return the names most like `key` where they can be found so, else all."""
    near: Callable[[str], Collection[str]] | None = getattr(names, "near", None)
    return names if near is None else near(key)
