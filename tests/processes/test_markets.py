"""Demand, prices, sales and the farm gate, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from flow_ground import FlowHalf

from corredor.processes.demand import Outlets, Trade
from corredor.processes.price_finding import PriceFinder
from corredor.processes.way_out import growing_countries
from corredor.region import load

TRADE = Trade(short_run=-0.5, long_run=-0.9, habit_months=48.0, cover=5.0, among_markets=2000.0, among_outlets=300.0)
ONES = np.ones(3)


def outlets() -> Outlets:
    """Outlets of two corridors with 100 kg a month of demand each, which come, stocked as usual for five months."""
    found = Outlets(load("two-corridors"), np.array([25e3, 40e3, 8e3]))
    found.demand[:] = 100.0
    found.inventory[:] = 500.0
    found.arriving[:] = 100.0
    found.coming = found.demand.sum()
    return found


def test_demand_has_its_short_run_elasticity_at_once() -> None:
    market = outlets()
    market.asked *= 1.1
    assert market.wanted(ONES, TRADE) == pytest.approx(np.full(len(market.price), 100.0 * 1.1**-0.5))


def test_demand_has_its_long_run_elasticity_once_people_are_used_to_the_price() -> None:
    market = outlets()
    market.asked *= 1.1
    market.usual *= 1.1
    assert market.wanted(ONES, TRADE) == pytest.approx(np.full(len(market.price), 100.0 * 1.1**-0.9))


def test_a_demand_lever_moves_only_its_own_market() -> None:
    market = outlets()
    wanted = market.wanted(np.array([0.8, 1.0, 1.0]), TRADE)
    assert wanted[market.market == 0] == pytest.approx([80.0])
    assert wanted[market.market != 0] == pytest.approx(np.full((market.market != 0).sum(), 100.0))


def test_nothing_is_consumed_that_is_not_there() -> None:
    market = outlets()
    market.inventory[:] = 30.0
    assert market.consume(np.full(len(market.price), 100.0)) == pytest.approx(np.full(len(market.price), 30.0))
    assert (market.inventory == 0).all()


def of_two(chosen: str) -> tuple[Outlets, list[int]]:
    """Outlets of which two are left: the United States and Europe, or two cities."""
    market = outlets()
    two = [0, 1] if chosen == "abroad" else [int(k) for k in np.flatnonzero(market.market == 2)[:2]]
    rest = np.setdiff1d(np.arange(len(market.demand)), two)
    market.demand[rest] = market.inventory[rest] = market.arriving[rest] = 0.0
    market.coming = market.demand.sum()
    return market, two


def test_all_bids_rise_by_as_much_until_consumers_want_no_more_than_comes() -> None:
    market, two = of_two("abroad")
    rise = 5000.0
    comes = 100.0 * (1.0 + rise / market.reference[two]) ** -0.5
    market.coming = comes.sum()
    bids = market.clearing(ONES, ONES, TRADE)
    assert bids[two] == pytest.approx(market.reference[two] + rise)
    assert market.wanted(ONES, TRADE, bids)[two] == pytest.approx(comes)


def test_a_group_that_gets_half_bids_above_one_that_gets_half_more_by_the_choice_of_senders() -> None:
    market, two = of_two("abroad")
    market.arriving[two] = 50.0, 150.0
    bids = market.clearing(ONES, ONES, TRADE)
    rises = (bids - market.bid)[two]
    assert rises[0] - rises[1] == pytest.approx(2000.0 * np.log(3.0))
    assert (100.0 * (bids[two] / market.reference[two]) ** -0.5).sum() == pytest.approx(200.0)


def test_a_city_that_gets_half_of_what_it_needs_bids_above_one_that_gets_half_more() -> None:
    market, two = of_two("home")
    market.arriving[two] = 50.0, 150.0
    rises = market.shares(market.demand, market.demand, TRADE)
    assert rises[two] == pytest.approx([300.0 * np.log(2.0), 300.0 * np.log(2.0 / 3.0)])


def test_stocks_that_lack_a_month_are_made_up_within_a_year() -> None:
    market, two = of_two("abroad")
    market.inventory[two] = 400.0
    bids = market.clearing(ONES, ONES, TRADE)
    assert market.wanted(ONES, TRADE, bids).sum() == pytest.approx(200.0 - 200.0 / 12.0)


def test_where_everything_is_as_needed_bids_stay() -> None:
    market = outlets()
    assert market.clearing(ONES, ONES, TRADE) == pytest.approx(market.bid)


def test_no_price_leaves_five_times_the_one_found_when_nothing_comes() -> None:
    market = outlets()
    market.inventory[:] = market.coming = 0.0
    market.reprice(ONES, ONES, TRADE)
    assert market.price == pytest.approx(5.0 * market.reference)


def test_a_price_shock_everywhere_leaves_what_consumers_feel_and_want_as_it_was() -> None:
    market = outlets()
    before = market.price.copy()
    market.bid *= 1.1
    market.reprice(ONES, 1.1 * ONES, TRADE)
    assert market.price == pytest.approx(1.1 * before)
    assert market.asked == pytest.approx(before)
    assert market.usual == pytest.approx(before)
    assert market.wanted(ONES, TRADE) == pytest.approx(market.demand)


def test_a_price_shock_in_one_market_is_shared_with_those_who_must_outbid_it() -> None:
    market, two = of_two("abroad")
    before = market.price[two].copy()
    market.reprice(ONES, np.array([1.1, 1.0, 1.0]), TRADE)
    rise = market.price[two] - before
    assert rise == pytest.approx(rise[0])
    assert 0.0 < rise[0] < 0.1 * before[0]


def test_a_market_that_gets_too_much_becomes_cheaper_while_prices_are_searched() -> None:
    finder = PriceFinder(np.array([0.6, 0.3, 0.1]), 2300.0, 48)
    start = np.array([25e3, 40e3, 8e3])
    price = finder.step(start, np.array([90.0, 5.0, 5.0]), np.full(3, 30.0), 2300.0, 1000.0)
    assert price[0] < start[0]
    assert (price[1:] > start[1:]).all()


def test_found_prices_hold_the_surveyed_shares_and_the_export_price() -> None:
    half = FlowHalf(load("two-corridors"))
    p = half.world.parameters.markets
    assert half.markets.farm_gate.mean_worth() == pytest.approx(p.export_price, rel=0.25)
    sent = np.zeros(3)
    for _ in range(24):
        half.run(1)
        sent += half.world.traffic.sent_kg
    assert sent / sent.sum() == pytest.approx([p.share_usa, p.share_europe, p.share_domestic], abs=0.08)


def test_what_arrived_is_in_stock_or_consumed() -> None:
    half = FlowHalf()
    market = half.world.market
    for _ in range(6):
        stock, arrived = market.inventory_kg.copy(), half.world.traffic.delivered_kg.copy()
        half.run(1)
        assert stock + arrived - market.consumed_kg == pytest.approx(market.inventory_kg, abs=1e-6)


def test_owners_are_paid_a_month_after_the_load_went_and_the_dead_are_not() -> None:
    half = FlowHalf()
    half.run(1)
    world = half.world
    world.organisations.alive[0] = False
    owed = world.market.consigned_kg @ world.market.sink_price_usd_kg
    assert owed[0] > 0
    cash = world.organisations.cash_usd.copy()
    half.markets.step()
    owed[0] = 0.0
    assert world.organisations.cash_usd - cash == pytest.approx(owed)
    assert world.organisations.income_trafficking == pytest.approx(owed - world.traffic.spent_usd)


def test_growers_bear_all_of_a_dearer_way_to_the_edge_and_others_nothing() -> None:
    half = FlowHalf()
    gate, p = half.markets.farm_gate, half.world.parameters.markets
    assert gate.found is not None
    gate.own_usd = np.zeros(len(gate.hubs))
    gate.own_usd[0] = -200.0
    gate.way_out = None
    gate.worth = np.stack([gate.found + gate.own_usd, gate.found])
    gate.reprice()
    price = half.world.cocaine.farm_gate_usd_kg[gate.fields]
    first = gate.hub_of_field == 0
    assert price[first] == pytest.approx(p.farm_gate - 200.0)
    assert price[~first] == pytest.approx(p.farm_gate)


def test_growers_bear_their_share_of_what_happens_beyond_the_edge() -> None:
    half = FlowHalf(parameters={"markets.pass_through": 0.5})
    gate, p = half.markets.farm_gate, half.world.parameters.markets
    assert gate.found is not None
    gate.own_usd, gate.way_out = np.zeros(len(gate.hubs)), None
    gate.worth = 0.8 * np.stack([gate.found, gate.found])
    gate.reprice()
    price = half.world.cocaine.farm_gate_usd_kg[gate.fields]
    assert price == pytest.approx(p.farm_gate * (1.0 - 0.5 * 0.2))


def test_a_fee_on_every_way_out_of_the_growing_countries_is_lost_on_the_way_and_one_beyond_is_not() -> None:
    half = FlowHalf()
    half.run(1)
    world, way = half.world, half.markets.farm_gate.way_out
    assert way is not None
    usual, arcs = way.worth(), world.region.arcs
    inside = np.append(
        growing_countries(world.region, half.markets.farm_gate.fields), np.zeros(len(world.region.sinks), bool)
    )
    out = inside[arcs.tail] & ~inside[arcs.head]
    world.traffic.fee_usd_kg[out] += 150.0
    assert way.worth() == pytest.approx(usual - 150.0)
    world.traffic.fee_usd_kg[out] -= 150.0
    world.traffic.fee_usd_kg[~inside[arcs.tail]] += 150.0
    assert way.worth() == pytest.approx(usual)


def test_what_is_asked_on_the_way_follows_the_price_at_the_market() -> None:
    half = FlowHalf(parameters={"routes.costs_follow_value": 0.6})
    market = half.world.market
    market.price_usd_kg[:] = market.reference_usd_kg * [1.5, 0.5, 1.0]
    assert half.markets.cost_level() == pytest.approx([1.3, 0.7, 1.0])


def test_without_price_transmission_growers_do_not_see_the_export_price() -> None:
    half = FlowHalf(cuts={"markets.price_transmission": False})
    half.run(12, lambda world, month: world.levers.price.__imul__(1.5))
    gate = half.world.cocaine.farm_gate_usd_kg[half.cultivation.fields]
    assert (gate == half.world.parameters.markets.farm_gate).all()
