"""Sobol's method: the share of an outcome's variance that goes with each factor, alone and with the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from corredor.region.region import Floats
from corredor.sensitivity.salib import RESAMPLES, library, problem


@dataclass(frozen=True)
class Sobol:
    """Saltelli's design: two samples, and one mixed of both for each factor (Saltelli et al. 2010).

    Attributes:
        samples: points of each sample, a power of two.
    """

    kind: ClassVar[str] = "sobol"
    measure: ClassVar[str] = "total"
    columns: ClassVar[tuple[str, ...]] = ("first", "first_low", "first_high", "total", "low", "high", "by_chance")

    samples: int

    def points(self, factors: int) -> int:
        """Number of points."""
        return self.samples * (factors + 2)

    def positions(self, factors: int, seed: int) -> Floats:
        """Positions from 0 to 1 along the ranges, shape (points, factors), drawn by SALib."""
        drawn = library("sample.sobol").sample(problem(factors), self.samples, calc_second_order=False, seed=seed)
        return np.asarray(drawn, float)

    def indices(self, positions: Floats, values: Floats, seed: int) -> pd.DataFrame:
        """The indices of every factor for one outcome.

        Args:
            positions: shape (points, factors); only its shape is used.
            values: of the outcome, shape (points, replicates).
            seed: of the resampling.

        Returns:
            A row for each factor: ``first`` (S1, share of the variance that the factor explains alone) and ``total``
            (ST, with all that it does together with others), each with a 95 % interval over the sample, and
            ``by_chance`` (the ``total`` that replicates alone would give a factor without effect; NaN with one
            replicate). Estimates of small indices may be below 0.
        """
        factors = positions.shape[1]
        means = values.mean(axis=1)
        if np.ptp(means) == 0.0:
            return pd.DataFrame(0.0, index=range(factors), columns=list(self.columns))
        found = library("analyze.sobol").analyze(
            problem(factors), means, calc_second_order=False, num_resamples=RESAMPLES, seed=seed
        )
        first, total = np.asarray(found["S1"], float), np.asarray(found["ST"], float)
        return pd.DataFrame(
            {
                "first": first,
                "first_low": first - found["S1_conf"],
                "first_high": first + found["S1_conf"],
                "total": total,
                "low": total - found["ST_conf"],
                "high": total + found["ST_conf"],
                "by_chance": self._by_chance(values, factors),
            }
        )

    def _by_chance(self, values: Floats, factors: int) -> Floats:
        """Half the mean squared difference that replicates alone make, over the variance, as in the total index."""
        replicates = values.shape[1]
        if replicates < 2:
            return np.full(factors, np.nan)
        rows = values.reshape(self.samples, factors + 2, replicates)
        differences = rows[:, :1, :] - rows[:, 1:-1, :]
        variance = differences.var(axis=2, ddof=1).mean(axis=0) / replicates
        return np.asarray(0.5 * variance / rows[:, [0, -1], :].mean(axis=2).var())

    def as_plain(self) -> dict[str, Any]:
        """As a study folder holds it."""
        return {"kind": self.kind, "samples": self.samples}
