"""The views of the explorer, in the order of their tabs."""

from __future__ import annotations

from sahelkit.exploring.actors import ACTORS
from sahelkit.exploring.articles import ARTICLES
from sahelkit.exploring.collocates import COLLOCATES
from sahelkit.exploring.concordance import CONCORDANCE
from sahelkit.exploring.quotations import QUOTATIONS

ALL = (ACTORS, QUOTATIONS, CONCORDANCE, COLLOCATES, ARTICLES)
VIEWS = {view.name: view for view in ALL}
