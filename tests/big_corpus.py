"""A big corpus, to measure how fast the kit answers: a few coded articles, repeated until there are enough mentions.

The study in data/ and three dozen short made-up articles in three languages are coded once; every further copy of
their tables has article ids of its own, and its own publishers, days and titles. So ids agree across tables as they do
in a corpus that was read, and only the texts repeat. Built by whole columns, in a few seconds.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

import sahelkit as sk
from sahelkit.columns import TABLES
from sahelkit.corpus import Corpus
from sahelkit.tables import Tables

DATA = Path(__file__).resolve().parent.parent / "data"
KEYED = ("article_id", "sentence_id", "sentence_id_last", "event_id", "about_event_id", "incident_id", "copy_of")
FIRST, DAYS = np.datetime64("2019-01-01"), 6 * 365
PUBLISHERS = 40
SIDES = {
    "id": (("Mali", "Prancis"), ("Burkina Faso", "Amerika Serikat"), ("Niger", "ECOWAS")),
    "en": (("Mali", "France"), ("Burkina Faso", "the United States"), ("Niger", "ECOWAS")),
    "fr": (("Mali", "France"), ("Burkina Faso", "Allemagne"), ("Niger", "Russie")),
}
DAYS_TOLD = {
    "id": ("5 Maret 2022", "Senin", "Juni 2023", "kemarin"),
    "en": ("5 March 2022", "Monday", "June 2023", "yesterday"),
    "fr": ("5 mars 2022", "lundi", "juin 2023", "hier"),
}
LINES = {
    "id": (
        "{a} menuduh {b} melanggar wilayah udaranya pada {day}. Sekitar {n} tentara {b} masih berada di utara. "
        "“Kami tidak akan tunduk,” kata juru bicara pemerintah {a}. {b} membantah tuduhan {a} itu. "
        "Kelompok Wagner menyerang sebuah desa dan menewaskan {m} warga sipil, menurut PBB. "
        "{a} dan {b} akan bertemu di Bamako untuk membahas penarikan pasukan. Para pedagang di pasar menunggu kabar."
    ),
    "en": (
        "{a} accused {b} of violating its airspace on {day}. About {n} soldiers sent by {b} remain in the north. "
        '"We will not give in," the government of {a} said. {b} denied the accusation. '
        "Wagner fighters attacked a village and killed {m} civilians, according to the United Nations. "
        "{a} and {b} are to meet in Bamako to discuss the withdrawal of troops. Traders in the market waited for news."
    ),
    "fr": (
        "Le gouvernement du {a} accuse le gouvernement de {b} d'avoir violé son espace aérien {day}. Quelque {n} "
        "soldats restent dans le nord. « Nous ne céderons pas », a déclaré le porte-parole du {a}. {b} a démenti. "
        "Des combattants de Wagner ont attaqué un village et tué {m} civils, selon l'ONU. "
        "Le {a} et {b} doivent se rencontrer à Bamako pour parler du retrait des troupes. Les marchands attendaient."
    ),
}


def big_corpus(mentions: int = 100_000) -> Corpus:
    """Return a corpus with at least so many mentions, the same one at each call."""
    frames = _coded()
    copies = -(-mentions // len(frames["mentions"]))
    tables = {name: _repeated(frames[name], copies) for name in TABLES}
    tables["articles"] = _varied(tables["articles"])
    return Corpus(Tables(tables))


def _coded() -> dict[str, pd.DataFrame]:
    """Return the tables of the study and of the made-up articles, one under the other."""
    made = sk.code(_made())
    study = sk.load(DATA)
    return {
        name: pd.concat([study.source.frames[name], made.source.frames[name]], ignore_index=True) for name in TABLES
    }


def _made() -> list[dict[str, str]]:
    articles = []
    for language, lines in LINES.items():
        for n, ((a, b), day) in enumerate(product(SIDES[language], DAYS_TOLD[language])):
            text = lines.format(a=a, b=b, day=day, n=1000 + 150 * n, m=11 + n)
            about = {"article_id": f"{language}{n}", "language": language, "published": "2023-07-01"}
            articles.append({**about, "title": f"{a}, {b}", "publisher": "x", "text": text})
    return articles


def _repeated(frame: pd.DataFrame, copies: int) -> pd.DataFrame:
    """Repeat a table; in each copy its keys begin with the copy's number."""
    out = frame.iloc[np.tile(np.arange(len(frame)), copies)].reset_index(drop=True)
    number = pd.Series(np.repeat(np.arange(copies), len(frame))).astype("string").str.zfill(5) + "-"
    return out.assign(**{name: number + out[name] for name in KEYED if name in out.columns})


def _varied(articles: pd.DataFrame) -> pd.DataFrame:
    """Give the articles publishers, days and titles of their own; some have no day or no publisher."""
    number = np.arange(len(articles))
    publisher = pd.Series(number * 7 % PUBLISHERS).astype("string").radd("Harian ").mask(number % 97 == 0)
    published = pd.Series(FIRST + (number * 31 % DAYS)).astype("datetime64[s]").mask(number % 89 == 0)
    title = articles["title"] + " (" + pd.Series(number).astype("string") + ")"
    return articles.assign(publisher=publisher, published=published, title=title)
