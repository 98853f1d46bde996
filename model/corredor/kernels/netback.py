"""Netback: what a kilogram here is worth after the best way on, by Dijkstra's algorithm with gains and losses."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

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
def _sift_down(heap: Longs, slot: Longs, size: int, value: Floats) -> None:
    """Let the top of a 4-ary max-heap sink to where it belongs."""
    node = heap[0]
    key = value[node]
    i = 0
    while True:
        first = 4 * i + 1
        if first >= size:
            break
        best = first
        for j in range(first + 1, min(first + 4, size)):
            if value[heap[j]] > value[heap[best]]:
                best = j
        if value[heap[best]] <= key:
            break
        heap[i] = heap[best]
        slot[heap[i]] = i
        i = best
    heap[i] = node
    slot[node] = i


@njit(cache=True, nogil=True)
def _sift_up(heap: Longs, slot: Longs, i: int, value: Floats) -> None:
    """Let the node at ``i`` of a 4-ary max-heap rise to where it belongs."""
    node = heap[i]
    key = value[node]
    while i > 0:
        parent = (i - 1) >> 2
        if value[heap[parent]] >= key:
            break
        heap[i] = heap[parent]
        slot[heap[i]] = i
        i = parent
    heap[i] = node
    slot[node] = i


@njit(cache=True, nogil=True)
def netback(
    reverse_start: Longs,
    reverse: Longs,
    tail: Ints,
    cost: Floats,
    survival: Floats,
    price: Floats,
    wanted: NDArray[np.bool_],
    value: Floats,
) -> None:
    """Largest solution of value[i] = max over arcs of survival * value[head] - cost, with value = price at the sinks.

    Where the value is below zero there is nothing left to lose, and only costs are taken off. So no arc adds value, and
    nodes settled in falling order of value are final (Dijkstra 1959, with the multiplicative losses of generalised
    network flow). Stops once every wanted cell is settled.

    Args:
        reverse_start: shape (n + K + 1,), as in ``Arcs``.
        reverse: shape (A,), as in ``Arcs``.
        tail: shape (A,).
        cost: shape (A,), US$/kg, not negative.
        survival: shape (A,), in (0, 1].
        price: (K,) US$/kg at each sink; a sink with price 0 is not for this market.
        wanted: (n,) cells whose value must be final.
        value: (n + K,), overwritten; ``UNREACHED`` where there is no way, or where it was not needed.
    """
    n = wanted.size
    heap = np.empty(value.size, np.int64)
    slot = np.full(value.size, -1, np.int64)
    value[:] = UNREACHED
    size = 0
    for k in range(price.size):
        if price[k] > 0.0:
            value[n + k] = price[k]
            heap[size] = n + k
            _sift_up(heap, slot, size, value)
            size += 1
    left = 0
    for i in range(n):
        left += wanted[i]
    settled = -2
    while size > 0 and left > 0:
        node = heap[0]
        slot[node] = settled
        size -= 1
        if size > 0:
            heap[0] = heap[size]
            _sift_down(heap, slot, size, value)
        if node < n and wanted[node]:
            left -= 1
        for q in range(reverse_start[node], reverse_start[node + 1]):
            a = reverse[q]
            before = tail[a]
            if slot[before] == settled:
                continue
            worth = (survival[a] * value[node] if value[node] > 0.0 else value[node]) - cost[a]
            if worth > value[before]:
                value[before] = worth
                i = slot[before]
                if i < 0:
                    i = size
                    heap[size] = before
                    size += 1
                _sift_up(heap, slot, i, value)
