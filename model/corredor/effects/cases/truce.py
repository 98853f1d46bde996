"""Two rivals are offered something for each month without war; it holds, and ends when the offer does."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Baseline, Case, Cut, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band, Sign
from corredor.region.region import Floats

START, MONTHS = "1994-03", 22
BEFORE = 26
SETTLING = 3
"""Months after which a truce must hold, and after its end is over."""
AFTER = ("1996-04", 18)
PLACE = ("SLV",)
AT_PEACE = 0.5
"""Hostility below which two rivals are not at war."""
IT_HOLDS = "it holds"
RATIO = "rate ratio, interrupted series"


def interrupted(treated: Arm, control: Arm) -> Floats:
    """Step of registered homicides at the truce with the trend removed, as a ratio, from the treated run alone."""
    begun = treated.month(START)
    window = treated.national("homicides_reported", PLACE)[:, begun - BEFORE : begun + MONTHS]
    month = np.arange(BEFORE + MONTHS, dtype=np.float64)
    design = np.column_stack([np.ones_like(month), month - BEFORE, month >= BEFORE])
    fitted = np.linalg.lstsq(design, np.log(window + 0.5).T, rcond=None)[0]
    return np.asarray(np.exp(fitted[2]))


def held(treated: Arm, control: Arm) -> Floats:
    """1 where the two are at peace in most months of the offer, −1 where they are not."""
    begun = treated.month(START) + SETTLING
    hostility = treated.observed("hostility")[:, begun : begun + MONTHS - SETTLING]
    return np.where(np.median(hostility, axis=1) < AT_PEACE, 1.0, -1.0)


def hostility_before(arm: Arm) -> Floats:
    """Mean hostility of the two in the year before: rivals who are at peace need no truce."""
    begun = arm.month(START)
    return np.asarray(arm.observed("hostility")[:, begun - 12 : begun].mean(axis=1))


def offered(treated: Arm, control: Arm) -> Floats:
    """What the offer costs, million US$: the treatment by itself."""
    return measures.total(treated, measures.of_region("cost_usd"), START, MONTHS) / 1e6


HOMICIDES = measures.national("homicides", PLACE)
CASE = Case(
    name="truce",
    title="A truce that is worth something to both sides holds while the offer does",
    marked=False,
    documented=("G01", "G02", "G04", "B10"),
    mediator="leaders who weigh the future when they decide for peace",
    feedback=(
        "Nobody is forbidden to fight: a grab can be worth more than the offer, grudges outlast it, and members who "
        "are at peace may turn to prey on people instead."
    ),
    observers={"hostility": observers.HostilityOf("Torogoz", "Basalto")},
    baselines=(Baseline("hostility of the two before it", "0 to 1", hostility_before, Band(AT_PEACE, None)),),
    outcomes=(
        Outcome(IT_HOLDS, "1 or −1", held, Sign(1, 0.5), null=-1.0),
        Outcome(RATIO, "1", interrupted, Band(0.45, 0.75), null=1.0, documented="0.55 to 0.61 (G01, G02)"),
        Outcome(
            "homicide during it, over the control",
            "1",
            measures.rate_ratio(HOMICIDES, START, MONTHS),
            None,
            null=1.0,
        ),
        Outcome(
            "homicide after it, over the control",
            "1",
            measures.rate_ratio(HOMICIDES, *AFTER),
            Band(0.8, None),
            null=1.0,
            documented="back (B10)",
        ),
    ),
    cuts=(
        Cut(
            "impatient",
            "the weight of the future",
            "cut",
            "cut_control",
            (IT_HOLDS,),
            FirstOrder("what is offered", "million US$", offered),
            within=Band(None, 0.0),
        ),
    ),
    placebos=(
        Placebo(
            "groups that never meet",
            "the offer to a pair that never meets",
            "placebo",
            "control",
            {RATIO: measures.rate_ratio(HOMICIDES, START, MONTHS)},
        ),
    ),
    stories=(
        Story("homicide in El Salvador", "1/100 000/year", lambda arm: arm.rate(PLACE)),
        Story("hostility of the two", "0 to 1", lambda arm: arm.observed("hostility")),
    ),
    fast=True,
)
