"""Two sources as one: what is coded for the session beside a corpus on disk.

No article stands in both, so that rows follow each other and counts add up. Whatever one source says of an article
rests on that source alone: an actor's type and country, and which article repeats which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd

from sahelkit.lazy.known import KnownBoth
from sahelkit.selection import Selection
from sahelkit.tables import Source, check_limit, sort_by


@dataclass(frozen=True, eq=False)
class JoinedTables:
    """The tables of two sources, those of the first before those of the second.

    Parameters
    ----------
    first, second : Source
        Without an article_id in common.
    """

    first: Source
    second: Source

    @property
    def problems(self) -> pd.DataFrame:
        """What was left out while reading either."""
        return pd.concat([self.first.problems, self.second.problems], ignore_index=True)

    def rows(
        self,
        table: str,
        selection: Selection,
        *,
        columns: Iterable[str] | None = None,
        order: Iterable[str] = (),
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Return the rows of `table` under `selection`, as either source does."""
        check_limit(limit)
        keys = list(order)
        wanted = None if columns is None else list(columns)
        more = [name for key in keys if (name := key.removeprefix("-")) not in (wanted or ())]
        asked = None if wanted is None else list(dict.fromkeys([*wanted, *more]))
        found = [s.rows(table, selection, columns=asked, order=keys, limit=limit) for s in (self.first, self.second)]
        both = pd.concat(found, ignore_index=True)
        both = (sort_by(both, keys) if keys else both).iloc[:limit].reset_index(drop=True)
        return both if wanted is None else both[wanted]

    def counts(
        self,
        table: str,
        selection: Selection,
        *,
        by: Iterable[str],
        order: Iterable[str] = (),
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Return n and n_articles for each combination of the columns `by`, as either source does."""
        check_limit(limit)
        keys, order = list(by), list(order)
        found = [source.counts(table, selection, by=keys) for source in (self.first, self.second)]
        both = pd.concat(found, ignore_index=True)
        if not keys:
            return both.sum().to_frame().T.astype("Int64")
        summed = both.groupby(keys, dropna=False, sort=True)[["n", "n_articles"]].sum().reset_index()
        summed = summed.astype({name: both[name].dtype for name in both.columns})
        return sort_by(summed, order or ["-n"]).iloc[:limit].reset_index(drop=True)

    def known(self, name: str) -> Collection[str]:
        """Return the values that a field of names may take."""
        return KnownBoth(self.first.known(name), self.second.known(name))
