"""The emulator: what the model would say at any point of the design's range, from the runs that were made.

Figures are put on the scale on which errors add, in units of their error of observation, and reduced to principal
components; each component's score is a Gaussian process of the parameters (Higdon, Gattiker, Williams and
Rightley 2008).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from corredor.calibration.inference.problem import Problem
from corredor.calibration.inference.scatter import Scatter, scatter
from corredor.region.region import Floats

KEPT: Final = 0.99
"""Share of the variance over the design that components carry."""
MOST: Final = 16
"""Components at most."""
FOLDS: Final = 10
LENGTHS: Final = (0.05, 50.0)
"""Length scales over the unit cube; at the upper end a parameter has no effect."""
LEAST_NOISE: Final = 1e-6
MOST_NOISE: Final = 10.0
"""Variance of a score that no smooth function of the parameters explains; that over the design is 1."""


@dataclass(frozen=True)
class Emulator:
    """What the model would say.

    Attributes:
        problem: whose figures.
        mean: shape (figures,), over the design.
        patterns: shape (components, figures), what a unit of each score adds.
        processes: of scikit-learn, one a component.
        noises: shape (components,), variance of each score that no smooth function of the parameters explains.
        scatter: what runs at points that it was not shown are off beyond the processes' own variance.
        left_out: shape (points, figures), what emulators made without a point say of it, on the scale of errors.
    """

    problem: Problem
    mean: Floats
    patterns: Floats
    processes: tuple[Any, ...]
    noises: Floats
    scatter: Scatter
    left_out: Floats

    def predict(self, positions: Floats) -> tuple[Floats, Floats]:
        """Expected figures and the variance of each score.

        Args:
            positions: shape (points, parameters), of the unit cube.

        Returns:
            Shapes (points, figures), on the scale of errors, and (points, components).
        """
        scores, variances = _scores(self.processes, self.noises, positions)
        return self.mean + scores @ self.patterns, variances


def fit(problem: Problem, positions: Floats, figures: Floats, seed: int) -> Emulator:
    """Learn the model from a design, and from points left out in turn how far off that is.

    Args:
        problem: what is compared.
        positions: shape (points, parameters), of the unit cube.
        figures: shape (points, replicates, figures), as simulated.
        seed: of the optimiser's starting points.

    Raises:
        ValueError: if there is one replicate at each point, which says nothing of chance.
    """
    if figures.shape[1] < 2:
        raise ValueError("one replicate at each point says nothing of chance — take at least 2")
    scaled = problem.scaled(figures)
    said, known = _left_out(problem, positions, scaled, seed)
    # Every replicate is a run like the one that the world is: chance is not averaged out of it.
    off = scatter(problem, scaled - said[:, None], known)
    return replace(_learned(problem, positions, scaled, seed), scatter=off, left_out=said)


def _left_out(problem: Problem, positions: Floats, scaled: Floats, seed: int) -> tuple[Floats, Floats]:
    """What emulators that were made without a point say of it, and the covariance of which they know, on the mean.

    Everything is learnt anew for each fold. Components and length scales that were chosen with a point in view fit it
    better than any other, and errors at it would be too small (Bachoc 2013).

    Returns:
        Shapes (points, figures) and (figures, figures), on the scale of errors.
    """
    said, known = np.empty((len(scaled), scaled.shape[2])), np.zeros((scaled.shape[2], scaled.shape[2]))
    folds = np.arange(len(scaled)) % min(FOLDS, len(scaled))
    for fold in np.unique(folds):
        out = folds == fold
        without = _learned(problem, positions[~out], scaled[~out], seed)
        said[out], variances = without.predict(positions[out])
        known += (without.patterns.T * variances.sum(axis=0)) @ without.patterns
    return said, known / len(scaled)


def _learned(problem: Problem, positions: Floats, scaled: Floats, seed: int) -> Emulator:
    """An emulator that takes itself to be off by no more than its processes say."""
    means, unit = scaled.mean(axis=1), problem.units
    centre = means.mean(axis=0)
    left_side, strengths, right = np.linalg.svd((means - centre) / unit, full_matrices=False)
    share = np.cumsum(strengths**2) / max(float(np.sum(strengths**2)), 1e-300)
    count = min(int(np.searchsorted(share, KEPT)) + 1, MOST, len(strengths))
    spread = strengths[:count] / np.sqrt(len(means))
    scores = left_side[:, :count] * np.sqrt(len(means))
    chance = _chance(scaled / unit, right[:count], spread)
    processes = tuple(_process(positions, scores[:, k], chance[k], seed + k) for k in range(count))
    noises = np.array([process.kernel_.k2.noise_level for process in processes])
    none = Scatter(np.zeros((0, len(centre))), *np.zeros((2, len(problem.blocks))))
    patterns = spread[:, None] * right[:count] * unit
    return Emulator(problem, centre, patterns, processes, noises, none, np.zeros((0, len(centre))))


def _chance(figures: Floats, directions: Floats, spread: Floats) -> Floats:
    """Variance of the mean of a point's replicates about what is expected there, of each score."""
    return np.asarray((figures @ directions.T / spread).var(axis=1, ddof=1).mean(axis=0) / figures.shape[1])


def explained(emulator: Emulator, figures: Floats) -> dict[str, dict[str, float]]:
    """By target, how well points that were left out are predicted.

    Args:
        emulator: fitted to these points.
        figures: as in ``fit``.

    Returns:
        ``explained``: share of the variance over the design; ``error``: root mean square, on the scale of errors;
        ``replicate_sd``: between replicates of one point, for comparison.
    """
    problem = emulator.problem
    scaled = problem.scaled(figures)
    means, said = scaled.mean(axis=1), emulator.left_out
    between = scaled.var(axis=1, ddof=1) if scaled.shape[1] > 1 else np.zeros(means.shape)
    out = {}
    for form in problem.forms:
        own = problem.of_target(form.name)
        error = (said - means)[:, own]
        total = (means - means.mean(axis=0))[:, own]
        out[form.name] = {
            "explained": float(1.0 - (error**2).sum() / max(float((total**2).sum()), 1e-300)),
            "error": float(np.sqrt((error**2).mean())),
            "replicate_sd": float(np.sqrt(between[:, own].mean())),
        }
    return out


def _process(positions: Floats, scores: Floats, chance: float, seed: int) -> Any:
    """A score as a process of the parameters, whose noise is not less than what replicates show of it.

    Chance is known from replicates (Ankenman, Nelson and Staum 2010); where it is left free, a few points in many
    dimensions are often fitted without any. Functions differ twice rather than infinitely often (Stein 1999).
    """
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

    smooth = ConstantKernel(1.0, (1e-3, 1e3)) * Matern(np.ones(positions.shape[1]), LENGTHS, nu=2.5)
    least = float(np.clip(chance, LEAST_NOISE, MOST_NOISE / 2.0))
    noise = WhiteKernel(max(0.1, 1.5 * least), (least, MOST_NOISE))
    process = GaussianProcessRegressor(smooth + noise, random_state=seed % 2**32)
    with warnings.catch_warnings():
        # A length scale at its bound is a parameter without effect, and is no failure.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return process.fit(positions, scores)


def _scores(processes: tuple[Any, ...], noises: Floats, positions: Floats) -> tuple[Floats, Floats]:
    found = [process.predict(positions, return_std=True) for process in processes]
    scores = np.column_stack([mean for mean, _ in found])
    # What replicates differ by is in the fitted noise, and is counted in the scatter of single runs.
    variances = np.column_stack([sd**2 for _, sd in found]) - noises
    return scores, np.maximum(variances, 0.0)
