"""The views of the explorer, in the order of their tabs."""

from __future__ import annotations

from sahelkit.exploring.actors import ACTORS
from sahelkit.exploring.articles import ARTICLES
from sahelkit.exploring.collocates import COLLOCATES
from sahelkit.exploring.concordance import CONCORDANCE
from sahelkit.exploring.events import EVENTS
from sahelkit.exploring.figures import FIGURES
from sahelkit.exploring.quotations import QUOTATIONS
from sahelkit.exploring.trends import TRENDS

ALL = (ACTORS, TRENDS, FIGURES, EVENTS, QUOTATIONS, CONCORDANCE, COLLOCATES, ARTICLES)
VIEWS = {view.name: view for view in ALL}
