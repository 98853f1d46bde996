"""Sums over what is near, on the grid, with a Gaussian weight in km: the same neighbourhood at every cell size.

Fields lie beside one another in each cell, as many as make one vector register, so that a weight meets all of them at
once. Every product and every sum is rounded, on any processor: all give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bytes = NDArray[np.int8]
Longs = NDArray[np.int64]

_intrinsic: Callable[[Any], Any] = intrinsic
KM_PER_DEGREE = 111.195
LANES = 8
"""Fields that are summed together: one register of 64 bytes."""
REACH = 2.2
"""The weight is cut off at this many standard deviations."""
LEAST_COSINE = 0.1
"""Near the poles, where columns are narrow, the weight reaches over no more of them than at this cosine of latitude."""
_VECTOR = ir.VectorType(ir.DoubleType(), LANES)


@njit(cache=True, nogil=True)
def _weights(step_km: float, sd_km: float) -> Floats:
    """Weight at 0, 1, 2 … steps, cut off at ``REACH`` standard deviations."""
    taps = np.empty(1 + int(REACH * sd_km / step_km))
    for d in range(taps.size):
        taps[d] = np.exp(-0.5 * (d * step_km / sd_km) ** 2)
    return taps


@_intrinsic
def _base(_typing: Any, array: Any) -> Any:
    """Where an array begins. Passed on instead of the array, it spares counting references in every row."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, args[0]).data

    pointer: Any = types.CPointer
    return pointer(array.dtype)(array), code


def _register(builder: Any, base: Any, place: Any) -> Any:
    return builder.bitcast(builder.gep(base, [place]), _VECTOR.as_pointer())


def _load(builder: Any, base: Any, place: Any) -> Any:
    found = builder.load(_register(builder, base, place))
    found.align = 8
    return found


def _store(builder: Any, base: Any, place: Any, lanes: Any) -> None:
    builder.store(lanes, _register(builder, base, place)).align = 8


def _all(builder: Any, number: Any) -> Any:
    """One number in every lane."""
    undefined = ir.Constant(_VECTOR, ir.Undefined)
    first = builder.insert_element(undefined, number, ir.Constant(ir.IntType(32), 0))
    mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(first, undefined, mask)


@_intrinsic
def _weigh(_typing: Any, room: Any, to: Any, what: Any, weight: Any) -> Any:
    """Set the register at one place to a weighted one from another."""

    def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        base, to, what, weight = args
        _store(builder, base, to, builder.fmul(_all(builder, weight), _load(builder, base, what)))
        return context.get_dummy_value()

    return types.none(room, types.intp, types.intp, types.float64), code


@_intrinsic
def _add_both(_typing: Any, room: Any, to: Any, one: Any, other: Any, weight: Any) -> Any:
    """Add a weighted register and then another to the one at a place."""

    def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        base, to, one, other, weight = args
        weights, total = _all(builder, weight), _load(builder, base, to)
        for what in (one, other):
            total = builder.fadd(total, builder.fmul(weights, _load(builder, base, what)))
        _store(builder, base, to, total)
        return context.get_dummy_value()

    return types.none(room, types.intp, types.intp, types.intp, types.float64), code


@njit(cache=True, nogil=True)
def _spread(room: Any, to: int, what: int, taps: Floats, count: int) -> None:
    """Weighted sum of each of ``count`` cells and of those before and after it in the row."""
    for c in range(count):
        _weigh(room, to + c * LANES, what + c * LANES, taps[0])
    for d in range(1, taps.size):
        for c in range(count):
            _add_both(room, to + c * LANES, what + (c - d) * LANES, what + (c + d) * LANES, taps[d])


@njit(cache=True, nogil=True)
def _lay_out(
    values: Floats, which: Longs, column: Ints, side: Bytes, sides: int, begin: int, end: int, line: Floats
) -> tuple[int, int]:
    """Put a row of some fields side by side; the first and the last column with anything, -1 without."""
    where, own = column[begin:end], side[begin:end]
    first, last = where.size, -1
    for f in range(which.size):
        field = values[which[f], begin:end]
        for c in range(where.size):
            if field[c] != 0.0:
                # An unsigned index cannot count from the end, which spares asking.
                line[np.uint64(where[c] * LANES + f * sides + own[c])] = field[c]
                first, last = min(first, c), max(last, c)
    return (where[first], where[last]) if last >= 0 else (-1, -1)


@njit(cache=True, nogil=True)
def _take_up(
    line: Floats, column: Ints, side: Bytes, sides: int, begin: int, end: int, scale: float, found: Floats
) -> None:
    """The opposite, with every number multiplied by ``scale``."""
    where, own = column[begin:end], side[begin:end]
    for f in range(len(found)):
        field = found[f, begin:end]
        for c in range(where.size):
            field[c] = line[np.uint64(where[c] * LANES + f * sides + own[c])] * scale


@njit(cache=True, nogil=True)
def _pile_up(
    room: Any, total_at: int, kept_at: int, width: int, held: int, i: int, rows: int, along: Floats, a: int, b: int
) -> None:  # fmt: skip
    """Weighted sum of a row and those below and above it, from column ``a`` to ``b``; beyond the grid all is empty."""
    middle = kept_at + i % held * width
    for c in range(a * LANES, b * LANES, LANES):
        _weigh(room, total_at + c, middle + c, along[0])
    for d in range(1, along.size):
        below = kept_at + (i - d) % held * width if i >= d else 0
        above = kept_at + (i + d) % held * width if i + d < rows else 0
        for c in range(a * LANES, b * LANES, LANES):
            _add_both(room, total_at + c, below + c, above + c, along[d])


@njit(cache=True, nogil=True)
def _margin(columns: int, resolution: float, sd_km: float) -> int:
    """Cells on each side of a row into which the weight of its ends reaches at most."""
    return min(int(REACH * sd_km / (KM_PER_DEGREE * resolution * LEAST_COSINE)), columns)


@njit(cache=True, nogil=True)
def room_wanted(shape: tuple[int, int], resolution: float, sd_km: float) -> int:
    """Numbers for which ``nearby_sum`` needs room: the rows that it keeps, and three more."""
    width, held = shape[1] * LANES, 2 * _weights(KM_PER_DEGREE * resolution, sd_km).size - 1
    return (held + 3) * width + 2 * _margin(shape[1], resolution, sd_km) * LANES + LANES


@njit(cache=True, nogil=True)
def nearby_sum(
    values: Floats,
    which: Longs,
    row: Ints,
    column: Ints,
    side: Bytes,
    sides: int,
    shape: tuple[int, int],
    south: float,
    resolution: float,
    sd_km: float,
    scale: float,
    lot: Floats,
    found: Floats,
) -> None:
    """Sum of ``values`` around each cell, weighted by exp(-(distance / sd)^2 / 2), 1 in the cell itself.

    Cells of one side, such as land, know nothing of those of another: a field has a lane of a register for each side.
    Goes through the grid row by row and keeps no more rows than the weight reaches, so that all stay in the nearest
    cache.

    Args:
        values: (M, n), fields over n cells.
        which: (m,) fields that are asked for.
        row: (n,) of the cells in the full grid, ascending.
        column: (n,), ascending within a row.
        side: (n,) which side each cell is on, below ``sides``.
        sides: a divisor of ``LANES``; 1 where all know of all.
        shape: rows and columns of the full grid.
        south: latitude of the centre of row 0, degrees.
        resolution: degrees.
        sd_km: standard deviation of the weight.
        scale: what the sums are multiplied by.
        lot: as long as ``room_wanted`` says, overwritten.
        found: (m, n), overwritten.
    """
    rows, columns = shape
    along = _weights(KM_PER_DEGREE * resolution, sd_km)
    high = along.size - 1
    margin = _margin(columns, resolution, sd_km)
    width, held = columns * LANES, 2 * high + 1
    # An empty row, the row that is laid out with margins, the sum, and the rows that are kept; from where registers do.
    lot[:] = 0.0
    room = lot[(-lot.ctypes.data % 64) // 8 :]
    base, line_at, total_at = _base(room), width + margin * LANES, 2 * width + 2 * margin * LANES
    line, total, kept_at = room[line_at : line_at + width], room[total_at : total_at + width], total_at + width
    reached = np.zeros((held, 2), np.int64)
    start = np.searchsorted(row, np.arange(rows + 1))
    together = LANES // sides
    for first in range(0, which.size, together):
        count = min(together, which.size - first)
        line[:] = 0.0
        for ahead in range(rows + high):
            slot = ahead % held
            own = kept_at + slot * width
            # Nothing comes of nothing: only the stretch of a row that anything near reaches is summed.
            room[own + reached[slot, 0] * LANES : own + reached[slot, 1] * LANES] = 0.0
            reached[slot] = columns, 0
            if ahead < rows:
                asked, begin, end = which[first : first + count], start[ahead], start[ahead + 1]
                west, east = _lay_out(values, asked, column, side, sides, begin, end, line)
                if west >= 0:
                    latitude = np.radians(south + ahead * resolution)
                    step_km = KM_PER_DEGREE * resolution * max(np.cos(latitude), LEAST_COSINE)
                    across = _weights(step_km, sd_km)[:columns]
                    a, b = max(west - across.size + 1, 0), min(east + across.size, columns)
                    _spread(base, own + a * LANES, line_at + a * LANES, across, b - a)
                    reached[slot] = a, b
                    line[west * LANES : (east + 1) * LANES] = 0.0
            i = ahead - high
            if i < 0:
                continue
            a, b = int(reached[:, 0].min()), int(reached[:, 1].max())
            if a >= b:
                for f in range(first, first + count):
                    found[f, start[i] : start[i + 1]] = 0.0
                continue
            total[:] = 0.0
            _pile_up(base, total_at, kept_at, width, held, i, rows, along, a, b)
            _take_up(total, column, side, sides, start[i], start[i + 1], scale, found[first : first + count])
