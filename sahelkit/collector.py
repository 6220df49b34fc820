"""The interpreter's collector of cycles, held back while work makes very many small objects without a cycle.

Looking through a hundred thousand tuples again and again takes as long as one to three plain scans of the text that
they were made from, and a quarter of the time in which a lexicon is compiled.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def collector_held() -> Iterator[None]:
    """Hold the collector back, and leave it as it was; what is freed by counting references is freed all the same.

    Examples
    --------
    >>> before = gc.isenabled()
    >>> with collector_held():
    ...     gc.isenabled()
    False
    >>> gc.isenabled() == before
    True
    """
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()
