"""Soldiers sent to the most violent places leave more killing behind at first, more in one than in another."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band
from corredor.region.region import Bools, Floats

DIVISIONS = ("MX-SON", "MX-COA", "MX-BCN", "MX-CHH", "MX-BCS")
"""Those of the arms: the most violent ones of the control."""
WITHOUT_GROUPS = ("MX-ROO", "MX-YUC")
FIRST_YEAR, YEAR_BEFORE = ("1996-01", 12), ("1995-01", 12)
RISE = "homicide, first year, difference in differences"


def replayed(treated: Arm, control: Arm) -> Floats:
    """The study's own estimate from registered homicides of the treated run: treated less matched divisions."""
    inside = measures.in_divisions(treated, DIVISIONS)
    return _change(treated, inside) - _change(treated, _matched(treated, inside))


def paired(treated: Arm, control: Arm) -> Floats:
    """The true effect: homicides per 100 000 a year of the treated divisions, less those without soldiers."""
    inside = measures.in_divisions(treated, DIVISIONS)
    return _rate(treated, inside, "homicides", FIRST_YEAR) - _rate(control, inside, "homicides", FIRST_YEAR)


def elsewhere(treated: Arm, control: Arm) -> Floats:
    """The same where no group is."""
    inside = measures.in_divisions(treated, WITHOUT_GROUPS)
    return _rate(treated, inside, "homicides", FIRST_YEAR) - _rate(control, inside, "homicides", FIRST_YEAR)


def spread(treated: Arm, control: Arm) -> Floats:
    """Over treated places: from the tenth to the ninetieth percentile of the paired effect, over its median."""
    inside = measures.in_divisions(treated, DIVISIONS)
    residents = np.maximum(measures.people(treated)[inside], 1.0)
    gap = _killed(treated, "homicides", FIRST_YEAR) - _killed(control, "homicides", FIRST_YEAR)
    low, middle, high = np.quantile(1e5 * gap[:, inside] / residents, [0.1, 0.5, 0.9], axis=1)
    return np.asarray((high - low) / np.maximum(np.abs(middle), 1e-9))


def share_of(name: str, treated: Arm, control: Arm) -> Floats:
    """Part of the paired rise that is of a kind."""
    inside = measures.in_divisions(treated, DIVISIONS)
    rise = (_killed(treated, "homicides", FIRST_YEAR) - _killed(control, "homicides", FIRST_YEAR))[:, inside]
    kind = (_killed(treated, name, FIRST_YEAR) - _killed(control, name, FIRST_YEAR))[:, inside]
    return measures.ratio(kind.sum(axis=1), rise.sum(axis=1))


def turf_rise(treated: Arm, control: Arm) -> Floats:
    """Turf killings per 100 000 a year in the treated divisions, beyond the control's: what broken protection does."""
    inside = measures.in_divisions(treated, DIVISIONS)
    return _rate(treated, inside, "turf", FIRST_YEAR) - _rate(control, inside, "turf", FIRST_YEAR)


def clashes(treated: Arm, control: Arm) -> Floats:
    """People killed in clashes in the treated divisions, beyond the control's: what soldiers do by themselves."""
    inside = measures.in_divisions(treated, DIVISIONS)
    gap = _killed(treated, "state", FIRST_YEAR) - _killed(control, "state", FIRST_YEAR)
    return np.asarray(gap[:, inside].sum(axis=1))


def _killed(arm: Arm, name: str, when: tuple[str, int]) -> Floats:
    return measures.by_place(arm, name, *when)


def _rate(arm: Arm, inside: Bools, name: str, when: tuple[str, int]) -> Floats:
    return np.asarray(1e5 * _killed(arm, name, when)[:, inside].sum(axis=1) / measures.people(arm)[inside].sum())


def _change(arm: Arm, inside: Bools) -> Floats:
    return _rate(arm, inside, "reported", FIRST_YEAR) - _rate(arm, inside, "reported", YEAR_BEFORE)


def _matched(arm: Arm, treated: Bools) -> Bools:
    """As many untreated divisions, those with the highest registered rates in the year before, over all pairs."""
    region = arm.geography
    own = region.division[region.places]
    people = np.bincount(own, measures.people(arm), len(region.divisions))
    before = np.bincount(own, _killed(arm, "reported", YEAR_BEFORE).mean(axis=0), len(region.divisions))
    rate = np.where(people > 0.0, before / np.maximum(people, 1.0), -1.0)
    rate[np.unique(own[treated])] = -1.0
    return np.isin(own, np.argsort(-rate, kind="stable")[: len(DIVISIONS)])


CASE = Case(
    name="military_deployment",
    title="Soldiers in the most violent places raise killing in the first year, unevenly",
    marked=False,
    documented=("M01", "M02", "M06", "M07", "M08", "M09", "M10"),
    mediator="officials' protection, which soldiers break",
    feedback=(
        "Places that are most violent one year are less so the next by themselves; killing members leaves fewer to "
        "fight; and an organisation without protection could have fallen without a war."
    ),
    observers={
        "homicides": observers.homicides,
        "reported": observers.homicides_reported,
        "turf": observers.turf,
        "state": observers.state_killings,
    },
    outcomes=(
        Outcome(RISE, "1/100 000/year", replayed, Band(3.0, 20.0), documented="+11 (M01)"),
        Outcome("homicide, first year, true effect", "1/100 000/year", paired, None),
        Outcome("spread over places, over the median", "1", spread, Band(1.0, None), documented="M02"),
        Outcome("turf killings", "1/100 000/year", turf_rise, None, documented="M06"),
        Outcome("share of clashes", "1", lambda t, c: share_of("state", t, c), None),
        Outcome("share of turf", "1", lambda t, c: share_of("turf", t, c), None),
    ),
    cuts=(
        Cut(
            "protection unbreakable",
            "protection that soldiers break",
            "cut",
            "cut_control",
            ("turf killings",),
            FirstOrder("killed in clashes", "persons", clashes),
        ),
    ),
    placebos=(
        Placebo("where no group is", "soldiers where there are no groups", "placebo", "control", {RISE: elsewhere}),
    ),
    stories=(Story("homicide in Mexico", "1/100 000/year", lambda arm: arm.rate(("MEX",))),),
)
