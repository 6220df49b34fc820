"""Lists of plain values -> the arrays that pandas keeps, at once and without looking at each value.

Pandas finds out what a list holds value by value; the kit knows it, and lets Arrow convert whole columns. Only the four
dtypes of the tables are known here: text, counts that may be missing, offsets, days.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

TEXT = "string"
COUNT = "Int64"
OFFSET = "int64"
DATE = "datetime64[s]"


def array_of(values: Sequence[Any], dtype: str) -> Any:
    """Return the values as a pandas or numpy array of one of the tables' dtypes; None is missing.

    Raises
    ------
    pyarrow.ArrowException, TypeError, ValueError
        For a value of another kind: it is never converted by guess.

    Examples
    --------
    >>> array_of(["Mali", None], "string").tolist(), array_of([400, None], "Int64").tolist()
    (['Mali', <NA>], [400, <NA>])
    >>> array_of([], "datetime64[s]").dtype
    dtype('<M8[s]')
    """
    if dtype == TEXT:
        return pd.arrays.ArrowStringArray(pa.array(values, pa.large_string()))
    if dtype == COUNT:
        return _counts(values)
    if dtype == DATE:
        return pa.array(values, pa.date32()).to_numpy(zero_copy_only=False).astype(DATE)
    return np.array(values, dtype=OFFSET)


def _counts(values: Sequence[Any]) -> Any:
    whole = pa.array(values, pa.int64())
    missing = whole.is_null().to_numpy(zero_copy_only=False)
    return pd.arrays.IntegerArray(whole.fill_null(0).to_numpy(zero_copy_only=False).copy(), missing)
