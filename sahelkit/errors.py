"""What can go wrong, by name.

One base class, and a few named failures that are also the built-in error a Python programmer would catch
(ValueError or KeyError) and that keep the offending value. Messages say what was found and where, what was
expected, and what to do. Finders never raise: errors are for the door (articles, catalogs, lexicons, arguments).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sized
from typing import Any


class SahelkitError(Exception):
    """Anything sahelkit refuses to go on with."""


class SourceError(SahelkitError, ValueError):
    """A file, an archive or a catalog that cannot be read as articles.

    Parameters
    ----------
    message : str
        One sentence that names the file and, where there is one, the row, and says what to do.
    path, member, row, kind : optional
        Where it stands (`member` of an archive; `row` counts data rows from 1) and the short kind listed in
        ``corpus.problems``.
    """

    def __init__(
        self, message: str, *, path: str = "", member: str | None = None, row: int | None = None, kind: str = "source"
    ) -> None:
        super().__init__(message)
        self.path, self.member, self.row, self.kind = path, member, row, kind


class LexiconError(SahelkitError, ValueError):
    """A lexicon row that breaks the lexicon's own rules; names file, row and column."""

    def __init__(self, message: str, *, path: str = "", row: int | None = None, column: str = "") -> None:
        super().__init__(message)
        self.path, self.row, self.column = path, row, column


class UnknownName(SahelkitError, KeyError):
    """A table, column, actor, article, zone or code that does not exist; suggests the nearest that does.

    Examples
    --------
    >>> str(UnknownName("column", "acto_id", ["actor_id", "name"]))
    "there is no column 'acto_id'; did you mean 'actor_id'?"
    >>> str(UnknownName("zone", "margin", ["body", "caption"]))
    "there is no zone 'margin'; there are: body, caption"
    """

    def __init__(self, what: str, value: Any, known: Iterable[str]) -> None:
        near = getattr(known, "near", None)  # names by the million are not all read for a message
        self.what, self.value = what, value
        self.known = sorted(map(str, known if near is None else near(str(value))))
        self.many = len(known) if isinstance(known, Sized) else len(self.known)
        super().__init__(f"there is no {what} {value!r}; {self._hint()}")

    def _hint(self) -> str:
        near = difflib.get_close_matches(str(self.value), self.known, n=1)
        if near:
            return f"did you mean {near[0]!r}?"
        if not self.known:
            return "there are none"
        more = f" and {self.many - 12} more" if self.many > 12 else ""
        return "there are: " + ", ".join(self.known[:12]) + more

    def __str__(self) -> str:  # KeyError would show the repr of the message
        return str(self.args[0])


class TooLarge(SahelkitError, ValueError):
    """An answer that would not fit into memory; says what to ask instead."""

    def __init__(self, message: str, *, value: Any = None) -> None:
        super().__init__(message)
        self.value = value


class BadValue(SahelkitError, ValueError):
    """An argument that has the wrong form; keeps the value."""

    def __init__(self, message: str, *, value: Any = None) -> None:
        super().__init__(message)
        self.value = value


class EngineError(SahelkitError, ValueError):
    """A run that cannot go on: its workers cannot start, or differ from one another; says what to do."""
