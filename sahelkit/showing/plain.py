"""An article as plain text, for a terminal: each sentence, and under it one line for every row found in it.

What is set aside is shown too, with the name of its zone and nothing under it. Nothing is counted or chosen here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from sahelkit.corpus import Corpus

# What a line says of a row, in this order; what is missing is left out.
SHOWN = {
    "mentions": ("actor_id", "use", "sector"),
    "candidates": ("kind", "cue"),
    "figures": ("value_low", "value_high", "hedge", "kind", "actor_id", "claimant_id", "status"),
    "dates": ("edtf", "precision", "check"),
    "quotes": ("kind", "speaker_id", "speaker_text"),
    "events": ("event_type", "mode", "source_id", "target_id", "date_edtf", "status", "claimant_id"),
}
_CODED = ("headline", "body", "dateline")


def article_text(corpus: Corpus, article_id: str) -> str:
    """Return one article of a corpus as plain text, with what is found in each of its sentences.

    Parameters
    ----------
    corpus : Corpus
    article_id : str

    Returns
    -------
    str
        A head (id, publisher, day, language, title), then the sentences in order; under each its rows as
        ``table  text = column value, ...``. An article without sentences is its head alone.

    Raises
    ------
    UnknownName
        For an article that is not in the corpus.

    Examples
    --------
    >>> import sahelkit as sk
    >>> corpus = sk.code([{"article_id": "a", "language": "id", "text": "Prancis menarik 400 tentara."}])
    >>> print(article_text(corpus, "a").splitlines()[3])
      mentions    Prancis = actor_id france, use actor
    """
    one = corpus.filter(article=article_id)
    found = defaultdict(list)
    for table in SHOWN:
        for row in one.query(table).to_dict("records"):
            found[row["sentence_id"]].append(f"  {table:<11} {row['text']} = {_told(row, SHOWN[table])}")
    lines = list(_head(one.query("articles").iloc[0]))
    for sentence in one.query("sentences").itertuples():
        zone = "" if sentence.zone == "body" else f"[{sentence.zone}] "
        lines += ["", f"{zone}{' '.join(str(sentence.text).split())}"]
        lines += found[sentence.sentence_id] if sentence.zone in _CODED else []
    return "\n".join(lines)


def _head(article: pd.Series) -> Iterator[str]:
    day = None if pd.isna(article["published"]) else str(article["published"])[:10]
    known = (article["article_id"], article["publisher"], day, article["language"])
    yield " · ".join(str(value) for value in known if not pd.isna(value))
    if not pd.isna(article["title"]):
        yield str(article["title"])


def _told(row: dict[Any, Any], columns: tuple[str, ...]) -> str:
    return ", ".join(f"{name} {row[name]}" for name in columns if not pd.isna(row[name]))
