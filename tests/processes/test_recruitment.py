"""How members are won and lost."""

from __future__ import annotations

import numpy as np
import pytest
from conflict_ground import empty_world, put, strip

import corredor.processes.month  # noqa: F401  (registers the parameters)
from corredor.agents.world import World
from corredor.processes.recruitment import Recruitment, RecruitmentParameters

STILL = {
    "recruitment.rate": 0.011,
    "recruitment.saturation": 0.0,
    "recruitment.deterrence": 0.0,
    "recruitment.crowding": 1e12,
    "recruitment.pull": 0.3,
    "recruitment.quitting": 0.01,
}


def world_of_one(members: float = 1000.0, *, cuts: tuple[str, ...] = (), **values: float) -> World:
    parameters = STILL | {name.replace("__", "."): value for name, value in values.items()}
    world = empty_world(strip(1, 1), parameters=parameters, cuts=cuts)
    world.communities.young_at_risk[:] = 1e4
    world.communities.exclusion[:] = world.parameters.recruitment.exclusion_reference
    put(world, "Brisa", np.array([members]), np.array([0.5]))
    world.organisations.income_tolls[:] = world.organisations.wage_bill
    return world


def month(world: World) -> dict[str, float]:
    Recruitment(world).step()
    return dict(world.ledger.people.month)


def test_a_thousand_members_who_are_paid_win_eleven_recruits_a_month() -> None:
    assert month(world_of_one())["recruited"] == pytest.approx(11.0)


def test_income_over_wages_draws_recruits_by_its_elasticity() -> None:
    world = world_of_one()
    world.organisations.income_tolls[:] *= 0.5
    assert month(world)["recruited"] == pytest.approx(11.0 * 0.5**0.3)


def test_riches_beyond_twice_the_wages_draw_nobody_more() -> None:
    worlds = [world_of_one(), world_of_one()]
    for world, income in zip(worlds, (2.0, 20.0), strict=True):
        world.organisations.income_tolls[:] *= income
    assert month(worlds[0])["recruited"] == month(worlds[1])["recruited"]


def test_members_for_whom_wages_are_missing_leave() -> None:
    world = world_of_one()
    world.organisations.paid[:] = 0.25
    assert month(world)["left"] == pytest.approx(-1000 * 0.01 * 0.75)


def test_saturation_grows_with_the_square_of_an_organisation() -> None:
    left = [month(world_of_one(size, recruitment__saturation=1e-7))["left"] for size in (1e3, 2e3)]
    assert left == pytest.approx([-0.1, -0.4])


def test_half_as_many_join_where_members_are_as_many_as_halve_the_pool() -> None:
    crowded = month(world_of_one(recruitment__crowding=0.1))["recruited"]
    p = RecruitmentParameters()
    where_the_rate_was_found = 1.0 / (1.0 + p.crowding_reference / 0.1)
    assert crowded == pytest.approx(11.0 / 2 / where_the_rate_was_found)


def test_less_exclusion_makes_fewer_recruits() -> None:
    world = world_of_one()
    world.communities.exclusion[:] *= 0.25
    assert month(world)["recruited"] == pytest.approx(11.0 * 0.25**0.5)


def test_conviction_deters_unless_deterrence_is_cut() -> None:
    deterred = world_of_one(recruitment__deterrence=2.0)
    cut = world_of_one(recruitment__deterrence=2.0, cuts=("justice.deterrence",))
    assert month(deterred)["recruited"] == pytest.approx(11.0 * np.exp(-2.0 * (0.02 - 0.1)))
    assert month(cut)["recruited"] == pytest.approx(11.0)


def test_nobody_joins_when_replacement_is_cut() -> None:
    assert month(world_of_one(cuts=("recruitment.replacement",)))["recruited"] == 0.0


def test_with_full_refill_recruits_are_exactly_the_losses() -> None:
    world = world_of_one(recruitment__refill=1.0)
    world.violence.member_deaths = np.array([30.0])
    world.justice.arrested = np.array([12.0])
    assert month(world)["recruited"] == pytest.approx(42.0)


def test_the_dead_are_taken_off_and_booked() -> None:
    world = world_of_one(cuts=("recruitment.replacement",))
    world.violence.member_deaths = np.array([30.0])
    flows = month(world)
    assert flows["killed"] == -30.0
    assert world.organisations.members[0] == pytest.approx(970.0)


def test_no_more_die_than_there_are() -> None:
    world = world_of_one(cuts=("recruitment.replacement",))
    world.violence.member_deaths = np.array([1e6])
    month(world)
    assert world.organisations.members[0] == 0.0
