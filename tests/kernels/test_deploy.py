"""Control and deployment."""

from __future__ import annotations

import numpy as np
import pytest

from corredor.kernels.deploy import (
    ControlRules,
    Deployed,
    DeployRules,
    Order,
    by_group,
    deploy,
    hostile_strength,
    marginal_rent,
    move_control,
)

RULES = DeployRules(sharpness=0.08, leavers=0.003, diffusion=31.0, least=0.05, most=20.0)
CONTROL = ControlRules(settle=0.02, seize=0.15)
PAIR = np.array([0, 2])
SIDES = np.array([0, 1], np.int32)


def line(places: int, km: float) -> tuple[np.ndarray, np.ndarray]:
    """Places in a row: neighbours and what one km2 of diffusion takes to each."""
    beside = np.full((places, 8), -1, np.int32)
    beside[1:, 0], beside[:-1, 1] = np.arange(places - 1), np.arange(1, places)
    return beside, np.where(beside >= 0, 1.0 / km**2, 0.0)


def seated(place: np.ndarray, party: np.ndarray, members: np.ndarray) -> Deployed:
    k = len(place)
    return Deployed(
        place.astype(np.int32),
        party.astype(np.int32),
        members,
        np.full(k, 0.1),
        np.arange(k, dtype=np.int32),
        np.ones(k),
    )


def contested(heat: float, held: tuple[float, float], strong: tuple[float, float], state: float = 0.0) -> np.ndarray:
    control, strength = np.array(held), np.array(strong)
    hostility = np.array([[0.0, heat], [heat, 0.0]])
    against = hostile_strength(PAIR, SIDES, strength, hostility)
    move_control(PAIR, control, strength, against, np.array([state]), CONTROL)
    return control


def test_war_moves_control_towards_a_tullock_contest_worked_by_hand() -> None:
    # fully held: shares 0.5 and 0.5, strengths 300 and 100; pace 0.15 * 100 / 400 and 0.15 * 300 / 400
    assert contested(1.0, (0.5, 0.5), (300.0, 100.0)) == pytest.approx([0.5 + 0.009375, 0.5 - 0.028125])


def test_peace_freezes_what_organisations_hold_against_one_another() -> None:
    assert contested(0.0, (0.5, 0.5), (300.0, 100.0)) == pytest.approx([0.5, 0.5])
    shrunk = contested(0.0, (0.6, 0.2), (300.0, 100.0), state=1600.0)
    assert shrunk.sum() < 0.8
    assert shrunk[0] / shrunk[1] == pytest.approx(3.0)


def test_in_peace_vacant_ground_is_taken_by_strength() -> None:
    gained = contested(0.0, (0.1, 0.1), (300.0, 100.0), state=100.0) - 0.1
    assert gained == pytest.approx(0.02 * 0.6 * np.array([0.75, 0.25]))


def test_marginal_rent_is_the_derivative_of_the_contested_share() -> None:
    take, state = np.array([2e6, 2e6]), np.array([50.0])
    members = np.array([300.0, 100.0])
    gain = marginal_rent(PAIR, members, members, np.array([100.0, 300.0]), take, state)
    more = 2e6 * (300.5 / 450.5 - 299.5 / 449.5)
    assert gain[0] == pytest.approx(more, rel=1e-4)


def test_an_organisation_keeps_its_members_exactly_and_new_holdings_join_the_plaza_they_came_from() -> None:
    beside, spread = line(12, 111.0)
    now = seated(np.array([2, 3, 3, 9]), np.array([0, 0, 1, 1]), np.array([500.0, 900.0, 80.0, 4000.0]))
    after = deploy(now, np.array([5.0, 9.0, 1.0, 2.0]), beside, spread, np.full(12, 0.05), 2, RULES)
    totals = np.bincount(after.party, after.members)
    assert totals == pytest.approx([1400.0, 4080.0], rel=1e-14)
    assert (np.diff(after.place) >= 0).all()
    plaza = {(int(i), int(p)): int(k) for i, p, k in zip(after.party, after.place, after.plaza, strict=True)}
    assert plaza == {(0, 1): 0, (0, 2): 0, (0, 3): 1, (0, 4): 1, (1, 2): 2, (1, 3): 2, (1, 4): 2} | {
        (1, 8): 3,
        (1, 9): 3,
        (1, 10): 3,
    }
    new = ~np.isin(after.place, [2, 3, 9])
    assert (after.control[new] == 0.0).all()


def test_who_follows_money_is_worked_out_by_hand() -> None:
    # mean gain 6; weights 0.5, 1 and 1.5 to the power 1: wanted 50, 100 and 150 of each hundred
    now = seated(np.array([2, 5, 9]), np.zeros(3), np.array([100.0, 100.0, 100.0]))
    beside, spread = line(12, 111.0)
    rules = RULES._replace(sharpness=1.0, leavers=0.2, diffusion=0.0)
    after = deploy(now, np.array([3.0, 6.0, 9.0]), beside, spread, np.full(12, 0.05), 1, rules)
    assert after.members == pytest.approx([80.0, 100.0, 120.0])


@pytest.mark.parametrize("km", [222.0, 111.0, 27.75])
def test_no_place_loses_more_to_money_elsewhere_than_the_leavers_and_nobody_is_lost(km: float) -> None:
    places = round(40 * 111 / km)
    beside, spread = line(places, km)
    dice = np.random.default_rng(int(km))
    now = seated(np.arange(places), np.zeros(places), dice.uniform(1.0, 1e4, places))
    gain = dice.lognormal(0.0, 3.0, places)
    follows = RULES._replace(sharpness=0.3, diffusion=0.0)
    after = deploy(now, gain, beside, spread, np.full(places, 1e-9), 1, follows)
    assert (after.members >= 0.997 * now.members * (1 - 1e-12)).all()
    assert (after.members < 0.998 * now.members).any()
    assert after.members.sum() == pytest.approx(now.members.sum(), rel=1e-14)
    both = deploy(now, gain, beside, spread, np.full(places, 1e-9), 1, follows._replace(diffusion=31.0))
    strays = 31.0 * spread.sum(axis=1)
    assert (both.members >= 0.997 * (1 - strays) * now.members * (1 - 1e-12)).all()
    assert both.members.sum() == pytest.approx(now.members.sum(), rel=1e-14)


@pytest.mark.parametrize("leavers", [0.003, 0.02])
def test_an_organisation_spreads_as_far_around_what_pays_on_every_grid(leavers: float) -> None:
    spreads = []
    for km in (222.0, 111.0, 55.5):
        places = 2 * round(1332 / km) + 1
        beside, spread = line(places, km)
        away = km * (np.arange(places) - places // 2)
        now = seated(np.arange(places), np.zeros(places), np.full(places, 1e6 / places))
        rules = RULES._replace(leavers=leavers, diffusion=150.0)
        for _ in range(3000):
            now = deploy(now, np.exp(-0.5 * (away / 500.0) ** 2), beside, spread, np.full(places, 1e-9), 1, rules)
        spreads.append(np.sqrt(np.average(away**2, weights=now.members)))
    assert spreads == pytest.approx([spreads[-1]] * 3, rel=0.05)


@pytest.mark.parametrize("km", [111.0, 55.5, 27.75])
def test_members_stray_as_far_on_every_grid(km: float) -> None:
    places = 2 * round(12 * 111 / km) + 1
    beside, spread = line(places, km)
    now = seated(np.array([places // 2]), np.zeros(1), np.array([1e6]))
    rules = RULES._replace(sharpness=0.0)
    months = 120
    for _ in range(months):
        now = deploy(now, np.ones(len(now.place)), beside, spread, np.full(places, 1e-9), 1, rules)
    variance = np.average(((now.place - places // 2) * km) ** 2, weights=now.members)
    assert variance == pytest.approx(2 * 31.0 * months, rel=1e-6)


def test_presences_too_small_are_given_up_and_their_members_join_the_others() -> None:
    beside, spread = line(5, 111.0)
    now = seated(np.array([0, 2]), np.zeros(2), np.array([0.03, 50.0]))
    after = deploy(now, np.ones(2), beside, spread, np.full(5, 0.5), 1, RULES)
    assert after.place.tolist() == [2]
    assert after.members == pytest.approx([50.03])


def test_the_kernel_agrees_with_the_plain_form() -> None:
    rng = np.random.default_rng(2)
    places, parties = 30, 4
    beside, spread = line(places, 60.0)
    place, party = np.nonzero(rng.random((places, parties)) < 0.5)
    now = seated(place, party, rng.uniform(0.1, 500, len(place)))
    gain, floor = rng.uniform(0, 100, len(place)), np.full(places, 0.5)
    after = deploy(now, gain, beside, spread, floor, parties, RULES)

    members, rent = np.zeros((parties, places)), np.zeros((parties, places))
    members[party, place], rent[party, place] = now.members, gain
    mean = (rent * members).sum(axis=1, keepdims=True) / members.sum(axis=1, keepdims=True)
    drawn = members * np.clip(rent / mean, 0.05, 20.0) ** 0.08
    more = drawn * members.sum(axis=1, keepdims=True) / drawn.sum(axis=1, keepdims=True) - members
    leaving, wanted = np.minimum(np.maximum(-more, 0.0), 0.003 * members), np.maximum(more, 0.0)
    drawn = members - leaving + wanted * leaving.sum(axis=1, keepdims=True) / wanted.sum(axis=1, keepdims=True)
    moved = 31.0 * np.einsum("ap,pk->apk", drawn, spread)
    new = drawn - moved.sum(axis=2)
    for k in range(8):
        there = beside[:, k] >= 0
        np.add.at(new, (slice(None), beside[there, k]), moved[:, there, k])
    new[new < floor] = 0.0
    new *= members.sum(axis=1, keepdims=True) / new.sum(axis=1, keepdims=True)
    dense = np.zeros((parties, places))
    dense[after.party, after.place] = after.members
    np.testing.assert_allclose(dense, new, rtol=1e-10)


def test_a_counting_sort_is_stable() -> None:
    group = np.array([2, 0, 2, 1, 0], np.int32)
    order = Order(*(np.empty(size, np.int64) for size in (4, 5, 3)))
    by_group(group, order)
    assert order.start.tolist() == [0, 2, 3, 5]
    assert order.rank.tolist() == [1, 4, 3, 0, 2]
