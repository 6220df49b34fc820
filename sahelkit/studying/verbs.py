"""Words that look like verbs of action: told by their shape, so that also a verb that no lexicon lists is seen.

Indonesian verbs begin with an affix, English and French ones end in one; some endings are a verb's only behind an
auxiliary, or straight behind who acts ("Mali closes"). The shapes, and the words that have them and are no act,
stand in the TOML files under [coverage]. A shape is a guess: this counts what rules overlook, and codes nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sahelkit.lexicons.affixes import expand_event
from sahelkit.lexicons.tables import AGENTS, EVENTS, section, table_rows

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SECTIONS = ("words", "dates", "numbers", "quotes")
_LISTS = ("verb_start", "verb_end", "verb_end_behind_auxiliary", "verb_end_behind_actor", "adverb_end")
_PEOPLE = ("force", "government", "people")


class Word(NamedTuple):
    """A word of a sentence: where it stands, in the sentence's text, and its letters in lower case."""

    start: int
    end: int
    low: str


class Shapes(NamedTuple):
    """What tells a verb of one language by its shape; made by `shapes_of`."""

    least: int
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    behind_auxiliary: tuple[str, ...]
    behind_actor: tuple[str, ...]
    adverb_ends: tuple[str, ...]
    auxiliaries: frozenset[str]
    irregular: frozenset[str]
    no_act: frozenset[str]
    people: frozenset[str]
    triggers: frozenset[str]
    decoys: Mapping[str, tuple[str, ...]]
    clitics: tuple[str, ...]


def words_in(text: str) -> list[Word]:
    """Return the words of a sentence; a hyphen joins, an apostrophe parts.

    Examples
    --------
    >>> [word.low for word in words_in("L'armée, le 8 mars, a fermé Gao.")]
    ['l', 'armée', 'le', 'mars', 'a', 'fermé', 'gao']
    """
    return [Word(m.start(), m.end(), m.group().lower()) for m in WORD.finditer(text)]


def base_of(word: str, shapes: Shapes) -> str:
    """Return a word without a joined clitic (Indonesian -nya, -lah).

    Examples
    --------
    >>> base_of("menyerangnya", shapes_of("id"))
    'menyerang'
    """
    clitic = next((c for c in shapes.clitics if word.endswith(c) and len(word) - len(c) >= shapes.least), "")
    return word[: len(word) - len(clitic)]


def is_verb(words: list[Word], n: int, shapes: Shapes, *, behind_actor: bool = False) -> bool:
    """Does the nth word look like a verb of action?

    Parameters
    ----------
    words : list of Word
        The sentence.
    n : int
        Which of its words.
    shapes : Shapes
        Of the sentence's language.
    behind_actor : bool
        Whether the word before it ends the name of an actor. A common noun for people is seen without.

    Examples
    --------
    >>> def verbs(language, text):
    ...     words = words_in(text)
    ...     return [w.low for n, w in enumerate(words) if is_verb(words, n, shapes_of(language))]
    >>> verbs("id", "Pasukan menggeledah rumah di distrik terbesar")
    ['menggeledah']
    >>> verbs("en", "Soldiers searched houses in the morning"), verbs("fr", "Les soldats ont aussi fouillé la ville")
    (['searched'], ['fouillé'])
    """
    low = base_of(words[n].low, shapes)
    if len(low) < shapes.least or words[n].low in shapes.no_act or low in shapes.no_act:
        return False
    if low.startswith(shapes.starts) or low.endswith(shapes.ends) or low in shapes.irregular:
        return True
    if low.endswith(shapes.behind_auxiliary) and _has_auxiliary(words, n, shapes):
        return True
    behind_actor = behind_actor or (n > 0 and words[n - 1].low in shapes.people)
    return behind_actor and low.endswith(shapes.behind_actor)


def _has_auxiliary(words: list[Word], n: int, shapes: Shapes) -> bool:
    before = n - 1
    if before > 0 and words[before].low.endswith(shapes.adverb_ends):
        before -= 1
    return before >= 0 and words[before].low in shapes.auxiliaries


def decoyed(text: str, word: str, shapes: Shapes) -> bool:
    """Does a word stand in a phrase that the lexicon knows to be no act ("menarik perhatian")?"""
    phrases = shapes.decoys.get(word, ())
    return bool(phrases) and any(phrase in text.lower() for phrase in phrases)


@functools.cache
def shapes_of(language: str) -> Shapes:
    """Return what tells a verb of `language` by its shape.

    Raises
    ------
    UnknownName
        For a language the kit has no lexicon of.
    """
    known = section(language, "coverage")
    grammar, events = section(language, "words"), section(language, "events")
    listed = (word for name in _SECTIONS for word in _words(section(language, name)))
    lists = {name: tuple(known.get(name, ())) for name in _LISTS}
    agents = [row for row in table_rows(AGENTS) if row["language"] in ("*", language)]
    return Shapes(
        known["least"], lists["verb_start"], lists["verb_end"], lists["verb_end_behind_auxiliary"],
        lists["verb_end_behind_actor"], lists["adverb_end"],
        frozenset([*grammar.get("be", ()), *grammar.get("have", ())]),
        frozenset(_words(events.get("irregular", {})) if known.get("irregular") else ()),
        frozenset([*listed, *known["not_verb"], *known["state"], *(row["form"].lower() for row in agents)]),
        frozenset(row["form"].lower() for row in agents if row["kind"] in _PEOPLE),
        frozenset(_triggers(language)), _by_word(events["decoys"]), tuple(grammar.get("joined_clitics", ())),
    )  # fmt: skip


def _words(value: Any) -> Iterator[str]:
    """Give every string of a TOML section, keys of tables too."""
    if isinstance(value, str):
        yield value.lower()
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (key.lower(), *_words(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)


def _triggers(language: str) -> Iterator[str]:
    for row in table_rows(EVENTS):
        if row["language"] == language:
            yield from (form for _, _, form, _, _ in expand_event(row))


def _by_word(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for phrase in phrases:
        for word in words_in(phrase):
            found.setdefault(word.low, []).append(phrase.lower())
    return {word: tuple(held) for word, held in found.items()}
