"""A batch for the tests of the finding room: texts split at line ends, each line a sentence, scanned together."""

from __future__ import annotations

from collections.abc import Sequence

from sahelkit.finding.scan import Scan, Stretch, scan
from sahelkit.lexicons.build import build

NAMES = ("names", "roles", "words", "dates", "numbers", "quotes", "events", "figures")


def scan_texts(texts: Sequence[str], language: str = "id") -> Scan:
    """Scan articles as one batch; every line that is not blank is a sentence."""
    stretches: list[Stretch] = []
    at = 0
    for article, text in enumerate(texts):
        line_start = at
        for line in text.split("\n"):
            left = len(line) - len(line.lstrip())
            if line.strip():
                stretches.append(Stretch(line_start + left, line_start + left + len(line.strip()), "body", article))
            line_start += len(line) + 1
        at += len(text) + 1
    return scan("\n".join(texts), stretches, build(language))


def phrases(scanned: Scan, domain: str) -> list[tuple[str, list[str]]]:
    """The hits of a domain: the characters they cover, and the keys of their entries."""
    hits = scanned.hits[domain]
    return [
        (
            scanned.text[scanned.start[first] : scanned.end[last] - scanned.clip[last]],
            sorted({entry.key for entry in scanned.entries(reading)}),
        )
        for first, last, reading in zip(hits.first, hits.last, hits.reading)
    ]


def forms(text: str, domain: str = "names", language: str = "id") -> list[str]:
    """The characters that the hits of a domain cover in one text."""
    return [form for form, _ in phrases(scan_texts([text], language), domain)]
