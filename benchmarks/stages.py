"""What whole coding costs, stage by stage: the stages' own functions, timed where `sahelkit.coding` calls them.

So the stages add up to one real run; what is left over is its own row: joining, placing rows, building tables.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.corpora import Article
from sahelkit import coding
from sahelkit.reading.records import Record, check_records

STAGES = {
    "repair": "repair of mojibake and broken lines",
    "zone_all": "zones",
    "date_readings": "publication dates from bylines",
    "join": "articles joined, and split into sentences",
    "scan": "the scan: every lexicon at once",
    "find_dates": "dates",
    "find_mentions": "mentions",
    "find_candidates": "candidates",
    "find_quotes": "quotations",
    "find_events": "events",
    "relate": "relations of events",
    "find_quantities": "numbers",
    "find_figures": "figures",
}
REST = "rows and tables"


def checked(articles: Sequence[Article]) -> list[Record]:
    """The articles as records; each is well formed and names its language."""
    return [item for item in check_records(articles) if isinstance(item, Record)]


def code(articles: Sequence[Article]) -> None:
    """All tables of the articles, made and thrown away."""
    coding.code_records(checked(articles))


def stages(articles: Sequence[Article]) -> dict[str, float]:
    """Seconds of processor time of each stage, and of the rest, in one run of whole coding."""
    spent = dict.fromkeys([*STAGES.values(), REST], 0.0)
    records = checked(articles)
    with contextlib.ExitStack() as stack:
        for name, label in STAGES.items():
            stack.enter_context(_timed(name, label, spent))
        begin = time.process_time()
        coding.code_records(records)
        whole = time.process_time() - begin
    return {**spent, REST: whole - sum(spent.values())}


@contextlib.contextmanager
def _timed(name: str, label: str, spent: dict[str, float]) -> Iterator[None]:
    """Let `sahelkit.coding` call a timed stand-in that does the same."""
    function: Callable[..., Any] = getattr(coding, name)

    def timed(*args: Any, **kwargs: Any) -> Any:
        begin = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[label] += time.process_time() - begin

    setattr(coding, name, timed)
    try:
        yield
    finally:
        setattr(coding, name, function)
