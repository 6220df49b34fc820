"""Archives: the members of .zip and .tar.gz files, read like files; nothing is ever written to disk.

Names are told, never opened as paths; a name that leads outside, a link, a device, a password, an archive within the
archive and what unpacks to far too much are refused, each in one sentence, and the other members go on. A backslash in
a name parts folders, as it does where such archives are made. Members of a .zip can be read one by one, wherever they
lie; those of a .tar.gz only in sequence, so they come with their content.
"""

from __future__ import annotations

import gzip
import io
import lzma
import os
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple, cast

from sahelkit.errors import SourceError
from sahelkit.reading.formats import ARCHIVES, MAX_DOCUMENT, ending, saved_pages
from sahelkit.reading.formats.containers import MAX_RATIO
from sahelkit.reading.formats.extracted import Told
from sahelkit.reading.places import CATALOG, FOLDER

MAX_TABLE = 20_000_000_000  # bytes of a table in an archive; it is streamed, so this bounds time, not memory
MAX_SUM = 1_000_000_000_000  # bytes of all members: the text of a hundred million articles
_SLACK = 10_000_000  # bytes that an archive may unpack to whatever its ratio
_HEADERS = 1_000_000  # bytes between two members of a .tar; long names and times need a few thousand
_BROKEN = (
    OSError,
    EOFError,
    ValueError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    lzma.LZMAError,
    struct.error,
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Place(NamedTuple):
    """Where a member's bytes lie in a .zip file."""

    offset: int
    packed: int
    size: int
    crc: int
    method: int


class Member(NamedTuple):
    """A file in an archive: its name, where its bytes lie or how they are opened, and what is wrong with it.

    `parted` is a catalog that is known to have a folder of articles beside it.
    """

    name: str
    size: int
    place: Place | None = None
    open: Any = None
    wrong: tuple[str, str] | None = None
    parted: bool = False


def members(file: str, told: Told) -> Iterator[Member]:
    """Yield an archive's members: of a .zip by name, but a catalog before what lies beside and below it, of a .tar in
    sequence; each to be read before the next.

    Raises
    ------
    SourceError
        For an archive that is broken, from there on, or unpacks to far too much.
    """
    with reading(told):
        yield from _zip_members(file, told) if told.ending == ".zip" else _tar_members(file, told)


@contextmanager
def reading(told: Told) -> Iterator[None]:
    """Turn whatever reading an archive or a member raises into a SourceError about it."""
    try:
        yield
    except SourceError:
        raise
    except NotImplementedError as error:
        raise told.error(f"it is packed in a way that is not read ({error}); pack it again", "broken") from None
    except _BROKEN as error:
        words = " ".join(str(error).split())[:120] or type(error).__name__
        raise told.error(f"the archive is broken here ({words}); get it again", "broken") from None


def is_hidden(name: str) -> bool:
    """Is this a file that its system keeps for itself?"""
    return any(part.startswith(".") and part not in (".", "..") or part == "__MACOSX" for part in name.split("/"))


def _refused(name: str) -> tuple[str, str] | None:
    """Say what is wrong with a member's name: kind, words."""
    if name.startswith("/") or ".." in name.split("/") or re.match("[A-Za-z]:", name):
        return "unsafe", "its name leads outside the archive; it is not read"
    if ending(name) in ARCHIVES:
        return "nested", "it is an archive within the archive; unpack it, or load it by itself"
    return None


def _slashed(name: str) -> str:
    """A name as it is told: Windows writes ``\\`` between folders, and some of its programs leave it in archives."""
    return name.replace("\\", "/")


def _zip_members(file: str, told: Told) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        files = [(_slashed(info.filename), info) for info in archive.infolist()]
        files = sorted((one for one in files if not one[0].endswith("/")), key=lambda one: _rank(one[0]))
        _check_sum(sum(info.file_size for _, info in files), os.path.getsize(file), told)
        folders = {folder for name, _ in files for folder in _folders(name)}
        pages = saved_pages((name for name, _ in files), folders)
        for name, info in files:
            if pages and not pages.isdisjoint(_folders(name)):
                continue
            wrong = _refused(name) or _zip_refused(info)
            place = Place(info.header_offset, info.compress_size, info.file_size, info.CRC, info.compress_type)
            known = info.compress_type in _METHODS
            opened = lambda info=info: archive.open(info)  # noqa: E731
            parted = (rank := _rank(name)) != name and rank + FOLDER in folders
            yield Member(name, info.file_size, place if known else None, opened, wrong, parted)


def _rank(name: str) -> str:
    """What members are sorted by: a catalog comes by its folder's name, which stands before all that lies in it."""
    folder, slash, last = name.rpartition("/")
    return folder + slash if last == CATALOG else name


def _folders(name: str) -> Iterator[str]:
    """Yield the paths of the folders that a member lies in."""
    place = name.find("/")
    while place >= 0:
        yield name[:place]
        place = name.find("/", place + 1)


def _zip_refused(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    if info.flag_bits & 1:
        return "password", "it is protected by a password; pack it without one"
    if info.external_attr >> 28 == 0o12:
        return "unsafe", "it is a link; pack the file itself"
    if info.file_size > _SLACK + MAX_RATIO * info.compress_size:
        return "size", f"it would unpack to {info.file_size} bytes, over {MAX_RATIO} times its size; it is not read"
    return None


def read_member(file: str, place: Place) -> bytes:
    """Read one member of a .zip file from its place, without the archive's directory, which may be long.

    Raises
    ------
    ValueError, OSError, zlib.error, struct.error
        Where what lies there is not what the directory said.
    """
    with open(file, "rb") as archive:
        archive.seek(place.offset)
        header = archive.read(30)
        signature, name, extra = struct.unpack("<4s22xHH", header)
        if signature != b"PK\3\4":
            raise ValueError("no member begins at its place")
        archive.seek(name + extra, io.SEEK_CUR)
        content = archive.read(place.packed)
    if place.method == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, place.size or 1)
    if len(content) != place.size or zlib.crc32(content) != place.crc:
        raise ValueError("its checksum does not fit")
    return content


class _Bounded:
    """A stream that gives no more than was allowed: a header in a .tar may claim any length, and is read whole."""

    def __init__(self, stream: IO[bytes], told: Told) -> None:
        self.stream, self.told = stream, told
        self.given, self.allowed = 0, _HEADERS

    def read(self, size: int) -> bytes:
        self.given += size
        if self.given > self.allowed:
            raise self.told.error("its headers claim far too much; it is not read from here on", "size")
        return self.stream.read(size)


class _Sequence(io.RawIOBase):
    """A member of a .tar that says of itself what it is: readable, and not to be sought in."""

    def __init__(self, member: IO[bytes]) -> None:
        self.member = member

    def readable(self) -> bool:
        return True

    def readinto(self, space: Any) -> int:
        content = self.member.read(len(space))
        space[: len(content)] = content
        return len(content)


def _in_sequence(member: IO[bytes]) -> io.BufferedReader:
    return io.BufferedReader(_Sequence(member))


def _tar_members(file: str, told: Told) -> Iterator[Member]:
    packed = os.path.getsize(file)
    with open(file, "rb") as raw:
        is_packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream: Any = gzip.GzipFile(fileobj=raw) if is_packed else raw
        bounded: Any = _Bounded(stream, told)
        total = 0
        with cast(Any, tarfile.open(fileobj=bounded, mode="r|")) as archive:
            while (info := archive.next()) is not None:
                archive.members = []  # it would remember them all
                total += info.size
                _check_sum(total, packed, told)
                bounded.allowed = bounded.given + info.size + _HEADERS
                name = _slashed(info.name)
                if not info.isdir() and not name.endswith("/"):
                    opened = lambda info=info: _in_sequence(archive.extractfile(info))  # noqa: E731
                    yield Member(name, info.size, None, opened, _refused(name) or _tar_refused(info))


def _tar_refused(info: tarfile.TarInfo) -> tuple[str, str] | None:
    if info.issym() or info.islnk():
        return "unsafe", "it is a link; pack the file itself"
    if not info.isreg() or info.issparse():
        return "unsafe", "it is no plain file; it is not read"
    return None


def _check_sum(total: int, packed: int, told: Told) -> None:
    if total > MAX_SUM or total > _SLACK + MAX_RATIO * packed:
        raise told.error(f"it would unpack to {total} bytes or more, far too much; it is not read from here on", "size")


def too_large(member: Member, *, is_table: bool) -> tuple[str, str] | None:
    """Say whether a member is larger than its kind may be."""
    limit = MAX_TABLE if is_table else MAX_DOCUMENT
    if member.size > limit:
        return "size", f"it has {member.size} bytes, and at most {limit} are read; split it"
    return None
