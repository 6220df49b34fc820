"""A joined batch: every span goes back to its source as each article alone says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sahelkit import coding
from sahelkit.coding.joined import join
from sahelkit.finding.scan import count_each, count_words
from sahelkit.reading.kinds import SEPARATOR
from sahelkit.reading.records import Record

PIECES = (
    "Dikutip TASS.Ia pergi ke Mali.", "rakyat Mali,†ujar Diop.", "seperti dikutip dari\nTASS. Ia diam.",
    "L'armÃ©e malienne", "“Kami pergi.”Ia diam.", "Sekitar 1.700 tentara…", "x", "Baca juga: Harga Emas\n",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join)


def readings(texts):
    return coding.read([Record(f"a{n}", text, language="id") for n, text in enumerate(texts)])


@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
def test_spans_of_a_batch_go_back_as_each_article_says(texts, data):
    batch = readings(texts)
    joined = join(batch)
    at = 0
    for reading in batch:
        size = len(reading.repaired.text)
        start = data.draw(st.integers(0, size - 1))
        end = data.draw(st.integers(start + 1, size))
        found = joined.to_source(np.array([start + at]), np.array([end + at]))
        assert tuple(int(side[0]) for side in found) == reading.repaired.to_source(start, end)
        assert joined.points([start + at, None]).to_pylist() == [reading.repaired.to_source(start, start + 1)[0], None]
        at += size + len(SEPARATOR)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_stretches_are_the_sentences_that_are_coded_with_their_ids(texts):
    joined = join(readings(texts))
    ids = joined.stretch_ids.to_pylist()
    for stretch, found in zip(joined.stretches, ids, strict=True):
        sentence = joined.text[stretch.start : stretch.end]
        assert sentence == sentence.strip() and sentence
        assert found.startswith(f"a{stretch.article}:")
    assert joined.stretch_zones.to_pylist() == [stretch.zone for stretch in joined.stretches]


@given(st.lists(st.text("ab1., \n“é文", max_size=12), max_size=5))
def test_words_are_counted_in_each_text_as_in_it_alone(texts):
    assert count_each(texts) == [count_words(text) for text in texts]
