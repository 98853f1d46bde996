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
    height = 0.85 + 0.27 * factors
    figure = style.new_figure(1.5 + height * -(-len(outcomes) // columns), layout)
    for axes, outcome in zip(style.grid_of(figure, len(outcomes), layout, columns=columns), outcomes, strict=True):
        _panel(axes, results, outcome)
    figure.legend(handles=_legend(results.method.kind), loc="outside upper left", ncols=3, fontsize=10)
    plan = results.plan.study
    told = "; ".join(f"{outcome}: {', '.join(_first(results, outcome))}" for outcome in outcomes)
    scale = "change of the outcome over a factor's whole range" if results.method.kind == "morris" else "variance"
    return style.finish(
        figure,
        f"What each outcome depends on ({results.method.kind.capitalize()})",
        f"Factors ranked by what they do to each outcome. Most important: {told}.",
        note=f"{plan.name}: {plan.points} points × {plan.replicates} runs, same random numbers at every point; {scale}",
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
    chance, unit = float(results.chance["chance_of_means"][outcome]), results.chance["unit"][outcome]
    share = "unknown" if np.isnan(chance) else f"{chance:.0%}"
    axes.set_title(f"{outcome.replace('_', ' ')} (chance {share})", fontsize=12)
    axes.set_xlabel("share of variance" if results.method.kind == "sobol" else str(unit), fontsize=10)
    left_out = len(results.plan.study.factors) - len(ranked)
    if left_out:
        axes.annotate(f"and {left_out} below", (0.99, 0.02), xycoords="axes fraction", ha="right", fontsize=9.5)


def _bars(
    axes: Axes, places: np.ndarray, ranked: pd.DataFrame, value: str, low: str, high: str, width: float, colour: str
) -> None:
    values = ranked[value].to_numpy(float)
    axes.barh(places, values, width, color=colour, alpha=0.75)
    axes.hlines(places, ranked[low], ranked[high], color=style.INK, linewidth=1.4, zorder=3)


def _legend(kind: str) -> list[Patch | Line2D]:
    first, second, chance = _LABELS[kind]
    diamond = Line2D([], [], marker="D", linestyle="", color="white", markeredgecolor=style.INK, label=second)
    return [
        Patch(color=_BAR, alpha=0.75, label=first),
        diamond if kind == "morris" else Patch(color=_SECOND, alpha=0.75, label=second),
        Line2D([], [], color=style.OKABE_ITO["vermillion"], linewidth=2.4, label=chance),
    ]


def _first(results: Sensitivity, outcome: str) -> list[str]:
    return list(results.ranking(outcome)["factor"].head(3))
