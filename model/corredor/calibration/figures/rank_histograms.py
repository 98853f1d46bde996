"""Whether the fit finds synthetic truths as often as it says: ranks of truths among posterior draws."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.figure import Figure
from scipy.stats import binom

from corredor.calibration.inference.results import Calibration
from corredor.calibration.inference.truths import BINS, RANKS
from corredor.figures import style

COLUMNS: Final = 4
_HEIGHT: Final = 1.6


def rank_histograms(results: Calibration, layout: style.Layout = "wide") -> Figure:
    """A panel for each parameter: how many truths had which rank, and between which numbers chance alone would lie.

    Args:
        results: of a calibration with synthetic truths.
        layout: see ``Layout``.
    """
    ranks, table = results.ranks, results.truths
    low, high = binom.interval(0.95, len(ranks), 1.0 / BINS)
    columns = COLUMNS if layout == "wide" else 2
    rows = -(-ranks.shape[1] // columns)
    edges = np.linspace(0.0, 1.0, BINS + 1)
    with style.house():
        figure = style.new_figure(_HEIGHT * rows + 1.2, layout)
        grid = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True).ravel()
        for unused in grid[ranks.shape[1] :]:
            unused.remove()
        for axes, name in zip(grid, ranks.columns, strict=False):
            found = np.histogram((ranks[name] + 0.5) / RANKS, edges)[0]
            axes.axhspan(low, high, color=style.HAIRLINE, alpha=0.5, linewidth=0)
            axes.stairs(found, edges, fill=True, color=style.COLOURS["run"], alpha=0.55)
            mark = "" if table.at[name, "identified"] else "\n(not identified)"
            axes.set_title(f"{name}{mark}", fontsize=9.5)
            axes.tick_params(labelsize=9)
        for axes in grid[max(ranks.shape[1] - columns, 0) : ranks.shape[1]]:
            axes.set_xlabel("rank of the truth", fontsize=10)
            axes.tick_params(labelbottom=True)
        figure.supylabel("truths", fontsize=12)
        said = results.diagnostics["synthetic_truths"]
        return style.finish(
            figure,
            "Does the fit find synthetic truths as often as it says?",
            f"Rank histograms of {len(ranks)} synthetic truths for {ranks.shape[1]} parameters. 90 % intervals cover "
            f"{said['coverage_90']:.0%} of all parameters, and {said['coverage_90_identified'] or 0:.0%} of those that "
            "data like the observed can identify.",
            note="grey: where 95 % of bars lie if all ranks are equally likely",
        )
