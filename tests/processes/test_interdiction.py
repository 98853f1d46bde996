"""Assets, loads and learning on two corridors."""

from __future__ import annotations

import numpy as np
import pytest
from flow_ground import FlowHalf, Policy

from corredor.agents.agency import AgencyKind
from corredor.agents.world import World
from corredor.processes.interdiction import held_kg
from corredor.region import load
from corredor.region.region import CORRIDORS, Zone

YEAR = 12


def patrols(zone: Zone, factor: float) -> Policy:
    """A multiple of the usual assets in one zone."""

    def act(world: World, month: int) -> None:
        world.levers.patrol_assets[world.region.zone == zone] *= factor

    return act


def test_seized_plus_delivered_plus_stock_equals_produced_every_month() -> None:
    half = FlowHalf()
    for _ in range(2 * YEAR):
        half.run(1)
        assert abs(half.world.ledger.cocaine.imbalance(held_kg(half.world))) < 1e-6
    assert half.world.ledger.cocaine.total["seized"] < 0


def test_sent_is_seized_or_delivered_market_by_market() -> None:
    half = FlowHalf()
    half.run(6)
    traffic = half.world.traffic
    assert traffic.sent_kg.sum() == pytest.approx(traffic.delivered_kg.sum() + traffic.seized_kg.sum())
    assert (traffic.delivered_kg <= traffic.sent_kg + 1e-9).all()
    assert half.world.market.consigned_kg.sum() == pytest.approx(traffic.delivered_kg.sum())


def test_every_dollar_of_the_flow_half_is_booked() -> None:
    half = FlowHalf()
    before = half.world.organisations.cash_usd.sum()
    half.run(YEAR)
    money = half.world.ledger.money
    assert half.world.organisations.cash_usd.sum() - before == pytest.approx(sum(money.total.values()), abs=1e-3)
    assert set(money.total) == {"sales", "purchase", "carriage", "tolls_paid"}


def test_a_standing_plan_alone_makes_the_registered_hazard_less_corruption() -> None:
    half = FlowHalf(spun_up=False, parameters={"interdiction.adaptation": 0.0})
    world, p = half.world, half.world.parameters.interdiction
    sea = (world.region.zone == Zone.PACIFIC) & ~world.region.land
    ceiling = p.most_hazard
    assert world.enforcement.hazard_per_km[sea] == pytest.approx(-ceiling * np.expm1(-p.hazard_pacific / ceiling))
    andes = world.region.zone == Zone.ANDES
    honest = world.region.integrity[world.region.country[andes]]
    assert world.enforcement.hazard_per_km[andes] == pytest.approx(
        -ceiling * np.expm1(-p.hazard_andes / ceiling) * honest
    )


def test_officials_bought_since_the_start_and_policies_scale_the_hazard() -> None:
    half = FlowHalf(spun_up=False)
    world = half.world
    usual = world.enforcement.hazard_per_km.copy()
    world.justice.capture[:] = 0.2
    half.interdiction.deployment.place()
    assert world.enforcement.hazard_per_km == pytest.approx(usual)
    world.justice.capture[:] = 0.4
    world.levers.hazard[:] = 2.0
    half.interdiction.deployment.place()
    land = np.isin(np.arange(world.region.n), world.region.places)
    assert world.enforcement.hazard_per_km[land] == pytest.approx(2.0 * usual[land] * 0.6 / 0.8)


def test_the_hazard_saturates_in_assets() -> None:
    half = FlowHalf(spun_up=False)
    world, ceiling = half.world, half.world.parameters.interdiction.most_hazard
    usual = world.enforcement.hazard_per_km.copy()
    world.levers.patrol_assets[:] = 3.0
    half.interdiction.deployment.place()
    tripled = world.enforcement.hazard_per_km.copy()
    world.levers.patrol_assets[:] = 1e9
    half.interdiction.deployment.place()
    assert (tripled < 3 * usual).all()
    assert world.enforcement.hazard_per_km.max() == pytest.approx(ceiling)


def test_a_zone_deploys_what_is_paid_for_and_a_share_follows_seizures() -> None:
    half = FlowHalf(spun_up=False)
    world, deployment = half.world, half.interdiction.deployment
    area, zone = world.region.surface_km2, world.region.zone
    budget = np.bincount(zone, world.enforcement.assets * area)
    seized = np.zeros(world.region.n)
    hot = int(np.flatnonzero(zone == Zone.CENTRAL_AMERICA)[7])
    seized[hot] = 1000.0
    deployment.note(seized)
    deployment.place()
    assert np.bincount(zone, world.enforcement.assets * area) == pytest.approx(budget)
    assert np.argmax(np.where(zone == Zone.CENTRAL_AMERICA, world.enforcement.assets, 0)) == hot
    reached = np.unique(zone[deployment.around.sum(seized[None, :], 250.0)[0] > 0.0])
    others = ~np.isin(zone, reached)
    assert others.any()
    assert world.enforcement.assets[others] == pytest.approx(deployment.standing_assets[others])


@pytest.mark.parametrize("at_sea", [True, False])
def test_who_patrols_the_sea_and_who_patrols_the_land_follow_their_own_seizures(at_sea: bool) -> None:
    half = FlowHalf(load("americas", 2.0), spun_up=False)
    region, assets, deployment = half.world.region, half.world.enforcement.assets, half.interdiction.deployment
    zone, sea, area = region.zone, ~region.land, region.surface_km2
    usual = assets.copy()
    somewhere = np.flatnonzero((zone == Zone.US_BORDER) & (sea == at_sea) & (np.diff(region.arcs.start) > 0))
    seized = np.zeros(region.n)
    seized[somewhere[np.argmin(np.hypot(region.lat[somewhere] - 25.0, region.lon[somewhere] + 97.0))]] = 1000.0
    deployment.note(seized)
    deployment.place()
    own = (zone == Zone.US_BORDER) & (sea == at_sea)
    other = (zone == Zone.US_BORDER) & (sea != at_sea)
    assert (assets[own] > 1.2 * usual[own]).any()
    assert (assets[own] < 0.8 * usual[own]).any()
    assert assets[other] == pytest.approx(usual[other])
    if not at_sea:  # what searches at sea does so beyond its waters too
        assert assets[own] @ area[own] == pytest.approx(usual[own] @ area[own])


def test_where_no_load_passes_the_standing_plan_stays() -> None:
    half = FlowHalf(load("americas", 2.0), spun_up=False)
    region, deployment = half.world.region, half.interdiction.deployment
    beyond = region.land & (np.array(region.countries)[region.country] == "USA")
    seized = np.where((region.zone == Zone.US_BORDER) & region.land & ~beyond, 1000.0, 0.0)
    assert deployment.around.sum(seized[None, :], 250.0)[0][beyond].max() > 100.0
    deployment.note(seized)
    deployment.place()
    assert half.world.enforcement.assets[beyond] == pytest.approx(deployment.standing_assets[beyond])


def test_stronger_navies_see_more_at_sea_and_not_on_land() -> None:
    half = FlowHalf(spun_up=False)
    world = half.world
    world.agency_agents.append(world.agency_type(world, kind=int(AgencyKind.MARITIME), strength=0.5))
    deployment = type(half.interdiction.deployment)(world)
    deployment.place()
    usual = world.enforcement.assets.copy()
    world.agencies.strength[0] = 1.0
    deployment.place()
    land = world.region.land
    assert world.enforcement.assets[~land] == pytest.approx(2 * usual[~land])
    assert world.enforcement.assets[land] == pytest.approx(usual[land])


def test_a_policy_where_nothing_flows_changes_nothing() -> None:
    region = load("two-corridors")
    usual, treated = FlowHalf(region), FlowHalf(region)
    empty = Zone.ATLANTIC
    flowed = usual.run(YEAR)
    assert not (region.zone == empty).any() or usual.world.traffic.flow_kg[:, region.zone == empty].sum() == 0
    corner = int(np.argmin(usual.world.traffic.flow_kg.sum(axis=0) + region.lat))

    def act(world: World, month: int) -> None:
        world.levers.hazard[corner] = 50.0

    assert usual.world.traffic.flow_kg[:, corner].sum() == 0
    assert np.array_equal(treated.run(YEAR, act), flowed)
    assert np.array_equal(treated.world.cocaine.stock_kg, usual.world.cocaine.stock_kg)
    assert np.array_equal(treated.world.organisations.cash_usd, usual.world.organisations.cash_usd)


def test_the_same_seed_gives_the_same_flows_and_another_does_not() -> None:
    first, again, other = FlowHalf(seed=3).run(6), FlowHalf(seed=3).run(6), FlowHalf(seed=4).run(6)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


ON_LAND = {
    "routes.cost_coastal_sea": 4.0,
    "routes.cost_open_sea": 4.0,
    "routes.cost_flight": 1.0,
    "routes.flight_capacity": 500.0,
    "routes.cost_road": 1.5,
}
"""Prices at which both land corridors carry."""


def test_who_learns_nothing_of_losses_knows_no_loss_rate_and_sends_loads_as_before() -> None:
    half = FlowHalf(cuts={"routes.learning": False})
    plans = half.world.traffic.plans
    known, loads = plans.loss_rate.copy(), plans.load_kg.copy()
    assert np.ptp(known) > 0.0
    half.run(YEAR, patrols(Zone.CARIBBEAN, 10.0))
    assert half.world.traffic.plans.loss_rate == pytest.approx(known)
    assert half.world.traffic.plans.load_kg == pytest.approx(loads)


def eastern_share(learning: bool, policy: Policy | None, seed: int) -> float:
    """Share of what reaches the United States by the eastern corridor, in the third and fourth year."""
    half = FlowHalf(seed=seed, cuts={"routes.learning": learning}, parameters=ON_LAND)
    crossed = half.run(4 * YEAR, policy)[2 * YEAR :].sum(axis=0)
    return float(crossed[CORRIDORS.index("caribbean")] / crossed.sum())


def test_patrols_on_one_corridor_shift_flow_to_the_other_because_organisations_learn() -> None:
    surge, shift = patrols(Zone.CARIBBEAN, 5.0), {}
    for learning in (True, False):
        shift[learning] = np.mean(
            [eastern_share(learning, surge, s) - eastern_share(learning, None, s) for s in (1, 2)]
        )
    assert shift[True] < -0.1
    assert abs(shift[False]) < abs(shift[True]) / 2


def test_without_adaptation_assets_stay_where_they_were_at_the_start() -> None:
    half = FlowHalf(cuts={"interdiction.adaptation": False})
    half.run(1)
    before = half.world.enforcement.assets.copy()
    half.run(6)
    assert np.array_equal(half.world.enforcement.assets, before)


def test_without_load_splitting_loads_keep_the_size_they_had() -> None:
    half = FlowHalf(cuts={"routes.load_splitting": False})
    before = half.world.traffic.plans.load_kg.copy()
    half.run(YEAR, lambda world, month: world.levers.hazard.__imul__(4.0))
    assert np.array_equal(half.world.traffic.plans.load_kg, before)


def test_loads_get_smaller_where_more_is_seized() -> None:
    usual, treated = FlowHalf(), FlowHalf()
    usual.run(YEAR)
    treated.run(YEAR, lambda world, month: world.levers.hazard.__imul__(4.0))
    assert treated.world.traffic.plans.load_kg.mean() < usual.world.traffic.plans.load_kg.mean()


def test_if_nobody_is_left_to_send_loads_wait() -> None:
    half = FlowHalf()
    half.world.organisations.alive[:] = False
    before = held_kg(half.world)
    half.run(3)
    assert half.world.traffic.loads == 0
    assert held_kg(half.world) == pytest.approx(before + half.world.ledger.cocaine.total["produced"])


def test_the_spin_up_leaves_clean_books_and_the_cash_of_before() -> None:
    half = FlowHalf(spun_up=False)
    half.world.organisations.cash_usd[:] = 123.0
    from corredor.processes.spin_up import spin_up

    spin_up(half.world, half.processes)
    assert half.world.month == 0
    assert (half.world.organisations.cash_usd == 123.0).all()
    assert half.world.ledger.cocaine.imbalance(held_kg(half.world)) == 0.0
    assert not half.world.ledger.money.total
