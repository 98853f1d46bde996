"""A shortage at the source is one of the reasons why killing rises where cocaine passes."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band, Sign
from corredor.region.region import Bools, Floats
from corredor.region.sphere import densify, nearest_km
from corredor.region.tables import polylines

LEAN = ("2006-01", 48)
LAST = ("2009-01", 12)
OBSERVED_RISE = 17.68 / 9.75 - 1.0
"""Homicide rate of Mexico in 2009 over that of 2006, less 1 (UNODC homicide statistics)."""
MEXICO = ("MEX",)
SHARE = "share of the observed rise"
NEAR_KM = 507.0
"""How far the study's two nearest fifths of municipalities reach from the entries into the United States, km.

The further of two lines in figure 4 of Castillo, Mejía & Restrepo (2020, replication files); figure 3 has both fifths.
"""


def share_of_rise(treated: Arm, control: Arm) -> Floats:
    """Percent of the observed rise that the shortage explains."""
    change = measures.percent_change(measures.national("homicides", MEXICO), *LAST)(treated, control)
    return np.asarray(change / OBSERVED_RISE)


def near_the_border(treated: Arm, control: Arm) -> Floats:
    """Percent change in places as near to the border as the study's nearest fifths, less that in the rest of Mexico."""
    region = control.geography
    line = densify(*polylines("us_edge.csv", "door")["us_land_border"])
    km, _ = nearest_km(region.lat[region.places], region.lon[region.places], *line)
    mexico = measures.in_countries(control, MEXICO)
    everywhere = np.ones((control.pairs, 1), dtype=np.bool_)
    near, rest = (everywhere & mexico & side for side in (km <= NEAR_KM, km > NEAR_KM))
    return _change(treated, control, near) - _change(treated, control, rest)


def with_more_groups(treated: Arm, control: Arm) -> Floats:
    """Percent change where several groups are, less that where there is one at most, in Mexico."""
    before = control.observed("groups")[:, control.month(LEAN[0]) - 1]
    mexico = measures.in_countries(control, MEXICO)
    return _change(treated, control, mexico & (before >= 2)) - _change(treated, control, mexico & (before < 2))


def less_made(treated: Arm, control: Arm) -> Floats:
    """Change of what is made while the shortage lasts, percent."""
    return measures.percent_change(measures.of_region("kg_produced"), *LEAN)(treated, control)


def _change(treated: Arm, control: Arm, places: Bools) -> Floats:
    with_it, without = ((measures.by_place(arm, "homicides", *LEAN) * places).sum(axis=1) for arm in (treated, control))
    return measures.PERCENT * (measures.ratio(with_it, without) - 1.0)


CASE = Case(
    name="scarcity",
    title="A shortage at the source raises killing in Mexico, most near the border and where several groups meet",
    marked=True,
    documented=("S01", "S02", "S03", "S04", "I12", "I13"),
    mediator="demand that hardly falls, so that what is left is worth more in all, and worth fighting for",
    feedback=(
        "Whether rents rise or fall in a shortage is decided by demand, by wholesalers' stocks and by growers who "
        "plant more; and whether more rent means more war is decided by what peace is then worth to both sides."
    ),
    observers={"homicides": observers.homicides, "groups": observers.groups},
    outcomes=(
        Outcome(SHARE, "percent", share_of_rise, Band(5.0, 25.0), documented="10 to 14 % (S01)"),
        Outcome("border less rest", "percentage points", near_the_border, Sign(1), documented="S02, S04"),
        Outcome("several groups less one", "percentage points", with_more_groups, Sign(1), documented="S04"),
        Outcome("cocaine made", "percent", less_made, None),
    ),
    cuts=(
        Cut(
            "elastic demand",
            "demand that hardly falls",
            "cut",
            "cut_control",
            (SHARE,),
            FirstOrder("cocaine made", "percent", less_made),
            within=Band(None, 0.0),
        ),
    ),
    placebos=(Placebo("for Europe", "less cocaine for Europe", "placebo", "control", {SHARE: None}),),
    stories=(
        Story("price in the United States", "US$/kg", measures.of_region("price_usd_kg_usa")),
        Story("homicide in Mexico", "1/100 000/year", lambda arm: arm.rate(MEXICO)),
    ),
)
