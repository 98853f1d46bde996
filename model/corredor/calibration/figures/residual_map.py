"""Where the model has too little homicide and where too much, on the map."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from corredor.calibration.figures.rates import predicted_rates
from corredor.calibration.places import is_division
from corredor.figures import land, style
from corredor.region.region import Floats, Region

DOUBLINGS: Final = 2.0
"""Where the colours end: four times too little or too much."""
LEAST: Final = 0.5
"""Homicides per 100 000 and year: lower rates count as this."""


def residual_map(both: pd.DataFrame, dispersion: float, region: Region, *, layout: style.Layout = "wide") -> Figure:
    """Simulated over observed mean rate of each place; land that is not compared one by one stays grey.

    Args:
        both: of ``compared``, of counts of homicide.
        dispersion: of the error of observation.
        region: that was simulated.
        layout: see ``Layout``.
    """
    rates = predicted_rates(both, dispersion)
    means = rates.groupby("group")[["observed", "median"]].mean().clip(lower=LEAST)
    off = pd.Series(np.log2(means["median"].to_numpy() / means["observed"].to_numpy()), index=means.index)
    field = _by_cell(off, region)
    compared = np.isfinite(field)
    with style.house():
        proportion = land.proportion(region, compared)
        tall = layout == "tall"
        figure = style.new_figure(min(8.0, 4.4 * proportion + 2.2 if tall else 7.5 * proportion + 1.2), layout)
        axes = figure.subplots()
        land.base(axes, region)
        mesh = land.field(axes, region, field, Normalize(-DOUBLINGS, DOUBLINGS), style.DIFFERENCE)
        land.zoom(axes, region, compared)
        side = "bottom" if tall else "right"
        bar = figure.colorbar(
            mesh, ax=axes, location=side, shrink=0.8, extend="both", label="simulated over observed rate"
        )
        bar.locator = MultipleLocator(1.0)
        bar.formatter = FuncFormatter(lambda value, _: f"{2.0**value:g} ×")
        bar.update_ticks()
        years = f"{rates['year'].min()} to {rates['year'].max()}"
        return style.finish(
            figure,
            f"Where there is too little and where too much homicide, {years}",
            _alt(off, years),
            note="grey: not compared, or only within a pool",
        )


def _by_cell(off: pd.Series[float], region: Region) -> Floats:
    """The value of each cell's place, shape (n,); NaN where there is none."""
    divisions = any(is_division(str(group)) for group in off.index)
    codes, of_cell = (region.divisions, region.division) if divisions else (region.countries, region.country)
    values = np.append(off.reindex(list(codes)).to_numpy(dtype=float), np.nan)
    return np.where(region.land, values[np.where(of_cell < 0, len(codes), of_cell)], np.nan)


def _alt(off: pd.Series[float], years: str) -> str:
    ordered = off.sort_values()
    low = ", ".join(f"{group} ({2.0**value:.2g} times)" for group, value in ordered.head(3).items())
    high = ", ".join(f"{group} ({2.0**value:.2g} times)" for group, value in ordered.tail(3).iloc[::-1].items())
    return f"A map of simulated over observed rates, mean of {years}. Lowest: {low}. Highest: {high}."
