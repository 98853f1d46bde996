"""Which parameters stand in for one another: posterior draws of every pair, and their rank correlations."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import spearmanr

from corredor.calibration.inference.priors import Prior
from corredor.calibration.inference.results import Calibration
from corredor.figures import style
from corredor.region.region import Floats

MOST: Final = 16
"""Parameters for which there is room; those that the data say most of."""
_DOTS: Final = 400
_NAME_WIDTH: Final = 11
"""Characters of a name that fit into a panel."""


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
        figure = style.new_figure(0.78 * count + 2.3, layout)
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
                axes.text(0.5, 0.5, wrapped(names[i]), ha="center", va="center", fontsize=6.8)
            if i == count - 1:
                axes.set_xlabel(_range(chosen[j]), fontsize=6.8)
            if j == 0:
                axes.set_ylabel(_range(chosen[i]), fontsize=6.8)
        strongest = _strongest(ranks, names)
        return style.finish(
            figure,
            "Which parameters stand in for one another",
            f"Posterior draws of pairs of {count} parameters. The strongest rank correlations: {strongest}.",
            note="each panel spans the prior (edges); numbers: rank correlation of draws, bold from 0.5",
        )


def wrapped(name: str) -> str:
    """A parameter's name in lines that fit into a panel, broken after its dot and at underscores."""
    group, _, own = name.partition(".")
    lines: list[str] = []
    for word in own.split("_"):
        if lines and len(lines[-1]) + 1 + len(word) <= _NAME_WIDTH:
            lines[-1] += f"_{word}"
        else:
            lines.append(f"_{word}" if lines else word)
    return "\n".join([f"{group}.", *lines])


def _range(prior: Prior) -> str:
    """The prior's range in two lines, and its unit in a third."""
    unit = "" if prior.factor.unit in ("", "1") else prior.factor.unit
    return f"{prior.factor.low:g} to\n{prior.factor.high:g}\n{unit}".rstrip()


def _strongest(ranks: Floats, names: list[str]) -> str:
    pairs = [(abs(ranks[i, j]), i, j) for i in range(len(names)) for j in range(i)]
    best = sorted(pairs, reverse=True)[:3]
    return ", ".join(f"{names[i]} and {names[j]} ({ranks[i, j]:+.2f})" for _, i, j in best) or "there is one parameter"
