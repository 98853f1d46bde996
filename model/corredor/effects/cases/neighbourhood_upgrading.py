"""Services and a steady presence lower homicide where they come, against places that were like them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, FirstOrder, Outcome, Story
from corredor.effects.rules import Band
from corredor.region.region import Bools, Floats

BEFORE, AFTER = ("1991-01", 12), ("1996-01", 24)
STRIP = 2.0
"""Degrees of longitude, every other one of which is treated."""
POPULATED = 20e3
RATIO = "rate ratio, treated over matched places"


def replayed(treated: Arm, control: Arm) -> Floats:
    """The study's before–after difference in registered homicide, treated over matched places, as a ratio."""
    changes = []
    for k in range(treated.pairs):
        inside, match = _matches(treated, k)
        changes.append(_over_time(treated, k, inside) / _over_time(treated, k, match))
    return np.array(changes)


def paired(treated: Arm, control: Arm) -> Floats:
    """The true effect: homicides in treated places, over those without the programme."""
    inside = _strips(treated)
    killed = [measures.by_place(arm, "homicides", *AFTER)[:, inside].sum(axis=1) for arm in (treated, control)]
    return measures.ratio(killed[0], killed[1])


def exclusion_lost(treated: Arm, control: Arm) -> Floats:
    """Exclusion in treated places, less that of the control: what services do by themselves."""
    inside = _strips(treated)
    gap = treated.observed("exclusion") - control.observed("exclusion")
    return np.asarray(gap[:, treated.span(*AFTER)][:, :, inside].mean(axis=(1, 2)))


def _strips(arm: Arm) -> Bools:
    region = arm.geography
    lon = region.lon[region.places]
    return np.asarray((np.floor(lon / STRIP) % 2 == 0) & (measures.people(arm) >= POPULATED))


def _matches(arm: Arm, k: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Treated places, and for each the untreated one that is nearest in Mahalanobis distance before the programme."""
    region = arm.geography
    people = measures.people(arm)
    populated = people >= POPULATED
    before = arm.observed("reported")[k, arm.span(*BEFORE)].sum(axis=0) / np.maximum(people, 1.0)
    groups = arm.observed("groups")[k, arm.month(AFTER[0]) - 60]
    known = np.column_stack([before * 1e5, np.log(people + 1.0), region.presence[region.places], groups])
    inside, outside = np.flatnonzero(_strips(arm)), np.flatnonzero(populated & ~_strips(arm))
    inverse = np.linalg.pinv(np.cov(known[populated].T))
    nearest = cdist(known[inside], known[outside], "mahalanobis", VI=inverse).argmin(axis=1)
    return inside, outside[nearest]


def _over_time(arm: Arm, k: int, places: NDArray[np.int64]) -> float:
    seen = arm.observed("reported")[k]
    before, after = (seen[arm.span(*when)][:, places].sum() / when[1] for when in (BEFORE, AFTER))
    return float(after / before) if before > 0.0 else float("nan")


CASE = Case(
    name="neighbourhood_upgrading",
    title="Homicide falls further where services and a steady presence come",
    marked=False,
    documented=("B04", "B05"),
    mediator="recruits whom groups lose as exclusion falls",
    feedback=(
        "Members are placed where rents are, not where recruits are, and could have been brought in from elsewhere; "
        "groups that shrink in one place may be attacked from the next."
    ),
    observers={
        "homicides": observers.homicides,
        "reported": observers.homicides_reported,
        "groups": observers.groups,
        "exclusion": observers.exclusion,
    },
    outcomes=(
        Outcome(RATIO, "1", replayed, Band(0.2, 0.75), null=1.0, documented="0.33 (B04)"),
        Outcome("rate ratio, true effect", "1", paired, None, null=1.0),
    ),
    cuts=(
        Cut(
            "groups lose no recruits",
            "recruits whom groups lose",
            "cut",
            "cut_control",
            ("rate ratio, true effect",),
            FirstOrder("exclusion in treated places", "1", exclusion_lost),
            left=1.0,
        ),
    ),
    stories=(
        Story(
            "homicide in treated strips",
            "persons a month",
            lambda arm: np.asarray(arm.observed("homicides")[:, :, _strips(arm)].sum(axis=2)),
        ),
    ),
    fast=True,
)
