"""Chains of claim, denial and reply: from tables made by hand, and from articles in three languages."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from small_corpus import small_corpus
from test_selection import selections

from sahelkit.columns import columns_of, conform
from sahelkit.corpus import Corpus, code
from sahelkit.studying.chains import DTYPES, chains
from sahelkit.tables import Tables

ACTORS = {
    "mali": ("state", "MLI"), "france": ("state", "FRA"), "russia": ("state", "RUS"), "goita": ("person", "MLI"),
    "macron": ("person", "FRA"), "dicko": ("person", "MLI"), "jnim": ("armed_group", "MLI"), "hrw": ("ngo", None),
}  # fmt: skip
DENY, REFUSE, ACCUSE = "events:REJECT:deny+s", "events:REJECT:reject+s", "events:ACCUSE:accuse+s"


def row(table, **cells):
    filled = {"text": "x", "sentence_id": "s", "zone": "body", "rule": "r", "start": 0, "end": 1, "name": "x"} | cells
    return {c.name: filled.get(c.name, pd.NA if c.nullable else "x") for c in columns_of(table)}


def made(*acts, days=("2023-03-01",)):
    """A corpus with an article for each of `days` and these acts: (article, start, type, source, target, more)."""
    events = [
        row("events", article_id=f"a{article}", start=start, end=start + 1, event_type=event_type, source_id=source,
            target_id=target, **({"event_id": f"a{article}:{start}", "status": "reported"} | more))
        for article, start, event_type, source, target, more in acts
    ]  # fmt: skip
    counts = {"n_chars": 1, "n_words": 1, "n_repairs": 0}
    articles = [row("articles", article_id=f"a{n}", published=day, **counts) for n, day in enumerate(days)]
    mentions = [
        row("mentions", article_id="a0", actor_id=key, actor_type=kind, country=country or pd.NA, use="actor")
        for key, (kind, country) in ACTORS.items()
    ]
    frames = {"events": events, "articles": articles, "mentions": mentions}
    wanted = {name: [c.name for c in columns_of(name)] for name in frames}
    tables = {name: conform(pd.DataFrame(rows, columns=wanted[name]), name) for name, rows in frames.items()}
    return Corpus(Tables(tables))


def accuse(start, source, target, article=0, **more):
    return (article, start, "ACCUSE", source, target, {"rule": ACCUSE} | more)


def deny(start, source, target=pd.NA, article=0, **more):
    return (article, start, "REJECT", source, target, {"rule": DENY} | more)


def about(start, speech, event_type, article=0, **more):
    key = f"a{article}:{start}:content"
    more = {"event_id": key, "about_event_id": speech, "relation": "content", "status": "alleged"} | more
    return (article, start, event_type, pd.NA, pd.NA, more)


def told(corpus, **how):
    return [tuple(cells) for cells in chains(corpus, **how)[["chain_id", "role", "event_id"]].to_numpy()]


# --- the articles of one


def test_the_accused_denies_and_the_accuser_replies():
    corpus = made(accuse(1, "france", "mali"), deny(5, "mali"), accuse(9, "france", "mali"))
    assert told(corpus) == [("a0:1", "claim", "a0:1"), ("a0:1", "denial", "a0:5"), ("a0:1", "reply", "a0:9")]
    rows = chains(corpus)
    assert rows["step"].to_list() == [1, 2, 3]
    assert rows[["speaker_id", "against_id"]].fillna("-").to_numpy().tolist() == [
        ["france", "mali"], ["mali", "-"], ["france", "mali"],
    ]  # fmt: skip
    assert corpus.evidence is not None and {"article_id", "start", "end", "zone"} <= set(rows.columns)


def test_who_is_accused_again_may_deny_again():
    steps = accuse(1, "france", "mali"), deny(5, "mali"), accuse(9, "france", "mali"), deny(12, "mali", "france")
    assert [role for _, role, _ in told(made(*steps))] == ["claim", "denial", "reply", "denial"]


@pytest.mark.parametrize(
    "denial",
    [
        deny(5, "russia"),  # somebody else denies
        deny(5, "mali", "russia"),  # and answers somebody else
        (0, 5, "REJECT", "mali", pd.NA, {"rule": REFUSE}),  # refuses what is asked
        deny(5, "mali", status="negated"),  # did not deny
        deny(5, "france"),  # the accuser
    ],
)
def test_what_is_no_denial_of_the_accusation_stays_out(denial):
    corpus = made(accuse(1, "france", "mali"), denial)
    assert told(corpus) == []
    assert told(corpus, answered=False) == [("a0:1", "claim", "a0:1")]


def test_a_state_denies_for_its_president_but_persons_not_for_each_other():
    assert len(told(made(accuse(1, "france", "goita"), deny(5, "mali")))) == 2
    assert len(told(made(accuse(1, "macron", "mali"), deny(5, "goita", "france")))) == 2
    assert told(made(accuse(1, "france", "goita"), deny(5, "dicko"))) == []
    assert told(made(accuse(1, "france", "jnim"), deny(5, "mali"))) == []


def test_a_denial_goes_to_the_latest_accusation_that_it_fits():
    corpus = made(accuse(1, "hrw", "mali"), accuse(3, "france", "mali"), deny(5, "mali", "hrw"), deny(7, "mali"))
    assert told(corpus) == [
        ("a0:1", "claim", "a0:1"), ("a0:1", "denial", "a0:5"), ("a0:3", "claim", "a0:3"), ("a0:3", "denial", "a0:7"),
    ]  # fmt: skip


def test_a_denial_of_something_else_stays_out():
    acts = [accuse(1, "france", "mali"), about(2, "a0:1", "ASSAULT"), deny(5, "mali")]
    assert told(made(*acts, about(6, "a0:5", "MOBILIZE", status="denied"))) == []
    assert len(told(made(*acts, about(6, "a0:5", "ASSAULT", status="denied")))) == 2


def test_the_coder_says_what_is_denied_whoever_denies_it():
    linked = {"relation": "denies", "about_event_id": "a0:1"}
    assert len(told(made(accuse(1, "france", "mali"), deny(5, "russia", **linked)))) == 2
    to_content = {"relation": "denies", "about_event_id": "a0:2:content"}
    acts = accuse(1, "france", "mali"), about(2, "a0:1", "ASSAULT"), deny(5, "russia", **to_content)
    assert told(made(*acts)) == [("a0:1", "claim", "a0:1"), ("a0:1", "denial", "a0:5")]


def test_a_denial_of_the_reply_is_a_denial():
    again = accuse(8, "france", "mali"), deny(9, "mali", relation="denies", about_event_id="a0:8")
    corpus = made(accuse(1, "france", "mali"), deny(5, "mali"), *again)
    assert [role for _, role, _ in told(corpus)] == ["claim", "denial", "reply", "denial"]


def test_a_denial_may_stand_before_what_it_denies():
    corpus = made(deny(1, "mali", relation="denies", about_event_id="a0:4"), accuse(4, "france", "mali"))
    assert told(corpus) == [("a0:4", "claim", "a0:4"), ("a0:4", "denial", "a0:1")]


def test_an_event_that_is_denied_opens_a_chain_with_the_article_as_speaker():
    killed = (0, 1, "ASSAULT", "mali", "jnim", {})
    corpus = made(killed, deny(5, "mali", relation="denies", about_event_id="a0:1"))
    rows = chains(corpus)
    assert rows["role"].to_list() == ["claim", "denial"]
    assert pd.isna(rows["speaker_id"][0]) and rows["against_id"][0] == "mali"


def test_a_claim_needs_a_denial_of_the_same():
    claim = (0, 1, "ASSAULT", "mali", "jnim", {"status": "claimed", "claimant_id": "hrw"})
    assert told(made(claim, deny(5, "mali"))) == []
    rows = chains(made(claim, deny(5, "mali"), about(6, "a0:5", "ASSAULT", status="denied")))
    assert rows[["role", "speaker_id", "against_id"]].iloc[0].to_list() == ["claim", "hrw", "mali"]


def test_a_confirmation_is_a_step_and_a_reply_where_the_accuser_gives_it():
    confirms = {"relation": "confirms", "about_event_id": "a0:1"}
    acts = accuse(1, "france", "mali"), (0, 5, "SUPPORT", "russia", pd.NA, confirms)
    assert [role for _, role, _ in told(made(*acts))] == ["claim", "confirmation"]
    again = (0, 9, "SUPPORT", "macron", pd.NA, confirms)
    assert [role for _, role, _ in told(made(*acts, again))] == ["claim", "confirmation", "reply"]


def test_two_accused_are_two_rows_of_one_step():
    both = [accuse(1, "france", who, event_id="a0:1") for who in ("mali", "russia")]
    rows = chains(made(*both, deny(5, "russia")))
    assert rows[["step", "against_id"]].fillna("-").to_numpy().tolist() == [[1, "mali"], [1, "russia"], [2, "-"]]


def test_what_is_told_again_is_one_step():
    again = accuse(8, "france", "mali", event_id="a0:1")
    assert len(told(made(accuse(1, "france", "mali"), again, deny(10, "mali")))) == 2


# --- across articles

DAYS = ("2023-03-01", "2023-03-05")
FIRST = (accuse(1, "france", "mali"), about(2, "a0:1", "ASSAULT"))


def answer(target="france", event_type="ASSAULT", **more):
    return deny(1, "mali", target, article=1, **more), about(2, "a1:1", event_type, article=1, status="denied")


def test_another_article_may_hold_the_denial():
    assert told(made(*FIRST, *answer(), days=DAYS)) == [("a0:1", "claim", "a0:1"), ("a0:1", "denial", "a1:1")]


def test_an_incident_joins_articles_as_the_type_does():
    first = accuse(1, "france", "mali"), about(2, "a0:1", "ASSAULT", incident_id="i")
    second = deny(1, "mali", "france", article=1), about(2, "a1:1", "COERCE", article=1, incident_id="i")
    assert len(told(made(*first, *second, days=DAYS))) == 2


@pytest.mark.parametrize(
    ("acts", "days"),
    [
        ((*FIRST, *answer(target=pd.NA)), DAYS),  # whom it answers is not said
        ((*FIRST, *answer(event_type="COERCE")), DAYS),  # another matter
        ((FIRST[0], answer()[0]), DAYS),  # no matter at all
        ((*FIRST, *answer()), ("2023-03-05", "2023-03-01")),  # before it was said
        ((*FIRST, *answer()), ("2023-03-01", "2023-05-01")),  # months later
        ((*FIRST, *answer()), ("2023-03-01", None)),  # who knows when
    ],
)
def test_articles_are_joined_only_on_evidence(acts, days):
    assert told(made(*acts, days=days)) == []


def test_another_article_may_hold_the_reply_but_an_accusation_there_is_told_again():
    denied = (*FIRST, deny(5, "mali"))
    matter = about(2, "a1:1", "ASSAULT", article=1)
    reply = (1, 1, "REJECT", "france", "mali", {"rule": REFUSE})
    assert [role for _, role, _ in told(made(*denied, reply, matter, days=DAYS))] == ["claim", "denial", "reply"]
    again = accuse(1, "france", "mali", article=1), matter, deny(5, "mali", article=1)
    assert [role for _, role, _ in told(made(*denied, *again, days=DAYS))] == ["claim", "denial", "claim", "denial"]


def test_of_several_copies_the_first_in_sight_is_told():
    acts = [[accuse(1, "france", "mali", article=n), deny(5, "mali", article=n)] for n in (0, 1)]
    corpus = made(*acts[0], *acts[1], days=DAYS)
    articles = corpus.articles.assign(copy_of=pd.array([None, "a0", *[None] * (len(DAYS) - 2)], dtype="string"))
    linked = Corpus(Tables({**corpus.source.frames, "articles": articles}))
    assert len(told(corpus)) == 4 and len(told(linked)) == 2
    assert told(linked.filter(article="a1")) == told(corpus.filter(article="a1")) != []


# --- articles

ARTICLES = [
    ("id", "Prancis menuduh Rusia menyebarkan kebohongan. Kremlin membantah tuduhan itu.", ["france", "russia"]),
    ("id", "Human Rights Watch menuduh tentara Mali membunuh warga sipil. Bamako membantah.", ["hrw", "mali"]),
    ("en", "France accused Russia of spreading lies. The Kremlin denied the accusation.", ["france", "russia"]),
    ("en", "Niger's junta accused France of espionage. Paris has denied this.", ["niger", "france"]),
    ("fr", "Paris a accusé Bamako de mentir. Le Mali a démenti ces accusations.", ["france", "mali"]),
    ("fr", "Le Niger accuse la France d'espionnage. Paris dément.", ["niger", "france"]),
]
APART = [
    ("id", "Prancis menuduh Rusia menyebarkan kebohongan. Mali menolak usul Aljazair."),
    ("id", "Mali menolak kerja sama dengan Prancis. Kremlin membantah laporan itu."),
    ("en", "France accused Russia of spreading lies. Algeria rejected the proposal of Niger."),
    ("en", "Mali thanked Russia. Soldiers left the town."),
    ("fr", "Paris a accusé Bamako de mentir. Le Tchad a refusé l'aide de la France."),
    ("fr", "Le Mali remercie la Russie."),
]


def coded(language, text):
    return code([{"article_id": "a", "language": language, "text": text, "published": "2023-03-01"}])


@pytest.mark.parametrize(("language", "text", "speakers"), ARTICLES)
def test_an_accusation_and_its_denial_in_an_article(language, text, speakers):
    corpus = coded(language, text)
    rows = chains(corpus)
    assert rows["role"].to_list() == ["claim", "denial"]
    assert rows["speaker_id"].to_list() == speakers
    assert [text[start:end] for start, end in rows[["start", "end"]].to_numpy()] == rows["text"].to_list()
    assert len(corpus.evidence(rows)) == 2


@pytest.mark.parametrize(("language", "text"), APART)
def test_articles_without_a_denial_have_no_chain(language, text):
    assert chains(coded(language, text)).empty


# --- tables


def test_a_selection_keeps_chains_that_it_touches_and_shows_them_whole():
    corpus = made(accuse(1, "france", "mali"), deny(5, "mali"), accuse(9, "france", "russia"), deny(12, "russia"))
    assert told(corpus.filter(actor="russia")) == [("a0:9", "claim", "a0:9"), ("a0:9", "denial", "a0:12")]


def test_an_empty_corpus_has_an_empty_table():
    assert {name: str(kind) for name, kind in chains(Corpus(Tables({}))).dtypes.items()} == DTYPES


@settings(max_examples=30, deadline=None)
@given(selections())
def test_steps_count_from_one_and_a_row_stands_in_one_chain(selection):
    rows = chains(Corpus(small_corpus().source, selection), answered=False)
    assert {name: str(kind) for name, kind in rows.dtypes.items()} == DTYPES
    steps = rows.drop_duplicates("event_id")
    assert (steps.groupby("chain_id").cumcount() + 1 == steps["step"]).all()


def test_thousands_of_accusations_take_no_time():
    acts = [accuse(2 * n, "france", "mali") for n in range(3000)] + [deny(2 * n + 1, "mali") for n in range(3000)]
    corpus = made(*acts)
    start = time.perf_counter()
    chains(corpus)
    assert time.perf_counter() - start < 3
