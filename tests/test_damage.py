"""A coded folder that is not as it was written is told in one sentence: what is missing, in which part, and where."""

import shutil

import pytest
from made_corpus import made_corpus

import sahelkit as sk
from sahelkit.columns import TABLES
from sahelkit.engines.problems import list_problems
from sahelkit.errors import SourceError
from sahelkit.linking import link_folder
from sahelkit.parts import part_path

ASKED = {
    "rows": lambda corpus, table: corpus.query(table),
    "text": lambda corpus, table: corpus.filter(text="mali").query(table),
    "counts": lambda corpus, table: corpus.query(table, by=("language",)),
}


@pytest.fixture()
def coded(tmp_path):
    return made_corpus().save(tmp_path / "coded")


def truncate(path):
    path.write_bytes(path.read_bytes()[:50])


def overwrite(path):
    """Break the rows, and leave what stands at the file's end."""
    content = path.read_bytes()
    path.write_bytes(content[:4] + b"\xff" * (len(content) // 3) + content[4 + len(content) // 3 :])


def empty(path):
    path.write_bytes(b"")


def remove(path):
    shutil.rmtree(path.parent)


def exchange(path):
    shutil.copy(path.parent.parent / "zones" / path.name, path)


def told(folder, table):
    what = f"{table} of part 0 is missing or damaged in {folder}, or may not be read; "
    return what + f"restore {table}/part-000000.parquet, or code or save the articles again"


@pytest.mark.parametrize("damage", [truncate, overwrite, empty, remove])
@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("table", ["mentions", "sentences", "articles"])
def test_a_table_that_is_damaged_is_named(coded, damage, asked, table):
    damage(part_path(coded, table, 0))
    with pytest.raises(SourceError) as error:
        ASKED[asked](sk.open(coded), table).to_csv()
    assert str(error.value) == told(coded, table)


def test_the_file_of_another_table_is_no_table(coded):
    exchange(part_path(coded, "mentions", 0))
    with pytest.raises(SourceError) as error:
        sk.open(coded).mentions  # noqa: B018
    assert str(error.value) == told(coded, "mentions")


@pytest.mark.parametrize("damage", [truncate, empty, remove])
@pytest.mark.parametrize("table", ["sentences", "articles", "events"])
def test_linking_names_it_and_changes_nothing(coded, damage, table):
    damage(part_path(coded, table, 0))
    before = {path: path.read_bytes() for path in coded.rglob("*") if path.is_file()}
    with pytest.raises(SourceError) as error:
        link_folder(coded)
    assert str(error.value) == told(coded, table)
    assert {path: path.read_bytes() for path in coded.rglob("*") if path.is_file()} == before


def test_other_tables_are_still_read(coded):
    remove(part_path(coded, "sources", 0))
    corpus = sk.open(coded)
    for table in TABLES:
        if table != "sources":
            assert len(corpus.query(table)) == len(made_corpus().query(table))
    with pytest.raises(SourceError, match="sources of part 0 is missing"):
        corpus.sources  # noqa: B018
    with pytest.raises(SourceError, match="sources of part 0 is missing"):
        corpus.save(coded.parent / "again")
    assert [path.name for path in coded.parent.iterdir()] == ["coded"]


def test_a_folder_that_goes_away_while_it_is_open(coded):
    corpus = sk.open(coded)
    assert len(corpus.mentions)
    coded.rename(coded.parent / "elsewhere")
    with pytest.raises(SourceError) as error:
        corpus.figures  # noqa: B018
    assert str(error.value) == told(coded, "figures")


def test_parts_that_are_gone_are_missed(coded):
    shutil.rmtree(coded / "parts")
    for door in (sk.open, link_folder):
        with pytest.raises(SourceError) as error:
            door(coded)
        assert str(error.value) == (
            f"1 of 1 parts are missing in {coded}: each has a marker in parts/; restore them, or code or save the "
            "articles again"
        )


def test_problems_that_cannot_be_read_are_named(tmp_path):
    sk.code([{"article_id": "a", "text": ""}], out=tmp_path / "coded", on_error="report")
    truncate(part_path(tmp_path / "coded", "problems", 0))
    with pytest.raises(SourceError, match="problems of part 0 is missing or damaged"):
        list_problems(tmp_path / "coded")


def test_no_articles_are_saved_and_opened_again(tmp_path):
    corpus = sk.code([], out=tmp_path / "coded")
    again = sk.open(corpus.save(tmp_path / "saved"))
    assert len(again) == 0 and len(sk.open(again.save(tmp_path / "twice"))) == 0
