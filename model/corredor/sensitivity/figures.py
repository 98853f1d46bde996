"""The chart of a study of sensitivity: of each outcome, what it depends on, ranked."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from corredor.figures import style
from corredor.sensitivity.results import Sensitivity

RANKING: Final = "ranking"
KINDS: Final = MappingProxyType({RANKING: "what each outcome depends on, ranked, with intervals and chance"})
"""Every kind of figure of a study of sensitivity by id."""
MOST: Final = 12
"""Factors in a panel; those below are left out and counted."""
_BAR, _SECOND = style.OKABE_ITO["blue"], style.OKABE_ITO["orange"]
_LABELS: Final = {
    "morris": ("mean absolute effect, 95 %", "spread of the effect (sigma)", "what chance alone would give"),
    "sobol": ("total index, 95 %", "first-order index, 95 %", "total index from chance alone"),
}
_SCALES: Final = {
    "morris": "change over a factor's whole range",
    "sobol": "shares of variance of point means",
}


def plot(results: Sensitivity, kind: str = RANKING, *, layout: style.Layout = "wide") -> Figure:
    """Draw one figure of a study of sensitivity.

    Args:
        results: what is shown.
        kind: one of ``KINDS``.
        layout: ``wide``, or ``tall`` for a narrow screen.

    Raises:
        ValueError: if there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no figure of a study of sensitivity is called '{kind}': there is {', '.join(KINDS)}")
    with style.house():
        return _ranking(results, layout)


def _ranking(results: Sensitivity, layout: style.Layout) -> Figure:
    outcomes, factors = results.outcomes, min(len(results.plan.study.factors), MOST)
    columns = min(2, len(outcomes)) if layout == "wide" else 1
    rows, height, key = -(-len(outcomes) // columns), 0.95 + 0.27 * factors, 0.35 if layout == "wide" else 0.85
    figure = style.new_figure(1.2 + key + height * rows, layout)
    grid = figure.add_gridspec(1 + rows, columns, height_ratios=[key, *[height] * rows])
    _key(figure.add_subplot(grid[0, :]), results.method.kind, 3 if layout == "wide" else 1)
    for place, outcome in enumerate(outcomes):
        _panel(figure.add_subplot(grid[1 + place // columns, place % columns]), results, outcome)
    plan = results.plan.study
    told = "; ".join(f"{outcome}: {', '.join(_first(results, outcome))}" for outcome in outcomes)
    return style.finish(
        figure,
        f"What each outcome depends on ({results.method.kind.capitalize()})",
        f"Factors ranked by what they do to each outcome. Most important: {told}.",
        note=f"{plan.points} points × {plan.replicates} runs, paired; {_SCALES[results.method.kind]}",
    )


def _panel(axes: Axes, results: Sensitivity, outcome: str) -> None:
    ranked = results.ranking(outcome).head(MOST)
    places = np.arange(len(ranked), dtype=float)
    if results.method.kind == "morris":
        _bars(axes, places, ranked, "mu_star", "low", "high", 0.62, _BAR)
        axes.plot(ranked["sigma"], places, "D", color="white", markeredgecolor=style.INK, markersize=5.0, zorder=4)
    else:
        _bars(axes, places - 0.2, ranked, "total", "low", "high", 0.38, _BAR)
        _bars(axes, places + 0.2, ranked, "first", "first_low", "first_high", 0.38, _SECOND)
    axes.vlines(ranked["by_chance"], places - 0.42, places + 0.42, color=style.OKABE_ITO["vermillion"], linewidth=2.4)
    axes.set_yticks(places, list(ranked["factor"]), fontsize=9.5)
    axes.set_ylim(len(ranked) - 0.4, -0.6)
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]) if results.method.kind == "sobol" else 0.0)
    axes.grid(axis="x")
    axes.tick_params(axis="x", labelsize=10)
    axes.locator_params(axis="x", nbins=5)
    axes.set_title(f"{outcome.replace('_', ' ')} ({results.chance_said(outcome)})", fontsize=12)
    unit = "share of variance" if results.method.kind == "sobol" else str(results.chance["unit"][outcome])
    axes.set_xlabel("" if unit == "1" else unit, fontsize=10)
    left_out = len(results.plan.study.factors) - len(ranked)
    if left_out:
        axes.annotate(f"and {left_out} below", (0.99, 0.02), xycoords="axes fraction", ha="right", fontsize=9.5)


def _bars(
    axes: Axes, places: np.ndarray, ranked: pd.DataFrame, value: str, low: str, high: str, width: float, colour: str
) -> None:
    values = ranked[value].to_numpy(float)
    axes.barh(places, values, width, color=colour, alpha=0.75)
    axes.hlines(places, ranked[low], ranked[high], color=style.INK, linewidth=1.4, zorder=3)


def _key(axes: Axes, kind: str, columns: int) -> None:
    """What bars and marks are, above all panels."""
    first, second, chance = _LABELS[kind]
    diamond = Line2D([], [], marker="D", linestyle="", color="white", markeredgecolor=style.INK, label=second)
    handles = [
        Patch(color=_BAR, alpha=0.75, label=first),
        diamond if kind == "morris" else Patch(color=_SECOND, alpha=0.75, label=second),
        Line2D([], [], color=style.OKABE_ITO["vermillion"], linewidth=2.4, label=chance),
    ]
    axes.axis("off")
    axes.legend(handles=handles, loc="center left", ncols=columns, fontsize=10, columnspacing=1.4, borderaxespad=0.0)


def _first(results: Sensitivity, outcome: str) -> list[str]:
    return list(results.ranking(outcome)["factor"].head(3))
