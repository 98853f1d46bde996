"""Homicide rates by first-level division, on the map."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colorbar import Colorbar
from matplotlib.colors import LogNorm, Normalize, SymLogNorm
from matplotlib.figure import Figure

from corredor.figures import land, marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import of_year, replicates
from corredor.figures.windows import windows
from corredor.region.region import Floats, Region
from corredor.runs.measures import homicide_rates
from corredor.runs.run import Run

END_OF_SCALE: Final = 0.99
"""Share of cells whose value lies within the colour scale; the ends of its bar are pointed, because some lie beyond."""


def rate_by_cell(run: Run, year: int) -> Floats:
    """Mean homicide rate of the division of each cell in a year, per 100 000, shape (n,); NaN at sea.

    Countries without divisions show the national rate.
    """
    region = run.geography
    rates = np.full(region.n, np.nan)
    national = _mean_rate(run.national, "iso3", year)
    country = np.array([national.get(code, np.nan) for code in region.countries])
    rates[region.land] = country[region.country[region.land]]
    if len(region.divisions):
        by_division = _mean_rate(run.divisions, "iso_3166_2", year)
        values = np.array([by_division.get(code, np.nan) for code in region.divisions])
        inside = region.division >= 0
        rates[inside] = np.where(
            np.isnan(values[region.division[inside]]), rates[inside], values[region.division[inside]]
        )
    return rates


def _mean_rate(frame: pd.DataFrame, place: str, year: int) -> pd.Series:
    return homicide_rates(of_year(frame, year), by=(place,))["all"].groupby(level=place).mean()


@figure_kind(
    "homicide-map",
    "homicide rates by first-level division",
    "Every cell shows the rate of its division. Orange divisions are worse off, purple ones better.",
)
def draw_homicide_map(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """The rate in the year of comparison, and its difference from the control, or from the year before."""
    years, region = windows(run), run.geography
    after = rate_by_cell(run, years.after)
    other = rate_by_cell(run, years.before) if control is None else rate_by_cell(control, years.after)
    figure = style.new_figure(6.0, layout, panels=2)
    axes = style.grid_of(figure, 2, layout, share="both" if layout == "wide" else "none")
    top = max(10.0, _most(after))
    bar = _panel(figure, axes[0], region, after, LogNorm(1.0, top), style.RATE, "homicides per 100 000 a year")
    marks.plain_ticks(bar)
    axes[0].set_title(f"{years.after}" if control is None else f"With the policy, {years.after}")
    change = after - other
    largest = max(1.0, _most(np.abs(change)))
    norm = SymLogNorm(largest / 10, vmin=-largest, vmax=largest)
    bar = _panel(figure, axes[1], region, change, norm, style.DIFFERENCE, "difference, per 100 000 a year")
    marks.signed_ticks(bar, largest)
    axes[1].set_title(f"Less {years.before}" if control is None else "Less the control")
    if layout == "wide":
        axes[1].set_ylabel("")
    return style.finish(
        figure,
        "Homicide by first-level division",
        _alt(region, run, years.after),
        note=f"mean of {replicates(run.national)} replicates; coarse cells stand for divisions",
    )


def _panel(
    figure: Figure, axes: Axes, region: Region, values: Floats, norm: Normalize, colours: str, label: str
) -> Colorbar:
    land.base(axes, region)
    mesh = land.field(axes, region, values, norm, colours)
    return figure.colorbar(mesh, ax=axes, location="bottom", label=label, shrink=0.9, aspect=30, extend="both")


def _most(values: Floats) -> float:
    """Where the scale ends: beyond it lie the few small divisions in which one killing makes a rate."""
    known = values[np.isfinite(values)]
    return float(np.quantile(known, END_OF_SCALE)) if len(known) else 0.0


def _alt(region: Region, run: Run, year: int) -> str:
    names = dict(zip(region.countries, region.country_names, strict=True))
    top = _mean_rate(run.national, "iso3", year).nlargest(3)
    worst = ", ".join(f"{names.get(str(code), code)} ({rate:.0f})" for code, rate in top.items())
    return f"Two maps: homicides per 100 000 in {year}, and the difference. Highest national rates: {worst}."
