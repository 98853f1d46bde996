"""Additive cost-to-go on any graph, one field at a time, by a ring of buckets: the plain form of ``kernels.sweeps``."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@njit(cache=True, nogil=True)
def cost_to_go(start: Longs, tail: Ints, cost: Floats, sources: Longs, width: float, value: Floats) -> None:
    """Least cost from every node to the nearest source.

    A node waits in the bucket of its cost; what is still in a bucket when its turn comes is final once the bucket is
    empty, however wide it is (Dial 1969; Meyer & Sanders 2003). A node whose cost has fallen into another bucket waits
    in both, and is passed over in the second.

    Args:
        start: (N + 1,), arcs into node ``j`` are ``start[j]:start[j + 1]``.
        tail: (A,) where each arc begins, in that order.
        cost: (A,), not negative.
        sources: nodes with nothing left to pay.
        width: of a bucket, in units of cost; it changes the speed and not the result.
        value: (N,), overwritten; inf where there is no way.
    """
    per_bucket = 1.0 / width
    ring, longest = 2, cost.max() if cost.size else 0.0
    while ring < longest * per_bucket + 2.0:
        ring *= 2
    first, around = np.full(ring, -1, np.int32), ring - 1
    node, after = np.empty(tail.size + value.size, np.int32), np.empty(tail.size + value.size, np.int32)
    made, spare, waiting = 0, -1, 0
    value[:] = np.inf
    for source in sources:
        value[source] = 0.0
        node[made], after[made] = source, first[0]
        first[0] = made
        made, waiting = made + 1, waiting + 1
    turn = 0
    while waiting > 0:
        slot = turn & around
        while first[slot] >= 0:
            ticket = first[slot]
            here = node[ticket]
            first[slot], after[ticket], spare = after[ticket], spare, ticket
            waiting -= 1
            ahead = value[here]
            if int(ahead * per_bucket) != turn:
                continue
            for a in range(start[here], start[here + 1]):
                there = ahead + cost[a]
                before = value[tail[a]]
                if there < before:
                    value[tail[a]] = there
                    into = int(there * per_bucket)
                    if into != turn and before < np.inf and int(before * per_bucket) == into:
                        continue
                    if spare >= 0:
                        ticket, spare = spare, after[spare]
                    else:
                        ticket, made = made, made + 1
                    slot_there = into & around
                    node[ticket], after[ticket] = tail[a], first[slot_there]
                    first[slot_there] = ticket
                    waiting += 1
        turn += 1
