"""Which language a text is in, where neither catalog nor caller says so.

Many articles of the three languages show it in their first words, by a count of the commonest, fifty times as fast as a
model: half of 560 runs of six to eight sentences, none of them otherwise than the model. For the others py3langid
decides over 139 languages, on the first lines of prose: offline, and the same text always gives the same answer. Near
relatives that share most words with a language of the kit (Malay with Indonesian, Occitan with French) win short texts
by chance; such a win must be clear. What stays in doubt is not decided: a text misread is worse than a text unread.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from itertools import repeat
from typing import Any, NamedTuple

from sahelkit.lexicons.tables import LANGUAGES, section

READ = 2_000  # code points that are looked at; 60 of 60 Indonesian articles are told apart from Malay in fewer
PROSE_LINE = 60  # code points; shorter lines are headings, bylines and links, often in English on any site
ENOUGH = 200  # code points of prose; with less the whole text is looked at
SURE = 0.5  # probability; below it the language is not told
# A relative must be this sure: of 6,000 Indonesian sentences one in 2,000 passes for Malay, of Malay ones most.
RELATIVE_SURE = 0.85
RELATIVES = {"ms": "id", "pcm": "en", "oc": "fr", "wa": "fr"}
OPENING, GLANCE = 3_000, 800  # code points that are looked at for a decision at once, and of prose among them
GLANCE_WORDS = 60  # with fewer the model is asked
# Shares of these words: of the language's common and own ones (Indonesian has fewer such), of the others' at most.
COMMON, OTHERS = {"id": 0.1, "en": 0.2, "fr": 0.2}, 0.05
OWN = 3
_BITS = 10  # a count of words in GLANCE fits
_FIELD = (1 << _BITS) - 1
_SHIFTS = tuple(range(0, 2 * _BITS * len(LANGUAGES), 2 * _BITS))
_MALAY = 2 * _BITS * len(LANGUAGES)
_WORD = re.compile(r"[^\W\d_]+")
_WORDS = 3  # fewer are a name


class Detected(NamedTuple):
    """A language (ISO 639 code, missing where it could not be told) and its probability."""

    language: str | None
    probability: float


def detect_language(text: str) -> Detected:
    """Tell the language of an article from its text.

    Known failures: one or two sentences of Malay without a word that only Malay has; a text that is half in one
    language and half in another gets the one that prevails.

    Parameters
    ----------
    text : str
        The source text. Only its first prose is looked at.

    Returns
    -------
    Detected
        `language` is None for an empty text, one of a few words, a list of names, or one in doubt. It may be any
        language, not only those that are read.

    Examples
    --------
    >>> detect_language("Pemerintah mengatakan bahwa warga sipil mengungsi.").language
    'id'
    >>> detect_language("El gobierno dijo que los soldados habían salido de la ciudad.").language
    'es'
    >>> detect_language("Mali, 2022").language is None
    True
    """
    found = _at_once(text)
    if found is not None:
        return Detected(found, 1.0)
    prose = _prose(text)
    if len(_WORD.findall(prose)) < _WORDS:
        return Detected(None, 0.0)
    return _decide(dict(_identifier().rank(prose)), prose)


def _at_once(text: str) -> str | None:
    """Return the language that the first words show beyond doubt, or None."""
    prose = "\n".join([line for line in text[:OPENING].splitlines() if len(line) >= PROSE_LINE])
    words = prose[:GLANCE].lower().split()
    if len(words) < GLANCE_WORDS:
        return None
    marks = _marks()
    total = sum(map(marks.get, words, repeat(0)))
    counts = [(total >> shift & _FIELD, total >> shift + _BITS & _FIELD) for shift in _SHIFTS]
    best = max(range(len(counts)), key=counts.__getitem__)
    common, own = counts[best]
    others = sum(count for count, _ in counts) - common
    language = LANGUAGES[best]
    if own < OWN or common < COMMON[language] * len(words) or others > OTHERS * len(words):
        return None
    return None if language == "id" and total >> _MALAY else language


@functools.cache
def _marks() -> dict[str, int]:
    """Return what each word adds to the counts of its language, all counts in one number: a sum of them is quick."""
    marks: dict[str, int] = {}
    for language, shift in zip(LANGUAGES, _SHIFTS):
        words = section(language, "reading")
        marks |= dict.fromkeys(words["common"], 1 << shift)
        marks |= dict.fromkeys(words["own"], (1 | 1 << _BITS) << shift)
    return marks | dict.fromkeys(section("id", "reading")["malay"], 1 << _MALAY)


def _prose(text: str) -> str:
    """Return the first lines that are long enough for prose, or the text's beginning where there are hardly any."""
    opening = text[: 10 * READ]
    prose = "\n".join(line for line in opening.splitlines() if len(line) >= PROSE_LINE)
    return (prose if len(prose) >= ENOUGH else opening)[:READ]


def _decide(ranked: Mapping[str, float], prose: str) -> Detected:
    """Choose from the probabilities, best first."""
    best = next(iter(ranked))
    probability = ranked[best]
    own = RELATIVES.get(best)
    if own and probability < RELATIVE_SURE and not (best == "ms" and _has_malay(prose)):
        best = own
    if best in LANGUAGES:
        probability = sum(p for code, p in ranked.items() if best in (code, RELATIVES.get(code)))
    return Detected(best if probability >= SURE and best != "zxx" else None, probability)


def _has_malay(prose: str) -> bool:
    """Does the text hold a word that standard Malay has and standard Indonesian has not?"""
    malay = frozenset(section("id", "reading")["malay"])
    return any(word.lower() in malay for word in _WORD.findall(prose))


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def is_read(language: str) -> bool:
    """Is this one of the languages that the kit reads?"""
    return language in LANGUAGES
