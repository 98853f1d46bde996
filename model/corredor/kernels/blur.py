"""Sums over what is near, on the grid, with a Gaussian weight in km: the same neighbourhood at every cell size."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

KM_PER_DEGREE = 111.195
SIDE_BY_SIDE = 8
"""Fields that are summed together, beside one another in each cell, so that a row of them is one long loop."""
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
def _add_two(
    to: Floats, begin: int, what: Floats, whence: int, other: Floats, other_whence: int, count: int, weight: float
) -> None:
    """The same for stretches of two arrays at once."""
    into, term = to[begin : begin + count], what[whence : whence + count]
    second = other[other_whence : other_whence + count]
    for j in range(count):
        into[j] = (into[j] + weight * term[j]) + weight * second[j]


@njit(cache=True, nogil=True)
def _set_weighted(to: Floats, what: Floats, weight: float) -> None:
    """Set one flat array to another, weighted."""
    for j in range(to.size):
        to[j] = weight * what[j]


@njit(cache=True, nogil=True)
def _spread_along_row(line: Floats, across: Floats, side: int, spread: Floats) -> None:
    """Weighted sum along one row, for fields side by side."""
    width = line.size
    _set_weighted(spread, line, across[0])
    for d in range(1, min(across.size, width // side)):
        shift = d * side
        inner = max(width - 2 * shift, 0)
        edge = width - shift - inner
        _add_two(spread, shift, line, 0, line, 2 * shift, inner, across[d])
        _add_weighted(spread, width - edge, line, width - shift - edge, edge, across[d])
        _add_weighted(spread, 0, line, shift, edge, across[d])


@njit(cache=True, nogil=True)
def _lay_out(
    values: Floats, which: Longs, column: Ints, begin: int, end: int, line: Floats, side: int
) -> tuple[int, int]:
    """Put a row of some fields side by side; the first and the last of its cells with anything, -1 without."""
    where = column[begin:end]
    first, last = where.size, -1
    line[:] = 0.0
    for f in range(which.size):
        field = values[which[f], begin:end]
        for c in range(where.size):
            if field[c] != 0.0:
                # An unsigned index cannot count from the end, which spares asking.
                line[np.uint64(where[c] * side + f)] = field[c]
                first, last = min(first, c), max(last, c)
    return (where[first], where[last]) if last >= 0 else (-1, -1)


@njit(cache=True, nogil=True)
def _take_up(line: Floats, side: int, column: Ints, begin: int, end: int, scale: float, found: Floats) -> None:
    """The opposite, with every number multiplied by ``scale``."""
    where = column[begin:end]
    for f in range(len(found)):
        field = found[f, begin:end]
        for c in range(where.size):
            field[c] = line[np.uint64(where[c] * side + f)] * scale


@njit(cache=True, nogil=True)
def nearby_sum(
    values: Floats,
    which: Longs,
    row: Ints,
    column: Ints,
    shape: tuple[int, int],
    south: float,
    resolution: float,
    sd_km: float,
    scale: float,
    found: Floats,
) -> None:
    """Sum of ``values`` around each cell, weighted by exp(-(distance / sd)^2 / 2), 1 in the cell itself.

    Goes through the grid row by row and keeps no more rows than the weight reaches, so that all stay in the nearest
    cache.

    Args:
        values: (M, n), fields over n cells.
        which: (m,) fields that are asked for.
        row: (n,) of the cells in the full grid, ascending.
        column: (n,).
        shape: rows and columns of the full grid.
        south: latitude of the centre of row 0, degrees.
        resolution: degrees.
        sd_km: standard deviation of the weight.
        scale: what the sums are multiplied by.
        found: (m, n), overwritten.
    """
    fields = which.size
    rows, columns = shape
    along = _weights(KM_PER_DEGREE * resolution, sd_km)
    high = along.size - 1
    side = min(fields, SIDE_BY_SIDE)
    line, total = np.empty(columns * side), np.empty(columns * side)
    kept = [np.zeros(columns * side) for _ in range(2 * high + 1)]
    # Nothing comes of nothing: only the stretch of a row that anything near reaches is summed.
    reached = np.zeros((len(kept), 2), np.int64)
    start = np.searchsorted(row, np.arange(rows + 1))
    for first in range(0, fields, side):
        count = min(side, fields - first)
        for ahead in range(rows + high):
            now = ahead % len(kept)
            kept[now][reached[now, 0] : reached[now, 1]] = 0.0
            reached[now] = columns * side, 0
            if ahead < rows:
                west, east = _lay_out(
                    values, which[first : first + count], column, start[ahead], start[ahead + 1], line, side
                )
                if west >= 0:
                    latitude = np.radians(south + ahead * resolution)
                    across = _weights(KM_PER_DEGREE * resolution * max(np.cos(latitude), 0.1), sd_km)
                    a, b = max(west - across.size + 1, 0) * side, min(east + across.size, columns) * side
                    _spread_along_row(line[a:b], across, side, kept[now][a:b])
                    reached[now] = a, b
            i = ahead - high
            if i < 0:
                continue
            a, b = int(reached[:, 0].min()), int(reached[:, 1].max())
            if a >= b:
                for f in range(first, first + count):
                    found[f, start[i] : start[i + 1]] = 0.0
                continue
            total[:] = 0.0
            _set_weighted(total[a:b], kept[i % len(kept)][a:b], along[0])
            for d in range(1, along.size):
                if i >= d and i + d < rows:
                    below, above = kept[(i - d) % len(kept)], kept[(i + d) % len(kept)]
                    _add_two(total, a, below, a, above, a, b - a, along[d])
                elif i >= d:
                    _add_weighted(total, a, kept[(i - d) % len(kept)], a, b - a, along[d])
                elif i + d < rows:
                    _add_weighted(total, a, kept[(i + d) % len(kept)], a, b - a, along[d])
            _take_up(total, side, column, start[i], start[i + 1], scale, found[first : first + count])
