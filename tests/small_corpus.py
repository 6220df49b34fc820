"""A corpus of three made-up articles, built by hand so that no finder has a say in it.

A: Indonesian, with a repair (a lost space after "TASS.") and an advert line; B: English; C: French, undated and
without a publisher. `found` places a row by the words it covers.
"""

import hashlib

import pandas as pd

from sahelkit.columns import frame_of, names_of
from sahelkit.corpus import Corpus
from sahelkit.tables import Tables

TEXTS = {
    "a": "Wagner tiba di Mali, kata TASS.Goita membantah hal itu pada Selasa.\nBaca Juga: Mali lain\nMali diam.",
    "b": "France withdrew 400 troops from Mali. Mali accused France of espionage, and Wagner <b>denied</b> all.",
    "c": "Le Mali accuse la France. Des civils ont fui en 2021.",
}
# start, end, zone of each sentence; that of A's first ends where the space was lost
SENTENCES = {
    "a": [(0, 31, "body"), (31, 67, "body"), (68, 88, "also_read"), (89, 99, "body")],
    "b": [(0, 37, "body"), (38, 101, "body")],
    "c": [(0, 25, "body"), (26, 53, "body")],
}
KNOWN = {
    "wagner": ("Wagner Group", "armed_group", "RUS"),
    "mali": ("Mali", "state", "MLI"),
    "france": ("France", "state", "FRA"),
    "goita": ("Assimi Goïta", "person", "MLI"),
}
MENTIONS = [
    ("a", "Wagner", 0, "wagner"), ("a", "Mali", 0, "mali"), ("a", "Goita", 0, "goita"), ("a", "Mali", 2, "mali"),
    ("b", "France", 0, "france"), ("b", "Mali", 0, "mali"), ("b", "Mali", 1, "mali"), ("b", "France", 1, "france"),
    ("b", "Wagner", 0, "wagner"), ("c", "Mali", 0, "mali"), ("c", "France", 0, "france"),
]  # fmt: skip


def day(text):
    return None if text is None else pd.Timestamp(text)


def frame(table, rows):
    """Build a table from mappings; what a row does not name is missing."""
    return frame_of([tuple(row.get(name) for name in names_of(table)) for row in rows], table)


def found(article, words, nth=0, **rest):
    """Return a row for the nth occurrence of `words`, in the sentence that holds it."""
    start = -1
    for _ in range(nth + 1):
        start = TEXTS[article].index(words, start + 1)
    begin, _, zone = next(s for s in SENTENCES[article] if s[0] <= start < s[1])
    place = {"article_id": article, "sentence_id": f"{article}:{begin}", "start": start, "end": start + len(words)}
    return {**place, "text": words, "zone": zone, "rule": "hand:row:form", **rest}


def sentence(article, start, end, zone):
    text = TEXTS[article][start:end]
    return {
        "article_id": article,
        "sentence_id": f"{article}:{start}",
        "start": start,
        "end": end,
        "zone": zone,
        "text": text,
    }


def mention(article, words, nth, actor):
    name, actor_type, country = KNOWN[actor]
    about = {"actor_id": actor, "name": name, "actor_type": actor_type, "country": country, "use": "actor"}
    return {**found(article, words, nth, **about), "rule": f"actors:{actor}:{words}"}


def article(key, publisher, published, language):
    text = TEXTS[key]
    digest = hashlib.sha256(text.encode()).hexdigest()
    counts = {"n_chars": len(text), "n_words": len(text.split()), "n_repairs": int(key == "a")}
    about = {"publisher": publisher, "published": day(published), "language": language, "language_basis": "catalog"}
    return {"article_id": key, **about, "text_sha256": digest, **counts}


def event(article, words, event_type, *, days=(None, None), **rest):
    row = found(article, words, event_type=event_type, **{"status": "reported", **rest})
    return {**row, "event_id": f"{article}:{row['start']}", "date_from": day(days[0]), "date_to": day(days[1])}


def small_corpus():
    tables = {
        "articles": [
            article("a", "Harian Utara", "2022-03-08", "id"),
            article("b", "The Southern", "2022-08-20", "en"),
            article("c", None, None, "fr"),
        ],
        "sources": [{"article_id": key, "text": text} for key, text in TEXTS.items()],
        "zones": [{"article_id": "a", "start": 68, "end": 89, "zone": "also_read", "rule": "zones.also_read"}],
        "repairs": [{"article_id": "a", "start": 31, "end": 31, "before": "", "after": " ", "rule": "repair.glued"}],
        "sentences": [sentence(key, *span) for key, spans in SENTENCES.items() for span in spans],
        "mentions": [mention(*row) for row in MENTIONS],
        "figures": [
            found("b", "400", value=400, value_low=400, value_high=400, hedge="exact", unit="person", kind="troops",
                  actor_id="france", claimant_id="mali", status="claimed"),
        ],
        "dates": [
            found("a", "Selasa", edtf="2022-03-08", date_from=day("2022-03-08"), date_to=day("2022-03-08"),
                  precision="day", anchor="weekday"),
            found("c", "2021", edtf="2021", date_from=day("2021-01-01"), date_to=day("2021-12-31"),
                  precision="year", anchor="absolute"),
        ],
        "quotes": [found("b", "denied", kind="indirect", speaker_id="wagner", cue="denied")],
        "events": [
            event("a", "membantah", "REJECT", source_id="goita", source_country="MLI",
                  days=("2022-03-08", "2022-03-08")),
            event("b", "withdrew", "RETREAT", source_id="france", source_country="FRA", target_id="mali",
                  target_country="MLI", days=("2022-08-01", "2022-08-15")),
            event("b", "accused", "ACCUSE", source_id="mali", source_country="MLI", target_id="france",
                  target_country="FRA"),
            event("b", "accused", "ACCUSE", source_id="mali", source_country="MLI", target_id="wagner",
                  target_country="RUS"),
            event("c", "fui", "RETREAT", source_id="civilians", source_country="MLI", status="claimed",
                  claimant_id="mali", days=("2021-01-01", "2021-12-31")),
        ],
    }  # fmt: skip
    return Corpus(Tables({name: frame(name, rows) for name, rows in tables.items()}))
