"""The report on a region with countries that grow, pass on and consume."""

from __future__ import annotations

from copy import copy
from typing import Any

import pandas as pd
import pytest

from corredor.figures import plot
from corredor.report.comparison import compared
from corredor.report.findings import _roles
from corredor.report.translation import Translator, catalogue

PEOPLE = {"BOL": 1e6, "COL": 4e6, "MEX": 8e6, "USA": 25e6}


def of_the_trade(run: Any, killed: dict[str, float]) -> Any:
    """A run in all but its national homicide."""
    rows = [
        {"replicate": r, "month": month, "iso3": code, "kind": kind, "homicides": part * n, "population": PEOPLE[code]}
        for r in range(6)
        for month in run.national["month"].unique()
        for code, n in killed.items()
        for kind, part in (("all", 1.0), ("common", 0.5), ("turf", 0.5))
    ]
    traded = copy(run)
    traded.__dict__["national"] = pd.DataFrame(rows)
    return traded


@pytest.fixture(scope="module")
def sides(run: Any, control: Any) -> tuple[Any, Any]:
    return (
        of_the_trade(run, {"BOL": 2.0, "COL": 30.0, "MEX": 16.0, "USA": 5.0}),
        of_the_trade(control, {"BOL": 2.0, "COL": 30.0, "MEX": 8.0, "USA": 5.0}),
    )


def test_the_findings_tell_homicide_by_role_with_colombia_both_ways(sides: Any) -> None:
    (told,) = _roles(compared(*sides))
    assert "without and with, with Colombia counted both ways: source countries 7.7 → 7.7 (0 [0, 0])" in told
    assert "transit countries 1.2 → 2.4 (+1.20 [+1.20, +1.20])" in told
    assert "transit countries and Colombia 3.8 → 4.6 (+0.800 [+0.800, +0.800])" in told


def test_a_region_without_the_trade_is_not_told_by_role(run: Any, control: Any) -> None:
    assert list(_roles(compared(run, control))) == []


@pytest.mark.parametrize("language", ["es", "pt"])
def test_roles_are_told_in_every_language(sides: Any, language: str) -> None:
    translator = Translator(language, catalogue(language))
    (told,) = map(translator, _roles(compared(*sides)))
    translator.figure(plot(sides[0], "homicide-by-role", sides[1]))
    assert translator.missing == set()
    assert {"es": "países de tránsito y Colombia", "pt": "países de trânsito e Colômbia"}[language] in told
