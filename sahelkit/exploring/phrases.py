"""One line that says several phrases: "coup" or "junta"; what is typed without this form is one phrase.

Written as in a table of CSV: quotes around each phrase, a quote inside doubled. A single phrase is written as it
is, quotes and backslashes too, so that a regular expression stays what was typed.
"""

from __future__ import annotations

import re

_PHRASE = '"(?:[^"]|"")*"'
_SEVERAL = re.compile(f"\\s*{_PHRASE}(?:\\s+or\\s+{_PHRASE})+\\s*", re.IGNORECASE)
_EACH = re.compile(_PHRASE)
_NOTHING = "()"  # Selection's empty tuple, which matches nothing


def split_phrases(line: str) -> tuple[str, ...] | None:
    """Return the phrases that a line says; None for an empty line.

    Examples
    --------
    >>> split_phrases("coup d'État"), split_phrases('"coup" or "junta"'), split_phrases("")
    (("coup d'État",), ('coup', 'junta'), None)
    >>> split_phrases('so-called "junta"')
    ('so-called "junta"',)
    """
    if line == _NOTHING:
        return ()
    if _SEVERAL.fullmatch(line):
        return tuple(found[1:-1].replace('""', '"') for found in _EACH.findall(line))
    return (line,) if line else None


def join_phrases(phrases: tuple[str, ...] | None) -> str:
    """Return the line that says these phrases, so that `split_phrases` gives them back.

    Examples
    --------
    >>> join_phrases(("coup", 'a "new" junta')), join_phrases(("coup",)), join_phrases(None)
    ('"coup" or "a ""new"" junta"', 'coup', '')
    """
    if phrases is None:
        return ""
    if not phrases:
        return _NOTHING
    if len(phrases) == 1 and split_phrases(phrases[0]) == phrases:
        return phrases[0]
    # one that reads as several is said twice, which is once in a Selection
    said = phrases if len(phrases) > 1 else phrases * 2
    return " or ".join('"' + phrase.replace('"', '""') + '"' for phrase in said)
