"""Whether this machine has a browser for the browser tests."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The system's Chromium or Chrome."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def left_out() -> str | None:
    """Why the browser tests do not run, in one sentence; None where they do.

    Where SAHELKIT_BROWSER_TESTS is "required" they always run, and fail without a browser.
    """
    if chromium() or os.environ.get("SAHELKIT_BROWSER_TESTS") == "required":
        return None
    return "The browser tests were left out: there is no Chromium here (Debian: sudo apt-get install chromium)."
