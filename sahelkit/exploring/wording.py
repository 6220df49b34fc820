"""Words that views begin with where nobody has typed one, and values as they stand in a line of Python."""

from __future__ import annotations

import json

from sahelkit.exploring.views import Asked


def default_word(asked: Asked) -> str:
    """Return the word to look at where none was typed: the text searched for, else the words that name most often.

    That is in the selection, else in the whole corpus; in a corpus that names nobody "*" stands for any word.

    Examples
    --------
    >>> from sahelkit.corpus import code
    >>> from sahelkit.selection import Selection
    >>> corpus = code([{"article_id": "a", "language": "id", "text": "Mali maju. Mali menang. Prancis pergi."}])
    >>> default_word(Asked(corpus, Selection(), {}, {})), default_word(Asked(corpus, Selection(text="maju"), {}, {}))
    ('Mali', 'maju')
    >>> default_word(Asked(corpus, Selection(text="pergi").narrow(Selection(actor="mali")), {}, {}))
    'pergi'
    >>> default_word(Asked(code([{"article_id": "a", "language": "id", "text": "Hujan turun."}]), Selection(), {}, {}))
    '*'
    """
    searched = asked.selection.values("text")
    if searched and searched[0].strip() and not asked.selection.regex:
        return searched[0]
    for corpus in (asked.corpus, asked.whole):
        most = corpus.query("mentions", by="text", limit=1)["text"]
        if len(most):
            return str(most.iloc[0])
    return "*"


def literal(text: str) -> str:
    """Return a text in double quotes, as Python reads it.

    Examples
    --------
    >>> print(literal('a "b"'))
    "a \\"b\\""
    """
    return json.dumps(text, ensure_ascii=False)
