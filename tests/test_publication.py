"""The day of publication: from the catalog, else from byline or dateline, else missing."""

import pandas as pd
import pytest
from case_files import load_cases

import sahelkit as sk

TEXT = "Kompas.com - 12/03/2022, 13:14 WIB\nPresiden Mali berbicara kemarin."


@pytest.mark.parametrize("case", load_cases("published"))
def test_the_day_of_publication_is_read_where_it_stands_whole(case):
    article = sk.code([{"article_id": "a", "text": case["text"], "language": case["lang"]}]).articles.iloc[0]
    found = None if pd.isna(article.published) else [str(article.published.date()), article.published_basis]
    assert found == case["expected"]


def test_relative_dates_count_from_it():
    corpus = sk.code([{"article_id": "a", "text": TEXT, "language": "id"}])
    assert corpus.dates[["text", "edtf"]].to_numpy().tolist() == [["kemarin", "2022-03-11"]]


def test_the_catalog_comes_first():
    corpus = sk.code([{"article_id": "a", "text": TEXT, "language": "id", "published": "2023-01-02"}])
    assert corpus.articles.published_basis[0] == "catalog"
    assert corpus.dates.edtf[0] == "2023-01-01"


def test_each_article_of_a_batch_gets_its_own():
    days = ["12/03/2022", "13/04/2022", None, "14/05/2022"]
    rows = [
        {"article_id": str(n), "text": TEXT.replace("12/03/2022", day or "?"), "language": "id"}
        for n, day in enumerate(days)
    ]
    found = sk.code(rows).articles.published.dt.strftime("%d/%m/%Y")
    assert [None if pd.isna(day) else day for day in found] == days
