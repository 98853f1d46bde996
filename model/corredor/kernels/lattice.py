"""A region's graph as row sweeps want it: cells in a frame with a margin, organisations in the lanes of a register.

Built once; then, for as many organisations as are asked for, netback to every market group or additive cost-to-go.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import DTypeLike, NDArray

from corredor.kernels.sweeps import NONE_FIRST, NONE_LAST, REGISTER_BYTES, UNREACHED, survivals, sweep

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Reals = NDArray[Any]
Bools = NDArray[np.bool_]

BARRIER = -1e30
"""Minus the fee of an arc that does not exist."""
BLOCK = 64
"""Cells that are moved at a time between fields and registers, few enough to stay in the nearest cache."""
_LOOKS = (((-1, -1), (-1, 0), (-1, 1), (0, -1)), ((1, -1), (1, 0), (1, 1), (0, -1)), ((0, 1),))
"""Neighbours (to the north, to the east) that a cell looks at as a sweep goes north, as it goes south, and westward."""
_DIRECTIONS = ((0, 1), (1, -1), (1, 0), (1, 1), (0, -1), (-1, 1), (-1, 0), (-1, -1))
"""Neighbours on the way to whom survival is kept with a cell: the first four, and their opposites where it differs."""


class Ends(NamedTuple):
    """Arcs that no sweep follows, X of them: flights between cells, or doors out of the graph.

    Attributes:
        arc: (X,) arc number.
        tail: (X,) position in the frame.
        head: (X,) position in the frame, or the sink of a door.
    """

    arc: Longs
    tail: Longs
    head: Longs


class Terms(NamedTuple):
    """What is charged on each of A arcs: km_cost * mean factor + fee, and exp(-watched_km * hazard - km * toll)."""

    km_cost: Floats
    fee: Floats
    watched_km: Floats
    km: Floats


class Lattice:
    """Cells of a grid in a frame, and work space for one register of organisations.

    Args:
        row: (n,) of each cell.
        column: (n,).
        shape: rows and columns of the full grid.
        tail: (A,) cell where an arc begins.
        head: (A,) cell where it ends; ``n`` and above are sinks.
        flight: (A,) true for arcs that are to be followed one by one, neighbours or not.
        km_cost: (A,) cost of the whole arc where the factor is 1 at both ends.
        km: (A,) kilometres over which a load can be seized or tolled.
        markets: fields per organisation.
        dtype: float64, or float32 for twice the organisations in a register at a relative error of some 1e-6.

    Raises:
        ValueError: if an arc between cells that are not neighbours is no flight, or there are two between the same
            neighbours.
    """

    def __init__(
        self,
        row: Ints,
        column: Ints,
        shape: tuple[int, int],
        tail: Ints,
        head: Ints,
        *,
        flight: Bools,
        km_cost: Floats,
        km: Floats,
        markets: int,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self.n, self.markets, self.dtype = len(row), markets, np.dtype(dtype)
        self.lanes = REGISTER_BYTES // self.dtype.itemsize
        self.rows, self.wide = shape[0] + 2, shape[1] + 2
        self.size = self.rows * self.wide
        self.cells = (row.astype(np.int64) + 1) * self.wide + column + 1
        self.least = np.full(self.rows, NONE_FIRST, dtype=np.int64)
        self.most = np.full(self.rows, NONE_LAST, dtype=np.int64)
        np.minimum.at(self.least, row + 1, column + 1)
        np.maximum.at(self.most, row + 1, column + 1)
        flights, doors = np.flatnonzero(flight & (head < self.n)), np.flatnonzero(head >= self.n)
        self.flights = Ends(flights, self.cells[tail[flights]], self.cells[head[flights]])
        self.doors = Ends(doors, self.cells[tail[doors]], head[doors].astype(np.int64) - self.n)
        inner = np.flatnonzero(~flight & (head < self.n))
        self._check(tail[inner].astype(np.int64), head[inner], row, column)
        self._arc, self._tail = inner, self.cells[tail[inner]]
        self._step = self.cells[head[inner]] - self._tail
        self._make_room(km_cost)
        self.arcs = Terms(km_cost, np.zeros_like(km_cost), km, km)
        self._expose(km, km)
        self.charge(self.arcs)

    def _check(self, tail: Longs, head: Ints, row: Ints, column: Ints) -> None:
        if len(tail) and (np.maximum(abs(row[head] - row[tail]), abs(column[head] - column[tail])) != 1).any():
            raise ValueError("an arc between cells that are not neighbours must be marked as a flight")
        if len(np.unique(tail * self.n + head)) != len(tail):
            raise ValueError("there are two arcs between the same neighbours")

    def _make_room(self, km_cost: Floats) -> None:
        lane_cells, flights = self.size * self.lanes, len(self.flights.arc)
        self.terms = np.zeros(18 * self.size, dtype=self.dtype)
        self.terms[1::2] = BARRIER
        self._fee_arc, self._fee_slot = self._slots()
        self.terms[self._fee_slot - 1] = -0.5 * km_cost[self._fee_arc]
        self.terms[self._fee_slot] = 0.0
        self._fee: Floats = np.zeros(len(km_cost))
        self._swept = np.zeros(len(km_cost), dtype=np.bool_)
        self._swept[self._arc] = True
        self.value = _aligned(self.markets * lane_cells, self.dtype)
        self.value.fill(UNREACHED)
        self.factor, self.hazard, self.toll = (_aligned(lane_cells, self.dtype) for _ in range(3))
        self.flight_charge, self.flight_survival = (_aligned(flights * self.lanes, self.dtype) for _ in range(2))
        self.pending = np.empty((self.markets, 2, 2, self.rows), dtype=np.int64)

    def _slots(self) -> tuple[Longs, Longs]:
        """Arcs between neighbours, and where in ``terms`` the fee of each goes."""
        begin, arcs, slots = 0, [], []
        for looks in _LOOKS:
            for place, (north, east) in enumerate(looks):
                mine = self._step == north * self.wide + east
                arcs.append(self._arc[mine])
                slots.append(begin + 2 * (self._tail[mine] * len(looks) + place) + 1)
            begin += self.size * 2 * len(looks)
        return np.concatenate(arcs), np.concatenate(slots)

    def charge(self, terms: Terms) -> None:
        """Set the fees and exposures of every arc; the cost per kilometre is that of the start.

        Laying out exposures takes longer than a fee: pass the same arrays again while they are the same.
        """
        _set_fees(terms.fee, self._fee, self._swept, self._fee_arc, self._fee_slot, self.terms)
        if terms.watched_km is not self.arcs.watched_km or terms.km is not self.arcs.km:
            self._expose(terms.watched_km, terms.km)
        self.arcs = terms

    def _expose(self, watched_km: Floats, km: Floats) -> None:
        """Lay out exposures: once for each pair of neighbours where they are the same both ways."""
        size, wide = self.size, self.wide
        amounts = [self._by_direction(watched_km), self._by_direction(km)]
        back = [_mirrored(amount, wide) for amount in amounts]
        planes = 4 if all(_alike(there[:4], here) for there, here in zip(amounts, back, strict=True)) else 8
        if planes == 4:
            reach = [3 * size - wide - 1, 2 * size - wide, size - wide + 1, -1, size, 2 * size, 3 * size, 0]
            amounts = [np.maximum(there[:4], here) for there, here in zip(amounts, back, strict=True)]
        else:
            reach = [7 * size, 6 * size, 5 * size, 4 * size, size, 2 * size, 3 * size, 0]
        self.reach = np.array(reach, dtype=np.int64)
        self.offset = np.array([north * wide + east for north, east in _DIRECTIONS[:planes]], dtype=np.int64)
        self.minus_watched_km, self.minus_km = (-0.5 * amount.ravel().astype(self.dtype) for amount in amounts)
        self.survival = _aligned(planes * size * self.lanes, self.dtype)
        self.survival.fill(1.0)

    def _by_direction(self, amount: Floats) -> Floats:
        """An amount of each arc by direction and cell where it begins, shape (8, N)."""
        planes = np.zeros((8, self.size))
        for p, (north, east) in enumerate(_DIRECTIONS):
            mine = self._step == north * self.wide + east
            planes[p, self._tail[mine]] = amount[self._arc[mine]]
        return planes

    def netbacks(
        self,
        slots: Longs,
        factor: Floats,
        hazard: Floats,
        toll: Floats,
        price: Floats,
        market: Longs,
        netback: Floats,
        level: Floats | None = None,
    ) -> None:
        """What a kilogram is worth in every cell after the best way on, to each market group.

        Below zero there is nothing left to lose, and only costs are taken off; see ``kernels.netback``.

        Args:
            slots: (S,) the organisations that are asked for.
            factor: (O, n) multiplier of the cost per km, of all organisations.
            hazard: (O, n) of seizure, per km.
            toll: (O, n) share of value per km.
            price: (K,) at each sink; a sink with price 0 is shut.
            market: (K,) group of each sink.
            netback: (O, markets, n + K), overwritten for the organisations asked for; ``UNREACHED`` without a way.
            level: (markets,) what the netbacks to each group are multiplied by; without it, 1.
        """
        times = np.ones(self.markets) if level is None else level
        for first in range(0, len(slots), self.lanes):
            mine = slots[first : first + self.lanes]
            for fields, packed in ((factor, self.factor), (hazard, self.hazard), (toll, self.toll)):
                _pack(fields, mine, self.cells, self.lanes, packed)
            survivals(
                self.hazard, self.toll, self.minus_watched_km, self.minus_km, self.cells, self.offset, self.lanes,
                self.survival,
            )  # fmt: skip
            self._empty()
            _open_doors(
                self.value, self.pending, self.wide, self.lanes, self.factor, self.hazard, self.toll, self.doors,
                self.arcs, price, market,
            )  # fmt: skip
            self._sweep(self.survival, self.flight_survival)
            _read(self.value, self.cells, self.lanes, mine, price, market, times, netback)

    def costs_to_go(self, factor: Floats, source: Longs) -> Floats:
        """Least cost from every cell to one cell of each organisation, shape (O, n), at the fees last set.

        Args:
            factor: (O, n) multiplier of the cost per km.
            source: (O,) cell to which the way is sought.

        Returns:
            inf where there is no way.
        """
        found = np.empty((len(factor), self.markets, self.n))
        no_price, no_market, times = np.zeros(0), np.zeros(0, dtype=np.int64), np.ones(self.markets)
        for first in range(0, len(factor), self.lanes):
            mine = np.arange(first, min(first + self.lanes, len(factor)))
            self.take(mine, factor)
            self.sweep_to(source[mine])
            _read(self.value, self.cells, self.lanes, mine, no_price, no_market, times, found)
        cost: Floats = -found[:, 0]
        cost[cost >= -UNREACHED / 2] = np.inf
        return cost

    def take(self, slots: Longs, factor: Floats) -> None:
        """Take the costs of these organisations into the register; see ``netbacks``."""
        _pack(factor, slots, self.cells, self.lanes, self.factor)

    def sweep_to(self, source: Longs) -> None:
        """Minus the least cost to one cell for each organisation in the register, left in ``value``."""
        self._empty()
        _sow(self.value, self.pending, self.wide, self.lanes, self.cells[source])
        self._sweep(None, None)

    def _empty(self) -> None:
        _clear(self.value, self.markets, self.least, self.most, self.wide, self.lanes)
        self.pending[:, :, 0], self.pending[:, :, 1] = NONE_FIRST, NONE_LAST

    def _sweep(self, survival: Reals | None, flight_survival: Reals | None) -> None:
        _weigh_flights(
            self.flights, self.lanes, self.factor, self.hazard, self.toll, self.arcs, self.flight_charge,
            self.flight_survival,
        )  # fmt: skip
        sweep(
            self.value, self.markets, self.factor, self.terms, survival, self.reach, self.wide, self.lanes,
            self.least, self.most, self.flights.tail, self.flights.head, self.flight_charge, flight_survival,
            self.pending,
        )  # fmt: skip


def _mirrored(planes: Floats, wide: int) -> Floats:
    """What is kept for the way back, seen from the cell from which one sets out, shape (4, N)."""
    return np.stack([np.roll(planes[p + 4], -(_DIRECTIONS[p][0] * wide + _DIRECTIONS[p][1])) for p in range(4)])


def _alike(there: Floats, back: Floats) -> bool:
    """Whether an amount is the same both ways, to rounding, wherever there are two ways."""
    both = (there > 0.0) & (back > 0.0)
    return bool(np.allclose(there[both], back[both], rtol=1e-12, atol=0.0))


def _aligned(count: int, dtype: np.dtype[Any]) -> Reals:
    """Zeros that start where a register does, so that none straddles two cache lines."""
    room = np.zeros(count * dtype.itemsize + REGISTER_BYTES, dtype=np.uint8)
    begin = -room.ctypes.data % REGISTER_BYTES
    return room[begin : begin + count * dtype.itemsize].view(dtype)


@njit(cache=True, nogil=True)
def _clear(value: Reals, markets: int, least: Longs, most: Longs, wide: int, lanes: int) -> None:
    """Forget all values; nothing is ever written where there is no cell."""
    for m in range(markets):
        for i in range(least.size):
            if least[i] <= most[i]:
                begin, count = (m * least.size + i) * wide + least[i], most[i] - least[i] + 1
                value[begin * lanes : (begin + count) * lanes] = UNREACHED


@njit(cache=True, nogil=True)
def _pack(fields: Floats, slots: Longs, cells: Longs, lanes: int, packed: Reals) -> None:
    """Fields of the organisations asked for, one a lane; lanes to spare repeat the last."""
    for first in range(0, cells.size, BLOCK):
        where = cells[first : first + BLOCK]
        for lane in range(lanes):
            field = fields[slots[min(lane, slots.size - 1)], first : first + BLOCK]
            for c in range(where.size):
                packed[np.uint64(where[c] * lanes + lane)] = field[c]


@njit(cache=True, nogil=True)
def _set_fees(
    fee: Floats, known: Floats, swept: Bools, fee_arc: Longs, fee_slot: Longs, terms: Reals
) -> None:  # fmt: skip
    """Take in fees, and lay them out anew if one has changed on an arc between neighbours."""
    changed = False
    for a in range(fee.size):
        if fee[a] != known[a]:
            known[a] = fee[a]
            changed = changed or swept[a]
    if changed:
        for i in range(fee_arc.size):
            terms[fee_slot[i]] = -fee[fee_arc[i]]


@njit(cache=True, nogil=True)
def _weigh_flights(
    flights: Ends, lanes: int, factor: Reals, hazard: Reals, toll: Reals, arcs: Terms, charge: Reals, survival: Reals
) -> None:  # fmt: skip
    """Minus the cost of each flight, and its survival, by lane."""
    for x in range(flights.arc.size):
        a = flights.arc[x]
        for lane in range(lanes):
            u, v = flights.tail[x] * lanes + lane, flights.head[x] * lanes + lane
            charge[x * lanes + lane] = -(0.5 * arcs.km_cost[a] * (factor[u] + factor[v]) + arcs.fee[a])
            lost = arcs.watched_km[a] * (hazard[u] + hazard[v]) + arcs.km[a] * (toll[u] + toll[v])
            survival[x * lanes + lane] = np.exp(-0.5 * lost)


@njit(cache=True, nogil=True)
def _mark(pending: Longs, market: int, wide: int, cell: int) -> None:
    """A seed lies in this cell of the frame."""
    i, j = cell // wide, cell % wide
    for up in range(2):
        pending[market, up, 0, i] = min(pending[market, up, 0, i], j)
        pending[market, up, 1, i] = max(pending[market, up, 1, i], j)


@njit(cache=True, nogil=True)
def _open_doors(
    value: Reals, pending: Longs, wide: int, lanes: int, factor: Reals, hazard: Reals, toll: Reals, doors: Ends,
    arcs: Terms, price: Floats, market: Longs,
) -> None:  # fmt: skip
    """Seed every cell with a door: what the price beyond it is worth here."""
    for x in range(doors.arc.size):
        a, sink = doors.arc[x], doors.head[x]
        if price[sink] > 0.0:
            m = market[sink]
            _mark(pending, m, wide, doors.tail[x])
            for lane in range(lanes):
                u = doors.tail[x] * lanes + lane
                kept = np.exp(-arcs.watched_km[a] * hazard[u] - arcs.km[a] * toll[u])
                worth = price[sink] * kept - (arcs.km_cost[a] * factor[u] + arcs.fee[a])
                value[m * factor.size + u] = max(value[m * factor.size + u], worth)


@njit(cache=True, nogil=True)
def _sow(value: Reals, pending: Longs, wide: int, lanes: int, sources: Longs) -> None:
    """Seed each lane with nothing left to pay at its own source."""
    for lane in range(lanes):
        cell = sources[min(lane, sources.size - 1)]
        _mark(pending, 0, wide, cell)
        value[cell * lanes + lane] = 0.0


@njit(cache=True, nogil=True)
def _read(
    value: Reals, cells: Longs, lanes: int, slots: Longs, price: Floats, market: Longs, times: Floats, netback: Floats
) -> None:  # fmt: skip
    """Values of the lanes in use, and of the sinks, multiplied by ``times`` of each market group."""
    n, markets = cells.size, netback.shape[1]
    size = value.size // markets
    for m in range(markets):
        for first in range(0, n, BLOCK):
            where = cells[first : first + BLOCK]
            for lane in range(slots.size):
                field, begin, level = netback[slots[lane], m, first : first + BLOCK], m * size + lane, times[m]
                for c in range(where.size):
                    field[c] = value[np.uint64(begin + where[c] * lanes)] * level
        for k in range(price.size):
            for slot in slots:
                worth = price[k] if market[k] == m and price[k] > 0.0 else UNREACHED
                netback[slot, m, n + k] = worth * times[m]
