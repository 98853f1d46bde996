"""Organisations open ground that they know from their loads."""

from __future__ import annotations

import numpy as np
import pytest
from conflict_ground import empty_world, put, strip

from corredor.agents.world import World
from corredor.kernels.deploy import Deployed
from corredor.kernels.killings import among
from corredor.processes.expeditions import Expeditions
from corredor.processes.strength import parties, state_weight, strength
from corredor.processes.territory import Territory

WEST, KNOWN, UNKNOWN = 0, 5, 7
"""Places of the southern row: where the organisation is, where its loads pass, and where they do not."""


def sender(known_loads: float = 2.0, **options: object) -> World:
    """One organisation in the west, whose loads pass one place in the east so many times a month, with no rival."""
    world = empty_world(strip(columns=8, rows=1), **options)  # type: ignore[arg-type]
    world.ground.flow_usd[:] = 1e4
    world.ground.flow_usd[[KNOWN, UNKNOWN]] = 1e6
    members = np.zeros(8)
    members[WEST] = 5000.0
    row = put(world, "Casa Brisa", members, 0.5 * (members > 0), transnational=1.0)
    fades = 1.0 - 0.5 ** (1.0 / world.parameters.routes.established_memory)
    plans = world.traffic.plans
    plans.row = np.array([row])
    plans.established_km = np.zeros((1, world.region.n))
    km = np.sqrt(world.region.area_km2[world.region.places[KNOWN]])
    plans.established_km[0, world.region.places[KNOWN]] = known_loads * km / fades
    return world


def chosen(world: World, gain_at_home: float) -> list[tuple[int, int]]:
    rows, party = parties(world)
    force = strength(world, world.organisations.cohesion)
    gain = np.full(len(party), gain_at_home)
    hostility = among(world.hostility, rows)
    senders, places = Expeditions(world).choose(rows, party, force, hostility, state_weight(world), gain)
    return list(zip(senders.tolist(), places.tolist(), strict=True))


def gone(world: World, who: list[tuple[int, int]]) -> tuple[Deployed, np.ndarray]:
    held = world.holdings
    now = Deployed(held.place, held.organisation, held.members, held.control, held.plaza, held.loyalty)
    senders, places = (np.array(column) for column in zip(*who, strict=True))
    return Expeditions(world).go(now, held.organisation, senders, places)


def first_member_earns(world: World) -> float:
    """By hand: all of the rents over the weight of the state, for each unit of strength, since nobody is there."""
    held = world.holdings
    each = float(strength(world, world.organisations.cohesion)[0] / held.members[0])
    rent = float(world.ground.flow_usd[KNOWN] + world.ground.local_usd[KNOWN])
    return rent / float(state_weight(world)[KNOWN]) * each


def test_people_go_where_loads_pass_if_the_first_there_earns_more_than_one_more_at_home() -> None:
    world = sender()
    assert chosen(world, 0.99 * first_member_earns(world)) == [(0, KNOWN)]
    assert chosen(world, 1.01 * first_member_earns(world)) == []


def test_ground_is_known_from_a_load_a_month() -> None:
    assert chosen(sender(known_loads=1.01), 0.0) == [(0, KNOWN)]
    assert chosen(sender(known_loads=0.99), 0.0) == []


def test_rivals_who_would_fight_make_a_place_worth_more_of_what_can_be_won_and_friends_less() -> None:
    worth = []
    for hostility in (0.0, 1.0):
        world = sender()
        there = np.zeros(8)
        there[KNOWN] = 400.0
        put(world, "Casa Duna", there, 0.6 * (there > 0))
        world.hostility[0, 1] = world.hostility[1, 0] = hostility
        force, state = strength(world, world.organisations.cohesion), float(state_weight(world)[KNOWN])
        theirs = float(force[world.holdings.of(1)[0]])
        each = float(force[world.holdings.of(0)[0]]) / 5000.0
        rent = float(world.ground.flow_usd[KNOWN] + world.ground.local_usd[KNOWN])
        by_hand = rent * (state + hostility * theirs) / (state + theirs) ** 2 * each
        assert chosen(world, 0.999 * by_hand) == [(0, KNOWN)]
        assert chosen(world, 1.001 * by_hand) == []
        worth.append(by_hand)
    assert worth[0] < worth[1]


def test_who_goes_is_missed_at_home_and_answers_to_the_leader() -> None:
    world, leavers = sender(), 0.003
    now, whose = gone(world, [(0, KNOWN)])
    assert now.place.tolist() == [WEST, KNOWN]
    assert whose.tolist() == [0, 0]
    assert now.members == pytest.approx([5000.0 * (1.0 - leavers), 5000.0 * leavers])
    assert now.control.tolist() == [0.5, 0.0]
    assert now.plaza.tolist() == [0, 0]


def test_several_go_and_holdings_stay_in_order() -> None:
    world = sender()
    for row, at in ((1, 3), (2, KNOWN)):
        there = np.zeros(8)
        there[at] = 1000.0 * row
        put(world, f"Casa {row}", there, 0.6 * (there > 0), plaza=np.full(8, 2))
    now, whose = gone(world, [(1, WEST), (0, KNOWN), (2, KNOWN)])
    assert list(zip(now.place.tolist(), whose.tolist(), strict=True)) == [(0, 0), (0, 1), (3, 1), (5, 0), (5, 2)]
    assert now.members == pytest.approx([4985.0, 3.0, 997.0, 15.0, 2000.0])
    assert now.plaza.tolist() == [0, 0, 2, 0, 2]


@pytest.mark.parametrize(("cuts", "goes"), [([], True), (["territory.expeditions"], False)])
def test_a_month_of_territory_opens_the_ground_unless_it_is_cut(cuts: list[str], goes: bool) -> None:
    world = sender(cuts=cuts)
    Territory(world).step()
    assert (KNOWN in world.holdings.place) is goes
    assert UNKNOWN not in world.holdings.place
    assert world.holdings.members.sum() == pytest.approx(5000.0)
