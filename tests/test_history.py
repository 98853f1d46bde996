"""Runs whose states and markets follow the years: the figures, by hand, and that nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import corredor.processes.month  # noqa: F401  (registers the parameters)
from corredor.agents.agency import AgencyKind
from corredor.core.plan import PlannedPolicy
from corredor.model import TraffickingModel
from corredor.policies import build_policy
from corredor.processes.communities import Communities
from corredor.processes.demand import Outlets
from corredor.region import RegionParameters, load
from corredor.region.governance import governance
from corredor.region.history import StateByYear, demand_by_year, governance_by_year
from corredor.region.region import MARKETS
from corredor.region.tables import read_table
from corredor.scenario import load as load_scenario

AMERICAS = load("americas", 2.0)
MEXICO = AMERICAS.countries.index("MEX")
FOLLOWING = {"region.presence_history": "1", "markets.demand_history": "1"}


def americas(months: int, *, audit: bool = False, **overrides: str) -> TraffickingModel:
    named = {key.replace("__", "."): value for key, value in overrides.items()}
    size = {"region.resolution": "2 deg", "duration": f"{months} months"}
    return TraffickingModel(load_scenario("baseline", {**size, **named}), audit=audit)


def after(model: TraffickingModel) -> TraffickingModel:
    model.run()
    return model


def traces(model: TraffickingModel) -> list[np.ndarray]:
    return [
        model.violence.killings.copy(),
        model.holdings.members.copy(),
        model.market.price_usd_kg.copy(),
        model.communities.presence.copy(),
        model.communities.trust.copy(),
        model.traffic.seized_kg.copy(),
        model.agencies.strength.copy(),
    ]


def same(a: TraffickingModel, b: TraffickingModel) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(traces(a), traces(b), strict=True))


def at(year: int, **changes: float) -> StateByYear:
    return StateByYear(AMERICAS, RegionParameters(**{"presence_history": 1.0, **changes}), year)


def test_the_table_has_capacity_alone_and_neither_law_nor_stability() -> None:
    assert {row["series"] for row in read_table("governance_by_year.csv")} == {
        "police_per_100k",
        "government_effectiveness",
        "control_of_corruption",
    }


def test_figures_are_held_before_the_first_interpolated_between_and_held_after_the_last() -> None:
    years = (1984, 1996, 1997, 1998, 2018, 2030)
    control = governance_by_year("control_of_corruption", ("MEX",), years)[:, 0]
    assert control == pytest.approx([-0.512, -0.512, (-0.512 - 0.390) / 2, -0.390, -0.949, -0.949])


def test_a_state_without_figures_has_the_median_of_the_others() -> None:
    figures = governance_by_year("government_effectiveness", ("MEX", "COL", "HND", "CUW"), (2005,))[0]
    assert figures == pytest.approx([0.031, -0.198, -0.680, -0.198])


@pytest.mark.parametrize("police", [0.0, 0.3])
def test_capacity_of_a_year_is_that_of_its_figures_by_hand(police: float) -> None:
    parameters = RegionParameters(presence_history=1.0, presence_police_weight=police)
    region = load("americas", 2.0, parameters=parameters)
    states = StateByYear(region, parameters, 2005)
    integrity, courts = (-0.344 + 2.5) / 5, (0.031 + 2.5) / 5
    presence = police * 346.27 / 500 + (1 - police) * (integrity + courts) / 2
    fixed = governance(region.countries, parameters).presence[MEXICO]
    cells = region.country == MEXICO
    assert states.region.integrity[MEXICO] == pytest.approx(integrity)
    assert states.region.courts[MEXICO] == pytest.approx(courts)
    assert states.region.presence[cells] == pytest.approx(region.presence[cells] * presence / fixed)


def test_the_baseline_counts_no_police_and_history_does() -> None:
    assert RegionParameters().presence_police_weight == 0.0
    assert load_scenario("history").parameters["region.presence_police_weight"] == 0.3
    assert load_scenario("history_frozen").parameters.get("region.presence_police_weight", 0.0) == 0.0


def test_half_the_share_goes_half_the_way() -> None:
    whole, half = at(2010).region, at(2010, presence_history=0.5).region
    for layer in ("presence", "integrity", "courts"):
        fixed, there = getattr(AMERICAS, layer), getattr(whole, layer)
        assert getattr(half, layer) == pytest.approx((fixed + there) / 2)


def test_presence_stays_a_share_on_land_and_nothing_at_sea() -> None:
    for year in range(1990, 2020):
        presence = at(year).region.presence
        assert presence.min() >= 0.0
        assert presence.max() <= 1.0
        assert not presence[~AMERICAS.land].any()


def test_states_that_are_made_equal_are_so_in_every_year() -> None:
    states = at(1990, equal_presence=1.0)
    states.go_to(2012)
    assert np.ptp(states.region.integrity) < 1e-12
    assert states.region.integrity[0] != pytest.approx(at(1990, equal_presence=1.0).region.integrity[0], rel=1e-3)


def test_layers_that_runs_share_are_never_written_to() -> None:
    before = [AMERICAS.presence.copy(), AMERICAS.integrity.copy(), AMERICAS.courts.copy()]
    states = at(1990)
    states.go_to(2012)
    shared = (AMERICAS.presence, AMERICAS.integrity, AMERICAS.courts)
    assert all(np.array_equal(x, y) for x, y in zip(shared, before, strict=True))
    assert not any(np.shares_memory(x, states.region.presence) for x in shared)
    assert np.shares_memory(states.region.population, AMERICAS.population)
    with pytest.raises(ValueError, match="read-only"):
        states.region.presence[0] = 1.0


def test_with_the_switches_at_nothing_not_one_bit_changes() -> None:
    off = {"region.presence_history": "0", "markets.demand_history": "0"}
    assert same(after(americas(26)), after(americas(26, **off)))


def test_where_no_state_is_observed_nothing_changes() -> None:
    plain = TraffickingModel(load_scenario("two_corridors_control", {"duration": "26 months"}))
    following = TraffickingModel(
        load_scenario("two_corridors_control", {"duration": "26 months", "region.presence_history": "1"})
    )
    assert following.region.presence.tolist() == plain.region.presence.tolist()
    assert same(after(plain), after(following))


def test_replicates_in_one_process_do_not_see_each_other() -> None:
    alone = after(americas(26, **FOLLOWING))
    first, second = americas(26, **FOLLOWING), americas(26, **FOLLOWING)
    for _ in range(26):
        first.step()
        second.step()
    assert same(alone, first)
    assert same(alone, second)


def test_books_balance_while_states_and_markets_change() -> None:
    after(americas(40, audit=True, **FOLLOWING))


def test_figures_change_in_january_and_in_no_other_month() -> None:
    model = americas(16, start="1996-10", **FOLLOWING)
    changed = []
    for month in range(16):
        before = model.region.courts.copy()
        model.step()
        if not np.array_equal(model.region.courts, before):
            changed.append(month)
    assert changed == [3, 15]


def test_agencies_grow_with_their_state() -> None:
    model = americas(13, start="2004-01", **FOLLOWING)
    agencies = model.agencies
    mine = (agencies.country == MEXICO) & (agencies.kind == AgencyKind.PROSECUTION)
    police = (agencies.country == MEXICO) & (agencies.kind == AgencyKind.POLICE)
    courts, presence = model.region.courts[MEXICO], model.region.presence[AMERICAS.country == MEXICO]
    before, manned = agencies.strength[mine].copy(), agencies.strength[police].copy()
    after(model)
    now = model.region.presence[AMERICAS.country == MEXICO]
    assert agencies.strength[mine] == pytest.approx(before * model.region.courts[MEXICO] / courts)
    assert agencies.strength[police] == pytest.approx(manned * now[0] / presence[0])
    assert set(agencies.integrity[agencies.country == MEXICO]) == {model.region.integrity[MEXICO]}


def test_demand_follows_what_was_consumed_by_hand() -> None:
    model = americas(13, **FOLLOWING)
    outlets = model.processes[1].outlets
    found = outlets.by_market(outlets.demand)
    after(model)
    growth = outlets.by_market(outlets.demand) / found
    assert growth[MARKETS.index("usa")] == pytest.approx(355 / 447)
    assert growth[MARKETS.index("europe")] == pytest.approx((31 + (63 - 31) / 8) / 31)
    assert growth[MARKETS.index("domestic")] == 1.0


def test_the_united_states_take_half_after_2006_and_europe_four_times_1990_by_2008() -> None:
    usa, europe = MARKETS.index("usa"), MARKETS.index("europe")
    assert demand_by_year(2012)[usa] / demand_by_year(2006)[usa] == pytest.approx(0.5, abs=0.01)
    assert demand_by_year(2008)[europe] / demand_by_year(1990)[europe] == pytest.approx(4.0)


def test_services_close_their_share_of_what_is_then_missing() -> None:
    model = americas(13, start="1998-01", **FOLLOWING)
    communities = next(process for process in model.processes if isinstance(process, Communities))
    place = int(np.flatnonzero(model.place_country() == MEXICO)[0])
    table, usual = model.communities, communities.usual_presence[place]
    table.presence[place] = usual + 0.1  # what a policy has brought
    after(model)  # a year, and the January of 1999
    now = communities.usual_presence[place]
    assert now == pytest.approx(model.region.presence[model.region.places[place]])
    assert now != pytest.approx(usual, rel=1e-3)
    communities.begin_year(1999)  # a second time, nothing is left to move
    before = table.presence[place]
    p = model.parameters.communities
    model.levers.services[place] = 0.5
    table.criminal_governance[place] = 0.0
    wanted = now + p.presence_gain * 0.5 * (1.0 - now)
    communities.step()
    loss = 1.0 - p.governance_loss * table.criminal_governance[place] * 0.5
    assert table.presence[place] == pytest.approx(before + p.presence_speed * (wanted * loss - before))


def test_what_a_policy_has_brought_stays_when_the_year_changes() -> None:
    model = americas(1, start="2004-01", **FOLLOWING)
    communities = next(process for process in model.processes if isinstance(process, Communities))
    usual = communities.usual_presence.copy()
    model.communities.presence[:] = usual + 0.05
    region = replace(model.region, presence=model.region.presence * 1.1)
    model.region = region
    communities.begin_year(2005)
    assert communities.usual_presence == pytest.approx(1.1 * usual)
    assert model.communities.presence == pytest.approx(np.minimum(1.1 * usual + 0.05, 1.0))


def test_a_policy_takes_its_share_of_the_demand_of_the_year() -> None:
    usa = MARKETS.index("usa")
    model = americas(13, **FOLLOWING)
    cells = np.ones(model.region.n, dtype=np.bool_)
    found = model.processes[1].outlets.demand[usa]
    model.policies.append(
        build_policy(
            PlannedPolicy("demand_reduction", "Less", cells, 0, 13, 0.0, 0.1, 0.0, 0.0, {"market": "usa"}), model
        )
    )
    after(model)
    markets = model.processes[1]
    wanted = replace_prices(markets.outlets).wanted(model.levers.demand, markets.trade())
    assert wanted[usa] == pytest.approx(0.9 * 355 / 447 * found)


def replace_prices(outlets: Outlets) -> Outlets:
    """The same outlets at the prices at which demand was found."""
    outlets.asked, outlets.usual = outlets.reference.copy(), outlets.reference.copy()
    return outlets


def test_hectares_are_reached_however_much_coca_stands() -> None:
    model = americas(1)
    country = model.region.country == AMERICAS.countries.index("COL")
    cells = country & model.region.land
    options = {"area": 12_000.0, "method": "spraying"}
    policy = build_policy(PlannedPolicy("eradication", "Spraying", cells, 0, 12, 0.0, 0.2, None, 0.0, options), model)
    model.levers.reset()
    policy.act(0.5)
    assert model.levers.spray_ha.sum() == pytest.approx(500.0)
    assert not model.levers.spray_ha[~country].any()
    assert policy.monthly_cost() == pytest.approx(1000.0 * model.parameters.costs.eradication_spraying)
    model.cocaine.coca_ha[:] = 0.0
    policy.act(1.0)
    assert policy.monthly_cost() == 0.0


def test_years_after_the_last_known_one_hold_its_figures() -> None:
    model = americas(37, start="1996-01", region__presence_history="1", region__history_until="1997")
    courts = []
    for _ in range(37):
        model.step()
        courts.append(model.region.courts.copy())
    model.close()
    assert (courts[12] != courts[11]).any()
    assert (courts[24] == courts[23]).all()
    assert (courts[36] == courts[23]).all()


def test_every_ladder_of_the_study_names_what_its_scenario_has(developers_tool) -> None:
    for arm, changed in developers_tool("history_levels").PARTS.values():
        assert load_scenario(arm, dict(changed))
