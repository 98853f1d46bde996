"""What a visitor sees and can do, in a real browser that can reach nothing but the page."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

import corredor

pytestmark = pytest.mark.once
PIXELS = """() => {
  const canvas = document.getElementById('map_with');
  const seen = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let sum = 0;
  for (let i = 0; i < seen.length; i += 4) sum = (sum * 31 + seen[i] * 3 + seen[i + 1] * 5 + seen[i + 2]) % 1000003;
  return sum;
}"""
STAMP = {"en": "Simulated, not a forecast", "es": "Simulado, no es un pronóstico", "pt": "Simulado, não é uma previsão"}
BAD = "corredor: 1\nname: Bad\nextends: two_corridors\npolicies:\n  - kind: kingpn\nwhither: 3\n"


def test_the_page_opens_with_a_picture_and_asks_nobody_else(visit: Any) -> None:
    visitor = visit()
    page = visitor.page
    page.wait_for_selector("#scorecard table")
    assert page.locator("#scorecard tbody tr").count() == 7
    assert page.locator("#series svg.chart").count() == 4
    assert page.locator("#tree svg polygon").count() > 5
    assert "Elsewhere (exported harm)" in visitor.text("#bearing")
    assert "Cayo Alto" in visitor.text("#bearing")
    for card in ("#scorecard", "#bearing", "#series", "#tree", "footer"):
        assert STAMP["en"] in page.text_content(card)
    assert STAMP["en"] in page.get_attribute("#map_with", "aria-label")
    later = page.evaluate(PIXELS)
    page.focus("#month")
    page.keyboard.press("Home")
    assert page.evaluate(PIXELS) != later
    for view in ("violence", "holders"):
        before = page.evaluate(PIXELS)
        page.check(f"input[value={view}]")
        assert page.evaluate(PIXELS) != before
    assert visitor.outside == []
    assert visitor.errors == []


def test_time_series_can_be_looked_at_country_by_country(visit: Any) -> None:
    visitor = visit()
    page = visitor.page
    page.wait_for_selector("#series svg.chart")
    page.wait_for_function("document.querySelectorAll('#series_of option').length > 2")
    whole = visitor.text("#series")
    page.select_option("#series_of", index=1)
    page.wait_for_function("document.querySelector('#series').textContent.includes('Cocaine seized there')")
    assert visitor.text("#series") != whole
    assert page.locator("#series svg.chart").count() == 4
    assert STAMP["en"] in page.text_content("#series")
    chosen = visitor.value("#series_of")
    page.select_option("#language", "es")
    page.wait_for_function("document.querySelector('#series').textContent.includes('Cocaína incautada')")
    assert visitor.value("#series_of") == chosen


def test_a_change_is_run_and_moves_the_picture(visit: Any) -> None:
    visitor = visit()
    visitor.settle()
    visitor.run()
    before, pixels = visitor.text("#scorecard"), visitor.page.evaluate(PIXELS)
    visitor.page.fill("#intensity_1", "9")
    visitor.page.wait_for_function("document.querySelector('#meaning_1 strong').textContent.includes('102')")
    visitor.run()
    assert visitor.text("#scorecard") != before
    assert visitor.page.evaluate(PIXELS) != pixels
    assert "Done: 1" in visitor.text("#standing")


def test_numbers_of_one_region_do_not_stay_beside_the_map_of_another(visit: Any) -> None:
    visitor = visit()
    visitor.settle()
    visitor.run()
    assert "Done: 1" in visitor.text("#standing")
    visitor.page.select_option("#region", "central-america")
    visitor.page.wait_for_function("!document.querySelector('#scorecard table')")
    assert visitor.text("#standing") == ""
    assert "Nothing has been run yet" in visitor.text("#series")


def test_what_costs_more_than_the_budget_is_not_run(visit: Any) -> None:
    visitor = visit()
    visitor.settle()
    visitor.page.fill("#budget", "1")
    visitor.page.wait_for_selector("#spending .over")
    visitor.page.click("#run")
    visitor.page.wait_for_selector("#notice .problems")
    assert "more than the budget" in visitor.text("#notice")


def test_a_run_can_be_cancelled(visit: Any) -> None:
    visitor = visit()
    visitor.settle()
    visitor.page.select_option("#pairs", "16")
    time.sleep(0.5)
    visitor.page.click("#run")
    visitor.page.wait_for_selector("body[data-busy=yes]")
    assert visitor.page.is_visible("#progress")
    visitor.page.click("#cancel")
    visitor.page.wait_for_selector("text=Cancelled after")
    assert visitor.page.is_disabled("#cancel")
    visitor.page.select_option("#pairs", "1")
    time.sleep(0.5)
    visitor.run()
    assert "Done: 1" in visitor.text("#standing")


def test_the_language_is_switched_without_losing_what_was_chosen(visit: Any) -> None:
    visitor = visit(locale="es-MX")
    page = visitor.page
    page.wait_for_selector("text=Punto de partida")
    page.wait_for_selector("#scorecard table")
    page.select_option("#kind_1", "truce")
    done = {"pt": "Pronto: ", "en": "Done: ", "es": "Listo: "}
    for language, run, truce in (("pt", "Simular", "Trégua"), ("en", "Run", "Truce"), ("es", "Simular", "Tregua")):
        page.select_option("#language", language)
        page.wait_for_function(f"document.querySelector('#scorecard').textContent.includes('{STAMP[language]}')")
        assert visitor.text("#run").strip() == run
        assert page.locator("#kind_1 option:checked").inner_text() == truce
        assert visitor.value("#kind_1") == "truce"
        assert page.get_attribute("html", "lang") == language
        assert not visitor.text("#standing").startswith(tuple(word for each, word in done.items() if each != language))
        assert STAMP[language] in page.get_attribute("#map_with", "aria-label")


def test_a_run_is_saved_and_loaded_again(visit: Any, tmp_path: Path) -> None:
    visitor = visit()
    visitor.settle()
    page = visitor.page
    page.fill("#name", "Mine")
    page.select_option("#kind_1", "court_reform")
    page.wait_for_function("document.querySelector('#meaning_1').textContent.includes('full programme')")
    with page.expect_download() as download:
        page.click("#save")
    saved = tmp_path / "mine.yaml"
    download.value.save_as(saved)
    scenario = corredor.load(saved)
    assert (scenario.name, scenario.months, [policy.kind for policy in scenario.policies]) == (
        "Mine",
        24,
        ["court_reform"],
    )
    page.select_option("#kind_1", "truce")
    page.set_input_files("#load", saved)
    page.wait_for_selector("text=Loaded from mine.yaml: Mine")
    page.wait_for_function("document.getElementById('kind_1').value === 'court_reform'")
    assert visitor.value("#years") == "2"
    page.select_option("#region", "americas")
    page.wait_for_selector("text=without any policy beyond those of the time")
    assert page.locator("#situation option").count() == 4


def test_a_bad_file_is_told_line_by_line_and_nothing_changes(visit: Any, upload: Any) -> None:
    visitor = visit()
    visitor.settle()
    page = visitor.page
    page.set_input_files("#load", upload("bad.yaml", BAD))
    page.wait_for_selector("#notice li")
    assert (
        "bad.yaml:5:11: policies.kingpn.kind: there is no policy kind 'kingpn' — did you mean 'kingpin'?"
        in visitor.text("#notice")
    )
    assert "bad.yaml:6:1: whither: unknown key" in visitor.text("#notice")
    assert visitor.value("#kind_1") == "interdiction_surge"
    page.set_input_files("#load", upload("long.yaml", "# " + 200_000 * "x"))
    page.wait_for_selector("text=too large to be a scenario")
    page.set_input_files("#load", upload("fine.yaml", "corredor: 1\nname: Fine\nextends: baseline\n"))
    page.wait_for_selector("text=Too many cells for this page")
    page.set_input_files("#load", upload("code.yaml", "!!python/object/apply:os.system ['true']"))
    page.wait_for_selector("text=a scenario is plain data")


def test_two_visitors_at_once_share_nothing(visit: Any) -> None:
    one, other = visit(), visit()
    for visitor in (one, other):
        visitor.settle()
    one.page.select_option("#kind_1", "kingpin")
    one.page.wait_for_function("document.querySelector('#meaning_1').textContent.includes('full programme')")
    one.page.click("#run")
    other.run()
    one.page.wait_for_selector("body[data-busy=no]")
    assert one.value("#kind_1") == "kingpin"
    assert other.value("#kind_1") == "interdiction_surge"
    assert one.text("#scorecard") != other.text("#scorecard")
    one.page.click("#hold")
    one.page.wait_for_selector("#compare table")
    assert other.page.locator("#compare table").count() == 0


def test_up_to_four_runs_are_compared(visit: Any) -> None:
    visitor = visit()
    visitor.page.wait_for_selector("#scorecard table")
    for name in ("one", "two", "three", "four", "five"):
        visitor.page.fill("#name", name)
        time.sleep(0.4)
        visitor.page.click("#hold")
        visitor.page.wait_for_selector(f"#compare th:has-text('{name}')")
    assert visitor.page.locator("#compare thead th").all_inner_texts() == ["Measure", "two", "three", "four", "five"]


def test_the_page_can_be_used_with_the_keyboard_alone(visit: Any) -> None:
    visitor = visit()
    visitor.settle()
    page = visitor.page
    page.evaluate("document.body.focus()")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    for wanted in (
        "language",
        "region",
        "years",
        "kind_1",
        "place_1",
        "intensity_1",
        "add_policy",
        "run",
        "save",
        "load",
        "month",
    ):
        assert wanted in reached, wanted
    page.focus("#add_policy")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "kind_2"
    page.focus("#run")
    visitor.run(lambda: page.keyboard.press("Enter"))


def test_on_a_telephone_nothing_runs_over_the_edge(visit: Any) -> None:
    visitor = visit(width=390)
    page = visitor.page
    page.wait_for_selector("#scorecard table")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.card')].filter(c => c.scrollWidth > c.clientWidth + 1).map(c => c.id)"
        )
        == []
    )
    assert page.is_visible("#map_with")
    assert not page.is_visible("#map_without")
    page.check("input[value=difference]")
    assert page.is_visible("#map_difference")
