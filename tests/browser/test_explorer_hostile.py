"""Markup from articles, catalogs and lexicons in a real JupyterLab: in the explorer it is text and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from panel_pages import (
    OPENS,
    SOON,
    TABS,
    Panel,
    begin_again,
    button,
    check_svg,
    chips,
    counts,
    heading,
    open_evidence,
    open_panel,
    open_tab,
    picker,
    popup,
    soon,
    view_of,
    write_notebook,
)  # fmt: skip
from playwright.sync_api import Browser, Locator, expect

HOSTILE = (
    '<img src=x onerror="window.planted=1"><script>window.planted=1</script>"><svg onload=window.planted=1>'
    '\'><b onmouseover="window.planted=1">b</b><a href="javascript:window.planted=1">a</a>',
    "javascript:window.planted=1",
    '</script></style></textarea></title>--><iframe srcdoc="<script>parent.planted=1</script>"></iframe><img/src=x '
    "onerror=window.planted=1 <b <details open ontoggle=window.planted=1> &lt;img src=x onerror=window.planted=1&gt;",
)
TEXT = (
    "Mali menolak kerja sama dengan Prancis. Macron berkata, “Ada 300 tentara {0} di Mali.” {0}\n\nBaca Juga: {0}\n\n"
    "<b>Wagner</b> menyerang Gao pada 8 Maret 2022. Kolonel {0} Maiga membantah."
)
MADE = """() => [...document.querySelectorAll(`[onerror], [onload], [onmouseover], [ontoggle], img[src='x'],
  iframe[srcdoc], a[href^='javascript' i], .skx-panel script, .skh-panel script`)]
  .map((node) => node.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def planted(browser: Browser, lab: Any) -> Iterator[Panel]:
    """A notebook of explorers whose corpora hold markup in every cell, then a study of files that do."""
    write_study(Path(lab.folder) / "planted")
    cells = ["import sahelkit as sk\nfrom made_corpus import planted_corpus"]
    cells += [f"sk.explore(planted_corpus({hostile!r}))" for hostile in HOSTILE]
    cells += ['sk.read_box(lexicons="../planted")']
    cells += ['sk.explore(sk.link(sk.load("../planted")), lexicons="../planted", selections="planted.json")']
    panel = open_panel(browser, lab, write_notebook(lab, "planted.ipynb", *cells))
    dialogs: list[str] = []
    panel.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield panel
    assert dialogs == []
    panel.page.close()


def write_study(folder: Path) -> None:
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "p.txt").write_text(TEXT.format(HOSTILE[0]), encoding="utf-8")
    quoted = '"' + HOSTILE[0].replace('"', '""') + '"'
    (folder / "articles.csv").write_text(
        f"article_id,title,publisher,published,language,url\np,{quoted},{quoted},2022-03-23,id,{HOSTILE[1]}\n",
        encoding="utf-8",
    )
    (folder / "actors.csv").write_text(
        "actor_id,form,language,kind,actor_type,country,sector,valid_from,valid_to,citation,note\n"
        f"planted,{quoted},id,name,state,MLI,,,,{quoted},{quoted}\nplanted,Gao,id,name,state,MLI,,,,,{quoted}\n",
        encoding="utf-8",
    )


def check(panel: Panel) -> None:
    """Nothing ran, nothing was made of the text, nothing was asked of another machine."""
    assert panel.page.evaluate("window.planted") is None
    assert panel.page.evaluate(MADE) == []
    assert panel.refused == []
    assert len(panel.page.context.pages) == 1


@pytest.mark.parametrize("n", range(len(HOSTILE) + 1))
def test_markup_in_any_field_stays_text(planted: Panel, n: int) -> None:
    """Views, evidence, article, pickers, files and what the mouse is over."""
    root = planted.page.locator(".skx-panel").nth(n)
    each = Panel(planted.page, root, planted.refused)
    begin_again(each)
    for name in TABS:
        open_tab(root, name)
        expect(root.get_by_role("alert")).to_have_count(0)
        if view_of(root).locator(f"{OPENS}, .skx-point").count():
            open_evidence(root)
        for part in view_of(root).locator(".skx-bar, .skx-lines-plot, .skx-mark, .skx-cell, .skx-bin").all()[:4]:
            part.hover(force=True)
        check(planted)
    expect(root.locator(".skx-text")).to_contain_text((HOSTILE + HOSTILE[:1])[n][:20])
    for control in root.locator(".skx-picker-button").all():
        control.click()
        expect(popup(root)).to_have_count(1)
        rows = popup(root).locator(".skx-picker-row")
        if rows.count():
            rows.first.hover()
        planted.page.keyboard.press("Escape")
    check(planted)


def test_a_condition_with_markup_stays_text(planted: Panel) -> None:
    root = planted.page.locator(".skx-panel").first
    begin_again(Panel(planted.page, root, planted.refused))
    picker(root, "Publisher").click()
    popup(root).locator(".skx-picker-row").first.click()
    planted.page.keyboard.press("Escape")
    soon(lambda: chips(root), [f"publisher: {HOSTILE[0]}"])
    root.get_by_role("button", name="why").first.click()
    check(planted)
    button(root, "Clear all").click()
    soon(lambda: chips(root), [])


@pytest.mark.parametrize("name", TABS)
def test_saved_files_hold_markup_as_text(planted: Panel, name: str) -> None:
    root = planted.page.locator(".skx-panel").first
    open_tab(root, name)
    for format in ("CSV", "PNG", "SVG"):
        with planted.page.expect_download(timeout=2 * SOON) as download:
            button(root, format).click()
        content = Path(download.value.path()).read_bytes()
        assert len(content) > 20
        if format == "SVG":
            check_svg(content)
    expect(root.get_by_role("alert")).to_have_count(0)
    check(planted)


def test_a_name_and_a_text_of_ones_own_with_markup_stay_text(planted: Panel) -> None:
    root = planted.page.locator(".skx-panel").last
    begin_again(Panel(planted.page, root, planted.refused))
    root.get_by_role("button", name="Saved selections", exact=True).click()
    root.get_by_label("Name", exact=True).fill(HOSTILE[0])
    root.get_by_role("button", name="Save", exact=True).click()
    expect(root.get_by_text(f"saved: {HOSTILE[0]}")).to_be_visible(timeout=SOON)
    expect(root.get_by_label("Saved", exact=True).locator("option:checked")).to_have_text(HOSTILE[0])
    root.get_by_role("button", name="Add a text of your own").click()
    soon(lambda: counts(root)["articles"], "1")
    root.get_by_label("Article text").fill(TEXT.format(HOSTILE[2]))
    root.locator(".skh-panel").get_by_label("Language").select_option(label="Indonesian")
    root.get_by_label("Title", exact=True).fill(HOSTILE[0])
    root.get_by_role("button", name="Add to the corpus").click()
    soon(lambda: counts(root)["articles"], "2")
    open_tab(root, "articles")
    view_of(root).locator("[data-n='1'] .skx-number").first.click()
    expect(root.locator(".skx-text")).to_contain_text(HOSTILE[2][:30])
    expect(root.locator(".skx-article .skx-sheet-head")).to_have_text(HOSTILE[0])
    assert heading(root) != ""
    check(planted)


def test_an_article_pasted_into_the_box_stays_text(planted: Panel) -> None:
    box = planted.page.locator(".skh-panel:not(.skx-panel .skh-panel)")
    read(box, TEXT.format(HOSTILE[0]), title=HOSTILE[2])
    expect(box.locator(".skh-text")).to_contain_text(HOSTILE[0][:40], timeout=SOON)
    expect(box.locator(".skh-mention").first).to_be_visible()
    for mark in box.locator(".skh-mention").all()[:4]:
        mark.hover()
    check(planted)


def read(box: Locator, text: str, *, title: str) -> None:
    box.get_by_label("Article text").fill(text)
    box.get_by_label("Title", exact=True).fill(title)
    box.get_by_role("button", name="Read it").click()
