"""Coding: records in, every table out, each row at its place in the text as it came."""

import datetime
import gc
import itertools
import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sahelkit as sk
from sahelkit import coding
from sahelkit.coding import code_records
from sahelkit.columns import FINDINGS, TABLES, empty, names_of
from sahelkit.errors import SourceError
from sahelkit.reading.records import Record

WITH_TEXT = ("sentences", *FINDINGS)
DAY = datetime.date(2023, 6, 14)
SENTENCES = {
    "id": (
        "Mali mengusir duta besar Prancis pada Senin (12/6).",
        "“Kami tidak takut,” kata Goita.",
        "Sekitar 1.700 tentara Jerman meninggalkan Gao, ujar PBB.",
        "Ia membantah tuduhan itu.",
        "Sedikitnya 12 warga sipil tewas di Niger pekan lalu.",
        "Baca juga: Harga Emas Naik Lagi",
        "JAKARTA, KOMPAS — Rusia akan mengirim gandum ke Burkina Faso.",
        "Pasukan itu ditarik dari Kidal.TASS melaporkan hal itu.",
        "rakyat Mali,†ujar Menteri Luar Negeri Diop.",
    ),
    "en": (
        "France withdrew 400 soldiers from Niger on Monday.",
        "“We will leave,” Goita said.",
        "At least 20 civilians were killed in northern Mali last week.",
        "He denied it.",
        "The junta accused Paris of arming rebels, according to the UN.",
        "BAMAKO (Reuters) - Russia will send wheat to Mali.",
    ),
    "fr": (
        "La France a retiré 400 soldats du Niger lundi.",
        "« Nous partirons », a déclaré Goïta.",
        "Au moins 20 civils ont été tués dans le nord du Mali la semaine dernière.",
        "Elle a démenti.",
        "Le JNIM a attaqué un convoi de l’armée malienne, selon l’ONU.",
        "Lire aussi : Le prix de l’or grimpe",
    ),
}


@st.composite
def articles(draw):
    language = draw(st.sampled_from(list(SENTENCES)))
    lines = draw(st.lists(st.sampled_from(SENTENCES[language]), min_size=1, max_size=5))
    text = draw(st.sampled_from(["\n", "\r\n", " ", "\n\n"])).join(lines)
    return text, language, draw(st.sampled_from([None, DAY]))


def records(drawn):
    return [Record(f"a{n}", text, language=lang, published=day) for n, (text, lang, day) in enumerate(drawn)]


def one(text, language="id"):
    return code_records([Record("a", text, language=language, published=DAY)])


def repaired(source, low, high, repairs):
    """The source between two offsets with the repairs inside it applied."""
    text = source[low:high]
    for r in sorted(repairs, key=lambda r: (-r.start, -r.end)):
        inside = low < r.start < high if r.start == r.end else low <= r.start and r.end <= high
        if inside:
            text = text[: r.start - low] + r.after + text[r.end - low :]
    return text


def check(tables):
    """What holds in the tables of any articles."""
    for article_id, source in tables["sources"].itertuples(index=False):
        own = {name: frame[frame.article_id == article_id] for name, frame in tables.items()}
        repairs = list(own["repairs"].itertuples())
        for name in WITH_TEXT:
            for row in own[name].itertuples():
                assert 0 <= row.start < row.end <= len(source)
                assert row.text == repaired(source, row.start, row.end, repairs), (name, row)
        check_zones(own["zones"], source)
        ids = set(own["sentences"].sentence_id)
        for name in FINDINGS:
            assert set(own[name].sentence_id) <= ids
            assert name in ("mentions", "candidates", "dates") or set(own[name].sentence_id_last.dropna()) <= ids
    check_order_and_codes(tables)


def check_zones(zones, source):
    at = 0
    for zone in zones.itertuples():
        assert zone.start == at < zone.end
        at = zone.end
    assert at == len(source)


def check_order_and_codes(tables):
    place = {article: n for n, article in enumerate(tables["sources"].article_id)}
    for name, frame in tables.items():
        assert list(frame.columns[: len(names_of(name))]) == names_of(name)
        assert frame.dtypes.astype(str).to_list()[: len(names_of(name))] == empty(name).dtypes.astype(str).to_list()
        assert not frame[[c.name for c in TABLES[name] if not c.nullable]].isna().any(axis=None), name
        if "start" in frame:
            keys = [(place[r.article_id], r.start, r.end) for r in frame.itertuples()]
            assert keys == sorted(keys)


def assert_same(left, right):
    for name in TABLES:
        pd.testing.assert_frame_equal(left[name].reset_index(drop=True), right[name].reset_index(drop=True))


# -- the two articles --------------------------------------------------------------------------------------------


def test_the_studys_tables_hold_what_every_table_must(corpus):
    check({name: getattr(corpus, name) for name in TABLES})


def test_every_event_row_points_at_events_and_sides_that_are_there(corpus):
    events = corpus.events
    assert set(events.about_event_id.dropna()) <= set(events.event_id)
    sources = dict(corpus.sources.itertuples(index=False))
    for side in ("source", "target"):
        for row in events.dropna(subset=[f"{side}_start"]).itertuples():
            start, text = getattr(row, f"{side}_start"), getattr(row, f"{side}_text")
            assert sources[row.article_id][start : start + len(text)] == text


def test_figures_point_at_wholes_and_events_that_are_there(corpus):
    figures = corpus.figures
    assert set(figures.event_id.dropna()) <= set(corpus.events.event_id)
    assert set(figures.part_of.dropna()) <= set(figures.start)


# -- by article --------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(st.lists(articles(), min_size=1, max_size=4))
def test_articles_coded_together_give_the_rows_of_each_alone(drawn):
    together = code_records(records(drawn))
    check(together)
    alone = [code_records([record]) for record in records(drawn)]
    parts = {name: [t[name] for t in alone if len(t[name])] or [empty(name)] for name in TABLES}
    assert_same(together, {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()})


def test_every_pair_of_sentences_gives_the_rows_of_each_alone():
    for language, sentences in SENTENCES.items():
        alone = {s: code_records([Record("a0", s, language=language)]) for s in sentences}
        for first, second in itertools.permutations(sentences, 2):
            pair = [Record("a0", first, language=language), Record("a1", second, language=language)]
            together = code_records(pair)
            for name in FINDINGS:
                spans = [(r.start, r.end, r.rule) for r in together[name].itertuples()]
                expected = [(r.start, r.end, r.rule) for s in (first, second) for r in alone[s][name].itertuples()]
                assert spans == expected, (first, second, name)


def test_batches_give_the_rows_of_one(monkeypatch):
    drawn = [(" ".join(s), language, DAY) for language, s in SENTENCES.items()] * 2
    whole = code_records(records(drawn))
    monkeypatch.setattr(coding, "BATCH_CHARS", 10)
    assert_same(whole, code_records(records(drawn)))


def test_coding_twice_gives_equal_tables():
    drawn = [("\n".join(s), language, DAY) for language, s in SENTENCES.items()]
    assert_same(code_records(records(drawn)), code_records(records(drawn)))


def test_what_a_catalog_adds_is_kept_as_meta_columns():
    made = [Record("a", "Mali.", language="id", meta={"desk": "Asia"}), Record("b", "Mali.", language="id")]
    desk = code_records(made)["articles"]["meta_desk"]
    assert desk.dtype == "string" and desk.isna().to_list() == [False, True]


def test_a_dateline_is_read_for_its_date_alone():
    tables = one("BAMAKO, 12 Juni 2023 — Goita tiba kembali.")
    assert "mali" not in list(tables["mentions"].actor_id) and "bamako" not in list(tables["mentions"].actor_id)


def test_what_is_set_aside_gives_no_rows():
    tables = one("Baca juga: Prancis Tarik 400 Tentara dari Niger pada 2022\nCuaca cerah.")
    assert [len(tables[name]) for name in FINDINGS] == [0] * len(FINDINGS)


def test_no_records_give_empty_tables():
    assert_same(code_records([]), {name: empty(name) for name in TABLES})


# -- odd strings -------------------------------------------------------------------------------------------------

ODD = tuple("()“”«»†…:;,.'’/-—%ßİ日ي\n\r\t\x00\ufeff\ufffd\u2028\u200b\u0301\U0001f600") + (
    "â€", "1.700", "12/6", "2023", "kata", "said", "a déclaré", "Goita", "Mali", "pasukan", "Baca juga", "200-an",
    "No.", "antara", "dan", "tewas", "tidak", "", " ",
)  # fmt: skip
STRINGS = st.one_of(
    st.text(max_size=80),
    st.text(st.characters(categories=("P", "S", "Z", "Cc")), max_size=80),
    st.lists(st.sampled_from(ODD), max_size=25).map("".join),
    st.lists(st.sampled_from(ODD), max_size=25).map(" ".join),
)


@settings(max_examples=80)
@given(STRINGS, st.sampled_from(list(SENTENCES)))
def test_no_string_is_refused(text, language):
    check(one(text, language))


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize(
    "text",
    ["", "\x00", "\x00Mali\x00 200 tentara\x00", "...", "“”", "\ufeffMali", "\r\r\n"],
)
def test_no_odd_text_is_refused(text, language):
    check(one(text, language))


def test_half_a_character_is_refused_at_the_door():
    with pytest.raises(SourceError) as caught:
        sk.code([{"article_id": "a", "language": "id", "text": "Mali \udfff tiba."}])
    what = "character 5 of the text is half a character (a lone surrogate); decode its source again"
    assert str(caught.value) == f"record 1 ('a'): {what}"


@pytest.mark.parametrize("unit", ["(", "Mali ", "kata ", "“a” ", "1.1.", "a", "Goita mengatakan, ", "\u0301"])
def test_one_line_without_end_is_coded_in_linear_time(unit):
    def seconds(size):
        started = time.process_time()
        one(unit * (size // len(unit)))
        return time.process_time() - started

    one("Mali.")
    small, large = seconds(100_000), seconds(400_000)
    assert large < 12 * max(small, 0.1)  # in quadratic time 16


MARKS = ["(", "7", '"', "“", "”", "«", "‘", "'", "1.1.", "menyerang "]  # things that give no row, a megabyte of each
ROWS = ["kata ", "tentara ", "Mali ", "200 tentara ", "a “ "]  # a row, or a mark left open, every few characters
SLACK = 6  # times a second, for all steps together


@pytest.mark.parametrize(("unit", "size"), [*((u, 1_000_000) for u in MARKS), *((u, 125_000) for u in ROWS)])
def test_a_megabyte_of_anything_is_coded_in_seconds(unit, size):
    one("Mali.")
    started = time.process_time()
    total = 0
    for n in range(2_000_000):
        total += n
    second = max(1.0, (time.process_time() - started) / 0.1)  # of a quiet machine, in this machine's processor time
    started = time.process_time()
    one(unit * (size // len(unit)))
    assert time.process_time() - started < SLACK * second


def test_the_collector_of_cycles_is_left_as_it_was(tmp_path):
    article = Record("a", SENTENCES["id"][0], language="id")
    (tmp_path / "places.csv").write_text("no,such,columns\n", encoding="utf-8")
    for _ in range(2):
        code_records([article])
        with pytest.raises(sk.errors.LexiconError):
            code_records([article], lexicons=tmp_path)
        assert gc.isenabled()
    gc.disable()
    try:
        code_records([article])
        assert not gc.isenabled()
    finally:
        gc.enable()
