"""Parallel coordinates: every bundle over every measure, up always better."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from corredor.figures import style
from corredor.figures.wording import number
from corredor.region.region import Floats
from corredor.tradeoffs.figures.looks import looks, named, note
from corredor.tradeoffs.objectives import LESS, Objective
from corredor.tradeoffs.results import NOTHING, Tradeoffs

LEGEND_ROWS: Final = 14


def draw_parallel(results: Tradeoffs, layout: style.Layout) -> Figure:
    """A line for each bundle through its means, each axis from the worst to the best of them."""
    heights = _heights(results)
    tall = layout == "tall"
    legend = _legend(results)
    columns = 1 if tall else 2
    for_lines, for_names = (8.4 if tall else 4.9), 0.24 * -(-len(legend) // columns)
    figure = style.new_figure(1.0 + for_lines + for_names, layout)
    axes, below = figure.subplots(2, 1, height_ratios=[for_lines, for_names])
    below.set_axis_off()
    below.legend(handles=legend, loc="upper left", ncols=columns, fontsize=10, borderaxespad=0)
    across = np.arange(len(results.objectives))
    for bundle, look in enumerate(looks(results)):
        x, y = (heights[bundle], -across) if tall else (across, heights[bundle])
        axes.plot(x, y, color=look.colour, linestyle=look.line, linewidth=look.width, zorder=look.order)
    for position, objective in enumerate(results.objectives):
        _axis(axes, results, position, objective, tall=tall)
    axes.set_axis_off()
    if tall:
        axes.set_xlim(-0.05, 1.05)
        axes.set_ylim(-len(across) + 0.9, 0.4)
    else:
        axes.set_xlim(-0.35, len(across) - 0.65)
        axes.set_ylim(-0.14, 1.16)
    inside = int(results.non_dominated.sum())
    way = "right is better" if tall else "up is better"
    return style.finish(
        figure,
        f"{inside} of {results.plan.bundles} bundles are beaten by no other in everything ({way})",
        f"Parallel coordinates over {len(across)} measures. Not beaten: {named(results)}.",
        note=note(results),
    )


def _heights(results: Tradeoffs) -> Floats:
    """Shape (bundles, outcomes): 0 for the worst mean, 1 for the best."""
    means = results.losses.mean(axis=1)
    low, high = means.min(axis=0), means.max(axis=0)
    return np.asarray((high - means) / np.where(high > low, high - low, 1.0))


def _axis(axes: Axes, results: Tradeoffs, position: int, objective: Objective, *, tall: bool) -> None:
    means = results.by_world(objective.outcome).mean(axis=1)
    worst, best = (means.max(), means.min()) if objective.direction == LESS else (means.min(), means.max())
    ends, edges = ([-position, -position], [0, 1]), ([position, position], [0, 1])
    axes.plot(*(reversed(ends) if tall else edges), color=style.MUTED, linewidth=1, zorder=3)
    name = f"{objective.name}, {objective.unit}"
    if tall:
        behind = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
        for x, text, side in ((0.0, number(worst), "left"), (0.5, name, "center"), (1.0, number(best), "right")):
            axes.text(x, -position + 0.06, text, ha=side, va="bottom", fontsize=10, bbox=behind, zorder=7)
        return
    name = f"{objective.short}\n{objective.unit}"
    axes.text(position, 1.085, name, ha="center", va="bottom", fontsize=10.5)
    axes.text(position, 1.02, number(best), ha="center", va="bottom", fontsize=10.5, color=style.MUTED)
    axes.text(position, -0.03, number(worst), ha="center", va="top", fontsize=10.5, color=style.MUTED)


def _legend(results: Tradeoffs) -> list[Line2D]:
    """Names of the bundles that stand out, and of the other kinds of line."""
    shown = looks(results)
    inside = [b for b in range(results.plan.bundles) if results.non_dominated[b] or b == NOTHING]
    kinds = [(shown[b], f"{results.codes[b]}  {results.labels[b]}") for b in inside[:LEGEND_ROWS]]
    if len(inside) > LEGEND_ROWS:
        kinds.append((shown[inside[-1]], f"and {len(inside) - LEGEND_ROWS} more: see the table"))
    for eligible, text in ((True, "beaten by another"), (False, "left out: rights or budget")):
        others = [b for b in range(1, len(shown)) if not results.non_dominated[b] and results.eligible[b] == eligible]
        if others:
            kinds.append((shown[others[0]], f"{text} ({len(others)})"))
    return [
        Line2D([], [], color=look.colour, linestyle=look.line, linewidth=look.width, label=text) for look, text in kinds
    ]
