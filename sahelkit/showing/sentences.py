"""Evidence to read: each sentence once, with every span that a chart rests on marked in it; and concordance lines.

The list holds a mark for each row of the table; its heading says how many rows, in how many sentences. Rows are
never dropped silently: past `limit` sentences the list ends with a line that says how many more there are.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sahelkit.showing.cells import plain, records, require
from sahelkit.showing.markup import Shown, counted, day, esc, joined, page

_KWIC = ("article_id", "publisher", "published", "left", "keyword", "right")
_NEEDS = ("article_id", "publisher", "published", "text", "left", "span", "start", "end", "zone")


def show_evidence(evidence: pd.DataFrame, *, noun: str = "row", limit: int = 500) -> Shown:
    """Show the sentences that some rows rest on, with their spans marked and where each sentence stands.

    Parameters
    ----------
    evidence : DataFrame
        What `corpus.evidence(rows)` returns: one row for each row asked about.
    noun : str
        What a row is (mention, figure, event), for the heading.
    limit : int
        At most so many sentences; the list says how many it leaves out.

    Returns
    -------
    Shown
        HTML for a notebook. No rows give a line that says so.

    Raises
    ------
    UnknownName, BadValue
        When a column is missing, or `evidence` is no table.

    Examples
    --------
    >>> row = {"article_id": "a", "publisher": "News", "published": None, "text": "Mali <tenang>", "left": "",
    ...        "span": "Mali", "start": 0, "end": 13, "zone": "body"}
    >>> shown = show_evidence(pd.DataFrame([row]), noun="mention")
    >>> shown
    1 mention
    >>> "<mark>Mali</mark> &lt;tenang&gt;" in shown.html
    True
    """
    require(evidence, _NEEDS)
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in records(evidence):
        groups.setdefault((row["article_id"], row["start"], row["end"]), []).append(row)
    line = counted(len(evidence), noun)
    if len(groups) != len(evidence):
        line += f" in {counted(len(groups), 'sentence')}"
    if not groups:
        return Shown(page(f'<p class="skh-small">no {esc(noun)}s, so no sentences</p>'), line)
    items = "".join(f"<li>{_item(rows)}</li>" for rows in list(groups.values())[:limit])
    more = f"<p>and {counted(len(groups) - limit, 'further sentence')}</p>" if len(groups) > limit else ""
    head = f'<div class="skh-small">{esc(line)}</div>'
    region = f'<ol class="skh-list" tabindex="0" aria-label="{esc(line)}">{items}</ol>'
    return Shown(page(head, region, more), line)


def _item(rows: list[dict[str, Any]]) -> str:
    first = rows[0]
    where = [plain(first["publisher"]), day(first["published"]), plain(first["article_id"])]
    zone = plain(first["zone"])
    told = joined([*where, zone.replace("_", " ") if zone != "body" else ""])
    return f'{_marks(str(first["text"]), rows)} <span class="skh-from">({esc(told)})</span>'


def _marks(text: str, rows: list[dict[str, Any]]) -> str:
    """Return the sentence with the rows' spans marked; spans that overlap run together."""
    out, at = "", 0
    for start, end in sorted((len(str(r["left"])), len(str(r["left"])) + len(str(r["span"]))) for r in rows):
        start = max(start, at)
        if end > start:
            out += f"{esc(text[at:start])}<mark>{esc(text[start:end])}</mark>"
            at = end
    return out + esc(text[at:])


def show_concordance(lines: pd.DataFrame) -> Shown:
    """Show a concordance with the keyword in one column, so that what stands left and right of it can be compared.

    Parameters
    ----------
    lines : DataFrame
        What `concordance` returns: one row an occurrence. All of them are shown.

    Returns
    -------
    Shown
        HTML for a notebook. No rows give a line that says so.

    Raises
    ------
    UnknownName, BadValue
        When a column is missing, or `lines` is no table.

    Examples
    --------
    >>> row = {"article_id": "a", "publisher": "News", "published": None, "left": "", "keyword": "Mali", "right": "."}
    >>> show_concordance(pd.DataFrame([row]))
    1 occurrence
    """
    require(lines, _KWIC)
    line = counted(len(lines), "occurrence")
    rows = "".join(_kwic(row) for row in records(lines))
    head = f'<div class="skh-small">{esc(line)}</div>'
    table = f'<table class="skh-kwic" aria-label="{esc(line)}">{rows}</table>' if rows else ""
    return Shown(page(head, f'<div class="skh-wide">{table}</div>'), line)


def _kwic(row: dict[str, Any]) -> str:
    where = joined([plain(row["publisher"]) or plain(row["article_id"]), day(row["published"])])
    cells = f"<td>{esc(row['left'])}</td><td><mark>{esc(row['keyword'])}</mark></td><td>{esc(row['right'])}</td>"
    return f'<tr>{cells}<td class="skh-from">{esc(where)}</td></tr>'
