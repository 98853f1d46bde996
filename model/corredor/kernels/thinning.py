"""Binomial thinning by inversion of one uniform each."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEW = 60.0
"""Above this many expected on the rarer side the normal approximation is used."""


@njit(cache=True, nogil=True)
def _normal_quantile(u: float) -> float:
    """Standard normal quantile, absolute error below 4.5e-4 (Abramowitz & Stegun 1964, 26.2.23)."""
    tail = min(max(min(u, 1.0 - u), 1e-12), 0.5)
    t = math.sqrt(-2.0 * math.log(tail))
    top = 2.515517 + t * (0.802853 + t * 0.010328)
    z = t - top / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    return z if u > 0.5 else -z


@njit(cache=True, nogil=True)
def _quantile(trials: float, chance: float, uniform: float) -> float:
    expected = trials * chance
    if expected > FEW:
        z = _normal_quantile(uniform)
        return min(max(math.floor(expected + z * math.sqrt(expected * (1.0 - chance)) + 0.5), 0.0), trials)
    if uniform < 1.0 - expected:  # less than the chance of none, by Bernoulli's inequality
        return 0.0
    odds = chance / (1.0 - chance)
    probability = (1.0 - chance) ** trials
    cumulative = probability
    found = 0.0
    while cumulative <= uniform and found < trials:
        probability *= odds * (trials - found) / (found + 1.0)
        found += 1.0
        cumulative += probability
    return found


@njit(cache=True, nogil=True)
def binomial(trials: Floats, chance: Floats, uniform: Floats) -> Floats:
    """How many of ``trials`` come through, each with ``chance``: the binomial quantile of one uniform.

    A count never falls when ``trials``, ``chance`` or the uniform rises a little, so that paired runs with the same
    uniforms and near inputs see nearly the same.

    Args:
        trials: whole numbers as floats, any two-dimensional shape.
        chance: 0 to 1, of the shape of ``trials``.
        uniform: in [0, 1), of the shape of ``trials``.

    Returns:
        Whole numbers as floats, of the shape of ``trials``.
    """
    out = np.zeros(trials.shape)
    for i in range(trials.shape[0]):
        for j in range(trials.shape[1]):
            n, q = trials[i, j], min(max(chance[i, j], 0.0), 1.0)
            # the rarer side is counted, so that the recursion is short and does not underflow
            if q <= 0.5:
                out[i, j] = _quantile(n, q, uniform[i, j])
            else:
                out[i, j] = n - _quantile(n, 1.0 - q, 1.0 - uniform[i, j])
    return out
