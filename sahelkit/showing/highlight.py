"""An article with its finds marked in its own text, its set-aside zones greyed, its repairs shown.

The text is the source, cut wherever a find, a zone or a repair begins or ends; each piece carries the classes of all
that lie over it, so finds may nest or overlap in any way. What each mark means is told by its shape (legend) and, in
words, by its title. Everything that comes from an article or a catalog is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from sahelkit.errors import UnknownName
from sahelkit.showing.cells import plain, records
from sahelkit.showing.markup import counted, day, esc, joined, language_name, link, page

if TYPE_CHECKING:
    from sahelkit.corpus import Corpus

KINDS = ("quotes", "events", "dates", "figures", "mentions")
_LABELS = {"mentions": "mention", "figures": "figure", "dates": "date", "quotes": "quotation", "events": "event"}
_CLASSES = {"mentions": "mention", "figures": "figure", "dates": "date", "quotes": "quote", "events": "event"}
_TARGET = '<span class="skh-target" role="group" aria-label="the place asked for" tabindex="-1">'
READ = ("body", "headline")  # the zones that the finders read

# class and label of each mark, from the smallest find to the largest, then what is not a find
LEGEND = (
    *((f"skh-{_CLASSES[kind]}", _LABELS[kind]) for kind in reversed(KINDS)),
    ("skh-aside", "set aside"),
    ("skh-repair", "repaired"),
)


class Find(NamedTuple):
    """One row of a table as a mark: where, of which table, what to say of it, and a short tag to print."""

    start: int
    end: int
    kind: str
    why: str
    tag: str = ""


@dataclass(frozen=True, repr=False)
class Article:
    """One article of a corpus, shown with the finds that the corpus's selection holds.

    Parameters
    ----------
    corpus : Corpus
        Where the article is.
    article_id : str
        Its key.

    Raises
    ------
    UnknownName
        When the corpus (under its selection) has no such article.
    """

    corpus: Corpus
    article_id: str

    def __post_init__(self) -> None:
        known = self.corpus.query("articles", columns="article_id")["article_id"]
        if self.article_id not in set(known):
            raise UnknownName("article", self.article_id, known)

    @property
    def text(self) -> str:
        """The article's text as it came (sources.text)."""
        return str(self._rows("sources")["text"].iloc[0])

    def _rows(self, table: str) -> pd.DataFrame:
        return self.corpus.filter(article=self.article_id).query(table)

    def _repr_html_(self) -> str:
        about = records(self._rows("articles"))[0]
        finds = {kind: records(self._rows(kind)) for kind in KINDS}
        marks = [mark(row, kind) for kind, rows in finds.items() for row in rows]
        pieces = text_html(self.text, marks, records(self._rows("zones")), records(self._rows("repairs")))
        return page(_header(about, finds), _legend(), f'<div class="skh-text">{pieces}</div>')

    def __repr__(self) -> str:
        about = records(self._rows("articles"))[0]
        return joined([f"Article {self.article_id}", plain(about["title"]), *_source(about)])


def about_line(about: dict[str, Any]) -> str:
    """Say in one line of text where an article (a row of articles) comes from, its key and its length.

    Examples
    --------
    >>> about_line({"publisher": "News", "published": None, "language": "en", "article_id": "a", "n_words": 1200})
    'News · English · a · 1,200 words'
    >>> about = {"publisher": "", "published": None, "language": "", "article_id": "b", "n_words": 9}
    >>> about_line({**about, "copy_of": "a"})
    'b · 9 words · a copy of a'
    """
    words = f"{int(about['n_words']):,} words" if plain(about["n_words"]) else ""
    copy_of = plain(about.get("copy_of"))
    return joined([*_source(about), plain(about["article_id"]), words, f"a copy of {copy_of}" if copy_of else ""])


def mark(row: dict[str, Any], kind: str) -> Find:
    """Return a row of mentions, figures, dates, quotes or events as a mark that says in words what was found."""
    start, end = int(row["start"]), int(row["end"])
    if kind == "mentions":
        told = [f"{plain(row['name'])} ({plain(row['actor_id'])})", plain(row["actor_type"]), f"as {plain(row['use'])}"]
        return Find(start, end, kind, joined([*told, plain(row["sector"])], ", "))
    if kind == "figures":
        whose = f"whose: {plain(row['actor_id'], 'not said')}"
        told = [bounds(row), plain(row["kind"]), whose, f"who says so: {_claimant(row)}"]
        return Find(start, end, kind, joined(told, "; "))
    if kind == "dates":
        return Find(start, end, kind, joined([plain(row["edtf"], "no year"), plain(row["precision"])], ", "))
    if kind == "quotes":
        speaker = plain(row["speaker_id"]) or plain(row["speaker_text"], "not named")
        return Find(start, end, kind, f"{plain(row['kind'])}, speaker: {speaker}")
    act = joined([plain(row["event_type"]), plain(row["mode"])], " ")
    sides = f"{plain(row['source_id'], '?')} → {plain(row['target_id'], '?')}"
    told = [f"{act}: {sides}", plain(row["status"]), plain(row["date_edtf"], "no date")]
    return Find(start, end, kind, joined(told, "; "), plain(row["event_type"]))


def bounds(row: dict[str, Any]) -> str:
    """Say a figure's bounds in words: persons, with open bounds and the hedge named.

    Examples
    --------
    >>> bounds({"value_low": 200, "value_high": 999, "hedge": "several"})
    '200 to 999 persons (several)'
    >>> bounds({"value_low": 40, "value_high": None, "hedge": "at_least"})
    '40 or more persons (at least)'
    """
    low, high = (None if pd.isna(row[c]) else f"{int(row[c]):,}" for c in ("value_low", "value_high"))
    span = f"{low} to {high}"
    if low == high:
        span = low or "some"
    elif high is None:
        span = f"{low} or more"
    elif low is None:
        span = f"{high} or fewer"
    return f"{span} persons ({plain(row['hedge']).replace('_', ' ')})"


def _claimant(row: dict[str, Any]) -> str:
    return plain(row["claimant_id"]) or plain(row["claimant_text"], "the article itself")


def text_html(
    source: str,
    finds: list[Find],
    zones: list[dict[str, Any]],
    repairs: list[dict[str, Any]],
    *,
    target: tuple[int, int] | None = None,
) -> str:
    """Return the source as HTML with its marks; offsets are those of the tables, in any order, overlapping at will.

    Parameters
    ----------
    source : str
        The article's text as it came; escaped here.
    finds : list of Find
        What to mark; marks outside the text are cut to it.
    zones, repairs : list of dict
        Rows of these tables.
    target : tuple of int, optional
        Start and end of the place asked for: framed, and where a page may scroll to (class skh-target).

    Examples
    --------
    >>> text_html("5 <b>", [Find(0, 1, "figures", "5 persons")], [], [])
    '<span class="skh-figure" title="figure: 5 persons">5</span> &lt;b&gt;'
    """
    spans = [f._replace(start=max(f.start, 0), end=min(f.end, len(source))) for f in finds]
    spans = [f for f in spans if f.start < f.end]
    inserted = {int(r["start"]): r for r in repairs if r["start"] == r["end"]}
    changed = {int(r["start"]): r for r in repairs if r["start"] < r["end"]}
    edges = {int(r[side]) for r in (*zones, *repairs) for side in ("start", "end")}
    openings = {int(z["start"]): _zone_opening(plain(z["zone"])) for z in zones}
    first, stop = target or (-1, -1)
    out, opened, aimed, read_to = [], "", "", 0
    for start, end, over in _pieces(len(source), spans, edges | {e for f in spans for e in f[:2]} | {first, stop}):
        if aimed and (start in openings or start == stop):  # a target across two zones stands in both
            out.append("</span>")
            aimed = ""
        if start in openings:
            out.append(("</span>" if opened else "") + openings[start])
            opened = openings[start]
        if first <= start < stop and not aimed:
            aimed = _TARGET
            out.append(aimed)
        if start in inserted:
            out.append(_repaired(inserted[start]))
        inner = esc(source[start:end]) if start >= read_to else ""
        if start in changed:  # read as one, even where a find begins or ends inside it
            inner, read_to = _repaired(changed[start]), int(changed[start]["end"])
        out.append(_marked(inner, over, end))
    return "".join(out) + ("</span>" if aimed else "") + ("</span>" if opened else "")


def _pieces(size: int, finds: list[Find], edges: set[int]) -> Iterator[tuple[int, int, list[Find]]]:
    """Yield the stretches between edges, each with the finds that lie over it."""
    cuts = sorted({0, size} | {e for e in edges if 0 <= e <= size})
    waiting = sorted(finds, key=lambda f: (f.start, f.end, KINDS.index(f.kind)))
    over: list[Find] = []
    at = 0
    for start, end in zip(cuts, cuts[1:], strict=False):
        over = [f for f in over if f.end > start]
        while at < len(waiting) and waiting[at].start <= start:
            over.append(waiting[at])
            at += 1
        yield start, end, over


def _marked(inner: str, over: list[Find], end: int) -> str:
    if not over:
        return inner
    classes = " ".join(dict.fromkeys(f"skh-{_CLASSES[f.kind]}" for f in over))
    title = " | ".join(dict.fromkeys(f"{_LABELS[f.kind]}: {f.why}" for f in over))
    tags = joined(dict.fromkeys(f.tag for f in over if f.end == end), " ")
    tag = f' data-tag="{esc(tags)}"' if tags else ""
    return f'<span class="{classes}"{tag} title="{esc(title)}">{inner}</span>'


def _repaired(row: dict[str, Any]) -> str:
    before, after = str(row["before"]), str(row["after"])
    stood = f"repaired: here stood “{before}”" if before else "repaired: nothing stood here"
    blank = ' data-blank="1"' if not after.strip() else ""
    title = esc(stood.replace("\n", "a line break"))
    return f'<span class="skh-repair"{blank} title="{title}">{esc(after)}</span>'


def _zone_opening(zone: str) -> str:
    if zone in READ:
        return ""
    name = esc(zone.replace("_", " "))
    return f'<span class="skh-aside" data-zone="{name}" title="set aside, not coded: {name}">'


def _source(about: dict[str, Any]) -> list[str]:
    return [plain(about["publisher"]), day(about["published"]), language_name(plain(about["language"]))]


def _header(about: dict[str, Any], finds: dict[str, list[dict[str, Any]]]) -> str:
    title = plain(about["title"]) or plain(about["article_id"])
    counts = {kind: len(rows) for kind, rows in finds.items()} | {
        "events": len({row["event_id"] for row in finds["events"]})
    }
    found = ", ".join(counted(counts[kind], _LABELS[kind]) for kind in reversed(KINDS))
    line = esc(about_line(about))
    return (
        f'<div class="skh-head"><div class="skh-title">{esc(title)}</div><div class="skh-small">{line}</div>'
        f'<div class="skh-small">{esc(found)}</div><div class="skh-small">{link(about["url"])}</div></div>'
    )


def _legend() -> str:
    marks = [f'<span><span class="{name}">{label}</span></span>' for name, label in LEGEND]
    return f'<div class="skh-legend" aria-label="legend">{"".join(marks)}</div>'
