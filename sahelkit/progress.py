"""Progress: a bar on what takes more than two seconds, in a notebook or a terminal; silence everywhere else.

Nothing is shown to a file or a pipe, so that logs stay the same from run to run; TQDM_DISABLE=1 in the environment
keeps bars out of notebooks that are run to be stored.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
DELAY = 2.0  # seconds; what ends before shows nothing


def progress(iterable: Iterable[T], *, total: int | None = None, unit: str, label: str) -> Iterator[T]:
    """Yield what `iterable` yields, and show how far it has come.

    Parameters
    ----------
    iterable : iterable
        Anything; it is read as it is asked for.
    total : int, optional
        How many there will be, where that is known; without it the bar counts.
    unit : str
        What is counted, in the plural: "articles".
    label : str
        What is being done: "reading and coding".

    Yields
    ------
    The items, unchanged.

    Examples
    --------
    >>> list(progress("ab", unit="articles", label="coding"))
    ['a', 'b']
    """
    # tqdm's bar in a notebook does not look at TQDM_DISABLE itself.
    if os.environ.get("TQDM_DISABLE", "0") not in ("", "0") or not (in_notebook() or sys.stderr.isatty()):
        yield from iterable
        return
    from tqdm.auto import tqdm

    with tqdm(iterable, total=total, unit=f" {unit}", desc=label, delay=DELAY, leave=False, file=sys.stderr) as bar:
        yield from bar


def in_notebook() -> bool:
    """Is this the kernel of a notebook, where a bar is a widget?

    Examples
    --------
    >>> in_notebook()
    False
    """
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell is not None else None
    return running is not None and "IPKernelApp" in running.config
