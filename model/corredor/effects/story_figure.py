"""One case as a figure: what happens over time with, without and under the cut, and how each outcome was judged."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.effects.arm import Arm
from corredor.effects.case import CONTROL, TREATMENT, Story
from corredor.effects.judging import Verdict
from corredor.effects.rows_figure import (
    CUT,
    FULL,
    KEY_INCHES,
    PLACEBO,
    columns,
    draw_rows,
    key,
    rows_of,
    shortened,
    told,
)
from corredor.figures import marks, style
from corredor.region.region import Floats

SMOOTH = 12
"""Months over which a monthly series is averaged before it is drawn."""


def draw_story(verdict: Verdict, arms: Callable[[str], Arm]) -> Figure:
    """Panels over time, and the rows of the board below.

    Args:
        verdict: of the case.
        arms: gives an arm of the case by its name.
    """
    case, rows = verdict.case, rows_of(verdict)
    with style.house():
        lower = 0.55 * len(rows) + 0.3
        figure = style.new_figure(1.6 + 3.7 + lower + KEY_INCHES)
        heights = [3.7, lower, KEY_INCHES]
        above, below, last = figure.subfigures(3, 1, squeeze=False, height_ratios=heights).ravel()
        panels = above.subplots(1, len(case.stories), squeeze=False).ravel()
        for panel, story in zip(panels, case.stories, strict=True):
            _draw_series(panel, story, verdict, arms)
        draw_rows(columns(below), rows, with_case=False)
        key(last)
        state = "reproduced" if verdict.reproduced else "falls short: " + "; ".join(verdict.short)
        found = "; ".join(f"{row.outcome.name} {told(row.found.summary)} {row.outcome.unit}" for row in rows)
        return style.finish(
            figure,
            f"{case.title} — {shortened(state, 150)}",
            f"Over time: {', '.join(s.title for s in case.stories)}. Below, each outcome beside its band: {found}.",
            note=(
                f"{verdict.region} at {verdict.resolution:g}°, {verdict.pairs} pairs; lines are medians over a year, "
                "bands nine in ten runs"
            ),
        )


def _draw_series(axes: Axes, story: Story, verdict: Verdict, arms: Callable[[str], Arm]) -> None:
    case = verdict.case
    lines = [(CONTROL, "without", PLACEBO, True), (TREATMENT, "with", FULL, False)]
    lines += [(cut.treatment, f"with, {cut.name}", CUT, False) for cut in case.cuts[:1]]
    for name, label, colour, dashed in dict((line[0], line) for line in lines).values():
        arm = arms(name)
        series = smoothed(story.estimate(arm))
        months = arm.run.months[: series.shape[1]]
        low, middle, high = np.nanquantile(series, [0.05, 0.5, 0.95], axis=0)
        axes.fill_between(months, low, high, color=colour, alpha=0.13, linewidth=0)
        axes.plot(months, middle, color=colour, linestyle=(0, (4, 2)) if dashed else "-", label=label)
    axes.set_title(textwrap.fill(story.title, 38), fontsize=11.5)
    axes.set_ylabel(story.unit)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    axes.grid(axis="y")
    axes.legend(fontsize=9.5)
    marks.year_axis(axes, "tall")


def smoothed(series: Floats) -> Floats:
    """Mean over the year so far, shape as given; months without a value are left out of it."""
    frame = pd.DataFrame(series.T)
    return frame.rolling(SMOOTH, min_periods=1).mean().to_numpy().T
