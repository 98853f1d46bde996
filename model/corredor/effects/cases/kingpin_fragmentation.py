"""Leaders removed again and again leave many small organisations where there were a few."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Baseline, Case, Cut, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band, Sign
from corredor.region.region import Bools, Floats

YEAR = 12
FIRST, MONTHS = "1993-01", 120
LAST_YEAR = ("2002-01", 12)
GROUPS = measures.of_region("organisations")
PEOPLE_OF_A_PLACE = 50e3
"""People below whom a place says nothing about a rate."""


def more_groups(treated: Arm, control: Arm) -> Floats:
    """Organisations in the last year of removals, over those without."""
    return measures.rate_ratio(GROUPS, *LAST_YEAR)(treated, control)


def after_entry(treated: Arm, control: Arm) -> Floats:
    """Registered homicide per 100 000 a year after one group more comes to a place: an event study of entry."""
    people, inside = _peopled(treated)
    groups = np.rint(_by_year(treated, "present")[:, :, inside] / YEAR)
    rate = 1e5 * _by_year(treated, "reported")[:, :, inside] / people[inside]
    return np.array([measures.after_entry(x, y, people[inside]) for x, y in zip(groups, rate, strict=True)])


def across_places(treated: Arm, control: Arm) -> Floats:
    """Slope over places of their registered homicide on how many groups are there, per 100 000 a year."""
    people, inside = _peopled(treated)
    years = treated.span(FIRST, MONTHS)
    groups, killed = (treated.observed(name)[:, years].mean(axis=1)[:, inside] for name in ("present", "reported"))
    rate = 1e5 * YEAR * killed / people[inside]
    return np.array([measures.slope(x, y, people[inside]) for x, y in zip(groups, rate, strict=True)])


def rate_with_groups(treated: Arm, control: Arm) -> Floats:
    """Over places, weighted by people: slope of the change of homicide on the change of groups, per 100 000 a year."""
    people, inside = _peopled(treated)
    groups = _gap(treated, control, "present")[:, inside]
    rate = 1e5 * YEAR * (_gap(treated, control, "homicides") / np.maximum(people, 1.0))[:, inside]
    return np.array([measures.slope(x, y, people[inside]) for x, y in zip(groups, rate, strict=True)])


def leaders_removed(treated: Arm, control: Arm) -> Floats:
    """Leaders captured beyond those of the control."""
    return _captured(treated) - _captured(control)


def _peopled(arm: Arm) -> tuple[Floats, Bools]:
    people = measures.people(arm)
    return people, people > PEOPLE_OF_A_PLACE


def _by_year(arm: Arm, name: str) -> Floats:
    """Sums over calendar years, two before the first removal and the years of removals, shape (pairs, years, P)."""
    first = arm.month(FIRST) - 2 * YEAR
    seen = arm.observed(name)[:, first : first + 2 * YEAR + MONTHS]
    return np.asarray(seen.reshape(len(seen), -1, YEAR, seen.shape[-1]).sum(axis=2))


def _gap(treated: Arm, control: Arm, name: str) -> Floats:
    years = treated.span(FIRST, MONTHS)
    gap: Floats = (treated.observed(name) - control.observed(name))[:, years].mean(axis=1)
    return gap


def _captured(arm: Arm) -> Floats:
    events = arm.run.events
    fallen = events[(events["kind"] == "leader_removed") & (events["detail"] == "captured")]
    return np.bincount(fallen["replicate"], minlength=arm.pairs).astype(np.float64)


def _drift(arm: Arm) -> Floats:
    return measures.ratio(GROUPS(arm)[:, arm.span(*LAST_YEAR)].mean(axis=1), GROUPS(arm)[:, :12].mean(axis=1))


CASE = Case(
    name="kingpin_fragmentation",
    title="Leaders removed twice a year for ten years leave many groups where there were a few",
    marked=False,
    documented=("F01", "F02", "F03", "F04", "F05", "F06", "F08", "F09"),
    mediator="cohesion, which falls with a leader and takes months to return",
    feedback=(
        "Successors restore cohesion, splinters that are too small are absorbed, and whoever has split does not split "
        "again before another blow: with a stronger pull back there would be as many groups as before."
    ),
    observers={
        "present": observers.present,
        "homicides": observers.homicides,
        "reported": observers.homicides_reported,
    },
    baselines=(
        Baseline("groups without removals, last year", "1", measures.mean_of(GROUPS, *LAST_YEAR), Band(3.0, 8.0)),
        Baseline("groups without removals, last year over first", "1", _drift, Band(0.67, 1.5)),
    ),
    outcomes=(
        Outcome(
            "groups, times the control",
            "1",
            more_groups,
            Band(4.0, 40.0),
            null=1.0,
            documented="4 (2006) to 9–20 major, 198 of all sizes (F01, F02, F04)",
        ),
        Outcome("homicide after one group more comes", "1/100 000/year", after_entry, Sign(1), documented="F08"),
        Outcome("homicide for one group more, over places", "1/100 000/year", across_places, Sign(1), documented="F09"),
        Outcome("homicide for one group more, true effect", "1/100 000/year", rate_with_groups, None),
    ),
    cuts=(
        Cut(
            "cohesion returns at once",
            "the loss of cohesion",
            "cut",
            "cut_control",
            ("groups, times the control",),
            FirstOrder("leaders captured", "1", leaders_removed),
            within=Band(None, 2.0),
        ),
    ),
    placebos=(
        Placebo(
            "rank and file",
            "as many arrests of whoever is in the street",
            "placebo",
            "control",
            {"groups, times the control": None},
        ),
    ),
    stories=(
        Story("groups", "1", GROUPS),
        Story("homicide in Mexico", "1/100 000/year", lambda arm: arm.rate(("MEX",))),
    ),
    fast=True,
)
