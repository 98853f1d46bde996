"""Laplace's method for figures with errors in common: factors that move all of them, and a level of each block.

Exact where errors of observation are normal, which is the Gaussian likelihood with a covariance of low rank (Woodbury);
good to a hundredth for counts (see the tests). The matrix of all figures is never made: levels are eliminated block by
block, and what is solved has as many rows as there are factors.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np

from corredor.region.region import Floats

STEPS: Final = 4
"""Of Newton's method, from the observed figures; the last moves nothing by a thousandth in nearly all cases."""
LEAST: Final = 1e-12


class Observation(Protocol):
    """Errors of observation of all figures, at many points."""

    def start(self, mean: Floats) -> Floats:
        """What the figures themselves say on the scale of errors, shape (points, figures).

        Args:
            mean: shape (points, figures), what is expected, for figures that say nothing.
        """

    def curves(self, expected: Floats) -> tuple[Floats, Floats]:
        """Slope of the log density in what is expected, and minus its second derivative, shape (points, figures)."""

    def density(self, expected: Floats) -> Floats:
        """Log density of all figures together, shape (points,)."""


@dataclass(frozen=True)
class Shared:
    """What figures have in common.

    Attributes:
        directions: shape (factors, figures), what each factor moves.
        blocks: positions of the figures of each block.
    """

    directions: Floats
    blocks: tuple[tuple[int, ...], ...]

    def integrated(self, mean: Floats, strengths: Floats, level: Floats, observation: Observation) -> Floats:
        """Log density of the figures with factors and levels integrated out.

        Args:
            mean: shape (points, figures), expected on the scale of errors.
            strengths: shape (points, factors), standard deviation of each factor.
            level: shape (points, blocks), variance of what all figures of a block have in common.
            observation: the errors that are left.

        Returns:
            Shape (points,).
        """
        level, expected = np.maximum(level, LEAST), observation.start(mean)
        for _ in range(STEPS):
            slope, bend = observation.curves(expected)
            factors, levels, determinant = self._newton(bend, bend * (expected - mean) + slope, strengths, level)
            expected = mean + (factors * strengths) @ self.directions + levels @ self._members.T
        penalty = (factors**2).sum(axis=1) + (levels**2 / level).sum(axis=1)
        return np.asarray(observation.density(expected) - 0.5 * penalty - 0.5 * determinant)

    @cached_property
    def _members(self) -> Floats:
        """Which figures are in which block, shape (figures, blocks), 1 or 0."""
        out = np.zeros((self.directions.shape[1], len(self.blocks)))
        for number, at in enumerate(self.blocks):
            out[list(at), number] = 1.0
        return out

    @cached_property
    def _products(self) -> Floats:
        """Of each pair of factors, the product of what they move, shape (figures, pairs)."""
        rows, columns = np.triu_indices(len(self.directions))
        return np.ascontiguousarray((self.directions[rows] * self.directions[columns]).T)

    def _newton(self, bend: Floats, pull: Floats, strengths: Floats, level: Floats) -> tuple[Floats, Floats, Floats]:
        """Factors and levels of the next step, and the log determinant of the curvature against the prior's."""
        count = len(self.directions)
        rows, columns = np.triu_indices(count)
        matrix = np.empty((len(bend), count, count))
        matrix[:, rows, columns] = matrix[:, columns, rows] = bend @ self._products
        crossed = np.stack([bend[:, list(at)] @ self.directions[:, list(at)].T for at in self.blocks], axis=1)
        pulls, own = pull @ self._members, bend @ self._members + 1.0 / level
        matrix -= np.swapaxes(crossed, 1, 2) @ (crossed / own[:, :, None])
        matrix = strengths[:, :, None] * matrix * strengths[:, None, :] + np.eye(count)
        right = pull @ self.directions.T - np.einsum("pbk,pb->pk", crossed, pulls / own)
        factors = np.linalg.solve(matrix, (strengths * right)[:, :, None])[:, :, 0]
        levels = (pulls - np.einsum("pbk,pk->pb", crossed, strengths * factors)) / own
        return factors, levels, np.linalg.slogdet(matrix)[1] + np.log(level * own).sum(axis=1)
