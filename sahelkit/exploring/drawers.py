"""What is needed now and then, behind buttons that show and hide it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets


def drawers(boxes: Mapping[str, Any]) -> Any:
    """Return boxes under a row of buttons, each closed until its button is pressed.

    Parameters
    ----------
    boxes : mapping of str to widget
        What each button says, and what it shows.

    Examples
    --------
    >>> box = ipywidgets.VBox()
    >>> row = drawers({"Saved": box}).children[0]
    >>> row.children[0].value = True
    >>> box.layout.display
    'flex'
    """
    buttons = []
    for label, box in boxes.items():
        button = ipywidgets.ToggleButton(description=label, layout={"width": "auto"})
        box.layout.display = "none"
        button.observe(_shows(box), names="value")
        buttons.append(button)
    row = ipywidgets.HBox(buttons)
    row.add_class("skx-drawers")
    return ipywidgets.VBox([row, *boxes.values()])


def _shows(box: Any) -> Callable[[Any], None]:
    def show(change: Any) -> None:
        box.layout.display = "flex" if change["new"] else "none"

    return show
