"""The articles of a coded corpus on disk, as the search for copies asks for them: one part in memory at a time.

What grows with the corpus is put into files of a folder for scratch, which the caller makes and removes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sahelkit.columns import empty
from sahelkit.damage import read_part
from sahelkit.lazy.frames import frame_from_arrow
from sahelkit.linking.copies import ABOUT
from sahelkit.linking.held import OWN
from sahelkit.linking.shingles import Hashes, Ints, Longs, Shingles, joined
from sahelkit.parts import Part

ROW = 0xFFFFFFFF  # the row in its part, of a number that says part << 32 | row


class Stored:
    """Articles in a folder of parts; an article's place counts on from part to part.

    Parameters
    ----------
    folder : path
        Where the parts are.
    parts : iterable of Part
        Those that are linked, in order.
    """

    def __init__(self, folder: Path, parts: Iterable[Part]) -> None:
        self._folder, self.parts = folder, list(parts)
        self.starts = np.cumsum([0, *(part.rows["articles"] for part in self.parts)])

    def __len__(self) -> int:
        return int(self.starts[-1])

    def bodies(self, places: Ints | None = None) -> Iterator[str]:
        """Yield the own words of articles; their places must rise."""
        for part, rows in self._by_part(places):
            own = (pc.field("zone") == OWN) & pc.field("article_n").is_valid()
            held = read_part(self._folder, "sentences", part.number, columns=["article_n", "text"], filters=own)
            row_of = held["article_n"].to_numpy() & ROW
            order = np.argsort(row_of, kind="stable")
            texts = held["text"].to_numpy()[order]
            bounds = np.searchsorted(row_of[order], np.append(rows, rows + 1)).reshape(2, -1)
            yield from ("\n".join(texts[first:last]) for first, last in bounds.T)

    def about(self, places: Ints) -> pd.DataFrame:
        """Return article_id, published, text_sha256 and n_words of articles; their places must rise."""
        found = [self.read("articles", part, ABOUT).take(pa.array(rows)) for part, rows in self._by_part(places)]
        return frame_from_arrow(pa.concat_tables(found), "articles") if found else empty("articles")[list(ABOUT)]

    def read(self, table: str, part: Part, columns: Iterable[str] | None = None) -> pa.Table:
        """Return columns of a table of one part; all of them where none are named."""
        return read_part(self._folder, table, part.number, columns=columns)

    def _by_part(self, places: Ints | None) -> Iterator[tuple[Part, Ints]]:
        """Yield the parts that hold some of the articles, and the rows of these in each."""
        for part, start, past in zip(self.parts, self.starts, self.starts[1:], strict=False):
            if places is None:
                rows = np.arange(past - start)
            else:
                low, high = np.searchsorted(places, (start, past))
                rows = places[low:high] - start
            if len(rows):
                yield part, rows


def room_in(scratch: Path) -> Callable[[tuple[int, int]], Longs]:
    """Return what makes an array in a file: 192 bytes an article on disk, not in memory."""

    def room(shape: tuple[int, int]) -> Longs:
        if not shape[1]:
            return np.zeros(shape, dtype=np.uint64)
        return np.memmap(scratch / "bands", dtype=np.uint64, mode="w+", shape=shape)

    return room


def gather_in(scratch: Path) -> Callable[[Iterable[Shingles]], Shingles]:
    """Return what joins texts whose runs of words go to a file: four bytes a word on disk, not in memory."""

    def gather(texts: Iterable[Shingles]) -> Shingles:
        path, few = scratch / "runs", []
        with path.open("wb") as file:
            for some in texts:
                some.runs.tofile(file)
                few.append(some._replace(runs=np.zeros(0, dtype=np.uint32)))
        runs: Hashes = np.memmap(path, dtype=np.uint32, mode="r") if path.stat().st_size else np.zeros(0, np.uint32)
        return joined(few)._replace(runs=runs)

    return gather
