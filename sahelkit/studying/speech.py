"""Speech acts as they may stand in a chain: who says it, against whom, and what it speaks of.

Accusations, denials and refusals as they are coded; claims, which are acts known only from somebody's words; and any
act that another row denies or confirms, told by the article itself. Who is the same as whom is decided here too: a
state speaks for its persons and forces, two persons of one country do not speak for each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from sahelkit.columns import EVENT_GROUPS
from sahelkit.corpus import Corpus
from sahelkit.evidence import tuples_of
from sahelkit.studying.statements import SAID, is_denial

OWN = (
    "article_id", "start", "end", "text", "sentence_id", "zone", "event_id", "event_type", "status", "publisher",
    "published",
)  # fmt: skip
_COLUMNS = (
    *OWN, "source_id", "target_id", "claimant_id", "about_event_id", "relation", "incident_id", "rule",
)  # fmt: skip
_HARD = EVENT_GROUPS["material conflict"]

Known = Mapping[str, tuple[str, str]]  # actor_id -> type, country


class Act(NamedTuple):
    """A statement that may stand in a chain; several speakers or addressees have several rows."""

    kind: str  # accusation, denial, refusal, confirmation, claim, told
    event_id: str
    article: str
    published: Any
    about: str | None
    speakers: tuple[str, ...]
    against: tuple[str, ...]
    matter: frozenset[str]  # types and incidents of what it speaks of
    rows: tuple[dict[str, Any], ...]


def acts_of(corpus: Corpus) -> list[Act]:
    """Return what may stand in a chain, copies once: older articles first, then in the order of the text."""
    events = corpus.filter(distinct=True).query("events", columns=_COLUMNS).sort_values("published", kind="stable")
    events = events.assign(relation=events["relation"].fillna(""), about_event_id=_about(events))
    main, content = (events[(events["relation"] == "content") == is_content] for is_content in (False, True))
    matter = _matter(main, content)
    main = main[main["start"] == main.groupby("event_id")["start"].transform("min")]  # not where it is told again
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row, kind in zip(main.to_dict("records"), _kinds(main), strict=True):
        if kind:
            grouped.setdefault(row["event_id"], []).append({str(k): v for k, v in row.items()} | {"kind": kind})
    return [_act(rows, frozenset(matter[key])) for key, rows in grouped.items()]


def _about(events: pd.DataFrame) -> pd.Series:
    """Return what each row is about; a denial of what was said is about the saying."""
    content = events[(events["relation"] == "content").fillna(False)]
    said = dict(tuples_of(content, "event_id", "about_event_id"))
    return events["about_event_id"].map(lambda key: said.get(key, key), na_action="ignore").astype("string")


def _matter(main: pd.DataFrame, content: pd.DataFrame) -> defaultdict[str, set[str]]:
    """Return the incident of each event, and the types and incidents of what it speaks of."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, event_type in tuples_of(content, "about_event_id", "event_type"):
        found[key].add(event_type)
    for frame, column in ((main, "event_id"), (content, "about_event_id")):
        frame = frame[frame["incident_id"].notna()]
        for key, incident in tuples_of(frame, column, "incident_id"):
            found[key].add(incident)
    return found


def _kinds(events: pd.DataFrame) -> list[str]:
    """Return what each row is in a chain; "" where it is nothing."""
    denied = set(events.loc[events["relation"].isin(["denies", "confirms"]), "about_event_id"].dropna())
    columns = ("event_id", "event_type", "status", "relation", "claimant_id")
    return [
        _kind(*row, denies=denies) or ("told" if key in denied else "")
        for (key, *row), denies in zip(tuples_of(events, *columns), is_denial(events), strict=True)
    ]


def _kind(event_type: str, status: str, relation: str, claimant: Any, *, denies: bool) -> str:
    if relation == "confirms":
        return "confirmation"
    if status in SAID and (denies or event_type in ("ACCUSE", "REJECT")):
        return "denial" if denies else "accusation" if event_type == "ACCUSE" else "refusal"
    if event_type in _HARD and status in ("claimed", "alleged") and isinstance(claimant, str):
        return "claim"
    return ""


def _act(rows: list[dict[str, Any]], matter: frozenset[str]) -> Act:
    first = rows[0]
    told = [_told(row) for row in rows]
    about = first["about_event_id"] if first["relation"] in ("denies", "confirms") else None
    own = frozenset([first["event_type"]]) if first["kind"] in ("claim", "told") else frozenset()
    return Act(
        first["kind"], first["event_id"], first["article_id"], first["published"],
        about if isinstance(about, str) else None,
        _named(row["speaker_id"] for row in told), _named(row["against_id"] for row in told), matter | own,
        tuple(told),
    )  # fmt: skip


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row's cells in the table of chains, with who says it against whom."""
    source, target, claimant = (row[name] for name in ("source_id", "target_id", "claimant_id"))
    if row["kind"] == "claim":
        about = target if isinstance(source, str) and source == claimant else source
        sides = {"speaker_id": claimant, "against_id": about}
    elif row["kind"] == "told":
        sides = {"speaker_id": claimant, "against_id": source}
    else:
        sides = {"speaker_id": source, "against_id": target}
    return {name: row[name] for name in OWN} | sides


def _named(ids: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in ids if isinstance(key, str)))


def known_actors(corpus: Corpus) -> Known:
    """Return type and country of everybody who is named."""
    rows = corpus.query("mentions", by=["actor_id", "actor_type", "country"]).drop_duplicates("actor_id")
    return {key: (kind, country) for key, kind, country in tuples_of(rows, "actor_id", "actor_type", "country")}


def party_of(actor: str, known: Known) -> str:
    """Return what an actor is looked up by: its state, or itself."""
    kind, country = known.get(actor, ("", ""))
    return country if kind in ("state", "person", "force") and isinstance(country, str) else actor


def is_same(one: Iterable[str], other: Iterable[str], known: Known) -> bool:
    """Is somebody of one side on the other: as the same actor, or as a state and its person or force?"""
    pairs = ((a, b) for a in one for b in other)
    return any(a == b or (party_of(a, known) == party_of(b, known) and _is_state(known, a, b)) for a, b in pairs)


def _is_state(known: Known, *actors: str) -> bool:
    return any(known.get(actor, ("", ""))[0] == "state" for actor in actors)
