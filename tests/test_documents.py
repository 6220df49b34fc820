"""Documents: the days that pages state, the encodings that they declare, tables, frames, and mails of several parts."""

import datetime

import pytest
from made_files import FIRST, SECOND

from sahelkit.reading.items import Item
from sahelkit.reading.sources import read_item

PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p>"
OWN = '"@type":"NewsArticle","datePublished":"2023-05-01"'


def read(raw, name, **options):
    return read_item(Item("a", name, "", content=raw), **options)


@pytest.mark.parametrize(
    ("scripts", "day"),
    [
        (['{"@type":"NewsArticle","comment":[{"datePublished":"2023-06-09"}],"datePublished":"2023-05-01"}'], 1),
        (
            [
                '{"@type":"LiveBlogPosting","liveBlogUpdate":[{"@type":"BlogPosting","datePublished":"2023-05-09"}],'
                '"datePublished":"2023-05-01T08:00:00Z"}'
            ],
            1,
        ),
        (['{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2020-01-01"}]}'], None),
        (['{"@type":"ItemList","itemListElement":[{"datePublished":"2020-01-01"}]}', f"{{{OWN}}}"], 1),
        (['{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},' + f"{{{OWN}}}]}}"], 1),
        (['[{"@type":["Thing","NewsArticle"],"datePublished":"2023-05-01"}]'], 1),
        ([f'{{"@type":"WebPage","mainEntity":{{{OWN}}}}}'], 1),
        (['{"@type":"VideoObject","datePublished":"2023-05-01"}'], 1),
        ([f"{{{OWN},}}"], 1),  # a comma too many
        (["not JSON at all", f'{{"a":"b\nc",{OWN}}}'], 1),
        (["[" * 100_000 + f"{{{OWN}}}"], 1),
        (['{"@type":"NewsArticle","datePublished":["2023-05-01"]}', '{"@type":7}', "null", "[]"], None),
        (['{"@type":"NewsArticle","dateModified":"2023-05-01"}'], None),
    ],
)
def test_a_page_is_dated_by_what_its_scripts_state_of_the_page_itself(scripts, day):
    head = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    published = read(f"<html><head>{head}</head><body>{PARAGRAPHS}</body></html>".encode(), "a.html").published
    assert published == (day and datetime.date(2023, 5, day))
