"""Expected flows under recursive logit choice of routes: one pass where choice is sharp, the exact system elsewhere.

At each node the next arc is chosen with probability proportional to ``r exp(-theta c) Z(head)``, with ``c`` the cost
of the arc, ``r`` its weight in a reference walk, and ``Z`` the sum of the same over all ways on from its head:
``Z = W Z``, 1 where one arrives (Akamatsu 1996; Fosgerau, Frejinger & Karlström 2013; Saerens et al. 2009). The
reference walk goes by length, because without it refining a grid would multiply paths and so spread flow.

All is reckoned with ``Z exp(theta V)``, ``V`` the cost-to-go, so that nothing underflows however sharp the choice is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

ROUNDING = 1e-12
"""Passes over the exact system stop at the latest when no sum changes, and no flow waits, by more than this share."""
CAREFUL = 1e-4
"""Sums must be so much more exact than flows, because on a way of some thousand arcs what each lacks adds up."""
MOST_PASSES = 2000


class Network(NamedTuple):
    """Arcs in the order of where they begin. A node without arcs is a place of arrival.

    Attributes:
        start: (N + 1,), arcs out of node ``j`` are ``start[j]:start[j + 1]``.
        head: (A,), node.
        cost: (A,), positive, that of the reference walk included: see ``walk_cost``.
        theta: choice by cost, 1 / unit of cost.
        value: (N,), cost-to-go at ``cost``; inf where there is no way; what is left to pay at places of arrival.
    """

    start: Longs
    head: Ints
    cost: Floats
    theta: float
    value: Floats


class Flows(NamedTuple):
    """Expected flows.

    Attributes:
        node: (N,) that passes or arrives.
        arc: (A,).
        bound: no more than this share of what is sent takes other ways than it would under the exact system.
        passes: over the exact system, 0 if it was not needed.
    """

    node: Floats
    arc: Floats
    bound: float
    passes: int


@njit(cache=True, nogil=True)
def walk_cost(start: Longs, km: Floats, theta: float, cost: Floats) -> None:
    """Add to the cost of each arc what makes choice at equal costs a walk whose odds fall with length.

    ``exp(-a km)``, with ``a`` for each node such that the odds of its arcs sum to 1, is ``exp(-theta (a km / theta))``.
    On a square grid ``a`` is 1.78 per side of a cell: 4 exp(-a) + 4 exp(-sqrt(2) a) = 1.

    Args:
        start: (N + 1,).
        km: (A,), positive.
        theta: 1 / unit of cost.
        cost: (A,), changed.
    """
    for u in range(start.size - 1):
        first, last = start[u], start[u + 1]
        if last - first < 2:
            continue
        shortest, decay = km[first:last].min(), 0.0
        # Newton from below climbs steadily: the sum of the odds is convex in the decay.
        for _ in range(100):
            total, slope = -1.0, 0.0
            for a in range(first, last):
                odds = np.exp(-decay * km[a])
                total += odds
                slope += km[a] * odds
            decay += total / slope
            if total / slope * shortest < 1e-13:
                break
        for a in range(first, last):
            cost[a] += decay * km[a] / theta


@njit(cache=True, nogil=True)
def _fall_short(net: Network, minus: Floats) -> None:
    """Minus theta times what each arc falls short of the best way on."""
    # Indices have no sign: of any other Numba asks at each use whether it counts from the end.
    for u in range(net.start.size - 1):
        here = net.value[u] if net.value[u] < np.inf else 0.0
        for a in range(np.uintp(net.start[u]), np.uintp(net.start[u + 1])):
            minus[a] = -net.theta * (net.cost[a] + net.value[np.uintp(net.head[a])] - here)


@njit(cache=True, nogil=True)
def _sum_downhill(order: Longs, net: Network, weight: Floats, total: Floats) -> None:
    """Sum over all ways on that lose cost-to-go with every arc, nearest first (Dial 1971).

    ``total`` comes as zeros, so that arcs to what is farther away add nothing, and no arc needs to be asked.
    """
    for u in order:
        ways = 0.0 if net.start[u + 1] > net.start[u] else 1.0
        for a in range(np.uintp(net.start[u]), np.uintp(net.start[u + 1])):
            ways += weight[a] * total[np.uintp(net.head[a])]
        total[u] = ways


@njit(cache=True, nogil=True)
def _missed(order: Longs, net: Network, weight: Floats, total: Floats, sent: Floats) -> float:
    """Bound on the share of flow that would not go downhill all the way.

    Along downhill ways ``g`` adds up what other arcs would add, relative to the sum over downhill ways ``D``. With
    ``s = Z / D``, ``s = 1 + (sum of what they add, times s)``, so s is at most 1 / (1 - G) everywhere, with G the
    largest ``g``, and at most 1 + g / (1 - G). Exact choice given that it goes downhill is downhill choice, and it does
    so with probability 1 / s.
    """
    added = np.ones(net.value.size)  # until its turn comes, all that a node adds is missing
    most, share, everything = 0.0, 0.0, sent.sum()
    for u in order:
        gain = 0.0
        for a in range(np.uintp(net.start[u]), np.uintp(net.start[u + 1])):
            v = np.uintp(net.head[a])
            gain += weight[a] * total[v] * added[v]
        added[u] = gain / total[u]
        most = max(most, added[u])
    if most >= 1.0:
        return 1.0
    for u in order:
        more = added[u] / (1.0 - most)
        share += sent[u] / everything * more / (1.0 + more)
    return share


@njit(cache=True, nogil=True)
def _send_downhill(order: Longs, net: Network, weight: Floats, total: Floats, node: Floats, arc: Floats) -> None:
    """Split what is at each node among its downhill arcs, farthest first; ``total`` is used up."""
    for u in order[::-1]:
        if node[u] > 0.0:
            each = node[u] / total[u]
            for a in range(np.uintp(net.start[u]), np.uintp(net.start[u + 1])):
                v = np.uintp(net.head[a])
                arc[a] = each * weight[a] * total[v]
                node[v] += arc[a]
        total[u] = 0.0


@njit(cache=True, nogil=True)
def _sum_all(order: Longs, net: Network, weight: Floats, total: Floats, enough: float) -> int:
    """Gauss–Seidel passes of the exact system from the sum over downhill ways, nearest first; how many there were."""
    for done in range(MOST_PASSES):
        change = 0.0
        for u in order:
            if net.start[u + 1] > net.start[u]:
                ways = 0.0
                for a in range(np.uintp(net.start[u]), np.uintp(net.start[u + 1])):
                    ways += weight[a] * total[np.uintp(net.head[a])]
                change = max(change, abs(ways - total[u]) / ways)
                total[u] = ways
        if change < enough:
            return done + 1
    return MOST_PASSES


@njit(cache=True, nogil=True)
def _send_all(
    order: Longs, net: Network, weight: Floats, total: Floats, sent: Floats, enough: float, node: Floats, arc: Floats
) -> tuple[int, float]:
    """Split what comes to each node among all its arcs, farthest first; passes made, and share that is misplaced.

    What goes uphill waits for the next pass. When no more than ``enough`` still waits, that goes downhill only.

    A path gets the share of the exact system but for one factor at each node: what the sum still lacks there.
    """
    waiting, everything, lacking = sent.copy(), sent.sum(), 0.0
    rest = everything
    passes = 0
    while rest > 0.0 and passes < MOST_PASSES:
        last = rest <= enough * everything
        for u in order[::-1]:
            here = waiting[u]
            if here > 0.0:
                waiting[u] = 0.0
                node[u] += here
                each = 0.0
                for a in range(np.uintp(net.start[u]), np.uintp(net.start[u + 1])):
                    each += weight[a] * total[np.uintp(net.head[a])]
                for a in range(np.uintp(net.start[u]), np.uintp(net.start[u + 1])):
                    part = here * (weight[a] * total[np.uintp(net.head[a])] / each)
                    arc[a] += part
                    waiting[np.uintp(net.head[a])] += part
                if not last and each > 0.0:
                    lacking += here * abs(each / total[u] - 1.0)
            if last:
                total[u] = 0.0
        passes += 1
        if last:
            break
        rest = waiting.sum()
    return passes, lacking / everything + rest / everything


def _by_sums(net: Network, order: Longs, weight: Floats, total: Floats, sent: Floats) -> tuple[Longs, float]:
    """Downhill by what all ways on add up to, after one pass over all arcs: the order, and the bound; sets ``total``.

    Cells in a pocket, whose best way on is poor though one that is a little dearer branches into many, make any bound
    useless that goes by cost-to-go. By their sums those ways are downhill.
    """
    _sum_all(order, net, weight, total, np.inf)
    soft = net.value[order] - np.log(total[order]) / net.theta
    anew = order[np.argsort(soft)]
    total.fill(0.0)
    _sum_downhill(anew, net, weight, total)
    return anew, float(_missed(anew, net, weight, total, sent))


def expected_flows(net: Network, sent: Floats, tolerance: float) -> Flows:
    """Flow through every node and arc when each unit chooses its way by recursive logit.

    One pass each way over the downhill arcs if by its bound that misplaces no more than ``tolerance``: downhill by
    cost-to-go, or else by the sums over all ways on. Otherwise passes over the exact system until what they still lack
    is less than that. Nothing is lost on the way in any case.

    Args:
        net: the arcs and what they cost.
        sent: (N,) that sets out.
        tolerance: largest share of what is sent that may take other ways than under the exact system; 0 for no more
            than rounding.

    Raises:
        ValueError: if something sets out where there is no way to arrive, or if the exact system did not converge,
            which means that ``theta`` is too small for the costs or that they lack a reference walk.
    """
    if (sent[~np.isfinite(net.value)] > 0.0).any():
        raise ValueError("something is sent from where no place of arrival can be reached")
    order = np.argsort(net.value)[: np.count_nonzero(np.isfinite(net.value))]
    weight, total = np.empty(len(net.cost)), np.zeros(len(net.value))
    node, arc = sent.copy(), np.zeros(len(net.cost))
    if not sent.any():
        return Flows(node, arc, 0.0, 0)
    _fall_short(net, weight)
    np.exp(weight, out=weight)
    _sum_downhill(order, net, weight, total)
    bound = float(_missed(order, net, weight, total, sent))
    if bound > tolerance:
        order, bound = _by_sums(net, order, weight, total, sent)
    if bound <= tolerance:
        _send_downhill(order, net, weight, total, node, arc)
        return Flows(node, arc, bound, 0)
    passes = _sum_all(order, net, weight, total, max(CAREFUL * tolerance, ROUNDING))
    node.fill(0.0)
    sending, bound = _send_all(order, net, weight, total, sent, max(0.5 * tolerance, ROUNDING), node, arc)
    if max(passes, sending) == MOST_PASSES:
        raise ValueError(f"{MOST_PASSES} passes were not enough: theta is too small, or costs lack a reference walk")
    return Flows(node, arc, bound, passes + sending)
