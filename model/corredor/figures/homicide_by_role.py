"""Homicide by the role of countries in the trade, with Colombia counted both ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from corredor.figures import marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import quantiles, spread_note, within
from corredor.figures.windows import windows
from corredor.figures.wording import number
from corredor.runs.measures import homicide_rates
from corredor.runs.run import Run
from corredor.runs.window import Window
from corredor.scenario.roles import roles

BOTH: Final = "COL"
"""Grows coca, and lies on the way of what others grow."""
WHOLE: Final = "whole region"


def role_groups(run: Run) -> Mapping[str, frozenset[str]]:
    """Countries of the run by role in words: source and transit each with Colombia and without, then who consumes.

    Roles are fixed from crops and seizures beforehand. Groups without a country are left out; none is left where the
    region has no countries of the trade.
    """
    here, role = frozenset(run.national["iso3"].astype(str)), roles()
    of = {name: frozenset(code for code in here if role.get(code) == name) for name in set(role.values())}
    both = here & {BOTH}
    groups = {
        "source countries": of["source"],
        "source countries but Colombia": of["source"] - both,
        "transit countries": of["transit"],
        "transit countries and Colombia": of["transit"] | both,
        "consumers in the south": of["consumer"],
        "destination": of["destination"],
    }
    return {name: codes for name, codes in groups.items() if codes}


def has_roles(run: Run) -> bool:
    """True where countries that grow, and others on the way, are both in the run."""
    groups = role_groups(run)
    return {"source countries", "transit countries"} <= set(groups)


def rates_by_role(run: Run, window: Window) -> pd.DataFrame:
    """Homicides per 100 000 and year in a window, over the people of all countries of a group together.

    Returns:
        Columns ``replicate``, ``group``, ``all`` and ``organised`` (all but common homicide).
    """
    rows = within(run.national, window)
    found = []
    for name, codes in {**role_groups(run), WHOLE: frozenset(run.national["iso3"].astype(str))}.items():
        rates = homicide_rates(rows[rows["iso3"].astype(str).isin(codes)]).fillna({"common": 0.0})
        found.append(
            pd.DataFrame({"all": rates["all"], "organised": rates["all"] - rates["common"]}).assign(group=name)
        )
    return pd.concat(found).reset_index()


@figure_kind(
    "homicide-by-role",
    "homicide in countries that grow, pass on, and consume cocaine",
    "Roles were fixed from crops and seizures before any outcome was looked at. Colombia is both source and transit, "
    "and is counted both ways. Dots are medians of replicates, thick bars hold half of them, thin bars nine in ten.",
)
def draw_homicide_by_role(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Dots and intervals by role: all homicide, and that by organisations."""
    years = windows(run, control)
    rates = rates_by_role(run, years.after)
    other = rates_by_role(run, years.before) if control is None else rates_by_role(control, years.after)
    here, there = (years.after.told, years.before.told) if control is None else ("with", "without")
    # The first row is drawn at the bottom.
    names = list(dict.fromkeys(rates["group"]))[::-1]
    figure = style.new_figure(1.9 + 0.5 * len(names), layout, panels=2)
    tables = {}
    for axes, column, title in zip(
        style.grid_of(figure, 2, layout, share="y"),
        ("all", "organised"),
        ("All homicide", "By organisations"),
        strict=True,
    ):
        tables[column] = quantiles(rates, column, ["group"]).loc[names]
        marks.dots(
            axes, quantiles(other, column, ["group"]).loc[names], style.COLOURS["control"], label=there, offset=-0.17,
            hollow=True,
        )  # fmt: skip
        marks.dots(axes, tables[column], style.COLOURS["run"], label=here, offset=0.17)
        axes.set_title(title)
        axes.set_xlabel("homicides per 100 000 a year")
        axes.set_xlim(left=0)
        axes.set_yticks(np.arange(len(names)), names)
        axes.set_ylim(-0.7, len(names) - 0.3)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x")
    axes.legend(loc="lower right")
    told = ", ".join(f"{name} {number(float(tables['all']['median'][name]))}" for name in names[::-1])
    return style.finish(
        figure,
        f"Homicide by role in the trade, {years.after.told}",
        f"Dots for each role of countries in the trade, medians of homicides per 100 000 a year: {told}.",
        note=spread_note(run.national),
    )
