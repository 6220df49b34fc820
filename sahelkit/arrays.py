"""Lists of plain values -> the arrays that pandas keeps, at once and without looking at each value.

Pandas finds out what a list holds value by value; the kit knows it, and lets Arrow convert whole columns. Only the four
dtypes of the tables are known here: text, counts that may be missing, offsets, days.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

TEXT = "string"
COUNT = "Int64"
OFFSET = "int64"
DATE = "datetime64[s]"


_ARROW = {TEXT: pa.large_string(), COUNT: pa.int64(), OFFSET: pa.int64(), DATE: pa.date32()}


def arrow_of(values: Sequence[Any] | NDArray[Any] | pa.Array, dtype: str) -> pa.Array:
    """Return values of one of the tables' dtypes, plain or in an array, as an Arrow array; None is missing.

    Raises
    ------
    pyarrow.ArrowException, TypeError, ValueError
        For a value of another kind: it is never converted by guess.
    """
    return values if isinstance(values, pa.Array) else pa.array(values, _ARROW[dtype])


def array_of(values: Sequence[Any] | pa.Array, dtype: str) -> Any:
    """Return values, plain or from `arrow_of`, as a pandas or numpy array of one of the tables' dtypes.

    Examples
    --------
    >>> array_of(["Mali", None], "string").tolist(), array_of([400, None], "Int64").tolist()
    (['Mali', <NA>], [400, <NA>])
    >>> array_of([], "datetime64[s]").dtype
    dtype('<M8[s]')
    """
    whole = arrow_of(values, dtype)
    if dtype == TEXT:
        return pd.arrays.ArrowStringArray(whole)
    if dtype == COUNT:
        missing = whole.is_null().to_numpy(zero_copy_only=False)
        return pd.arrays.IntegerArray(whole.fill_null(0).to_numpy().copy(), missing)
    return whole.to_numpy(zero_copy_only=False).astype(dtype)
