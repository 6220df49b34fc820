"""Endings of English and French triggers: regular verbs and plurals by rule, the rest from the TOML files.

The first word of a verb phrase is inflected ("call on", "called on"), in a noun phrase the head ("calls for",
"frappes aériennes"). The third person is made, and the first as quotations have it. Irregular verbs stand in
[events.irregular] of en.toml (past, participle) and fr.toml (seven principal parts; a key also serves the verbs
that end in it: `prendre` serves `reprendre`). Nothing here knows what a trigger means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sahelkit.errors import LexiconError
from sahelkit.lexicons.tables import section

_VOWELS = "aeiou"
_CONSONANTS = "[bcdfghjklmnpqrstvxzç]"
_ELIDING = "aeiouhéêâîô"


class Form(NamedTuple):
    """A surface form: its voice, its tense where the ending shows one, the affix that made it, and its text."""

    kind: str
    tense: str
    affix: str
    text: str


def english(lemma: str, pos: str) -> Iterator[Form]:
    """Give the forms of an English lemma or phrase.

    Examples
    --------
    >>> [f.text for f in english("withdraw", "verb")]
    ['withdraw', 'withdraws', 'withdrawing', 'withdrew', 'withdrawn']
    >>> [f.text for f in english("air strike", "noun")], [f.text for f in english("call for", "noun")]
    (['air strike', 'air strikes'], ['call for', 'calls for'])
    """
    if pos == "victim":
        yield Form("victim", "", "0", lemma)
    elif pos == "noun":
        yield Form("noun", "", "0", lemma)
        yield Form("noun", "", "plural", _english_plural(lemma))
    elif pos == "verb":
        verb, _, rest = lemma.partition(" ")
        for spelling in {verb: 0, re.sub("ize$", "ise", verb): 0}:
            yield from _tailed(list(_english_verb(spelling)), rest, "en")
    else:
        raise LexiconError(f"events.csv, {lemma!r}: no part of speech {pos!r} in English", column="pos")


def _tailed(forms: list[Form], rest: str, language: str) -> Iterator[Form]:
    """Put the rest of a phrase after the verb; a ~ in it is any determiner or none, its object may also come first.

    Examples
    --------
    >>> found = [f.text for f in _tailed(list(_english_verb("lift")), "~ sanctions", "en")]
    >>> [text in found for text in ("lift sanctions", "lifted the sanctions", "sanctions were lifted")]
    [True, True, True]
    """
    known = section(language, "events")
    before, gap, after = (rest + " ").partition("~ ")
    allowed = known["plural_determiners" if after.rstrip().endswith("s") else "determiners"] if gap else ()
    for form in forms:
        agrees = gap and form.kind == "participle" and form.affix.endswith((" f", " pl"))
        if not agrees:  # "a levé les sanctions": an object that follows leaves the participle alone
            yield form._replace(text=f"{form.text} {before}{after}".strip())
        for determiner in () if agrees else allowed:
            joint = "" if determiner.endswith("'") else " "
            if joint or after[0] in _ELIDING:
                yield form._replace(text=f"{form.text} {before}{determiner}{joint}{after}".strip())
        if gap and not before and form.kind == "participle":
            for be in known["passive_be"]:
                yield Form("passive", "past", "object first", f"{after}{be} {form.text}")


def _english_verb(verb: str) -> Iterator[Form]:
    stem = _english_stem(verb)
    if verb not in section("en", "events")["no_bare"]:
        yield Form("infinitive", "present", "0", verb)
        yield Form("active", "present", "s", _s(verb))
    yield Form("active", "gerund", "ing", (verb[:-2] + "y" if verb.endswith("ie") else stem) + "ing")
    known = section("en", "events")["irregular"].get(verb)
    regular = verb + "d" if verb.endswith("e") else _y_to_i(stem) + "ed"
    past, participle = known or (regular, regular)
    if past != participle:
        yield Form("active", "past", "past", past)
    if verb not in section("en", "events")["no_participle"]:
        yield Form("participle", "past", "ed", participle)


def _english_stem(verb: str) -> str:
    """Drop a silent e, or double the last consonant.

    Examples
    --------
    >>> [_english_stem(v) for v in ("seize", "free", "ban", "expel", "attack", "visit", "deploy", "quit")]
    ['seiz', 'free', 'bann', 'expell', 'attack', 'visit', 'deploy', 'quitt']
    """
    if verb.endswith("e"):
        return verb if verb.endswith(("ee", "oe", "ye")) else verb[:-1]
    short = re.fullmatch("(?:[^aeiou]*|.*qu)[aeiou][^aeiouwxy]", verb)
    return verb + verb[-1] if short or verb in section("en", "events")["doubled"] else verb


def _y_to_i(word: str) -> str:
    return word[:-1] + "i" if word.endswith("y") and word[-2:-1] not in _VOWELS else word


def _s(word: str) -> str:
    if _y_to_i(word) != word:
        return _y_to_i(word) + "es"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _head_first(lemma: str, prepositions: list[str]) -> tuple[list[str], list[str]]:
    words = lemma.split()
    cuts = [n for n, word in enumerate(words) if n and re.split("(?<=')", word)[0] in prepositions]
    cut = min(cuts, default=len(words))
    return words[:cut], words[cut:]


def _english_plural(lemma: str) -> str:
    head, rest = _head_first(lemma, section("en", "events")["after_head"])
    return " ".join([*head[:-1], _s(head[-1]), *rest])


def french(lemma: str, pos: str) -> Iterator[Form]:
    """Give the forms of a French lemma or phrase; a reflexive verb brings its compound past.

    Examples
    --------
    >>> [f.text for f in french("menacer", "verb")][:9]  # doctest: +NORMALIZE_WHITESPACE
    ['menacer', 'menace', 'menacent', 'menaçait', 'menaçaient', 'menacera', 'menaceront', 'menacerait', 'menaceraient']
    >>> [f.text for f in french("reprendre", "verb") if f.kind == "participle"]
    ['repris', 'reprise', 'repris', 'reprises']
    >>> "s'est retirée" in [f.text for f in french("se retirer", "verb")]
    True
    """
    if pos == "victim":
        yield Form("victim", "", "0", lemma)
    elif pos == "noun":
        yield Form("noun", "", "0", lemma)
        head, rest = _head_first(lemma, section("fr", "events")["after_head"])
        yield Form("noun", "", "plural", " ".join([*map(_french_plural, head), *rest]))
    elif pos == "verb":
        reflexive = re.match("se |s'", lemma)
        verb, _, tail = lemma[reflexive.end() if reflexive else 0 :].partition(" ")
        forms = list(_french_verb(verb))
        yield from _tailed(list(_reflexive(reflexive.group(), forms)) if reflexive else forms, tail, "fr")
    else:
        raise LexiconError(f"events.csv, {lemma!r}: no part of speech {pos!r} in French", column="pos")


def _french_plural(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return word[:-1] + "ux"
    return word + ("x" if word.endswith(("eau", "eu")) else "s")


def _french_verb(verb: str) -> Iterator[Form]:
    one, many, imperfect, future, past, past_many, participle = principal_parts(verb)
    known = section("fr", "events")
    soft = imperfect[:-1] + "ç" if imperfect.endswith("c") else imperfect
    yield Form("infinitive", "present", "0", verb)
    if verb not in known["no_present"]:
        yield from (Form("active", "present", f"present {n}", t) for n, t in (("sg", one), ("pl", many)))
    for tense, stem in (("imperfect", soft), ("future", future), ("conditional", future)):
        for number, ending in zip(("sg", "pl"), _FRENCH_ENDINGS[tense], strict=True):
            yield Form("active", tense, f"{tense} {number}", stem + ending)
    yield from (Form("active", "past", f"past {n}", t) for n, t in (("sg", past), ("pl", past_many)))
    # « Nous exigeons », « je retirerai »: what a party says of itself
    yield Form("active", "present", "present 1 pl", soft + "ons")
    yield from (Form("active", "future", f"future 1 {n}", future + e) for n, e in (("sg", "ai"), ("pl", "ons")))
    yield Form("active", "gerund", "ant", soft + "ant")
    if verb in known["no_participle"]:
        return
    plural = participle if participle.endswith("s") else participle + "s"
    for affix, text in (("", participle), (" f", participle + "e"), (" pl", plural), (" f pl", participle + "es")):
        yield Form("participle", "past", "participle" + affix, text)


_FRENCH_ENDINGS = {"imperfect": ("ait", "aient"), "future": ("a", "ont"), "conditional": ("ait", "aient")}


def principal_parts(verb: str) -> tuple[str, ...]:
    """Give present sg and pl, imperfect and future stems, simple past sg and pl, and the past participle.

    Examples
    --------
    >>> principal_parts("engager")[:5]
    ('engage', 'engagent', 'engage', 'engager', 'engagea')
    >>> principal_parts("déployer")[:4], principal_parts("lever")[0], principal_parts("libérer")[0]
    (('déploie', 'déploient', 'déploy', 'déploier'), 'lève', 'libère')
    >>> principal_parts("convenir")[0], principal_parts("bannir")[1], principal_parts("défendre")[4]
    ('convient', 'bannissent', 'défendit')
    """
    irregular = section("fr", "events")["irregular"]
    key = max((k for k in irregular if verb.endswith(k)), key=len, default=None)
    if key is not None:
        return tuple(verb.removesuffix(key) + part for part in irregular[key])
    stem = verb[:-2]
    if verb.endswith("er"):
        return _er_parts(stem)
    if verb.endswith("ir"):
        return (stem + "it", stem + "issent", stem + "iss", verb, stem + "it", stem + "irent", stem + "i")
    if not verb.endswith("re") or not stem:
        raise LexiconError(f"events.csv, {verb!r}: no French infinitive (-er, -ir, -re)", column="form")
    return (stem, stem + "ent", stem, verb[:-1], stem + "it", stem + "irent", stem + "u")


def _er_parts(stem: str) -> tuple[str, ...]:
    strong, future = stem, None
    if stem.endswith(("oy", "uy")):
        strong = stem[:-1] + "i"
    elif stem.endswith(("el", "et")) and stem + "er" not in section("fr", "events")["grave"]:
        strong = stem + stem[-1] if stem[-3:-2] not in _VOWELS else stem
    elif re.search(f"e{_CONSONANTS}$", stem):
        strong = stem[:-2] + "è" + stem[-1]
    elif found := re.search(f"é({_CONSONANTS}+)$", stem):
        strong, future = stem[: found.start()] + "è" + found.group(1), stem + "er"
    wide = stem + "e" if stem.endswith("g") else stem
    soft = stem[:-1] + "ç" if stem.endswith("c") else wide
    return (strong + "e", strong + "ent", wide, future or strong + "er", soft + "a", stem + "èrent", stem + "é")


def _reflexive(clitic: str, forms: list[Form]) -> Iterator[Form]:
    for form in forms:
        if form.kind != "participle":
            yield form._replace(text=clitic + form.text)
            continue
        for tense, auxiliary in _REFLEXIVE["pl" if form.affix.endswith("pl") else "sg"]:
            yield Form("active", tense, f"{auxiliary} {form.affix}", f"{auxiliary} {form.text}")


_REFLEXIVE = {
    "sg": (("past", "s'est"), ("past", "s'était"), ("conditional", "se serait")),
    "pl": (("past", "se sont"), ("past", "s'étaient"), ("conditional", "se seraient")),
}
