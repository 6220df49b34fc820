"""How long the kernel's part of the explorer takes, with threefold slack; `make speed` measures the whole in a page."""

import statistics
import time

import pytest
from big_corpus import big_corpus

import sahelkit as sk
from sahelkit.exploring.explorer import explore
from sahelkit.selection import Selection

ACTORS = ("mali", "france", "russia", "wagner", "usa")
SLACK = 3


def median_until(panel, trait, acts):
    """Seconds from each act until the panel has said something new for the page, in the middle."""
    said, taken = [], []
    panel.board.observe(lambda _: said.append(time.perf_counter()), names=trait)
    for act in acts:
        said.clear()
        start = time.perf_counter()
        act()
        taken.append(said[0] - start)
    return statistics.median(taken)


@pytest.fixture(scope="module")
def panel():
    return explore(sk.link(sk.load("data")))


def test_a_filter_of_two_articles_is_redrawn_soon(panel):
    acts = [lambda actor=actor: panel.select(Selection(actor=actor)) for actor in ACTORS]
    assert median_until(panel, "shown", acts) < SLACK * 0.15


def test_the_sentences_of_a_number_are_there_soon(panel):
    panel.select(Selection())
    acts = [lambda actor=actor: panel._answer(None, {"kind": "open", "key": actor}, []) for actor in ACTORS]
    assert median_until(panel, "sheet", acts) < SLACK * 0.15


def test_a_filter_of_100_000_mentions_is_redrawn_soon():
    panel = explore(big_corpus())
    acts = [lambda actor=actor: panel.select(Selection(actor=actor)) for actor in ACTORS]
    assert median_until(panel, "shown", acts) < SLACK * 0.3
