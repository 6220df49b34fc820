"""How long a filter with counts takes on disk: of ten million mentions a second, so of one million a tenth of it.

Measured as processor time with threefold slack, since others may work on the machine.
"""

import time

import pytest
from big_corpus import KEYED, big_corpus

import sahelkit as sk
from sahelkit.parts import write_manifest, write_part

MENTIONS, PARTS = 1_000_000, 10
SLACK = 3
SECONDS = SLACK * MENTIONS / 10_000_000


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("big") / "coded"
    frames = big_corpus(MENTIONS // PARTS).source.frames
    for number in range(PARTS):
        prefix = f"{number}-"
        keys = {name: [key for key in KEYED if key in frame.columns] for name, frame in frames.items()}
        tables = {
            name: frame.assign(**{key: prefix + frame[key] for key in keys[name]}) for name, frame in frames.items()
        }
        write_part(folder, number, tables)
    write_manifest(folder, {"actors": ["mali", "france"]})
    return sk.open(folder)


def seconds(ask):
    """Processor time of the second-fastest of five times: the first also opens files."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        ask()
        taken.append(time.process_time() - start)
    return sorted(taken)[1]


@pytest.mark.parametrize(
    ("fields", "table", "by"),
    [
        ({}, "mentions", "actor_id"), ({"actor": "mali"}, "mentions", "publisher"),
        ({"actor": "mali"}, "mentions", "actor_id"),
        ({"publisher": "Harian 3"}, "mentions", "actor_id"), ({"since": "2022"}, "mentions", "actor_id"),
        ({"country": "MLI"}, "mentions", "publisher"), ({"country": "MLI"}, "figures", "kind"),
        ({"country": "MLI"}, "events", "event_type"),
        ({"actor": "mali", "since": "2022"}, "events", ("event_type", "status")),
    ],
)  # fmt: skip
def test_a_filter_with_counts_is_answered_soon(corpus, fields, table, by):
    chosen = corpus.filter(**fields)

    def ask():
        corpus.source.forget()
        return chosen.query(table, by=by)

    assert len(ask())
    assert seconds(ask) < SECONDS


def test_the_size_of_a_table_is_known_at_once(corpus):
    assert corpus.query("mentions", by=())["n"].iloc[0] >= MENTIONS
    assert len(corpus.query("mentions", limit=5)) == 5
