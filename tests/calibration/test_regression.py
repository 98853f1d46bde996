"""A regression on covariates alone: it finds what is there, and knows nothing of violence or of the future."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corredor.calibration.covariates import DRIVERS, GEOGRAPHY, covariates
from corredor.calibration.fitting import fitting_data
from corredor.calibration.regression import fit_regression
from corredor.calibration.targets import load_targets
from corredor.region import load
from corredor.region.region import Region

pytest.importorskip("statsmodels")


@pytest.fixture(scope="module")
def americas() -> Region:
    return load("americas", 2.0)


def test_coefficients_and_dispersion_are_found_again() -> None:
    rng = np.random.default_rng(5)
    table = pd.DataFrame({"a": rng.normal(3, 2, 1500), "b": rng.normal(0, 1, 1500), "same": np.ones(1500)})
    people = rng.uniform(1e6, 3e6, 1500)
    mean = np.exp(2.0 + 0.3 * (table["a"] - 3) / 2 - 0.5 * table["b"]) * people / 1e5
    counts = rng.negative_binomial(4, 4 / (4 + mean)).astype(float)
    found = fit_regression(table, counts, people)
    assert found.names == ("constant", "a", "b")
    assert found.coefficients == pytest.approx([2.0, 0.3, -0.5], abs=0.06)
    assert found.dispersion == pytest.approx(0.25, rel=0.15)
    assert found.expected(table, people) == pytest.approx(mean.to_numpy(), rel=0.3)


@pytest.mark.parametrize("name", ["americas_national", "mexico_states"])
def test_covariates_are_finite_everywhere_and_none_is_violence(name: str, americas: Region) -> None:
    rows = fitting_data(load_targets(name))["homicide"]
    table = covariates(rows, americas)
    assert list(table.columns) == [*GEOGRAPHY, *(series for _, series, _ in DRIVERS), "trend"]
    assert np.isfinite(table.to_numpy()).all()
    assert len(table) == len(rows)


def test_a_blind_forecast_does_not_know_later_drivers(americas: Region) -> None:
    later = pd.DataFrame({"place": ["COL", "COL"], "year": [2010, 2018], "population": 4.5e7})
    blind, seeing = covariates(later, americas, 2010), covariates(later, americas)
    assert blind["coca"].tolist() == pytest.approx([np.log1p(62_000.0)] * 2)
    assert seeing["coca"].tolist() == pytest.approx([np.log1p(62_000.0), np.log1p(169_000.0)])


def test_a_country_without_coca_has_none_and_one_without_governance_the_mean(americas: Region) -> None:
    rows = pd.DataFrame({"place": ["URY", "TCA"], "year": [2005, 2005], "population": [3.4e6, 3e4]})
    table = covariates(rows, americas)
    assert table["coca"].tolist() == [0.0, 0.0]
    assert np.isfinite(table["government_effectiveness"]).all()
