"""A policy at the intensity that stands for none changes nothing, to the bit, and costs nothing."""

from __future__ import annotations

import pytest
from laboratory import NEUTRAL, add, after, fresh, same, treated, untreated

from corredor.core.policy_kinds import policy_kinds

MONTHS = 3


@pytest.mark.parametrize("kind", policy_kinds())
def test_no_intensity_no_difference_and_no_cost(kind: str) -> None:
    idle = treated(kind, MONTHS, intensity=NEUTRAL.get(kind, 0.0))
    assert same(idle, untreated(MONTHS))
    assert idle.spent_usd.sum() == 0.0


def test_policies_that_have_not_started_change_nothing() -> None:
    model = fresh()
    for kind in policy_kinds():
        add(model, kind, start=MONTHS)
    assert same(after(model, MONTHS), untreated(MONTHS))
    assert model.spent_usd.sum() == 0.0


def test_a_policy_where_nobody_lives_and_nothing_passes_changes_nothing() -> None:
    model = fresh()
    for kind in policy_kinds():
        if kind not in ("demand_reduction", "legal_regulation", "kingpin"):  # these are told whom, not where
            add(model, kind, where=lambda region: ~region.land & (region.lat > region.lat.max() - 0.5))
    assert same(after(model, 1), untreated(1))
