"""`make app` in a real browser: who gets in, what the page shows, what it asks for."""

from __future__ import annotations

import contextlib
import socket
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import pytest
from lab_pages import new_page, open_app
from playwright.sync_api import Browser, expect

KERNEL = "api/kernels/00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("query", ["", "?token=wrong"])
def test_the_app_lets_nobody_in_without_its_token(app: Any, query: str) -> None:
    with urllib.request.urlopen(f"{app.address}/{query}", timeout=10) as answer:
        assert urlsplit(answer.url).path == "/login"
        assert b"skx-" not in answer.read()
    for path in (KERNEL, f"{KERNEL}/channels"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{app.address}/{path}{query}", timeout=10)


@pytest.mark.parametrize("name", ["05-explorer.ipynb", "../data/articles.csv", "picture.png"])
def test_the_app_hands_out_no_file(app: Any, name: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="403|404"):
        urllib.request.urlopen(f"{app.address}/voila/files/{name}?token={app.token}", timeout=10)


def test_the_app_listens_on_127_0_0_1_only(app: Any) -> None:
    port = urlsplit(app.address).port
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    # 127.0.0.2 is this machine too, and would answer where a server listens on every address.
    for other in ("127.0.0.2", "::1"):
        with pytest.raises(OSError):
            socket.create_connection((other, port), timeout=5).close()


def test_the_app_shows_the_explorer_without_code_and_asks_for_nothing_from_elsewhere(
    browser: Browser, app: Any
) -> None:
    refused: list[str] = []
    with contextlib.closing(new_page(browser, refused=refused)) as page:
        open_app(page, app)
        expect(page.get_by_role("tab")).to_have_count(8)
        expect(page.get_by_role("tabpanel")).to_be_visible()
        assert "sk.load" not in page.content()
        page.wait_for_load_state("networkidle")
    assert refused == []
