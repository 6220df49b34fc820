"""Listing: from paths to the articles that lie there, one `Item` each, before any is read.

Streaming, in an order that never depends on the clock or the directory's own, with what is wrong told in its place.
With a catalog (articles.csv) a file's name without its ending is the article_id, and the catalog gives the order;
without one the path is, told from the folder, and articles come by path.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sahelkit.errors import BadValue, SourceError
from sahelkit.reading.catalog import Catalog, decode, read_catalog
from sahelkit.reading.expanding import Options, expand
from sahelkit.reading.formats import DOCUMENTS, MAX_DOCUMENT, ending, kind_of, listed
from sahelkit.reading.formats.tables import check_columns
from sahelkit.reading.items import Item
from sahelkit.reading.places import CATALOG, FOLDER, Entry, Place, entries, find_place, several
from sahelkit.reading.records import Problem, as_problem, check_on_error
from sahelkit.reading.seen import SORTS, Seen
from sahelkit.reading.studies import is_table

# What an id is of, for `Seen`: 0 a row, then a file of each ending, last a file's full name.
_FULL = SORTS - 1
_SORTS = {one: sort for sort, one in zip(range(1, _FULL), DOCUMENTS)}

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def list_items(
    paths: Paths,
    *,
    columns: Mapping[str, str] | None = None,
    on_error: str = "raise",
    encoding: str = "utf-8",
) -> Iterator[Item | Problem]:
    """List the articles behind one path or several.

    Parameters
    ----------
    paths : path or iterable of paths
        Each a study folder, a folder, a glob, or one file.
    columns : mapping of field to column, optional
        Which columns of tables hold the fields, where their names do not say it.
    on_error : {"raise", "report"}
        Raise at what is wrong, or yield a Problem in its place and go on.
    encoding : str
        Of the catalog and of tables in plain text.

    Returns
    -------
    iterator of Item or Problem
        Made while it is read: memory does not grow with the number of articles (a catalog is held whole).

    Raises
    ------
    SourceError
        For a path where there is no article, always; for what is wrong with ``on_error="raise"``.
    BadValue
        For an unknown encoding or `on_error`.

    Examples
    --------
    >>> list(list_items("no/such/folder"))
    Traceback (most recent call last):
    ...
    sahelkit.errors.SourceError: no/such/folder: there is no such file or folder; check the path
    """
    check_on_error(on_error)
    decode(b"", "", encoding)  # an unknown encoding is said before any file is read
    check_columns(columns or {})
    places = [_as_table(find_place(path), columns or {}) for path in several(paths)]
    if not places:
        raise BadValue("no path is given; name a folder, a glob, an archive or a file", value=paths)
    return _list_all(places, Options(dict(columns or {}), on_error, encoding))


def _as_table(place: Place, columns: Mapping[str, str]) -> Place:
    """Take a catalog that holds the texts themselves, with no articles/ beside it, for a table."""
    if place.catalog is None or (place.catalog.parent / FOLDER).is_dir():
        return place
    try:
        with open(place.catalog, "rb") as file:
            return place._replace(catalog=None) if is_table(file.readline(MAX_DOCUMENT), columns) else place
    except OSError:
        return place


def _list_all(places: list[Place], options: Options) -> Iterator[Item | Problem]:
    ids = Seen()
    for place in places:
        something = False
        passed: Counter[str] = Counter()
        for found in _list_place(place, options, passed, alone=len(places) == 1 and place.kind == "file"):
            something = True
            if isinstance(found, Item):
                yield from _with_own_id(found, ids, options)
            else:
                yield found
        if not something:
            raise _nothing(place, passed)
        yield from _passed_over(place.name, passed)


def _with_own_id(item: Item, ids: Seen, options: Options) -> Iterator[Item | Problem]:
    """Yield an article if its id is new; a file whose id came before by a name of another ending bears its own ending.

    Nobody can know before reading which of them holds an article, and a broken one must not stop another.
    """
    name = item.member or item.path
    last = name[name.rfind(".") :]  # a document's ending has one dot
    full, sort = item.article_id + last, 0 if item.row is not None else _SORTS.get(last.lower(), 0)
    if ids.add(item.article_id, sort):
        yield item
    elif sort and ids.sort_of(item.article_id) != sort and ids.add(full, _FULL):
        yield item._replace(article_id=full)
        what = f"the id {item.article_id!r} was taken before it, so its own is {full!r}"
        yield as_problem(item.document.error(f"{what}; where both hold one article, remove one", "duplicate"))
    else:
        message = f"{item.where}: an article before it has the id {item.article_id!r} too; rename one"
        error = SourceError(message, path=item.path, member=item.member, row=item.row, kind="duplicate")
        yield _wrong(error, options)


def _nothing(place: Place, passed: Counter[str]) -> SourceError:
    others = f" (only {', '.join(_counted(passed))})" if passed else ""
    message = f"{place.name}: there is nothing to read{others}; put articles there, as files that end in {listed()}"
    return SourceError(message, path=place.name, kind="empty")


def _passed_over(name: str, passed: Counter[str]) -> Iterator[Problem]:
    for words in _counted(passed):
        are = "is" if words.startswith("1 ") else "are"
        yield Problem(name, None, None, "format", f"{name}: {words} {are} passed over; no such is read")


def _counted(passed: Counter[str]) -> list[str]:
    kinds = sorted(passed.items())
    return [f"{n} {kind or 'unnamed'} file{'s' if n > 1 else ''}" for kind, n in kinds]


def _wrong(error: SourceError, options: Options) -> Problem:
    if options.on_error == "raise":
        raise error
    return as_problem(error)


def _list_place(place: Place, options: Options, passed: Counter[str], *, alone: bool) -> Iterator[Item | Problem]:
    if place.catalog is not None:
        yield from _list_catalogued(place, place.catalog, options, passed)
        return
    for entry in _entries(place, options, passed):
        if isinstance(entry, Problem):
            yield entry
            continue
        of_members: Counter[str] = Counter()
        for found in expand(entry, options, alone=alone, passed=of_members):
            yield _wrong(found, options) if isinstance(found, SourceError) else found
        yield from _passed_over(entry.path, of_members)


def _entries(place: Place, options: Options, passed: Counter[str]) -> Iterator[Entry | Problem]:
    """Yield the files of formats that are read, and count the others."""
    for entry in entries(place):
        if isinstance(entry, SourceError):  # a folder that cannot be opened, a link that is not followed
            yield _wrong(entry, options)
        elif kind_of(entry.path) is None:
            passed[ending(entry.path)] += 1
        else:
            yield entry


def _list_catalogued(place: Place, path: Path, options: Options, passed: Counter[str]) -> Iterator[Item | Problem]:
    """List a study: first what does not fit together, then the articles in the catalog's order."""
    files: dict[str, Entry] = {}
    for entry in _entries(place, options, passed):
        if isinstance(entry, Problem):
            yield entry
        elif kind_of(entry.path) == "document":
            yield from _add_by_stem(files, entry, options)
        else:
            what = "beside a catalog each article is a file of its own; unpack it, or load it by itself"
            yield _wrong(SourceError(f"{entry.path}: {what}", path=entry.path, kind="catalog"), options)
    catalog = None
    try:
        catalog, problems = read_catalog(path, encoding=options.encoding, on_error=options.on_error)
        yield from problems
    except SourceError as error:
        yield _wrong(error, options)
    if catalog is None:
        yield from (Item(name, entry.path, entry.file) for name, entry in files.items())
        return
    yield from _unmatched(catalog, files, options)
    for article_id, (number, fields) in catalog.rows.items():
        if article_id in files:
            entry = files[article_id]
            yield Item(article_id, entry.path, entry.file, row=number, catalog=CATALOG, fields=fields)


def _add_by_stem(files: dict[str, Entry], entry: Entry, options: Options) -> Iterator[Problem]:
    first = files.setdefault(entry.name.rsplit("/", 1)[-1], entry)
    if first is not entry:
        message = f"{entry.path}: {first.path} has the same name; the name is the article_id, so rename one"
        yield _wrong(SourceError(message, path=entry.path, kind="duplicate"), options)


def _unmatched(catalog: Catalog, files: dict[str, Entry], options: Options) -> Iterator[Problem]:
    """Say which rows have no file and which files have no row."""
    for article_id, (number, _) in catalog.rows.items():
        if article_id not in files:
            message = f"{catalog.path}, row {number}: there is no file {article_id}.txt; add it or remove the row"
            yield _wrong(SourceError(message, path=catalog.path, row=number, kind="no_file"), options)
    for article_id, entry in files.items():
        if article_id not in catalog.rows:
            message = f"{entry.path}: there is no row {article_id!r} in {catalog.path}; add it or remove the file"
            yield _wrong(SourceError(message, path=entry.path, kind="no_row"), options)
