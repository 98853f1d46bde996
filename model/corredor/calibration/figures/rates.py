"""Rates and their predictive intervals from observed and simulated counts, as figures draw them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from corredor.calibration.fitting import POOL
from corredor.calibration.forecast import KEYS, from_replicates

LEVELS: Final[Mapping[str, float]] = {"low": 0.05, "quarter": 0.25, "median": 0.5, "three_quarters": 0.75, "high": 0.95}


def predicted_rates(both: pd.DataFrame, dispersion: float) -> pd.DataFrame:
    """Rates per 100 000 and year, observed and predicted, replicates and error of observation together.

    Args:
        both: of ``compared``, of counts of homicide.
        dispersion: of the error of observation.

    Returns:
        Columns ``group``, ``year``, ``population``, ``observed``, and quantiles ``low`` (5 %), ``quarter``, ``median``,
        ``three_quarters``, ``high`` (95 %).
    """
    forecast = from_replicates("", both, dispersion)
    per = 1e5 / forecast.rows["population"].to_numpy(dtype=float)
    seen = (
        both.groupby(KEYS)["observed"].first().loc[pd.MultiIndex.from_frame(forecast.rows[KEYS])].to_numpy(dtype=float)
    )
    quantiles = {name: forecast.quantile(level) * per for name, level in LEVELS.items()}
    return forecast.rows.assign(observed=seen * per, **quantiles)


def label_of(group: str, names: Mapping[str, str]) -> str:
    """What to call a group: its name, or its code where it has none."""
    return POOL.capitalize() if group == POOL else names.get(group, group)


def told(rates: pd.DataFrame) -> tuple[float, float]:
    """Shares of places and years whose observed rate lies in the 50 % and in the 90 % interval."""
    half = (rates["quarter"] <= rates["observed"]) & (rates["observed"] <= rates["three_quarters"])
    most = (rates["low"] <= rates["observed"]) & (rates["observed"] <= rates["high"])
    return float(np.mean(half)), float(np.mean(most))
