"""Who plans anew, and when."""

from __future__ import annotations

import numpy as np
import pytest
from flow_ground import FlowHalf

from corredor.processes.replanning import TOGETHER
from corredor.processes.views import VIEW_MONTHS


def settled(threshold: float, senders: int = 12) -> FlowHalf:
    """A world in which everybody has just planned with what there is now."""
    half = FlowHalf(senders=senders, parameters={"routes.replan_threshold": threshold, "routes.replan_months": 1.0})
    half.world.month = 1
    half.run(3)
    half.routes.replanning.note(np.arange(senders))
    return half


def test_without_a_threshold_everybody_plans_every_month() -> None:
    assert settled(0.0).routes.replanning.due().tolist() == list(range(12))


def test_nobody_plans_while_nothing_has_moved_until_all_see_the_map_anew() -> None:
    half = settled(0.02)
    assert half.routes.replanning.moved() == pytest.approx(np.zeros(12), abs=1e-12)
    assert not len(half.routes.replanning.due())
    half.world.month = 2 * VIEW_MONTHS
    assert half.routes.replanning.due().tolist() == list(range(12))


def test_a_price_that_moves_by_more_than_the_threshold_makes_everybody_plan() -> None:
    half = settled(0.05)
    half.world.market.price_usd_kg[0] *= 1.04
    assert not len(half.routes.replanning.due())
    half.world.market.price_usd_kg[0] *= 1.02
    assert half.routes.replanning.due().tolist() == list(range(12))
    assert half.routes.replanning.moved() == pytest.approx(np.full(12, 1.04 * 1.02 - 1.0))


def test_what_was_lost_in_a_zone_moves_costs_as_worked_out_by_hand() -> None:
    half = settled(0.02)
    plans, world = half.world.traffic.plans, half.world
    plans.losses[3], plans.exposure_km[3] = 0.0, 0.0
    cell = int(np.flatnonzero(world.region.zone == world.region.zone[0])[0])
    plans.exposure_km[3, cell], plans.losses[3, cell] = 60e3, 3.0
    half.routes.replanning.note(np.array([3]))
    plans.losses[3, cell] = 6.0
    zone = world.region.zone == world.region.zone[cell]
    usual = 60e3 * world.enforcement.standing_per_km[zone].mean()
    p = world.parameters.routes
    near = half.routes.around.sum(plans.exposure_km[3:4], p.learning_reach, apart=True)[0, cell]
    tells = p.prior_km / (p.prior_km + near)
    # all its load-km lie in one zone, so that all that it expects to lose is lost there
    moved = plans.loss_rate[3] * (usual + tells * 6.0) / (usual + tells * 3.0) - plans.loss_rate[3]
    assert half.routes.replanning.moved()[3] == pytest.approx(moved)


def test_who_must_plan_takes_a_register_full_along() -> None:
    half = settled(0.05)
    plans = half.world.traffic.plans
    plans.fees_moved[:] = np.linspace(0.0, 0.04, 12)
    plans.fees_moved[2] = 0.06
    due = half.routes.replanning.due()
    assert len(due) == TOGETHER
    assert due.tolist() == [2, 5, 6, 7, 8, 9, 10, 11]
