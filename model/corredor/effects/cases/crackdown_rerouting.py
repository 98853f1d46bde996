"""A crackdown on one main route brings killing there, and along the way that traffic takes instead."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, Difference, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Sign
from corredor.effects.static_paths import predicted_path
from corredor.region.region import Bools, Floats

COUNTRY = "MEX"
TREATED = ("MX-TAM",)
YEAR = ("1994-01", 12)
OWN, ELSEWHERE = "turf killings there", "turf killings along the predicted path"


def turf_more(places: Callable[[Arm], Bools]) -> Difference:
    """Turf killings per 100 000 a year in some places, beyond the control's."""

    def estimate(treated: Arm, control: Arm) -> Floats:
        inside = places(control)
        gap = measures.by_place(treated, "turf", *YEAR) - measures.by_place(control, "turf", *YEAR)
        return np.asarray(1e5 * gap[:, inside].sum(axis=1) / max(measures.people(control)[inside].sum(), 1.0))

    return estimate


def own(arm: Arm) -> Bools:
    """Places of the treated division."""
    return measures.in_divisions(arm, TREATED)


def predicted(arm: Arm) -> Bools:
    """Places on the path that a static model predicts with the division closed, and not without, outside it."""
    region = arm.geography
    closed = np.isin(region.division, [region.divisions.index(code) for code in TREATED])
    newly = predicted_path(region, COUNTRY, closed) & ~predicted_path(region, COUNTRY)
    return np.asarray(newly[region.places] & ~own(arm))


def off_the_path(arm: Arm) -> Bools:
    """Places beside the treated division that are on neither path."""
    region = arm.geography
    beside = np.zeros(region.n_places, dtype=np.bool_)
    around = region.neighbours[own(arm)]
    beside[np.unique(around[around >= 0])] = True
    on_either = predicted_path(region, COUNTRY)[region.places] | predicted(arm)
    return np.asarray(beside & ~own(arm) & ~on_either)


def own_less_elsewhere(treated: Arm, control: Arm) -> Floats:
    """How much more the treated division suffers than the predicted path."""
    return turf_more(own)(treated, control) - turf_more(predicted)(treated, control)


CASE = Case(
    name="crackdown_rerouting",
    title="A crackdown on a main route brings killing there, and along the way taken instead",
    marked=False,
    documented=("D01", "D03", "M06"),
    mediator="organisations that learn where loads are lost, and plan their ways anew",
    feedback=(
        "Traffic could have gone on through the treated division at a higher price, or spread so thinly that nobody "
        "fights over it; and members follow money slowly."
    ),
    observers={"turf": observers.turf, "flow": observers.flow},
    outcomes=(
        Outcome(OWN, "1/100 000/year", turf_more(own), Sign(1), documented="D01"),
        Outcome(ELSEWHERE, "1/100 000/year", turf_more(predicted), Sign(1), documented="D03"),
        Outcome("there less along the path", "1/100 000/year", own_less_elsewhere, Sign(1)),
    ),
    cuts=(
        Cut(
            "paths frozen",
            "new plans",
            "cut",
            "cut_control",
            (ELSEWHERE,),
            FirstOrder(OWN, "1/100 000/year", turf_more(own)),
        ),
    ),
    placebos=(
        Placebo(
            "neighbours off the path",
            "neighbours that no path crosses",
            "treatment",
            "control",
            {ELSEWHERE: turf_more(off_the_path)},
        ),
    ),
    stories=(
        Story(
            "flow through the treated division",
            "kg/month",
            lambda arm: np.asarray(arm.observed("flow")[:, :, arm.geography.places[own(arm)]].max(axis=2)),
        ),
        Story("homicide in Mexico", "1/100 000/year", lambda arm: arm.rate(("MEX",))),
    ),
)
