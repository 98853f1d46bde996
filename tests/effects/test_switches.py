"""What the cuts of the board remove, each alone: frozen plans, rents that conflict does not see, and the others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

import corredor
from corredor.model import TraffickingModel


def world(months: int, mechanisms: Mapping[str, bool] | None = None, **told: object) -> TraffickingModel:
    scenario = corredor.load("two_corridors_control").model_copy(update={"mechanisms": dict(mechanisms or {})})
    model = TraffickingModel(scenario.model_copy(update=told))
    for _ in range(months):
        model.step()
    return model


@pytest.fixture(scope="module")
def usual() -> TraffickingModel:
    return world(14)


def test_frozen_plans_stay_those_of_month_0() -> None:
    model = world(1, {"routes.replanning": False})
    made = dict(zip(model.traffic.plans.row.tolist(), model.traffic.plans.netback.copy(), strict=True))
    for _ in range(13):
        model.step()
    plans = model.traffic.plans
    kept = [(made[row], plans.netback[slot]) for slot, row in enumerate(plans.row.tolist()) if row in made]
    assert kept
    for then, now in kept:
        assert np.array_equal(then, now)
    assert plans.planned.all()


def test_plans_move_where_they_are_not_frozen(usual: TraffickingModel) -> None:
    assert (usual.traffic.plans.month > 0).all()


def test_conflict_that_is_deaf_to_rents_sees_those_of_month_0_and_income_does_not() -> None:
    from corredor.processes.strength import contested_rents, stakes, takings

    model = world(1, {"territory.rents": False})
    flow = model.ground.flow_usd.copy()
    for _ in range(5):
        model.step()
    seen, _ = contested_rents(model)
    assert np.array_equal(seen, flow)
    assert not np.array_equal(model.ground.flow_usd, flow)
    assert not np.allclose(stakes(model), takings(model))


def test_conflict_sees_todays_rents_where_nothing_is_cut(usual: TraffickingModel) -> None:
    from corredor.processes.strength import contested_rents, stakes, takings

    flow, local = contested_rents(usual)
    assert flow is usual.ground.flow_usd
    assert local is usual.ground.local_usd
    assert np.array_equal(stakes(usual), takings(usual))


def test_people_without_fear_talk_as_trust_alone_says(usual: TraffickingModel) -> None:
    from corredor.processes.witnesses import cooperation

    fearless = world(3, {"reporting.fear": False})
    nobody = world(3, {"reporting.fear": False, "reporting.trust": False})
    assert (fearless.communities.fear > 0.0).any()
    assert np.array_equal(cooperation(nobody), np.ones(nobody.region.n_places))
    afraid = usual.communities.fear > 0.05
    assert (cooperation(fearless) > cooperation(usual))[afraid].mean() > 0.9


def test_leaders_who_think_of_the_next_months_only_go_to_war_sooner() -> None:
    from corredor.core.plan import PlannedEvent

    calm, hasty = world(0), world(0)
    everywhere = np.ones(hasty.region.n, np.bool_)
    hasty.scheduled = (
        *hasty.scheduled,
        PlannedEvent("patience_shock", "hasty", 0, 12, everywhere, {"organisations": None, "change": -0.9}),
    )
    for _ in range(12):
        calm.step()
        hasty.step()
    assert hasty.hostility.sum() > calm.hostility.sum()
    assert np.array_equal(hasty.organisations.patience[: len(calm.alive)], np.ones(len(calm.alive)))
    hasty.step()
    assert not hasty.levers.patience


def test_people_and_members_of_month_0_grow_with_their_country() -> None:
    from corredor.agents.start import people_since
    from corredor.core.parameters import Parameters

    region = corredor.load("baseline").load_region()
    before, later = (Parameters({"start.population_year": year}) for year in (1990.0, 2020.0))
    assert np.array_equal(people_since(region, before.start, 0.012), np.ones(len(region.countries)))
    grown = people_since(region, later.start, 0.012)[region.countries.index("MEX")]
    assert 1.4 < grown < 1.7  # from 82 to 126 million


def test_a_corridor_does_not_lose_share_by_what_is_seized_in_front_of_its_line() -> None:
    from types import SimpleNamespace

    from corredor.effects import measures

    def arm(caught: float) -> object:
        crossed = {"caribbean": 8.0 * (1.0 - caught), "pacific": 0.0}
        return SimpleNamespace(
            corridor=lambda name, market: np.full((2, 12), crossed.get(name, 0.0)), span=lambda first, months: slice(12)
        )

    share = measures.mean_share("caribbean", "1990-01", 12)
    assert np.array_equal(share(arm(0.0)), share(arm(0.4)))  # type: ignore[arg-type]


def test_near_the_border_is_as_far_as_in_the_study_and_not_where_it_is_patrolled() -> None:
    from types import SimpleNamespace

    from corredor.effects.cases.scarcity import near_the_border

    region = corredor.load("baseline", {"region.resolution": "2 deg"}).load_region()
    lat, lon = region.lat[region.places], region.lon[region.places]
    mexico = (region.country[region.places] == region.countries.index("MEX")).astype(float)
    torreon = mexico * (np.abs(lat - 25.0) < 0.1) * (np.abs(lon + 103.0) < 0.1)  # 450 km, past the patrolled belt
    capital = mexico * (np.abs(lat - 19.0) < 0.1) * (np.abs(lon + 99.0) < 0.1)
    assert torreon.sum() == capital.sum() == 1

    def arm(more: np.ndarray) -> object:
        seen = np.broadcast_to(100.0 * (mexico + more), (2, 48, len(lat)))
        return SimpleNamespace(pairs=2, geography=region, observed=lambda name: seen, span=lambda *when: slice(48))

    none = np.zeros(len(lat))
    assert (near_the_border(arm(torreon), arm(none)) > 0.0).all()  # type: ignore[arg-type]
    assert (near_the_border(arm(capital), arm(none)) < 0.0).all()  # type: ignore[arg-type]


def test_the_leaders_of_the_truce_look_as_many_months_ahead_as_the_arm_says() -> None:
    from corredor.core.parameters import Parameters
    from corredor.effects.laboratory import arm_path

    usual = Parameters({}).territory.patience
    for arm in ("control", "cut", "cut_control"):
        shock = corredor.load(str(arm_path("truce", arm))).events[0]
        assert usual * (1.0 + shock.change) == pytest.approx(6.0, rel=0.02), arm
