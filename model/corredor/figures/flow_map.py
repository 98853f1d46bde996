"""Where cocaine passes, before and after, or without and with the policy, and the difference."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize, SymLogNorm
from matplotlib.figure import Figure

from corredor.figures import land, marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import replicates
from corredor.figures.windows import first_acts, span, windows
from corredor.region.region import Floats, Region
from corredor.runs.run import Run
from corredor.runs.window import Window
from corredor.scenario.dates import month_number

LEAST_TONNES: Final = 0.1
"""Cells that fewer tonnes a year pass are left blank: below it a mean over replicates is a single stray load."""

MARKET_NAMES: Final = {"usa": "the United States", "europe": "Europe", "domestic": "domestic markets"}


def tonnes_by_cell(run: Run, window: Window, column: str) -> Floats:
    """Tonnes a year that passed each cell: mean over replicates and the years of a window, shape (n,)."""
    seen = run.cells[run.cells["year"].isin(window.years)]
    total = seen.groupby("cell")[column].sum() * 12 / 1e3 / max(replicates(run.cells) * len(window.years), 1)
    tonnes = np.zeros(run.geography.n)
    tonnes[total.index.to_numpy()] = total.to_numpy()
    return tonnes


def flow_pair(run: Run, control: Run | None, column: str) -> tuple[Floats, Floats, tuple[str, str]]:
    """The two fields that a flow map compares, and what each is called: without and with, or before and after."""
    seen = windows(run, control)
    before, when = span(seen.before), span(seen.after)
    after = tonnes_by_cell(run, seen.after, column)
    if control is not None:
        return tonnes_by_cell(control, seen.after, column), after, (f"Without, {when}", f"With, {when}")
    return tonnes_by_cell(run, seen.before, column), after, (f"Before, {before}", f"After, {when}")


def draw_flows(run: Run, control: Run | None, layout: style.Layout, *, market: str | None, title: str = "") -> Figure:
    """Three maps: two years or two runs on one scale, and the second less the first."""
    column = "flow_kg" if market is None else f"flow_kg_{market}"
    first, second, names = flow_pair(run, control, column)
    region = run.geography
    seen = np.maximum(first, second) >= LEAST_TONNES
    across = 2.85 if layout == "wide" else 4.3
    figure = style.new_figure(across * land.proportion(region, seen) + 2.5, layout, panels=3)
    axes = style.grid_of(figure, 3, layout, share="both" if layout == "wide" else "none")
    top = max(float(max(first.max(), second.max())), 10 * LEAST_TONNES)
    norm = LogNorm(LEAST_TONNES, top)
    for panel, values, name in zip(axes, (first, second), names, strict=False):
        _amounts(figure, panel, region, values, norm)
        panel.set_title(name)
    _difference(figure, axes[2], region, second - first)
    for panel in axes:
        land.zoom(panel, region, seen)
    for inner in axes[1:]:
        if layout == "wide":
            inner.set_ylabel("")
    whither = f" bound for {MARKET_NAMES[market]}" if market else ""
    return style.finish(
        figure,
        title or f"Where cocaine{whither} passes",
        _alt(region, first, second, names, whither),
        note=f"mean of {replicates(run.cells)} replicates, cells of {region.resolution:g}°",
    )


def has_before(run: Run) -> bool:
    """True if whole years before the first policy or event of a run were recorded."""
    start = first_acts(run.scenario)
    return start is not None and month_number(windows(run).before.until) <= start


def draw_before_and_after(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Three maps of the run alone: before its first policy or event, while it acts, and the difference."""
    return draw_flows(run, None, layout, market=None, title="Where cocaine passes, before and after")


def _amounts(figure: Figure, axes: Axes, region: Region, tonnes: Floats, norm: Normalize) -> None:
    land.base(axes, region)
    mesh = land.field(axes, region, np.where(tonnes >= LEAST_TONNES, tonnes, np.nan), norm, style.FIELD)
    bar = figure.colorbar(mesh, ax=axes, location="bottom", label="tonnes a year", shrink=0.9, aspect=28)
    marks.plain_ticks(bar)


def _difference(figure: Figure, axes: Axes, region: Region, difference: Floats) -> None:
    largest = max(float(np.abs(difference).max()), 10 * LEAST_TONNES)
    norm = SymLogNorm(linthresh=largest / 10, vmin=-largest, vmax=largest, base=10)
    land.base(axes, region)
    shown = np.where(np.abs(difference) >= largest / 100, difference, np.nan)
    mesh = land.field(axes, region, shown, norm, style.DIFFERENCE)
    bar = figure.colorbar(mesh, ax=axes, location="bottom", label="difference, tonnes a year", shrink=0.9, aspect=28)
    marks.signed_ticks(bar, largest)
    axes.set_title("Difference")


def _alt(region: Region, first: Floats, second: Floats, names: tuple[str, str], whither: str) -> str:
    by_country = pd.Series(second - first).groupby(np.where(region.land, region.country, -1)).sum()
    named = by_country[by_country.index >= 0].rename(index=lambda i: region.country_names[int(i)])
    more, less = named.nlargest(2), named.nsmallest(2)
    parts = [
        f"Three maps of the tonnes of cocaine{whither} that pass each cell: {names[0].lower()}, {names[1].lower()}, "
        "and the difference."
    ]
    if more.iloc[0] > 0:
        parts.append(f"More passes on the land of {' and '.join(str(c) for c, v in more.items() if v > 0)}.")
    if less.iloc[0] < 0:
        parts.append(f"Less passes on the land of {' and '.join(str(c) for c, v in less.items() if v < 0)}.")
    return " ".join(parts)


READING: Final = (
    "The first two maps share one scale, which grows by powers of ten. On the third, orange cells gain and purple ones "
    "lose. The maps show what goes by land and sea. A flight marks only the cells where it takes off and lands, and "
    "what it passes over stays blank; how much flies is told by the corridor “Air”, which counts what crosses a line "
    "in flight."
)

figure_kind("flows", "where cocaine passes, to all markets", READING)(partial(draw_flows, market=None))
figure_kind(
    "flows-before",
    "where cocaine passes, before and after, in the run alone",
    "The run alone, before its first policy or event and while it acts. Not all of the difference is the policy's, "
    "since much else changes with the years: what the policy does is seen beside the control.",
)(draw_before_and_after)
for _market in MARKET_NAMES:
    figure_kind(f"flows-{_market}", f"where cocaine bound for {MARKET_NAMES[_market]} passes", READING)(
        partial(draw_flows, market=_market)
    )
