"""From Arrow to the frames of the contract: the dtypes that tables in memory have."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from sahelkit.arrays import DATE, OFFSET, TEXT
from sahelkit.columns import columns_of


def frame_from_arrow(found: pa.Table, table: str) -> pd.DataFrame:
    """Return columns of a table, of its article, or counts as a frame; what neither table names is text.

    Examples
    --------
    >>> made = frame_from_arrow(pa.table({"value": [400, None], "group": ["x", None]}), "figures")
    >>> made.dtypes.astype(str).to_list()
    ['Int64', 'string']
    """
    dtypes = {c.name: c.dtype for name in ("articles", table) for c in columns_of(name)} | dict.fromkeys(
        ("n", "n_articles"), "Int64"
    )
    return pd.DataFrame(
        {name: _series(found[name], dtypes.get(name, TEXT)) for name in found.column_names},
        index=range(found.num_rows),
        copy=False,
    )


def _series(column: pa.ChunkedArray, dtype: str) -> pd.Series:
    if dtype == TEXT:
        return pd.Series(pd.arrays.ArrowStringArray(column.cast(pa.large_string())))
    if dtype == DATE:
        return pd.Series(column.cast(pa.timestamp("s")).to_numpy().astype(DATE))
    whole = column.cast(pa.int64())
    if dtype == OFFSET:
        return pd.Series(whole.to_numpy().copy())
    missing = whole.is_null().to_numpy()
    return pd.Series(pd.arrays.IntegerArray(whole.fill_null(0).to_numpy().copy(), missing))
