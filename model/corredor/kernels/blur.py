"""Sums over what is near, on the grid, with a Gaussian weight in km: the same neighbourhood at every cell size."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

KM_PER_DEGREE = 111.195
REACH = 2.2
"""The weight is cut off at this many standard deviations."""


@njit(cache=True, nogil=True)
def _weights(step_km: float, sd_km: float) -> Floats:
    """Weight at 0, 1, 2 … steps, cut off at ``REACH`` standard deviations."""
    taps = np.empty(1 + int(REACH * sd_km / step_km))
    for d in range(taps.size):
        taps[d] = np.exp(-0.5 * (d * step_km / sd_km) ** 2)
    return taps


@njit(cache=True, nogil=True)
def _add_shifted(to: Floats, what: Floats, weight: float) -> None:
    """Add a weighted stretch of a row to another."""
    for j in range(to.size):
        to[j] += weight * what[j]


@njit(cache=True, nogil=True)
def nearby_sum(
    values: Floats, row: Ints, column: Ints, shape: tuple[int, int], south: float, resolution: float, sd_km: float
) -> Floats:
    """Sum of ``values`` around each cell, weighted by exp(-(distance / sd)^2 / 2), 1 in the cell itself.

    Args:
        values: (m, n), m fields over n cells.
        row: (n,) of the cells in the full grid.
        column: (n,).
        shape: rows and columns of the full grid.
        south: latitude of the centre of row 0, degrees.
        resolution: degrees.
        sd_km: standard deviation of the weight.

    Returns:
        (m, n).
    """
    rows, columns = shape
    fields, n = values.shape
    out = np.empty_like(values)
    along = _weights(KM_PER_DEGREE * resolution, sd_km)
    grid, spread, total = np.empty((3, rows, columns))
    for f in range(fields):
        grid[:] = 0.0
        for c in range(n):
            grid[row[c], column[c]] = values[f, c]
        for i in range(rows):
            latitude = np.radians(south + i * resolution)
            across = _weights(KM_PER_DEGREE * resolution * max(np.cos(latitude), 0.1), sd_km)
            spread[i] = across[0] * grid[i]
            for d in range(1, across.size):
                _add_shifted(spread[i, d:], grid[i, : columns - d], across[d])
                _add_shifted(spread[i, : columns - d], grid[i, d:], across[d])
        for i in range(rows):
            total[i] = along[0] * spread[i]
            for d in range(1, along.size):
                if i >= d:
                    _add_shifted(total[i], spread[i - d], along[d])
                if i + d < rows:
                    _add_shifted(total[i], spread[i + d], along[d])
        for c in range(n):
            out[f, c] = total[row[c], column[c]]
    return out
