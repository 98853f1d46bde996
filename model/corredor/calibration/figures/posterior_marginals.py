"""What the data say of each parameter: posterior beside prior."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from corredor.calibration.inference.priors import Prior
from corredor.calibration.inference.results import Calibration
from corredor.figures import style
from corredor.region.region import Floats

COLUMNS: Final = 4
BINS: Final = 24
_HEIGHT: Final = 1.75


def posterior_marginals(results: Calibration, layout: style.Layout = "wide") -> Figure:
    """A panel for each parameter: posterior draws as bars, the prior as a line, and how much of it was taken away.

    Args:
        results: of a calibration.
        layout: see ``Layout``.
    """
    contraction = results.diagnostics["fits"]["with breaks"]["contraction"]
    columns = COLUMNS if layout == "wide" else 2
    rows = -(-len(results.priors) // columns)
    with style.house():
        figure = style.new_figure(_HEIGHT * rows + 1.0, layout)
        grid = figure.subplots(rows, columns, squeeze=False).ravel()
        for unused in grid[len(results.priors) :]:
            unused.remove()
        for axes, prior in zip(grid, results.priors, strict=False):
            _panel(axes, prior, results.draws[prior.name].to_numpy(float), contraction[prior.name])
        most = sorted(contraction, key=lambda name: -contraction[name])
        told = ", ".join(f"{name} ({contraction[name]:.0%})" for name in most)
        return style.finish(
            figure,
            "What the data say of each parameter",
            f"Posterior beside prior for {len(most)} parameters. Share of prior variance taken away: {told}.",
            note=f"bars: {len(results.draws)} posterior draws; line: prior; percentages: prior variance taken away",
        )


def _panel(axes: Axes, prior: Prior, draws: Floats, contraction: float) -> None:
    edges = prior.value(np.linspace(0.0, 1.0, BINS + 1))
    if prior.logarithmic:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 3.0)))
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_formatter(NullFormatter())
    share = np.histogram(draws, edges)[0] / len(draws)
    # Over equal shares of the prior its own density is a level line.
    axes.stairs(share * BINS, edges, fill=True, color=style.COLOURS["run"], alpha=0.55)
    axes.hlines(1.0, edges[0], edges[-1], color=style.INK, linewidth=1.2, linestyle=(0, (4, 2)))
    axes.set_title(f"{prior.name}\n{max(contraction, 0.0):.0%}", fontsize=10)
    axes.set_xlabel(prior.factor.unit if prior.factor.unit != "1" else "", fontsize=9)
    if not prior.logarithmic:
        axes.xaxis.set_major_locator(MaxNLocator(3))
        axes.ticklabel_format(axis="x", style="sci", scilimits=(-3, 4))
        axes.xaxis.get_offset_text().set_fontsize(8)
    axes.set_yticks([])
    axes.set_ylim(0.0, max(1.6, 1.08 * float(share.max()) * BINS))
    axes.tick_params(labelsize=8.5, which="both")
