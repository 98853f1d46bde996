"""War or peace between two organisations."""

from __future__ import annotations

import numpy as np
import pytest

from corredor.kernels.relations import Meetings, PeaceRules, count_allies, meetings, move_hostility, temptation

RULES = PeaceRules(
    grab=3.0,
    patience=10.0,
    destroyed=0.3,
    war_cost=156.0,
    attention=0.5,
    grievance=14.0,
    temperature=0.6,
    rise=0.5,
    fall=0.35,
)
ROWS = np.arange(2)


def meet(held: float = 0.5, won: float = 0.5, members: float = 0.0, prize: float = 1e6, boom: float = 1.0) -> Meetings:
    """One pair: the first holds and would win these shares of the prize, the second the rest."""

    def pair(share: float) -> np.ndarray:
        return prize * np.array([[0.0, share], [1.0 - share, 0.0]])

    flat = np.array([[0.0, 1.0], [1.0, 0.0]])
    return Meetings(prize * flat, boom * prize * flat, pair(held), pair(won), members * flat, 0.02 * prize * flat)


def hostility_after(months: int, meeting: Meetings, patience: float = 1.0, grudge: float = 0.0, **more: float) -> float:
    hostility = np.full((2, 2), more.get("start", 0.0))
    value = np.full((2, 2), more.get("peace_value", 0.0))
    for _ in range(months):
        move_hostility(hostility, np.full((2, 2), grudge), ROWS, meeting, np.array([1.0, patience]), value, RULES)
    assert hostility[0, 1] == hostility[1, 0]
    return float(hostility[0, 1])


def test_temptation_worked_by_hand() -> None:
    # grab 3 * 0.6 * (1 - 0.4); peace 0.4 - 0.6 * 0.7 + (156 * 100 + 0.5 * 2e4 + 5e4) / 1e6
    expected = 1.08 - 10 * 0.8 * (-0.02 + 0.0756)
    assert temptation(meet(0.4, 0.6, 100.0), 0, 1, 0.8, 5e4, RULES) == pytest.approx(expected)


def test_a_boom_tempts_by_what_it_adds_to_a_grab_and_by_nothing_else() -> None:
    # grab 3 * 0.1 * 0.6 * (1 - 0.4) on top of the same peace
    usual, boom = (temptation(meet(0.4, 0.6, 100.0, boom=b), 0, 1, 0.8, 5e4, RULES) for b in (1.0, 1.1))
    assert boom - usual == pytest.approx(0.108)


def test_a_stake_in_peace_keeps_it_and_strength_that_outgrows_holdings_ends_it() -> None:
    assert hostility_after(60, meet(0.5, 0.5)) < 0.35
    assert hostility_after(60, meet(0.3, 0.6)) > 0.9


def test_hostility_rises_faster_than_it_falls() -> None:
    risen = hostility_after(1, meet(0.1, 0.9))
    fallen = 1.0 - hostility_after(1, meet(0.5, 0.5, members=5000.0), start=1.0)
    assert risen == pytest.approx(0.5, abs=1e-3)
    assert fallen == pytest.approx(0.35, abs=1e-3)


@pytest.mark.parametrize(
    ("worse", "than"),
    [
        ({"patience": 0.4}, {}),
        ({"grudge": 0.02}, {}),
        ({}, {"peace_value": 1e5}),
    ],
)
def test_impatience_and_grudges_lead_to_war_and_what_is_offered_for_peace_keeps_it(
    worse: dict[str, float], than: dict[str, float]
) -> None:
    assert hostility_after(24, meet(0.45, 0.5), **worse) > hostility_after(24, meet(0.45, 0.5), **than) + 0.03


def test_those_who_do_not_meet_have_no_quarrel() -> None:
    assert hostility_after(80, meet(prize=0.0), start=1.0) < 1e-6


def test_the_law_that_an_attack_draws_worked_by_hand() -> None:
    # usual rents 1000 by both firm shares and by control 0.5 + 0.3; honest courts 0.02, officials 0.2 of what is held
    start, party = np.array([0, 2]), np.array([0, 1], np.int32)
    members, control = np.array([30.0, 10.0]), np.array([0.5, 0.3])
    one = (np.array([x]) for x in (900.0, 1000.0, 0.02, 0.2, 10.0))
    found = meetings(start, party, members, control, members, *one, 2)
    prize = 1000.0 * 0.75 * 0.5 * 0.8
    assert found.attention[0, 1] == pytest.approx(prize * (0.02 + 0.2 * 0.3))
    assert found.attention[1, 0] == pytest.approx(prize * (0.02 + 0.2 * 0.5))


def test_meetings_agree_with_the_plain_form() -> None:
    rng = np.random.default_rng(4)
    places, parties = 50, 6
    place, party = np.nonzero(rng.random((places, parties)) < 0.6)
    k = len(place)
    start = np.searchsorted(place, np.arange(places + 1)).astype(np.int64)
    m, h, s = rng.uniform(0, 300, k), rng.uniform(0, 0.3, k), rng.uniform(1, 300, k)
    rent, usual = rng.uniform(0, 1e6, (2, places))
    (conviction, guard), foothold = rng.uniform(0, 0.1, (2, places)), np.full(places, 1.2)
    found = meetings(start, party.astype(np.int32), m, h, s, rent, usual, conviction, guard, foothold, parties)

    def dense(values: np.ndarray) -> np.ndarray:
        full = np.zeros((parties, places))
        full[party, place] = values
        return full

    members, control, strength = dense(m), dense(h), dense(s)
    firm = members / (members + foothold)
    worth = firm[:, None] * firm[None] * usual
    prize = worth * (control[:, None] + control[None])
    both = strength[:, None] + strength[None]
    odds = np.divide(strength[:, None], both, out=np.zeros_like(both), where=both > 0)
    off = ~np.eye(parties, dtype=bool)
    for got, plain in (
        (found.prize, prize),
        (found.booty, firm[:, None] * firm[None] * rent * (control[:, None] + control[None])),
        (found.held, worth * control[:, None]),
        (found.won, prize * odds),
        (found.members, firm[:, None] * firm[None] * members[:, None]),
        (found.attention, prize * (conviction + guard * control[None])),
    ):
        np.testing.assert_allclose(got, plain.sum(axis=2) * off, rtol=1e-10)


def test_allies_worked_by_hand() -> None:
    # of the first's 100 members 80 stand beside the second and 40 beside the third; the second has all 50 there
    hostility, there = np.zeros((4, 4)), np.zeros((3, 3))
    hostility[0, 2] = hostility[2, 0] = 0.1
    hostility[0, 3] = hostility[3, 0] = 0.8
    there[0], there[1, 0], there[2, 0] = (0.0, 80.0, 40.0), 50.0, 40.0
    found = count_allies(hostility, np.array([0, 2, 3]), there, np.array([100.0, 50.0, 400.0]), 0.4)
    assert found == pytest.approx([0.75 * 0.8, 0.75, 0.0])
