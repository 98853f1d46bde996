"""Netback: what a kilogram here is worth after the best way on, by a bucket queue over falling value."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

BUCKETS = 4096
"""Between the highest price and its negative; what is worth less shares the last. Any number gives the same values."""
UNREACHED = -1e18
"""Netback of a cell from which no market can be reached, or that was not needed."""


@njit(cache=True, nogil=True)
def arc_terms(
    tail: Ints,
    head: Ints,
    km_cost: Floats,
    fee: Floats,
    exposure_km: Floats,
    watch: Floats,
    factor: Floats,
    hazard: Floats,
    toll: Floats,
    cost: Floats,
    survival: Floats,
) -> None:
    """Cost and expected survival of a kilogram on each arc, as one organisation sees them.

    Half of an arc lies in the cell at each end.

    Args:
        tail: shape (A,).
        head: shape (A,); beyond the cells it is a market and shares its tail's terms.
        km_cost: shape (A,), US$/kg for the length of the arc.
        fee: shape (A,), US$/kg once.
        exposure_km: kilometres over which a load can be seized or tolled.
        watch: shape (A,), how closely loads of the arc's mode are watched there, 1 is as usual.
        factor: (n,) the organisation's own view of the cost per km, 1 on average.
        hazard: (n,) of seizure, per km.
        toll: (n,) share of value per km.
        cost: shape (A,), overwritten: US$/kg.
        survival: shape (A,), overwritten: exp(-(watch hazard + toll) km).
    """
    n = factor.size
    for a in range(tail.size):
        u = tail[a]
        v = head[a] if head[a] < n else u
        cost[a] = km_cost[a] * 0.5 * (factor[u] + factor[v]) + fee[a]
        survival[a] = np.exp(-exposure_km[a] * 0.5 * (watch[a] * (hazard[u] + hazard[v]) + toll[u] + toll[v]))


@njit(cache=True, nogil=True)
def _unlink(node: int, first: Ints, after: Ints, before: Ints, bucket: Ints) -> None:
    """Take a node out of its bucket."""
    if before[node] >= 0:
        after[before[node]] = after[node]
    else:
        first[bucket[node]] = after[node]
    if after[node] >= 0:
        before[after[node]] = before[node]
    bucket[node] = -1


@njit(cache=True, nogil=True)
def _link(node: int, into: int, first: Ints, after: Ints, before: Ints, bucket: Ints) -> None:
    """Put a node into a bucket, out of the one where it was."""
    if bucket[node] >= 0:
        _unlink(node, first, after, before, bucket)
    after[node] = first[into]
    before[node] = -1
    if first[into] >= 0:
        before[first[into]] = node
    first[into] = node
    bucket[node] = into


@njit(cache=True, nogil=True)
def netback(
    reverse_start: Longs,
    tail: Ints,
    cost: Floats,
    survival: Floats,
    price: Floats,
    wanted: NDArray[np.bool_],
    value: Floats,
) -> None:
    """Largest solution of value[i] = max over arcs of survival * value[head] - cost, with value = price at the sinks.

    Where the value is below zero there is nothing left to lose, and only costs are taken off. So no arc adds value, and
    a bucket of nodes of like value is final once it is empty (Dial 1969; Meyer & Sanders 2003, with the multiplicative
    losses of generalised network flow). Stops once every wanted cell is final.

    Args:
        reverse_start: shape (n + K + 1,), as in ``Arcs``; arcs here are in the order of ``Arcs.reverse``, by head.
        tail: shape (A,).
        cost: shape (A,), US$/kg, not negative.
        survival: shape (A,), in (0, 1].
        price: (K,) US$/kg at each sink; a sink with price 0 is not for this market.
        wanted: (n,) cells whose value must be final.
        value: (n + K,), overwritten; ``UNREACHED`` where there is no way, or where it was not needed.
    """
    n = wanted.size
    value[:] = UNREACHED
    top = price.max()
    if top <= 0.0:
        return
    per_bucket = (BUCKETS - 1) / (2.0 * top)
    first = np.full(BUCKETS, -1, np.int32)
    after, before, bucket = np.full((3, value.size), -1, np.int32)
    for k in range(price.size):
        if price[k] > 0.0:
            value[n + k] = price[k]
            _link(n + k, int((top - price[k]) * per_bucket), first, after, before, bucket)
    waiting = wanted.copy()
    left = waiting.sum()
    for b in range(BUCKETS):
        while first[b] >= 0:
            node = first[b]
            _unlink(node, first, after, before, bucket)
            if node < n and waiting[node]:
                waiting[node] = False
                left -= 1
            ahead = value[node]
            for a in range(reverse_start[node], reverse_start[node + 1]):
                worth = (survival[a] * ahead if ahead > 0.0 else ahead) - cost[a]
                if worth > value[tail[a]]:
                    value[tail[a]] = worth
                    into = min(int((top - worth) * per_bucket), BUCKETS - 1)
                    _link(tail[a], into, first, after, before, bucket)
        if left == 0:
            return
