"""The two articles of data/ against what careful readers marked in them, in data/gold.

In a cell `a|b` means that either is right, `a|` that a or nothing is. The floors are what was reached when they were
set: results may rise above them, never fall below.
"""

import csv

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def gold(data):
    def table(name):
        with (data / "gold" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return [{**row, "start": int(row["start"]), "end": int(row["end"])} for row in rows]

    return table


def cell(value):
    """A cell as the gold writes it."""
    return "" if pd.isna(value) else str(value)


def places(rows):
    return [(r["article_id"], r["start"], r["end"]) for r in rows]


def keyed(frame):
    return {(r.article_id, r.start, r.end): r for r in frame.itertuples()}


def touching(row, frame, slack=0):
    """The rows of a table that overlap a gold row, or stand within `slack` characters of it."""
    near = (frame.start < row["end"] + slack) & (frame.end > row["start"] - slack)
    return list(frame[(frame.article_id == row["article_id"]) & near].itertuples())


def overlap(row, found):
    """The share of the longer span that both cover."""
    shared = min(row["end"], found.end) - max(row["start"], found.start)
    return max(0, shared) / max(row["end"] - row["start"], found.end - found.start)


def test_what_is_set_aside_is_what_readers_set_aside(corpus, gold):
    texts = dict(corpus.sources.itertuples(index=False))
    found = [
        (z.article_id, z.start, z.start + len(texts[z.article_id][z.start : z.end].rstrip("\r\n")), z.zone)
        for z in corpus.zones.itertuples()
        if z.zone != "body"
    ]
    assert found == [(r["article_id"], r["start"], r["end"], r["zone"]) for r in gold("zones")]


def test_every_name_is_found_with_its_actor_and_no_other(corpus, gold):
    found = [(m.article_id, m.start, m.end, m.text, m.actor_id) for m in corpus.mentions.itertuples()]
    expected = [(*place, r["text"], r["actor_id"]) for place, r in zip(places(gold("mentions")), gold("mentions"))]
    assert sorted(found) == sorted(expected)


def test_names_are_actors_or_places_as_readers_say(corpus, gold):
    found, rows = keyed(corpus.mentions), gold("mentions")
    right = [place in found and found[place].use == r["use"] for place, r in zip(places(rows), rows)]
    assert sum(right) / len(rows) >= 0.95


def test_fifteen_of_sixteen_sectors_are_those_of_the_words_around(corpus, gold):
    found, rows = keyed(corpus.mentions), [r for r in gold("mentions") if r["sector"]]
    right = [place in found and cell(found[place].sector) == r["sector"] for place, r in zip(places(rows), rows)]
    assert len(rows) == 16 and sum(right) >= 15


def test_the_three_figures_are_found_with_whose_they_are_and_who_says_so(corpus, gold):
    columns = ("text", "value_low", "value_high", "hedge", "kind", "actor_id", "claimant_id")
    found = [
        (f.article_id, f.start, f.end, *(cell(getattr(f, c)) for c in columns)) for f in corpus.figures.itertuples()
    ]
    expected = [(*place, *(r[c] for c in columns)) for place, r in zip(places(gold("figures")), gold("figures"))]
    assert found == expected


def test_the_nine_dates_are_read_and_no_other(corpus, gold):
    rows = gold("dates")
    columns = ("edtf", "date_from", "date_to", "precision")
    found = [
        [(d.edtf, str(d.date_from)[:10], str(d.date_to)[:10], d.precision) for d in touching(r, corpus.dates)]
        for r in rows
    ]
    assert found == [[tuple(r[c] for c in columns)] for r in rows]
    assert len(corpus.dates) == len(rows) == 9


def test_the_seven_direct_quotations_have_their_speakers(corpus, gold):
    rows = [r for r in gold("quotes") if r["kind"] == "direct"]
    direct = corpus.quotes[corpus.quotes.kind == "direct"]
    right = [
        any(overlap(r, q) > 0.8 and cell(q.speaker_id) == r["speaker_id"] for q in touching(r, direct)) for r in rows
    ]
    assert len(rows) == 7 and all(right)


def test_fifteen_of_twenty_two_events_are_found_by_type_and_trigger(corpus, gold):
    events = corpus.events[corpus.events.end - corpus.events.start <= 60]
    taken = set()
    for row in gold("events"):
        fits = [
            e.event_id
            for e in touching(row, events, slack=12)
            if e.event_type in row["event_type"].split("|") and e.event_id not in taken
        ]
        taken.update(fits[:1])
    assert len(gold("events")) == 22
    assert len(taken) >= 15
    assert corpus.events.event_id.nunique() - len(taken) <= 25
