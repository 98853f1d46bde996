"""The transport graph: arcs between neighbouring cells, flights and market doors, from masks alone.

The same rules serve the real and the synthetic regions at every cell size. Two diagonals that cross each other are
never both open: an isthmus keeps its road and a strait between two landmasses keeps its water.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corredor.region.passages import Ground
from corredor.region.region import Arcs, Bools, Floats, Ints, Mode
from corredor.region.screenlines import Screenline, Segments, crossed_corridors
from corredor.region.sphere import great_circle_km

STEPS = tuple((i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)
NOWHERE = -1
OPEN = 2.0
"""What open water counts in ``Grid.waters``, where coastal water counts 1."""
MOSTLY = 0.5
"""Share of a step over open water from which the whole step is."""


@dataclass(frozen=True)
class Grid:
    """What the graph needs to know of each cell, arrays over ``n`` cells.

    Attributes:
        shape: rows and columns of the full grid.
        row, column: position of each cell.
        lat, lon: centres, degrees.
        at_lat, at_lon: points between which ways are measured, degrees: the middle of its land, or of a cell at sea.
        land: true for land.
        surface: share of each cell that is land, of a cell of land, or water, of one of sea.
        landmass: number of the landmass of a land cell, -1 at sea; roads never join two landmasses.
        country: index, -1 at sea.
        terrain: multiplier of road cost.
        ground: what lies within the cells, from which difficulty of steps between them follows; without it, the mean of
            ``terrain`` of both ends.
        river: navigable river cell.
        river_steps: (m, 2) pairs of cells that a river joins, either way round; two cells beside each other may lie on
            different rivers.
        closed_steps: (m, 2) pairs of sea cells beside each other that land without a cell parts, in both orders.
        straits: (m, 2) pairs of sea cells corner to corner that are one water between land on both sides, either way
            round.
        waters: what lies within the cells of sea, 1 for coastal waters and ``OPEN`` beyond; without it all are coastal.
        transit: cells that carry traffic; the others (the United States) are reached by doors only.
    """

    shape: tuple[int, int]
    row: Ints
    column: Ints
    lat: Floats
    lon: Floats
    at_lat: Floats
    at_lon: Floats
    land: Bools
    surface: Floats
    landmass: Ints
    country: Ints
    terrain: Floats
    ground: Ground | None
    river: Bools
    river_steps: Ints
    closed_steps: Ints
    straits: Ints
    waters: Ground | None
    transit: Bools

    @property
    def n(self) -> int:
        """Number of cells."""
        return len(self.lat)

    def index(self) -> Ints:
        """Cell number at each position of the full grid, with a margin of one; -1 where there is no cell."""
        index = np.full((self.shape[0] + 2, self.shape[1] + 2), NOWHERE, dtype=np.int32)
        index[self.row + 1, self.column + 1] = np.arange(self.n, dtype=np.int32)
        return index


@dataclass(frozen=True)
class Doors:
    """Last legs to markets: from ``cell`` to ``sink``, ``length_km`` beyond the grid, towards ``lat``, ``lon``."""

    cell: Ints
    sink: Ints
    length_km: Floats
    lat: Floats
    lon: Floats


@dataclass(frozen=True)
class Flights:
    """Sparse one-way flight arcs between cells; those of one ``link`` share what it carries."""

    tail: Ints
    head: Ints
    link: Ints


def neighbour_pairs(grid: Grid) -> tuple[Ints, Ints]:
    """Ordered pairs of neighbouring transit cells that traffic can pass between."""
    index = grid.index()
    tails, heads = [], []
    for di, dj in STEPS:
        beside = index[grid.row + 1 + di, grid.column + 1 + dj]
        tail = np.flatnonzero(beside >= 0).astype(np.int32)
        head = beside[tail]
        keep = grid.transit[tail] & grid.transit[head] & _same_medium(grid, tail, head)
        if di and dj:
            side_a = index[grid.row + 1 + di, grid.column + 1][tail]
            side_b = index[grid.row + 1, grid.column + 1 + dj][tail]
            keep &= _diagonal_open(grid, tail, head, side_a, side_b)
        keep &= ~_among(grid.closed_steps, tail, head, grid.n)
        tails.append(tail[keep])
        heads.append(head[keep])
    return np.concatenate(tails), np.concatenate(heads)


def _same_medium(grid: Grid, tail: Ints, head: Ints) -> Bools:
    """False for a land arc between two landmasses, which is a crossing by boat that the sea cells must carry."""
    both_land = grid.land[tail] & grid.land[head]
    return np.asarray(~both_land | (grid.landmass[tail] == grid.landmass[head]), dtype=np.bool_)


def _diagonal_open(grid: Grid, tail: Ints, head: Ints, side_a: Ints, side_b: Ints) -> Bools:
    """Whether a diagonal is open: no boat jumps over an isthmus or lands on its far side, and no road over a strait."""
    both_exist = (side_a >= 0) & (side_b >= 0)
    a, b = np.maximum(side_a, 0), np.maximum(side_b, 0)
    isthmus = both_exist & grid.land[a] & grid.land[b] & (grid.landmass[a] == grid.landmass[b])
    by_sea = ~grid.land[tail] | ~grid.land[head]
    isthmus &= ~_among(grid.straits, tail, head, grid.n)
    strait = both_exist & _among(grid.straits, a, b, grid.n)
    return np.asarray(~(by_sea & isthmus) & ~(~by_sea & strait), dtype=np.bool_)


def _among(pairs: Ints, tail: Ints, head: Ints, n: int) -> Bools:
    return np.asarray(np.isin(tail.astype(np.int64) * n + head, pairs.astype(np.int64) @ np.array([n, 1])))


def arc_modes(grid: Grid, tail: Ints, head: Ints) -> NDArray[np.int8]:
    """Mode of travel between neighbouring cells.

    A boat follows the coast wherever the waters of both cells let it, as roads go round what is hard: by the centres of
    large cells, which lie offshore, hardly anybody could.
    """
    land_a, land_b = grid.land[tail], grid.land[head]
    mode = np.full(len(tail), Mode.LANDING, dtype=np.int8)
    mode[land_a & land_b] = Mode.ROAD
    joined = np.concatenate([grid.river_steps, grid.river_steps[:, ::-1]])
    mode[land_a & land_b & _among(joined, tail, head, grid.n)] = Mode.RIVER
    sea = np.flatnonzero(~land_a & ~land_b)
    mode[sea] = Mode.COASTAL_SEA
    if grid.waters is not None:
        a, b = tail[sea], head[sea]
        passage = grid.waters.passages(grid.row[a], grid.column[a], grid.row[b], grid.column[b])
        mode[sea[passage >= 1.0 + MOSTLY * (OPEN - 1.0)]] = Mode.OPEN_SEA
    return mode


def build_arcs(grid: Grid, flights: Flights, doors: Doors, n_sinks: int, lines: tuple[Screenline, ...]) -> Arcs:
    """All arcs, sorted by tail then head, with the reverse adjacency.

    Raises:
        ValueError: if a door leads to no sink, or a flight or door starts or ends outside the grid.
    """
    _check(grid.n, flights, doors, n_sinks)
    tail, head = neighbour_pairs(grid)
    tails = np.concatenate([tail, flights.tail, doors.cell]).astype(np.int32)
    ends = np.concatenate([head, flights.head])
    lat_b = np.concatenate([grid.lat[ends], doors.lat])
    lon_b = np.concatenate([grid.lon[ends], doors.lon])
    heads = np.concatenate([ends, grid.n + doors.sink]).astype(np.int32)
    between = great_circle_km(
        grid.at_lat[tails[: len(ends)]], grid.at_lon[tails[: len(ends)]], grid.at_lat[ends], grid.at_lon[ends]
    )
    length = np.concatenate([between, doors.length_km])
    mode = np.concatenate(
        [
            arc_modes(grid, tail, head),
            np.full(len(flights.tail), Mode.FLIGHT, dtype=np.int8),
            np.full(len(doors.cell), Mode.DOOR, dtype=np.int8),
        ]
    )
    link = np.full(len(tails), NOWHERE, dtype=np.int32)
    link[mode == Mode.FLIGHT] = flights.link
    on_land = (mode == Mode.ROAD) | (mode == Mode.RIVER)
    far_end = np.minimum(heads, grid.n - 1)
    difficulty = np.ones(len(tails))
    difficulty[on_land] = _difficulty(grid, tails[on_land], heads[on_land])
    border = on_land & (grid.country[tails] != grid.country[far_end])
    segments = Segments(grid.lat[tails], grid.lon[tails], lat_b, lon_b, mode)
    corridor = crossed_corridors(segments, lines)
    order = np.lexsort((heads, tails))
    reverse = np.lexsort((tails[order], heads[order]))
    return Arcs(
        start=_offsets(tails, grid.n),
        tail=tails[order],
        head=heads[order],
        length_km=length[order],
        mode=mode[order],
        difficulty=difficulty[order],
        border=border[order],
        corridor=corridor[order],
        link=link[order],
        reverse_start=_offsets(heads, grid.n + n_sinks),
        reverse=reverse.astype(np.int64),
    )


def _difficulty(grid: Grid, tail: Ints, head: Ints) -> Floats:
    """Multiplier of road cost between cells of land."""
    if grid.ground is None:
        return np.asarray((grid.terrain[tail] + grid.terrain[head]) / 2, dtype=np.float64)
    return grid.ground.passages(grid.row[tail], grid.column[tail], grid.row[head], grid.column[head])


def _offsets(keys: Ints, n: int) -> NDArray[np.int64]:
    start = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=n), out=start[1:])
    return start


def _check(n: int, flights: Flights, doors: Doors, n_sinks: int) -> None:
    ends = np.concatenate([flights.tail, flights.head, doors.cell])
    if len(ends) and (ends.min() < 0 or ends.max() >= n):
        raise ValueError(f"a flight or door starts or ends outside the {n} cells of the grid")
    if len(doors.sink) and (doors.sink.min() < 0 or doors.sink.max() >= n_sinks):
        raise ValueError(f"a door leads to no sink: sinks are 0 to {n_sinks - 1}")
