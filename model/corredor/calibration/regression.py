"""A rival without mechanism: a negative-binomial regression on covariates alone (extra ``[calibrate]``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar

from corredor.calibration.covariates import covariates
from corredor.calibration.fitting import pooled
from corredor.calibration.forecast import Forecast, Information, members_around
from corredor.calibration.naive import DISPERSIONS
from corredor.region.region import Floats, Region

NAME: Final = "covariates alone"
_LEAST_SPREAD: Final = 1e-9


@dataclass(frozen=True)
class Regression:
    """A fitted regression of rates: log rate is linear in standardised covariates; no place has an intercept.

    Attributes:
        names: of the covariates, the constant first.
        coefficients: shape (names,).
        dispersion: of the negative binomial.
        centre: mean of each covariate over the fitted rows.
        scale: its standard deviation over them.
    """

    names: tuple[str, ...]
    coefficients: Floats
    dispersion: float
    centre: Floats
    scale: Floats

    def expected(self, table: pd.DataFrame, population: Floats) -> Floats:
        """Expected counts, shape (rows,)."""
        design = _design(table[list(self.names[1:])].to_numpy(dtype=float), self.centre, self.scale)
        return np.asarray(np.exp(design @ self.coefficients) * population / 1e5)


def fit_regression(table: pd.DataFrame, counts: Floats, population: Floats) -> Regression:
    """Fit by maximum likelihood: coefficients by iteratively reweighted least squares, dispersion by their profile.

    Args:
        table: covariates, a column each.
        counts: shape (rows,).
        population: shape (rows,).

    Raises:
        ImportError: without the extra ``[calibrate]``.
    """
    from statsmodels.genmod.families import NegativeBinomial
    from statsmodels.genmod.generalized_linear_model import GLM

    # What never differs tells nothing, and would stand in for the constant.
    used = table.loc[:, (table.std(ddof=0) > _LEAST_SPREAD).to_numpy()]
    values = used.to_numpy(dtype=float)
    centre, scale = values.mean(axis=0), values.std(axis=0)
    design, exposure = _design(values, centre, scale), population / 1e5

    def fitted(log: float) -> tuple[float, Floats]:
        model = GLM(counts, design, family=NegativeBinomial(alpha=float(np.exp(log))), exposure=exposure)
        result = model.fit(method="IRLS", maxiter=100)
        return -float(result.llf), np.asarray(result.params)

    low, high = np.log(DISPERSIONS)
    best = minimize_scalar(lambda log: fitted(log)[0], bounds=(low, high), method="bounded", options={"xatol": 1e-3})
    names = ("constant", *map(str, used.columns))
    return Regression(names, fitted(best.x)[1], float(np.exp(best.x)), centre, scale)


def regression_forecast(
    fitted: pd.DataFrame, future: pd.DataFrame, region: Region, information: Information
) -> Forecast:
    """What covariates alone say of later years.

    Args:
        fitted: of ``fitting_data``.
        future: of ``future_rows``.
        region: for covariates of place.
        information: with ``blind``, drivers keep their values of the last fitted year.
    """
    cut = int(fitted["year"].max())
    before = fit_regression(
        covariates(fitted, region, cut),
        fitted["observed"].to_numpy(dtype=float),
        fitted["population"].to_numpy(dtype=float),
    )
    known = cut if information == "blind" else None
    people: Floats = future["population"].to_numpy(dtype=float)
    expected = before.expected(covariates(future, region, known), people)
    sums = pooled(future.assign(expected=expected), ["expected", "population"], ["year"])
    means: Floats = sums["expected"].to_numpy(dtype=float)
    members = members_around(means, np.full(len(means), before.dispersion))
    return Forecast(NAME, sums.drop(columns="expected"), members)


def _design(values: Floats, centre: Floats, scale: Floats) -> Floats:
    """Standardised covariates after a constant."""
    return np.column_stack([np.ones(len(values)), (values - centre) / scale])
