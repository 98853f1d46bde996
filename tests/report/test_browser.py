"""The report as a browser shows it, without any network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.once
LOADED = "Array.from(document.images, image => image.complete && image.naturalWidth > 0)"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def report(html: str, tmp_path_factory: Any) -> Path:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html, encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=[1280, 390])
def opened(request: Any, browser: Any, report: Path) -> Iterator[tuple[Any, list[str], list[str]]]:
    """The page on a wide or a narrow screen, what it asked for, and what went wrong."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, offline=True)
    page, asked, wrong = context.new_page(), [], []
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(report.as_uri())
    yield page, asked, wrong
    context.close()


def test_it_asks_for_nothing_but_itself(opened: Any, report: Path) -> None:
    _, asked, wrong = opened
    assert [url for url in asked if not url.startswith("data:")] == [report.as_uri()]
    assert wrong == []


def test_every_figure_is_shown(opened: Any) -> None:
    page, _, _ = opened
    for number in range(page.locator("img").count()):
        page.locator("img").nth(number).scroll_into_view_if_needed()
    page.wait_for_function(f"{LOADED}.every(Boolean)")
    assert len(page.evaluate(LOADED)) > 8


def test_nothing_runs_off_the_side(opened: Any) -> None:
    page, _, _ = opened
    assert page.evaluate(TOO_WIDE) <= 0
