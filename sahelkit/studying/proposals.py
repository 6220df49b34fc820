"""Names that nobody listed, as rows for the study's own registry.

The most frequent candidates become lines of data/actors.csv. Nothing is guessed: a candidate's kind gives the
actor's type only where it can be one (a person, a place); for organisations and names of unknown kind the cell stays
blank, and reading the registry asks for it by file, row and column.
"""

from __future__ import annotations

import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.lexicons.states import slug
from sahelkit.lexicons.tables import ACTORS

_TYPES = {"person": "person", "place": "place"}


def propose_actors(corpus: Corpus, *, limit: int = 20) -> pd.DataFrame:
    """Propose the most frequent candidates as rows of data/actors.csv.

    Parameters
    ----------
    corpus : Corpus
        Its candidates are counted under its selection.
    limit : int
        At most so many names.

    Returns
    -------
    DataFrame
        The columns of actors.csv, one row a name and language, most articles first, then most occurrences, then by
        name; `note` says how often. ``print(table.to_csv(index=False))`` gives lines to paste. No candidates give an
        empty table.

    Examples
    --------
    >>> import sahelkit as sk
    >>> text = "Kolonel Budi Kusnawan tiba di Gao. Menurut Budi Kusnawan, jalan itu aman."
    >>> corpus = sk.code([{"article_id": "a", "text": text, "language": "id", "published": "2023-02-08"}])
    >>> propose_actors(corpus)[["actor_id", "form", "actor_type", "note"]].iloc[0].to_list()
    ['budi_kusnawan', 'Budi Kusnawan', 'person', '2 times in 1 article']
    """
    counted = corpus.query("candidates", by=("text", "kind", "language")).sort_values(
        ["n_articles", "n", "text"], ascending=[False, False, True], kind="stable"
    )
    counted = counted.drop_duplicates(["text", "language"]).head(limit)
    rows = [
        {
            "actor_id": slug(row["text"]), "form": row["text"], "language": row["language"], "kind": "name",
            "actor_type": _TYPES.get(row["kind"], ""), "note": _often(int(row["n"]), int(row["n_articles"])),
        }
        for row in counted.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(ACTORS.columns), dtype="string").fillna("")


def _often(times: int, articles: int) -> str:
    return f"{times} time{'s' * (times != 1)} in {articles} article{'s' * (articles != 1)}"
