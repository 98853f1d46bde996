"""Where the loads of a month go on average: the chain that ``kernels.loads`` draws from, solved in one pass.

A load only ever goes on to where it is worth more, so that the cells in the order of that worth are a one-way street.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from corredor.kernels.loads import NO_WAY, Senders, Ways

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

BEYOND = 20.0
"""Arcs whose shortfall is more than this many logit scales are never taken, as in ``kernels.loads``."""


class ExpectedLoads(NamedTuple):
    """Kilograms, as ``kernels.loads.Tally`` books them, on average over all draws.

    Attributes:
        flow_kg: (markets, n) that pass a cell, by market bound for.
        seized_kg: (n,).
        sent_kg: (markets,).
        arrived_kg: (K,) by sink.
    """

    flow_kg: Floats
    seized_kg: Floats
    sent_kg: Floats
    arrived_kg: Floats


@njit(cache=True, nogil=True)
def _send(
    ways: Ways, value: Floats, factor: Floats, believed: Floats, toll: Floats, order: Longs, market: int,
    hazard: Floats, scale: float, going: Floats, passed: Floats, seized: Floats,
) -> None:  # fmt: skip
    """What one organisation sends to one market.

    Args:
        ways: the graph.
        value: (n + K,) worth of a kilogram.
        factor: (n,) its own view of the cost per km.
        believed: (n,) hazard of seizure per km, as it believes.
        toll: (n,) share of value per km.
        order: cells by rising worth.
        market: bound for.
        hazard: (n,) true hazard of seizure per km.
        scale: logit scale of the choice among arcs, US$/kg.
        going: (n + K,) kg that set out, changed: what arrives at the sinks; what goes on from each cell.
        passed: (n,) kg, added to.
        seized: (n,) kg, added to.
    """
    n, level = hazard.size, ways.cost_level[market]
    offer = np.empty((ways.start[1:] - ways.start[:-1]).max())
    for u in order:
        here = going[u]
        if here <= 0.0:
            continue
        first, count, best = ways.start[u], ways.start[u + 1] - ways.start[u], -np.inf
        for i in range(count):
            a = first + i
            v = ways.head[a]
            offer[i] = -np.inf
            if value[v] > value[u] and (v < n or ways.sink_market[v - n] == market):
                end = v if v < n else u
                ahead = value[v]
                cost = level * (ways.km_cost[a] * 0.5 * (factor[u] + factor[end]) + ways.fee[a])
                if ahead > 0.0:
                    lost = believed[u] + believed[end] + toll[u] + toll[end]
                    ahead *= np.exp(-0.5 * ways.exposure_km[a] * lost)
                offer[i] = ahead - cost
                best = max(best, offer[i])
        total = 0.0
        for i in range(count):
            offer[i] = np.exp((offer[i] - best) / (level * scale)) if offer[i] > best - BEYOND * level * scale else 0.0
            total += offer[i]
        passed[u] += here
        going[u] = 0.0
        for i in range(count):
            if offer[i] > 0.0:
                a = first + i
                v = ways.head[a]
                end = v if v < n else u
                sets_out = here * offer[i] / total
                half = ways.watch[a] * 0.5 * ways.exposure_km[a]
                half_way = sets_out * np.exp(-half * hazard[u])
                comes_through = sets_out * np.exp(-half * (hazard[u] + hazard[end]))
                seized[u] += sets_out - half_way
                seized[end] += half_way - comes_through
                if v < n:
                    passed[v] += half_way - comes_through
                going[v] += comes_through


def expected_loads(
    ways: Ways,
    senders: Senders,
    hubs: Longs,
    stock: Floats,
    dispatch: float,
    hazard: Floats,
    market_scale: float,
    arc_scale: float,
) -> ExpectedLoads:
    """Where the loads that ``kernels.loads.send_loads`` draws with the same arguments go on average.

    Exact while every hub has enough for all loads that are drawn there.

    Args:
        ways: the graph.
        senders: who sends.
        hubs: cells from which loads set out.
        stock: (n,) kg.
        dispatch: share of the stock that is on offer.
        hazard: (n,) true hazard of seizure per km.
        market_scale: logit scale of the choice among markets, US$/kg.
        arc_scale: logit scale of the choice among onward arcs, US$/kg at the reference level of costs.
    """
    n, sinks, markets = len(hazard), len(ways.sink_market), senders.netback.shape[1]
    passed, seized, arrived = np.zeros((markets, n)), np.zeros(n), np.zeros(sinks)
    sent = np.zeros(markets)
    for o in np.flatnonzero(senders.share > 0.0):
        worth = senders.netback[o][:, hubs]
        chance = np.exp((worth - worth.max(axis=0)) / market_scale) * (worth > NO_WAY)
        quota = dispatch * stock[hubs] * senders.share[o] * (worth.max(axis=0) > NO_WAY)
        to_market = quota * chance / np.maximum(chance.sum(axis=0), 1e-300)
        sent += to_market.sum(axis=1)
        for market in np.flatnonzero(to_market.sum(axis=1) > 0.0).tolist():
            value, going = senders.netback[o, market], np.zeros(n + sinks)
            going[hubs] = to_market[market]
            order, own = np.argsort(value[:n], kind="stable"), (senders.factor[o], senders.hazard[o], senders.toll[o])
            _send(ways, value, *own, order, market, hazard, arc_scale, going, passed[market], seized)
            arrived += going[n:]
    return ExpectedLoads(passed, seized, sent, arrived)
