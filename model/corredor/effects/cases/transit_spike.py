"""Flow that is pushed into a quiet and weak country brings a wave of killing, and into a strong one it does not."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, Difference, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band, Sign
from corredor.region.region import Floats

WEAK, STRONG = ("GTM",), ("CRI",)
"""A weak state into which this surge pushes flow, and a strong one beside it."""
SURGE, WHOLE = "1988-01", "1989-01"
"""The surge begins, and is whole: years are counted from here, as in other cases whose policy grows for a while."""
BEFORE, WITHIN, YEAR = 36, 36, 12
"""Months before the surge, months within which homicide peaks, and months of a running mean."""
PEAK = "peak over the earlier mean"
EBB = "peak less last year"
PAIRED = "peak over the earlier mean, over the control's"


def peak(countries: tuple[str, ...]) -> Difference:
    """Highest yearly mean within three years of the whole surge over the mean of the three years before it began."""

    def estimate(treated: Arm, control: Arm) -> Floats:
        rate, begun = treated.rate(countries), treated.month(SURGE)
        return measures.ratio(_highest(treated, rate), rate[:, begun - BEFORE : begun].mean(axis=1))

    return estimate


def paired(countries: tuple[str, ...]) -> Difference:
    """The same over what it is in the control, where killing rises by itself in a run's first ten years."""

    def estimate(treated: Arm, control: Arm) -> Floats:
        itself = peak(countries)
        return measures.ratio(itself(treated, control), itself(control, control))

    return estimate


def decay(treated: Arm, control: Arm) -> Floats:
    """Homicide of the peak less that of the last year, per 100 000 a year."""
    rate = treated.rate(WEAK)
    return np.asarray(_highest(treated, rate) - rate[:, -YEAR:].mean(axis=1))


def paired_decay(treated: Arm, control: Arm) -> Floats:
    """The same less what it is in the control: the highest of several years lies above the last by chance too."""
    return decay(treated, control) - decay(control, control)


def flow(treated: Arm, control: Arm) -> Floats:
    """Tonnes a month more that cross the borders and shores of the weak country, in the same years."""
    crossed = measures.national("kg_crossed", WEAK)
    return measures.difference(crossed, SURGE, 84)(treated, control) / 1e3


def _highest(arm: Arm, rate: Floats) -> Floats:
    """Highest yearly mean of a rate within three years of the whole surge, shape (pairs,)."""
    whole = arm.month(WHOLE)
    return np.asarray(_yearly(rate[:, whole : whole + WITHIN]).max(axis=1))


def _yearly(rate: Floats) -> Floats:
    return np.lib.stride_tricks.sliding_window_view(rate, YEAR, axis=1).mean(axis=2)


CASE = Case(
    name="transit_spike",
    title="Flow pushed into a quiet, weak country brings a wave of killing that partly ebbs",
    marked=False,
    documented=("OAS-1", "D13"),
    mediator="organisations that contest ground where rents have come",
    feedback=(
        "New rents could have been shared in peace, or taken by whoever already ruled; members come slowly; and flow "
        "that lands for a flight leaves little behind."
    ),
    outcomes=(
        Outcome(PEAK, "1", peak(WEAK), Band(1.5, 4.0), null=1.0, documented="43 in 2005, 83 in 2011 (Honduras)"),
        Outcome("the same in the control", "1", lambda arm: peak(WEAK)(arm, arm), None, null=1.0, arms=("control",)),
        Outcome(PAIRED, "1", paired(WEAK), None, null=1.0),
        Outcome(EBB, "1/100 000/year", decay, Sign(1)),
        Outcome(f"{EBB}, less the control's", "1/100 000/year", paired_decay, None),
        Outcome("peak over the earlier mean, strong state", "1", peak(STRONG), Band(None, 1.3), null=1.0),
        Outcome(f"{PAIRED}, strong state", "1", paired(STRONG), None, null=1.0),
    ),
    cuts=(
        Cut(
            "no contest",
            "contests over ground",
            "cut",
            "cut_control",
            (PEAK,),
            FirstOrder("what crosses the country", "t/month", flow),
        ),
    ),
    placebos=(
        Placebo("passing by", "flow that passes by sea without landing", "placebo", "placebo_control", {PAIRED: None}),
    ),
    stories=(
        Story("what crosses Guatemala", "kg/month", measures.national("kg_crossed", WEAK)),
        Story("homicide in Guatemala", "1/100 000/year", lambda arm: arm.rate(WEAK)),
    ),
)
