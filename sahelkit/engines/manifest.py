"""What a run was begun with, kept beside its parts, and held to when it goes on.

The manifest names what decides the bytes: options, kit, lexicons. Each part's articles have a digest of their own in
inputs/, so that a folder is never filled from two different corpora. What differs is refused in one sentence.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sahelkit.engines.partitions import Partition
from sahelkit.errors import BadValue, EngineError
from sahelkit.parts import MANIFEST, done_parts, read_manifest, write_manifest
from sahelkit.reading.records import Problem

INPUTS = "inputs"
_WORDS = {"kit": "another version of the kit", "lexicons": "other lexicons"}


def begin(out: Path, manifest: Mapping[str, Any]) -> None:
    """Begin a run in a folder, or go on with the one that was begun there.

    Raises
    ------
    BadValue
        Where the folder holds something else, or a run of other options, kit or lexicons.
    SourceError
        For a manifest that cannot be read.
    EngineError
        Where the folder cannot be written to.
    """
    try:
        _begin(out, manifest)
    except OSError as error:
        message = f"{out} cannot be written to ({error.strerror or error}); give a folder that can"
        raise EngineError(message) from None


def _begin(out: Path, manifest: Mapping[str, Any]) -> None:
    if (out / MANIFEST).is_file():
        found = read_manifest(out)
        different = _differences(found, manifest)
        if different and not done_parts(out):  # nothing was made that way yet: an option was mistaken
            write_manifest(out, manifest)
        elif different:
            raise BadValue(
                f"{out} was begun with {' and '.join(different)}; give another folder, or remove this one",
                value=str(out),
            )
    elif out.exists() and (not out.is_dir() or any(not path.name.startswith(".") for path in out.iterdir())):
        raise BadValue(f"{out} holds something else; give a new folder to write to", value=str(out))
    else:
        write_manifest(out, manifest)


def _differences(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Say in words what a run was begun with that is not so now."""
    if "options" not in found:
        return ["corpus.save"]
    before, now = found["options"], wanted["options"]
    told = [
        f"{name} {_said(before.get(name))} (now {_said(now.get(name))})"
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name)
    ]
    return told + [words for key, words in _WORDS.items() if found.get(key) != wanted[key]]


def _said(value: Any) -> str:
    return "not given" if value in (None, {}) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def note_inputs(out: Path, partition: Partition) -> None:
    """Keep the digest of what a part is made of; written before the part is."""
    path = _inputs(out, partition.number)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    temporary.write_text(partition.digest + "\n", encoding="ascii")
    os.replace(temporary, path)


def check_inputs(out: Path, partition: Partition) -> None:
    """Raise BadValue where a part that is done was made of other articles."""
    path = _inputs(out, partition.number)
    if not path.is_file() or path.read_text(encoding="ascii").strip() != partition.digest:
        first = next((f" (from {u.article_id!r} on)" for u in partition.units if not isinstance(u, Problem)), "")
        raise BadValue(
            f"{out} was begun with other articles: part {partition.number}{first} is not what it was; put the articles "
            "back as they were, or give another folder",
            value=partition.number,
        )


def sweep_inputs(out: Path) -> None:
    """Remove what writers that were killed left behind."""
    for path in (out / INPUTS).glob(".*.tmp"):
        path.unlink(missing_ok=True)


def _inputs(out: Path, number: int) -> Path:
    return out / INPUTS / f"{number:06d}.sha256"
