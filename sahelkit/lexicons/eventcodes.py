"""What other codings call an event: the rows of event_codes.csv, checked, and found by type, mode and target.

One row a PLOVER type and mode, and a further one where ACLED asks whether those who suffered it were armed: its CAMEO
root, its nearest ACLED event and sub-event type, its PLOVER context. A blank cell means that the other scheme has no
such code, or has several; nothing is filled in by likeness. The code lists are those of the schemes' own codebooks.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sahelkit import columns
from sahelkit.errors import LexiconError
from sahelkit.lexicons.tables import HERE, Table, read_rows

# ACLED, Codebook (2024): six event types, 25 sub-event types.
ACLED = {
    "Battles": ("Government regains territory", "Non-state actor overtakes territory", "Armed clash"),
    "Protests": ("Excessive force against protesters", "Protest with intervention", "Peaceful protest"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Explosions/Remote violence": (
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Strategic developments": (
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
        "Other",
    ),
}  # fmt: skip
ACLED_SUB = tuple(sub for subs in ACLED.values() for sub in subs)
CAMEO_ROOTS = tuple(f"{root:02d}" for root in range(1, 21))
# PLOVER 0.8, the table of general contexts. Its special ones (historical, future, hypothetical, negation) are `status`.
CONTEXTS = tuple(
    "military intelligence peacekeeping economic diplomatic resource disease enviro_disaster migration humanitarian "  # noqa: SIM905
    "asylum legal human_rights rights_freedoms gender lgbt terrorism human_security religion_ethnicity executive "
    "election legislative cbrn cyber political_institutions corruption crime illegal_drugs".split()
)
TARGETS = ("armed", "unarmed")
EVENT_CODES = Table(
    "event_codes.csv",
    ("event_type", "mode", "target", "cameo_root", "acled_event_type", "acled_sub_event_type", "context", "note"),
    ("event_type", "cameo_root"),
    ("event_type", "mode", "target"),
    {"event_type": columns.EVENT_TYPES, "target": TARGETS, "cameo_root": CAMEO_ROOTS, "acled_event_type": tuple(ACLED),
     "acled_sub_event_type": ACLED_SUB, "context": CONTEXTS},
)  # fmt: skip


class EventCode(NamedTuple):
    """What other schemes call an event; None where they have no code for it, or several."""

    cameo_root: str
    acled_event_type: str | None
    acled_sub_event_type: str | None
    context: str | None


@functools.cache
def event_codes() -> Mapping[tuple[str, str, str], EventCode]:
    """Return the rows of event_codes.csv by event_type, mode and target; a blank is "".

    Raises
    ------
    LexiconError
        For a mode that its type does not have, or a sub-event type that is not one of its event type's.

    Examples
    --------
    >>> event_codes()["CONSULT", "", ""].cameo_root
    '04'
    """
    found = {}
    for row in read_rows(HERE / EVENT_CODES.name, EVENT_CODES):
        if row["mode"] and row["mode"] not in columns.MODES.get(row["event_type"], "").split():
            _fail(row, "mode", f"{row['event_type']} has no mode {row['mode']!r}")
        sub = row["acled_sub_event_type"]
        if sub and sub not in ACLED.get(row["acled_event_type"], ()):
            _fail(row, "acled_sub_event_type", f"{sub!r} is no sub-event type of {row['acled_event_type']!r}")
        codes = EventCode(row["cameo_root"], row["acled_event_type"] or None, sub or None, row["context"] or None)
        found[row["event_type"], row["mode"], row["target"]] = codes
    return MappingProxyType(found)


def event_code(event_type: str, mode: str = "", target: str = "") -> EventCode | None:
    """Return what other schemes call an event, None for a type that is none.

    The row of its type, mode and target if there is one, else of its type and mode, else of its type alone.

    Examples
    --------
    >>> event_code("ASSAULT", "drone")
    EventCode(cameo_root='19', acled_event_type='Explosions/Remote violence', acled_sub_event_type='Air/drone strike',
              context='military')
    >>> [event_code("ASSAULT", "firearms", target).acled_event_type for target in ("", "unarmed")]
    [None, 'Violence against civilians']
    """
    rows = event_codes()
    for key in ((event_type, mode, target), (event_type, mode, ""), (event_type, "", target), (event_type, "", "")):
        if key in rows:
            return rows[key]
    return None


def _fail(row: Mapping[str, str], column: str, what: str) -> None:
    message = f"{row['file']}, row {row['row']}, column {column}: {what}"
    raise LexiconError(message, path=row["file"], row=int(row["row"]), column=column)
