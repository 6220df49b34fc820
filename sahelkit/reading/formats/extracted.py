"""What a format's reader is told, and what it gives back."""

from __future__ import annotations

import dataclasses
import importlib.metadata
from typing import Any, NamedTuple

from sahelkit.errors import SourceError


class Told(NamedTuple):
    """What a reader is told: how messages call the document, its ending, the encoding of plain text, its member."""

    where: str
    path: str
    ending: str
    encoding: str = "utf-8"
    member: str | None = None

    def error(self, what: str, kind: str) -> SourceError:
        """Return the error to raise: one sentence that begins with where."""
        return SourceError(f"{self.where}: {what}", path=self.path, member=self.member, kind=kind)


@dataclasses.dataclass(frozen=True)
class Extracted:
    """A document's text, verbatim as its library returned it, and what the document says about itself.

    ``page`` may hold title, publisher, published (a date), language and url; whatever else is in it is kept as meta.
    """

    text: str
    by: str | None = None
    page: dict[str, Any] = dataclasses.field(default_factory=dict)


def library(distribution: str) -> str:
    """Name a library and its version, major and minor, as ``extracted_by`` does.

    Examples
    --------
    >>> library("pandas").split(".")[0]
    'pandas 3'
    """
    version = importlib.metadata.version(distribution)
    return f"{distribution} {'.'.join(version.split('.')[:2])}"
