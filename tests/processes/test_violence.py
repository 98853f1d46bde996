"""Homicides by kind, and who dies."""

from __future__ import annotations

import numpy as np
import pytest
from conflict_ground import empty_world, put, strip, take_off_the_dead, two_rivals

from corredor.agents.state import HomicideKind
from corredor.agents.world import World
from corredor.processes.leadership import Leadership, lose_leader
from corredor.processes.territory import Territory
from corredor.processes.violence import Violence

KINDS = list(HomicideKind)


def at_war(**options: object) -> World:
    """Two organisations that fight over a belt, whatever they think of it."""
    parameters = {"territory.frozen": 1.0, **options.pop("parameters", {})}  # type: ignore[dict-item]
    cuts = ["territory.relations", *options.pop("cuts", [])]  # type: ignore[misc]
    return two_rivals(overlap=4.0, parameters=parameters, cuts=cuts, **options)  # type: ignore[arg-type]


def month(world: World) -> World:
    Territory(world).step()
    Violence(world).step()
    return world


def expected(world: World, kind: HomicideKind) -> np.ndarray:
    return month(world).violence.expected[kind]


def test_common_homicide_worked_by_hand() -> None:
    given = {"common": 8e-5, "usual_exclusion": 0.4, "firearms": 0.5, "impunity_common": 1.0}
    world = empty_world(parameters={f"violence.{name}": value for name, value in given.items()})
    world.communities.exclusion[:] = 0.6
    world.communities.disorder[:] = 0.25
    world.ground.arms_supply[:] = 0.64
    mean = expected(world, HomicideKind.COMMON)
    assert mean == pytest.approx(4e5 * 8e-5 / 12 * 0.6 / 0.4 * 0.8 * np.exp(-1.0 * 0.02) * 1.25)
    assert world.violence.expected[1:].sum() == 0.0


def test_clashes_worked_by_hand() -> None:
    world = empty_world()
    members = np.zeros(world.region.n_places)
    members[20] = 1000.0
    put(world, "Casa Sola", members, 0.5 * (members > 0))
    world.levers.troops[20], world.levers.conduct[:] = 0.5, 2.0
    Violence(world).step()
    # shelter is 0.8 * (1 - 0.7 * 0.5); police 0.6 * 0.5 * (1 - shelter)
    rate = 0.0015 * 2.0 * (0.3 * (1 - 0.8 * 0.65) + 0.5)
    assert world.violence.expected[HomicideKind.STATE, 20] == pytest.approx(1000.0 * rate)


def test_members_prey_on_people_where_rents_do_not_pay_their_wages() -> None:
    def preyed(rent: float) -> tuple[float, float]:
        world = empty_world(parameters={"violence.predation": 0.004})
        members = np.full(world.region.n_places, 100.0)
        put(world, "Casa Sola", members, np.full(world.region.n_places, 0.5))
        world.ground.flow_usd[:], world.ground.local_usd[:] = 0.0, rent
        Violence(world).step()
        return float(world.violence.expected[HomicideKind.PREDATION, 0]), float(world.violence.kidnapping[0])

    # half of 240 000 is the wage bill: half of the members prey
    assert preyed(2.4e5) == pytest.approx((0.004 * np.exp(-4 * 0.02) * 50, 0.07 * np.exp(-4 * 0.02) * 50))
    assert preyed(1e4) > preyed(2.4e5) > preyed(2e6)


def test_every_killing_is_answered_by_n_in_all_and_those_by_theirs() -> None:
    """A pulse has n / (1 - n) offspring: the branching process of a discrete Hawkes term."""
    world = empty_world(strip(12, 12), seed=3)
    world.justice.conviction[:] = 0.0
    world.communities.population[:] = 1.0
    pulse = 4000.0
    world.violence.excitation[:] = world.parameters.violence.memory * pulse
    process, offspring = Violence(world), 0.0
    for _ in range(60):
        process.step()
        offspring += float(world.violence.killings[HomicideKind.RETALIATION].sum())
        world.month += 1
    n = world.parameters.violence.branching
    assert offspring / (pulse * world.region.n_places) == pytest.approx(n / (1 - n), rel=0.05)


@pytest.mark.parametrize(
    ("cut", "kind"),
    [
        ("violence.clashes", HomicideKind.STATE),
        ("violence.predation", HomicideKind.PREDATION),
        ("violence.retaliation", HomicideKind.RETALIATION),
        ("territory.contest", HomicideKind.TURF),
    ],
)
def test_a_cut_removes_its_own_kind_and_leaves_the_others(cut: str, kind: HomicideKind) -> None:
    whole, less = at_war(), at_war(cuts=[cut])
    for world in (whole, less):
        world.violence.excitation[:] = 2.0
        month(world)
    assert whole.violence.expected[kind].sum() > 0.0
    assert less.violence.expected[kind].sum() == 0.0
    for other in set(KINDS) - {kind}:
        assert less.violence.expected[other].sum() == pytest.approx(whole.violence.expected[other].sum(), rel=0.1)


def test_convictions_deter_unless_deterrence_is_cut() -> None:
    def turf(conviction: float, *cuts: str) -> float:
        world = at_war(cuts=cuts)
        world.justice.conviction[:] = conviction
        return float(expected(world, HomicideKind.TURF).sum())

    assert turf(0.3) < 0.5 * turf(0.0)
    assert turf(0.3, "justice.deterrence") == pytest.approx(turf(0.0, "justice.deterrence"), rel=0.05)


def test_whoever_kills_in_a_brawl_fears_the_conviction_of_brawlers() -> None:
    def common(of_members: float, of_others: float, *cuts: str) -> float:
        world = at_war(cuts=cuts)
        world.justice.conviction[:], world.justice.conviction_common[:] = of_members, of_others
        return float(expected(world, HomicideKind.COMMON).sum())

    fall = at_war().parameters.violence.impunity_common
    assert common(0.0, 0.3) == pytest.approx(common(0.0, 0.0) * np.exp(-0.3 * fall))
    assert common(0.3, 0.3) == common(0.0, 0.3)
    assert common(0.0, 0.3, "justice.deterrence") == common(0.0, 0.0, "justice.deterrence")


def test_the_word_of_a_lost_leader_is_contested_where_the_rent_is_worth_it() -> None:
    def inside(*cuts: str, cost: float = 1.5e7) -> float:
        parameters = {"violence.succession_cost": cost, "violence.front_cost": 5e7}
        world = at_war(parameters=parameters, cuts=["territory.contest", *cuts], hierarchy=1.0)
        lose_leader(world, 0)
        return float(expected(world, HomicideKind.TURF).sum())

    assert inside(cost=0.0) > 10 * inside(cost=5e7) > 0.0
    assert inside("leadership.succession", cost=0.0) == 0.0
    assert inside("leadership.observed_by_rivals", cost=0.0) == 0.0


def test_members_who_die_are_among_the_dead() -> None:
    world = month(at_war())
    deaths = world.holdings.by_place(world.violence.member_deaths)
    organised = world.violence.killings[1:].sum(axis=0)
    assert deaths.sum() > 0.0
    assert (deaths <= organised + 1e-9).all()
    assert (world.violence.member_deaths <= world.holdings.members).all()
    quiet = world.violence.killings[1:].sum(axis=0) == 0.0
    assert (deaths[quiet] == 0.0).all()


def test_who_has_allies_loses_fewer_members_and_as_many_are_killed() -> None:
    def killed(allies: float) -> tuple[np.ndarray, np.ndarray]:
        world = at_war(cuts=["violence.retaliation", "violence.clashes"])
        Territory(world).step()
        world.organisations.allies[0] = allies
        Violence(world).step()
        fallen = world.holdings.by_organisation(world.violence.member_deaths, 2)
        return np.asarray(fallen), world.violence.killings.copy()

    (alone, as_many), (helped, still) = killed(0.0), killed(2.0)
    assert np.array_equal(as_many, still)
    assert alone[0] == pytest.approx(alone[1])
    assert helped == pytest.approx([alone.sum() / 4, 3 * alone.sum() / 4])


def test_what_happened_is_handed_on() -> None:
    world = month(at_war())
    violence, people = world.violence, world.communities
    assert people.homicides == pytest.approx(violence.killings.sum(axis=0))
    assert violence.seen == pytest.approx(0.08 * 1e5 * people.homicides / people.population)
    answered = violence.killings[[1, 2, 4]].sum(axis=0)
    assert violence.excitation == pytest.approx(0.4 * answered)
    assert people.displaced.sum() == pytest.approx(3.0 * violence.killings[1:].sum())
    assert world.grudge[0, 1] == world.grudge[1, 0] > 0.0
    assert world.grudge[0, 0] == 0.0


def test_runs_that_differ_in_nothing_are_the_same_and_a_change_far_away_stays_there() -> None:
    def killed(extra: bool) -> np.ndarray:
        world = two_rivals(strip(12, 6), overlap=2.0)
        if extra:
            put(world, "Casa Lejana", np.eye(72)[11] * 500.0, np.eye(72)[11] * 0.1)
        processes = [Leadership(world), Territory(world), Violence(world)]
        total = np.zeros((5, 72))
        for _ in range(6):
            for process in processes:
                process.step()
            take_off_the_dead(world)
            total += world.violence.killings
            world.month += 1
        return total

    same, again, other = killed(False), killed(False), killed(True)
    assert (same == again).all()
    far = strip(12, 6).lon < 4.0
    assert (same[:, far] == other[:, far]).all()
    assert other.sum() > same.sum()


def test_a_chain_can_be_followed_from_a_capture_to_a_killing() -> None:
    world = two_rivals(strip(8, 8), overlap=4.0, hierarchy=1.0, parameters={"leadership.split_slope": 30.0})
    world.organisations.arms[:] = [1.0, 6.0]
    processes = [Leadership(world), Territory(world), Violence(world)]
    capture = lose_leader(world, 0)
    for _ in range(36):
        for process in processes:
            process.step()
        take_off_the_dead(world)
        world.month += 1
    chains = [
        [event.kind for event in world.events.chain(event.id)]
        for event in world.events.events
        if event.kind == "turf_killings"
    ]
    assert ["leader_removed", "split", "war", "turf_killings"] in chains
    events = world.events.events
    fallen = [e for e in events if e.kind == "turf_killings"]
    assert all(events[e.cause].kind == "war" and int(e.detail) > 0 and e.place >= 0 for e in fallen)
    assert any(world.events.chain(e.id)[0].id == capture for e in fallen)


def test_who_earns_with_own_loads_need_not_prey_on_people() -> None:
    def preyed(loads: float) -> float:
        world = empty_world(parameters={"violence.predation": 0.004})
        members = np.full(world.region.n_places, 100.0)
        put(world, "Casa Sola", members, np.full(world.region.n_places, 0.5))
        world.ground.flow_usd[:], world.ground.local_usd[:] = 0.0, 0.0
        world.organisations.income_trafficking[:] = loads
        world.organisations.wage_bill[:] = 800.0 * world.organisations.members
        Violence(world).step()
        return float(world.violence.expected[HomicideKind.PREDATION, 0])

    everybody = 100.0 * len(empty_world().region.places)
    assert preyed(0.0) == pytest.approx(0.004 * np.exp(-4 * 0.02) * 100)
    assert preyed(800.0 * everybody) == pytest.approx(0.004 * np.exp(-4 * 0.02) * 50)
