"""One well-mixed place is the model of Prieto-Curiel, Campedelli & Hope (2023, Science 381:1312).

Their outcomes are those of their released code: members 115.0 thousand in 2012 and 173.8 in 2022; 359 recruits a week
on average and 439 in 2022; 177 lost a week to arrest and killing in 2012, 234 in 2022, and 64 more to saturation then;
five more years of status quo raise casualties by 36 % and members by 23 % (40 and 26 in the article); with half the
recruiting by -26 and -10; with twice the arrests by +2 and +6; without recruiting by -61 and -35.

No constant is fitted here. Sizes in 2012 (one over the rank), recruiting, arrests, lethality and saturation are those
of their code, and so is who fights and who helps whom. There a group's losses to another are divided by one and its own
allies. Here a pair is hostile by the mean of both directions, with which it loses as many for its sizes as there, and
its dead are divided between the two as one over one and the allies of each: the same equations. The solution of theirs
gives their figures to the last digit. The month differs from it by its step, a third of a percent, and by the dead
being drawn: small groups by up to two percent, which another seed may have otherwise. Members, recruits, casualties
and saturation are theirs within one percent, and what policies change within a point.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import solve_ivp
from well_mixed import PEOPLE, WEEKS_A_MONTH, WellMixed, lethality

from corredor.kernels import fights
from corredor.region.region import Floats

PUBLISHED: Final = Path(__file__).parent / "published"
GROUPS, MEMBERS_2012 = 150, 115.0e3
RATE, ARRESTS, CONFLICT, SATURATION = 2.527474e-3, 110.0, 1.549231e-8, 4e-8
WEEKS: Final = 520


def sizes() -> Floats:
    """Members in 2012, shape (GROUPS,)."""
    parts = 1.0 / np.arange(1.0, GROUPS + 1.0)
    return MEMBERS_2012 * parts / parts.sum()


def ties(wanted: str) -> Floats:
    """Times that two groups were seen as ``rivals`` or as ``allies``, shape (GROUPS, GROUPS)."""
    seen = np.zeros((GROUPS, GROUPS))
    for kind, one, other, times in pd.read_csv(PUBLISHED / "ties_2020.csv", comment="#").itertuples(index=False):
        if kind == wanted:
            seen[one - 1, other - 1] = seen[other - 1, one - 1] = times
    return seen


def allies() -> Floats:
    """Allies of each group."""
    counted: Floats = ties("allies").sum(axis=1)
    return counted


def their_weights() -> Floats:
    """How much the group of each row loses to that of each column: one and their rivalry, over one and its allies."""
    weights: Floats = (1.0 + ties("rivals")) / (1.0 + allies())[:, None]
    np.fill_diagonal(weights, 0.0)
    return weights


def hostility() -> Floats:
    """The mean of both directions: with it a pair loses as many as there."""
    weights = their_weights()
    return 0.5 * (weights + weights.T)


def well_mixed() -> WellMixed:
    return WellMixed(sizes(), hostility(), allies(), RATE, ARRESTS, CONFLICT, SATURATION)


def solved(
    weights: Floats, start: Floats, weeks: int = WEEKS, *, recruit: float = 1.0, arrest: float = 1.0
) -> tuple[Floats, Floats]:
    """Members by week and group, and killed by week, as the differential equations have them."""

    def change(_: float, c: Floats) -> Floats:
        lost: Floats = arrest * ARRESTS / c.sum() + CONFLICT * (weights @ c) + SATURATION * c
        return c * (recruit * RATE - lost)

    c = solve_ivp(change, (0, weeks), start, t_eval=np.arange(weeks + 1), rtol=1e-8, atol=1e-5).y.T
    return c, CONFLICT * np.einsum("wi,ij,wj->w", c, weights, c)


def observed() -> Floats:
    """A tenth of those killed or missing in Mexico, a week, straight from year to year over their 520 weeks."""
    table = pd.read_csv(PUBLISHED / "mexico_2012_2021.csv", comment="#")
    years = (table["homicides"] + table["missing"]).to_numpy() / 520.0
    return np.interp(np.linspace(0.0, len(years) - 1.0, WEEKS), np.arange(len(years)), years)


def misfit(killed: Floats) -> tuple[float, float]:
    """Root mean square error a week, and correlation, of those killed in each of the 520 weeks."""
    seen = observed()
    return float(np.sqrt(np.mean((killed - seen) ** 2))), float(np.corrcoef(killed, seen)[0, 1])


def test_without_fronts_and_crowding_an_organisation_loses_theta_for_each_of_its_members_and_each_rival() -> None:
    """``lethality h m_i m_j / population`` for a pair, divided by allies: ``theta = lethality / (2 population)``."""
    members, fight = sizes(), hostility()
    zeros, numbers = np.zeros(GROUPS), np.arange(GROUPS, dtype=np.int32)
    start, arms = np.array([0, GROUPS], np.int64), np.ones(GROUPS)
    sides = fights.Sides(start, numbers, numbers, members, zeros, members, zeros, arms, arms, allies())
    rules = fights.FightRules(lethality(CONFLICT), 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0)
    dead = fights.turf_deaths(sides, fight, np.array([PEOPLE]), np.ones(1), GROUPS, rules)
    by_hand = CONFLICT * WEEKS_A_MONTH * members * (their_weights() @ members)
    assert dead.holding == pytest.approx(by_hand, rel=1e-12)
    assert dead.place[0] == pytest.approx(by_hand.sum(), rel=1e-12)


def test_violence_expects_what_the_kernel_does_by_hand() -> None:
    model = well_mixed()
    model.run(1)
    assert model.casualties[0] == pytest.approx(CONFLICT * sizes() @ hostility() @ sizes(), rel=1e-9)


def test_their_lethality_lies_in_the_registered_range() -> None:
    assert 3.0 < lethality(CONFLICT) < 20.0


def test_their_equations_with_their_weights_give_their_figures() -> None:
    c, killed = solved(their_weights(), sizes())
    assert c[-1].sum() == pytest.approx(173.8e3, abs=50)
    assert RATE * c.sum(axis=1).mean() == pytest.approx(359, abs=0.5)
    assert [ARRESTS + killed[0], ARRESTS + killed[-1]] == pytest.approx([177, 234], abs=0.5)
    assert SATURATION * float(c[-1] @ c[-1]) == pytest.approx(64, abs=0.5)
    later, killed_later = solved(their_weights(), c[-1], 260, recruit=0.5)
    assert killed_later[-1] / killed[-1] - 1 == pytest.approx(-0.26, abs=0.005)
    assert later[-1].sum() / c[-1].sum() - 1 == pytest.approx(-0.10, abs=0.005)
    error, correlation = misfit(killed[:WEEKS])
    assert error == pytest.approx(7.6, abs=0.2)
    assert correlation == pytest.approx(0.92, abs=0.005)


def test_ten_years_of_months_follow_the_differential_equation_group_by_group() -> None:
    exact = solved(their_weights(), sizes())[0][-1]
    members = well_mixed().run(120)
    assert members == pytest.approx(exact, rel=0.02)
    assert members[:10] == pytest.approx(exact[:10], rel=0.005)


def test_unequal_groups_with_few_rivals_follow_the_differential_equation_as_well() -> None:
    generator = np.random.default_rng(0)
    start = 115e3 * generator.dirichlet(np.ones(12))
    rivals = np.triu((generator.random((12, 12)) < 0.4).astype(float), 1)
    rivals += rivals.T
    exact = solved(rivals, start)[0][-1]
    model = WellMixed(start, rivals, np.zeros(12), RATE, ARRESTS, CONFLICT, SATURATION)
    assert model.run(120) == pytest.approx(exact, rel=0.01)


def test_ten_years_from_2012_have_their_members_and_recruits() -> None:
    model = well_mixed()
    members = model.run(120)
    assert members.sum() == pytest.approx(173.8e3, rel=0.005)
    assert np.mean(model.recruits) == pytest.approx(359, rel=0.005)
    assert model.recruits[-1] == pytest.approx(439, rel=0.005)


def test_ten_years_from_2012_have_their_losses() -> None:
    model = well_mixed()
    members = model.run(120)
    assert ARRESTS + model.casualties[0] == pytest.approx(177, abs=0.5)
    assert model.casualties[-1] == pytest.approx(124, rel=0.01)
    assert SATURATION * float(members @ members) == pytest.approx(64, rel=0.01)


def test_those_killed_lie_as_near_the_observed_as_theirs_do() -> None:
    model = well_mixed()
    model.run(120)
    middle = (np.arange(120) + 0.5) * WEEKS_A_MONTH
    error, correlation = misfit(np.interp(np.arange(WEEKS), middle, model.casualties))
    assert correlation == pytest.approx(0.92, abs=0.01)
    assert error == pytest.approx(7.6, abs=0.3)


@pytest.mark.parametrize(
    ("recruit", "arrest", "casualties", "growth"),
    [(1.0, 1.0, 36, 23), (0.5, 1.0, -26, -10), (1.0, 2.0, 2, 6), (0.0, 1.0, -61, -35)],
    ids=["status quo", "half the recruiting", "twice the arrests", "no recruiting"],
)
def test_five_years_of_policy_move_members_and_casualties_as_theirs(
    recruit: float, arrest: float, casualties: float, growth: float
) -> None:
    model = well_mixed()
    before = model.run(120).sum()
    killed = model.casualties[-1]
    after = model.run(60, recruit=recruit, arrest=arrest).sum()
    assert 100 * (after / before - 1) == pytest.approx(growth, abs=0.5)
    assert 100 * (model.casualties[-1] / killed - 1) == pytest.approx(casualties, abs=1.0)


def test_recruiting_less_beats_arresting_more() -> None:
    less, more = well_mixed(), well_mixed()
    fewer_recruits = less.run(60, recruit=0.5)
    more_arrests = more.run(60, arrest=2.0)
    assert fewer_recruits.sum() < more_arrests.sum()
    assert sum(less.casualties) < sum(more.casualties)


def test_everybody_who_came_or_went_is_in_the_book() -> None:
    model = well_mixed()
    world = model.world
    world.ledger.people.opening = float(world.holdings.members.sum())
    model.run(24)
    held = float(world.holdings.members.sum() + world.justice.members_in_prison.sum())
    assert world.ledger.people.imbalance(held) == pytest.approx(0.0, abs=1e-6)
