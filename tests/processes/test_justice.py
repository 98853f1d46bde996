"""Arrest, courts and prison."""

from __future__ import annotations

import numpy as np
import pytest
from conflict_ground import empty_world, put, strip

import corredor.processes.month  # noqa: F401  (registers the parameters)
from corredor.agents.world import World
from corredor.processes.communities import Communities
from corredor.processes.courts import convicting
from corredor.processes.justice import Justice
from corredor.processes.witnesses import trusting

PEOPLE = 4e5


def world_of_one(members: float = 256.0, *, cuts: tuple[str, ...] = (), **values: float) -> World:
    plain = {"justice.clearance": 1.0, "justice.courts": 1.0, "communities.trust_power": 1.0}
    parameters = plain | {name.replace("__", "."): value for name, value in values.items()}
    world = empty_world(strip(1, 1), parameters=parameters, cuts=cuts)
    world.communities.trust[:] = world.parameters.communities.trust_reference
    world.communities.young_at_risk[:] = 2e4
    world.justice.prisoners[:], world.justice.prison_capacity[:] = 400.0, 400.0
    if members > 0.0:
        put(world, "Brisa", np.array([members]), np.array([0.5]))
    return world


def members_held(world: World) -> float:
    return float(world.holdings.members.sum() + world.justice.members_in_prison.sum())


def test_conviction_is_the_product_of_its_stages() -> None:
    world = world_of_one()
    Justice(world)
    assert world.justice.clearance[0] == pytest.approx(0.5)
    assert world.justice.conviction_common[0] == pytest.approx(0.5 * 1.0 * 0.5)
    assert world.justice.conviction[0] == pytest.approx(0.5 * 1.0 * 0.5 * (1 - 0.8))


def test_bought_officials_and_frightened_witnesses_fail_no_case_without_an_organisation() -> None:
    world = world_of_one()
    world.communities.fear[:] = 0.5
    Justice(world)
    assert world.justice.conviction_common[0] == pytest.approx(0.25)
    assert world.justice.conviction[0] == pytest.approx(0.25 * (1 - 0.5) * (1 - 0.8))


def test_fear_closes_mouths_and_trust_opens_them() -> None:
    afraid, open_ = world_of_one(), world_of_one()
    afraid.communities.fear[:] = 0.5
    open_.communities.trust[:] *= 1.2
    for world in (afraid, open_):
        Justice(world)
    assert afraid.justice.conviction[0] == pytest.approx(0.05 * 0.5)
    assert open_.justice.conviction[0] == pytest.approx(0.05 * 1.2)
    assert open_.justice.conviction_common[0] == pytest.approx(0.25 * 1.2)


def test_the_stages_give_what_is_documented_where_each_is_known() -> None:
    # United States: presence 0.585 and courts 0.83 in the region, witnesses as willing as they can be;
    # 61 to 65 % of homicides are cleared (FBI) and 70 % of those tried convicted (Bureau of Justice Statistics)
    world = empty_world(strip(1, 1))
    world.communities.presence[:], world.communities.trust[:] = 0.585, 0.7
    world.region.courts[:] = 0.83
    Justice(world)
    assert 0.59 < float((world.justice.clearance * trusting(world))[0]) < 0.66
    assert convicting(world)[0] == pytest.approx(0.70, abs=0.01)
    assert world.justice.conviction_common[0] == pytest.approx(0.43, abs=0.02)


def test_trust_opens_no_mouth_when_it_is_cut_from_reporting() -> None:
    world = world_of_one(cuts=("reporting.trust",))
    world.communities.trust[:] = 0.05
    Justice(world)
    assert world.justice.conviction[0] == pytest.approx(0.05)


def test_each_reform_is_worth_more_where_the_other_is_made_too() -> None:
    def conviction(courts: float, capture: float) -> float:
        world = world_of_one()
        world.levers.courts[:] = courts
        world.justice.capture[:] = capture
        Justice(world)
        return float(world.justice.conviction[0])

    none, judges, honesty, both = (conviction(a, b) for a, b in ((1, 0.8), (1.5, 0.8), (1, 0.6), (1.5, 0.6)))
    assert both - none > (judges - none) + (honesty - none)


def test_at_the_reference_conviction_half_of_the_arrests_are_made_at_the_half_density() -> None:
    world = world_of_one(justice__arrests_half=256.0 / PEOPLE, justice__conviction_reference=0.05)
    justice = Justice(world)
    assert justice.arrests().sum() == pytest.approx(3.8e-6 * PEOPLE / 2)


def test_police_catch_no_more_than_there_are() -> None:
    world = world_of_one(2.0, justice__arrests_half=0.0, justice__arrests=1e-5)
    world.levers.arrests[:] = 100.0
    Justice(world).step()
    assert world.holdings.members.sum() == 0.0


def test_the_arrested_move_from_holdings_to_prison_and_nobody_is_lost() -> None:
    world = world_of_one(justice__sentence_members=1e9, justice__prison_recruits=0.0)
    before = members_held(world)
    Justice(world).step()
    assert world.justice.members_in_prison[0] > 0.0
    assert world.justice.arrested.sum() == pytest.approx(world.justice.members_in_prison.sum())
    assert members_held(world) == pytest.approx(before)


def test_people_balance_through_years_of_arrest_release_and_detention() -> None:
    world = world_of_one()
    world.justice.members_in_prison[:] = 40.0
    world.justice.prisoners[:] = 900.0
    world.ledger.people.opening = members_held(world)
    justice = Justice(world)
    world.levers.detention[:] = 5.0
    for _ in range(48):
        justice.step()
    assert world.ledger.people.imbalance(members_held(world)) == pytest.approx(0.0, abs=1e-8)
    assert (world.justice.prisoners > world.justice.members_in_prison).all()


def test_prisons_stay_as_full_as_they_were_while_nothing_changes() -> None:
    world = world_of_one(0.0)
    justice = Justice(world)
    for _ in range(60):
        justice.step()
    assert world.justice.prisoners[0] == pytest.approx(400.0)


@pytest.mark.parametrize("lever", ["courts", "courts_common"])
def test_better_courts_fill_prisons(lever: str) -> None:
    world = world_of_one(0.0)
    justice = Justice(world)
    getattr(world.levers, lever)[:] = 1.5
    for _ in range(120):
        justice.step()
    assert world.justice.prisoners[0] == pytest.approx(600.0, rel=0.02)


def test_gangs_command_overcrowded_prisons_unless_they_are_cut_off() -> None:
    def command(prisoners: float, control: float = 0.0, cuts: tuple[str, ...] = ()) -> float:
        world = world_of_one(cuts=cuts)
        world.justice.prisoners[:] = prisoners
        world.levers.prison_control[:] = control
        Justice(world)
        return float(world.justice.prison_command[0])

    assert command(400.0) == 0.0
    assert command(600.0) == pytest.approx(0.5)
    assert command(2000.0) == 1.0
    assert command(2000.0, control=0.7) == pytest.approx(0.3)
    assert command(2000.0, cuts=("justice.prison_command",)) == 0.0


def test_more_of_the_released_go_back_from_a_prison_that_gangs_command() -> None:
    def returned(prisoners: float) -> float:
        world = world_of_one(justice__arrests=1e-6, justice__prison_recruits=0.0)
        world.justice.members_in_prison[:] = 96.0
        world.justice.prisoners[:] = prisoners
        Justice(world).prisons.release()
        return float(world.holdings.members.sum()) - 256.0

    assert returned(400.0) == pytest.approx(2.0 * 0.3)
    assert returned(800.0) == pytest.approx(2.0)


def test_mass_detention_takes_more_innocents_than_members() -> None:
    world = world_of_one()
    world.levers.detention[:] = 100.0
    Justice(world).step()
    caught = 256.0 - world.holdings.members.sum()
    odds = 8.0 * 256.0 / 2e4
    assert world.justice.detained_without_cause[0] == pytest.approx(PEOPLE * 1e-3 / (1 + odds), rel=0.01)
    assert 0.0 < caught < world.justice.detained_without_cause[0]


def test_the_locked_up_are_missing_among_the_young_until_others_come_of_age() -> None:
    world = world_of_one()
    communities = Communities(world)
    Justice(world).step()
    jailed = float(world.justice.arrested.sum())
    communities.step()
    table = world.communities
    young = 0.14 * table.exclusion * table.population
    assert jailed > 0.5
    assert table.young_missing.sum() == pytest.approx(jailed * (1 - 1 / 180))
    assert young.sum() - table.young_at_risk.sum() == pytest.approx(
        world.holdings.members.sum() + jailed * (1 - 1 / 180)
    )
