"""Parallel coordinates: every bundle over every measure, up always better."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.figures import style
from corredor.figures.wording import number
from corredor.region.region import Floats
from corredor.tradeoffs.figures.looks import looks, named, note
from corredor.tradeoffs.objectives import LESS, Objective
from corredor.tradeoffs.results import Tradeoffs

LEGEND_ROWS = 14


def draw_parallel(results: Tradeoffs, layout: style.Layout) -> Figure:
    """A line for each bundle through its means, each axis from the worst to the best of them."""
    heights = _heights(results)
    tall = layout == "tall"
    figure = style.new_figure(8.6 if tall else 6.2, layout)
    axes = figure.subplots()
    across = np.arange(len(results.objectives))
    for bundle, look in enumerate(looks(results)):
        x, y = (heights[bundle], -across) if tall else (across, heights[bundle])
        axes.plot(x, y, color=look.colour, linestyle=look.line, linewidth=look.width, zorder=look.order)
    for position, objective in enumerate(results.objectives):
        _axis(axes, results, position, objective, tall=tall)
    axes.set_axis_off()
    if tall:
        axes.set_xlim(-0.05, 1.05)
        axes.set_ylim(-len(across) + 0.55, 0.5)
    else:
        axes.set_xlim(-0.35, len(across) - 0.65)
        axes.set_ylim(-0.14, 1.16)
    _legend(figure, results, layout)
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
        axes.text(0.5, -position + 0.3, name, ha="center", va="bottom", fontsize=11, fontweight="bold")
        axes.text(0.0, -position + 0.08, number(worst), ha="left", va="bottom", fontsize=10)
        axes.text(1.0, -position + 0.08, number(best), ha="right", va="bottom", fontsize=10)
        return
    name = f"{objective.short}\n{objective.unit}"
    axes.text(position, 1.085, name, ha="center", va="bottom", fontsize=10.5)
    axes.text(position, 1.02, number(best), ha="center", va="bottom", fontsize=10.5, color=style.MUTED)
    axes.text(position, -0.03, number(worst), ha="center", va="top", fontsize=10.5, color=style.MUTED)


def _legend(figure: Figure, results: Tradeoffs, layout: style.Layout) -> None:
    """Names of the bundles that stand out, and of the other kinds of line."""
    from matplotlib.lines import Line2D

    shown, kinds = looks(results), []
    inside = [b for b in range(results.plan.bundles) if results.non_dominated[b] or b == 0]
    for bundle in inside[:LEGEND_ROWS]:
        look = shown[bundle]
        text = f"{results.codes[bundle]}  {results.labels[bundle]}"
        kinds.append((look, text))
    for eligible, text in ((True, "beaten by another"), (False, "left out: rights or budget")):
        others = [b for b in range(1, len(shown)) if not results.non_dominated[b] and results.eligible[b] == eligible]
        if others:
            kinds.append((shown[others[0]], f"{text} ({len(others)})"))
    if len(inside) > LEGEND_ROWS:
        kinds.append((shown[inside[-1]], f"and {len(inside) - LEGEND_ROWS} more: see the table"))
    handles = [
        Line2D([], [], color=look.colour, linestyle=look.line, linewidth=look.width, label=text) for look, text in kinds
    ]
    figure.legend(
        handles=handles,
        loc="outside lower left",
        ncols=1 if layout == "tall" else 2,
        fontsize=10 if layout == "tall" else 10.5,
    )
