"""How far single runs lie from what the emulator said of them: chance, and what the emulator is off, in all places.

Both move places together. An organisation that falls is missed everywhere, and a price is one for all; an emulator that
misjudges a score misjudges every figure which that score moves. Figures are therefore not taken as independent between
places: what they share is a few factors, and only what is left is each place's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from corredor.calibration.inference.problem import Problem
from corredor.region.region import Floats

MOST_SHARED: Final = 12
"""Shared factors at most."""


@dataclass(frozen=True)
class Scatter:
    """Covariance of what is off, on the scale of errors.

    Attributes:
        shared: shape (factors, figures), what a standard deviation of each factor moves figures by.
        level, within: shape (blocks,), variance left of a block's mean, and of its figures about it.
    """

    shared: Floats
    level: Floats
    within: Floats

    def variances(self, problem: Problem) -> tuple[Floats, Floats]:
        """Variance of each block's mean and of its figures about it, factors included; two of shape (blocks,)."""
        level, within = split(problem, self.shared.T @ self.shared)
        return level + self.level, within + self.within


def scatter(problem: Problem, off: Floats, known: Floats) -> Scatter:
    """What runs are off beyond what is known, as factors and a rest.

    Sample eigenvalues are too large, the more figures there are for a point. Those within the range of pure noise are
    no factors, and the others are taken down by the excess that noise has given them (Paul 2007).

    Args:
        problem: whose figures.
        off: shape (points, replicates, figures), on the scale of errors, of points that the emulator was not shown.
        known: shape (figures, figures), covariance that is counted elsewhere, the mean over points.
    """
    points, _, figures = off.shape
    unit = problem.units
    each = (off / unit).reshape(-1, figures)
    whole = each.T @ each / len(each)
    values, vectors = np.linalg.eigh(whole - known / np.outer(unit, unit))
    values, vectors = values[::-1], vectors[:, ::-1]
    ratio, noise = figures / points, max(float(np.trace(whole)), 0.0) / figures
    strengths = np.zeros(0)
    for _ in range(4):
        edge = noise * (1.0 + np.sqrt(ratio)) ** 2
        above = values[:MOST_SHARED][values[:MOST_SHARED] > edge]
        strengths = above - ratio * noise
        noise = max(float(values[values > 0.0].sum() - strengths.sum()), 0.0) / figures
    shared = np.sqrt(strengths)[:, None] * vectors[:, : len(strengths)].T * unit
    level, within = split(problem, whole * np.outer(unit, unit))
    of_known, of_shared = split(problem, known), split(problem, shared.T @ shared)
    return Scatter(
        shared=shared,
        level=np.maximum(level - of_known[0] - of_shared[0], 0.0),
        within=np.maximum(within - of_known[1] - of_shared[1], 0.0),
    )


def split(problem: Problem, covariance: Floats) -> tuple[Floats, Floats]:
    """Of each block, variance of its mean, and mean variance of its figures about it.

    Args:
        problem: whose blocks.
        covariance: shape (figures, figures).
    """
    level, within = [], []
    for block in problem.blocks:
        own = covariance[np.ix_(block.at, block.at)]
        level.append(own.mean())
        within.append(np.diag(own).mean() - own.mean())
    return np.array(level), np.array(within)
