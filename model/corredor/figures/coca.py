"""Coca by country, over time."""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from corredor.figures import marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import part, quantiles, spread_note
from corredor.runs.run import Run

OTHERS: Final[tuple[str, ...]] = tuple(style.OKABE_ITO[name] for name in ("blue", "orange", "sky", "black"))
"""Colours of countries that have none of their own, in the order of the region's list of countries."""


def hectares(run: Run) -> pd.DataFrame:
    """Planted hectares by ``replicate``, ``iso3`` and ``month``."""
    return run.national.loc[run.national["kind"] == "all", ["replicate", "iso3", "month", "coca_ha"]]


def largest_growers(run: Run) -> list[str]:
    """Codes of the countries with most coca over the whole run, at most as many as there are colours."""
    mean = hectares(run).groupby("iso3")["coca_ha"].mean()
    return [str(code) for code in mean[mean > 0].nlargest(len(OTHERS)).index]


@figure_kind(
    "coca",
    "coca by country, over time",
    "The inner band holds half of the replicates, the outer nine in ten.",
)
def draw_coca(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Hectares of the countries that grow coca, with bands; dashed, the control."""
    grown = hectares(run)
    growers = [code for code in run.geography.countries if code in set(largest_growers(run))]
    spare = iter(OTHERS)
    colours = {code: style.COLOURS.get(code) or next(spare) for code in growers}
    table = quantiles(grown, "coca_ha", ["iso3", "month"]) / 1e3
    other = None if control is None else quantiles(hectares(control), "coca_ha", ["iso3", "month"]) / 1e3
    figure = style.new_figure(5.2, layout)
    axes = figure.subplots()
    names = dict(zip(run.geography.countries, run.geography.country_names, strict=True))
    ends: dict[str, tuple[float, str]] = {}
    for code in growers:
        colour = colours[code]
        marks.band(axes, part(table, "iso3", code), colour)
        ends[names[code]] = (float(part(table, "iso3", code)["median"].iloc[-1]), colour)
        if other is not None:
            marks.dashed(axes, part(other, "iso3", code), colour)
    axes.set_ylabel("coca (thousand hectares)")
    axes.set_ylim(bottom=0)
    axes.grid(axis="y")
    marks.year_axis(axes, layout)
    marks.label_ends(axes, ends)
    dashed = "; dashed: control" if control is not None else ""
    told = ", ".join(f"{name} ends at {value:.0f} thousand hectares" for name, (value, _) in ends.items())
    return style.finish(
        figure,
        "Coca by country",
        f"Lines over time of planted coca: {told or 'none is grown'} (medians of replicates).",
        note=f"{spread_note(run.national)}{dashed}",
    )
