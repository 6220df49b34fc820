"""Chart of a concordance: its lines as a printed figure, with the keyword in one column.

Each line is measured before it is drawn, so that nothing lies on anything else and the figure is as wide as its lines
need, within a printed page: contexts that are longer are cut there with an ellipsis, on the side away from the keyword.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from sahelkit.showing.canvas import POINTS, Rows, finish, lay_rows, say_no_rows, text_inches, whole_figure, write
from sahelkit.showing.cells import plain, records, require, shorten, wrap
from sahelkit.showing.markup import day
from sahelkit.showing.palette import BLUE, FAINT, INK, RULE

_NEEDS = ("article_id", "publisher", "published", "left", "keyword", "right")
_XLABEL = "each line is one place in the text, with what stands left and right of it there"
_LETTERS = POINTS - 1
_MOST = 11.0  # inches of a new figure at most: a page on its side
_LEAST = 4.8  # inches of a new figure at least, so that the words under the lines have room
_KEYWORD = 60  # characters of a keyword; a regular expression may find a whole sentence
_WHERE = 26  # characters of what stands at the end of a line
_SIDE, _CLOSE, _GAP = 0.07, 0.015, 0.2  # inches at the keyword with a space, and without; before the end's words


class _Line(NamedTuple):
    left: str
    keyword: str
    right: str
    where: str
    article: str


class _Columns(NamedTuple):
    """Where the columns begin and end, in inches from the left: the keyword, the words at the end, and the whole."""

    keyword: float
    where: float
    total: float


def plot_concordance(lines: pd.DataFrame, *, ax: Axes | None = None, title: str = "") -> Axes:
    """Draw concordance lines: left context, keyword in bold, right context, and whose article of which day it is.

    Parameters
    ----------
    lines : DataFrame
        What `concordance` returns. Rows are drawn in the order given; a fine rule stands between two articles.
    ax : Axes, optional
        Drawn on, in smaller letters where the lines need them; else a new one, as wide and high as its lines need.
    title : str
        Written above the chart.

    Returns
    -------
    Axes
        A context that does not fit on a page on its side ends in an ellipsis, a keyword of more than 60 characters
        too. No rows give a labelled Axes that says "no rows".

    Raises
    ------
    UnknownName
        When a column is missing.
    BadValue
        When `lines` is no table.

    Examples
    --------
    >>> row = {"article_id": "a", "publisher": "N", "published": None, "left": "di ", "keyword": "Mali", "right": "."}
    >>> [t.get_text() for t in plot_concordance(pd.DataFrame([row])).texts]
    ['Mali', 'N', 'di', '.']
    """
    require(lines, _NEEDS)
    read = _read(lines)
    columns, read = _fitted(read)
    extra = 0.75 + 0.17 * title.count("\n")
    ax, rows = lay_rows([line.where for line in read], ax=ax, width=columns.total + 0.15, extra=extra)
    if not read:
        return say_no_rows(ax, title=title, xlabel=_XLABEL)
    points = _points(ax, columns, rows)
    _draw(ax, read, columns, (rows, points))
    return finish(ax, title=title, xlabel=_XLABEL, points=min(POINTS, points + 1))


def _read(lines: pd.DataFrame) -> list[_Line]:
    """Return the lines as they are printed; a space that stands at the keyword is kept."""
    read = []
    for row in records(lines):
        left, right = str(row["left"]), str(row["right"])
        told = plain(row["publisher"]) or plain(row["article_id"])
        where = ", ".join(filter(None, [told, day(row["published"])]))
        sides = plain(left) + " " * left[-1:].isspace(), " " * right[:1].isspace() + plain(right)
        keyword = shorten(plain(row["keyword"]), _KEYWORD)
        read.append(_Line(sides[0], keyword, sides[1], wrap(where, _WHERE), plain(row["article_id"])))
    return read


def _fitted(lines: Sequence[_Line]) -> tuple[_Columns, list[_Line]]:
    """Return the columns, and the lines with their contexts cut to what a page on its side has room for."""
    if not lines:
        return _Columns(0, 0, 7.0), []
    keyword = max(text_inches(line.keyword, _LETTERS, bold=True) for line in lines)
    where = max(text_inches(line.where, _LETTERS) for line in lines)
    room = max(1.0, (_MOST - keyword - where - 2 * _SIDE - _GAP) / 2)
    fitted = [line._replace(left=_cut(line.left[::-1], room)[::-1], right=_cut(line.right, room)) for line in lines]
    left = max(text_inches(line.left.strip(), _LETTERS) for line in fitted) + _SIDE
    ends = [_after(line) + text_inches(line.right.strip(), _LETTERS) for line in fitted]
    begin = left + max(ends) + _GAP
    return _Columns(left, begin, max(_LEAST, begin + where)), fitted


def _after(line: _Line) -> float:
    """Return how far behind the keyword's column the right context begins, in inches."""
    return text_inches(line.keyword, _LETTERS, bold=True) + (_SIDE if line.right[:1] == " " else _CLOSE)


def _cut(text: str, room: float) -> str:
    """Cut a context at its far end to so many inches, with an ellipsis that says so."""
    inches = text_inches(text, _LETTERS)
    while inches > room:
        text = text[: max(1, min(len(text) - 2, int(len(text) * room / inches)))].rstrip() + "…"
        inches = text_inches(text, _LETTERS) if len(text) > 2 else 0.0
    return text


def _points(ax: Axes, columns: _Columns, rows: Rows) -> float:
    """Return the size of the letters in which the lines fit into the Axes."""
    figure = whole_figure(ax)
    inches = float(ax.get_window_extent().width) / figure.dpi
    if figure.get_layout_engine() is not None:
        # an axes without labels beside it grows with the layout, by less where other charts have some
        inches *= 1.25 if len(figure.axes) == 1 else 1.1
    wide = min(1.0, inches / (columns.total * 0.95))
    return max(2.0, min(_LETTERS * wide, rows.points * _LETTERS / POINTS))


def _draw(ax: Axes, lines: Sequence[_Line], columns: _Columns, look: tuple[Rows, float]) -> None:
    rows, points = look
    ax.set_xlim(0, columns.total)
    ax.set_ylim(rows.total, 0)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    border, before = 0.0, lines[0].article
    for y, line in zip(rows.middles, lines, strict=True):
        if line.article != before:
            ax.axhline(border, color=RULE, linewidth=0.8)
        border, before = 2 * y - border, line.article
        _write(ax, line, (columns, y, points))


def _write(ax: Axes, line: _Line, place: tuple[_Columns, float, float]) -> None:
    """Write one line; the contexts hang on the keyword as it is drawn, so that they stay with it at any width."""
    columns, y, points = place
    word = write(ax, columns.keyword, y, line.keyword, fontsize=points, fontweight="bold", color=BLUE)
    texts = [word, write(ax, columns.where, y, line.where, fontsize=points, color=FAINT)]
    for side, text, at_word in ((-1, line.left, line.left[-1:]), (1, line.right, line.right[:1])):
        gap = side * (_SIDE if at_word == " " else _CLOSE) * 72 * points / _LETTERS
        texts += [
            ax.annotate(
                text.strip(), ((side + 1) / 2, 0.5), (gap, 0), xycoords=word, textcoords="offset points", va="center",
                ha="right" if side < 0 else "left", fontsize=points, color=INK, parse_math=False,
            )
        ]  # fmt: skip
    for drawn in texts:
        drawn.set_in_layout(False)  # they are measured to fit; a layout would make room for them once more
