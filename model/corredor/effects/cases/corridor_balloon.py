"""Pressure on the Caribbean moves cocaine and does not stop it."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Baseline, Case, Cut, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band
from corredor.region.region import Floats, Zone

LAST_YEAR = ("1993-01", 12)
TREATED = ("1988-01", 72)
TRANSIT_ZONES = (Zone.CARIBBEAN, Zone.PACIFIC, Zone.CENTRAL_AMERICA, Zone.MEXICO, Zone.US_BORDER)


def share_of_flow(treated: Arm, control: Arm) -> Floats:
    """Change of the Caribbean's share of the flow to the United States in the sixth year, percentage points."""
    share = measures.mean_share("caribbean", *LAST_YEAR)
    return share(treated) - share(control)


def share_of_seizures(treated: Arm, control: Arm) -> Floats:
    """The same of what is seized between South America and the United States, as it was documented."""
    return _of_seizures(treated, *LAST_YEAR) - _of_seizures(control, *LAST_YEAR)


def loss_rate(treated: Arm, control: Arm) -> Floats:
    """Change of what is seized in the Caribbean over what enters it, first year, percentage points."""
    return _loss_rate(treated) - _loss_rate(control)


def _of_seizures(arm: Arm, first: str, months: int) -> Floats:
    seized = arm.observed("seized_by_zone")[:, arm.span(first, months)].sum(axis=1)
    everywhere = seized[:, list(TRANSIT_ZONES)].sum(axis=1)
    return measures.PERCENT * measures.ratio(seized[:, Zone.CARIBBEAN], everywhere)


def _loss_rate(arm: Arm) -> Floats:
    year = arm.span("1988-01", 12)
    seized = arm.observed("seized_by_zone")[:, year, Zone.CARIBBEAN].sum(axis=1)
    crossed = np.sum([arm.corridor("caribbean", market)[:, year].sum(axis=1) for market in ("usa", "europe")], axis=0)
    return measures.PERCENT * measures.ratio(seized, seized + crossed)


CASE = Case(
    name="corridor_balloon",
    title="Pressure on the Caribbean moves cocaine to other corridors, and little less arrives",
    marked=True,
    documented=("D12", "D13", "D14", "D16", "I07"),
    mediator="organisations that learn where loads are lost, and send the next ones another way",
    feedback=(
        "Assets that follow seizures could have emptied the Caribbean without a surge, or chased the flow wherever it "
        "went; prices that rise on a crowded way could have held it back; and what arrives could have fallen with what "
        "is seized, if demand had not drawn more."
    ),
    record=("flows",),
    observers={"seized_by_zone": observers.seized_by_zone},
    baselines=(
        Baseline(
            "Caribbean share of the flow to the United States, 1987",
            "percent",
            measures.mean_share("caribbean", "1987-01", 12),
            Band(60.0, None),
        ),
    ),
    outcomes=(
        Outcome("Caribbean share of flow", "percentage points", share_of_flow, Band(-80.0, -40.0), documented="D14"),
        Outcome(
            "delivered to all markets",
            "percent",
            measures.percent_change(Arm.delivered, *TREATED),
            Band(-15.0, 10.0),
            documented="D16",
        ),
        Outcome(
            "Caribbean share of seizures",
            "percentage points",
            share_of_seizures,
            None,
            documented="over 75 to under 10 % in 25 years (D12)",
        ),
    ),
    cuts=(
        Cut(
            "nobody learns",
            "what organisations learn from losses",
            "cut",
            "cut_control",
            ("Caribbean share of flow",),
            FirstOrder("share lost in the Caribbean, first year", "percentage points", loss_rate),
        ),
    ),
    placebos=(
        Placebo(
            "southern cone",
            "a surge where hardly anything bound for the United States passes",
            "placebo",
            "control",
            {"Caribbean share of flow": None},
        ),
    ),
    stories=(
        Story("Caribbean share of the flow to the United States", "percent", measures.corridor_share("caribbean")),
        Story("delivered to all markets", "kg/month", Arm.delivered),
    ),
    fast=True,
)
