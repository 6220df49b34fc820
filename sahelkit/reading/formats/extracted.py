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

    def failed(self, error: Exception) -> SourceError:
        """Return the error to raise for whatever a library raised: on broken bytes that is its own affair."""
        if isinstance(error, SourceError):
            return error
        if isinstance(error, ModuleNotFoundError):
            what = f"reading {self.ending} needs {error.name}, which is not installed"
            return self.error(f'{what}; run pip install "sahelkit[formats]"', "library")
        words = " ".join(str(error).split())[:120]
        why = f"{type(error).__name__}: {words}" if words else type(error).__name__
        return self.error(f"it cannot be read as {self.ending} ({why}); open and save it again, or remove it", "broken")


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
