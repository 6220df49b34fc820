"""Codes that others merge on: PLOVER's group and context, ACLED's and UCDP's codes, CAMEO's roots.

What a type and mode is called elsewhere is data, a row of lexicons/event_codes.csv. "Nearest" is meant strictly:
ACLED codes what happened and no statements, so a row that says what was planned, threatened or denied has no ACLED
type, and an attack on nobody knows whom is neither a battle nor violence against civilians. An undated event has no
precision. Nothing that was coded is changed; the missing country of a state is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sahelkit.arrays import COUNT, TEXT
from sahelkit.columns import EVENT_GROUPS, Column
from sahelkit.errors import BadValue
from sahelkit.lexicons.build import Actor, build
from sahelkit.lexicons.eventcodes import event_code
from sahelkit.studying.precision import date_codes

CODED = (
    Column("plover_group", TEXT, "PLOVER group of the event type", codes="event group"),
    Column("context", TEXT, "PLOVER context, where type and mode alone tell it", codes="context"),
    Column("acled_time_precision", COUNT, "ACLED time_precision of the date", codes="acled_time_precision"),
    Column("ucdp_date_prec", COUNT, "UCDP GED date_prec of the date", codes="ucdp_date_prec"),
    Column("acled_event_type", TEXT, "nearest ACLED event type", codes="ACLED event type"),
    Column("acled_sub_event_type", TEXT, "nearest ACLED sub-event type", codes="ACLED sub-event type"),
    Column("cameo_root", TEXT, "nearest CAMEO root, two digits", codes="CAMEO root"),
)
HAPPENED = ("reported", "claimed", "alleged")  # the statuses by which somebody says that it took place
# Who bears arms, as ACLED divides actors: state forces, rebels, militias, other forces against the rest.
ARMED_SECTORS = ("MIL", "COP", "REB", "PRM", "UAF", "SPY")
ARMED_TYPES = ("armed_group", "force", "operation")
UNARMED_SECTORS = ("AGR", "BUS", "CVL", "EDU", "JRN", "LAB", "MED", "REF", "OPP", "REL", "SOC")
UNARMED_TYPES = ("media", "ngo")
_READ = ("event_type", "mode", "status", "date_edtf", "target_id", "target_sector")
_NEEDED = (*_READ, "source_id", "source_country", "target_country")
_GROUPS = {event_type: group for group, types in EVENT_GROUPS.items() for event_type in types}


def with_codes(events: pd.DataFrame) -> pd.DataFrame:
    """Add to events the codes that other data sets merge on.

    Parameters
    ----------
    events : DataFrame
        Rows of the table events, all or some of them; further columns stay.

    Returns
    -------
    DataFrame
        The same rows in their order, with their index, and further columns: plover_group (verbal cooperation ...),
        context, acled_time_precision (1 to 3), ucdp_date_prec (1 to 5), acled_event_type, acled_sub_event_type,
        cameo_root (two digits). Each is missing where the other scheme has no such code; docs/codebook.md lists all.
        What is planned, asked for, threatened, denied or negated has no ACLED type. source_country and target_country
        are filled in for states. No rows give an empty table with all columns.

    Raises
    ------
    BadValue
        When a column of events is missing.

    Examples
    --------
    >>> from sahelkit.columns import empty
    >>> with_codes(empty("events")).columns.to_list()[-4:]
    ['ucdp_date_prec', 'acled_event_type', 'acled_sub_event_type', 'cameo_root']
    """
    missing = [name for name in _NEEDED if name not in events.columns]
    if missing:
        raise BadValue(f"the events lack {', '.join(missing)}; pass rows of corpus.events", value=missing)
    actors = build("en").actors
    texts = events[list(_READ)].astype(object).where(events[list(_READ)].notna(), None)
    rows = list(texts.itertuples(index=False, name=None))
    known = {row: _codes(row, actors) for row in set(rows)}
    cells = dict(zip((c.name for c in CODED), zip(*(known[row] for row in rows))))
    added = {c.name: pd.Series(list(cells.get(c.name, ())), index=events.index, dtype=c.dtype) for c in CODED}
    sides = {f"{side}_country": _countries(events, side, actors) for side in ("source", "target")}
    return events.assign(**sides, **added)


def target_kind(actor: Actor | None, sector: str | None) -> str:
    """Say whether those who suffered an act were "armed" or "unarmed", "" where neither sector nor registry tells.

    The sector in the article's words comes first: a state's teachers are unarmed whatever else the state has.

    Examples
    --------
    >>> actors = build("en").actors
    >>> target_kind(actors["jnim"], None), target_kind(actors["mali"], "CVL"), target_kind(actors["mali"], None)
    ('armed', 'unarmed', '')
    """
    kinds = ((ARMED_SECTORS, ARMED_TYPES, "armed"), (UNARMED_SECTORS, UNARMED_TYPES, "unarmed"))
    sector = sector or (actor.sector if actor else None)
    for sectors, types, kind in kinds:
        if sector in sectors or (sector is None and actor is not None and actor.actor_type in types):
            return kind
    return ""


def _codes(row: tuple[str | None, ...], actors: Mapping[str, Actor]) -> tuple[str | int | None, ...]:
    """Return the cells of `CODED` for one row of `_READ`."""
    values = dict(zip(_READ, row))
    event_type = values["event_type"] or ""
    kind = target_kind(actors.get(values["target_id"] or ""), values["target_sector"])
    code = event_code(event_type, values["mode"] or "", kind)
    when = date_codes(values["date_edtf"])
    if code is None:
        return _GROUPS.get(event_type), None, *when, None, None, None
    acled = (code.acled_event_type, code.acled_sub_event_type) if values["status"] in HAPPENED else (None, None)
    return _GROUPS[event_type], code.context, *when, *acled, code.cameo_root


def _countries(events: pd.DataFrame, side: str, actors: Mapping[str, Actor]) -> pd.Series:
    """Return one side's countries, those that are missing filled in where the side is a state of the registry."""
    states = {key: actor.country for key, actor in actors.items() if actor.actor_type == "state"}
    known = events[f"{side}_id"].map(states).astype("string")
    return events[f"{side}_country"].astype("string").fillna(known)
