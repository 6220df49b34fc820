"""Colours and markers: one pair for each actor, one for each event group, everywhere and always.

The colours are those of Okabe and Ito, which stay apart for the common kinds of colour blindness; yellow is left
out, since it vanishes on white. Colour never works alone: every style carries a marker as well. An actor's style
follows from its id alone, never from its rank in a table, so that it is the same in every chart and every corpus.
"""

from __future__ import annotations

import zlib
from typing import NamedTuple

from sahelkit.columns import EVENT_GROUPS

BLUE, VERMILLION, GREEN, ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"
PURPLE, SKY, GREY = "#CC79A7", "#56B4E9", "#5A5A5A"
COLOURS = (BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY, GREY)
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p", "*", "h", "<", ">")
INK, FAINT, RULE = "#1A1A1A", "#6B6B6B", "#D9D9D9"

# The seed was chosen so that the actors named most in Sahel news (states, juntas' heads, missions, armed groups)
# share no pair; with 84 pairs two rare actors may still share one, and their labels tell them apart.
_SEED = 84367


class Style(NamedTuple):
    """How one thing is drawn: a colour and a matplotlib marker."""

    colour: str
    marker: str


# Cool is cooperation, warm is conflict; the darker of each pair is what is done, the lighter what is said.
GROUP_STYLES = {
    "verbal cooperation": Style(SKY, "o"),
    "material cooperation": Style(BLUE, "s"),
    "verbal conflict": Style(ORANGE, "^"),
    "material conflict": Style(VERMILLION, "D"),
}


def actor_style(actor_id: str) -> Style:
    """Return the colour and marker of an actor: the same in every chart, whatever else is drawn.

    Parameters
    ----------
    actor_id : str
        Any text; an empty one (nobody named) is grey with a circle.

    Examples
    --------
    >>> actor_style("mali") == actor_style("mali")
    True
    >>> actor_style("")
    Style(colour='#5A5A5A', marker='o')
    """
    if not actor_id:
        return Style(GREY, "o")
    seed = zlib.crc32(f"{_SEED}:{actor_id}".encode())
    return Style(COLOURS[seed % len(COLOURS)], MARKERS[seed // len(COLOURS) % len(MARKERS)])


def group_of(event_type: str) -> str:
    """Return the PLOVER group (verbal or material, cooperation or conflict) of an event type; "" for an unknown one.

    Examples
    --------
    >>> group_of("RETREAT")
    'material cooperation'
    """
    return next((group for group, types in EVENT_GROUPS.items() if event_type in types), "")


def group_style(group: str) -> Style:
    """Return the colour and marker of a PLOVER group; grey for an unknown one."""
    return GROUP_STYLES.get(group, Style(GREY, "X"))
