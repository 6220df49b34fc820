"""Tables on disk answer as tables in memory do: every table, every selection, every order; and nothing gets out."""

import pickle
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from made_corpus import made_corpus, planted_corpus
from small_corpus import small_corpus
from test_selection import selections

import sahelkit.lazy.counting as counting
import sahelkit.lazy.places as places
import sahelkit.lazy.stored as room
from sahelkit.columns import EVENT_GROUPS, TABLES, frame_of
from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue, EngineError, TooLarge, UnknownName
from sahelkit.lazy import StoredTables
from sahelkit.lazy.search import needed_letters
from sahelkit.parts import done_parts, part_path, write_manifest, write_part
from sahelkit.selection import Selection
from sahelkit.tables import Tables

HOSTILE = "'; DROP TABLE t; --\x00\"\\ $v0 ${x} %s é\u0130ﬀ\U0001f600\u202e\r\n{}()[]*+?.^|"


def stored(source, folder, cut=1):
    """Write a source as parts of so many articles each, and open them."""
    ids = source.frames["articles"]["article_id"].to_list()
    for n in range(0, max(len(ids), 1), cut):
        chosen = Selection(article=tuple(ids[n : n + cut]))
        write_part(folder, 3 * n, {name: source.rows(name, chosen) for name in TABLES}, source.problems[: int(n == 0)])
    write_manifest(folder, {"actors": sorted(source.actors)})
    return StoredTables(folder)


def copied():
    """Return the small corpus with what links articles: c copies b, and b is copied by an undated one."""
    frames = dict(small_corpus().source.frames)
    desks = {"meta_Desk": ["x", None, "y"], "meta_desk": [None, "1", "2"]}
    articles = frames["articles"].assign(**{k: pd.Series(v, dtype="string") for k, v in desks.items()})
    frames["articles"] = articles.assign(copy_of=pd.Series([None, None, "b"], dtype="string"))
    events = frames["events"]
    last = events["sentence_id"].where(events["article_id"] != "a", "a:89")
    frames["events"] = events.assign(sentence_id_last=last, incident_id=events["event_id"])
    problems = frame_of([("x.txt", None, 1, "empty", "no text")], "problems")
    return Tables(frames, problems, frozenset(("niger", "goita")))


MEMORY = copied()


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    return stored(MEMORY, tmp_path_factory.mktemp("coded"))


def same(one, other):
    pd.testing.assert_frame_equal(one, other, check_index_type=False)


@pytest.mark.parametrize("table", TABLES)
def test_a_whole_table_is_the_same(disk, table):
    same(disk.rows(table, Selection()), MEMORY.rows(table, Selection()))
    same(disk.problems, MEMORY.problems)


PLACED = st.sampled_from([*TABLES])
BY = st.lists(
    st.sampled_from(("article_id", "publisher", "published", "language", "title", "copy_of", "meta_Desk", "meta_desk",
                     "own", "group")), max_size=3, unique=True,
)  # fmt: skip
OWN = {
    "mentions": ("actor_id", "text", "start"), "figures": ("actor_id", "value", "claimant_id"),
    "events": ("event_type", "source_id", "target_id", "date_from", "group", "event_id"), "quotes": ("speaker_id",),
    "dates": ("edtf", "date_from"), "sentences": ("zone", "sentence_id"), "zones": ("zone",), "repairs": ("after",),
    "articles": ("n_chars",), "sources": ("text",), "candidates": ("kind",),
}  # fmt: skip


def columns(table, drawn):
    own = [name if name != "own" else OWN[table][0] for name in drawn if name != "group" or table == "events"]
    return list(dict.fromkeys(own))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PLACED, selections(), selections(), st.booleans(), BY, st.sampled_from((None, 0, 1, 3)), st.data())
def test_every_question_has_the_same_answer(disk, table, one, other, distinct, by, limit, data):
    selection = one.narrow(other) if data.draw(st.booleans()) else one
    selection = selection.narrow(Selection(distinct=distinct))
    same(disk.rows(table, selection), MEMORY.rows(table, selection))
    keys = columns(table, by)
    same(disk.counts(table, selection, by=keys, limit=limit), MEMORY.counts(table, selection, by=keys, limit=limit))
    down = [f"-{key}" if data.draw(st.booleans()) else key for key in [*keys, "n"]]
    asked = {"by": keys, "order": down if keys else (), "limit": limit}
    same(disk.counts(table, selection, **asked), MEMORY.counts(table, selection, **asked))
    order = [f"-{key}" if data.draw(st.booleans()) else key for key in (*keys, *OWN[table])]
    wanted = data.draw(st.sampled_from((None, [*OWN[table], *keys])))
    wanted = None if wanted is None else list(dict.fromkeys(wanted))
    asked = {"columns": wanted, "order": order, "limit": limit}
    same(disk.rows(table, selection, **asked), MEMORY.rows(table, selection, **asked))
    same(disk.rows(table, selection, limit=limit), MEMORY.rows(table, selection, limit=limit))


WORDS = st.text(
    st.sampled_from([*"aAiIİıkKK sSſtTµμMmåÅ.*\\()[]|^$?+\x00'\"", "é", "É", "ß", "\U0001f600"]), max_size=4
)
SAID = [
    "", "Mali İstanbul", "KELVIN kelvin \u212a", "ſtraße STRASSE", "µm μm ΜM", "a\x00b", "Ünïcode é É",
    "\U0001f600 (x) [y]", "Wagner tiba di Mali", "tentara\nPrajurit", "a.b*c\\d|e^f$", "'quoted' \"twice\"",
]  # fmt: skip


@pytest.fixture(scope="module")
def sentences(tmp_path_factory):
    rows = [("x", f"x:{n}", n, n + 1, "body", text) for n, text in enumerate(SAID)]
    source = Tables({"sentences": frame_of(rows, "sentences"), "articles": MEMORY.frames["articles"][:1].assign(
        article_id="x")})  # fmt: skip
    return source, stored(source, tmp_path_factory.mktemp("said"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS.filter(bool), min_size=1, max_size=2))
@example(["k"])
@example(["s"])
@example(["µ"])
@example(["\x00"])
def test_plain_text_is_found_alike(sentences, words):
    memory, disk = sentences
    asked = Selection(text=tuple(words))
    same(disk.rows("sentences", asked), memory.rows("sentences", asked))


PATTERNS = (
    "tentara", r"\bmali\b", r"tentara\s+prajurit",
    "[Tt]entara?", "mal+i", "(?x) ma li", "k", "ſ", "(?i:µ)m", r"\w+\x00",
    "Wagner.*Mali", "xx*tentara", "tentarax?", r"\x41", "a{2}", "wagner tiba|nothing", "[]a]b", "[^]a]b",
    r"\N{LATIN SMALL LETTER A}\x00b", "tentara*", "tentarab*", "stra(ß|ss)e", r"\\d", "prajur.t$", r"(?<=di )mali", "",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_regular_expressions_are_those_of_python(sentences, pattern):
    memory, disk = sentences
    asked = Selection(text=(pattern,), regex=True)
    same(disk.rows("sentences", asked), memory.rows("sentences", asked))


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"\btentara\b", "tentara"), ("prancis", "pranc"), ("a|tentara", ""), ("(tentara)?", ""),
        ("tentara*", "tentar"), ("tentara{0}", ""), ("[tentara", ""), ("ab", ""),
        (r"\x41bcde", "bcde"), ("[^]tentara]+ngo", "ngo"), (r"\tango", "ango"),
    ],
)  # fmt: skip
def test_letters_that_every_match_holds(pattern, letters):
    assert needed_letters(pattern) == letters


def test_hostile_cells_and_conditions_change_nothing(tmp_path):
    source = planted_corpus(HOSTILE).source
    disk = stored(source, tmp_path)
    for table in TABLES:
        same(disk.rows(table, Selection()), source.rows(table, Selection()))
    for name in ("article", "publisher", "language", "actor", "claimant", "text"):
        for value in (HOSTILE, "'", "' OR 1=1 --", "\x00", "$v0"):
            asked = Selection(**{name: value})
            same(disk.rows("events", asked), source.rows("events", asked))
            same(disk.counts("mentions", asked, by=("text",)), source.counts("mentions", asked, by=("text",)))
    assert len(disk.rows("events", Selection(text=HOSTILE))) == 2
    for call in (
        lambda s, x: s.rows("events", Selection(), columns=[x]),
        lambda s, x: s.rows("events", Selection(), order=[x]),
        lambda s, x: s.counts("events", Selection(), by=[x]),
        lambda s, x: s.counts("events", Selection(), by=["rule"], order=[x]),
    ):
        messages = []
        for source_ in (source, disk):
            with pytest.raises(UnknownName) as caught:
                call(source_, 'text" FROM x; --')
            messages.append(str(caught.value))
        assert messages[0] == messages[1]


def test_known_names_and_messages_are_the_same(disk):
    corpora = [Corpus(source) for source in (MEMORY, disk)]
    for name in ("article", "publisher", "language", "actor", "claimant", "nothing"):
        assert frozenset(corpora[1].source.known(name)) == corpora[0].source.known(name)
        assert len(corpora[1].source.known(name)) == len(corpora[0].source.known(name))
    for fields in (
        {"article": "bb"},
        {"publisher": "Harian Utar"},
        {"actor": "wagnr"},
        {"language": "xx"},
        {"article": "zzz"},
    ):
        messages = []
        for corpus in corpora:
            with pytest.raises(UnknownName) as caught:
                corpus.filter(**fields)
            messages.append(str(caught.value))
        assert messages[0] == messages[1]
    assert corpora[1].filter(actor="niger").mentions.empty


def test_evidence_and_reasons_are_the_same(disk):
    one, two = Corpus(MEMORY), Corpus(disk)
    for table in ("mentions", "figures", "quotes", "events", "dates", "zones", "repairs"):
        same(two.evidence(two.query(table)), one.evidence(one.query(table)))
        if table not in ("zones", "repairs"):
            assert two.explain(two.query(table).iloc[0]) == one.explain(one.query(table).iloc[0])
    assert (repr(two), len(two), two.fingerprint) == (repr(one), len(one), one.fingerprint)
    with pytest.raises(UnknownName, match="there is no article 'nope'"):
        two.evidence(two.mentions[:1].assign(article_id="nope"))


@pytest.mark.parametrize("articles", [1, 2])
def test_counts_in_groups_of_parts_add_up(disk, monkeypatch, articles):
    monkeypatch.setattr(counting, "blocks", lambda folder, parts: iter([(n,) for n in parts][: 9 // articles]))
    for by in ((), ("actor_id",), ("publisher", "actor_id")):
        same(disk.counts("mentions", Selection(), by=by), MEMORY.counts("mentions", Selection(), by=by))
    chosen = Selection(distinct=True)  # rests on more than one part
    same(disk.counts("mentions", chosen, by=("language",)), MEMORY.counts("mentions", chosen, by=("language",)))


def test_parts_are_grouped_by_their_articles(disk):
    assert list(counting.blocks(disk.folder, [0, 3, 6], 2)) == [(0, 3), (6,)]
    assert list(counting.blocks(disk.folder, [0, 3, 6], 1)) == [(0,), (3,), (6,)]
    assert list(counting.blocks(disk.folder, [])) == []


@pytest.mark.parametrize("table", ["mentions", "events", "sentences"])
def test_too_many_kinds_for_marks_are_grouped(disk, monkeypatch, table):
    monkeypatch.setattr(counting, "BITS", 1)
    for by in (("text",), ("article_id", "publisher"), ("zone",)):
        same(disk.counts(table, Selection(), by=by), MEMORY.counts(table, Selection(), by=by))


def test_rows_without_an_article_or_sentence_are_kept(tmp_path):
    frames = {name: MEMORY.frames[name] for name in ("mentions", "events", "dates")}
    source = Tables(frames)
    write_part(tmp_path, 0, frames)
    write_manifest(tmp_path, {})
    disk = StoredTables(tmp_path)
    for table in frames:
        for asked in (
            Selection(),
            Selection(actor="mali"),
            Selection(text="mali"),
            Selection(distinct=True),
            Selection(article="a"),
        ):
            same(disk.rows(table, asked), source.rows(table, asked))
            for by in ((), ("article_id",), ("publisher", "text")):
                same(disk.counts(table, asked, by=by), source.counts(table, asked, by=by))


def test_too_much_for_memory_is_refused(disk, monkeypatch):
    corpus = Corpus(disk)
    monkeypatch.setattr(room, "MOST_ROWS", 10)
    with pytest.raises(TooLarge) as caught:
        corpus.mentions  # noqa: B018
    assert str(caught.value) == (
        "11 rows of mentions are too many for one frame (at most 10); narrow the corpus by filter, or ask "
        'corpus.query("mentions", by=...) for counts, or limit=... for the first rows'
    )
    assert len(corpus.filter(actor="mali").mentions) == 5
    assert len(corpus.query("mentions", limit=3)) == 3


def test_an_empty_corpus_answers(tmp_path):
    memory = Tables({})
    write_manifest(tmp_path / "none", {})
    write_part(tmp_path / "empty", 0, {})
    write_manifest(tmp_path / "empty", {})
    for disk in (StoredTables(tmp_path / "none"), StoredTables(tmp_path / "empty")):
        for table in TABLES:
            for asked in (
                Selection(),
                Selection(actor="mali", text="x", since="2020"),
                Selection(article="a", distinct=True),
            ):
                same(disk.rows(table, asked), memory.rows(table, asked))
                for by in ((), ("article_id", "publisher"), ("published",)):
                    same(disk.counts(table, asked, by=by), memory.counts(table, asked, by=by))
        assert disk.problems.empty
        assert repr(Corpus(disk)) == repr(Corpus(memory))
        with pytest.raises(UnknownName, match="there is no article 'a'; there are none"):
            Corpus(disk).filter(article="a")


def test_a_part_without_its_marker_is_not_seen(tmp_path):
    disk = stored(MEMORY, tmp_path)
    (tmp_path / "parts" / "000003.json").unlink()
    ids = StoredTables(tmp_path).rows("articles", Selection(), columns=["article_id"])["article_id"]
    assert ids.to_list() == ["a", "c"]
    assert len(disk.rows("articles", Selection(), columns=["article_id"])) == 3


def test_it_reads_this_folder_alone_and_writes_nothing(disk, tmp_path):
    before = sorted(path for path in Path(disk.folder.path).rglob("*"))
    connection = disk.folder.connection
    for sql in ("SELECT * FROM read_csv('/etc/passwd')", f"COPY (SELECT 1) TO '{tmp_path}/x.csv'",
                "SET enable_external_access = true", "INSTALL httpfs",
                "SELECT * FROM read_csv('https://example.org/x.csv')"):  # fmt: skip
        with pytest.raises(Exception, match=r"[Dd]isabled|locked|not be|not found|cannot|Cannot"):
            connection.sql(sql).fetchall()
    disk.counts("mentions", Selection(text="mali"), by=("publisher",))
    assert sorted(path for path in Path(disk.folder.path).rglob("*")) == before


def test_it_can_be_sent_to_another_process(disk):
    again = pickle.loads(pickle.dumps(Corpus(disk, Selection(actor="mali"))))
    same(again.mentions, Corpus(MEMORY).filter(actor="mali").mentions)


def test_save_and_open_again(tmp_path):
    corpus = Corpus(MEMORY)
    folder = corpus.save(tmp_path / "one")
    import sahelkit as sk

    opened = sk.open(folder)
    for table in TABLES:
        same(opened.query(table), corpus.query(table))
    assert opened.fingerprint == corpus.fingerprint
    chosen = corpus.filter(language=("id", "fr"), actor="mali")
    part = sk.open(chosen.save(tmp_path / "two"))
    assert part.articles["article_id"].to_list() == ["a", "c"]
    same(part.mentions, corpus.filter(language=("id", "fr")).mentions)
    same(part.filter(actor="mali").mentions, chosen.mentions)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
    again = sk.open(opened.save(tmp_path / "three"))
    assert again.fingerprint == corpus.fingerprint
    assert len(sk.open(corpus.filter(until="1990").save(tmp_path / "none"))) == 0


def test_save_takes_no_place_that_is_taken(tmp_path):
    (tmp_path / "x.txt").write_text("mine", encoding="utf-8")
    for path in (tmp_path, tmp_path / "x.txt"):
        with pytest.raises(BadValue, match="already; save takes a new or an empty folder"):
            Corpus(MEMORY).save(path)
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]
    (tmp_path / "empty").mkdir()
    assert done_parts(Corpus(MEMORY).save(tmp_path / "empty"))


def test_a_save_that_fails_leaves_nothing(tmp_path, monkeypatch):
    import sahelkit.corpus.storing as storing

    def fail(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storing, "write_manifest", fail)
    with pytest.raises(EngineError) as error:
        Corpus(MEMORY).save(tmp_path / "out")
    assert (
        str(error.value) == f"{tmp_path / 'out'} cannot be written to (No space left on device); give a folder that can"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_named(tmp_path, monkeypatch):
    (tmp_path / "file.txt").touch()
    below = tmp_path / "file.txt" / "x"
    with pytest.raises(EngineError, match=r"/file.txt/x cannot be written to [(].*[)]; give a folder that can$"):
        Corpus(MEMORY).save(below)

    def forbid(*given, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", forbid)
    with pytest.raises(EngineError, match=r"/zz cannot be written to [(]Permission denied[)]; give a folder that can$"):
        Corpus(MEMORY).save(tmp_path / "zz")


def test_save_from_within_the_folder(tmp_path, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    for path in (".", "", here, "../here"):
        with pytest.raises(BadValue) as error:
            Corpus(MEMORY).save(path)
        assert str(error.value) == f"save cannot replace {here}, the folder that this program runs in; name one in it"
    assert list(tmp_path.rglob("*")) == [here]
    assert done_parts(Corpus(MEMORY).save("sub"))
    for path in (".", ""):
        with pytest.raises(
            BadValue, match=f"there is something at {here} already; save takes a new or an empty folder"
        ):
            Corpus(MEMORY).save(path)
    assert Corpus(MEMORY).save("other/./sub") == Path("other/sub")
    (tmp_path / "link").symlink_to(tmp_path / "new")
    assert done_parts(Corpus(MEMORY).save(tmp_path / "link")) and (tmp_path / "link").is_symlink()


def test_a_quote_in_the_folder_name_is_no_sql(tmp_path):
    disk = stored(MEMORY, tmp_path / "it's; --")
    assert len(disk.rows("mentions", Selection())) == len(MEMORY.frames["mentions"])
    assert part_path(tmp_path / "it's; --", "mentions", 0).is_file()


@pytest.mark.parametrize("name", ["language=fr", "publisher=AFP/coded", "article_id=7", "actor_id=mali", "value=1"])
def test_a_folder_named_as_a_column_changes_no_cell(tmp_path, name):
    disk = stored(MEMORY, tmp_path / name)
    for table in TABLES:
        same(disk.rows(table, Selection()), MEMORY.rows(table, Selection()))
    same(
        disk.counts("mentions", Selection(), by=("language",)), MEMORY.counts("mentions", Selection(), by=("language",))
    )


@pytest.mark.parametrize(
    ("name", "beside"), [("run[1]", "run1"), ("r*", "rab"), ("s?", "sa"), ("[!x]*", "y"), ("[a", "a")]
)
def test_a_folder_name_is_no_pattern(tmp_path, name, beside):
    Corpus(small_corpus().source).save(tmp_path / beside)
    disk = stored(MEMORY, tmp_path / name)
    for table in TABLES:
        same(disk.rows(table, Selection()), MEMORY.rows(table, Selection()))
    assert set(disk.folder.files("articles")) == {str(part_path(tmp_path / name, "articles", n)) for n in (0, 3, 6)}


def test_groups_are_those_of_plover(disk):
    counted = disk.counts("events", Selection(), by=("group",))
    assert set(counted["group"].dropna()) <= set(EVENT_GROUPS)
    same(made_stored_events(disk), MEMORY.counts("events", Selection(), by=("group", "event_type")))


def made_stored_events(disk):
    return disk.counts("events", Selection(), by=("group", "event_type"))


def test_the_made_corpus_is_the_same(tmp_path):
    corpus = made_corpus()
    disk = stored(corpus.source, tmp_path, cut=2)
    for table in TABLES:
        same(disk.rows(table, Selection()), corpus.source.rows(table, Selection()))


def test_articles_too_many_to_index_are_looked_up_on_disk(disk, monkeypatch):
    monkeypatch.setattr(places, "INDEXED", 0)
    again = StoredTables(disk.folder.path)
    for ids in (("b",), ("c", "a"), ("nope",), ("a", "nope"), ()):
        same(again.rows("mentions", Selection(article=ids)), MEMORY.rows("mentions", Selection(article=ids)))
    assert ("b" in again.known("article"), "nope" in again.known("article")) == (True, False)
