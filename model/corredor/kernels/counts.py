"""Counts of homicides by inversion of one uniform each."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def gamma_poisson(mean: Floats, shape: float, uniform: Floats, drawn: Floats) -> None:
    """Counts whose mean is gamma distributed around ``mean``, by inversion of one uniform each.

    A count never falls when its mean or its uniform rises, so that two runs with the same uniforms and near means
    differ by what the means differ, and not by dice.

    Args:
        mean: means, any two-dimensional shape, not negative.
        shape: of the gamma distribution; the variance is ``mean + mean**2 / shape``.
        uniform: in [0, 1), of the shape of ``mean``.
        drawn: of the shape of ``mean``, overwritten: whole numbers.

    Source: negative binomial probabilities by their recursion, Johnson, Kemp & Kotz (2005), section 5.1.
    """
    drawn[:] = 0.0
    for k in range(mean.shape[0]):
        for p in range(mean.shape[1]):
            mu = mean[k, p]
            # the chance of none is at least exp(-mu), and most means are small
            if uniform[k, p] < 1.0 - mu:
                continue
            odds = mu / (mu + shape)
            probability = (1.0 - odds) ** shape
            cumulative = probability
            x = 0.0
            while cumulative <= uniform[k, p]:
                probability *= odds * (x + shape) / (x + 1.0)
                # rounding can leave the sum of all probabilities below the largest uniforms
                if x > mu and cumulative + probability == cumulative:
                    break
                x += 1.0
                cumulative += probability
            drawn[k, p] = x
