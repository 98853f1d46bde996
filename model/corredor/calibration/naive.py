"""Four forecasts that know nothing but the past of the series itself, each as sure as its own past errors allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar

from corredor.calibration.fitting import pooled
from corredor.calibration.forecast import Forecast, members_around
from corredor.calibration.observation import NegativeBinomial
from corredor.region.region import Floats

Method = Callable[[Floats, Floats, float], Floats]
"""From rates, shape (groups, years), gaps as NaN, their years, and a later year: each group's rate in it."""

FEWEST_YEARS: Final = 5
"""Years that lie before the first of the past forecasts whose errors are looked at."""
FEWEST_ERRORS: Final = 10
LAST_YEARS: Final = 5
LEAST_SHARE: Final = 0.1
"""A falling trend stops at this share of the place's mean rate."""
LEAST_RATE: Final = 0.1
"""Homicides per 100 000 below which the logarithm of a rate is not followed."""
UNKNOWN_DISPERSION: Final = 1.0
DISPERSIONS: Final = (1e-4, 10.0)


def last_value(rates: Floats, years: Floats, year: float) -> Floats:
    """The last rate that is known."""
    last = len(years) - 1 - np.argmax(np.isfinite(rates)[:, ::-1], axis=1)
    return np.asarray(rates[np.arange(len(rates)), last])


def mean_of_five(rates: Floats, years: Floats, year: float) -> Floats:
    """The mean of the last five calendar years; the last rate where none of them is known."""
    recent, known = _sums(rates[:, years > years[-1] - LAST_YEARS])
    return np.where(known > 0, recent / np.maximum(known, 1), last_value(rates, years, year))


def linear_trend(rates: Floats, years: Floats, year: float) -> Floats:
    """The place's own straight line through all its years."""
    rate, since, middle = _centred(rates, years)
    square = np.nansum(since**2, axis=1)
    slope = np.nansum((rates - rate[:, None]) * since, axis=1) / np.where(square > 0.0, square, np.inf)
    return np.asarray(np.maximum(rate + slope * (year - middle), LEAST_SHARE * rate))


def pooled_trend(rates: Floats, years: Floats, year: float) -> Floats:
    """The place's mean, moved along a trend of the logarithm that all places share."""
    rate, since, middle = _centred(rates, years)
    logs = np.log(np.maximum(rates, LEAST_RATE))
    away = logs - np.nanmean(logs, axis=1, keepdims=True)
    square = np.nansum(since**2)
    trend = np.nansum(away * since) / square if square > 0.0 else 0.0
    return np.asarray(rate * np.exp(trend * (year - middle)))


NAIVE: Final[Mapping[str, Method]] = MappingProxyType(
    {
        "last value": last_value,
        "mean of five": mean_of_five,
        "linear trend": linear_trend,
        "place mean, pooled trend": pooled_trend,
    }
)


def naive_forecasts(fitted: pd.DataFrame, future: pd.DataFrame) -> list[Forecast]:
    """The four naive forecasts.

    Their spread is that of a negative binomial, with one dispersion for each number of years ahead, estimated by
    maximum likelihood from the forecasts that the same method would have made within the fitted years.

    Args:
        fitted: of ``fitting_data``: ``group``, ``year``, ``observed``, ``population``.
        future: of ``future_rows``.
    """
    past = pooled(fitted, ["observed", "population"], ["year"])
    past = past[past["group"].isin(future["group"])]
    ahead = pooled(future, ["population"], ["year"]).reset_index(drop=True)
    counts, people, names, years = _grids(past)
    cut = years[-1]
    row = {name: i for i, name in enumerate(names)}
    at = np.array([row[group] for group in ahead["group"]])
    when = ahead["year"].to_numpy(dtype=float)
    found = []
    for name, method in NAIVE.items():
        spread = past_dispersions(method, counts, people, years, int(when.max() - cut))
        said = {year: method(1e5 * counts / people, years, year) for year in np.unique(when)}
        rate = np.array([said[year][i] for i, year in zip(at, when, strict=True)])
        expected: Floats = rate * ahead["population"].to_numpy(dtype=float) / 1e5
        dispersion = np.array([spread[int(year - cut) - 1] for year in when])
        found.append(Forecast(name, ahead, members_around(expected, dispersion)))
    return found


def past_dispersions(method: Method, counts: Floats, people: Floats, years: Floats, horizon: int) -> list[float]:
    """Dispersion of a method's own past errors by the number of years ahead.

    Args:
        method: how it forecasts.
        counts: shape (groups, years), gaps as NaN.
        people: population, as counts.
        years: shape (years,), without gaps.
        horizon: most years ahead.

    Returns:
        For 1 to ``horizon`` years ahead; the one before where there are too few errors to tell.
    """
    rates = 1e5 * counts / people
    pairs: list[list[Floats]] = [[] for _ in range(horizon)]
    for origin in range(FEWEST_YEARS, len(years)):
        known = np.isfinite(rates[:, :origin]).sum(axis=1) >= FEWEST_YEARS
        for step in range(min(horizon, len(years) - origin)):
            then = origin + step
            use = known & np.isfinite(counts[:, then])
            if use.any():
                said = method(rates[use, :origin], years[:origin], float(years[then]))
                pairs[step].append(np.column_stack([counts[use, then], said * people[use, then] / 1e5]))
    found: list[float] = []
    for own in pairs:
        errors = np.concatenate(own) if own else np.empty((0, 2))
        before = found[-1] if found else UNKNOWN_DISPERSION
        found.append(dispersion_of(errors[:, 0], errors[:, 1]) if len(errors) >= FEWEST_ERRORS else before)
    return found


def dispersion_of(observed: Floats, expected: Floats) -> float:
    """The dispersion with which observed counts are likeliest around expected ones, shape (n,) both."""

    def misfit(log: float) -> float:
        error = NegativeBinomial(kind="negative_binomial", dispersion=float(np.exp(log)))
        return -float(error.log_likelihood(observed, expected).sum())

    low, high = np.log(DISPERSIONS)
    return float(np.exp(minimize_scalar(misfit, bounds=(low, high), method="bounded").x))


def _grids(past: pd.DataFrame) -> tuple[Floats, Floats, list[str], Floats]:
    """Counts and people by group and year, shape (groups, years), gaps as NaN; the groups; every year."""
    years = range(int(past["year"].min()), int(past["year"].max()) + 1)
    counts, people = (past.pivot(index="group", columns="year", values=name) for name in ("observed", "population"))
    names = [str(name) for name in counts.index]
    return (
        counts.reindex(columns=years).to_numpy(dtype=float),
        people.reindex(columns=years).to_numpy(dtype=float),
        names,
        np.array(years, dtype=float),
    )


def _sums(rates: Floats) -> tuple[Floats, Floats]:
    return np.nansum(rates, axis=1), np.isfinite(rates).sum(axis=1).astype(float)


def _centred(rates: Floats, years: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean rate, years since the mean of the years that are known (NaN in gaps), and that mean, by group."""
    known = np.where(np.isfinite(rates), years, np.nan)
    middle = np.nanmean(known, axis=1)
    return np.nanmean(rates, axis=1), known - middle[:, None], middle
