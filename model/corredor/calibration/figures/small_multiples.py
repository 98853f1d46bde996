"""Observed against simulated homicide, a small panel for each place."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from corredor.calibration.figures.rates import label_of, predicted_rates, told
from corredor.figures import marks, style

COLUMNS: Final = 5
_PANEL_HEIGHT: Final = 1.75
_TITLE_WIDTH: Final = 17
_HELD_BACK: Final = "#f3efe4"


def small_multiples(
    both: pd.DataFrame,
    dispersion: float,
    *,
    names: Mapping[str, str] | None = None,
    cut: int | None = None,
    drawn: str | None = None,
    layout: style.Layout = "wide",
) -> Figure:
    """Rates of each place: observed as dots, simulated as a line with 50 % and 90 % bands.

    Args:
        both: of ``compared``, of counts of homicide; fitted years, or fitted and held-back ones together.
        dispersion: of the error of observation, with that of the discrepancy if there is one; the bands take it in.
        names: of places, by code.
        cut: the last fitted year; later years are shaded.
        drawn: of what the bands are; by default replicates, with error of observation.
        layout: see ``Layout``.
    """
    rates = predicted_rates(both, dispersion)
    order = rates.groupby("group")["population"].mean().sort_values(ascending=False).index
    with style.house():
        columns = COLUMNS if layout == "wide" else 2
        rows = -(-len(order) // columns)
        figure = style.new_figure(_PANEL_HEIGHT * rows + 1.0, layout)
        grid = figure.subplots(rows, columns, squeeze=False, sharex=True).ravel()
        for unused in grid[len(order) :]:
            unused.remove()
        for axes, group in zip(grid, order, strict=False):
            own = rates[rates["group"] == group].set_index("year").sort_index()
            _panel(axes, own, label_of(str(group), names or {}), cut)
        for axes in grid[max(len(order) - columns, 0) : len(order)]:
            axes.tick_params(labelbottom=True)
        figure.supylabel("reported homicides per 100 000 a year", fontsize=12.5)
        half, most = told(rates)
        drawn = drawn or f"{both['replicate'].nunique()} replicates, with error of observation"
        return style.finish(
            figure,
            "Homicide, observed and simulated",
            _alt(rates, half, most),
            note=f"dots: observed; simulated: median, 50 % and 90 % of {drawn}"
            f"{'; shaded: held back' if cut is not None else ''}",
        )


def _panel(axes: Axes, own: pd.DataFrame, name: str, cut: int | None) -> None:
    marks.band(axes, own, style.COLOURS["run"])
    axes.plot(own.index, own["observed"], "o", color=style.INK, markersize=3.2, zorder=4)
    if cut is not None and own.index.max() > cut:
        axes.axvspan(cut + 0.5, own.index.max() + 0.5, color=_HELD_BACK, zorder=0, linewidth=0)
    axes.set_title(textwrap.fill(name, _TITLE_WIDTH), fontsize=10.5)
    axes.set_ylim(0, 1.08 * float(np.max([own["observed"].max(), own["high"].max()])))
    axes.xaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(3))
    axes.tick_params(labelsize=9)
    axes.grid(axis="y")


def _alt(rates: pd.DataFrame, half: float, most: float) -> str:
    means = rates.groupby("group")[["observed", "median"]].mean()
    off = (means["median"] / means["observed"].clip(lower=0.1)).sort_values()
    return (
        f"A panel for each of {len(means)} places, the most populous first. {half:.0%} of observed rates lie in the "
        f"50 % band and {most:.0%} in the 90 % band. Simulated rates are lowest relative to observed ones in "
        f"{off.index[0]} ({off.iloc[0]:.2g} times) and highest in {off.index[-1]} ({off.iloc[-1]:.2g} times)."
    )
