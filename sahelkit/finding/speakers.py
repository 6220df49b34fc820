"""Who speaks: the noun phrase beside a cue, and whom it means.

A speaker is a name, a titled person or an institution, a pronoun, or the clitic in `ujarnya`; what is only "a resident"
or "sources" is told apart as generic. Names the registry does not know stay as text.
"""

from __future__ import annotations

import bisect
import functools
import re
from typing import NamedTuple

import numpy as np

from sahelkit.finding.sayings import Cue, Ground, Ints, Speaker, tape_codes
from sahelkit.finding.spots import among
from sahelkit.lexicons.build import Lexicon

_HEAD = "[PSYCtg]"
_JOINT = r"(?:['\]]z|[-'\]]|\.(?=[PCt-])|\((?=C\))|O['\]]?D?['\]]?(?=[PSYCtg])|(?<=C)\)(?=[PSYCtg]))?"
_FRONT = r"(?:(?:[DU]['\]]?)?w?l(?:w?O['\]]?D?['\]]?)?(?=[SPg])|[DU]['\]]?w{0,3}|w(?=[SPg]))?"
_NAME = re.compile(rf"{_FRONT}{_HEAD}(?:{_JOINT}{_HEAD})*(?:\(C\))?m?")
_GENERIC = re.compile(r"[DUws&gtp'\]]{0,4}[spwl]m?")
_COMMON = re.compile(r"[DU]['\]]?w{1,3}|w{1,2}m?(?=[.,\n])")
_SKIPPED = "&Kka,])"
_SKIP = re.compile(f"[{re.escape(_SKIPPED)}]*")
_ADVERBIAL = re.compile(r"[ibdAaKk]")
_NEAR_CUE = re.compile(rf"(?<![iO])({_HEAD}(?:{_JOINT}{_HEAD}){{0,7}}(?:\(C\))?m?|I)[axnfhd]{{0,2}}$")
_UP_TO_BOUND = re.compile(r"(?s:.*)[\n;:<>\"T]")
_OF_PERSON, _OF_NAME, _OF_TITLE = re.compile("[PC]"), re.compile("[PSYC]"), re.compile("[tg]")
_OF_GROUP, _OF_PEOPLE = re.compile("[PCtgl]"), re.compile("[sp]")
_TO_CUE, _UNKNOWN, _OF_STATE = re.compile("[axnfhe]{0,3}"), re.compile(r"C(?!\))"), re.compile("[SY]")
_TITLED = re.compile(r"[tgPS](?:(?<=[tg])[^\n,;:<>\"]{0,3}?[PS]|(?<=[PS]),?(?:['\]]z)?[tg])")
_REACH = 60


def after(ground: Ground, n: int, limit: int) -> Speaker | None:
    """Return the speaker whose noun phrase starts at tape position n, adverbs and dates skipped."""
    letters = ground.tape.letters
    n = _fillers(letters, n, limit)
    if n >= limit:
        return None
    if letters[n] == "I":
        return Speaker(n, n, "pronoun")
    match = _NAME.match(letters, n, limit)
    if match:
        return _appositive(ground, _named(ground, match.start(), match.end() - 1), limit)
    match = _GENERIC.match(letters, n, limit) or _COMMON.match(letters, n, limit)
    return Speaker(match.start(), match.end() - 1, "generic") if match else None


def _appositive(ground: Ground, speaker: Speaker, limit: int) -> Speaker:
    """`ujar juru bicara junta, Amadou Abdramane`: the name behind a bare title goes before it."""
    letters = ground.tape.letters
    if speaker.kind != "office" or letters[speaker.last + 1 : speaker.last + 2] != ",":
        return speaker
    match = _NAME.match(letters, speaker.last + 2, limit)
    if match is None or not _OF_PERSON.search(match[0]):
        return speaker
    if letters[match.end() : match.end() + 1] not in ("", ",", ".", "\n"):
        return speaker
    return _named(ground, match.start(), match.end() - 1)


_FILLER = re.compile(r"(?:[ad]|\([#/]{1,5}\)|[ib]['\]]?D?['\]]?[dFSgpwC]{1,3}(?=[DPtIibd])|,(?=[ad(])){0,4}")


def _fillers(letters: str, n: int, limit: int) -> int:
    match = _FILLER.match(letters, n, limit)
    return match.end() if match else n


def _named(ground: Ground, first: int, last: int) -> Speaker:
    letters = ground.tape.letters
    kind, article = _kind(letters[first : last + 1], ground.scan.lexicon.language)
    if kind == "generic":
        return Speaker(first, _common_end(ground, last), "generic")
    if letters[last + 1 : last + 2] in ("'", "]") and letters[last + 2 : last + 4] == "zw":
        last += 3  # "the general's aide"
    return Speaker(first + article, last, kind)


@functools.lru_cache(maxsize=1 << 12)
def _kind(letters: str, language: str) -> tuple[str, int]:
    """Return how a noun phrase names somebody, and the length of an article that is no part of it."""
    if letters[0] == "U" and (not _OF_NAME.search(letters) or not _OF_GROUP.search(letters)):
        return "generic", 0
    is_titled = _OF_TITLE.search(letters) is not None
    article = 0
    if letters[0] == "D" and (language == "fr" or not is_titled):
        article = 2 if letters[1] in "']" else 1  # "the governor", but "CSP", "colonel Goïta"
    return "name" if _OF_PERSON.search(letters) or not is_titled else "office", article


def _common_end(ground: Ground, last: int) -> int:
    """Let "a Malian" run on over its common nouns: "a Malian trader"."""
    while ground.tape.letters[last + 1 : last + 2] in ("w", "p", "s"):
        last += 1
    return last


def before(ground: Ground, cue: Cue, lo: int) -> Speaker | None:
    """Return the subject of a cue within its clause, which starts at or after tape position `lo`."""
    letters = ground.tape.letters
    lo = max(lo, cue.at - _REACH)
    if bound := _UP_TO_BOUND.match(letters, lo, cue.at):
        lo = bound.end()
    comma = letters.rfind(",", lo, cue.at)
    if cue.letter != "G":
        speaker = _at_start(ground, comma + 1 if comma >= 0 else lo, cue.at) or _beside(ground, lo, cue.at)
        if speaker:
            return speaker
    return _leftmost(ground, lo, cue.at)


def _at_start(ground: Ground, lo: int, hi: int) -> Speaker | None:
    """The noun phrase that opens a stretch, conjunctions and adverbs skipped."""
    letters = ground.tape.letters
    if lo < hi and letters[lo] in _SKIPPED and (skipped := _SKIP.match(letters, lo, hi)):
        lo = skipped.end()
    if lo >= hi:
        return None
    if letters[lo] == "I":
        return Speaker(lo, lo, "pronoun")
    match = _NAME.match(letters, lo, hi)
    if match and not _is_only_capital(letters, match.start(), match.end(), hi):
        return _named(ground, match.start(), match.end() - 1)
    match = _GENERIC.match(letters, lo, hi)
    if match and (_OF_PEOPLE.search(match[0]) or letters[lo] == "U") and match.end() >= hi - 4:
        return Speaker(match.start(), match.end() - 1, "generic")
    return None


def _is_only_capital(letters: str, first: int, end: int, hi: int) -> bool:
    """A word that is capitalised only because it opens the sentence is no name, unless the cue follows."""
    opens = letters[first - 1 : first] in ("", "\n", "<", '"')
    return opens and end - first == 1 and letters[first] == "C" and not _TO_CUE.fullmatch(letters, end, hi)


def _beside(ground: Ground, lo: int, hi: int) -> Speaker | None:
    match = _NEAR_CUE.search(ground.tape.letters, max(lo, hi - 20), hi)
    if not match:
        return None
    if match.group(1) == "I":
        return Speaker(match.start(1), match.start(1), "pronoun")
    return _named(ground, match.start(1), match.end(1) - 1)


def _leftmost(ground: Ground, lo: int, hi: int) -> Speaker | None:
    """The first noun phrase that opens a stretch between commas; a name in apposition goes before a bare title."""
    letters = ground.tape.letters
    found: list[Speaker] = []
    at = lo
    while at < hi and len(found) < 2:
        if letters[at] in "RA":
            speaker = after(ground, at + 1, hi)
        else:
            speaker = _at_start(ground, at, hi) if not _ADVERBIAL.match(letters, at) else None
        if speaker:
            found.append(speaker)
        comma = letters.find(",", at, hi)
        at = comma + 1 if comma >= 0 else hi
    if len(found) == 2 and found[0].kind in ("office", "generic") and found[1].kind == "name":
        return found[1] if _OF_PERSON.search(letters, found[1].first, found[1].last + 1) else found[0]
    return found[0] if found else None


class Known(NamedTuple):
    """Who was named where, for pronouns and titles: tape positions in order.

    `titled` : names beside a title; `readings` : the titles'; `beside` : the names beside each title asked for so far.
    """

    people: list[int]
    actors: list[int]
    titled: Ints
    readings: Ints
    beside: dict[str, list[int]]


def known(ground: Ground) -> Known:
    """Collect the names of a batch, and the titles written beside them."""
    codes = tape_codes(ground)
    people, actors = np.flatnonzero(codes == ord("P")).tolist(), np.flatnonzero(codes == ord("S")).tolist()
    spans = [match.span() for match in _TITLED.finditer(ground.tape.letters)]
    first, end = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    titled = np.where(among(codes[first], "PS"), first, end - 1)
    readings = np.asarray(ground.tape.ref)[first + end - 1 - titled]
    return Known(people, actors, titled, readings, {})


def _beside_title(ground: Ground, whom: Known, key: str) -> list[int]:
    """Return where names stand beside a title."""
    if key not in whom.beside:
        has_key = np.isin(whom.readings, _readings(ground.scan.lexicon).get(key, ()))
        whom.beside[key] = whom.titled[has_key].tolist()
    return whom.beside[key]


@functools.lru_cache(maxsize=12)
def _readings(lexicon: Lexicon) -> dict[str, list[int]]:
    """Return the readings that have an entry of each key."""
    readings: dict[str, list[int]] = {}
    for n, entries in enumerate(lexicon.readings):
        for entry in entries:
            readings.setdefault(entry.key, []).append(n)
    return readings


def actor_of(ground: Ground, speaker: Speaker, whom: Known) -> str | None:
    """Return the registry's id of a speaker named by name or office; None where the name is unknown."""
    letters = ground.tape.letters[speaker.first : speaker.last + 1]
    if "P" in letters:
        return _id(ground, speaker.first + letters.rindex("P"))
    if _UNKNOWN.search(letters):
        return None
    named = _OF_STATE.search(letters)
    state = _id(ground, speaker.first + named.start()) if named else None
    if "t" in letters and (holder := _holder(ground, speaker, whom, state)):
        return holder
    return state or _titled(ground, speaker, whom)


def _id(ground: Ground, n: int) -> str:
    return ground.mentions[ground.tape.ref[n]].actor_id


def _holder(ground: Ground, speaker: Speaker, whom: Known, state: str | None) -> str | None:
    """The person named before in the article who holds this office of this state."""
    scan, tape = ground.scan, ground.tape
    place = next((n for n in range(speaker.first, speaker.last + 1) if tape.letters[n] == "t"), -1)
    keys = frozenset(e.key for e in scan.entries(tape.ref[place]))
    actor = scan.lexicon.actors.get(state or "")
    country = actor.country if actor else None
    if country is None:
        return None
    holders = _holders(scan.lexicon, keys, country)
    return next((i for i in _earlier(ground, whom.people, speaker.first) if i in holders), None)


@functools.lru_cache(maxsize=1 << 12)
def _holders(lexicon: Lexicon, keys: frozenset[str], country: str | None) -> frozenset[str]:
    """Who held one of these offices, in one country or in any."""
    return frozenset(o.actor_id for o in lexicon.offices if o.key in keys and country in (None, o.country))


def _earlier(ground: Ground, places: list[int], n: int) -> list[str]:
    """Ids named before tape position n in its article, the nearest first, at most twelve."""
    article = ground.article(n)
    at = bisect.bisect_left(places, n)
    return [_id(ground, p) for p in reversed(places[max(0, at - 12) : at]) if ground.article(p) == article]


def _titled(ground: Ground, speaker: Speaker, whom: Known) -> str | None:
    """Who was last named with this title: "menteri itu", "the governor", "l'armée"."""
    tape = ground.tape
    article = ground.article(speaker.first)
    for n in range(speaker.first, speaker.last + 1):
        if tape.letters[n] in "tg":
            for entry in ground.scan.entries(tape.ref[n]):
                names = _beside_title(ground, whom, entry.key)
                at = bisect.bisect_left(names, speaker.first)
                if at and ground.article(names[at - 1]) == article:
                    return _id(ground, names[at - 1])
                holders = _holders(ground.scan.lexicon, frozenset((entry.key,)), None)
                if tape.letters[n] == "t" and (found := [i for i in _earlier(ground, whom.people, n) if i in holders]):
                    return found[0]
    return None


def last_named(ground: Ground, n: int, whom: Known, *, people: bool = True) -> tuple[int, str] | None:
    """Return the last one named before tape position n: tape position and id.

    Of several in one sentence the first stands for the subject. No further back than five sentences.
    """
    places = whom.people if people else whom.actors
    at = bisect.bisect_left(places, n)
    if not at:
        return None
    sentence, first = ground.sentences, ground.tape.first
    near = sentence[first[places[at - 1]]]
    if sentence[first[n]] - near > 5 or ground.article(places[at - 1]) != ground.article(n):
        return None
    together = [places[at - 1]]
    while at > 1 and sentence[first[places[at - 2]]] == near:
        at -= 1
        together.append(places[at - 1])
    free = [p for p in together if ground.tape.letters[p - 1 : p] not in ("i", "O")]
    chosen = min(free or together)
    return chosen, _id(ground, chosen)
