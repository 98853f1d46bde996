"""A browser for the tests of pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium; no longer than a module, because while it is driven no other event loop can run."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra [dev])")
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed, e.g. apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        # Only root, as in a container, needs to do without the sandbox.
        alone = [] if hasattr(os, "getuid") and os.getuid() else ["--no-sandbox"]
        started = playwright.chromium.launch(executable_path=found, args=["--disable-gpu", *alone])
        yield started
        started.close()
