"""All that the kit knows of one language, compiled once: entries, their readings, and two tries.

A form with a capital letter is matched in that case (or in capitals throughout); a form in lower case matches any
case: `Minggu` is a Sunday, `minggu` may open a sentence. Forms are folded as the text is. One form may have several
entries in a domain (Bamako the town, Bamako the government): they are one reading, and the finder decides.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sahelkit.collector import collector_held
from sahelkit.errors import UnknownName
from sahelkit.lexicons import states
from sahelkit.lexicons.affixes import expand_event
from sahelkit.lexicons.checks import check_actors, check_countries
from sahelkit.lexicons.fold import OTHER_LETTER, folded
from sahelkit.lexicons.tables import ACTORS, AGENTS, EVENTS, LANGUAGES, PLACES, TABLES, section, table_rows
from sahelkit.lexicons.trie import Phrase, Trie, build_trie, single_words

_WORD = re.compile(f"[A-Za-z0-9\\x{OTHER_LETTER:02x}]+")
DOMAINS = ("names", "roles", "words", "dates", "numbers", "quotes", "events", "figures", "candidates")
_BORROWED = ("igo", "armed_group", "company", "force", "operation", "media", "ngo")


class Entry(NamedTuple):
    """One lexicon decision: what a form means in one domain, with the row it comes from."""

    domain: str
    kind: str
    key: str
    form: str
    rule: str
    data: Mapping[str, str]


class Actor(NamedTuple):
    """An actor of the registry."""

    actor_id: str
    name: str
    actor_type: str
    country: str | None
    sector: str | None


class Office(NamedTuple):
    """Who held an office, of which state, from when to when (ISO dates, None where open or unknown)."""

    actor_id: str
    key: str
    country: str
    valid_from: str | None
    valid_to: str | None


@dataclasses.dataclass(frozen=True, eq=False)
class Lexicon:
    """A compiled lexicon; made by `build`, reused for every batch.

    `words` numbers the folded words that it knows; `exact` and `any_case` give a word's symbol in the two tries (the
    last one, 0, is for unknown words), `alone[d]` its reading by itself in domain d, and the bits of `domains` say in
    which domains it has one; `readings[n]` are the entries of reading n. Where
    forms that only accents tell apart share a reading (tue and tué, a and à), `accents[n]` has each form's reading.
    The kinds of reading n are `kinds[kinds_of[n]]`.
    """

    language: str
    words: Mapping[bytes, int]
    exact: NDArray[np.int32]
    any_case: NDArray[np.int32]
    alone: NDArray[np.int32]
    domains: NDArray[np.uint16]
    exact_trie: Trie
    any_trie: Trie
    readings: tuple[tuple[Entry, ...], ...]
    kinds: tuple[frozenset[str], ...]
    kinds_of: NDArray[np.int32]
    accents: Mapping[int, Mapping[str, int]]
    actors: Mapping[str, Actor]
    offices: tuple[Office, ...]
    clitics: tuple[str, ...]


def build(language: str, study: Path | None = None) -> Lexicon:
    """Compile the lexicon of `language`, with a study's own files added.

    Raises
    ------
    UnknownName
        For a language the kit has no lexicon of.
    LexiconError
        For a bad row, naming file, row and column.

    Examples
    --------
    >>> build("id").actors["usa"].country
    'USA'
    """
    return _build(language, study, _state_of(study))


def _state_of(study: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Size and time of a study's lexicon files: a file that was edited is read again."""
    if study is None:
        return ()
    files = [path for table in TABLES if (path := (study / table.name).resolve()).is_file()]
    return tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files)


@functools.lru_cache(maxsize=12)
@collector_held()
def _build(language: str, study: Path | None, state: tuple[tuple[str, int, int], ...]) -> Lexicon:
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    rows = table_rows(ACTORS, study)
    check_actors(rows, {s for s, _, _ in states.all_states()}, {r["key"] for r in table_rows(AGENTS, study)})
    check_countries(table_rows(PLACES, study))
    actors = _actors(rows)
    entries = [
        *_name_entries(rows, actors, language),
        *_place_entries(language, study),
        *_role_entries(language, study),
    ]
    for name in ("words", "dates", "numbers", "quotes", "figures", "candidates"):
        entries += _section_entries(language, name)
    entries += _calendar_entries(language)
    entries += _event_entries(language, study)
    clitics = tuple(section(language, "words").get("joined_clitics", ()))
    return _compile(language, entries, actors, _offices(rows), clitics)


def _actors(rows: list[dict[str, str]]) -> dict[str, Actor]:
    actors = {s: Actor(s, name, "state", country, None) for s, name, country in states.all_states()}
    for row in reversed(rows):  # a study's rows stand first: they have the last word
        if row["kind"] == "name":
            known = actors.get(row["actor_id"])
            actors[row["actor_id"]] = Actor(
                row["actor_id"], row["form"], row["actor_type"] or (known.actor_type if known else "state"),
                row["country"] or (known.country if known else None), row["sector"] or None,
            )  # fmt: skip
    return actors


def _offices(rows: Iterable[dict[str, str]]) -> tuple[Office, ...]:
    return tuple(
        Office(r["actor_id"], r["form"], r["country"], r["valid_from"] or None, r["valid_to"] or None)
        for r in rows
        if r["kind"] == "office"
    )


def _name_entries(rows: Iterable[dict[str, str]], actors: Mapping[str, Actor], language: str) -> Iterable[Entry]:
    listed = set()
    borrowed = section(language, "words").get("borrowed_names", ())
    for row in rows:
        actor = actors.get(row["actor_id"])
        own = row["language"] in ("*", language)
        if row["kind"] == "office" or not (own or (row["language"] in borrowed and _is_borrowed(row, actor))):
            continue
        listed.add(row["form"])
        kind = "decoy" if actor is None else actor.actor_type
        yield Entry(
            "names", kind, row["actor_id"], row["form"], f"actors:{row['actor_id'] or 'decoy'}:{row['form']}", row
        )
    for actor_id, form in states.state_forms(language):
        if form not in listed:
            yield Entry("names", "state", actor_id, form, f"cldr:{actor_id}:{form}", {"kind": "name", "sector": ""})


def _is_borrowed(row: Mapping[str, str], actor: Actor | None) -> bool:
    """Is it a full name that other languages take over as it is: "Islamic State", "World Food Programme"?"""
    return actor is not None and actor.actor_type in _BORROWED and row["kind"] in ("name", "form")


def _place_entries(language: str, study: Path | None) -> Iterable[Entry]:
    for row in table_rows(PLACES, study):
        if row["language"] in ("*", language):
            yield Entry("names", "place", row["place_id"], row["form"], f"places:{row['place_id']}:{row['form']}", row)


def _role_entries(language: str, study: Path | None) -> Iterable[Entry]:
    for row in table_rows(AGENTS, study):
        if row["language"] in ("*", language):
            form = row["form"].lower()
            yield Entry("roles", row["kind"], row["key"], form, f"agents:{row['key']}:{row['form']}", row)


def _section_entries(language: str, name: str) -> Iterable[Entry]:
    for kind, value in section(language, name).items():
        pairs = [(form, form) for form in value] if isinstance(value, list) else None
        pairs = [(f, str(k)) for f, k in value.items()] if isinstance(value, dict) else pairs
        for form, key in pairs or ():
            yield Entry(name, kind, key, form, f"{language}.{name}.{kind}:{form}", {})


def _calendar_entries(language: str) -> Iterable[Entry]:
    for kind, key, form in dict.fromkeys(states.calendar(language)):
        yield Entry("dates", kind, key, form, f"cldr.{kind}:{form}", {})


def _event_entries(language: str, study: Path | None) -> Iterable[Entry]:
    for row in table_rows(EVENTS, study):
        if row["language"] == language:
            yield from (Entry("events", *expanded) for expanded in expand_event(row))
    for form in section(language, "events").get("decoys", ()):
        yield Entry("events", "decoy", "", form, f"{language}.events.decoys:{form}", {})


def spell(form: str) -> list[str]:
    """Split a form into the words the scan will see, folded; joins such as hyphens and apostrophes are dropped.

    Examples
    --------
    >>> spell("Perserikatan Bangsa-Bangsa"), spell("N’Djamena")
    (['Perserikatan', 'Bangsa', 'Bangsa'], ['N', 'Djamena'])
    """
    return _WORD.findall(folded(form))


def _variants(word: str) -> set[str]:
    return {word, word.capitalize(), word.upper(), word[:1].upper() + word[1:]}


def _compile(
    language: str, entries: Iterable[Entry], actors: Mapping[str, Actor], offices: tuple[Office, ...],
    clitics: tuple[str, ...],
) -> Lexicon:  # fmt: skip
    grouped: dict[tuple[bool, tuple[str, ...], str], list[Entry]] = {}
    for entry in entries:
        words = tuple(spell(entry.form))
        if words:
            cased = any(w != w.lower() for w in words)
            grouped.setdefault((cased, words, entry.domain), []).append(entry)
            if cased and entry.data.get("kind") != "acronym" and all(len(w) > 3 for w in words):
                grouped.setdefault((True, tuple(w.upper() for w in words), entry.domain), []).append(entry)
    symbols: dict[str, int] = {}
    accents: dict[int, dict[str, int]] = {}
    readings: list[tuple[Entry, ...]] = [()]
    phrases: dict[bool, list[Phrase]] = {True: [], False: []}
    for (cased, words, domain), group in grouped.items():
        numbers = tuple(symbols.setdefault(w, len(symbols) + 1) for w in words)
        phrases[cased].append(Phrase(numbers, DOMAINS.index(domain), len(readings)))
        readings.append(tuple(group))
        forms = {e.form.lower() for e in group}
        if len(forms) > 1:
            accents[len(readings) - 1] = {form: len(readings) + n for n, form in enumerate(sorted(forms))}
            readings += [tuple(e for e in group if e.form.lower() == form) for form in sorted(forms)]
    low = {w for (cased, words, _) in grouped if not cased for w in words}
    surface = sorted(set(symbols) | {v for w in low for v in _variants(w)})
    exact = np.array([symbols.get(w, 0) for w in surface] + [0], dtype=np.int32)
    any_case = np.array([symbols.get(w.lower(), 0) for w in surface] + [0], dtype=np.int32)
    width = len(symbols) + 2
    alone, loose = (single_words(phrases[cased], width, len(DOMAINS)) for cased in (True, False))
    alone = np.where(alone[:, exact], alone[:, exact], loose[:, any_case])
    domains = np.packbits(alone != 0, axis=0, bitorder="little").T.copy().view(np.uint16).ravel()
    kinds: dict[frozenset[str], int] = {}
    kinds_of = [kinds.setdefault(frozenset(entry.kind for entry in group), len(kinds)) for group in readings]
    return Lexicon(
        language, {w.encode("latin-1"): n for n, w in enumerate(surface)}, exact, any_case, alone, domains,
        build_trie(phrases[True], width, len(DOMAINS)), build_trie(phrases[False], width, len(DOMAINS)),
        tuple(readings), tuple(kinds), np.array(kinds_of, dtype=np.int32), accents, actors, offices, clitics,
    )  # fmt: skip
