"""Which sentences hold a text, and which rows stand in them.

Plain text is found by DuckDB, letter by letter in any case, as Arrow finds it for tables in memory: both by RE2. A
regular expression is Python's, so Python has the last word: DuckDB only leaves out sentences that cannot match, by the
letters that every match must hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from sahelkit.lazy.folder import Question
from sahelkit.selection import Selection

_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPED = re.compile(r"\\(?:x..|u.{4}|U.{8}|\d+|.)", re.DOTALL)
_LETTERS = re.compile(r"[a-hjl-rt-zA-HJL-RT-Z ]+")
_SHORTEST = 3


def text_condition(question: Question, table: str, selection: Selection, articles: Sequence[str]) -> list[str]:
    """Return the condition that the row's sentence, or one of its sentences, holds one of the texts.

    Parameters
    ----------
    question : Question
        Where values are bound.
    table : str
        Whose rows are asked for.
    selection : Selection
        Its text and regex are looked at.
    articles : sequence of str
        Conditions on the article, which spare reading other articles' sentences.
    """
    patterns = selection.values("text") or ()
    if selection.regex:
        found = question.is_in("sentence_n", _matching(question, patterns, articles))
        held = f"SELECT sentence_n FROM {question.table('sentences')} WHERE {found}"
    else:
        found = _any([_holds(question, pattern) for pattern in patterns])
        kept = " AND ".join([found, *articles])
        held = f"SELECT sentence_n FROM {question.table('sentences')} WHERE {kept}"
    if table == "sentences":
        return [found]
    if table not in ("figures", "quotes", "events"):
        return [f"sentence_n IN ({held})"]
    several = (
        f"SELECT row_n FROM (SELECT row_n, unnest(generate_series(sentence_n, sentence_last_n)) AS n "
        f"FROM {question.table(table)} WHERE sentence_last_n > sentence_n) WHERE n IN ({held})"
    )
    return [
        f"((coalesce(sentence_last_n, sentence_n) = sentence_n AND sentence_n IN ({held})) OR row_n IN ({several}))"
    ]


def _holds(question: Question, text: str) -> str:
    return f"regexp_matches(text, {question.value(text)}, 'il')"


def _any(conditions: Sequence[str]) -> str:
    return f"({' OR '.join(conditions)})" if conditions else "false"


def _matching(question: Question, patterns: Sequence[str], articles: Sequence[str]) -> pa.Array:
    """Return the numbers of the sentences that one of the patterns matches."""
    searches = [re.compile(pattern, re.IGNORECASE).search for pattern in patterns]
    needed = [needed_letters(pattern) for pattern in patterns]
    kept = list(articles)
    if all(needed):
        kept.append(_any([_holds(question, letters) for letters in needed]))
    where = f" WHERE {' AND '.join(kept)}" if kept else ""
    numbers: list[pa.Array] = []
    with question.reading(f"SELECT sentence_n, text FROM {question.table('sentences')}{where}") as reader:
        for batch in reader:
            found = [any(search(text) for search in searches) for text in batch.column(1).to_pylist()]
            numbers.append(batch.column(0).filter(pa.array(found, pa.bool_())))
    return pa.concat_arrays(numbers) if numbers else pa.array([], pa.int64())


def needed_letters(pattern: str) -> str:
    """Return letters that stand in every match of a regular expression, in any case; "" where none are sure.

    Only what is plain to see is taken. The letters i, k and s are not: in another case they are also dotless i, the
    Kelvin sign and long s, on which Python and RE2 do not agree.

    Examples
    --------
    >>> needed_letters(r"\\btentara\\b"), needed_letters("[Tt]entara?"), needed_letters("a|b")
    ('tentara', 'entar', '')
    """
    plain = _ESCAPED.sub("\n", _SET.sub("\n", pattern))
    if re.search(r"[|({]", plain) or "[" in plain:
        return ""
    runs = [run.group() for run in _LETTERS.finditer(re.sub(r"\w(?=[?*])", "\n", plain))]
    longest = max(runs, key=len, default="")
    return longest if len(longest) >= _SHORTEST else ""
