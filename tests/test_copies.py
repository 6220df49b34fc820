"""Copies: which articles repeat one text, in whatever order they come, and what counting them once gives."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from case_files import load_cases
from edited_texts import TEXTS, edited
from hypothesis import given, settings
from hypothesis import strategies as st

import sahelkit as sk
from sahelkit.columns import TABLES
from sahelkit.corpus import Corpus
from sahelkit.linking.copies import BANDS, ROWS, find_copies, likeness, meetings, sign
from sahelkit.linking.shingles import Ints, Text, joined, shingle_texts

Records = list[dict[str, Any]]


def record(
    key: str, text: str, published: str | None = "2023-03-06", language: str = "en", **more: str
) -> dict[str, Any]:
    """An article as `sk.code` takes it."""
    return {"article_id": key, "text": text, "published": published, "language": language, **more}


def copies(records: Records) -> dict[str, str]:
    """Whom each copy repeats."""
    articles = sk.link(sk.code(records)).articles.dropna(subset="copy_of")
    return dict(zip(articles["article_id"], articles["copy_of"], strict=True))


@pytest.mark.parametrize("case", load_cases("copies"))
def test_two_articles_are_copies_as_the_case_says(case: dict[str, Any]) -> None:
    languages = case["lang"].split("+")
    records = [
        record(key, edited(text["of"], text["edits"]), day, languages[n % len(languages)])
        for n, (key, text, day) in enumerate(zip("ab", case["text"], ("2023-03-06", "2023-03-07"), strict=True))
    ]
    assert copies(records) == ({"b": "a"} if case["expected"] else {})


# ---- which of them is the first


FULL = TEXTS["wire-en"]
CUT = edited("wire-en", [["cut", 3]])


def test_the_first_published_is_the_one_that_the_others_repeat_and_undated_ones_come_last() -> None:
    records = [record("c", FULL, None), record("b", CUT, "2023-03-08"), record("a", CUT, "2023-03-07")]
    assert copies(records) == {"c": "a", "b": "a"}


def test_of_one_day_it_is_the_longest_and_then_the_first_by_its_key() -> None:
    assert copies([record("a", CUT), record("b", FULL), record("c", FULL)]) == {"a": "b", "c": "b"}


def test_each_copy_is_near_the_first_so_that_small_changes_do_not_run_on() -> None:
    """Each text is near the one before it; the last is far from the first, and stands alone."""
    cuts: list[list[Any]] = [["cut", 5], ["cut", 4], ["cut", 3]]
    texts = [edited("wire-en", cuts[:n]) for n in range(4)]
    records = [record(f"a{n}", text, f"2023-03-{n + 1:02d}") for n, text in enumerate(texts)]
    assert copies(records[:3]) == {"a1": "a0", "a2": "a0"}
    assert copies(records) == {"a1": "a0", "a2": "a0"}
    assert copies(records[2:]) == {"a3": "a2"}


# ---- whatever the order, and however often


def pool() -> Records:
    """Wire stories cut and edited in several ways, beside texts of their own."""
    ways: list[list[list[Any]]] = [[], [["cut", 3]], [["cut", 5]], [["cut", 4, 5]], [["every", 25, "so"]], [["caps"]]]
    days = ("2023-03-06", "2023-03-07", None)
    texts = [edited(f"wire-{lang}", way) for lang in ("en", "fr", "id") for way in ways]
    texts += [TEXTS[f"{name}-{lang}"] for lang in ("en", "fr", "id") for name in ("rival", "brief", "brief")]
    return [record(f"a{n}", text, days[n % 3], "en") for n, text in enumerate(texts)]


POOL = sk.code(pool())


def in_order(order: list[int]) -> Corpus:
    """Some articles of the pool in another order."""
    articles = POOL.articles.iloc[order].reset_index(drop=True)
    held = POOL.sentences["article_id"].isin(articles["article_id"])
    frames = {"articles": articles, "sentences": POOL.sentences[held].reset_index(drop=True)}
    return Corpus(replace(POOL.source, frames=frames))


def groups(corpus: Corpus) -> dict[str, Any]:
    articles = sk.link(corpus).articles
    return dict(zip(articles["article_id"], articles["copy_of"].to_numpy(object, na_value=None), strict=True))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, len(POOL) - 1), unique=True, max_size=len(POOL)), st.randoms(use_true_random=False))
def test_the_order_of_the_articles_changes_no_copy(drawn: list[int], random: Any) -> None:
    found = groups(in_order(drawn))
    for copy, head in found.items():
        assert head is None or (head != copy and found[head] is None), "a copy of a copy"
    random.shuffle(drawn)
    assert groups(in_order(drawn)) == found


def test_linking_again_changes_nothing_and_a_filter_does_not_limit_it() -> None:
    linked = sk.link(POOL.filter(article="a1"))
    assert linked.articles["copy_of"].notna().all() and len(linked) == 1
    pd.testing.assert_frame_equal(sk.link(linked).without().articles, linked.without().articles)
    assert POOL.articles["copy_of"].isna().all(), "the corpus itself stays as it was"
    assert sk.link(linked).selection == linked.selection


def test_a_corpus_without_articles_has_no_copies() -> None:
    assert sk.link(sk.code([])).articles.empty
    assert copies([record("a", FULL)]) == {}


# ---- the parts of the search


def plain_runs(text: str) -> set[tuple[str, ...]]:
    """Runs of four words, told letter by letter."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in bare if unicodedata.category(char) not in ("Mn", "Me", "Cf"))
    words = re.findall(r"[^\W_]+", kept)
    return {tuple(words[n : n + 4]) for n in range(len(words) - 3)}


LETTERS = st.text("aAàÀâéÉèïôùüçñœæzZ019²½ßﬁİ .,;:_'’“«»-–\n\t\u00a0\u00ad\u0301\u200b", max_size=120)


@settings(max_examples=150, deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=5))
def test_runs_of_words_are_those_that_a_reader_would_count(texts: list[str]) -> None:
    [read] = shingle_texts(texts)
    plain = [plain_runs(text) for text in texts]
    assert [len(read.of(n).runs) for n in range(len(texts))] == [len(runs) for runs in plain]
    for n, runs in enumerate(plain):
        shared = len(np.intersect1d(read.of(0).runs, read.of(n).runs))
        assert shared == len(plain[0] & runs)


def test_signatures_meet_in_bands_as_in_the_index_of_datasketch() -> None:
    from datasketch import MinHash, MinHashLSH

    texts = joined(shingle_texts(POOL.sources["text"]))
    n = len(texts.n_words)
    factor, shift = MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32").permutations
    index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    hashes = [
        MinHash(hashvalues=(texts.of(k).runs[:, None] * factor + shift).min(axis=0), scheme="affine32")
        for k in range(n)
    ]
    for k, one in enumerate(hashes):
        index.insert(k, one)
    met = meetings(sign(texts), np.zeros(n, dtype=bool))
    shared = {
        (one, two) for band in set(met.band) for one in met.text[met.band == band] for two in met.text[met.band == band]
    }
    for k, one in enumerate(hashes):
        assert {two for first, two in shared if first == k} | {k} == set(index.query(one))


def test_likeness_is_the_share_of_runs_and_nothing_for_what_is_no_copy() -> None:
    def text(runs: range, words: int, numbers: tuple[int, ...] = ()) -> Text:
        return Text(np.array(runs, np.uint32), np.array(runs[:27], np.uint32), np.array(numbers, np.uint32), words)

    assert likeness(text(range(100), 200), text(range(25, 100), 200)) == 0.75
    assert likeness(text(range(100), 200), text(range(41, 100), 200)) == 0.0
    assert likeness(text(range(100), 99), text(range(25, 100), 200)) == 0.0
    assert likeness(text(range(100), 200, (1, 2, 3)), text(range(100), 299, (1, 4, 5))) == 1.0
    assert likeness(text(range(100), 199, (1, 2, 3)), text(range(100), 299, (1, 4, 5))) == 0.0
    assert likeness(text(range(100), 199, (1, 2, 3)), text(range(100), 299, (1,))) == 1.0, "cut, not replaced"
    assert likeness(text(range(20, 120), 200), text(range(100), 200)) > 0.6, "the lead of one stands in the other"
    assert (
        likeness(text(range(100), 200)._replace(lead=np.arange(900, 927, dtype=np.uint32)), text(range(100), 200))
        == 1.0
    )
    two = [text(range(100), 200)._replace(lead=np.arange(n, n + 27, dtype=np.uint32)) for n in (900, 990)]
    assert likeness(*two) == 0.0, "two leads over one background"


class Many:
    """Made-up articles of 300 words each; every third repeats the one before it, with a few words changed."""

    def __init__(self, n: int) -> None:
        self._random, self._n = np.random.default_rng(7), n

    def __len__(self) -> int:
        return self._n

    def _text(self, place: int) -> str:
        words = np.random.default_rng(place - (place % 3 == 2)).integers(0, 20_000, 300).tolist()
        words[place % 50] = -place
        return " ".join(f"w{word}" for word in words)

    def bodies(self, places: Ints | None = None) -> Iterator[str]:
        yield from map(self._text, range(self._n) if places is None else places.tolist())

    def about(self, places: Ints) -> pd.DataFrame:
        ids = pd.Series([f"{place:07d}" for place in places.tolist()], dtype="string")
        dated = pd.Series(pd.Timestamp("2023-03-06"), index=ids.index).astype("datetime64[s]")
        return pd.DataFrame({"article_id": ids, "published": dated, "text_sha256": ids, "n_words": 300})


def test_the_search_finds_every_copy_and_grows_with_the_articles() -> None:
    took = []
    for n in (600, 4_800):
        start = time.process_time()
        found, heads = find_copies(Many(n))
        took.append(time.process_time() - start)
        assert sorted(zip(found, heads, strict=True)) == [(k, k - 1) for k in range(2, n, 3)]
    assert took[1] < 8 * 3 * took[0], "eight times the articles"


def test_reading_texts_for_copies_costs_few_scans_for_their_words() -> None:
    """One and a half times a plain scan was measured, on one core; the rest is slack for a loaded machine."""
    texts = [
        edited(f"wire-{lang}", [["every", n % 40 + 5, f"w{n}"]]) for n in range(200) for lang in ("en", "fr", "id")
    ]
    ratios = []
    for _ in range(5):
        times = [time.process_time()]
        for read in (
            lambda: [len(re.findall(r"\w+", text)) for text in texts],
            lambda: [sign(s) for s in shingle_texts(texts)],
        ):
            read()
            times.append(time.process_time())
        ratios.append((times[2] - times[1]) / (times[1] - times[0]))
    assert sorted(ratios)[2] < 4, ratios


def test_a_form_filled_in_hundreds_of_times_is_compared_in_good_time() -> None:
    random = np.random.default_rng(3)
    values = [dict(zip("abcefgh", map(str, random.integers(100, 10**6, 7)), strict=True)) for _ in range(300)]
    texts = [edited("prices-en", [["fill", {**given, "d": f"day {n}"}]]) for n, given in enumerate(values)]
    corpus = sk.code([record(f"a{n:04d}", text) for n, text in enumerate(texts)])
    start = time.process_time()
    assert sk.link(corpus).articles["copy_of"].isna().all()
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "text", ["(" * 1_000_000, "a" * 1_000_000, "a " * 500_000, "12 " * 300_000, "é́" * 300_000, "", "😀 " * 9]
)
def test_any_text_is_read_at_once(text: str) -> None:
    start = time.process_time()
    [read] = shingle_texts([text, text])
    assert read.n_words[0] == read.n_words[1] and (read.of(0).runs == read.of(1).runs).all()
    assert time.process_time() - start < 2
    assert sign(read).shape == (BANDS, 2)


# ---- counting them once


def linked() -> Corpus:
    days = ("2022-01-05", "2022-01-06", "2022-02-01", "2022-02-02", None)
    houses = ("Kabar", "Le Journal", "Kabar", "The Paper", "The Paper")
    texts = (FULL, CUT, TEXTS["rival-en"], FULL, TEXTS["wire-fr"])
    records = [
        record(f"a{n}", text, day, "fr" if n == 4 else "en", publisher=house)
        for n, (text, day, house) in enumerate(zip(texts, days, houses, strict=True))
    ]
    return sk.link(sk.code(records))


LINKED = linked()


@pytest.mark.parametrize("fields", [
    {}, {"publisher": ("Le Journal", "The Paper")}, {"since": "2022-01-06"}, {"until": "2022-01"}, {"language": "en"},
    {"article": ("a1", "a3")}, {"publisher": "The Paper", "since": "2022"}, {"actor": "mali"}, {"article": ()},
])  # fmt: skip
def test_every_count_by_distinct_text_is_what_pandas_counts(fields: dict[str, Any]) -> None:
    plain = LINKED.filter(**fields)
    on_articles = {name: value for name, value in fields.items() if name != "actor"}
    articles = LINKED.filter(**on_articles).articles.sort_values("published", kind="stable")
    kept = articles.assign(text=articles["copy_of"].fillna(articles["article_id"])).drop_duplicates("text")[
        "article_id"
    ]
    once = plain.filter(distinct=True)
    assert once.articles["article_id"].to_list() == sorted(kept)
    for table in TABLES:
        rows = plain.query(table)
        pd.testing.assert_frame_equal(once.query(table), rows[rows["article_id"].isin(kept)].reset_index(drop=True))
    for count in (sk.count_mentions, sk.trends, lambda c: sk.concordance(c, "Mali")):
        pd.testing.assert_frame_equal(count(once), count(plain.filter(article=tuple(kept))))


def test_distinct_adds_up_with_other_filters_in_any_order_and_is_taken_back() -> None:
    one = LINKED.filter(distinct=True).filter(since="2022-01-06")
    two = LINKED.filter(since="2022-01-06").filter(distinct=True)
    assert one.selection == two.selection and repr(one.selection) == 'corpus.filter(since="2022-01-06", distinct=True)'
    assert one.articles["article_id"].to_list() == ["a1", "a2"], "the first is out of sight, so the next one counts"
    assert len(one.without("distinct")) == 3 and len(one.without()) == 5
    assert one.not_applying("mentions") == ()


def test_in_a_corpus_that_was_not_linked_distinct_changes_nothing() -> None:
    assert len(POOL.filter(distinct=True)) == len(POOL)


def test_copies_of_an_article_that_is_not_there_are_counted_once_too() -> None:
    frames = {
        **LINKED.source.frames,
        "articles": LINKED.articles.assign(copy_of=pd.array(["x", "x", None, None, "y"], "string")),
    }
    corpus = Corpus(replace(LINKED.source, frames=frames)).filter(distinct=True)
    assert corpus.articles["article_id"].to_list() == ["a0", "a2", "a3", "a4"]
