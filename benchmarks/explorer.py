"""How long a reader waits for the explorer, in a real JupyterLab and a real Chromium, beside a live matplotlib chart.

    make speed        or, with the extras `test` and `bench` installed, python -m benchmarks.explorer

Prints the table and writes it into benchmarks/explorer.md, between the marks there. Each time is taken inside the page,
from the key or click to the frame after the answer stands in the page (page_clock.js); Playwright only presses. Needs
Debian's chromium, no network, and a machine that does nothing else meanwhile.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.machine import machine
from benchmarks.pages import aligned, written

FOLDER = Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parent / "tests"))  # the servers and pages of the browser tests

from browser_here import chromium  # noqa: E402
from lab_pages import CHROMIUM_OPTIONS, new_page, open_notebook  # noqa: E402
from servers import Server, copy_study, running_lab  # noqa: E402

PAGE = FOLDER / "explorer.md"
CLOCK = (FOLDER / "page_clock.js").read_text(encoding="utf-8")
PATIENCE = 180_000  # milliseconds for a cell that codes or builds a corpus
TIMES = 9
MENTIONS = 100_000
PEER = "ipympl: 20 bars, another choice"
VERSIONS = ("jupyterlab", "ipywidgets", "anywidget", "ipympl", "matplotlib", "pandas")
SMALL = ('import sahelkit as sk\ncorpus = sk.link(sk.load("../data"))', "sk.explore(corpus)")
BIG = (f"import sahelkit as sk\nfrom big_corpus import big_corpus\ncorpus = big_corpus({MENTIONS})", SMALL[1])
LIVE = (
    "%matplotlib widget\nimport ipywidgets, matplotlib.pyplot as plt, numpy as np\n"
    'rows = {f"choice {n}": np.random.default_rng(n).integers(1, 100, 20) for n in range(20)}',
    'with plt.ioff():\n    fig, ax = plt.subplots()\nbars = ax.barh(range(20), rows["choice 0"])\n'
    "choice = ipywidgets.Dropdown(options=list(rows))\n"
    "def redraw(change):\n    for bar, width in zip(bars, rows[change.new]):\n        bar.set_width(width)\n"
    "    fig.canvas.draw_idle()\n"
    'choice.observe(redraw, "value")\nipywidgets.VBox([choice, fig.canvas])',
)
WORDS = ("Mali", "Prancis", "tentara", "Wagner", "negara", "pasukan", "Rusia", "Barat", "pemerintah")


class Row(NamedTuple):
    """One kind of waiting: its times in milliseconds, and the most that its median should be."""

    name: str
    times: list[float]
    goal: float | None = None


def timed(page: Page, act: Callable[[], object], *, event: str, selector: str, fresh: bool = False) -> float:
    """Milliseconds from the event that `act` causes to the frame after what `selector` finds has changed.

    A fresh element counts as painted in the second frame.
    """
    armed = {"event": event, "selector": selector, "fresh": fresh, "count": 2 if fresh else 1}
    page.evaluate("given => pageClock.arm(given)", armed)
    act()
    return float(page.evaluate("() => pageClock.answer"))


def first_paint(browser: Browser, lab: Server) -> list[float]:
    """The explorer's cell on the two articles, each time in a kernel that has shown no explorer before."""
    times = []
    for _ in range(TIMES):
        with opened(browser, lab, SMALL) as page:
            times.append(paint(page))
    return times


def paint(page: Page) -> float:
    """Run the second cell, and time it to the chart's first picture."""
    _cell(page, 1).locator(".jp-InputArea-prompt").click()
    return timed(page, lambda: _run(page), event="keydown", selector=".skx-chart", fresh=True)


def filters(page: Page) -> Iterator[tuple[str, float]]:
    """Choose one actor after another in the filter bar, then ask for one word after another."""
    picker = page.get_by_role("button", name=re.compile("^Actor:"))
    picker.click()
    for n in range(TIMES):
        box = page.locator(".skx-picker-list:visible input[type=checkbox]").nth(n)
        yield "actor", timed(page, box.click, event="click", selector=".skx-chart")
        _settle(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear all").click()
    _settle(page)
    line = page.get_by_label("Text", exact=True)
    for word in WORDS[:TIMES]:
        line.fill(word)
        yield "text", timed(page, lambda: line.press("Enter"), event="keydown", selector=".skx-chart")
        _settle(page)
    page.get_by_role("button", name="Clear all").click()
    _settle(page)


def evidence(page: Page) -> Iterator[float]:
    """Ask one bar after another for its sentences."""
    for n in range(TIMES):
        number: Locator = page.locator(".skx-number").nth(n)
        yield timed(page, number.click, event="click", selector=".skx-sheet")
        _settle(page)


def live(browser: Browser, lab: Server) -> list[float]:
    """Another choice in a chart of ipympl: twenty bars drawn anew by matplotlib."""
    with opened(browser, lab, LIVE) as page:
        _cell(page, 1).locator(".jp-InputArea-prompt").click()
        _run(page)
        page.locator(".jupyter-matplotlib canvas").first.wait_for(timeout=PATIENCE)
        _settle(page)
        choice = page.locator(".widget-dropdown select")
        times = []
        for n in range(1, TIMES + 1):  # JupyterLab keeps the arrow keys from a list like this one
            act = functools.partial(choice.select_option, index=n)
            times.append(timed(page, act, event="change", selector=".jupyter-matplotlib canvas"))
            _settle(page)
        return times


def explored(browser: Browser, lab: Server, cells: Sequence[str], suffix: str, goal: float) -> Iterator[Row]:
    """Filter changes and evidence on one corpus."""
    with opened(browser, lab, cells) as page:
        paint(page)
        yield Row(f"first paint, cell run again{suffix}", [paint(page) for _ in range(TIMES)])
        _settle(page)
        found: dict[str, list[float]] = {}
        for name, time in filters(page):
            found.setdefault(name, []).append(time)
        for name, times in found.items():
            yield Row(f"filter: {name}{suffix}", times, goal)
        yield Row(f"evidence of a bar{suffix}", list(evidence(page)), None if suffix else 150)


@contextlib.contextmanager
def opened(browser: Browser, lab: Server, cells: Sequence[str]) -> Iterator[Page]:
    """A notebook of these cells in a page of its own, the first cell run; its kernel ends with it."""
    path = lab.folder / "notebooks" / "timed.ipynb"
    path.write_text(json.dumps(_notebook(cells)), encoding="utf-8")
    page = new_page(browser)
    try:
        open_notebook(page, lab, path.name)
        page.evaluate(CLOCK)
        page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=PATIENCE)
        _cell(page, 0).locator(".jp-InputArea-prompt").click()
        _run(page)
        _cell(page, 0).get_by_text("[1]:").wait_for(timeout=PATIENCE)
        _settle(page)
        yield page
    finally:
        _end_kernels(page, lab)
        page.close()


def _notebook(cells: Sequence[str]) -> dict[str, Any]:
    blank: dict[str, Any] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    code = [{**blank, "id": f"cell-{n}", "source": cell} for n, cell in enumerate(cells)]
    return {"cells": code, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _cell(page: Page, n: int) -> Locator:
    return page.locator(".jp-Notebook .jp-CodeCell").nth(n)


def _run(page: Page) -> None:
    page.keyboard.press("Control+Enter")


def _settle(page: Page) -> None:
    """Wait until the kernel has rested for a moment: it counts the tabs after it has drawn."""
    page.wait_for_timeout(200)
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=PATIENCE)
    page.wait_for_timeout(200)


def _end_kernels(page: Page, lab: Server) -> None:
    headers = {"Authorization": f"token {lab.token}"}
    for session in page.request.get(f"{lab.address}/api/sessions", headers=headers).json():
        page.request.delete(f"{lab.address}/api/sessions/{session['id']}", headers=headers)


def measure() -> list[Row]:
    """All rows, in the table's order."""
    with contextlib.ExitStack() as stack:
        folder, home = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
        lab = stack.enter_context(running_lab(copy_study(folder), home))
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=chromium(), args=CHROMIUM_OPTIONS
        )
        rows = [Row("first paint", first_paint(browser, lab), 1500)]
        rows += explored(browser, lab, SMALL, "", 150)
        rows += explored(browser, lab, BIG, f", {MENTIONS:,} mentions", 300)
        return [*rows, Row(PEER, live(browser, lab))]


def table(rows: Sequence[Row]) -> list[str]:
    """Medians in milliseconds, their spread, their goals, and how they stand to the live matplotlib chart."""
    peer = statistics.median(rows[-1].times)
    lines = [["what is waited for", "n", "median", "lowest", "highest", "goal", "median to ipympl's"]]
    for row in rows:
        median = statistics.median(row.times)
        goal = "–" if row.goal is None else f"< {row.goal:,.0f}"
        numbers = [f"{each:,.0f}" for each in (median, min(row.times), max(row.times))]
        lines.append([row.name, str(len(row.times)), *numbers, goal, f"{median / peer:.2f}"])
    return aligned(lines, left=1)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def main() -> int:
    """Measure, print, write."""
    browser = _said(str(chromium()), "--version").split(" built")[0]
    lines = [*table(measure()), "", machine(VERSIONS, browser)]
    print("\n".join(lines))
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
