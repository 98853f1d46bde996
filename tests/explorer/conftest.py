"""A study to explore, and a visit without a network."""

from __future__ import annotations

from typing import Any

import light_bundles as light
import pytest

from corredor.explorer.page import explorer
from corredor.tradeoffs import tradeoffs


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("explorer") / "study"
    fewer = {"worlds": 6, "name": "Light <bundles> & more"}
    tradeoffs(light.STUDY | fewer, set=light.SHORT, out=target, workers=1, quiet=True, build=light.LeverModel)
    return target


@pytest.fixture(scope="session")
def page_file(folder):
    return explorer(folder)


@pytest.fixture
def visit(browser, page_file):
    """Open the page at a width; whatever it asks for elsewhere, and what goes wrong in it, fails the test."""
    opened: list[Any] = []
    outside: list[str] = []
    errors: list[str] = []

    def open_page(width: int = 1280, *, language: str = "en-US", file: Any = None) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 844}, locale=language, offline=True)
        page = context.new_page()
        page.on("request", lambda request: request.url.startswith("file:") or outside.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and errors.append(message.text))
        page.goto((file or page_file).as_uri())
        opened.append(context)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert outside == []
    assert errors == []
