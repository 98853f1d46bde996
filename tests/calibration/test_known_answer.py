"""A fit of a simulator whose posterior is known: it is found, and a fit that is too sure of itself is found out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

pytest.importorskip("nautilus")
pytest.importorskip("sklearn")

from corredor.calibration.inference.emulator import Emulator, explained, fit
from corredor.calibration.inference.laplace import Shared
from corredor.calibration.inference.likelihood import Likelihood, Mixed
from corredor.calibration.inference.posterior import Effort, sample
from corredor.calibration.inference.problem import Form, Problem, problem
from corredor.calibration.inference.scatter import Scatter
from corredor.calibration.inference.truths import RANKS, even, persistent, synthetic, try_truths
from corredor.calibration.observation import LogNormal, NegativeBinomial
from corredor.calibration.targets import Discrepancy

PLACES, YEARS = 4, 3
pytestmark = pytest.mark.once
EFFECT = np.random.default_rng(1).normal(0.0, 1.5, (PLACES * YEARS, 2))
NOISE, ERROR = 0.05, 0.25
TRUTH = np.array([0.6, 0.35])
QUICK = Effort(live=50, effective=100, chains=1)
HARDLY = Discrepancy(scale=1e-3, lasting=0.5)


def simulated(positions: np.ndarray, rng: np.random.Generator, noise: float = NOISE) -> np.ndarray:
    """A cheap simulator: logarithms of amounts are linear in the parameters, with chance on top."""
    logs = 3.0 + (positions - 0.5) @ EFFECT.T
    return np.exp(logs + rng.normal(0.0, noise, logs.shape))


@pytest.fixture(scope="module")
def about() -> Problem:
    keys = [("amounts", f"place {p}", y) for p in range(PLACES) for y in range(YEARS)]
    index = pd.MultiIndex.from_tuples(keys, names=["target", "group", "at"])
    form = Form("amounts", LogNormal(kind="log_normal", sd=ERROR), HARDLY)
    observed = np.exp(3.0 + (TRUTH - 0.5) @ EFFECT.T)
    return problem(index, observed, [form])


@pytest.fixture(scope="module")
def design() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    positions = stats.qmc.LatinHypercube(2, rng=rng).random(40)
    return positions, np.stack([simulated(positions, rng) for _ in range(3)], axis=1)


@pytest.fixture(scope="module")
def emulator(about: Problem, design: tuple[np.ndarray, np.ndarray]) -> Emulator:
    return fit(about, *design, seed=3)


def test_the_emulator_predicts_points_that_it_was_not_shown(emulator: Emulator, design) -> None:
    said = explained(emulator, design[1])["amounts"]
    assert said["explained"] > 0.98
    assert said["replicate_sd"] == pytest.approx(NOISE, rel=0.2)
    assert emulator.left_out.shape == (40, PLACES * YEARS)


def test_an_emulator_that_is_surer_than_it_is_right_is_told_so(about: Problem) -> None:
    rng = np.random.default_rng(15)
    positions = stats.qmc.LatinHypercube(2, rng=rng).random(40)
    figures = np.stack([simulated(positions, rng) for _ in range(3)], axis=1)
    figures *= np.exp(0.5 * np.sign(np.sin(60 * positions[:, :1]))[:, :, None])  # nothing smooth says this
    found = fit(about, positions, figures, 3)
    _, variances = found.predict(positions)
    whole = found.scatter.variances(about)[0] + variances.mean(axis=0) @ block_means(found) ** 2
    assert whole.mean() == pytest.approx(0.25, rel=0.4)
    assert len(found.scatter.shared) >= 1


def test_runs_that_nobody_was_shown_are_off_by_as_much_as_is_said(about: Problem) -> None:
    # Few points in many dimensions and much chance: length scales chosen with a point in view fit chance as well.
    rng = np.random.default_rng(19)
    slopes, bends = rng.normal(0.0, 0.5, (2, 8, PLACES * YEARS))

    def runs(positions: np.ndarray) -> np.ndarray:
        logs = 3.0 + (positions - 0.5) @ slopes + np.sin(6.0 * positions) @ bends
        return np.exp(logs + rng.normal(0.0, 0.5, logs.shape))

    positions = stats.qmc.LatinHypercube(8, rng=rng).random(60)
    found = fit(about, positions, np.stack([runs(positions) for _ in range(2)], axis=1), 3)
    fresh = rng.random((400, 8))
    said, variances = found.predict(fresh)
    off = (np.log(runs(fresh)) - said) @ found.patterns.T
    wide = ((found.patterns @ found.patterns.T) ** 2 @ variances.T).T.mean(axis=0)
    wide += ((found.patterns @ found.scatter.shared.T) ** 2).sum(axis=1)
    for number, block in enumerate(about.blocks):
        own = found.patterns[:, list(block.at)]
        wide += found.scatter.level[number] * own.sum(axis=1) ** 2
        wide += found.scatter.within[number] * (own**2).sum(axis=1)
    assert np.sqrt((off**2 / wide).mean()) == pytest.approx(1.0, abs=0.12)


def block_means(emulator: Emulator) -> np.ndarray:
    return np.column_stack([emulator.patterns[:, list(b.at)].mean(axis=1) for b in emulator.problem.blocks])


def test_the_emulator_tells_chance_from_what_parameters_do(emulator: Emulator, about: Problem) -> None:
    fresh = np.random.default_rng(4).random((200, 2))
    figures, variances = emulator.predict(fresh)
    off = figures - (3.0 + (fresh - 0.5) @ EFFECT.T)
    assert off.std() < 0.5 * NOISE
    assert (variances @ emulator.patterns**2).mean() < NOISE**2
    level, within = emulator.scatter.variances(about)
    assert (level + within).mean() == pytest.approx(NOISE**2, rel=0.3)


def test_the_posterior_is_the_one_that_algebra_gives(emulator: Emulator, about: Problem) -> None:
    found = sample(Likelihood(emulator, about), 2, 5, Effort(live=120, effective=500, chains=2))
    precision = EFFECT.T @ EFFECT / (ERROR**2 + NOISE**2)
    assert found.flat[0].mean(axis=0) == pytest.approx(TRUTH, abs=0.02)
    assert found.flat[0].std(axis=0) == pytest.approx(np.sqrt(np.diag(np.linalg.inv(precision))), rel=0.12)
    rhat, effective = found.agreement()
    assert (rhat < 1.02).all()
    assert (effective > 200).all()


def test_a_parameter_without_effect_is_not_identified(about: Problem, design) -> None:
    positions, figures = design
    blind = np.column_stack([positions, np.random.default_rng(6).random(len(positions))])
    found = sample(Likelihood(fit(about, blind, figures, 3), about), 3, 7, Effort(live=80, effective=200, chains=1))
    contraction = found.contraction()
    assert (contraction[:2] > 0.8).all()
    assert contraction[2] < 0.2


def test_the_same_seed_gives_the_same_draws(emulator: Emulator, about: Problem) -> None:
    first, second, other = (sample(Likelihood(emulator, about), 2, seed, QUICK) for seed in (1, 1, 2))
    assert (first.positions == second.positions).all()
    assert not np.array_equal(first.positions, other.positions)


def test_evidence_prefers_the_right_size_of_error(emulator: Emulator, about: Problem) -> None:
    rng = np.random.default_rng(8)
    observed = about.observed * np.exp(rng.normal(0.0, ERROR, len(about.observed)))

    def evidence(sd: float) -> float:
        forms = (replace(about.forms[0], error=LogNormal(kind="log_normal", sd=sd)),)
        return sample(Likelihood(emulator, replace(about, observed=observed, forms=forms)), 2, 9, QUICK).log_evidence

    assert evidence(ERROR) > max(evidence(ERROR / 4), evidence(4 * ERROR)) + 2.0


@pytest.fixture(scope="module")
def truths() -> np.ndarray:
    return np.random.default_rng(10).random((12, 2))


def test_ranks_of_truths_are_even_where_the_fit_is_right(emulator: Emulator, truths: np.ndarray) -> None:
    said = simulated(truths, np.random.default_rng(11))
    found = try_truths(emulator, ("first", "second"), truths, said, 12, QUICK)
    assert 0.8 <= found.coverage() <= 1.0
    assert even(found.ranks) > 0.01
    assert found.identified == ("first", "second")
    assert found.table().loc["first", "contraction"] > 0.8


def test_ranks_find_out_a_fit_that_takes_chance_for_too_small(emulator: Emulator, truths: np.ndarray) -> None:
    said = simulated(truths, np.random.default_rng(11), noise=5 * ERROR)[:8]
    found = try_truths(emulator, ("first", "second"), truths[:8], said, 12, QUICK)
    assert found.coverage() < 0.6
    assert even(found.ranks) < 0.001


def test_truths_fitted_by_two_workers_give_the_same_ranks(emulator: Emulator, truths: np.ndarray) -> None:
    said = simulated(truths, np.random.default_rng(11))
    few = (emulator, ("first", "second"), truths[:2], said[:2], 12, QUICK)
    alone, together = try_truths(*few, workers=1), try_truths(*few, workers=2)
    assert (alone.ranks == together.ranks).all()
    assert (alone.contraction == together.contraction).all()


def test_even_ranks_pass_and_piled_up_ones_do_not() -> None:
    every = np.arange(RANKS)
    assert even(every) == pytest.approx(1.0)
    assert even(np.clip(every, 40, 60)) < 1e-6


def in_common(observation: Mixed, mean: np.ndarray, directions: np.ndarray, level: np.ndarray) -> float:
    """Log density at one point, factors of unit strength."""
    shared = Shared(directions, tuple(block.at for block in observation.problem.blocks))
    return float(shared.integrated(mean[None], np.ones((1, len(directions))), level[None], observation)[0])


def two_places(error: LogNormal | NegativeBinomial, observed: np.ndarray) -> Problem:
    keys = [("n", place, y) for place in ("here", "there") for y in range(3)]
    index = pd.MultiIndex.from_tuples(keys, names=["target", "group", "at"])
    return problem(index, observed, [Form("n", error, HARDLY)])


def test_what_counts_have_in_common_is_integrated_out_as_quadrature_does() -> None:
    rng = np.random.default_rng(13)
    for shared, size in ((0.05, 3.0), (0.6, 30.0), (1.5, 3000.0)):
        about = two_places(
            NegativeBinomial(kind="negative_binomial", dispersion=0.02), rng.poisson(2.5 * size, 6) * 1.0
        )
        logs = np.log(size) + rng.normal(0.0, 0.2, 6)
        dispersion, direction = 0.05, np.sqrt(shared) * np.array([1.0, 1.0, 1.0, 0.8, 0.8, 0.8])

        def density(factor: float, logs=logs, about=about, direction=direction, d=dispersion) -> float:
            mean = np.exp(logs + factor * direction)
            each = stats.nbinom(1 / d, 1 / (1 + d * mean)).pmf(about.observed).prod()
            return float(each * stats.norm.pdf(factor))

        near = np.log(2.5) / np.sqrt(shared)
        exact = np.log(integrate.quad(density, -8.0, 8.0, limit=400, points=[0.0, 0.5 * near, near, 1.5 * near])[0])
        said = in_common(Mixed(about, np.full((1, 6), dispersion)), logs, direction[None], np.zeros(2))
        assert said == pytest.approx(exact, abs=0.01)


def test_what_amounts_have_in_common_is_a_covariance() -> None:
    rng = np.random.default_rng(16)
    about = two_places(LogNormal(kind="log_normal", sd=0.2), np.exp(rng.normal(0.0, 0.5, 6)))
    directions, level = rng.normal(0.0, 0.3, (2, 6)), np.array([0.2, 0.05])
    own = np.array([0.05, 0.05, 0.05, 0.02, 0.02, 0.02])
    covariance = directions.T @ directions + np.kron(np.diag(level), np.ones((3, 3))) + np.diag(own)
    exact = stats.multivariate_normal(np.full(6, 0.1), covariance).logpdf(np.log(about.observed))
    assert in_common(Mixed(about, own[None]), np.full(6, 0.1), directions, level) == pytest.approx(exact)


@pytest.fixture(scope="module")
def shaken(about: Problem) -> tuple[Emulator, np.ndarray, np.ndarray]:
    """Chance that moves all places together, as the first parameter does: an emulator, truths and what they say."""
    rng = np.random.default_rng(17)

    def runs(positions: np.ndarray) -> np.ndarray:
        shock = np.exp(rng.normal(0.0, 0.2, (len(positions), 1)) * EFFECT[:, 0])
        return simulated(positions, rng) * shock

    positions = stats.qmc.LatinHypercube(2, rng=rng).random(60)
    found = fit(about, positions, np.stack([runs(positions) for _ in range(2)], axis=1), 3)
    truths = rng.random((40, 2))
    return found, truths, runs(truths)


def test_chance_that_places_have_in_common_is_found(shaken) -> None:
    shared = shaken[0].scatter.shared
    assert len(shared) >= 1
    assert (shared.T @ shared).trace() == pytest.approx(0.04 * (EFFECT[:, 0] ** 2).sum(), rel=0.4)


def test_intervals_cover_truths_when_places_are_shaken_together(shaken) -> None:
    found = try_truths(shaken[0], ("first", "second"), shaken[1], shaken[2], 18, QUICK)
    assert 0.85 <= found.coverage() <= 0.95
    assert even(found.ranks) > 0.01


def test_taking_places_as_independent_is_found_out(shaken, about: Problem) -> None:
    emulator, truths, said = shaken
    level, within = emulator.scatter.variances(about)
    apart = replace(emulator, scatter=Scatter(np.zeros((0, len(about.index))), level, within))
    found = try_truths(apart, ("first", "second"), truths[:20], said[:20], 18, QUICK)
    assert found.coverage() < 0.85
    assert found.covered[:, 0].mean() < 0.7


def test_synthetic_figures_scatter_as_the_likelihood_says() -> None:
    index = pd.MultiIndex.from_tuples([("n", "place", y) for y in range(4000)], names=["target", "group", "at"])
    form = Form("n", NegativeBinomial(kind="negative_binomial", dispersion=0.04), HARDLY)
    about = problem(index, np.full(4000, 500.0), [form])
    drawn = synthetic(about, about.observed, np.random.default_rng(14))
    assert drawn.mean() == pytest.approx(500.0, rel=0.02)
    assert drawn.var() == pytest.approx(500.0 + 0.04 * 500.0**2, rel=0.1)


def test_passing_discrepancy_goes_on_from_year_to_year() -> None:
    index = pd.MultiIndex.from_tuples([("n", "place", y) for y in range(20000)], names=["target", "group", "at"])
    slow = Discrepancy(scale=1e-9, lasting=0.0, persistence=0.8)
    about = problem(
        index, np.full(20000, 1e6), [Form("n", NegativeBinomial(kind="negative_binomial", dispersion=1e-6), slow)]
    )
    series = persistent(20000, 0.8, np.random.default_rng(15))
    assert series.std() == pytest.approx(1.0, rel=0.05)
    for lag in (1, 2, 5):
        assert np.corrcoef(series[:-lag], series[lag:])[0, 1] == pytest.approx(0.8**lag, abs=0.03)
    assert about.forms[0].counted == pytest.approx(1.0 / 9.0)


def test_the_mean_of_slow_years_is_as_sure_as_that_of_the_independent_years_as_which_they_count() -> None:
    slow = Discrepancy(persistence=0.8)
    rng = np.random.default_rng(16)
    means = [persistent(400, slow.persistence, rng).mean() for _ in range(2000)]
    assert np.var(means) == pytest.approx(1.0 / (400 * slow.independent), rel=0.1)


def test_slow_years_make_a_posterior_as_wide_as_fewer_years_do(emulator: Emulator, about: Problem) -> None:
    slow = Discrepancy(scale=1e-3, lasting=0.5, persistence=0.8)
    patient = replace(about, forms=(replace(about.forms[0], discrepancy=slow),))
    at, scales = np.array([[0.2, 0.2], [0.8, 0.8]]), np.full((2, 1), 1e-3)
    apart = [np.diff(Likelihood(replace(emulator, problem=which), which)(at, scales))[0] for which in (about, patient)]
    assert abs(apart[1]) < 0.5 * abs(apart[0])
