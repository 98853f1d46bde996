"""Homicide rates by country, with intervals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.figures import marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import paired, quantiles, spread_note, within
from corredor.figures.windows import windows
from corredor.figures.wording import signed, with_interval
from corredor.runs.measures import homicide_rates
from corredor.runs.run import Run
from corredor.runs.window import Window

FEWEST_PEOPLE: Final = 500_000
"""Countries with fewer people are left out of the figure, though not of the table: there one killing makes a rate."""


def rates_within(run: Run, window: Window) -> pd.DataFrame:
    """Homicides per 100 000 and year in a window: columns ``replicate``, ``iso3``, ``rate``."""
    return homicide_rates(within(run.national, window), by=("iso3",))["all"].rename("rate").reset_index()


def peopled(run: Run) -> set[str]:
    """Countries with enough people for a yearly rate to mean something, or all if none has."""
    people = run.national.groupby("iso3")["population"].max()
    return set(people[people >= FEWEST_PEOPLE].index) or set(people.index)


@figure_kind(
    "homicide-by-country",
    "homicide rates by country, with intervals over replicates",
    "Dots are medians of replicates, thick bars hold half of them, thin bars nine in ten. The difference is taken "
    "replicate by replicate: where its thin bar stays on one side of zero, nine pairs in ten agree. Findings give "
    "means and not medians. Countries stand in the order of the alphabet.",
)
def draw_homicide_by_country(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Dots and intervals by country, and the paired difference from the control or from the year before."""
    years = windows(run, control)
    rates = rates_within(run, years.after)
    other = rates_within(run, years.before) if control is None else rates_within(control, years.after)
    table = quantiles(rates[rates["iso3"].isin(peopled(run))], "rate", ["iso3"]).dropna(subset=["median"])
    # The first row is drawn at the bottom.
    table = table.loc[by_name(run, table.index)[::-1]]
    table_other = quantiles(other, "rate", ["iso3"]).reindex(table.index)
    difference = quantiles(paired(rates, other, "rate", ["replicate", "iso3"]), "difference", ["iso3"]).reindex(
        table.index
    )
    figure = style.new_figure(1.9 + 0.31 * len(table), layout, panels=2)
    axes = style.grid_of(figure, 2, layout, share="y")
    axes[0].axvline(0, color=style.INK, linewidth=1)
    marks.dots(axes[0], difference, style.COLOURS["run"])
    axes[0].set_xlabel("difference, per 100 000 a year")
    axes[0].set_title(f"{years.after.told} − {years.before.told}" if control is None else "With − without")
    here, there = (years.after.told, years.before.told) if control is None else ("with", "without")
    marks.dots(axes[1], table_other, style.COLOURS["control"], label=there, offset=-0.17, hollow=True)
    marks.dots(axes[1], table, style.COLOURS["run"], label=here, offset=0.17)
    axes[1].set_xlabel("homicides per 100 000 a year")
    axes[1].set_xlim(left=0)
    axes[1].legend(loc="best")
    axes[1].set_title("Rate")
    for panel in axes:
        _rows(panel, run, table.index)
    if layout == "wide":
        axes[1].set_ylabel("")
    return style.finish(
        figure,
        f"Homicide by country, {years.after.told}",
        _alt(run, difference, years.after.told),
        note=f"{spread_note(run.national)}; countries of half a million or more",
    )


def by_name(run: Run, codes: Iterable[object]) -> list[str]:
    """Codes of countries in the alphabetical order of their names."""
    names = dict(zip(run.geography.countries, run.geography.country_names, strict=True))
    return sorted(map(str, codes), key=lambda code: names.get(code, code))


def _rows(axes: Axes, run: Run, codes: pd.Index) -> None:
    names = dict(zip(run.geography.countries, run.geography.country_names, strict=True))
    axes.set_yticks(np.arange(len(codes)), [names.get(str(code), str(code)) for code in codes])
    axes.set_ylim(-0.7, len(codes) - 0.3)
    axes.set_ylabel("country")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")


def _alt(run: Run, difference: pd.DataFrame, when: str) -> str:
    names = dict(zip(run.geography.countries, run.geography.country_names, strict=True))
    ordered = difference.reindex(difference["median"].abs().sort_values(ascending=False).index).head(5)
    most = "; ".join(
        f"{names.get(str(code), code)} {with_interval(row, sign=True)}" for code, row in ordered.iterrows()
    )
    sure = difference[(difference["low"] > 0) | (difference["high"] < 0)]
    told = ", ".join(f"{names.get(str(code), code)} {signed(row['median'])}" for code, row in sure.iterrows()) or "none"
    return (
        f"Dots for each country, in the order of the alphabet. Largest differences in {when}, medians and, with enough "
        f"replicates, 90 % intervals per 100 000: {most}. Differences whose 90 % interval excludes zero: {told}."
    )
