"""Which corridors cocaine takes, over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.figures import marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import replicates, rolling_year
from corredor.region.region import Region
from corredor.runs.run import Run

LABELS: Final = {
    "caribbean": "Caribbean",
    "central_america": "Central America, land",
    "western_caribbean": "Western Caribbean, sea",
    "pacific": "Pacific",
    "air": "Air",
    "amazon": "Amazon",
    "southern_cone": "Southern Cone",
    "atlantic": "Atlantic",
}
INVENTED: Final = {**LABELS, "caribbean": "East", "central_america": "West", "western_caribbean": "Middle, sea"}
"""Labels on a map that is made up, where names of real places would mislead."""

NORTHWARD: Final = ("caribbean", "central_america", "western_caribbean", "pacific", "air")
"""Corridors that close off the United States together: whatever gets there crosses one of them, once."""


def labels(region: Region) -> Mapping[str, str]:
    """What each corridor is called on a map; made-up maps have no countries but made-up ones (``X..``)."""
    return INVENTED if all(code.startswith("X") for code in region.countries) else LABELS


def corridor_shares(run: Run, market: str) -> pd.DataFrame:
    """Share of each corridor in what is bound for a market (see ``measures.corridor_share``): mean over replicates.

    Shares are of the twelve months up to each month, so that one lucky load does not show.

    Returns:
        Index ``month``, one column a corridor in the order of ``NORTHWARD``; corridors that nothing crosses left out.
    """
    rows = run.corridors[run.corridors["market"] == market]
    crossed = rolling_year(rows, ["kg"], ["replicate", "corridor"])
    bound = rolling_year(run.region, [f"kg_sent_{market}"], ["replicate"])
    joined = crossed.merge(bound, on=["replicate", "month"])
    sent = joined[f"kg_sent_{market}"]
    shares = joined.assign(share=joined["kg"] / sent.where(sent > 0))
    wide = shares.groupby(["month", "corridor"], observed=True)["share"].mean().unstack()
    used = [name for name in NORTHWARD if name in wide.columns and wide[name].max() > 0.002]
    return wide[used].fillna(0.0)


@figure_kind(
    "corridors",
    "which corridors cocaine for the United States takes, over time",
    "The height of a band is the corridor's share of what sets out for the United States; what is left "
    "blank at the top is seized, or arrives, before it crosses any.",
)
def draw_corridors(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Shares of the corridors, stacked; with a control, one panel each."""
    runs = [("", run)] if control is None else [("Without the policy", control), ("With the policy", run)]
    figure = style.new_figure(4.9, layout, panels=len(runs))
    axes = style.grid_of(figure, len(runs), layout, share="y")
    shown: dict[str, Artist] = {}
    for panel, (name, each) in zip(axes, runs, strict=True):
        shares = corridor_shares(each, "usa")
        shown.update(_stack(panel, shares, labels(run.geography), layout))
        panel.set_title(name)
    for panel in axes if layout == "tall" else axes[:1]:
        panel.set_ylabel("share of what is bound for the US (%)")
    marks.key_beside(figure, axes, list(reversed(shown.values())), layout)
    return style.finish(
        figure,
        "Corridors of cocaine bound for the United States",
        _alt(corridor_shares(run, "usa"), labels(run.geography)),
        note=f"mean of {replicates(run.corridors)} replicates, 12-month shares",
    )


def _stack(axes: Axes, shares: pd.DataFrame, names: Mapping[str, str], layout: style.Layout) -> dict[str, Artist]:
    colours = [style.COLOURS[name] for name in shares.columns]
    layers = axes.stackplot(
        shares.index, *(100 * shares[name] for name in shares.columns), colors=colours, edgecolor="white", linewidth=0.6
    )
    axes.set_ylim(0, 100)
    marks.year_axis(axes, layout)
    keys: dict[str, Artist] = {}
    for name, layer in zip(shares.columns, layers, strict=True):
        layer.set_label(names[str(name)])
        keys[str(name)] = layer
    return keys


def _alt(shares: pd.DataFrame, names: Mapping[str, str]) -> str:
    first, last = shares.iloc[0], shares.iloc[-1]
    lead_first, lead_last = str(first.idxmax()), str(last.idxmax())
    return (
        "Stacked areas of the share of each corridor over time. "
        f"In the first year {names[lead_first]} carries most ({100 * first[lead_first]:.0f} %), "
        f"in the last {names[lead_last]} ({100 * last[lead_last]:.0f} %)."
    )
