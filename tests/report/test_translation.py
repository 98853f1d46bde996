"""The report says everything in every language."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from corredor.figures.causes import chain_told, origin
from corredor.figures.chain_of_events import NONE
from corredor.region import catalogue as catalogue_of_regions
from corredor.report import images
from corredor.report.findings import where_it_went
from corredor.report.page import _region_told, translated
from corredor.report.translation import Translator, catalogue

pytestmark = pytest.mark.once
MORE = ("country", "countries")
NOTE = "replicate 0; names are fictional, places are first-level divisions"
PLACE = re.compile(r"\{(\w+)\}")


def names(run: Any) -> set[str]:
    """What is called the same in every language: places and organisations that are invented."""
    place = run.geography
    return {*place.country_names, *place.division_names, *run.organisations["name"].astype(str)}


@pytest.fixture(scope="module", params=["es", "pt"])
def reports(request: Any, run: Any, control: Any) -> tuple[Translator, list[str]]:
    translator = Translator(request.param, catalogue(request.param))
    with pytest.MonkeyPatch.context() as patched:
        # Drawing takes time, and what figures say is known before.
        patched.setattr(images, "data_address", lambda figure, dpi: "data:,")
        return translator, [translated(run, against, translator) for against in (control, None)]


def test_no_string_is_missing_in_any_language(reports: Any, run: Any) -> None:
    translator, _ = reports
    left = {text for text in translator.missing if set(text.split(", ")) - names(run)}
    assert left == set()


def test_the_page_says_its_language_and_is_stamped_in_it(reports: Any) -> None:
    translator, pages = reports
    stamp = {"es": "simulado, no es un pronóstico", "pt": "simulado, não é uma previsão"}[translator.language]
    for page in pages:
        assert f'<html lang="{translator.language}">' in page
        assert page.count(stamp) >= 3
        assert "not a forecast" not in page


def test_translations_put_in_the_same_values() -> None:
    for language in ("es", "pt"):
        for english, told in catalogue(language).items():
            assert sorted(set(PLACE.findall(english))) == sorted(set(PLACE.findall(told))), english
            assert told.strip()
    assert set(catalogue("es")) == set(catalogue("pt"))


def test_numbers_are_written_as_the_language_does() -> None:
    translator = Translator("es", {"{t} is {n} {u}": "{t}: {n} {u}", "What arrives": "Lo que llega"})
    assert translator("What arrives is 28,100.5 kg") == "Lo que llega: 28\u202f100,5 kg"
    assert translator("+1.5 [+0.5, +2.5]") == "+1,5 [+0,5; +2,5]"


def test_what_is_nowhere_in_the_catalogue_stays_and_is_remembered() -> None:
    translator = Translator("pt", {})
    assert translator("A new sentence") == "A new sentence"
    assert translator.missing == {"A new sentence"}
    assert translator.page('<p translate="no">A name</p><p>12</p>') == '<p translate="no">A name</p><p>12</p>'


def test_every_region_has_a_name_in_every_language() -> None:
    names = {_region_told(name) for name in catalogue_of_regions.names()}
    assert "Central America" in names
    for language in ("es", "pt"):
        assert names <= set(catalogue(language))
    facts = "Central America at 1°, 1990-01 to 1995-01 (not included) · 5 replicates, seed 1 · compared with “x” in y"
    facts += " · corredor 0"
    assert Translator("es", catalogue("es"))(facts).startswith("América Central a 1°, de 1990-01")


def test_a_share_of_a_corridor_that_is_not_sure_says_so_in_every_language() -> None:
    told = "the share of the corridor “Caribbean” in what is bound for the United States −12 points (may be chance)"
    for language, doubt in (("es", "(puede ser azar)"), ("pt", "(pode ser acaso)")):
        said = Translator(language, catalogue(language))
        assert said(told).endswith(doubt)
        assert said.missing == set()


def test_what_became_of_what_a_corridor_loses_is_said_in_every_language() -> None:
    told = [where_it_went("Caribbean", part) for part in (-0.1, 0.5, 1.0, 1.07)]
    told += [f"Homicide rises most in Cuba (+2.1 [+1.0, +3.2]) per 100 000 a year; 1 more {what}." for what in MORE]
    told += [
        f"Of what sets out for the United States, in percent, {sides}: Caribbean 40 → 38 (−2.1 [−5.0, +0.8]), may be "
        f"chance; seized or delivered before it crosses any of these 9.0 → 9.2 (+0.20 [−0.10, +0.50]){doubt}."
        for sides in ("without and with", "before and after")
        for doubt in ("", ", may be chance")
    ]
    for language in ("es", "pt"):
        said = Translator(language, catalogue(language))
        for sentence in told:
            assert not re.search(r"may be chance|corridor\b|gain|more", said(sentence))
        assert said.missing == set()


def test_where_a_chain_begins_is_said_in_every_language(run: Any, control: Any) -> None:
    told = chain_told(run, control)
    month = told.steps[0].month
    chains = [replace(told, by_scenario=by, in_control=met) for by in (True, False) for met in (None, (month, month))]
    sentences = {
        s
        for chain in chains
        for of in (run, control)
        for against in (None, control)
        for s in origin(chain, of, against)
    }
    assert len(sentences) == 6
    for language in ("es", "pt"):
        said = Translator(language, catalogue(language))
        for sentence in sentences:
            assert said(sentence) != sentence
        said(f"begins with no policy or event of the scenario; {NOTE}")
        said(NONE)
        assert said.missing == set()
