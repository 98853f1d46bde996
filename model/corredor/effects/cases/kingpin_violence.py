"""A captured leader leaves more killing behind, for some months, where the organisation rules."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, Difference, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band, Nothing, Sign, Under
from corredor.region.region import Bools, Floats

TREATED = "Marejada"
CAPTURE = "1994-01"
LATER = "1994-07"
HELD = 0.1
"""Control of a place in the month before the capture from which it is one of the plazas."""
STRATEGIC_TURF = "lieutenants, strategic plazas"


def in_plazas(name: str, first: str, months: int) -> Difference:
    """Percent more of an observation in the organisation's plazas, summed over some months."""

    def estimate(treated: Arm, control: Arm) -> Floats:
        held = _plazas(control)
        with_it = (measures.by_place(treated, name, first, months) * held).sum(axis=1)
        without = (measures.by_place(control, name, first, months) * held).sum(axis=1)
        return measures.PERCENT * (measures.ratio(with_it, without) - 1.0)

    return estimate


def where_a_lieutenant_fell(*, border: bool) -> Difference:
    """Turf killings per 100 000 a year more in the first half-year, in the plazas where the lieutenant commanded."""

    def estimate(treated: Arm, control: Arm) -> Floats:
        held = _plazas(control) & _lost_their_lieutenant(treated, control) & _on_the_border(control, border)
        residents = np.maximum((measures.people(control) * held).sum(axis=1), 1.0)
        gap = measures.by_place(treated, "turf", CAPTURE, 6) - measures.by_place(control, "turf", CAPTURE, 6)
        return np.asarray(2e5 * (gap * held).sum(axis=1) / residents)

    return estimate


def cohesion_lost(treated: Arm, control: Arm) -> Floats:
    """Cohesion in the month of the capture, less that of the control."""
    month = treated.month(CAPTURE)
    return np.asarray(treated.observed("cohesion")[:, month] - control.observed("cohesion")[:, month])


def _plazas(control: Arm) -> Bools:
    before = control.month(CAPTURE) - 1
    return np.asarray(control.observed("control")[:, before] >= HELD)


def _lost_their_lieutenant(treated: Arm, control: Arm) -> Bools:
    """Places that lost at least half as much loyalty as any did, in the month of the capture, shape (pairs, P)."""
    month = treated.month(CAPTURE)
    lost = control.observed("loyalty")[:, month] - treated.observed("loyalty")[:, month]
    return np.asarray((lost > 0.0) & (lost >= 0.5 * lost.max(axis=1, keepdims=True)))


def _on_the_border(arm: Arm, border: bool) -> Bools:
    region = arm.geography
    return np.asarray(region.border[region.places] == border)


def _turf_of_plazas(arm: Arm) -> Floats:
    return np.asarray((arm.observed("turf") * (arm.observed("control") >= HELD)).sum(axis=2))


CASE = Case(
    name="kingpin_violence",
    title="A captured leader leaves more killing behind for some months, and less of it later",
    marked=True,
    documented=("K01", "K02", "K03", "K04", "K06"),
    mediator="rivals and lieutenants who see that an organisation no longer holds together",
    feedback=(
        "Rivals could have found a weakened neighbour not worth a war, or taken its ground without a fight; cohesion "
        "returns within months; and members who die in a first wave cannot fight in the next."
    ),
    observers={
        "turf": observers.turf,
        "homicides": observers.homicides,
        "control": observers.HeldBy(TREATED, "control"),
        "cohesion": observers.CohesionOf(TREATED),
        "loyalty": observers.HeldBy(TREATED, "loyalty", elsewhere=1.0),
    },
    outcomes=(
        Outcome(
            "turf killings, months 0 to 6",
            "percent",
            in_plazas("turf", CAPTURE, 6),
            Band(20.0, 80.0),
            documented="+36.5 % (K01)",
        ),
        Outcome(
            "turf killings, months 7 to 12",
            "percent",
            in_plazas("turf", LATER, 6),
            Under("turf killings, months 0 to 6", 0.5),
            documented="mostly gone (K02)",
        ),
        Outcome(
            "all homicide, 12 months",
            "percent",
            in_plazas("homicides", CAPTURE, 12),
            Band(5.0, 80.0),
            documented="+80 % (K06)",
        ),
        Outcome(
            STRATEGIC_TURF,
            "1/100 000/year",
            where_a_lieutenant_fell(border=True),
            Sign(1),
            documented="> 0 (K03)",
            arms=("lieutenant_strategic", "control"),
        ),
        Outcome(
            "lieutenants, other plazas",
            "1/100 000/year",
            where_a_lieutenant_fell(border=False),
            Nothing(STRATEGIC_TURF),
            documented="about 0 (K03)",
            arms=("lieutenant_elsewhere", "control"),
        ),
    ),
    cuts=(
        Cut(
            "nobody sees it",
            "what rivals and lieutenants see",
            "cut",
            "cut_control",
            ("turf killings, months 0 to 6",),
            FirstOrder("cohesion in the month of the capture", "1", cohesion_lost),
        ),
    ),
    placebos=(
        Placebo(
            "an organisation without contact",
            "a leader falls in Chile",
            "placebo",
            "control",
            {"turf killings, months 0 to 6": None, "all homicide, 12 months": None},
        ),
    ),
    stories=(
        Story("turf killings where it holds ground", "persons a month", _turf_of_plazas),
        Story("homicide in Mexico", "1/100 000/year", lambda arm: arm.rate(("MEX",))),
    ),
)
