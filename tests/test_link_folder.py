"""Linking on disk: the same answers as in memory, byte for byte, whole or not at all, and as often as one likes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from edited_texts import TEXTS, edited

import sahelkit as sk
from sahelkit.columns import TABLES
from sahelkit.corpus import Corpus, storing
from sahelkit.errors import BadValue, EngineError, SourceError
from sahelkit.linking import folder as linking_folder
from sahelkit.linking import link_folder
from sahelkit.parts import done_parts

MET = {
    "id": "Pada 7 Februari 2023 Lavrov bertemu Goita di Bamako.",
    "en": "Goita met Lavrov in Mali on 7 February 2023.",
}


def corpus() -> Corpus:
    """Copies and rivals in three languages, and events that are one, over several parts."""
    ways: list[list[list[Any]]] = [[], [["cut", 3]], [["every", 25, "so"]]]
    texts = [(lang, edited(f"wire-{lang}", way)) for way in ways for lang in ("en", "fr", "id")]
    texts += [(lang, TEXTS[f"rival-{lang}"]) for lang in ("en", "fr", "id")]
    texts += [
        *MET.items(),
        ("en", TEXTS["stub-en"]),
        ("fr", "Lavrov a rencontré Goita le 9 février 2023."),
        *MET.items(),
    ]
    texts += [
        ("en", TEXTS["stub-en"]),
        ("en", "The army will attack the town if it is not left, Mali said on 7 May 2023."),
    ]
    days = ("2023-03-06", "2023-03-05", None)
    return sk.code(
        {"article_id": f"a{len(texts) - n:02d}", "language": lang, "text": text, "published": days[n % 3], "desk": "x"}
        for n, (lang, text) in enumerate(texts)
    )


CORPUS = corpus()


@pytest.fixture
def coded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The corpus on disk, three articles to a part."""
    monkeypatch.setattr(storing, "PART", 3)
    return CORPUS.save(tmp_path / "coded")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_folder_is_linked_as_a_corpus_in_memory_is_byte_for_byte(coded: Path, tmp_path: Path) -> None:
    linked = sk.link(CORPUS)
    assert linked.articles["copy_of"].notna().sum() >= 7
    assert linked.events["incident_id"].nunique() < linked.events["event_id"].nunique() and len(done_parts(coded)) > 5
    assert link_folder(coded) == coded
    opened = sk.open(coded)
    for table in TABLES:
        pd.testing.assert_frame_equal(opened.query(table), linked.query(table))
    assert contents(coded) == contents(linked.save(tmp_path / "other"))


def test_linking_a_folder_again_gives_the_same_bytes(coded: Path) -> None:
    first = contents(link_folder(coded))
    assert contents(link_folder(coded)) == first


def test_what_is_counted_once_on_disk_is_what_is_in_memory(coded: Path) -> None:
    opened, linked = sk.open(link_folder(coded)), sk.link(CORPUS)
    for fields in ({}, {"language": "en"}, {"since": "2023-03-06"}, {"article": ("a03", "a09", "a12")}):
        one, two = (c.filter(distinct=True, **fields) for c in (opened, linked))
        pd.testing.assert_frame_equal(one.articles, two.articles)
        pd.testing.assert_frame_equal(sk.count_mentions(one), sk.count_mentions(two))


def test_a_run_that_ends_before_all_is_written_changes_nothing(coded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(coded)
    written: list[Path] = []

    def broken(path: Path, *rest: Any) -> None:
        if len(written) == 4:
            raise KeyboardInterrupt
        written.append(path)
        path.write_bytes(b"half")

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(linking_folder, "write_table", broken)
        link_folder(coded)
    assert contents(coded) == before
    (coded / ".linking-killed").mkdir()  # kill -9 leaves the folder for scratch
    (coded / ".linking-killed" / "bands").write_bytes(b"x")
    link_folder(coded)
    assert not list(coded.glob(".link*"))


def test_a_run_that_ends_while_files_move_is_completed_by_the_next(
    coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved, real = [], os.replace

    def broken(source: Any, target: Any) -> None:
        if ".linked" in Path(source).parts:
            if len(moved) == 3:
                raise KeyboardInterrupt
            moved.append(source)
        real(source, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(linking_folder.os, "replace", broken)
        link_folder(coded)
    assert (coded / ".linked").is_dir()
    pd.testing.assert_frame_equal(sk.open(link_folder(coded)).articles, sk.link(CORPUS).articles)
    assert not list(coded.glob(".link*"))


def test_a_folder_that_cannot_be_written_to_is_named(coded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(coded)

    def forbid(*given: Any, **named: Any) -> None:
        raise PermissionError(13, "Permission denied")

    for place, name in ((linking_folder.tempfile, "TemporaryDirectory"), (linking_folder, "write_table")):
        with monkeypatch.context() as patch, pytest.raises(EngineError) as caught:
            patch.setattr(place, name, forbid)
            link_folder(coded)
        assert str(caught.value) == f"{coded} cannot be written to (Permission denied); give a folder that can"
        assert contents(coded) == before


def test_a_folder_without_articles_stays_as_it_was(tmp_path: Path) -> None:
    folder = sk.code([]).save(tmp_path / "empty")
    before = contents(folder)
    assert contents(link_folder(folder)) == before


def test_what_is_no_coded_corpus_is_refused_and_an_open_one_is_told_what_to_do(coded: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no coded corpus"):
        link_folder(tmp_path)
    with pytest.raises(BadValue) as caught:
        sk.link(sk.open(coded))
    assert str(caught.value) == (
        f"this corpus lies on disk: link its folder, sk.link_folder({str(coded)!r}), and open it again"
    )
