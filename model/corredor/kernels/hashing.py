"""Uniforms that are hashed from a key and an identity, so that no draw depends on who else draws."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def uniforms(key: np.uint64, ids: NDArray[np.uint64], drawn: NDArray[np.float64]) -> None:
    """One uniform in [0, 1) for each identity: two rounds of the mixing steps of SplitMix64 (Steele, Lea & Flood 2014).

    Args:
        key: of the stream and month.
        ids: (m,).
        drawn: (m,), overwritten.
    """
    for i in range(ids.size):
        x = (ids[i] * np.uint64(0x9E3779B97F4A7C15)) ^ key
        for _ in range(2):
            x ^= x >> np.uint64(30)
            x *= np.uint64(0xBF58476D1CE4E5B9)
            x ^= x >> np.uint64(27)
            x *= np.uint64(0x94D049BB133111EB)
            x ^= x >> np.uint64(31)
        drawn[i] = float(x >> np.uint64(11)) * 2.0**-53
