"""The regret table, drawn."""

from __future__ import annotations

from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.figures import style
from corredor.figures.wording import number, share
from corredor.tradeoffs.figures.looks import named, note
from corredor.tradeoffs.results import Tradeoffs

MOST_ROWS: Final = 24
DARKEST: Final = 0.27
"""Of the colour map, so that black letters can be read on it."""


def rows_shown(results: Tradeoffs) -> list[int]:
    """The eligible bundles, or only those in the set where there are too many."""
    eligible = np.flatnonzero(results.eligible).tolist()
    return eligible if len(eligible) <= MOST_ROWS else np.flatnonzero(results.non_dominated).tolist()[:MOST_ROWS]


def draw_regrets(results: Tradeoffs, layout: style.Layout) -> Figure:
    """A row for each eligible bundle, a column for each measure, and how often its goals are met."""
    rows, objectives = rows_shown(results), results.objectives
    table = results.scorecard.set_index(["outcome", "bundle"])
    mean, high = (
        np.array([[table.loc[(each.outcome, bundle), column] for each in objectives] for bundle in rows], float)
        for column in ("regret", "regret_high")
    )
    tall = layout == "tall"
    figure = style.new_figure(1.9 + 0.56 * len(rows), layout)
    axes = figure.subplots()
    largest = np.abs(mean).max(axis=0)
    shade = DARKEST * np.divide(mean, largest, out=np.zeros_like(mean), where=largest > 0.0)
    axes.imshow(mpl.colormaps[style.FIELD](np.clip(shade, 0, 1)), aspect="auto")
    for i, bundle in enumerate(rows):
        for j in range(len(objectives)):
            axes.text(j, i - 0.04, number(mean[i, j], 2), ha="center", va="bottom", fontsize=8 if tall else 10)
            text = f"({number(high[i, j], 2)})"
            axes.text(j, i + 0.04, text, ha="center", va="top", fontsize=7 if tall else 8.5, color=style.INK)
        axes.text(len(objectives), i, share(results.satisfied["all"][bundle]), ha="center", va="center", fontsize=10)
    _labels(axes, results, rows, tall=tall)
    _mark_set(axes, results, rows)
    return style.finish(
        figure,
        "What each bundle loses against the best for that measure, world by world",
        f"Table of mean regret by bundle and measure. Not beaten: {named(results)}.",
        note=note(results),
    )


def _labels(axes: Axes, results: Tradeoffs, rows: list[int], *, tall: bool) -> None:
    names = [each.short for each in results.objectives]
    units = [f"{name}\n{each.unit}" for name, each in zip(names, results.objectives, strict=True)]
    across = [*(names if tall else units), "all goals" if tall else "worlds with\nall goals met"]
    size, turned, side = (8, 60, "left") if tall else (7.8, 0, "center")
    axes.set_xticks(range(len(across)), across, fontsize=size, rotation=turned, ha=side)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(rows)), [_row_name(results, bundle, tall=tall) for bundle in rows], fontsize=10)
    axes.set_xlim(-0.5, len(across) - 0.5)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _row_name(results: Tradeoffs, bundle: int, *, tall: bool) -> str:
    code = results.codes[bundle]
    return code if tall else f"{results.labels[bundle]}  {code}"


def _mark_set(axes: Axes, results: Tradeoffs, rows: list[int]) -> None:
    """Bundles in the set in bold."""
    for tick, bundle in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("bold" if results.non_dominated[bundle] else "normal")
