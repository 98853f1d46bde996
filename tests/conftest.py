"""A browser for the tests of pages, and the developers' tools for those of what they write."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
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


@pytest.fixture(scope="session")
def developers_tool() -> Callable[[str], ModuleType]:
    """Loads a script of ``tools`` by its name; they are no package."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(
            name, Path(__file__).resolve().parents[1] / "tools" / f"{name}.py"
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        # Dataclasses look their own module up while they are made.
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module

    return load
