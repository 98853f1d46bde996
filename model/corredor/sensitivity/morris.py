"""Morris' method: elementary effects along trajectories that change one factor at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np
import pandas as pd

from corredor.region.region import Floats
from corredor.sensitivity.salib import RESAMPLES, library, problem

LEVELS: Final = 4
CANDIDATES: Final = 100
"""Trajectories among which the most spread ones are chosen, if the study does not say."""


@dataclass(frozen=True)
class Morris:
    """A design of trajectories.

    Each trajectory is a point and then one point more for each factor, which alone has moved, by ``delta``.

    Attributes:
        trajectories: how many.
        levels: values of each range, an even number.
        candidates: trajectories that are drawn, of which those are kept that lie farthest apart (Campolongo, Cariboni
            and Saltelli 2007, found step by step as by Ruano et al. 2012); 0 keeps what is drawn.
    """

    kind: ClassVar[str] = "morris"
    measure: ClassVar[str] = "mu_star"
    columns: ClassVar[tuple[str, ...]] = ("mu", "mu_star", "low", "high", "sigma", "by_chance")

    trajectories: int
    levels: int = LEVELS
    candidates: int = CANDIDATES

    @property
    def delta(self) -> float:
        """The step of a factor, as a share of its range."""
        return self.levels / (2 * (self.levels - 1))

    def points(self, factors: int) -> int:
        """Number of points."""
        return self.trajectories * (factors + 1)

    def positions(self, factors: int, seed: int) -> Floats:
        """Positions from 0 to 1 along the ranges, shape (points, factors), drawn by SALib."""
        sample = library("sample.morris").sample
        how: dict[str, Any] = {"num_levels": self.levels, "seed": seed, "local_optimization": bool(self.candidates)}
        if not self.candidates:
            return np.asarray(sample(problem(factors), self.trajectories, **how), float)
        chosen = sample(problem(factors), self.candidates, optimal_trajectories=self.trajectories, **how)
        return np.asarray(chosen, float)

    def indices(self, positions: Floats, values: Floats, seed: int) -> pd.DataFrame:
        """The measures of every factor for one outcome.

        Args:
            positions: shape (points, factors); only which factor moves, and which way, is used.
            values: of the outcome, shape (points, replicates).
            seed: of the resampling.

        Returns:
            A row for each factor, in units of the outcome for the whole range of the factor: ``mu`` (mean effect),
            ``mu_star`` (mean absolute effect) with its 95 % interval ``low`` to ``high`` over trajectories, ``sigma``
            (spread of the effect), and ``by_chance`` (the ``mu_star`` that replicates alone would give a factor
            without effect; NaN with one replicate).
        """
        found = library("analyze.morris").analyze(
            problem(positions.shape[1]),
            positions,
            values.mean(axis=1),
            num_levels=self.levels,
            num_resamples=RESAMPLES,
            seed=seed,
        )
        star, half = np.asarray(found["mu_star"], float), np.asarray(found["mu_star_conf"], float)
        return pd.DataFrame(
            {
                "mu": np.asarray(found["mu"], float),
                "mu_star": star,
                "low": np.maximum(star - half, 0.0),
                "high": star + half,
                "sigma": np.asarray(found["sigma"], float),
                "by_chance": self._by_chance(positions, values),
            }
        )

    def effects(self, positions: Floats, values: Floats) -> Floats:
        """Elementary effects of every factor, shape (factors, trajectories, replicates)."""
        points, factors = positions.shape
        length = factors + 1
        way = np.sign(np.diff(positions.reshape(points // length, length, factors), axis=1))
        change = np.diff(values.reshape(points // length, length, -1), axis=1)
        return np.asarray(np.einsum("tsf,tsr->ftr", way, change) / self.delta)

    def _by_chance(self, positions: Floats, values: Floats) -> Floats:
        """Mean absolute value of a normal number that varies as the mean over replicates of an effect does."""
        factors, replicates = positions.shape[1], values.shape[1]
        if replicates < 2:
            return np.full(factors, np.nan)
        variance = self.effects(positions, values).var(axis=2, ddof=1).mean(axis=1) / replicates
        return np.asarray(np.sqrt(2.0 / np.pi * variance))

    def as_plain(self) -> dict[str, Any]:
        """As a study folder holds it."""
        return {
            "kind": self.kind,
            "trajectories": self.trajectories,
            "levels": self.levels,
            "candidates": self.candidates,
        }
