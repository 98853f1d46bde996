"""The explorer in a real browser without a network: slide, switch, choose, by mouse and by keyboard."""

from __future__ import annotations

import pytest

from corredor.explorer.page import explorer
from corredor.explorer.words import words

pytestmark = pytest.mark.once
WIDTHS = (1280, 390)


@pytest.mark.parametrize("width", WIDTHS)
def test_everything_fits_the_width(visit, width) -> None:
    page = visit(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.is_visible("#map rect")
    assert page.is_visible("#chart .mark")
    assert page.locator("#scorecard tbody tr").count() == 5
    assert page.inner_text(".stamp").lower() == "simulated, not a forecast"
    assert page.is_hidden("#removed")


def test_a_slider_moves_scorecard_map_and_chart(visit) -> None:
    page = visit()
    before = [page.inner_text("#scorecard"), page.inner_html("#map"), page.inner_html("#chart")]
    page.fill("#axis-0", "100")
    after = [page.inner_text("#scorecard"), page.inner_html("#map"), page.inner_html("#chart")]
    assert all(a != b for a, b in zip(before, after, strict=True))
    assert "Surge 4" in page.inner_text("#state")
    page.click("#reset")
    assert page.inner_text("#scorecard") == before[0]


def test_between_computed_bundles_it_says_that_it_interpolates(visit) -> None:
    page = visit()
    page.fill("#axis-0", "50")
    assert "interpolated between 2 computed bundles" in page.inner_text("#state")
    cost = page.locator("#scorecard tbody tr", has_text="Cost").inner_text()
    assert "+18" in cost  # halfway between 1 and 4 times the usual assets: 1.5 × 12 million
    page.fill("#axis-1", "50")
    assert "violates more rights" in page.inner_text("#state")


def test_it_can_be_used_with_the_keyboard_alone(visit) -> None:
    page = visit()
    page.focus("#axis-0")
    page.keyboard.press("PageUp")
    assert "Surge 2" in page.inner_text("#state")
    page.keyboard.press("ArrowRight")
    assert "interpolated" in page.inner_text("#state")
    page.keyboard.press("PageUp")
    assert page.inner_text("#output-0") == "4"
    page.focus("#chart .mark >> nth=1")
    page.keyboard.press("Enter")
    assert "Computed" in page.inner_text("#state")
    assert page.evaluate("document.activeElement.dataset.point") is not None


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("es-CO", "es"), ("pt-BR", "pt"), ("fr-FR", "en")])
def test_it_begins_in_the_language_of_the_browser(visit, locale, language) -> None:
    page = visit(language=locale)
    assert page.input_value("#language") == language
    assert page.evaluate("document.documentElement.lang") == language


@pytest.mark.parametrize("language", ["es", "pt"])
def test_switching_leaves_no_word_of_english(visit, language) -> None:
    page = visit()
    page.fill("#axis-0", "100")
    page.select_option("#language", language)
    said = page.inner_text("body")
    assert words(language)["scorecard"] in said
    english = words("en")
    left = [
        key
        for key, text in english.items()
        if "{" not in text and len(text) > 12 and text != words(language)[key] and text in said
    ]
    assert left == []
    assert page.inner_text("#output-0") == "4"
    assert page.title().endswith(words(language)["title"].split("–")[1].strip())


def test_what_is_left_out_is_shown_only_when_asked_for(visit) -> None:
    page = visit()
    few = page.locator("#chart .mark").count()
    page.check("#left")
    assert page.locator("#chart .mark").count() == 18 > few
    page.fill("#axis-1", "100")
    assert "more rights" in page.inner_text("#state")


def test_without_the_rights_constraint_the_stamp_stands_on_top(visit, folder, tmp_path) -> None:
    page = visit(file=explorer(folder, out=tmp_path / "removed.html", rights_constraint=False))
    assert page.inner_text("#removed").lower() == "rights constraint removed"
    page.select_option("#language", "es")
    assert page.inner_text("#removed").lower() == "sin la restricción de derechos"


def test_measures_and_layers_can_be_chosen(visit) -> None:
    page = visit()
    page.fill("#axis-0", "100")
    before = page.inner_html("#chart")
    page.select_option("#across", label="Trust in the state")
    assert page.inner_html("#chart") != before
    before = page.get_attribute("#map", "aria-label")
    page.select_option("#layer", index=1)
    assert page.get_attribute("#map", "aria-label") is not None
    assert "blocks" in before
