"""Handouts of the lesson plans can be printed: one sheet each, stamped, without a network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "docs" / "handouts.html"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_handout_fits_one_sheet(browser: Any, paper: str) -> None:
    page = browser.new_context(offline=True).new_page()
    page.goto(FILE.as_uri())
    margin = {side: "13mm" for side in ("top", "bottom", "left", "right")}
    printed = page.pdf(format=paper, margin=margin)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == page.locator(".sheet").count() == 5
    page.context.close()


def test_every_sheet_is_stamped_and_nothing_is_fetched() -> None:
    html = FILE.read_text(encoding="utf-8")
    sheets = html.split('<section class="sheet"')[1:]
    assert all("Simulated, not a forecast" in sheet for sheet in sheets)
    assert not re.search(r"https?://|@import|url\(|<script", html)
