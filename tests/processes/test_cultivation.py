"""Growers, spraying and what is made, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from flow_ground import FlowHalf

from corredor.processes.hubs import hub_of_cells
from corredor.region import load


def growers(**cuts: bool) -> FlowHalf:
    """Growers who are content at the price they get."""
    half = FlowHalf(spun_up=False, cuts={name.replace("__", "."): on for name, on in cuts.items()})
    half.markets.farm_gate.fix_reference()
    return half


def test_content_growers_change_nothing() -> None:
    half = growers()
    before = half.world.cocaine.coca_ha.copy()
    half.cultivation.step()
    assert np.array_equal(half.world.cocaine.coca_ha, before)


def test_growers_close_a_part_of_the_gap_to_a_constant_elasticity_target() -> None:
    half = growers()
    state, p = half.world.cocaine, half.world.parameters.cultivation
    field = half.cultivation.fields[0]
    half.world.cocaine.farm_gate_usd_kg[field] *= 1.2
    before = state.coca_ha[field]
    half.cultivation.step()
    wanted = before * 1.2**p.price_elasticity
    assert state.coca_ha[field] == pytest.approx(before + (wanted - before) / p.planting_months, rel=1e-12)


def test_growers_leave_faster_than_they_come() -> None:
    half = growers()
    state = half.world.cocaine
    up, down = half.cultivation.fields[:2]
    before = state.coca_ha.copy()
    state.farm_gate_usd_kg[up] *= 1.1
    state.farm_gate_usd_kg[down] *= 0.9
    half.cultivation.step()
    assert 1 - state.coca_ha[down] / before[down] > state.coca_ha[up] / before[up] - 1 > 0


def test_a_better_alternative_works_like_a_lower_price() -> None:
    by_price, by_income = growers(), growers()
    by_price.world.cocaine.farm_gate_usd_kg[:] /= 1.5
    by_income.world.levers.alternative_income[:] = 1.5
    by_price.cultivation.step()
    by_income.cultivation.step()
    assert by_price.world.cocaine.coca_ha == pytest.approx(by_income.world.cocaine.coca_ha, rel=1e-12)


def test_without_price_response_prices_move_no_field() -> None:
    half = growers(cultivation__price_response=False)
    half.world.cocaine.farm_gate_usd_kg[:] *= 3.0
    before = half.world.cocaine.coca_ha.copy()
    half.cultivation.step()
    assert np.array_equal(half.world.cocaine.coca_ha, before)


def net_loss(half: FlowHalf, months: int = 12) -> float:
    """Hectares lost after some months, for each that was sprayed in the first."""
    state = half.world.cocaine
    before = state.coca_ha.sum()
    half.world.levers.spray_ha[half.cultivation.fields] = 10.0
    sprayed = np.minimum(10.0, state.coca_ha[half.cultivation.fields]).sum()
    half.cultivation.step()
    half.world.levers.reset()
    for _ in range(months - 1):
        half.cultivation.step()
    return float((before - state.coca_ha.sum()) / sprayed)


def test_spraying_removes_only_what_has_not_been_replanted() -> None:
    half = growers(cultivation__price_response=False)
    p = half.world.parameters.cultivation
    assert net_loss(half) == pytest.approx(p.clearing * np.exp(-12 * p.replanting), rel=1e-9)


def test_without_replanting_spraying_removes_what_it_hits() -> None:
    half = growers(cultivation__price_response=False, cultivation__replanting=False)
    assert net_loss(half) == pytest.approx(half.world.parameters.cultivation.clearing, rel=1e-9)


def test_replanted_fields_yield_nothing_at_first() -> None:
    half = growers(cultivation__price_response=False)
    half.cultivation.step()
    usual = half.world.cocaine.produced_kg.sum()
    net_loss(half, 4)
    assert half.world.cocaine.produced_kg.sum() < usual


def test_new_coca_ripens_with_a_lag() -> None:
    half = growers(cultivation__price_response=False)
    state, lag = half.world.cocaine, half.world.parameters.cultivation.maturing_months
    state.coca_ha[half.cultivation.fields] *= 2.0
    before = state.mature_ha.sum()
    for _ in range(5):
        half.cultivation.step()
    assert state.mature_ha.sum() == pytest.approx(before * (2 - (1 - 1 / lag) ** 5), rel=1e-12)


def test_what_is_made_waits_at_the_hubs_and_is_booked() -> None:
    half = growers()
    half.cultivation.step()
    state, world = half.world.cocaine, half.world
    made = world.parameters.cultivation.yield_kg_ha / 12 * state.mature_ha
    assert state.produced_kg == pytest.approx(made)
    assert world.ledger.cocaine.total["produced"] == pytest.approx(state.stock_kg.sum(), abs=1e-9)
    assert set(np.flatnonzero(state.stock_kg)) == set(half.cultivation.hub[half.cultivation.fields])


def test_finer_cells_put_their_loads_together_at_as_many_hubs() -> None:
    hubs = {}
    for resolution in (1.0, 0.5):
        hub = hub_of_cells(load("two-corridors", resolution))
        hubs[resolution] = len(np.unique(hub[hub >= 0]))
    assert hubs[0.5] == pytest.approx(hubs[1.0], rel=0.25)
