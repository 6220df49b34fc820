"""The drop zone in a real browser: files by chooser, drop and keyboard, text by paste; names show as text."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_here import chromium
from lab_pages import CHROMIUM_OPTIONS, new_page
from playwright.sync_api import Browser, FileChooser, Page, TimeoutError

from sahelkit.exploring.assets import script, style

# A model as the widget's own page has one: it lists what it is sent, and keeps the names that the kernel would send.
MODEL = """async (source) => {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { render } = (await import(address)).default;
  const heard = [];
  window.sent = [];
  window.model = {
    names: [],
    get(name) { return this[name]; },
    on(_, listen) { heard.push(listen); },
    off() {},
    send(message, _, buffers) {
      window.sent.push({ ...message, bytes: (buffers || []).map((buffer) => [...new Uint8Array(buffer)]) });
      if (message.kind === "file") this.names = [...this.names, message.name];
      if (message.kind === "leave") this.names = this.names.filter((_, n) => n !== message.n);
      heard.forEach((listen) => listen());
    },
  };
  render({ model: window.model, el: document.getElementById("zone") });
}"""
DROP = """([name, text]) => {
  const data = new DataTransfer();
  if (name) data.items.add(new File([text], name));
  else data.setData("text/plain", text);
  const event = (kind) => new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
  const zone = document.querySelector(".skx-drop");
  return ["dragover", "drop"].map((kind) => zone.dispatchEvent(event(kind)));
}"""
HOSTILE = "<img src=x onerror=alert(1)>.txt"


@pytest.fixture(scope="module")
def alone(browser: Browser) -> Iterator[Browser]:
    """A browser of its own: one shows one chooser at a time, and other tests leave theirs open."""
    own = browser.browser_type.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
    yield own
    own.close()


@pytest.fixture
def zone(alone: Browser) -> Iterator[Page]:
    page = new_page(alone)
    page.set_content(f"<style>{style('drop')}</style><textarea id=other></textarea><div id=zone></div>")
    page.evaluate(MODEL, script("dom", "drop"))
    yield page
    page.close()


def sent(zone: Page, kind: str) -> list[Any]:
    zone.wait_for_function("kind => window.sent.some((message) => message.kind === kind)", arg=kind)
    return [message for message in zone.evaluate("window.sent") if message["kind"] == kind]


def test_chosen_files_are_sent_as_bytes_and_a_big_one_is_refused(zone: Page, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\xff")
    (tmp_path / "big.txt").write_bytes(b"x" * (9 * 2**20))
    zone.set_input_files("input[type=file]", [tmp_path / "a.txt", tmp_path / "big.txt"])
    assert sent(zone, "file") == [{"kind": "file", "name": "a.txt", "bytes": [[97, 255]]}]
    assert zone.get_by_role("alert").inner_text() == "big.txt is larger than 8 MB and was left out"


def test_dropped_files_and_words_are_sent_and_a_name_shows_as_text(zone: Page) -> None:
    assert zone.evaluate(DROP, [HOSTILE, "é"]) == [False, False], "the browser would open the file"
    assert sent(zone, "file")[0]["bytes"] == [[0xC3, 0xA9]]
    assert zone.locator("li span").inner_text() == HOSTILE
    assert zone.locator("#zone img").count() == 0
    zone.evaluate(DROP, ["", "Mali tenang."])
    assert sent(zone, "text")[0]["text"] == "Mali tenang."


def test_words_are_pasted_with_the_keyboard(zone: Page) -> None:
    zone.fill("#other", "Mali tenang.")
    zone.press("#other", "Control+a")
    zone.press("#other", "Control+c")
    zone.keyboard.press("Tab")
    zone.keyboard.press("Control+v")
    assert sent(zone, "text")[0]["text"] == "Mali tenang."


def chooser_of(zone: Page) -> FileChooser:
    """The chooser that Enter opens; on a busy machine Chromium now and then opens none, so Enter is pressed again."""
    for patience in (5_000, 10_000, 20_000):
        zone.bring_to_front()
        zone.focus("input[type=file]")
        assert zone.evaluate("document.activeElement.type") == "file"
        with contextlib.suppress(TimeoutError), zone.expect_file_chooser(timeout=patience) as chooser:
            zone.keyboard.press("Enter")
        if chooser.is_done():
            return chooser.value
    raise AssertionError("Enter opened no chooser")


def test_a_file_is_chosen_and_left_out_with_the_keyboard(zone: Page) -> None:
    zone.evaluate(DROP, ["a.txt", "x"])
    sent(zone, "file")
    zone.get_by_label("Leave out a.txt").wait_for()
    assert chooser_of(zone).is_multiple()
    zone.keyboard.press("Tab")
    assert zone.evaluate("document.activeElement.getAttribute('aria-label')") == "Leave out a.txt"
    zone.keyboard.press("Enter")
    assert sent(zone, "leave")[0]["n"] == 0
    assert zone.evaluate("document.activeElement.type") == "file"
    assert zone.locator("[data-lm-suppress-shortcuts]").count() == 2, "the zone and its input keep their keys"
