"""What is observed of what happened."""

from __future__ import annotations

import numpy as np
import pytest
from conflict_ground import empty_world
from scipy.stats import binom

import corredor.processes.month  # noqa: F401  (registers the parameters)
from corredor.agents.world import World
from corredor.kernels.thinning import thin
from corredor.processes.communities import Communities
from corredor.processes.reporting import Reporting


def binomial(trials: np.ndarray, chance: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    seen = np.empty_like(trials)
    thin(trials.ravel(), chance.ravel(), uniform.ravel(), seen.ravel())
    return seen


def reported(world: World) -> World:
    world.violence.killings[:] = 40.0
    world.violence.extortion[:] = 900.0
    world.violence.kidnapping[:] = 60.0
    Communities(world)
    Reporting(world).step()
    return world


def test_counts_are_quantiles_of_the_binomial() -> None:
    uniform = np.random.default_rng(1).random((50, 40))
    trials = np.broadcast_to(np.arange(50.0)[:, None], (50, 40)).copy()
    chance = np.broadcast_to(np.linspace(0.0, 1.0, 40), (50, 40)).copy()
    seen = binomial(trials, chance, uniform)
    low, high = binom.cdf(seen - 1, trials, chance), binom.cdf(seen, trials, chance)
    assert (low <= uniform + 1e-9).all()
    assert (high >= uniform - 1e-9).all()


def test_large_counts_have_the_binomial_mean_and_spread() -> None:
    uniform = np.random.default_rng(2).random((1, 20000))
    seen = binomial(np.full((1, 20000), 5000.0), np.full((1, 20000), 0.1), uniform)
    assert seen.mean() == pytest.approx(500.0, rel=0.002)
    assert seen.std() == pytest.approx(np.sqrt(450.0), rel=0.03)


def test_one_more_killing_never_lowers_what_is_registered_by_more_than_rounding() -> None:
    uniform = np.random.default_rng(3).random((1, 500))
    few, more = (binomial(np.full((1, 500), n), np.full((1, 500), 0.04), uniform) for n in (100.0, 101.0))
    assert (more >= few).all()


def test_nothing_is_registered_that_did_not_happen() -> None:
    world = reported(empty_world())
    assert (world.reported.homicides <= world.violence.killings).all()
    assert (world.reported.extortion <= world.violence.extortion).all()


def test_homicides_are_registered_by_state_presence() -> None:
    world = empty_world(parameters={"reporting.homicide_low": 0.85, "reporting.homicide_high": 0.97})
    world.communities.presence[:] = np.linspace(0.0, 1.0, world.region.n_places)
    chances = Reporting(world).chances()
    assert chances[0].min() == pytest.approx(0.85)
    assert chances[0].max() == pytest.approx(0.97)


def test_hardly_any_extortion_or_kidnapping_is_reported() -> None:
    world = reported(empty_world())
    for seen, happened in (
        (world.reported.extortion, world.violence.extortion),
        (world.reported.kidnapping, world.violence.kidnapping),
    ):
        assert 0.01 < seen.sum() / happened.sum() < 0.10


def test_people_who_trust_less_report_less_unless_trust_is_cut() -> None:
    def share(trust: float, cuts: tuple[str, ...] = ()) -> float:
        world = empty_world(cuts=cuts)
        world.communities.trust[:] = trust
        Communities(world)
        return float(world.communities.reporting.mean())

    assert share(0.15) == pytest.approx(share(0.37) * (0.15 / 0.37) ** 0.5)
    assert share(0.15, ("reporting.trust",)) == share(0.37, ("reporting.trust",))


def test_the_same_month_of_the_same_seed_is_reported_alike() -> None:
    worlds = [reported(empty_world(seed=5)) for _ in range(2)]
    assert (worlds[0].reported.homicides == worlds[1].reported.homicides).all()


def test_a_place_where_more_happens_changes_no_other_place() -> None:
    one, other = empty_world(seed=5), empty_world(seed=5)
    reported(one)
    other.violence.killings[:] = 40.0
    other.violence.killings[:, 0] = 90.0
    other.violence.extortion[:], other.violence.kidnapping[:] = 900.0, 60.0
    Communities(other)
    Reporting(other).step()
    assert (one.reported.homicides[:, 1:] == other.reported.homicides[:, 1:]).all()
