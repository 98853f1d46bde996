"""Money on the ground, what it buys, and whom."""

from __future__ import annotations

import numpy as np
import pytest
from conflict_ground import empty_world, put, strip

import corredor.processes.month  # noqa: F401  (registers the parameters)
from corredor.agents.agency import AgencyKind
from corredor.agents.organisation import ACTIVITIES
from corredor.agents.start import populate
from corredor.agents.world import World
from corredor.processes.capture import contest
from corredor.processes.finance import (
    Finance,
    arms_nearness,
    financial_intelligence,
    income_usd,
    laundering_price,
    sober_units,
)
from corredor.processes.local_rents import LocalRents, retail_map
from corredor.region import load

PEOPLE = 4e5


def world_of_one(*, transnational: float = 1.0, cuts: tuple[str, ...] = (), **values: float) -> World:
    """One organisation that holds half of one place, through which US$ 100 thousand pass."""
    parameters = {"finance.extortion": 1.2} | {name.replace("__", "."): value for name, value in values.items()}
    world = empty_world(strip(1, 1), parameters=parameters, cuts=cuts)
    put(world, "Brisa", np.array([100.0]), np.array([0.5]), transnational=transnational)
    for kind in (AgencyKind.POLICE, AgencyKind.FINANCIAL_INTELLIGENCE):
        world.agency_agents.append(world.agency_type(world, kind=int(kind), country=0, strength=0.0, integrity=0.5))
    world.traffic.rent_usd[:] = 1e5
    return world


def month(world: World) -> dict[str, float]:
    finance = Finance(world)
    world.ledger.new_month()
    finance.step()
    return dict(world.ledger.money.month)


def test_every_dollar_is_in_the_book() -> None:
    world = world_of_one()
    finance = Finance(world)
    for _ in range(24):
        finance.step()
    assert world.ledger.money.imbalance(float(world.organisations.cash_usd.sum())) == pytest.approx(0.0, abs=1e-6)


def test_control_takes_its_share_of_what_passes_and_of_what_stays() -> None:
    world = world_of_one()
    flows = month(world)
    per_person = 0.5 * (1.2 + 0.05)  # extortion and kidnapping, at half presence
    assert world.ground.flow_usd[0] == 1e5
    assert world.ground.local_usd[0] == pytest.approx(PEOPLE * per_person)
    assert flows["rents"] == pytest.approx(0.5 * (1e5 + PEOPLE * per_person))


def test_a_group_that_cannot_export_gets_a_toll_of_what_passes() -> None:
    world = world_of_one(transnational=0.0, cuts=("finance.laundering",))
    month(world)
    assert world.organisations.income_tolls[0] == pytest.approx(0.5 * 1e5 * world.parameters.territory.toll_share)


def test_income_is_told_by_activity() -> None:
    world = world_of_one(cuts=("finance.laundering",))
    flows = month(world)
    told = sum(float(world.organisations.array(f"income_{activity}")[0]) for activity in ACTIVITIES)
    assert told == pytest.approx(flows["rents"])
    assert income_usd(world)[0] == pytest.approx(told)


def test_laundering_costs_its_price_and_the_unit_against_it_raises_it() -> None:
    cheap, dear = world_of_one(), world_of_one()
    dear.agencies.strength[1] = 1.0
    flows = [month(world) for world in (cheap, dear)]
    assert flows[0]["laundering"] == pytest.approx(-0.1 * flows[0]["rents"])
    assert flows[1]["laundering"] == pytest.approx(-0.2 * flows[1]["rents"])
    assert "laundering" not in month(world_of_one(cuts=("finance.laundering",)))


def test_a_captured_unit_raises_no_price() -> None:
    world = world_of_one()
    world.agencies.strength[1], world.agencies.capture[1] = 1.0, 0.75
    assert financial_intelligence(world)[0] == pytest.approx(0.25)
    assert laundering_price(world)[0] == pytest.approx(0.1 * 1.25)


def test_units_that_are_bought_undo_what_a_policy_adds() -> None:
    world = world_of_one()
    world.agencies.capture[1] = 0.75
    world.levers.laundering[:] = 3.0
    assert sober_units(world) == pytest.approx([0.25, 1.0])
    assert laundering_price(world) == pytest.approx([0.1 * 1.5, 0.1 * 3.0])


def test_financial_intelligence_leaves_less_for_bribes() -> None:
    plain, watched = world_of_one(), world_of_one()
    watched.levers.laundering[:] = 4.0
    assert month(watched)["bribes"] == pytest.approx(month(plain)["bribes"] * 0.6 / 0.9)


def test_wages_are_paid_as_far_as_money_goes() -> None:
    rich, poor = world_of_one(), world_of_one()
    poor.holdings.members[:] *= 1000.0
    poor_finance = Finance(poor)
    poor.organisations.cash_usd[:] = 0.0
    poor_finance.step()
    month(rich)
    assert rich.organisations.paid[0] == pytest.approx(1.0)
    assert poor.organisations.paid[0] == pytest.approx(0.5 * (1e5 + 25e4) * 0.9 * 0.8 / (800.0 * 1e5), rel=1e-3)


def test_who_owes_for_loads_still_pays_wages_from_the_ground() -> None:
    world = world_of_one()
    finance = Finance(world)
    world.ledger.pay("loads", np.array([-1e9]))
    finance.step()
    assert world.organisations.paid[0] == pytest.approx(1.0)
    assert world.organisations.cash_usd[0] < 0.0


def test_cash_above_the_reserve_is_withdrawn_and_below_it_kept() -> None:
    world = world_of_one()
    finance = Finance(world)
    world.ledger.pay("gift", np.array([1e8]))
    world.ledger.new_month()
    finance.step()
    flows = world.ledger.money.month
    reserve = 3.0 * 800.0 * 100.0
    assert -flows["withdrawn"] == pytest.approx(0.3 / 0.7 * (world.organisations.cash_usd[0] - reserve))


def test_confiscation_takes_its_share_of_cash() -> None:
    world = world_of_one()
    world.levers.confiscation[:] = 0.5
    finance = Finance(world)
    world.ledger.pay("gift", np.array([1e8]))
    finance.step()
    taken = -world.ledger.money.month["confiscated"]
    assert taken == pytest.approx(5e7 * sober_units(world)[0], rel=0.01)


def test_capture_is_the_contest_worked_by_hand() -> None:
    p = empty_world(strip(1, 1), parameters={"finance.oversight": 2.0}).parameters.finance
    offered, integrity, watched = np.array([0.1, 0.1, 0.0]), np.array([0.5, 0.5, 0.5]), np.array([0.4, 1.2, 0.4])
    assert contest(offered, integrity, watched, p) == pytest.approx(
        [0.1 / (0.1 + 2.0 * 0.5 * 0.4), 0.1 / (0.1 + 2.0 * 0.5 * 1.2), 0.0]
    )


def test_courts_that_convict_make_officials_dearer() -> None:
    plain, reformed, watched = world_of_one(), world_of_one(), world_of_one()
    reformed.levers.courts[:] = 2.0
    watched.levers.oversight[:] = 2.0
    for world in (plain, reformed, watched):
        month(world)
    bought = [float(world.justice.capture[0]) for world in (plain, reformed, watched)]
    assert bought[1] == pytest.approx(bought[2])
    assert bought[1] / (1 - bought[1]) == pytest.approx(bought[0] / (1 - bought[0]) / 2)
    assert reformed.agencies.capture[0] == pytest.approx(watched.agencies.capture[0])


def test_lead_is_worth_silver() -> None:
    silver, both, more_silver = (
        world_of_one(finance__threat=threat, finance__bribes=bribes)
        for threat, bribes in ((0.0, 0.1), (157.5, 0.1), (0.0, 0.2))
    )
    for world in (silver, both, more_silver):
        month(world)
    assert silver.justice.capture[0] < both.justice.capture[0]
    assert both.justice.capture[0] == pytest.approx(more_silver.justice.capture[0])


def test_oversight_frees_officials_slowly() -> None:
    world = world_of_one()
    finance = Finance(world)
    finance.step()
    before = float(world.justice.capture[0])
    world.levers.oversight[:] = 5.0
    finance.step()
    first = float(world.justice.capture[0])
    for _ in range(24):
        finance.step()
    assert before > first > world.justice.capture[0]


def test_capture_stays_as_it_was_found_when_it_is_cut() -> None:
    world = world_of_one(cuts=("finance.capture",))
    finance = Finance(world)
    finance.step()
    before = world.justice.capture.copy()
    world.levers.oversight[:] = 10.0
    finance.step()
    assert (world.justice.capture == before).all()
    assert before[0] > 0.0


def test_organisations_and_agencies_are_told_of_capture() -> None:
    world = world_of_one()
    world.agencies.integrity[0] = 0.9
    month(world)
    assert world.organisations.protection[0] == pytest.approx(world.justice.capture[0])
    assert world.agencies.capture[0] < world.agencies.capture[1]


def test_arms_follow_war_and_money_and_cost_them() -> None:
    peace, war = world_of_one(), world_of_one()
    war.add_organisation("Duna")
    war.hostility[0, 1] = war.hostility[1, 0] = 1.0
    assert month(peace)["arms"] == 0.0
    assert month(war)["arms"] < 0.0
    assert peace.organisations.arms[0] == 1.0
    assert war.organisations.arms[0] == pytest.approx(1.0 + 0.02 * min(2.0, income_usd(war)[0] / 8e4))


def test_arms_that_cannot_be_bought_are_not_bought() -> None:
    world = world_of_one()
    world.add_organisation("Duna")
    world.hostility[0, 1] = world.hostility[1, 0] = 1.0
    world.levers.arms[:] = 0.0
    month(world)
    assert world.organisations.arms[0] == 1.0


def test_labour_follows_usual_rents_slowly() -> None:
    world = world_of_one()
    finance = Finance(world)
    finance.step()
    usual = float(world.ground.labour[0])
    assert usual == pytest.approx(0.6 * (1e5 + 25e4) / 800.0)
    world.traffic.rent_usd[:] = 0.0
    finance.step()
    assert world.ground.labour[0] == pytest.approx(usual - 0.6 * 1e5 / 800.0 / 24.0)


def test_guards_keep_extortion_away_and_regulation_makes_them_better() -> None:
    def extortion(guards: float, regulation: float) -> float:
        world = world_of_one()
        world.communities.private_security[:] = guards
        world.levers.private_security[:] = regulation
        return float(LocalRents(world).by_activity(world)[1, 0])

    assert extortion(1.0, 1.0) == pytest.approx(0.5 * extortion(0.0, 0.0))
    assert extortion(1.0, 1.0) < extortion(1.0, 0.0) < extortion(0.0, 0.0)


def test_what_is_sold_in_a_retail_city_is_retailed_around_it() -> None:
    region = load("two-corridors", 2.0)
    world = World(region, seed=1)
    populate(world)
    cities = np.array([sink.market == 2 for sink in region.sinks])
    world.market.arrived_kg[:] = 7.0
    world.market.sold_kg[:] = 10.0 * cities
    world.market.sink_price_usd_kg[:] = 5e3
    retail = LocalRents(world).by_activity(world)[0]
    assert retail.sum() == pytest.approx(5e4 * cities.sum())
    mapped = retail_map(region, world.parameters.finance)
    assert np.bincount(mapped.sink, mapped.share)[cities] == pytest.approx(1.0)


def test_synthetic_regions_have_the_same_arms_everywhere() -> None:
    world = World(load("two-corridors", 2.0), seed=1)
    assert (arms_nearness(world) == 1.0).all()


@pytest.mark.parametrize("part", ["mexico", "central-america"])
def test_a_part_of_the_map_has_the_arms_of_the_whole(part: str) -> None:
    whole, own = (World(load(name, 1.0), seed=1) for name in ("americas", part))
    supply = dict(zip(whole.region.countries, arms_nearness(whole), strict=True))
    there = np.bincount(own.place_country(), minlength=len(own.region.countries)) > 0
    expected = [supply[code] for code in np.array(own.region.countries)[there]]
    assert arms_nearness(own)[there] == pytest.approx(expected, rel=0.05)


def test_arms_and_retail_thin_out_away_from_the_united_states() -> None:
    region = load("americas", 2.0)
    world = World(region, seed=1)
    supply = dict(zip(region.countries, arms_nearness(world), strict=True))
    at_hand = world.parameters.finance.arms_local
    assert supply["USA"] > supply["MEX"] > supply["GTM"] > supply["PER"] > at_hand
    mapped = retail_map(region, world.parameters.finance)
    american = np.bincount(mapped.sink, mapped.share)[[s.market == 0 for s in region.sinks]]
    assert american == pytest.approx(american[0])
    assert 0.1 < american[0] < 0.5


def test_tolls_paid_are_tolls_taken_however_little_is_held() -> None:
    world = world_of_one(cuts=("finance.laundering",))
    world.traffic.rent_usd[:], world.traffic.toll_usd[:] = 0.0, 4e4
    month(world)
    assert world.organisations.income_tolls[0] == pytest.approx(4e4)
