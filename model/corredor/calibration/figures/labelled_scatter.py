"""Mean rates of places, observed against simulated, each dot with its name."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator
from matplotlib.transforms import Bbox

from corredor.calibration.crps import rank_correlation
from corredor.calibration.figures.rates import predicted_rates
from corredor.calibration.fitting import POOL
from corredor.figures import style

LEAST: Final = 0.5
"""Homicides per 100 000 and year: lower rates are drawn there."""
NAME_SIZE: Final = 9.5
_SHORT: Final = {POOL: "small"}
_OFFSETS: Final = ((6, 5), (6, -6), (-6, 5), (-6, -6), (6, 13), (-6, 13), (6, -14), (-6, -14), (14, 0), (-14, 0))
"""Where a name may stand, in points from its dot, the preferred place first."""


def labelled_scatter(both: pd.DataFrame, dispersion: float, *, layout: style.Layout = "wide") -> Figure:
    """One dot a place: its mean observed rate below, its mean simulated rate beside, and where nine in ten lie.

    Args:
        both: of ``compared``, of counts of homicide.
        dispersion: of the error of observation.
        layout: see ``Layout``.
    """
    rates = predicted_rates(both, dispersion)
    means = rates.groupby("group")[["observed", "low", "median", "high"]].mean().clip(lower=LEAST)
    correlation = rank_correlation(means["observed"].to_numpy(), means["median"].to_numpy())
    with style.house():
        figure = style.new_figure(6.4, layout)
        axes = figure.subplots()
        across = np.array([0.8 * means["observed"].min(), 1.35 * means["observed"].max()])
        upwards = np.array([0.8 * means[["observed", "low"]].min().min(), 1.2 * means.max().max()])
        line = np.array([min(across[0], upwards[0]), max(across[1], upwards[1])])
        axes.plot(line, line, color=style.MUTED, linewidth=1.2, zorder=1)
        axes.fill_between(line, line / 2, 2 * line, color=style.HAIRLINE, alpha=0.4, linewidth=0, zorder=0)
        axes.vlines(means["observed"], means["low"], means["high"], color=style.COLOURS["run"], linewidth=1, alpha=0.5)
        axes.plot(means["observed"], means["median"], "o", color=style.COLOURS["run"], markersize=6, zorder=3)
        for axis, setter in ((axes.xaxis, axes.set_xscale), (axes.yaxis, axes.set_yscale)):
            setter("log")
            axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
            axis.set_minor_locator(LogLocator(subs=()))
        axes.set_xlim(*across)
        axes.set_ylim(*upwards)
        axes.set_xlabel("observed, reported homicides per 100 000 a year")
        axes.set_ylabel("simulated, reported homicides per 100 000 a year")
        axes.grid()
        _names(figure, axes, means)
        years = f"{rates['year'].min()} to {rates['year'].max()}"
        return style.finish(
            figure,
            f"Mean homicide of places, {years}",
            _alt(means, correlation, years),
            note=f"bars: 90 %; grey: within a factor of two; rank correlation {correlation:.2f}",
        )


def _names(figure: Figure, axes: Axes, means: pd.DataFrame) -> None:
    """Write each name where it covers fewest dots and names written before."""
    figure.canvas.draw()
    scale = figure.dpi / 72.0
    dots = axes.transData.transform(means[["observed", "median"]].to_numpy())
    taken = [Bbox.from_bounds(x - 4 * scale, y - 4 * scale, 8 * scale, 8 * scale) for x, y in dots]
    for group, (x, y), (seen, said) in zip(
        means.index, dots, means[["observed", "median"]].itertuples(index=False), strict=True
    ):
        name = _SHORT.get(str(group), str(group).split("-")[-1])
        wide, high = 0.66 * NAME_SIZE * len(name) * scale, 1.1 * NAME_SIZE * scale
        boxes = [
            Bbox.from_bounds(x + dx * scale - (wide if dx < 0 else 0), y + dy * scale - high / 2, wide, high)
            for dx, dy in _OFFSETS
        ]
        best = int(np.argmin([sum(box.overlaps(other) for other in taken) for box in boxes]))
        taken.append(boxes[best])
        axes.annotate(
            name,
            (seen, said),
            xytext=_OFFSETS[best],
            textcoords="offset points",
            fontsize=NAME_SIZE,
            ha="right" if _OFFSETS[best][0] < 0 else "left",
            va="center",
            zorder=4,
        )


def _alt(means: pd.DataFrame, correlation: float, years: str) -> str:
    off = np.abs(np.log2(means["median"].to_numpy() / means["observed"].to_numpy()))
    close = float((off <= 1.0).mean())
    worst = ", ".join(str(means.index[i]) for i in np.argsort(-off)[:3])
    return (
        f"A dot for each of {len(means)} places, mean of {years}. {close:.0%} lie within a factor of two; the rank "
        f"correlation is {correlation:.2f}. Farthest off are {worst}."
    )
