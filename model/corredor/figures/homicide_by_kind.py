"""Homicide over time, by what it came from."""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from corredor.figures import marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import KINDS, part, quantiles, rolling_year, spread_note
from corredor.runs.run import Run

KIND_NAMES: Final = {
    "common": "common",
    "turf": "turf",
    "predation": "predation",
    "retaliation": "retaliation",
    "state": "state",
}


def rates_by_kind(run: Run) -> pd.DataFrame:
    """Homicides per 100 000 a year in the whole region, by kind, over the twelve months up to each month.

    Returns:
        Columns ``replicate``, ``kind``, ``month``, ``rate``.
    """
    sums = run.national.groupby(["replicate", "kind", "month"], observed=True, as_index=False)["homicides"].sum()
    people = (
        run.national[run.national["kind"] == "all"].groupby(["replicate", "month"], as_index=False)["population"].sum()
    )
    joined = sums.merge(people, on=["replicate", "month"])
    rolled = rolling_year(joined, ["homicides", "population"], ["replicate", "kind"])
    return rolled.assign(rate=rolled["homicides"] / rolled["population"] * 12 * 1e5)


@figure_kind(
    "homicide-by-kind",
    "homicide over time, by kind",
    "Turf killings are between organisations, predation is of people they live off, retaliation answers "
    "earlier killings, state is between them and the state. The inner band holds half of the replicates, "
    "the outer nine in ten.",
)
def draw_homicide_by_kind(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """One line with bands for each kind; dashed, the control."""
    figure = style.new_figure(5.6, layout)
    axes = figure.subplots()
    table = quantiles(rates_by_kind(run), "rate", ["kind", "month"])
    other = None if control is None else quantiles(rates_by_kind(control), "rate", ["kind", "month"])
    ends = {}
    for kind in KINDS:
        if kind not in table.index.get_level_values("kind"):
            continue
        rows = part(table, "kind", kind)
        marks.band(axes, rows, style.COLOURS[kind])
        if other is not None:
            marks.dashed(axes, part(other, "kind", kind), style.COLOURS[kind])
        ends[KIND_NAMES[kind]] = (float(rows["median"].iloc[-1]), style.COLOURS[kind])
    axes.set_xlabel("year")
    axes.set_ylabel("homicides per 100 000 a year")
    axes.set_ylim(bottom=0)
    axes.grid(axis="y")
    marks.year_axis(axes, layout)
    marks.label_ends(axes, ends)
    dashed = "; dashed: control" if control is not None else ""
    return style.finish(
        figure,
        "Homicide by kind, whole region",
        _alt(table),
        note=f"{spread_note(run.national)}{dashed}; 12 months up to each date",
    )


def _alt(table: pd.DataFrame) -> str:
    parts = []
    for kind in KINDS:
        if kind in table.index.get_level_values("kind"):
            median = part(table, "kind", kind)["median"]
            parts.append(f"{KIND_NAMES[kind]} from {median.iloc[0]:.1f} to {median.iloc[-1]:.1f}")
    return "Lines over time of homicides per 100 000 a year by kind, median of replicates: " + ", ".join(parts) + "."
