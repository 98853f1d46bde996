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
NOISES: Final = (1e-6, 1.0)
"""Variance of a score that no smooth function of the parameters explains."""


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
    """

    problem: Problem
    mean: Floats
    patterns: Floats
    processes: tuple[Any, ...]
    noises: Floats
    scatter: Scatter

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
    means, unit = scaled.mean(axis=1), problem.units
    centre = means.mean(axis=0)
    left_side, strengths, right = np.linalg.svd((means - centre) / unit, full_matrices=False)
    share = np.cumsum(strengths**2) / max(float(np.sum(strengths**2)), 1e-300)
    count = min(int(np.searchsorted(share, KEPT)) + 1, MOST, len(strengths))
    spread = strengths[:count] / np.sqrt(len(means))
    scores = left_side[:, :count] * np.sqrt(len(means))
    patterns = spread[:, None] * right[:count] * unit
    processes = tuple(_process(positions, scores[:, k], seed + k) for k in range(count))
    noises = np.array([process.kernel_.k2.noise_level for process in processes])
    none = Scatter(np.zeros((0, len(centre))), *np.zeros((2, len(problem.blocks))))
    sure = Emulator(problem, centre, patterns, processes, noises, none)
    said, variances = cross_validated(sure, positions, figures)
    known = (patterns.T * variances.mean(axis=0)) @ patterns
    # Every replicate is a run like the one that the world is: chance is not averaged out of it.
    return replace(sure, scatter=scatter(problem, scaled - said[:, None], known))


def cross_validated(emulator: Emulator, positions: Floats, figures: Floats) -> tuple[Floats, Floats]:
    """What the emulator says of each point of the design without having seen it, kernels as fitted.

    Args:
        emulator: fitted to these points.
        positions: as in ``fit``.
        figures: as in ``fit``.

    Returns:
        Shapes (points, figures), on the scale of errors, and (points, components), as of ``predict``.
    """
    from sklearn.base import clone

    means = emulator.problem.scaled(figures).mean(axis=1)
    scores = _project(emulator, means)
    found, variances = np.empty(means.shape), np.empty(scores.shape)
    folds = np.arange(len(means)) % min(FOLDS, len(means))
    for fold in np.unique(folds):
        out = folds == fold
        processes = []
        for k, process in enumerate(emulator.processes):
            own = clone(process).set_params(kernel=process.kernel_, optimizer=None)
            processes.append(own.fit(positions[~out], scores[~out, k]))
        said, variances[out] = _scores(tuple(processes), emulator.noises, positions[out])
        found[out] = emulator.mean + said @ emulator.patterns
    return found, variances


def explained(emulator: Emulator, positions: Floats, figures: Floats) -> dict[str, dict[str, float]]:
    """By target, how well points that were left out are predicted.

    Args:
        emulator: fitted to these points.
        positions: as in ``fit``.
        figures: as in ``fit``.

    Returns:
        ``explained``: share of the variance over the design; ``error``: root mean square, on the scale of errors;
        ``replicate_sd``: between replicates of one point, for comparison.
    """
    problem = emulator.problem
    scaled = problem.scaled(figures)
    means, (said, _) = scaled.mean(axis=1), cross_validated(emulator, positions, figures)
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


def _process(positions: Floats, scores: Floats, seed: int) -> Any:
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    smooth = ConstantKernel(1.0, (1e-3, 1e3)) * RBF(np.ones(positions.shape[1]), LENGTHS)
    process = GaussianProcessRegressor(smooth + WhiteKernel(0.1, NOISES), random_state=seed % 2**32)
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


def _project(emulator: Emulator, means: Floats) -> Floats:
    units = emulator.problem.units
    plain = emulator.patterns / units
    weights = plain / (plain**2).sum(axis=1, keepdims=True)
    return np.asarray(((means - emulator.mean) / units) @ weights.T)
