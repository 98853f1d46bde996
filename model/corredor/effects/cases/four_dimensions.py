"""Courts, honest officials, money and prevention do more together than one by one, and only if they last."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, FirstOrder, Outcome, Story
from corredor.effects.rules import Band, Sign
from corredor.region.region import Floats
from corredor.scenario.roles import roles

LATE = ("1997-01", 24)
PLACES = tuple(code for code, role in roles().items() if role in ("source", "transit", "consumer"))
PARTS = ("courts", "anti_corruption", "finance", "prevention")
ARMS = ("treatment", "control", *PARTS)
OVER_SUM = "gain together less the sum of the four"


def gain(arm: Arm, control: Arm) -> Floats:
    """Homicides per 100 000 a year fewer than in the control, in the seventh and eighth year."""
    return rate(control) - rate(arm)


def rate(arm: Arm) -> Floats:
    """Homicides per 100 000 a year in the countries of the programme, shape (pairs,)."""
    killed = measures.total(arm, measures.national("homicides", PLACES), *LATE)
    return np.asarray(12e5 * killed / measures.total(arm, measures.national("population", PLACES), *LATE))


def over_the_best(together: Arm, control: Arm, *parts: Arm) -> Floats:
    """What all four gain beyond the best of them alone."""
    best = np.max([gain(part, control) for part in parts], axis=0)
    return np.asarray(gain(together, control) - best)


def over_the_sum(together: Arm, control: Arm, *parts: Arm) -> Floats:
    """What all four gain beyond the sum of each alone."""
    return np.asarray(gain(together, control) - np.sum([gain(part, control) for part in parts], axis=0))


def over_the_product(together: Arm, control: Arm, *parts: Arm) -> Floats:
    """The same with each gain as a part of what the others leave: logarithms of what is left, added up.

    What acts on the same killings cannot add up beyond them: of two that each avert a half, both avert three quarters.
    """
    left = [np.log(measures.ratio(rate(arm), rate(control))) for arm in (together, *parts)]
    return np.asarray(np.sum(left[1:], axis=0) - left[0])


def lost_by_half(together: Arm, control: Arm, interrupted: Arm) -> Floats:
    """Part of the gain that is lost when the next government drops the programme, less one half."""
    whole = gain(together, control)
    return 1.0 - measures.ratio(gain(interrupted, control), whole) - 0.5


def spent(together: Arm, control: Arm) -> Floats:
    """What the programme costs, million US$ a month: what states do by themselves."""
    return measures.difference(measures.of_region("cost_usd"), *LATE)(together, control) / 1e6


CASE = Case(
    name="four_dimensions",
    title="Courts, honest officials, money and prevention together do more than their sum, if they last",
    marked=True,
    documented=("OAS-4",),
    mediator="officials who can be bought undo each reform that is made alone",
    feedback=(
        "Reforms that act on the same killings overlap, so that their sum would be more than what they do together; "
        "arrests fill prisons that gangs command; and deterrence that is strong leaves little for the others to add."
    ),
    outcomes=(
        Outcome("gain together less the best alone", "1/100 000/year", over_the_best, Sign(1), arms=ARMS),
        Outcome(OVER_SUM, "1/100 000/year", over_the_sum, Sign(1), arms=ARMS),
        Outcome("the same, each as a part of what the others leave", "logarithm", over_the_product, None, arms=ARMS),
        Outcome(
            "part of the gain lost when interrupted, less a half",
            "1",
            lost_by_half,
            Sign(1),
            arms=("treatment", "control", "interrupted"),
        ),
        Outcome("gain together", "1/100 000/year", gain, None),
    ),
    cuts=(
        Cut(
            "capture fixed",
            "officials who become harder to buy",
            "cut",
            "cut_control",
            (OVER_SUM,),
            FirstOrder("what is spent", "million US$ a month", spent),
            within=Band(None, 0.0),
        ),
    ),
    stories=(Story("homicide where the programme acts", "1/100 000/year", lambda arm: arm.rate(PLACES)),),
)
