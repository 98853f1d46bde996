"""The page of a study says everything in every language, and every chart is stamped."""

from __future__ import annotations

import re
from typing import Any

import pytest
from matplotlib.text import Text

from corredor.report.translation import Translator, catalogue
from corredor.tradeoffs import page
from corredor.tradeoffs.figures import KINDS, draw
from corredor.tradeoffs.results import Tradeoffs

pytestmark = pytest.mark.once
STAMPS = {
    "en": "simulated, not a forecast",
    "es": "simulado, no es un pronóstico",
    "pt": "simulado, não é uma previsão",
}
CODE = re.compile(r"[A-Z]{1,2}( [·] )?|routes\.\S+|violence\.\S+|Light bundles")
PLACE = re.compile(r"\{(\w+)\}")


def speaking(language: str) -> Translator:
    return Translator(language, catalogue(language, "corredor.tradeoffs"))


@pytest.mark.parametrize("language", ["es", "pt"])
@pytest.mark.parametrize("constrained", [True, False])
def test_no_string_is_missing_in_any_language(
    results: Any, language: str, constrained: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "data_address", lambda figure, dpi: "data:,")
    translator, of = speaking(language), Tradeoffs(results.folder, rights_constraint=constrained)
    html = page.translated(of, translator)
    names = {*of.labels, *of.codes}
    left = {
        text
        for text in translator.missing
        if not CODE.fullmatch(text) and not any(name in text and len(text) - len(name) < 6 for name in names)
    }
    assert left == set()
    assert html.count(STAMPS[language]) >= 3
    assert STAMPS["en"] not in html


@pytest.mark.parametrize("language", STAMPS)
@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_every_chart_is_stamped(results: Any, language: str, layout: Any) -> None:
    for kind in KINDS:
        figure = speaking(language).figure(draw(results, kind, layout))
        texts = [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text)]
        assert any(STAMPS[language] in " ".join(text.split()) for text in texts), kind


def test_translations_put_in_the_same_values() -> None:
    for language in ("es", "pt"):
        for english, told in catalogue(language, "corredor.tradeoffs").items():
            assert set(PLACE.findall(english)) == set(PLACE.findall(told)), english
    assert set(catalogue("es", "corredor.tradeoffs")) == set(catalogue("pt", "corredor.tradeoffs"))
