"""The sentences behind a number, as many as are shown, and the article beside them: what the sheet stands on.

The reader keeps the rows that were opened last, so that a sentence's article and its reasons can be asked for by its
place. Whole articles are shown, whatever the selection.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.exploring.sheet import Kept, article_page, make_sheet, why

SENTENCES = 50  # shown at first; then twice as many more at a time


class Reader:
    """Rows opened, and what is shown of them; `sheet` is the last thing shown, ready for JSON.

    Parameters
    ----------
    corpus : Corpus
        Where the rows come from; its selection does not matter.

    Examples
    --------
    >>> from sahelkit.corpus import code
    >>> corpus = code([{"article_id": "a", "language": "en", "text": "Mali thanked France."}])
    >>> reader = Reader(corpus)
    >>> reader.open(corpus.mentions, heading="2 mentions")["total"], reader.page(1)["at"]
    (1, [13, 19])
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus, self.rows, self.sheet = corpus.without(), pd.DataFrame(), dict[str, Any]()
        self._count, self._pages = SENTENCES, Kept()

    def open(self, rows: pd.DataFrame | None, *, heading: str) -> dict[str, Any]:
        """Show the sentences of rows; None empties the sheet."""
        self._count, self.rows, self.sheet = SENTENCES, pd.DataFrame() if rows is None else rows, {}
        if rows is not None:
            self.sheet = make_sheet(self.corpus, rows, heading=heading, count=self._count)
        return self.sheet

    def more(self) -> dict[str, Any]:
        """Show further sentences of the same rows; the article stays."""
        if self.sheet:
            self._count += 2 * SENTENCES
            longer = make_sheet(self.corpus, self.rows, heading=self.sheet["heading"], count=self._count)
            self.sheet = longer | {"article": self.sheet["article"]}
        return self.sheet

    def read(self, n: int) -> dict[str, Any]:
        """Show the article of row `n` beside the sentences; a row that is not there changes nothing."""
        if 0 <= n < len(self.rows):
            self.sheet = self.sheet | {"article": self.page(n)}
        return self.sheet

    def page(self, n: int) -> dict[str, Any]:
        """Return the article of row `n`, with the place of the row."""
        row = self.rows.iloc[n]
        at = int(row["start"]), int(row["end"])
        return article_page(self.corpus, row["article_id"], at=at, kept=self._pages)

    def why(self, n: int) -> str:
        """Say why the rows of the sentence that begins with row `n` are there; "" where there is no such sentence."""
        rows = next((item["rows"] for item in self.sheet.get("items", []) if item["n"] == n), None)
        return "" if rows is None else why(self.corpus, self.rows.iloc[rows])
