"""War and peace, control, deployment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from conflict_ground import empty_world, put, strip, take_off_the_dead, two_rivals

from corredor.agents.world import World
from corredor.processes.leadership import lose_leader
from corredor.processes.strength import guard, strength, takings
from corredor.processes.territory import Territory, spread_per_km2
from corredor.processes.violence import Violence


def run(world: World, months: int) -> World:
    process = Territory(world)
    for _ in range(months):
        process.step()
        world.month += 1
    return world


def shares(world: World) -> np.ndarray:
    """Control by organisation and place, shape (rows, P)."""
    held = world.holdings
    full = np.zeros((world.organisations.n, world.region.n_places))
    full[held.organisation, held.place] = held.control
    return full


def test_strength_and_takings_worked_by_hand() -> None:
    world = two_rivals(arms=1.44, transnational=0.5)
    world.holdings.loyalty[:] = 0.9
    force = strength(world, np.array([0.8, 1.0]))
    a = world.holdings.of(0)[0]
    # control is 0.6 where an organisation is alone; 0.8 of officials are captured
    assert force[a] == pytest.approx(300.0 * 1.2 * 0.8 * 0.9 * (1 + 0.6 * 0.8 * 0.6))
    place = world.holdings.place[a]
    expected = (0.5 + 0.5 * 0.35) * world.ground.flow_usd[place] + world.ground.local_usd[place]
    assert takings(world)[a] == pytest.approx(expected)


def test_soldiers_undo_protection_and_a_cut_removes_it() -> None:
    plain = strength(two_rivals(cuts=["violence.protection"]), np.ones(2))
    assert plain == pytest.approx(300.0)
    world = two_rivals()
    sheltered = strength(world, np.ones(2))
    world.levers.troops[:] = 1.0
    assert ((strength(world, np.ones(2)) - plain) / (sheltered - plain)) == pytest.approx(0.3)


def test_officials_guard_their_own_side_until_soldiers_come() -> None:
    world = two_rivals()
    world.justice.clearance[:] = 0.5
    # officials bought 0.8, of whom soldiers undo 0.7
    assert guard(world) == pytest.approx(0.5 * 0.8)
    world.levers.troops[:] = 1.0
    assert guard(world) == pytest.approx(0.5 * 0.8 * 0.3)
    assert not guard(two_rivals(cuts=["violence.protection"])).any()


@pytest.mark.parametrize(("cuts", "expected"), [([], True), (["violence.protection"], False)])
def test_soldiers_who_break_protection_bring_war(cuts: Sequence[str], expected: bool) -> None:
    heat = []
    for troops in (0.0, 1.0):
        # strength is left as it is, so that what changes is what an attack costs
        world = two_rivals(cuts=cuts, overlap=4.0, parameters={"territory.protection": 0.0})
        world.justice.clearance[:] = 0.5
        world.organisations.arms[0] = 5.0
        world.levers.troops[:] = troops
        heat.append(float(run(world, 12).hostility[0, 1]))
    assert heat[1] > heat[0] + 0.03 if expected else heat[1] == heat[0]


@pytest.mark.parametrize(("cuts", "expected"), [([], True), (["leadership.observed_by_rivals"], False)])
def test_a_lost_leader_brings_on_the_rival_if_it_is_seen(cuts: Sequence[str], expected: bool) -> None:
    quiet, struck = (two_rivals(cuts=cuts, hierarchy=0.9) for _ in range(2))
    lose_leader(struck, 0)
    gap = run(struck, 1).hostility[0, 1] - run(quiet, 1).hostility[0, 1]
    assert gap > 0.05 if expected else gap == 0.0


def test_control_moves_in_war_and_not_in_peace() -> None:
    moved = {}
    for heat in (0.0, 1.0):
        # relations are cut so that hostility stays where it is put
        world = two_rivals(parameters={"territory.frozen": heat}, cuts=["territory.relations"], overlap=4.0)
        world.organisations.arms[0] = 4.0
        mine = shares(world)
        run(world, 1)
        both = (mine > 0).all(axis=0)
        relative = [s[0, both] / s[:, both].sum(axis=0) for s in (mine, shares(world))]
        moved[heat] = float(np.abs(relative[1] - relative[0]).max())
    assert moved[0.0] == pytest.approx(0.0, abs=1e-12)
    assert moved[1.0] > 0.01


def test_a_ceasefire_holds_while_it_lasts_and_no_longer() -> None:
    world = two_rivals(overlap=4.0, parameters={"territory.patience": 10.0})
    world.organisations.arms[0] = 12.0
    run(world, 4)
    assert world.hostility[0, 1] > 0.5
    process = Territory(world)
    world.levers.ceasefire.add((0, 1))
    process.step()
    assert world.hostility[0, 1] == world.hostility[1, 0] == 0.0
    assert [e.detail for e in world.events.events if e.kind == "peace"] == ["ceasefire"]
    world.levers.reset()
    run(world, 4)
    assert world.hostility[0, 1] > 0.4


def test_who_is_at_peace_with_those_beside_it_has_allies() -> None:
    def allies(heat: float = 0.0, cuts: Sequence[str] = (), months: int = 1, **parameters: float) -> np.ndarray:
        # members do not stray, and half of the ground of each is the other's as well
        given = {"territory.diffusion": 5.0, **{f"territory.{name}": value for name, value in parameters.items()}}
        world = two_rivals(overlap=8.0 / 3.0, cuts=cuts, parameters=given)
        world.hostility[:] = heat * (1.0 - np.eye(2))
        return np.asarray(run(world, months).organisations.allies)

    at_peace = allies(rise=0.2, fall=0.8)
    assert (at_peace > 0.1).all()
    assert allies(rise=0.2, fall=0.8, alliance=0.5) == pytest.approx(0.5 * at_peace)
    assert not allies(heat=1.0, fall=0.05).any()
    for off in (allies(alliance=0.0), allies(cuts=["territory.relations"], frozen=0.0)):
        assert not off.any()


def test_what_is_offered_for_peace_lowers_hostility() -> None:
    heat = []
    for usd in (0.0, 2e6, 1e7):
        world = two_rivals(overlap=4.0)
        world.organisations.arms[0] = 6.0
        world.levers.peace_value[(1, 0)] = usd
        heat.append(float(run(world, 12).hostility[0, 1]))
    assert heat[0] > heat[1] > heat[2]


def test_a_war_is_logged_once_with_the_blow_that_led_to_it() -> None:
    world = two_rivals(overlap=4.0, hierarchy=0.95, parameters={"territory.patience": 10.0})
    blow = lose_leader(world, 0)
    world.organisations.arms[1] = 6.0
    run(world, 12)
    wars = [event for event in world.events.events if event.kind == "war"]
    assert [(e.organisation, e.other, e.cause) for e in wars] == [(0, 1, blow)]
    assert world.violence.wars == {(0, 1): wars[0].id}
    world.organisations.arms[1] = 1.0
    world.organisations.patience[:] = 100.0
    run(world, 24)
    assert world.violence.wars == {}
    assert world.events.events[-1].kind == "peace"
    assert world.events.events[-1].cause == wars[0].id


def test_a_blow_long_past_is_not_named_as_a_cause() -> None:
    world = two_rivals(overlap=4.0)
    lose_leader(world, 0)
    world.month = 40
    world.organisations.arms[1] = 6.0
    run(world, 12)
    assert next(event for event in world.events.events if event.kind == "war").cause == -1


def test_relations_that_are_cut_stay_as_they_are_whoever_falls() -> None:
    world = two_rivals(cuts=["territory.relations"])
    lose_leader(world, 0)
    run(world, 3)
    assert world.hostility[0, 1] == world.parameters.territory.frozen
    assert world.hostility[0, 0] == 0.0


def test_ground_does_not_change_hands_where_contests_are_cut() -> None:
    world = two_rivals(
        parameters={"territory.frozen": 1.0}, cuts=["territory.relations", "territory.contest"], overlap=4.0
    )
    world.organisations.arms[0] = 4.0
    before = shares(world)
    run(world, 1)
    both = (before > 0).all(axis=0)
    after = shares(world)
    assert after[0, both] / after[:, both].sum(axis=0) == pytest.approx(before[0, both] / before[:, both].sum(axis=0))


def test_members_are_conserved_and_control_is_a_share() -> None:
    world = two_rivals(overlap=4.0)
    before = world.organisations.members.copy()
    run(world, 60)
    assert world.organisations.members == pytest.approx(before, rel=1e-12)
    total = world.holdings.by_place(world.holdings.control)
    assert world.holdings.control.min() >= 0.0
    assert total.max() <= 1.0 + 1e-12


def test_an_organisation_grows_into_empty_land_beside_it_and_not_over_the_sea() -> None:
    region = strip()
    world = empty_world(region)
    members = np.zeros(region.n_places)
    members[27] = 4000.0
    put(world, "Casa Sola", members, 0.5 * (members > 0))
    run(world, 6)
    reached = set(world.holdings.place.tolist())
    assert set(region.neighbours[27].tolist()) < reached
    assert world.holdings.control[world.holdings.place == 28][0] > 0.0
    assert (spread_per_km2(region)[region.neighbours < 0] == 0.0).all()


def test_members_left_to_themselves_are_alike_per_head_on_every_grid() -> None:
    """Two lands of 40 and 10 people per km2: four times as few go over as come back per member."""
    for resolution in (2.0, 1.0):
        region = strip(4, 4, resolution)
        people = np.where(region.country == 0, 40.0, 10.0) * region.area_km2
        share = spread_per_km2(replace(region, population=people))
        west, east = np.flatnonzero(region.lon == 2 - resolution / 2)[0], np.flatnonzero(region.lon > 2)[0]
        over, back = share[west][region.neighbours[west] == east], share[east][region.neighbours[east] == west]
        assert over / back == pytest.approx(0.25)
        # at rest: what leaves each place for each other comes back
        members = people / people.sum()
        change = -members * share.sum(axis=1)
        for place in range(region.n_places):
            for beside, part in zip(region.neighbours[place], share[place], strict=True):
                if beside >= 0:
                    change[beside] += members[place] * part
        assert np.abs(change).max() < 0.02 * (members[:, None] * share).max()


def test_turf_is_where_groups_meet() -> None:
    world = two_rivals()
    run(world, 1)
    middle = np.abs(world.region.lon - 4.0) < 1.0
    assert world.violence.turf_usd[middle].min() > 0.4 * world.ground.local_usd[0]
    assert world.violence.turf_usd[world.region.lon < 1.0].max() < 1e-6 * world.ground.local_usd[0]


@pytest.mark.parametrize(("months", "tolerance"), [(1, 0.02), (24, 0.05)])
def test_a_finer_grid_expects_the_same_turf_killings(months: int, tolerance: float) -> None:
    expected = {}
    for resolution in (1.0, 0.5):
        world = two_rivals(strip(resolution=resolution), overlap=4.0, hierarchy=0.9)
        # rents of a fine place are a quarter of its parent's, as holdings are
        world.organisations.arms[0] = 3.0
        rent = np.exp(-((np.floor(world.region.lat + 3.0) - 2.5) ** 2))
        world.ground.flow_usd[:] = 8e6 * resolution**2 * rent
        world.ground.usual_usd[:] = world.ground.flow_usd + world.ground.local_usd
        world.ground.labour[:] = 0.6 * (world.ground.flow_usd + world.ground.local_usd) / 1200.0
        lose_leader(world, 0)
        territory, violence = Territory(world), Violence(world)
        total = 0.0
        for _ in range(months):
            territory.step()
            violence.step()
            total += float(world.violence.expected[1].sum())
            take_off_the_dead(world)
            world.violence.seen[:] = 0.0
            world.month += 1
        expected[resolution] = total
    assert expected[1.0] > 1.0
    assert expected[0.5] == pytest.approx(expected[1.0], rel=tolerance)
