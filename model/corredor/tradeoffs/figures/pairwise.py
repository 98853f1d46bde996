"""Pairs of measures against each other, as differences from doing nothing."""

from __future__ import annotations

import itertools
from typing import cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.figures import style
from corredor.tradeoffs.figures.looks import Look, looks, named, note
from corredor.tradeoffs.objectives import LESS, Objective
from corredor.tradeoffs.results import Tradeoffs

COLUMNS = 3
MOST = 6
"""Measures of which all pairs are drawn; with more, each against the first only."""


def draw_pairwise(results: Tradeoffs, layout: style.Layout) -> Figure:
    """A panel for each pair of the first measure with another and, where there is room, of the others."""
    objectives = results.objectives
    pairs = [(objectives[0], other) for other in objectives[1:]]
    if len(objectives) <= MOST and layout == "wide":
        pairs = list(itertools.combinations(objectives, 2))
    columns = min(COLUMNS, max(1, len(pairs)))
    rows = -(-len(pairs) // columns)
    figure = style.new_figure(3.4 if layout == "tall" else 0.9 + 3.2 * rows, layout, panels=len(pairs))
    table = results.scorecard.set_index(["outcome", "bundle"])
    shown = looks(results)
    for axes, (down, across) in zip(style.grid_of(figure, len(pairs), layout, columns=columns), pairs, strict=True):
        _panel(axes, results, table, across, down, shown)
    return style.finish(
        figure,
        "What is gained in one measure and lost in another, against no policy",
        f"Scatter of mean differences from doing nothing, with 95 % intervals. Not beaten: {named(results)}.",
        note=f"{note(results)}; bundles left out may lie beyond the frame",
    )


def _panel(
    axes: Axes, results: Tradeoffs, table: pd.DataFrame, across: Objective, down: Objective, shown: list[Look]
) -> None:
    x, y = (cast(pd.DataFrame, table.loc[each.outcome]) for each in (across, down))
    axes.axhline(0, color=style.HAIRLINE, linewidth=1, zorder=0)
    axes.axvline(0, color=style.HAIRLINE, linewidth=1, zorder=0)
    for bundle, look in enumerate(shown):
        here = [(float(t["difference"][bundle]), float(t["low"][bundle]), float(t["high"][bundle])) for t in (x, y)]
        (x0, x_low, x_high), (y0, y_low, y_high) = here
        if results.non_dominated[bundle]:
            axes.plot([x_low, x_high], [y0, y0], color=look.colour, linewidth=1.2, alpha=0.7, zorder=look.order)
            axes.plot([x0, x0], [y_low, y_high], color=look.colour, linewidth=1.2, alpha=0.7, zorder=look.order)
        size = 7 if results.non_dominated[bundle] else 4.5
        axes.plot(x0, y0, look.marker, color=look.colour, markersize=size, zorder=look.order + 1)
        if results.non_dominated[bundle] and bundle:
            axes.annotate(
                results.codes[bundle],
                (x0, y0),
                (4, 4),
                textcoords="offset points",
                fontsize=9,
                color=style.INK,
                zorder=9,
            )
    axes.set_xlabel(f"{across.name}, {across.unit}", fontsize=11)
    axes.set_ylabel(f"{down.name}, {down.unit}", fontsize=11)
    axes.locator_params(nbins=4)
    axes.tick_params(labelsize=10)
    _frame(axes, results, x, y)
    _better(axes, across, down)


def _frame(axes: Axes, results: Tradeoffs, x: pd.DataFrame, y: pd.DataFrame) -> None:
    """As far as the bundles that may be chosen and the intervals of those in the set reach."""
    for table, limit in ((x, axes.set_xlim), (y, axes.set_ylim)):
        ends = pd.concat(
            [table["difference"][results.eligible], *(table[e][results.non_dominated] for e in ("low", "high"))]
        )
        low, high = min(0.0, float(ends.min())), max(0.0, float(ends.max()))
        margin = 0.12 * (high - low) or 1.0
        limit(low - margin, high + margin)


def _better(axes: Axes, across: Objective, down: Objective) -> None:
    """An arrow in the corner towards which both get better."""
    right, top = across.direction != LESS, down.direction != LESS
    tip = 0.99 if right else 0.01, 0.99 if top else 0.01
    tail = tip[0] + (-0.1 if right else 0.1), tip[1] + (-0.1 if top else 0.1)
    axes.annotate(
        "",
        tip,
        tail,
        xycoords="axes fraction",
        textcoords="axes fraction",
        arrowprops={"arrowstyle": "->", "color": style.MUTED, "linewidth": 1.5},
    )
