"""`make lab` in a real browser: it answers behind a token, and each notebook runs without an error."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from lab_pages import complaints, open_notebook, run_all_cells
from playwright.sync_api import Page

# what an explorer opens at
VIEWS = {"01": "actors", "02": "figures", "03": "events", "04": "quotations", "05": "actors", "06": "articles"}
NOTEBOOKS = sorted(path.name for path in (Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))


def test_the_lab_lets_nobody_in_without_its_token(lab: Any) -> None:
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{lab.address}/api/contents", timeout=10)
    with urllib.request.urlopen(f"{lab.address}/api/contents?token={lab.token}", timeout=10) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_without_an_error(page: Page, lab: Any, name: str) -> None:
    open_notebook(page, lab, name)
    assert complaints(run_all_cells(page, lab.folder / "notebooks" / name)) == []
    opened = page.locator(".skx-panel [role=tab][aria-selected=true]")
    assert [tab.get_attribute("data-name") for tab in opened.all()] == [view for n, view in VIEWS.items() if n in name]
    assert page.locator(".skx-error").count() == 0
