"""The passes over all articles at once: which articles are copies, which events are reports of the same happening.

A copy is an article whose own words are those of another, but for what a house changes when it prints a wire story.
A report is one event_id with all its rows. Reports become one incident only where type, a named side and the days speak
for it and nothing speaks against it; doubt keeps them apart, since two incidents can still be read as one, while one
that mixes two happenings hides it. Events -> reports -> incidents. What coding says of an event is never changed.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pandas as pd

from sahelkit.corpus import Corpus
from sahelkit.errors import BadValue
from sahelkit.lazy import StoredTables
from sahelkit.linking.folder import link_folder as link_folder
from sahelkit.linking.grouping import group_reports
from sahelkit.linking.held import mark_copies
from sahelkit.linking.reports import NO_INCIDENT as NO_INCIDENT
from sahelkit.linking.reports import find_reports, places_by_id, states_by_actor
from sahelkit.tables import Tables


def link(corpus: Corpus) -> Corpus:
    """Find the articles that repeat one text, and the events that are reports of the same happening.

    **Copies.** The words of two articles' bodies are compared, whatever their case, accents and punctuation; headline,
    byline, captions and adverts may differ. They are copies when they share 0.6 of their runs of four words (0.8 under
    100 words): a wire story with a paragraph cut, printed twice or added, or with every twentieth word changed, is one;
    two reports of one event by two houses share under 0.05, two new paragraphs over four old ones 0.55. Of a
    hundred words one number may be another, so that prices or weather in a fixed form are no copies of the day before.
    The first 30 words of one, or half of their runs, must stand in the other: new leads are set over old backgrounds.
    A body of under 20 words is a copy only where the whole text is the same. A translation is none, nor is an excerpt,
    nor a story of which half was cut. MinHash proposes which texts to compare, and misses 3 in 1,000 of those that
    share just 0.6, fewer of nearer ones.

    `copy_of` names the first of the copies: the first published, undated ones last; of one day the one with the most
    words, then by article_id. Each copy is near that one, not only near another copy. `corpus.filter(distinct=True)`
    counts copies once.

    **Incidents.** Two reports are of one incident when all of this holds:

    - one event type, and one mode unless either has none;
    - both dated, from a first to a last day at most 31 days long, and they share a day;
    - source or target named alike in both, and neither contradicting. A missing side and a generic one (civilians,
      protesters, journalists, unidentified_armed_group) contradict nobody, nor does a state its own person, force or
      operation. In CONSULT and COOPERATE the sides may stand in either order;
    - one place, or none in either, or one of them the country or the region that holds the other (a town named like
      its region may mean the region);
    - reported, claimed, alleged or denied, which may be rival accounts of one happening. What is planned is linked
      with plans alone; what is hypothetical, threatened or negated with nothing;
    - told in different articles: what one article tells twice has one event_id already, and what it keeps apart stays
      apart. Only content rows may join an event of their own article: what is denied there may be told there.

    Each report must agree with what all others of the incident have in common, so that overlapping dates do not run
    together in a chain. One that agrees with several incidents joins the one whose place and sides it shares; where
    two are as near, it stays alone. Copies are articles like others here: their reports join the incident, and it is
    told by several articles that are one source. With distinct=True only one of them tells it.

    Known failures: two acts of one kind by the same side on one day are one incident where no place tells them apart;
    one happening that two articles date differently is two; a meeting told by its ministers in one article and by
    their states in another is found only where one side is named alike; places of a study's own places.csv lie in no
    country.

    Parameters
    ----------
    corpus : Corpus
        All its articles are linked; its selection is kept and changes neither copies nor incidents.

    Returns
    -------
    Corpus
        With articles.copy_of: the article_id of the first of the copies, missing for that one and for articles that
        repeat none; and events.incident_id: the event_id of the incident's first event in the order of the table. An
        event like no other is an incident of its own; missing only where a content row is hypothetical, threatened or
        negated. The same articles in another order give the same groups, and linking again changes nothing. A corpus
        without articles is as it was.

    Raises
    ------
    BadValue
        For a corpus on disk: `link_folder` links it there.

    Examples
    --------
    >>> from sahelkit.corpus import code
    >>> texts = {"a": ("id", "Pada 7 Februari 2023 Lavrov bertemu Goita di Bamako."),
    ...          "b": ("en", "Goita met Lavrov in Mali on 7 February 2023."),
    ...          "c": ("fr", "Lavrov a rencontré Goita le 9 février 2023.")}
    >>> records = [{"article_id": key, "language": lang, "text": text} for key, (lang, text) in texts.items()]
    >>> link(code(records)).events["incident_id"].to_list()
    ['a:28', 'a:28', 'c:9']
    """
    if not isinstance(corpus.source, Tables):
        at = os.fspath(corpus.source.folder.path) if isinstance(corpus.source, StoredTables) else "its folder"
        raise BadValue(
            f"this corpus lies on disk: link its folder, sk.link_folder({at!r}), and open it again", value=at
        )
    frames = corpus.source.frames
    events = frames["events"]
    reports = find_reports(events, places_by_id())
    firsts: dict[str, str] = {}
    order = {key: n for n, key in enumerate(reports)}
    for members in group_reports(reports.values(), states_by_actor(frames["mentions"])):
        firsts |= dict.fromkeys(members, min(members, key=order.__getitem__))
    incidents = {key: firsts.get(key, key) if one.has_incident() else None for key, one in reports.items()}
    ids = pd.Series([incidents[key] for key in events["event_id"].to_numpy(object)], events.index, dtype="string")
    linked = {**frames, "articles": mark_copies(frames), "events": events.assign(incident_id=ids)}
    return Corpus(replace(corpus.source, frames=linked), corpus.selection)
