"""The scorecard: what a run changes against its control, each measure apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.figures import marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import QUANTILES, interval, spread_note
from corredor.figures.windows import windows
from corredor.figures.wording import number, with_interval
from corredor.runs.outcomes import scorecard
from corredor.runs.run import Run
from corredor.runs.window import Window


@dataclass(frozen=True)
class Score:
    """One row of the scorecard.

    Attributes:
        outcome: its name in ``corredor.runs.outcomes``.
        name: as people call it.
        unit: what it is shown in.
    """

    outcome: str
    name: str
    unit: str


SCORES: Final = (
    Score("homicide_rate", "Homicide", "per 100 000 a year"),
    Score("delivered", "Delivered", "tonnes a year"),
    Score("spread", "Spread", "1° blocks"),
    Score("incarceration", "Incarceration", "per 100 000"),
    Score("rights", "Rights", "persons a year"),
    Score("trust", "Trust", "0 to 1"),
    Score("cost", "Cost of policies", "million US$ a year"),
)


def differences(run: Run, control: Run, window: Window) -> pd.DataFrame:
    """Paired differences of every measure in a window.

    Returns:
        A row for each of ``SCORES`` (index: its name), columns ``unit``, ``control`` and ``run`` (medians), and the
        ``QUANTILES`` of run less control over replicates that both have.
    """
    with_policy, without = (scorecard(each, since=window.since, until=window.until) for each in (run, control))
    rows = {}
    for score in SCORES:
        here, there = with_policy[score.outcome], without[score.outcome]
        middle = {"unit": score.unit, "control": there.median(), "run": here.median()}
        rows[score.name] = middle | dict(interval((here - there).dropna()))
    return pd.DataFrame.from_dict(rows, orient="index")


@figure_kind(
    "scorecard",
    "what differs from the control, each measure apart",
    "Dots are medians of pairs, thick bars hold half of them, thin bars nine in ten. Every row has a "
    "scale of its own. On the right, the level without and with.",
    needs_control=True,
)
def draw_scorecard(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """A row for each measure, each on its own scale around zero."""
    assert control is not None
    window = windows(run, control).after
    table = differences(run, control, window)
    figure = style.new_figure(1.5 + (0.78 if layout == "wide" else 1.05) * len(table), layout)
    axes = list(figure.subplots(len(table), 1))
    for panel, (name, row) in zip(axes, table.iterrows(), strict=True):
        one = pd.DataFrame([row[list(QUANTILES)].astype(float)])
        panel.axvline(0, color=style.INK, linewidth=1)
        marks.dots(panel, one, style.COLOURS["run"])
        reach = max(float(np.nanmax(np.abs(one.to_numpy()))) * 1.15, 0.01 * abs(float(row["control"])), 1e-3)
        panel.set_xlim(-reach, reach)
        panel.set_ylim(-0.6, 0.6)
        panel.set_yticks([])
        panel.spines["left"].set_visible(False)
        panel.locator_params(axis="x", nbins=5)
        panel.tick_params(labelsize=10.5)
        _words(panel, str(name), row, layout)
    axes[-1].set_xlabel("with − without (unit in brackets)")
    told = "; ".join(f"{name} {with_interval(row, sign=True)} {row['unit']}" for name, row in table.iterrows())
    return style.finish(
        figure,
        f"What the policy changes in {window.told}, against the control",
        f"A row for each measure, difference from the control, median and, with enough pairs, 90 % interval: {told}.",
        note=f"{spread_note(run.region, 'pairs')}; scales differ, measures are never summed",
    )


def _words(panel: Axes, name: str, row: pd.Series, layout: style.Layout) -> None:
    values = f"{number(row['control'])} → {number(row['run'])}"
    if layout == "wide":
        panel.set_ylabel(f"{name}\n({row['unit']})", rotation=0, ha="right", va="center", fontsize=11.5, labelpad=8)
        panel.annotate(values, (1.02, 0.5), xycoords="axes fraction", va="center", fontsize=11.5, annotation_clip=False)
        return
    panel.set_title(f"{name} ({row['unit']}): {values}", fontsize=11.5, fontweight="normal")
