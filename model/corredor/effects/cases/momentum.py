"""When traffic leaves, violence stays."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Baseline, Case, Cut, FirstOrder, Outcome, Story
from corredor.effects.rules import Band
from corredor.region.region import Bools, Floats

BEFORE, AFTER = ("1986-01", 24), ("1990-01", 60)
ISLANDS: tuple[str, ...] = (
    *("BHS", "JAM", "HTI", "DOM", "PRI", "CUB", "TCA", "CYM", "VIR", "VGB", "KNA", "ATG", "GLP", "DMA", "MTQ"),
    *("LCA", "VCT", "BRB", "GRD", "TTO", "CUW", "ABW", "BES", "AIA", "MSR"),
)
PASSED_KG = 100.0
"""Kilograms a month in the years before from which a place had flow."""
NEVER_KG = 1.0
GONE = "excess that is gone"


def gone(treated: Arm, control: Arm) -> Floats:
    """Part of the excess of homicide where cocaine passed that is gone in the one to five years after it left."""
    had, never = _had_flow(control), _never_had(control)
    before = _rate(treated, had, BEFORE) - _rate(treated, never, BEFORE)
    after = _rate(treated, had, AFTER) - _rate(treated, never, AFTER)
    return 1.0 - measures.ratio(after, before)


def gone_against_control(treated: Arm, control: Arm) -> Floats:
    """The same against the control of the same years."""
    had, never = _had_flow(control), _never_had(control)
    with_it, without = (_rate(arm, had, AFTER) - _rate(arm, never, AFTER) for arm in (treated, control))
    return 1.0 - measures.ratio(with_it, without)


def flow_lost(treated: Arm, control: Arm) -> Floats:
    """Change of what crosses the Caribbean, percent."""
    return measures.percent_change(lambda arm: arm.corridor("caribbean"), *AFTER)(treated, control)


def _had_flow(control: Arm) -> Bools:
    passed = measures.by_place(control, "flow", *BEFORE) / BEFORE[1]
    return np.asarray((passed >= PASSED_KG) & measures.in_countries(control, ISLANDS))


def _never_had(control: Arm) -> Bools:
    ever = control.observed("flow").max(axis=1)
    return np.asarray((ever < NEVER_KG) & (measures.people(control) > 0.0) & ~measures.in_countries(control, ("USA",)))


def _rate(arm: Arm, places: Bools, when: tuple[str, int]) -> Floats:
    killed = (measures.by_place(arm, "homicides", *when) * places).sum(axis=1)
    residents = (measures.people(arm) * places).sum(axis=1)
    return 12e5 / when[1] * measures.ratio(killed, residents)


CASE = Case(
    name="momentum",
    title="When a corridor empties, the violence of the places on it stays for years",
    marked=False,
    documented=("OAS-3",),
    mediator="members who stay where they are, and prey on people when nothing passes any more",
    feedback=(
        "Members who are not paid leave, die and are not replaced; organisations too small to last are absorbed; and "
        "with nothing left to fight over peace is cheap."
    ),
    record=("flows",),
    observers={"homicides": observers.homicides, "flow": observers.flow_by_place},
    outcomes=(
        Outcome(GONE, "1", gone, Band(None, 0.5), documented="fall much smaller than the earlier rise (OAS-3)"),
        Outcome("excess that is gone, against the control", "1", gone_against_control, None),
    ),
    baselines=(
        Baseline(
            "excess where cocaine passes, before",
            "1/100 000/year",
            lambda arm: _rate(arm, _had_flow(arm), BEFORE) - _rate(arm, _never_had(arm), BEFORE),
            Band(0.0, None),
        ),
    ),
    cuts=(
        Cut(
            "mobile, no predation",
            "members who stay and prey",
            "cut",
            "cut_control",
            (GONE,),
            FirstOrder("what crosses the Caribbean", "percent", flow_lost),
            within=Band(0.6, None),
        ),
    ),
    stories=(
        Story("what crosses the Caribbean for the United States", "kg/month", lambda arm: arm.corridor("caribbean")),
        Story("homicide on the islands", "1/100 000/year", lambda arm: arm.rate(ISLANDS)),
    ),
)
