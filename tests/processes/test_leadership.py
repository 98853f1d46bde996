"""Leaders fall and are followed; organisations split and merge."""

from __future__ import annotations

import numpy as np
import pytest
from conflict_ground import empty_world, put, strip, two_rivals

from corredor.agents.world import World
from corredor.processes.leadership import (
    Leadership,
    absorb,
    lose_commanders,
    lose_leader,
    lose_lieutenant,
    split_organisation,
)

NOBODY_ELSE = {"leadership.chance": 0.0, "leadership.rivals": 0.0, "leadership.failure": 0.0}


def kinds(world: World) -> list[str]:
    return [event.kind for event in world.events.events]


def holdings_of(world: World, row: int) -> np.ndarray:
    mine = world.holdings.of(row)
    return np.bincount(world.holdings.place[mine], world.holdings.members[mine], world.region.n_places)


def ready_to_split(**state: float) -> World:
    world = two_rivals(parameters=NOBODY_ELSE, cash_usd=8e6, transnational=0.9, hierarchy=0.8, **state)
    world.ledger.money.opening = 16e6
    world.hostility[:] = [[0.0, 0.7], [0.7, 0.0]]
    world.grudge[:] = [[0.0, 0.01], [0.01, 0.0]]
    return world


def test_a_lost_leader_costs_cohesion_by_hierarchy_and_a_successor_restores_it() -> None:
    world = two_rivals(parameters=NOBODY_ELSE, cuts=["leadership.splitting"], hierarchy=0.8)
    event = lose_leader(world, 0, "captured")
    assert world.organisations.cohesion.tolist() == pytest.approx([1 - 0.75 * 0.8, 1.0])
    assert world.organisations.last_shock[0] == event
    Leadership(world).step()
    assert world.organisations.cohesion[0] == pytest.approx(0.4 + 0.25 * 0.6)


def test_a_lost_lieutenant_costs_loyalty_in_that_plaza_alone() -> None:
    world = two_rivals()
    lose_lieutenant(world, 0, 2)
    mine = world.holdings.of(0)
    hit = world.holdings.plaza[mine] == 2
    assert world.holdings.loyalty[mine[hit]] == pytest.approx(0.2)
    assert (world.holdings.loyalty[mine[~hit]] == 1.0).all()
    with pytest.raises(ValueError, match="plaza 9"):
        lose_lieutenant(world, 0, 9)


def test_lost_commanders_cost_loyalty_where_they_were_and_nowhere_else_in_their_plaza() -> None:
    world = two_rivals()
    mine = world.holdings.of(0)
    raided = np.zeros(world.region.n_places, dtype=np.bool_)
    plaza = mine[world.holdings.plaza[mine] == 2]
    raided[world.holdings.place[plaza[0]]] = True
    event = lose_commanders(world, 0, raided)
    assert len(plaza) > 1
    assert world.holdings.loyalty[plaza[0]] == pytest.approx(0.2)
    assert (np.delete(world.holdings.loyalty, plaza[0]) == 1.0).all()
    assert world.organisations.cohesion.tolist() == [1.0, 1.0]
    assert world.events.events[event].place == world.holdings.place[plaza[0]]


def test_nobody_commands_where_an_organisation_is_not() -> None:
    world = two_rivals()
    assert lose_commanders(world, 0, np.zeros(world.region.n_places, dtype=np.bool_)) == -1
    assert (world.holdings.loyalty == 1.0).all()


def test_a_split_neither_makes_nor_loses_members_control_or_cash() -> None:
    world = ready_to_split()
    before, held = holdings_of(world, 0), world.holdings.by_place(world.holdings.control)
    born = split_organisation(world, 0)
    assert born
    assert sum(holdings_of(world, row) for row in [0, *born]) == pytest.approx(before)
    assert world.holdings.by_place(world.holdings.control) == pytest.approx(held)
    assert world.organisations.cash_usd.sum() == pytest.approx(16e6)
    assert world.ledger.money.imbalance(world.organisations.cash_usd.sum()) == pytest.approx(0.0, abs=1e-6)
    share = world.organisations.members[born[0]] / before.sum()
    assert world.organisations.cash_usd[born[0]] == pytest.approx(8e6 * share)
    assert world.organisations.members.sum() == pytest.approx(world.holdings.members.sum())
    assert world.organisations.wage_bill.sum() == pytest.approx(1200.0 * world.holdings.members.sum())


def test_a_splinter_inherits_wars_and_grudges_but_none_with_its_parent() -> None:
    world = ready_to_split()
    child = split_organisation(world, 0)[0]
    assert world.hostility[child, 1] == world.hostility[1, child] == 0.7
    assert world.grudge[child, 1] == 0.01
    assert world.hostility[child, 0] == world.hostility[child, child] == 0.0


def test_exports_shrink_with_the_root_of_the_share_and_end_below_a_threshold() -> None:
    world = ready_to_split()
    members = world.organisations.members[0]
    born = split_organisation(world, 0)
    for row in born:
        reach = 0.9 * (world.organisations.members[row] / members) ** 0.5
        assert world.organisations.transnational[row] == pytest.approx(reach if reach >= 0.25 else 0.0)
    world = ready_to_split()
    world.organisations.transnational[0] = 0.3
    born = split_organisation(world, 0)
    assert (world.organisations.transnational[born] == 0.0).all()


def test_splinters_have_names_of_their_own_that_tell_the_family() -> None:
    world = ready_to_split()
    first = split_organisation(world, 0)
    second = split_organisation(world, first[0])
    names = [organisation.name for organisation in world.organisation_agents]
    assert len(set(names)) == len(names)
    assert all(names[row].startswith("Casa Brisa ") for row in [*first, *second])
    again = ready_to_split()
    assert [again.organisation_agents[row].name for row in split_organisation(again, 0)] == [names[r] for r in first]


def test_a_lieutenant_with_too_few_followers_stays() -> None:
    world = two_rivals(parameters={"leadership.splinter_members": 1000.0})
    world.holdings.members *= 0.2
    world.count_members()
    assert split_organisation(world, 0) == []
    assert world.organisations.n == 2


def test_a_split_follows_from_a_lost_leader_and_says_so() -> None:
    world = ready_to_split()
    capture = lose_leader(world, 0)
    process = Leadership(world)
    for _ in range(12):
        lose_leader(world, 0, cause=capture)
        process.step()
        world.month += 1
        if "split" in kinds(world):
            break
    split = next(event for event in world.events.events if event.kind == "split")
    assert world.events.chain(split.id)[0].id == capture
    assert world.organisations.parent[split.other] == 0


@pytest.mark.parametrize("cut", ["leadership.splitting", "leadership.observed_by_rivals"])
def test_nobody_leaves_where_splitting_is_cut_or_lieutenants_do_not_see_that_the_leader_is_gone(cut: str) -> None:
    world = two_rivals(parameters=NOBODY_ELSE, cuts=[cut])
    process = Leadership(world)
    for _ in range(24):
        lose_leader(world, 0)
        process.step()
        world.month += 1
    assert world.organisations.n == 2
    assert world.organisations.cohesion[0] < 0.6


def test_with_leadership_switched_off_nobody_is_lost() -> None:
    world = two_rivals(cuts=["leadership"])
    everywhere = np.ones(world.region.n_places, dtype=np.bool_)
    assert lose_leader(world, 0) == lose_lieutenant(world, 0, 1) == lose_commanders(world, 0, everywhere) == -1
    assert world.organisations.cohesion.tolist() == [1.0, 1.0]


def test_the_state_hunts_leaders_only_where_it_hunts() -> None:
    world = two_rivals(parameters=NOBODY_ELSE, cuts=["leadership.splitting"])
    process = Leadership(world)
    for _ in range(200):
        world.levers.reset()
        world.levers.leader_hazard[0] = 0.1
        process.step()
        world.month += 1
    fallen = [event.organisation for event in world.events.events if event.kind == "leader_removed"]
    assert set(fallen) == {0}
    assert len(fallen) == pytest.approx(20, abs=12)


def test_rivals_kill_leaders_only_in_war() -> None:
    world = two_rivals(parameters=NOBODY_ELSE | {"leadership.rivals": 0.01}, cuts=["leadership.splitting"])
    process = Leadership(world)
    for _ in range(300):
        process.step()
        world.month += 1
    assert kinds(world) == []
    world.hostility[:] = [[0.0, 1.0], [1.0, 0.0]]
    for _ in range(300):
        process.step()
        world.month += 1
    killed = [event for event in world.events.events if event.detail == "killed"]
    assert {(event.organisation, event.other) for event in killed} <= {(0, 1), (1, 0)}
    assert killed


def test_a_successor_may_fail_while_the_organisation_is_weak() -> None:
    def falls(*cuts: str) -> int:
        parameters = NOBODY_ELSE | {"leadership.failure": 0.3}
        world = two_rivals(parameters=parameters, cuts=["leadership.splitting", *cuts])
        process = Leadership(world)
        for _ in range(100):
            if world.organisations.cohesion[0] > 0.95:
                lose_leader(world, 0)
            process.step()
            world.month += 1
        return sum(event.detail == "successor failed" for event in world.events.events)

    assert falls() > 0
    assert falls("leadership.succession") == 0


def test_a_draw_for_one_organisation_changes_nobody_elses() -> None:
    def fallen(extra: bool) -> list[tuple[int, int]]:
        parameters = {**NOBODY_ELSE, "leadership.chance": 0.01}
        world = two_rivals(parameters=parameters, cuts=["leadership.splitting"])
        if extra:
            put(world, "Casa Extra", np.full(world.region.n_places, 200.0), np.zeros(world.region.n_places))
        process = Leadership(world)
        for _ in range(400):
            process.step()
            world.month += 1
        return [(e.month, e.organisation) for e in world.events.events if e.organisation < 2]

    assert fallen(False) == fallen(True)
    assert fallen(False)


def test_the_small_are_absorbed_by_whoever_rules_where_they_are() -> None:
    region = strip()
    world = two_rivals(region, parameters=NOBODY_ELSE, cash_usd=1e6)
    world.ledger.money.opening = 2e6
    small = np.zeros(region.n_places)
    small[[0, 1]] = 20.0
    row = put(world, "Casa Chica", small, 0.1 * (small > 0))
    world.ledger.people.opening = members = float(world.holdings.members.sum())
    before = holdings_of(world, 0)
    Leadership(world).step()
    assert not world.organisations.alive[row]
    assert holdings_of(world, 0) - before == pytest.approx(0.7 * small)
    assert world.ledger.people.month["dispersed"] == pytest.approx(-12.0)
    assert world.ledger.people.imbalance(float(world.holdings.members.sum())) == pytest.approx(0.0, abs=1e-9)
    assert world.holdings.members.sum() == pytest.approx(members - 12.0)
    assert (world.events.events[-1].kind, world.events.events[-1].other) == ("absorbed", 0)
    assert world.organisation_agents[row] not in world.agents
    assert world.holdings.by_place(world.holdings.control)[0] == pytest.approx(0.7)


def test_with_nobody_to_take_them_in_members_disperse_and_cash_is_forfeited() -> None:
    region = strip()
    world = empty_world(region)
    alone = np.zeros(region.n_places)
    alone[3] = 40.0
    row = put(world, "Casa Sola", alone, alone / 80.0, cash_usd=5e4)
    world.ledger.money.opening = 5e4
    absorb(world, row)
    assert len(world.holdings) == 0
    assert world.organisations.cash_usd[row] == 0.0
    assert world.ledger.money.month["forfeited"] == pytest.approx(-5e4)
    assert kinds(world) == ["dissolved"]


def test_plazas_of_a_splinter_partition_its_ground() -> None:
    world = ready_to_split()
    for row in split_organisation(world, 0):
        plaza = world.holdings.plaza[world.holdings.of(row)]
        assert set(plaza.tolist()) == set(range(int(world.organisations.lieutenants[row])))


def test_whom_a_split_left_or_brought_forth_splits_again_only_after_another_blow() -> None:
    world = ready_to_split()
    lose_leader(world, 0)
    born = split_organisation(world, 0)
    process = Leadership(world)
    world.organisations.cohesion[[0, *born]] = 0.0
    process.step()
    assert world.organisations.n == 2 + len(born)
    world.organisations.cohesion[0] = 0.0
    lose_leader(world, 0)
    process.step()
    assert world.organisations.n > 2 + len(born)
