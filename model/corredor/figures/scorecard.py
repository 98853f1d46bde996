"""The scorecard: what a run changes against its control, each measure apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.figures import marks, style
from corredor.figures.inputs import RunTables
from corredor.figures.registry import figure_kind
from corredor.figures.series import QUANTILES, interval, replicates, with_year
from corredor.figures.windows import windows
from corredor.figures.wording import number, with_interval


@dataclass(frozen=True)
class Score:
    """One measure of the scorecard.

    Attributes:
        name: as it is called.
        unit: what it is counted in.
        of_year: its value by replicate, from the run and the calendar year.
    """

    name: str
    unit: str
    of_year: Callable[[RunTables, int], pd.Series]


def _national(run: RunTables, year: int) -> pd.DataFrame:
    dated = with_year(run.national)
    return dated[dated["year"] == year]


def _region(run: RunTables, year: int) -> pd.DataFrame:
    dated = with_year(run.region)
    return dated[dated["year"] == year]


def homicide(run: RunTables, year: int) -> pd.Series:
    """Homicides per 100 000 a year in the whole region, by replicate."""
    rows = _national(run, year).query("kind == 'all'").groupby("replicate")[["homicides", "population"]].sum()
    return rows["homicides"] / rows["population"] * 12 * 1e5


def delivered(run: RunTables, year: int) -> pd.Series:
    """Tonnes a year that reach any market, by replicate."""
    rows = _region(run, year)
    columns = [name for name in rows.columns if name.startswith("kg_delivered_")]
    return rows.groupby("replicate")[columns].mean().sum(axis=1) * 12 / 1e3


def spread(run: RunTables, year: int) -> pd.Series:
    """Blocks of one degree over which traffic spreads, by replicate."""
    return _region(run, year).groupby("replicate")["spread_blocks"].mean()


def incarceration(run: RunTables, year: int) -> pd.Series:
    """Prisoners per 100 000, by replicate."""
    rows = _national(run, year).query("kind == 'all'").groupby("replicate")[["prisoners", "population"]].sum()
    return rows["prisoners"] / rows["population"] * 1e5


def rights(run: RunTables, year: int) -> pd.Series:
    """People killed by or fighting the state, displaced, or detained without cause in the year, by replicate."""
    rows = _national(run, year)
    killed = rows[rows["kind"] == "state"].groupby("replicate")["homicides"].sum()
    others = rows[rows["kind"] == "all"].groupby("replicate")[["displaced", "detained_without_cause"]].sum().sum(axis=1)
    return killed.add(others, fill_value=0.0)


def trust(run: RunTables, year: int) -> pd.Series:
    """Trust in the state, 0 to 1, mean over people, by replicate."""
    rows = _national(run, year).query("kind == 'all'")
    weighed = (
        rows.assign(weight=rows["trust"] * rows["population"]).groupby("replicate")[["weight", "population"]].sum()
    )
    return weighed["weight"] / weighed["population"]


def cost(run: RunTables, year: int) -> pd.Series:
    """Million US$ of 2015 that policies cost in the year, by replicate."""
    return _region(run, year).groupby("replicate")["cost_usd"].sum() / 1e6


SCORES: Final = (
    Score("Homicide", "per 100 000 a year", homicide),
    Score("Delivered", "tonnes a year", delivered),
    Score("Spread", "1° blocks", spread),
    Score("Incarceration", "per 100 000", incarceration),
    Score("Rights", "persons a year", rights),
    Score("Trust", "0 to 1", trust),
    Score("Cost of policies", "million US$ a year", cost),
)


def scorecard(run: RunTables, control: RunTables, year: int) -> pd.DataFrame:
    """Paired differences of every measure.

    Returns:
        A row for each measure of ``SCORES`` (index: its name), columns ``unit``, ``control`` and ``run`` (medians),
        and the ``QUANTILES`` of run less control over replicates that both have.
    """
    rows = {}
    for score in SCORES:
        with_policy, without = score.of_year(run, year), score.of_year(control, year)
        difference = interval((with_policy - without).dropna())
        middle = {"unit": score.unit, "control": without.median(), "run": with_policy.median()}
        rows[score.name] = middle | dict(difference)
    return pd.DataFrame.from_dict(rows, orient="index")


@figure_kind("scorecard", "what differs from the control, each measure apart", needs_control=True)
def draw_scorecard(run: RunTables, control: RunTables | None, layout: style.Layout) -> Figure:
    """A row for each measure, each on its own scale around zero."""
    assert control is not None
    year = windows(run).after
    table = scorecard(run, control, year)
    figure = style.new_figure(1.5 + (0.78 if layout == "wide" else 1.05) * len(table), layout)
    axes = list(figure.subplots(len(table), 1))
    for panel, (name, row) in zip(axes, table.iterrows(), strict=True):
        one = pd.DataFrame([row[list(QUANTILES)].astype(float)])
        panel.axvline(0, color=style.INK, linewidth=1)
        marks.dots(panel, one, style.COLOURS["run"])
        reach = max(float(np.abs(one.to_numpy()).max()) * 1.15, 0.01 * abs(float(row["control"])), 1e-3)
        panel.set_xlim(-reach, reach)
        panel.set_ylim(-0.6, 0.6)
        panel.set_yticks([])
        panel.spines["left"].set_visible(False)
        panel.locator_params(axis="x", nbins=5)
        panel.tick_params(labelsize=10.5)
        _words(panel, str(name), row, layout)
    axes[-1].set_xlabel("with less without (unit in brackets)")
    told = "; ".join(f"{name} {with_interval(row, sign=True)} {row['unit']}" for name, row in table.iterrows())
    return style.finish(
        figure,
        f"What the policy changes in {year}, against the control",
        f"A row for each measure, difference from the control, median and 90 % interval: {told}.",
        note=f"{replicates(run.region)} pairs: median, 50 % and 90 %; scales differ, measures are never summed",
    )


def _words(panel: Axes, name: str, row: pd.Series, layout: style.Layout) -> None:
    values = f"{number(row['control'])} → {number(row['run'])}"
    if layout == "wide":
        panel.set_ylabel(f"{name}\n({row['unit']})", rotation=0, ha="right", va="center", fontsize=11.5, labelpad=8)
        panel.annotate(values, (1.02, 0.5), xycoords="axes fraction", va="center", fontsize=11.5, annotation_clip=False)
        return
    panel.set_title(f"{name} ({row['unit']}): {values}", fontsize=11.5, fontweight="normal")
