"""The board: everything of the explorer below its filter bar, as one widget of real buttons.

The kernel says in plain values what is shown (`panel`), the page draws it (js/) and sends back what was chosen. The
board decides nothing; it holds the last thing said and hands messages on.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from sahelkit.exploring.assets import script, style

SCRIPTS = ("dom", "lines", "bars", "series", "brush", "tables", "axis", "sheet", "board")
STYLES = ("board", "charts", "series", "axis", "sheet")


class Board(anywidget.AnyWidget):
    """Tabs, chart and evidence; `shown`, `counts` and `sheet` are what the page draws."""

    _esm = script(*SCRIPTS)
    _css = files("sahelkit.showing").joinpath("sahelkit.css").read_text(encoding="utf-8") + style(*STYLES)
    shown = traitlets.Dict().tag(sync=True)
    counts = traitlets.Dict().tag(sync=True)
    sheet = traitlets.Dict().tag(sync=True)

    def answer(self, message: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        """Send the page a message that is no state: lines that come into sight, a file, a reason."""
        self.send(message, buffers=buffers)
