"""More assets seize more, in smaller loads, and spread what is left over more ground."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Baseline, Case, Cut, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band, Sign
from corredor.region.region import MARKETS, Floats

BEFORE = ("1990-01", 36)
AFTER = ("1994-01", 36)
SEIZED = measures.of_region("kg_seized")
SPREAD = measures.of_region("spread_blocks")
ACTIVE = measures.of_region("active_blocks")
ISTHMUS = measures.observed_sum("active_in_central_america")
VALUE = "value per seizure"
WIDER = "spread"


def value_per_seizure(treated: Arm, control: Arm) -> Floats:
    """Percent change of what a seizure is worth at constant prices."""
    return measures.PERCENT * (measures.ratio(_value(treated), _value(control)) - 1.0)


def share_seized(treated: Arm, control: Arm) -> Floats:
    """Change of the part of what sets out that is seized, percentage points."""
    return _seized(treated) - _seized(control)


def arriving(arm: Arm) -> Floats:
    """Percent of what sets out that reaches a market."""
    sent = np.sum([measures.total(arm, measures.of_region(f"kg_sent_{m}"), *BEFORE) for m in MARKETS], axis=0)
    return measures.PERCENT * measures.ratio(measures.total(arm, Arm.delivered, *BEFORE), sent)


def _value(arm: Arm) -> Floats:
    worth = measures.total(arm, measures.of_region("seized_usd"), *AFTER)
    return measures.ratio(worth, measures.total(arm, measures.of_region("seizures"), *AFTER))


def _seized(arm: Arm) -> Floats:
    kg = measures.total(arm, SEIZED, *AFTER)
    return measures.PERCENT * measures.ratio(kg, kg + measures.total(arm, Arm.delivered, *AFTER))


HARDER = FirstOrder("share of what sets out that is seized", "percentage points", share_seized)
CASE = Case(
    name="interdiction_arithmetic",
    title="With assets doubled more is seized, each seizure is worth less, and traffic spreads",
    marked=True,
    documented=("I07", "I08", "I09", "I10", "I11", "D10", "D11"),
    mediator="smaller loads where more are lost, and ways that were not used before",
    feedback=(
        "Organisations could have met more assets by sending fewer loads to richer markets or by leaving the trade; "
        "what is seized depends on where agencies put assets after traffic has moved; and prices answer what is lost."
    ),
    observers={"active_in_central_america": observers.active_in_central_america},
    baselines=(Baseline("share that arrives, before", "percent", arriving, Band(60.0, 85.0)),),
    outcomes=(
        Outcome("seized", "percent", measures.percent_change(SEIZED, *AFTER), Sign(1), documented="+68 % (I09)"),
        Outcome(VALUE, "percent", value_per_seizure, Sign(-1), documented="down (D11)"),
        Outcome(
            "active area", "1° blocks", measures.difference(ACTIVE, *AFTER), Band(0.0, None), documented="D10, D11"
        ),
        Outcome(
            "active area, Central America",
            "1° blocks",
            measures.difference(ISTHMUS, *AFTER),
            None,
            documented="up (D10), not down (D11)",
        ),
        Outcome(WIDER, "percent", measures.percent_change(SPREAD, *AFTER), Sign(1), documented="up (D10)"),
    ),
    cuts=(
        Cut("loads stay whole", "the splitting of loads", "whole", "whole_control", (VALUE,), HARDER),
        Cut("nobody learns", "what organisations learn", "deaf", "deaf_control", (WIDER,), HARDER),
    ),
    placebos=(
        Placebo(
            "where nothing flows",
            "assets doubled in Patagonia",
            "placebo",
            "control",
            {"seized": None, VALUE: None, WIDER: None},
        ),
    ),
    stories=(
        Story("seized", "kg/month", SEIZED),
        Story("spread", "1° blocks", SPREAD),
    ),
)
