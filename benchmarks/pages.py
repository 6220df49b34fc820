"""The pages that measurements write: a table padded so that it also reads in a terminal, between two marks."""

from __future__ import annotations

import re
from collections.abc import Sequence


def aligned(lines: Sequence[Sequence[str]], *, left: int) -> list[str]:
    """The table in Markdown; the first line is its head, the first `left` columns are words, the others numbers."""
    head = lines[0]
    widths = [max(2, *(len(line[n]) for line in lines)) for n in range(len(head))]  # Markdown wants "-:" at least
    rule = ["-" * width if n < left else "-" * (width - 1) + ":" for n, width in enumerate(widths)]
    return ["| " + " | ".join(_padded(line, widths, left)) + " |" for line in (head, rule, *lines[1:])]


def _padded(line: Sequence[str], widths: Sequence[int], left: int) -> list[str]:
    return [cell.ljust(width) if n < left else cell.rjust(width) for n, (cell, width) in enumerate(zip(line, widths))]


def written(page: str, lines: Sequence[str]) -> str:
    """The page with new lines between its marks."""
    pattern = re.compile(r"(<!-- table -->\n).*(<!-- end of table -->)", re.S)
    if not pattern.search(page):
        raise ValueError("the page has lost its marks <!-- table --> and <!-- end of table -->; put them back")
    return pattern.sub(lambda match: match[1] + "\n".join(lines) + "\n" + match[2], page)
