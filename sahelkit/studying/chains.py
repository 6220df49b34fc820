"""Chains of claim, denial and reply: who accused whom, who denied it, and what the accuser said to that.

A chain is put together from speech acts that the coder found; no text is read here. Where the coder tied a denial to
what it denies, that holds; else the accused must be the one who denies, and nobody else may be named as the one who
is answered. Two articles are joined only where both sides are the same and so is the matter. Better two short chains
than one wrong one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from sahelkit.columns import EVENT_TYPES
from sahelkit.corpus import Corpus
from sahelkit.studying.pieces import whole_articles
from sahelkit.studying.speech import Act, Known, acts_of, is_same, known_actors, party_of

DTYPES = {
    "chain_id": "string", "step": "Int64", "role": "string", "article_id": "string", "start": "int64", "end": "int64",
    "text": "string", "sentence_id": "string", "zone": "string", "event_id": "string", "event_type": "string",
    "status": "string", "speaker_id": "string", "against_id": "string", "publisher": "string",
    "published": "datetime64[s]",
}  # fmt: skip
_DAYS = 30  # between an accusation in one article and the answer in another
_LATEST = 8  # chains that an answer may go back past; a bound, so that a long article takes no longer a sentence
_OPENING = ("accusation", "claim", "told")
_TYPES = frozenset(EVENT_TYPES)


class _Chain(NamedTuple):
    steps: list[tuple[str, Act]]  # role and act, the opening first

    @property
    def opening(self) -> Act:
        """What is denied."""
        return self.steps[0][1]

    @property
    def deniers(self) -> tuple[str, ...]:
        """Who has denied it so far."""
        return tuple(who for role, act in self.steps if role == "denial" for who in act.speakers)


Latest = defaultdict[tuple[str, str], deque[_Chain]]  # (article, party) -> the last chains against it; "" all articles


def chains(corpus: Corpus, *, answered: bool = True) -> pd.DataFrame:
    """List the chains of claim, denial and reply.

    A chain opens with an accusation (ACCUSE), with an act of material conflict that is known only from somebody's
    words (status claimed or alleged, with a claimant), or with any event that another one denies. Its denial is the
    row that the coder relates to it (`denies`); without one, the next denial in the article whose source is the
    accused, or that person's or force's state, and whose target is missing or the accuser. The reply is what the
    accuser says after that: in the same article a further accusation of the denier, or anywhere a REJECT toward the
    denier. A `confirms` is a confirmation, or a reply where it is the accuser's. Across articles (30 days at most,
    the later one the answer, copies left out) both sides must be named, and an incident of `sk.link` or the type of
    what is spoken of agree.

    Known failures: a denial in the name of somebody else (a lawyer, an ally); an accusation told only as a quotation.

    Parameters
    ----------
    corpus : Corpus
        Chains with a row under its selection, looked for in its articles.
    answered : bool
        Only chains of two steps or more; else also accusations that nobody answers.

    Returns
    -------
    DataFrame
        One row a step and pair of sides: chain_id (event_id of the opening), step (from 1), role (claim, denial,
        reply, confirmation), article_id, start, end, text, sentence_id, zone, event_id, event_type, status,
        speaker_id (who says it; missing: the article), against_id, publisher, published. Chains in the order of
        their openings. ``corpus.evidence`` takes its rows. No chains give an empty table.

    Examples
    --------
    >>> import sahelkit as sk
    >>> text = "France accused Russia of spreading lies. The Kremlin denied the accusation."
    >>> corpus = sk.code([{"article_id": "a", "language": "en", "text": text}])
    >>> chains(corpus)[["step", "role", "speaker_id", "text"]].to_numpy().tolist()
    [[1, 'claim', 'france', 'accused'], [2, 'denial', 'russia', 'denied']]
    """
    articles = tuple(corpus.query("articles", columns="article_id")["article_id"])
    whole = whole_articles(corpus)
    kept = set(corpus.query("events", columns="event_id")["event_id"])
    found = [
        chain
        for chain in _join(acts_of(whole), known_actors(whole))
        if len(chain.steps) > answered and any(act.event_id in kept for _, act in chain.steps)
    ]
    place = {article: n for n, article in enumerate(articles)}
    found.sort(key=lambda chain: (place[chain.opening.article], chain.opening.rows[0]["start"]))
    rows = [row for chain in found for row in _rows(chain)]
    return pd.DataFrame(rows, columns=list(DTYPES)).astype(DTYPES)


def _rows(chain: _Chain) -> Iterator[dict[str, Any]]:
    for step, (role, act) in enumerate(chain.steps, 1):
        about = {"chain_id": chain.opening.event_id, "step": step, "role": role}
        for row in act.rows:
            yield about | row


def _join(acts: list[Act], known: Known) -> list[_Chain]:
    """Put the acts together, each into the chain that it answers or into one of its own."""
    found: list[_Chain] = []
    of_event: dict[str, _Chain] = {}
    latest: Latest = defaultdict(lambda: deque(maxlen=_LATEST))
    for act in _answers_last(acts):
        joined = _linked(act, of_event, known) or _answered(act, latest, known)
        if joined is None and act.kind not in _OPENING:
            continue
        chain, role = joined or (_Chain([]), "claim")
        chain.steps.append((role, act))
        of_event[act.event_id] = chain
        if joined is None:
            found.append(chain)
            for party in {party_of(who, known) for who in act.against}:
                latest[act.article, party].append(chain)
                latest["", party].append(chain)
    return found


def _answers_last(acts: list[Act]) -> Iterator[Act]:
    """Give the acts in order, but what is told before its own occasion after it: "Mali denied France's accusation"."""
    ahead = {act.event_id for act in acts}
    waiting: defaultdict[str, list[Act]] = defaultdict(list)
    for act in acts:
        if act.about in ahead and act.about != act.event_id:
            waiting[str(act.about)].append(act)
            continue
        line = deque([act])
        while line:
            given = line.popleft()
            ahead.discard(given.event_id)
            yield given
            line += waiting.pop(given.event_id, [])
    for rest in waiting.values():  # two acts that are about each other
        yield from rest


def _linked(act: Act, of_event: Mapping[str, _Chain], known: Known) -> tuple[_Chain, str] | None:
    """Return the chain of the event that the coder relates an act to, and what the act is in it."""
    chain = of_event.get(act.about) if act.about is not None else None
    if chain is None:
        return None
    is_accuser = is_same(act.speakers, chain.opening.speakers, known)
    if act.kind == "confirmation":
        return chain, "reply" if is_accuser else "confirmation"
    return chain, "reply" if is_accuser and act.about != chain.opening.event_id else "denial"


def _answered(act: Act, latest: Latest, known: Known) -> tuple[_Chain, str] | None:
    """Return the latest chain that an act answers by its sides: in its own article, else in an earlier one."""
    if act.about is not None or act.kind not in ("denial", "accusation", "refusal"):
        return None
    who = act.speakers if act.kind == "denial" else act.against
    parties = dict.fromkeys(party_of(one, known) for one in (*who, *act.against))
    for scope in (act.article, ""):
        for chain in (chain for party in parties for chain in reversed(latest.get((scope, party), ()))):
            if scope or _across(act, chain):
                if _denies(act, chain, known):
                    return chain, "denial"
                if _replies(act, chain, known):
                    return chain, "reply"
    return None


def _denies(act: Act, chain: _Chain, known: Known) -> bool:
    opening = chain.opening
    if act.kind != "denial" or not is_same(act.speakers, opening.against, known):
        return False
    if act.against and not is_same(act.against, opening.speakers, known):
        return False
    return _agree(act, opening, loosely=opening.kind == "accusation")


def _replies(act: Act, chain: _Chain, known: Known) -> bool:
    deniers = chain.deniers
    if act.kind == "accusation" and act.article != chain.opening.article:
        return False  # as a rule the first accusation, told by another paper
    if not deniers or not is_same(act.speakers, chain.opening.speakers, known):
        return False
    return is_same(act.against, deniers, known) and _agree(act, chain.opening, loosely=True)


def _agree(act: Act, opening: Act, *, loosely: bool) -> bool:
    """Do two acts speak of the same: a type or an incident in common, or loosely, no two types that differ?"""
    open_to_all = not (act.matter & _TYPES and opening.matter & _TYPES)
    return bool(act.matter & opening.matter) or (loosely and open_to_all)


def _across(act: Act, chain: _Chain) -> bool:
    """May an act answer one in another article: both sides named, the same matter, within the days?"""
    opening = chain.opening
    if opening.article == act.article or pd.isna(opening.published) or pd.isna(act.published):
        return False
    near = 0 <= (act.published - opening.published).days <= _DAYS
    return near and bool(act.against) and _agree(act, opening, loosely=False)
