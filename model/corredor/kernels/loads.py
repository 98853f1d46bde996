"""Loads: whole consignments that climb an organisation's netback to a market, and are seized on the way or not.

Every uniform is hashed from (key, organisation, hub, load, step), so that two runs that differ in one policy share
every draw that the policy does not touch.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

NO_WAY = -1e17
"""Netbacks below this mean that a market cannot be reached; see ``netback.UNREACHED``."""
BEYOND = 20.0
"""Arcs whose shortfall is more than this many logit scales are never taken."""


class Ways(NamedTuple):
    """The graph as a load meets it, over A arcs unless said otherwise.

    Attributes:
        start: (n + 1,) first arc of each cell.
        head: cell, or n + sink.
        km_cost: US$/kg for the length of the arc.
        fee: US$/kg once.
        exposure_km: km over which it can be seized or tolled; half of it lies in each end.
        watch: how closely loads of its mode are watched there, 1 is as usual; senders see only what they lose.
        corridor: screenline crossed, or -1.
        rent_share: share of the carriage that stays with those who control the ground: at a door as it is, elsewhere
            where a kilogram has cost ``rent_value`` so far.
        rent_value: US$/kg.
        rent_cell: cell where it stays.
        sink_market: (K,) market group of each sink.
        cost_level: (markets,) what everybody on the way asks, relative to the reference, by market bound for.
    """

    start: Longs
    head: Ints
    km_cost: Floats
    fee: Floats
    exposure_km: Floats
    watch: Floats
    corridor: NDArray[np.int8]
    rent_share: Floats
    rent_value: float
    rent_cell: Ints
    sink_market: Longs
    cost_level: Floats


class Senders(NamedTuple):
    """The planning organisations, O of them.

    Attributes:
        row: (O,) identities, which key their draws.
        share: (O,) of what is sent.
        load_kg: (O,) size of a load.
        factor: (O, n) own view of the cost per km.
        hazard: (O, n) of seizure per km, as each of them believes.
        toll: (O, n) share of value per km.
        netback: (O, markets, n + K) US$/kg.
    """

    row: Longs
    share: Floats
    load_kg: Floats
    factor: Floats
    hazard: Floats
    toll: Floats
    netback: Floats


class Tally(NamedTuple):
    """What happened; everything is added to, so pass zeros. O organisations, n cells, K sinks.

    Attributes:
        flow_kg: (markets, n) kilograms that passed a cell, by market bound for.
        flow_kg_km: (n,).
        corridor_kg: (markets, corridors).
        rent_usd, toll_usd, worth_usd: (n,) carriage paid on the ground; tolls; worth of what passed at its netback.
        seized_kg, seizures: (n,).
        seized_by_market, sent_by_market: (markets,) kg.
        spent_by_market: (markets,) US$ paid for what set out: growers, carriers and tolls.
        arrived: (O, K) kg by owner and sink.
        losses, exposure: (O, n) seizures and load-km by owner.
        loads, lost: (O,) loads sent and lost by owner.
        purchase, carriage, tolls: (O,) US$ paid.
        seized_value: (1,) at constant prices.
        arc_kg: (A,) kilograms that set out on an arc.
    """

    flow_kg: Floats
    flow_kg_km: Floats
    corridor_kg: Floats
    rent_usd: Floats
    toll_usd: Floats
    worth_usd: Floats
    seized_kg: Floats
    seizures: Floats
    seized_by_market: Floats
    sent_by_market: Floats
    spent_by_market: Floats
    arrived: Floats
    losses: Floats
    exposure: Floats
    loads: Floats
    lost: Floats
    purchase: Floats
    carriage: Floats
    tolls: Floats
    seized_value: Floats
    arc_kg: Floats


@njit(cache=True, nogil=True)
def _mix(x: np.uint64) -> np.uint64:
    """Finaliser of SplitMix64 (Steele, Lea & Flood 2014)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@njit(cache=True, nogil=True)
def _sub_key(key: np.uint64, number: int) -> np.uint64:
    """A key of its own for one of many things under a key."""
    return _mix(key + np.uint64(number + 1) * np.uint64(0x9E3779B97F4A7C15))


@njit(cache=True, nogil=True)
def _uniform(key: np.uint64, number: int) -> float:
    """Uniform in [0, 1): draw ``number`` under a key."""
    return float(_sub_key(key, number) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@njit(cache=True, nogil=True)
def _choose_market(netback: Floats, cell: int, scale: float, u: float) -> int:
    """Market of a load: logit on what a kilogram is worth here for each; -1 if none can be reached."""
    markets = netback.shape[0]
    best = netback[:, cell].max()
    if best <= NO_WAY:
        return -1
    weight = np.zeros(markets)
    for m in range(markets):
        weight[m] = np.exp((netback[m, cell] - best) / scale)
    left = u * weight.sum()
    chosen = -1
    for m in range(markets):
        if weight[m] > 0.0:
            chosen = m
            if left < weight[m]:
                break
            left -= weight[m]
    return chosen


@njit(cache=True, nogil=True)
def _carriage(km_cost: float, fee: float, factor_here: float, factor_there: float) -> float:
    """Cost of a kilogram on an arc, in one organisation's view."""
    return km_cost * 0.5 * (factor_here + factor_there) + fee


@njit(cache=True, nogil=True)
def _stays(share: float, usual: float, level: float, spent: float, on_the_way: bool) -> float:
    """Share of the carriage that stays on the ground; on the way it is asked for a share of what was spent so far."""
    return min(share * spent / (level * usual), 1.0) if on_the_way else share


@njit(nogil=True, inline="always")
def _choose_arc(
    start: Longs, head: Ints, sink_market: Longs, km_cost: Floats, fee: Floats, exposure_km: Floats,
    factor: Floats, hazard: Floats, toll: Floats, value: Floats,
    market: int, cell: int, level: float, scale: float, u: float, offer: Floats,
) -> int:  # fmt: skip
    """Next arc: logit, among arcs that lead to where a kilogram is worth more, on what each falls short of the best.

    Takes plain arrays and is copied into its caller: to hand over named tuples costs more than to choose.
    """
    n = start.size - 1
    # Indices have no sign: of any other Numba asks at each use whether it counts from the end.
    first, count, here = start[cell], start[cell + 1] - start[cell], np.uintp(cell)
    best = -np.inf
    for i in range(count):
        a = np.uintp(first + i)
        v = np.uintp(head[a])
        offer[i] = -np.inf
        if value[v] > value[here] and (v < n or sink_market[head[a] - n] == market):
            end = v if v < n else here
            ahead, cost = value[v], level * _carriage(km_cost[a], fee[a], factor[here], factor[end])
            if ahead - cost > best - BEYOND * scale:
                if ahead > 0.0:
                    ahead *= np.exp(-0.5 * exposure_km[a] * (hazard[here] + hazard[end] + toll[here] + toll[end]))
                offer[i] = ahead - cost
                best = max(best, ahead - cost)
    total = 0.0
    for i in range(count):
        offer[i] = np.exp((offer[i] - best) / scale) if offer[i] > best - BEYOND * scale else 0.0
        total += offer[i]
    left = u * total
    chosen = -1
    for i in range(count):
        if offer[i] > 0.0:
            chosen = first + i
            if left < offer[i]:
                break
            left -= offer[i]
    return chosen


@njit(cache=True, nogil=True)
def _seize(o: int, market: int, cell: int, kg: float, constant_value: Floats, tally: Tally) -> None:
    """Book a seizure in a cell."""
    tally.seized_kg[cell] += kg
    tally.seizures[cell] += 1.0
    tally.seized_by_market[market] += kg
    tally.seized_value[0] += kg * constant_value[market, cell]
    tally.losses[o, cell] += 1.0
    tally.lost[o] += 1.0


@njit(cache=True, nogil=True)
def _walk(
    key: np.uint64,
    ways: Ways,
    senders: Senders,
    o: int,
    market: int,
    hub: int,
    kg: float,
    hazard: Floats,
    constant_value: Floats,
    scale: float,
    spent: float,
    offer: Floats,
    tally: Tally,
) -> float:
    """One load from its hub to a market, or to the cell where it is seized; what was spent on it, US$/kg."""
    n = hazard.size
    value, factor, believed, toll = senders.netback[o, market], senders.factor[o], senders.hazard[o], senders.toll[o]
    start, head, sink_market, km_cost, fee = ways.start, ways.head, ways.sink_market, ways.km_cost, ways.fee
    watch, exposure_km, level = ways.watch, ways.exposure_km, ways.cost_level[market]
    u = hub
    step = 0
    while u < n:
        tally.flow_kg[market, u] += kg
        tally.worth_usd[u] += kg * value[u]
        a = _choose_arc(
            start, head, sink_market, km_cost, fee, exposure_km, factor, believed, toll, value,
            market, u, level, level * scale, _uniform(key, 2 * step), offer,
        )  # fmt: skip
        v = head[a]
        end = v if v < n else u
        each = level * _carriage(km_cost[a], fee[a], factor[u], factor[end])
        carriage = kg * each
        tally.carriage[o] += carriage
        tally.rent_usd[ways.rent_cell[a]] += carriage * _stays(ways.rent_share[a], ways.rent_value, level, spent, v < n)
        spent += each
        half = 0.5 * exposure_km[a]
        both = toll[u] + toll[end]
        if both > 0.0:
            taken = max(value[v], 0.0) * kg * (1.0 - np.exp(-half * both))
            tally.tolls[o] += taken
            spent += taken / kg
            tally.toll_usd[u] += taken * toll[u] / both
            tally.toll_usd[end] += taken * toll[end] / both
        tally.arc_kg[a] += kg
        watched = watch[a] * half
        tally.exposure[o, u] += half
        tally.flow_kg_km[u] += half * kg
        draw = _uniform(key, 2 * step + 1)
        if draw >= np.exp(-watched * hazard[u]):
            _seize(o, market, u, kg, constant_value, tally)
            return spent
        tally.exposure[o, end] += half
        tally.flow_kg_km[end] += half * kg
        if ways.corridor[a] >= 0:
            tally.corridor_kg[market, ways.corridor[a]] += kg
        if draw >= np.exp(-watched * (hazard[u] + hazard[end])):
            if v < n:
                tally.flow_kg[market, v] += kg
                tally.worth_usd[v] += kg * value[v]
            _seize(o, market, end, kg, constant_value, tally)
            return spent
        u = v
        step += 1
    tally.arrived[o, u - n] += kg
    return spent


@njit(cache=True, nogil=True)
def send_loads(
    key: np.uint64,
    ways: Ways,
    senders: Senders,
    hubs: Longs,
    stock: Floats,
    dispatch: float,
    farm_gate: Floats,
    hazard: Floats,
    constant_value: Floats,
    market_scale: float,
    arc_scale: float,
    tally: Tally,
) -> None:
    """All loads of a month: each organisation buys its share of what waits at each hub, in whole loads, and sends them.

    The number of loads is the quota over the load size, rounded up or down at random without bias; a load for which
    there is not enough waits.

    Args:
        key: of the run and month.
        ways: the graph.
        senders: who sends.
        hubs: cells from which loads set out.
        stock: (n,) kg, reduced by what is sent.
        dispatch: share of the stock that is on offer.
        farm_gate: (n,) US$/kg paid to growers.
        hazard: (n,) true hazard of seizure per km.
        constant_value: (markets, n) US$/kg at which seizures are valued.
        market_scale: logit scale of the choice among markets, US$/kg.
        arc_scale: logit scale of the choice among onward arcs, US$/kg at the reference level of costs.
        tally: what happened.
    """
    offered = np.empty(hubs.size)
    for h in range(hubs.size):
        offered[h] = dispatch * stock[hubs[h]]
    most = 0
    for c in range(ways.start.size - 1):
        most = max(most, ways.start[c + 1] - ways.start[c])
    room = np.empty(most)
    count = senders.row.size
    for turn in range(count):
        # Who comes first to a hub that has not enough for all changes from month to month.
        o = (turn + int(_uniform(key, 0) * count)) % count
        own = _sub_key(key, senders.row[o] + 1)
        kg = senders.load_kg[o]
        for h in range(hubs.size):
            hub = hubs[h]
            at_hub = _sub_key(own, hub)
            loads = int(offered[h] * senders.share[o] / kg + _uniform(at_hub, 0))
            for load in range(loads):
                load_key = _sub_key(at_hub, load + 1)
                market = _choose_market(senders.netback[o], hub, market_scale, _uniform(load_key, 0))
                if market < 0 or stock[hub] < kg:
                    break
                stock[hub] -= kg
                tally.loads[o] += 1.0
                tally.sent_by_market[market] += kg
                tally.purchase[o] += farm_gate[hub] * kg
                spent = _walk(
                    load_key + np.uint64(1),
                    ways,
                    senders,
                    o,
                    market,
                    hub,
                    kg,
                    hazard,
                    constant_value,
                    arc_scale,
                    farm_gate[hub],
                    room,
                    tally,
                )
                tally.spent_by_market[market] += kg * spent
