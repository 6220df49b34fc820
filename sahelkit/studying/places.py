"""From words of the repaired text back to the source: where each of some words stands, as rows that give evidence.

What counts words (collocates, keyness) counts in sentences with the repairs applied; a count opens the characters it
rests on only if each word is taken back to the source as it came.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.evidence import Change, changes_within, source_span, tuples_of
from sahelkit.selection import Selection
from sahelkit.studying.words import Mask, Words

DTYPES = {
    "article_id": "string", "sentence_id": "string", "start": "int64", "end": "int64", "zone": "string",
}  # fmt: skip


def find_places(corpus: Corpus, sentences: pd.DataFrame, words: Words, where: Mask) -> pd.DataFrame:
    """Return where some of the words of a corpus stand in its sources.

    Parameters
    ----------
    corpus : Corpus
        Where the sentences come from; its selection does not matter.
    sentences : DataFrame
        What `words` were read from: rows with sentence_id, article_id and zone.
    words : Words
        As `read_words` returns them.
    where : array of bool
        Which of the words.

    Returns
    -------
    DataFrame
        One row a word, in the order of the text: article_id, sentence_id, start, end (code points into the source),
        zone. No words give an empty table.

    Examples
    --------
    >>> from sahelkit.corpus import code
    >>> from sahelkit.studying.words import coded_sentences, read_words
    >>> corpus = code([{"article_id": "a", "language": "id", "text": "Mali maju. Mali menang."}])
    >>> sentences = coded_sentences(corpus)
    >>> words = read_words(sentences)
    >>> mali = np.array([words.forms[form] == "mali" for form in words.form])
    >>> find_places(corpus, sentences, words, mali)["start"].to_list()
    [0, 11]
    """
    at = np.flatnonzero(where)
    rows = sentences.iloc[words.sentence[at]]
    whole = Corpus(corpus.source, Selection(article=tuple(rows["article_id"].unique())))
    spans = whole.query("sentences", columns=["sentence_id", "start", "end"]).set_index("sentence_id")
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    for article, *change in tuples_of(whole.query("repairs"), "article_id", "start", "end", "after"):
        changes[article].append(Change(*change))
    line = words.begin[words.sentence[at]]
    starts = spans["start"].reindex(rows["sentence_id"]).to_numpy()
    ends = spans["end"].reindex(rows["sentence_id"]).to_numpy()
    found = [
        source_span(changes_within(changes[article], first, last), first, low, high)
        for article, first, last, low, high in zip(
            rows["article_id"], starts.tolist(), ends.tolist(), (words.start[at] - line).tolist(),
            (words.end[at] - line).tolist(), strict=True,
        )
    ]  # fmt: skip
    places = rows[["article_id", "sentence_id", "zone"]].assign(
        start=[start for start, _ in found], end=[end for _, end in found]
    )
    return places[list(DTYPES)].astype(DTYPES).reset_index(drop=True)
