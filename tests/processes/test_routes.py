"""Who sends, what they believe, what it costs them, and the loads they choose."""

from __future__ import annotations

import numpy as np
import pytest
from flow_ground import FlowHalf
from scipy.stats import gamma, norm

from corredor.agents.plans import empty_plans
from corredor.kernels.beliefs import posterior
from corredor.processes.beliefs import believe, learn, mean_by_zone, note_losses, split_loads, zone_rates
from corredor.processes.flight_prices import FlightPrices
from corredor.processes.neighbourhood import KM_PER_DEGREE, weight_between_cells
from corredor.processes.roster import MOST_PLANNERS
from corredor.processes.route_parameters import RouteParameters
from corredor.region import load
from corredor.region.region import Mode, Zone
from corredor.region.sphere import great_circle_km


def waiting(**options: object) -> FlowHalf:
    """A world in which nobody has planned yet."""
    return FlowHalf(spun_up=False, **options)  # type: ignore[arg-type]


def holds(half: FlowHalf, organisation: int, control: float) -> None:
    """Let one organisation control this share of every place."""
    places = np.arange(half.world.region.n_places, dtype=np.int32)
    whole, zero = np.full(len(places), control), np.zeros(len(places), np.int32)
    half.world.holdings.replace(places, zero + organisation, whole, whole, zero, whole)


def test_only_living_organisations_with_transnational_capacity_send() -> None:
    half = waiting(senders=3)
    half.world.add_organisation("local", transnational=0.1, members=1e5)
    half.world.organisations.alive[1] = False
    half.routes.step()
    assert half.world.traffic.plans.row.tolist() == [0, 2]


def test_shares_of_what_is_sent_go_with_capacity_times_members() -> None:
    half = waiting(senders=1)
    half.world.add_organisation("half as able, four times as many", transnational=0.5, members=4000.0)
    half.routes.step()
    assert half.world.traffic.plans.share == pytest.approx([1 / 3, 2 / 3])


def test_the_largest_plan_and_smaller_ones_carry_for_them() -> None:
    half = waiting(senders=MOST_PLANNERS)
    half.world.add_organisation("large", transnational=1.0, members=5000.0)
    half.routes.step()
    rows = half.world.traffic.plans.row
    assert len(rows) == MOST_PLANNERS
    assert MOST_PLANNERS in rows


def test_a_splinter_starts_with_its_parents_beliefs_and_a_stranger_with_the_mean() -> None:
    half = waiting(senders=2)
    half.routes.step()
    plans = half.world.traffic.plans
    plans.losses[0] = 3.0
    half.world.add_organisation("splinter", transnational=1.0, members=500.0, parent=0)
    half.world.add_organisation("stranger", transnational=1.0, members=500.0)
    half.world.organisations.alive[0] = False
    half.routes.step()
    assert plans.row.tolist() == [1, 2, 3]
    assert plans.losses[:, 0] == pytest.approx([0.0, 3.0, 1.5])


def test_learning_is_gamma_poisson_with_forgetting_and_hearing() -> None:
    half = waiting(senders=2)
    half.routes.step()
    plans, p = half.world.traffic.plans, half.world.parameters.routes
    losses, km = np.zeros((2, half.world.region.n)), np.zeros((2, half.world.region.n))
    losses[0, 5], km[0, 5], km[1, 5] = 2.0, 1000.0, 400.0
    learn(plans, losses, km, p)
    learn(plans, 0 * losses, 0 * km, p)
    kept = 0.5 ** (1 / p.memory)
    assert plans.losses[:, 5] == pytest.approx([2.0 * kept, p.hearing * 2.0 * kept])
    assert plans.exposure_km[:, 5] == pytest.approx([kept * (1000 + p.hearing * 400), kept * (400 + p.hearing * 1000)])


def test_the_belief_about_a_lonely_cell_is_the_posterior_mean_by_hand() -> None:
    half = waiting(senders=1)
    half.routes.step()
    world, p = half.world, half.world.parameters.routes
    plans, region = world.traffic.plans, world.region
    standing = np.where(region.zone == Zone.ANDES, 7e-5, 2e-5)
    cell = int(np.flatnonzero(region.zone == Zone.ANDES)[0])
    plans.losses[0, cell], plans.exposure_km[0, cell] = 2.0, 5e3
    own = weight_between_cells(KM_PER_DEGREE * region.resolution, p.learning_reach)[1]
    tells = p.prior_km / (p.prior_km + own * 5e3)
    zone_rate = (p.zone_km * 7e-5 + tells * 2.0) / (p.zone_km + tells * 5e3)
    usual = mean_by_zone(standing, region.zone)
    near = half.routes.around.sum(plans.exposure_km, p.learning_reach, apart=True)
    rates, _ = zone_rates(plans.losses, plans.exposure_km, near, region.zone, usual, p)
    room = np.empty((1, region.n)), np.empty((1, region.n))
    shares = (region.zone == np.arange(int(region.zone.max()) + 1)[:, None]).astype(float)
    alike = np.zeros((1, region.n))
    believe(plans, np.array([0]), standing, usual, rates, shares, near, half.routes.around, p, room, alike, 0.0)
    believed = plans.hazard[0]
    assert believed[cell] == pytest.approx((zone_rate * p.prior_km + own * 2.0) / (p.prior_km + own * 5e3), rel=1e-12)
    far = (region.zone == Zone.ANDES) & (region.row > region.row[cell] + 4)
    assert believed[far] == pytest.approx(np.full(far.sum(), zone_rate), rel=1e-12)
    assert believed[region.zone != Zone.ANDES].max() < 7e-5


def guesses(shape: float, judgement: np.ndarray, doubt: float = 1.0) -> np.ndarray:
    """What is guessed, one number a cell, where the posterior has this shape and a mean of 1e-4 /km."""
    n = len(judgement)
    prior_km, mean = shape / 1e-4, np.full(n, 1e-4)
    nothing, hazard = np.zeros((1, n)), np.empty((1, n))
    one, scale = np.ones((1, n)), np.ones((1, 1))
    posterior(np.array([0]), mean, one, scale, prior_km, nothing, nothing, judgement[None, :], doubt, hazard)
    return hazard[0]


@pytest.mark.parametrize("shape", [0.7, 2.0, 10.0])
def test_a_guess_is_a_quantile_of_the_posterior(shape: float) -> None:
    z = np.linspace(-1.5, 2.5, 9)
    assert guesses(shape, z) == pytest.approx(gamma.ppf(norm.cdf(z), shape, scale=1e-4 / shape), rel=0.08, abs=2e-6)
    assert guesses(shape, z, doubt=0.5) == pytest.approx(guesses(4 * shape, z), rel=1e-12)
    assert guesses(shape, z, doubt=0.0) == pytest.approx(np.full(9, 1e-4), rel=1e-12)


@pytest.mark.parametrize("shape", [0.1, 0.5, 2.0])
def test_guesses_are_right_on_average(shape: float) -> None:
    z = norm.ppf((np.arange(4000) + 0.5) / 4000)
    assert guesses(shape, z).mean() == pytest.approx(1e-4, rel=0.03)


def test_guesses_are_as_unlike_as_patrols_and_as_old_as_memory() -> None:
    half = waiting(senders=1)
    region, p = half.world.region, half.world.parameters
    every = np.arange(200)
    judged = half.routes.views.judgement(every)
    assert judged.mean() == pytest.approx(0.0, abs=0.05)
    assert judged.std() == pytest.approx(1.0, abs=0.05)
    away = great_circle_km(region.lat[:1], region.lon[:1], region.lat, region.lon)
    alike = np.array([np.corrcoef(judged[:, 0], judged[:, c])[0, 1] for c in range(region.n)])
    assert alike == pytest.approx(np.exp(-((away / p.interdiction.patrol_reach) ** 2) / 4), abs=0.25)
    half.world.month = round(p.routes.memory)
    assert abs(np.corrcoef(judged[:, 0], half.routes.views.judgement(every)[:, 0])[0, 1]) < 0.25


@pytest.mark.parametrize("how", [{"cuts": {"routes.doubt": False}}, {"parameters": {"routes.doubt": 0.0}}])
def test_without_doubt_all_go_by_what_is_likely(how: dict[str, object]) -> None:
    half = waiting(senders=2, **how)
    half.routes.step()
    hazard = half.world.traffic.plans.hazard
    assert (hazard[0] == hazard[1]).all()
    other = waiting(senders=2)
    other.routes.step()
    hazard = other.world.traffic.plans.hazard
    assert np.corrcoef(np.log(hazard[:, hazard.min(axis=0) > 0.0]))[0, 1] < 0.8


def _two_ways(busy_km: float) -> tuple[float, float]:
    """What a zone is held for, and the load-km met there: a busy way at 2e-4 /km, one at 5e-5 /km with 9000 load-km."""
    half = waiting(senders=1)
    p = half.world.parameters.routes._replace(prior_km=9e3, zone_km=0.0)
    km = np.array([[busy_km, 9e3]])
    rates, met = zone_rates(km * np.array([2e-4, 5e-5]), km, km, np.zeros(2, np.int8), np.array([1e-4]), p)
    return float(rates[0, 0]), float(met[0, 0])


def test_a_zone_is_held_for_its_places_and_not_for_its_load_km() -> None:
    # Credibility of 90 000 load-km against 9 000 is 10 / 11, of 9 000 it is 1 / 2 (Bühlmann & Straub 1970).
    by_hand = (10 / 11 * 2e-4 + 1 / 2 * 5e-5) / (10 / 11 + 1 / 2)
    assert _two_ways(9e4) == pytest.approx((by_hand, 9.9e4), rel=1e-12)
    assert by_hand < (90 * 2e-4 + 9 * 5e-5) / 99 - 3e-5, "by load-km the zone is what the busy way is"
    assert _two_ways(9e9)[0] == pytest.approx((2e-4 + 0.5 * 5e-5) / 1.5, rel=1e-5), "no way can say more than itself"


def test_loads_shrink_in_proportion_as_losses_grow() -> None:
    half = waiting(senders=2)
    half.routes.step()
    plans, p = half.world.traffic.plans, half.world.parameters.routes
    plans.loss_rate[:] = [p.reference_loss, 2 * p.reference_loss]
    split_loads(plans, p)
    assert plans.load_kg == pytest.approx([p.load_kg, p.load_kg * 2.0**-p.load_splitting])


def test_losses_are_followed_over_a_year_and_partly_heard_of() -> None:
    half = waiting(senders=2)
    half.routes.step()
    plans, p = half.world.traffic.plans, half.world.parameters.routes
    before = plans.loss_rate.copy()
    note_losses(plans, np.array([10.0, 10.0]), np.array([4.0, 0.0]), p)
    seen = (1 - p.hearing) * np.array([0.4, 0.02]) + p.hearing * 0.2
    seen[1] = p.hearing * 0.2
    assert plans.loss_rate == pytest.approx(before + (seen - before) / 12)


def test_views_are_alike_nearby_and_have_the_registered_spread() -> None:
    half = waiting(senders=1)
    views, p = half.routes.views, half.world.parameters.routes
    logs = np.log(views.factor(np.arange(400)))
    assert logs.std() == pytest.approx(p.heterogeneity, rel=0.1)
    assert np.exp(logs).mean() == pytest.approx(1.0, abs=0.03)
    region = half.world.region
    a = int(np.argmin(region.lat))
    near = int(np.argsort((region.lat - region.lat[a]) ** 2 + (region.lon - region.lon[a]) ** 2)[1])
    far = int(np.argmax(region.lat))
    assert np.corrcoef(logs[:, a], logs[:, near])[0, 1] > 0.9
    assert abs(np.corrcoef(logs[:, a], logs[:, far])[0, 1]) < 0.2


def test_views_turn_over_slowly() -> None:
    half = waiting(senders=1)
    views, period = half.routes.views, int(half.world.parameters.routes.view_renewal)
    logs = []
    for month in (0, 1, 2 * period):
        half.world.month = month
        logs.append(np.log(views.factor(np.arange(40))).ravel())
    assert np.corrcoef(logs[0], logs[1])[0, 1] > 0.99
    assert abs(np.corrcoef(logs[0], logs[2])[0, 1]) < 0.2


def test_every_resolution_sees_the_same_view() -> None:
    seen = []
    for resolution in (1.0, 2.0):
        half = waiting(region=load("two-corridors", resolution), senders=1)
        region = half.world.region
        cell = int(np.argmin((region.lat - 11.0) ** 2 + (region.lon - 7.0) ** 2))
        seen.append(np.log(half.routes.views.factor(np.arange(40))[:, cell]))
    assert np.corrcoef(*seen)[0, 1] > 0.95


def test_without_heterogeneity_all_see_the_same_costs() -> None:
    half = waiting(senders=3, cuts={"routes.heterogeneity": False})
    half.routes.step()
    cost = half.world.traffic.plans.factor
    assert (cost == cost[0]).all()


def test_tolls_are_taken_by_rivals_and_more_by_enemies() -> None:
    half = waiting(senders=2)
    p, region = half.world.parameters.routes, half.world.region
    holds(half, organisation=1, control=0.5)
    half.routes.step()
    plans = half.world.traffic.plans
    assert plans.toll[0, region.places] == pytest.approx(np.full(region.n_places, 0.5 * p.toll / 1000))
    assert (plans.toll[1] == 0).all()
    half.world.hostility[:] = 1.0
    plans.planned[:] = False
    half.routes.step()
    assert plans.toll[0, region.places] == pytest.approx(
        np.full(region.n_places, 0.5 * p.toll / 1000 * (1 + p.toll_hostility))
    )
    assert (plans.toll[:, ~region.land] == 0).all()


def test_a_full_flight_costs_its_scarcity_more_once_carriers_know() -> None:
    prices, p = FlightPrices(np.array([5000.0]), np.zeros(1, dtype=np.intp)), RouteParameters()
    for _ in range(600):
        asked = prices.ask(prices.capacity, p)
    assert asked == pytest.approx([p.flight_scarcity], rel=1e-3)
    assert prices.ask(prices.capacity, p._replace(flight_scarcity=0.0)) == pytest.approx([0.0])


def test_carriers_ask_what_clears_the_flights_that_they_foresee() -> None:
    # By hand: twice the capacity wanted at none; 400 (2 exp(-z/100))^2 = z, so (z/50) exp(z/50) = 32, z = 126.77.
    prices, p = (
        FlightPrices(np.array([1000.0]), np.zeros(1, dtype=np.intp)),
        RouteParameters(flight_scarcity=400.0, flight_foresight=100.0),
    )
    prices.log_wish[:] = np.log(2.0)
    asked = prices.ask(np.array([2000.0]), p)
    assert asked == pytest.approx([126.77], abs=0.01)
    assert asked == pytest.approx(400.0 * (2.0 * np.exp(-asked / 100.0)) ** 2)


@pytest.mark.parametrize("sharpness", [30.0, 60.0, 300.0])
def test_flights_come_to_rest_where_who_flies_follows_the_price(sharpness: float) -> None:
    prices, p = (
        FlightPrices(np.array([1000.0]), np.zeros(1, dtype=np.intp)),
        RouteParameters(flight_scarcity=400.0, flight_foresight=100.0),
    )
    asked, flown = np.zeros(1), []
    for _ in range(240):
        flown.append(20e3 / (1.0 + np.exp((asked - 3000.0) / sharpness)))
        asked = prices.ask(flown[-1], p).copy()
    last = np.array(flown[-12:])
    assert np.ptp(last) < 0.02 * last.mean()
    assert asked == pytest.approx(400.0 * (last[-1] / 1000.0) ** 2, rel=0.05)


def test_flights_of_one_link_share_what_it_carries() -> None:
    p = RouteParameters(flight_scarcity=400.0, flight_foresight=100.0)
    capacity = np.array([1000.0, 3000.0])
    alone, shared = FlightPrices(capacity, np.arange(2)), FlightPrices(capacity, np.array([0, 1, 0, 0]))
    for _ in range(6):
        asked = alone.ask(np.array([1200.0, 900.0]), p)
        each = shared.ask(np.array([700.0, 900.0, 0.0, 500.0]), p)
    assert each == pytest.approx(asked[[0, 1, 0, 0]])
    assert asked[0] > 3.0 * asked[1] > 0.0


def test_fees_of_policies_are_paid_where_they_are_asked() -> None:
    half = waiting(senders=1)
    world, carriage, arcs = half.world, half.routes.carriage, half.world.region.arcs
    carriage.ask(world, np.zeros(len(carriage.flights)))
    usual = world.traffic.fee_usd_kg.copy()
    origin = arcs.tail[carriage.flights[0]]
    ashore = arcs.head[np.flatnonzero((arcs.mode == Mode.LANDING) & ~world.region.land[arcs.tail])[0]]
    world.levers.flight_fee[origin] = 700.0
    world.levers.landing_fee[ashore] = 300.0
    carriage.ask(world, np.zeros(len(carriage.flights)))
    added = world.traffic.fee_usd_kg - usual
    assert set(np.flatnonzero(added == 700.0)) == set(
        np.flatnonzero((arcs.mode == Mode.FLIGHT) & (arcs.tail == origin))
    )
    landed = (arcs.mode == Mode.LANDING) & (arcs.head == ashore)
    assert set(np.flatnonzero(added == 300.0)) == set(np.flatnonzero(landed))


def test_entering_mexico_is_paid_once_by_whatever_way() -> None:
    half = waiting(senders=1)
    p, region, arcs = half.world.parameters.routes, half.world.region, half.world.region.arcs
    mexican = region.land & np.isin(region.zone, [Zone.MEXICO, Zone.US_BORDER])
    inside = arcs.head < region.n
    enters = inside & ~mexican[arcs.tail] & mexican[np.minimum(arcs.head, region.n - 1)]
    fee = half.routes.carriage.base_fee
    assert enters.any()
    assert (fee[enters] >= p.fee_mexico).all()
    assert (fee[inside & ~enters] < p.fee_mexico).all()


def test_the_way_from_a_cell_to_the_united_states_is_a_road_until_the_border() -> None:
    half = waiting(region=load("americas", 2.0))
    carriage, region, p = half.routes.carriage, half.world.region, half.world.parameters
    inland = p.region.inland_leg
    for a in np.flatnonzero(region.arcs.head == region.n):
        cell, outside = region.arcs.tail[a], region.arcs.length_km[a] - inland
        road = p.routes.cost_road * region.terrain[cell]
        assert carriage.km_cost[a] == pytest.approx(outside * road + inland * p.routes.cost_ocean)
        assert carriage.exposure_km[a] == pytest.approx(outside + p.interdiction.door_exposure)


def test_nothing_sails_to_europe_from_a_river_port() -> None:
    region = waiting(region=load("americas", 2.0)).world.region
    out = region.arcs.tail[region.arcs.head == region.n + 3]
    assert len(out) > 50
    assert not ((region.lon[out] < -56) & (abs(region.lat[out] + 10) < 9) & (region.lon[out] > -66)).any()


def test_flights_over_the_sea_carry_less_than_those_to_the_laboratories() -> None:
    half = waiting(region=load("americas", 2.0))
    carriage, region = half.routes.carriage, half.world.region
    ends = [region.countries[k] for k in region.country[region.arcs.head[carriage.flights]]]
    capacity = dict(zip(ends, carriage.link_capacity[carriage.link].tolist(), strict=True))
    assert capacity["COL"] == capacity["BRA"] == 8000.0
    assert capacity["BHS"] == capacity["HND"] == capacity["MEX"] == 1100.0


def test_plans_are_made_in_turns() -> None:
    half = FlowHalf(senders=4, parameters={"routes.replan_months": 2.0, "routes.replan_threshold": 0.0})
    before = half.world.traffic.plans.netback.copy()
    half.run(1)
    changed = (half.world.traffic.plans.netback != before).any(axis=(1, 2))
    assert changed.tolist() == [True, False, True, False]


def test_an_empty_region_of_plans_is_no_trouble() -> None:
    half = waiting(senders=0)
    half.run(3)
    assert half.world.traffic.loads == 0
    assert len(empty_plans(half.world.region)) == 0


def test_worth_and_costs_of_degree_one_leave_every_way_as_it_was() -> None:
    half = FlowHalf()
    routes, market, plans = half.routes, half.world.market, half.world.traffic.plans
    price, slots = market.reference_usd_kg[routes.sink_market], np.arange(len(plans))
    once, twice = np.empty_like(plans.netback), np.empty_like(plans.netback)
    routes._netbacks(slots, price, np.ones(3), once)
    routes._netbacks(slots, 2.0 * price, np.full(3, 2.0), twice)
    reached = once > -1e9
    assert reached.mean() > 0.3
    assert twice[reached] == pytest.approx(2.0 * once[reached])


def test_a_closer_watch_on_roads_is_learned_from_what_is_lost_there() -> None:
    plain, watched = FlowHalf(senders=2), FlowHalf(senders=2)
    watched.world.levers.watch[Mode.ROAD] = 20.0
    for half in (plain, watched):
        half.routes.step()
    assert watched.world.traffic.plans.netback == pytest.approx(plain.world.traffic.plans.netback)
    plain.run(12)
    watched.run(12, lambda world, month: world.levers.watch[Mode.ROAD].fill(20.0))
    assert watched.world.traffic.plans.losses.sum() > 1.5 * plain.world.traffic.plans.losses.sum()
    assert watched.world.traffic.plans.hazard.mean() > 1.2 * plain.world.traffic.plans.hazard.mean()


def test_runs_share_the_carriage_that_region_and_parameters_make() -> None:
    one, other = waiting(seed=1), waiting(seed=2)
    assert one.routes.carriage is other.routes.carriage is other.interdiction.carriage
    dearer = waiting(parameters={"routes.fee_border": 2.0 * one.world.parameters.routes.fee_border})
    assert dearer.routes.carriage.base_fee.sum() > one.routes.carriage.base_fee.sum()


def test_what_boats_lose_off_a_coast_says_nothing_of_its_roads() -> None:
    def believed(lost_at_sea: float) -> list[float]:
        half = waiting(region=load("americas", 2.0), senders=1, parameters={"routes.doubt": 0.0})
        plans, region = half.world.traffic.plans, half.world.region
        half.routes.step()
        waters = region.zone == Zone.PACIFIC
        plans.exposure_km[0, waters], plans.losses[0, waters] = 5e4, lost_at_sea
        plans.planned[0] = False
        half.routes.step()
        return plans.hazard[0, region.land].tolist()

    assert believed(0.0) == believed(50.0)
