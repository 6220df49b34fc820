"""A corpus: a source of tables and a Selection, frozen.

Every view asks through `query` and narrows through `filter`, so that a source on disk can answer in the same
words. From any row `evidence` leads back to the sentence and `explain` to the rule. A corpus never changes:
filtering gives another one over the same source.
"""

from __future__ import annotations

import hashlib
import html
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sahelkit import evidence as ev
from sahelkit.columns import FINDINGS, TABLES, TABLES_VERSION
from sahelkit.errors import BadValue, UnknownName
from sahelkit.reasons import explain
from sahelkit.selection import Selection, check_known, narrow, select
from sahelkit.tables import Source

if TYPE_CHECKING:
    from sahelkit.showing.highlight import Article

COUNTED = ("articles", "sentences", *FINDINGS)


def _table(name: str) -> Any:
    def table(self: Corpus) -> pd.DataFrame:
        return self.query(name)

    table.__doc__ = f"The table {name} under this corpus's selection; its columns: sahelkit.columns."
    return property(table)


@dataclass(frozen=True, repr=False)
class Corpus:
    """Coded articles, seen through a selection.

    Parameters
    ----------
    source, selection : Source, Selection
        Where the rows are kept, and which of them this corpus holds.

    Examples
    --------
    >>> from sahelkit.columns import frame_of
    >>> from sahelkit.tables import Tables
    >>> rows = [("a", "a:0", 0, 14, "body", "Goita berpidato."), ("b", "b:0", 0, 11, "body", "Mali tenang")]
    >>> corpus = Corpus(Tables({"sentences": frame_of(rows, "sentences")}))
    >>> corpus.filter(text="goita").sentences["article_id"].to_list()
    ['a']
    """

    source: Source
    selection: Selection = Selection()

    articles = _table("articles")
    sources = _table("sources")
    zones = _table("zones")
    repairs = _table("repairs")
    sentences = _table("sentences")
    mentions = _table("mentions")
    candidates = _table("candidates")
    figures = _table("figures")
    dates = _table("dates")
    quotes = _table("quotes")
    events = _table("events")

    @property
    def problems(self) -> pd.DataFrame:
        """What was left out while reading: path, member, row, kind, message."""
        return self.source.problems.copy(deep=False)

    def query(
        self,
        table: str,
        *,
        columns: str | Iterable[str] | None = None,
        by: str | Iterable[str] | None = None,
        order: str | Iterable[str] | None = None,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Return the part of a table that a view needs: its rows, or how many there are of each kind.

        Parameters
        ----------
        table : str
            One of `sahelkit.columns.TABLES`.
        columns : str or iterable of str, optional
            Columns of the table, or of the article (publisher, published, language, meta_NAME ...).
        by : str or iterable of str, optional
            Count instead, by combination of these: `n` (rows; in events, distinct event_id) and `n_articles`.
            Missing is a kind of its own; `by=()` counts all in one row; "group" is the PLOVER group of an event.
        order : str or iterable of str, optional
            Columns to sort by, "-n" descending. Else rows stand in text order, counts most frequent first.
        limit : int, optional
            At most so many rows.

        Raises
        ------
        UnknownName, BadValue
            For a table or column that does not exist; for a limit that is none, or `columns` with `by`.
        """
        if table not in TABLES:
            raise UnknownName("table", table, TABLES)
        if by is None:
            wanted = None if columns is None else _listed(columns)
            return self.source.rows(table, self.selection, columns=wanted, order=_listed(order), limit=limit)
        if columns is not None:
            raise BadValue("query takes either columns (rows) or by (counts), not both", value=columns)
        return self.source.counts(table, self.selection, by=_listed(by), order=_listed(order), limit=limit)

    def filter(self, selection: Selection | None = None, **fields: Any) -> Corpus:
        """Return the corpus narrowed by a Selection, by fields given by name, or by both.

        Filters add up, in any order. The fields are those of `sahelkit.selection.Selection`.

        Raises
        ------
        UnknownName, BadValue
            For a field, code, article, publisher or actor that does not exist; for a value of the wrong form.

        Examples
        --------
        >>> from sahelkit.tables import Tables
        >>> Corpus(Tables({})).filter(since="2022").filter(until="2022-06", status="claimed").selection
        corpus.filter(since="2022", until="2022-06", status="claimed")
        """
        asked = select(selection, fields)
        check_known(asked, self.source.known)
        return Corpus(self.source, narrow(self.selection, asked))

    def without(self, *fields: str) -> Corpus:
        """Return the corpus with these fields of its selection cleared; without names, with none left."""
        return Corpus(self.source, self.selection.without(*fields) if fields else Selection())

    def not_applying(self, table: str) -> tuple[str, ...]:
        """Return the fields of the selection that `table` lacks, and that leave it alone."""
        return self.selection.not_applying(table)

    def evidence(self, rows: pd.DataFrame | pd.Series, limit: int | None = None) -> pd.DataFrame:
        """Return the sentence each row stands in, split around the row, and where it stands in the source.

        Parameters
        ----------
        rows : DataFrame or Series
            Rows with article_id, start and end; zone and sentence_id_last are used where present.
        limit : int, optional
            Only the first so many.

        Returns
        -------
        DataFrame
            One row for each: article_id, publisher, published, sentence_id, row_start, row_end, text (repaired),
            left, span, right (joined they are text), zone, start, end. Offsets are code points into the source.

        Raises
        ------
        BadValue, UnknownName
            For rows that stand nowhere, such as counts; for an article that is not in the corpus.
        """
        frame = ev.check_rows(rows)
        frame = frame if limit is None else frame.head(limit)
        return ev.find_evidence(ev.find_pages(self.source, frame), frame)

    def explain(self, row: pd.Series | pd.DataFrame) -> str:
        """Say in words why a row is there: its rule or lexicon row, and where each part of it came from."""
        return explain(self.source, row)

    def article(self, article_id: str) -> Article:
        """Return an article that shows itself in a notebook, its finds highlighted."""
        from sahelkit.showing.highlight import Article

        return Article(self, article_id)

    def export(self, format: str, path: str | os.PathLike[str]) -> Path:
        """Write the corpus as "csv" (a folder of tables) or "plover" (a file of events); return the path."""
        from sahelkit.exports import export

        return export(self, format, path)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the articles selected, with all their rows, as a folder for `sahelkit.open`; return the folder."""
        from sahelkit.corpus.storing import save

        return save(self, path)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the texts of the selected articles and the version of the tables, in hexadecimal."""
        texts = sorted(self.query("articles", columns="text_sha256")["text_sha256"])
        return hashlib.sha256("\n".join([f"tables {TABLES_VERSION}", *texts]).encode()).hexdigest()

    def cite(self) -> str:
        """Return what a paper should say of this corpus: kit, size, publishers, period, fingerprint."""
        from sahelkit.exports import citation

        return citation(self)

    def __len__(self) -> int:
        return int(self._n("articles"))

    def __bool__(self) -> bool:
        return True  # an empty corpus is still a corpus

    def __repr__(self) -> str:
        counts = ", ".join(f"{self._n(name):,} {name}" for name in COUNTED)
        return f"<Corpus: {counts}; {self.selection.as_code()}>"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th scope='row'>{name}</th><td>{self._n(name):,}</td></tr>" for name in COUNTED)
        return f"<table><caption>{html.escape(self.selection.as_code())}</caption>{rows}</table>"

    def _n(self, table: str) -> int:
        return int(self.query(table, by=())["n"].iloc[0])


def _listed(names: str | Iterable[str] | None) -> list[str]:
    return [names] if isinstance(names, str) else list(names or ())
