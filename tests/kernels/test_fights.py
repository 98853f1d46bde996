"""Deaths in contests, against cases worked by hand and the plain form."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from corredor.kernels.fights import SLIGHT, FightRules, Sides, openings, succession_deaths, turf_deaths

PLAIN = FightRules(
    lethality=8.75,
    crowding=312.5,
    front=1.5,
    front_cost=1e12,
    front_scale=1e7,
    front_limit=3.0,
    succession=0.3,
    succession_cost=1.5e7,
    succession_scale=3e6,
    pair_ceiling=0.05,
    inner_ceiling=0.03,
)


def crowd(places: int, parties: int, seed: int = 0) -> tuple[Sides, np.ndarray, np.ndarray, np.ndarray]:
    """Random holdings, with hostility, population and impunity."""
    rng = np.random.default_rng(seed)
    there = rng.random((places, parties)) < 0.6
    place, party = np.nonzero(there)
    k = len(place)
    start = np.searchsorted(place, np.arange(places + 1)).astype(np.int64)
    plaza = rng.integers(0, 3, k)
    sides = Sides(
        start,
        party.astype(np.int32),
        (3 * party + plaza).astype(np.int32),
        rng.uniform(0, 400, k),
        rng.uniform(0, 0.3, k),
        rng.uniform(1, 400, k),
        rng.uniform(0, 8e6, k),
        rng.uniform(0.3, 1, k),
        rng.uniform(1, 2, parties),
        np.linspace(0.0, 3.0, parties),
    )
    heat = rng.random((parties, parties))
    return sides, np.triu(heat, 1) + np.triu(heat, 1).T, rng.uniform(1e4, 1e6, places), rng.uniform(0.8, 1, places)


def two_in_one_place(members: tuple[float, float], allies: tuple[float, float] = (0.0, 0.0)) -> Sides:
    both = np.array(members)
    return Sides(
        np.array([0, 2]),
        np.array([0, 1], np.int32),
        np.array([0, 1], np.int32),
        both,
        np.array([0.3, 0.2]),
        both,
        np.array([4e6, 2e6]),
        np.ones(2),
        np.array([1.0, 1.4]),
        np.array(allies),
    )


def test_deaths_of_one_pair_worked_by_hand() -> None:
    hostility = np.array([[0.0, 0.5], [0.5, 0.0]])
    dead = turf_deaths(two_in_one_place((100.0, 300.0)), hostility, np.array([1e6]), np.array([0.9]), 2, PLAIN)
    # 8.75 * 0.5 * 100 * 300 * (1 + 1.4) / 2 * 0.9 / (1e6 + 312.5 * 400)
    assert dead.place[0] == pytest.approx(0.126)
    assert dead.holding == pytest.approx([0.063, 0.063])
    assert dead.pair[0, 1] == pytest.approx(0.126)
    assert (dead.worst[0, 1], dead.engaged[0, 1]) == (0, 400.0)


@pytest.mark.parametrize(
    ("allies", "first"),
    [((2.0, 0.0), 1 / 4), ((0.0, 2.0), 3 / 4), ((3.0, 1.0), 1 / 3), ((1.5, 1.5), 1 / 2), ((0.0, 0.0), 1 / 2)],
)
def test_who_has_allies_has_fewer_of_the_dead_and_the_pair_as_many(allies: tuple[float, float], first: float) -> None:
    hostility = np.array([[0.0, 0.5], [0.5, 0.0]])
    dead = turf_deaths(two_in_one_place((100.0, 300.0), allies), hostility, np.array([1e6]), np.array([0.9]), 2, PLAIN)
    assert dead.holding == pytest.approx([0.126 * first, 0.126 * (1 - first)])
    assert (dead.place[0], dead.pair[0, 1]) == pytest.approx((0.126, 0.126))


def test_allies_of_some_change_who_dies_and_neither_where_nor_between_whom() -> None:
    sides, hostility, people, impunity = crowd(60, 7)
    rules = PLAIN._replace(front_cost=4e6)
    helped, alone, alike = (
        turf_deaths(sides._replace(allies=allies), hostility, people, impunity, 21, rules)
        for allies in (sides.allies, np.zeros(7), np.full(7, 1.7))
    )
    for name in ("place", "pair", "engaged", "worst", "worst_deaths"):
        assert np.array_equal(getattr(helped, name), getattr(alone, name)), name
    assert np.add.reduceat(helped.holding, sides.start[:-1]) == pytest.approx(helped.place)
    assert alike.holding == pytest.approx(alone.holding)
    by_party = [np.bincount(sides.party, dead.holding, 7) for dead in (helped, alone)]
    # the first has no allies and the last has most
    assert by_party[0][0] > by_party[1][0]
    assert by_party[0][6] < by_party[1][6]


def test_a_front_is_fought_harder_once_its_rent_exceeds_the_fixed_cost() -> None:
    hostility = np.array([[0.0, 0.5], [0.5, 0.0]])
    sides = two_in_one_place((100.0, 300.0))
    gap = abs(0.25 - (0.3 + SLIGHT) / (0.5 + 2 * SLIGHT))
    stake = gap * 3e6
    for cost, effort in ((stake + 1.0, 0.0), (0.5 * stake, 0.5 * stake / 1e6)):
        rules = PLAIN._replace(front_cost=cost, front_scale=1e6)
        dead = turf_deaths(sides, hostility, np.array([1e6]), np.array([0.9]), 2, rules)
        assert dead.place[0] == pytest.approx(0.126 * (1 + 1.5 * effort))


def test_peace_kills_nobody() -> None:
    sides, _, people, impunity = crowd(40, 6)
    assert turf_deaths(sides, np.zeros((6, 6)), people, impunity, 18, PLAIN).place.sum() == 0.0


def test_the_kernel_agrees_with_the_plain_form() -> None:
    sides, hostility, people, impunity = crowd(60, 7)
    rules = PLAIN._replace(front_cost=4e6)
    dead = turf_deaths(sides, hostility, people, impunity, 21, rules)
    succession_deaths(sides, people, impunity, 21, rules._replace(succession_cost=2e6), dead)

    place, holding, pair = np.zeros(60), np.zeros(len(sides.party)), np.zeros((7, 7))
    facing = np.empty((21, len(sides.arms)))
    openings(sides, facing)
    worth = np.bincount(sides.front, sides.take * sides.control, 21)
    for p in range(60):
        rows = range(sides.start[p], sides.start[p + 1])
        for a in rows:
            i, m = sides.party[a], sides.members[a]
            for b in (b for b in rows if b < a):
                j, both = sides.party[b], m + sides.members[b]
                stake = (facing[sides.front[a], j] + facing[sides.front[b], i]) / 2
                effort = np.clip((stake - 4e6) / 1e7, 0.0, 3.0)
                x = 8.75 * hostility[i, j] * (1 + 1.5 * effort) * m * sides.members[b] * impunity[p]
                x *= (sides.arms[i] + sides.arms[j]) / 2 / (people[p] + 312.5 * both)
                x = min(x, 0.05 * both)
                place[p] += x
                spared = 1 / (1 + sides.allies[[i, j]])
                holding[[a, b]] += x * spared / spared.sum()
                pair[[i, j], [j, i]] += x
            heat = 0.3 * (1 - sides.hold[a]) / (1 + np.exp(-(worth[sides.front[a]] - 2e6) / 3e6))
            x = 8.75 * heat * 0.5 * m**2 * sides.arms[i] * impunity[p] / (people[p] + 312.5 * m)
            place[p] += min(x, 0.03 * m)
            holding[a] += min(x, 0.03 * m)
    np.testing.assert_allclose(dead.place, place, rtol=1e-12)
    np.testing.assert_allclose(dead.holding, holding, rtol=1e-12)
    np.testing.assert_allclose(dead.pair, pair, rtol=1e-12)


def test_a_place_cut_into_quarters_loses_what_the_whole_one_did() -> None:
    sides, hostility, people, impunity = crowd(30, 5)
    rules = PLAIN._replace(front_cost=4e6)
    whole = turf_deaths(sides, hostility, people, impunity, 15, rules)
    succession_deaths(sides, people, impunity, 15, rules, whole)
    begin = np.concatenate([sides.start[:-1]] * 4)
    rows = np.concatenate([np.arange(sides.start[p], sides.start[p + 1]) for _ in range(4) for p in range(30)])
    sizes = np.tile(np.diff(sides.start), 4)
    quarters = Sides(
        np.concatenate([[0], np.cumsum(sizes)]),
        sides.party[rows],
        sides.front[rows],
        sides.members[rows] / 4,
        sides.control[rows],
        sides.strength[rows] / 4,
        sides.take[rows] / 4,
        sides.hold[rows],
        sides.arms,
        sides.allies,
    )
    assert len(begin) == len(sizes)
    cut = turf_deaths(quarters, hostility, np.tile(people, 4) / 4, np.tile(impunity, 4), 15, rules)
    succession_deaths(quarters, np.tile(people, 4) / 4, np.tile(impunity, 4), 15, rules, cut)
    np.testing.assert_allclose(cut.place.reshape(4, 30).sum(axis=0), whole.place, rtol=1e-9)
    np.testing.assert_allclose(cut.pair, whole.pair, rtol=1e-9)


def test_one_well_mixed_place_loses_members_as_prieto_curiel_et_al_write_it() -> None:
    rng = np.random.default_rng(0)
    n, months, people, theta = 12, 120, 1.25e8, 1.2e-8
    at_war = np.triu(rng.random((n, n)) < 0.4, 1).astype(float)
    at_war += at_war.T
    members = 14e3 * rng.dirichlet(np.ones(n)) * n
    ode = solve_ivp(lambda _, c: -0.5 * theta * c * (at_war @ c), (0, months), members, rtol=1e-9).y[:, -1]
    rules = PLAIN._replace(lethality=theta * people, crowding=0.0)
    one = np.ones(n)
    for _ in range(months):
        each = np.arange(n, dtype=np.int32)
        sides = Sides(np.array([0, n]), each, each, members, one, members, one, one, one, one)
        members = members - turf_deaths(sides, at_war, np.array([people]), np.ones(1), n, rules).holding
    np.testing.assert_allclose(members, ode, rtol=2e-3)
