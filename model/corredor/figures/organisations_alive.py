"""How many organisations there are, and how many people they have."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from corredor.figures import marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import quantiles, spread_note
from corredor.runs.run import Run


def alive_by_month(run: Run) -> pd.DataFrame:
    """Organisations alive and their members, by ``replicate`` and ``month``: columns ``count`` and ``members``."""
    alive = run.organisations[run.organisations["alive"]]
    return alive.groupby(["replicate", "month"], as_index=False).agg(
        count=("organisation", "size"), members=("members", "sum")
    )


@figure_kind(
    "organisations",
    "organisations alive and their members, over time",
    "The inner band holds half of the replicates, the outer nine in ten.",
)
def draw_organisations(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Two panels over time, with bands; dashed, the control."""
    figure = style.new_figure(4.6, layout, panels=2)
    axes = style.grid_of(figure, 2, layout)
    counted = alive_by_month(run)
    for panel, value, label in zip(
        axes, ("count", "members"), ("organisations alive (number)", "members (thousand persons)"), strict=True
    ):
        scale = 1e-3 if value == "members" else 1.0
        marks.band(
            panel, quantiles(counted, value, ["month"]) * scale, style.COLOURS["run"], label="with" if control else ""
        )
        if control is not None:
            other = quantiles(alive_by_month(control), value, ["month"]) * scale
            marks.band(panel, other, style.COLOURS["control"], label="without", dashed=True)
            panel.legend(loc="best")
        panel.set_ylabel(label)
        panel.set_xlabel("year")
        panel.set_ylim(bottom=0)
        panel.grid(axis="y")
        marks.year_axis(panel, layout)
    median = quantiles(counted, "count", ["month"])["median"]
    people = quantiles(counted, "members", ["month"])["median"]
    return style.finish(
        figure,
        "Organisations and their members",
        f"Two panels over time. Organisations alive go from {median.iloc[0]:.0f} to {median.iloc[-1]:.0f}, "
        f"their members from {people.iloc[0]:,.0f} to {people.iloc[-1]:,.0f} (medians of replicates).",
        note=f"{spread_note(run.organisations)}",
    )
