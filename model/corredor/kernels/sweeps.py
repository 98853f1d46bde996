"""Netback and cost-to-go on a grid, for a whole vector register of organisations at once, by row sweeps.

A row takes the best offers of the row below or above it, then of its own left and right neighbours; only the stretch of
a row that changed is looked at again. Each lane of a register is one organisation, so that there is no branch and no
queue per organisation. Arcs that are not between neighbours (flights) are relaxed between two sweeps. It ends when
nothing changes any more, at the fixed point itself and not near it: every operation is monotone, also after rounding,
so the result does not depend on the order of the sweeps, nor on who shares the register (Gauss-Seidel in the orders of
Zhao 2005, on the graph and not on its continuum). Arithmetic is neither fused nor reordered except where ``_fma`` says
so, and that on any processor: all give the same bits.

Arrays are flat. ``lanes`` of them make one register of 64 bytes (16 float32 or 8 float64); ``N`` counts the cells of
the grid with a margin of one on every side. See ``corredor.kernels.lattice`` for who fills them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model
from numpy.typing import NDArray

Reals = NDArray[Any]
Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

_intrinsic: Callable[[Any], Any] = intrinsic
REGISTER_BYTES = 64
UNREACHED = -1e18
"""Value of a cell from which no market can be reached."""
NONE_FIRST, NONE_LAST = 1 << 30, -1
_LOG2E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10


class Lanes(types.Type):  # type: ignore[misc, unused-ignore]
    """Numba type of one vector register."""

    def __init__(self, count: int, bits: int) -> None:
        self.count, self.bits = count, bits
        super().__init__(name=f"Lanes({count}xfloat{bits})")  # type: ignore[no-untyped-call, unused-ignore]


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):  # type: ignore[misc, unused-ignore]
    def __init__(self, manager: Any, front_end: Lanes) -> None:
        super().__init__(manager, front_end, _vector(front_end))  # type: ignore[no-untyped-call, unused-ignore]


_WIDE = {types.float32: Lanes(16, 32), types.float64: Lanes(8, 64)}


def _vector(lanes: Lanes) -> Any:
    return ir.VectorType(ir.FloatType() if lanes.bits == 32 else ir.DoubleType(), lanes.count)


def _constant(lanes: Lanes, number: float) -> Any:
    return ir.Constant(_vector(lanes), [number] * lanes.count)


def _fused(builder: Any, lanes: Lanes, *factors: Any) -> Any:
    """``a * b + c`` rounded once, on any processor."""
    vector = _vector(lanes)
    name = f"llvm.fma.v{lanes.count}f{lanes.bits}"
    kind = ir.FunctionType(vector, [vector] * 3)
    function = cgutils.get_or_insert_function(builder.module, kind, name)  # type: ignore[no-untyped-call, unused-ignore]
    return builder.call(function, factors)


@_intrinsic
def _base(_typing: Any, array: Any) -> Any:
    """Where an array begins, or None. Passed on instead of the array, it spares counting references in every row."""
    if isinstance(array, types.NoneType):
        return types.none(array), lambda context, *_: context.get_dummy_value()

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, args[0]).data

    pointer: Any = types.CPointer
    return pointer(array.dtype)(array), code


@_intrinsic
def _load(_typing: Any, base: Any, index: Any) -> Any:
    """The register that starts at an element."""
    lanes = _WIDE[base.dtype]

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        address = builder.bitcast(builder.gep(args[0], [args[1]]), _vector(lanes).as_pointer())
        found = builder.load(address)
        found.align = lanes.bits // 8
        return found

    return lanes(base, types.intp), code


@_intrinsic
def _store(_typing: Any, base: Any, index: Any, lanes: Any) -> Any:
    def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        address = builder.bitcast(builder.gep(args[0], [args[1]]), _vector(lanes).as_pointer())
        stored = builder.store(args[2], address)
        stored.align = lanes.bits // 8
        return context.get_dummy_value()

    return types.none(base, types.intp, lanes), code


@_intrinsic
def _all(_typing: Any, base: Any, index: Any) -> Any:
    """One element in every lane."""
    lanes = _WIDE[base.dtype]

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        number = builder.load(builder.gep(args[0], [args[1]]))
        undefined = ir.Constant(_vector(lanes), ir.Undefined)
        first = builder.insert_element(undefined, number, ir.Constant(ir.IntType(32), 0))
        mask = ir.Constant(ir.VectorType(ir.IntType(32), lanes.count), [0] * lanes.count)
        return builder.shuffle_vector(first, undefined, mask)

    return lanes(base, types.intp), code


def _binary(emit: Callable[[Any, Any, Any], Any]) -> Any:
    @_intrinsic
    def operation(_typing: Any, a: Any, b: Any) -> Any:
        def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            return emit(builder, *args)

        return a(a, a), code

    return operation


_add = _binary(lambda builder, a, b: builder.fadd(a, b))
_mul = _binary(lambda builder, a, b: builder.fmul(a, b))
_max = _binary(lambda builder, a, b: builder.select(builder.fcmp_ordered(">", a, b), a, b))
_min = _binary(lambda builder, a, b: builder.select(builder.fcmp_ordered("<", a, b), a, b))


@_intrinsic
def _fma(_typing: Any, a: Any, b: Any, c: Any) -> Any:
    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return _fused(builder, a, *args)

    return a(a, a, a), code


@_intrinsic
def _any_above(_typing: Any, a: Any, b: Any) -> Any:
    """Whether ``a > b`` in any lane."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        mask = builder.bitcast(builder.fcmp_ordered(">", *args), ir.IntType(a.count))
        return builder.icmp_unsigned("!=", mask, ir.Constant(ir.IntType(a.count), 0))

    return types.boolean(a, a), code


@_intrinsic
def _exp(_typing: Any, lanes: Any) -> Any:
    """exp(x) for x <= 0, to rounding: 2^k by the exponent bits, the rest by its Taylor series."""
    double = lanes.bits == 64
    mantissa, terms, least = (52, 13, -700.0) if double else (23, 8, -80.0)
    shift = 1.5 * 2.0**mantissa

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        low = _constant(lanes, least)
        x = builder.select(builder.fcmp_ordered(">", args[0], low), args[0], low)
        shifted = _fused(builder, lanes, x, _constant(lanes, _LOG2E), _constant(lanes, shift))
        k = builder.fsub(shifted, _constant(lanes, shift))
        rest = _fused(builder, lanes, k, _constant(lanes, -_LN2_HIGH), x)
        rest = _fused(builder, lanes, k, _constant(lanes, -_LN2_LOW), rest)
        factorial = np.cumprod(np.arange(1.0, terms))
        series = _constant(lanes, 1.0 / factorial[-1])
        for order in range(terms - 2, 0, -1):
            series = _fused(builder, lanes, series, rest, _constant(lanes, 1.0 / factorial[order - 1]))
        series = _fused(builder, lanes, series, rest, _constant(lanes, 1.0))
        whole = ir.VectorType(ir.IntType(lanes.bits), lanes.count)
        power = builder.shl(builder.bitcast(shifted, whole), ir.Constant(whole, [mantissa] * lanes.count))
        return builder.bitcast(builder.add(builder.bitcast(series, whole), power), _vector(lanes))

    return lanes(lanes), code


@njit(forceinline=True, nogil=True)
def _offer(survival: Any, place: int, ahead: Any, charge: Any) -> Any:
    """What a kilogram is worth if it goes on to where it is worth ``ahead``; below zero nothing is left to lose."""
    if survival is None:
        return _add(ahead, charge)
    return _min(_fma(_load(survival, place), ahead, charge), _add(ahead, charge))


@njit(forceinline=True, nogil=True)
def _charge(terms: Any, place: int, factors: Any) -> Any:
    """Minus the cost of an arc."""
    return _fma(_all(terms, place), factors, _all(terms, place + 1))


@njit(forceinline=True, nogil=True)
def _look(
    value: Any, factor: Any, terms: Any, survival: Any, reach: Any, L: int, at: int, here: int, over: int, term: int,
    count: int,
) -> tuple[int, int]:  # fmt: skip
    """Cells from ``here`` on take offers of those ``over`` there and of the one before; which of them changed."""
    left, middle, right, behind = reach
    changed_first, changed_last = NONE_FIRST, NONE_LAST
    beside = here + over
    value_l, value_m = _load(value, at + (beside - 1) * L), _load(value, at + beside * L)
    factor_l, factor_m = _load(factor, (beside - 1) * L), _load(factor, beside * L)
    best, factor_back = _load(value, at + (here - 1) * L), _load(factor, (here - 1) * L)
    for j in range(count):
        own, old = _load(factor, here * L), _load(value, at + here * L)
        value_r, factor_r = _load(value, at + (beside + 1) * L), _load(factor, (beside + 1) * L)
        a = _offer(survival, (left + here) * L, value_l, _charge(terms, term, _add(own, factor_l)))
        b = _offer(survival, (middle + here) * L, value_m, _charge(terms, term + 2, _add(own, factor_m)))
        c = _offer(survival, (right + here) * L, value_r, _charge(terms, term + 4, _add(own, factor_r)))
        back = _offer(survival, (behind + here) * L, best, _charge(terms, term + 6, _add(own, factor_back)))
        best = _max(_max(_max(a, b), _max(c, old)), back)
        _store(value, at + here * L, best)
        if _any_above(best, old):
            changed_last = j
            changed_first = min(changed_first, j)
        value_l, value_m, factor_l, factor_m, factor_back = value_m, value_r, factor_m, factor_r, own
        here, beside, term = here + 1, beside + 1, term + 8
    return changed_first, changed_last


@njit(forceinline=True, nogil=True)
def _along(
    value: Any, factor: Any, terms: Any, survival: Any, reach: int, L: int, at: int, here: int, step: int, term: int,
    terms_step: int, sure: int, most: int,
) -> int:  # fmt: skip
    """Cells after ``here`` take the offer of the one before, ``sure`` of them and on while it pays; how far it paid."""
    best, beside = _load(value, at + here * L), _load(factor, here * L)
    far = 0
    for j in range(1, most + 1):
        here, term = here + step, term + terms_step
        own, old = _load(factor, here * L), _load(value, at + here * L)
        best = _max(old, _offer(survival, (reach + here) * L, best, _charge(terms, term, _add(own, beside))))
        _store(value, at + here * L, best)
        if _any_above(best, old):
            far = j
        elif j > sure:
            break
        beside = own
    return far


@njit(forceinline=True, nogil=True)
def _settle(
    value: Any, factor: Any, terms: Any, survival: Any, reach: Any, L: int, at: int, row: int, east: int,
    least: int, most: int, first: int, last: int, sure: int, onward: bool,
) -> tuple[int, int]:  # fmt: skip
    """Within a row, carry what changed from ``first`` to ``last`` to the right (if ``onward``), then to the left.

    ``sure`` columns of seeds are passed to the right in any case. Gives what has changed now.
    """
    west_reach, east_reach = reach
    if onward:
        end = last - sure
        here = row + end
        far = _along(value, factor, terms, survival, west_reach, L, at, here, 1, here * 8 + 6, 8, sure, most - end)
        last = max(last, end + far)
    here, known = row + last, last - first
    far = _along(value, factor, terms, survival, east_reach, L, at, here, -1, east + 2 * here, -2, known, last - least)
    return min(first, last - far), last


@njit(cache=True, nogil=True)
def sweep(
    values: Reals, markets: int, factors: Reals, all_terms: Reals, survivals: Any, reach: Longs, wide: int, L: int,
    least: Longs, most: Longs, leg_tail: Longs, leg_head: Longs, leg_charges: Reals, leg_survivals: Any, pending: Longs,
) -> int:  # fmt: skip
    """Raise values from their seeds to the fixed point value[i] = max over j of survival[i, j] value[j] - cost[i, j].

    The cost of an arc between neighbours is price * (factor[i] + factor[j]) + fee. Without survivals the form is
    additive, and minus the value is a cost-to-go.

    Args:
        values: (markets * N * L,), at the seeds what they are worth, elsewhere ``UNREACHED``; overwritten.
        markets: fields that share costs and survivals.
        factors: (N * L,), any finite number in the margin.
        all_terms: (18 * N,): minus price and minus fee of the arcs from each cell to its south-western, southern,
            south-eastern and western neighbour; then to the north-western, northern, north-eastern and western; then to
            the eastern. A missing arc has a fee of -1e30.
        survivals: (planes * N * L,) in (0, 1], or None.
        reach: (8,) how far from a cell's own number its survival on the way to its south-western, southern,
            south-eastern, western, north-western, northern, north-eastern and eastern neighbour is kept: what is the
            same both ways is kept once.
        wide: columns with the margin.
        L: lanes.
        least: (rows with the margin,) first column that holds a cell.
        most: (rows with the margin,) last column that holds a cell.
        leg_tail: (X,) cells where further arcs begin.
        leg_head: (X,) cells where they end.
        leg_charges: (X * L,) minus their cost.
        leg_survivals: (X * L,), or None.
        pending: (markets, 2, 2, rows with the margin): for each row the first and last column with a seed, twice.

    Returns:
        Rounds of two sweeps.
    """
    value, factor, terms, leg_charge = _base(values), _base(factors), _base(all_terms), _base(leg_charges)
    survival, leg_survival = _base(survivals), _base(leg_survivals)
    rows, size = least.size, least.size * wide
    looks = ((reach[0], reach[1], reach[2], reach[3]), (reach[4], reach[5], reach[6], reach[3]))
    sides, east = (reach[3], reach[7]), 16 * size
    for m in range(markets):
        for i in range(1, rows - 1):
            first, last = pending[m, 0, 0, i], pending[m, 0, 1, i]
            if first <= last:
                first, last = _settle(
                    value, factor, terms, survival, sides, L, m * size * L, i * wide, east, least[i], most[i],
                    first, last, last - first, True,
                )  # fmt: skip
                _note(pending, m, i, first, last)
    rounds, moved = 0, True
    while moved:
        rounds, moved = rounds + 1, False
        for turn in range(2 * (rows - 2)):
            up = 1 if turn >= rows - 2 else 0
            i = 2 * (rows - 2) - turn if up else 1 + turn
            k = i + 1 if up else i - 1
            for m in range(markets):
                first, end = max(pending[m, up, 0, k] - 1, least[i]), min(pending[m, up, 1, k] + 1, most[i])
                pending[m, up, 0, k], pending[m, up, 1, k] = NONE_FIRST, NONE_LAST
                if first > end:
                    continue
                here, at = i * wide + first, m * size * L
                a, b = _look(
                    value, factor, terms, survival, looks[up], L, at, here, (k - i) * wide, (up * size + here) * 8,
                    end - first + 1,
                )  # fmt: skip
                if b >= 0:
                    first, last = _settle(
                        value, factor, terms, survival, sides, L, at, i * wide, east, least[i], most[i],
                        first + a, first + b, 0, first + b == end,
                    )  # fmt: skip
                    _note(pending, m, i, first, last)
                    moved = True
        for x in range(leg_tail.size):
            i, j = leg_tail[x] // wide, leg_tail[x] % wide
            for m in range(markets):
                at = m * size * L
                tail, head = at + leg_tail[x] * L, at + leg_head[x] * L
                old, ahead = _load(value, tail), _load(value, head)
                best = _max(old, _offer(leg_survival, x * L, ahead, _load(leg_charge, x * L)))
                if _any_above(best, old):
                    _store(value, tail, best)
                    first, last = _settle(
                        value, factor, terms, survival, sides, L, at, i * wide, east, least[i], most[i], j, j, 0, True
                    )
                    _note(pending, m, i, first, last)
                    moved = True
    return rounds


@njit(cache=True, nogil=True)
def _note(pending: Longs, market: int, i: int, first: int, last: int) -> None:
    """Both neighbours of a row are to look at what changed in it."""
    for up in range(2):
        pending[market, up, 0, i] = min(pending[market, up, 0, i], first)
        pending[market, up, 1, i] = max(pending[market, up, 1, i], last)


@njit(cache=True, nogil=True)
def survivals(
    hazard: Reals, toll: Reals, minus_watched_km: Reals, minus_km: Reals, cells: Longs, offset: Longs, L: int,
    survival: Reals,
) -> None:  # fmt: skip
    """Survival on the way from each cell to its neighbours: exp(-watched_km * hazard - km * toll), both at both ends.

    Args:
        hazard: (N * L,) of seizure per km.
        toll: (N * L,) share of value per km.
        minus_watched_km: (planes * N,) minus half the exposure of the arc to seizure, 0 where there is none.
        minus_km: (planes * N,) minus half its exposure to tolls.
        cells: (n,) where they lie in the grid.
        offset: (planes,) from a cell to its neighbour.
        L: lanes.
        survival: (planes * N * L,), overwritten at the cells.
    """
    size = minus_km.size // offset.size
    hazards, tolls, kept = _base(hazard), _base(toll), _base(survival)
    watched, km = _base(minus_watched_km), _base(minus_km)
    for p in range(offset.size):
        for cell in cells:
            here, there = cell * L, (cell + offset[p]) * L
            lost = _mul(_all(km, p * size + cell), _add(_load(tolls, here), _load(tolls, there)))
            both = _add(_load(hazards, here), _load(hazards, there))
            _store(kept, (p * size + cell) * L, _exp(_fma(_all(watched, p * size + cell), both, lost)))
