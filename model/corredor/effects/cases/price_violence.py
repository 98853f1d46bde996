"""Where coca grows, a higher price of what is exported means more killing."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, Difference, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band
from corredor.region.region import Bools, Floats

YEAR = ("1994-01", 12)
CHANGE = math.log(1.1 / 0.9)
"""Log of the price with a tenth more over that with a tenth less."""
COCA_HA = 1000.0
"""Hectares from which a division is a producing one."""
ELASTICITY = "elasticity of homicide, producing divisions"


def elasticity(places: Callable[[Arm], Bools]) -> Difference:
    """Log of homicides in the boom over those in the slump, over the log of prices, in some places."""

    def estimate(boom: Arm, slump: Arm) -> Floats:
        chosen = places(slump)
        more, less = ((measures.by_place(arm, "homicides", *YEAR) * chosen).sum(axis=1) for arm in (boom, slump))
        return np.log(np.maximum(measures.ratio(more, less), 1e-9)) / CHANGE

    return estimate


def producing(arm: Arm) -> Bools:
    """Places of divisions where coca grows, shape (P,)."""
    region = arm.geography
    known = region.division >= 0
    planted = np.bincount(region.division[known], region.coca_ha[known], len(region.divisions))
    return np.append(planted >= COCA_HA, False)[region.division[region.places]]


def without_groups(arm: Arm) -> Bools:
    """Places outside producing divisions where hardly anybody is a member, by pair, shape (pairs, P)."""
    members = arm.observed("members")[:, arm.span(*YEAR)].max(axis=1)
    return np.asarray((members < 1.0) & ~producing(arm) & (measures.people(arm) > 0.0))


def price(boom: Arm, slump: Arm) -> Floats:
    """Percent by which a kilogram is worth more in the United States."""
    return measures.percent_change(measures.of_region("price_usd_kg_usa"), *YEAR)(boom, slump)


CASE = Case(
    name="price_violence",
    title="Where coca grows, a tenth more on the price means a percent or two more killing",
    marked=True,
    documented=("P01", "P02", "P03", "P04", "P07"),
    mediator="rents worth fighting for",
    feedback=(
        "A price abroad reaches the growing areas only through what buyers there can pay; members who earn more prey "
        "less on others; and strength that follows rents could have settled wars as well as begun them."
    ),
    observers={"homicides": observers.homicides, "members": observers.members},
    outcomes=(
        Outcome(ELASTICITY, "1", elasticity(producing), Band(0.08, 0.25), documented="0.125 (P01), 0.12–0.2 (P04)"),
    ),
    cuts=(
        Cut(
            "rents out of conflict",
            "rents in the decisions for war",
            "cut",
            "cut_control",
            (ELASTICITY,),
            FirstOrder("price in the United States", "percent", price),
        ),
    ),
    placebos=(
        Placebo(
            "where no group is",
            "places without organisations",
            "treatment",
            "control",
            {ELASTICITY: elasticity(without_groups)},
        ),
    ),
    stories=(
        Story("price in the United States", "US$/kg", measures.of_region("price_usd_kg_usa")),
        Story(
            "homicide in producing divisions",
            "persons a month",
            lambda arm: np.asarray(arm.observed("homicides") @ producing(arm)),
        ),
    ),
)
