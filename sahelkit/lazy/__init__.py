"""Coded corpora on disk, asked through DuckDB: the source that stands behind a corpus larger than memory.

`stored` answers what `tables.Tables` answers, `where` turns a Selection into conditions, `search` finds text,
`counting` counts, and `folder` is the one place that runs a query.
"""

from sahelkit.lazy.joined import JoinedTables as JoinedTables
from sahelkit.lazy.stored import StoredTables as StoredTables
