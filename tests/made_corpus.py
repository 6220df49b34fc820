"""A small corpus coded by hand, for tests of what is shown: nothing is read or found here."""

from __future__ import annotations

import pandas as pd

from sahelkit.columns import COUNT, DATE, OFFSET, TABLES, columns_of, conform
from sahelkit.corpus import Corpus
from sahelkit.tables import Tables

TEXTS = {
    "a": "Mali menolak kerja sama dengan Prancis.\nBaca Juga: Cuaca hari ini\nMacron berkata, “Ada 300 tentara Mali.†",
    "b": "France sent about 1,700 troops to Mali in May 2022. Mali thanked France.",
}
ABOUT = {"a": ("Judul satu", "Kabar", "2023-02-08", "id"), "b": ("Title two", "The Paper", "2022-06-01", "en")}
NAMES = {"mali": ("Mali", "state"), "france": ("France", "state"), "macron": ("Emmanuel Macron", "person")}
MENTIONS = (
    ("a", "Mali", 0, "mali"), ("a", "Prancis", 0, "france"), ("a", "Macron", 0, "macron"), ("a", "Mali", 1, "mali"),
    ("b", "France", 0, "france"), ("b", "Mali", 0, "mali"), ("b", "Mali", 1, "mali"), ("b", "France", 1, "france"),
)  # fmt: skip


def span(article: str, words: str, nth: int = 0) -> dict[str, object]:
    """Where the words stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = TEXTS[article].index(words, start + 1)
    return {"article_id": article, "start": start, "end": start + len(words), "text": words}


def sentences() -> list[dict[str, object]]:
    said = [
        ("a", "Mali menolak kerja sama dengan Prancis.", "body"),
        ("a", "Macron berkata, “Ada 300 tentara Mali.†", "body"),
        ("b", "France sent about 1,700 troops to Mali in May 2022.", "body"),
        ("b", "Mali thanked France.", "body"),
    ]
    return [span(a, words) | {"zone": zone, "text": words.replace("†", "”")} for a, words, zone in said]


def rows_of(table: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Bring rows to the contract; a cell that was not given is missing, or "x" where it may not be."""
    filled = []
    for row in rows:
        inside = [s for s in sentences() if s["article_id"] == row["article_id"] and s["start"] <= row.get("start", 0)]
        own = {"sentence_id": f"{row['article_id']}:{inside[-1]['start'] if inside else 0}", "zone": "body"} | row
        filled.append({c.name: own.get(c.name, pd.NA if c.nullable else "x") for c in columns_of(table)})
    return conform(pd.DataFrame(filled, columns=[c.name for c in columns_of(table)]), table)


def made_corpus() -> Corpus:
    """Two articles: eight mentions, two figures, one date, one quotation, three events (one with two targets)."""
    line = TEXTS["a"].index("Baca")
    after = TEXTS["a"].index("Macron")
    mentions = [
        span(a, words, nth) | {"actor_id": key, "name": NAMES[key][0], "actor_type": NAMES[key][1], "use": "actor"}
        for a, words, nth, key in MENTIONS
    ]
    figures = [
        span("a", "300") | {"value": 300, "value_low": 300, "value_high": 300, "hedge": "exact", "kind": "troops",
                            "actor_id": "mali", "claimant_id": "macron", "status": "claimed", "unit": "person"},
        span("b", "1,700") | {"value": 1700, "value_low": 1700, "value_high": 1700, "hedge": "about", "kind": "troops",
                              "actor_id": "france", "status": "reported", "unit": "person"},
    ]  # fmt: skip
    may = {"date_edtf": "2022-05", "date_from": "2022-05-01", "date_to": "2022-05-31", "date_basis": "stated"}
    sent = (
        span("b", "sent") | {"event_id": "b:7", "event_type": "AID", "source_id": "france", "status": "reported"} | may
    )
    events = [
        span("a", "menolak") | {"event_id": "a:5", "event_type": "REJECT", "source_id": "mali", "target_id": "france",
                                "status": "reported"},
        sent | {"target_id": "mali"},
        sent | {"target_id": "macron"},
        span("b", "thanked") | {"event_id": "b:57", "event_type": "SUPPORT", "source_id": "mali", "status": "claimed"},
    ]  # fmt: skip
    date = span("b", "May 2022") | {"edtf": "2022-05", "date_from": "2022-05-01", "date_to": "2022-05-31"}
    frames = {
        "articles": [
            {"article_id": key, "title": title, "publisher": publisher, "published": day, "language": language,
             "url": "https://example.org/?a=1&b=2", "n_chars": len(TEXTS[key]), "n_words": len(TEXTS[key].split()),
             "n_repairs": int(key == "a")}
            for key, (title, publisher, day, language) in ABOUT.items()
        ],
        "sources": [{"article_id": key, "text": text} for key, text in TEXTS.items()],
        "zones": [
            {"article_id": "a", "start": 0, "end": line, "zone": "body"},
            {"article_id": "a", "start": line, "end": after, "zone": "also_read"},
            {"article_id": "a", "start": after, "end": len(TEXTS["a"]), "zone": "body"},
            {"article_id": "b", "start": 0, "end": len(TEXTS["b"]), "zone": "body"},
        ],
        "repairs": [span("a", "†") | {"before": "†", "after": "”"}],
        "sentences": sentences(),
        "mentions": mentions,
        "figures": figures,
        "dates": [date | {"precision": "month", "anchor": "absolute"}],
        "quotes": [span("a", "Ada 300 tentara Mali.") | {"kind": "direct", "speaker_id": "macron"}],
        "events": events,
    }  # fmt: skip
    return Corpus(Tables({name: rows_of(name, rows) for name, rows in frames.items()}))


def planted_corpus(hostile: str) -> Corpus:
    """One article with `hostile` in every cell of text of every table, and two finds that overlap in it."""
    frames = {}
    for table in TABLES:
        values = dict.fromkeys(("string",), hostile) | {COUNT: 1, OFFSET: 0, DATE: pd.Timestamp("2022-03-08")}
        row = {c.name: values[c.dtype] for c in columns_of(table)}
        if "end" in row:
            row |= {"start": 0, "end": len(hostile)}
        rows = [row, row | {"start": 1}] if table in ("mentions", "events") else [row]
        frames[table] = pd.DataFrame(rows)
    return Corpus(Tables(frames))
