"""Homicide rates by country, with intervals."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.figures import marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import of_year, paired, quantiles, replicates
from corredor.figures.windows import windows
from corredor.figures.wording import signed, with_interval
from corredor.runs.measures import homicide_rates
from corredor.runs.run import Run

FEWEST_PEOPLE: Final = 500_000
"""Countries with fewer people are left out of the figure, though not of the table: there one killing makes a rate."""


def rates_of_year(run: Run, year: int) -> pd.DataFrame:
    """Homicides per 100 000 in a calendar year: columns ``replicate``, ``iso3``, ``rate``."""
    return homicide_rates(of_year(run.national, year), by=("iso3",))["all"].rename("rate").reset_index()


def peopled(run: Run) -> set[str]:
    """Countries with enough people for a yearly rate to mean something, or all if none has."""
    people = run.national.groupby("iso3")["population"].max()
    return set(people[people >= FEWEST_PEOPLE].index) or set(people.index)


@figure_kind(
    "homicide-by-country",
    "homicide rates by country, with intervals over replicates",
    "Dots are medians of replicates, thick bars hold half of them, thin bars nine in ten. On the right, "
    "replicate by replicate: where the thin bar stays on one side of zero, nine pairs in ten agree.",
)
def draw_homicide_by_country(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Dots and intervals by country, and the paired difference from the control or from the year before."""
    years = windows(run)
    rates = rates_of_year(run, years.after)
    other = rates_of_year(run, years.before) if control is None else rates_of_year(control, years.after)
    table = quantiles(rates[rates["iso3"].isin(peopled(run))], "rate", ["iso3"]).dropna().sort_values("median")
    table_other = quantiles(other, "rate", ["iso3"]).reindex(table.index)
    difference = quantiles(paired(rates, other, "rate", ["replicate", "iso3"]), "difference", ["iso3"]).reindex(
        table.index
    )
    height = 1.9 + 0.31 * len(table)
    figure = style.new_figure(height, layout, panels=2)
    axes = style.grid_of(figure, 2, layout, share="y")
    here, there = (f"{years.after}", f"{years.before}") if control is None else ("with", "without")
    marks.dots(axes[0], table_other, style.COLOURS["control"], label=there, offset=-0.17, hollow=True)
    marks.dots(axes[0], table, style.COLOURS["run"], label=here, offset=0.17)
    _rows(axes[0], run, table.index)
    axes[0].set_xlabel("homicides per 100 000 a year")
    axes[0].set_xlim(left=0)
    axes[0].legend(loc="lower right")
    axes[0].set_title("Rate")
    axes[1].axvline(0, color=style.INK, linewidth=1)
    marks.dots(axes[1], difference, style.COLOURS["run"])
    _rows(axes[1], run, table.index)
    axes[1].set_xlabel("difference, per 100 000 a year")
    axes[1].set_title(f"{years.after} less {years.before}" if control is None else "With less without, paired")
    if layout == "wide":
        axes[1].set_ylabel("")
    return style.finish(
        figure,
        f"Homicide by country in {years.after}",
        _alt(run, table, difference, years.after),
        note=f"{replicates(run.national)} replicates: median, 50 % and 90 %; countries of half a million or more",
    )


def _rows(axes: Axes, run: Run, codes: pd.Index) -> None:
    names = dict(zip(run.geography.countries, run.geography.country_names, strict=True))
    axes.set_yticks(np.arange(len(codes)), [names.get(str(code), str(code)) for code in codes])
    axes.set_ylim(-0.7, len(codes) - 0.3)
    axes.set_ylabel("country")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")


def _alt(run: Run, table: pd.DataFrame, difference: pd.DataFrame, year: int) -> str:
    names = dict(zip(run.geography.countries, run.geography.country_names, strict=True))
    worst = "; ".join(
        f"{names.get(str(code), code)} {with_interval(row)}" for code, row in table.iloc[::-1].head(5).iterrows()
    )
    sure = difference[(difference["low"] > 0) | (difference["high"] < 0)]
    told = ", ".join(f"{names.get(str(code), code)} {signed(row['median'])}" for code, row in sure.iterrows()) or "none"
    return (
        f"Dots with intervals for each country. Highest in {year}, median and 90 % interval per 100 000: {worst}. "
        f"Differences whose 90 % interval excludes zero: {told}."
    )
