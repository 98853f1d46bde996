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
def thin(happened: Floats, chance: Floats, uniform: Floats, seen: Floats) -> None:
    """How many of what happened come through, each with ``chance``: the binomial quantile of one uniform.

    A count never falls when ``happened``, ``chance`` or the uniform rises a little, so that paired runs with the same
    uniforms and near inputs see nearly the same.

    Args:
        happened: (P,) counts, rounded before they are thinned.
        chance: (P,), 0 to 1.
        uniform: (P,), in [0, 1).
        seen: (P,), overwritten: whole numbers.
    """
    for p in range(happened.size):
        n, q = math.floor(happened[p] + 0.5), min(max(chance[p], 0.0), 1.0)
        # the rarer side is counted, so that the recursion is short and does not underflow
        if q <= 0.5:
            seen[p] = _quantile(float(n), q, uniform[p])
        else:
            seen[p] = n - _quantile(float(n), 1.0 - q, 1.0 - uniform[p])
