"""Which parameters stand in for one another: posterior draws of every pair, and their rank correlations."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import spearmanr

from corredor.calibration.inference.results import Calibration
from corredor.figures import style
from corredor.region.region import Floats

MOST: Final = 12
"""Parameters for which there is room; those that the data say most of."""
_DOTS: Final = 400


def posterior_pairs(results: Calibration, layout: style.Layout = "wide") -> Figure:
    """Below the diagonal draws of two parameters, above it their rank correlation; each over its prior range.

    Args:
        results: of a calibration.
        layout: see ``Layout``.
    """
    contraction = results.diagnostics["fits"]["with breaks"]["contraction"]
    chosen = sorted(results.priors, key=lambda prior: -contraction[prior.name])[: MOST if layout == "wide" else 5]
    names = [prior.name for prior in chosen]
    draws = results.draws[names].to_numpy(float)
    ranks = np.atleast_2d(spearmanr(draws).statistic) if len(names) > 2 else np.corrcoef(draws.T)
    count = len(names)
    with style.house():
        figure = style.new_figure(0.78 * count + 1.9, layout)
        grid: Any = figure.subplots(count, count, squeeze=False)
        for i, j in np.ndindex(count, count):
            axes: Axes = grid[i][j]
            axes.set_xticks([])
            axes.set_yticks([])
            if i > j:
                for which, prior in ((axes.set_xscale, chosen[j]), (axes.set_yscale, chosen[i])):
                    which("log" if prior.logarithmic else "linear")
                axes.plot(draws[:_DOTS, j], draws[:_DOTS, i], ".", color=style.COLOURS["run"], markersize=1.6)
                axes.set_xlim(chosen[j].factor.low, chosen[j].factor.high)
                axes.set_ylim(chosen[i].factor.low, chosen[i].factor.high)
                axes.tick_params(which="both", length=0, labelbottom=False, labelleft=False)
            elif i < j:
                weight = "bold" if abs(ranks[i, j]) >= 0.5 else "normal"
                axes.text(0.5, 0.5, f"{ranks[i, j]:+.2f}", ha="center", va="center", fontsize=8.5, weight=weight)
            else:
                axes.text(0.5, 0.5, names[i].replace(".", ".\n"), ha="center", va="center", fontsize=7.5, wrap=True)
        strongest = _strongest(ranks, names)
        return style.finish(
            figure,
            "Which parameters stand in for one another",
            f"Posterior draws of pairs of {count} parameters. The strongest rank correlations: {strongest}.",
            note="each panel spans the prior; numbers: rank correlation of posterior draws, bold from 0.5 on",
        )


def _strongest(ranks: Floats, names: list[str]) -> str:
    pairs = [(abs(ranks[i, j]), i, j) for i in range(len(names)) for j in range(i)]
    best = sorted(pairs, reverse=True)[:3]
    return ", ".join(f"{names[i]} and {names[j]} ({ranks[i, j]:+.2f})" for _, i, j in best) or "there is one parameter"
