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
def _add_weighted(to: Floats, begin: int, what: Floats, whence: int, count: int, weight: float) -> None:
    """Add a weighted stretch of one flat array to a stretch of another."""
    into, term = to[begin : begin + count], what[whence : whence + count]
    for j in range(count):
        into[j] += weight * term[j]


@njit(cache=True, nogil=True)
def _add_two(to: Floats, begin: int, what: Floats, one: int, other: int, count: int, weight: float) -> None:
    """The same for two stretches at once."""
    into, term, second = to[begin : begin + count], what[one : one + count], what[other : other + count]
    for j in range(count):
        into[j] = (into[j] + weight * term[j]) + weight * second[j]


@njit(cache=True, nogil=True)
def _set_weighted(to: Floats, begin: int, what: Floats, count: int, weight: float) -> None:
    """Set a stretch of one flat array to the weighted stretch of another that lies in the same place."""
    into, term = to[begin : begin + count], what[begin : begin + count]
    for j in range(count):
        into[j] = weight * term[j]


@njit(cache=True, nogil=True)
def nearby_sum(
    values: Floats,
    row: Ints,
    column: Ints,
    shape: tuple[int, int],
    south: float,
    resolution: float,
    sd_km: float,
    work: Floats,
    found: Floats,
) -> None:
    """Sum of ``values`` around each cell, weighted by exp(-(distance / sd)^2 / 2), 1 in the cell itself.

    Args:
        values: (m, n), m fields over n cells.
        row: (n,) of the cells in the full grid.
        column: (n,).
        shape: rows and columns of the full grid.
        south: latitude of the centre of row 0, degrees.
        resolution: degrees.
        sd_km: standard deviation of the weight.
        work: (3, rows x columns x fields summed together), overwritten.
        found: (m, n), overwritten.
    """
    fields, n = values.shape
    rows, columns = shape
    along = _weights(KM_PER_DEGREE * resolution, sd_km)
    side = min(fields, work.shape[1] // (rows * columns))
    width = columns * side
    grid, spread, total = work[0, : rows * width], work[1, : rows * width], work[2, : rows * width]
    for first in range(0, fields, side):
        count = min(side, fields - first)
        grid[:] = 0.0
        for c in range(n):
            here = row[c] * width + column[c] * side
            for f in range(count):
                grid[here + f] = values[first + f, c]
        for i in range(rows):
            latitude = np.radians(south + i * resolution)
            across = _weights(KM_PER_DEGREE * resolution * max(np.cos(latitude), 0.1), sd_km)
            here = i * width
            _set_weighted(spread, here, grid, width, across[0])
            for d in range(1, min(across.size, columns)):
                shift = d * side
                inner = max(width - 2 * shift, 0)
                edge = width - shift - inner
                _add_two(spread, here + shift, grid, here, here + 2 * shift, inner, across[d])
                _add_weighted(spread, here + width - edge, grid, here + width - shift - edge, edge, across[d])
                _add_weighted(spread, here, grid, here + shift, edge, across[d])
        for i in range(rows):
            here = i * width
            _set_weighted(total, here, spread, width, along[0])
            for d in range(1, along.size):
                if i >= d and i + d < rows:
                    _add_two(total, here, spread, here - d * width, here + d * width, width, along[d])
                elif i >= d:
                    _add_weighted(total, here, spread, here - d * width, width, along[d])
                elif i + d < rows:
                    _add_weighted(total, here, spread, here + d * width, width, along[d])
        for c in range(n):
            here = row[c] * width + column[c] * side
            for f in range(count):
                found[first + f, c] = total[here + f]
