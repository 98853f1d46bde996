"""Splinters too weak to export turn on the people around them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from corredor.effects import measures
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, FirstOrder, Outcome, Story
from corredor.effects.rules import Band, Sign
from corredor.region.region import Floats

LATE = ("2000-01", "2002-12")
REMOVALS = ("1993-01", "2002-12")
PREYING = ("extortion", "kidnapping", "retail", "fuel_theft", "migrant_smuggling", "illegal_mining")
TRADE = ("trafficking", "tolls")
"""Own loads, and what is taken of those of others that pass."""
INCOME = "income_by_activity."
SHARE = "predatory share of income, splinters less all without removals"


def more_predatory(treated: Arm, control: Arm) -> Floats:
    """Percentage points by which splinters live more from people around them than organisations do in the control."""
    return predatory_share(treated, splinters=True) - predatory_share(control, splinters=False)


def predatory_share(arm: Arm, *, splinters: bool) -> Floats:
    """Percent of income that comes neither from own loads nor from those that pass, over the last years, (pairs,)."""
    rows = _between(arm.organisations, *LATE)
    rows = rows[rows["alive"] & ((rows["parent"] >= 0) | (not splinters))]
    earned = rows.groupby("replicate")[[f"{INCOME}{name}" for name in (*TRADE, *PREYING)]].sum().clip(lower=0.0)
    earned = earned.reindex(arm.run.replicates)
    total = earned.sum(axis=1).to_numpy(np.float64)
    preyed = earned[[f"{INCOME}{name}" for name in PREYING]].sum(axis=1).to_numpy(np.float64)
    return measures.PERCENT * measures.ratio(preyed, total)


def opposite_moves(treated: Arm) -> Floats:
    """Share of division-years in which registered kidnapping and homicide move in opposite directions."""
    rows = _between(treated.divisions, *REMOVALS)
    rows = rows[rows["kind"] == "all"]
    year = pd.to_datetime(rows["month"]).dt.year
    columns = ["kidnapping_reported", "homicides_reported"]
    yearly = rows.groupby(["replicate", "iso_3166_2", year])[columns].sum()
    moves = np.sign(yearly.groupby(level=[0, 1]).diff().dropna())
    against = (moves["kidnapping_reported"] * moves["homicides_reported"]) < 0
    return np.asarray(against.groupby(level=0).mean().reindex(treated.run.replicates).to_numpy(np.float64))


def more_groups(treated: Arm, control: Arm) -> Floats:
    """Organisations beyond those of the control in the last years: what removals do by themselves."""
    months = 12 * 3
    return measures.difference(measures.of_region("organisations"), LATE[0], months)(treated, control)


def _between(table: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    month = pd.to_datetime(table["month"])
    return table[(month >= pd.Timestamp(first)) & (month <= pd.Timestamp(last))]


CASE = Case(
    name="diversification",
    title="Splinters too weak to export live more from extortion, kidnapping and other local trades",
    marked=False,
    documented=("V03", "V05"),
    mediator="the capacity to export, which splinters lose",
    feedback=(
        "Splinters that hold a border or a port still earn from what passes; members whom poor groups cannot pay "
        "leave; and killing and predation could have moved together everywhere."
    ),
    record=("organisations", "homicides"),
    outcomes=(
        Outcome(SHARE, "percentage points", more_predatory, Sign(1), documented="V03"),
        Outcome(
            "kidnapping and homicide in opposite directions",
            "share of division-years",
            opposite_moves,
            Band(0.10, None),
            documented="V05",
            arms=("treatment",),
        ),
    ),
    cuts=(
        Cut(
            "splinters can export",
            "the loss of the capacity to export",
            "cut",
            "cut_control",
            (SHARE,),
            FirstOrder("groups more", "1", more_groups),
        ),
    ),
    stories=(
        Story("groups", "1", measures.of_region("organisations")),
        Story(
            "kidnappings registered in Mexico",
            "1/month",
            lambda arm: arm.national("kidnapping_reported", ("MEX",)),
        ),
    ),
)
