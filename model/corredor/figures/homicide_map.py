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
from corredor.figures.series import replicates, within
from corredor.figures.windows import windows
from corredor.figures.wording import signed
from corredor.region.region import Floats, Region
from corredor.runs.measures import homicide_rates
from corredor.runs.run import Run
from corredor.runs.window import Window

END_OF_SCALE: Final = 0.99
"""Share of cells whose value lies within the colour scale; the ends of its bar are pointed, because some lie beyond."""


def rate_by_cell(run: Run, window: Window) -> Floats:
    """Mean homicide rate of the division of each cell in a window, per 100 000, shape (n,); NaN at sea.

    Countries without divisions show the national rate.
    """
    region = run.geography
    rates = np.full(region.n, np.nan)
    national = _mean_rate(run.national, "iso3", window)
    country = np.array([national.get(code, np.nan) for code in region.countries])
    rates[region.land] = country[region.country[region.land]]
    if len(region.divisions):
        by_division = _mean_rate(run.divisions, "iso_3166_2", window)
        values = np.array([by_division.get(code, np.nan) for code in region.divisions])
        inside = region.division >= 0
        rates[inside] = np.where(
            np.isnan(values[region.division[inside]]), rates[inside], values[region.division[inside]]
        )
    return rates


def _mean_rate(frame: pd.DataFrame, place: str, window: Window) -> pd.Series:
    return homicide_rates(within(frame, window), by=(place,))["all"].groupby(level=place).mean()


@figure_kind(
    "homicide-map",
    "homicide rates by first-level division",
    "Every cell shows the rate of its division. Orange divisions are worse off, purple ones better.",
)
def draw_homicide_map(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """The difference from the control, or from the year before, and the rate."""
    years, region = windows(run, control), run.geography
    after = rate_by_cell(run, years.after)
    other = rate_by_cell(run, years.before) if control is None else rate_by_cell(control, years.after)
    figure = style.new_figure(6.0, layout, panels=2)
    axes = style.grid_of(figure, 2, layout, share="both" if layout == "wide" else "none")
    change = after - other
    largest = max(1.0, _most(np.abs(change)))
    norm = SymLogNorm(largest / 10, vmin=-largest, vmax=largest)
    bar = _panel(figure, axes[0], region, change, norm, style.DIFFERENCE, "difference, per 100 000 a year")
    marks.signed_ticks(bar, largest)
    axes[0].set_title(f"{years.after.told} − {years.before.told}" if control is None else "With − without")
    scale = LogNorm(1.0, max(10.0, _most(after)))
    bar = _panel(figure, axes[1], region, after, scale, style.RATE, "homicides per 100 000 a year")
    marks.plain_ticks(bar)
    axes[1].set_title(years.after.told if control is None else f"With the policy, {years.after.told}")
    if layout == "wide":
        axes[1].set_ylabel("")
    return style.finish(
        figure,
        "Homicide by first-level division",
        _alt(region, change, years.after.told),
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


def _alt(region: Region, change: Floats, when: str) -> str:
    known = np.isfinite(change) & region.land
    mean = pd.Series(change[known]).groupby(region.country[known]).mean().rename(lambda i: region.country_names[int(i)])
    largest = mean.reindex(mean.abs().nlargest(3).index)
    told = ", ".join(f"{name} ({signed(float(value))})" for name, value in largest.items())
    return (
        f"Two maps: the difference in homicides per 100 000 a year, and the rate in {when}. Largest differences by "
        f"country, mean over its cells: {told}."
    )
