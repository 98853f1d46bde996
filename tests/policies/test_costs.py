"""A policy costs what it says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from laboratory import NEUTRAL, add, after, fresh, in_country, planned

from corredor.core.policy_kinds import policy_kinds
from corredor.model import TraffickingModel
from corredor.policies import Policy, build_policy
from corredor.policies.costs import PolicyCosts

BY_PEOPLE = (
    *("extradition", "military_deployment", "security_sector_reform", "vetted_unit", "joint_teams", "court_reform"),
    *("regional_cooperation", "anti_corruption", "financial_intelligence", "arms_control", "hotspot_policing"),
    *("pacification", "community_policing", "social_prevention", "urban_upgrading", "private_security_regulation"),
)
WHERE = in_country("XCA", "XDA")
WAY_OUT = 0.005


@pytest.fixture(scope="module")
def world() -> TraffickingModel:
    return after(fresh(), 2)


def counted(world: TraffickingModel) -> dict[str, float]:
    """What there is in the place treated."""
    cells = WHERE(world.region)
    places = cells[world.region.places]
    covered = np.isin(np.arange(len(world.region.countries)), [2, 3])
    return {
        "people": float(world.communities.population[places].sum()),
        "area": float(world.region.area_km2[cells].sum()),
        "coca": float(world.cocaine.coca_ha[cells].sum()),
        "prisoners": float(world.justice.prisoners[covered].sum()),
        "members": float(world.holdings.members[places[world.holdings.place]].sum()),
        "usa": float(world.market.consumed_kg[0]),
    }


def by_hand(kind: str, there: dict[str, float], cost: PolicyCosts) -> float:
    """What a policy of the usual intensity costs a month, reckoned here and not there."""
    usual = policy_kinds()[kind].default_intensity
    if kind in BY_PEOPLE:
        return float(getattr(cost, kind)) * there["people"] * usual
    rules: dict[str, Callable[[], float]] = {
        "interdiction_surge": lambda: cost.interdiction_surge * there["area"],
        "flight_denial": lambda: cost.flight_denial * there["area"],
        "eradication": lambda: cost.eradication_spraying * there["coca"] * usual / 12,
        "alternative_development": lambda: cost.alternative_development * there["coca"],
        "kingpin": lambda: cost.kingpin,
        "prison_reform": lambda: cost.prison_reform * there["prisoners"],
        "mass_detention": lambda: cost.mass_detention * there["people"] * usual / 1e5,
        "demobilisation": lambda: cost.demobilisation * WAY_OUT * there["members"],
        "demand_reduction": lambda: cost.demand_reduction * usual * there["usa"],
        "legal_regulation": lambda: cost.legal_regulation * usual * there["usa"],
    }
    return rules[kind]()


@pytest.mark.parametrize("kind", [kind for kind in policy_kinds() if kind != "truce"])
def test_a_policy_costs_its_unit_cost_times_what_it_is_done_to(kind: str, world: TraffickingModel) -> None:
    policy = build_policy(planned(world, kind, where=WHERE), world)
    costs: PolicyCosts = world.parameters.costs
    assert policy.monthly_cost() == pytest.approx(by_hand(kind, counted(world), costs), rel=1e-9)
    none = build_policy(planned(world, kind, where=WHERE, intensity=NEUTRAL.get(kind, 0.0)), world)
    assert none.monthly_cost() == 0.0


def test_every_kind_has_a_unit_cost_of_its_own() -> None:
    with_cost = {kind for kind in policy_kinds() for name in PolicyCosts._fields if name.startswith(kind)}
    assert set(policy_kinds()) - with_cost == {"truce"}  # what is offered is what it costs


def test_a_truce_costs_what_all_parties_are_offered(world: TraffickingModel) -> None:
    named = build_policy(planned(world, "truce", between=("strongest", "weakest"), payment=5e5), world)
    assert named.monthly_cost() == pytest.approx(1e6)
    by_size = build_policy(planned(world, "truce"), world)
    offer = world.parameters.policies.truce_offer
    assert by_size.monthly_cost() == pytest.approx(offer * world.organisations.members[world.alive].sum())


def test_pulling_coca_up_costs_more_than_spraying_it(world: TraffickingModel) -> None:
    sprayed, pulled = (build_policy(planned(world, "eradication", method=m), world) for m in ("spraying", "manual"))
    assert pulled.monthly_cost() > sprayed.monthly_cost()


def test_half_of_the_police_reform_costs_half(world: TraffickingModel) -> None:
    whole, half = (
        build_policy(planned(world, "security_sector_reform", parts=parts), world)
        for parts in (None, ("pay", "mandate"))
    )
    assert half.monthly_cost() == pytest.approx(0.5 * whole.monthly_cost())


def test_what_the_scenario_says_wins_and_grows_with_the_ramp() -> None:
    model = fresh()
    add(model, "pacification", cost=8e6, ramp=4.0)
    spent = []
    for _ in range(5):
        model.step()
        spent.append(float(model.spent_usd.sum()))
    assert spent == pytest.approx([2e6, 4e6, 6e6, 8e6, 8e6])


def test_the_countries_treated_pay_by_their_people() -> None:
    model = fresh()
    add(model, "court_reform", cost=1e6, where=WHERE)
    model.step()
    people = np.bincount(model.place_country(), model.communities.population, len(model.region.countries))
    assert np.flatnonzero(model.spent_usd).tolist() == [2, 3]
    assert model.spent_usd[2] / model.spent_usd[3] == pytest.approx(people[2] / people[3], rel=1e-3)


def test_the_international_agency_pays_for_what_is_done_at_sea() -> None:
    model = fresh()
    add(model, "interdiction_surge", where=lambda region: ~region.land)
    model.step()
    assert model.spent_usd[-1] > 0.0
    assert (model.spent_usd[:-1] == 0.0).all()


def test_a_policy_of_ones_own_costs_by_people_where_nothing_else_is_said(world: TraffickingModel) -> None:
    class Own(Policy):
        kind = "own"

        def act(self, strength: float) -> None:
            """Nothing."""

    own = Own(planned(world, "court_reform", where=WHERE), world)
    assert own.monthly_cost() == pytest.approx(world.parameters.costs.person * counted(world)["people"])
