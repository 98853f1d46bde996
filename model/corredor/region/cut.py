"""Sub-regions cut from the Americas: some countries and the sea around them.

Traffic that would leave a sub-region on its way to a market leaves by a door at the edge, to the same sink as in the
whole region, whose length is the cheapest way on from there, so that what lies beyond costs about what it costs in the
whole: by land to the land border of the United States, by sea to its coasts, by either to Europe.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corredor.region.assemble import freeze, no_inflow
from corredor.region.region import MARKETS, Arcs, Bools, Floats, Inflow, Ints, Mode, Region, Sink
from corredor.region.sphere import nearest_km
from corredor.region.tables import exists, read_table


@dataclass(frozen=True)
class Extent:
    """What a sub-region keeps: the land of these countries, and sea within ``sea_km`` of it."""

    countries: tuple[str, ...]
    sea_km: float


EXTENTS = {
    "mexico": Extent(("MEX",), 350.0),
    "central-america": Extent(("BLZ", "GTM", "HND", "SLV", "NIC", "CRI", "PAN"), 350.0),
}


def cut(whole: Region, name: str) -> Region:
    """The sub-region ``name`` of ``whole``, with its recorded inflow if one ships.

    Args:
        whole: the Americas at some resolution.
        name: a key of ``EXTENTS``.
    """
    extent = EXTENTS[name]
    own = whole.land & np.isin(whole.country, [whole.countries.index(c) for c in extent.countries])
    to_land, _ = nearest_km(whole.lat, whole.lon, whole.lat[own], whole.lon[own])
    keep = own | (~whole.land & (to_land <= extent.sea_km))
    cells = np.flatnonzero(keep)
    row, column = whole.row[cells], whole.column[cells]
    country, countries = _renumber(whole.country[cells])
    division, divisions = _renumber(whole.division[cells])
    place_of, places = _places(whole, cells)
    arcs, sinks = _arcs_within(whole, keep)
    region = replace(
        whole,
        **{field: getattr(whole, field)[cells] for field in CELL_FIELDS},
        name=name,
        shape=(int(row.max() - row.min()) + 1, int(column.max() - column.min()) + 1),
        row=(row - row.min()).astype(np.int32),
        column=(column - column.min()).astype(np.int32),
        country=country,
        countries=tuple(whole.countries[k] for k in countries),
        country_names=tuple(whole.country_names[k] for k in countries),
        division=division,
        divisions=tuple(whole.divisions[k] for k in divisions),
        division_names=tuple(whole.division_names[k] for k in divisions),
        division_country=np.searchsorted(countries, whole.division_country[divisions]).astype(np.int32),
        integrity=whole.integrity[countries],
        courts=whole.courts[countries],
        places=places,
        place_of=place_of,
        neighbours=_neighbours(whole, cells, place_of),
        arcs=arcs,
        sinks=sinks,
        inflow=no_inflow(),
        caveats=(
            *whole.caveats,
            "Cut from the Americas: the way on beyond the edge is a door with its length, without the fees on the way.",
        ),
    )
    region = replace(region, inflow=recorded_inflow(region))
    freeze(region)
    return region


LAND, SEA = (Mode.ROAD, Mode.RIVER), (Mode.COASTAL_SEA, Mode.OPEN_SEA)
WAYS_OUT = (("usa", LAND), ("usa", SEA), ("europe", (*LAND, *SEA, Mode.LANDING)))
"""Markets that lie beyond the edge, and by what modes their doors are reached."""
CELL_FIELDS = (
    *("lat", "lon", "area_km2", "surface_km2", "land", "coast", "population", "terrain", "river", "port", "border"),
    *("capital", "coca_suitability", "coca_ha", "presence", "zone"),
)


def recorded_inflow(region: Region) -> Inflow:
    """What enters over the edge, from ``inflow_<name>.csv`` if the package has it (columns lat, lon, market, kg_month).

    Each row enters at the cell nearest to its position.
    """
    table = f"inflow_{region.name.replace('-', '_')}.csv"
    if not exists(table):
        return no_inflow()
    rows = read_table(table)
    lat, lon = np.array([float(r["lat"]) for r in rows]), np.array([float(r["lon"]) for r in rows])
    _, cell = nearest_km(lat, lon, region.lat, region.lon)
    market = np.array([MARKETS.index(r["market"]) for r in rows], dtype=np.int32)
    return Inflow(cell.astype(np.int32), market, np.array([float(r["kg_month"]) for r in rows]))


def _renumber(number: Ints) -> tuple[Ints, NDArray[np.int64]]:
    """Numbers as positions among those present (-1 stays), and those present in ascending order."""
    present = np.unique(number[number >= 0]).astype(np.int64)
    return np.where(number >= 0, np.searchsorted(present, number), -1).astype(np.int32), present


def _places(whole: Region, cells: NDArray[np.int64]) -> tuple[Ints, Ints]:
    places = np.flatnonzero(whole.place_of[cells] >= 0).astype(np.int32)
    place_of = np.full(len(cells), -1, dtype=np.int32)
    place_of[places] = np.arange(len(places), dtype=np.int32)
    return place_of, places


def _neighbours(whole: Region, cells: NDArray[np.int64], place_of: Ints) -> Ints:
    old = whole.place_of[cells]
    new_place = np.full(whole.n_places + 1, -1, dtype=np.int32)
    new_place[old[old >= 0]] = place_of[old >= 0]
    found = new_place[whole.neighbours[old[old >= 0]]]
    return np.take_along_axis(found, np.argsort(found < 0, axis=1, kind="stable"), axis=1)


def _arcs_within(whole: Region, keep: Bools) -> tuple[Arcs, tuple[Sink, ...]]:
    """Arcs between kept cells, the doors of kept cells, and edge doors to the United States and to Europe."""
    arcs, n = whole.arcs, whole.n
    number = np.full(n, -1, dtype=np.int32)
    number[keep] = np.arange(int(keep.sum()), dtype=np.int32)
    door = arcs.head >= n
    kept = np.flatnonzero(keep[arcs.tail] & (door | keep[np.minimum(arcs.head, n - 1)]))
    leaving = [_edge(whole, keep, MARKETS.index(market), modes) for market, modes in WAYS_OUT]
    edges = Edges(*(np.concatenate(part) for part in zip(*(e.columns() for e in leaving), strict=True)))
    used = np.unique(np.concatenate([arcs.head[kept][door[kept]] - n, edges.sink]))
    sink_of = np.concatenate([np.where(door[kept], arcs.head[kept] - n, 0), edges.sink])
    is_door = np.concatenate([door[kept], np.ones(len(edges.cell), np.bool_)])
    into = np.concatenate([number[np.minimum(arcs.head[kept], n - 1)], np.full(len(edges.cell), -1)])
    tail = number[np.concatenate([arcs.tail[kept], edges.cell])]
    head = np.where(is_door, int(keep.sum()) + np.searchsorted(used, sink_of), into).astype(np.int32)
    plain = np.ones(len(edges.cell))
    order = np.lexsort((head, tail))
    within = Arcs(
        start=np.searchsorted(tail[order], np.arange(int(keep.sum()) + 1)).astype(np.int64),
        tail=tail[order],
        head=head[order],
        length_km=np.concatenate([arcs.length_km[kept], edges.length_km])[order],
        mode=np.concatenate([arcs.mode[kept], np.full(len(plain), Mode.DOOR, dtype=np.int8)])[order],
        difficulty=np.concatenate([arcs.difficulty[kept], plain])[order],
        border=np.concatenate([arcs.border[kept], plain < 0])[order],
        corridor=np.concatenate([arcs.corridor[kept], edges.corridor])[order],
        link=np.concatenate([arcs.link[kept], np.full(len(plain), -1, dtype=np.int32)])[order],
        reverse_start=np.searchsorted(np.sort(head), np.arange(int(keep.sum()) + len(used) + 1)).astype(np.int64),
        reverse=np.lexsort((tail[order], head[order])).astype(np.int64),
    )
    return within, tuple(whole.sinks[int(k)] for k in used)


@dataclass(frozen=True)
class Edges:
    """Edge doors: from a kept cell to a sink of the whole region, with the length and screenline of the way there."""

    cell: NDArray[np.int64]
    sink: NDArray[np.int64]
    length_km: Floats
    corridor: NDArray[np.int8]

    def columns(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, NDArray[np.int8]]:
        return self.cell, self.sink, self.length_km, self.corridor


def _edge(whole: Region, keep: Bools, market: int, modes: tuple[Mode, ...]) -> Edges:
    """Kept cells without a door of their own from which the cheapest way to a market, by these modes, leads out."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    arcs, n = whole.arcs, whole.n
    nodes = n + len(whole.sinks)
    doors = [n + k for k, sink in enumerate(whole.sinks) if sink.market == market]
    cost = arcs.length_km * arcs.difficulty
    open_ = np.isin(arcs.mode, [*modes, Mode.DOOR])
    towards = csr_matrix((cost[open_], (arcs.head[open_], arcs.tail[open_])), shape=(nodes, nodes))
    to_market, onward, sink = dijkstra(towards, indices=doors, min_only=True, return_predecessors=True)
    beyond = np.minimum(arcs.head, n - 1)
    out = (arcs.head < n) & np.isin(arcs.mode, modes) & keep[arcs.tail] & ~keep[beyond]
    own_door = np.zeros(n, dtype=np.bool_)
    own_door[arcs.tail[np.isin(arcs.head, doors)]] = True
    out &= ~own_door[arcs.tail] & (to_market[beyond] < to_market[arcs.tail])
    best: dict[int, int] = {}
    for k in np.flatnonzero(out):
        tail = int(arcs.tail[k])
        if tail not in best or cost[k] + to_market[arcs.head[k]] < cost[best[tail]] + to_market[arcs.head[best[tail]]]:
            best[tail] = int(k)
    first = np.array([best[tail] for tail in sorted(best)], dtype=np.int64)
    corridor = np.array([_first_crossing(whole, int(k), onward) for k in first], dtype=np.int8)
    head = arcs.head[first]
    return Edges(
        arcs.tail[first].astype(np.int64), sink[head].astype(np.int64) - n, cost[first] + to_market[head], corridor
    )


def _first_crossing(whole: Region, arc: int, onward: NDArray[np.int32]) -> int:
    """The first screenline on the cheapest way on from ``arc``, or -1."""
    arcs = whole.arcs
    while arcs.corridor[arc] < 0:
        here = int(arcs.head[arc])
        if here >= whole.n:
            return -1
        begin, end = int(arcs.start[here]), int(arcs.start[here + 1])
        arc = begin + int(np.searchsorted(arcs.head[begin:end], onward[here]))
    return int(arcs.corridor[arc])
