"""A view as a file to keep: its rows as CSV, its printed form as PNG or SVG.

matplotlib is imported only here, when a picture is asked for; letters in an SVG are shapes, so it looks the same
wherever it is opened.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from sahelkit.errors import UnknownName
from sahelkit.exploring.views import Drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MIMES = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv"}
_DPI = 200  # of a PNG: sharp in print at half the width of a page


class File(NamedTuple):
    """A file ready to be saved."""

    name: str
    mime: str
    content: bytes


def as_file(drawn: Drawn, *, name: str, format: str, heading: str = "") -> File:
    """Return a view as a file.

    Parameters
    ----------
    drawn : Drawn
        What the view answered.
    name : str
        Of the file, without its ending.
    format : {"png", "svg", "csv"}
        CSV holds all rows of the view (UTF-8, RFC 4180); a picture its printed form.
    heading : str
        The lines above a picture, as `panel.heading` gives them.

    Raises
    ------
    UnknownName
        For another format.

    Examples
    --------
    >>> import pandas as pd
    >>> drawn = Drawn(pd.DataFrame({"actor_id": ["mali"], "mentions": [2]}), "", "", {}, "", plot=lambda: None)
    >>> as_file(drawn, name="actors", format="csv").content
    b'actor_id,mentions\\r\\nmali,2\\r\\n'
    """
    if format not in MIMES:
        raise UnknownName("format", format, MIMES)
    if format == "csv":
        text = drawn.rows.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
        content = text.encode("utf-8", errors="replace")
    else:
        content = _picture(drawn, format, heading)
    return File(f"{name}.{format}", MIMES[format], content)


def as_figure(drawn: Drawn, heading: str) -> Figure:
    """Return a view's printed form as a figure with its heading; the caller closes it."""
    from sahelkit.showing.canvas import add_heading, whole_figure

    figure = whole_figure(drawn.plot())
    add_heading(figure, heading.split("\n"))
    return figure


def _picture(drawn: Drawn, format: str, heading: str) -> bytes:
    import matplotlib.pyplot as plt

    # the hash salt and no date: the same view gives the same bytes
    with plt.rc_context({"svg.hashsalt": "sahelkit"}):
        figure = as_figure(drawn, heading)
        buffer = io.BytesIO()
        figure.savefig(buffer, format=format, dpi=_DPI, metadata={"Date": None} if format == "svg" else None)
        plt.close(figure)
    return buffer.getvalue()
